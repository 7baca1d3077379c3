package feature

import (
	"cmp"
	"math"
	"slices"
	"sync/atomic"

	"github.com/guitu-project/guitu/matcher/names"
	"github.com/guitu-project/guitu/models"
)

// Weigher weighs pairs with one set of parameters. It is safe for concurrent use.
type Weigher struct {
	params Params
	shares []float64              // what each comparator's weights count by
	waits  [2][]float32           // see DateParams.waits: of most people, of the old
	scores map[string]*faceScores // by model
	common atomic.Pointer[common] // how common things are
}

// NewWeigher is a Weigher with these parameters.
func NewWeigher(p Params) *Weigher {
	w := &Weigher{params: p, shares: make([]float64, len(comparators))}
	for i := range comparators {
		w.shares[i] = p.Discount
		if scale, ok := p.Scale[comparators[i].feature]; ok {
			w.shares[i] *= scale
		}
	}
	w.waits = [2][]float32{p.Dates.waits(false), p.Dates.waits(true)}
	w.scores = newFaceScores(&p, w.shares[forFace])
	w.common.Store(newCommon())
	return w
}

// Version names the parameters.
func (w *Weigher) Version() string { return w.params.Version }

// Probe is a profile made ready to be weighed against a million others of the
// other side. It is never changed once made.
type Probe struct {
	*Profile
	weigher    *Weigher
	basis      *basis
	names      []*names.Query
	relatives  []*names.Query
	families   []*names.Query // their surnames
	appearance []float32      // how many times rarer than certain each pair of the profile's is
	belongings []float32
	people     [provinces]float64 // how usual the profile's ethnic group is, by province
	strangers  [][]float64        // by face: how far the gallery's people are, as sorted d²
}

// basis is what comparators weigh by.
type basis struct {
	*Params
	*common
	waits, waitsOld []float32
}

// Probe makes a profile ready.
func (w *Weigher) Probe(p *Profile) *Probe {
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
		Profile: p, basis: &basis{&w.params, known, w.waits[0], w.waits[1]}, weigher: w,
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

// finding is what a comparator has to say, before it is put into words.
type finding struct {
	bits     float64
	conflict bool
	record   int // which of the record's values, where it has several
	notice   int // and of the notice's
	detail   int // the comparator's own
}

// comparator weighs one feature: by the two profiles (weigh) or with what the probe
// has ready (ask). Either reports false where it has nothing to say, and must not
// allocate. explain puts a finding into words.
type comparator struct {
	feature string
	trait   Trait // all that it looks at; Traits for more, or for items
	weigh   func(b *basis, record, notice *Profile) (finding, bool)
	ask     func(p *Probe, other *Profile) (finding, bool)
	explain func(p *Probe, record, notice *Profile, f finding) words
}

// find asks the i-th comparator.
func (p *Probe) find(i int, record, notice, other *Profile) (f finding, ok bool) {
	c := &comparators[i]
	if c.ask != nil {
		f, ok = c.ask(p, other)
	} else {
		f, ok = c.weigh(p.basis, record, notice)
	}
	f.bits *= p.weigher.shares[i]
	return f, ok
}

// words are a finding for people.
type words struct {
	record, notice string
	reason         models.Text
}

// The comparators' places, in the order in which equal weights are shown.
const (
	forName = iota
	forFace
	forMarks
	forSex
	forAge
	forHeight
	forOrigin
	forDates
	forEventPlace
	forRelatives
	forConditions
	forBlood
	forEthnicity
	forBuild
	forAppearance
	forClothing
)

var comparators = [...]comparator{
	forName:       {feature: "name", trait: Traits, ask: weighName, explain: explainName},
	forFace:       {feature: featureFace, trait: Traits, ask: weighFace, explain: explainFace},
	forMarks:      {feature: "marks", trait: Traits, weigh: weighMarks, explain: explainMarks},
	forSex:        {feature: "sex", trait: TraitBody, weigh: weighSex, explain: explainSex},
	forAge:        {feature: "age", trait: TraitBirth, weigh: weighAge, explain: explainAge},
	forHeight:     {feature: "height", trait: TraitHeight, weigh: weighHeight, explain: explainHeight},
	forOrigin:     {feature: "origin", trait: TraitOrigin, weigh: weighOrigin, explain: explainOrigin},
	forDates:      {feature: "dates", trait: TraitEvent, weigh: weighDates, explain: explainDates},
	forEventPlace: {feature: "eventPlace", trait: TraitPlace, weigh: weighEventPlace, explain: explainEventPlace},
	forRelatives:  {feature: "relatives", trait: Traits, ask: weighRelatives, explain: explainRelatives},
	forConditions: {feature: "conditions", trait: TraitBody, weigh: weighConditions, explain: explainConditions},
	forBlood:      {feature: "bloodType", trait: TraitBody, weigh: weighBlood, explain: explainBlood},
	forEthnicity:  {feature: "ethnicity", trait: TraitPeople, ask: weighEthnicity, explain: explainEthnicity},
	forBuild:      {feature: "build", trait: TraitBody, weigh: weighBuild, explain: explainBuild},
	forAppearance: {feature: "appearance", trait: Traits, ask: weighAppearance, explain: explainAppearance},
	forClothing:   {feature: "clothing", trait: Traits, ask: weighClothing, explain: explainClothing},
}

// Quick is the weight of the probe and another in bits. It allocates nothing.
func (p *Probe) Quick(other *Profile) float64 {
	record, notice := p.sides(other)
	sum := 0.0
	for i := range comparators {
		if f, ok := p.find(i, record, notice, other); ok {
			sum += f.bits
		}
	}
	return sum
}

// match weighs the probe against another in full: Quick's weight and every reason,
// conflicts first, then by weight. The probability is left open.
func (p *Probe) match(other *Profile) models.Match {
	record, notice := p.sides(other)
	m := models.Match{Record: record.Name, RecordExternalID: record.ExternalID, Notice: notice.Name, NoticeExternalID: notice.ExternalID, Parameters: p.weigher.params.Version}
	for i := range comparators {
		f, ok := p.find(i, record, notice, other)
		if !ok {
			continue
		}
		c := &comparators[i]
		text := c.explain(p, record, notice, f)
		m.Weight += f.bits
		m.Evidence = append(m.Evidence, models.Evidence{
			Feature: c.feature, Weight: f.bits, RecordValue: text.record, NoticeValue: text.notice, Reason: text.reason, Conflict: f.conflict,
		})
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

// normal is the density of a normal distribution around 0.
func normal(d, deviation float64) float64 {
	z := d / deviation
	return math.Exp(-z*z/2) / (deviation * math.Sqrt(2*math.Pi))
}

// spread is the weight of a difference d between two measures of one person, whose
// errors together have the given deviation, where strangers' measures lie as thick as
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
