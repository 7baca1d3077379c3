package sqlite

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path"
	"time"

	"github.com/guitu-project/guitu/models"
)

// Unsealed shows visit every sealed row and file; see store.Keys.
func (s *Store) Unsealed(ctx context.Context, visit func(where string, plain io.Reader) error) (unreadable int, err error) {
	for _, c := range sealedColumns {
		for after, read := int64(-1), sealPage; read == sealPage; {
			read = 0
			err := s.each(ctx, c.page, func(scan func(...any) error) error {
				var plain, sealed []byte
				var about string
				if err := scan(&after, &plain, &sealed, &about); err != nil {
					return err
				}
				read++
				open, err := s.ring.Unseal(nil, sealed, about)
				if err != nil {
					unreadable++
					return nil //nolint:nilerr // counted
				}
				return visit("guitu.db: "+about, bytes.NewReader(open))
			}, after, sealPage)
			if err != nil {
				return unreadable, fail("open what is sealed", err)
			}
		}
	}
	folders := []string{uploadsFolder}
	for first := range 256 {
		folders = append(folders, blobFolder(first))
	}
	for _, folder := range folders {
		n, err := s.unsealFolder(folder, visit)
		unreadable += n
		if err != nil {
			return unreadable, fail("open what is sealed", err)
		}
	}
	return unreadable, nil
}

func (s *Store) unsealFolder(folder string, visit func(where string, plain io.Reader) error) (unreadable int, err error) {
	names, err := s.folder.oldFiles(folder, time.Unix(1<<40, 0)) // all of them
	if err != nil {
		return 0, err
	}
	for _, name := range names {
		name = path.Join(folder, name)
		file, err := s.folder.open(name)
		if errors.Is(err, models.ErrNotFound) { // gone since
			continue
		}
		if err != nil {
			return unreadable, err
		}
		err = errors.Join(visit(name, s.ring.Decrypt(file)), file.Close())
		if errors.Is(err, models.ErrDataLoss) {
			unreadable++
			err = nil
		}
		if err != nil {
			return unreadable, err
		}
	}
	return unreadable, nil
}
