package index

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
	"github.com/guitu-project/guitu/models/store/sqlite"
)

func openStore(t *testing.T) (*sqlite.Store, context.Context) {
	t.Helper()
	ctx := models.WithActor(t.Context(), models.Actor{ID: "tester"})
	st, err := sqlite.Open(ctx, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	return st, ctx
}

// unsealed leaves files as they are, so that tests can look into them.
type unsealed struct{}

func (unsealed) Encrypt(plain io.Reader) io.Reader  { return plain }
func (unsealed) Decrypt(sealed io.Reader) io.Reader { return sealed }

// loadIndex is an index of which Follow has yet to make the words, if they are new.
func loadIndex(t *testing.T, ctx context.Context, dir string, source store.Reader) *Index { //nolint:revive // the test comes first
	t.Helper()
	x, err := Open(dir, source, feature.NewScorer(feature.DefaultParams()), unsealed{}, slog.New(slog.DiscardHandler))
	if err == nil {
		err = x.Load(ctx, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func openIndex(t *testing.T, ctx context.Context, dir string, source store.Reader) *Index { //nolint:revive // the test comes first
	t.Helper()
	x := loadIndex(t, ctx, dir, source)
	if x.HasWords() {
		return x
	}
	made, err := x.readWords(ctx)
	if err != nil {
		t.Fatal(err)
	}
	x.joinWords(ctx, made, x.applied)
	return x
}

// follow has an index follow its store, until end is called.
func follow(ctx context.Context, x *Index) (end func() error) {
	work, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- x.Follow(work) }()
	return func() error {
		stop()
		return <-ended
	}
}

func catchUp(t *testing.T, ctx context.Context, x *Index, st *sqlite.Store) { //nolint:revive // the test comes first
	t.Helper()
	last, err := st.LastChange(ctx)
	if err == nil {
		err = x.CatchUp(ctx, last)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func put(t *testing.T, ctx context.Context, st *sqlite.Store, name string) *models.Notice { //nolint:revive // the test comes first
	t.Helper()
	n := &models.Notice{Entry: models.Entry{Person: models.Person{Names: []models.PersonName{{Text: name}}}}}
	if err := st.InTx(ctx, func(tx store.Tx) error { return tx.NoticeWriter().Create(ctx, n) }); err != nil {
		t.Fatal(err)
	}
	return n
}

func agree(t *testing.T, ctx context.Context, x *Index, names ...string) { //nolint:revive // the test comes first
	t.Helper()
	if n := x.OpenCount(models.Notices); n != len(names) {
		t.Errorf("%d open notices in the scan, want %d", n, len(names))
	}
	for _, name := range names {
		if found, err := x.SearchText(ctx, models.Notices, name, 10); err != nil || len(found) != 1 {
			t.Errorf("words of %s: %v, %v", name, found, err)
		}
		r := &models.Record{Entry: models.Entry{Person: models.Person{Names: []models.PersonName{{Text: name}}}}}
		if found, err := x.Candidates(ctx, x.scorer.Probe(feature.ProfileOf(r)), models.Notices, 1); err != nil || len(found) == 0 {
			t.Errorf("candidates of %s: %v, %v", name, found, err)
		}
	}
}

func TestFollow(t *testing.T) {
	st, ctx := openStore(t)
	x := openIndex(t, ctx, t.TempDir(), st)
	end := follow(ctx, x)
	t.Cleanup(func() {
		if err := errors.Join(end(), x.Close()); err != nil {
			t.Error(err)
		}
	})
	zhang, li := put(t, ctx, st, "张桂兰"), put(t, ctx, st, "李建国")
	catchUp(t, ctx, x, st)
	agree(t, ctx, x, "张桂兰", "李建国")

	li.Status = models.NoticeClosed
	if err := st.InTx(ctx, func(tx store.Tx) error {
		return errors.Join(tx.NoticeWriter().Update(ctx, li), tx.NoticeWriter().Delete(ctx, zhang.Name, ""))
	}); err != nil {
		t.Fatal(err)
	}
	catchUp(t, ctx, x, st)
	agree(t, ctx, x)
	if found, err := x.SearchText(ctx, models.Notices, "李建国", 10); err != nil || len(found) != 1 {
		t.Errorf("a closed notice must be found by words: %v, %v", found, err)
	}
	short, cancel := context.WithTimeout(ctx, 20*time.Millisecond)
	defer cancel()
	if err := x.CatchUp(short, 1<<40); !errors.Is(err, errBehind) {
		t.Errorf("a change that never comes: %v", err)
	}
}

// An index is resumed if it was, and rebuilt if it is gone, behind a lost
// store, or ahead of the store.
func TestLoad(t *testing.T) {
	st, ctx := openStore(t)
	dir := t.TempDir()
	put(t, ctx, st, "张桂兰")
	x := openIndex(t, ctx, dir, st)
	agree(t, ctx, x, "张桂兰")
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	put(t, ctx, st, "李建国") // while no one follows
	x = openIndex(t, ctx, dir, st)
	agree(t, ctx, x, "张桂兰", "李建国")
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(dir, "text")); err != nil {
		t.Fatal(err)
	}
	x = openIndex(t, ctx, dir, st)
	agree(t, ctx, x, "张桂兰", "李建国")
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	other, ctx := openStore(t) // an older, emptier store under the same index
	x = openIndex(t, ctx, dir, other)
	agree(t, ctx, x)
	if found, err := x.SearchText(ctx, models.Notices, "张桂兰", 10); err != nil || len(found) != 0 {
		t.Errorf("somebody who is not in the store is found: %v, %v", found, err)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
}

// failing is a source whose changes cannot be read for a while.
type failing struct {
	store.Reader
	left int
}

func (f *failing) Changes(ctx context.Context, after int64, limit int) ([]models.Change, error) {
	if f.left > 0 {
		f.left--
		return nil, fmt.Errorf("disk: %w", models.ErrUnavailable)
	}
	return f.Reader.Changes(ctx, after, limit)
}

func TestAFailureIsToldAndTriedAgain(t *testing.T) {
	st, ctx := openStore(t)
	x := openIndex(t, ctx, t.TempDir(), &failing{Reader: st, left: 1})
	n := put(t, ctx, st, "张桂兰")
	last, err := st.LastChange(ctx)
	if err != nil {
		t.Fatal(err)
	}
	end := follow(ctx, x)
	if err := x.CatchUp(ctx, last); !errors.Is(err, models.ErrUnavailable) {
		t.Errorf("while it fails: %v", err)
	}
	for range 100 {
		if err = x.CatchUp(ctx, last); err == nil {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if err != nil || x.OpenCount(models.Notices) != 1 {
		t.Errorf("after the failure %s is not there: %v", n.Name, err)
	}
	if err := errors.Join(end(), x.Close()); err != nil {
		t.Error(err)
	}
}
