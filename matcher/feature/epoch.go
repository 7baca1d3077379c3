package feature

import (
	"maps"

	"github.com/guitu-project/guitu/matcher/compact"
)

// Epoch is what is common among all notices held at one time, with the cohort of faces, under a
// number: where people are kept in partitions by several processes, all weigh by the same one.
// It is never changed once made.
type Epoch struct {
	number int64
	size   int // notices counted
	common *common
}

// Number returns the number, 0 for nil.
func (e *Epoch) Number() int64 {
	if e == nil {
		return 0
	}
	return e.number
}

// Size returns how many notices were counted, 0 for nil.
func (e *Epoch) Size() int {
	if e == nil {
		return 0
	}
	return e.size
}

// Gallery returns the cohort of faces, in which the faces held are to be normalised.
func (e *Epoch) Gallery() *Gallery { return &Gallery{e.common.gallery} }

// Holds reports whether a face of one of the named is in the cohort.
func (e *Epoch) Holds(names []string) bool { return e != nil && e.common.gallery.holds(names) }

// NewEpoch makes an epoch of what was counted of all notices. It keeps the cohort of the one
// before, nil for none, as long as that still is a sample of the faces held.
func (w *Scorer) NewEpoch(number int64, c *CorpusStats, before *Epoch) *Epoch {
	var cohort *gallery
	if before != nil {
		cohort = before.common.gallery
	}
	learned := commonOf(c)
	learned.gallery = c.faces.gallery(w.params.Cohort, cohort)
	learned.epoch = number
	return &Epoch{number, c.size, learned}
}

// CohortWanted reports whether a model has people enough for a cohort that the epoch has none of.
func (w *Scorer) CohortWanted(people map[string]int, e *Epoch) bool {
	for model, n := range people {
		if n >= w.params.Cohort.Fewest && (e == nil || e.common.gallery == nil || e.common.gallery.cohorts[model] == nil) {
			return true
		}
	}
	return false
}

// Normalised reports whether faces are kept as they lie in the epoch's cohort already.
func (w *Scorer) Normalised(e *Epoch) bool {
	now := w.common.Load().gallery
	return e.common.gallery == nil || now != nil && now.id == e.common.gallery.id
}

// Sampled returns how many notices are in the sample that cohorts are drawn from, by model.
func (c *CorpusStats) Sampled() map[string]int { return maps.Clone(c.faces.people) }

// EncodeEpoch writes an epoch with what was counted for it.
func (w *Scorer) EncodeEpoch(e *Epoch, c *CorpusStats, to *compact.Writer) {
	to.Uint(uint64(e.number))
	counts := *c
	counts.faces = faceCorpusStats{} // the cohort is drawn
	counts.encode(to)
	e.common.gallery.encode(to)
}

// DecodeEpoch reads one.
func (w *Scorer) DecodeEpoch(from *compact.Reader) *Epoch {
	number := int64(from.Uint())
	c := decodeCorpusStats(from)
	learned := commonOf(&c)
	learned.gallery, learned.epoch = decodeGallery(from), number
	return &Epoch{number, c.size, learned}
}

// Use has the scorer make probes by an epoch from now on.
func (w *Scorer) Use(e *Epoch) { w.common.Store(e.common) }

// In returns a scorer that makes probes by an epoch, whatever this one learns.
func (w *Scorer) In(e *Epoch) *Scorer {
	own := NewScorer(w.params)
	own.SetCoverage(w.Coverage())
	own.common.Store(e.common)
	return own
}

// Epoch returns the number of the epoch that a probe was made by, 0 for none.
func (p *Probe) Epoch() int64 { return p.basis.epoch }

// EncodeCounts writes what was counted, with the faces that a cohort is drawn from.
func (c *CorpusStats) EncodeCounts(to *compact.Writer) { c.encode(to) }

// DecodeCounts reads what EncodeCounts wrote.
func DecodeCounts(from *compact.Reader) CorpusStats { return decodeCorpusStats(from) }

// Merge adds what another counted, of other notices: all are then counted as if one had counted
// them.
func (c *CorpusStats) Merge(other *CorpusStats) {
	c.names.Merge(&other.names)
	c.marks.Merge(&other.marks)
	c.size += other.size
	if other.counted != nil {
		if c.counted == nil {
			c.counted = newCommon()
		}
		c.counted.merge(other.counted)
	}
	c.faces.merge(&other.faces)
}

func (k *common) merge(other *common) {
	k.event.counts, k.event.total = mergedCounts(k.event.counts, other.event.counts), k.event.total+other.event.total
	k.born.merge(&other.born)
	k.missing.merge(&other.missing)
	for i, n := range other.birthdays.counts {
		k.birthdays.counts[i] += n
	}
	k.birthdays.total += other.birthdays.total
	for i, h := range other.heights {
		k.heights[i].n, k.heights[i].sum, k.heights[i].squares = k.heights[i].n+h.n, k.heights[i].sum+h.sum, k.heights[i].squares+h.squares
	}
	k.peoples.groups, k.peoples.provinces = mergedCounts(k.peoples.groups, other.peoples.groups), mergedCounts(k.peoples.provinces, other.peoples.provinces)
	for _, of := range [][2]*wordShares{{&k.appearance, &other.appearance}, {&k.belongings, &other.belongings}} {
		of[0].counts, of[0].files = mergedCounts(of[0].counts, of[1].counts), of[0].files+of[1].files
	}
	for at := range k.garments.colours {
		for i := range k.garments.colours[at] {
			k.garments.colours[at][i] += other.garments.colours[at][i]
			k.garments.types[at][i] += other.garments.types[at][i]
		}
		for i := range k.garments.clues[at] {
			k.garments.clues[at][i] += other.garments.clues[at][i]
		}
	}
	for at := range k.looks.counts {
		for i := range k.looks.counts[at] {
			k.looks.counts[at][i] += other.looks.counts[at][i]
		}
		k.looks.clues[at] += other.looks.clues[at]
	}
	k.looks.files += other.looks.files
}

func mergedCounts[K comparable](counts, other map[K]int) map[K]int {
	if counts == nil {
		counts = make(map[K]int, len(other))
	}
	for key, n := range other {
		counts[key] += n
	}
	return counts
}

func (d *density) merge(other *density) {
	for len(d.counts) < len(other.counts) {
		d.counts = append(d.counts, 0)
	}
	for bin, n := range other.counts {
		d.counts[bin] += n
	}
	d.total += other.total
}

// merge makes the sample one of both: of the names with the smallest hashes, below what the
// smaller sample has all of.
func (f *faceCorpusStats) merge(other *faceCorpusStats) {
	if other.below != 0 && (f.below == 0 || other.below < f.below) {
		f.below = other.below
	}
	for _, s := range other.held {
		f.put(s)
	}
	if f.below != 0 {
		for name, s := range f.held {
			if s.order >= f.below {
				f.take(name)
			}
		}
	}
	if len(f.held) > mostSampled {
		f.halve()
	}
}
