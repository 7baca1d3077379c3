package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/pressly/goose/v3"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// dueMigration is schema 17: what deadlines are reckoned from stands in columns.
func (s *Store) dueMigration() *goose.Migration {
	return goose.NewGoMigration(17, &goose.GoFunc{RunTx: func(ctx context.Context, t *sql.Tx) error {
		if _, err := t.ExecContext(ctx, dueSchema); err != nil {
			return err
		}
		return s.fillDue(ctx, t)
	}}, nil)
}

const dueSchema = `
ALTER TABLE subjects ADD COLUMN found_date TEXT NOT NULL DEFAULT '';
ALTER TABLE subjects ADD COLUMN dna TEXT NOT NULL DEFAULT '';
`

// fillDue reads the columns out of every record. One that cannot be read has neither, and is
// reckoned from when it was made.
func (s *Store) fillDue(ctx context.Context, t *sql.Tx) (err error) {
	type row struct {
		id      int64
		columns []any
	}
	var found []row
	rows, err := t.QueryContext(ctx, "SELECT id, name, doc, sealed FROM subjects WHERE kind = 'records'")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var id int64
		var name string
		var doc, sealed []byte
		if err := rows.Scan(&id, &name, &doc, &sealed); err != nil {
			return err
		}
		if len(doc) == 0 {
			doc, _ = s.ring.Unseal(nil, sealed, name) // nothing, where it is damaged
		}
		var r models.Record
		if json.Unmarshal(doc, &r) == nil && (r.FoundDate != "" || r.DNA.Status != "") {
			found = append(found, row{id, dueColumns(&r)})
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, r := range found {
		if _, err := t.ExecContext(ctx, "UPDATE subjects SET found_date = ?, dna = ? WHERE id = ?", append(r.columns, r.id)...); err != nil {
			return err
		}
	}
	return nil
}

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
