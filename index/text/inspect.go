package text

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"

	"github.com/blevesearch/bleve/v2"
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
	segments    = "*.zap"
)

// inspect looks at the files before scorch maps them into memory and trusts them: a
// bolt file that is too short would end the process with SIGBUS, a damaged segment
// panic in a search. It deletes segments that are not whole: scorch itself deletes
// those that a crash left unused, and where one is in use it goes back to the state
// before it, with the position of that state, or does not open.
// Errors: models.ErrBusy, or whatever is wrong.
func inspect(store string) (err error) {
	path := filepath.Join(store, boltFile)
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("bolt file: %w", err)
	}
	defer recovered(&err)
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{ReadOnly: true, Timeout: lockTimeout})
	switch {
	case isLocked(err):
		return fmt.Errorf("text index: %w", models.ErrBusy)
	case err != nil:
		return fmt.Errorf("bolt file: %w", err)
	}
	// Nobody writes here until db is closed.
	defer func() { err = errors.Join(err, db.Close()) }()
	err = db.View(func(tx *bbolt.Tx) error {
		if info.Size() < tx.Size() {
			return fmt.Errorf("bolt file has %d of %d bytes", info.Size(), tx.Size())
		}
		return tx.ForEach(func(_ []byte, b *bbolt.Bucket) error { return walk(b) })
	})
	if err != nil {
		return err
	}
	paths, err := filepath.Glob(filepath.Join(store, segments))
	if err != nil {
		return fmt.Errorf("segments: %w", err)
	}
	for _, path := range paths {
		whole, err := isWhole(path)
		if err != nil {
			return fmt.Errorf("segment: %w", err)
		}
		if !whole {
			if err := os.Remove(path); err != nil {
				return fmt.Errorf("segment: %w", err)
			}
		}
	}
	return nil
}

// walk reads every page of a bucket: a damaged one panics.
func walk(b *bbolt.Bucket) error {
	return b.ForEach(func(k, v []byte) error {
		if v != nil {
			return nil
		}
		return walk(b.Bucket(k))
	})
}

// isWhole checks the CRC-32 that ends a segment file, over all bytes before it.
func isWhole(path string) (whole bool, err error) {
	f, err := os.Open(path) //nolint:gosec // a name that a glob found in our own folder
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err := f.Stat()
	if err != nil || info.Size() <= crc32.Size {
		return false, err
	}
	sum := crc32.NewIEEE()
	if _, err := io.CopyN(sum, f, info.Size()-crc32.Size); err != nil {
		return false, err
	}
	var want [crc32.Size]byte
	if _, err := io.ReadFull(f, want[:]); err != nil {
		return false, err
	}
	return sum.Sum32() == binary.BigEndian.Uint32(want[:]), nil
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

// isLocked reports whether somebody else held the lock for all of lockTimeout.
func isLocked(err error) bool { return errors.Is(err, bolterrors.ErrTimeout) }
