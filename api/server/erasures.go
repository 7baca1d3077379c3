package server

import (
	"context"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/models"
)

type erasures struct {
	guituv1.UnimplementedErasureServiceServer
	use *matcher.Service
}

func (s *erasures) Erase(ctx context.Context, req *guituv1.EraseRequest) (*guituv1.Erasure, error) {
	e, pending, err := s.use.Erase(ctx, req.GetName(), req.GetReason())
	if err != nil {
		return nil, err
	}
	out := erasureOut(*e)
	out.Pending = pending
	return out, nil
}

func (s *erasures) GetErasure(ctx context.Context, req *guituv1.GetErasureRequest) (*guituv1.Erasure, error) {
	e, err := s.use.Erasure(ctx, req.GetName())
	if err != nil {
		return nil, err
	}
	return erasureOut(*e), nil
}

func (s *erasures) ListErasures(ctx context.Context, req *guituv1.ListErasuresRequest) (*guituv1.ListErasuresResponse, error) {
	limit, err := pageLimit(req.GetPageSize(), usualList, mostList)
	if err != nil {
		return nil, err
	}
	page, next, err := s.use.Erasures(ctx, limit, req.GetPageToken())
	if err != nil {
		return nil, err
	}
	return &guituv1.ListErasuresResponse{Erasures: each(page, erasureOut), NextPageToken: next}, nil
}

func erasureOut(e models.Erasure) *guituv1.Erasure {
	return &guituv1.Erasure{Name: e.Name, Kind: string(e.Kind), EraseTime: timeOut(e.Time), Reason: e.Reason}
}
