package sqlstore

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/guitu-project/guitu/models"
)

// Place says where bytes are: in a bucket, or in a folder, "" for the store's own.
type Place struct {
	Objects Objects
	Folder  string
}

// CopiedBlobs is what was copied of a store's bytes, and read back.
type CopiedBlobs struct {
	Blobs, Uploads int
	Missing        int // that rows name and that were not whole before
}

// CopyBlobs copies every blob that a row names, and the uploads, from where they are to another place, sealed as they are, and
// reads each back. Cut off, it goes on when called again. Only when all is there does the store say so: until then it
// opens with its bytes where they were, afterwards with those in the other place alone. Nothing may write meanwhile. Errors: models.ErrDataLoss
// (what was copied is not what was read), models.ErrPrecondition (both are a bucket).
func (s *Store) CopyBlobs(ctx context.Context, to Place, told func(done, of int)) (c CopiedBlobs, err error) {
	if (s.objects == nil) == (to.Objects == nil) {
		return c, fmt.Errorf("%w: one place must be a bucket and the other a folder", models.ErrPrecondition)
	}
	target, end, err := s.at(to)
	if err != nil {
		return c, fail("copy blobs", err)
	}
	defer func() { err = errors.Join(err, end()) }()
	sums, err := s.texts(ctx, NamedBlobs)
	if err != nil {
		return c, fail("copy blobs", err)
	}
	for i, sum := range sums {
		told(i, len(sums))
		switch err := s.copyBlob(ctx, sum, target); {
		case errors.Is(err, models.ErrNotFound), errors.Is(err, errDamaged):
			c.Missing++
		case err != nil:
			return c, fail("copy blob "+sum, err)
		default:
			c.Blobs++
		}
	}
	err = s.blobs.uploadNames(ctx, func(name string) error {
		file, err := s.blobs.open(ctx, name)
		if err != nil {
			return err
		}
		c.Uploads++
		return errors.Join(target.copyIn(ctx, name, file), file.Close())
	})
	if err != nil {
		return c, fail("copy uploads", err)
	}
	told(len(sums), len(sums))
	return c, fail("note where the blobs are", s.moved(ctx, to.Objects != nil))
}

// errDamaged is a blob that was not whole where it was.
var errDamaged = errors.New("damaged before")

// copyTarget takes sealed files under their names.
type copyTarget interface {
	blobReader
	copyIn(ctx context.Context, name string, sealed io.Reader) error
}

type blobReader interface {
	open(ctx context.Context, name string) (io.ReadCloser, error)
}

// at opens a place. end closes what was opened.
func (s *Store) at(p Place) (_ copyTarget, end func() error, err error) {
	if p.Objects != nil {
		other := New(s.db)
		other.objects = p.Objects
		return bucketTarget{objectBlobs{other}}, func() error { return nil }, nil
	}
	dir := p.Folder
	if dir == "" {
		dir = s.dir
	}
	opened, err := openFolder(dir, true)
	if err != nil {
		return nil, nil, err
	}
	other := New(s.db)
	other.folder = opened
	return folderTarget{folderBlobs{other}}, opened.Close, nil
}

type bucketTarget struct{ objectBlobs }

func (b bucketTarget) copyIn(ctx context.Context, name string, sealed io.Reader) error {
	return b.objects.Put(ctx, name, sealed, -1)
}

type folderTarget struct{ folderBlobs }

func (f folderTarget) copyIn(ctx context.Context, name string, sealed io.Reader) error {
	return f.folder.put(ctx, name, sealed, time.Now())
}

// copyBlob copies a blob that is whole, unless it is there.
func (s *Store) copyBlob(ctx context.Context, sum string, to copyTarget) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	name, ok := BlobPath(sum)
	if !ok {
		return models.ErrNotFound
	}
	if s.isWhole(ctx, to, name, sum) == nil {
		return nil
	}
	file, err := s.blobs.open(ctx, name)
	if err != nil {
		return err
	}
	sealed, err := io.ReadAll(file)
	if err := errors.Join(err, file.Close()); err != nil {
		return err
	}
	if err := s.isBlob(bytes.NewReader(sealed), sum); err != nil {
		return fmt.Errorf("%w: %w", errDamaged, err)
	}
	if err := to.copyIn(ctx, name, bytes.NewReader(sealed)); err != nil {
		return err
	}
	return s.isWhole(ctx, to, name, sum)
}

// isWhole reads a file and returns why it is not the blob of that hash, if so.
func (s *Store) isWhole(ctx context.Context, at blobReader, name, sum string) error {
	file, err := at.open(ctx, name)
	if err != nil {
		return err
	}
	return errors.Join(s.isBlob(file, sum), file.Close())
}

func (s *Store) isBlob(sealed io.Reader, sum string) error {
	hash := sha256.New()
	if _, err := io.Copy(hash, s.ring.Decrypt(sealed)); err != nil {
		return err
	}
	if hex.EncodeToString(hash.Sum(nil)) != sum {
		return models.ErrDataLoss
	}
	return nil
}

// moved notes where the blobs are from now on.
func (s *Store) moved(ctx context.Context, intoBucket bool) error {
	now := s.now().UnixNano()
	return s.inTx(ctx, func(t *tx) error {
		if _, err := t.exec(ctx, "DELETE FROM blobs"); err != nil || !intoBucket {
			return err
		}
		_, err := t.exec(ctx, "INSERT INTO blobs (sha256, state, time) SELECT named.sha256, 'KEPT', CAST(? AS BIGINT) FROM ("+selectBlobs("")+") AS named", now)
		return err
	})
}
