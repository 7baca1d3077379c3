package sqlite

import (
	"context"
	"path"
	"strings"
	"time"
)

// blobGrace is how long a blob may wait for the row that names it.
const blobGrace = time.Hour

// SweepBlobs deletes what nobody names; see store.Blobs. It also deletes what
// interrupted puts left behind. Writers wait while one folder of 256 is swept.
func (s *Store) SweepBlobs(ctx context.Context) (int, error) {
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

func (s *Store) sweepTemporary(limit time.Time) error {
	old, err := s.folder.oldFiles(temporaryFolder, limit)
	for _, name := range old {
		if err == nil {
			err = s.folder.drop(path.Join(temporaryFolder, name))
		}
	}
	return err
}

// sweepFolder holds the writers' turn and keeps puts out, so that nobody comes to
// name or to renew a blob between its being found unnamed and its end.
func (s *Store) sweepFolder(ctx context.Context, folder string, limit time.Time) (int, error) {
	if err := s.takeTurn(ctx); err != nil {
		return 0, err
	}
	defer s.endTurn()
	s.sweep.Lock()
	defer s.sweep.Unlock()

	old, err := s.folder.oldFiles(folder, limit)
	if err != nil {
		return 0, err
	}
	unnamed, err := s.unnamed(ctx, path.Base(folder), old)
	if err != nil {
		return 0, err
	}
	for i, sum := range unnamed {
		file, _ := blobPath(sum)
		if err := s.folder.drop(file); err != nil {
			return i, err
		}
	}
	return len(unnamed), nil
}

// unnamed returns the hashes, of those that begin with prefix and go on like the
// files, that no photo, no attachment and no row of an import names. A file that is no blob is left alone.
func (s *Store) unnamed(ctx context.Context, prefix string, files []string) ([]string, error) {
	var sums, unnamed []string
	for _, file := range files {
		if _, ok := blobPath(prefix + file); ok {
			sums = append(sums, prefix+file)
		}
	}
	if len(sums) == 0 {
		return nil, nil
	}
	var nowhere []string
	for _, b := range blobColumns { // <> '' names the partial indexes
		nowhere = append(nowhere, "NOT EXISTS (SELECT 1 FROM "+b.table+" WHERE "+b.column+" <> '' AND "+b.column+" = value)")
	}
	err := s.each(ctx, "SELECT value FROM json_each(?) WHERE "+strings.Join(nowhere, " AND "), func(scan func(...any) error) error {
		var sum string
		err := scan(&sum)
		unnamed = append(unnamed, sum)
		return err
	}, listOf(sums))
	return unnamed, err
}
