package feature

import (
	"cmp"
	"hash/fnv"
	"maps"
	"math"
	"slices"
)

// faceCensus is a uniform sample of the notices with faces: those whose names have the
// smallest hashes. It depends on nothing but who is held, as long as few of the sample
// leave.
type faceCensus struct {
	held  map[string]sampled
	below uint64 // all of whom have a smaller hash; 0 while everybody is in it
}

// sampled is a notice with the faces that stand for it, by model.
type sampled struct {
	order   uint64
	vectors map[string][]float32
}

// mostSampled is from how many on the sample is halved: so many that cohorts of more
// than one model can be drawn.
const mostSampled = 16_384

func (f *faceCensus) count(p *Profile, by int) {
	order := hashOf(p.Name)
	switch {
	case len(p.faces) == 0 || f.below != 0 && order >= f.below:
	case by < 0:
		delete(f.held, p.Name)
	default:
		s := sampled{order, map[string][]float32{}}
		for i := range p.faces {
			if p.stands(i) {
				s.vectors[p.faces[i].model] = p.faces[i].vector
			}
		}
		if f.held == nil {
			f.held = map[string]sampled{}
		}
		if f.held[p.Name] = s; len(f.held) > mostSampled {
			f.halve()
		}
	}
}

func (f *faceCensus) halve() {
	orders := make([]uint64, 0, len(f.held))
	for _, s := range f.held {
		orders = append(orders, s.order)
	}
	slices.Sort(orders)
	f.below = orders[len(orders)/2]
	maps.DeleteFunc(f.held, func(_ string, s sampled) bool { return s.order >= f.below })
}

// gallery is a sample of the faces held, or the one before where that still is one: a
// new one costs a norm for every face held, so it is only made when a good part of the
// sample is new, when what is held has about doubled. A norm takes a core .07 ms for a
// face of 128 numbers and .25 ms for one of 512 (BenchmarkFaceNormalised).
func (f *faceCensus) gallery(c CohortParams, before *gallery) *gallery {
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

// person is one of those drawn, with the face that stands for them.
type person struct {
	order  uint64
	name   string
	vector []float32
}

// identity is a hash of the cohorts.
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
func (f *faceCensus) draw(most int) map[string][]person {
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

// stands tells whether a face is the one that stands for the subject in the cohort of
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

// news is the share of the people drawn that the cohort does not know.
func (c *cohort) news(people []person) float64 {
	n := 0
	for i := range people {
		if _, ok := c.at[people[i].name]; !ok {
			n++
		}
	}
	return float64(n) / float64(len(people))
}
