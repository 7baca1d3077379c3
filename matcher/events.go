package matcher

import (
	"context"
	"fmt"
	"slices"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// Event says how much something that happened counts in a number of the statistics, with what
// the actor may see of it.
type Event struct {
	store.CountedEvent        // Name is empty if it was erased, or is not the actor's to see
	Erased             bool   // nothing but the number is left of it
	State              string // as it is now; empty if it is not the actor's to see
	Record             string
	Place              string
}

// Events lists what a number of the statistics adds up from, as it is counted now, the latest
// first. A number is opened to those in whose areas, or of whose station, it is: of others even
// a large one is closed, since what it consists of would tell people.
// Errors: models.ErrInvalid, models.ErrPermission.
func (s *Service) Events(ctx context.Context, p Period, measure models.Measure, key string, limit int, token string) (events []Event, next string, err error) {
	a, err := mayCount(ctx)
	if err != nil {
		return nil, "", err
	}
	if !a.Areas.Cover(p.Area) && (p.Station == "" || p.Station != a.Station) {
		return nil, "", models.Refused(models.ErrPermission, "辖区以外的数字不能展开到人和事；请写明本辖区或本站", "numbers outside your areas are not opened: name your area or station")
	}
	if !slices.Contains(models.Measures, measure) {
		return nil, "", models.Invalid("measure", fmt.Sprintf("应为 %v 之一", models.Measures), fmt.Sprintf("must be one of %v", models.Measures))
	}
	filter, err := p.filter()
	if err != nil {
		return nil, "", err
	}
	counted, next, err := s.store.CountedEvents(ctx, store.Number{FactFilter: filter, Measure: measure, Key: key}, limit, token)
	if err != nil {
		return nil, "", fmt.Errorf("events: %w", err)
	}
	var told []string
	for _, c := range counted {
		e := Event{CountedEvent: c, Erased: c.Name == ""}
		if err := s.tellEvent(ctx, a, &e); err != nil {
			return nil, "", fmt.Errorf("events: %w", err)
		}
		if e.Name != "" {
			told = append(told, e.Name)
		}
		events = append(events, e)
	}
	return events, next, s.audit(ctx, models.ActionList, fmt.Sprintf("statistics %s %s", measure, key), told...)
}

// tellEvent adds what the actor may see of an event; of another only that it counts is left.
func (s *Service) tellEvent(ctx context.Context, a access, e *Event) error {
	name := e.Name
	e.Name = ""
	if _, ok := models.ProceedingKindOf(name); ok {
		p, err := proceedingOf(ctx, s.store, name)
		if err != nil {
			return ignoreGone(err)
		}
		d := p.Head()
		e.Name, e.State, e.Place, e.Record = name, d.State, d.Place.Text, d.Record
		return nil
	}
	if !a.Role.May(models.ReadPeople) {
		return nil
	}
	if kind, _ := models.KindOf(name); kind == models.Records {
		r, err := s.Records.load(ctx, name)
		if err == nil {
			e.Name, e.State, e.Place, e.Record = name, string(r.Status), r.FoundPlace.Text, name
		}
		return ignoreGone(err)
	}
	c, err := s.Cases.caseOf(ctx, name)
	if err == nil {
		e.Name, e.State, e.Record = name, string(c.State), c.Record
	}
	return ignoreGone(err)
}
