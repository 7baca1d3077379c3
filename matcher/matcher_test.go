package matcher_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/guitu-project/guitu/index"
	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
	"github.com/guitu-project/guitu/models/store/sqlite"
)

// eyes see one face in every picture but those that say otherwise.
type eyes struct{}

func (eyes) Clean(_ context.Context, file []byte) ([]byte, string, error) {
	return file, "image/jpeg", nil
}

func (eyes) Accepts([]byte) error { return nil }

func (eyes) Embedders() []models.Embedder {
	return []models.Embedder{{ID: models.ModelFR, SHA256: "fr-file", Dim: 512, Metric: models.MetricL2}}
}

func (eyes) Analyze(_ context.Context, p *models.Photo) error {
	switch {
	case bytes.HasPrefix(p.Content, []byte("broken")):
		return fmt.Errorf("cut off: %w", models.ErrUnreadable)
	case bytes.HasPrefix(p.Content, []byte("huge")):
		return models.ErrTooLarge
	}
	p.ContentType, p.Width, p.Height, p.Finding = "image/jpeg", 100, 100, models.FindingNoFace
	return nil
}

// broken is an index that is always behind.
type broken struct{ matcher.Index }

func (broken) CatchUp(context.Context, int64) error { return errors.New("behind") }

type world struct {
	*matcher.Service
	store *sqlite.Store
	ctx   context.Context
	data  string // the store's folder
}

func open(t *testing.T, change func(*matcher.Config)) *world {
	t.Helper()
	ctx := models.WithActor(t.Context(), models.Actor{ID: "tester", Role: models.RoleAdmin, Areas: models.Nationwide})
	data := t.TempDir()
	st, err := sqlite.Open(ctx, data)
	if err != nil {
		t.Fatal(err)
	}
	w := feature.NewScorer(feature.DefaultParams())
	x, err := index.Open(t.TempDir(), st, w, st.Keyring(), slog.New(slog.DiscardHandler))
	if err == nil {
		err = x.Load(ctx, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	cfg := matcher.Config{Store: st, Index: x, Photos: eyes{}, Scorer: w, Log: slog.New(slog.DiscardHandler)}
	if change != nil {
		change(&cfg)
	}
	s := matcher.New(cfg)
	work, stop := context.WithCancel(ctx)
	ended := make(chan error, 2)
	go func() { ended <- x.Follow(work) }()
	go func() { ended <- s.Run(work) }()
	t.Cleanup(func() {
		stop()
		if err := errors.Join(<-ended, <-ended, x.Close(), st.Close()); err != nil {
			t.Error(err)
		}
	})
	return &world{s, st, ctx, data}
}

func named(name, id string) *models.Notice {
	n := &models.Notice{Source: "测试"}
	n.ExternalID = id
	n.Person.Names = []models.PersonName{{Text: name, Kind: models.NameLegal}}
	return n
}

func heard(name string) *models.Record {
	r := &models.Record{Station: "测试站"}
	r.Person.Names = []models.PersonName{{Text: name, Kind: models.NameHeard}}
	return r
}

func must[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func TestRegisterFindsAtOnce(t *testing.T) {
	w := open(t, nil)
	n, _, err := w.Notices.Register(w.ctx, named("许花东", "n1"))
	if err != nil || n.Status != models.NoticeOpen || n.IndexPending {
		t.Fatalf("%+v, %v", n, err)
	}
	r, matches, err := w.Records.Register(w.ctx, heard("徐华栋"))
	if err != nil || len(matches) != 1 || matches[0].Notice != n.Name || matches[0].Record != r.Name {
		t.Fatalf("%+v, %v", matches, err)
	}
	back := must(w.Notices.Matches(w.ctx, n.Name, 10))(t).Matches
	if len(back) != 1 || back[0].Weight != matches[0].Weight || back[0].Probability != matches[0].Probability {
		t.Errorf("the notice sees %+v", back)
	}
	compared := must(w.Compare(w.ctx, r.Name, n.Name))(t)
	if compared.Weight != matches[0].Weight {
		t.Errorf("compared %f, ranked %f", compared.Weight, matches[0].Weight)
	}
	// A closed notice is out of the lists and still comparable.
	if _, err := w.Notices.Change(w.ctx, n.Name, "", func(n *models.Notice) error { n.Status = models.NoticeClosed; return nil }); err != nil {
		t.Fatal(err)
	}
	if left := must(w.Records.Matches(w.ctx, r.Name, 10))(t).Matches; len(left) != 0 {
		t.Errorf("a closed notice is matched: %+v", left)
	}
	must(w.Compare(w.ctx, r.Name, n.Name))(t)
}

func TestAWriteOutlivesAnIndexThatIsBehind(t *testing.T) {
	w := open(t, func(c *matcher.Config) { c.Index = broken{c.Index} })
	n, matches, err := w.Notices.Register(w.ctx, named("许花东", "n1"))
	if err != nil || !n.IndexPending || matches != nil {
		t.Fatalf("pending %v, matches %v, %v", n.IndexPending, matches, err)
	}
	must(w.Notices.Get(w.ctx, n.Name))(t)
	if pending, err := w.Notices.Remove(w.ctx, n.Name, ""); err != nil || !pending {
		t.Errorf("removed: pending %v, %v", pending, err)
	}
}

func TestErrors(t *testing.T) {
	w := open(t, nil)
	n, _, err := w.Notices.Register(w.ctx, named("许花东", "n1"))
	if err != nil {
		t.Fatal(err)
	}
	nobody := t.Context()
	photo := func(content string) *models.Notice {
		n := named("张伟", "p")
		n.Photos = []models.Photo{{Content: []byte(content)}}
		return n
	}
	for what, c := range map[string]struct {
		call func() error
		want error
	}{
		"the same again":        {func() error { _, _, err := w.Notices.Register(w.ctx, named("许花东", "n1")); return err }, models.ErrExists},
		"nobody registers":      {func() error { _, _, err := w.Notices.Register(nobody, named("张伟", "x")); return err }, models.ErrUnauthenticated},
		"nobody reads":          {func() error { _, err := w.Notices.Get(nobody, n.Name); return err }, models.ErrUnauthenticated},
		"nobody lists":          {func() error { _, _, err := w.Notices.List(nobody, store.Filter{}, 10, ""); return err }, models.ErrUnauthenticated},
		"nobody searches words": {func() error { _, err := w.Notices.SearchText(nobody, "花东", 10); return err }, models.ErrUnauthenticated},
		"nobody matches":        {func() error { _, err := w.Notices.Matches(nobody, n.Name, 10); return err }, models.ErrUnauthenticated},
		"nobody searches":       {func() error { _, err := w.Search(nobody, matcher.Description{}, models.Notices, 10); return err }, models.ErrUnauthenticated},
		"nobody removes":        {func() error { _, err := w.Notices.Remove(nobody, n.Name, ""); return err }, models.ErrUnauthenticated},
		"nobody uploads": {func() error {
			_, err := w.StartImport(nobody, matcher.Upload{Kind: models.Notices, Format: "JSONL"}, strings.NewReader("{}"))
			return err
		}, models.ErrUnauthenticated},
		"nobody changes": {func() error {
			_, err := w.Notices.Change(nobody, n.Name, "", func(*models.Notice) error { return nil })
			return err
		}, models.ErrUnauthenticated},
		"unknown":      {func() error { _, err := w.Notices.Get(w.ctx, "notices/none"); return err }, models.ErrNotFound},
		"stale":        {func() error { _, err := w.Notices.Remove(w.ctx, n.Name, "old"); return err }, models.ErrStale},
		"no words":     {func() error { _, err := w.Notices.SearchText(w.ctx, "", 10); return err }, models.ErrInvalid},
		"wrong side":   {func() error { _, err := w.Compare(w.ctx, n.Name, n.Name); return err }, models.ErrInvalid},
		"broken photo": {func() error { _, _, err := w.Notices.Register(w.ctx, photo("broken")); return err }, models.ErrUnreadable},
		"named photo":  {func() error { _, _, err := w.Notices.Register(w.ctx, photo("broken")); return err }, models.ErrInvalid},
		"huge photo":   {func() error { _, _, err := w.Notices.Register(w.ctx, photo("huge")); return err }, models.ErrTooLarge},
		"unknown format": {func() error {
			_, err := w.StartImport(w.ctx, matcher.Upload{Kind: models.Notices, Format: "XML"}, strings.NewReader("x"))
			return err
		}, models.ErrInvalid},
		"empty file": {func() error {
			_, err := w.StartImport(w.ctx, matcher.Upload{Kind: models.Notices, Format: "JSONL"}, strings.NewReader(" \n"))
			return err
		}, models.ErrInvalid},
		"unknown import": {func() error { _, err := w.Import(w.ctx, "imports/none"); return err }, models.ErrNotFound},
		"a photo's owner": {func() error {
			_, _, err := w.Notices.AddPhoto(w.ctx, "notices/none", models.Photo{Content: []byte("x")})
			return err
		}, models.ErrNotFound},
		"edit's own error": {func() error {
			_, err := w.Notices.Change(w.ctx, n.Name, "", func(*models.Notice) error { return io.ErrUnexpectedEOF })
			return err
		}, io.ErrUnexpectedEOF},
	} {
		if err := c.call(); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", what, err, c.want)
		}
	}
	page, _, err := w.store.Notices().List(w.ctx, store.Filter{}, 100, "")
	if err != nil || len(page) != 1 {
		t.Errorf("refused calls left %d notices, %v", len(page), err)
	}
}

func TestPhotos(t *testing.T) {
	w := open(t, nil)
	n, _, err := w.Notices.Register(w.ctx, named("许花东", "n1"))
	if err != nil {
		t.Fatal(err)
	}
	first, _, err := w.Notices.AddPhoto(w.ctx, n.Name, models.Photo{Content: []byte("picture")})
	if err != nil || first.Finding != models.FindingNoFace {
		t.Fatalf("%+v, %v", first, err)
	}
	again, _, err := w.Notices.AddPhoto(w.ctx, n.Name, models.Photo{Content: []byte("picture")})
	if err != nil || again.Name != first.Name {
		t.Errorf("the same picture again is %s, was %s; %v", again.Name, first.Name, err)
	}
	if shown, err := w.Photo(w.ctx, first.Name); err != nil || string(shown.Content) != "picture" {
		t.Errorf("%q, %v", shown.Content, err)
	}
	if _, err := w.RemovePhoto(w.ctx, first.Name); err != nil {
		t.Error(err)
	}
	if _, err := w.Photo(w.ctx, first.Name); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a removed photo: %v", err)
	}
}

// Every look at a person leaves a row that names who looked at whom.
func TestEveryLookIsAudited(t *testing.T) {
	w := open(t, nil)
	n, _, err := w.Notices.Register(w.ctx, named("许花东", "n1"))
	if err != nil {
		t.Fatal(err)
	}
	r, _, err := w.Records.Register(w.ctx, heard("徐华栋"))
	if err != nil {
		t.Fatal(err)
	}
	before := len(must(w.store.AuditTrail(w.ctx, 0, 1000))(t))
	must(w.Notices.Get(w.ctx, n.Name))(t)
	must(w.Records.Matches(w.ctx, r.Name, 5))(t)
	must(w.Compare(w.ctx, r.Name, n.Name))(t)
	must(w.Search(w.ctx, matcher.Description{Person: r.Person}, models.Notices, 5))(t)
	must(w.Notices.SearchText(w.ctx, "许花东", 5))(t)
	rows := must(w.store.AuditTrail(w.ctx, 0, 1000))(t)[before:]
	want := []models.Action{models.ActionRead, models.ActionMatch, models.ActionCompare, models.ActionSearch, models.ActionSearch}
	if len(rows) != len(want) {
		t.Fatalf("%d rows, want %d: %+v", len(rows), len(want), rows)
	}
	for i, row := range rows {
		if row.Action != want[i] || row.Actor.ID != "tester" || !strings.Contains(strings.Join(row.Objects, " "), n.Name) {
			t.Errorf("row %d: %+v", i, row)
		}
		if strings.Contains(row.Detail, "许") {
			t.Errorf("row %d holds a name: %q", i, row.Detail)
		}
	}
}

func TestImport(t *testing.T) {
	w := open(t, nil)
	upload := func(text string) *models.Import {
		t.Helper()
		imp := must(w.StartImport(w.ctx, matcher.Upload{Kind: models.Notices, Format: "jsonl"}, strings.NewReader(text)))(t)
		for imp.State == models.ImportRunning {
			time.Sleep(5 * time.Millisecond)
			imp = must(w.Import(w.ctx, imp.Name))(t)
		}
		return imp
	}
	row := func(id, name string) string {
		return fmt.Sprintf(`{"externalId":%q,"source":"测试","person":{"names":[{"text":%q}]},"photos":[{"content":"cGljdHVyZQ=="}]}`+"\n", id, name)
	}
	for _, c := range []struct {
		file                                string
		created, updated, unchanged, failed int64
	}{
		{row("a", "许花东") + row("b", "张伟") + row("a", "许花东"), 2, 0, 1, 0},
		{row("a", "许花东") + row("b", "张伟"), 0, 0, 2, 0},
		{row("a", "许花栋"), 0, 1, 0, 0},
		{row("k", "王小明") + row("k", "王小亮") + row("k", "王小明"), 1, 0, 1, 1}, // two children of one case number
		{row("k", "王小亮"), 0, 1, 0, 0},                                     // in a file of its own it is a change
		{`{"source":"测试"}` + "\n" + `{"externalId":"c","photos":[{"content":"YnJva2Vu"}]}` + "\n\n", 0, 0, 0, 2},
	} {
		imp := upload(c.file)
		if imp.State != models.ImportDone || imp.Created != c.created || imp.Updated != c.updated || imp.Unchanged != c.unchanged || imp.Failed != c.failed {
			t.Errorf("%s: %+v", c.file, imp)
		}
		if len(imp.Errors) != int(c.failed) {
			t.Errorf("errors: %+v", imp.Errors)
		}
		for try := 0; ; try++ { // it goes right after the state is written
			if _, err := w.store.Upload(w.ctx, imp.Name); errors.Is(err, models.ErrNotFound) {
				break
			} else if try == 200 {
				t.Fatalf("the file of an import that ended stays: %v", err)
			}
			time.Sleep(5 * time.Millisecond)
		}
	}
	n := must(w.store.Notices().Lookup(w.ctx, "测试", "a"))(t)
	if n.Person.Names[0].Text != "许花栋" || len(n.Photos) != 1 {
		t.Errorf("after the update: %+v", n.Entry)
	}
	// What was corrected by hand stays when the same row comes again.
	if _, err := w.Notices.Change(w.ctx, n.Name, "", func(n *models.Notice) error { n.Circumstances = "赶集走失"; return nil }); err != nil {
		t.Fatal(err)
	}
	if imp := upload(row("a", "许花栋")); imp.Unchanged != 1 {
		t.Errorf("the same row after a correction: %+v", imp)
	}
	if n := must(w.store.Notices().Lookup(w.ctx, "测试", "a"))(t); n.Circumstances != "赶集走失" {
		t.Error("the correction is lost")
	}
}

func TestCancelledImport(t *testing.T) {
	w := open(t, nil)
	var file strings.Builder
	for i := range 50_000 {
		fmt.Fprintf(&file, `{"externalId":"x%d","person":{"names":[{"text":"王小明"}]}}`+"\n", i)
	}
	imp := must(w.StartImport(w.ctx, matcher.Upload{Kind: models.Notices, Format: "JSONL"}, strings.NewReader(file.String())))(t)
	must(w.CancelImport(w.ctx, imp.Name))(t)
	for imp.State == models.ImportRunning {
		time.Sleep(5 * time.Millisecond)
		imp = must(w.Import(w.ctx, imp.Name))(t)
	}
	if imp.State != models.ImportCancelled || imp.Created == imp.Total {
		t.Errorf("%+v", imp)
	}
}

// An import works for its uploader: it stops when the account is disabled or narrowed.
func TestImportEndsWithTheAccess(t *testing.T) {
	for what, change := range map[string]func(*models.User){
		"disabled":  func(u *models.User) { u.Status = models.UserDisabled },
		"narrowed":  func(u *models.User) { u.Areas = "5101" },
		"as it was": func(*models.User) {},
	} {
		w := open(t, nil)
		u := &models.User{Login: "pei", Role: models.RolePolice, Areas: "51", Status: models.UserActive}
		put := func() error { return w.store.InTx(w.ctx, func(tx store.Tx) error { return tx.PutUser(w.ctx, u) }) }
		if err := put(); err != nil {
			t.Fatal(err)
		}
		ctx := models.WithActor(w.ctx, u.Actor())
		change(u)
		if err := put(); err != nil {
			t.Fatal(err)
		}
		imp := must(w.StartImport(ctx, matcher.Upload{Kind: models.Notices, Format: "JSONL"}, strings.NewReader(`{"externalId":"n1","missingPlace":{"text":"四川省成都市武侯区"},"person":{"names":[{"text":"许花东"}]}}`)))(t)
		for imp.State == models.ImportRunning {
			time.Sleep(10 * time.Millisecond)
			imp = must(w.Import(w.ctx, imp.Name))(t)
		}
		if stopped := imp.State == models.ImportCancelled && imp.Created == 0; stopped != (what != "as it was") {
			t.Errorf("%s: %+v", what, imp)
		}
	}
}
