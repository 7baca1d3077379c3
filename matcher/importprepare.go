package matcher

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/concurrent"
	"github.com/guitu-project/guitu/models/exchange"
	"github.com/guitu-project/guitu/models/store"
)

// A batch is committed together: enough rows that a commit costs little, few enough that
// progress is seen and that their photos fit into memory.
const (
	importBatch = 500
	importBytes = 32 << 20 // of text, after which a batch ends
)

// row describes a row of an upload on its way into the store.
type row[T models.Subject] struct {
	line     int64
	raw      exchange.Row[T]
	subject  T
	etag     string           // that the subject it replaces must have, if it is not empty
	refusal  error            // why it is not taken
	decoded  bool             // subject is what it says
	unedited bool             // an export wrote it, and no one edited it
	known    bool             // it was uploaded before, or is unedited
	written  bool             // it was stored
	outcome  models.ImportRow // what is kept of it; empty if it changed nothing
	doubts   []models.Violation
	became   models.Outcome // what became of it, also in a check
}

// key is by what the row is told apart from others.
func (r *row[T]) key() store.ExternalKey {
	return store.ExternalKey{Origin: r.subject.Origin(), ExternalID: r.subject.Common().ExternalID}
}

// keysOf returns the keys of the rows that have one.
func keysOf[T models.Subject](batch []row[T]) []store.ExternalKey {
	var keys []store.ExternalKey
	for i := range batch {
		if row := &batch[i]; row.refusal == nil && row.key().ExternalID != "" {
			keys = append(keys, row.key())
		}
	}
	return keys
}

// openRows reads the rows of a file, as an exchange.Format does.
type openRows[T models.Subject] func(file io.Reader, o exchange.Options) exchange.RowReader[T]

// batch holds the rows that are committed together, and what the columns that were read up to
// them mean.
type batch[T models.Subject] struct {
	rows    []row[T]
	columns []models.Column
}

// prepareAll sends the rows of an upload, in batches, until the file or ctx ends. It
// returns what it passed over.
func (r *Registry[T]) prepareAll(ctx context.Context, name string, o exchange.Options, open openRows[T], batches chan<- batch[T]) (remarks []models.Text, err error) {
	file, err := r.store.Upload(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("open upload: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	rows := open(file, o)
	if c, ok := rows.(io.Closer); ok {
		defer func() { err = errors.Join(err, c.Close()) }()
	}
	for {
		next := batch[T]{}
		if next.rows, err = readBatch(rows); err != nil {
			return nil, err
		}
		if len(next.rows) == 0 {
			if m, ok := rows.(exchange.Remarking); ok {
				remarks = m.Remarks()
			}
			return remarks, nil
		}
		if m, ok := rows.(exchange.Mapped); ok {
			next.columns = m.Columns()
		}
		if err := r.prepare(ctx, next.rows); err != nil {
			return nil, err
		}
		select {
		case batches <- next:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// readBatch reads the next rows, none at the end of the file.
func readBatch[T models.Subject](rows exchange.RowReader[T]) ([]row[T], error) {
	batch, size := make([]row[T], 0, importBatch), 0
	for len(batch) < importBatch && size < importBytes {
		raw, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return batch, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read upload: %w", err)
		}
		batch, size = append(batch, row[T]{line: raw.Line, raw: raw}), size+raw.Size
	}
	return batch, nil
}

// prepare does, for all rows concurrently, what takes long and writes no row:
// understanding and checking them, and looking at photos.
func (r *Registry[T]) prepare(ctx context.Context, batch []row[T]) error {
	if err := each(ctx, batch, func(_ context.Context, row *row[T]) error { return row.decode() }); err != nil {
		return err
	}
	held, err := r.files.UploadHashes(ctx, keysOf(batch))
	if err != nil {
		return fmt.Errorf("look up lines from %d: %w", batch[0].line, err)
	}
	for i := range batch {
		if row := &batch[i]; row.refusal == nil {
			hash, ok := held[row.key()]
			// Everyone knows which notices there are, and may have been shown them masked, which
			// could not come in again; of a record that is not the actor's own nothing is told.
			row.known = ok && (hash == row.subject.Common().UploadHash || row.unedited && r.kind == models.Notices)
		}
	}
	return each(ctx, batch, r.prepareRow)
}

// each does something for every row, on all processors.
func each[T models.Subject](ctx context.Context, batch []row[T], do func(context.Context, *row[T]) error) error {
	return concurrent.ForEach(ctx, runtime.GOMAXPROCS(0), len(batch), func(_, i int) error { return do(ctx, &batch[i]) })
}

// decode understands a row. It returns only errors that are not the row's own.
func (r *row[T]) decode() error {
	said, err := r.raw.Decode()
	r.raw.Decode = nil // which holds the line
	switch {
	case errors.Is(err, models.ErrInvalid):
		r.refusal = err
		return nil
	case err != nil:
		return fmt.Errorf("line %d: %w", r.line, err)
	}
	said.Subject.Common().UploadHash = said.Hash
	r.subject, r.unedited, r.doubts, r.decoded = said.Subject, said.Unedited, said.Warnings, true
	return nil
}

// prepareRow returns only errors that are not the row's own.
func (r *Registry[T]) prepareRow(ctx context.Context, row *row[T]) error {
	switch {
	case row.refusal != nil || row.known:
		return ctx.Err()
	case row.key().ExternalID == "":
		row.refusal = models.Invalid("externalId", "缺少编号：没有它，再次上传会重复登记", "is needed: without it the same upload would register everybody again")
		return nil
	}
	if err := r.admitNew(ctx, row.subject); err != nil {
		if !errors.Is(err, models.ErrInvalid) && !errors.Is(err, models.ErrPermission) {
			return fmt.Errorf("line %d: %w", row.line, err)
		}
		row.refusal = err
	}
	return nil
}
