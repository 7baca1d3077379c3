package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
	"github.com/guitu-project/guitu/models/store/seal"
)

// cases implements store.Cases on one view of the data.
type cases struct {
	view   view
	ring   *seal.Keyring
	damage *damage // nil: what is damaged is an error
}

func (s *Store) cases() cases { return cases{s.read, s.ring, s.damage} }

// Case returns the case of that name; see store.Cases.
func (s *Store) Case(ctx context.Context, name string) (*models.Case, error) {
	return s.cases().Case(ctx, name)
}

// CasesOf returns the cases of records and notices; see store.Cases.
func (s *Store) CasesOf(ctx context.Context, subjects ...string) ([]*models.Case, error) {
	return s.cases().CasesOf(ctx, subjects...)
}

// ListCases returns a page; see store.Cases.
func (s *Store) ListCases(ctx context.Context, filter store.CaseFilter, limit int, token string) ([]*models.Case, string, error) {
	return s.cases().ListCases(ctx, filter, limit, token)
}

func (c cases) Case(ctx context.Context, name string) (*models.Case, error) {
	c.damage = nil // a case without its history is not to be decided on
	found, err := c.query(ctx, "name = ? LIMIT 1", name)
	if err == nil && len(found) == 0 {
		err = models.ErrNotFound
	}
	if err != nil {
		return nil, fail("get "+name, err)
	}
	return found[0], nil
}

func (c cases) CasesOf(ctx context.Context, subjects ...string) ([]*models.Case, error) {
	found, err := c.query(ctx, "record IN "+listed+" OR notice IN "+listed+" ORDER BY id", listOf(subjects))
	return found, fail("cases of "+strings.Join(subjects, ", "), err)
}

// listed are the names of the first argument, a listOf.
const listed = "(SELECT value FROM json_each(?1))"

func (c cases) ListCases(ctx context.Context, filter store.CaseFilter, limit int, token string) (page []*models.Case, next string, err error) {
	after, err := parseCaseToken(token)
	if err != nil {
		return nil, "", err
	}
	if limit < 1 {
		return nil, "", models.Invalid("pageSize", "每页数量至少为 1", "must be at least 1")
	}
	limit = min(limit, maxPage)
	where, args := caseConditions(filter)
	ids, more, err := c.pageOf(ctx, where+"id > ? ORDER BY id LIMIT ?", append(args, after, limit+1), limit)
	if err != nil || len(ids) == 0 {
		return nil, "", fail("list cases", err)
	}
	page, err = c.query(ctx, "id IN (SELECT value FROM json_each(?)) ORDER BY id", listOf(ids))
	if err == nil && more {
		next = caseToken(ids[len(ids)-1])
	}
	return page, next, fail("list cases", err)
}

// pageOf returns the ids of as many of the cases that where picks as have room with their
// histories, and whether there are more.
func (c cases) pageOf(ctx context.Context, where string, args []any, limit int) (ids []int64, more bool, err error) {
	bytes := newBudget()
	err = c.view(ctx, func(ctx context.Context, q querier) error {
		rows, err := q.query(ctx, `SELECT id, coalesce(length(match), 0) + coalesce(length(sealed), 0) + coalesce((SELECT
			sum(coalesce(length(doc), 0) + coalesce(length(sealed), 0)) FROM case_steps WHERE case_id = cases.id), 0) FROM cases WHERE `+where, args...)
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }() // a reader; rows.Err tells
		for rows.Next() {
			var id int64
			var size int
			if err := rows.Scan(&id, &size); err != nil {
				return err
			}
			if more = len(ids) == limit || !bytes.takes(size, len(ids)); more {
				break
			}
			ids = append(ids, id)
		}
		return rows.Err()
	})
	return ids, more, err
}

func caseConditions(f store.CaseFilter) (where string, args []any) {
	var sb strings.Builder
	for _, c := range []struct{ column, value string }{
		{"record", f.Record}, {"notice", f.Notice}, {"state", string(f.State)}, {"assignee <> '' AND assignee", f.Assignee},
	} {
		if c.value != "" {
			sb.WriteString(c.column + " = ? AND ")
			args = append(args, c.value)
		}
	}
	if f.DueBy != "" {
		sb.WriteString("state = 'UNRESOLVED' AND review_date <= ? AND ")
		args = append(args, string(f.DueBy))
	}
	return sb.String(), args
}

// A token is the id of the last case of a page.
func caseToken(id int64) string { return "c" + strconv.FormatInt(id, 36) }

func parseCaseToken(token string) (int64, error) {
	if token == "" {
		return 0, nil
	}
	id, err := strconv.ParseInt(strings.TrimPrefix(token, "c"), 36, 64)
	if err != nil || id < 1 || caseToken(id) != token {
		return 0, models.Invalid("pageToken", "翻页标记无效，请从第一页重新开始", "unknown token: begin again with the first page")
	}
	return id, nil
}

// query reads the cases that where picks, with their histories. Where damage is spared, a
// case of which something cannot be read has its pair and its state, no match and no history.
func (c cases) query(ctx context.Context, where string, args ...any) (found []*models.Case, err error) {
	var ids []int64
	err = c.view(ctx, func(ctx context.Context, q querier) error {
		rows, err := q.query(ctx, `SELECT id, name, record, notice, state, assignee, review_date, face_alone, etag,
			create_time, update_time, match, sealed FROM cases WHERE `+where, args...)
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }() // a reader; rows.Err tells
		for rows.Next() {
			id, one, err := scanCase(rows, c.ring)
			if err != nil && (id == 0 || !c.damage.spares(one.Name, err)) {
				return err
			}
			found, ids = append(found, one), append(ids, id)
		}
		if err := rows.Err(); err != nil || len(ids) == 0 {
			return err
		}
		return c.loadSteps(ctx, q, found, ids)
	})
	return found, err
}

func scanCase(rows *rows, ring *seal.Keyring) (int64, *models.Case, error) {
	var id, created, updated int64
	var plain, sealed []byte
	c := new(models.Case)
	err := rows.Scan(&id, &c.Name, &c.Record, &c.Notice, &c.State, &c.Assignee, &c.ReviewDate, &c.FaceAlone, &c.Etag, &created, &updated, &plain, &sealed)
	if err != nil {
		return 0, nil, err
	}
	c.CreateTime, c.UpdateTime = fromNanos(created), fromNanos(updated)
	match, err := unsealText(ring, plain, sealed, c.Name)
	if err == nil {
		if err = json.Unmarshal(match, &c.Match); err != nil {
			err = fmt.Errorf("%w: match of %s: %w", models.ErrDataLoss, c.Name, err)
		}
	}
	if err != nil {
		c.Match = models.Match{Record: c.Record, Notice: c.Notice}
	}
	return id, c, err
}

func (c cases) loadSteps(ctx context.Context, q querier, found []*models.Case, ids []int64) error {
	at, broken := make(map[int64]*models.Case, len(ids)), map[int64]bool{}
	for i, id := range ids {
		at[id] = found[i]
	}
	rows, err := q.query(ctx, `SELECT case_id, doc, sealed FROM case_steps WHERE case_id IN (SELECT value FROM json_each(?))
		ORDER BY case_id, number`, listOf(ids))
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // a reader; rows.Err tells
	for rows.Next() {
		var id int64
		var plain, sealed sql.RawBytes
		var step models.Step
		if err := rows.Scan(&id, &plain, &sealed); err != nil {
			return err
		}
		doc, err := unsealText(c.ring, plain, sealed, at[id].Name)
		if err == nil {
			if err = json.Unmarshal(doc, &step); err != nil {
				err = fmt.Errorf("%w: history of %s: %w", models.ErrDataLoss, at[id].Name, err)
			}
		}
		if c.damage.spares(at[id].Name, err) {
			at[id].History, broken[id] = nil, true // its steps name each other by their numbers
		} else if err != nil {
			return err
		}
		if broken[id] {
			continue
		}
		at[id].History = append(at[id].History, step)
	}
	return rows.Err()
}

// caseWriter implements store.CaseWriter.
type caseWriter struct {
	cases
	tx *tx
}

func (t *tx) CaseWriter() store.CaseWriter { return &caseWriter{cases{t.view, t.store.ring, nil}, t} }

// CreateCase stores c; see store.CaseWriter.
func (w *caseWriter) CreateCase(ctx context.Context, c *models.Case) error {
	next := *c
	err := w.mutate(ctx, "create a case", models.ActionCreate, &next, func(ctx context.Context) error {
		next.Name, next.Etag = "cases/"+newID(), newID()
		next.CreateTime = w.tx.store.time()
		next.UpdateTime = next.CreateTime
		match, err := json.Marshal(next.Match)
		if err != nil {
			return fmt.Errorf("%w: %w", models.ErrInvalid, err)
		}
		id, err := w.tx.insert(ctx, `INSERT INTO cases (name, record, notice, state, assignee, review_date, face_alone, etag,
			create_time, update_time, match, sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?)`,
			next.Name, next.Record, next.Notice, string(next.State), next.Assignee, string(next.ReviewDate), next.FaceAlone, next.Etag,
			next.CreateTime.UnixNano(), next.UpdateTime.UnixNano(), w.ring.Seal(nil, match, next.Name))
		if err != nil {
			return err
		}
		return w.addSteps(ctx, id, next.Name, next.History)
	})
	if err == nil {
		*c = next
	}
	return err
}

// UpdateCase stores what is new of c; see store.CaseWriter.
func (w *caseWriter) UpdateCase(ctx context.Context, c *models.Case) error {
	next := *c
	err := w.mutate(ctx, "update "+c.Name, models.ActionUpdate, &next, func(ctx context.Context) error {
		var id, steps int64
		var etag string
		err := w.tx.queryRow(ctx, `SELECT id, etag, (SELECT count(*) FROM case_steps WHERE case_id = cases.id) FROM cases WHERE name = ?`, c.Name).
			Scan(&id, &etag, &steps)
		switch {
		case err != nil:
			return err
		case c.Etag != "" && c.Etag != etag:
			return models.ErrStale
		case int64(len(c.History)) < steps:
			return fmt.Errorf("%w: a history does not get shorter", models.ErrPrecondition)
		}
		next.Etag, next.UpdateTime = newID(), w.tx.store.time()
		err = w.tx.attempt(ctx, `UPDATE cases SET state = ?, assignee = ?, review_date = ?, etag = ?, update_time = ? WHERE id = ?`,
			string(next.State), next.Assignee, string(next.ReviewDate), next.Etag, next.UpdateTime.UnixNano(), id)
		if errors.Is(err, models.ErrExists) {
			return models.Refused(models.ErrPrecondition, "此人或此启事已有另一案件被确认", "another case of this record or notice is confirmed")
		}
		if err != nil {
			return err
		}
		return w.addSteps(ctx, id, next.Name, next.History[steps:])
	})
	if err == nil {
		*c = next
	}
	return err
}

func (w *caseWriter) addSteps(ctx context.Context, id int64, name string, steps []models.Step) error {
	for _, s := range steps {
		doc, err := json.Marshal(s)
		if err != nil {
			return fmt.Errorf("%w: %w", models.ErrInvalid, err)
		}
		attachment := ""
		if s.Item != nil && s.Item.Attachment != nil {
			attachment = s.Item.Attachment.SHA256
			if err := w.tx.mustHave(ctx, attachment, "the attachment"); err != nil {
				return err
			}
		}
		if _, err := w.tx.exec(ctx, "INSERT INTO case_steps (case_id, number, attachment, doc, sealed) VALUES (?, ?, ?, '', ?)", id, s.Number, attachment, w.ring.Seal(nil, doc, name)); err != nil {
			return err
		}
	}
	return nil
}

// mutate runs the statements of a mutation and audits it with its last step.
func (w *caseWriter) mutate(ctx context.Context, what string, action models.Action, c *models.Case, statements func(context.Context) error) error {
	return w.tx.write(ctx, what, func(ctx context.Context) error {
		actor, err := models.ActorFrom(ctx)
		if err != nil {
			return err
		}
		if err := statements(ctx); err != nil {
			return err
		}
		detail := ""
		if n := len(c.History); n > 0 {
			detail = string(c.History[n-1].Kind)
		}
		return w.tx.audit(ctx, &models.Audit{Actor: actor, Action: action, Objects: []string{c.Name, c.Record, c.Notice}, Detail: detail})
	})
}
