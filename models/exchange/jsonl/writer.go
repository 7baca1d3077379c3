package jsonl

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/guitu-project/guitu/models"
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
