package text

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/util"
	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"github.com/guitu-project/guitu/models"
)

// Bleve's files: a description, and a folder with one bolt file, which says what
// the segments are, and the segments.
const (
	metaFile    = "index_meta.json"
	storeFolder = "store"
	boltFile    = "root.bolt"
)

// inspect looks at the files before scorch maps them into memory and trusts them: a
// bolt file that is too short would end the process with SIGBUS, a damaged segment
// would panic in a search. It returns the position of the newest state: if that
// cannot be loaded, because a segment is missing or bolt's pages are damaged, scorch
// silently goes back to an older one and later writes over numbers that are taken.
// Segments that bolt does not name are no matter: a crash leaves them, and scorch
// deletes them. Errors: models.ErrBusy, or whatever is wrong.
func inspect(store string) (newest []byte, err error) {
	path := filepath.Join(store, boltFile)
	info, err := os.Stat(path) //nolint:gosec // the operator names the folder
	if err != nil {
		return nil, fmt.Errorf("bolt file: %w", err)
	}
	defer recovered(&err)
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{ReadOnly: true, Timeout: lockTimeout})
	switch {
	case isLocked(err):
		return nil, fmt.Errorf("text index: %w", models.ErrBusy)
	case err != nil:
		return nil, fmt.Errorf("bolt file: %w", err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	err = db.View(func(tx *bbolt.Tx) error {
		if info.Size() < tx.Size() {
			return fmt.Errorf("bolt file has %d of %d bytes", info.Size(), tx.Size())
		}
		if snapshots := tx.Bucket(util.BoltSnapshotsBucket); snapshots != nil {
			last, _ := snapshots.Cursor().Last()
			newest = bytes.Clone(snapshots.Bucket(last).Bucket(util.BoltInternalKey).Get(positionKey))
		}
		seen := make(map[string]bool)
		return tx.ForEach(func(_ []byte, b *bbolt.Bucket) error {
			return eachSegment(b, func(name string) error {
				if seen[name] {
					return nil
				}
				seen[name] = true
				return checkSegment(filepath.Join(store, filepath.Base(name)))
			})
		})
	})
	return newest, err
}

// eachSegment calls do with the file names of the segments that b names. It reads
// every page of b: a damaged one panics.
func eachSegment(b *bbolt.Bucket, do func(name string) error) error {
	return b.ForEach(func(k, v []byte) error {
		switch {
		case v == nil:
			return eachSegment(b.Bucket(k), do)
		case bytes.Equal(k, util.BoltPathKey):
			return do(string(v))
		}
		return nil
	})
}

// checkSegment compares the CRC-32 that ends a segment file with the bytes before it.
func checkSegment(path string) (err error) {
	f, err := os.Open(path) //nolint:gosec // a file of our own folder
	if err != nil {
		return fmt.Errorf("segment: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("segment: %w", err)
	}
	sum := crc32.NewIEEE()
	if _, err := io.CopyN(sum, f, max(info.Size()-crc32.Size, 0)); err != nil {
		return fmt.Errorf("segment: %w", err)
	}
	var want [crc32.Size]byte
	if _, err := io.ReadFull(f, want[:]); err != nil {
		return fmt.Errorf("segment: %w", err)
	}
	if sum.Sum32() != binary.BigEndian.Uint32(want[:]) {
		return fmt.Errorf("segment %s is damaged", info.Name())
	}
	return nil
}

// openBleve opens the index; what a damaged file makes bleve do becomes an error.
func openBleve(dir string) (b bleve.Index, err error) {
	defer recovered(&err)
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	b, err = bleve.OpenUsing(dir, settings())
	switch {
	case isLocked(err):
		return nil, fmt.Errorf("text index: %w", models.ErrBusy)
	case err != nil:
		return nil, fmt.Errorf("open bleve: %w", err)
	}
	return b, nil
}

func recovered(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("damaged: %v: %w", r, models.ErrDataLoss)
	}
}

// isLocked reports whether another person held the lock for all of lockTimeout.
func isLocked(err error) bool { return errors.Is(err, bolterrors.ErrTimeout) }
