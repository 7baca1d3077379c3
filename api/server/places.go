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
