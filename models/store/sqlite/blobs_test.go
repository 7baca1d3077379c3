package sqlite_test

import (
	"testing"
	"time"

	"github.com/guitu-project/guitu/models/store"
	"github.com/guitu-project/guitu/models/store/sqlstore"
	"github.com/guitu-project/guitu/models/store/storetest"
)

// Bytes in the folder; package s3 holds those in a bucket to the same.
func TestBlobContract(t *testing.T) {
	storetest.RunBlobs(t, func(t *testing.T, now func() time.Time) store.Store {
		return open(t, t.TempDir(), sqlstore.WithClock(now))
	})
}
