package sqlstore

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store/seal"
)

// Photo returns a photo and whose it is; see store.Reader.
func (s *Store) Photo(ctx context.Context, name string) (photo models.Photo, subject string, err error) {
	err = s.read(ctx, func(ctx context.Context, q querier) error {
		var id int64
		err := q.queryRow(ctx, "SELECT s.id, s.name FROM photos p JOIN subjects s ON s.id = p.subject WHERE p.name = ?", name).
			Scan(&id, &subject)
		if err != nil {
			return err
		}
		photos, err := loadPhotos(ctx, q, s.ring, s.damage, "p.name = ?", name)
		if err != nil {
			return err
		}
		photo = photos[id][0]
		return nil
	})
	return photo, subject, fail("get "+name, err)
}

// namePhotos returns a copy of the photos in which each has its own name: the one that
// it had, or a new one.
func namePhotos(photos []models.Photo, had map[string]string) []models.Photo {
	photos = slices.Clone(photos)
	taken := make(map[string]bool, len(photos))
	for i := range photos {
		name := photos[i].Name
		if _, ok := had[name]; !ok || taken[name] {
			name = "photos/" + newID()
		}
		photos[i].Name = name
		taken[name] = true
	}
	return photos
}

// loadPhotoNames returns the SHA-256 of each of the subject's photos by name.
func loadPhotoNames(ctx context.Context, q querier, subject int64) (map[string]string, error) {
	had := map[string]string{}
	err := q.each(ctx, "SELECT name, sha256 FROM photos WHERE subject = ?", func(scan func(...any) error) error {
		var name, sha256 string
		if err := scan(&name, &sha256); err != nil {
			return err
		}
		had[name] = sha256
		return nil
	}, subject)
	return had, err
}

// photoRow and its faces, ready to be inserted: everything that can be wrong with
// them is found before the first statement.
type photoRow struct {
	photo models.Photo
	faces []faceRow
}

// encodePhotos also makes sure that a picture which the subject did not have
// before is there, so that no row ever names a blob that is not.
func (t *tx) encodePhotos(ctx context.Context, photos []models.Photo, had map[string]string) ([]photoRow, error) {
	rows := make([]photoRow, len(photos))
	for i, p := range photos {
		if p.SHA256 != "" && had[p.Name] != p.SHA256 {
			if err := t.mustHave(ctx, p.SHA256, fmt.Sprintf("the picture of photos[%d]", i)); err != nil {
				return nil, err
			}
		}
		rows[i] = photoRow{photo: p, faces: make([]faceRow, len(p.Faces))}
		for j, f := range p.Faces {
			if math.IsNaN(f.Quality) { // SQLite knows no such number
				return nil, fmt.Errorf("%w: photos[%d].faces[%d]: quality is not a number", models.ErrInvalid, i, j)
			}
			row := faceRow{Face: f, geometry: encodeGeometry(f), embedding: sealEmbedding(t.store.ring, f.Embedding, p.Name)}
			for _, o := range f.Others {
				row.others = append(row.others, sealEmbedding(t.store.ring, o.Vector, p.Name))
			}
			rows[i].faces[j] = row
		}
	}
	return rows, nil
}

// mustHave returns models.ErrPrecondition if the blob that a row is to name was not put.
func (t *tx) mustHave(ctx context.Context, sum, what string) error {
	there, err := t.store.blobs.has(ctx, t.querier, sum)
	if err == nil && !there {
		err = fmt.Errorf("%w: %s was not put before its row", models.ErrPrecondition, what)
	}
	return err
}

func (t *tx) insertPhotos(ctx context.Context, subject int64, photos []photoRow) error {
	for i, row := range photos {
		p := row.photo
		id, err := t.insert(ctx, `INSERT INTO photos (name, subject, position, sha256, content_type, taken_date, finding, width, height)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			p.Name, subject, i, p.SHA256, p.ContentType, string(p.TakenDate), string(p.Finding), p.Width, p.Height)
		if err != nil {
			return err
		}
		for j, f := range row.faces {
			if err := t.insertFace(ctx, id, j, f); err != nil {
				return err
			}
		}
	}
	return nil
}

// loadPhotos reads the photos that where picks, in order, by their subject's id. A face
// that is damaged is left out where damage spares it: its photo is looked at again by guitu
// faces reembed.
func loadPhotos(ctx context.Context, q querier, ring *seal.Keyring, spare *damage, where string, arg any) (map[int64][]models.Photo, error) {
	rows, err := q.query(ctx, selectPhotos(where), arg)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	photos := map[int64][]models.Photo{}
	var lastPhoto, lastFace, broken int64
	for rows.Next() {
		var id, subject int64
		var p models.Photo
		var f faceColumns
		err := rows.Scan(append([]any{&subject, &id, &p.Name, &p.SHA256, &p.ContentType, &p.TakenDate, &p.Finding, &p.Width, &p.Height}, f.all()...)...)
		if err != nil {
			return nil, err
		}
		if id != lastPhoto {
			photos[subject], lastPhoto = append(photos[subject], p), id
		}
		if !f.id.Valid || f.id.Int64 == broken { // a photo without a face, or without this one
			continue
		}
		of := &photos[subject][len(photos[subject])-1]
		if f.id.Int64 != lastFace {
			face, err := f.face(ring, p.Name)
			if err = lost(err); spare.spares(p.Name, err) {
				broken = f.id.Int64
				continue
			}
			if err != nil {
				return nil, fmt.Errorf("a face in %s: %w", p.Name, err)
			}
			of.Faces, lastFace = append(of.Faces, face), f.id.Int64
		}
		if f.otherModel.Valid {
			other, err := f.other(ring, p.Name)
			if err = lost(err); spare.spares(p.Name, err) {
				continue
			}
			if err != nil {
				return nil, fmt.Errorf("a face in %s: %w", p.Name, err)
			}
			face := &of.Faces[len(of.Faces)-1]
			face.Others = append(face.Others, other)
		}
	}
	return photos, rows.Err()
}

// lost returns an error as a loss of data, nil for none.
func lost(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%w: %w", models.ErrDataLoss, err)
}

// selectPhotos gives a row for each photo, or for each of its faces, or for each
// further embedding of a face.
func selectPhotos(where string) string {
	return `SELECT p.subject, p.id, p.name, p.sha256, p.content_type, p.taken_date, p.finding, p.width, p.height,
		f.id, f.quality, f.weakness, f.model, f.model_sha256, f.metric, f.geometry, f.embedding, e.model, e.sha256, e.metric, e.embedding
		FROM photos p LEFT JOIN faces f ON f.photo = p.id LEFT JOIN embeddings e ON e.face = f.id
		WHERE ` + where + " ORDER BY p.subject, p.position, f.position, e.position"
}
