package server

import (
	"context"
	"time"

	"google.golang.org/grpc"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"

	"github.com/guitu-project/guitu/models"
)

// watchEvery is how often a health watch looks again.
const watchEvery = time.Second

// health answers whether the service can serve, as a whole (the empty name) and
// for each of its services, which stand and fall together.
type health struct {
	healthpb.UnimplementedHealthServer
	ready  func() error
	quit   <-chan struct{}
	server *grpc.Server
}

func (h *health) status() healthpb.HealthCheckResponse_ServingStatus {
	if h.ready() != nil {
		return healthpb.HealthCheckResponse_NOT_SERVING
	}
	return healthpb.HealthCheckResponse_SERVING
}

func (h *health) known(service string) bool {
	_, ok := h.server.GetServiceInfo()[service]
	return ok || service == ""
}

// Check answers once.
func (h *health) Check(_ context.Context, req *healthpb.HealthCheckRequest) (*healthpb.HealthCheckResponse, error) {
	if !h.known(req.GetService()) {
		return nil, models.ErrNotFound
	}
	return &healthpb.HealthCheckResponse{Status: h.status()}, nil
}

// List answers for every service.
func (h *health) List(context.Context, *healthpb.HealthListRequest) (*healthpb.HealthListResponse, error) {
	all := map[string]*healthpb.HealthCheckResponse{"": {Status: h.status()}}
	for name := range h.server.GetServiceInfo() {
		all[name] = &healthpb.HealthCheckResponse{Status: h.status()}
	}
	return &healthpb.HealthListResponse{Statuses: all}, nil
}

// Watch answers now and whenever the answer changes.
func (h *health) Watch(req *healthpb.HealthCheckRequest, stream grpc.ServerStreamingServer[healthpb.HealthCheckResponse]) error {
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	for last := healthpb.HealthCheckResponse_UNKNOWN; ; {
		now := healthpb.HealthCheckResponse_SERVICE_UNKNOWN // as the protocol wants it
		if h.known(req.GetService()) {
			now = h.status()
		}
		if now != last {
			if err := stream.Send(&healthpb.HealthCheckResponse{Status: now}); err != nil {
				return err
			}
			last = now
		}
		select {
		case <-tick.C:
		case <-h.quit:
			return models.ErrUnavailable
		case <-stream.Context().Done():
			return stream.Context().Err()
		}
	}
}
