package server

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"
	"google.golang.org/grpc/status"

	"github.com/guitu-project/guitu/api/auth"
)

// RequestIDHeader carries the id under which a call stands in the log.
const RequestIDHeader = "x-request-id"

// watch stands around every call: it counts, logs, catches panics, and turns what
// went wrong into a status.
type watch struct {
	log     *slog.Logger
	calls   *prometheus.CounterVec
	seconds *prometheus.HistogramVec
}

func newWatch(log *slog.Logger, metrics prometheus.Registerer) *watch {
	w := &watch{
		log: log,
		calls: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "guitu_calls_total", Help: "Calls that were answered, by method and gRPC code.",
		}, []string{"method", "code"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "guitu_call_seconds", Help: "How long calls took, by method.", Buckets: prometheus.ExponentialBuckets(.001, 2, 15),
		}, []string{"method"}),
	}
	if metrics != nil {
		metrics.MustRegister(w.calls, w.seconds)
	}
	return w
}

func (w *watch) unary(ctx context.Context, req any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (resp any, err error) {
	err = w.around(ctx, info.FullMethod, func() error {
		resp, err = next(ctx, req)
		return err
	})
	return resp, err
}

func (w *watch) stream(srv any, stream grpc.ServerStream, info *grpc.StreamServerInfo, next grpc.StreamHandler) error {
	return w.around(stream.Context(), info.FullMethod, func() error { return next(srv, stream) })
}

func (w *watch) around(ctx context.Context, method string, call func() error) error {
	start := time.Now()
	log := w.log.With("method", method)
	if id := metadata.ValueFromIncomingContext(ctx, RequestIDHeader); len(id) == 1 && len(id[0]) <= 64 {
		log = log.With("request", id[0])
	}
	err := Status(ctx, log, caught(call)).Err()
	took, code := time.Since(start), status.Code(err).String()
	w.calls.WithLabelValues(method, code).Inc()
	w.seconds.WithLabelValues(method).Observe(took.Seconds())
	if p, ok := peer.FromContext(ctx); !ok || p.Addr.Network() != auth.InProcess { // the gateway has its own log
		log.InfoContext(ctx, "grpc", "code", code, "took", took)
	}
	return err
}

// caught runs call and makes an error of a panic: one caller's bad luck must not
// end the service for all.
func caught(call func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
		}
	}()
	return call()
}
