package auth

import (
	"fmt"
	"testing"
	"time"
)

// A login comes back once; strangers who bring back many make the process remember no more
// than so many, the newest.
func TestLoginsComeBackOnce(t *testing.T) {
	begin := time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC)
	o := NewOIDC(OIDCConfig{}, &Accounts{now: func() time.Time { return begin }})
	back := func(i int) bool {
		return o.once(attempt{State: fmt.Sprint(i), Until: begin.Add(time.Duration(i+1) * time.Millisecond)})
	}
	for i := range mostUsed + 5 {
		if !back(i) {
			t.Fatalf("login %d is taken for one that came back", i)
		}
	}
	if len(o.used) != mostUsed || back(mostUsed+4) || !back(0) {
		t.Errorf("%d are remembered", len(o.used))
	}
}
