package sqlstore

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path"

	"github.com/guitu-project/guitu/models"
)

// BlobPath returns where the bytes of that hash are, blobs/ab/cdef…; ok tells whether
// sum is a hash at all.
func BlobPath(sum string) (_ string, ok bool) {
	if len(sum) != hex.EncodedLen(sha256.Size) {
		return "", false
	}
	for _, c := range []byte(sum) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return "", false
		}
	}
	return path.Join(blobsFolder, sum[:2], sum[2:]), true
}

// blobFolder returns the folder of the blobs whose hash begins with that byte.
func blobFolder(first int) string { return path.Join(blobsFolder, fmt.Sprintf("%02x", first)) }

func (s *Store) hasBlob(sum string) bool {
	file, ok := BlobPath(sum)
	if !ok {
		return false
	}
	_, err := s.folder.Lstat(file)
	return err == nil
}

// PutBlob makes content durable; see store.Blobs.
func (s *Store) PutBlob(ctx context.Context, content []byte) (string, error) {
	digest := sha256.Sum256(content)
	sum := hex.EncodeToString(digest[:])
	if err := s.putBlob(ctx, sum, content); err != nil {
		return "", fail("put blob", err)
	}
	return sum, nil
}

func (s *Store) putBlob(ctx context.Context, sum string, content []byte) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.sweep.RLock()
	defer s.sweep.RUnlock()
	file, _ := BlobPath(sum)
	now := s.now()
	// Being put again, an old blob that no one names yet gets its hour anew, and a
	// damaged one its bytes.
	if held, err := s.readBlob(file); err == nil && bytes.Equal(held, content) {
		return errors.Join(s.folder.Chtimes(file, now, now), s.folder.syncNames(path.Dir(file)))
	}
	if err := s.room.forMore(); err != nil {
		return err
	}
	return s.folder.put(ctx, file, s.ring.Encrypt(bytes.NewReader(content)), now)
}

// readBlob returns what a file holds under the current key.
func (s *Store) readBlob(file string) ([]byte, error) {
	sealed, err := s.folder.ReadFile(file)
	if err != nil {
		return nil, err
	}
	if _, current := s.ring.InspectHeader(sealed); !current {
		return nil, models.ErrPrecondition
	}
	return io.ReadAll(s.ring.Decrypt(bytes.NewReader(sealed)))
}

// Blob opens the bytes of that hash; see store.Blobs.
func (s *Store) Blob(ctx context.Context, sum string) (io.ReadCloser, error) {
	if err := ctx.Err(); err != nil {
		return nil, fail("open blob", err)
	}
	file, ok := BlobPath(sum)
	if !ok {
		return nil, fmt.Errorf("open blob: %w", models.ErrNotFound)
	}
	f, err := s.folder.open(file)
	if err != nil {
		return nil, fail("open blob "+sum, err)
	}
	return &blob{file: f, plain: s.ring.Decrypt(f), hash: sha256.New(), sum: sum}, nil
}

// blob checks what it reads.
type blob struct {
	file  *os.File
	plain io.Reader
	hash  hash.Hash
	sum   string
}

func (b *blob) Read(p []byte) (int, error) {
	n, err := b.plain.Read(p)
	_, _ = b.hash.Write(p[:n]) // never fails
	switch {
	case err == nil:
		return n, nil
	case !errors.Is(err, io.EOF):
		return n, fail("read blob "+b.sum, err)
	case hex.EncodeToString(b.hash.Sum(nil)) != b.sum:
		return n, fmt.Errorf("read blob %s: %w", b.sum, models.ErrDataLoss)
	}
	return n, io.EOF
}

func (b *blob) Close() error { return b.file.Close() }
