package matcher

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// UndoImport takes back what an import wrote: it deletes what a row created, and puts back
// what a row replaced, photos too. A row whose subject changed since, or was worked on (a
// case that people keep, a link, a step), is left as it is and listed. It returns the
// import in state UNDOING; Run does the rest, also after a crash, in the actor's name. An
// import that is undone, or being undone, stays as it is.
// Errors: models.ErrNotFound, models.ErrPrecondition (it still runs, wrote nothing, or is
// too long ago).
func (s *Service) UndoImport(ctx context.Context, name string) (*models.Import, error) {
	imp, err := s.Import(ctx, name)
	if err != nil || imp.State == models.ImportUndoing || imp.State == models.ImportUndone {
		return imp, err
	}
	actor, err := models.ActorFrom(ctx)
	if err == nil {
		err = mustKeepSide(access{actor}, imp.Kind)
	}
	if err == nil {
		err = s.mustUndo(ctx, imp)
	}
	if err != nil {
		return nil, fmt.Errorf("undo %s: %w", name, err)
	}
	imp.State, imp.UndoneBy = models.ImportUndoing, actor
	if err := s.store.InTx(ctx, func(tx store.Tx) error { return tx.PutImport(ctx, imp) }); err != nil {
		return nil, fmt.Errorf("undo %s: %w", name, err)
	}
	s.imports.add(name)
	return imp, s.audit(ctx, models.ActionImport, fmt.Sprintf("undo, %d rows", imp.Created+imp.Updated), name)
}

// mustUndo returns why an import cannot be undone.
func (s *Service) mustUndo(ctx context.Context, imp *models.Import) error {
	switch {
	case imp.State == models.ImportRunning:
		return models.Refused(models.ErrPrecondition, "导入还在进行，请先取消再撤销", "the import still runs: cancel it first")
	case imp.Check || imp.Created+imp.Updated == 0:
		return models.Refused(models.ErrPrecondition, "这次导入没有写入任何内容，不用撤销", "the import wrote nothing: there is nothing to undo")
	}
	rows, err := s.store.ImportRows(ctx, imp.Name, writtenRows(0), 1)
	if err == nil && len(rows) == 0 {
		err = models.Refused(models.ErrPrecondition, "已过撤销期限，导入前的内容不再保留", "it is too long ago: what was there before is not kept any more")
	}
	return err
}

// writtenRows picks the rows that an import wrote and that were not undone yet, the last
// first: a file may say of a subject more than once.
func writtenRows(before int64) store.RowFilter {
	return store.RowFilter{Outcomes: []models.Outcome{models.RowCreated, models.RowUpdated}, After: before, Backward: true}
}

// undoRows undoes the rows that are left of an import.
func (s *Service) undoRows(ctx context.Context, imp *models.Import) error {
	if imp.Kind == models.Records {
		return s.Records.undoAll(ctx, imp)
	}
	return s.Notices.undoAll(ctx, imp)
}

// endUndo writes that an import is undone. One that broke off stays UNDOING, and goes on
// with the next start.
func (s *Service) endUndo(ctx context.Context, imp *models.Import, err error) {
	if err == nil {
		s.publish(ctx)
		imp.State = models.ImportUndone
		ctx := models.WithActor(ctx, imp.UndoneBy)
		err = s.store.InTx(ctx, func(tx store.Tx) error {
			if err := tx.PutImport(ctx, imp); err != nil {
				return err
			}
			return tx.AppendAudit(ctx, &models.Audit{Action: models.ActionImport, Objects: []string{imp.Name},
				Detail: fmt.Sprintf("undone, %d rows, %d kept", imp.Undone, imp.Kept)})
		})
	}
	if err != nil && ctx.Err() == nil {
		s.log.ErrorContext(ctx, "an import is not undone yet", "import", imp.Name, "undone", imp.Undone, "err", err)
	}
}

// undoBatch is how many rows are undone in one transaction.
const undoBatch = 200

// undoAll undoes rows batch by batch, each with the counts, so that a cut loses and
// repeats nothing.
func (r *Registry[T]) undoAll(ctx context.Context, imp *models.Import) error {
	pace := pace{core: &r.core}
	for before := int64(0); ; {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := r.stillAdmitted(ctx, imp.UndoneBy); err != nil {
			return err
		}
		rows, err := r.store.ImportRows(ctx, imp.Name, writtenRows(before), undoBatch)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			pace.end(ctx)
			return nil
		}
		if err := r.undoRows(ctx, imp, rows); err != nil {
			return err
		}
		before = rows[len(rows)-1].Line
		pace.keep(ctx)
	}
}

// undoRows undoes a batch in one transaction. imp changes only when that succeeds.
func (r *Registry[T]) undoRows(ctx context.Context, imp *models.Import, rows []models.ImportRow) error {
	next := *imp
	err := r.store.InTx(ctx, func(tx store.Tx) error {
		worked, err := r.workedOn(ctx, rows) // no one writes meanwhile
		if err != nil {
			return err
		}
		rows := slices.Clone(rows)
		u := undoing[T]{tx: tx, w: r.writer(tx), rows: rows}
		for i := range rows {
			kept := worked[rows[i].Name]
			if kept.Zh == "" {
				if kept, err = u.undo(ctx, rows[i]); err != nil {
					return fmt.Errorf("line %d: %w", rows[i].Line, err)
				}
			}
			u.note(rows[i], kept)
		}
		next.Undone, next.Kept = imp.Undone+int64(len(u.undone)), imp.Kept+int64(len(u.kept))
		if err := tx.ForgetImportRows(ctx, imp.Name, u.undone...); err != nil {
			return err
		}
		if err := tx.PutImportRows(ctx, imp.Name, u.kept...); err != nil {
			return err
		}
		return tx.PutImport(ctx, &next)
	})
	if err == nil {
		*imp = next
	}
	return err
}

// undoing describes one batch of rows on the way back.
type undoing[T models.Subject] struct {
	tx     store.Tx
	w      store.Writer[T]
	rows   []models.ImportRow
	undone []int64
	kept   []models.ImportRow
}

// undo takes one row back, or says why it stays.
func (u *undoing[T]) undo(ctx context.Context, row models.ImportRow) (kept models.Text, err error) {
	now, err := u.w.Get(ctx, row.Name)
	switch {
	case isGone(err):
		return models.Text{Zh: "之后已被删除", En: "was deleted since"}, nil
	case err != nil:
		return kept, err
	case now.Common().Etag != row.Etag:
		return models.Text{Zh: "之后有人改过", En: "was changed since"}, nil
	}
	if err := mustKeep(ctx, now); errors.Is(err, models.ErrPermission) {
		return models.Text{Zh: "不在您的辖区", En: "is not of your areas"}, nil
	} else if err != nil {
		return kept, err
	}
	if row.Outcome == models.RowCreated {
		return kept, u.w.Delete(ctx, row.Name, row.Etag)
	}
	former, etag, err := decodeFormer[T](row.Before)
	if err != nil {
		return kept, err
	}
	former.Common().Name, former.Common().Etag = row.Name, row.Etag
	if err := u.w.Update(ctx, former); err != nil {
		return kept, err
	}
	renewed := former.Common().Etag
	for i := range u.rows { // the same subject's earlier rows of this batch
		if r := &u.rows[i]; r.Name == row.Name && r.Etag == etag {
			r.Etag = renewed
		}
	}
	return kept, u.tx.RenewImportRows(ctx, row.Name, etag, renewed)
}

// note sorts a row by what became of it.
func (u *undoing[T]) note(row models.ImportRow, kept models.Text) {
	if kept.Zh == "" {
		u.undone = append(u.undone, row.Line)
		return
	}
	u.kept = append(u.kept, models.ImportRow{Line: row.Line, Outcome: models.RowKept, Name: row.Name, Etag: row.Etag,
		Errors: []models.RowError{{Reason: fmt.Sprintf("%s (%s)", kept.Zh, kept.En)}}})
}

// workedOn returns why subjects stay although their files did not change: people decided
// something about them, or did something for them. What Guitu proposed by itself is no
// reason.
func (d *core) workedOn(ctx context.Context, rows []models.ImportRow) (map[string]models.Text, error) {
	names := make([]string, len(rows))
	for i := range rows {
		names[i] = rows[i].Name
	}
	why := map[string]models.Text{}
	cases, err := d.store.CasesOf(ctx, names...)
	if err != nil {
		return nil, err
	}
	for _, c := range cases {
		if slices.ContainsFunc(c.History, func(s models.Step) bool { return s.Actor.Role != models.RoleSystem }) {
			t := models.Text{Zh: "已有案件", En: "has a case"}
			why[c.Record], why[c.Notice] = t, t
		}
	}
	links, err := d.store.Links(ctx, names...)
	if err != nil {
		return nil, err
	}
	for _, l := range links {
		if l.Kind != models.LinkUndone {
			t := models.Text{Zh: "已判断与另一份档案是否同一人", En: "was told apart from, or joined with, another file"}
			why[l.File], why[l.Of] = t, t
		}
	}
	steps, err := d.store.Steps(ctx, names...)
	if err != nil {
		return nil, err
	}
	for name, list := range steps {
		if len(list) > 0 {
			why[name] = models.Text{Zh: "已有办理记录", En: "has steps"}
		}
	}
	return why, nil
}

// former describes a subject that a row replaced, with what its JSON does not say.
type former[T models.Subject] struct {
	Subject    T      `json:"subject"`
	UploadHash string `json:"uploadHash"`
}

func encodeFormer[T models.Subject](s T) ([]byte, error) {
	return json.Marshal(former[T]{s, s.Common().UploadHash})
}

// decodeFormer returns the subject, and the etag that it had. Errors: models.ErrDataLoss.
func decodeFormer[T models.Subject](text []byte) (s T, etag string, err error) {
	var f former[T]
	if err := json.Unmarshal(text, &f); err != nil {
		return s, "", fmt.Errorf("%w: what a row replaced: %w", models.ErrDataLoss, err)
	}
	f.Subject.Common().UploadHash = f.UploadHash
	return f.Subject, f.Subject.Common().Etag, nil
}

// decodeSubject reads a subject of its JSON.
func decodeSubject[T models.Subject](text []byte) (s T, err error) {
	err = json.Unmarshal(text, &s)
	return s, err
}
