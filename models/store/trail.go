package store

import (
	"context"
	"fmt"
	"time"

	"github.com/guitu-project/guitu/models"
)

// AuditFilter picks rows of the trail; empty fields pick all.
type AuditFilter struct {
	From, To time.Time // From is in, To is out
	Actor    string    // the actor's id
	Action   models.Action
	Object   string // a resource name that the row is about
}

// AuditFinder searches the trail.
type AuditFinder interface {
	// FindAudit returns up to limit rows that pass the filter with a number after
	// after, in order.
	FindAudit(ctx context.Context, filter AuditFilter, after int64, limit int) ([]models.Audit, error)
}

// AuditProof searches the audit trail and proves that it is whole.
//
// Every row carries a hash over itself and the row before it (models.Audit.Link), and
// the store keeps the last one's apart from the rows, as the head, sealed with a key
// if it has one. That proves: a row that was changed, removed, put in or moved by
// anyone who does not hold the key is found, and so is a tail that was cut off. It
// does not prove that the whole store was not replaced by an older copy of itself,
// nor that a person with the key did not write a trail anew: for that, note the head
// elsewhere from time to time and ask for it.
type AuditProof interface {
	AuditFinder

	// AuditHead returns the end of the trail; nothing before the first row.
	AuditHead(ctx context.Context) (models.AuditHead, error)

	// VerifyAudit follows the chain from the first row to the head. noted are heads
	// from earlier times: their rows must still be there with those hashes.
	VerifyAudit(ctx context.Context, noted ...models.AuditHead) (models.AuditVerdict, error)
}

// trailPage is how many rows of the trail are read at once.
const trailPage = 1000

// AuditPages calls visit for the rows that pass the filter with a number after after, in order and some
// at a time. Errors: FindAudit's, and what visit returns, which ends it.
func AuditPages(ctx context.Context, trail AuditFinder, filter AuditFilter, after int64, visit func([]models.Audit) error) error {
	for {
		rows, err := trail.FindAudit(ctx, filter, after, trailPage)
		if err != nil {
			return fmt.Errorf("read the trail: %w", err)
		}
		if err := visit(rows); err != nil || len(rows) < trailPage {
			return err
		}
		after = rows[len(rows)-1].Seq
	}
}
