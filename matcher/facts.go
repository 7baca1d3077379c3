package matcher

import (
	"context"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// What is counted of cases and of records' steps; what proceedings count stands in models.

// countCase counts that the last step of a case found a family, or takes it back.
func (d *core) countCase(ctx context.Context, tx store.Tx, c *models.Case) error {
	step, sign := &c.History[len(c.History)-1], 1
	if step.Kind == models.StepUndo && step.Undoes > 0 {
		step, sign = &c.History[step.Undoes-1], -1
	}
	if step.Kind != models.StepConfirm {
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
	days := max(0, int(step.Time.Sub(d.deadlines.Admitted(r, steps[c.Record]))/(24*time.Hour)))
	facts := []models.Fact{
		{Measure: models.MeasureFound, Key: pointedBy(&c.Match), Amount: sign},
		{Measure: models.MeasureConfirmed, Key: confirmedBy(c), Amount: sign},
		{Measure: models.MeasureIdentityDays, Amount: sign * days},
	}
	for i := range facts {
		facts[i].Day, facts[i].Area, facts[i].Station = models.DayOf(step.Time), r.FoundPlace.Code, r.Station
	}
	return tx.ProceedingWriter().AddFacts(ctx, facts...)
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
	held, ok := stepRules[step.Step]
	if !ok {
		return nil
	}
	all, err := d.store.Steps(ctx, r.Name) // those before
	if err != nil {
		return err
	}
	steps := all[r.Name]
	counted, sign := step.ID, 1
	if step.Undoes != 0 {
		counted, sign = step.Undoes, -1
	}
	undone := map[int64]bool{}
	for _, s := range steps {
		if s.ID < counted {
			undone[s.Undoes] = true
		}
	}
	for _, s := range steps {
		if s.ID < counted && s.Step == step.Step && s.Undoes == 0 && !undone[s.ID] {
			return nil // it was not the first
		}
	}
	due, ok := d.deadlines.Until(held.rule, r.FoundPlace.Code, d.deadlines.Admitted(r, steps))
	if !ok {
		return nil
	}
	key := "NO"
	if !step.Time.After(due) {
		key = "YES"
	}
	return tx.ProceedingWriter().AddFacts(ctx, models.Fact{
		Measure: held.measure, Key: key, Day: models.DayOf(step.Time), Area: r.FoundPlace.Code, Station: r.Station, Amount: sign,
	})
}
