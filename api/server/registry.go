package server

import (
	"context"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/models"
)

type registryService struct {
	guituv1.UnimplementedRegistryServiceServer
	use *matcher.Service
}

func (s *registryService) CreateRegistration(ctx context.Context, req *guituv1.CreateRegistrationRequest) (*guituv1.Registration, error) {
	return begin(ctx, s.use, req.GetRegistration(), new(models.Registration), new(guituv1.Registration))
}

func (s *registryService) GetRegistration(ctx context.Context, req *guituv1.GetRegistrationRequest) (*guituv1.Registration, error) {
	return read(ctx, s.use, models.Registrations, req.GetName(), new(guituv1.Registration))
}

func (s *registryService) ListRegistrations(ctx context.Context, req *guituv1.ListRegistrationsRequest) (*guituv1.ListRegistrationsResponse, error) {
	page, next, err := list(ctx, s.use, models.Registrations, req, func() *guituv1.Registration { return new(guituv1.Registration) })
	if err != nil {
		return nil, err
	}
	return &guituv1.ListRegistrationsResponse{Registrations: page, NextPageToken: next}, nil
}

func (s *registryService) CreateRegistrationAct(ctx context.Context, req *guituv1.CreateRegistrationActRequest) (*guituv1.Registration, error) {
	return act(ctx, s.use, models.Registrations, req, new(guituv1.Registration))
}
