package server

import (
	"context"
	"log/slog"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

type notices struct {
	guituv1.UnimplementedNoticeServiceServer
	use *matcher.Registry[*models.Notice]
	all *matcher.Service
	log *slog.Logger
}

func (s *notices) RevealNotice(ctx context.Context, req *guituv1.RevealNoticeRequest) (*guituv1.Notice, error) {
	notice, err := s.all.Reveal(ctx, req.GetName(), req.GetPurpose())
	if err != nil {
		return nil, err
	}
	return noticeOut(notice), nil
}

func (s *notices) CreateNotice(ctx context.Context, req *guituv1.CreateNoticeRequest) (*guituv1.Notice, error) {
	notice, found, err := s.use.Register(ctx, noticeIn(req.GetNotice()))
	if err != nil {
		return nil, err
	}
	out := noticeOut(notice)
	out.Matches = each(found, matchOut)
	return out, nil
}

func (s *notices) GetNotice(ctx context.Context, req *guituv1.GetNoticeRequest) (*guituv1.Notice, error) {
	notice, err := s.use.Get(ctx, req.GetName())
	if err != nil {
		return nil, err
	}
	return noticeOut(notice), nil
}

func (s *notices) ListNotices(ctx context.Context, req *guituv1.ListNoticesRequest) (*guituv1.ListNoticesResponse, error) {
	limit, err := pageLimit(req.GetPageSize(), usualList, mostList)
	if err != nil {
		return nil, err
	}
	filter := store.Filter{
		ExternalID: req.GetExternalId(), Origin: req.GetSource(),
		Status: wordOf[string](req.GetStatus()), OpenOnly: req.GetOpenOnly(),
	}
	if filter.Times, err = timesOf(req.GetFilter()); err != nil {
		return nil, err
	}
	page, next, err := s.use.List(ctx, filter, limit, req.GetPageToken())
	if err != nil {
		return nil, err
	}
	return &guituv1.ListNoticesResponse{Notices: each(page, noticeOut), NextPageToken: next}, nil
}

func (s *notices) UpdateNotice(ctx context.Context, req *guituv1.UpdateNoticeRequest) (*guituv1.Notice, error) {
	in := req.GetNotice()
	notice, err := s.use.Change(ctx, in.GetName(), in.GetEtag(), func(n *models.Notice) error {
		now := noticeOut(n)
		if err := patch(now, in, req.GetUpdateMask()); err != nil {
			return err
		}
		noticeInto(n, now)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return noticeOut(notice), nil
}

func (s *notices) DeleteNotice(ctx context.Context, req *guituv1.DeleteNoticeRequest) (*guituv1.DeleteNoticeResponse, error) {
	pending, err := s.use.Remove(ctx, req.GetName(), req.GetEtag())
	if err != nil {
		return nil, err
	}
	return &guituv1.DeleteNoticeResponse{IndexPending: pending}, nil
}

func (s *notices) SearchNoticesText(ctx context.Context, req *guituv1.SearchNoticesTextRequest) (*guituv1.SearchNoticesTextResponse, error) {
	limit, err := pageLimit(req.GetPageSize(), usualList, mostList)
	if err != nil {
		return nil, err
	}
	found, err := s.use.SearchText(ctx, req.GetQuery(), limit)
	if err != nil {
		return nil, err
	}
	return &guituv1.SearchNoticesTextResponse{Notices: each(found, noticeOut)}, nil
}
