package auth

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
	"github.com/guitu-project/guitu/models/store/sqlite"
)

func openAccounts(t *testing.T, dir string) *Accounts {
	t.Helper()
	st, err := sqlite.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	return NewAccounts(st, AdminToken("nobody's"), nil)
}

func asAdmin(t *testing.T) context.Context { return WithCaller(t.Context(), Caller{Actor: Admin}) }

func TestPHC(t *testing.T) {
	h := newHasher()
	phc, err := h.phc(t.Context(), usualCost, "ein-kennwort")
	if err != nil || !strings.HasPrefix(phc, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Fatalf("%q, %v", phc, err)
	}
	for _, test := range []struct {
		password, phc string
		ok            bool
	}{
		{"ein-kennwort", phc, true}, {"ein-kennworT", phc, false}, {"", phc, false}, {"ein-kennwort", "", false}, {"", "", false},
		{"ein-kennwort", phc[:len(phc)-4], false}, {"ein-kennwort", strings.Replace(phc, "argon2id", "argon2i", 1), false},
		{"ein-kennwort", strings.Replace(phc, "t=2", "t=0", 1), false}, {"ein-kennwort", strings.Replace(phc, "v=19", "v=16", 1), false},
	} {
		ok, _, err := h.check(t.Context(), test.password, test.phc)
		if err != nil || ok != test.ok {
			t.Errorf("%q against %q: %v, %v", test.password, test.phc, ok, err)
		}
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	for range cap(h) { // all slots are taken
		h <- struct{}{}
	}
	if _, _, err := h.check(gone, "x", phc); !errors.Is(err, context.Canceled) {
		t.Errorf("a caller who left still waits: %v", err)
	}
}

// A password that was hashed for less is hashed again when it is next proven.
func TestWeakHashesGrow(t *testing.T) {
	a := openAccounts(t, t.TempDir())
	u, err := a.CreateUser(asAdmin(t), models.User{Login: "guan", Role: models.RoleStation, Areas: "51"}, "ein-kennwort")
	if err != nil {
		t.Fatal(err)
	}
	if u.Password, err = a.hasher.phc(t.Context(), cost{memory: 1024, time: 1, threads: 1}, "ein-kennwort"); err != nil {
		t.Fatal(err)
	}
	if err := a.store.InTx(t.Context(), func(tx store.Tx) error { return tx.PutUser(t.Context(), u) }); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Login(t.Context(), " Guan ", "ein-kennwort", ""); err != nil {
		t.Fatal(err)
	}
	if got, err := a.store.User(t.Context(), u.Name); err != nil || !strings.Contains(got.Password, "m=19456,t=2") {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := a.Login(t.Context(), "guan", "ein-kennwort", ""); err != nil {
		t.Error(err)
	}
}

// Wrong passwords are not forgotten when the service starts anew.
func TestThrottleOutlivesARestart(t *testing.T) {
	dir := t.TempDir()
	a := openAccounts(t, dir)
	if _, err := a.CreateUser(asAdmin(t), models.User{Login: "guan", Role: models.RoleStation, Areas: "51"}, "ein-kennwort"); err != nil {
		t.Fatal(err)
	}
	for range freeByPair {
		if _, err := a.Login(t.Context(), "guan", "wrong", ""); !errors.Is(err, models.ErrUnauthenticated) {
			t.Fatalf("%v", err)
		}
	}
	again := openAccounts(t, dir)
	if _, err := again.Login(t.Context(), "guan", "ein-kennwort", ""); !errors.Is(err, models.ErrThrottled) {
		t.Errorf("after a restart: %v", err)
	}
	again.now = func() time.Time { return time.Now().Add(firstWait + time.Second) }
	if _, err := again.Login(t.Context(), "guan", "ein-kennwort", ""); err != nil {
		t.Errorf("after the wait: %v", err)
	}
}

// Guesses side by side are counted one by one.
func TestParallelGuessesAreCounted(t *testing.T) {
	a := openAccounts(t, t.TempDir())
	done := make(chan error)
	const guesses = 20
	for range guesses {
		go func() {
			_, err := a.Login(t.Context(), "guan", "wrong", "")
			done <- err
		}()
	}
	held := 0
	for range guesses {
		if err := <-done; errors.Is(err, models.ErrThrottled) {
			held++
		}
	}
	if held != guesses-freeByPair {
		t.Errorf("%d of %d were held back, want %d", held, guesses, guesses-freeByPair)
	}
}

func TestPasswordRules(t *testing.T) {
	for password, ok := range map[string]bool{
		"ein-kennwort": true, "一二三四五六七八九十": true, "123456789": false, "1234567890": false, "Password123": false, "my-GUAN-password": false,
		"zzzzzzzzzzzz": false, strings.Repeat("ab", 101): false, "bad\xffutf8-here": false, "WOAINI1314520": false,
		"12345678901": false, "1212121212": false, "abcabcabcabc": false, "aaaaaaaaab": false, "成都救助站成都救助站": false, "chengdu2024": false,
		"wuhan123456": false, "Passw0rd2024": false, "qwertyuiop12": false, "关雨晴2024": false, "correct-horse-battery": true, "雨后山间石板路旁": false,
		"雨后山间石板路旁的野花": true, "qing shi zhan 2024": false, "iloveyou1234": false, "1qaz2wsx3edc": false, "Tr0ub4dor&3x!": true,
	} {
		if err := admitPassword("password", password, "guan", "关雨晴", "qing shi zhan"); (err == nil) != ok || err != nil && !errors.Is(err, models.ErrInvalid) {
			t.Errorf("%q: %v", password, err)
		}
	}
}
