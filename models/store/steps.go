package store

import (
	"context"

	"github.com/guitu-project/guitu/models"
)

// Steps reads what was done for the people of records.
type Steps interface {
	// Steps returns the steps of each of the records, in the order in which they were
	// entered, the undone ones and those that undo too.
	Steps(ctx context.Context, records ...string) (map[string][]models.RecordStep, error)

	// DueRecords returns the open records that pass the filter with what their deadlines are
	// reckoned from and nothing else: Name, ExternalID, Station, Status, the code of FoundPlace,
	// FoundDate, DNA.Status and CreateTime. No document is opened.
	DueRecords(ctx context.Context, filter Filter) ([]*models.Record, error)

	// DueSteps returns the steps of all open records as Steps does, without actors and notes.
	DueSteps(ctx context.Context) (map[string][]models.RecordStep, error)

	// StepsAfter returns the numbers and records of the steps of all records that were entered
	// after that of a number, in their order: a step that is committed later has a higher number.
	StepsAfter(ctx context.Context, id int64) ([]models.RecordStep, error)
}

// StepWriter adds steps; none is ever changed, they go with their record.
type StepWriter interface {
	// AddStep writes the step and an audit row, and fills in ID, Actor and EnterTime. One
	// that undoes another is of the same record and takes over its Step and Time.
	// Errors: models.ErrNotFound (the record, or the step to undo),
	// models.ErrPrecondition (undone before, or itself an undoing),
	// models.ErrUnauthenticated.
	AddStep(ctx context.Context, s *models.RecordStep) error
}
