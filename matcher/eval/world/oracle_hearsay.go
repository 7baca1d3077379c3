package world

// hearsay holds what is heard and written of strangers' names.
type hearsay struct {
	average []float32 // heard for meant, over areas and breadths
	surname position
	given   [2][4][3]position // by sex and era: first and last of two, alone
}

// position describes a place in a name: how often strangers have a character there, and are
// heard to say a syllable.
type position struct {
	has   map[rune]float64
	heard []float64
}

// writes returns P(the slot | any stranger's name has this position).
func (at *position) writes(x *slot) float64 {
	return max(askedHow*at.has[x.char]+(1-askedHow)*x.pen*at.heard[x.heard], 1e-7)
}

// newHearsay averages over who speaks where, how broadly, and over names of any age.
func newHearsay() *hearsay {
	e, b := hearing(), book()
	h := &hearsay{average: make([]float32, e.n*e.n)}
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
	surnames := newShares[rune]()
	for _, s := range b.surnames[""].of {
		if r := []rune(s); len(r) == 1 {
			surnames.add(r[0], b.surnames[""].share[s])
		}
	}
	h.surname = h.positionOf(surnames)
	for sex := range 2 {
		for era := range 4 {
			for i, table := range [3]*shares[rune]{b.first[sex][era], b.second[sex][era], b.single[sex][era]} {
				h.given[sex][era][i] = h.positionOf(table)
			}
		}
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

func (h *hearsay) positionOf(table *shares[rune]) position {
	at := position{has: map[rune]float64{}, heard: make([]float64, hearing().n)}
	said := make([]float64, len(at.heard))
	for _, r := range distinct(table.of) {
		at.has[r] = table.p(r)
		said[sounds().of(r)] += table.p(r)
	}
	for meant, p := range said {
		for heard := range at.heard {
			at.heard[heard] += p * float64(h.average[meant*len(said)+heard])
		}
	}
	for heard := range at.heard {
		at.heard[heard] = max(at.heard[heard], 1e-6)
	}
	return at
}
