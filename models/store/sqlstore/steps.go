package sqlstore

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/guitu-project/guitu/models"
)

// AddStep writes a step; see store.StepWriter.
func (t *tx) AddStep(ctx context.Context, s *models.RecordStep) error {
	next := *s
	err := t.write(ctx, "add a step to "+s.Record, func(ctx context.Context) (err error) {
		if next.Actor, err = models.ActorFrom(ctx); err != nil {
			return err
		}
		var id int64
		err = t.queryRow(ctx, "SELECT id FROM subjects WHERE kind = ? AND name = ?", string(models.Records), next.Record).Scan(&id)
		if err != nil {
			return err
		}
		if next.Undoes != 0 {
			if err := t.undoable(ctx, &next); err != nil {
				return err
			}
		}
		next.Time, next.EnterTime = fromNanos(next.Time.UnixNano()), t.store.time()
		undoes := sql.NullInt64{Int64: next.Undoes, Valid: next.Undoes != 0}
		note := t.store.ring.Seal([]byte{}, []byte(next.Note), next.Record) // not nil, which would be NULL
		next.ID, err = t.insert(ctx, "INSERT INTO record_steps (record, step, time, undoes, actor, role, enter_time, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
			next.Record, string(next.Step), next.Time.UnixNano(), undoes, next.Actor.ID, string(next.Actor.Role), next.EnterTime.UnixNano(), note)
		if err != nil {
			return err
		}
		detail := "step " + string(next.Step)
		if next.Undoes != 0 {
			detail = fmt.Sprintf("undo step %d %s", next.Undoes, next.Step)
		}
		return t.audit(ctx, &models.Audit{Actor: next.Actor, Action: models.ActionUpdate, Objects: []string{next.Record}, Detail: detail})
	})
	if err == nil {
		*s = next
	}
	return err
}

// undoable checks what a step undoes, and takes over what it was.
func (t *tx) undoable(ctx context.Context, s *models.RecordStep) error {
	var nanos int64
	var undoes, undone sql.NullInt64
	err := t.queryRow(ctx, `SELECT step, time, undoes, (SELECT id FROM record_steps WHERE undoes = s.id)
		FROM record_steps s WHERE id = ? AND record = ?`, s.Undoes, s.Record).Scan(&s.Step, &nanos, &undoes, &undone)
	switch {
	case err != nil:
		return err
	case undoes.Valid:
		return models.Refused(models.ErrPrecondition, "这一步本身就是撤销，请重新登记原来的步骤", "this step undoes another: enter that one anew")
	case undone.Valid:
		return models.Refused(models.ErrPrecondition, "这一步已经撤销", "this step is undone already")
	}
	s.Time = fromNanos(nanos)
	return nil
}

// Steps reads the steps of records; see store.Steps.
func (s *Store) Steps(ctx context.Context, records ...string) (map[string][]models.RecordStep, error) {
	steps := map[string][]models.RecordStep{}
	err := s.each(ctx, `SELECT id, record, step, time, undoes, actor, role, enter_time, note FROM record_steps
		WHERE record IN (SELECT value FROM json_each(?)) ORDER BY id`, func(scan func(...any) error) error {
		var step models.RecordStep
		var undoes sql.NullInt64
		var taken, entered int64
		var note []byte
		if err := scan(&step.ID, &step.Record, &step.Step, &taken, &undoes, &step.Actor.ID, &step.Actor.Role, &entered, &note); err != nil {
			return err
		}
		text, err := s.ring.Unseal(nil, note, step.Record)
		if s.damage.spares(fmt.Sprintf("step %d of %s", step.ID, step.Record), err) { // what was done and when is known
			text, err = []byte("（备注已损坏，无法读取）"), nil
		}
		if err != nil {
			return err
		}
		step.Time, step.EnterTime, step.Undoes, step.Note = fromNanos(taken), fromNanos(entered), undoes.Int64, string(text)
		steps[step.Record] = append(steps[step.Record], step)
		return nil
	}, listOf(records))
	return steps, fail("read steps", err)
}
