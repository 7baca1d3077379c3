package server

import (
	"cmp"
	"context"
	"slices"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/models"
)

// addOthers adds the far side in short to the matches of a file of kind.
func addOthers(ctx context.Context, use *matcher.Service, kind models.Kind, list []*guituv1.Match) error {
	other := (*guituv1.Match).GetNotice
	if kind == models.Notices {
		other = (*guituv1.Match).GetRecord
	}
	return addShort(ctx, use, list, side[*guituv1.Match]{other, func(m *guituv1.Match, s *guituv1.Summary) { m.Other = s }})
}

// addSides adds both sides in short to cases.
func addSides(ctx context.Context, use *matcher.Service, list []*guituv1.Case) error {
	return addShort(ctx, use, list,
		side[*guituv1.Case]{(*guituv1.Case).GetRecord, func(c *guituv1.Case, s *guituv1.Summary) { c.RecordSummary = s }},
		side[*guituv1.Case]{(*guituv1.Case).GetNotice, func(c *guituv1.Case, s *guituv1.Summary) { c.NoticeSummary = s }})
}

// side is a file that an entry of a list names, and where its summary stands.
type side[T any] struct {
	name func(T) string
	put  func(T, *guituv1.Summary)
}

// addShort adds the files in short that the entries of a list name; those that the caller
// may not see stay out.
func addShort[T any](ctx context.Context, use *matcher.Service, list []T, sides ...side[T]) error {
	var names []string
	seen := map[string]bool{}
	for _, entry := range list {
		for _, s := range sides {
			if name := s.name(entry); !seen[name] {
				seen[name], names = true, append(names, name)
			}
		}
	}
	files, err := use.Summaries(ctx, names)
	if err != nil {
		return err
	}
	for _, entry := range list {
		for _, s := range sides {
			s.put(entry, summaryOut(files[s.name(entry)]))
		}
	}
	return nil
}

// shortNames is how many names a summary has at most.
const shortNames = 5

// summaryOut returns a file in short; nil of none.
func summaryOut(s models.Subject) *guituv1.Summary {
	if s == nil {
		return nil
	}
	entry := s.Common()
	person := personOut(&entry.Person)
	date, place := s.Event()
	out := &guituv1.Summary{
		Name: entry.Name, ExternalId: entry.ExternalID, Names: person.Names[:min(len(person.Names), shortNames)],
		Sex: person.Sex, BirthDate: person.BirthDate, AgeMin: person.AgeMin, AgeMax: person.AgeMax,
		EventDate: string(date), EventPlace: placeOut(place), NativePlace: person.NativePlace, Status: statusOf(s),
	}
	if photo := bestPhoto(entry.Photos); photo != nil {
		out.Photo, out.PhotoDate = photo.Name, string(photo.TakenDate)
	}
	return out
}

// bestPhoto returns the picture to show of a person: the one with the clearest face, else
// the first; nil of none.
func bestPhoto(photos []models.Photo) *models.Photo {
	quality := func(p models.Photo) float64 {
		best := 0.0
		for _, f := range p.Faces {
			best = max(best, float64(f.Quality))
		}
		return best
	}
	var pictures []models.Photo
	for _, p := range photos {
		if p.SHA256 != "" {
			pictures = append(pictures, p)
		}
	}
	if len(pictures) == 0 {
		return nil
	}
	best := slices.MaxFunc(pictures, func(a, b models.Photo) int { return cmp.Compare(quality(a), quality(b)) })
	return &best
}

func statusOf(s models.Subject) string {
	switch s := s.(type) {
	case *models.Record:
		return string(s.Status)
	case *models.Notice:
		return string(s.Status)
	}
	return ""
}
