package world

import (
	"math"
	"sync"
	"time"

	"github.com/guitu-project/guitu/models"
)

// Faces are drawn, not photographed: vectors of 128 numbers whose squared distances
// are spread as those of dlib's embedder were measured to be on East Asian faces:
// the same person 0.10–0.13 in the median, strangers 0.22–0.35, both wide enough that
// 5 to 9 in a hundred are mistaken at the threshold of equal error, strangers of one
// sex in clusters of look-alikes, and more of it the more years lie between.
const (
	faceDim   = 128
	faceDecay = .79 // of the spectrum: few directions carry most, which makes distances wide

	// Variances, summed over the directions: half a mean squared distance each.
	ownFace    = .058  // of one person to the next within a cluster
	lookAlikes = .030  // of one cluster to the next
	photoNoise = .052  // of one photo to the next of a person
	aging      = .0045 // a year between two photos of an adult, until tenYears
	growing    = .012  // and of a child
	tenYears   = 10

	clusters   = 24  // of look-alikes, in each sex
	uneven     = .42 // deviation of the logarithm of a photo's noise
	sexesApart = .02
)

var faceSpectrum = sync.OnceValue(func() []float64 {
	s, total := make([]float64, faceDim), 0.0
	for i := range s {
		s[i] = math.Pow(float64(i+1), -faceDecay)
		total += s[i]
	}
	for i := range s {
		s[i] = math.Sqrt(s[i] / total)
	}
	return s
})

// shift adds a random vector of that summed variance.
func shift(d dice, v []float64, variance float64) {
	deviation := math.Sqrt(variance)
	for i, s := range faceSpectrum() {
		v[i] += d.NormFloat64() * s * deviation
	}
}

// drawFace returns what is common to all photos of a person.
func drawFace(d dice, seed uint64, sex int) []float64 {
	v := make([]float64, faceDim)
	v[faceDim-1] = 1.3 // what all faces have in common; dlib's embeddings are about that long
	shift(newDice(seed, "sex", sex), v, sexesApart)
	shift(newDice(seed, "cluster", sex*clusters+d.IntN(clusters)), v, lookAlikes)
	shift(d, v, ownFace)
	return v
}

// photograph makes a photo of a face, years after the first one of that person.
func photograph(d dice, face []float64, taken time.Time, years, age float64) models.Photo {
	v := append([]float64(nil), face...)
	noise := math.Exp(uneven * d.NormFloat64())
	shift(d, v, photoNoise*noise)
	perYear := aging
	if age < 16 {
		perYear = growing
	}
	shift(d, v, 2*perYear*math.Min(years, tenYears))
	embedding := make([]float32, faceDim)
	for i := range v {
		embedding[i] = float32(v[i])
	}
	quality := math.Round(100*min(1, max(.2, .75-.35*math.Log(noise)+.1*d.NormFloat64()))) / 100
	return models.Photo{TakenDate: models.DateOf(taken), Faces: []models.Face{{
		Box: models.Box{X: .3, Y: .2, Width: .4, Height: .5}, Quality: quality, Embedding: embedding, Model: models.ModelDlib}}}
}

// photos gives a share of people a photo on both sides: the family's from up to five
// years before, the station's from the day of the find.
func (w *World) photos() {
	pairs := min(w.options.Pairs, len(w.people))
	face := func(p *person, d dice) []float64 {
		if !d.chance(w.options.Photos) {
			return nil
		}
		return drawFace(d, w.options.Seed, p.sex)
	}
	for i, p := range w.found {
		d := w.dice("face found", i)
		v := face(p, d)
		if v == nil {
			continue
		}
		before := p.missing.AddDate(0, 0, -int(min(d.waiting(1.5), 5)*365))
		years := p.found.Sub(before).Hours() / 24 / 365.25
		w.Facts[i].Photo = true
		w.Records[i].Photos = []models.Photo{photograph(d, v, p.found, years, p.ageAt(before))}
		if i < pairs {
			w.Notices[i].Photos = []models.Photo{photograph(d, v, before, 0, 0)}
		}
	}
	for i := pairs; i < len(w.people); i++ {
		p, d := w.people[i], w.dice("face missing", i)
		if v := face(p, d); v != nil {
			w.Notices[i].Photos = []models.Photo{photograph(d, v, p.missing.AddDate(0, 0, -int(min(d.waiting(1.5), 5)*365)), 0, 0)}
		}
	}
}
