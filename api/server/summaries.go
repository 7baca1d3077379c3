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
	files, err := use.Summaries(ctx, each(list, func(m *guituv1.Match) string { return other(m) }))
	if err != nil {
		return err
	}
	for _, m := range list {
		m.Other = summaryOut(files[other(m)])
	}
	return nil
}

// addSides adds both sides in short to cases.
func addSides(ctx context.Context, use *matcher.Service, list []*guituv1.Case) error {
	var names []string
	for _, c := range list {
		for _, name := range []string{c.GetRecord(), c.GetNotice()} {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	files, err := use.Summaries(ctx, names)
	if err != nil {
		return err
	}
	for _, c := range list {
		c.RecordSummary, c.NoticeSummary = summaryOut(files[c.GetRecord()]), summaryOut(files[c.GetNotice()])
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
