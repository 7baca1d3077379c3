package store

import (
	"context"
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

// AuditProof searches the audit trail and proves that it is whole.
//
// Every row carries a hash over itself and the row before it (models.Audit.Link), and
// the store keeps the last one's apart from the rows, as the head, sealed with a key
// where it has one. That proves: a row that was changed, removed, put in or moved by
// anyone who does not hold the key is found, and so is a tail that was cut off. It
// does not prove that the whole store was not replaced by an older copy of itself,
// nor that a person with the key did not write a trail anew: for that, note the head
// elsewhere from time to time and ask for it.
type AuditProof interface {
	// FindAudit returns up to limit rows that pass the filter with a number after
	// after, in order.
	FindAudit(ctx context.Context, filter AuditFilter, after int64, limit int) ([]models.Audit, error)

	// AuditHead returns the end of the trail; nothing before the first row.
	AuditHead(ctx context.Context) (models.AuditHead, error)

	// VerifyAudit follows the chain from the first row to the head. noted are heads
	// from earlier times: their rows must still be there with those hashes.
	VerifyAudit(ctx context.Context, noted ...models.AuditHead) (models.AuditVerdict, error)
}
