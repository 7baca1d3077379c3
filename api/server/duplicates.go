package server

import (
	"context"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/models"
)

type duplicates struct {
	guituv1.UnimplementedDuplicateServiceServer
	use *matcher.Service
}

// files is what both registers do about the files of one person.
type files interface {
	Duplicates(ctx context.Context, name string, limit int) ([]models.Duplicate, error)
	Links(ctx context.Context, name string) ([]models.Link, error)
	Merge(ctx context.Context, file, of, reason string) (models.Link, error)
	Unmerge(ctx context.Context, file, of, reason string) (models.Link, error)
	Distinguish(ctx context.Context, file, of, reason string) (models.Link, error)
}

// of returns the register of a name; one that is of neither is unknown to the records.
func (s *duplicates) of(name string) files {
	if kind, _ := models.KindOf(name); kind == models.Notices {
		return s.use.Notices
	}
	return s.use.Records
}

func (s *duplicates) ListDuplicates(ctx context.Context, req *guituv1.ListDuplicatesRequest) (*guituv1.ListDuplicatesResponse, error) {
	limit, err := pageLimit(req.GetPageSize(), usualMatches, mostMatches)
	if err != nil {
		return nil, err
	}
	found, err := s.of(req.GetParent()).Duplicates(ctx, req.GetParent(), limit)
	if err != nil {
		return nil, err
	}
	said, err := s.of(req.GetParent()).Links(ctx, req.GetParent())
	if err != nil {
		return nil, err
	}
	return &guituv1.ListDuplicatesResponse{Duplicates: each(found, duplicateOut), History: each(said, tieOut)}, nil
}

func (s *duplicates) Merge(ctx context.Context, req *guituv1.MergeRequest) (*guituv1.Tie, error) {
	return tied(s.of(req.GetName()).Merge(ctx, req.GetName(), req.GetOf(), req.GetReason()))
}

func (s *duplicates) Unmerge(ctx context.Context, req *guituv1.UnmergeRequest) (*guituv1.Tie, error) {
	return tied(s.of(req.GetName()).Unmerge(ctx, req.GetName(), req.GetOf(), req.GetReason()))
}

func (s *duplicates) Distinguish(ctx context.Context, req *guituv1.DistinguishRequest) (*guituv1.Tie, error) {
	return tied(s.of(req.GetName()).Distinguish(ctx, req.GetName(), req.GetOf(), req.GetReason()))
}

func tied(t models.Link, err error) (*guituv1.Tie, error) {
	if err != nil {
		return nil, err
	}
	return tieOut(t), nil
}
