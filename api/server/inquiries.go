package server

import (
	"context"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/models"
)

type inquiryService struct {
	guituv1.UnimplementedInquiryServiceServer
	use *matcher.Service
}

func (s *inquiryService) CreateIdentityRequest(ctx context.Context, req *guituv1.CreateIdentityRequestRequest) (*guituv1.IdentityRequest, error) {
	return begin(ctx, s.use, req.GetIdentityRequest(), new(models.IdentityRequest), new(guituv1.IdentityRequest))
}

func (s *inquiryService) GetIdentityRequest(ctx context.Context, req *guituv1.GetIdentityRequestRequest) (*guituv1.IdentityRequest, error) {
	return read(ctx, s.use, models.IdentityRequests, req.GetName(), new(guituv1.IdentityRequest))
}

func (s *inquiryService) ListIdentityRequests(ctx context.Context, req *guituv1.ListIdentityRequestsRequest) (*guituv1.ListIdentityRequestsResponse, error) {
	page, next, err := list(ctx, s.use, models.IdentityRequests, req, func() *guituv1.IdentityRequest { return new(guituv1.IdentityRequest) })
	if err != nil {
		return nil, err
	}
	return &guituv1.ListIdentityRequestsResponse{IdentityRequests: page, NextPageToken: next}, nil
}

func (s *inquiryService) CreateIdentityRequestAct(ctx context.Context, req *guituv1.CreateIdentityRequestActRequest) (*guituv1.IdentityRequest, error) {
	return act(ctx, s.use, models.IdentityRequests, req, new(guituv1.IdentityRequest))
}

func (s *inquiryService) CreateInquiry(ctx context.Context, req *guituv1.CreateInquiryRequest) (*guituv1.Inquiry, error) {
	return begin(ctx, s.use, req.GetInquiry(), new(models.Inquiry), new(guituv1.Inquiry))
}

func (s *inquiryService) GetInquiry(ctx context.Context, req *guituv1.GetInquiryRequest) (*guituv1.Inquiry, error) {
	return read(ctx, s.use, models.Inquiries, req.GetName(), new(guituv1.Inquiry))
}

func (s *inquiryService) ListInquiries(ctx context.Context, req *guituv1.ListInquiriesRequest) (*guituv1.ListInquiriesResponse, error) {
	page, next, err := list(ctx, s.use, models.Inquiries, req, func() *guituv1.Inquiry { return new(guituv1.Inquiry) })
	if err != nil {
		return nil, err
	}
	return &guituv1.ListInquiriesResponse{Inquiries: page, NextPageToken: next}, nil
}

func (s *inquiryService) CreateInquiryAct(ctx context.Context, req *guituv1.CreateInquiryActRequest) (*guituv1.Inquiry, error) {
	return act(ctx, s.use, models.Inquiries, req, new(guituv1.Inquiry))
}
