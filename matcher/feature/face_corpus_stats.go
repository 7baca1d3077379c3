package feature

import (
	"cmp"
	"hash/fnv"
	"maps"
	"math"
	"slices"
)

// faceCorpusStats describes a uniform sample of the notices with faces: those whose names have the
// smallest hashes. It depends on nothing but who is held, as long as few of the sample
// leave.
type faceCorpusStats struct {
	held  map[string]sampled
	below uint64 // all of whom have a smaller hash; 0 while everyone is in it

	people map[string]int // of those held, by model
	moved  map[string]int // whose face is another one now, by model, since a gallery was asked for
	left   sampled        // the last who left, who may come again at once
}

// sampled describes a notice with the faces that stand for it, by model.
type sampled struct {
	name    string
	order   uint64
	vectors map[string][]float32
}

// mostSampled is from how many on the sample is halved: so many that cohorts of more
// than one model can be drawn.
const mostSampled = 16_384

func (f *faceCorpusStats) count(p *Profile, by int) {
	order := hashOf(p.Name)
	switch {
	case len(p.faces) == 0 || f.below != 0 && order >= f.below:
	case by < 0:
		f.take(p.Name)
	default:
		s := sampled{p.Name, order, map[string][]float32{}}
		for i := range p.faces {
			if p.stands(i) {
				s.vectors[p.faces[i].model] = p.faces[i].vector
			}
		}
		if f.put(s); len(f.held) > mostSampled {
			f.halve()
		}
	}
}

func (f *faceCorpusStats) put(s sampled) {
	if f.held == nil {
		f.held, f.people, f.moved = map[string]sampled{}, map[string]int{}, map[string]int{}
	}
	f.take(s.name)
	for model, vector := range s.vectors {
		f.people[model]++
		if before := f.left.vectors[model]; f.left.name == s.name && before != nil && !slices.Equal(before, vector) {
			f.moved[model]++
		}
	}
	f.held[s.name] = s
}

func (f *faceCorpusStats) take(name string) {
	s, held := f.held[name]
	if !held {
		return
	}
	for model := range s.vectors {
		f.people[model]--
	}
	f.left = s
	delete(f.held, name)
}

// due reports whether a model has people enough for a cohort and none yet, or half of the
// people of its cohort may have other faces now: when a model has described the photos held.
func (f *faceCorpusStats) due(c CohortParams, g *gallery) bool {
	for model, people := range f.people {
		var held *cohort
		if g != nil {
			held = g.cohorts[model]
		}
		if held == nil && people >= c.Fewest || held != nil && float64(f.moved[model]) >= c.Renew*float64(len(held.people)) {
			return true
		}
	}
	return false
}

func (f *faceCorpusStats) halve() {
	orders := make([]uint64, 0, len(f.held))
	for _, s := range f.held {
		orders = append(orders, s.order)
	}
	slices.Sort(orders)
	f.below = orders[len(orders)/2]
	for name, s := range f.held {
		if s.order >= f.below {
			f.take(name)
		}
	}
}

// gallery returns a sample of the faces held, or the one before where that still is one: a
// new one costs a norm for every face held, so it is only made when a good part of the
// sample is new, when what is held has about doubled. A norm takes a core .07 ms for a
// face of 128 numbers and .25 ms for one of 512 (BenchmarkFaceNormalised).
func (f *faceCorpusStats) gallery(c CohortParams, before *gallery) *gallery {
	clear(f.moved)
	drawn := f.draw(c.Most)
	made, renewed := &gallery{cohorts: map[string]*cohort{}}, false
	for model, people := range drawn {
		var old *cohort
		if before != nil {
			old = before.cohorts[model]
		}
		switch {
		case len(people) < c.Fewest:
			renewed = renewed || old != nil
		case old != nil && old.news(people) < c.Renew:
			made.cohorts[model] = old
		default:
			made.cohorts[model], renewed = newCohort(people, c), true
		}
	}
	if before != nil {
		for model := range before.cohorts {
			renewed = renewed || drawn[model] == nil
		}
	}
	switch {
	case !renewed:
		return before
	case len(made.cohorts) == 0:
		return nil
	}
	made.id = made.identity()
	return made
}

// person describes one of those drawn, with the face that stands for them.
type person struct {
	order  uint64
	name   string
	vector []float32
}

// identity returns a hash of the cohorts.
func (g *gallery) identity() uint64 {
	models := slices.Sorted(maps.Keys(g.cohorts))
	id := uint64(1)
	for _, model := range models {
		c := g.cohorts[model]
		id = id*31 + hashOf(model)
		for i, name := range c.people {
			id = id*31 + hashOf(name) + uint64(math.Float32bits(c.vector(i)[0]))
		}
	}
	return id
}

// draw takes up to most people of each model, those whose names have the smallest
// hashes.
func (f *faceCorpusStats) draw(most int) map[string][]person {
	drawn := map[string][]person{}
	for name, s := range f.held {
		for model, vector := range s.vectors {
			drawn[model] = append(drawn[model], person{s.order, name, vector})
		}
	}
	for model, people := range drawn {
		slices.SortFunc(people, func(a, b person) int { return cmp.Or(cmp.Compare(a.order, b.order), cmp.Compare(a.name, b.name)) })
		drawn[model] = slices.Clone(people[:min(most, len(people))])
	}
	return drawn
}

// stands reports whether a face is the one that stands for the subject in the cohort of
// its model: the first of the best quality.
func (p *Profile) stands(i int) bool {
	for j := range p.faces {
		if a, b := &p.faces[j], &p.faces[i]; a.model == b.model && (a.quality > b.quality || a.quality == b.quality && j < i) {
			return false
		}
	}
	return true
}

func hashOf(name string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(name)) // never fails
	x := h.Sum64()
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9 // splitmix64: names differ in their last letters
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

func newCohort(people []person, p CohortParams) *cohort {
	c := &cohort{dim: len(people[0].vector), at: make(map[string]int, len(people))}
	for _, one := range people {
		if len(one.vector) == c.dim {
			c.at[one.name] = len(c.people)
			c.people, c.vectors = append(c.people, one.name), append(c.vectors, one.vector...)
		}
	}
	share := float64(len(c.people)) / float64(p.Most)
	c.nearest = max(2, min(int(float64(p.Nearest)*math.Sqrt(share)), len(c.people)-1))
	return c
}

// news returns the share of the people drawn whom the cohort does not know by the same face.
func (c *cohort) news(people []person) float64 {
	n := 0
	for i := range people {
		if at, ok := c.at[people[i].name]; !ok || !slices.Equal(c.vector(at), people[i].vector) {
			n++
		}
	}
	return float64(n) / float64(len(people))
}
