package s3_test

import (
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
	"github.com/guitu-project/guitu/models/store/postgres"
	"github.com/guitu-project/guitu/models/store/postgres/postgrestest"
	"github.com/guitu-project/guitu/models/store/sqlite"
	"github.com/guitu-project/guitu/models/store/sqlstore"
	"github.com/guitu-project/guitu/models/store/storetest"
)

var prefixes atomic.Int64

// prefix returns the URL of a new prefix in a bucket that all tests share.
func prefix(t *testing.T) string {
	t.Helper()
	n := prefixes.Add(1)
	if n == 1 {
		if _, err := server.Create(t.Context(), "contract"); err != nil {
			t.Fatal(err)
		}
	}
	return strings.Replace(server.URL("contract"), "?", fmt.Sprintf("/p%d?", n), 1)
}

// objects has a store keep its bytes in the bucket of that URL.
func objects(t *testing.T, url string) sqlstore.Option {
	t.Helper()
	b, err := server.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	return sqlstore.WithObjects(b)
}

func closing[T store.Store](t *testing.T, st T, err error) T {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	return st
}

// The part of the contract about bytes, with rows in a folder and on a server.
func TestContract(t *testing.T) {
	t.Run("Folder", func(t *testing.T) {
		storetest.RunBlobs(t, func(t *testing.T, now func() time.Time) store.Store {
			st, err := sqlite.Open(t.Context(), t.TempDir(), objects(t, prefix(t)), sqlstore.WithClock(now))
			return closing(t, st, err)
		})
	})
	t.Run("Server", func(t *testing.T) {
		database, err := postgrestest.Start(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := database.Stop(); err != nil {
				t.Error(err)
			}
		}()
		address, err := database.Create(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		storetest.RunBlobs(t, func(t *testing.T, now func() time.Time) store.Store {
			if err := database.Empty(t.Context(), address); err != nil {
				t.Fatal(err)
			}
			st, err := postgres.Open(t.Context(), postgres.Server{Address: address}, t.TempDir(), objects(t, prefix(t)), sqlstore.WithClock(now))
			return closing(t, st, err)
		})
	})
}

// A store tells at its start that its bytes are elsewhere.
func TestElsewhere(t *testing.T) {
	dir, url := t.TempDir(), prefix(t)
	open := func(opts ...sqlstore.Option) (*sqlite.Store, error) { return sqlite.Open(t.Context(), dir, opts...) }
	st, err := open(objects(t, url))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := st.PutBlob(t.Context(), []byte("a picture")); err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	for what, c := range map[string]struct {
		opts  []sqlstore.Option
		words string
	}{
		"in the folder":        {nil, "在 S3 中"},
		"under another prefix": {[]sqlstore.Option{objects(t, prefix(t))}, "没有本系统的照片"},
	} {
		st, err := open(c.opts...)
		if err == nil {
			_ = st.Close()
		}
		if !errors.Is(err, models.ErrPrecondition) || !strings.Contains(err.Error(), c.words) {
			t.Errorf("looking for it %s: %v", what, err)
		}
	}
	st, err = open(objects(t, url))
	closing(t, st, err)
}

// A rotation of the keys seals again what is in the bucket, and an inspection finds what is gone from it.
func TestRotateAndInspect(t *testing.T) {
	ctx, dir, url := models.WithActor(t.Context(), models.System()), t.TempDir(), prefix(t)
	b, err := server.Open(ctx, url)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	opened, err := sqlite.Open(ctx, dir, sqlstore.WithObjects(b))
	st := closing(t, opened, err)
	sum, err := st.PutBlob(ctx, []byte("a picture"))
	if err == nil {
		err = st.InTx(ctx, func(tx store.Tx) error {
			return tx.RecordWriter().Create(ctx, &models.Record{Entry: models.Entry{Photos: []models.Photo{{SHA256: sum}}}})
		})
	}
	if err != nil {
		t.Fatal(err)
	}
	name, _ := sqlstore.BlobPath(sum)
	before := read(t, b, name)
	if err := st.RotateKeys(ctx, func(int) {}); err != nil {
		t.Fatal(err)
	}
	if after := read(t, b, name); string(after) == string(before) {
		t.Error("the object is sealed as it was before the rotation")
	}
	blob, err := st.Blob(ctx, sum)
	if err != nil {
		t.Fatal(err)
	}
	if err := blob.Close(); err != nil {
		t.Error(err)
	}
	inspect := func() (found []store.Finding) {
		if err := st.Inspect(ctx, func(f store.Finding) { found = append(found, f) }); err != nil {
			t.Fatal(err)
		}
		return found
	}
	if found := inspect(); len(found) != 0 {
		t.Errorf("found %v", found)
	}
	if err := b.Delete(ctx, name); err != nil {
		t.Fatal(err)
	}
	if found := inspect(); len(found) != 1 || found[0].Where != name || !errors.Is(found[0].Err, models.ErrNotFound) {
		t.Errorf("found %v, want %s", found, name)
	}
	stray, err := st.PutBlob(ctx, []byte("of a row that a restored database lacks"))
	if err != nil {
		t.Fatal(err)
	}
	left, _ := sqlstore.BlobPath(stray)
	if err := st.DropBlobs(ctx, []string{stray}); err != nil {
		t.Fatal(err)
	}
	if err := b.Create(ctx, left, []byte("as it was")); err != nil {
		t.Fatal(err)
	}
	if found := inspect(); len(found) != 2 || found[1].Where != left || !found[1].Repairable {
		t.Errorf("found %v, want %s, too", found, left)
	}
	if err := st.DropStrays(ctx, []string{left}); err != nil {
		t.Fatal(err)
	}
	// Put again, it is there again.
	if _, err := st.PutBlob(ctx, []byte("a picture")); err != nil {
		t.Fatal(err)
	}
	if found := inspect(); len(found) != 0 {
		t.Errorf("found %v", found)
	}
}
