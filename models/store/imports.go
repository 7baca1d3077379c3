package store

import (
	"context"
	"time"

	"github.com/guitu-project/guitu/models"
)

// Imports reads bulk uploads.
type Imports interface {
	// Import returns the import of that name, with its first errors and kept rows.
	// Errors: models.ErrNotFound.
	Import(ctx context.Context, name string) (*models.Import, error)

	// Imports returns up to limit imports that fit the filter, newest first.
	Imports(ctx context.Context, f ImportFilter, limit int) ([]*models.Import, error)

	// RunningImports returns the imports that have not ended, oldest first.
	RunningImports(ctx context.Context) ([]*models.Import, error)

	// Mapping returns what an account said that columns of files of a side mean: the names
	// of fields by headings.
	Mapping(ctx context.Context, actor string, side models.Kind) (map[string]string, error)

	// ImportRows returns up to limit rows of an import that became what the filter says,
	// in the order of their lines.
	ImportRows(ctx context.Context, name string, f RowFilter, limit int) ([]models.ImportRow, error)
}

// ImportFilter says which imports are asked for; empty fields ask for all.
type ImportFilter struct {
	Actor  string // the id of who uploaded them
	State  models.ImportState
	Before string // the name of an import: those that were uploaded before it
}

// RowFilter says which rows of an import are asked for.
type RowFilter struct {
	Outcomes []models.Outcome
	After    int64 // a line: those behind it
	Backward bool  // the last lines first; After is then a line that they stand before, 0 for all
}

// ImportWriter writes them. What it keeps of rows is about people, and sealed.
type ImportWriter interface {
	// PutImport writes the import's state, creating it if Name is new, and fills in
	// its CreateTime and UpdateTime. Its errors and kept rows are those of its rows.
	// Errors: models.ErrPrecondition (it was cancelled, and is not to run again).
	PutImport(ctx context.Context, imp *models.Import) error

	// CancelImport ends a running import, whichever process runs it: its next PutImport is refused.
	CancelImport(ctx context.Context, name string) error

	// PutMapping adds to what Mapping returns, in place of what was said of the same headings.
	PutMapping(ctx context.Context, actor string, side models.Kind, fields map[string]string) error

	// PutImportRows keeps rows of an import, in place of what was kept of their lines.
	// The blobs that they name must have been put before.
	PutImportRows(ctx context.Context, name string, rows ...models.ImportRow) error

	// ForgetImportRows forgets what is kept of those lines.
	ForgetImportRows(ctx context.Context, name string, lines ...int64) error

	// RenewImportRows says that a subject which rows left with an etag is the same again
	// under a new one.
	RenewImportRows(ctx context.Context, subject, etag, renewed string) error

	// DropImportRows forgets the rows of imports that ended before: why rows were not
	// taken, and what it takes to undo the others.
	DropImportRows(ctx context.Context, before time.Time) error
}
