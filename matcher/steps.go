package matcher

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

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

// dueReadPage is how many records are looked at in one read.
const dueReadPage = 1000

// Deadlines returns what must be done, the most pressing first, and how many there are of
// each state. They are reckoned when asked: nothing is ever late because a job was.
// Errors: models.ErrNotFound (the record).
func (s *Service) Deadlines(ctx context.Context, asked WorkList) (due []models.Deadline, counts map[models.DueState]int, err error) {
	counts = map[models.DueState]int{}
	take := func(records []*models.Record) error {
		found, err := s.deadlinesOf(ctx, asked.Area, records)
		for _, d := range found {
			counts[d.State]++
			if slices.Contains(asked.Due, d.State) || len(asked.Due) == 0 && (d.State != models.DueLater || asked.Record != "") {
				due = append(due, d)
			}
		}
		return err
	}
	if asked.Record != "" {
		var r *models.Record
		if r, err = s.Records.load(ctx, asked.Record); err == nil {
			err = take([]*models.Record{r})
		}
	} else {
		err = s.eachOpenRecord(ctx, asked.Station, take)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("deadlines: %w", err)
	}
	slices.SortStableFunc(due, func(a, b models.Deadline) int {
		return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.Record, b.Record))
	})
	return due, counts, s.audit(ctx, models.ActionList, "deadlines")
}

func (s *Service) eachOpenRecord(ctx context.Context, station string, do func([]*models.Record) error) error {
	a, err := accessOf(ctx)
	if err != nil {
		return err
	}
	for token := ""; ; {
		page, next, err := s.Records.files.List(ctx, store.Filter{Origin: station, OpenOnly: true, Within: a.within(models.Records)}, dueReadPage, token)
		if err != nil {
			return err
		}
		if err := do(page); err != nil || next == "" {
			return err
		}
		token = next
	}
}

func (s *Service) deadlinesOf(ctx context.Context, area string, records []*models.Record) (due []models.Deadline, err error) {
	records = slices.DeleteFunc(records, func(r *models.Record) bool { return !strings.HasPrefix(r.FoundPlace.Code, area) })
	steps, err := s.store.Steps(ctx, namesOf(records)...)
	if err != nil {
		return nil, err
	}
	for _, r := range records {
		due = append(due, s.deadlines.Of(r, steps[r.Name], s.clock())...)
	}
	return due, nil
}
