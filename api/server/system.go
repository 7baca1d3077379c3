package server

import (
	"context"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/models"
)

// System knows how the service itself is: what runs it has that.
type System interface {
	// State returns how the service is now.
	State(ctx context.Context) (*guituv1.System, error)
}

type systemService struct {
	guituv1.UnimplementedSystemServiceServer
	use     System
	numbers Parameters
}

func (s *systemService) GetSystem(ctx context.Context, _ *guituv1.GetSystemRequest) (*guituv1.System, error) {
	if s.use == nil {
		return nil, models.ErrUnavailable
	}
	return s.use.State(ctx)
}
