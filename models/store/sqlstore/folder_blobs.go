package sqlstore

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"path"
	"time"

	"github.com/guitu-project/guitu/models"
)

// folderBlobs keeps blobs and uploads in the store's folder.
type folderBlobs struct{ *Store }

func (s folderBlobs) has(_ context.Context, _ querier, sum string) (bool, error) {
	file, ok := BlobPath(sum)
	if !ok {
		return false, nil
	}
	_, err := s.folder.Lstat(file)
	return err == nil, nil
}

func (s folderBlobs) put(ctx context.Context, sum string, content []byte) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.sweeping.RLock()
	defer s.sweeping.RUnlock()
	file, _ := BlobPath(sum)
	now := s.now()
	// Being put again, an old blob that no one names yet gets its hour anew, and a
	// damaged one its bytes.
	if held, err := s.plain(ctx, file); err == nil && bytes.Equal(held, content) {
		return errors.Join(s.folder.Chtimes(file, now, now), s.folder.syncNames(path.Dir(file)))
	}
	if err := s.room.forMore(); err != nil {
		return err
	}
	return s.folder.put(ctx, file, s.ring.Encrypt(bytes.NewReader(content)), now)
}

// plain returns what a file holds under the current key. Errors: models.ErrPrecondition (it is sealed with another).
func (s *Store) plain(ctx context.Context, name string) (_ []byte, err error) {
	file, err := s.blobs.open(ctx, name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	sealed, err := io.ReadAll(file)
	if err != nil {
		return nil, err
	}
	if _, current := s.ring.InspectHeader(sealed); !current {
		return nil, models.ErrPrecondition
	}
	return io.ReadAll(s.ring.Decrypt(bytes.NewReader(sealed)))
}

func (s folderBlobs) keep(ctx context.Context, name string, body io.Reader) error {
	return s.folder.put(ctx, name, s.ring.Encrypt(body), s.now())
}

func (s folderBlobs) open(_ context.Context, name string) (io.ReadCloser, error) {
	file, err := s.folder.open(name)
	if err != nil {
		return nil, err
	}
	return file, nil
}

func (s folderBlobs) remove(_ context.Context, name string) error { return s.folder.drop(name) }

func (s folderBlobs) drop(ctx context.Context, sums []string) error {
	return s.alone(ctx, func(ctx context.Context) error {
		for _, sum := range sums {
			file, ok := BlobPath(sum)
			if !ok {
				continue
			}
			unnamed, err := s.unnamed(ctx, []string{sum})
			if err == nil && len(unnamed) > 0 {
				err = cmp.Or(s.folder.drop(file), s.folder.syncNames(path.Dir(file)))
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// sweep also deletes what interrupted puts left behind. Writers wait while one folder of 256 is swept.
func (s folderBlobs) sweep(ctx context.Context) (int, error) {
	limit := s.now().Add(-blobGrace)
	if err := s.sweepTemporary(limit); err != nil {
		return 0, fail("sweep temporary files", err)
	}
	swept := 0
	for first := range 256 {
		n, err := s.sweepFolder(ctx, blobFolder(first), limit)
		swept += n
		if err != nil {
			return swept, fail("sweep blobs", err)
		}
	}
	return swept, nil
}

func (s folderBlobs) sweepTemporary(limit time.Time) error {
	old, err := s.folder.oldFiles(temporaryFolder, limit)
	for _, name := range old {
		if err == nil {
			err = s.folder.drop(path.Join(temporaryFolder, name))
		}
	}
	return err
}

// sweepFolder holds the writers' turn and keeps puts out, so that no one comes to
// name or to renew a blob between its being found unnamed and its end.
func (s folderBlobs) sweepFolder(ctx context.Context, folder string, limit time.Time) (int, error) {
	old, err := s.oldBlobs(folder, limit) // a look without the turn: mostly there are none
	if err != nil || len(old) == 0 {
		return 0, err
	}
	swept := 0
	err = s.alone(ctx, func(ctx context.Context) error {
		old, err := s.oldBlobs(folder, limit)
		if err != nil {
			return err
		}
		unnamed, err := s.unnamed(ctx, old)
		if err != nil {
			return err
		}
		for _, sum := range unnamed {
			file, _ := BlobPath(sum)
			if err := s.folder.drop(file); err != nil {
				return err
			}
			swept++
		}
		return nil
	})
	return swept, err
}

// oldBlobs returns the hashes of the blobs in a folder that were put before limit. A file that is no blob is left alone.
func (s folderBlobs) oldBlobs(folder string, limit time.Time) (sums []string, err error) {
	files, err := s.folder.oldFiles(folder, limit)
	for _, file := range files {
		if sum := path.Base(folder) + file; isSum(sum) {
			sums = append(sums, sum)
		}
	}
	return sums, err
}

// alone runs fn while no row comes to name a blob, in any process, and none is put in this one.
// A blob that another process is putting again just then is missing when it is to be named, which is refused.
func (s folderBlobs) alone(ctx context.Context, fn func(ctx context.Context) error) error {
	if !s.db.Shared() {
		if err := s.takeTurn(ctx); err != nil {
			return err
		}
		defer s.endTurn()
		s.sweeping.Lock()
		defer s.sweeping.Unlock()
		return fn(ctx)
	}
	return s.inTx(ctx, func(*tx) error {
		s.sweeping.Lock()
		defer s.sweeping.Unlock()
		return fn(ctx)
	})
}

// endOfTime is after every file's.
var endOfTime = time.Unix(1<<40, 0)

func (s folderBlobs) blobNames(_ context.Context, visit func(name string) error) error {
	for first := range 256 {
		sums, err := s.oldBlobs(blobFolder(first), endOfTime)
		if err != nil {
			return err
		}
		for _, sum := range sums {
			file, _ := BlobPath(sum)
			if err := visit(file); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s folderBlobs) uploadNames(_ context.Context, visit func(name string) error) error {
	names, err := s.folder.oldFiles(uploadsFolder, endOfTime)
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := visit(path.Join(uploadsFolder, name)); err != nil {
			return err
		}
	}
	return nil
}

// sealAgain keeps puts and sweeps out while it works on one file. The date stays: a
// sweep counts from it.
func (s folderBlobs) sealAgain(ctx context.Context, name string) (err error) {
	s.sweeping.Lock()
	defer s.sweeping.Unlock()
	file, err := s.folder.open(name)
	if errors.Is(err, models.ErrNotFound) { // swept since
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	all, current, err := s.unsealed(file)
	if err != nil || current {
		return err
	}
	info, err := file.Stat()
	if err != nil {
		return err
	}
	return s.folder.put(ctx, name, s.ring.Encrypt(all), info.ModTime())
}

// unsealed returns what a file holds, sealed or not, and reports whether it is sealed with the current key.
func (s *Store) unsealed(file io.Reader) (plain io.Reader, current bool, err error) {
	beginning := make([]byte, 64)
	n, err := io.ReadFull(file, beginning)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, false, err
	}
	sealed, current := s.ring.InspectHeader(beginning[:n])
	plain = io.MultiReader(bytes.NewReader(beginning[:n]), file)
	if sealed {
		plain = s.ring.Decrypt(plain)
	}
	return plain, current, nil
}

func (s folderBlobs) reachable(context.Context) error { return nil } // the check of the disk says more
