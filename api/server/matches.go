package server

import (
	"context"
	"errors"
	"strings"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/models"
)

// Matches in a list if the caller asks for none, and at most.
const (
	usualMatches = 20
	mostMatches  = 200
)

type matches struct {
	guituv1.UnimplementedMatchServiceServer
	use *matcher.Service
}

func (s *matches) ListRecordMatches(ctx context.Context, req *guituv1.ListRecordMatchesRequest) (*guituv1.ListRecordMatchesResponse, error) {
	limit, err := pageLimit(req.GetPageSize(), usualMatches, mostMatches)
	if err != nil {
		return nil, err
	}
	found, err := s.use.Records.Matches(ctx, req.GetParent(), limit)
	if err != nil {
		return nil, err
	}
	questions, err := s.use.QuestionsOf(ctx, req.GetParent(), found.Matches)
	if err != nil {
		return nil, err
	}
	out := &guituv1.ListRecordMatchesResponse{
		Matches: each(found.Matches, matchOut), Questions: each(questions, questionOut),
		Photos: each(found.Photos, photoOut), Remark: found.Remark.Zh, RemarkEn: found.Remark.En,
	}
	if req.GetSummaries() {
		err = addOthers(ctx, s.use, models.Records, out.Matches)
	}
	return out, err
}

func (s *matches) ListNoticeMatches(ctx context.Context, req *guituv1.ListNoticeMatchesRequest) (*guituv1.ListNoticeMatchesResponse, error) {
	limit, err := pageLimit(req.GetPageSize(), usualMatches, mostMatches)
	if err != nil {
		return nil, err
	}
	found, err := s.use.Notices.Matches(ctx, req.GetParent(), limit)
	if err != nil {
		return nil, err
	}
	out := &guituv1.ListNoticeMatchesResponse{
		Matches: each(found.Matches, matchOut), Photos: each(found.Photos, photoOut), Remark: found.Remark.Zh, RemarkEn: found.Remark.En,
	}
	if req.GetSummaries() {
		err = addOthers(ctx, s.use, models.Notices, out.Matches)
	}
	return out, err
}

func (s *matches) SearchMatches(ctx context.Context, req *guituv1.SearchMatchesRequest) (*guituv1.SearchMatchesResponse, error) {
	limit, err := pageLimit(req.GetPageSize(), usualMatches, mostMatches)
	if err != nil {
		return nil, err
	}
	side, err := kindIn("side", req.GetSide())
	if err != nil {
		return nil, err
	}
	probe := matcher.Description{
		Person:     personIn(req.GetPerson()),
		EventDate:  models.Date(req.GetEventDate()),
		EventPlace: placeIn(req.GetEventPlace()),
		Prints:     each(req.GetFingerprints(), fingerprintIn),
	}
	if req.GetPhoto() != nil {
		probe.Photo = new(photoIn(req.GetPhoto()))
	}
	found, err := s.use.Search(ctx, probe, side, limit)
	if err != nil {
		return nil, asDescribed(err)
	}
	out := &guituv1.SearchMatchesResponse{Matches: each(found.Matches, matchOut), Remark: found.Remark.Zh, RemarkEn: found.Remark.En}
	for _, p := range found.Photos {
		out.Photo = photoOut(p)
	}
	if side == models.Notices {
		questions, err := s.use.QuestionsFor(ctx, probe, found.Matches)
		if err != nil {
			return nil, err
		}
		out.Questions = each(questions, questionOut)
	}
	if req.GetSummaries() {
		err = addOthers(ctx, s.use, side.Opposite(), out.Matches)
	}
	return out, err
}

func (s *matches) ListMatches(ctx context.Context, req *guituv1.ListMatchesRequest) (*guituv1.ListMatchesResponse, error) {
	limit, err := pageLimit(req.GetPageSize(), usualMatches, mostMatches)
	if err != nil {
		return nil, err
	}
	page, next, err := s.use.StrongPairs(ctx, req.GetMinProbability(), limit, req.GetPageToken())
	if err != nil {
		return nil, err
	}
	return &guituv1.ListMatchesResponse{Matches: each(page, matchOut), NextPageToken: next}, nil
}

func (s *matches) RematchMatches(ctx context.Context, req *guituv1.RematchMatchesRequest) (*guituv1.RematchMatchesResponse, error) {
	pass, err := s.use.Rematch(ctx, req.GetAnew())
	if err != nil {
		return nil, err
	}
	return &guituv1.RematchMatchesResponse{
		Done: new(small(pass.Done)), Total: new(small(pass.Total)), Strong: new(small(pass.Strong)), New: new(small(pass.New)),
		Parameters: pass.Parameters, StartTime: timeOut(pass.StartTime), UpdateTime: timeOut(pass.UpdateTime), EndTime: timeOut(pass.EndTime),
	}, nil
}

func (s *matches) CompareMatch(ctx context.Context, req *guituv1.CompareMatchRequest) (*guituv1.Match, error) {
	match, err := s.use.Compare(ctx, req.GetRecord(), req.GetNotice())
	if err != nil {
		return nil, err
	}
	return matchOut(match), nil
}

func questionOut(q matcher.Question) *guituv1.Question {
	return &guituv1.Question{
		Field: q.Field, Value: q.Value, Text: q.Text.Zh, TextEn: q.Text.En, Bits: &q.Bits, Separates: new(small(q.Separates)),
	}
}

// described maps the fields of a record or a notice to those of a description.
var described = strings.NewReplacer("photos[0]", "photo",
	"foundDate", "eventDate", "missingDate", "eventDate", "foundPlace", "eventPlace", "missingPlace", "eventPlace")

// asDescribed names the wrong fields of a description as the caller wrote them.
func asDescribed(err error) error {
	invalid, ok := errors.AsType[*models.InvalidError](err)
	if !ok {
		return err
	}
	named := &models.InvalidError{Violations: make([]models.Violation, len(invalid.Violations))}
	for i, v := range invalid.Violations {
		named.Violations[i] = models.Violation{Field: described.Replace(v.Field), Text: v.Text}
	}
	return named
}
