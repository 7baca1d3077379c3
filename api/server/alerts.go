package server

import (
	"context"
	"time"

	"google.golang.org/grpc"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/models"
)

// A watcher gets a sign of life every heartbeat, so that both ends and all between
// know that the line stands; one that takes nothing for slowest is let go.
const (
	heartbeat = 15 * time.Second
	slowest   = 30 * time.Second
)

type alerts struct {
	guituv1.UnimplementedAlertServiceServer
	use  *matcher.Alerts
	quit <-chan struct{}
}

func (s *alerts) WatchMatches(req *guituv1.WatchMatchesRequest, stream grpc.ServerStreamingServer[guituv1.WatchMatchesResponse]) error {
	ctx, cancel := context.WithCancelCause(stream.Context())
	defer cancel(nil)
	go func() { // ends with the call
		select {
		case <-s.quit:
			cancel(models.Refused(models.ErrUnavailable, "本服务器正在停止：请重新连接，从最后收到的编号继续", "this server stops: connect again, and go on after the last alert that you got"))
		case <-ctx.Done():
		}
	}()
	err := s.use.Watch(ctx, req.After, heartbeat, func(a *models.Alert) error {
		out := &guituv1.WatchMatchesResponse{}
		if a != nil {
			out.Alert = alertOut(*a)
		}
		return sendSoon(stream, out, slowest)
	})
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	return err
}

// sendSoon sends, or gives up on a client that does not read for so long. Returning
// from the call then ends the send, too.
func sendSoon[T any](stream grpc.ServerStreamingServer[T], m *T, within time.Duration) error {
	sent := make(chan error, 1)
	go func() { sent <- stream.Send(m) }()
	patience := time.NewTimer(within)
	defer patience.Stop()
	select {
	case err := <-sent:
		return err
	case <-patience.C:
		return models.Refused(models.ErrUnavailable, "接收太慢，已断开；请从最后收到的编号继续", "the client is too slow: go on after the last alert that it got")
	}
}

func (s *alerts) ListAlerts(ctx context.Context, req *guituv1.ListAlertsRequest) (*guituv1.ListAlertsResponse, error) {
	limit, err := pageLimit(req.GetPageSize(), usualList, mostCases)
	if err != nil {
		return nil, err
	}
	page, err := s.use.List(ctx, req.GetAfter(), limit)
	if err != nil {
		return nil, err
	}
	return &guituv1.ListAlertsResponse{Alerts: each(page, alertOut)}, nil
}

func (s *alerts) ListDeliveries(ctx context.Context, req *guituv1.ListDeliveriesRequest) (*guituv1.ListDeliveriesResponse, error) {
	limit, err := pageLimit(req.GetPageSize(), usualList, mostCases)
	if err != nil {
		return nil, err
	}
	found, err := s.use.Deliveries(ctx, wordOf[models.DeliveryState](req.GetState()), limit)
	if err != nil {
		return nil, err
	}
	return &guituv1.ListDeliveriesResponse{Deliveries: each(found, deliveryOut)}, nil
}

func (s *alerts) RetryDelivery(ctx context.Context, req *guituv1.RetryDeliveryRequest) (*guituv1.Delivery, error) {
	d, err := s.use.Retry(ctx, req.GetAlert())
	if err != nil {
		return nil, err
	}
	return deliveryOut(d), nil
}

func alertOut(a models.Alert) *guituv1.Alert {
	zh, en := texts(a.Reasons)
	return &guituv1.Alert{Id: a.ID, Case: a.Case, Match: matchOut(a.Match), Reasons: zh, ReasonsEn: en, Time: timeOut(a.Time)}
}

func deliveryOut(d models.Delivery) *guituv1.Delivery {
	return &guituv1.Delivery{
		Alert: d.Alert, State: valueOf[guituv1.Delivery_State](d.State), Attempts: small(d.Attempts),
		NextTime: timeOut(d.Next), Error: d.Error, UpdateTime: timeOut(d.Time),
	}
}
