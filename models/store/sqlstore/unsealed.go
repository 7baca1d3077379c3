package sqlstore

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
	err = s.eachSealed(ctx, func(about string, plain []byte, err error) error {
		if err != nil {
			unreadable++
			return nil //nolint:nilerr // counted
		}
		return visit("guitu.db: "+about, bytes.NewReader(plain))
	})
	if err != nil {
		return unreadable, fail("open what is sealed", err)
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

// eachSealed opens the sealed value of every row, and shows what it is about and why it does
// not open, if so.
func (s *Store) eachSealed(ctx context.Context, visit func(about string, plain []byte, err error) error) error {
	for _, c := range sealedColumns {
		for after, read := int64(-1), sealPage; read == sealPage; {
			read = 0
			err := s.each(ctx, c.page, func(scan func(...any) error) error {
				var key, sealed []byte
				var about string
				if err := scan(&after, &key, &sealed, &about); err != nil {
					return err
				}
				read++
				plain, err := s.ring.Unseal(nil, sealed, about)
				return visit(about, plain, err)
			}, after, sealPage)
			if err != nil {
				return err
			}
		}
	}
	return nil
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
