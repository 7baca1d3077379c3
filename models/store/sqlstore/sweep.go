package sqlstore

import (
	"context"
	"slices"
	"strings"
	"time"
)

// blobGrace is how long a blob may wait for the row that names it.
const blobGrace = time.Hour

// SweepBlobs deletes what no one names; see store.Blobs.
func (s *Store) SweepBlobs(ctx context.Context) (int, error) { return s.blobs.sweep(ctx) }

// unnamed returns those of the hashes that no photo, no attachment and no row of an import names.
func (s *Store) unnamed(ctx context.Context, sums []string) ([]string, error) {
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
