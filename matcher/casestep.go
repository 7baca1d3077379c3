package matcher

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// Apply does a step of a case in the name of the actor in ctx, with all that follows
// from it, or nothing. A non-empty etag must be the current one.
// Errors: models.ErrNotFound, models.ErrStale, and those of models.Case.Take.
func (w *Casework) Apply(ctx context.Context, name, etag string, step models.Step) (CaseFile, error) {
	actor, err := models.ActorFrom(ctx)
	if err != nil {
		return CaseFile{}, err
	}
	step.Actor, step.Time = actor, w.clock()
	var c *models.Case
	err = w.store.InTx(ctx, func(tx store.Tx) error {
		cases := tx.CaseWriter()
		if c, err = cases.Case(ctx, name); err != nil {
			return err
		}
		if err := w.mustSeeCase(ctx, c); err != nil {
			return err
		}
		if etag != "" && etag != c.Etag {
			return models.ErrStale
		}
		if err := c.Apply(step); err != nil {
			return err
		}
		if err := applyEffects(ctx, tx, c); err != nil {
			return err
		}
		if err := w.countCase(ctx, tx, c); err != nil {
			return err
		}
		return cases.UpdateCase(ctx, c)
	})
	if err != nil {
		return CaseFile{}, fmt.Errorf("%s %s: %w", step.Kind, name, err)
	}
	if len(c.History[len(c.History)-1].Changed) > 0 {
		w.publish(ctx)
	}
	return w.file(ctx, c)
}

// applyEffects does what follows from the last step of a case, and notes it in the step.
func applyEffects(ctx context.Context, tx store.Tx, c *models.Case) error {
	step := &c.History[len(c.History)-1]
	switch step.Kind {
	case models.StepConfirm:
		if err := ensureExclusive(ctx, tx.CaseWriter(), c); err != nil {
			return err
		}
		return setStatuses(ctx, tx, c, step, models.RecordIdentified, "")
	case models.StepReunite:
		return setStatuses(ctx, tx, c, step, models.RecordReunited, models.NoticeClosed)
	case models.StepReject:
		r, err := tx.RecordWriter().Get(ctx, c.Record)
		if err != nil {
			return err
		}
		n, err := tx.NoticeWriter().Get(ctx, c.Notice)
		if err != nil {
			return err
		}
		step.RecordContentHash, step.NoticeContentHash = models.ContentHash(r), models.ContentHash(n)
	case models.StepUndo:
		return restoreStatuses(ctx, tx, c, step)
	}
	return nil
}

// ensureExclusive returns nil if no other case of the record or the notice is settled, and none
// says that the two are not one person, of them or of files merged with them.
func ensureExclusive(ctx context.Context, cases store.Cases, c *models.Case) error {
	records, err := mergedWith(ctx, cases, c.Record)
	if err != nil {
		return err
	}
	notices, err := mergedWith(ctx, cases, c.Notice)
	if err != nil {
		return err
	}
	for _, files := range [][]string{records, notices} {
		other, err := settled(ctx, cases, files)
		if err != nil {
			return err
		}
		if other != "" && other != c.Name {
			return models.Refused(models.ErrPrecondition,
				fmt.Sprintf("另一案件 %s 已被确认，两者不能同时成立；请先撤销其一", other),
				fmt.Sprintf("the other case %s is confirmed, and both cannot be true: undo it first", other))
		}
	}
	return ensureNoContradiction(ctx, cases, records, notices)
}

// setStatuses gives both sides of a case, and the files merged with them, a new
// status; an empty one stays. The step keeps what was before.
func setStatuses(ctx context.Context, tx store.Tx, c *models.Case, step *models.Step, record models.RecordStatus, notice models.NoticeStatus) error {
	for _, side := range []string{c.Record, c.Notice} {
		files, err := mergedWith(ctx, tx.CaseWriter(), side)
		if err != nil {
			return err
		}
		for _, name := range files {
			status := string(record)
			if kind, _ := models.KindOf(name); kind == models.Notices {
				status = string(notice)
			}
			was, err := setStatus(ctx, tx, name, status)
			if isGone(err) && name != side { // a merged file that was deleted since
				continue
			}
			if err != nil {
				return err
			}
			if was != status && status != "" {
				step.Changed = append(step.Changed, models.Changed{Name: name, Was: was, Now: status})
			}
		}
	}
	return nil
}

// restoreStatuses takes back what the undone step did to statuses, if no one has
// changed them since.
func restoreStatuses(ctx context.Context, tx store.Tx, c *models.Case, step *models.Step) error {
	for _, changed := range c.History[step.Undoes-1].Changed {
		now, err := setStatus(ctx, tx, changed.Name, "")
		if isGone(err) || err == nil && now != changed.Now {
			continue
		}
		if err != nil {
			return err
		}
		if _, err := setStatus(ctx, tx, changed.Name, changed.Was); err != nil {
			return err
		}
		step.Changed = append(step.Changed, models.Changed{Name: changed.Name, Was: changed.Now, Now: changed.Was})
	}
	return nil
}

// setStatus gives a record or a notice a status, if it is not empty and not there
// already, and returns the one before.
func setStatus(ctx context.Context, tx store.Tx, name, status string) (was string, err error) {
	if kind, _ := models.KindOf(name); kind == models.Records {
		files := tx.RecordWriter()
		r, err := files.Get(ctx, name)
		if err != nil {
			return "", err
		}
		r.Complete()
		if was = string(r.Status); status == "" || was == status {
			return was, nil
		}
		r.Status = models.RecordStatus(status)
		return was, files.Update(ctx, r)
	}
	files := tx.NoticeWriter()
	n, err := files.Get(ctx, name)
	if err != nil {
		return "", err
	}
	n.Complete()
	if was = string(n.Status); status == "" || was == status {
		return was, nil
	}
	n.Status = models.NoticeStatus(status)
	return was, files.Update(ctx, n)
}

// AddItem adds a verification with the file that proves it, if there is one. One by fingerprints
// that does not say what was found says what the comparison of the two files' templates finds: who
// signs it answers for it.
// Errors: as of Take.
func (w *Casework) AddItem(ctx context.Context, name, etag string, item models.Item, file []byte) (CaseFile, error) {
	step := models.Step{Kind: models.StepItem, Item: &item}
	item.Attachment = nil
	if err := w.fillFingerprint(ctx, name, &item); err != nil {
		return CaseFile{}, fmt.Errorf("add item: %w", err)
	}
	if len(file) > 0 {
		item.Attachment = &models.Attachment{ContentType: http.DetectContentType(file), Size: int64(len(file))}
		if err := w.admissible(ctx, name, step); err != nil { // before bytes are kept that no one will name
			return CaseFile{}, fmt.Errorf("add item: %w", err)
		}
		sha, err := w.store.PutBlob(ctx, file)
		if err != nil {
			return CaseFile{}, fmt.Errorf("keep attachment: %w", err)
		}
		item.Attachment.SHA256 = sha
	}
	return w.Apply(ctx, name, etag, step)
}

// admissible tries a step on a copy.
func (w *Casework) admissible(ctx context.Context, name string, step models.Step) error {
	actor, err := models.ActorFrom(ctx)
	if err != nil {
		return err
	}
	c, err := w.caseOf(ctx, name)
	if err != nil {
		return err
	}
	step.Actor, step.Time = actor, w.clock()
	return c.Apply(step)
}

// Undo takes the last decision of a case back or, if item is not 0, that item.
// Errors: as of Take.
func (w *Casework) Undo(ctx context.Context, name, etag, reason string, item int) (CaseFile, error) {
	step := models.Step{Kind: models.StepUndo, Reason: reason}
	if item != 0 {
		c, err := w.caseOf(ctx, name)
		if err != nil {
			return CaseFile{}, fmt.Errorf("undo %s: %w", name, err)
		}
		if _, ok := c.Item(item); !ok {
			return CaseFile{}, models.Invalid("item", fmt.Sprintf("没有第 %d 项核实", item), fmt.Sprintf("there is no item %d", item))
		}
		for _, s := range c.History {
			if s.Item != nil && s.Item.Number == item {
				step.Undoes = s.Number
			}
		}
	}
	return w.Apply(ctx, name, etag, step)
}

// Attachment opens the file of an item; the caller closes it.
// Errors: models.ErrNotFound, models.ErrPrecondition (the case is blind to the reader).
func (w *Casework) Attachment(ctx context.Context, name string, number int) (models.Attachment, io.ReadCloser, error) {
	c, err := w.caseOf(ctx, name)
	if err != nil {
		return models.Attachment{}, nil, fmt.Errorf("attachment: %w", err)
	}
	item, ok := c.Item(number)
	if !ok || item.Attachment == nil {
		return models.Attachment{}, nil, fmt.Errorf("attachment of item %d of %s: %w", number, name, models.ErrNotFound)
	}
	reader, err := models.ActorFrom(ctx)
	if err != nil {
		return models.Attachment{}, nil, err
	}
	if c.BlindTo(reader) {
		return models.Attachment{}, nil, models.Refused(models.ErrPrecondition, "请先录入您自己的核实，再看他人的附件",
			"enter your own verification before you see what others found")
	}
	if err := w.audit(ctx, models.ActionRead, fmt.Sprintf("attachment %d", number), c.Name, c.Record, c.Notice); err != nil {
		return models.Attachment{}, nil, err
	}
	content, err := w.store.Blob(ctx, item.Attachment.SHA256)
	if err != nil {
		return models.Attachment{}, nil, errors.Join(fmt.Errorf("attachment of item %d of %s", number, name), err)
	}
	return *item.Attachment, content, nil
}
