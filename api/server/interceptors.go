package server

import (
	"context"
	"fmt"
	"log/slog"
	"runtime/debug"

	grpcprometheus "github.com/grpc-ecosystem/go-grpc-middleware/providers/prometheus"
	"github.com/grpc-ecosystem/go-grpc-middleware/v2/interceptors"
	"github.com/grpc-ecosystem/go-grpc-middleware/v2/interceptors/logging"
	"github.com/grpc-ecosystem/go-grpc-middleware/v2/interceptors/recovery"
	"github.com/grpc-ecosystem/go-grpc-middleware/v2/interceptors/selector"
	"github.com/prometheus/client_golang/prometheus"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"

	"github.com/guitu-project/guitu/api/auth"
)

// RequestIDHeader carries the id under which a call stands in the log.
const RequestIDHeader = "x-request-id"

// requestField names that id in the log.
const requestField = "request"

// observability holds what stands around every call, from the outside in: metrics, the log,
// the status that an error becomes, and recovery from a panic.
type observability struct {
	log     *slog.Logger
	metrics *grpcprometheus.ServerMetrics
	logging []logging.Option
	recover recovery.Option
}

func newObservability(log *slog.Logger, registry prometheus.Registerer) *observability {
	o := &observability{
		log: log,
		metrics: grpcprometheus.NewServerMetrics(grpcprometheus.WithServerHandlingTimeHistogram(
			grpcprometheus.WithHistogramBuckets(prometheus.ExponentialBuckets(.001, 2, 15)))),
		logging: []logging.Option{
			logging.WithLogOnEvents(logging.FinishCall),
			logging.WithLevels(func(codes.Code) logging.Level { return logging.LevelInfo }), // Status warns of what is Guitu's own fault
			logging.WithDurationField(logging.DurationToDurationField),
			logging.WithFieldsFromContext(requestFields),
		},
		recover: recovery.WithRecoveryHandler(panicked),
	}
	if registry != nil {
		registry.MustRegister(o.metrics)
	}
	return o
}

func (o *observability) unary() []grpc.UnaryServerInterceptor {
	return []grpc.UnaryServerInterceptor{
		o.metrics.UnaryServerInterceptor(),
		selector.UnaryServerInterceptor(logging.UnaryServerInterceptor(logging.LoggerFunc(o.line), o.logging...), selector.MatchFunc(fromOutside)),
		func(ctx context.Context, req any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
			resp, err := next(ctx, req)
			return resp, o.status(ctx, info.FullMethod, err)
		},
		recovery.UnaryServerInterceptor(o.recover),
	}
}

func (o *observability) stream() []grpc.StreamServerInterceptor {
	return []grpc.StreamServerInterceptor{
		o.metrics.StreamServerInterceptor(),
		selector.StreamServerInterceptor(logging.StreamServerInterceptor(logging.LoggerFunc(o.line), o.logging...), selector.MatchFunc(fromOutside)),
		func(srv any, stream grpc.ServerStream, info *grpc.StreamServerInfo, next grpc.StreamHandler) error {
			return o.status(stream.Context(), info.FullMethod, next(srv, stream))
		},
		recovery.StreamServerInterceptor(o.recover),
	}
}

// status returns the error that a caller sees.
func (o *observability) status(ctx context.Context, method string, err error) error {
	return Status(ctx, o.log.With("method", method).With(requestFields(ctx)...), err).Err()
}

// logged are the fields of a call's line. An error's text is none of them, for it may quote
// what a caller wrote of a person, nor is the caller's address, which the trail holds.
var logged = map[string]bool{
	logging.ServiceFieldKey: true, logging.MethodFieldKey: true, "grpc.code": true, "grpc.duration": true, requestField: true,
}

func (o *observability) line(ctx context.Context, level logging.Level, message string, fields ...any) {
	var list []any
	for i := logging.Fields(fields).Iterator(); i.Next(); {
		if key, value := i.At(); logged[key] {
			list = append(list, key, value)
		}
	}
	o.log.Log(ctx, slog.Level(level), message, list...)
}

// fromOutside reports whether a call came over the network: the gateway's calls stand in its
// own log.
func fromOutside(ctx context.Context, _ interceptors.CallMeta) bool {
	p, ok := peer.FromContext(ctx)
	return !ok || p.Addr.Network() != auth.InProcess
}

// requestFields returns the id of a call for the log, if the caller gave one.
func requestFields(ctx context.Context) logging.Fields {
	if id := metadata.ValueFromIncomingContext(ctx, RequestIDHeader); len(id) == 1 && len(id[0]) <= 64 {
		return logging.Fields{requestField, id[0]}
	}
	return nil
}

// panicked makes an error of a panic: one caller's bad luck must not end the service for all.
func panicked(cause any) error { return fmt.Errorf("panic: %v\n%s", cause, debug.Stack()) }
