package store

import (
	"context"
	"time"
)

// Lease is the right of one process, of several that share a store, to do something that must
// be done once. Epoch tells it from those that were given before.
type Lease struct {
	Name  string
	Owner string
	Epoch int64
	Until time.Time // by the clock of the database, as Leases saw it
}

// Servers is what a store offers that several processes share.
type Servers interface {
	// TakeLease takes a lease until ttl from now, by the clock of the database. It is whose it
	// was first: another gets it when it has run out. Errors: models.ErrBusy (another's).
	TakeLease(ctx context.Context, name, owner string, ttl time.Duration) (Lease, error)

	// RenewLease has a lease last until ttl from now. Errors: models.ErrStale (another took it).
	RenewLease(ctx context.Context, l Lease, ttl time.Duration) error

	// DropLease gives a lease back.
	DropLease(ctx context.Context, l Lease) error

	// Leases returns those that have not run out, by name.
	Leases(ctx context.Context) ([]Lease, error)

	// Listen calls told after every commit of any process that wrote something, soon and at
	// least once for several, until ctx ends. It also does after a time in which it could not know.
	Listen(ctx context.Context, told func())
}

type leaseKey struct{}

// WithLease has InTx, with the context, commit only while the lease is held: the epoch is
// compared in the transaction. Errors: models.ErrStale.
func WithLease(ctx context.Context, l Lease) context.Context {
	return context.WithValue(ctx, leaseKey{}, l)
}

// LeaseFrom returns the lease in the context; ok is false if there is none.
func LeaseFrom(ctx context.Context) (l Lease, ok bool) {
	l, ok = ctx.Value(leaseKey{}).(Lease)
	return l, ok
}
