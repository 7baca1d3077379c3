package world

// hearsay is what is heard and written of strangers' names.
type hearsay struct {
	average []float32 // heard for meant, over areas and breadths
	surname map[rune]float64
	given   [2]map[rune]float64 // share of a character, first and last of two
	single  map[rune]float64
	heard   [3][]float64 // how often strangers are heard to say a syllable: as given name, first, last; surname
}

// newHearsay averages over who speaks where, how broadly, and over names of any age.
func newHearsay() *hearsay {
	e, b := hearing(), book()
	h := &hearsay{average: make([]float32, e.n*e.n), surname: map[rune]float64{}, given: [2]map[rune]float64{{}, {}}, single: map[rune]float64{}}
	total := 0.0
	var share [areas]float64
	for _, code := range keys(populations) {
		share[areaOf(code)] += populations[code]
		total += populations[code]
	}
	for a := range share {
		for breadth, p := range breadthOf(1965) {
			weight := float32(share[a] / total * p)
			for i, x := range e.table[a][breadth] {
				h.average[i] += weight * x
			}
		}
	}
	for _, s := range b.surnames[""].of {
		if r := []rune(s); len(r) == 1 {
			h.surname[r[0]] = b.surnames[""].p(s)
		}
	}
	for sex := range 2 {
		for era := range 4 {
			for at, table := range [2]*shares[rune]{b.first[sex][era], b.second[sex][era]} {
				for _, r := range distinct(table.of) {
					h.given[at][r] += table.p(r) / 8
				}
			}
			for _, r := range distinct(b.single[sex][era].of) {
				h.single[r] += b.single[sex][era].p(r) / 8
			}
			whole := b.whole[sex][era]
			for _, text := range whole.of {
				for at, r := range []rune(text) {
					h.given[at][r] += usualWhole * whole.p(text) / 8
				}
			}
		}
	}
	for i, prior := range []map[rune]float64{h.given[0], h.given[1], h.surname} {
		h.heard[i] = h.commonly(prior)
	}
	return h
}

func distinct(list []rune) []rune {
	seen := map[rune]bool{}
	var out []rune
	for _, r := range list {
		if !seen[r] {
			seen[r] = true
			out = append(out, r)
		}
	}
	return out
}

// commonly is how often strangers are heard to say each syllable in such a slot.
func (h *hearsay) commonly(prior map[rune]float64) []float64 {
	inv, n := sounds(), hearing().n
	out := make([]float64, n)
	for meant, list := range inv.usual {
		said := 0.0
		for _, r := range list {
			said += prior[r]
		}
		for heard := range out {
			out[heard] += said * float64(h.average[meant*n+heard])
		}
	}
	for heard := range out {
		out[heard] = max(out[heard], 1e-6)
	}
	return out
}
