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

// A login that began at a server whose clock is ahead ends at one whose clock is not.
func TestLoginsEndAtAnotherClock(t *testing.T) {
	now := time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC)
	at := func(off time.Duration) *OIDC {
		return NewOIDC(OIDCConfig{Key: []byte("the key of both")}, &Accounts{now: func() time.Time { return now.Add(off) }})
	}
	for off, ends := range map[time.Duration]bool{0: true, 30 * time.Second: true, -30 * time.Second: true, time.Hour: false, -time.Hour: false} {
		from := at(off)
		tied, err := from.sealed(attempt{State: "s", Until: from.accounts.now().Add(loginWait)})
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := at(0).unsealed(tied); ok != ends {
			t.Errorf("a login from a clock that is %v ahead ends: %v", off, ok)
		}
	}
}
