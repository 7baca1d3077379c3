package names

import "sync"

// soundTables are how syllables are heard, by dialect: T(heard | said) at
// heard*n + said. For each syllable said they add to 1.
type soundTables struct {
	n     int
	heard [dialects][]float32
}

// soundTable is built once, at the first name: about 7 MB.
var soundTable = sync.OnceValue(func() *soundTables {
	n := len(syllables().texts)
	return &soundTables{n: n, heard: everySyllableHeard(n)}
})

// confusions are what listeners take for one another: parts of syllables, and whole
// ones that no pair of parts explains. Pairs hold either way.
type confusions struct {
	initials, finals, syllables map[[2]string]float64
}

// hearing makes T from confusions: a syllable is heard right, or as one that differs
// in a confused part.
func hearing(n int, c confusions) []float32 {
	all := syllables()
	initials, finals := pairTable(all, c.initials, func(p phones) string { return p.initial }), pairTable(all, c.finals, func(p phones) string { return p.final })
	t := make([]float32, n*n)
	for h := 1; h < n; h++ {
		for s := 1; s < n; s++ {
			t[h*n+s] = initials[h*n+s] * finals[h*n+s]
		}
	}
	for pair, p := range c.syllables {
		a, b := int(SyllableOf(pair[0])), int(SyllableOf(pair[1]))
		t[a*n+b] = max(t[a*n+b], float32(p))
		t[b*n+a] = max(t[b*n+a], float32(p))
	}
	for s := 1; s < n; s++ {
		sum := float32(0)
		for h := 1; h < n; h++ {
			sum += t[h*n+s]
		}
		for h := 1; h < n; h++ {
			t[h*n+s] /= sum
		}
	}
	return t
}

// pairTable is how likely one part of the syllables is heard as another's.
func pairTable(all *sounds, confused map[[2]string]float64, part func(phones) string) []float32 {
	n := len(all.parts)
	ids, names := make([]int, n), []string{}
	known := map[string]int{}
	for i, p := range all.parts {
		id, ok := known[part(p)]
		if !ok {
			id = len(names)
			known[part(p)] = id
			names = append(names, part(p))
		}
		ids[i] = id
	}
	small := make([]float32, len(names)*len(names))
	for i, a := range names {
		for j, b := range names {
			small[i*len(names)+j] = float32(likelihood(confused, a, b))
		}
	}
	t := make([]float32, n*n)
	for h := range n {
		for s := range n {
			t[h*n+s] = small[ids[h]*len(names)+ids[s]]
		}
	}
	return t
}

func likelihood(confused map[[2]string]float64, a, b string) float64 {
	if a == b {
		return soundKept
	}
	if p, ok := confused[[2]string{a, b}]; ok {
		return p
	}
	if p, ok := confused[[2]string{b, a}]; ok {
		return p
	}
	return soundLost
}
