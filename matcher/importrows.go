package matcher

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/exchange"
	"github.com/guitu-project/guitu/models/exchange/jsonl"
	"github.com/guitu-project/guitu/models/store"
)

// importAll takes the rows after imp.Line, batch by batch: one commits while the next is
// read and prepared, and the index follows close behind. Each batch commits with the
// counts, so that a cut loses and repeats nothing.
func (r *Registry[T]) importAll(ctx context.Context, imp *models.Import, open openRows[T]) (err error) {
	ahead, stop := context.WithCancel(ctx)
	defer stop()
	batches, read := make(chan batch[T]), make(chan error, 1)
	var remarks []models.Text                  // read's sender wrote them
	go func(name string, o exchange.Options) { // ends before importAll does: batches is drained
		defer close(batches)
		var err error
		remarks, err = r.prepareAll(ahead, name, o, open, batches)
		read <- err
	}(imp.Name, exchange.Options{After: imp.Line, Mapping: imp.Mapping, Upload: imp.Name})
	pace, people, began := pace{core: &r.core}, identities{}, r.clock()
	for batch := range batches {
		if err != nil {
			continue
		}
		if err = r.stillAdmitted(ctx, imp.Actor); err == nil {
			err = r.commit(ctx, imp, people, batch)
		}
		if err != nil {
			stop()
			continue
		}
		if err = r.findLikely(ctx, imp, batch.rows, began); err != nil {
			stop()
			continue
		}
		r.index.NoteWritten(writtenOf(batch.rows))
		pace.keep(ctx)
	}
	if err = cmp.Or(err, <-read); err == nil {
		imp.Remarks = remarks
		pace.end(ctx)
	}
	return err
}

// indexEvery is how many batches the index takes at once, which costs it less than one
// by one.
const indexEvery = 8

// pace keeps an import from running away from the index.
type pace struct {
	*core
	batches int
	seq     int64 // the last change when it last looked
}

// keep waits, every few batches, until the index has those of the last time.
func (p *pace) keep(ctx context.Context) {
	if p.batches++; p.batches%indexEvery == 0 {
		last := p.last(ctx)
		p.wait(ctx, p.seq)
		p.seq = last
	}
}

// end waits until everything can be found.
func (p *pace) end(ctx context.Context) { p.wait(ctx, p.last(ctx)) }

// last returns the last change, 0 if that is not known.
func (p *pace) last(ctx context.Context) int64 {
	seq, err := p.store.LastChange(ctx)
	p.warn(ctx, err)
	return seq
}

func (p *pace) wait(ctx context.Context, seq int64) { p.warn(ctx, p.index.CatchUp(ctx, seq)) }

// warn is for an index that fails, which does not stop an import: the one who searches is told.
func (p *pace) warn(ctx context.Context, err error) {
	if err != nil && ctx.Err() == nil {
		p.log.WarnContext(ctx, "the index does not follow an import", "err", err)
	}
}

// writtenOf returns the subjects of a committed batch as they were stored.
func writtenOf[T models.Subject](batch []row[T]) []models.Subject {
	var list []models.Subject
	for i := range batch {
		if batch[i].written {
			list = append(list, batch[i].subject)
		}
	}
	return list
}

// commit writes a batch and how far the import is in one transaction. imp changes
// only when that succeeds.
func (r *Registry[T]) commit(ctx context.Context, imp *models.Import, people identities, b batch[T]) error {
	batch := b.rows
	for i := range batch {
		if row := &batch[i]; row.refusal == nil {
			row.refusal = people.admit(row.key(), row.line, &row.subject.Common().Person)
		}
	}
	next := *imp
	next.Line = batch[len(batch)-1].line
	if len(b.columns) > len(next.Columns) {
		next.Columns = b.columns
	}
	err := r.store.InTx(ctx, func(tx store.Tx) error {
		w := r.writer(tx)
		held, err := w.UploadHashes(ctx, keysOf(batch))
		if err != nil {
			return err
		}
		for i := range batch {
			if err := r.writeRow(ctx, w, held, &next, &batch[i]); err != nil {
				return fmt.Errorf("line %d: %w", batch[i].line, err)
			}
			if err := batch[i].preview(&next); err != nil {
				return err
			}
			batch[i].warn(&next)
		}
		if err := tx.PutImportRows(ctx, imp.Name, outcomesOf(batch)...); err != nil {
			return err
		}
		return tx.PutImport(ctx, &next)
	})
	if err == nil {
		*imp = next
	}
	return err
}

// outcomesOf returns what is kept of the rows of a batch.
func outcomesOf[T models.Subject](batch []row[T]) []models.ImportRow {
	var list []models.ImportRow
	for i := range batch {
		if batch[i].outcome.Outcome != "" {
			list = append(list, batch[i].outcome)
		}
	}
	return list
}

// writeRow writes a row, unless it is wrong or known, and counts what became of it: a
// subject of its origin and externalId, which is among those held, is replaced, any
// other is created.
func (r *Registry[T]) writeRow(ctx context.Context, w store.Writer[T], held map[store.ExternalKey]string, imp *models.Import, row *row[T]) error {
	if row.known && !row.unedited && held[row.key()] != row.subject.Common().UploadHash { // another row took its place since it was prepared
		row.known = false
		if err := r.prepareRow(ctx, row); err != nil {
			return err
		}
	}
	switch {
	case row.refusal != nil:
		row.fail(imp, row.refusal)
		return nil //nolint:nilerr // it is the row's error: counted and reported, and the import goes on
	case row.known:
		imp.Unchanged++
		return nil
	}
	e := row.subject.Common()
	hash, ok := held[row.key()]
	held[row.key()] = e.UploadHash
	switch {
	case !ok && row.etag != "": // it was deleted since
		return models.ErrStale
	case !ok:
		return r.createRow(ctx, w, imp, row)
	case hash == e.UploadHash: // twice in one file
		imp.Unchanged++
		return nil
	}
	stored, mine, err := r.kept(ctx, w, row.subject)
	switch {
	case err != nil:
		return err
	case !mine: // others have that number, and neither is to know of the other
		return r.createRow(ctx, w, imp, row)
	case row.etag != "" && row.etag != stored.Common().Etag:
		return models.ErrStale
	case stored.Common().UploadHash == e.UploadHash || row.unedited:
		imp.Unchanged++
		return nil
	}
	before, err := encodeFormer(stored)
	if err != nil {
		return err
	}
	row.subject.Inherit(stored)
	row.subject.Complete()
	for i, p := range e.Photos {
		if held, ok := photoOf(stored.Common().Photos, p.SHA256); ok {
			e.Photos[i] = held // keeps its name
		}
	}
	if same, err := sayTheSame(row.subject, stored); err != nil || same {
		imp.Unchanged++
		return err
	}
	imp.Updated++
	row.became = models.RowUpdated
	if imp.Check {
		return nil
	}
	if err := w.Update(ctx, row.subject); err != nil {
		return err
	}
	row.wrote(models.RowUpdated)
	row.outcome.Before, row.outcome.Blobs = before, models.BlobsOf(stored)
	return nil
}

// sayTheSame reports whether two subjects differ in nothing but what the server sets: a row
// of an export changes nothing, whatever wrote what it was exported from.
func sayTheSame[T models.Subject](a, b T) (bool, error) {
	var hashes [2]string
	for i, s := range []T{a, b} {
		text, err := json.Marshal(s)
		if err != nil {
			return false, err
		}
		said, err := decodeSubject[T](text)
		if err != nil {
			return false, err
		}
		e := said.Common()
		e.Name, e.Etag, e.CreateTime, e.UpdateTime = "", "", time.Time{}, time.Time{}
		if hashes[i], err = jsonl.Hash(said); err != nil {
			return false, err
		}
	}
	return hashes[0] == hashes[1], nil
}

// warn notes what may be wrong with a row that is taken.
func (r *row[T]) warn(imp *models.Import) {
	for _, v := range r.doubts {
		if r.became != "" && len(imp.Warnings) < models.MaxRowErrors {
			imp.Warnings = append(imp.Warnings[:len(imp.Warnings):len(imp.Warnings)], models.RowError{Line: r.line, Field: v.Field, Column: v.Column, Reason: fmt.Sprintf("%s (%s)", v.Zh, v.En)})
		}
	}
}

// preview shows the row as it will be, in a check, if it is one of the first.
func (r *row[T]) preview(imp *models.Import) error {
	if !imp.Check || len(imp.Preview) >= models.MaxPreview || r.refusal != nil || !r.decoded {
		return nil //nolint:nilerr // a refused row is told among the errors
	}
	text, err := json.Marshal(r.subject)
	if err != nil {
		return err
	}
	imp.Preview = append(slices.Clone(imp.Preview), models.PreviewRow{Line: r.line, Outcome: r.became, Subject: text})
	return nil
}

// createRow stores a row whose subject is new, unless the import only checks.
func (r *Registry[T]) createRow(ctx context.Context, w store.Writer[T], imp *models.Import, row *row[T]) error {
	imp.Created++
	row.became = models.RowCreated
	if imp.Check {
		return nil
	}
	row.subject.Complete()
	if err := r.create(ctx, w, row.subject); err != nil {
		return err
	}
	row.wrote(models.RowCreated)
	return nil
}

// wrote notes that the row was stored.
func (r *row[T]) wrote(as models.Outcome) {
	e := r.subject.Common()
	r.written, r.outcome = true, models.ImportRow{Line: r.line, Outcome: as, Name: e.Name, Etag: e.Etag}
}

// keptSource is how many bytes of a row that was not taken are kept, to be mended.
const keptSource = 4 << 20

// fail counts a row that is not taken, and notes why.
func (r *row[T]) fail(imp *models.Import, err error) {
	imp.Failed++
	r.outcome = models.ImportRow{Line: r.line, Outcome: models.RowFailed, Errors: rowErrors(err)}
	if r.raw.Source != nil && r.raw.Size <= keptSource {
		r.outcome.Source = r.raw.Source()
	}
	if r.decoded {
		r.outcome.ExternalID = r.subject.Common().ExternalID
	}
}

// rowErrors returns why a row was not taken, every wrong field; the store knows its line.
func rowErrors(err error) []models.RowError {
	if invalid, ok := errors.AsType[*models.InvalidError](err); ok {
		list := make([]models.RowError, len(invalid.Violations))
		for i, v := range invalid.Violations {
			list[i] = models.RowError{Field: v.Field, Column: v.Column, Reason: fmt.Sprintf("%s (%s)", v.Zh, v.En)}
		}
		return list
	}
	if refused, ok := errors.AsType[*models.RefusedError](err); ok {
		return []models.RowError{{Reason: fmt.Sprintf("%s (%s)", refused.Zh, refused.En)}}
	}
	return []models.RowError{{Reason: err.Error()}}
}
