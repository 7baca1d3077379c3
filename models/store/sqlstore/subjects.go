package sqlstore

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
	"github.com/guitu-project/guitu/models/store/seal"
)

// maxPage bounds what one page of a list costs, in subjects.
const maxPage = 10_000

// budget holds what is left of store.PageBytes while the rows of a page are read. One row always
// has room; a nil budget is of a read that has no pages.
type budget struct {
	left int
	full bool // a row was left out
}

func newBudget() *budget { return &budget{left: store.PageBytes} }

// takes reports whether another row of n bytes still has room, behind those that were read.
func (r *budget) takes(n, read int) bool {
	if r == nil {
		return true
	}
	r.left -= n
	r.full = read > 0 && r.left < 0
	return !r.full
}

// Records reads the committed records.
func (s *Store) Records() store.Files[*models.Record] {
	return files[models.Record, *models.Record]{view: s.read, ring: s.ring, damage: s.damage, kind: models.Records}
}

// Notices reads the committed notices.
func (s *Store) Notices() store.Files[*models.Notice] {
	return files[models.Notice, *models.Notice]{view: s.read, ring: s.ring, damage: s.damage, kind: models.Notices}
}

// side is a subject's struct S and its pointer.
type side[S any] interface {
	*S
	models.Subject
}

// files implements store.Files of either side.
type files[S any, T side[S]] struct {
	view   view
	ring   *seal.Keyring
	damage *damage // nil: what is damaged is an error
	kind   models.Kind
}

func (f files[S, T]) Get(ctx context.Context, name string) (T, error) {
	return f.one(ctx, "get "+name, "name = ?", name)
}

func (f files[S, T]) GetAll(ctx context.Context, names []string) (subjects []T, err error) {
	err = f.view(ctx, func(ctx context.Context, q querier) (err error) {
		found, err := f.query(ctx, q, ofNames, listOf(names), len(names))
		subjects = f.leaveOut(found)
		return cmp.Or(err, f.broken(found))
	})
	return subjects, fail("get many "+string(f.kind), err)
}

func (f files[S, T]) Etags(ctx context.Context, names []string) (map[string]string, error) {
	etags := make(map[string]string, len(names))
	err := f.view(ctx, func(ctx context.Context, q querier) error {
		return q.each(ctx, "SELECT name, etag FROM subjects WHERE "+ofNames, func(scan func(...any) error) error {
			var name, etag string
			if err := scan(&name, &etag); err != nil {
				return err
			}
			etags[name] = etag
			return nil
		}, string(f.kind), listOf(names))
	})
	return etags, fail("etags of "+string(f.kind), err)
}

func (f files[S, T]) UploadHashes(ctx context.Context, keys []store.ExternalKey) (map[store.ExternalKey]string, error) {
	held := make(map[store.ExternalKey]string)
	if len(keys) == 0 {
		return held, nil
	}
	asked := make(map[store.ExternalKey]bool, len(keys))
	args := []any{string(f.kind)}
	for _, k := range keys {
		asked[k] = true
		args = append(args, k.ExternalID)
	}
	err := f.view(ctx, func(ctx context.Context, q querier) error {
		return q.each(ctx, "SELECT origin, external_id, upload_hash FROM subjects WHERE kind = ? AND external_id <> '' AND external_id IN (?"+
			strings.Repeat(", ?", len(keys)-1)+")", func(scan func(...any) error) error {
			var k store.ExternalKey
			var hash string
			if err := scan(&k.Origin, &k.ExternalID, &hash); err != nil || !asked[k] {
				return err
			}
			if _, twice := held[k]; twice {
				hash = "" // whose is meant is not known here
			}
			held[k] = hash
			return nil
		}, args...)
	})
	if err != nil {
		return nil, fail("look up uploaded "+string(f.kind), err)
	}
	return held, nil
}

func (f files[S, T]) Lookup(ctx context.Context, origin, externalID string) (T, error) {
	return f.one(ctx, "look up "+string(f.kind), "external_id = ? AND external_id <> '' AND origin = ?", externalID, origin)
}

func (f files[S, T]) LookupAll(ctx context.Context, origin, externalID string) (subjects []T, err error) {
	err = f.view(ctx, func(ctx context.Context, q querier) error {
		found, err := f.query(ctx, q, ofKind+"external_id = ? AND external_id <> '' AND origin = ?", externalID, origin, maxPage)
		subjects = f.leaveOut(found)
		return cmp.Or(err, f.broken(found))
	})
	return subjects, fail("look up "+string(f.kind), err)
}

func (f files[S, T]) one(ctx context.Context, what, where string, args ...any) (T, error) {
	var found []fileRow[T]
	err := f.view(ctx, func(ctx context.Context, q querier) (err error) {
		found, err = f.query(ctx, q, ofKind+where, append(args, 1)...)
		return err
	})
	switch {
	case err != nil:
		return nil, fail(what, err)
	case len(found) == 0:
		return nil, fail(what, models.ErrNotFound)
	}
	return found[0].subject, fail(what, found[0].err)
}

// List returns a page; see store.Files. A page has at most 10 000 subjects.
func (f files[S, T]) List(ctx context.Context, filter store.Filter, limit int, token string) ([]T, string, error) {
	after, err := f.parseToken(token)
	if err != nil {
		return nil, "", err
	}
	if limit < 1 {
		return nil, "", models.Invalid("pageSize", "每页数量至少为 1", "must be at least 1")
	}
	limit = min(limit, maxPage)
	where, args := conditions(filter)
	args = append(args, after, limit+1) // one more tells whether there is a next page
	bytes := newBudget()

	var found []fileRow[T]
	err = f.view(ctx, func(ctx context.Context, q querier) (err error) {
		found, err = f.queryPage(ctx, q, bytes, ofKind+where+"id > ?", args...)
		return cmp.Or(err, f.broken(found))
	})
	if err != nil {
		return nil, "", fail("list "+string(f.kind), err)
	}
	next := ""
	if len(found) > limit || bytes.full {
		found = found[:min(len(found), limit)]
		next = f.token(found[len(found)-1].id)
	}
	return f.leaveOut(found), next, nil
}

// leaveOut returns the subjects of the rows that could be read.
func (f files[S, T]) leaveOut(found []fileRow[T]) []T {
	var subjects []T
	for _, r := range found {
		if r.err == nil {
			subjects = append(subjects, r.subject)
		}
	}
	return subjects
}

// broken returns why a list cannot do without one of its rows.
func (f files[S, T]) broken(found []fileRow[T]) error {
	if f.damage != nil {
		return nil
	}
	for _, r := range found {
		if r.err != nil {
			return r.err
		}
	}
	return nil
}

// Count returns how many subjects pass; see store.Files.
func (f files[S, T]) Count(ctx context.Context, filter store.Filter) (n int64, err error) {
	where, args := conditions(filter)
	err = f.view(ctx, func(ctx context.Context, q querier) error {
		return q.queryRow(ctx, "SELECT count(*) FROM subjects WHERE "+ofKind+where+"true", append([]any{string(f.kind)}, args...)...).Scan(&n)
	})
	return n, fail("count "+string(f.kind), err)
}

// A token is the side's letter and the id of the last subject of the page.
func (f files[S, T]) token(id int64) string { return string(f.kind[0]) + strconv.FormatInt(id, 36) }

func (f files[S, T]) parseToken(token string) (after int64, err error) {
	if token == "" {
		return 0, nil
	}
	if after, err = strconv.ParseInt(token[1:], 36, 64); err != nil || after < 1 || f.token(after) != token {
		return 0, models.Invalid("pageToken", "翻页标记无效，请从第一页重新开始", "unknown token: begin again with the first page")
	}
	return after, nil
}

// What a TimeBound may say; anything else picks nothing.
var (
	timeColumns = map[store.TimeColumn]bool{store.CreateTime: true, store.UpdateTime: true}
	timeOps     = map[string]bool{"=": true, "!=": true, "<": true, "<=": true, ">": true, ">=": true}
)

func conditions(filter store.Filter) (where string, args []any) {
	var sb strings.Builder
	for _, c := range []struct{ column, value string }{
		{"external_id <> '' AND external_id", filter.ExternalID}, // names the partial index
		{"origin", filter.Origin},
		{"status", filter.Status},
	} {
		if c.value != "" {
			sb.WriteString(c.column + " = ? AND ")
			args = append(args, c.value)
		}
	}
	if filter.OpenOnly {
		sb.WriteString("open AND ")
	}
	for _, b := range filter.Times {
		if timeColumns[b.Column] && timeOps[b.Op] {
			sb.WriteString(string(b.Column) + " " + b.Op + " ? AND ")
			args = append(args, b.Time.UnixNano())
		} else {
			sb.WriteString("false AND ")
		}
	}
	if filter.Within != nil {
		condition, more := within(*filter.Within)
		sb.WriteString(condition + " AND ")
		args = append(args, more...)
	}
	return sb.String(), args
}

// OpenWithin lists names; see store.Files.
func (f files[S, T]) OpenWithin(ctx context.Context, w store.AreaScope) (names []string, err error) {
	condition, args := within(w)
	err = f.view(ctx, func(ctx context.Context, q querier) error {
		names, err = q.texts(ctx, "SELECT name FROM subjects WHERE kind = ? AND open AND "+condition+" ORDER BY id", append([]any{string(f.kind)}, args...)...)
		return err
	})
	return names, fail("open within", err)
}

// NamesWithin picks names; see store.Files.
func (f files[S, T]) NamesWithin(ctx context.Context, names []string, w store.AreaScope) (map[string]bool, error) {
	condition, args := within(w)
	found := map[string]bool{}
	err := f.view(ctx, func(ctx context.Context, q querier) error {
		names, err := q.texts(ctx, "SELECT name FROM subjects WHERE "+ofNames+" AND "+condition,
			append([]any{string(f.kind), listOf(names)}, args...)...)
		for _, name := range names {
			found[name] = true
		}
		return err
	})
	if err != nil {
		return nil, fail("names within", err)
	}
	return found, nil
}

// within returns the condition for a subject in the areas or of the station.
func within(w store.AreaScope) (where string, args []any) {
	if w.Areas == models.Nationwide {
		return "true", nil
	}
	where = "(origin = ? AND origin <> ''"
	args = append(args, w.Station)
	for _, prefix := range w.Areas.List() {
		where += " OR substr(area, 1, ?) = ?"
		args = append(args, len(prefix), prefix)
	}
	return where + ")", args
}

// fileRow describes a subject as it was read, or why it cannot be.
type fileRow[T any] struct {
	id      int64
	subject T
	err     error // models.ErrDataLoss
}

// query reads the subjects that where picks, oldest first, with their photos and
// faces; the last argument is the limit. Two statements, however many there are.
func (f files[S, T]) query(ctx context.Context, q querier, where string, args ...any) (found []fileRow[T], err error) {
	return f.queryPage(ctx, q, nil, where, args...)
}

// queryPage is query for as many rows as have room.
func (f files[S, T]) queryPage(ctx context.Context, q querier, bytes *budget, where string, args ...any) (found []fileRow[T], err error) {
	rows, err := q.query(ctx, selectSubjects(where), append([]any{string(f.kind)}, args...)...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // a reader; rows.Err tells
	var ids []int64
	for rows.Next() {
		r, size, err := f.scan(rows)
		if err != nil {
			return nil, err
		}
		if !bytes.takes(size, len(found)) {
			break
		}
		if found = append(found, r); r.err == nil {
			ids = append(ids, r.id)
		}
	}
	if err := cmp.Or(rows.Err(), rows.Close()); err != nil || len(ids) == 0 { // a connection has one query at a time
		return found, err
	}
	photos, err := loadPhotos(ctx, q, f.ring, f.damage, "p.subject IN (SELECT value FROM json_each(?))", listOf(ids))
	if err != nil {
		return nil, err
	}
	for _, r := range found {
		if r.err == nil {
			r.subject.Common().Photos = photos[r.id]
		}
	}
	return found, nil
}

// ofKind picks one side. ofNames picks the named of it, and with its || keeps SQLite
// from going through all of the side, which it takes for the shorter way: it cannot know
// that the names are few.
const (
	ofKind  = "kind = ? AND "
	ofNames = "kind || '' = ? AND name IN (SELECT value FROM json_each(?))"
)

func selectSubjects(where string) string {
	return "SELECT id, name, etag, create_time, update_time, upload_hash, owner, sealed FROM subjects WHERE " + where + " ORDER BY id LIMIT ?"
}

func (f files[S, T]) scan(rows *rows) (r fileRow[T], size int, err error) {
	var name, etag, hash, owner string
	var created, updated int64
	var sealed sql.RawBytes
	if err := rows.Scan(&r.id, &name, &etag, &created, &updated, &hash, &owner, &sealed); err != nil {
		return r, 0, err
	}
	if r.subject, r.err = f.open(sealed, name); r.err != nil {
		f.damage.spares(name, r.err)
		return r, len(sealed), nil //nolint:nilerr // the row says it
	}
	f.damage.whole(name)
	e := r.subject.Common()
	e.Name, e.Etag, e.UploadHash, e.Owner = name, etag, hash, owner
	e.CreateTime, e.UpdateTime = fromNanos(created), fromNanos(updated)
	return r, len(sealed), nil
}

func (f files[S, T]) open(sealed []byte, name string) (T, error) {
	doc, err := f.ring.Unseal(nil, sealed, name)
	if err != nil {
		return nil, err
	}
	s := T(new(S))
	if err := json.Unmarshal(doc, s); err != nil {
		return nil, fmt.Errorf("%w: document of %s: %w", models.ErrDataLoss, name, err)
	}
	return s, nil
}
