package feature

import (
	"math"
	"sync"
)

// faceScores holds what the faces of a model weigh, and the most they may weigh by what a first
// pass knows, worked out as that is asked for.
type faceScores struct {
	curve FaceCurve
	share float64

	top [qualitySteps][2]struct { // see most
		once sync.Once
		bits [zSteps]float32
	}
	child [qualitySteps]struct { // see children
		once sync.Once
		bits [d2Steps]float32
	}
}

// What the most is known by: z from −zEnd to zEnd, d² up to d2End (embeddings of length 1 are at
// most 4 apart), the poorer quality. finer is in how many parts each step of it is looked at, and
// yearSteps how many years between, of which ByYears tells nothing beyond.
const (
	zSteps, zEnd        = 256, 8
	d2Steps, d2End      = 256, 4
	qualitySteps, finer = 8, 4
	yearSteps           = 24
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

func stepOfD2(d2 float32) int { return min(max(int(d2*(d2Steps/d2End)), 0), d2Steps-1) }

// zOver and d2Under are the end of a step at which two faces are most alike.
func zOver(step int) float64 {
	if step == zSteps-1 {
		return math.MaxInt32 // any z
	}
	return float64(step+1)/(zSteps/(2*zEnd)) - zEnd
}

func d2Under(step int) float64 { return float64(step) / (d2Steps / d2End) }

// qualities returns what the poorer quality may leave, where it lies in a step.
func (s *faceScores) qualities(step int) []float64 {
	list := make([]float64, 0, 2*finer)
	for i := range finer + 1 {
		list = append(list, s.curve.ByQuality.at(float64(step*finer+i)/(qualitySteps*finer)))
	}
	for _, point := range s.curve.ByQuality { // between which it is a line
		if stepOfQuality(float32(point[0])) == step {
			list = append(list, point[1])
		}
	}
	return list
}

func (s *faceScores) bits(score FaceScore, among float64) float32 {
	said := s.curve.bend(s.curve.Straight(score), score.Quality)
	if among == 1 {
		return float32(said / math.Ln2 * s.share)
	}
	ratio := math.Exp(said)
	return float32(math.Log2((ratio+(among-1)*math.Min(ratio, 1))/among) * s.share)
}

// most returns by z the most that bits says where the poorer quality lies in a step, of adults or,
// where they grow, also of who may have grown up between.
func (s *faceScores) most(step int, grow bool) *[zSteps]float32 {
	top := &s.top[step][0]
	if grow {
		top = &s.top[step][1]
	}
	top.once.Do(func() {
		qualities, years := s.qualities(step), make([]float64, yearSteps)
		for i := range years {
			years[i] = s.curve.ByYears.at(float64(i))
		}
		for zi := range top.bits {
			most := math.Inf(-1)
			for _, quality := range qualities {
				score, said := FaceScore{Normalised: true, X: zOver(zi), Quality: quality}, math.Inf(-1)
				for _, score.Years = range years {
					said = max(said, s.curve.Straight(score))
				}
				if grow && !s.curve.ChildRaw { // the line of who grew up does not know years
					said = max(said, s.curve.child(score))
				}
				most = max(most, s.curve.bend(said, quality))
			}
			top.bits[zi] = float32(most / math.Ln2 * s.share)
		}
	})
	return &top.bits
}

// children returns by d² the most that bits says of who may have grown up between, where the
// poorer quality lies in a step and the curve goes by d² for them.
func (s *faceScores) children(step int) *[d2Steps]float32 {
	child := &s.child[step]
	child.once.Do(func() {
		for di := range child.bits {
			most := math.Inf(-1)
			for _, quality := range s.qualities(step) {
				most = max(most, s.curve.bend(s.curve.child(FaceScore{D2: d2Under(di), Quality: quality}), quality))
			}
			child.bits[di] = float32(most / math.Ln2 * s.share)
		}
	})
	return &child.bits
}

// bound returns the most that any score says with a face of such a quality.
func (s *faceScores) bound(quality float32) float32 {
	own := float64(quality)
	share := s.curve.ByQuality.at(own)
	for _, point := range s.curve.ByQuality {
		if point[0] <= own {
			share = max(share, point[1])
		}
	}
	return float32(max(0, share*share*s.curve.Most/math.Ln2*s.share))
}
