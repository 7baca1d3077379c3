package feature

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/models"
)

// crowd draws people of two groups: strangers of the first lie near each other, those
// of the second far apart, and so do two photos of one of them, though less so.
type crowd struct {
	*rand.Rand
	dim      int
	model    string
	spectrum []float64 // how far a vector is moved along each direction
}

func newCrowd(seed uint64, dim int, model string) *crowd {
	c := &crowd{rand.New(rand.NewPCG(seed, 1)), dim, model, make([]float64, dim)}
	for i := range c.spectrum {
		c.spectrum[i] = math.Sqrt(.4/float64(dim) + .6*math.Exp2(-float64(i)/4)*.159)
	}
	return c
}

// crowdWidths are the deviations of people from the middle of their group, and of
// photos from their person.
var crowdWidths = [2]struct{ people, photos float64 }{{.25, .19}, {.43, .29}}

func (c *crowd) person(group int) []float64 {
	v := make([]float64, c.dim)
	v[group] = 1
	c.shift(v, crowdWidths[group].people)
	return v
}

// shift moves a vector along few directions more than along others, as embeddings do.
func (c *crowd) shift(v []float64, width float64) {
	for i := range v {
		v[i] += c.NormFloat64() * width * c.spectrum[i]
	}
}

func (c *crowd) photo(person []float64, group int) models.Photo {
	v := slices.Clone(person)
	c.shift(v, crowdWidths[group].photos*math.Exp(.3*c.NormFloat64()))
	embedding := make([]float32, len(v))
	for i := range v {
		embedding[i] = float32(v[i])
	}
	return models.Photo{Faces: []models.Face{{Embedding: embedding, Model: c.model}}}
}

func noticeOf(i int, photos ...models.Photo) *models.Notice {
	return &models.Notice{Entry: models.Entry{Name: fmt.Sprintf("notices/%d", i), Photos: photos}}
}

func recordOf(i int, photos ...models.Photo) *models.Record {
	return &models.Record{Entry: models.Entry{Name: fmt.Sprintf("records/%d", i), Photos: photos}}
}

// gather fills corpus statistics with people of both groups, and makes a record of each.
func (c *crowd) gather(people int) (corpusStats *CorpusStats, records, notices []*Profile) {
	corpusStats = &CorpusStats{}
	for i := range people {
		group := i % 2
		someone := c.person(group)
		n := ProfileOf(noticeOf(i, c.photo(someone, group)))
		corpusStats.Add(n)
		notices, records = append(notices, n), append(records, ProfileOf(recordOf(i, c.photo(someone, group))))
	}
	return corpusStats, records, notices
}

// accepts is the share of true pairs above the score that one stranger in a thousand
// reaches.
func accepts(same, strangers []float64) float64 {
	slices.Sort(strangers)
	limit := strangers[len(strangers)-1-len(strangers)/1000]
	n := 0
	for _, s := range same {
		if s > limit {
			n++
		}
	}
	return float64(n) / float64(len(same))
}

// learned is a scorer that knows the corpus statistics, and the gallery that it made.
func learned(corpusStats *CorpusStats) (*Scorer, *gallery) {
	w := NewScorer(DefaultParams())
	w.Learn(corpusStats)
	return w, w.common.Load().gallery
}

// Two groups under one threshold: by d² the strangers of the first group are accepted
// before most true pairs of the second.
func TestNormalisationMendsMixedGroups(t *testing.T) {
	for _, c := range []*crowd{newCrowd(1, 128, models.ModelDlib), newCrowd(2, 512, models.ModelFR)} {
		corpusStats, records, notices := c.gather(1000)
		w, g := learned(corpusStats)
		curve := w.params.Face[c.model]
		var same, strangers [2][]float64 // by −d² and by z
		for i, r := range records {
			for k := range 41 {
				n := notices[(i+6*k)%len(notices)] // of the same group; the first is the person
				score := curve.score(g.side(r), 0, g.side(n), 0)
				if !score.Normalised {
					t.Fatal("not normalised")
				}
				to := &strangers
				if k == 0 {
					to = &same
				}
				to[0] = append(to[0], -squaredDistance(r.faces[0].vector, n.faces[0].vector))
				to[1] = append(to[1], score.X)
			}
		}
		raw, z := accepts(same[0], strangers[0]), accepts(same[1], strangers[1])
		t.Logf("%s: true accepts at one false in a thousand: %.3f by d², %.3f by z", c.model, raw, z)
		if raw > .6 || z < .7 || z < raw+.2 {
			t.Errorf("%s: true accepts %.3f by d², %.3f by z", c.model, raw, z)
		}
	}
}

// Below five hundred people with a face no one is normalised.
func TestFewFacesAreNotNormalised(t *testing.T) {
	corpusStats, records, notices := newCrowd(3, 128, models.ModelDlib).gather(500)
	many, _ := learned(corpusStats)
	corpusStats.Remove(notices[499])
	few, g := learned(corpusStats)
	if g != nil {
		t.Error("a gallery of 499")
	}
	plain := NewScorer(DefaultParams()).Probe(records[0]).match(notices[0])
	if m := few.Probe(records[0]).match(notices[0]); m.Weight != plain.Weight {
		t.Errorf("%f among few, %f without a gallery", m.Weight, plain.Weight)
	}
	m := many.Probe(records[0]).match(notices[0])
	if m.Weight == plain.Weight {
		t.Error("the same weight with a gallery")
	}
	for reason, wants := range map[string]bool{plain.Evidence[0].Reason.Zh: false, m.Evidence[0].Reason.Zh: true} {
		if strings.Contains(reason, "比本库抽样 499 人中的 ") != wants {
			t.Error(reason)
		}
	}
	if reason := m.Evidence[0].Reason.En; !strings.Contains(reason, "more alike than 100 % of 499 people") && !strings.Contains(reason, "more alike than 99.") {
		t.Error(reason)
	}
}

// Where two faces lie among strangers as they do, the farther they are apart the less
// they say.
func TestZFallsWithTheDistance(t *testing.T) {
	corpusStats, records, notices := newCrowd(4, 128, models.ModelDlib).gather(600)
	w, g := learned(corpusStats)
	curve := w.params.Face[models.ModelDlib]
	for i := range 20 {
		m, n := g.side(records[i]).norm(0), g.side(notices[i]).norm(0)
		last := math.Inf(1)
		for d2 := 0.; d2 < 1; d2 += .02 {
			z := (m.z(d2, false, curve.Spread) + n.z(d2, false, curve.Spread)) / 2
			got := curve.bend(curve.Straight(FaceScore{Normalised: true, X: z, Quality: 1, Years: 1}), 1)
			if got >= last || got > curve.Most {
				t.Errorf("person %d, d² %.2f: %.3f after %.3f", i, d2, got, last)
			}
			last = got
		}
	}
	if _, ok := item(w.Probe(records[0]).match(ProfileOf(noticeOf(0))), "face"); ok {
		t.Error("a notice without a photo says something about faces")
	}
}

// One that is in the cohort itself is not held against itself, from whichever side.
func TestTheOtherIsNoStranger(t *testing.T) {
	corpusStats, records, notices := newCrowd(5, 128, models.ModelDlib).gather(600)
	_, with := learned(corpusStats)
	for i := range 8 {
		corpusStats.Remove(notices[i])
		_, without := learned(corpusStats)
		corpusStats.Add(notices[i])
		var z [2]float64
		for k, g := range []*gallery{with, without} {
			z[k] = g.side(records[i]).norm(0).z(squaredDistance(records[i].faces[0].vector, notices[i].faces[0].vector), g.side(notices[i]).norm(0).drawn, 1e-9)
		}
		// Without, one more stranger is among the nearest.
		if math.Abs(z[0]-z[1]) > .1*(1+math.Abs(z[1])) {
			t.Errorf("person %d: z %.3f with the notice in the cohort, %.3f without", i, z[0], z[1])
		}
	}
}

func TestScoreIsTheWeightOfTheMatchByFaces(t *testing.T) {
	corpusStats, records, notices := newCrowd(6, 128, models.ModelDlib).gather(600)
	w, _ := learned(corpusStats)
	for i := range 100 {
		r, n := records[i], notices[i*7%600]
		p := w.Probe(r)
		quick, full, back := p.Score(n), p.rank(1000, 1, n)[0].Weight, w.Probe(n).Score(r)
		if quick != full || math.Abs(quick-back) > 1e-6 {
			t.Errorf("quick %f, in full %f, from the notice %f", quick, full, back)
		}
		if again := w.Probe(r).Score(ProfileOf(noticeOf(i*7%600, photosOf(n)...))); again != quick {
			t.Errorf("%f, and %f once read again", quick, again)
		}
	}
	p := w.Probe(records[0])
	if allocs := testing.AllocsPerRun(100, func() { p.Score(notices[5]) }); allocs > 0 {
		t.Errorf("quick allocates %.0f times", allocs)
	}
}

func photosOf(p *Profile) []models.Photo {
	list := make([]models.Photo, p.photos())
	for _, f := range p.faces {
		list[f.photo].Faces = append(list[f.photo].Faces, models.Face{Embedding: f.vector, Model: f.model, Quality: f.quality})
	}
	return list
}

// A gallery is a function of who is held, and is not made anew for a few.
func TestGalleryIsRenewedSeldom(t *testing.T) {
	c := newCrowd(7, 128, models.ModelDlib)
	corpusStats, _, notices := c.gather(1000)
	w, first := learned(corpusStats)
	var other CorpusStats
	for i := range notices {
		other.Add(notices[len(notices)-1-i])
	}
	if _, again := learned(&other); !slices.Equal(again.cohorts[c.model].people, first.cohorts[c.model].people) {
		t.Error("the sample depends on the order of the notices")
	}
	for i := range 1500 {
		corpusStats.Add(ProfileOf(noticeOf(1000+i, c.photo(c.person(0), 0))))
		if i == 500 {
			if w.Learn(corpusStats); w.common.Load().gallery != first {
				t.Error("made anew for a third more")
			}
		}
	}
	w.Learn(corpusStats)
	second := w.common.Load().gallery
	if second == first || len(second.cohorts[c.model].people) != DefaultParams().Cohort.Most {
		t.Error("not made anew for more than twice as many")
	}
	w.Learn(&CorpusStats{})
	if w.common.Load().gallery != nil {
		t.Error("a gallery of nobody")
	}
}

// A cohort is due with the person who makes it large enough, and when half of its people have
// been described anew, and not again once it was made.
func TestCohortIsDueAtOnce(t *testing.T) {
	c := newCrowd(9, 128, models.ModelDlib)
	corpusStats, _, notices := c.gather(DefaultParams().Cohort.Fewest)
	w, last := NewScorer(DefaultParams()), notices[len(notices)-1]
	corpusStats.Remove(last)
	if w.CohortDue(corpusStats) {
		t.Error("due for too few")
	}
	if corpusStats.Add(last); !w.CohortDue(corpusStats) {
		t.Error("not due for enough")
	}
	if w.Learn(corpusStats); w.CohortDue(corpusStats) || w.common.Load().gallery == nil {
		t.Error("due again")
	}
	first := w.common.Load().gallery
	for i, n := range notices {
		if i == len(notices)/2-1 && w.CohortDue(corpusStats) {
			t.Error("due for less than half")
		}
		corpusStats.Remove(n)
		corpusStats.Add(ProfileOf(noticeOf(i, c.photo(c.person(0), 0))))
	}
	if !w.CohortDue(corpusStats) {
		t.Error("not due though all faces are others")
	}
	if w.Learn(corpusStats); w.common.Load().gallery == first || w.CohortDue(corpusStats) {
		t.Error("faces that are no more are still held against")
	}
}

// Searches go on with the gallery that they began with while another is made.
func TestLearnBesideScore(t *testing.T) {
	c := newCrowd(8, 128, models.ModelDlib)
	corpusStats, records, notices := c.gather(600)
	w, _ := learned(corpusStats)
	held := slices.Clone(notices)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := range 2 {
			for k := range 400 * (i + 1) {
				corpusStats.Add(ProfileOf(noticeOf(10_000*(i+1)+k, c.photo(c.person(1), 1))))
			}
			w.Learn(corpusStats)
		}
	}()
	p := w.Probe(records[0])
	want := p.Score(held[0])
	for n := 0; ; n++ {
		select {
		case <-done:
			return
		default:
			if got := p.Score(held[0]); got != want {
				t.Fatalf("%f, then %f", want, got)
			}
			late := w.Probe(records[n%100])
			if quick, full := late.Score(held[n%100]), late.match(held[n%100]).Weight; quick != full {
				t.Fatalf("quick %f, in full %f", quick, full)
			}
		}
	}
}

// What a face costs when a gallery is made, and a pair in a scan.
func BenchmarkFaceNormalised(b *testing.B) {
	for _, c := range []*crowd{newCrowd(9, 128, models.ModelDlib), newCrowd(9, 512, models.ModelFR)} {
		corpusStats, records, notices := c.gather(1100)
		w, g := learned(corpusStats)
		b.Run(fmt.Sprintf("once/people=1024/dim=%d", c.dim), func(b *testing.B) {
			for b.Loop() {
				g.cohorts[c.model].norm(records[0].faces[0].vector, records[0].Name, nil, math.Inf(1))
			}
		})
		b.Run(fmt.Sprintf("probe/people=1024/dim=%d", c.dim), func(b *testing.B) {
			for b.Loop() {
				w.Probe(records[0])
			}
		})
		b.Run(fmt.Sprintf("pair/dim=%d", c.dim), func(b *testing.B) {
			b.ReportAllocs()
			p := w.Probe(records[0])
			for i := 0; b.Loop(); i++ {
				p.Score(notices[i%len(notices)])
			}
		})
	}
}

// The norms that are found beside the distances of strangers are those that are found alone.
func TestNormsBesideStrangers(t *testing.T) {
	stats, records, notices := newCrowd(3, 512, models.ModelFR).gather(600)
	_, g := learned(stats)
	for _, p := range slices.Concat(records[:20], notices[:20]) {
		alone := g.side(p).norms
		p.normed.Store(nil)
		g.strangers(p)
		if beside := g.side(p).norms; !slices.Equal(alone, beside) {
			t.Fatalf("%s: %v, want %v", p.Name, beside, alone)
		}
	}
}
