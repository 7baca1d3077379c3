package evidence

import (
	"cmp"
	"hash/fnv"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// faceCensus are the notices with faces, by name.
type faceCensus map[string]*Profile

func (f *faceCensus) count(p *Profile, by int) {
	switch {
	case len(p.faces) == 0:
	case by < 0:
		delete(*f, p.Name)
	default:
		if *f == nil {
			*f = faceCensus{}
		}
		(*f)[p.Name] = p
	}
}

// gallery is a sample of the faces held, or the one before where that still is one:
// a new one costs a norm for every face held, so it is only made when a good part of
// the sample is new, when what is held has about doubled. Whoever has a face is normalised
// before the gallery is in use, so that no search waits for it; this takes a core
// .07 ms a face of 128 numbers and .25 ms one of 512 (BenchmarkFaceNormalised). Records
// are normalised when they are first compared.
func (f faceCensus) gallery(c CohortParams, before *gallery) *gallery {
	drawn := f.draw(c.Most)
	made, renewed := &gallery{cohorts: map[string]*cohort{}, mark: new(mark)}, false
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
	f.normalise(made)
	return made
}

// person is one of those drawn, with the face that stands for them.
type person struct {
	order  uint64
	name   string
	vector []float32
}

// draw takes up to most people of each model: those whose names have the smallest
// hashes, which is a uniform sample that depends on nothing but who is held.
func (f faceCensus) draw(most int) map[string][]person {
	drawn := map[string][]person{}
	for name, p := range f {
		order := hashOf(name)
		for i := range p.faces {
			if p.stands(i) {
				drawn[p.faces[i].model] = append(drawn[p.faces[i].model], person{order, name, p.faces[i].vector})
			}
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

// normalise works out the norms of everybody held, on all processors.
func (f faceCensus) normalise(g *gallery) {
	all := make([]*Profile, 0, len(f))
	for _, p := range f {
		all = append(all, p)
	}
	var next atomic.Int64
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(all)); i = next.Add(1) - 1 {
				g.side(all[i])
			}
		})
	}
	workers.Wait()
}
