package matcher

import (
	"context"
	"errors"
	"fmt"

	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// Casework holds what people do with a pair, from a proposal to a reunion.
type Casework struct{ core }

// CaseFile describes a case as its reader may see it, with the other cases that cannot be true
// beside it.
type CaseFile struct {
	*models.Case
	Items     []models.Item // of the case, without those withheld
	History   []models.Step // of the case, without what a blind reader is not told
	Withheld  int           // items of others that the reader sees after judging the pair
	Conflicts []*models.Case
	Called    map[string]string // how people call the actors of its history, by their ids
}

// Propose opens a case of a record and a notice, in the name of the actor in ctx, or
// joins Guitu's own proposal of the pair.
// Errors: models.ErrInvalid, models.ErrNotFound, models.ErrExists (there is a case of
// the pair), models.ErrPrecondition (a side is closed).
func (w *Casework) Propose(ctx context.Context, record, notice, reason string) (CaseFile, error) {
	actor, err := models.ActorFrom(ctx)
	if err != nil {
		return CaseFile{}, err
	}
	match, err := w.weigh(ctx, record, notice)
	if err != nil {
		return CaseFile{}, fmt.Errorf("propose: %w", err)
	}
	c := newCase(match)
	if err := c.Apply(models.Step{Kind: models.StepPropose, Actor: actor, Time: w.clock(), Reason: reason}); err != nil {
		return CaseFile{}, fmt.Errorf("propose: %w", err)
	}
	err = w.store.InTx(ctx, func(tx store.Tx) error {
		if err := sidesOpen(ctx, tx, c); err != nil {
			return err
		}
		return tx.CaseWriter().CreateCase(ctx, c)
	})
	if errors.Is(err, models.ErrExists) {
		return w.join(ctx, c, reason)
	}
	if err != nil {
		return CaseFile{}, fmt.Errorf("propose: %w", err)
	}
	return w.file(ctx, c)
}

// newCase returns a case of a pair as it was weighed, without a history yet.
func newCase(m models.Match) *models.Case {
	m.Decision, m.Case = "", models.CaseRef{}
	return &models.Case{Record: m.Record, Notice: m.Notice, Match: m, FaceAlone: feature.FaceAlone(&m)}
}

// join adds a person's proposal to the case that Guitu has opened of the pair itself.
func (w *Casework) join(ctx context.Context, c *models.Case, reason string) (CaseFile, error) {
	found, err := w.store.CasesOf(ctx, c.Record)
	if err != nil {
		return CaseFile{}, fmt.Errorf("propose: %w", err)
	}
	for _, o := range found {
		if o.Notice != c.Notice {
			continue
		}
		file, err := w.Apply(ctx, o.Name, "", models.Step{Kind: models.StepPropose, Reason: reason})
		if errors.Is(err, models.ErrPrecondition) {
			err = models.Refused(models.ErrExists, "这一对已有案件 "+o.Name+"；被排除或搁置的案件请重新打开",
				"there is a case of this pair, "+o.Name+": reopen it where it was rejected or set aside")
		}
		return file, err
	}
	return CaseFile{}, fmt.Errorf("propose: %w", models.ErrStale) // deleted in between
}

// sidesOpen returns nil if both sides of a case are there and still looked for.
func sidesOpen(ctx context.Context, tx store.Tx, c *models.Case) error {
	r, err := tx.RecordWriter().Get(ctx, c.Record)
	if err != nil {
		return err
	}
	n, err := tx.NoticeWriter().Get(ctx, c.Notice)
	if err != nil {
		return err
	}
	for _, s := range []models.Subject{r, n} {
		if !s.Open() {
			return models.Refused(models.ErrPrecondition, s.Common().Name+" 已不在寻找中", s.Common().Name+" is not looked for any more")
		}
	}
	return nil
}

// Get reads a case. Errors: models.ErrNotFound.
func (w *Casework) Get(ctx context.Context, name string) (CaseFile, error) {
	if _, err := models.ActorFrom(ctx); err != nil {
		return CaseFile{}, err
	}
	c, err := w.caseOf(ctx, name)
	if err != nil {
		return CaseFile{}, fmt.Errorf("get %s: %w", name, err)
	}
	if err := w.audit(ctx, models.ActionRead, "", c.Name, c.Record, c.Notice); err != nil {
		return CaseFile{}, err
	}
	return w.file(ctx, c)
}

// caseOf reads a case that the actor may know of. Errors: models.ErrNotFound.
func (w *Casework) caseOf(ctx context.Context, name string) (*models.Case, error) {
	c, err := w.store.Case(ctx, name)
	if err == nil {
		err = w.mustSeeCase(ctx, c)
	}
	return c, err
}

// List reads a page of up to limit cases, oldest first.
// Errors: models.ErrInvalid (a wrong filter or token).
func (w *Casework) List(ctx context.Context, filter store.CaseFilter, limit int, token string) (page []CaseFile, next string, err error) {
	found, next, err := fillPage(limit, token, func(limit int, token string) ([]*models.Case, string, error) {
		return w.store.ListCases(ctx, filter, limit, token)
	}, func(c *models.Case) (bool, error) { return w.seesPair(ctx, c.Record, c.Notice) })
	if err != nil {
		return nil, "", fmt.Errorf("list cases: %w", err)
	}
	names := make([]string, len(found))
	for i, c := range found {
		names[i] = c.Name
		file, err := w.file(ctx, c)
		if err != nil {
			return nil, "", err
		}
		page = append(page, file)
	}
	return page, next, w.audit(ctx, models.ActionList, "", names...)
}

// file puts a case together with those that cannot be true beside it.
func (w *Casework) file(ctx context.Context, c *models.Case) (CaseFile, error) {
	all, err := conflictingCases(ctx, w.store, c)
	if err != nil {
		return CaseFile{}, fmt.Errorf("conflicts of %s: %w", c.Name, err)
	}
	called, err := w.called(ctx, c)
	if err != nil {
		return CaseFile{}, fmt.Errorf("people of %s: %w", c.Name, err)
	}
	reader, err := models.ActorFrom(ctx)
	if err != nil {
		return CaseFile{}, err
	}
	file := CaseFile{Case: c, Items: c.Items(), History: c.History, Called: called}
	if c.BlindTo(reader) {
		file.Items, file.History, file.Withheld = nil, c.Withheld(reader), len(c.Standing())
	}
	for _, rival := range all {
		ok, err := w.seesPair(ctx, rival.Record, rival.Notice)
		if err != nil {
			return CaseFile{}, fmt.Errorf("conflicts of %s: %w", c.Name, err)
		}
		if ok {
			file.Conflicts = append(file.Conflicts, rival)
		}
	}
	match := []models.Match{c.Match}
	err = w.showMatches(ctx, match)
	c.Match = match[0]
	return file, err
}

// called returns how people call those who did the steps of a case, by their ids.
func (w *Casework) called(ctx context.Context, c *models.Case) (map[string]string, error) {
	names := map[string]string{}
	for _, s := range c.History {
		if names[s.Actor.ID] != "" {
			continue
		}
		name, err := w.callName(ctx, s.Actor.ID)
		if err != nil {
			return nil, err
		}
		names[s.Actor.ID] = name
	}
	return names, nil
}

// Today returns the date at the service, by which cases come back. China has one zone.
func (w *Casework) Today() models.Date { return models.DateOf(w.clock().In(models.Zone)) }
