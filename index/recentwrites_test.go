package index

import (
	"context"
	"testing"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// reading counts how many subjects are read in full.
type reading struct {
	store.Reader
	notices fullReads
}

type fullReads struct {
	store.Files[*models.Notice]
	read *int
}

func (r *reading) Notices() store.Files[*models.Notice] { return r.notices }

func (f fullReads) GetAll(ctx context.Context, names []string) ([]*models.Notice, error) {
	*f.read += len(names)
	return f.Files.GetAll(ctx, names)
}

// What is offered is not read again; what is not the store's newest, or not there any
// more, is not taken.
func TestOffer(t *testing.T) {
	st, ctx := openStore(t)
	read := 0
	x := openIndex(t, ctx, t.TempDir(), &reading{st, fullReads{st.Notices(), &read}})
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	})
	offered, changed, deleted, read0 := put(t, ctx, st, "张桂兰"), put(t, ctx, st, "李建国"), put(t, ctx, st, "王秀英"), put(t, ctx, st, "赵铁柱")
	stale := *changed
	stale.Person.Names = []models.PersonName{{Text: "刘旧名"}}
	x.NoteWritten([]models.Subject{offered, &stale, deleted})
	if err := st.InTx(ctx, func(tx store.Tx) error {
		if err := tx.NoticeWriter().Update(ctx, changed); err != nil {
			return err
		}
		return tx.NoticeWriter().Delete(ctx, deleted.Name, "")
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := x.apply(ctx, 0); err != nil {
		t.Fatal(err)
	}
	if read != 2 {
		t.Errorf("%d read, want the changed one and %s", read, read0.Name)
	}
	agree(t, ctx, x, "张桂兰", "李建国", "赵铁柱")
	for _, gone := range []string{"刘旧名", "王秀英"} {
		if found, err := x.SearchText(ctx, models.Notices, gone, 10); err != nil || len(found) != 0 {
			t.Errorf("words of %s: %v, %v", gone, found, err)
		}
	}
	if len(x.recent.byName) != 0 {
		t.Errorf("%d writes are kept for nothing", len(x.recent.byName))
	}
}
