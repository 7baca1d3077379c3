package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/guitu-project/guitu/models"
)

// Links returns the last word about each pair of some files; see store.Cases.
func (s *Store) Links(ctx context.Context, files ...string) ([]models.Link, error) {
	return s.cases().Links(ctx, files...)
}

// LinkHistory returns all that was said about a file; see store.Cases.
func (s *Store) LinkHistory(ctx context.Context, file string) ([]models.Link, error) {
	return s.cases().LinkHistory(ctx, file)
}

func (c cases) Links(ctx context.Context, files ...string) ([]models.Link, error) {
	return c.ties(ctx, files, " AND seq = (SELECT max(last.seq) FROM ties last WHERE last.pair = ties.pair)")
}

func (c cases) LinkHistory(ctx context.Context, file string) ([]models.Link, error) {
	return c.ties(ctx, []string{file}, "")
}

func (c cases) ties(ctx context.Context, files []string, and string) (found []models.Link, err error) {
	err = c.view(ctx, func(ctx context.Context, q querier) error {
		return q.each(ctx, "SELECT seq, kind, file, of, actor, role, time, reason FROM ties WHERE (file IN "+listed+" OR of IN "+listed+")"+and+" ORDER BY seq", func(scan func(...any) error) error {
			var t models.Link
			var nanos int64
			if err := scan(&t.Seq, &t.Kind, &t.File, &t.Of, &t.Actor.ID, &t.Actor.Role, &nanos, &t.Reason); err != nil {
				return err
			}
			t.Time = fromNanos(nanos)
			found = append(found, t)
			return nil
		}, listOf(files))
	})
	return found, fail("ties of "+strings.Join(files, ", "), err)
}

// PutLink adds a word about two files; see store.CaseWriter.
func (w *caseWriter) PutLink(ctx context.Context, t *models.Link) error {
	next := *t
	err := w.tx.write(ctx, "tie "+t.File, func(ctx context.Context) error {
		actor, err := models.ActorFrom(ctx)
		if err != nil {
			return err
		}
		next.Actor, next.Time = actor, w.tx.store.time()
		pair := fmt.Sprintf("%s %s", min(t.File, t.Of), max(t.File, t.Of))
		next.Seq, err = w.tx.insert(ctx, "INSERT INTO ties (kind, file, of, pair, actor, role, time, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
			string(t.Kind), t.File, t.Of, pair, actor.ID, string(actor.Role), next.Time.UnixNano(), t.Reason)
		if err != nil {
			return err
		}
		if err := w.tx.noteLink(ctx, next); err != nil {
			return err
		}
		return w.tx.audit(ctx, &models.Audit{Actor: actor, Action: models.ActionUpdate, Objects: []string{t.File, t.Of}, Detail: "TIE " + string(t.Kind)})
	})
	if err == nil {
		*t = next
	}
	return err
}

// noteLink tells in the journal of either file that they were merged, or are no more. That two
// files are of two people changes nothing for who keeps copies of them.
func (t *tx) noteLink(ctx context.Context, l models.Link) error {
	kind := map[models.LinkKind]models.ChangeKind{models.LinkSame: models.ChangeMerged, models.LinkUndone: models.ChangeUnmerged}[l.Kind]
	if kind == "" {
		return nil
	}
	for _, file := range []string{l.File, l.Of} {
		entry, err := t.entryNow(ctx, file, kind)
		switch {
		case errors.Is(err, sql.ErrNoRows): // whose file is not here any more
			continue
		case err != nil:
			return err
		}
		entry.Time, entry.Other = l.Time, l.Other(file)
		t.noted.change(entry)
	}
	return nil
}
