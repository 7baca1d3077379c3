package store

import (
	"context"

	"github.com/guitu-project/guitu/models"
)

// Cases reads what people decide about pairs.
type Cases interface {
	// Case returns the case of that name with its history. Errors: models.ErrNotFound.
	Case(ctx context.Context, name string) (*models.Case, error)

	// CasesOf returns every case, in whatever state, of those records and notices, oldest
	// first; none is no error.
	CasesOf(ctx context.Context, subjects ...string) ([]*models.Case, error)

	// ListCases returns up to limit cases that pass the filter, oldest first; token,
	// next and how much a page is at most are as for Files.List. Errors: models.ErrInvalid (pageToken, pageSize).
	ListCases(ctx context.Context, filter CaseFilter, limit int, token string) (page []*models.Case, next string, err error)

	// Links returns what was said last about those files and each other file of their
	// side, oldest first, whatever it was.
	Links(ctx context.Context, files ...string) ([]models.Link, error)

	// LinkHistory returns all that was ever said about that file, oldest first.
	LinkHistory(ctx context.Context, file string) ([]models.Link, error)
}

// CaseWriter also changes them. What it writes, it audits in the name of the actor in
// ctx; without one it writes nothing and returns models.ErrUnauthenticated.
type CaseWriter interface {
	Cases

	// CreateCase stores c under a new name, with a new etag and times, all of which it
	// fills in. Errors: models.ErrExists (there is a case of the pair).
	CreateCase(ctx context.Context, c *models.Case) error

	// UpdateCase stores the case's state and the steps that its history has more than
	// the stored one, and fills in the new etag and update time. A non-empty etag in c
	// must be the current one. What is stored of a history is never changed: a shorter
	// one is models.ErrPrecondition, as is a second settled case of a record or notice.
	// Errors: models.ErrNotFound, models.ErrStale, models.ErrPrecondition.
	UpdateCase(ctx context.Context, c *models.Case) error

	// PutLink adds what is said about two files and fills in Seq, Time and Actor.
	PutLink(ctx context.Context, t *models.Link) error
}

// CaseFilter picks cases; empty fields pick all.
type CaseFilter struct {
	Record, Notice string
	State          models.CaseState
	Assignee       string
	DueBy          models.Date // unresolved cases that come back by that day
}

// Alerts is what Guitu announced, and how far it got.
type Alerts interface {
	// Alerts returns up to limit alerts after the one of that id, in order.
	Alerts(ctx context.Context, after int64, limit int) ([]models.Alert, error)

	// LastAlert is the id of the newest alert, 0 before the first.
	LastAlert(ctx context.Context) (int64, error)

	// Position is how far the worker of that name got in the journal of changes; ok is
	// false if it never began.
	Position(ctx context.Context, worker string) (seq int64, ok bool, err error)

	// Deliveries returns up to limit deliveries in that state (all if it is empty),
	// those whose next attempt comes first at the head.
	Deliveries(ctx context.Context, state models.DeliveryState, limit int) ([]models.Delivery, error)
}

// AlertWriter also writes them.
type AlertWriter interface {
	Alerts

	// PutAlert adds an alert and fills in ID and Time.
	// Errors: models.ErrExists (one with this key was announced before).
	PutAlert(ctx context.Context, a *models.Alert) error

	// PutPosition keeps how far the worker of that name got.
	PutPosition(ctx context.Context, worker string, seq int64) error

	// PutDelivery writes how far the delivery of an alert is and fills in its Time.
	PutDelivery(ctx context.Context, d *models.Delivery) error
}
