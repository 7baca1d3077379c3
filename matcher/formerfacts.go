package matcher

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// What happened before the store counted anything, counted from what is held of it.

// formerPage says how many proceedings, cases or records are looked at together.
const formerPage = 500

// CountFormer counts, once, what happened before things were counted as they happen: families
// found, first notices and DNA requests, and the admissions, placements and reunions that
// records and cases tell. It is entered as of now, so that what was known on an earlier day
// stays what it was, and a month that was reported shows it as a correction. What was erased,
// and of what category people were, nothing tells any more. It returns how many facts were
// added; on every later start there is nothing to do.
func (s *Service) CountFormer(ctx context.Context) (counted int, err error) {
	since, done, err := s.store.Counting(ctx)
	if err != nil || done {
		return 0, err
	}
	ctx = models.WithActor(ctx, models.System())
	if err := s.nameEvents(ctx); err != nil {
		return 0, fmt.Errorf("name what was counted: %w", err)
	}
	f := formerEvents{core: &s.core, since: since, left: map[string]time.Time{}}
	if err := f.cases(ctx); err != nil {
		return 0, fmt.Errorf("count former cases: %w", err)
	}
	if err := f.records(ctx); err != nil {
		return 0, fmt.Errorf("count former steps: %w", err)
	}
	err = s.store.InTx(ctx, func(tx store.Tx) error {
		w := tx.ProceedingWriter()
		if err := w.AddFacts(ctx, f.facts...); err != nil {
			return err
		}
		return w.CountedFormer(ctx)
	})
	if err != nil {
		return 0, fmt.Errorf("count what was before: %w", err)
	}
	return len(f.facts), nil
}

// nameEvents says of facts that were counted before their events were named which those are.
// It can be done again.
func (s *Service) nameEvents(ctx context.Context) error {
	for token := ""; ; {
		page, next, err := s.store.ListProceedings(ctx, store.ProceedingFilter{}, formerPage, token)
		if err != nil {
			return err
		}
		err = s.store.InTx(ctx, func(tx store.Tx) error {
			for _, p := range page {
				if err := tx.ProceedingWriter().NameFacts(ctx, models.FactsOf(p, 1)...); err != nil {
					return err
				}
			}
			return nil
		})
		if token = next; err != nil || token == "" {
			return err
		}
	}
}

// formerEvents gathers what happened before a time.
type formerEvents struct {
	*core
	since time.Time
	facts []models.Fact
	left  map[string]time.Time // when the people of records were brought home
}

func (f *formerEvents) cases(ctx context.Context) error {
	for token := ""; ; {
		page, next, err := f.store.ListCases(ctx, store.CaseFilter{}, formerPage, token)
		if err != nil {
			return err
		}
		for _, c := range page {
			if err := f.oneCase(ctx, c); err != nil {
				return err
			}
		}
		if token = next; token == "" {
			return nil
		}
	}
}

// oneCase counts a confirmation that stood when counting began.
func (f *formerEvents) oneCase(ctx context.Context, c *models.Case) error {
	var confirmed, reunited *models.Step
	undone := map[int]bool{}
	for _, step := range c.History {
		if step.Time.Before(f.since) {
			undone[step.Undoes] = true
		}
	}
	for i := range c.History {
		step := &c.History[i]
		if !step.Time.Before(f.since) || undone[step.Number] {
			continue
		}
		switch step.Kind {
		case models.StepConfirm:
			confirmed = step
		case models.StepReunite:
			reunited = step
		}
	}
	if confirmed == nil {
		return nil
	}
	r, err := f.store.Records().Get(ctx, c.Record)
	if err != nil {
		return ignoreGone(err)
	}
	steps, err := f.store.Steps(ctx, c.Record)
	if err != nil {
		return err
	}
	f.facts = append(f.facts, f.caseFacts(c, confirmed, r, steps[c.Record])...)
	if reunited != nil {
		f.left[c.Record] = reunited.Time
	}
	return nil
}

func (f *formerEvents) records(ctx context.Context) error {
	entered, err := f.store.StepsAfter(ctx, 0)
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	var names []string
	for _, step := range entered {
		if !seen[step.Record] {
			seen[step.Record] = true
			names = append(names, step.Record)
		}
	}
	for len(names) > 0 {
		page := names[:min(len(names), formerPage)]
		names = names[len(page):]
		found, err := f.store.Records().GetAll(ctx, page)
		if err != nil {
			return err
		}
		steps, err := f.store.Steps(ctx, page...)
		if err != nil {
			return err
		}
		for _, r := range found {
			f.oneRecord(r, steps[r.Name])
		}
	}
	return nil
}

// oneRecord counts the steps of a record that stood when counting began.
func (f *formerEvents) oneRecord(r *models.Record, all []models.RecordStep) {
	var steps []models.RecordStep
	undone := map[int64]bool{}
	for _, s := range all {
		if s.EnterTime.Before(f.since) {
			steps = append(steps, s)
			undone[s.Undoes] = true
		}
	}
	first := map[models.StepName]*models.RecordStep{}
	for i := range steps {
		s := &steps[i]
		if s.Undoes != 0 || undone[s.ID] || first[s.Step] != nil {
			continue
		}
		first[s.Step] = s
		if _, ok := stepRules[s.Step]; ok {
			f.facts = append(f.facts, f.stepFacts(r, s, steps)...)
		}
	}
	admitted := first[models.StepAdmitted]
	if admitted == nil {
		return
	}
	add := func(m models.Measure, key string, day, since models.Date) {
		f.facts = append(f.facts, models.Fact{Event: r.Name, Measure: m, Key: key, Day: day, Since: since, Amount: 1, Area: r.FoundPlace.Code, Station: r.Station})
	}
	came := models.DayOf(admitted.Time)
	add(models.MeasureAdmissions, keyOther, came, "")
	way, left := f.leaving(r, first[models.StepPlaced])
	if way != "" {
		add(models.MeasureLeavings, way, max(came, models.DayOf(left)), came)
	}
}

// keyOther names the kind of what no kind was said of.
const keyOther = "OTHER"

// leaving tells how and when a person left of whom only the record and the case tell: as placed,
// reunited, or no later than the record's last change if it is closed otherwise. An empty way
// is still in care.
func (f *formerEvents) leaving(r *models.Record, placed *models.RecordStep) (way string, when time.Time) {
	home, ok := f.left[r.Name]
	switch {
	case placed != nil:
		return string(models.LeavePlaced), placed.Time
	case ok:
		return keyOther, home
	case r.Status == models.RecordReunited, r.Status == models.RecordClosed, r.Status == models.RecordPlaced:
		return keyOther, r.UpdateTime
	}
	return "", time.Time{}
}

// inCare reports whether the admission of a person counts whom no stay tells of, and no leaving.
func inCare(counted []models.Fact) bool {
	in := 0
	for _, f := range counted {
		switch f.Measure {
		case models.MeasureAdmissions:
			in += f.Amount
		case models.MeasureLeavings:
			in -= f.Amount
		}
	}
	return in > 0
}

// takeOverAdmission takes back the admission that a record's step alone told, if a stay of the
// person begins who had not left: the stay tells it, and more.
func (d *core) takeOverAdmission(ctx context.Context, tx store.Tx, record string) error {
	counted, err := tx.ProceedingWriter().FactsOf(ctx, record)
	if err != nil || !inCare(counted) {
		return err
	}
	return d.takeBack(ctx, tx, record, models.MeasureAdmissions)
}

// leaveFormer counts the leaving of a person whose admission a record's step alone told.
func (d *core) leaveFormer(ctx context.Context, tx store.Tx, record, way string, when time.Time) error {
	w := tx.ProceedingWriter()
	counted, err := w.FactsOf(ctx, record)
	if err != nil || !inCare(counted) {
		return err
	}
	i := slices.IndexFunc(counted, func(f models.Fact) bool { return f.Measure == models.MeasureAdmissions })
	f := counted[i]
	f.Measure, f.Key, f.Since, f.Day, f.Amount = models.MeasureLeavings, way, f.Day, max(f.Day, models.DayOf(when)), 1
	return w.AddFacts(ctx, f)
}
