package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
	"github.com/guitu-project/guitu/models/store/seal"
)

// proceedings implements store.Proceedings on one view of the data.
type proceedings struct {
	view view
	ring *seal.Keyring
}

func (s *Store) proceedings() proceedings { return proceedings{s.read, s.ring} }

// Proceeding reads one; see store.Proceedings.
func (s *Store) Proceeding(ctx context.Context, name string) (models.Proceeding, error) {
	return s.proceedings().Proceeding(ctx, name)
}

// ClientProceeding finds one; see store.Proceedings.
func (s *Store) ClientProceeding(ctx context.Context, kind models.ProceedingKind, actor, clientID string) (models.Proceeding, error) {
	return s.proceedings().ClientProceeding(ctx, kind, actor, clientID)
}

// ListProceedings reads a page; see store.Proceedings.
func (s *Store) ListProceedings(ctx context.Context, f store.ProceedingFilter, limit int, token string) ([]models.Proceeding, string, error) {
	return s.proceedings().ListProceedings(ctx, f, limit, token)
}

// CountDue counts; see store.Proceedings.
func (s *Store) CountDue(ctx context.Context, f store.ProceedingFilter, before ...time.Time) ([]int, error) {
	return s.proceedings().CountDue(ctx, f, before...)
}

func (p proceedings) Proceeding(ctx context.Context, name string) (models.Proceeding, error) {
	return p.one(ctx, "get "+name, "name = ?", name)
}

func (p proceedings) ClientProceeding(ctx context.Context, kind models.ProceedingKind, actor, clientID string) (models.Proceeding, error) {
	return p.one(ctx, "look up "+string(kind), "client_id <> '' AND kind = ? AND creator = ? AND client_id = ?", string(kind), actor, clientID)
}

func (p proceedings) one(ctx context.Context, what, where string, args ...any) (models.Proceeding, error) {
	found, _, err := p.query(ctx, where, args...)
	if err == nil && len(found) == 0 {
		err = models.ErrNotFound
	}
	if err != nil {
		return nil, fail(what, err)
	}
	return found[0], nil
}

func (p proceedings) ListProceedings(ctx context.Context, f store.ProceedingFilter, limit int, token string) ([]models.Proceeding, string, error) {
	if limit < 1 {
		return nil, "", models.Invalid("pageSize", "每页数量至少为 1", "must be at least 1")
	}
	limit = min(limit, maxPage)
	where, args := f2where(f)
	if !f.DueBy.IsZero() {
		page, _, err := p.query(ctx, where+"true ORDER BY due, id LIMIT ?", append(args, limit)...)
		return page, "", fail("list what is due", err)
	}
	if token != "" {
		before, err := parseProceedingToken(token)
		if err != nil {
			return nil, "", err
		}
		where, args = where+"id < ? AND ", append(args, before)
	}
	bytes := newBudget()
	page, ids, err := p.queryPage(ctx, bytes, where+"true ORDER BY id DESC LIMIT ?", append(args, limit+1)...)
	if err != nil || len(page) <= limit && !bytes.full {
		return page, "", fail("list proceedings", err)
	}
	page = page[:min(len(page), limit)]
	return page, proceedingToken(ids[len(page)-1]), nil
}

func (p proceedings) CountDue(ctx context.Context, f store.ProceedingFilter, before ...time.Time) (counts []int, err error) {
	err = p.view(ctx, func(ctx context.Context, q querier) error {
		for _, t := range before {
			f.DueBy = t
			where, args := f2where(f)
			n := 0
			if err := q.queryRow(ctx, "SELECT count(*) FROM proceedings WHERE "+where+"true", args...).Scan(&n); err != nil {
				return err
			}
			counts = append(counts, n)
		}
		return nil
	})
	return counts, fail("count what is due", err)
}

// f2where returns a filter as conditions, each with an AND after it.
func f2where(f store.ProceedingFilter) (where string, args []any) {
	var sb strings.Builder
	add := func(condition string, values ...any) {
		sb.WriteString(condition + " AND ")
		args = append(args, values...)
	}
	for _, c := range []struct{ condition, value string }{
		{"kind = ?", string(f.Kind)}, {"state = ?", f.State}, {"station = ?", f.Station},
		{"subject <> '' AND subject = ?", f.Record}, {"part_of <> '' AND part_of = ?", f.Of},
	} {
		if c.value != "" {
			add(c.condition, c.value)
		}
	}
	if f.Area != "" {
		add("substr(area, 1, ?) = ?", len(f.Area), f.Area)
	}
	if f.Open {
		add("open")
	}
	if !f.Since.IsZero() {
		add("create_time >= ?", f.Since.UnixNano())
	}
	if !f.Until.IsZero() {
		add("update_time < ?", f.Until.UnixNano())
	}
	if !f.DueBy.IsZero() {
		add("due > 0 AND due >= ? AND due < ?", max(0, nanosOf(f.DueFrom)), f.DueBy.UnixNano())
	}
	if f.Within != nil {
		condition, more := inScope(*f.Within)
		add(condition, more...)
	}
	return sb.String(), args
}

func nanosOf(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixNano()
}

// inScope returns the condition for what a person may see.
func inScope(s store.ProceedingScope) (where string, args []any) {
	area, areaArgs := inAreas("area", s.Areas)
	partner, partnerArgs := inAreas("partner_area", s.Areas)
	parts := []string{"false"}
	add := func(kinds []models.ProceedingKind, condition string, values ...any) {
		if len(kinds) > 0 {
			parts = append(parts, "kind IN (SELECT value FROM json_each(?)) AND ("+condition+")")
			args = append(append(args, listOf(kindWords(kinds))), values...)
		}
	}
	add(s.Kinds, "station <> '' AND station = ? OR "+area, append([]any{s.Station}, areaArgs...)...)
	add(s.OwnKinds, "station <> '' AND station = ?", s.Station)
	add(s.OwnPartner, "partner <> '' AND partner = ?", s.Station)
	add(s.PartnerKinds, "partner <> '' AND partner = ? OR "+partner, append([]any{s.Station}, partnerArgs...)...)
	return "(" + strings.Join(parts, " OR ") + ")", args
}

func inAreas(column string, areas models.Areas) (where string, args []any) {
	if areas == models.Nationwide {
		return "true", nil
	}
	where = "false"
	for _, prefix := range areas.List() {
		where += " OR substr(" + column + ", 1, ?) = ?"
		args = append(args, len(prefix), prefix)
	}
	return where, args
}

func kindWords(kinds []models.ProceedingKind) []string {
	words := make([]string, len(kinds))
	for i, k := range kinds {
		words[i] = string(k)
	}
	return words
}

// A token is the id of the last proceeding of a page.
func proceedingToken(id int64) string { return "p" + fmt.Sprint(id) }

func parseProceedingToken(token string) (id int64, err error) {
	if _, err := fmt.Sscanf(token, "p%d", &id); err != nil || id < 1 || proceedingToken(id) != token {
		return 0, models.Invalid("pageToken", "翻页标记无效，请从第一页重新开始", "unknown token: begin again with the first page")
	}
	return id, nil
}

func (p proceedings) query(ctx context.Context, where string, args ...any) (found []models.Proceeding, ids []int64, err error) {
	return p.queryPage(ctx, nil, where, args...)
}

// queryPage is query for as many rows as have room.
func (p proceedings) queryPage(ctx context.Context, bytes *budget, where string, args ...any) (found []models.Proceeding, ids []int64, err error) {
	err = p.view(ctx, func(ctx context.Context, q querier) error {
		rows, err := q.query(ctx, "SELECT id, kind, name, etag, create_time, update_time, sealed FROM proceedings WHERE "+where, args...)
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }() // a reader; rows.Err tells
		for rows.Next() {
			id, one, size, err := p.scan(rows)
			if err != nil {
				return err
			}
			if !bytes.takes(size, len(found)) {
				break
			}
			found, ids = append(found, one), append(ids, id)
		}
		return rows.Err()
	})
	return found, ids, err
}

func (p proceedings) scan(rows *rows) (id int64, one models.Proceeding, size int, err error) {
	var kind models.ProceedingKind
	var name, etag string
	var created, updated int64
	var sealed sql.RawBytes
	if err := rows.Scan(&id, &kind, &name, &etag, &created, &updated, &sealed); err != nil {
		return 0, nil, 0, err
	}
	doc, err := p.ring.Unseal(nil, sealed, name)
	if err != nil {
		return 0, nil, 0, err
	}
	if one = models.NewProceeding(kind); one == nil {
		return 0, nil, 0, fmt.Errorf("%w: %s is of an unknown kind", models.ErrDataLoss, name)
	}
	if err := json.Unmarshal(doc, one); err != nil {
		return 0, nil, 0, fmt.Errorf("%w: document of %s: %w", models.ErrDataLoss, name, err)
	}
	d := one.Head()
	d.Name, d.Etag, d.CreateTime, d.UpdateTime = name, etag, fromNanos(created), fromNanos(updated)
	return id, one, len(sealed), nil
}

// proceedingWriter implements store.ProceedingWriter.
type proceedingWriter struct {
	proceedings
	tx *tx
}

func (t *tx) ProceedingWriter() store.ProceedingWriter {
	return &proceedingWriter{proceedings{t.view, t.store.ring}, t}
}

func (w *proceedingWriter) SumFacts(ctx context.Context, f store.FactFilter) ([]store.FactSum, error) {
	return w.tx.store.SumFacts(ctx, f)
}

func (w *proceedingWriter) Reports(ctx context.Context, area, station string) ([]models.Report, error) {
	return w.tx.store.Reports(ctx, area, station)
}

// PutProceeding stores p; see store.ProceedingWriter.
func (w *proceedingWriter) PutProceeding(ctx context.Context, p models.Proceeding) error {
	d := p.Head()
	was := *d
	err := w.tx.write(ctx, "put "+d.Name, func(ctx context.Context) error {
		actor, err := models.ActorFrom(ctx)
		if err != nil {
			return err
		}
		for _, sum := range models.FilesOf(p) {
			if err := w.tx.mustHave(ctx, sum, "a file"); err != nil {
				return err
			}
		}
		action, acts := models.ActionUpdate, 0
		var id int64
		if d.Name == "" {
			action = models.ActionCreate
			id, err = w.insert(ctx, p, actor)
		} else {
			id, acts, err = w.update(ctx, p)
		}
		if err != nil {
			return err
		}
		if err := w.nameFiles(ctx, id, p); err != nil {
			return err
		}
		if err := w.addFacts(ctx, models.FactsOf(p, acts+1)); err != nil {
			return err
		}
		objects, detail := []string{d.Name}, ""
		if of := models.SubjectOf(p); of != "" {
			objects = append(objects, of)
		}
		if n := len(d.History); n > 0 {
			detail = string(d.History[n-1].Kind)
		}
		return w.tx.audit(ctx, &models.Audit{Actor: actor, Action: action, Objects: objects, Detail: detail})
	})
	if err != nil {
		*d = was
	}
	return err
}

// columns returns what both statements share: station, area, partner, partner_area, subject,
// part_of, state, open, due, acts, etag, update_time, sealed.
func (w *proceedingWriter) columns(p models.Proceeding) ([]any, error) {
	d := p.Head()
	doc, err := json.Marshal(p)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", models.ErrInvalid, err)
	}
	partner, place := p.Partner()
	return []any{
		d.Station, d.Place.Code, partner, place.Code, models.SubjectOf(p), models.PartOf(p), d.State, !p.Ended(), nanosOf(d.DueTime),
		len(d.History), d.Etag, d.UpdateTime.UnixNano(), w.ring.Seal(nil, doc, d.Name),
	}, nil
}

func (w *proceedingWriter) insert(ctx context.Context, p models.Proceeding, actor models.Actor) (int64, error) {
	d := p.Head()
	d.Name, d.Etag, d.CreateTime = string(p.ProceedingKind())+"/"+newID(), newID(), w.tx.store.time()
	d.UpdateTime = d.CreateTime
	row, err := w.columns(p)
	if err != nil {
		return 0, err
	}
	return w.tx.insert(ctx, `INSERT INTO proceedings (station, area, partner, partner_area, subject, part_of, state, open, due, acts, etag,
		update_time, sealed, kind, name, creator, client_id, create_time) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		append(row, string(p.ProceedingKind()), d.Name, actor.ID, d.ClientID, d.CreateTime.UnixNano())...)
}

// update returns how many acts were stored before.
func (w *proceedingWriter) update(ctx context.Context, p models.Proceeding) (id int64, acts int, err error) {
	d := p.Head()
	var etag string
	err = w.tx.queryRow(ctx, "SELECT id, etag, acts FROM proceedings WHERE name = ? AND kind = ?", d.Name, string(p.ProceedingKind())).Scan(&id, &etag, &acts)
	switch {
	case err != nil:
		return 0, 0, err
	case d.Etag != "" && d.Etag != etag:
		return 0, 0, models.ErrStale
	case len(d.History) < acts:
		return 0, 0, fmt.Errorf("%w: a history does not get shorter", models.ErrPrecondition)
	}
	d.Etag, d.UpdateTime = newID(), w.tx.store.time()
	row, err := w.columns(p)
	if err != nil {
		return 0, 0, err
	}
	_, err = w.tx.exec(ctx, `UPDATE proceedings SET station = ?, area = ?, partner = ?, partner_area = ?, subject = ?, part_of = ?, state = ?,
		open = ?, due = ?, acts = ?, etag = ?, update_time = ?, sealed = ? WHERE id = ?`, append(row, id)...)
	return id, acts, err
}

func (w *proceedingWriter) nameFiles(ctx context.Context, id int64, p models.Proceeding) error {
	if _, err := w.tx.exec(ctx, "DELETE FROM proceeding_files WHERE proceeding = ?", id); err != nil {
		return err
	}
	for _, sum := range models.FilesOf(p) {
		if _, err := w.tx.exec(ctx, "INSERT INTO proceeding_files (proceeding, sha256) VALUES (?, ?)", id, sum); err != nil {
			return err
		}
	}
	return nil
}

// DropProceeding deletes one; see store.ProceedingWriter.
func (w *proceedingWriter) DropProceeding(ctx context.Context, name string) (files []string, err error) {
	err = w.tx.write(ctx, "drop "+name, func(ctx context.Context) error {
		actor, err := models.ActorFrom(ctx)
		if err != nil {
			return err
		}
		if files, err = w.tx.proceedingFiles(ctx, "name = ?", name); err != nil {
			return err
		}
		n, err := w.tx.exec(ctx, "DELETE FROM proceedings WHERE name = ?", name)
		if err != nil || n == 0 {
			return errors.Join(err, sql.ErrNoRows)
		}
		if err := w.tx.execEach(ctx, name, "UPDATE facts SET event = '' WHERE event <> '' AND event = ?"); err != nil {
			return err
		}
		return w.tx.audit(ctx, &models.Audit{Actor: actor, Action: models.ActionDelete, Objects: []string{name}})
	})
	return files, err
}

// proceedingFiles returns the files of the proceedings that where picks.
func (t *tx) proceedingFiles(ctx context.Context, where string, args ...any) (sums []string, err error) {
	return t.texts(ctx, "SELECT DISTINCT sha256 FROM proceeding_files WHERE proceeding IN (SELECT id FROM proceedings WHERE "+where+")", args...)
}
