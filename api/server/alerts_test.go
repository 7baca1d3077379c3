package server

import (
	"errors"
	"testing"
	"time"

	"google.golang.org/grpc"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/models"
)

// line is a stream whose client reads only when it is let.
type line struct {
	grpc.ServerStreamingServer[guituv1.WatchMatchesResponse]
	read chan *guituv1.WatchMatchesResponse
	gone chan struct{}
}

func (l *line) Send(m *guituv1.WatchMatchesResponse) error {
	select {
	case l.read <- m:
		return nil
	case <-l.gone:
		return errors.New("the call is over")
	}
}

// A client that does not read is let go, and hears why; one that reads gets all.
func TestSlowWatcherIsLetGo(t *testing.T) {
	l := &line{read: make(chan *guituv1.WatchMatchesResponse, 1), gone: make(chan struct{})}
	defer close(l.gone)
	if err := sendSoon(l, &guituv1.WatchMatchesResponse{}, time.Hour); err != nil {
		t.Fatalf("a client that reads: %v", err)
	}
	err := sendSoon(l, &guituv1.WatchMatchesResponse{}, time.Millisecond)
	if refused, ok := errors.AsType[*models.RefusedError](err); !ok || !errors.Is(err, models.ErrUnavailable) || refused.Zh == "" {
		t.Errorf("a client that does not: %v", err)
	}
}
