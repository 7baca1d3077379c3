package store

import (
	"context"
	"time"

	"github.com/guitu-project/guitu/models"
)

// Erasures reads who was erased, what is still to be done, and whose time has come.
type Erasures interface {
	// Erasure returns what is left of a subject that was erased as a whole.
	// Errors: models.ErrNotFound.
	Erasure(ctx context.Context, name string) (*models.Erasure, error)

	// Erasures returns up to limit of them, oldest first, that were erased after the one
	// that a previous call returned as next; next is empty after the last page. An
	// unknown token is models.ErrInvalid (pageToken).
	Erasures(ctx context.Context, limit int, token string) (page []models.Erasure, next string, err error)

	// ErasureJobs returns the erasures whose files are not clean yet, oldest first.
	ErasureJobs(ctx context.Context) ([]models.ErasureJob, error)

	// Expired returns the names of up to limit subjects of one side that have had one of
	// the statuses since before, and whose part was not looked at since they were last
	// changed.
	Expired(ctx context.Context, side models.Kind, statuses []string, before time.Time, part models.DataCategory, limit int) ([]string, error)
}

// ErasureWriter notes erasures, in the transaction in which the rows go.
type ErasureWriter interface {
	// PutErasure notes that a part of a subject, or all of it, is erased: it fills in the
	// job's ID and Time, keeps the job until EndErasure, writes an audit row, and of PartAll
	// a placeholder. The rows themselves the caller deletes or updates before. What imports
	// keep of the subject goes with it, and the pictures of that join the job's blobs.
	// Errors: models.ErrUnauthenticated, models.ErrExists (erased before).
	PutErasure(ctx context.Context, job *models.ErasureJob) error

	// MarkErased notes that the part of that subject has been looked at and is gone; it
	// holds until the subject changes or its status does.
	MarkErased(ctx context.Context, name string, part models.DataCategory) error

	// EndErasure forgets a job; there may be none.
	EndErasure(ctx context.Context, id int64) error
}

// Scrubber gets rid of bytes.
type Scrubber interface {
	// DropBlobs deletes at once those of the blobs that nothing names any more.
	DropBlobs(ctx context.Context, sums []string) error

	// Scrub returns when what was deleted or overwritten by committed transactions is in
	// no file of the store's, but for what Remains says. Errors: models.ErrUnavailable
	// (a person reads for too long).
	Scrub(ctx context.Context) error

	// Remains says what Scrub cannot get rid of, and what its operator can do about it;
	// nothing if nothing remains.
	Remains() models.Text
}

// Takedowns reads requests to take a notice down.
type Takedowns interface {
	// Takedown returns the takedown of that name. Errors: models.ErrNotFound.
	Takedown(ctx context.Context, name string) (*models.Takedown, error)

	// Takedowns returns up to limit of them, oldest first, in that state or, if it is
	// empty, in any; next is as of List.
	Takedowns(ctx context.Context, state models.TakedownState, limit int, token string) (page []*models.Takedown, next string, err error)
}

// TakedownWriter also writes them.
type TakedownWriter interface {
	// PutTakedown creates the takedown, or replaces the one of that name when it is in the
	// state was, and fills in Name, CreateTime and UpdateTime. Attachments must have been
	// put as blobs before. It writes an audit row.
	// Errors: models.ErrNotFound, models.ErrStale (it is in another state),
	// models.ErrPrecondition (no such bytes), models.ErrUnauthenticated.
	PutTakedown(ctx context.Context, t *models.Takedown, was models.TakedownState) error
}
