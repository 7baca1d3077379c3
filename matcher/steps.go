package matcher

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// AddStep writes down what was done for the person of a record; now if no time is
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

// WorkList says which deadlines are asked for; empty fields ask for all.
type WorkList struct {
	Record  string
	Station string
	Area    string            // GB/T 2260 digits with which the place begins where the person was found
	Due     []models.DueState // all but LATER if empty

	From  int // so many of the list are passed over
	Limit int // at most so many are returned; all if 0
}

// mostDue is how many proceedings a work list tells; the counts are of all.
const mostDue = 10_000

// Due describes a part of a work list.
type Due struct {
	Deadlines []models.Deadline // the most pressing first
	More      bool              // the list goes on behind them
	Counts    map[models.DueState]int
}

// Deadlines returns what must be done, the most pressing first, and how many there are of
// each state. They are reckoned when asked: nothing is ever late because a job was.
// Errors: models.ErrNotFound (the record).
func (s *Service) Deadlines(ctx context.Context, asked WorkList) (Due, error) {
	a, err := accessOf(ctx)
	if err != nil {
		return Due{}, err
	}
	entries, err := s.dueEntries(ctx, asked)
	if err != nil {
		return Due{}, fmt.Errorf("deadlines: %w", err)
	}
	list := dueList{entries: entries, begins: s.deadlines.States(s.clock()), now: s.clock(), counts: map[models.DueState]int{}}
	for i, e := range entries {
		if (asked.Record != "" || a.seesAt(e.station, e.area)) && (asked.Station == "" || e.station == asked.Station) && strings.HasPrefix(e.area, asked.Area) {
			list.add(int32(i), asked)
		}
	}
	proceedings, err := s.dueProceedings(ctx, a, asked, list.counts)
	if err != nil {
		return Due{}, fmt.Errorf("deadlines: %w", err)
	}
	due := list.page(asked, proceedings)
	return due, s.audit(ctx, models.ActionList, "deadlines")
}

// dueEntries returns the records that a work list may be of, with their terms.
func (s *Service) dueEntries(ctx context.Context, asked WorkList) ([]*dueEntry, error) {
	if asked.Record == "" {
		return s.due.current(ctx, &s.core)
	}
	r, err := s.Records.load(ctx, asked.Record)
	if err != nil {
		return nil, err
	}
	steps, err := s.store.Steps(ctx, asked.Record)
	if err != nil {
		return nil, err
	}
	return []*dueEntry{entryOf(s.deadlines.At(s.clock()), r, steps[asked.Record])}, nil
}

// wants reports whether deadlines in that state are asked for.
func (w WorkList) wants(state models.DueState) bool {
	return slices.Contains(w.Due, state) || len(w.Due) == 0 && (state != models.DueLater || w.Record != "")
}

// earliest reports whether the states asked for are all up to one of them, so that the first of
// all that is due are the first of the list.
func (w WorkList) earliest() bool {
	ended := false
	for _, state := range models.DueStates {
		if ended && w.wants(state) {
			return false
		}
		ended = ended || !w.wants(state)
	}
	return true
}

// dueProceedings returns what is due in proceedings (a hospital that waits for its answer, a
// visit, a lead without an outcome, ten days in care), as many as the list can need, and adds
// all to the counts.
func (s *Service) dueProceedings(ctx context.Context, a access, asked WorkList, counts map[models.DueState]int) ([]models.Deadline, error) {
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
	most := mostDue
	if asked.Limit > 0 && asked.earliest() {
		most = min(mostDue, asked.From+asked.Limit+1)
	}
	page, _, err := s.store.ListProceedings(ctx, f, most, "")
	if err != nil {
		return nil, err
	}
	var due []models.Deadline
	for _, p := range page {
		d := models.ProceedingDeadline(p)
		if d.State = s.deadlines.State(d.Due, now); asked.wants(d.State) {
			d.Due = d.Due.In(s.deadlines.Zone())
			due = append(due, d)
		}
	}
	return due, nil
}
