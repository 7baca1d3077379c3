package evidence

import "github.com/guitu-project/guitu/matcher/names"

// Census counts what is common among the notices held: characters of names, native
// places, places last seen; and gathers their faces. What is common says little about
// who a person is, and a face that many look like says little too. The zero value is empty. It is not safe for concurrent use.
type Census struct {
	names         names.Census
	native, event shares
	faces         faceCensus
	size          int
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
	c.native.count(p.nativeRegion, by)
	c.event.count(p.eventRegion, by)
	c.faces.count(p, by)
	c.size += by
}

// Size is how many notices are counted.
func (c *Census) Size() int { return c.size }

// common is what a Weigher knows of a census; never changed once made.
type common struct {
	names         *names.Frequencies
	native, event shares
	gallery       *gallery // of faces; nil while there are few
}

// Learn tells how common things are among the notices held. Probes made before go
// on with what was known then. A new gallery of faces takes a while, during which the
// census must not change.
func (w *Weigher) Learn(c *Census) {
	w.common.Store(&common{
		names: c.names.Frequencies(), native: c.native.clone(), event: c.event.clone(),
		gallery: c.faces.gallery(w.params.Cohort, w.common.Load().gallery),
	})
}
