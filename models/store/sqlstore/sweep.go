package sqlstore

import (
	"context"
	"path"
	"slices"
	"strings"
	"time"
)

// blobGrace is how long a blob may wait for the row that names it.
const blobGrace = time.Hour

// SweepBlobs deletes what no one names; see store.Blobs. It also deletes what
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

// sweepFolder holds the writers' turn and keeps puts out, so that no one comes to
// name or to renew a blob between its being found unnamed and its end.
func (s *Store) sweepFolder(ctx context.Context, folder string, limit time.Time) (int, error) {
	old, err := s.folder.oldFiles(folder, limit) // a look without the turn: mostly there are none
	if err != nil || len(old) == 0 {
		return 0, err
	}
	swept := 0
	err = s.alone(ctx, func(ctx context.Context) error {
		old, err := s.folder.oldFiles(folder, limit)
		if err != nil {
			return err
		}
		unnamed, err := s.unnamed(ctx, path.Base(folder), old)
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

// alone runs fn while no row comes to name a blob, in any process, and none is put in this one.
// A blob that another process is putting again just then is missing when it is to be named, which is refused.
func (s *Store) alone(ctx context.Context, fn func(ctx context.Context) error) error {
	if !s.db.Shared() {
		if err := s.takeTurn(ctx); err != nil {
			return err
		}
		defer s.endTurn()
		s.sweep.Lock()
		defer s.sweep.Unlock()
		return fn(ctx)
	}
	return s.inTx(ctx, func(*tx) error {
		s.sweep.Lock()
		defer s.sweep.Unlock()
		return fn(ctx)
	})
}

// unnamed returns the hashes, of those that begin with prefix and go on like the
// files, that no photo, no attachment and no row of an import names. A file that is no blob is left alone.
func (s *Store) unnamed(ctx context.Context, prefix string, files []string) ([]string, error) {
	var sums []string
	for _, file := range files {
		if _, ok := BlobPath(prefix + file); ok {
			sums = append(sums, prefix+file)
		}
	}
	if len(sums) == 0 {
		return nil, nil
	}
	named := map[string]bool{}
	err := s.each(ctx, selectBlobs(" AND COLUMN IN (SELECT value FROM json_each(?1))"), func(scan func(...any) error) error {
		var sum string
		err := scan(&sum)
		named[sum] = true
		return err
	}, listOf(sums))
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(sums, func(sum string) bool { return named[sum] }), nil
}

// blobColumns are where rows name blobs. What is in none of them is swept and is in no
// backup.
var blobColumns = []struct{ table, column string }{
	{"photos", "sha256"}, {"case_steps", "attachment"}, {"takedown_files", "sha256"}, {"import_blobs", "sha256"}, {"proceeding_files", "sha256"},
}

// NamedBlobs is the query for the hashes of the blobs that rows name, in order.
var NamedBlobs = selectBlobs("") + " ORDER BY 1"

// selectBlobs returns the query for the blobs that rows name; and is a further condition on
// the COLUMN.
func selectBlobs(and string) string {
	named := make([]string, len(blobColumns))
	for i, b := range blobColumns { // <> '' names the partial indexes
		named[i] = "SELECT " + b.column + " FROM " + b.table + " WHERE " + b.column + " <> ''" + strings.ReplaceAll(and, "COLUMN", b.column)
	}
	return strings.Join(named, " UNION ")
}
