package jsonl

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/exchange"
)

// Writer writes subjects one a line, with everything that they hold: a caller who
// may not see embeddings or contacts must be given subjects without them.
type Writer[T models.Subject] struct{ out *json.Encoder }

// NewWriter writes to w, each line with one call of its Write.
func NewWriter[T models.Subject](w io.Writer) *Writer[T] {
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	return &Writer[T]{out}
}

// Write writes one line.
func (w *Writer[T]) Write(s T) error {
	if err := w.out.Encode(s); err != nil {
		return fmt.Errorf("write %s: %w", s.Common().Name, err)
	}
	return nil
}

// newSubjects begins a file of subjects, as they are. Errors: *models.InvalidError.
func newSubjects(w io.Writer, _ models.Kind, fields []string) (exchange.SubjectWriter, error) {
	if len(fields) > 0 {
		return nil, models.Invalid("fields", "JSONL 总是包含全部字段；要选列请用 CSV 或 XLSX", "JSONL always has all fields: choose columns with CSV or XLSX")
	}
	return subjects{NewWriter[models.Subject](w)}, nil
}

type subjects struct{ *Writer[models.Subject] }

func (subjects) Close() error { return nil }

// A remark is a line of its own before a row that was not taken. The reader passes over it,
// so that the file can be sent again with the remarks still in it.
const remark = `{"_error":`

func isRemark(line []byte) bool { return bytes.HasPrefix(line, []byte(remark)) }

func newRejected(w io.Writer) exchange.RejectedWriter { return rejected{w} }

// rejected writes rows that were not taken, each behind a remark.
type rejected struct{ out io.Writer }

func (r rejected) Write(line int64, source *models.RowSource, reasons []models.RowError) error {
	said := make([]string, len(reasons))
	for i, e := range reasons {
		said[i] = strings.TrimPrefix(e.Field+": "+e.Reason, ": ")
	}
	text, err := json.Marshal(map[string]any{"line": line, "reasons": said})
	if err != nil {
		return err
	}
	row := ""
	if source != nil {
		row = strings.Join(source.Cells, "") + "\n"
	}
	_, err = fmt.Fprintf(r.out, "%s%s}\n%s", remark, text, row)
	return err
}

func (rejected) Close() error { return nil }
