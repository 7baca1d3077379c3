package storetest

import (
	"crypto/sha256"
	"testing"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// account returns an invented user with every field set.
func account(login string) *models.User {
	return &models.User{ //nolint:gosec // no one's password
		Login: login, DisplayName: "关小云", Role: models.RolePolice, Areas: "5101 52", Station: "青石站", Status: models.UserDisabled,
		MustChange: true, Password: "$argon2id$…", Issuer: "https://id.example", Subject: "sub-" + login,
	}
}

func putUser(t *testing.T, st store.Store, u *models.User) error {
	t.Helper()
	return st.InTx(t.Context(), func(tx store.Tx) error { return tx.PutUser(t.Context(), u) })
}

func testUsers(t *testing.T, st store.Store) {
	u := account("guan")
	must(t, putUser(t, st, u))
	if u.Name == "" || u.Etag == "" || u.CreateTime.IsZero() || u.UpdateTime != u.CreateTime {
		t.Errorf("filled in: %+v", u)
	}
	for name, read := range map[string]func() (*models.User, error){
		"by name":    func() (*models.User, error) { return st.User(t.Context(), u.Name) },
		"by login":   func() (*models.User, error) { return st.UserByLogin(t.Context(), "guan") },
		"by subject": func() (*models.User, error) { return st.UserBySubject(t.Context(), u.Issuer, u.Subject) },
	} {
		got, err := read()
		must(t, err)
		wantEqual(t, name, got, u)
	}
	for name, read := range map[string]func() (*models.User, error){
		"name":    func() (*models.User, error) { return st.User(t.Context(), "users/none") },
		"login":   func() (*models.User, error) { return st.UserByLogin(t.Context(), "Guan") },
		"subject": func() (*models.User, error) { return st.UserBySubject(t.Context(), u.Issuer, "") },
		"issuer":  func() (*models.User, error) { return st.UserBySubject(t.Context(), "", u.Subject) },
	} {
		_, err := read()
		t.Log(name)
		wantErr(t, err, models.ErrNotFound)
	}
	wantErr(t, putUser(t, st, account("guan")), models.ErrExists)
	same := account("other")
	same.Subject = u.Subject
	wantErr(t, putUser(t, st, same), models.ErrExists)
	bare := &models.User{Login: "bare"}
	must(t, putUser(t, st, bare))
	must(t, putUser(t, st, &models.User{Login: "bare-too"})) // no subject is no one's

	next := *u
	next.Role, next.Password, next.Areas = models.RoleAdmin, "$new", models.Nationwide
	must(t, putUser(t, st, &next))
	got, err := st.User(t.Context(), u.Name)
	must(t, err)
	wantEqual(t, "after a change", got, &next)
	if next.Etag == u.Etag || next.CreateTime != u.CreateTime {
		t.Errorf("changed to %+v", next)
	}
	wantErr(t, putUser(t, st, u), models.ErrStale)
	wantErr(t, putUser(t, st, &models.User{Name: "users/none", Login: "none"}), models.ErrNotFound)

	first, token, err := st.ListUsers(t.Context(), 2, "")
	must(t, err)
	rest, end, err := st.ListUsers(t.Context(), 2, token)
	must(t, err)
	if len(first) != 2 || len(rest) != 1 || end != "" || first[0].Login != "guan" || rest[0].Login != "bare-too" {
		t.Errorf("pages %+v and %+v, %q", first, rest, end)
	}
	_, _, err = st.ListUsers(t.Context(), 2, "~")
	wantErr(t, err, models.ErrInvalid)
}

func testSessions(t *testing.T, st store.Store) {
	u, other := account("guan"), account("pei")
	must(t, putUser(t, st, u))
	must(t, putUser(t, st, other))
	now := time.Unix(1_800_000_000, 7).UTC()
	at := func(user, token string, expires time.Duration) *models.Session {
		return &models.Session{User: user, Token: sha256.Sum256([]byte(token)), CreateTime: now, SeenTime: now.Add(1), ExpireTime: now.Add(expires), Address: "127.0.0.1", Agent: "测试"}
	}
	a, b, c := at(u.Name, "a", time.Hour), at(u.Name, "b", time.Minute), at(other.Name, "c", time.Hour)
	do := func(fn func(tx store.Tx) error) error { return st.InTx(t.Context(), fn) }
	for _, s := range []*models.Session{a, b, c} {
		must(t, do(func(tx store.Tx) error { return tx.PutSession(t.Context(), s) }))
	}
	got, err := st.Session(t.Context(), a.Token)
	must(t, err)
	wantEqual(t, "a session", got, a)
	_, err = st.Session(t.Context(), sha256.Sum256([]byte("none")))
	wantErr(t, err, models.ErrNotFound)
	list, err := st.SessionsOf(t.Context(), u.Name)
	must(t, err)
	wantEqual(t, "the sessions", list, []*models.Session{b, a})

	a.SeenTime = now.Add(time.Minute)
	must(t, do(func(tx store.Tx) error { return tx.PutSession(t.Context(), a) }))
	got, err = st.Session(t.Context(), a.Token)
	must(t, err)
	wantEqual(t, "a session that was used", got, a)

	wantErr(t, do(func(tx store.Tx) error { return tx.DropSession(t.Context(), u.Name, c.Name) }), models.ErrNotFound)
	must(t, do(func(tx store.Tx) error { return tx.DropSessionsBefore(t.Context(), now.Add(2*time.Minute).UnixNano()) }))
	list, err = st.SessionsOf(t.Context(), u.Name)
	must(t, err)
	wantEqual(t, "after the sweep", list, []*models.Session{a})
	d := at(u.Name, "d", time.Hour)
	must(t, do(func(tx store.Tx) error { return tx.PutSession(t.Context(), d) }))
	must(t, do(func(tx store.Tx) error { return tx.DropSessionsOf(t.Context(), u.Name, d.Name) }))
	list, err = st.SessionsOf(t.Context(), u.Name)
	must(t, err)
	wantEqual(t, "the one that stays", list, []*models.Session{d})
	must(t, do(func(tx store.Tx) error { return tx.DropSession(t.Context(), u.Name, d.Name) }))
	if _, err = st.Session(t.Context(), c.Token); err != nil {
		t.Errorf("another's session: %v", err)
	}
}

func testAPIKeys(t *testing.T, st store.Store) {
	u := account("guan")
	must(t, putUser(t, st, u))
	now := time.Unix(1_800_000_000, 0).UTC()
	key := func(secret string) *models.APIKey {
		return &models.APIKey{User: u.Name, Token: sha256.Sum256([]byte(secret)), CreateTime: now, SeenTime: now, ExpireTime: now.Add(time.Hour),
			Title: "成都市局", Prefix: "gk_ab", Scopes: []models.Scope{models.ScopeMatches, models.ScopeReadNotices}, Replaces: "apiKeys/old"}
	}
	a, b := key("a"), key("b")
	for _, k := range []*models.APIKey{a, b} {
		must(t, st.InTx(t.Context(), func(tx store.Tx) error { return tx.PutAPIKey(t.Context(), k) }))
	}
	a.ExpireTime = now.Add(time.Second)
	must(t, st.InTx(t.Context(), func(tx store.Tx) error { return tx.PutAPIKey(t.Context(), a) }))
	got, err := st.APIKey(t.Context(), a.Token)
	must(t, err)
	wantEqual(t, "by secret", got, a)
	got, err = st.APIKeyOf(t.Context(), b.Name)
	must(t, err)
	wantEqual(t, "by name", got, b)
	list, err := st.APIKeysOf(t.Context(), u.Name)
	must(t, err)
	wantEqual(t, "the keys", list, []*models.APIKey{b, a})
	_, err = st.APIKey(t.Context(), sha256.Sum256(nil))
	wantErr(t, err, models.ErrNotFound)
	_, err = st.APIKeyOf(t.Context(), "apiKeys/none")
	wantErr(t, err, models.ErrNotFound)
}

// What a key does on a day is counted, and nothing beyond its quota.
func testQuotas(t *testing.T, st store.Store) {
	u := account("guan")
	must(t, putUser(t, st, u))
	now := time.Unix(1_800_000_000, 0).UTC()
	k := &models.APIKey{User: u.Name, Token: sha256.Sum256([]byte("a")), CreateTime: now, SeenTime: now, ExpireTime: now.Add(time.Hour), Scopes: []models.Scope{models.ScopeMatches}}
	must(t, st.InTx(t.Context(), func(tx store.Tx) error { return tx.PutAPIKey(t.Context(), k) }))
	spend := func(day string, requests, rows int64) error {
		return st.InTx(t.Context(), func(tx store.Tx) error { return tx.Spend(t.Context(), k.Name, day, requests, rows) })
	}
	must(t, spend("2027-01-15", 1_000_000, 1_000_000)) // without a quota
	must(t, st.InTx(t.Context(), func(tx store.Tx) error { return tx.PutQuota(t.Context(), k.Name, models.Quota{Requests: 3, Rows: 10}) }))
	wantErr(t, spend("2027-01-15", 1, 0), models.ErrThrottled)
	must(t, spend("2027-01-16", 2, 7))
	wantErr(t, spend("2027-01-16", 1, 4), models.ErrThrottled)
	must(t, spend("2027-01-16", 0, 3))
	must(t, spend("2027-01-16", 1, 0))
	wantErr(t, spend("2027-01-16", 1, 0), models.ErrThrottled)
	got, err := st.APIKeyOf(t.Context(), k.Name)
	must(t, err)
	k.Quota, k.Usage = models.Quota{Requests: 3, Rows: 10}, models.Usage{Day: "2027-01-16", Requests: 3, Rows: 10}
	wantEqual(t, "the key", got, k)
	for _, err := range []error{
		st.InTx(t.Context(), func(tx store.Tx) error { return tx.PutQuota(t.Context(), "apiKeys/none", models.Quota{}) }),
		st.InTx(t.Context(), func(tx store.Tx) error { return tx.Spend(t.Context(), "apiKeys/none", "2027-01-16", 1, 1) }),
	} {
		wantErr(t, err, models.ErrNotFound)
	}
}

func testThrottles(t *testing.T, st store.Store) {
	now := time.Now().UTC()
	x := models.Throttle{Key: "login guan", Failures: 3, Last: now.Truncate(time.Second), Until: now.Add(time.Minute).Truncate(time.Second)}
	put := func(x models.Throttle) {
		t.Helper()
		must(t, st.InTx(t.Context(), func(tx store.Tx) error { return tx.PutThrottle(t.Context(), x) }))
	}
	put(x)
	put(models.Throttle{Key: "address 127.0.0.1", Failures: 1, Last: x.Last, Until: x.Last})
	got, err := st.Throttle(t.Context(), x.Key)
	must(t, err)
	wantEqual(t, "a throttle", got, x)
	put(models.Throttle{Key: x.Key})
	got, err = st.Throttle(t.Context(), x.Key)
	must(t, err)
	wantEqual(t, "a throttle that was lifted", got, models.Throttle{Key: x.Key})
	if got, err = st.Throttle(t.Context(), "address 127.0.0.1"); err != nil || got.Failures != 1 {
		t.Errorf("another: %+v, %v", got, err)
	}
}
