package storetest

import (
	"strings"
	"testing"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

func testCreateAndGet[T models.Subject](t *testing.T, st store.Store, s side[T]) {
	x := s.full("青石站", "E-1")
	create(t, st, s, x)
	e := x.Common()
	if kind, ok := models.KindOf(e.Name); !ok || kind != s.kind {
		t.Errorf("name %q is none of %s", e.Name, s.kind)
	}
	if e.Etag == "" || e.CreateTime.IsZero() || !e.UpdateTime.Equal(e.CreateTime) || e.CreateTime.Location() != time.UTC {
		t.Errorf("filled in: etag %q, times %v and %v", e.Etag, e.CreateTime, e.UpdateTime)
	}
	for _, p := range e.Photos {
		if !strings.HasPrefix(p.Name, "photos/") || len(p.Name) < len("photos/")+16 {
			t.Errorf("photo is named %q", p.Name)
		}
	}
	wantEqual(t, "got", get(t, st, s, e.Name), x)
}

// What is the store's to give is ignored where the caller writes it.
func testCreateIgnores[T models.Subject](t *testing.T, st store.Store, s side[T]) {
	first := s.full("青石站", "E-1")
	create(t, st, s, first)
	x := s.full("青石站", "E-2")
	e := x.Common()
	old := time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC)
	e.Name, e.Etag, e.CreateTime, e.UpdateTime = first.Common().Name, "mine", old, old
	e.Photos[0].Name = first.Common().Photos[0].Name
	create(t, st, s, x)
	if e.Name == first.Common().Name || e.Etag == "mine" || e.CreateTime.Equal(old) || e.UpdateTime.Equal(old) ||
		e.Photos[0].Name == first.Common().Photos[0].Name {
		t.Errorf("taken over from the caller: %+v", e)
	}
	wantEqual(t, "the first", get(t, st, s, first.Common().Name), first)
	wantEqual(t, "the second", get(t, st, s, e.Name), x)
}

func testEmptySubject[T models.Subject](t *testing.T, st store.Store, s side[T]) {
	x := s.empty()
	create(t, st, s, x)
	got := get(t, st, s, x.Common().Name)
	wantEqual(t, "got", got, x)
	if !got.Open() {
		t.Error("an empty status is not read as open")
	}
}

func testExists[T models.Subject](t *testing.T, st store.Store, s side[T]) {
	create(t, st, s, s.full("青石站", "E-1"))
	check := unchanged(t, st)
	ctx := as(t, actor)
	x := s.full("青石站", "E-1")
	wantErr(t, in(ctx, st, s, func(w store.Writer[T]) error { return w.Create(ctx, x) }), models.ErrExists)
	if x.Common().Name != "" || x.Common().Photos[0].Name != "" {
		t.Errorf("a failed Create filled in %q, %q", x.Common().Name, x.Common().Photos[0].Name)
	}
	check()
	create(t, st, s, s.full("白鹭站", "E-1"), s.full("青石站", ""), s.full("青石站", ""), s.full("", "E-1"))
}

func testNotFound[T models.Subject](t *testing.T, st store.Store, s side[T]) {
	create(t, st, s, s.full("青石站", "E-1"), s.full("青石站", ""))
	check := unchanged(t, st)
	ctx := as(t, actor)
	for _, name := range []string{"", string(s.kind) + "/none", string(s.kind) + "/", "photos/x", string(s.kind) + "/' OR 1=1 --"} {
		_, err := s.files(st).Get(ctx, name)
		wantErr(t, err, models.ErrNotFound)
		x := s.full("青石站", "E-2")
		x.Common().Name = name
		wantErr(t, update(t, st, s, x), models.ErrNotFound)
		wantErr(t, remove(t, st, s, name, ""), models.ErrNotFound)
	}
	for _, id := range [][2]string{{"青石站", "E-2"}, {"白鹭站", "E-1"}, {"青石站", ""}, {"", ""}, {"", "E-1"}} {
		_, err := s.files(st).Lookup(ctx, id[0], id[1])
		wantErr(t, err, models.ErrNotFound)
	}
	_, _, err := st.Photo(ctx, "photos/none")
	wantErr(t, err, models.ErrNotFound)
	check()
}

func testLookup[T models.Subject](t *testing.T, st store.Store, s side[T]) {
	a, b := s.full("青石站", "E-1"), s.full("白鹭站", "E-1")
	create(t, st, s, a, b)
	for _, x := range []T{a, b} {
		got, err := s.files(st).Lookup(t.Context(), x.Origin(), "E-1")
		must(t, err)
		wantEqual(t, "looked up", got, x)
	}
}

func testGetAll[T models.Subject](t *testing.T, st store.Store, s side[T]) {
	a, b, c := s.full("青石站", "E-1"), s.full("白鹭站", "E-1"), s.full("", "")
	create(t, st, s, a, b, c)
	name := func(x T) string { return x.Common().Name }
	for what, w := range map[string]struct {
		names []string
		want  []T
	}{
		"none":            {nil, nil},
		"all, backwards":  {[]string{name(c), name(b), name(a)}, []T{a, b, c}},
		"twice":           {[]string{name(b), name(b)}, []T{b}},
		"one is not here": {[]string{string(s.kind) + "/none", "", `" OR 1=1`, name(c)}, []T{c}},
	} {
		got, err := s.files(st).GetAll(t.Context(), w.names)
		must(t, err)
		wantEqual(t, what, got, w.want)
	}
}

func testEtags[T models.Subject](t *testing.T, st store.Store, s side[T]) {
	a, b := s.full("青石站", "E-1"), s.full("白鹭站", "E-1")
	create(t, st, s, a, b)
	must(t, update(t, st, s, b))
	for what, w := range map[string]struct {
		names []string
		want  map[string]string
	}{
		"none":            {nil, map[string]string{}},
		"both, one twice": {[]string{b.Common().Name, a.Common().Name, b.Common().Name}, map[string]string{a.Common().Name: a.Common().Etag, b.Common().Name: b.Common().Etag}},
		"one is not here": {[]string{string(s.kind) + "/none", "", `" OR 1=1`, a.Common().Name}, map[string]string{a.Common().Name: a.Common().Etag}},
	} {
		got, err := s.files(st).Etags(t.Context(), w.names)
		must(t, err)
		wantEqual(t, what, got, w.want)
	}
}

func testUploadHashes[T models.Subject](t *testing.T, st store.Store, s side[T]) {
	key := func(origin, id string) store.ExternalKey { return store.ExternalKey{Origin: origin, ExternalID: id} }
	type hashes = map[store.ExternalKey]string
	a, b, odd := s.full("青石站", "E-1"), s.full("白鹭站", "E-1"), s.full("青石站", "E\x00-2")
	a.Common().UploadHash, b.Common().UploadHash, odd.Common().UploadHash = "aa", "bb", "cc"
	create(t, st, s, a, b, odd, s.full("青石站", ""))
	for what, w := range map[string]struct {
		keys []store.ExternalKey
		want hashes
	}{
		"none": {nil, hashes{}},
		"one":  {[]store.ExternalKey{key(a.Origin(), "E-1")}, hashes{key(a.Origin(), "E-1"): "aa"}},
		"some": {
			[]store.ExternalKey{key(b.Origin(), "E-1"), key(a.Origin(), "E-2"), key("", "E-1"), key(a.Origin(), ""), key(odd.Origin(), "E\x00-2")},
			hashes{key(b.Origin(), "E-1"): "bb", key(odd.Origin(), "E\x00-2"): "cc"},
		},
	} {
		got, err := s.files(st).UploadHashes(t.Context(), w.keys)
		must(t, err)
		wantEqual(t, what, got, w.want)
	}
}

func testUpdate[T models.Subject](t *testing.T, st store.Store, s side[T]) {
	x, other := s.full("青石站", "E-1"), s.full("青石站", "E-2")
	create(t, st, s, x, other)
	was := *x.Common()

	next := s.empty() // replaces, does not merge
	next.Common().Name = was.Name
	next.Common().Circumstances = "新的情况"
	s.status(next, s.closed)
	next.Common().CreateTime = time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC)
	must(t, update(t, st, s, next))
	e := next.Common()
	if e.Etag == "" || e.Etag == was.Etag {
		t.Errorf("the etag went from %q to %q", was.Etag, e.Etag)
	}
	if !e.CreateTime.Equal(was.CreateTime) || e.UpdateTime.Before(was.UpdateTime) {
		t.Errorf("times went from %v, %v to %v, %v", was.CreateTime, was.UpdateTime, e.CreateTime, e.UpdateTime)
	}
	wantEqual(t, "updated", get(t, st, s, was.Name), next)
	wantEqual(t, "the other", get(t, st, s, other.Common().Name), other)
	_, err := s.files(st).Lookup(t.Context(), "青石站", "E-1")
	wantErr(t, err, models.ErrNotFound)

	etag := e.Etag // the same content again is a new version, too
	must(t, update(t, st, s, next))
	if e.Etag == etag {
		t.Error("the etag stayed")
	}
	create(t, st, s, s.full("青石站", "E-1")) // its id is free again
}

func testUpdateStale[T models.Subject](t *testing.T, st store.Store, s side[T]) {
	x := s.full("青石站", "E-1")
	create(t, st, s, x)
	stale := get(t, st, s, x.Common().Name)
	must(t, update(t, st, s, x))
	check := unchanged(t, st)
	etag := stale.Common().Etag
	wantErr(t, update(t, st, s, stale), models.ErrStale)
	if stale.Common().Etag != etag {
		t.Error("a refused update filled in an etag")
	}
	wantErr(t, remove(t, st, s, x.Common().Name, etag), models.ErrStale)
	check()
	must(t, update(t, st, s, x)) // with the current etag
	must(t, remove(t, st, s, x.Common().Name, x.Common().Etag))
}

func testUpdateToTaken[T models.Subject](t *testing.T, st store.Store, s side[T]) {
	x, other := s.full("青石站", "E-1"), s.full("青石站", "E-2")
	create(t, st, s, x, other)
	check := unchanged(t, st)
	x.Common().ExternalID = "E-2"
	wantErr(t, update(t, st, s, x), models.ErrExists)
	check()
}

func testDelete[T models.Subject](t *testing.T, st store.Store, s side[T]) {
	x, other := s.full("青石站", "E-1"), s.full("青石站", "E-2")
	create(t, st, s, x, other)
	name := x.Common().Name
	must(t, remove(t, st, s, name, ""))
	_, err := s.files(st).Get(t.Context(), name)
	wantErr(t, err, models.ErrNotFound)
	_, err = s.files(st).Lookup(t.Context(), "青石站", "E-1")
	wantErr(t, err, models.ErrNotFound)
	for _, p := range x.Common().Photos {
		_, _, err := st.Photo(t.Context(), p.Name)
		wantErr(t, err, models.ErrNotFound)
	}
	wantErr(t, remove(t, st, s, name, ""), models.ErrNotFound)
	wantEqual(t, "the other", get(t, st, s, other.Common().Name), other)
	create(t, st, s, s.full("青石站", "E-1"))
}

func testCallerOwnsValues[T models.Subject](t *testing.T, st store.Store, s side[T]) {
	x := s.full("青石站", "E-1")
	create(t, st, s, x)
	name := x.Common().Name
	want := get(t, st, s, name)
	spoil := func(e *models.Entry) {
		e.Person.Names[0].Text = "另一个人"
		*e.Person.AgeMax = 1
		e.Person.HeardPlaces[0] = "别处"
		e.Photos[0].Faces[0].Embedding[0] = 42
		e.Photos[0].Name = "photos/other"
		e.Etag = "spoilt"
	}
	spoil(x.Common())
	spoil(get(t, st, s, name).Common())
	page, _, err := s.files(st).List(t.Context(), store.Filter{}, 1, "")
	must(t, err)
	spoil(page[0].Common())
	wantEqual(t, "stored", get(t, st, s, name), want)
}
