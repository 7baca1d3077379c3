package sqlstore

import "context"

const (
	sweepPage  = 10_000 // hashes that are looked at by one statement
	deletePage = 100    // objects that are deleted before it is noted
)

// drop deletes at once. The one who has put the same bytes and not named them yet is refused when they do.
func (s objectBlobs) drop(ctx context.Context, sums []string) error {
	now := s.now().UnixNano()
	var going []string
	err := s.inTx(ctx, func(t *tx) error {
		unnamed, err := s.unnamedNow(ctx, t.querier, sums)
		if err != nil {
			return err
		}
		for _, sum := range unnamed {
			n, err := t.exec(ctx, "UPDATE blobs SET state = 'DELETING', time = ? WHERE sha256 = ? AND (state <> 'DELETING' OR time < ?)", now, sum, now-int64(deleteWait))
			if err != nil {
				return err
			}
			if n > 0 {
				going = append(going, sum)
			}
		}
		return nil
	})
	for len(going) > 0 && err == nil {
		some := going[:min(len(going), deletePage)]
		going, err = going[len(some):], s.finishDeleting(ctx, some, now)
	}
	return err
}

// unnamedNow returns those of the hashes that no row names in a transaction.
func (s objectBlobs) unnamedNow(ctx context.Context, q querier, sums []string) (unnamed []string, err error) {
	for _, sum := range sums {
		if !isSum(sum) {
			continue
		}
		named := false
		err := q.each(ctx, selectBlobs(" AND COLUMN = ?1"), func(func(...any) error) error {
			named = true
			return nil
		}, sum)
		if err != nil {
			return nil, err
		}
		if !named {
			unnamed = append(unnamed, sum)
		}
	}
	return unnamed, nil
}

// finishDeleting deletes objects whose rows say so since a time, and then the rows.
func (s objectBlobs) finishDeleting(ctx context.Context, sums []string, since int64) error {
	names := make([]string, len(sums))
	for i, sum := range sums {
		names[i], _ = BlobPath(sum)
	}
	if err := s.objects.Delete(ctx, names...); err != nil {
		return err // another takes it over after deleteWait
	}
	_, err := s.single(ctx, "DELETE FROM blobs WHERE state = 'DELETING' AND time = ? AND sha256 IN (SELECT value FROM json_each(?))", since, listOf(sums))
	return err
}

// sweep marks what no row names and that was put more than an hour ago, and deletes what was marked more than an hour ago.
func (s objectBlobs) sweep(ctx context.Context) (swept int, err error) {
	if err := s.mark(ctx); err != nil {
		return 0, fail("mark blobs", err)
	}
	for deleted := deletePage; deleted == deletePage; swept += deleted {
		if deleted, err = s.deleteMarked(ctx); err != nil {
			return swept, fail("sweep blobs", err)
		}
	}
	return swept, fail("sweep parts of blobs", s.objects.SweepParts(ctx))
}

// mark looks without the writers' lock, and again with it where there is something to mark.
func (s objectBlobs) mark(ctx context.Context) error {
	limit := s.now().Add(-blobGrace).UnixNano()
	for after, more := "", true; more; {
		sums, err := s.texts(ctx, "SELECT sha256 FROM blobs WHERE sha256 > ? AND state IN ('KEPT', 'COMING') AND time < ? ORDER BY sha256 LIMIT ?", after, limit, sweepPage)
		if err != nil {
			return err
		}
		if more = len(sums) == sweepPage; more {
			after = sums[len(sums)-1]
		}
		unnamed, err := s.unnamed(ctx, sums)
		if err != nil {
			return err
		}
		if len(unnamed) == 0 {
			continue
		}
		err = s.inTx(ctx, func(t *tx) error {
			still, err := s.unnamedNow(ctx, t.querier, unnamed)
			if err != nil {
				return err
			}
			_, err = t.exec(ctx, "UPDATE blobs SET state = 'MARKED', time = ? WHERE state IN ('KEPT', 'COMING') AND time < ? AND sha256 IN (SELECT value FROM json_each(?))",
				s.now().UnixNano(), limit, listOf(still))
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// deleteMarked deletes up to deletePage blobs that were marked an hour ago, or whose deletion another process began and did not end.
func (s objectBlobs) deleteMarked(ctx context.Context) (int, error) {
	now := s.now()
	due := []any{now.Add(-blobGrace).UnixNano(), now.Add(-deleteWait).UnixNano()}
	const isDue = "(state = 'MARKED' AND time < ? OR state = 'DELETING' AND time < ?)"
	sums, err := s.texts(ctx, "SELECT sha256 FROM blobs WHERE "+isDue+" LIMIT ?", append(due, deletePage)...)
	if err != nil {
		return 0, err
	}
	var going []string
	for _, sum := range sums { // each by itself: of two processes one has it, and a put that came in between saves it
		n, err := s.single(ctx, "UPDATE blobs SET state = 'DELETING', time = ? WHERE "+isDue+" AND sha256 = ?", append(append([]any{now.UnixNano()}, due...), sum)...)
		if err != nil {
			return 0, err
		}
		if n > 0 {
			going = append(going, sum)
		}
	}
	if len(going) == 0 {
		return 0, nil
	}
	return len(going), s.finishDeleting(ctx, going, now.UnixNano())
}
