package models

import "context"

// Role is what an actor may do at most (design §4).
type Role string

// The roles.
const (
	RoleStation    Role = "STATION"
	RolePolice     Role = "POLICE"
	RoleCaseworker Role = "CASEWORKER"
	RoleSupervisor Role = "SUPERVISOR"
	RoleAdmin      Role = "ADMIN"
	RoleAuditor    Role = "AUDITOR"
)

// Actor is who calls: a human being, another system, or the service itself.
type Actor struct {
	ID   string // stable, as written into the audit rows
	Role Role
}

type actorKey struct{}

// WithActor puts the actor into the context.
func WithActor(ctx context.Context, a Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, a)
}

// ActorFrom is the actor in the context, or ErrUnauthenticated.
func ActorFrom(ctx context.Context) (Actor, error) {
	if a, ok := ctx.Value(actorKey{}).(Actor); ok && a.ID != "" {
		return a, nil
	}
	return Actor{}, ErrUnauthenticated
}
