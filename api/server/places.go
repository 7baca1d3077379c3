package server

import (
	"context"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/matcher/places"
	"github.com/guitu-project/guitu/models"
)

type placeService struct {
	guituv1.UnimplementedPlaceServiceServer
	use *matcher.Service
}

func (s *placeService) LocatePlaces(ctx context.Context, req *guituv1.LocatePlacesRequest) (*guituv1.LocatePlacesResponse, error) {
	limit, err := pageLimit(req.GetPageSize(), usualMatches, mostMatches)
	if err != nil {
		return nil, err
	}
	found, err := s.use.Locate(ctx, req.GetHeard(), req.GetAccent(), limit)
	if err != nil {
		return nil, err
	}
	return &guituv1.LocatePlacesResponse{Places: each(found, locatedOut)}, nil
}

// Places in a completion if the caller asks for none, and at most.
const (
	usualCompletions = 10
	mostCompletions  = 50
)

func (s *placeService) CompletePlaces(ctx context.Context, req *guituv1.CompletePlacesRequest) (*guituv1.CompletePlacesResponse, error) {
	limit, err := pageLimit(req.GetPageSize(), usualCompletions, mostCompletions)
	if err != nil {
		return nil, err
	}
	found, err := s.use.CompletePlaces(ctx, req.GetQuery(), limit)
	if err != nil {
		return nil, err
	}
	return &guituv1.CompletePlacesResponse{Places: each(found, completedOut)}, nil
}

func completedOut(a places.Area) *guituv1.CompletedPlace {
	return &guituv1.CompletedPlace{Text: a.Name, Code: a.Code, Level: guituv1.CompletedPlace_Level(a.Level)}
}

func locatedOut(l places.Located) *guituv1.LocatedPlace {
	matched := make([]*guituv1.LocatedPlace_MatchedName, len(l.Matched))
	for i, m := range l.Matched {
		matched[i] = &guituv1.LocatedPlace_MatchedName{Heard: m.Heard, Name: m.Name, Code: m.Code}
	}
	return &guituv1.LocatedPlace{
		Place:   placeOut(models.Place{Text: l.Name, Code: l.Code, Latitude: l.Latitude, Longitude: l.Longitude}),
		Weight:  &l.Weight,
		Matched: matched,
	}
}
