package server

import (
	"context"

	"google.golang.org/genproto/googleapis/api/httpbody"

	"github.com/guitu-project/guitu/api/auth"
	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/models"
)

type photos struct {
	guituv1.UnimplementedPhotoServiceServer
	use *matcher.Service
}

// readScope and writeScope return what an API key needs for what a side has.
func readScope(side models.Kind) models.Scope {
	if side == models.Notices {
		return models.ScopeReadNotices
	}
	return models.ScopeReadRecords
}

func writeScope(side models.Kind) models.Scope {
	if side == models.Notices {
		return models.ScopeWriteNotices
	}
	return models.ScopeWriteRecords
}

func (s *photos) CreatePhoto(ctx context.Context, req *guituv1.CreatePhotoRequest) (*guituv1.Photo, error) {
	kind, _ := models.KindOf(req.GetParent())
	if err := auth.KeyAllows(ctx, writeScope(kind)); err != nil {
		return nil, err
	}
	add := s.use.Records.AddPhoto
	if kind == models.Notices {
		add = s.use.Notices.AddPhoto
	}
	photo, pending, err := add(ctx, req.GetParent(), photoIn(req.GetPhoto()))
	if err != nil {
		return nil, err
	}
	out := photoOut(photo)
	out.IndexPending = pending
	return out, nil
}

func (s *photos) InspectPhoto(ctx context.Context, req *guituv1.InspectPhotoRequest) (*guituv1.InspectPhotoResponse, error) {
	photo, err := s.use.Inspect(ctx, models.Photo{Content: req.GetContent(), ContentType: req.GetContentType()})
	if err != nil {
		return nil, err
	}
	out := inspectedOut(photo)
	if !req.GetHeld() {
		return out, nil
	}
	held, err := s.use.SamePicture(ctx, photo)
	if err != nil {
		return nil, err
	}
	out.Held = each(held, func(h matcher.HeldPhoto) *guituv1.HeldPhoto {
		return &guituv1.HeldPhoto{Photo: h.Photo, Subject: h.Subject}
	})
	return out, nil
}

func (s *photos) GetPhoto(ctx context.Context, req *guituv1.GetPhotoRequest) (*httpbody.HttpBody, error) {
	side, err := s.use.PhotoSide(ctx, req.GetName())
	if err == nil {
		err = auth.KeyAllows(ctx, readScope(side))
	}
	if err != nil {
		return nil, err
	}
	photo, err := s.use.Photo(ctx, req.GetName())
	if err != nil {
		return nil, err
	}
	return &httpbody.HttpBody{ContentType: photo.ContentType, Data: photo.Content}, nil
}

func (s *photos) ReembedPhotos(ctx context.Context, req *guituv1.ReembedPhotosRequest) (*guituv1.ReembedPhotosResponse, error) {
	done, err := s.use.Reembed(ctx, req.GetModel(), req.GetPageToken())
	if err != nil {
		return nil, err
	}
	return &guituv1.ReembedPhotosResponse{
		Subjects: small(done.Subjects), Embedded: small(done.Embedded), Unchanged: small(done.Unchanged),
		NoFace: small(done.NoFace), Failed: small(done.Failed), NextPageToken: done.Next,
	}, nil
}

func (s *photos) DeletePhoto(ctx context.Context, req *guituv1.DeletePhotoRequest) (*guituv1.DeletePhotoResponse, error) {
	side, err := s.use.PhotoSide(ctx, req.GetName())
	if err == nil {
		err = auth.KeyAllows(ctx, writeScope(side))
	}
	if err != nil {
		return nil, err
	}
	pending, err := s.use.RemovePhoto(ctx, req.GetName())
	if err != nil {
		return nil, err
	}
	return &guituv1.DeletePhotoResponse{IndexPending: pending}, nil
}
