package sqlite

import (
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"math"
	"slices"

	"github.com/guitu-project/guitu/models"
)

// Photo returns a photo and whose it is; see store.Reader.
func (s *Store) Photo(ctx context.Context, name string) (photo models.Photo, subject string, err error) {
	err = s.read(ctx, func(ctx context.Context, q querier) error {
		var id int64
		err := q.QueryRowContext(ctx, "SELECT s.id, s.name FROM photos p JOIN subjects s ON s.id = p.subject WHERE p.name = ?", name).
			Scan(&id, &subject)
		if err != nil {
			return err
		}
		photos, err := loadPhotos(ctx, q, "p.name = ?", name)
		if err != nil {
			return err
		}
		photo = photos[id][0]
		return nil
	})
	return photo, subject, fail("get "+name, err)
}

// namePhotos is a copy of the photos in which each has its own name: the one that
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
	rows, err := q.QueryContext(ctx, "SELECT name, sha256 FROM photos WHERE subject = ?", subject)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	had := map[string]string{}
	for rows.Next() {
		var name, sha256 string
		if err := rows.Scan(&name, &sha256); err != nil {
			return nil, err
		}
		had[name] = sha256
	}
	return had, rows.Err()
}

// photoRow and its faces, ready to be inserted: everything that can be wrong with
// them is found before the first statement.
type photoRow struct {
	photo models.Photo
	faces []faceRow
}

type faceRow struct {
	quality   float64
	model     string
	geometry  []byte
	embedding []byte
}

// encodePhotos also makes sure that a picture which the subject did not have
// before is there, so that no row ever names a blob that is not.
func (t *tx) encodePhotos(photos []models.Photo, had map[string]string) ([]photoRow, error) {
	rows := make([]photoRow, len(photos))
	for i, p := range photos {
		if p.SHA256 != "" && had[p.Name] != p.SHA256 && !t.store.hasBlob(p.SHA256) {
			return nil, fmt.Errorf("%w: the picture of photos[%d] was not put before its row", models.ErrPrecondition, i)
		}
		rows[i] = photoRow{photo: p, faces: make([]faceRow, len(p.Faces))}
		for j, f := range p.Faces {
			if math.IsNaN(f.Quality) { // SQLite knows no such number
				return nil, fmt.Errorf("%w: photos[%d].faces[%d]: quality is not a number", models.ErrInvalid, i, j)
			}
			rows[i].faces[j] = faceRow{f.Quality, f.Model, encodeGeometry(f), encodeEmbedding(f.Embedding)}
		}
	}
	return rows, nil
}

func (t *tx) insertPhotos(ctx context.Context, subject int64, photos []photoRow) error {
	for i, row := range photos {
		p := row.photo
		id, err := t.exec(ctx, `INSERT INTO photos (name, subject, position, sha256, content_type, taken_date, finding, width, height)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			p.Name, subject, i, p.SHA256, p.ContentType, string(p.TakenDate), string(p.Finding), p.Width, p.Height)
		if err != nil {
			return err
		}
		for j, f := range row.faces {
			_, err := t.exec(ctx, "INSERT INTO faces (photo, position, quality, model, geometry, embedding) VALUES (?, ?, ?, ?, ?, ?)",
				id, j, f.quality, f.model, f.geometry, f.embedding)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// loadPhotos reads the photos that where picks, in order, by their subject's id.
func loadPhotos(ctx context.Context, q querier, where string, arg any) (map[int64][]models.Photo, error) {
	rows, err := q.QueryContext(ctx, selectPhotos(where), arg)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	photos := map[int64][]models.Photo{}
	var last int64
	for rows.Next() {
		var id, subject int64
		var p models.Photo
		var quality sql.NullFloat64
		var model sql.NullString
		var shape, embedding sql.RawBytes
		err := rows.Scan(&subject, &id, &p.Name, &p.SHA256, &p.ContentType, &p.TakenDate, &p.Finding, &p.Width, &p.Height,
			&quality, &model, &shape, &embedding)
		if err != nil {
			return nil, err
		}
		if id != last {
			photos[subject], last = append(photos[subject], p), id
		}
		if !quality.Valid { // a photo without a face
			continue
		}
		f, err := decodeFace(quality.Float64, model.String, shape, embedding)
		if err != nil {
			return nil, fmt.Errorf("%w: a face in %s: %w", models.ErrDataLoss, p.Name, err)
		}
		of := &photos[subject][len(photos[subject])-1]
		of.Faces = append(of.Faces, f)
	}
	return photos, rows.Err()
}

func selectPhotos(where string) string {
	return `SELECT p.subject, p.id, p.name, p.sha256, p.content_type, p.taken_date, p.finding, p.width, p.height,
		f.quality, f.model, f.geometry, f.embedding
		FROM photos p LEFT JOIN faces f ON f.photo = p.id WHERE ` + where + " ORDER BY p.subject, p.position, f.position"
}

func decodeFace(quality float64, model string, shape, embedding []byte) (models.Face, error) {
	f := models.Face{Quality: quality, Model: model}
	if len(shape)%16 != 0 || len(shape) == 16 || len(embedding)%4 != 0 {
		return f, fmt.Errorf("geometry of %d and embedding of %d bytes", len(shape), len(embedding))
	}
	if len(shape) > 0 {
		f.Box = models.Box{X: float64At(shape, 0), Y: float64At(shape, 1), Width: float64At(shape, 2), Height: float64At(shape, 3)}
	}
	if n := len(shape)/16 - 2; n > 0 {
		f.Landmarks = make([]models.Point, n)
		for i := range f.Landmarks {
			f.Landmarks[i] = models.Point{X: float64At(shape, 4+2*i), Y: float64At(shape, 5+2*i)}
		}
	}
	if len(embedding) > 0 {
		f.Embedding = make([]float32, len(embedding)/4)
		for i := range f.Embedding {
			f.Embedding[i] = math.Float32frombits(binary.LittleEndian.Uint32(embedding[4*i:]))
		}
	}
	return f, nil
}

func encodeEmbedding(embedding []float32) []byte {
	b := make([]byte, 0, 4*len(embedding)) // not nil, which would be NULL
	for _, x := range embedding {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
	}
	return b
}

// encodeGeometry is x, y, width and height of the box, then x and y of each
// landmark; nothing where neither is known.
func encodeGeometry(f models.Face) []byte {
	b := make([]byte, 0, 8*(4+2*len(f.Landmarks)))
	if f.Box == (models.Box{}) && len(f.Landmarks) == 0 {
		return b
	}
	b = appendFloat64s(b, f.Box.X, f.Box.Y, f.Box.Width, f.Box.Height)
	for _, p := range f.Landmarks {
		b = appendFloat64s(b, p.X, p.Y)
	}
	return b
}

func appendFloat64s(b []byte, values ...float64) []byte {
	for _, v := range values {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
	}
	return b
}

func float64At(b []byte, i int) float64 {
	return math.Float64frombits(binary.LittleEndian.Uint64(b[8*i:]))
}
