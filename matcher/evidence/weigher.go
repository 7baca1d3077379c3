package evidence

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
	w.common.Store(&common{names: names.Common()})
	return w
}

// Probe is a profile made ready to be weighed against a million others of the
// other side. It is never changed once made.
type Probe struct {
	*Profile
	weigher   *Weigher
	common    *common
	names     []*names.Query
	relatives []*names.Query
	strangers [][]float64 // by face: how far the gallery's people are, as sorted d²
}

// Probe makes a profile ready.
func (w *Weigher) Probe(p *Profile) *Probe {
	role := names.Heard
	if p.Kind == models.Notices {
		role = names.Said
	}
	known := w.common.Load()
	return &Probe{
		Profile: p, weigher: w, common: known,
		names: queries(p.names, role, p.dialect, known.names), relatives: queries(p.relatives, role, p.dialect, known.names),
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
// allocate. explain puts a finding into words, or tell with what the probe knows.
type comparator struct {
	feature string
	weigh   func(p *Params, record, notice *Profile) (finding, bool)
	ask     func(p *Probe, other *Profile) (finding, bool)
	explain func(record, notice *Profile, f finding) words
	tell    func(p *Probe, record, notice *Profile, f finding) words
}

// find asks the i-th comparator.
func (p *Probe) find(i int, record, notice, other *Profile) (f finding, ok bool) {
	c := &comparators[i]
	if c.ask != nil {
		f, ok = c.ask(p, other)
	} else {
		f, ok = c.weigh(&p.weigher.params, record, notice)
	}
	f.bits *= p.weigher.shares[i]
	return f, ok
}

func (c *comparator) words(p *Probe, record, notice *Profile, f finding) words {
	if c.tell != nil {
		return c.tell(p, record, notice, f)
	}
	return c.explain(record, notice, f)
}

// words are a finding for people.
type words struct {
	record, notice string
	reason         models.Text
}

// comparators in the order in which equal weights are shown.
var comparators = [...]comparator{
	{feature: "name", ask: weighName, explain: explainName},
	{feature: "face", ask: weighFace, tell: tellFace},
	{feature: "marks", weigh: weighMarks, explain: explainMarks},
	{feature: "sex", weigh: weighSex, explain: explainSex},
	{feature: "age", weigh: weighAge, explain: explainAge},
	{feature: "height", weigh: weighHeight, explain: explainHeight},
	{feature: "origin", ask: weighOrigin, explain: explainOrigin},
	{feature: "dates", weigh: weighDates, explain: explainDates},
	{feature: "eventPlace", ask: weighEventPlace, explain: explainEventPlace},
	{feature: "relatives", ask: weighRelatives, explain: explainRelatives},
	{feature: "conditions", weigh: weighConditions, explain: explainConditions},
	{feature: "bloodType", weigh: weighBlood, explain: explainBlood},
	{feature: "ethnicity", weigh: weighEthnicity, explain: explainEthnicity},
	{feature: "build", weigh: weighBuild, explain: explainBuild},
	{feature: "appearance", weigh: weighAppearance, explain: explainAppearance},
	{feature: "clothing", weigh: weighClothing, explain: explainClothing},
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
		text := c.words(p, record, notice, f)
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
	sayFaceAlone(m.Evidence)
	return m
}

// sayFaceAlone adds to the reason of a face that nothing else of weight speaks for
// the pair: faces rank, they never decide.
func sayFaceAlone(items []models.Evidence) {
	at := slices.IndexFunc(items, func(e models.Evidence) bool { return e.Feature == "face" })
	if at < 0 || slices.ContainsFunc(items, func(e models.Evidence) bool { return e.Feature != "face" && e.Weight > aloneBits }) {
		return
	}
	items[at].Reason.Zh += "；本匹配只凭人脸"
	items[at].Reason.En += "; this match rests on the face alone"
}

// aloneBits is what other evidence must weigh for a face not to stand alone: more
// than that the sex and the age fit.
const aloneBits = 3.5

// normal is the density of a normal distribution around 0.
func normal(d, deviation float64) float64 {
	z := d / deviation
	return math.Exp(-z*z/2) / (deviation * math.Sqrt(2*math.Pi))
}

// spread is the weight of a difference d between two measures of one person, whose
// errors together have the given deviation. A measure that is wrong beyond any
// spread is a stranger's, so the weight never falls below log2(Wrong).
func (s *SpreadParams) spread(d, deviation float64) float64 {
	strangers := math.Max(s.Strangers, deviation)
	ratio := normal(d, deviation) / math.Max(normal(d, strangers), math.SmallestNonzeroFloat64)
	return math.Log2((1-s.Wrong)*ratio + s.Wrong)
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
