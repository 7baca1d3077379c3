package feature

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/guitu-project/guitu/models"
)

// face describes one embedding of a face, to be compared with those of the same model.
type face struct {
	vector  []float32
	model   string
	sha256  string   // of the model's file, empty unknown
	better  []string // the better models that describe the same face
	quality float64
	year    float64 // when the photo was taken, 0 unknown
	photo   int     // which photo of the subject
	among   int     // how many faces that photo has
}

// comparable reports whether two embeddings are of one model.
func (f *face) comparable(other *face) bool {
	return f.model == other.model && len(f.vector) == len(other.vector) && (f.sha256 == "" || other.sha256 == "" || f.sha256 == other.sha256)
}

// speaks reports whether two embeddings may be compared and no better model that is
// weighed describes both faces: the best one speaks, and counts the others in (see
// FaceCurve.Beside).
func (p *Params) speaks(a, b *face) bool {
	if !a.comparable(b) {
		return false
	}
	for _, model := range a.better {
		if _, weighed := p.Face[model]; weighed && slices.Contains(b.better, model) {
			return false
		}
	}
	return true
}

// met returns the i-th embedding's face, as an answer tells it. The matcher knows its photo.
func (p *Profile) met(i int) *models.MetFace {
	f, at := &p.faces[i], -1
	for k := range p.faces[:i+1] { // each face's best embedding knows of no better one
		if p.faces[k].photo == f.photo && len(p.faces[k].better) == 0 {
			at++
		}
	}
	return &models.MetFace{PhotoAt: f.photo, FaceAt: at, Quality: f.quality, Age: p.ageOn(f)}
}

// ageOn returns how old the person was on a face's photo, in whole years: 8, or 20-30; empty
// where the birth or the photo's year is not known.
func (p *Profile) ageOn(f *face) string {
	if !p.born.known || f.year == 0 {
		return ""
	}
	low, high := int(math.Max(0, f.year-p.born.last)), int(f.year-p.born.first)
	switch {
	case high < 0:
		return ""
	case low == high:
		return strconv.Itoa(high)
	}
	return fmt.Sprintf("%d-%d", low, high)
}

func facesOf(photos []models.Photo, event years) []face {
	var faces []face
	for i, photo := range photos {
		taken := yearsOf(photo.TakenDate)
		if !taken.known {
			taken = event
		}
		for _, f := range photo.Faces {
			var better []string
			for e := range f.Embeddings() {
				faces = append(faces, face{vector: e.Vector, model: e.Model, sha256: e.SHA256, better: better, quality: f.Quality, year: taken.first, photo: i, among: len(photo.Faces)})
				better = append(better[:len(better):len(better)], e.Model)
			}
		}
	}
	return faces
}
