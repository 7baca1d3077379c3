package scan

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"golang.org/x/sync/errgroup"

	"github.com/guitu-project/guitu/index/mapped"
	"github.com/guitu-project/guitu/models"
)

// opened returns what was sealed in a file, whole and undamaged, in one without a name. It
// goes through the file once, and unseals the next piece while one is summed up and
// written: a million people are gigabytes.
func opened(path string, by Sealer) (_ *os.File, err error) {
	in, err := os.Open(path) //nolint:gosec // of the index folder
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	plain, err := mapped.Hidden(filepath.Dir(path))
	if err != nil {
		return nil, err
	}
	pieces, next := io.Pipe()
	var both errgroup.Group
	both.Go(func() error {
		_, err := io.CopyBuffer(next, by.Decrypt(in), make([]byte, 1<<20))
		_ = next.CloseWithError(err) // never fails
		return nil                   // the error is the other's, who reads
	})
	both.Go(func() error {
		err := check(io.TeeReader(pieces, plain))
		_ = pieces.CloseWithError(err) // never fails
		return err
	})
	if err := both.Wait(); err != nil {
		return nil, errors.Join(err, plain.Close())
	}
	return plain, nil
}

// check sums up a file by reading it: what is read through a mapping counts as the
// process's own memory.
func check(in io.Reader) error {
	head := make([]byte, headSize)
	if _, err := io.ReadFull(in, head); err != nil {
		return fmt.Errorf("%w: read snapshot: %w", models.ErrDataLoss, err)
	}
	return checkHead(head, in)
}
