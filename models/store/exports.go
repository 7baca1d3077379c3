package store

import (
	"context"

	"github.com/guitu-project/guitu/models"
)

// Exports reads files that were asked for.
type Exports interface {
	// Export returns the export of that name. Errors: models.ErrNotFound.
	Export(ctx context.Context, name string) (*models.Export, error)

	// Exports returns up to limit exports that fit the filter, newest first.
	Exports(ctx context.Context, f ExportFilter, limit int) ([]*models.Export, error)
}

// ExportFilter says which exports are asked for; empty fields ask for all.
type ExportFilter struct {
	Actor  string // the id of who asked for them
	State  models.ExportState
	Before string // the name of an export: those that were asked for before it
}

// ExportWriter writes them.
type ExportWriter interface {
	// PutExport writes the export's state, creating it if Name is new, and fills in its
	// CreateTime and UpdateTime.
	PutExport(ctx context.Context, e *models.Export) error
}
