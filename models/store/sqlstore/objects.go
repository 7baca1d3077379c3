package sqlstore

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/concurrent"
	"github.com/guitu-project/guitu/models/store"
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

	sweepPage  = 10_000 // hashes that are looked at by one statement
	deletePage = 100    // objects that are deleted before it is noted
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

// drop deletes at once. The one who has put the same bytes and not named them yet is refused when they do.
func (s objectBlobs) drop(ctx context.Context, sums []string) error {
	now := s.now().UnixNano()
	var going []string
	err := s.inTx(ctx, func(t *tx) error {
		unnamed, err := s.unnamedNow(ctx, t.querier, sums)
		if err != nil {
			return err
		}
		for _, sum := range unnamed {
			n, err := t.exec(ctx, "UPDATE blobs SET state = 'DELETING', time = ? WHERE sha256 = ? AND (state <> 'DELETING' OR time < ?)", now, sum, now-int64(deleteWait))
			if err != nil {
				return err
			}
			if n > 0 {
				going = append(going, sum)
			}
		}
		return nil
	})
	for len(going) > 0 && err == nil {
		some := going[:min(len(going), deletePage)]
		going, err = going[len(some):], s.finishDeleting(ctx, some, now)
	}
	return err
}

// unnamedNow returns those of the hashes that no row names in a transaction.
func (s objectBlobs) unnamedNow(ctx context.Context, q querier, sums []string) (unnamed []string, err error) {
	for _, sum := range sums {
		if !isSum(sum) {
			continue
		}
		named := false
		err := q.each(ctx, selectBlobs(" AND COLUMN = ?1"), func(func(...any) error) error {
			named = true
			return nil
		}, sum)
		if err != nil {
			return nil, err
		}
		if !named {
			unnamed = append(unnamed, sum)
		}
	}
	return unnamed, nil
}

// finishDeleting deletes objects whose rows say so since a time, and then the rows.
func (s objectBlobs) finishDeleting(ctx context.Context, sums []string, since int64) error {
	names := make([]string, len(sums))
	for i, sum := range sums {
		names[i], _ = BlobPath(sum)
	}
	if err := s.objects.Delete(ctx, names...); err != nil {
		return err // another takes it over after deleteWait
	}
	_, err := s.single(ctx, "DELETE FROM blobs WHERE state = 'DELETING' AND time = ? AND sha256 IN (SELECT value FROM json_each(?))", since, listOf(sums))
	return err
}

// sweep marks what no row names and that was put more than an hour ago, and deletes what was marked more than an hour ago.
func (s objectBlobs) sweep(ctx context.Context) (swept int, err error) {
	if err := s.mark(ctx); err != nil {
		return 0, fail("mark blobs", err)
	}
	for deleted := deletePage; deleted == deletePage; swept += deleted {
		if deleted, err = s.deleteMarked(ctx); err != nil {
			return swept, fail("sweep blobs", err)
		}
	}
	return swept, fail("sweep parts of blobs", s.objects.SweepParts(ctx))
}

// mark looks without the writers' lock, and again with it where there is something to mark.
func (s objectBlobs) mark(ctx context.Context) error {
	limit := s.now().Add(-blobGrace).UnixNano()
	for after, more := "", true; more; {
		sums, err := s.texts(ctx, "SELECT sha256 FROM blobs WHERE sha256 > ? AND state IN ('KEPT', 'COMING') AND time < ? ORDER BY sha256 LIMIT ?", after, limit, sweepPage)
		if err != nil {
			return err
		}
		if more = len(sums) == sweepPage; more {
			after = sums[len(sums)-1]
		}
		unnamed, err := s.unnamed(ctx, sums)
		if err != nil {
			return err
		}
		if len(unnamed) == 0 {
			continue
		}
		err = s.inTx(ctx, func(t *tx) error {
			still, err := s.unnamedNow(ctx, t.querier, unnamed)
			if err != nil {
				return err
			}
			_, err = t.exec(ctx, "UPDATE blobs SET state = 'MARKED', time = ? WHERE state IN ('KEPT', 'COMING') AND time < ? AND sha256 IN (SELECT value FROM json_each(?))",
				s.now().UnixNano(), limit, listOf(still))
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// deleteMarked deletes up to deletePage blobs that were marked an hour ago, or whose deletion another process began and did not end.
func (s objectBlobs) deleteMarked(ctx context.Context) (int, error) {
	now := s.now()
	due := []any{now.Add(-blobGrace).UnixNano(), now.Add(-deleteWait).UnixNano()}
	const isDue = "(state = 'MARKED' AND time < ? OR state = 'DELETING' AND time < ?)"
	sums, err := s.texts(ctx, "SELECT sha256 FROM blobs WHERE "+isDue+" LIMIT ?", append(due, deletePage)...)
	if err != nil {
		return 0, err
	}
	var going []string
	for _, sum := range sums { // each by itself: of two processes one has it, and a put that came in between saves it
		n, err := s.single(ctx, "UPDATE blobs SET state = 'DELETING', time = ? WHERE "+isDue+" AND sha256 = ?", append(append([]any{now.UnixNano()}, due...), sum)...)
		if err != nil {
			return 0, err
		}
		if n > 0 {
			going = append(going, sum)
		}
	}
	if len(going) == 0 {
		return 0, nil
	}
	return len(going), s.finishDeleting(ctx, going, now.UnixNano())
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

// strayPage is how many objects are looked for by one statement.
const strayPage = 1000

// inspectStrays finds objects that the table blobs does not know: of rows that a restored database lacks.
func (s *Store) inspectStrays(ctx context.Context, found func(store.Finding)) error {
	if s.objects == nil {
		return nil
	}
	var page []string
	tell := func() error {
		known, err := s.texts(ctx, "SELECT sha256 FROM blobs WHERE sha256 IN (SELECT value FROM json_each(?))", listOf(page))
		if err != nil {
			return err
		}
		for _, sum := range page {
			if !slices.Contains(known, sum) {
				name, _ := BlobPath(sum)
				found(store.Finding{Part: store.PartBlobs, Where: name, Err: fmt.Errorf("%w: 没有登记内容与此照片对应 (no row knows of it)", models.ErrPrecondition), Repairable: true})
			}
		}
		page = page[:0]
		return nil
	}
	err := s.blobs.blobNames(ctx, func(name string) error {
		sum, _ := sumOf(name)
		if page = append(page, sum); len(page) < strayPage {
			return nil
		}
		return tell()
	})
	if err != nil || len(page) == 0 {
		return err
	}
	return tell()
}

// DropStrays marks them; see store.Inspector.
func (s *Store) DropStrays(ctx context.Context, where []string) error {
	return fail("mark what no row knows", s.inTx(ctx, func(t *tx) error {
		for _, name := range where {
			sum, ok := sumOf(name)
			if !ok {
				continue
			}
			if _, err := t.exec(ctx, "INSERT INTO blobs (sha256, state, time) VALUES (?, 'MARKED', ?) ON CONFLICT (sha256) DO NOTHING", sum, s.now().UnixNano()); err != nil {
				return err
			}
		}
		return nil
	}))
}

// checkBlobs refuses a store whose bytes are elsewhere. Errors: models.ErrPrecondition.
func (s *Store) checkBlobs(ctx context.Context) error {
	inBucket, err := s.texts(ctx, "SELECT sha256 FROM blobs WHERE state = 'KEPT' LIMIT 3")
	switch {
	case err != nil:
		return err
	case s.objects == nil && len(inBucket) > 0:
		return models.Refused(models.ErrPrecondition, "照片和附件在 S3 中，请用 --blobs s3://… 或 GUITU_BLOBS 指明", "the photos and attachments are in S3: name the bucket with --blobs s3://… or GUITU_BLOBS")
	case s.objects == nil:
		return nil
	case len(inBucket) == 0:
		named, err := s.texts(ctx, NamedBlobs+" LIMIT 1")
		if err == nil && len(named) > 0 {
			err = models.Refused(models.ErrPrecondition, "照片和附件在文件夹中，不在 S3 中：请停止服务，先运行 guitu store copy-blobs", "the photos and attachments are in the folder and not in S3: stop the service and run guitu store copy-blobs first")
		}
		return err
	}
	for _, sum := range inBucket {
		name, _ := BlobPath(sum)
		file, err := s.objects.Open(ctx, name)
		if err == nil {
			return file.Close()
		}
		if !errors.Is(err, models.ErrNotFound) {
			return err
		}
	}
	return models.Refused(models.ErrPrecondition, "此桶（及前缀）中没有本系统的照片，请检查 --blobs", "this bucket, under its prefix, holds none of the photos of this installation: look at --blobs")
}
