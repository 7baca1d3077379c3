package storetest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"testing"
	"testing/iotest"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

func readBlob(t *testing.T, st store.Store, sum string) []byte {
	t.Helper()
	r, err := st.Blob(t.Context(), sum)
	must(t, err)
	content, err := io.ReadAll(r)
	must(t, errors.Join(err, r.Close()))
	return content
}

func testBlobs(t *testing.T, st store.Store) {
	for _, content := range [][]byte{{}, {0}, bytes.Repeat([]byte("a picture\n"), 100_000)} {
		digest := sha256.Sum256(content)
		want := hex.EncodeToString(digest[:])
		_, err := st.Blob(t.Context(), want)
		wantErr(t, err, models.ErrNotFound)
		for range 2 {
			sum, err := st.PutBlob(t.Context(), content)
			must(t, err)
			wantEqual(t, "hash", sum, want)
			if !bytes.Equal(readBlob(t, st, sum), content) {
				t.Errorf("%d bytes came back wrong", len(content))
			}
		}
	}
	for _, sum := range []string{"", "..", "../guitu.db", hex.EncodeToString(make([]byte, 32)), string(bytes.Repeat([]byte("A"), 64))} {
		_, err := st.Blob(t.Context(), sum)
		wantErr(t, err, models.ErrNotFound)
	}
}

// Within its hour nothing is swept, named or not.
func testSweepKeeps(t *testing.T, st store.Store) {
	sum, err := st.PutBlob(t.Context(), []byte("on its way"))
	must(t, err)
	n, err := st.SweepBlobs(t.Context())
	must(t, err)
	wantEqual(t, "swept", n, 0)
	readBlob(t, st, sum)
}

func readUpload(t *testing.T, st store.Store, name string) string {
	t.Helper()
	r, err := st.Upload(t.Context(), name)
	must(t, err)
	content, err := io.ReadAll(r)
	must(t, errors.Join(err, r.Close()))
	return string(content)
}

func testUploads(t *testing.T, st store.Store) {
	ctx := t.Context()
	names := []string{"imports/a", "imports/b", "imports/../../a", "imports/大"}
	for _, name := range names {
		_, err := st.Upload(ctx, name)
		wantErr(t, err, models.ErrNotFound)
		must(t, st.DropUpload(ctx, name)) // there is none
		must(t, st.KeepUpload(ctx, name, bytes.NewReader([]byte("rows of "+name))))
	}
	for _, name := range names {
		wantEqual(t, "upload", readUpload(t, st, name), "rows of "+name)
	}
	// A body that breaks off does not become the file.
	oops := errors.New("oops")
	wantErr(t, st.KeepUpload(ctx, "imports/a", io.MultiReader(bytes.NewReader([]byte("half")), iotest.ErrReader(oops))), oops)
	wantErr(t, st.KeepUpload(ctx, "imports/c", iotest.ErrReader(oops)), oops)
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	wantErr(t, st.KeepUpload(cancelled, "imports/c", bytes.NewReader([]byte("x"))), context.Canceled)
	wantEqual(t, "upload", readUpload(t, st, "imports/a"), "rows of imports/a")
	_, err := st.Upload(ctx, "imports/c")
	wantErr(t, err, models.ErrNotFound)

	must(t, st.KeepUpload(ctx, "imports/a", bytes.NewReader(nil))) // takes its place
	wantEqual(t, "upload", readUpload(t, st, "imports/a"), "")
	must(t, st.DropUpload(ctx, "imports/a"))
	_, err = st.Upload(ctx, "imports/a")
	wantErr(t, err, models.ErrNotFound)
	wantEqual(t, "upload", readUpload(t, st, "imports/b"), "rows of imports/b")
}
