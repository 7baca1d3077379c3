package auth

import (
	"context"
	"fmt"
	"strings"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"

	"github.com/guitu-project/guitu/models"
)

// Tokens knows to whom a token belongs. It is safe for concurrent use.
type Tokens interface {
	// Actor is the bearer of the token. Errors: models.ErrUnauthenticated.
	Actor(ctx context.Context, token string) (models.Actor, error)
}

// Guard lets nobody in without a known token.
type Guard struct {
	tokens Tokens
	public map[string]bool
}

// NewGuard is a Guard over tokens. public lists the full gRPC methods
// (/package.Service/Method) that need no token.
func NewGuard(tokens Tokens, public ...string) *Guard {
	g := &Guard{tokens: tokens, public: make(map[string]bool, len(public))}
	for _, method := range public {
		g.public[method] = true
	}
	return g
}

// Admit puts the bearer of the token into the context. authorization is every
// Authorization header of the call; there must be one, "Bearer TOKEN".
// Errors: models.ErrUnauthenticated.
func (g *Guard) Admit(ctx context.Context, authorization []string) (context.Context, error) {
	if len(authorization) != 1 {
		return nil, fmt.Errorf("%d authorization headers: %w", len(authorization), models.ErrUnauthenticated)
	}
	scheme, token, _ := strings.Cut(authorization[0], " ")
	if token = strings.TrimSpace(token); !strings.EqualFold(scheme, "Bearer") || token == "" {
		return nil, fmt.Errorf("no bearer token: %w", models.ErrUnauthenticated)
	}
	actor, err := g.tokens.Actor(ctx, token)
	if err != nil {
		return nil, fmt.Errorf("bearer token: %w", err)
	}
	return models.WithActor(ctx, actor), nil
}

// Unary guards unary calls.
func (g *Guard) Unary(ctx context.Context, req any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
	ctx, err := g.admitMethod(ctx, info.FullMethod)
	if err != nil {
		return nil, err
	}
	return next(ctx, req)
}

// Stream guards streams.
func (g *Guard) Stream(srv any, stream grpc.ServerStream, info *grpc.StreamServerInfo, next grpc.StreamHandler) error {
	ctx, err := g.admitMethod(stream.Context(), info.FullMethod)
	if err != nil {
		return err
	}
	return next(srv, &admitted{ServerStream: stream, ctx: ctx})
}

func (g *Guard) admitMethod(ctx context.Context, method string) (context.Context, error) {
	if g.public[method] {
		return ctx, nil
	}
	return g.Admit(ctx, metadata.ValueFromIncomingContext(ctx, "authorization"))
}

// admitted is a stream whose context has an actor.
type admitted struct {
	grpc.ServerStream
	ctx context.Context //nolint:containedctx // grpc.ServerStream hands its context out this way
}

func (a *admitted) Context() context.Context { return a.ctx }
