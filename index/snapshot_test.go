package index

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// counting is a source that counts how often everyone is read.
type counting struct {
	store.Reader
	lists int
}

type countedFiles struct {
	store.Files[*models.Notice]
	lists *int
}

func (c *counting) Notices() store.Files[*models.Notice] {
	return countedFiles{c.Reader.Notices(), &c.lists}
}

func (c countedFiles) List(ctx context.Context, f store.Filter, limit int, token string) ([]*models.Notice, string, error) {
	*c.lists++
	return c.Files.List(ctx, f, limit, token)
}

// The scan is taken from its file, with what changed since, and read from the store if
// the file is damaged or of another store.
func TestRestore(t *testing.T) {
	st, ctx := openStore(t)
	dir, source := t.TempDir(), &counting{Reader: st}
	open := func(reads bool, names ...string) *Index {
		t.Helper()
		source.lists = 0
		x := openIndex(t, ctx, dir, source)
		if read := source.lists > 0; read != reads {
			t.Errorf("everybody was read: %v, want %v", read, reads)
		}
		agree(t, ctx, x, names...)
		return x
	}
	closed := func(x *Index) {
		t.Helper()
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
	}
	zhang := put(t, ctx, st, "张桂兰")
	closed(open(true, "张桂兰"))
	closed(open(false, "张桂兰"))
	put(t, ctx, st, "李建国") // while no one follows
	if err := st.InTx(ctx, func(tx store.Tx) error { return tx.NoticeWriter().Delete(ctx, zhang.Name, "") }); err != nil {
		t.Fatal(err)
	}
	closed(open(false, "李建国"))

	file := filepath.Join(dir, "scan")
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	whole[len(whole)/2] ^= 1
	if err := os.WriteFile(file, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	closed(open(true, "李建国"))

	other, ctx2 := openStore(t)
	for _, name := range []string{"王小明", "赵四", "钱五", "孙六"} { // as many changes as the first, others
		put(t, ctx2, other, name)
	}
	source.Reader, ctx = other, ctx2
	x := openIndex(t, ctx, dir, source)
	if n := x.OpenCount(models.Notices); n != 4 {
		t.Errorf("%d notices of another store", n)
	}
	closed(x)
}

// Nothing of who was deleted stays in the file after Compact.
func TestCompact(t *testing.T) {
	st, ctx := openStore(t)
	dir := t.TempDir()
	zhang := put(t, ctx, st, "张桂兰")
	if err := openIndex(t, ctx, dir, st).Close(); err != nil {
		t.Fatal(err)
	}
	stays := func() bool {
		content, err := os.ReadFile(filepath.Join(dir, "scan"))
		if err != nil {
			t.Fatal(err)
		}
		return bytes.Contains(content, []byte("张桂兰"))
	}
	if !stays() {
		t.Fatal("the name cannot be seen in the file")
	}
	x := openIndex(t, ctx, dir, st)
	end := follow(ctx, x)
	if err := st.InTx(ctx, func(tx store.Tx) error { return tx.NoticeWriter().Delete(ctx, zhang.Name, "") }); err != nil {
		t.Fatal(err)
	}
	catchUp(t, ctx, x, st)
	if err := x.Compact(ctx); err != nil {
		t.Fatal(err)
	}
	if stays() {
		t.Error("a name that was deleted is in the file")
	}
	if err := errors.Join(end(), x.Close()); err != nil {
		t.Fatal(err)
	}
	short, cancel := context.WithCancel(ctx)
	cancel()
	if err := x.Compact(short); !errors.Is(err, context.Canceled) {
		t.Errorf("when nobody follows: %v", err)
	}
}

// A store that lacks what the index knew of is told, and leftovers of a save are swept.
func TestLostChangesAreTold(t *testing.T) {
	st, ctx := openStore(t)
	dir := t.TempDir()
	for _, name := range []string{"张桂兰", "李建国"} {
		put(t, ctx, st, name)
	}
	x := openIndex(t, ctx, dir, st)
	agree(t, ctx, x, "张桂兰", "李建国")
	if x.Lost() != 0 {
		t.Errorf("%d changes of a whole store are lost", x.Lost())
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	leftover := filepath.Join(dir, "scan-123")
	if err := os.WriteFile(leftover, []byte("half a scan"), 0o600); err != nil {
		t.Fatal(err)
	}
	older, ctx := openStore(t)
	put(t, ctx, older, "张桂兰")
	x = openIndex(t, ctx, dir, older)
	defer func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	}()
	if x.Lost() != 1 {
		t.Errorf("%d changes are lost, want 1", x.Lost())
	}
	if _, err := os.Stat(leftover); !os.IsNotExist(err) {
		t.Errorf("a leftover of a save stays: %v", err)
	}
}
