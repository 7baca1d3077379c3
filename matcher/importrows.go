package matcher

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"

	"golang.org/x/sync/errgroup"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/exchange/jsonl"
	"github.com/guitu-project/guitu/models/store"
)

// importBatch is how many rows are committed together: enough that a commit costs
// little, few enough that progress is seen.
const importBatch = 500

// row is a row of an upload on its way into the store.
type row[T models.Subject] struct {
	line    int64
	subject T
	refusal error // why it is not taken
	known   bool  // it was uploaded before
}

// key is by what the row is told apart from others.
func (r *row[T]) key() store.ExternalKey {
	return store.ExternalKey{Origin: r.subject.Origin(), ExternalID: r.subject.Common().ExternalID}
}

// keysOf are the keys of the rows that have one.
func keysOf[T models.Subject](batch []row[T]) []store.ExternalKey {
	var keys []store.ExternalKey
	for i := range batch {
		if row := &batch[i]; row.refusal == nil && row.key().ExternalID != "" {
			keys = append(keys, row.key())
		}
	}
	return keys
}

// importAll takes the rows after imp.Line, batch by batch. Each batch commits with
// the counts, so that a cut loses and repeats nothing.
func (r *Registry[T]) importAll(ctx context.Context, imp *models.Import) (err error) {
	file, err := r.store.Upload(ctx, imp.Name)
	if err != nil {
		return fmt.Errorf("open upload: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	rows := r.rows(file, imp.Line)
	for {
		batch, err := readBatch(rows)
		if err != nil {
			return err
		}
		if len(batch) == 0 {
			return nil
		}
		if err := r.prepare(ctx, batch); err != nil {
			return err
		}
		if err := r.commit(ctx, imp, batch); err != nil {
			return err
		}
	}
}

// readBatch reads the next rows, none at the end of the file.
func readBatch[T models.Subject](rows *jsonl.Reader[T]) ([]row[T], error) {
	var batch []row[T]
	for len(batch) < importBatch {
		line, subject, hash, err := rows.Read()
		switch {
		case errors.Is(err, io.EOF):
			return batch, nil
		case err == nil:
			subject.Common().UploadHash = hash
		case !errors.Is(err, models.ErrInvalid):
			return nil, fmt.Errorf("read upload: %w", err)
		}
		batch = append(batch, row[T]{line: line, subject: subject, refusal: err})
	}
	return batch, nil
}

// prepare does, for all rows side by side, what takes long and writes no row:
// checks, and looking at photos.
func (r *Registry[T]) prepare(ctx context.Context, batch []row[T]) error {
	held, err := r.files.UploadHashes(ctx, keysOf(batch))
	if err != nil {
		return fmt.Errorf("look up lines from %d: %w", batch[0].line, err)
	}
	for i := range batch {
		if row := &batch[i]; row.refusal == nil {
			hash, ok := held[row.key()]
			row.known = ok && hash == row.subject.Common().UploadHash
		}
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range batch {
		group.Go(func() error { return r.prepareRow(ctx, &batch[i]) })
	}
	return group.Wait()
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

// commit writes a batch and how far the import is in one transaction. imp changes
// only when that succeeds.
func (r *Registry[T]) commit(ctx context.Context, imp *models.Import, batch []row[T]) error {
	next := *imp
	next.Line = batch[len(batch)-1].line
	err := r.store.InTx(ctx, func(tx store.Tx) error {
		w := r.writer(tx)
		held, err := w.UploadHashes(ctx, keysOf(batch))
		if err != nil {
			return err
		}
		for i := range batch {
			if err := r.take(ctx, w, held, &next, &batch[i]); err != nil {
				return fmt.Errorf("line %d: %w", batch[i].line, err)
			}
		}
		return tx.PutImport(ctx, &next)
	})
	if err == nil {
		*imp = next
	}
	return err
}

// take writes a row, unless it is wrong or known, and counts what became of it: a
// subject of its origin and externalId, which is among those held, is replaced, any
// other is created.
func (r *Registry[T]) take(ctx context.Context, w store.Writer[T], held map[store.ExternalKey]string, imp *models.Import, row *row[T]) error {
	switch {
	case row.refusal != nil:
		imp.Failed++
		addError(imp, rowError(row.line, row.refusal))
		return nil //nolint:nilerr // it is the row's error: counted and reported, and the import goes on
	case row.known:
		imp.Unchanged++
		return nil
	}
	e := row.subject.Common()
	hash, ok := held[row.key()]
	held[row.key()] = e.UploadHash
	switch {
	case !ok:
		imp.Created++
		row.subject.Complete()
		return w.Create(ctx, row.subject)
	case hash == e.UploadHash: // twice in one file
		imp.Unchanged++
		return nil
	}
	stored, err := w.Lookup(ctx, row.subject.Origin(), e.ExternalID)
	if err != nil {
		return err
	}
	switch err := mustKeep(ctx, stored); {
	case errors.Is(err, models.ErrPermission):
		imp.Failed++
		addError(imp, rowError(row.line, models.Refused(models.ErrPermission, "这个编号在本站已有，属于其他辖区", "this externalId is taken by a file of another area")))
		return nil
	case err != nil:
		return err
	}
	row.subject.Inherit(stored)
	row.subject.Complete()
	for i, p := range e.Photos {
		if held, ok := photoOf(stored.Common().Photos, p.SHA256); ok {
			e.Photos[i] = held // keeps its name
		}
	}
	imp.Updated++
	return w.Update(ctx, row.subject)
}

// rowError is why a row was not taken: of several wrong fields it names the first.
func rowError(line int64, err error) models.RowError {
	var invalid *models.InvalidError
	if errors.As(err, &invalid) {
		v := invalid.Violations[0]
		reason := fmt.Sprintf("%s (%s)", v.Zh, v.En)
		if n := len(invalid.Violations) - 1; n > 0 {
			reason += fmt.Sprintf("；另有 %d 处错误 (and %d more)", n, n)
		}
		return models.RowError{Line: line, Field: v.Field, Reason: reason}
	}
	if refused, ok := errors.AsType[*models.RefusedError](err); ok {
		return models.RowError{Line: line, Reason: fmt.Sprintf("%s (%s)", refused.Zh, refused.En)}
	}
	return models.RowError{Line: line, Reason: err.Error()}
}
