package sqlstore

import (
	"context"
	"slices"
	"strings"

	"github.com/guitu-project/guitu/models"
)

// journal holds what a transaction has noted and not written yet: the commit writes it with
// few statements, for in an import three rows are noted for each that is stored. Nothing
// reads it before.
type journal struct {
	changes [][]any
	trail   [][]any
}

const (
	insertChange = "INSERT INTO changes (seq, name, op, what, time, area, station, other) VALUES "
	insertAudit  = "INSERT INTO audit (seq, time, actor, role, action, purpose, objects, detail, hash) VALUES "
)

func (j *journal) change(e models.JournalEntry) {
	op := models.OpPut
	if e.Kind == models.ChangeDeleted {
		op = models.OpDelete
	}
	j.changes = append(j.changes, []any{nil, e.Name, string(op), string(e.Kind), e.Time.UnixNano(), e.Area, e.Station, e.Other})
}

// entryNow returns the entry of something that happened to a stored subject and left what is
// said of it as it was. Errors: sql.ErrNoRows.
func (t *tx) entryNow(ctx context.Context, name string, kind models.ChangeKind) (models.JournalEntry, error) {
	e := models.JournalEntry{Name: name, Kind: kind, Time: t.store.time()}
	err := t.queryRow(ctx, "SELECT area, CASE kind WHEN 'records' THEN origin ELSE '' END FROM subjects WHERE name = ?", name).Scan(&e.Area, &e.Station)
	return e, err
}

// write inserts what was noted, in the order in which it was.
func (j *journal) write(ctx context.Context, t *tx) error {
	if err := j.number(ctx, t); err != nil {
		return err
	}
	if err := t.insertAll(ctx, insertChange, j.changes); err != nil {
		return err
	}
	return t.insertAll(ctx, insertAudit, j.trail)
}

// number numbers the changes: without a gap, in the order of the commits, for nothing else
// writes before this one ends.
func (j *journal) number(ctx context.Context, t *tx) error {
	if len(j.changes) == 0 {
		return nil
	}
	var last int64
	if err := t.queryRow(ctx, selectLastChange).Scan(&last); err != nil {
		return err
	}
	for i, change := range j.changes {
		change[0] = last + int64(i) + 1
	}
	return nil
}

// rowsAtOnce are how many rows a statement inserts, the most that there are: three statements are
// prepared for each table, and no more.
var rowsAtOnce = [...]int{50, 8, 1}

// insertAll inserts rows by a statement that ends with VALUES.
func (t *tx) insertAll(ctx context.Context, statement string, rows [][]any) error {
	for len(rows) > 0 {
		n := rowsAtOnce[slices.IndexFunc(rowsAtOnce[:], func(n int) bool { return n <= len(rows) })]
		group := "(?" + strings.Repeat(", ?", len(rows[0])-1) + ")"
		var args []any
		for _, row := range rows[:n] {
			args = append(args, row...)
		}
		if _, err := t.exec(ctx, statement+group+strings.Repeat(", "+group, n-1), args...); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}
