package sqlstore

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/concurrent"
)

// Objects is a bucket, or what is like one, for sealed bytes that several processes share. What is written is seen by all
// at once.
// Errors of all: models.ErrUnavailable (it cannot be reached).
type Objects interface {
	// Create makes content durable under a name that has none. Errors: models.ErrExists.
	Create(ctx context.Context, name string, content []byte) error

	// Put makes content durable in the place of what was there, of which nothing is left. size is -1 if it is not known.
	// Errors: those of content, too; nothing changes then.
	Put(ctx context.Context, name string, content io.Reader, size int64) error

	// Open opens an object. Errors: models.ErrNotFound.
	Open(ctx context.Context, name string) (io.ReadCloser, error)

	// Delete deletes objects with whatever they were before. It takes minutes at most. There need be none.
	Delete(ctx context.Context, names ...string) error

	// List shows the names that begin with prefix.
	List(ctx context.Context, prefix string, visit func(name string) error) error

	// SweepParts deletes what puts left that were cut off long ago.
	SweepParts(ctx context.Context) error

	// Reachable returns nil if objects can be opened.
	Reachable(ctx context.Context) error

	// Close ends the connections that nothing uses.
	Close()
}

// WithObjects keeps blobs and uploads in a bucket, which is closed with the store.
func WithObjects(o Objects) Option { return func(s *Store) { s.objects = o } }

// The states of a blob in a bucket, in the table blobs. A row names only what is KEPT.
const (
	blobComing   = "COMING"   // being put; may be there or not
	blobKept     = "KEPT"     // put, at the time of the row or before
	blobMarked   = "MARKED"   // no row named it at the time of the row; it ends an hour later unless it is put again
	blobDeleting = "DELETING" // being deleted since the time of the row
)

const (
	// deleteWait is when a deletion is over that its process did not live to note: longer than Objects.Delete takes.
	deleteWait = 10 * time.Minute

	// putWait is how long a put waits for the end of a deletion of the same bytes.
	putWait = 5 * time.Second
	putLook = 50 * time.Millisecond
)

// objectBlobs keeps blobs and uploads in a bucket, and in the table blobs what is there: it is the rows that say what
// may be named and what is to be deleted, in all processes at once.
//
// A put notes the blob as coming, creates the object unless it is there, and notes it as kept. Marking, as naming, holds the
// writers' lock, so what is named is never marked and what is marked is never named; a put takes the mark off. A
// deletion first notes that it begins: a put of the same bytes then waits for its end and puts them anew.
type objectBlobs struct{ *Store }

func (s objectBlobs) has(ctx context.Context, q querier, sum string) (bool, error) {
	state, err := blobState(ctx, q, sum)
	return state == blobKept, err
}

// blobState returns the state of a blob, empty if there is none.
func blobState(ctx context.Context, q querier, sum string) (state string, err error) {
	err = q.each(ctx, "SELECT state FROM blobs WHERE sha256 = ?", func(scan func(...any) error) error { return scan(&state) }, sum)
	return state, err
}

// single runs one statement that writes and stands for itself. On a database that several processes share it does not
// wait for other writers.
func (s objectBlobs) single(ctx context.Context, statement string, args ...any) (n int64, err error) {
	if s.db.Shared() {
		ctx, end := s.db.Patient(ctx)
		defer end()
		return s.reader().exec(ctx, statement, args...)
	}
	err = s.inTx(ctx, func(t *tx) error {
		n, err = t.exec(ctx, statement, args...)
		return err
	})
	return n, err
}

func (s objectBlobs) put(ctx context.Context, sum string, content []byte) error {
	if err := s.room.forMore(); err != nil {
		return err
	}
	name, _ := BlobPath(sum)
	for waited := time.Duration(0); ; waited += putLook {
		state, err := s.announce(ctx, sum)
		if err != nil {
			return err
		}
		if state != blobDeleting {
			if err := s.putObject(ctx, name, content, state); err != nil {
				return err
			}
			kept, err := s.single(ctx, "UPDATE blobs SET state = 'KEPT' WHERE sha256 = ? AND state IN ('COMING', 'KEPT')", sum)
			if err != nil || kept == 1 {
				return err
			}
		} // else a deletion came in between
		if waited > putWait {
			return fmt.Errorf("%w: the same bytes are being deleted", models.ErrUnavailable)
		}
		if !concurrent.Sleep(ctx, putLook) {
			return ctx.Err()
		}
	}
}

// announce notes that a blob is put, for an hour from now, and returns its state: COMING, KEPT or DELETING.
func (s objectBlobs) announce(ctx context.Context, sum string) (state string, err error) {
	now := s.now()
	added, err := s.single(ctx, "INSERT INTO blobs (sha256, state, time) VALUES (?, 'COMING', ?) ON CONFLICT (sha256) DO NOTHING", sum, now.UnixNano())
	if err != nil || added == 1 {
		return blobComing, err
	}
	_, err = s.single(ctx, `UPDATE blobs SET time = ?, state = CASE state WHEN 'KEPT' THEN 'KEPT' ELSE 'COMING' END
		WHERE sha256 = ? AND (state <> 'DELETING' OR time < ?)`, now.UnixNano(), sum, now.Add(-deleteWait).UnixNano())
	if err != nil {
		return "", err
	}
	if state, err = blobState(ctx, s.reader(), sum); state == "" || state == blobMarked {
		state = blobDeleting // it ended, or was marked, since: once more
	}
	return state, err
}

// putObject makes an object of the content, unless one that is whole and sealed with the current key is there.
func (s objectBlobs) putObject(ctx context.Context, name string, content []byte, state string) error {
	sealed, err := io.ReadAll(s.ring.Encrypt(bytes.NewReader(content)))
	if err != nil {
		return err
	}
	if state != blobKept {
		err := s.objects.Create(ctx, name, sealed)
		if !errors.Is(err, models.ErrExists) {
			return err
		}
	}
	switch held, err := s.plain(ctx, name); {
	case errors.Is(err, models.ErrUnavailable):
		return err
	case err == nil && bytes.Equal(held, content):
		return nil
	}
	return s.objects.Put(ctx, name, bytes.NewReader(sealed), int64(len(sealed)))
}

func (s objectBlobs) keep(ctx context.Context, name string, body io.Reader) error {
	return s.objects.Put(ctx, name, s.ring.Encrypt(concurrent.Reader(ctx, body)), -1)
}

func (s objectBlobs) open(ctx context.Context, name string) (io.ReadCloser, error) {
	return s.objects.Open(ctx, name)
}

func (s objectBlobs) remove(ctx context.Context, name string) error {
	return s.objects.Delete(ctx, name)
}

func (s objectBlobs) blobNames(ctx context.Context, visit func(name string) error) error {
	return s.objects.List(ctx, blobsFolder+"/", func(name string) error {
		if sum, ok := sumOf(name); !ok || !isSum(sum) {
			return nil // no object of ours
		}
		return visit(name)
	})
}

// sumOf returns the hash that BlobPath made a name of.
func sumOf(name string) (string, bool) {
	rest, ok := strings.CutPrefix(name, blobsFolder+"/")
	first, last, both := strings.Cut(rest, "/")
	return first + last, ok && both && len(first) == 2
}

func (s objectBlobs) uploadNames(ctx context.Context, visit func(name string) error) error {
	return s.objects.List(ctx, uploadsFolder+"/", visit)
}

// sealAgain seals with the current key what a process that has the old one may still be reading. No put comes in between: a
// rotation has the installation to itself.
func (s objectBlobs) sealAgain(ctx context.Context, name string) (err error) {
	file, err := s.objects.Open(ctx, name)
	if errors.Is(err, models.ErrNotFound) { // swept since
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	plain, current, err := s.unsealed(file)
	if err != nil || current {
		return err
	}
	return s.objects.Put(ctx, name, s.ring.Encrypt(plain), -1)
}

func (s objectBlobs) reachable(ctx context.Context) error { return s.objects.Reachable(ctx) }
