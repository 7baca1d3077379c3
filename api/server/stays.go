package server

import (
	"context"

	"google.golang.org/genproto/googleapis/api/httpbody"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/models"
)

type stayService struct {
	guituv1.UnimplementedStayServiceServer
	use *matcher.Service
}

func (s *stayService) CreateStay(ctx context.Context, req *guituv1.CreateStayRequest) (*guituv1.Stay, error) {
	return begin(ctx, s.use, req.GetStay(), new(models.Stay), new(guituv1.Stay))
}

func (s *stayService) GetStay(ctx context.Context, req *guituv1.GetStayRequest) (*guituv1.Stay, error) {
	return read(ctx, s.use, models.Stays, req.GetName(), new(guituv1.Stay))
}

func (s *stayService) ListStays(ctx context.Context, req *guituv1.ListStaysRequest) (*guituv1.ListStaysResponse, error) {
	page, next, err := list(ctx, s.use, models.Stays, req, func() *guituv1.Stay { return new(guituv1.Stay) })
	if err != nil {
		return nil, err
	}
	return &guituv1.ListStaysResponse{Stays: page, NextPageToken: next}, nil
}

func (s *stayService) CreateStayAct(ctx context.Context, req *guituv1.CreateStayActRequest) (*guituv1.Stay, error) {
	return act(ctx, s.use, models.Stays, req, new(guituv1.Stay))
}

func (s *stayService) CreateEscort(ctx context.Context, req *guituv1.CreateEscortRequest) (*guituv1.Escort, error) {
	return begin(ctx, s.use, req.GetEscort(), new(models.Escort), new(guituv1.Escort))
}

func (s *stayService) GetEscort(ctx context.Context, req *guituv1.GetEscortRequest) (*guituv1.Escort, error) {
	return read(ctx, s.use, models.Escorts, req.GetName(), new(guituv1.Escort))
}

func (s *stayService) ListEscorts(ctx context.Context, req *guituv1.ListEscortsRequest) (*guituv1.ListEscortsResponse, error) {
	page, next, err := list(ctx, s.use, models.Escorts, req, func() *guituv1.Escort { return new(guituv1.Escort) })
	if err != nil {
		return nil, err
	}
	return &guituv1.ListEscortsResponse{Escorts: page, NextPageToken: next}, nil
}

func (s *stayService) CreateEscortAct(ctx context.Context, req *guituv1.CreateEscortActRequest) (*guituv1.Escort, error) {
	return act(ctx, s.use, models.Escorts, req, new(guituv1.Escort))
}

func (s *stayService) GetProceedingFile(ctx context.Context, req *guituv1.GetProceedingFileRequest) (*httpbody.HttpBody, error) {
	content, contentType, err := s.use.File(ctx, req.GetParent(), req.GetSha256())
	if err != nil {
		return nil, err
	}
	return &httpbody.HttpBody{ContentType: contentType, Data: content}, nil
}
