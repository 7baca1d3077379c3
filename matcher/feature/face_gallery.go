package feature

import (
	"math"
	"slices"
)

// gallery describes a sample of the faces of the notices held, by model, to normalise
// against. A threshold on distances means nothing across people: at one false accept
// in a thousand, d² is .09 among young Japanese women and .30 among Westerners. What
// does is adaptive symmetric score normalisation (Matějka et al. 2017, "Analysis of
// Score Normalization in Multilingual Speaker Recognition"), with s = −d²:
//
//	z = ½[(s − μ_a)/σ_a + (s − μ_b)/σ_b]
//
// μ and σ over each side's nearest strangers in the sample. A cohort of other people's
// faces does not do, so below CohortParams.Fewest people there is none. Faces of the
// same subject are left out, and so is the other side of the very pair that is
// weighed; other notices of the same person cannot be known.
//
// A gallery is never changed once made. nil knows no one.
type gallery struct {
	id      uint64             // tells galleries apart, in other runs too
	cohorts map[string]*cohort // by model
}

// holds reports whether a face of one of the named was drawn.
func (g *gallery) holds(names []string) bool {
	if g == nil {
		return false
	}
	for _, c := range g.cohorts {
		for _, name := range names {
			if _, ok := c.at[name]; ok {
				return true
			}
		}
	}
	return false
}

// cohort describes a uniform sample of people, a face each.
type cohort struct {
	dim     int
	vectors []float32 // people × dim
	people  []string  // by name
	at      map[string]int
	nearest int
}

// norm says how one face lies among the nearest strangers of a cohort.
type norm struct {
	mean, deviation float64 // of d²
	edge            float64 // d² of the farthest of the nearest
	nearest         int     // how many they are; 0 if there is no cohort
	drawn           bool    // whether the face itself is in the cohort
}

// z returns how unusually near a face at d² is, in standard deviations. One that is itself
// among the nearest is taken out of them: it is not to be held against itself.
func (n *norm) z(d2 float64, drawn bool, spread float64) float64 {
	mean, variance := n.mean, n.deviation*n.deviation
	if drawn && d2 <= n.edge {
		k := float64(n.nearest)
		squares := k * (variance + mean*mean)
		mean = (k*mean - d2) / (k - 1)
		variance = (squares-d2*d2)/(k-1) - mean*mean
	}
	return (mean - d2) / math.Sqrt(math.Max(variance, spread*spread))
}

// normed holds the norms of a profile's faces in a gallery. before is what the gallery
// before it said, for the probes that still use that one.
type normed struct {
	in     uint64 // the gallery's id, which does not hold on to its faces
	norms  []norm
	before *normed
}

// side describes one of a pair with how its faces lie in the gallery, nil if there is none.
type side struct {
	*Profile
	norms []norm
}

func (s side) norm(i int) *norm {
	if s.norms == nil || s.norms[i].nearest == 0 {
		return nil
	}
	return &s.norms[i]
}

// side looks up the norms of a profile, which are worked out on the first use in each
// gallery. They are the same in whichever reader works them out, so readers may do so at a time.
func (g *gallery) side(p *Profile) side {
	if g == nil || len(p.faces) == 0 {
		return side{p, nil}
	}
	if norms := g.known(p); norms != nil {
		return side{p, norms}
	}
	norms := make([]norm, len(p.faces))
	for i := range p.faces {
		if c := g.cohortOf(&p.faces[i]); c != nil {
			norms[i] = c.norm(p.faces[i].vector, p.Name, nil, math.Inf(1))
		}
	}
	p.setNorms(g, norms)
	return side{p, norms}
}

// known returns the norms of a profile that are worked out already, nil if they are not.
func (g *gallery) known(p *Profile) []norm {
	for n := p.normed.Load(); n != nil; n = n.before {
		if n.in == g.id {
			return n.norms
		}
	}
	return nil
}

// cohortOf returns what a face is held against, nil for nothing.
func (g *gallery) cohortOf(f *face) *cohort {
	if c := g.cohorts[f.model]; c != nil && len(f.vector) == c.dim {
		return c
	}
	return nil
}

// setNorms keeps the norms of a profile in a gallery, and those in the one before.
func (p *Profile) setNorms(in *gallery, norms []norm) {
	last, made := p.normed.Load(), &normed{in: in.id, norms: norms}
	if last != nil {
		made.before = &normed{in: last.in, norms: last.norms}
	}
	p.normed.CompareAndSwap(last, made)
}

// norm finds the nearest strangers of a face of the named subject, among those who are within a
// distance of all by person; if all is nil it costs as many distances as the cohort has people.
func (c *cohort) norm(face []float32, subject string, all []float64, within float64) norm {
	own, drawn := -1, false
	if at, ok := c.at[subject]; ok {
		own, drawn = at, slices.Equal(c.vector(at), face)
	}
	var room [128]float64
	nearest, limit := room[:0], math.Inf(1) // sorted, the nearest first
	for i := range c.people {
		if i == own || all != nil && all[i] > within {
			continue
		}
		d2 := distanceWithin(limit, face, c.vector(i))
		if d2 >= limit {
			continue
		}
		at, _ := slices.BinarySearch(nearest, d2)
		nearest = slices.Insert(nearest[:min(len(nearest), c.nearest-1)], at, d2)
		if len(nearest) == c.nearest {
			limit = nearest[c.nearest-1]
		}
	}
	return normAmong(nearest, drawn)
}

// normOf is norm where the nearest are known already.
func (c *cohort) normOf(near []Neighbour, face []float32, subject string) norm {
	own, drawn := -1, false
	if at, ok := c.at[subject]; ok {
		own, drawn = at, slices.Equal(c.vector(at), face)
	}
	var room [128]float64
	nearest := room[:0]
	for _, n := range near {
		if n.Person != own && len(nearest) < c.nearest {
			nearest = append(nearest, n.Distance)
		}
	}
	return normAmong(nearest, drawn)
}

// normAmong returns the norm of a face with these nearest strangers, sorted.
func normAmong(nearest []float64, drawn bool) norm {
	sum, squares, k := 0.0, 0.0, float64(len(nearest))
	for _, d2 := range nearest {
		sum, squares = sum+d2, squares+d2*d2
	}
	n := norm{mean: sum / k, edge: nearest[len(nearest)-1], nearest: len(nearest), drawn: drawn}
	n.deviation = math.Sqrt(math.Max(squares/k-n.mean*n.mean, 0))
	return n
}

// distanceWithin returns the squared distance, or something above the limit as soon as it
// is known to be: strangers mostly are after two thirds of the numbers.
func distanceWithin(limit float64, a, b []float32) float64 {
	const step = 64
	sum := 0.0
	for ; len(a) > step && sum < limit; a, b = a[step:], b[step:] {
		sum += squaredDistance(a[:step], b[:step])
	}
	if sum >= limit {
		return sum
	}
	return sum + squaredDistance(a, b)
}

func (c *cohort) vector(i int) []float32 { return c.vectors[i*c.dim : (i+1)*c.dim] }

// strangers returns the d² of each face of a profile to the people of its cohort, sorted;
// nil where there is none. It finds the profile's norms on the way.
func (g *gallery) strangers(p *Profile) [][]float64 {
	lists, norms := make([][]float64, len(p.faces)), make([]norm, len(p.faces))
	if g == nil || len(p.faces) == 0 {
		return lists
	}
	known := g.known(p)
	for i := range p.faces {
		c := g.cohortOf(&p.faces[i])
		if c == nil {
			continue
		}
		all, sorted := c.distances(p.faces[i].vector, p.Name)
		if lists[i] = sorted; known == nil {
			norms[i] = c.norm(p.faces[i].vector, p.Name, all, sorted[min(c.nearest, len(sorted))-1]*(1+summed))
		}
	}
	if known == nil {
		p.setNorms(g, norms)
	}
	return lists
}

// summed is more than two ways to sum up the same squares in float32 differ by.
const summed = 1e-4

// distances returns the d² of a face of the named subject to everybody, and those of others sorted.
func (c *cohort) distances(face []float32, subject string) (all, sorted []float64) {
	all, sorted = make([]float64, len(c.people)), make([]float64, 0, len(c.people))
	for i, name := range c.people {
		if all[i] = squaredDistance(face, c.vector(i)); name != subject {
			sorted = append(sorted, all[i])
		}
	}
	slices.Sort(sorted)
	return all, sorted
}
