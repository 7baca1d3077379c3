package evidence

import "github.com/guitu-project/guitu/matcher/names"

// Census counts what is common among the notices held: names, places last seen, years
// of birth, dates, heights, peoples, words; and gathers their faces. What is
// common says little about who a person is, and a face that many look like says little
// too. The zero value is empty. It is not safe for concurrent use.
type Census struct {
	names   names.Census
	counted *common
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
	k.appearance.count(p.appearance, by)
	k.clothing.count(p.clothing, by)
	c.faces.count(p, by)
	c.size += by
}

// Size is how many notices are counted.
func (c *Census) Size() int { return c.size }

// common is what a Weigher knows of a census; never changed once it is with one.
type common struct {
	names                *names.Frequencies
	event                shares
	born, missing        density
	heights              heights
	peoples              peoples
	appearance, clothing wordShares
	gallery              *gallery // of faces; nil while there are few
}

func newCommon() *common {
	return &common{names: names.Common(), born: birthDensity(), missing: missingDensity()}
}

func (k *common) clone() *common {
	own := *k
	own.event, own.born, own.missing = k.event.clone(), k.born.clone(), k.missing.clone()
	own.peoples, own.appearance, own.clothing = k.peoples.clone(), k.appearance.clone(), k.clothing.clone()
	return &own
}

// Learn tells how common things are among the notices held. Probes made before go
// on with what was known then. A new gallery of faces takes a while, during which the
// census must not change. It tells whether there is a new gallery.
func (w *Weigher) Learn(c *Census) (newGallery bool) {
	learned := newCommon()
	if c.counted != nil {
		learned = c.counted.clone()
		learned.names = c.names.Frequencies()
	}
	before := w.common.Load().gallery
	learned.gallery = c.faces.gallery(w.params.Cohort, before)
	w.common.Store(learned)
	return learned.gallery != before
}
