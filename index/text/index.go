package text

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/mapping"

	"github.com/guitu-project/guitu/models"
)

// formatVersion says what documents look like. Raise it with every change of the
// fields or of how words are cut: an index of another version is rebuilt.
const formatVersion = "3"

// lockTimeout is how long Open waits for another process to let go of the folder.
const lockTimeout = time.Second

// The keys of what the index keeps about itself.
var (
	versionKey  = []byte("guitu.version")
	positionKey = []byte("guitu.position")
)

// errClosed is what a closed index answers.
var errClosed = fmt.Errorf("text index is closed: %w", models.ErrUnavailable)

// Index is the full-text index in one folder. It is safe for concurrent use.
type Index struct {
	dir     string
	version string

	byName   bool         // hits that fit equally go by name, which takes longer
	applying sync.Mutex   // one Apply after the other
	mu       sync.RWMutex // write-locked to replace bleve
	bleve    bleve.Index  // nil when closed
	broken   atomic.Bool  // a batch failed: see reopen
}

// Open opens the index in dir. If there is none, or one that is damaged, cut off
// while it was built, or of another version, it makes an empty one, whose Position
// is 0: the caller fills it. It reads every byte of the index to see that it is
// whole (about 1 s per GB). It touches no file in dir that is not the index's.
// Errors: models.ErrBusy (another process holds it), models.ErrUnavailable (the
// folder cannot be read or written).
func Open(dir string) (*Index, error) { return open(dir, formatVersion) }

func open(dir, version string) (*Index, error) {
	x := &Index{dir: dir, version: version}
	if err := os.MkdirAll(dir, 0o700); err != nil { //nolint:gosec // the operator names the folder
		return nil, unavailable("make folder", err)
	}
	err := x.openExisting()
	switch {
	case err == nil:
		return x, nil
	case errors.Is(err, models.ErrBusy):
		return nil, err
	case errors.Is(err, fs.ErrPermission):
		return nil, unavailable("open", err)
	}
	if err := x.makeAnew(); err != nil {
		return nil, err
	}
	return x, nil
}

// Position returns the number that the last Apply was given, 0 of a new index. What it
// says and what can be found went to disk together.
func (x *Index) Position() (int64, error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.bleve == nil {
		return 0, errClosed
	}
	return position(x.bleve)
}

// Reset empties the index; its Position is then 0. Errors: models.ErrUnavailable;
// the index is then closed.
func (x *Index) Reset() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.bleve == nil && !x.broken.Load() {
		return errClosed
	}
	if x.bleve != nil {
		err := x.bleve.Close()
		if x.bleve = nil; err != nil {
			return unavailable("close", err)
		}
	}
	if err := x.makeAnew(); err != nil {
		return err
	}
	x.broken.Store(false)
	return nil
}

// Close lets go of the folder. It waits for calls that are under way; later ones
// return models.ErrUnavailable.
func (x *Index) Close() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.broken.Store(false) // which would be opened anew
	if x.bleve == nil {
		return nil
	}
	err := x.bleve.Close()
	x.bleve = nil
	if err != nil {
		return unavailable("close", err)
	}
	return nil
}

// openExisting opens what is in the folder, or says why it cannot be used.
func (x *Index) openExisting() error {
	newest, err := inspect(filepath.Join(x.dir, storeFolder))
	if err != nil {
		return err
	}
	b, err := openBleve(x.dir)
	if err != nil {
		return err
	}
	if err := x.usable(b, newest); err != nil {
		return errors.Join(err, b.Close())
	}
	x.bleve = b
	return nil
}

// usable returns an error for an index of another version, for one that went back to an
// older state, and for one whose build was cut off: it may hold subjects that were
// deleted since.
func (x *Index) usable(b bleve.Index, newest []byte) error {
	version, err := b.GetInternal(versionKey)
	if err != nil {
		return fmt.Errorf("version: %w", err)
	}
	if string(version) != x.version {
		return fmt.Errorf("index has version %q, not %q", version, x.version)
	}
	last, err := position(b)
	if err != nil {
		return err
	}
	if !bytes.Equal(newest, positionBytes(last)) && (newest != nil || last != 0) {
		return fmt.Errorf("went back to position %d", last)
	}
	count, err := b.DocCount()
	if err != nil {
		return fmt.Errorf("count documents: %w", err)
	}
	if last == 0 && count > 0 {
		return fmt.Errorf("building it was cut off at %d documents", count)
	}
	return nil
}

// makeAnew deletes the index's files, and only those, and makes an empty index. The
// caller holds the lock or is the only one who knows x.
func (x *Index) makeAnew() error {
	for _, name := range []string{storeFolder, metaFile, metaFile + "_temp"} {
		if err := os.RemoveAll(filepath.Join(x.dir, name)); err != nil {
			return unavailable("delete old", err)
		}
	}
	b, err := bleve.NewUsing(x.dir, emptyMapping(), scorch.Name, scorch.Name, settings())
	if err != nil {
		if isLocked(err) {
			return fmt.Errorf("make text index: %w", models.ErrBusy)
		}
		return unavailable("make", err)
	}
	if err := os.Chmod(filepath.Join(x.dir, metaFile), 0o600); err != nil {
		return errors.Join(unavailable("make", err), b.Close())
	}
	if err := b.SetInternal(versionKey, []byte(x.version)); err != nil {
		return errors.Join(unavailable("make", err), b.Close())
	}
	x.bleve = b
	return nil
}

// settings are scorch's. Without unsafe_batch a batch returns when it is on disk.
func settings() map[string]any {
	return map[string]any{"bolt_timeout": lockTimeout.String(), "unsafe_batch": false}
}

// emptyMapping maps nothing: document.go says which fields there are.
func emptyMapping() mapping.IndexMapping {
	m := bleve.NewIndexMapping()
	m.DefaultMapping = bleve.NewDocumentDisabledMapping()
	m.IndexDynamic, m.StoreDynamic, m.DocValuesDynamic = false, false, false
	return m
}

func position(b bleve.Index) (int64, error) {
	raw, err := b.GetInternal(positionKey)
	switch {
	case err != nil:
		return 0, unavailable("read position", err)
	case raw == nil:
		return 0, nil
	case len(raw) != 8:
		return 0, fmt.Errorf("position of %d bytes: %w", len(raw), models.ErrDataLoss)
	}
	return int64(binary.BigEndian.Uint64(raw)), nil
}

func positionBytes(position int64) []byte {
	return binary.BigEndian.AppendUint64(nil, uint64(position))
}

func unavailable(what string, err error) error {
	return fmt.Errorf("%s text index: %w: %w", what, models.ErrUnavailable, err)
}

// Len returns how many subjects it holds.
func (x *Index) Len() (n int, err error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.bleve == nil {
		return 0, errClosed
	}
	advanced, err := x.bleve.Advanced()
	if err != nil {
		return 0, unavailable("count", err)
	}
	reader, err := advanced.Reader() // of one moment: a purge puts its mark in and takes it out
	if err != nil {
		return 0, unavailable("count", err)
	}
	defer func() {
		if e := reader.Close(); err == nil && e != nil {
			n, err = 0, unavailable("count", e)
		}
	}()
	count, err := reader.DocCount()
	if err != nil {
		return 0, unavailable("count", err)
	}
	mark, err := reader.Document(purgeName) // which is no subject
	if err != nil {
		return 0, unavailable("count", err)
	}
	if mark != nil {
		count--
	}
	return int(count), nil
}
