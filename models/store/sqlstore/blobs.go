package sqlstore

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"path"

	"github.com/guitu-project/guitu/models"
)

// BlobPath returns where the bytes of that hash are, blobs/ab/cdef…; ok tells whether
// sum is a hash at all.
func BlobPath(sum string) (_ string, ok bool) {
	if !isSum(sum) {
		return "", false
	}
	return path.Join(blobsFolder, sum[:2], sum[2:]), true
}

// isSum reports whether a text is a hash.
func isSum(text string) bool {
	if len(text) != hex.EncodedLen(sha256.Size) {
		return false
	}
	for _, c := range []byte(text) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// blobStore is where the sealed bytes of a store are, under the names of BlobPath and uploadPath.
type blobStore interface {
	// has reports whether a row may name the blob of that hash; q is the transaction of that row.
	has(ctx context.Context, q querier, sum string) (bool, error)

	// put makes a blob durable, sealed.
	put(ctx context.Context, sum string, content []byte) error

	// keep makes the file of an import or export durable in the place of what was there. Errors: those of body, too.
	keep(ctx context.Context, name string, body io.Reader) error

	// open opens what is sealed. Errors: models.ErrNotFound.
	open(ctx context.Context, name string) (io.ReadCloser, error)

	// remove deletes the file of an import or export, if there is one.
	remove(ctx context.Context, name string) error

	// drop deletes those of the blobs that no row names. sweep is SweepBlobs.
	drop(ctx context.Context, sums []string) error
	sweep(ctx context.Context) (int, error)

	// blobNames and uploadNames show the names of what is there.
	blobNames(ctx context.Context, visit func(name string) error) error
	uploadNames(ctx context.Context, visit func(name string) error) error

	// sealAgain seals a file with the current key, unless it is.
	sealAgain(ctx context.Context, name string) error

	// reachable returns why nothing can be opened for now, nil if it can.
	reachable(ctx context.Context) error
}

// blobFolder returns the folder of the blobs whose hash begins with that byte.
func blobFolder(first int) string { return path.Join(blobsFolder, fmt.Sprintf("%02x", first)) }

// PutBlob makes content durable; see store.Blobs.
func (s *Store) PutBlob(ctx context.Context, content []byte) (string, error) {
	digest := sha256.Sum256(content)
	sum := hex.EncodeToString(digest[:])
	if err := s.blobs.put(ctx, sum, content); err != nil {
		return "", fail("put blob", err)
	}
	return sum, nil
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
	f, err := s.blobs.open(ctx, file)
	if err != nil {
		return nil, fail("open blob "+sum, err)
	}
	return &blob{file: f, plain: s.ring.Decrypt(f), hash: sha256.New(), sum: sum}, nil
}

// blob checks what it reads.
type blob struct {
	file  io.Closer
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

// BlobsReachable returns why no bytes can be opened for now; see store.Condition.
func (s *Store) BlobsReachable(ctx context.Context) error {
	return fail("reach the blobs", s.blobs.reachable(ctx))
}
