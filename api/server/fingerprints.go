package server

import (
	"context"

	"github.com/guitu-project/guitu/api/auth"
	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/models"
)

type fingerprints struct {
	guituv1.UnimplementedFingerprintServiceServer
	use *matcher.Service
}

func (s *fingerprints) CreateFingerprint(ctx context.Context, req *guituv1.CreateFingerprintRequest) (*guituv1.Fingerprint, error) {
	kind, _ := models.KindOf(req.GetParent())
	if err := auth.KeyAllows(ctx, writeScope(kind)); err != nil {
		return nil, err
	}
	add := s.use.Records.AddFingerprint
	if kind == models.Notices {
		add = s.use.Notices.AddFingerprint
	}
	added, pending, err := add(ctx, req.GetParent(), fingerprintIn(req.GetFingerprint()))
	if err != nil {
		return nil, err
	}
	out := fingerprintOut(req.GetParent())(added)
	out.IndexPending = pending
	return out, nil
}

func (s *fingerprints) DeleteFingerprint(ctx context.Context, req *guituv1.DeleteFingerprintRequest) (*guituv1.DeleteFingerprintResponse, error) {
	kind, _ := models.KindOf(req.GetName())
	if err := auth.KeyAllows(ctx, writeScope(kind)); err != nil {
		return nil, err
	}
	pending, err := s.use.RemoveFingerprint(ctx, req.GetName())
	if err != nil {
		return nil, err
	}
	return &guituv1.DeleteFingerprintResponse{IndexPending: pending}, nil
}
