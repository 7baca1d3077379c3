package feature

import (
	"encoding/json"

	"github.com/guitu-project/guitu/matcher/compact"
	"github.com/guitu-project/guitu/matcher/marks"
	"github.com/guitu-project/guitu/matcher/names"
)

// EncodeCorpusStats writes what was counted, and the scorer's gallery of faces.
func (w *Scorer) EncodeCorpusStats(c *CorpusStats, to *compact.Writer) {
	c.encode(to)
	w.common.Load().gallery.encode(to)
}

func (c *CorpusStats) encode(to *compact.Writer) {
	c.names.Encode(to)
	to.Int(c.size)
	to.Bool(c.counted != nil)
	if k := c.counted; k != nil {
		encodeCounts(to, k.event.counts, func(n int32) { to.Uint(uint64(n)) })
		to.Int(k.event.total)
		k.born.encode(to)
		k.missing.encode(to)
		k.birthdays.encode(to)
		for _, h := range k.heights {
			to.Float(h.n)
			to.Float(h.sum)
			to.Float(h.squares)
		}
		encodeCounts(to, k.peoples.groups, func(g group) { to.Text(g.name); to.Uint(uint64(g.province)) })
		encodeCounts(to, k.peoples.provinces, func(n int32) { to.Uint(uint64(n)) })
		k.looks.encode(to)
		k.appearance.encode(to)
		k.garments.encode(to)
		k.belongings.encode(to)
	}
	c.marks.Encode(to)
	c.faces.encode(to)
}

// DecodeCorpusStats reads what was counted, and has the scorer use the gallery that was kept.
func (w *Scorer) DecodeCorpusStats(from *compact.Reader) CorpusStats {
	c := decodeCorpusStats(from)
	if g := decodeGallery(from); !from.Bad() {
		w.Adopt(&Gallery{g})
	}
	return c
}

func decodeCorpusStats(from *compact.Reader) CorpusStats {
	c := CorpusStats{names: names.DecodeCorpusStats(from), size: from.Int()}
	if from.Bool() {
		k := newCommon()
		number := func() int32 { return int32(from.Uint() % 1e6) }
		k.event.counts, k.event.total = decodeCounts(from, number), from.Int()
		k.born.decode(from)
		k.missing.decode(from)
		k.birthdays.decode(from)
		for i := range k.heights {
			h := &k.heights[i]
			h.n, h.sum, h.squares = from.Float(), from.Float(), from.Float()
		}
		k.peoples.groups = decodeCounts(from, func() group { return group{from.Text(), number()} })
		k.peoples.provinces = decodeCounts(from, number)
		k.looks.decode(from)
		k.appearance = decodeShares(from)
		k.garments.decode(from)
		k.belongings = decodeShares(from)
		c.counted = k
	}
	c.marks = marks.DecodeCorpusStats(from)
	c.faces = decodeFaceCorpusStats(from)
	return c
}

// FaceNumbers tell apart the parameters by which faces are kept: others need another
// snapshot.
func (w *Scorer) FaceNumbers() string {
	numbers, err := json.Marshal(struct {
		Face   map[string]FaceCurve
		Cohort CohortParams
	}{w.params.Face, w.params.Cohort})
	if err != nil {
		return err.Error() // numbers that are none, which no file may have
	}
	return string(numbers)
}

func encodeCounts[K comparable](to *compact.Writer, counts map[K]int, key func(K)) {
	to.Len(len(counts))
	for k, n := range counts {
		key(k)
		to.Int(n)
	}
}

func decodeCounts[K comparable](from *compact.Reader, key func() K) map[K]int {
	n := from.Len()
	counts := make(map[K]int, n)
	for range n {
		k := key()
		counts[k] = from.Int()
	}
	return counts
}

func (d *density) encode(to *compact.Writer) {
	to.Len(len(d.counts))
	for _, n := range d.counts {
		to.Int(n)
	}
	to.Int(d.total)
}

func (d *density) decode(from *compact.Reader) {
	d.counts = decodeList(from, (*compact.Reader).Int)
	d.total = from.Int()
}

func (w *wordShares) encode(to *compact.Writer) {
	encodeCounts(to, w.counts, func(pair uint64) { to.Uint(pair) })
	to.Int(w.files)
}

func decodeShares(from *compact.Reader) wordShares {
	return wordShares{decodeCounts(from, from.Uint), from.Int()}
}

func (f *faceCorpusStats) encode(to *compact.Writer) {
	to.Uint(f.below)
	to.Len(len(f.held))
	for name, s := range f.held {
		to.Text(name)
		to.Uint(s.order)
		to.Len(len(s.vectors))
		for model, v := range s.vectors {
			to.Text(model)
			encodeVector(to, v)
		}
	}
}

func decodeFaceCorpusStats(from *compact.Reader) faceCorpusStats {
	f := faceCorpusStats{below: from.Uint()}
	for range from.Len() {
		s := sampled{from.Text(), from.Uint(), map[string][]float32{}}
		for range from.Len() {
			model := from.Text()
			s.vectors[model] = decodeList(from, (*compact.Reader).Float32)
		}
		f.put(s)
	}
	return f
}

func encodeVector(to *compact.Writer, v []float32) {
	to.Len(len(v))
	for _, x := range v {
		to.Float32(x)
	}
}

func (g *gallery) encode(to *compact.Writer) {
	to.Bool(g != nil)
	if g == nil {
		return
	}
	to.Uint(g.id)
	to.Len(len(g.cohorts))
	for model, c := range g.cohorts {
		to.Text(model)
		to.Uint(uint64(c.dim))
		to.Uint(uint64(c.nearest))
		encodeVector(to, c.vectors)
		to.Len(len(c.people))
		for _, name := range c.people {
			to.Text(name)
		}
	}
}

func decodeGallery(from *compact.Reader) *gallery {
	if !from.Bool() {
		return nil
	}
	g := &gallery{id: from.Uint(), cohorts: map[string]*cohort{}}
	for range from.Len() {
		model := from.Text()
		c := &cohort{dim: int(from.Uint()), nearest: int(from.Uint())}
		c.vectors, c.people = decodeList(from, (*compact.Reader).Float32), decodeList(from, (*compact.Reader).Text)
		if len(c.vectors) != len(c.people)*c.dim || c.nearest < 2 || c.nearest >= len(c.people) {
			from.Spoil()
			return nil
		}
		c.at = make(map[string]int, len(c.people))
		for i, name := range c.people {
			c.at[name] = i
		}
		g.cohorts[model] = c
	}
	return g
}
