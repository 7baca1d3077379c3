package server

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"
	"google.golang.org/grpc/status"

	"github.com/guitu-project/guitu/api/auth"
	"github.com/guitu-project/guitu/models"
)

// address is of a caller on a kind of network.
type address string

func (a address) Network() string { return string(a) }
func (a address) String() string  { return "192.0.2.7:1234" }

// chained calls a handler through interceptors, as a server does.
func chained(ctx context.Context, list []grpc.UnaryServerInterceptor, method string, handler grpc.UnaryHandler) (any, error) {
	info := &grpc.UnaryServerInfo{FullMethod: method}
	for i := len(list) - 1; i >= 0; i-- {
		next, around := handler, list[i]
		handler = func(ctx context.Context, req any) (any, error) { return around(ctx, req, info, next) }
	}
	return handler(ctx, nil)
}

// counted returns how many calls of a service ended with a code.
func counted(t *testing.T, registry *prometheus.Registry, service, code string) (sum float64) {
	t.Helper()
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range families {
		for _, m := range f.GetMetric() {
			labels := map[string]string{}
			for _, l := range m.GetLabel() {
				labels[l.GetName()] = l.GetValue()
			}
			if f.GetName() == "grpc_server_handled_total" && labels["grpc_service"] == service && labels["grpc_code"] == code {
				sum += m.GetCounter().GetValue()
			}
		}
	}
	return sum
}

func TestEveryCallIsCountedAndLogged(t *testing.T) {
	const secret = "许花东"
	for name, c := range map[string]struct {
		network string
		handler grpc.UnaryHandler
		code    codes.Code
		lines   []string // what the log says, in order
	}{
		"taken":        {"tcp", func(context.Context, any) (any, error) { return "yes", nil }, codes.OK, []string{"grpc.code=OK"}},
		"refused":      {"tcp", func(context.Context, any) (any, error) { return nil, models.Invalid("name", secret, secret) }, codes.InvalidArgument, []string{"grpc.code=InvalidArgument"}},
		"panics":       {"tcp", func(context.Context, any) (any, error) { panic("oops") }, codes.Internal, []string{"accident", "grpc.code=Internal"}},
		"unavailable":  {"tcp", func(context.Context, any) (any, error) { return nil, models.ErrUnavailable }, codes.Unavailable, []string{"unavailable", "grpc.code=Unavailable"}},
		"in-process":   {auth.InProcess, func(context.Context, any) (any, error) { return "yes", nil }, codes.OK, nil},
		"own status":   {"tcp", func(context.Context, any) (any, error) { return nil, status.Error(codes.NotFound, "no") }, codes.NotFound, []string{"grpc.code=NotFound"}},
		"failing disk": {"unix", func(context.Context, any) (any, error) { return nil, errors.New("disk") }, codes.Internal, []string{"accident", "grpc.code=Internal"}},
	} {
		t.Run(name, func(t *testing.T) {
			var text bytes.Buffer
			registry := prometheus.NewRegistry()
			o := newObservability(slog.New(slog.NewTextHandler(&text, nil)), registry)
			ctx := peer.NewContext(metadata.NewIncomingContext(t.Context(), metadata.Pairs(RequestIDHeader, "r-1")), &peer.Peer{Addr: net.Addr(address(c.network))})
			_, err := chained(ctx, o.unary(), "/guitu.v1.RecordService/GetRecord", c.handler)
			if s := status.Convert(err); s.Code() != c.code || strings.Contains(s.Message(), "oops") || strings.Contains(s.Message(), "disk") {
				t.Errorf("got %v", err)
			}
			if n := counted(t, registry, "guitu.v1.RecordService", c.code.String()); n != 1 {
				t.Errorf("%v calls are counted", n)
			}
			lines := strings.Split(strings.TrimSpace(text.String()), "\n")
			if c.lines == nil && text.Len() > 0 || c.lines != nil && len(lines) != len(c.lines) {
				t.Fatalf("the log:\n%s", text.String())
			}
			for i, want := range c.lines {
				if !strings.Contains(lines[i], want) || !strings.Contains(lines[i], "request=r-1") || !strings.Contains(lines[i], "GetRecord") {
					t.Errorf("line %d is %q, want %s", i, lines[i], want)
				}
			}
			if strings.Contains(text.String(), secret) || strings.Contains(text.String(), "192.0.2.7") {
				t.Errorf("the log says what a caller wrote, or from where:\n%s", text.String())
			}
		})
	}
}
