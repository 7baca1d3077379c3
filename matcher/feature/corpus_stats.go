package feature

import (
	"github.com/guitu-project/guitu/matcher/marks"
	"github.com/guitu-project/guitu/matcher/names"
)

// CorpusStats counts what is common among the notices held: names, places last seen, years
// of birth, dates, heights, peoples, marks, looks, garments, words; and gathers their faces. What is
// common says little about who a person is, and a face that many look like says little
// too. The zero value is empty. It is not safe for concurrent use.
type CorpusStats struct {
	names   names.CorpusStats
	counted *common
	marks   marks.CorpusStats
	faces   faceCorpusStats
	size    int
}

// Add counts a notice.
func (c *CorpusStats) Add(notice *Profile) { c.count(notice, 1) }

// Remove takes out a notice that was added.
func (c *CorpusStats) Remove(notice *Profile) { c.count(notice, -1) }

func (c *CorpusStats) count(p *Profile, by int) {
	for i := range p.names {
		if by > 0 {
			c.names.Add(&p.names[i])
		} else {
			c.names.Remove(&p.names[i])
		}
	}
	if c.counted == nil {
		c.counted = newCommon()
	}
	k := c.counted
	k.event.count(p.eventRegion, by)
	if p.born.known {
		k.born.count(p.born.middle(), by)
	}
	if p.event.known {
		k.missing.count(p.event.middle(), by)
	}
	k.birthdays.count(p.birthDay, by)
	k.heights.count(p, by)
	k.peoples.count(p.ethnicity.Name(), p.fromProvince, by)
	c.marks.Count(p.marks, ageAt(p), by)
	k.looks.count(&p.looks, float64(by))
	k.appearance.count(p.appearance, by)
	k.belongings.count(p.belongings, by)
	k.garments.count(&p.outfit, float64(by))
	c.faces.count(p, by)
	c.size += by
}

// Size returns how many notices are counted.
func (c *CorpusStats) Size() int { return c.size }

// common holds what a Scorer knows of corpus statistics; never changed once it is with one.
type common struct {
	names                  *names.Frequencies
	event                  shares
	born, missing          density
	heights                heights
	birthdays              birthdays
	peoples                peoples
	markShares             *marks.Shares
	appearance, belongings wordShares
	garments               garmentShares
	looks                  lookShares
	gallery                *gallery // of faces; nil while there are few
	epoch                  int64    // see Epoch; 0 for what a scorer learned by itself
}

func newCommon() *common {
	return &common{names: names.Common(), markShares: marks.Usual(), born: birthDensity(), missing: missingDensity()}
}

func (k *common) clone() *common {
	own := *k
	own.event, own.born, own.missing = k.event.clone(), k.born.clone(), k.missing.clone()
	own.peoples, own.appearance, own.belongings = k.peoples.clone(), k.appearance.clone(), k.belongings.clone()
	return &own
}

// Learn tells how common things are among the notices held. Probes made before go
// on with what was known then.
func (w *Scorer) Learn(c *CorpusStats) { w.Adopt(w.LearnAhead(c)) }

// LearnAhead is Learn but for the gallery of faces. If that is a new one, the one who has
// a face is to be normalised in it before it is adopted, so that no search does it; else
// the answer is nil.
func (w *Scorer) LearnAhead(c *CorpusStats) *Gallery { return w.learn(c, w.common.Load().gallery) }

// CohortDue reports whether faces wait for a gallery that LearnAhead would make of the corpus statistics
// now: a model has people enough since the last time, or their faces are other ones.
func (w *Scorer) CohortDue(c *CorpusStats) bool {
	return c.faces.due(w.params.Cohort, w.common.Load().gallery)
}

// Forget makes sure that no face of the named, who are in the corpus statistics no more, is left
// in the gallery: if one of them was drawn there is none from now on, and the answer
// is another sample, to be adopted as that of LearnAhead.
func (w *Scorer) Forget(c *CorpusStats, names []string) *Gallery {
	c.faces.left = sampled{}
	if !w.common.Load().gallery.holds(names) {
		return nil
	}
	return w.learn(c, nil)
}

func (w *Scorer) learn(c *CorpusStats, before *gallery) *Gallery {
	learned := commonOf(c)
	learned.gallery = before
	w.common.Store(learned)
	if made := c.faces.gallery(w.params.Cohort, before); made != before {
		return &Gallery{made}
	}
	return nil
}

// commonOf returns what was counted as a scorer knows it, but for a gallery of faces.
func commonOf(c *CorpusStats) *common {
	if c.counted == nil {
		return newCommon()
	}
	learned := c.counted.clone()
	learned.names = c.names.Frequencies()
	learned.markShares = c.marks.Shares()
	return learned
}

// Gallery describes a gallery of faces that a scorer does not use yet.
type Gallery struct{ made *gallery }

// Cohort returns the people that faces of a model are held against, each with a face: their
// vectors of dim numbers one after the other, and how many of the nearest count; none for
// a model without a cohort.
func (g *Gallery) Cohort(model string) (vectors []float32, dim, nearest int) {
	if g.made == nil || g.made.cohorts[model] == nil {
		return nil, 0, 0
	}
	c := g.made.cohorts[model]
	return c.vectors, c.dim, c.nearest
}

// Neighbour describes one of a cohort's people, by number, at a squared distance from a face.
type Neighbour struct {
	Person   int
	Distance float64
}

// Normalise works out how a profile's faces lie in the gallery. near are, by face as
// EachFace shows them, the nearest of the cohort, one more than count, the nearest first;
// nil if there is no cohort.
func (g *Gallery) Normalise(p *Profile, near [][]Neighbour) {
	if g.made == nil || len(p.faces) == 0 {
		return
	}
	norms := make([]norm, len(p.faces))
	for i := range p.faces {
		if near[i] != nil {
			norms[i] = g.made.cohorts[p.faces[i].model].normOf(near[i], p.faces[i].vector, p.Name)
		}
	}
	p.setNorms(g.made, norms)
}

// EachFace shows the model and the vector of each of a profile's faces.
func (p *Profile) EachFace(yield func(model string, vector []float32) bool) {
	for i := range p.faces {
		if !yield(p.faces[i].model, p.faces[i].vector) {
			return
		}
	}
}

// Adopt has the scorer use a gallery from now on; nil leaves the one it has.
func (w *Scorer) Adopt(g *Gallery) {
	if g == nil {
		return
	}
	learned := *w.common.Load()
	learned.gallery = g.made
	w.common.Store(&learned)
}

// ageAt returns the age at the event, 0 for unknown.
func ageAt(p *Profile) float64 {
	if !p.born.known || !p.event.known {
		return 0
	}
	return max(0, p.event.middle()-p.born.middle())
}
