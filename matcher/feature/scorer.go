package feature

import (
	"cmp"
	"math"
	"slices"
	"sync/atomic"

	"github.com/guitu-project/guitu/matcher/names"
	"github.com/guitu-project/guitu/models"
)

// Scorer weighs pairs with one set of parameters. It is safe for concurrent use.
type Scorer struct {
	params Params
	shares []float64              // what each feature's weights count by
	waits  [2][]float32           // see DateParams.waits: of most people, of the old
	scores map[string]*faceScores // by model
	common atomic.Pointer[common] // how common things are

	estimated atomic.Uint64 // the bits of SetCoverage's share
}

// NewScorer returns a Scorer with these parameters.
func NewScorer(p Params) *Scorer {
	w := &Scorer{params: p, shares: make([]float64, len(features))}
	for i := range features {
		w.shares[i] = p.Discount
		if i == forFace { // hangs together with nothing else that is told
			w.shares[i] = 1
		}
		if scale, ok := p.Scale[features[i].Name]; ok {
			w.shares[i] *= scale
		}
	}
	w.waits = [2][]float32{p.Dates.waits(false), p.Dates.waits(true)}
	w.scores = newFaceScores(&p, w.shares[forFace])
	w.common.Store(newCommon())
	return w
}

// Version names the parameters.
func (w *Scorer) Version() string { return w.params.Version }

// Probe describes a profile made ready to be weighed against a million others of the
// other side. It is never changed once made.
type Probe struct {
	*Profile
	scorer     *Scorer
	basis      *basis
	names      []*names.Query
	relatives  []*names.Query
	families   []*names.Query // their surnames
	appearance []float32      // how many times rarer than certain each pair of the profile's is
	belongings []float32
	people     [provinces]float64 // how usual the profile's ethnic group is, by province
	strangers  [][]float64        // by face: how far the gallery's people are, as sorted d²
}

// basis holds what features compare by.
type basis struct {
	*Params
	*common
	waits, waitsOld []float32
}

// Probe makes a profile ready.
func (w *Scorer) Probe(p *Profile) *Probe {
	role := names.Heard
	if p.Kind == models.Notices {
		role = names.Said
	}
	known := w.common.Load()
	relatives, families := make([]names.Name, len(p.relatives)), make([]names.Name, len(p.relatives))
	for i := range p.relatives {
		relatives[i], families[i] = p.relatives[i].name, p.relatives[i].family
	}
	return &Probe{
		Profile: p, basis: &basis{&w.params, known, w.waits[0], w.waits[1]}, scorer: w,
		names: queries(p.names, role, p.dialect, known.names), relatives: queries(relatives, role, p.dialect, known.names),
		families:   queries(families, role, p.dialect, known.names),
		people:     known.peoples.shares(p.ethnicity.Name(), &w.params.Ethnicity),
		appearance: known.appearance.rarity(p.appearance), belongings: known.belongings.rarity(p.belongings),
		strangers: known.gallery.strangers(p),
	}
}

func queries(list []names.Name, role names.Role, d names.Dialect, common *names.Frequencies) []*names.Query {
	out := make([]*names.Query, len(list))
	for i := range list {
		out[i] = names.NewQuery(&list[i], role, d, common)
	}
	return out
}

// sides sorts a probe and another profile into record and notice.
func (p *Probe) sides(other *Profile) (record, notice *Profile) {
	if p.Kind == models.Notices {
		return other, p.Profile
	}
	return p.Profile, other
}

// Score returns the weight of the probe and another in bits. It allocates nothing.
func (p *Probe) Score(other *Profile) float64 {
	record, notice := p.sides(other)
	sum := 0.0
	for i := range features {
		if f, ok := p.compare(i, record, notice, other); ok {
			sum += f.bits
		}
	}
	return sum
}

// match weighs the probe against another in full: Score's weight and every reason,
// conflicts first, then by weight. The probability is left open.
func (p *Probe) match(other *Profile) models.Match {
	record, notice := p.sides(other)
	m := models.Match{Record: record.Name, RecordExternalID: record.ExternalID, Notice: notice.Name, NoticeExternalID: notice.ExternalID, Parameters: p.scorer.params.Version}
	for i := range features {
		f, ok := p.compare(i, record, notice, other)
		if !ok {
			continue
		}
		c := &features[i]
		text := c.explain(p, record, notice, f)
		m.Weight += f.bits
		m.Evidence = append(m.Evidence, models.Evidence{
			Feature: c.Name, Weight: f.bits, RecordValue: text.record, NoticeValue: text.notice, Reason: text.reason, Conflict: f.conflict,
		})
		if i == forFace {
			m.RecordFace, m.NoticeFace = record.met(f.record), notice.met(f.notice)
		}
	}
	slices.SortStableFunc(m.Evidence, func(a, b models.Evidence) int {
		if a.Conflict != b.Conflict {
			if a.Conflict {
				return -1
			}
			return 1
		}
		return cmp.Compare(math.Abs(b.Weight), math.Abs(a.Weight))
	})
	sayFaceAlone(&m)
	return m
}

// normal returns the density of a normal distribution around 0.
func normal(d, deviation float64) float64 { return normalBy(d, deviation, math.Exp2) }

// normalBy is normal by a way to raise 2 to a power.
func normalBy(d, deviation float64, exp2 func(float64) float64) float64 {
	z := d / deviation
	return exp2(-z*z/2*math.Log2E) / (deviation * math.Sqrt(2*math.Pi))
}

// spread returns the weight of a difference d between two measures of one person, whose
// errors together have the given deviation, if strangers' measures lie as thick as
// strangers says. That two measures fit never speaks against a pair, however vague they
// are; and a measure that is wrong beyond any spread is a stranger's, so the weight
// never falls below log2(Wrong).
func (s *SpreadParams) spread(d, deviation, strangers float64) float64 {
	z := d / deviation
	peak := 1 / (deviation * math.Sqrt(2*math.Pi)) // normal at 0
	return math.Log2((1-s.Wrong)*math.Exp(-z*z/2)*max(1, peak/strangers) + s.Wrong)
}

// deviation of one measure: a guess by eye, or as a document says, but no less than
// its own bounds leave open.
func (s *SpreadParams) deviation(guessed bool, width float64) float64 {
	sigma := s.Paper
	if guessed {
		sigma = s.Observer
	}
	return math.Hypot(sigma, width/math.Sqrt(12))
}
