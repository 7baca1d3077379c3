package storetest

import (
	"bytes"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// BlobFactory opens a new, empty store with that clock, which is closed when t ends.
type BlobFactory func(t *testing.T, now func() time.Time) store.Store

// RunBlobs holds stores to the part of the contract that is about bytes, wherever they keep them.
func RunBlobs(t *testing.T, factory BlobFactory) {
	for name, test := range map[string]func(*testing.T, store.Store){
		"Blobs":               testBlobs,
		"Uploads":             testUploads,
		"DropBlobs":           testDropBlobs,
		"BlobsConcurrently":   testBlobsConcurrently,
		"ImportRowsPictures":  testImportRowsHoldPictures,
		"Takedowns":           testTakedowns,
		"CaseRoundTrip":       testCaseRoundTrip,
		"CancelledBeforehand": testCancelledBeforehand,
		"NotPut":              testNotPut,
		"LargeBlobs":          testLargeBlobs,
		"DropsMeetPuts":       testDropsMeetPuts,
	} {
		t.Run(name, func(t *testing.T) { test(t, factory(t, time.Now)) })
	}
	t.Run("Sweep", func(t *testing.T) {
		now := time.Now()
		testSweep(t, factory(t, func() time.Time { return now }), func(d time.Duration) { now = now.Add(d) })
	})
}

func hasBlob(t *testing.T, st store.Store, sum string) bool {
	t.Helper()
	b, err := st.Blob(t.Context(), sum)
	if errors.Is(err, models.ErrNotFound) {
		return false
	}
	must(t, err)
	must(t, b.Close())
	return true
}

func name(t *testing.T, st store.Store, sum string) error {
	t.Helper()
	r := records().empty()
	r.Photos = []models.Photo{{SHA256: sum}}
	ctx := as(t, actor)
	return in(ctx, st, records(), func(w store.Writer[*models.Record]) error { return w.Create(ctx, r) })
}

func testNotPut(t *testing.T, st store.Store) {
	sum, err := st.PutBlob(t.Context(), []byte("put and dropped"))
	must(t, err)
	must(t, st.DropBlobs(t.Context(), []string{sum}))
	wantErr(t, name(t, st, sum), models.ErrPrecondition)
	again, err := st.PutBlob(t.Context(), []byte("put and dropped"))
	must(t, err)
	wantEqual(t, "hash", again, sum)
	must(t, name(t, st, sum))
	readBlob(t, st, sum)
}

// Several parts of 16 MiB, for those who have parts.
func testLargeBlobs(t *testing.T, st store.Store) {
	content := bytes.Repeat([]byte("a large scan\n"), 40<<20/13)
	for range 2 {
		sum, err := st.PutBlob(t.Context(), content)
		must(t, err)
		if !bytes.Equal(readBlob(t, st, sum), content) {
			t.Error("a large blob came back wrong")
		}
	}
	must(t, st.KeepUpload(t.Context(), "imports/large", bytes.NewReader(content)))
	if readUpload(t, st, "imports/large") != string(content) {
		t.Error("a large upload came back wrong")
	}
}

// What was put while it is dropped is there, or is refused when it is to be named.
func testDropsMeetPuts(t *testing.T, st store.Store) {
	content := []byte("put and dropped at once")
	sum, err := st.PutBlob(t.Context(), content)
	must(t, err)
	var drops sync.WaitGroup
	defer drops.Wait()
	drops.Go(func() {
		for range 20 {
			if err := st.DropBlobs(t.Context(), []string{sum}); err != nil {
				t.Errorf("drop: %v", err)
			}
		}
	})
	for named := false; !named; {
		_, err := st.PutBlob(t.Context(), content)
		if errors.Is(err, models.ErrUnavailable) { // another deletion each time
			continue
		}
		must(t, err)
		switch err := name(t, st, sum); {
		case err == nil:
			named = true
		case !errors.Is(err, models.ErrPrecondition):
			t.Fatal(err)
		}
	}
	drops.Wait()
	must(t, st.DropBlobs(t.Context(), []string{sum})) // it is named
	if !bytes.Equal(readBlob(t, st, sum), content) {
		t.Error("what is named came back wrong")
	}
}

// What no row names is gone two hours after it was put, and not within the first, unless it is put again.
func testSweep(t *testing.T, st store.Store, pass func(time.Duration)) {
	put := func(content string) string {
		t.Helper()
		sum, err := st.PutBlob(t.Context(), []byte(content))
		must(t, err)
		return sum
	}
	sweep := func() int {
		t.Helper()
		n, err := st.SweepBlobs(t.Context())
		must(t, err)
		return n
	}
	named, unnamed, saved, renewed, left := put("named"), put("unnamed"), put("saved"), put("renewed"), put("left by its row")
	must(t, name(t, st, named))
	r := records().empty()
	r.Photos = []models.Photo{{SHA256: left}}
	create(t, st, records(), r)

	pass(59 * time.Minute)
	put("renewed")
	wantEqual(t, "swept within the hour", sweep(), 0)
	pass(2 * time.Minute)
	put("saved")
	swept := sweep()
	must(t, remove(t, st, records(), r.Name, ""))
	pass(30 * time.Minute)
	must(t, name(t, st, saved)) // it was put again
	must(t, name(t, st, renewed))
	pass(32 * time.Minute)
	swept += sweep()
	if swept != 1 && swept != 2 || hasBlob(t, st, unnamed) { // 2: what its row left, too
		t.Errorf("swept %d within two hours, want the unnamed one", swept)
	}
	pass(61 * time.Minute)
	swept += sweep()
	wantEqual(t, "swept in all", swept, 2)
	for what, sum := range map[string]string{"named": named, "saved": saved, "renewed": renewed} {
		if !hasBlob(t, st, sum) {
			t.Errorf("the %s blob was swept", what)
		}
	}
	for what, sum := range map[string]string{"unnamed": unnamed, "left": left} {
		if hasBlob(t, st, sum) {
			t.Errorf("the %s blob is still there", what)
		}
		wantErr(t, name(t, st, sum), models.ErrPrecondition)
	}
}
