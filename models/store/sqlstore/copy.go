package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// copyPage is how many rows are copied in one transaction.
const copyPage = 1000

// A copy that has begun is noted where it goes to, in a table that goes when it is whole: from
// which store it is, and up to which row of which table it came.
const (
	makeCopyNote = `CREATE TABLE IF NOT EXISTS store_copy (id bigint PRIMARY KEY, source text NOT NULL, head text NOT NULL, state text NOT NULL)`
	dropCopyNote = `DROP TABLE IF EXISTS store_copy`
)

// Tables that have a row in a new store.
const (
	auditHead = "audit_head"
	counting  = "counting"
)

// copyState is how far a copy is.
type copyState struct {
	Table int      `json:"table"` // of tables
	After []string `json:"after"` // the last row that was copied; see table.keyOf
	Whole bool     `json:"whole"` // and verified
}

// copier copies the rows of one store into another.
type copier struct {
	from, to *Store
	origin   string // tells the store from every other
	head     string // tells what is in it from what was before
	state    copyState
	told     func(done, of int64)
	done, of int64
}

// CopyTo copies every row into a store that is empty, or that holds the beginning of such a
// copy, which is gone on with; what s got since then is copied from the beginning. Nothing else
// may write in either. told is called with how many rows were copied or compared. FinishCopy ends it.
// Errors: models.ErrPrecondition (there are other rows), models.ErrDataLoss (what was copied is not what is here).
func (s *Store) CopyTo(ctx context.Context, to *Store, told func(done, of int64)) (store.Copied, error) {
	c := &copier{from: s, to: to, told: told}
	for _, step := range []func(context.Context) error{c.begin, c.copyRows, c.copySequences} {
		if err := step(ctx); err != nil {
			return store.Copied{}, fail("copy the store", err)
		}
	}
	report, err := c.verify(ctx)
	if c.state.Whole = err == nil; errors.Is(err, models.ErrDataLoss) {
		c.head = "" // the next begins again
	} else if err != nil {
		return report, fail("verify the copy", err)
	}
	noted := c.to.inTx(ctx, func(t *tx) error { return c.note(ctx, t) })
	return report, fail("verify the copy", errors.Join(err, noted))
}

// FinishCopy makes a whole copy a store like any other.
func (s *Store) FinishCopy(ctx context.Context) error {
	return fail("finish the copy", s.inTx(ctx, func(t *tx) error {
		_, err := t.exec(ctx, dropCopyNote)
		return err
	}))
}

// CopyIsWhole reports whether a copy into this store was verified and only FinishCopy is left.
func (s *Store) CopyIsWhole(ctx context.Context) (bool, error) {
	if err := s.inTx(ctx, func(t *tx) error { _, err := t.exec(ctx, makeCopyNote); return err }); err != nil {
		return false, fail("look for a copy", err)
	}
	c := &copier{to: s}
	_, _, err := c.noted(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return false, s.FinishCopy(ctx)
	}
	return c.state.Whole, fail("look for a copy", err)
}

// begin finds out how far a copy came before, or that nothing is there.
func (c *copier) begin(ctx context.Context) error {
	if err := c.identify(ctx); err != nil {
		return err
	}
	for _, t := range tables {
		n, err := c.from.countRows(ctx, t)
		if err != nil {
			return err
		}
		c.of += 2 * n // copied, and compared
	}
	err := c.to.inTx(ctx, func(t *tx) error { _, err := t.exec(ctx, makeCopyNote); return err })
	if err != nil {
		return err
	}
	origin, head, err := c.noted(ctx)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return c.beginNew(ctx)
	case err != nil:
		return err
	case origin != c.origin:
		return fmt.Errorf("%w: 目标中有另一个库未完成的副本，请先清空 (the target holds the beginning of a copy of another store: empty it first)", models.ErrPrecondition)
	case head != c.head:
		return c.beginAgain(ctx)
	}
	for _, t := range tables[:c.state.Table] {
		n, err := c.to.countRows(ctx, t)
		if err != nil {
			return err
		}
		c.done += n
	}
	return nil
}

// identify reads the first and the last row of the trail: every change adds one.
func (c *copier) identify(ctx context.Context) error {
	first, err := c.from.AuditTrail(ctx, 0, 1)
	if err != nil {
		return err
	}
	for _, row := range first {
		c.origin = fmt.Sprintf("%x", row.Hash)
	}
	head, err := c.from.AuditHead(ctx)
	c.head = fmt.Sprintf("%d %x", head.Seq, head.Hash)
	return err
}

// noted reads how far a copy is. Errors: sql.ErrNoRows.
func (c *copier) noted(ctx context.Context) (origin, head string, err error) {
	var state string
	if err := c.to.reader().queryRow(ctx, "SELECT source, head, state FROM store_copy").Scan(&origin, &head, &state); err != nil {
		return "", "", err
	}
	return origin, head, json.Unmarshal([]byte(state), &c.state)
}

// note writes how far the copy is.
func (c *copier) note(ctx context.Context, t *tx) error {
	state, err := json.Marshal(c.state)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, `INSERT INTO store_copy (id, source, head, state) VALUES (1, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET source = excluded.source, head = excluded.head, state = excluded.state`, c.origin, c.head, string(state))
	return err
}

// beginNew notes the copy in a store that must be empty.
func (c *copier) beginNew(ctx context.Context) error {
	for _, t := range tables {
		if n, err := c.to.countRows(ctx, t); err != nil {
			return err
		} else if n > 0 && t.name != auditHead && t.name != counting {
			return errors.Join(c.to.FinishCopy(ctx), fmt.Errorf("%w: 目标库不是空的（表 %s 有 %d 行），不会覆盖 (the target is not empty: its table has rows, and nothing is overwritten)", models.ErrPrecondition, t.name, n))
		}
	}
	return c.beginAgain(ctx)
}

// beginAgain empties what an earlier copy of this store brought, which it is no more.
func (c *copier) beginAgain(ctx context.Context) error {
	c.state = copyState{}
	return c.to.inTx(ctx, func(t *tx) error {
		for i := len(tables) - 1; i >= 0; i-- {
			if _, err := t.exec(ctx, "DELETE FROM "+tables[i].name); err != nil {
				return err
			}
		}
		return c.note(ctx, t)
	})
}

func (c *copier) copyRows(ctx context.Context) error {
	for c.state.Table < len(tables) {
		t := tables[c.state.Table]
		columns, err := c.columns(ctx, t)
		if err != nil {
			return err
		}
		for more := true; more; {
			if more, err = c.copyPage(ctx, t, columns); err != nil {
				return fmt.Errorf("table %s: %w", t.name, err)
			}
		}
	}
	return nil
}

// copyPage copies some rows and notes it in one transaction.
func (c *copier) copyPage(ctx context.Context, t table, columns []column) (more bool, err error) {
	rows, err := t.read(ctx, c.from.reader(), columns, c.state.After, copyPage)
	if err != nil {
		return false, err
	}
	if more = len(rows) == copyPage; more {
		c.state.After = t.keyOf(columns, rows[len(rows)-1])
	} else {
		c.state.Table, c.state.After = c.state.Table+1, nil
	}
	err = c.to.inTx(ctx, func(tx *tx) error {
		if err := tx.insertAll(ctx, t.insert(columns), rows); err != nil {
			return err
		}
		return c.note(ctx, tx)
	})
	c.done += int64(len(rows))
	c.told(c.done, c.of)
	return more, err
}

// copySequences goes on with the numbers where the other store was: none is given twice, also
// not of a row that is gone.
func (c *copier) copySequences(ctx context.Context) error {
	return c.to.inTx(ctx, func(tx *tx) error {
		for _, t := range tables {
			if len(t.key) != 1 || t.text {
				continue
			}
			last, err := c.from.db.Sequence(ctx, t.name, t.key[0])
			if err == nil {
				err = c.to.db.SetSequence(ctx, tx.sql, t.name, t.key[0], last)
			}
			if err != nil {
				return mark(err, c.to.db.Sentinel)
			}
		}
		return nil
	})
}

// verify compares every row, and the trails.
func (c *copier) verify(ctx context.Context) (store.Copied, error) {
	var report store.Copied
	for _, t := range tables {
		columns, err := c.columns(ctx, t)
		if err != nil {
			return report, err
		}
		here, n, err := t.sum(ctx, c.from.reader(), columns, func(int) {})
		if err != nil {
			return report, err
		}
		there, m, err := t.sum(ctx, c.to.reader(), columns, func(rows int) {
			c.done += int64(rows)
			c.told(min(c.done, c.of), c.of)
		})
		if err != nil {
			return report, err
		}
		if n != m || here != there {
			return report, fmt.Errorf("%w: 表 %s 的内容与原库不符（%d 行，原有 %d 行）；复制期间有人写入，请停止服务后重新运行 (the table is not what it was: did a service write meanwhile? stop it and run this again)", models.ErrDataLoss, t.name, m, n)
		}
		report.Rows += n
		report.Tables = append(report.Tables, store.CopiedTable{Name: t.name, Rows: n, Sum: here.String()})
	}
	verdict, err := c.to.VerifyAudit(ctx)
	if err != nil {
		return report, err
	}
	was, err := c.from.VerifyAudit(ctx)
	if err == nil && (was.Head != verdict.Head || was.BadSeq != verdict.BadSeq || was.Reason != verdict.Reason) {
		err = fmt.Errorf("%w: 操作日志校验结果与原库不同 (the trail is not verified as in the store that was copied): %s", models.ErrDataLoss, verdict.Reason.En)
	}
	report.Audit = verdict
	if err != nil {
		return report, err
	}
	report.MissingBlobs, err = c.to.missingBlobs(ctx)
	return report, err
}

// missingBlobs counts the blobs that rows name and that are not there.
func (s *Store) missingBlobs(ctx context.Context) (missing int64, err error) {
	sums, err := s.texts(ctx, NamedBlobs)
	for _, sum := range sums {
		there, err := s.blobs.has(ctx, s.reader(), sum)
		if err != nil {
			return missing, err
		}
		if !there {
			missing++
		}
	}
	return missing, err
}

func (s *Store) countRows(ctx context.Context, t table) (n int64, err error) {
	err = s.reader().queryRow(ctx, "SELECT count(*) FROM "+t.name).Scan(&n)
	return n, err
}

// columns returns what both stores have of a table, which must be the same.
func (c *copier) columns(ctx context.Context, t table) ([]column, error) {
	here, err := t.columns(ctx, c.from.reader())
	if err != nil {
		return nil, err
	}
	there, err := t.columns(ctx, c.to.reader())
	if err != nil {
		return nil, err
	}
	for i := range here {
		if len(here) != len(there) || here[i].name != there[i].name {
			return nil, fmt.Errorf("%w: table %s has other columns", models.ErrPrecondition, t.name)
		}
		if there[i].kind == truth {
			here[i].kind = truth
		}
	}
	return here, nil
}

// insert is the beginning of a statement that inserts rows.
func (t table) insert(columns []column) string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = `"` + c.name + `"`
	}
	return "INSERT INTO " + t.name + " (" + strings.Join(names, ", ") + ") VALUES "
}
