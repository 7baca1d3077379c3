package server

import (
	"context"
	"errors"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/models"
)

// System knows how the service itself is: what runs it has that.
type System interface {
	// State returns how the service is now.
	State(ctx context.Context) (*guituv1.System, error)

	// Try ranks up to sample open records with the version of the parameters and returns
	// what it would move. Errors: models.ErrNotFound.
	Try(ctx context.Context, version string, sample int) (*guituv1.TryParametersResponse, error)
}

// How many records parameters are tried on: a page waits for the answer.
const (
	usualSample = 100
	mostSample  = 500
)

type systemService struct {
	guituv1.UnimplementedSystemServiceServer
	use System
}

func (s *systemService) GetSystem(ctx context.Context, _ *guituv1.GetSystemRequest) (*guituv1.System, error) {
	if s.use == nil {
		return nil, models.ErrUnavailable
	}
	return s.use.State(ctx)
}

func (s *systemService) TryParameters(ctx context.Context, req *guituv1.TryParametersRequest) (*guituv1.TryParametersResponse, error) {
	if s.use == nil {
		return nil, models.ErrUnavailable
	}
	if actor, err := models.ActorFrom(ctx); err != nil || actor.Areas != models.Nationwide {
		return nil, errors.Join(models.Refused(models.ErrPermission, "试算涉及全国的记录，需要全国范围的管理员", "a trial looks at records of the whole country: an administrator for all of it must ask"), err)
	}
	sample, err := pageLimit(req.GetSampleSize(), usualSample, mostSample)
	if err != nil {
		return nil, err
	}
	return s.use.Try(ctx, req.GetVersion(), sample)
}
