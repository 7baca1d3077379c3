package server

import (
	"context"
	"errors"
	"strings"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/models"
)

// Parameters are the versions of the numbers that weigh evidence: what runs the service
// keeps them. A version that is named wrongly is models.ErrInvalid, one that is not kept
// models.ErrNotFound.
type Parameters interface {
	// Try ranks up to sample open records with the version and returns what it would move.
	Try(ctx context.Context, version string, sample int) (*guituv1.TryParametersResponse, error)

	// Learn learns a version from the decided cases and keeps it. Errors:
	// models.ErrPrecondition (too little was decided).
	Learn(ctx context.Context) (*guituv1.LearnParametersResponse, error)

	// Propose asks another person to put the version in force. Errors:
	// models.ErrPrecondition (it is in force).
	Propose(ctx context.Context, version, reason string) (*guituv1.Parameters, error)

	// Use puts the version in force that another person has proposed, or takes the last
	// change back. Errors: models.ErrPrecondition (neither is so), models.ErrPermission (it
	// is the actor's own proposal).
	Use(ctx context.Context, version string) (*guituv1.Parameters, error)

	// Dismiss ends the proposal of the version. Errors: models.ErrPrecondition.
	Dismiss(ctx context.Context, version string) (*guituv1.Parameters, error)
}

// How many records parameters are tried on: a page waits for the answer.
const (
	usualSample = 100
	mostSample  = 500
)

// mostReason is how long the reason of a proposal may be, in bytes.
const mostReason = 2000

// mayWeigh returns the keeper of the parameters if the actor may decide by which numbers
// people are weighed: these are one for the whole country.
func (s *systemService) mayWeigh(ctx context.Context) (Parameters, error) {
	if s.numbers == nil {
		return nil, models.ErrUnavailable
	}
	if actor, err := models.ActorFrom(ctx); err != nil || actor.Areas != models.Nationwide {
		return nil, errors.Join(models.Refused(models.ErrPermission, "参数对全国的记录生效，需要全国范围的管理员", "parameters hold for records of the whole country: an administrator for all of it must ask"), err)
	}
	return s.numbers, nil
}

func (s *systemService) TryParameters(ctx context.Context, req *guituv1.TryParametersRequest) (*guituv1.TryParametersResponse, error) {
	numbers, err := s.mayWeigh(ctx)
	if err != nil {
		return nil, err
	}
	sample, err := pageLimit(req.GetSampleSize(), usualSample, mostSample)
	if err != nil {
		return nil, err
	}
	return numbers.Try(ctx, req.GetVersion(), sample)
}

func (s *systemService) LearnParameters(ctx context.Context, _ *guituv1.LearnParametersRequest) (*guituv1.LearnParametersResponse, error) {
	numbers, err := s.mayWeigh(ctx)
	if err != nil {
		return nil, err
	}
	return numbers.Learn(ctx)
}

func (s *systemService) ProposeParameters(ctx context.Context, req *guituv1.ProposeParametersRequest) (*guituv1.Parameters, error) {
	numbers, err := s.mayWeigh(ctx)
	if err != nil {
		return nil, err
	}
	reason := strings.TrimSpace(req.GetReason())
	if reason == "" || len(reason) > mostReason {
		return nil, models.Invalid("reason", "请写明为什么换用，不超过 600 字", "say why, in at most 2,000 bytes")
	}
	return numbers.Propose(ctx, req.GetVersion(), reason)
}

func (s *systemService) UseParameters(ctx context.Context, req *guituv1.UseParametersRequest) (*guituv1.Parameters, error) {
	numbers, err := s.mayWeigh(ctx)
	if err != nil {
		return nil, err
	}
	return numbers.Use(ctx, req.GetVersion())
}

func (s *systemService) DismissParameters(ctx context.Context, req *guituv1.DismissParametersRequest) (*guituv1.Parameters, error) {
	numbers, err := s.mayWeigh(ctx)
	if err != nil {
		return nil, err
	}
	return numbers.Dismiss(ctx, req.GetVersion())
}
