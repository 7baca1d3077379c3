package sqlite_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
	"github.com/guitu-project/guitu/models/store/sqlstore"
)

// When the disk fills, nothing more is taken in, and who is there is still read and the
// reading still written down; when there is room again, all goes on.
func TestDiskFull(t *testing.T) {
	dir := t.TempDir()
	var free atomic.Int64
	free.Store(100 << 20)
	now := time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC)
	st := open(t, dir, sqlstore.WithClock(func() time.Time { return now }),
		sqlstore.WithRoom(sqlstore.Room{Floor: 64 << 20, Reserve: 1 << 20, Free: func() (int64, error) { return free.Load(), nil }}))
	createRecords(t, st, personWithFaces("E-1", 1))
	reserve := func() bool {
		info, err := os.Stat(filepath.Join(dir, "reserve"))
		return err == nil && info.Size() == 1<<20
	}
	if !reserve() || st.DiskFull() {
		t.Fatalf("with room: reserve %v, full %v", reserve(), st.DiskFull())
	}

	for _, left := range []int64{63 << 20, 1<<20 - 1} {
		free.Store(left)
		now = now.Add(2 * time.Second)
		if !st.DiskFull() || reserve() != (left >= 1<<20) {
			t.Errorf("with %d free: full %v, reserve %v", left, st.DiskFull(), reserve())
		}
		_, err := st.PutBlob(ctx(t), []byte("a picture"))
		wantErr(t, err, models.ErrDiskFull)
		wantErr(t, err, models.ErrUnavailable)
		wantErr(t, st.KeepUpload(ctx(t), "imports/a", strings.NewReader("rows")), models.ErrDiskFull)
		r := personWithFaces("E-2", 0)
		wantErr(t, st.InTx(ctx(t), func(tx store.Tx) error { return tx.RecordWriter().Create(ctx(t), r) }), models.ErrDiskFull)
		list, _, err := st.Records().List(ctx(t), store.Filter{}, 10, "")
		if err = errors.Join(err, st.AppendAudit(ctx(t), &models.Audit{Action: models.ActionList})); err != nil || len(list) != 1 {
			t.Errorf("%d records read and written down, %v", len(list), err)
		}
	}

	free.Store(100 << 20)
	now = now.Add(2 * time.Second)
	if st.DiskFull() || !reserve() {
		t.Errorf("with room again: full %v, reserve %v", st.DiskFull(), reserve())
	}
	createRecords(t, st, personWithFaces("E-3", 0))
}
