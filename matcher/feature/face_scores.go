package feature

import (
	"math"
	"sync"
	"sync/atomic"
)

// faceScores are what the faces of a model weigh by rounded scores, worked out as they
// are asked for.
type faceScores struct {
	curve FaceCurve
	share float64

	once  sync.Once       // makes known
	known []atomic.Uint32 // bits, see at; 0 is not yet
	top   [qualitySteps][2]struct {
		once sync.Once
		bits [zSteps]float32
	}
}

// Scores are rounded to so many steps, within which the weights differ by a tenth of a
// bit: z from −zEnd to zEnd, the poorer quality, the years between and the share of
// growing up between.
const (
	zSteps, zEnd                        = 256, 8
	qualitySteps, yearSteps, grownSteps = 8, 16, 5
)

func newFaceScores(p *Params, share float64) map[string]*faceScores {
	all := map[string]*faceScores{}
	for model, curve := range p.Face {
		all[model] = &faceScores{curve: curve, share: share}
	}
	return all
}

func stepOfZ(z float32) int { return min(max(int((z+zEnd)*(zSteps/(2*zEnd))), 0), zSteps-1) }

func stepOfQuality(quality float32) int {
	return min(max(int(quality*qualitySteps), 0), qualitySteps-1)
}

func zAt(step int) float64 { return (float64(step)+.5)/(zSteps/(2*zEnd)) - zEnd }

func (s *faceScores) qualityAt(step int) float64 {
	return s.curve.ByQuality.at((float64(step) + .5) / qualitySteps)
}

func (s *faceScores) yearsAt(step int) float64 { return s.curve.ByYears.at(float64(step) + .5) }

// at looks the weight of a rounded score up, and works it out the first time.
func (s *faceScores) at(z, quality, years float32, grown float64) float32 {
	s.once.Do(func() { s.known = make([]atomic.Uint32, zSteps*qualitySteps*yearSteps*grownSteps) })
	zi, qi, yi, gi := stepOfZ(z), stepOfQuality(quality), min(int(years), yearSteps-1), int(grown*(grownSteps-1)+.5)
	slot := &s.known[((gi*yearSteps+yi)*qualitySteps+qi)*zSteps+zi]
	if known := slot.Load(); known != 0 {
		return math.Float32frombits(known)
	}
	bits := s.bits(FaceScore{Normalised: true, X: zAt(zi), Quality: s.qualityAt(qi), Years: s.yearsAt(yi), Grown: float64(gi) / (grownSteps - 1)}, 1)
	slot.Store(math.Float32bits(bits))
	return bits
}

func (s *faceScores) bits(score FaceScore, among float64) float32 {
	ratio := math.Exp(s.curve.bend(s.curve.Straight(score), score.Quality))
	return float32(math.Log2((ratio+(among-1)*math.Min(ratio, 1))/among) * s.share)
}

// most is by z the most that at says of a face of such a quality, of adults or, where it
// grows, also of who may have grown up between.
func (s *faceScores) most(quality float32, grows bool) *[zSteps]float32 {
	best := stepOfQuality(quality)
	top := &s.top[best][0]
	if grows {
		top = &s.top[best][1]
	}
	top.once.Do(func() {
		for zi := range top.bits {
			most := math.Inf(-1)
			for qi := range best + 1 {
				score, said := FaceScore{Normalised: true, X: zAt(zi), Quality: s.qualityAt(qi)}, math.Inf(-1)
				for yi := range yearSteps {
					score.Years = s.yearsAt(yi)
					said = max(said, s.curve.Straight(score))
				}
				if score.Grown = 1; grows { // the line of who grew up does not know years
					said = max(said, s.curve.Straight(score))
				}
				most = max(most, s.curve.bend(said, score.Quality))
			}
			top.bits[zi] = float32(most / math.Ln2 * s.share)
		}
	})
	return &top.bits
}

// bound is the most that any score says with a face of such a quality.
func (s *faceScores) bound(quality float32) float32 {
	own := max(float64(quality), (float64(stepOfQuality(quality))+.5)/qualitySteps) // rounded, as at does
	share := s.curve.ByQuality.at(own)
	for _, point := range s.curve.ByQuality {
		if point[0] <= own {
			share = max(share, point[1])
		}
	}
	return float32(max(0, share*share*s.curve.Most/math.Ln2*s.share))
}
