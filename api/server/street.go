package server

import (
	"context"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/models"
)

type streetService struct {
	guituv1.UnimplementedStreetServiceServer
	use *matcher.Service
}

func (s *streetService) CreateRound(ctx context.Context, req *guituv1.CreateRoundRequest) (*guituv1.Round, error) {
	return begin(ctx, s.use, req.GetRound(), new(models.Round), new(guituv1.Round))
}

func (s *streetService) GetRound(ctx context.Context, req *guituv1.GetRoundRequest) (*guituv1.Round, error) {
	return read(ctx, s.use, models.Rounds, req.GetName(), new(guituv1.Round))
}

func (s *streetService) ListRounds(ctx context.Context, req *guituv1.ListRoundsRequest) (*guituv1.ListRoundsResponse, error) {
	page, next, err := list(ctx, s.use, models.Rounds, req, func() *guituv1.Round { return new(guituv1.Round) })
	if err != nil {
		return nil, err
	}
	return &guituv1.ListRoundsResponse{Rounds: page, NextPageToken: next}, nil
}

func (s *streetService) CreateRoundAct(ctx context.Context, req *guituv1.CreateRoundActRequest) (*guituv1.Round, error) {
	return act(ctx, s.use, models.Rounds, req, new(guituv1.Round))
}

func (s *streetService) CreateLead(ctx context.Context, req *guituv1.CreateLeadRequest) (*guituv1.Lead, error) {
	return begin(ctx, s.use, req.GetLead(), new(models.Lead), new(guituv1.Lead))
}

func (s *streetService) GetLead(ctx context.Context, req *guituv1.GetLeadRequest) (*guituv1.Lead, error) {
	return read(ctx, s.use, models.Leads, req.GetName(), new(guituv1.Lead))
}

func (s *streetService) ListLeads(ctx context.Context, req *guituv1.ListLeadsRequest) (*guituv1.ListLeadsResponse, error) {
	page, next, err := list(ctx, s.use, models.Leads, req, func() *guituv1.Lead { return new(guituv1.Lead) })
	if err != nil {
		return nil, err
	}
	return &guituv1.ListLeadsResponse{Leads: page, NextPageToken: next}, nil
}

func (s *streetService) CreateLeadAct(ctx context.Context, req *guituv1.CreateLeadActRequest) (*guituv1.Lead, error) {
	return act(ctx, s.use, models.Leads, req, new(guituv1.Lead))
}
