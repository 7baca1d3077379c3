package sqlstore

import (
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"math"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store/seal"
)

// faceRow describes a face, ready to be inserted.
type faceRow struct {
	models.Face
	geometry  []byte
	embedding []byte
	others    [][]byte // of Face.Others
}

func (t *tx) insertFace(ctx context.Context, photo int64, position int, f faceRow) error {
	id, err := t.insert(ctx, `INSERT INTO faces (photo, position, quality, weakness, model, model_sha256, metric, geometry, embedding)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		photo, position, f.Quality, string(f.Weakness), f.Model, f.ModelSHA256, string(f.Metric), f.geometry, f.embedding)
	if err != nil {
		return err
	}
	for i, vector := range f.others {
		o := f.Others[i]
		_, err := t.exec(ctx, "INSERT INTO embeddings (face, position, model, sha256, metric, embedding) VALUES (?, ?, ?, ?, ?, ?)",
			id, i, o.Model, o.SHA256, string(o.Metric), vector)
		if err != nil {
			return err
		}
	}
	return nil
}

// faceColumns holds what [selectPhotos] says of a face and one further embedding of it.
type faceColumns struct {
	id                                   sql.NullInt64
	quality                              sql.NullFloat64
	weakness, model, sha256, metric      sql.NullString
	geometry, embedding                  sql.RawBytes
	otherModel, otherSHA256, otherMetric sql.NullString
	otherEmbedding                       sql.RawBytes
}

func (c *faceColumns) all() []any {
	return []any{
		&c.id, &c.quality, &c.weakness, &c.model, &c.sha256, &c.metric, &c.geometry, &c.embedding,
		&c.otherModel, &c.otherSHA256, &c.otherMetric, &c.otherEmbedding,
	}
}

func (c *faceColumns) face(ring *seal.Keyring, photo string) (models.Face, error) {
	f := models.Face{
		Quality: c.quality.Float64, Weakness: models.Weakness(c.weakness.String),
		Model: c.model.String, ModelSHA256: c.sha256.String, Metric: models.Metric(c.metric.String),
	}
	shape := c.geometry
	if len(shape)%16 != 0 || len(shape) == 16 {
		return f, fmt.Errorf("geometry of %d bytes", len(shape))
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
	var err error
	f.Embedding, err = unsealEmbedding(ring, c.embedding, photo)
	return f, err
}

func (c *faceColumns) other(ring *seal.Keyring, photo string) (models.Embedding, error) {
	vector, err := unsealEmbedding(ring, c.otherEmbedding, photo)
	return models.Embedding{Model: c.otherModel.String, SHA256: c.otherSHA256.String, Metric: models.Metric(c.otherMetric.String), Vector: vector}, err
}

// An embedding is sealed to the name of its photo.
func sealEmbedding(ring *seal.Keyring, embedding []float32, photo string) []byte {
	room := make([]byte, 0, 4*len(embedding)+seal.Overhead) // not nil, which would be NULL
	return ring.Seal(room, encodeEmbedding(embedding), photo)
}

func unsealEmbedding(ring *seal.Keyring, sealed []byte, photo string) ([]float32, error) {
	b, err := ring.Unseal(nil, sealed, photo)
	if err != nil {
		return nil, err
	}
	return decodeEmbedding(b)
}

func decodeEmbedding(b []byte) ([]float32, error) {
	if len(b)%4 != 0 {
		return nil, fmt.Errorf("embedding of %d bytes", len(b))
	}
	if len(b) == 0 {
		return nil, nil
	}
	v := make([]float32, len(b)/4)
	for i := range v {
		v[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return v, nil
}

func encodeEmbedding(embedding []float32) []byte {
	b := make([]byte, 0, 4*len(embedding))
	for _, x := range embedding {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
	}
	return b
}

// encodeGeometry is x, y, width and height of the box, then x and y of each
// landmark; nothing if neither is known.
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
