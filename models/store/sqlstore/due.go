package sqlstore

import (
	"context"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// DueRecords reads what deadlines are reckoned from; see store.Steps.
func (s *Store) DueRecords(ctx context.Context, filter store.Filter) (records []*models.Record, err error) {
	filter.OpenOnly = true
	where, args := conditions(filter)
	err = s.each(ctx, "SELECT name, external_id, origin, status, area, create_time, found_date, dna FROM subjects WHERE kind = 'records' AND "+where+"true",
		func(scan func(...any) error) error {
			var created int64
			r := new(models.Record)
			err := scan(&r.Name, &r.ExternalID, &r.Station, &r.Status, &r.FoundPlace.Code, &created, &r.FoundDate, &r.DNA.Status)
			r.CreateTime = fromNanos(created)
			records = append(records, r)
			return err
		}, args...)
	return records, fail("read what is due", err)
}

// DueSteps reads the steps of open records without their notes; see store.Steps.
func (s *Store) DueSteps(ctx context.Context) (map[string][]models.RecordStep, error) {
	steps := map[string][]models.RecordStep{}
	err := s.each(ctx, `SELECT s.id, s.record, s.step, s.time, coalesce(s.undoes, 0) FROM record_steps s
		JOIN subjects r ON r.name = s.record WHERE r.open ORDER BY s.id`, func(scan func(...any) error) error {
		var step models.RecordStep
		var taken int64
		err := scan(&step.ID, &step.Record, &step.Step, &taken, &step.Undoes)
		step.Time = fromNanos(taken)
		steps[step.Record] = append(steps[step.Record], step)
		return err
	})
	return steps, fail("read steps", err)
}

// StepsAfter reads which steps were entered since; see store.Steps.
func (s *Store) StepsAfter(ctx context.Context, id int64) (steps []models.RecordStep, err error) {
	err = s.each(ctx, "SELECT id, record FROM record_steps WHERE id > ? ORDER BY id", func(scan func(...any) error) error {
		var step models.RecordStep
		err := scan(&step.ID, &step.Record)
		steps = append(steps, step)
		return err
	}, id)
	return steps, fail("read new steps", err)
}
