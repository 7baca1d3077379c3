package feature

import (
	"math"

	"github.com/guitu-project/guitu/matcher/names"
	"github.com/guitu-project/guitu/models"
)

// stature describes a height of the column in few bytes: there are a hundred thousand
// different ones among a million notices.
type stature struct {
	middle, width float32 // cm
	born, event   float32 // years
	sex           uint8
	known, grown  bool // grown: whether the person is known not to grow any more
	bornKnown     bool
	eventKnown    bool
}

func statureOf(p *Profile) stature {
	return stature{
		middle: float32(p.height.middle()), width: float32(p.height.max - p.height.min), known: p.height.known,
		born: float32(p.born.middle()), bornKnown: p.born.known, event: float32(p.event.first), eventKnown: p.event.known,
		sex: uint8(sexNumber(p.sex)), grown: p.grownUp(),
	}
}

// statures scores the height of a record's person beside many notices'.
type statures struct {
	probe  *Probe
	said   float64 // how far off the record's height may be, squared
	usual  float64
	paper  float64 // of the notice's, squared
	share  float64
	logs   *names.Logs
	always bool // the record tells none
}

// statureScorer is ready to score; nil if the probe is a notice's.
func statureScorer(p *Probe) func(*stature) float32 {
	if !p.ofRecord() {
		return nil
	}
	b := p.basis
	said := b.Height.deviation(true, p.height.max-p.height.min)
	s := &statures{probe: p, logs: names.LogTable(), said: said * said, paper: b.Height.Paper * b.Height.Paper, share: p.share(forHeight), always: !p.height.known}
	if p.height.known {
		s.usual = b.usual(p.Profile)
	}
	return s.bits
}

// sexes are those of sexNumber.
var sexes = [...]models.Sex{"", models.Male, models.Female}

// bits returns what ColumnBits says, to some thousandths.
func (s *statures) bits(other *stature) float32 {
	if s.always || !other.known {
		return 0
	}
	b, p := s.probe.basis, s.probe.Profile
	width := float64(other.width)
	variance, middle := s.said+s.paper+width*width/12, float64(other.middle)
	if born, known := float64(other.born), other.bornKnown; !other.grown && (known || p.born.known) && other.eventKnown && p.event.known {
		if !known {
			born = p.born.middle()
		}
		factor, deviation := growth(born, float64(other.event), p.event.first, sexes[other.sex])
		middle *= factor
		variance += deviation * deviation
	}
	d := p.height.middle() - middle
	peak := 1 / math.Sqrt(2*math.Pi*variance)
	ratio := (1-b.Height.Wrong)*s.logs.Exp2(d*d/variance*(-math.Log2E/2))*max(1, peak/s.usual) + b.Height.Wrong // as SpreadParams.spread
	bits := min(s.logs.Log2(ratio), b.TallMost)
	if known := (other.bornKnown || p.born.known) && other.eventKnown && p.event.known; bits < 0 && mayHaveGrown(p.height.middle(), float64(other.middle), p.grownUp(), other.grown, known) {
		return 0
	}
	return float32(bits * s.share)
}
