package evidence

import (
	"cmp"
	"math"
	"slices"

	"github.com/guitu-project/guitu/models"
)

// Weigher weighs pairs with one set of parameters. It is safe for concurrent use.
type Weigher struct{ params Params }

// NewWeigher is a Weigher with these parameters.
func NewWeigher(p Params) *Weigher { return &Weigher{params: p} }

// finding is what a comparator has to say, before it is put into words.
type finding struct {
	bits     float64
	conflict bool
	record   int // which of the record's values, where it has several
	notice   int // and of the notice's
	detail   int // the comparator's own
}

// comparator weighs one feature. weigh reports false where it has nothing to say;
// it must not allocate. explain puts a finding into words.
type comparator struct {
	feature string
	weigh   func(p *Params, record, notice *Profile) (finding, bool)
	explain func(record, notice *Profile, f finding) words
}

// words are a finding for people.
type words struct {
	record, notice string
	reason         models.Text
}

// comparators in the order in which equal weights are shown.
var comparators = [...]comparator{
	{"name", weighName, explainName},
	{"face", weighFace, explainFace},
	{"marks", weighMarks, explainMarks},
	{"sex", weighSex, explainSex},
	{"age", weighAge, explainAge},
	{"height", weighHeight, explainHeight},
	{"origin", weighOrigin, explainOrigin},
	{"dates", weighDates, explainDates},
	{"eventPlace", weighEventPlace, explainEventPlace},
	{"relatives", weighRelatives, explainRelatives},
	{"bloodType", weighBlood, explainBlood},
	{"ethnicity", weighEthnicity, explainEthnicity},
	{"build", weighBuild, explainBuild},
	{"appearance", weighAppearance, explainAppearance},
	{"clothing", weighClothing, explainClothing},
}

// Quick is the weight of a pair in bits. It allocates nothing.
func (w *Weigher) Quick(record, notice *Profile) float64 {
	sum := 0.0
	for i := range comparators {
		if f, ok := comparators[i].weigh(&w.params, record, notice); ok {
			sum += f.bits
		}
	}
	return sum
}

// Match weighs a record against a notice in full: Quick's weight, the probability
// among so many open notices, and every reason, conflicts first, then by weight.
func (w *Weigher) Match(record, notice *Profile, openNotices int) models.Match {
	m := models.Match{Record: record.Name, RecordExternalID: record.ExternalID, Notice: notice.Name, NoticeExternalID: notice.ExternalID}
	for i := range comparators {
		c := &comparators[i]
		f, ok := c.weigh(&w.params, record, notice)
		if !ok {
			continue
		}
		text := c.explain(record, notice, f)
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
	m.Probability = w.Probability(m.Weight, openNotices)
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

// Probability of a pair of that weight, with the prior that each of the open
// notices is as likely the person's as any other.
func (w *Weigher) Probability(weight float64, openNotices int) float64 {
	prior := math.Log2(float64(max(openNotices, w.params.FewestNotices)))
	return 1 / (1 + math.Exp2(prior-weight))
}

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
