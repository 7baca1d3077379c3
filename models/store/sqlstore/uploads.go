package sqlstore

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"path"
)

// uploadPath returns the file of an import; escaping makes one name of any name.
func uploadPath(importName string) string {
	return path.Join(uploadsFolder, url.PathEscape(importName)+".upload")
}

// KeepUpload makes the body durable; see store.Uploads. A second body takes the
// place of the first when it is whole.
func (s *Store) KeepUpload(ctx context.Context, importName string, body io.Reader) error {
	if err := s.room.forMore(); err != nil {
		return fail("keep the upload of "+importName, err)
	}
	return fail("keep the upload of "+importName, s.blobs.keep(ctx, uploadPath(importName), body))
}

// Upload opens the file of that import; see store.Uploads.
func (s *Store) Upload(ctx context.Context, importName string) (io.ReadCloser, error) {
	if err := ctx.Err(); err != nil {
		return nil, fail("open the upload of "+importName, err)
	}
	f, err := s.blobs.open(ctx, uploadPath(importName))
	if err != nil {
		return nil, fail("open the upload of "+importName, err)
	}
	return &upload{Reader: s.ring.Decrypt(f), Closer: f}, nil
}

// upload holds the file of an import, opened.
type upload struct {
	io.Reader
	io.Closer
}

// DropUpload deletes the file of that import; see store.Uploads.
func (s *Store) DropUpload(ctx context.Context, importName string) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("drop the upload of %s: %w", importName, err)
	}
	return fail("drop the upload of "+importName, s.blobs.remove(ctx, uploadPath(importName)))
}
