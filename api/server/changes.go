package server

import (
	"context"

	"github.com/guitu-project/guitu/api/auth"
	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/models"
)

// Changes on a page if the caller asks for none, and at most.
const (
	usualChanges = 500
	mostChanges  = 1000
)

type changes struct {
	guituv1.UnimplementedChangeServiceServer
	use *matcher.Service
}

func (s *changes) ListChanges(ctx context.Context, req *guituv1.ListChangesRequest) (*guituv1.ListChangesResponse, error) {
	limit, err := pageLimit(req.GetPageSize(), usualChanges, mostChanges)
	if err != nil {
		return nil, err
	}
	sides := []models.Kind{models.Records, models.Notices}
	if req.GetKind() != guituv1.Side_SIDE_UNSPECIFIED {
		kind, err := kindIn("kind", req.GetKind())
		if err != nil {
			return nil, err
		}
		sides = []models.Kind{kind}
	}
	for _, side := range sides {
		if err := auth.KeyAllows(ctx, readScope(side)); err != nil {
			return nil, err
		}
	}
	feed, err := s.use.ChangesSince(ctx, req.GetSince(), sides, limit)
	if err != nil {
		return nil, err
	}
	return &guituv1.ListChangesResponse{Changes: each(feed.Entries, changeOut), Cursor: feed.Cursor, More: feed.More}, nil
}

func changeOut(e models.JournalEntry) *guituv1.Change {
	out := &guituv1.Change{Name: e.Name, Type: valueOf[guituv1.Change_Type](e.Kind), MergedWith: e.Other}
	if !e.Time.IsZero() {
		out.Time = timeOut(e.Time)
	}
	return out
}
