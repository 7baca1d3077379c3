package world

import (
	"math"

	"github.com/guitu-project/guitu/models"
)

// faceModel is ln P(d² | same person) − ln P(d² | strangers), counted on faces drawn
// for it, by the years between the photos.
type faceModel struct {
	same      [len(faceGaps)][]float64
	strangers []float64
}

// faceGaps are where the years between two photos are told apart.
var faceGaps = [...]float64{0, 1, 2, 4, 7, 12}

const (
	faceStep  = .01
	faceSteps = 120
	faceDraws = 20_000
)

func newFaceModel(seed uint64) *faceModel {
	m := &faceModel{strangers: make([]float64, faceSteps)}
	for gap, years := range faceGaps {
		m.same[gap] = make([]float64, faceSteps)
		for i := range faceDraws {
			d := newDice(seed, "faces of one", gap*faceDraws+i)
			v := drawFace(d, seed, i%2)
			a, b := photograph(d, v, today, 0, 30), photograph(d, v, today, years, 30)
			m.same[gap][faceBin(a, b)] += 1. / faceDraws
		}
		m.same[gap] = smooth(m.same[gap])
	}
	for i := range faceDraws {
		d := newDice(seed, "faces of two", i)
		a, b := photograph(d, drawFace(d, seed, i%2), today, 0, 30), photograph(d, drawFace(d, seed, i%2), today, 0, 30)
		m.strangers[faceBin(a, b)] += 1. / faceDraws
	}
	m.strangers = smooth(m.strangers)
	return m
}

func faceBin(a, b models.Photo) int {
	return min(int(squaredDistance(a.Faces[0].Embedding, b.Faces[0].Embedding)/faceStep), faceSteps-1)
}

func squaredDistance(a, b []float32) float64 {
	sum := float32(0)
	for i := range a {
		sum += (a[i] - b[i]) * (a[i] - b[i])
	}
	return float64(sum)
}

func (m *faceModel) ratio(record, notice []models.Photo) float64 {
	if len(record) == 0 || len(notice) == 0 {
		return 0
	}
	a, b := record[0], notice[0]
	first, _, _ := a.TakenDate.Span()
	second, _, _ := b.TakenDate.Span()
	years := math.Abs(first.Sub(second).Hours()) / 24 / 365.25
	gap := 0
	for gap+1 < len(faceGaps) && years > (faceGaps[gap]+faceGaps[gap+1])/2 {
		gap++
	}
	bin := faceBin(a, b)
	return math.Max(-4, math.Min(7, math.Log(m.same[gap][bin]/m.strangers[bin])))
}
