package evidence

import (
	"fmt"
	"math"
	"slices"

	"github.com/guitu-project/guitu/models"
)

// weighFace takes the pair of photos that agrees best in full, and adds a share of
// what further photos say for the pair. Distances become weights through a curve per
// model, never through a threshold: strangers who look alike to the model are the
// rule, so a distance is first held against those of the nearest strangers.
func weighFace(p *Probe, other *Profile) (finding, bool) {
	record, notice := p.sides(other)
	a, b := p.common.gallery.side(record), p.common.gallery.side(notice)
	swapped := notice.photos() > record.photos() // a is the side with more photos
	if swapped {
		a, b = b, a
	}
	best, found, further := finding{}, false, 0.0
	for from, to := 0, 0; from < len(a.faces); from = to {
		to = a.photoEnd(from)
		if f, ok := p.weigher.params.facePair(a, from, to, b); ok {
			if !found || f.bits > best.bits {
				f, best, found = best, f, true
			}
			further += math.Max(f.bits, 0)
		}
	}
	if !found {
		return finding{}, false
	}
	curve := p.weigher.params.Face[a.faces[best.record].model]
	best.bits = math.Min(best.bits+curve.Further*further, math.Max(best.bits, curve.Most/math.Ln2))
	if swapped {
		best.record, best.notice = best.notice, best.record
	}
	best.conflict = best.bits < 2*conflictBits
	return best, true
}

// photos is how many photos there are, up to the last one with a face.
func (p *Profile) photos() int {
	if len(p.faces) == 0 {
		return 0
	}
	return p.faces[len(p.faces)-1].photo + 1
}

// photoEnd is the index after the last face of the photo that a face is on.
func (p *Profile) photoEnd(i int) int {
	photo := p.faces[i].photo
	for ; i < len(p.faces) && p.faces[i].photo == photo; i++ {
	}
	return i
}

// facePair is the best pair of a face of one photo, a's faces from … to, with any of
// b's; its record is a's face and its notice b's.
func (p *Params) facePair(a side, from, to int, b side) (best finding, found bool) {
	for i := from; i < to; i++ {
		for j := range b.faces {
			if bits, ok := p.faceBits(a, i, b, j); ok && (!found || bits > best.bits) {
				best, found = finding{bits: bits, record: i, notice: j}, true
			}
		}
	}
	return best, found
}

// faceBits weighs two faces. Of a photo with several nobody said which is the person,
// so its ratio is the mean over its faces: 1/n that it is this one, and the others
// are taken for strangers who say nothing.
func (p *Params) faceBits(s side, i int, t side, j int) (bits float64, ok bool) {
	a, b := &s.faces[i], &t.faces[j]
	if a.model != b.model || len(a.vector) != len(b.vector) {
		return 0, false
	}
	curve, ok := p.Face[a.model]
	if !ok {
		return 0, false
	}
	score := curve.score(s, i, t, j)
	among := float64(a.among * b.among)
	ratio := math.Exp(score.logRatio(&curve))
	return math.Log2((ratio + (among-1)*math.Min(ratio, 1)) / among), true
}

// FaceScore is how alike two faces are and what their photos allow to be said.
type FaceScore struct {
	Model      string
	Normalised bool    // X is a z; else it is a squared distance
	X          float64 // of the pair
	Quality    float64 // share of the separation that the poorer photo leaves
	Years      float64 // and that the years between leave, to two photos of an adult
	Grown      float64 // 0 two photos of an adult … 1 of a child and the adult it became
}

func (c *FaceCurve) score(s side, i int, t side, j int) FaceScore {
	a, b := &s.faces[i], &t.faces[j]
	out := FaceScore{Model: a.model, X: squaredDistance(a.vector, b.vector), Years: 1}
	if m, n := s.norm(i), t.norm(j); m != nil && n != nil {
		out.Normalised = true
		out.X = (m.z(out.X, n.drawn, c.Spread) + n.z(out.X, m.drawn, c.Spread)) / 2
	}
	out.Quality = c.ByQuality.at(math.Min(usable(a.quality), usable(b.quality)))
	if a.year > 0 && b.year > 0 {
		out.Years = c.ByYears.at(math.Abs(a.year - b.year))
		out.Grown = grownBetween(s.Profile, t.Profile, math.Min(a.year, b.year), math.Max(a.year, b.year))
	}
	return out
}

// usable is a quality that was not measured taken for that of a face 48 px wide.
func usable(quality float64) float64 {
	if quality == 0 {
		return .73
	}
	return quality
}

// grownBetween is how much of growing up lies between two years, 0 … 1. Whose birth
// is known from papers is believed first.
func grownBetween(a, b *Profile, earlier, later float64) float64 {
	born := a.born
	if !born.known || born.guessed && b.born.known {
		born = b.born
	}
	if !born.known {
		return 0
	}
	middle := (born.first + born.last) / 2
	years := math.Min(later, middle+grownUpAt) - math.Max(earlier, middle)
	return math.Min(math.Max(years/growingFull, 0), 1)
}

// logRatio is the natural-log likelihood ratio of a score.
func (s *FaceScore) logRatio(c *FaceCurve) float64 {
	lines := &c.Raw
	if s.Normalised {
		lines = &c.Z
	}
	x := (1-s.Grown)*lines.Adult.at(s.X, s.Quality*s.Years) + s.Grown*lines.Child.at(s.X, s.Quality)
	// Bent into Least … Most, less of it for a poor photo, but always falling with the
	// distance, so that a best candidate stays the best however poor it is.
	least, most := s.Quality*s.Quality*c.Least, s.Quality*s.Quality*c.Most
	return least + softplus(x-least) - softplus(x-most) + lean*math.Min(0, x-least)
}

// lean keeps the curve falling where it is bent flat.
const lean = 0.01

func softplus(x float64) float64 {
	if x > 30 {
		return x
	}
	return math.Log1p(math.Exp(x))
}

func squaredDistance(a, b []float32) float64 {
	var s0, s1, s2, s3 float32
	b = b[:len(a)]
	i := 0
	for ; i+4 <= len(a); i += 4 {
		d0, d1, d2, d3 := a[i]-b[i], a[i+1]-b[i+1], a[i+2]-b[i+2], a[i+3]-b[i+3]
		s0 += d0 * d0
		s1 += d1 * d1
		s2 += d2 * d2
		s3 += d3 * d3
	}
	for ; i < len(a); i++ {
		d := a[i] - b[i]
		s0 += d * d
	}
	return float64(s0 + s1 + s2 + s3)
}

func tellFace(p *Probe, record, notice *Profile, f finding) words {
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
	if share, of := p.farther(record, notice, f, d2); of > 0 {
		percent := math.Floor(1000*share) / 10
		reason.Zh += fmt.Sprintf("，比本库抽样 %d 人中的 %g %% 更像", of, percent)
		reason.En += fmt.Sprintf(", more alike than %g %% of %d people drawn from the notices held", percent, of)
	}
	reason.Zh += "）；人脸只用于排序，须由人核对"
	reason.En += "); a face only ranks, people must check"
	if n := max(a.among, b.among); n > 1 {
		reason.Zh += fmt.Sprintf("；照片里有 %d 张人脸，不确定是哪一位", n)
		reason.En += fmt.Sprintf("; the photo has %d faces, and it is not known which is the person", n)
	}
	return words{fmt.Sprintf("照片 %d", a.photo+1), fmt.Sprintf("照片 %d", b.photo+1), reason}
}

// farther is the share of the cohort's people who are less like the probe's face than
// the other is, at d², and how many they are.
func (p *Probe) farther(record, notice *Profile, f finding, d2 float64) (share float64, of int) {
	own, other, theirs := f.record, notice, f.notice
	if p.Kind == models.Notices {
		own, other, theirs = f.notice, record, f.record
	}
	n := p.common.gallery.side(other).norm(theirs)
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
