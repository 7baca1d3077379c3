package feature

import (
	"fmt"
	"math"
	"slices"

	"github.com/guitu-project/guitu/models"
)

// faceFeature is how photos look. Its vectors stand in galleries, not in a profile's bytes: see
// Encode.
var faceFeature = Feature{
	Name:         featureFace,
	read:         func(p *Profile, s models.Subject) { p.faces = facesOf(s.Common().Photos, p.event) },
	compareProbe: compareFace, explain: explainFace,
}

// featureFace is what evidence of faces is called.
const featureFace = "face"

// compareFace takes the pair of photos that agrees best in full, and adds a share of
// what further photos say for the pair. Distances become weights through a curve per
// model, never through a threshold: strangers who look alike to the model are the
// rule, so a distance is first held against those of the nearest strangers.
func compareFace(p *Probe, other *Profile) (comparison, bool) {
	record, notice := p.sides(other)
	a, b := p.basis.gallery.side(record), p.basis.gallery.side(notice)
	swapped := notice.photos() > record.photos() // a is the side with more photos
	if swapped {
		a, b = b, a
	}
	best, found := comparison{}, false
	further, others := 0.0, 0 // what the other photos that speak for the pair say
	for from := 0; from < len(a.faces); {
		to := a.photoEnd(from)
		if f, ok := p.scorer.params.facePair(a, from, to, b); ok {
			if !found || f.bits > best.bits {
				f, best, found = best, f, true
			}
			if f.bits > 0 {
				further, others = further+f.bits, others+1
			}
		}
		from = to
	}
	if !found {
		return comparison{}, false
	}
	curve := p.scorer.params.Face[a.faces[best.record].model]
	best.bits = math.Min(best.bits+curve.Further*further, math.Max(best.bits, curve.Most/math.Ln2))
	if swapped {
		best.record, best.notice = best.notice, best.record
	}
	best.detail = others
	best.conflict = best.bits < 2*conflictBits
	return best, true
}

// photos returns how many photos there are, up to the last one with a face.
func (p *Profile) photos() int {
	if len(p.faces) == 0 {
		return 0
	}
	return p.faces[len(p.faces)-1].photo + 1
}

// photoEnd returns the index after the last face of the photo that a face is on.
func (p *Profile) photoEnd(i int) int {
	photo := p.faces[i].photo
	for ; i < len(p.faces) && p.faces[i].photo == photo; i++ {
	}
	return i
}

// facePair returns the best pair of a face of one photo, a's faces from … to, with any of
// b's; its record is a's face and its notice b's.
func (p *Params) facePair(a side, from, to int, b side) (best comparison, found bool) {
	for i := from; i < to; i++ {
		for j := range b.faces {
			if bits, ok := p.faceBits(a, i, b, j); ok && (!found || bits > best.bits) {
				best, found = comparison{bits: bits, record: i, notice: j}, true
			}
		}
	}
	return best, found
}

// faceBits weighs two faces. Of a photo with several no one said which is the person,
// so its ratio is the mean over its faces: 1/n that it is this one, and the others
// are taken for strangers who say nothing.
func (p *Params) faceBits(s side, i int, t side, j int) (bits float64, ok bool) {
	a, b := &s.faces[i], &t.faces[j]
	curve, ok := p.Face[a.model]
	if !ok || !p.speaks(a, b) {
		return 0, false
	}
	score := curve.score(s, i, t, j)
	among := float64(a.among * b.among)
	ratio := math.Exp(curve.bend(p.straight(&curve, score, s, i, t, j), score.Quality))
	return math.Log2((ratio + (among-1)*math.Min(ratio, 1)) / among), true
}

func squaredDistance(a, b []float32) float64 {
	var s0, s1, s2, s3 float32
	for ; len(a) >= 8 && len(b) >= 8; a, b = a[8:], b[8:] { // arrays need no bounds checks
		x, y := (*[8]float32)(a), (*[8]float32)(b)
		d0, d1, d2, d3 := x[0]-y[0], x[1]-y[1], x[2]-y[2], x[3]-y[3]
		s0, s1, s2, s3 = s0+d0*d0, s1+d1*d1, s2+d2*d2, s3+d3*d3
		d0, d1, d2, d3 = x[4]-y[4], x[5]-y[5], x[6]-y[6], x[7]-y[7]
		s0, s1, s2, s3 = s0+d0*d0, s1+d1*d1, s2+d2*d2, s3+d3*d3
	}
	for i := range min(len(a), len(b)) {
		d := a[i] - b[i]
		s0 += d * d
	}
	return float64(s0 + s1 + s2 + s3)
}

func explainFace(p *Probe, record, notice *Profile, f comparison) words {
	a, b := &record.faces[f.record], &notice.faces[f.notice]
	d2 := squaredDistance(a.vector, b.vector)
	var reason models.Text
	switch {
	case f.bits >= 3:
		reason = models.Text{Zh: "人脸很相似", En: "the faces are very alike"}
	case f.bits >= 0:
		reason = models.Text{Zh: "人脸有些相似", En: "the faces are somewhat alike"}
	case f.conflict:
		reason = models.Text{Zh: "人脸差别很大", En: "the faces differ much"}
	default:
		reason = models.Text{Zh: "人脸不太相似", En: "the faces are not much alike"}
	}
	reason.Zh += fmt.Sprintf("（%s 距离 %.2f", a.model, math.Sqrt(d2))
	reason.En += fmt.Sprintf(" (%s, distance %.2f", a.model, math.Sqrt(d2))
	for beside := range p.basis.beside(record, f.record, notice, f.notice) {
		lesser := &record.faces[beside.own]
		d := math.Sqrt(squaredDistance(lesser.vector, notice.faces[beside.theirs].vector))
		reason.Zh += fmt.Sprintf("，合计 %s 距离 %.2f", lesser.model, d)
		reason.En += fmt.Sprintf(", together with %s, distance %.2f", lesser.model, d)
	}
	if share, of := p.farther(record, notice, f, d2); of > 0 {
		percent := math.Floor(1000*share) / 10
		reason.Zh += fmt.Sprintf("，比本库抽样 %d 人中的 %g %% 更像", of, percent)
		reason.En += fmt.Sprintf(", more alike than %g %% of %d people drawn from the notices held", percent, of)
	}
	reason.Zh += "）；人脸只用于排序，须由人核对"
	reason.En += "); a face only ranks, people must check"
	if f.detail > 0 {
		reason.Zh += fmt.Sprintf("；另有 %d 张照片也相似", f.detail)
		reason.En += fmt.Sprintf("; so are those of %d more photos", f.detail)
	}
	if n := max(a.among, b.among); n > 1 {
		reason.Zh += fmt.Sprintf("；照片里有 %d 张人脸，不确定是哪一位", n)
		reason.En += fmt.Sprintf("; the photo has %d faces, and it is not known which is the person", n)
	}
	return words{record.pictured(a), notice.pictured(b), reason}
}

// pictured returns a photo in words, with how old the person was on it if that is known.
func (p *Profile) pictured(f *face) string {
	if age := p.ageOn(f); age != "" {
		return fmt.Sprintf("照片 %d（约 %s 岁）", f.photo+1, age)
	}
	return fmt.Sprintf("照片 %d", f.photo+1)
}

// farther returns the share of the cohort's people who are less like the probe's face than
// the other is, at d², and how many they are.
func (p *Probe) farther(record, notice *Profile, f comparison, d2 float64) (share float64, of int) {
	own, other, theirs := f.record, notice, f.notice
	if p.Kind == models.Notices {
		own, other, theirs = f.notice, record, f.record
	}
	n := p.basis.gallery.side(other).norm(theirs)
	if n == nil || p.strangers[own] == nil {
		return 0, 0
	}
	nearer, _ := slices.BinarySearchFunc(p.strangers[own], d2, func(s, d2 float64) int {
		if s <= d2 {
			return -1
		}
		return 1
	})
	of = len(p.strangers[own])
	less := of - nearer
	if n.drawn { // the other is no stranger to itself
		of--
	}
	return float64(less) / float64(of), of
}
