package matcher

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// AddStep writes down what was done for the person of a record; now where no time is
// said. Errors: models.ErrNotFound, models.ErrInvalid.
func (s *Service) AddStep(ctx context.Context, step *models.RecordStep) (*models.RecordStep, error) {
	now := s.clock()
	if step.Time.IsZero() {
		step.Time = now
	}
	step.Undoes = 0
	if err := step.Validate(now); err != nil {
		return nil, err
	}
	return s.putStep(ctx, step)
}

// UndoStep takes back a step that was wrong, with a new step that says why.
// Errors: models.ErrNotFound, models.ErrPrecondition (undone before), models.ErrInvalid.
func (s *Service) UndoStep(ctx context.Context, record string, id int64, why string) (*models.RecordStep, error) {
	if why == "" {
		return nil, models.Invalid("reason", "请写明为什么撤销", "say why it is undone")
	}
	return s.putStep(ctx, &models.RecordStep{Record: record, Undoes: id, Note: why})
}

func (s *Service) putStep(ctx context.Context, step *models.RecordStep) (*models.RecordStep, error) {
	r, err := changeable(ctx, s.Records.files, step.Record)
	if err == nil {
		err = s.store.InTx(ctx, func(tx store.Tx) error {
			if err := tx.AddStep(ctx, step); err != nil {
				return err
			}
			return s.countStep(ctx, tx, r, step)
		})
	}
	if err != nil {
		return nil, fmt.Errorf("step: %w", err)
	}
	return step, nil
}

// Steps lists what was done for the person of a record, as it was entered.
// Errors: models.ErrNotFound.
func (s *Service) Steps(ctx context.Context, record string) ([]models.RecordStep, error) {
	if _, err := s.Records.load(ctx, record); err != nil {
		return nil, fmt.Errorf("steps: %w", err)
	}
	steps, err := s.store.Steps(ctx, record)
	if err != nil {
		return nil, fmt.Errorf("steps: %w", err)
	}
	return steps[record], s.audit(ctx, models.ActionRead, "steps", record)
}

// WorkList is which deadlines are asked for; empty fields ask for all.
type WorkList struct {
	Record  string
	Station string
	Area    string            // GB/T 2260 digits with which the place begins where the person was found
	Due     []models.DueState // all but LATER where empty
}

// mostDue is how many proceedings a work list tells; the counts are of all.
const mostDue = 10_000

// Deadlines returns what must be done, the most pressing first, and how many there are of
// each state. They are reckoned when asked: nothing is ever late because a job was.
// Errors: models.ErrNotFound (the record).
func (s *Service) Deadlines(ctx context.Context, asked WorkList) (due []models.Deadline, counts map[models.DueState]int, err error) {
	a, err := accessOf(ctx)
	if err != nil {
		return nil, nil, err
	}
	var records []*models.Record
	var steps map[string][]models.RecordStep
	if asked.Record != "" {
		records = make([]*models.Record, 1)
		if records[0], err = s.Records.load(ctx, asked.Record); err == nil {
			steps, err = s.store.Steps(ctx, asked.Record)
		}
	} else {
		records, err = s.store.DueRecords(ctx, store.Filter{Origin: asked.Station, Within: a.within(models.Records)})
		if err == nil {
			steps, err = s.store.DueSteps(ctx)
		}
	}
	if err != nil {
		return nil, nil, fmt.Errorf("deadlines: %w", err)
	}
	counts = map[models.DueState]int{}
	reckon := s.deadlines.At(s.clock())
	for _, r := range records {
		if !strings.HasPrefix(r.FoundPlace.Code, asked.Area) {
			continue
		}
		for d := range reckon.Of(r, steps[r.Name]) {
			counts[d.State]++
			if asked.wants(d.State) {
				due = append(due, d)
			}
		}
	}
	if due, err = s.addProceedings(ctx, a, asked, due, counts); err != nil {
		return nil, nil, fmt.Errorf("deadlines: %w", err)
	}
	return mostPressingFirst(due), counts, s.audit(ctx, models.ActionList, "deadlines")
}

// mostPressingFirst sorts by when deadlines end. What is sorted is their numbers: a deadline is
// large, and there are tens of thousands.
func mostPressingFirst(due []models.Deadline) []models.Deadline {
	order := make([]int32, len(due))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(i, j int32) int {
		a, b := &due[i], &due[j]
		return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.Record, b.Record), cmp.Compare(i, j))
	})
	sorted := make([]models.Deadline, len(due))
	for to, from := range order {
		sorted[to] = due[from]
	}
	return sorted
}

// wants reports whether deadlines in that state are asked for.
func (w WorkList) wants(state models.DueState) bool {
	return slices.Contains(w.Due, state) || len(w.Due) == 0 && (state != models.DueLater || w.Record != "")
}

// addProceedings adds what is due in proceedings: a hospital that waits for its answer, a visit,
// a lead without an outcome, ten days in care …
func (s *Service) addProceedings(ctx context.Context, a access, asked WorkList, due []models.Deadline, counts map[models.DueState]int) ([]models.Deadline, error) {
	now := s.clock()
	begins := s.deadlines.States(now)
	f := store.ProceedingFilter{Open: true, Station: asked.Station, Area: asked.Area, Record: asked.Record, Within: a.proceedings()}
	ends := []time.Time{now, begins.Tomorrow, begins.Later, now.AddDate(100, 0, 0)}
	before, err := s.store.CountDue(ctx, f, ends...)
	if err != nil {
		return nil, err
	}
	last := 0
	for i, state := range models.DueStates {
		counts[state] += before[i] - last
		last = before[i]
	}
	f.DueBy = begins.Later
	if asked.wants(models.DueLater) {
		f.DueBy = ends[3]
	}
	page, _, err := s.store.ListProceedings(ctx, f, mostDue, "")
	if err != nil {
		return nil, err
	}
	for _, p := range page {
		d := models.ProceedingDeadline(p)
		if d.State = s.deadlines.State(d.Due, now); asked.wants(d.State) {
			d.Due = d.Due.In(s.deadlines.Zone())
			due = append(due, d)
		}
	}
	return due, nil
}
