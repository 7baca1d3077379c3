package server

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"
	"google.golang.org/grpc/tap"

	"github.com/guitu-project/guitu/api/auth"
	"github.com/guitu-project/guitu/models"
)

// Limits of what callers may hold of the server at a time.
const (
	maxStreams    = 100              // calls under way on one connection
	maxStrangers  = 16               // calls under way of callers without a token; a message of each is in memory
	strangerTime  = 15 * time.Second // for a call without a token, its message included
	maxIdle       = 5 * time.Minute  // of a connection without a call
	pingEvery     = 2 * time.Minute  // when a connection is silent
	pingTimeout   = 20 * time.Second
	minClientPing = 30 * time.Second
)

// admission asks callers from outside this process for their token as soon as the
// headers of a call are read: the message, up to MaxMessage bytes, is read of callers
// who were admitted, and of a few strangers at a time. Calls over REST were admitted by
// the gateway.
type admission struct {
	guard     *auth.Guard
	strangers atomic.Int64
	log       *slog.Logger
}

func newAdmission(guard *auth.Guard, log *slog.Logger) *admission {
	return &admission{guard: guard, log: log}
}

// options returns what holds connections, calls and messages within their limits.
func (a *admission) options() []grpc.ServerOption {
	return []grpc.ServerOption{
		grpc.InTapHandle(a.tap),
		grpc.MaxRecvMsgSize(MaxMessage),
		grpc.MaxConcurrentStreams(maxStreams),
		grpc.ConnectionTimeout(strangerTime), // of the handshake
		grpc.KeepaliveParams(keepalive.ServerParameters{MaxConnectionIdle: maxIdle, Time: pingEvery, Timeout: pingTimeout}),
		grpc.KeepaliveEnforcementPolicy(keepalive.EnforcementPolicy{MinTime: minClientPing, PermitWithoutStream: true}),
	}
}

// tap returns the context of a call that may go on, or the status that ends it.
func (a *admission) tap(ctx context.Context, info *tap.Info) (context.Context, error) {
	if p, ok := peer.FromContext(ctx); ok && p.Addr.Network() == auth.InProcess {
		return ctx, nil
	}
	if a.guard.Public(info.FullMethodName) {
		return a.stranger(ctx)
	}
	admitted, err := a.guard.Admit(metadata.NewIncomingContext(ctx, info.Header), info.Header.Get("authorization"))
	if err != nil {
		return ctx, a.refuse(ctx, err)
	}
	return admitted, nil
}

// stranger bounds how many calls without a token are under way, and how long.
func (a *admission) stranger(ctx context.Context) (context.Context, error) {
	if a.strangers.Add(1) > maxStrangers {
		a.strangers.Add(-1)
		return ctx, a.refuse(ctx, models.Refused(models.ErrThrottled, "登录请求过多，请稍后再试", "too many calls without a token at a time: try again"))
	}
	bounded, cancel := context.WithTimeout(ctx, strangerTime)
	context.AfterFunc(bounded, func() {
		cancel()
		a.strangers.Add(-1)
	})
	return bounded, nil
}

func (a *admission) refuse(ctx context.Context, err error) error {
	return Status(ctx, a.log, err).Err()
}
