package server

import (
	"context"
	"log/slog"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// Entries on a page of a list if the caller asks for none, and at most.
const (
	usualList = 50
	mostList  = 1000
)

type records struct {
	guituv1.UnimplementedRecordServiceServer
	use *matcher.Registry[*models.Record]
	log *slog.Logger
}

func (s *records) CreateRecord(ctx context.Context, req *guituv1.CreateRecordRequest) (*guituv1.Record, error) {
	record, found, err := s.use.Register(ctx, recordIn(req.GetRecord()))
	if err != nil {
		return nil, err
	}
	out := recordOut(record)
	out.Matches = each(found, matchOut)
	return out, nil
}

func (s *records) GetRecord(ctx context.Context, req *guituv1.GetRecordRequest) (*guituv1.Record, error) {
	record, err := s.use.Get(ctx, req.GetName())
	if err != nil {
		return nil, err
	}
	return recordOut(record), nil
}

func (s *records) ListRecords(ctx context.Context, req *guituv1.ListRecordsRequest) (*guituv1.ListRecordsResponse, error) {
	limit, err := pageLimit(req.GetPageSize(), usualList, mostList)
	if err != nil {
		return nil, err
	}
	filter := store.Filter{
		ExternalID: req.GetExternalId(), Origin: req.GetStation(),
		Status: wordOf[string](req.GetStatus()), OpenOnly: req.GetOpenOnly(),
	}
	if filter.Times, err = timesOf(req.GetFilter()); err != nil {
		return nil, err
	}
	page, next, err := s.use.List(ctx, filter, limit, req.GetPageToken())
	if err != nil {
		return nil, err
	}
	return &guituv1.ListRecordsResponse{Records: each(page, recordOut), NextPageToken: next}, nil
}

func (s *records) UpdateRecord(ctx context.Context, req *guituv1.UpdateRecordRequest) (*guituv1.Record, error) {
	in := req.GetRecord()
	record, err := s.use.Change(ctx, in.GetName(), in.GetEtag(), func(r *models.Record) error {
		now := recordOut(r)
		if err := patch(now, in, req.GetUpdateMask()); err != nil {
			return err
		}
		recordInto(r, now)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return recordOut(record), nil
}

func (s *records) DeleteRecord(ctx context.Context, req *guituv1.DeleteRecordRequest) (*guituv1.DeleteRecordResponse, error) {
	pending, err := s.use.Remove(ctx, req.GetName(), req.GetEtag())
	if err != nil {
		return nil, err
	}
	return &guituv1.DeleteRecordResponse{IndexPending: pending}, nil
}

func (s *records) SearchRecordsText(ctx context.Context, req *guituv1.SearchRecordsTextRequest) (*guituv1.SearchRecordsTextResponse, error) {
	limit, err := pageLimit(req.GetPageSize(), usualList, mostList)
	if err != nil {
		return nil, err
	}
	found, err := s.use.SearchText(ctx, req.GetQuery(), limit)
	if err != nil {
		return nil, err
	}
	return &guituv1.SearchRecordsTextResponse{Records: each(found, recordOut)}, nil
}
