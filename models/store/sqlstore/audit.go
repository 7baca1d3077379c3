package sqlstore

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// AppendAudit writes one row with the transaction; see store.Tx.
func (t *tx) AppendAudit(ctx context.Context, row *models.Audit) error {
	actor, err := models.ActorFrom(ctx)
	if err != nil {
		return fail("append audit row", err)
	}
	next := auditRow(actor, row)
	err = t.write(ctx, "append audit row", func(ctx context.Context) error { return t.audit(ctx, &next) })
	if err == nil {
		*row = next
	}
	return err
}

// audit links the row to the chain, notes it for the commit and fills in what the store
// knows.
func (t *tx) audit(ctx context.Context, row *models.Audit) error {
	head, err := t.auditHead(ctx)
	if err != nil {
		return err
	}
	row.Purpose = strings.ToValidUTF8(cmp.Or(row.Purpose, models.PurposeFrom(ctx)), "\uFFFD")
	if row.Actor.Via != "" {
		row.Detail = strings.TrimSpace(row.Detail + " via " + row.Actor.Via)
	}
	row.Detail = strings.ToValidUTF8(row.Detail, "\uFFFD")
	for i, object := range row.Objects { // JSON would change broken bytes behind the hash's back
		row.Objects[i] = strings.ToValidUTF8(object, "\uFFFD")
	}
	objects, err := json.Marshal(row.Objects)
	if err != nil {
		return err
	}
	row.Seq, row.Time = head.Seq+1, t.store.time()
	row.Hash = row.HashAfter(head.Hash)
	t.noted.trail = append(t.noted.trail, []any{
		row.Seq, row.Time.UnixNano(), row.Actor.ID, string(row.Actor.Role), string(row.Action), row.Purpose, string(objects), row.Detail, bytes.Clone(row.Hash[:]),
	})
	t.head = &models.AuditHead{Seq: row.Seq, Hash: row.Hash}
	return nil
}

const selectAudit = "SELECT seq, time, actor, role, action, purpose, objects, detail, hash FROM audit WHERE "

// AuditTrail reads the trail; see store.Audit.
func (s *Store) AuditTrail(ctx context.Context, after int64, limit int) ([]models.Audit, error) {
	return s.FindAudit(ctx, store.AuditFilter{}, after, limit)
}

// FindAudit searches the trail; see store.AuditProof.
func (s *Store) FindAudit(ctx context.Context, filter store.AuditFilter, after int64, limit int) ([]models.Audit, error) {
	where, args := auditConditions(filter)
	var trail []models.Audit
	err := s.read(ctx, func(ctx context.Context, q querier) error {
		return eachAudit(ctx, q, where+"seq > ? ORDER BY seq LIMIT ?", func(row *models.Audit) bool {
			trail = append(trail, *row)
			return true
		}, append(args, after, max(0, limit))...)
	})
	if err != nil {
		return nil, fail("read the audit trail", err)
	}
	return trail, nil
}

func auditConditions(f store.AuditFilter) (where string, args []any) {
	add := func(condition string, arg any) {
		where += condition + " AND "
		args = append(args, arg)
	}
	if !f.From.IsZero() {
		add("time >= ?", f.From.UnixNano())
	}
	if !f.To.IsZero() {
		add("time < ?", f.To.UnixNano())
	}
	if f.Actor != "" {
		add("actor = ?", f.Actor)
	}
	if f.Action != "" {
		add("action = ?", string(f.Action))
	}
	if f.Object != "" {
		object, _ := json.Marshal(f.Object) // as it stands in the array, quotes and all
		add("replace(objects, ?, '') <> objects", string(object))
	}
	return where, args
}

// eachAudit calls row for each row that where picks, until it says false.
func eachAudit(ctx context.Context, q querier, where string, row func(*models.Audit) bool, args ...any) (err error) {
	rows, err := q.query(ctx, selectAudit+where, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // a reader; rows.Err tells
	for rows.Next() {
		var a models.Audit
		var nanos int64
		var objects, hash sql.RawBytes
		if err := rows.Scan(&a.Seq, &nanos, &a.Actor.ID, &a.Actor.Role, &a.Action, &a.Purpose, &objects, &a.Detail, &hash); err != nil {
			return fmt.Errorf("%w: an audit row: %w", models.ErrDataLoss, err)
		}
		if err := json.Unmarshal(objects, &a.Objects); err != nil {
			return fmt.Errorf("%w: audit row %d: %w", models.ErrDataLoss, a.Seq, err)
		}
		if a.Time = fromNanos(nanos); len(hash) == len(a.Hash) {
			copy(a.Hash[:], hash)
		}
		if !row(&a) {
			return nil
		}
	}
	return rows.Err()
}

// VerifyAudit follows the chain on one snapshot; see store.AuditProof.
func (s *Store) VerifyAudit(ctx context.Context, noted ...models.AuditHead) (verdict models.AuditVerdict, err error) {
	err = s.read(ctx, func(ctx context.Context, q querier) error {
		verdict, err = s.verify(ctx, q, noted)
		return err
	})
	return verdict, fail("verify the audit trail", err)
}

// VerifyIn follows the chain as a transaction sees it; see VerifyAudit.
func (s *Store) VerifyIn(ctx context.Context, t *sql.Tx) (models.AuditVerdict, error) {
	return s.verify(ctx, querier{t, s.db}, nil)
}

func (s *Store) verify(ctx context.Context, q querier, noted []models.AuditHead) (models.AuditVerdict, error) {
	var chain models.Chain
	hashes := map[int64]models.ChainHash{}
	for _, head := range noted {
		hashes[head.Seq] = head.Hash
	}
	bad := func(seq int64, zh, en string) models.AuditVerdict {
		return models.AuditVerdict{Rows: chain.Rows, Head: chain.Head, BadSeq: seq, Reason: models.Text{Zh: zh, En: en}}
	}
	var broken *models.AuditVerdict
	var losses []int64
	err := eachAudit(ctx, q, "true ORDER BY seq", func(row *models.Audit) bool {
		if wrong := chain.Follow(row); wrong != (models.Text{}) {
			broken = new(bad(row.Seq, wrong.Zh, wrong.En))
		} else if row.Action == models.ActionReseal {
			broken = new(bad(row.Seq, "打开数据时链头封印不符：此前的记录可能被改写，或换过密钥", "the seal did not fit when the store was opened: the rows before it may be forged, or the key is another one"))
		} else if want, ok := hashes[row.Seq]; ok && want != row.Hash {
			broken = new(bad(row.Seq, "与当时记下的链头不符：整条记录被重写过", "it is not the head that was noted then: the trail was written anew"))
		}
		if row.Action == models.ActionLoss {
			losses = append(losses, row.Seq)
		}
		delete(hashes, row.Seq)
		return broken == nil
	})
	switch {
	case broken != nil:
		return *broken, nil
	case errors.Is(err, models.ErrDataLoss): // a row that cannot even be read
		return bad(chain.Head.Seq+1, "此行无法读取", "the row cannot be read"), nil
	case err != nil:
		return models.AuditVerdict{}, err
	}
	kept, sealed, err := s.keptHead(ctx, q)
	if err != nil {
		return models.AuditVerdict{}, err
	}
	if !sealed {
		return bad(chain.Head.Seq, "链头的封印不对：链头被改动，或密钥不是当时的", "the head's seal is wrong: the head was changed, or the key is another one"), nil
	}
	for seq := range hashes {
		return bad(seq, "当时记下的链头所在的行不见了", "the row of a head that was noted is gone"), nil
	}
	verdict := chain.Verdict(kept)
	verdict.Losses = losses
	return verdict, nil
}
