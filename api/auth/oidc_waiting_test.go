package auth

import (
	"fmt"
	"testing"
	"time"
)

// A stranger who fills the waiting room pushes out the oldest attempts, and locks nobody
// out: whoever comes after is waited for.
func TestAFullWaitingRoomTakesMore(t *testing.T) {
	o := NewOIDC(OIDCConfig{}, nil)
	begin := time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range mostWaiting + 5 {
		o.wait(fmt.Sprint(i), attempt{until: begin.Add(time.Duration(i) * time.Millisecond)}, begin)
	}
	if _, held := o.waiting["0"]; held || len(o.waiting) != mostWaiting {
		t.Errorf("%d wait, the oldest among them: %v", len(o.waiting), held)
	}
	if _, held := o.waiting[fmt.Sprint(mostWaiting+4)]; !held {
		t.Error("who came last is not waited for")
	}
}
