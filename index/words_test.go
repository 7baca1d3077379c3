package index

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// gated is a source that reads everyone, open or not, only when it may.
type gated struct {
	store.Reader
	reading, may chan struct{}
}

type gatedFiles struct {
	store.Files[*models.Notice]
	*gated
}

func (g *gated) Notices() store.Files[*models.Notice] { return gatedFiles{g.Reader.Notices(), g} }

func (g gatedFiles) List(ctx context.Context, f store.Filter, limit int, token string) ([]*models.Notice, string, error) {
	page, next, err := g.Files.List(ctx, f, limit, token)
	if !f.OpenOnly { // it has read, and hands over what is old by now
		g.reading <- struct{}{}
		<-g.may
	}
	return page, next, err
}

// A new text index is made while the scan finds people already and changes come.
func TestWordsAreMadeBesides(t *testing.T) {
	st, ctx := openStore(t)
	zhang, li := put(t, ctx, st, "张桂兰"), put(t, ctx, st, "李建国")
	source := &gated{st, make(chan struct{}), make(chan struct{})}
	x := loadIndex(t, ctx, t.TempDir(), source)
	end := follow(ctx, x)
	t.Cleanup(func() {
		if err := errors.Join(end(), x.Close()); err != nil {
			t.Error(err)
		}
	})
	<-source.reading
	li.Status = models.NoticeClosed
	if err := st.InTx(ctx, func(tx store.Tx) error {
		return errors.Join(tx.NoticeWriter().Update(ctx, li), tx.NoticeWriter().Delete(ctx, zhang.Name, ""))
	}); err != nil {
		t.Fatal(err)
	}
	put(t, ctx, st, "王秀英")
	catchUp(t, ctx, x, st)
	if n := x.OpenCount(models.Notices); n != 1 {
		t.Errorf("%d open notices in the scan, want 1", n)
	}
	r := &models.Record{Entry: models.Entry{Person: models.Person{Names: []models.PersonName{{Text: "王秀英"}}}}}
	if found, err := x.Candidates(ctx, x.scorer.Probe(feature.ProfileOf(r)), models.Notices, 1); err != nil || len(found) != 1 {
		t.Errorf("candidates meanwhile: %v, %v", found, err)
	}
	for name, err := range map[string]error{
		"search": func() error { _, err := x.SearchText(ctx, models.Notices, "王秀英", 10); return err }(),
		"purge":  x.Purge(ctx, []string{zhang.Name}),
	} {
		if !errors.Is(err, models.ErrUnavailable) {
			t.Errorf("%s meanwhile: %v", name, err)
		}
	}
	short, cancel := context.WithTimeout(ctx, 20*time.Millisecond)
	defer cancel()
	if err := x.Whole(short); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("whole meanwhile: %v", err)
	}
	close(source.may)
	if err := x.Whole(ctx); err != nil {
		t.Fatal(err)
	}
	agree(t, ctx, x, "王秀英")
	if found, err := x.SearchText(ctx, models.Notices, "张桂兰", 10); err != nil || len(found) != 0 {
		t.Errorf("deleted while it was read: %v, %v", found, err)
	}
	put(t, ctx, st, "赵玉梅")
	catchUp(t, ctx, x, st)
	agree(t, ctx, x, "王秀英", "赵玉梅")
	if err := x.Purge(ctx, []string{zhang.Name}); err != nil {
		t.Errorf("purge: %v", err)
	}
}

// oneFailure is a source of which one read fails.
type oneFailure struct {
	store.Reader
	calls atomic.Int32
	fails int32
}

func (f *oneFailure) LastChange(ctx context.Context) (int64, error) {
	if f.calls.Add(1) == f.fails {
		return 0, models.ErrUnavailable
	}
	return f.Reader.LastChange(ctx)
}

// What fails while it is made is begun again.
func TestWordsAreMadeAgain(t *testing.T) {
	st, ctx := openStore(t)
	put(t, ctx, st, "张桂兰")
	source := &oneFailure{Reader: st, fails: 2} // the first is Load's
	x := loadIndex(t, ctx, t.TempDir(), source)
	end := follow(ctx, x)
	if err := x.Whole(ctx); err != nil || source.calls.Load() < 3 {
		t.Errorf("%v after %d reads", err, source.calls.Load())
	}
	agree(t, ctx, x, "张桂兰")
	if err := errors.Join(end(), x.Close()); err != nil {
		t.Error(err)
	}
}
