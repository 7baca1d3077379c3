package sqlstore

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store/seal"
)

// writer implements store.Writer of either side.
type writer[S any, T side[S]] struct {
	files[S, T]
	tx *tx
}

// Create stores s; see store.Writer.
func (w *writer[S, T]) Create(ctx context.Context, s T) error {
	next := *s // s is filled in only when all is written
	e := T(&next).Common()
	err := w.mutate(ctx, "create in "+string(w.kind), models.ActionCreate, func(ctx context.Context) (entry models.JournalEntry, err error) {
		e.Name = string(w.kind) + "/" + newID()
		e.Etag = newID()
		e.CreateTime = w.tx.store.time()
		e.UpdateTime = e.CreateTime
		e.Photos = namePhotos(e.Photos, nil)
		row, err := encode[S](w.ring, T(&next))
		if err != nil {
			return entry, err
		}
		photos, err := w.tx.encodePhotos(ctx, e.Photos, nil)
		if err != nil {
			return entry, err
		}
		id, err := w.tx.insert(ctx, `INSERT INTO subjects (origin, external_id, status, open, etag, update_time, upload_hash,
			area, sealed, owner, doc, kind, name, create_time, status_time, found_date, dna) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?, ?, ?, ?, ?)`,
			append(append(row, string(w.kind), e.Name, e.CreateTime.UnixNano(), e.CreateTime.UnixNano()), DueColumns(T(&next))...)...)
		if err != nil {
			return entry, err
		}
		return entryOf(models.ChangeCreated, T(&next)), w.tx.insertPhotos(ctx, id, photos)
	})
	if err == nil {
		*s = next
	}
	return err
}

// Update replaces what is stored with s; see store.Writer.
func (w *writer[S, T]) Update(ctx context.Context, s T) error {
	next := *s
	e := T(&next).Common()
	err := w.mutate(ctx, "update "+e.Name, models.ActionUpdate, func(ctx context.Context) (entry models.JournalEntry, err error) {
		was, err := w.current(ctx, e.Name, e.Etag)
		if err != nil {
			return entry, err
		}
		had, err := loadPhotoNames(ctx, w.tx.querier, was.id)
		if err != nil {
			return entry, err
		}
		e.Etag = newID()
		e.CreateTime = was.created
		e.UpdateTime = w.tx.store.time()
		e.Photos = namePhotos(e.Photos, had)
		row, err := encode[S](w.ring, T(&next))
		if err != nil {
			return entry, err
		}
		photos, err := w.tx.encodePhotos(ctx, e.Photos, had)
		if err != nil {
			return entry, err
		}
		err = w.tx.attempt(ctx, `UPDATE subjects SET origin = ?1, external_id = ?2, open = ?4, etag = ?5,
			update_time = ?6, upload_hash = ?7, area = ?8, sealed = ?9, owner = ?10, erased = 0,
			status = ?3, status_time = CASE WHEN status = ?3 THEN status_time ELSE ?6 END, found_date = ?12, dna = ?13 WHERE id = ?11`,
			append(append(row, was.id), DueColumns(T(&next))...)...)
		if err != nil {
			return entry, err
		}
		if len(had) > 0 {
			if _, err := w.tx.exec(ctx, "DELETE FROM photos WHERE subject = ?", was.id); err != nil {
				return entry, err
			}
		}
		now := entryOf(models.ChangeUpdated, T(&next))
		if was.area != now.Area || was.station != now.Station {
			w.tx.noted.change(models.JournalEntry{Name: e.Name, Kind: models.ChangeMoved, Time: e.UpdateTime, Area: was.area, Station: was.station})
		}
		return now, w.tx.insertPhotos(ctx, was.id, photos)
	})
	if err == nil {
		*s = next
	}
	return err
}

// Delete removes the subject and, through the foreign keys, its photos and faces;
// see store.Writer.
func (w *writer[S, T]) Delete(ctx context.Context, name, etag string) error {
	return w.mutate(ctx, "delete "+name, models.ActionDelete, func(ctx context.Context) (entry models.JournalEntry, err error) {
		was, err := w.current(ctx, name, etag)
		if err != nil {
			return entry, err
		}
		if _, err = w.tx.exec(ctx, "DELETE FROM subjects WHERE id = ?", was.id); err != nil {
			return entry, err
		}
		if err := w.tx.execEach(ctx, name, "UPDATE facts SET event = '' WHERE event <> '' AND event = ?"); err != nil {
			return entry, err
		}
		w.tx.store.damage.whole(name)
		entry = models.JournalEntry{Name: name, Kind: models.ChangeDeleted, Time: w.tx.store.time(), Area: was.area, Station: was.station}
		return entry, w.tx.emptyAnswers(ctx, name)
	})
}

// mutate runs the statements of a mutation, which return its entry in the journal, and
// writes down that the subject was changed, and by whom.
func (w *writer[S, T]) mutate(ctx context.Context, what string, action models.Action, statements func(context.Context) (models.JournalEntry, error)) error {
	return w.tx.write(ctx, what, func(ctx context.Context) error {
		actor, err := models.ActorFrom(ctx)
		if err != nil {
			return err
		}
		if action != models.ActionDelete {
			if err := w.tx.store.room.forMore(); err != nil {
				return err
			}
		}
		entry, err := statements(ctx)
		if err != nil {
			return err
		}
		w.tx.noted.change(entry)
		return w.tx.audit(ctx, &models.Audit{Actor: actor, Action: action, Objects: []string{entry.Name}})
	})
}

type version struct {
	id            int64
	created       time.Time
	area, station string // of a record
}

// current finds what is to be changed. Errors: sql.ErrNoRows, models.ErrStale.
func (w *writer[S, T]) current(ctx context.Context, name, etag string) (version, error) {
	var v version
	var created int64
	var has, origin string
	err := w.tx.queryRow(ctx, "SELECT id, etag, create_time, area, origin FROM subjects WHERE kind = ? AND name = ?", string(w.kind), name).
		Scan(&v.id, &has, &created, &v.area, &origin)
	if err != nil {
		return v, err
	}
	if w.kind == models.Records {
		v.station = origin
	}
	if etag != "" && etag != has {
		return v, models.ErrStale
	}
	v.created = fromNanos(created)
	return v, nil
}

// encode returns the row of s in the order that both statements share: origin,
// external_id, status, open, etag, update_time, upload_hash, area, sealed, owner.
func encode[S any, T side[S]](ring *seal.Keyring, s T) ([]any, error) {
	rest := *s
	e := T(&rest).Common()
	e.Name, e.Etag, e.CreateTime, e.UpdateTime, e.Photos = "", "", time.Time{}, time.Time{}, nil
	doc, err := json.Marshal(rest)
	if err != nil { // a number that is not one: nothing else in these structs can fail
		return nil, fmt.Errorf("%w: %w", models.ErrInvalid, err)
	}
	e = s.Common()
	return []any{s.Origin(), e.ExternalID, status(s), s.Open(), e.Etag, e.UpdateTime.UnixNano(), e.UploadHash, area(s), ring.Seal(nil, doc, e.Name), e.Owner}, nil
}

// DueColumns returns found_date and dna: what a record's deadlines are reckoned from, in the
// clear as its area and status are, so that a work list need not open every record.
func DueColumns(s models.Subject) []any {
	if r, ok := s.(*models.Record); ok {
		return []any{string(r.FoundDate), string(r.DNA.Status)}
	}
	return []any{"", ""}
}

// entryOf returns what the journal says of a subject that was written.
func entryOf(kind models.ChangeKind, s models.Subject) models.JournalEntry {
	entry := models.JournalEntry{Name: s.Common().Name, Kind: kind, Time: s.Common().UpdateTime, Area: area(s)}
	if s.Kind() == models.Records {
		entry.Station = s.Origin()
	}
	return entry
}

// area returns where a record was found, which decides who may see it.
func area(s models.Subject) string {
	if s.Kind() != models.Records {
		return ""
	}
	_, found := s.Event()
	return found.Code
}

// status returns what an empty status is read as, too, so that filters find it.
func status(s models.Subject) string {
	switch s := s.(type) {
	case *models.Record:
		if s.Status != "" {
			return string(s.Status)
		}
		return string(models.RecordUnidentified)
	case *models.Notice:
		if s.Status != "" {
			return string(s.Status)
		}
	}
	return string(models.NoticeOpen)
}
