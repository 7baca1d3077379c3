package evidence

import (
	"fmt"
	"math"

	"github.com/guitu-project/guitu/models"
)

// weighFace takes the pair of photos that agrees best. Distances become weights
// through a curve per model, never through a threshold: strangers who look alike to
// the model are the rule (design §2). Of a photo with several faces nobody said
// which is the person, so its ratio is the mean over its faces: 1/n that it is this
// one.
func weighFace(p *Params, record, notice *Profile) (finding, bool) {
	best, found := finding{}, false
	for i := range record.faces {
		for j := range notice.faces {
			a, b := &record.faces[i], &notice.faces[j]
			curve, ok := p.Face[a.model]
			if !ok || !p.speaks(a, b) {
				continue
			}
			ratio := math.Exp(curve.logRatio(a, b))
			// The other faces of the photos are taken for strangers who say nothing.
			among := float64(a.among * b.among)
			bits := math.Log2((ratio + (among-1)*math.Min(ratio, 1)) / among)
			if !found || bits > best.bits {
				best, found = finding{bits: bits, record: i, notice: j}, true
			}
		}
	}
	best.conflict = found && best.bits < 2*conflictBits
	return best, found
}

// logRatio is the natural-log likelihood ratio of two faces of one model.
func (c *FaceCurve) logRatio(a, b *face) float64 {
	x := c.At0 + c.Slope*squaredDistance(a.vector, b.vector)
	// Bent into Least … Most, but always falling with the distance, so that a best
	// candidate stays the best however poor it is.
	x = c.Least + softplus(x-c.Least) - softplus(x-c.Most) + lean*math.Min(0, x-c.Least)
	quality := math.Min(usable(a.quality), usable(b.quality))
	x *= math.Min(1, quality/c.FullQuality)
	if a.year > 0 && b.year > 0 {
		x /= 1 + c.PerYear*math.Abs(a.year-b.year)
	}
	return x
}

// lean keeps the curve falling where it is bent flat.
const lean = 0.01

// usable is a quality that was not measured taken for a middling one.
func usable(quality float64) float64 {
	if quality == 0 {
		return 0.5
	}
	return quality
}

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

func explainFace(record, notice *Profile, f finding) words {
	a, b := &record.faces[f.record], &notice.faces[f.notice]
	distance := math.Sqrt(squaredDistance(a.vector, b.vector))
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
	reason.Zh += fmt.Sprintf("（%s 距离 %.2f）；人脸只用于排序，须由人核对", a.model, distance)
	reason.En += fmt.Sprintf(" (%s, distance %.2f); a face only ranks, people must check", a.model, distance)
	if n := max(a.among, b.among); n > 1 {
		reason.Zh += fmt.Sprintf("；照片里有 %d 张人脸，不确定是哪一位", n)
		reason.En += fmt.Sprintf("; the photo has %d faces, and it is not known which is the person", n)
	}
	return words{fmt.Sprintf("照片 %d", a.photo+1), fmt.Sprintf("照片 %d", b.photo+1), reason}
}
