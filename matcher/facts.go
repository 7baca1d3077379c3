package matcher

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// What is counted of cases and of records' steps; what proceedings count stands in models.

// countCase counts that the last step of a case found a family, or takes it back.
func (d *core) countCase(ctx context.Context, tx store.Tx, c *models.Case) error {
	step := &c.History[len(c.History)-1]
	undone := models.StepKind("")
	if step.Kind == models.StepUndo && step.Undoes > 0 {
		undone = c.History[step.Undoes-1].Kind
	}
	switch {
	case undone == models.StepConfirm:
		return d.takeBack(ctx, tx, c.Name, models.MeasureFound, models.MeasureConfirmed, models.MeasureIdentityDays)
	case undone == models.StepReunite:
		return d.takeBack(ctx, tx, c.Record, models.MeasureLeavings)
	case step.Kind == models.StepReunite:
		return d.leaveFormer(ctx, tx, c.Record, keyOther, step.Time)
	case step.Kind != models.StepConfirm:
		return nil
	}
	r, err := tx.RecordWriter().Get(ctx, c.Record)
	if err != nil {
		return err
	}
	steps, err := d.store.Steps(ctx, c.Record)
	if err != nil {
		return err
	}
	return tx.ProceedingWriter().AddFacts(ctx, d.caseFacts(c, step, r, steps[c.Record])...)
}

// takeBack takes away what an event counts in some measures, as it was counted: what it would
// count now may be another.
func (d *core) takeBack(ctx context.Context, tx store.Tx, event string, measures ...models.Measure) error {
	w := tx.ProceedingWriter()
	counted, err := w.FactsOf(ctx, event)
	if err != nil {
		return err
	}
	left := map[models.Fact]int{}
	for _, f := range counted {
		if n := f.Amount; slices.Contains(measures, f.Measure) {
			f.Amount = 0
			left[f] += n
		}
	}
	var facts []models.Fact
	for f, n := range left {
		if f.Amount = -n; n != 0 {
			facts = append(facts, f)
		}
	}
	return w.AddFacts(ctx, facts...)
}

// caseFacts returns what the confirmation of a case counts.
func (d *core) caseFacts(c *models.Case, step *models.Step, r *models.Record, steps []models.RecordStep) []models.Fact {
	days := max(0, int(step.Time.Sub(d.deadlines.Admitted(r, steps))/(24*time.Hour)))
	facts := []models.Fact{
		{Measure: models.MeasureFound, Key: pointedBy(&c.Match), Amount: 1},
		{Measure: models.MeasureConfirmed, Key: confirmedBy(c), Amount: 1},
		{Measure: models.MeasureIdentityDays, Amount: days},
	}
	for i := range facts {
		facts[i].Event, facts[i].Day, facts[i].Area, facts[i].Station = c.Name, models.DayOf(step.Time), r.FoundPlace.Code, r.Station
	}
	return facts
}

// pointedBy returns which evidence said most for a pair.
func pointedBy(m *models.Match) string {
	best, key := 0.0, "OTHER"
	for _, e := range m.Evidence {
		if e.Weight <= best {
			continue
		}
		best = e.Weight
		switch e.Feature {
		case "face":
			key = "FACE"
		case "name":
			key = "NAME"
		case "marks":
			key = "MARKS"
		case "eventPlace", "nativePlace", "places", "accent":
			key = "PLACES"
		default:
			key = "OTHER"
		}
	}
	return key
}

// confirmedBy returns the strongest of the verifications that support a case.
func confirmedBy(c *models.Case) string {
	held := map[models.ItemKind]bool{}
	for _, i := range c.Standing() {
		held[i.Kind] = held[i.Kind] || i.Result == models.ResultSupports
	}
	for _, by := range []struct {
		kind models.ItemKind
		key  string
	}{
		{models.ItemDNA, "DNA"}, {models.ItemFingerprint, "FINGERPRINT"}, {models.ItemPoliceRecord, "POLICE"},
		{models.ItemFamilyVisit, "FAMILY"}, {models.ItemPhoneCall, "FAMILY"}, {models.ItemFamilyPhoto, "FAMILY"},
		{models.ItemFaceReview, "FACE"}, {models.ItemDocuments, "DOCUMENTS"},
	} {
		if held[by.kind] {
			return by.key
		}
	}
	return "OTHER"
}

// stepRules says which deadlines a step is held to in the statistics.
var stepRules = map[models.StepName]struct {
	rule    string
	measure models.Measure
}{
	models.StepNoticePublished: {"notice", models.MeasureNotice24h},
	models.StepDNARequested:    {"dna", models.MeasureDNA7d},
}

// countStep counts the first notice and the first DNA request of a record, in time or not,
// or takes it back. step has just been added in tx.
func (d *core) countStep(ctx context.Context, tx store.Tx, r *models.Record, step *models.RecordStep) error {
	if step.Step == models.StepPlaced {
		if step.Undoes != 0 {
			return d.takeBack(ctx, tx, r.Name, models.MeasureLeavings)
		}
		return d.leaveFormer(ctx, tx, r.Name, string(models.LeavePlaced), step.Time)
	}
	held, ok := stepRules[step.Step]
	if !ok {
		return nil
	}
	all, err := d.store.Steps(ctx, r.Name) // those before
	if err != nil {
		return err
	}
	steps := all[r.Name]
	switch {
	case !firstOf(steps, step.Step, cmp.Or(step.Undoes, step.ID)):
		return nil
	case step.Undoes != 0:
		return d.takeBack(ctx, tx, r.Name, held.measure)
	}
	return tx.ProceedingWriter().AddFacts(ctx, d.stepFacts(r, step, steps)...)
}

// firstOf reports whether none that stands of a kind of step was entered before the one of that
// number.
func firstOf(steps []models.RecordStep, kind models.StepName, id int64) bool {
	undone := map[int64]bool{}
	for _, s := range steps {
		if s.ID < id {
			undone[s.Undoes] = true
		}
	}
	return !slices.ContainsFunc(steps, func(s models.RecordStep) bool {
		return s.ID < id && s.Step == kind && s.Undoes == 0 && !undone[s.ID]
	})
}

// stepFacts returns what the first step of its kind of a record counts.
func (d *core) stepFacts(r *models.Record, step *models.RecordStep, steps []models.RecordStep) []models.Fact {
	held := stepRules[step.Step]
	due, ok := d.deadlines.Until(held.rule, r.FoundPlace.Code, d.deadlines.Admitted(r, steps))
	if !ok {
		return nil
	}
	key := "NO"
	if !step.Time.After(due) {
		key = "YES"
	}
	return []models.Fact{{
		Event: r.Name, Measure: held.measure, Key: key, Day: models.DayOf(step.Time), Area: r.FoundPlace.Code, Station: r.Station, Amount: 1,
	}}
}
