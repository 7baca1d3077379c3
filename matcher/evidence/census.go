package evidence

import (
	"github.com/guitu-project/guitu/matcher/marks"
	"github.com/guitu-project/guitu/matcher/names"
)

// Census counts what is common among the notices held: names, places last seen, years
// of birth, dates, heights, peoples, marks, looks, garments, words; and gathers their faces. What is
// common says little about who a person is, and a face that many look like says little
// too. The zero value is empty. It is not safe for concurrent use.
type Census struct {
	names   names.Census
	counted *common
	marks   marks.Census
	faces   faceCensus
	size    int
}

// Add counts a notice.
func (c *Census) Add(notice *Profile) { c.count(notice, 1) }

// Remove takes out a notice that was added.
func (c *Census) Remove(notice *Profile) { c.count(notice, -1) }

func (c *Census) count(p *Profile, by int) {
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
	k.heights.count(p, by)
	k.peoples.count(p.ethnicity, p.fromProvince, by)
	c.marks.Count(p.marks, ageAt(p), by)
	k.looks.count(&p.looks, float64(by))
	k.appearance.count(p.appearance, by)
	k.belongings.count(p.belongings, by)
	k.garments.count(&p.outfit, float64(by))
	c.faces.count(p, by)
	c.size += by
}

// Size is how many notices are counted.
func (c *Census) Size() int { return c.size }

// common is what a Weigher knows of a census; never changed once it is with one.
type common struct {
	names                  *names.Frequencies
	event                  shares
	born, missing          density
	heights                heights
	peoples                peoples
	markShares             *marks.Shares
	appearance, belongings wordShares
	garments               garmentShares
	looks                  lookShares
	gallery                *gallery // of faces; nil while there are few
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
// on with what was known then. A new gallery of faces takes a while, during which the
// census must not change.
func (w *Weigher) Learn(c *Census) { w.learn(c, w.common.Load().gallery) }

// Forget makes sure that no face of the named, who are in the census no more, is left
// in the gallery: where one of them was drawn, it learns anew, with another sample.
func (w *Weigher) Forget(c *Census, names []string) {
	if w.common.Load().gallery.holds(names) {
		w.learn(c, nil)
	}
}

func (w *Weigher) learn(c *Census, before *gallery) {
	learned := newCommon()
	if c.counted != nil {
		learned = c.counted.clone()
		learned.names = c.names.Frequencies()
		learned.markShares = c.marks.Shares()
	}
	learned.gallery = c.faces.gallery(w.params.Cohort, before)
	w.common.Store(learned)
}

// ageAt is the age at the event, 0 for unknown.
func ageAt(p *Profile) float64 {
	if !p.born.known || !p.event.known {
		return 0
	}
	return max(0, p.event.middle()-p.born.middle())
}
