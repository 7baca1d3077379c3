package sqlstore

import (
	"bytes"
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store/seal"
)

// openRing reads the keys of a folder.
func (s *Store) openRing(ctx context.Context) (*seal.Keyring, error) {
	held, sealed, err := s.db.Holds(ctx)
	if err != nil {
		return nil, err
	}
	kept, err := s.db.KeptKeys(ctx, nil)
	if err != nil {
		return nil, err
	}
	if s.auditKey != nil && len(kept.Audit) > 0 && !hmac.Equal(kept.Audit, s.auditKeyCheck()) {
		return nil, fmt.Errorf("%w: 审计密钥与使用同一数据库的其他服务器不同，请复制它们的 .audit-key 文件 (the audit key is not that of the other servers on this database: copy their .audit-key file)", models.ErrKey)
	}
	if len(kept.Ring) > 0 { // the folder's copy may be of before a rotation
		if err := seal.WriteRing(s.dir, kept.Ring); err != nil {
			return nil, err
		}
	}
	if _, err := os.Stat(seal.RingFile(s.dir)); sealed && errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: 缺少 %s，没有它无法读取已加密的数据；请从备份恢复该文件 (the file is missing, and what is sealed cannot be read without it: restore it from the backup)", models.ErrKey, seal.RingFile(s.dir))
	}
	today := s.now().UTC().Format(time.DateOnly)
	if s.key != nil {
		return seal.OpenGiven(s.dir, s.keyFile, s.key, held, today)
	}
	return seal.Open(s.dir, s.keyFile, held, today)
}

// auditKeyCheck is what only the audit key makes, and does not tell it.
func (s *Store) auditKeyCheck() []byte {
	mac := hmac.New(sha256.New, s.auditKey)
	mac.Write([]byte("guitu audit key check 1"))
	return mac.Sum(nil)
}

// keepKeys has a database that several processes share keep the keys, unless it does. Of two
// that begin with keys of their own, one is refused.
func (s *Store) keepKeys(ctx context.Context) error {
	ring, err := os.ReadFile(seal.RingFile(s.dir))
	if err != nil {
		return err
	}
	known := func(kept KeptKeys) bool {
		return bytes.Equal(kept.Ring, ring) && (s.auditKey == nil || len(kept.Audit) > 0)
	}
	if kept, err := s.db.KeptKeys(ctx, nil); err != nil || known(kept) { // as at most starts
		return err
	}
	return s.inTx(ctx, func(t *tx) error {
		kept, err := s.db.KeptKeys(ctx, t.sql)
		if err != nil || known(kept) {
			return err
		}
		if len(kept.Ring) > 0 && !bytes.Equal(kept.Ring, ring) {
			return fmt.Errorf("%w: 另一服务器同时用别的密钥开始使用此数据库，请复制它的 .key 和 .audit-key 文件 (another server began on this database with keys of its own: copy its .key and .audit-key files)", models.ErrKey)
		}
		return t.putKeys(ctx, ring)
	})
}

func (t *tx) putKeys(ctx context.Context, ring []byte) error {
	keys := KeptKeys{Ring: ring, Audit: []byte{}}
	if t.store.auditKey != nil {
		keys.Audit = t.store.auditKeyCheck()
	}
	return mark(t.db.KeepKeys(ctx, t.sql, keys), t.db.Sentinel)
}

// ringChanged has the database keep the keys as a rotation has just changed them.
func (s *Store) ringChanged(ctx context.Context) error {
	ring, err := os.ReadFile(seal.RingFile(s.dir))
	if err != nil {
		return err
	}
	return s.inTx(ctx, func(t *tx) error { return t.putKeys(ctx, ring) })
}

// checkKeys returns models.ErrKey where nothing of a folder can be opened because keys.json
// is another folder's: one row that cannot be is damaged, and left out.
func (s *Store) checkKeys(ctx context.Context) error {
	rows, unheld := 0, 0
	err := s.each(ctx, "SELECT sealed FROM subjects WHERE length(sealed) > 0 LIMIT 20", func(scan func(...any) error) error {
		var sealed []byte
		if err := scan(&sealed); err != nil {
			return err
		}
		if rows++; !s.ring.Holds(sealed) {
			unheld++
		}
		return nil
	})
	if err == nil && unheld > 1 && unheld == rows {
		err = fmt.Errorf("%w: %s 中没有加密这些数据的密钥；请从备份恢复该文件 (the file does not hold the keys that the data is sealed with: restore it from the backup)", models.ErrKey, seal.RingFile(s.dir))
	}
	return err
}

// RotateKeys seals everything with new keys; see store.Keys.
func (s *Store) RotateKeys(ctx context.Context, told func(done int)) error {
	if err := s.ring.BeginRotation(s.now().UTC().Format(time.DateOnly)); err != nil {
		return err
	}
	if err := s.ringChanged(ctx); err != nil { // before anything is sealed with what only it knows
		return fail("keep the new key", err)
	}
	if err := s.sealAll(ctx, told); err != nil {
		return fail("seal with the new key", err)
	}
	if err := s.ring.FinishRotation(); err != nil {
		return err
	}
	return fail("keep the new key", s.ringChanged(ctx))
}

// sealAll seals with the current key what is not, and then folds the log in, so that
// nothing else is left in the files. It can be broken off and called again.
func (s *Store) sealAll(ctx context.Context, told func(done int)) error {
	done := 0
	more := func(n int) {
		done += n
		told(done)
	}
	for _, c := range sealedColumns {
		if err := s.sealColumn(ctx, c, more); err != nil {
			return err
		}
	}
	again := func(name string) error {
		err := s.blobs.sealAgain(ctx, name)
		if errors.Is(err, models.ErrDataLoss) { // it is damaged, and stays so
			err = nil
		}
		more(1)
		return err
	}
	if err := cmp.Or(s.blobs.blobNames(ctx, again), s.blobs.uploadNames(ctx, again)); err != nil {
		return err
	}
	return s.scrub(ctx)
}

// unsealText returns what a column holds that was plain once.
func unsealText(ring *seal.Keyring, plain, sealed []byte, about string) ([]byte, error) {
	if len(sealed) == 0 {
		return plain, nil
	}
	return ring.Unseal(nil, sealed, about)
}

// sealedColumn says how rows with something sealed are gone through. page selects, after
// a row and up to a limit: the row's number, what was plain before there were keys or
// NULL, what is sealed, and what it is sealed about. put sets the sealed by the number.
type sealedColumn struct{ page, put string }

// Every column that holds something sealed is here, or a rotation would lose it. A
// plain embedding is a multiple of four long, a sealed one never.
var sealedColumns = []sealedColumn{
	{
		"SELECT id, doc, sealed, name FROM subjects WHERE id > ? ORDER BY id LIMIT ?",
		"UPDATE subjects SET doc = '', sealed = ? WHERE id = ?",
	}, {
		`SELECT f.id, CASE WHEN length(f.embedding) % 4 = 0 THEN f.embedding END, f.embedding, p.name
			FROM faces f JOIN photos p ON p.id = f.photo WHERE f.id > ? ORDER BY f.id LIMIT ?`,
		"UPDATE faces SET embedding = ? WHERE id = ?",
	}, {
		`SELECT e.face * 1000 + e.position, CASE WHEN length(e.embedding) % 4 = 0 THEN e.embedding END, e.embedding, p.name
			FROM embeddings e JOIN faces f ON f.id = e.face JOIN photos p ON p.id = f.photo
			WHERE (e.face, e.position) > (CAST(? AS BIGINT) / 1000, CAST(?1 AS BIGINT) % 1000) ORDER BY e.face, e.position LIMIT ?`,
		"UPDATE embeddings SET embedding = ? WHERE (face, position) = (CAST(? AS BIGINT) / 1000, CAST(?2 AS BIGINT) % 1000)",
	}, {
		"SELECT id, NULL, sealed, name FROM erasure_jobs WHERE id > ? ORDER BY id LIMIT ?",
		"UPDATE erasure_jobs SET sealed = ? WHERE id = ?",
	}, {
		"SELECT id, nullif(match, ''), sealed, name FROM cases WHERE id > ? ORDER BY id LIMIT ?",
		"UPDATE cases SET match = '', sealed = ? WHERE id = ?",
	}, {
		`SELECT case_id * 100000 + number, nullif(doc, ''), s.sealed, name FROM case_steps s JOIN cases ON id = case_id
			WHERE (case_id, number) > (CAST(? AS BIGINT) / 100000, CAST(?1 AS BIGINT) % 100000) ORDER BY case_id, number LIMIT ?`,
		"UPDATE case_steps SET doc = '', sealed = ? WHERE (case_id, number) = (CAST(? AS BIGINT) / 100000, CAST(?2 AS BIGINT) % 100000)",
	}, {
		"SELECT id, CASE WHEN length(sealed) = 0 THEN doc END, sealed, key FROM alerts WHERE id > ? ORDER BY id LIMIT ?",
		"UPDATE alerts SET doc = json_object('case', doc ->> 'case'), sealed = ? WHERE id = ?",
	}, {
		"SELECT id, NULL, note, record FROM record_steps WHERE id > ? ORDER BY id LIMIT ?",
		"UPDATE record_steps SET note = ? WHERE id = ?",
	}, {
		"SELECT id, NULL, sealed, name FROM takedowns WHERE id > ? ORDER BY id LIMIT ?",
		"UPDATE takedowns SET sealed = ? WHERE id = ?",
	}, {
		"SELECT id, NULL, sealed, name FROM imports WHERE id > ? AND length(sealed) > 0 ORDER BY id LIMIT ?",
		"UPDATE imports SET sealed = ? WHERE id = ?",
	}, {
		`SELECT r.import << 32 | r.line, NULL, r.sealed, i.name || ':' || r.line FROM import_rows r JOIN imports i ON i.id = r.import
			WHERE (r.import, r.line) > (CAST(? AS BIGINT) >> 32, CAST(?1 AS BIGINT) & 4294967295) AND length(r.sealed) > 0 ORDER BY r.import, r.line LIMIT ?`,
		"UPDATE import_rows SET sealed = ? WHERE (import, line) = (CAST(? AS BIGINT) >> 32, CAST(?2 AS BIGINT) & 4294967295)",
	}, {
		"SELECT id, NULL, sealed, name FROM proceedings WHERE id > ? ORDER BY id LIMIT ?",
		"UPDATE proceedings SET sealed = ? WHERE id = ?",
	}, {
		"SELECT id, NULL, sealed, key FROM answers WHERE id > ? AND length(sealed) > 0 ORDER BY id LIMIT ?",
		"UPDATE answers SET sealed = ? WHERE id = ?",
	},
}

// sealPage is how many rows are sealed in one transaction.
const sealPage = 1000

func (s *Store) sealColumn(ctx context.Context, c sealedColumn, more func(int)) error {
	for after := int64(-1); ; {
		read := 0
		err := s.inTx(ctx, func(t *tx) error {
			return t.write(ctx, "seal again", func(ctx context.Context) (err error) {
				read, after, err = t.sealPage(ctx, c, after)
				return err
			})
		})
		if err != nil {
			return err
		}
		more(read)
		if read < sealPage {
			return nil
		}
	}
}

func (t *tx) sealPage(ctx context.Context, c sealedColumn, after int64) (read int, last int64, err error) {
	type change struct {
		id     int64
		sealed []byte
	}
	var changes []change
	rows, err := t.query(ctx, c.page, after, sealPage)
	if err != nil {
		return 0, after, err
	}
	defer func() { _ = rows.Close() }() // rows.Err tells
	for rows.Next() {
		var plain, sealed sql.RawBytes
		var about string
		if err := rows.Scan(&after, &plain, &sealed, &about); err != nil {
			return 0, after, err
		}
		read++
		ring := t.store.ring
		switch {
		case len(plain) > 0:
			changes = append(changes, change{after, ring.Seal(nil, plain, about)})
		case !ring.Current(sealed):
			if open, err := ring.Unseal(nil, sealed, about); err == nil { // else it is damaged, and stays so
				changes = append(changes, change{after, ring.Seal(nil, open, about)})
			}
		}
	}
	if err := rows.Err(); err != nil {
		return 0, after, err
	}
	for _, ch := range changes {
		if _, err := t.exec(ctx, c.put, ch.sealed, ch.id); err != nil {
			return 0, after, err
		}
	}
	return read, after, nil
}

// scrub has the database forget what was deleted and overwritten.
func (s *Store) scrub(ctx context.Context) error {
	if err := s.takeTurn(ctx); err != nil {
		return err
	}
	defer s.endTurn()
	return mark(s.db.Scrub(ctx), s.db.Sentinel)
}
