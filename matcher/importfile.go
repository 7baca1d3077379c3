package matcher

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/exchange"
	"github.com/guitu-project/guitu/models/store"
)

// RejectedRows begins a file of the rows of an import that were not taken, each with the
// reason, in the format and encoding in which they came: it can be mended and sent again.
// What it returns writes the file; it must not be called after ctx ended.
// Errors: models.ErrNotFound, models.ErrPrecondition (all rows were taken, or what was
// wrong is not kept any more).
func (s *Service) RejectedRows(ctx context.Context, name string) (exchange.Format, func(w io.Writer) error, error) {
	imp, err := s.Import(ctx, name)
	if err != nil {
		return exchange.Format{}, nil, err
	}
	f, err := s.format(imp.Format)
	switch {
	case err != nil:
		return f, nil, err
	case len(imp.Errors) == 0 || f.Rejected == nil:
		return f, nil, models.Refused(models.ErrPrecondition, "没有可下载的错误行", "there are no rows with errors to download")
	}
	if err := s.audit(ctx, models.ActionExport, fmt.Sprintf("rows with errors, %d", imp.Failed), name); err != nil {
		return f, nil, err
	}
	f.MediaType = cmp.Or(f.RejectedType, f.MediaType)
	return f, func(w io.Writer) error { return s.writeRejected(ctx, name, f.Rejected(w)) }, nil
}

// rejectedPage is how many rows are read at once.
const rejectedPage = 200

func (s *Service) writeRejected(ctx context.Context, name string, w exchange.RejectedWriter) error {
	for after := int64(0); ; {
		rows, err := s.store.ImportRows(ctx, name, store.RowFilter{Outcomes: []models.Outcome{models.RowFailed}, After: after}, rejectedPage)
		if err != nil {
			return errors.Join(err, w.Close())
		}
		for _, row := range rows {
			if err := w.Write(row.Line, row.Source, row.Errors); err != nil {
				return errors.Join(err, w.Close())
			}
			after = row.Line
		}
		if len(rows) < rejectedPage {
			return w.Close()
		}
	}
}

// Template returns the format of that name, and what writes a file of it that shows how one
// of a side is filled in. Errors: models.ErrInvalid (kind, format).
func (s *Service) Template(kind models.Kind, format string) (exchange.Format, func(w io.Writer) error, error) {
	if err := mustBeSide(kind); err != nil {
		return exchange.Format{}, nil, err
	}
	f, err := s.format(format)
	if err == nil && f.Template == nil {
		err = models.Invalid("format", "模板应为 CSV 或 XLSX", "templates are CSV or XLSX")
	}
	return f, func(w io.Writer) error { return f.Template(w, kind) }, err
}
