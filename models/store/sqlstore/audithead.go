package sqlstore

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"

	"github.com/guitu-project/guitu/models"
)

// WithAuditKey seals the head of the audit trail with the key. It should lie where
// those who can write the database cannot read it. Without one the seal is a mere
// checksum.
func WithAuditKey(key []byte) Option { return func(s *Store) { s.auditKey = key } }

// seal returns what only a holder of the key can make of a head.
func (s *Store) seal(head models.AuditHead) []byte {
	mac := hmac.New(sha256.New, s.auditKey)
	mac.Write([]byte("guitu audit head 1"))
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(head.Seq)))
	mac.Write(head.Hash[:])
	return mac.Sum(nil)
}

// checkSeal notes in the trail itself if the head is not one that a holder of the
// key sealed: the next row seals it anew, and what happened must not be forgotten.
func (s *Store) checkSeal(ctx context.Context) error {
	if s.auditKey == nil {
		return nil
	}
	_, sealed, err := s.keptHead(ctx, s.reader())
	if err != nil || sealed {
		return err
	}
	return s.AppendAudit(models.WithActor(ctx, models.Actor{ID: "store"}), &models.Audit{Action: models.ActionReseal})
}

// auditHead returns the end of the trail as this transaction sees it.
func (t *tx) auditHead(ctx context.Context) (models.AuditHead, error) {
	if t.head != nil {
		return *t.head, nil
	}
	head, _, err := t.store.keptHead(ctx, t.querier)
	return head, err
}

// AuditHead returns the committed head; see store.AuditProof.
func (s *Store) AuditHead(ctx context.Context) (head models.AuditHead, err error) {
	err = s.read(ctx, func(ctx context.Context, q querier) (err error) {
		head, _, err = s.keptHead(ctx, q)
		return err
	})
	return head, fail("read the head of the trail", err)
}

// keepHead writes the head that the transaction's rows led to, once for all of them.
func (t *tx) keepHead(ctx context.Context) error {
	if t.head == nil {
		return nil
	}
	return t.store.putHead(ctx, t.querier, *t.head)
}

func (s *Store) putHead(ctx context.Context, q querier, head models.AuditHead) error {
	_, err := q.exec(ctx, `INSERT INTO audit_head (id, seq, hash, seal) VALUES (1, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, seal = excluded.seal`,
		head.Seq, head.Hash[:], s.seal(head))
	return err
}

// keptHead returns the committed head, and whether its seal is right. Before the first
// row there is none, which needs no seal; a head that was deleted is seen by the rows.
func (s *Store) keptHead(ctx context.Context, q querier) (head models.AuditHead, sealed bool, err error) {
	var hash, seal []byte
	err = q.queryRow(ctx, "SELECT seq, hash, seal FROM audit_head").Scan(&head.Seq, &hash, &seal)
	if errors.Is(err, sql.ErrNoRows) {
		return models.AuditHead{}, true, nil
	}
	copy(head.Hash[:], hash)
	return head, err == nil && len(hash) == len(head.Hash) && hmac.Equal(seal, s.seal(head)), err
}

// ChainRows links the rows that were written before there was a chain. It runs in
// the migration that brings the chain, and never again.
func (s *Store) ChainRows(ctx context.Context, t *sql.Tx) error {
	q := querier{t, s.db}
	var head models.AuditHead
	for {
		var batch []models.Audit
		err := eachAudit(ctx, q, "seq > ? ORDER BY seq LIMIT 10000", func(row *models.Audit) bool {
			batch = append(batch, *row)
			return true
		}, head.Seq)
		if err != nil {
			return err
		}
		if len(batch) == 0 {
			return s.putHead(ctx, q, head)
		}
		for i := range batch {
			row := &batch[i]
			head = models.AuditHead{Seq: row.Seq, Hash: row.HashAfter(head.Hash)}
			if _, err := q.exec(ctx, "UPDATE audit SET hash = ? WHERE seq = ?", head.Hash[:], head.Seq); err != nil {
				return err
			}
		}
	}
}
