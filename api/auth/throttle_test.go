package auth

import (
	"context"
	"errors"
	"net"
	"testing"
	"time"

	"google.golang.org/grpc/peer"

	"github.com/guitu-project/guitu/models"
)

// from returns a context of a caller at that address.
func from(t *testing.T, address string) context.Context {
	t.Helper()
	return peer.NewContext(t.Context(), &peer.Peer{Addr: &net.TCPAddr{IP: net.ParseIP(address), Port: 1}})
}

// Strangers who guess must not lock out the person whose account it is, nor others
// behind the same proxy.
func TestGuessesLockOutTheirOwnNetwork(t *testing.T) {
	a := openAccounts(t, t.TempDir())
	for _, login := range []string{"guan", "zhao"} {
		if _, err := a.CreateUser(asAdmin(t), models.User{Login: login, Role: models.RoleStation, Areas: "51"}, "ein-kennwort"); err != nil {
			t.Fatal(err)
		}
		if _, err := a.Login(from(t, "192.0.2.1"), login, "ein-kennwort", ""); err != nil {
			t.Fatal(err)
		}
	}
	guess := func(login, address string, times int) (err error) {
		for range times {
			_, err = a.Login(from(t, address), login, "wrong", "")
		}
		return err
	}
	if err := guess("guan", "198.51.100.7", freeByPair+1); !errors.Is(err, models.ErrThrottled) {
		t.Errorf("one network guesses on: %v", err)
	}
	if _, err := a.Login(from(t, "192.0.2.1"), "guan", "ein-kennwort", ""); err != nil {
		t.Errorf("the person at the usual place is locked out: %v", err)
	}
	for i := range freeByAddress + 1 { // a person behind the station's own proxy tries many logins
		_ = guess("nobody"+string(rune('a'+i%26))+string(rune('a'+i/26)), "192.0.2.1", 1)
	}
	if err := guess("someone", "192.0.2.1", 1); !errors.Is(err, models.ErrThrottled) {
		t.Errorf("a network guesses at many logins: %v", err)
	}
	if _, err := a.Login(from(t, "192.0.2.1"), "zhao", "ein-kennwort", ""); err != nil {
		t.Errorf("a colleague behind the same proxy is locked out: %v", err)
	}
	// Many networks together are held back, too.
	var err error
	for i := range freeByLogin + 1 {
		err = guess("guan", net.IPv4(203, 0, 113, byte(i)).String(), 1)
	}
	if !errors.Is(err, models.ErrThrottled) {
		t.Errorf("many networks guess one password: %v", err)
	}
}

func TestNetworkOf(t *testing.T) {
	for address, want := range map[string]string{
		"192.0.2.1": "192.0.2.1", "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64", "2001:db8:1:2:ffff::1": "2001:db8:1:2::/64",
		"::ffff:192.0.2.1": "::ffff:192.0.2.1", "fe80::1%eth0": "fe80::/64", "": "", "unix": "unix",
	} {
		if got := networkOf(address); got != want {
			t.Errorf("networkOf(%q) = %q, want %q", address, got, want)
		}
	}
}

// A clock that goes back must not make a wait longer than the longest.
func TestClockGoesBack(t *testing.T) {
	a := openAccounts(t, t.TempDir())
	for range freeByPair + 1 {
		_, _ = a.Login(t.Context(), "guan", "wrong", "")
	}
	a.now = func() time.Time { return time.Now().Add(-24 * time.Hour) }
	_, err := a.Login(t.Context(), "guan", "wrong", "")
	if want := throttled(longestWait); err == nil || err.Error() != want.Error() {
		t.Errorf("got %v, want %v", err, want)
	}
}

// A clock that is set back makes no session live longer than it would have: it ends.
func TestClockGoesBackUnderASession(t *testing.T) {
	a := openAccounts(t, t.TempDir())
	if _, err := a.CreateUser(asAdmin(t), models.User{Login: "guan", Role: models.RoleStation, Areas: "51"}, "ein-kennwort"); err != nil {
		t.Fatal(err)
	}
	login, err := a.Login(t.Context(), "guan", "ein-kennwort", "")
	if err != nil {
		t.Fatal(err)
	}
	for back, ends := range map[time.Duration]bool{0: false, models.ClockSlack / 2: false, models.ClockSlack + time.Minute: true, 24 * time.Hour: true} {
		a.now = func() time.Time { return time.Now().Add(-back) }
		if _, err := a.Caller(t.Context(), login.Secret); errors.Is(err, models.ErrUnauthenticated) != ends || err != nil && !ends {
			t.Errorf("%v back: %v", back, err)
		}
	}
}
