package sqlstore

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"

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
	show := func(name string) error {
		whole, err := s.showFile(ctx, name, visit)
		if !whole {
			unreadable++
		}
		return err
	}
	err = cmp.Or(s.blobs.uploadNames(ctx, show), s.blobs.blobNames(ctx, show))
	return unreadable, fail("open what is sealed", err)
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

// showFile reports whether a file could be read to its end.
func (s *Store) showFile(ctx context.Context, name string, visit func(where string, plain io.Reader) error) (whole bool, err error) {
	file, err := s.blobs.open(ctx, name)
	if errors.Is(err, models.ErrNotFound) { // gone since
		return true, nil
	}
	if err != nil {
		return true, err
	}
	err = errors.Join(visit(name, s.ring.Decrypt(file)), file.Close())
	if errors.Is(err, models.ErrDataLoss) {
		return false, nil
	}
	return true, err
}
