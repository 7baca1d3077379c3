package index

import (
	"context"
	"errors"
	"testing"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// Purge waits for the words of a deleted person to leave the files, while others are
// found.
func TestPurge(t *testing.T) {
	st, ctx := openStore(t)
	x := openIndex(t, ctx, t.TempDir(), st)
	end := follow(ctx, x)
	zhang, _ := put(t, ctx, st, "张桂兰"), put(t, ctx, st, "李建国")
	err := st.InTx(ctx, func(tx store.Tx) error { return tx.NoticeWriter().Delete(ctx, zhang.Name, "") })
	if err != nil {
		t.Fatal(err)
	}
	catchUp(t, ctx, x, st)
	if err := x.Purge(ctx, []string{zhang.Name}); err != nil {
		t.Fatal(err)
	}
	agree(t, ctx, x, "李建国")
	if found, err := x.SearchText(ctx, models.Notices, "张桂兰", 10); err != nil || len(found) != 0 {
		t.Errorf("found %v, %v", found, err)
	}
	if err := end(); err != nil {
		t.Error(err)
	}
	// Without a follower no one can let go of faces: the caller's context ends it.
	over, cancel := context.WithCancel(ctx)
	cancel()
	if err := x.Purge(over, []string{zhang.Name}); !errors.Is(err, context.Canceled) {
		t.Errorf("nobody follows: %v", err)
	}
	if err := x.Close(); err != nil {
		t.Error(err)
	}
}
