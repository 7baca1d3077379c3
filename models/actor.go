package models

import "context"

// Actor says who calls: a human being, another system, or the service itself. The
// zero value of Areas is nowhere: an actor who may look at people has been given
// areas, or Nationwide.
type Actor struct {
	ID      string // stable, as written into the audit rows: users/…, admin
	Role    Role
	Areas   Areas
	Station string // whose records are the actor's own wherever they were found; empty for none
	Via     string // the API key through which another system calls in the actor's name
}

type actorKey struct{}

// WithActor puts the actor into the context.
func WithActor(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

// ActorFrom returns the actor in the context, or ErrUnauthenticated.
func ActorFrom(ctx context.Context) (Actor, error) {
	if a, ok := ctx.Value(actorKey{}).(Actor); ok && a.ID != "" {
		return a, nil
	}
	return Actor{}, ErrUnauthenticated
}

type purposeKey struct{}

// WithPurpose puts into the context what the call is for, as the caller said; every
// audit row of the call carries it.
func WithPurpose(ctx context.Context, purpose string) context.Context {
	return context.WithValue(ctx, purposeKey{}, purpose)
}

// PurposeFrom returns what the call is for; empty if no one said.
func PurposeFrom(ctx context.Context) string {
	purpose, _ := ctx.Value(purposeKey{}).(string)
	return purpose
}
