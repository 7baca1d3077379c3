package names

import (
	"math"
	"sync"

	"github.com/guitu-project/guitu/matcher/names/hear"
)

// soundTables says how syllables are heard: for each syllable said, as some characters are
// said, and each heard, by voice, how often the one is written for the other.
type soundTables struct {
	n       int           // of the syllables of Mandarin, with none
	all     int           // and of those that some characters are said with
	codes   []uint8       // at (heard*all + said)*voiceRoom + voice, see chances: a query asks about what it heard
	chances *[256]float32 // of the codes
	ratios  *[mostCode + 1]float32
	blends  *[dialectRoom]blend
}

// A chance is kept as 16·log2 of it and 255: from 2^−16 to 1, 4 % apart.
const codesPerBit = 16

// decoded are the chances of the codes.
var decoded = sync.OnceValue(func() *[256]float32 {
	t := new([256]float32)
	for code := range t {
		t[code] = float32(math.Exp2(float64(code-255) / codesPerBit))
	}
	return t
})

// decodedRatios are the ratios of their codes; the least is of nothing.
var decodedRatios = sync.OnceValue(func() *[mostCode + 1]float32 {
	t := new([mostCode + 1]float32)
	for code := range t {
		t[code] = float32(math.Exp2(float64(code-evenCode) / codesPerBit))
	}
	return t
})

func codeOf(logs *Logs, chance float32) uint8 {
	if chance <= 0 {
		return 0
	}
	return uint8(max(0, min(255, 255.5+codesPerBit*logs.Log2(float64(chance)))))
}

// soundTable is built once, at the first name: about 13 MB, a quarter of a second.
var soundTable = sync.OnceValue(newSoundTables)

func newSoundTables() *soundTables {
	known := syllables()
	t := &soundTables{n: known.plainCount, all: len(known.texts), chances: decoded(), ratios: decodedRatios(), blends: blendsOf()}
	t.codes = make([]uint8, t.all*t.n*voiceRoom)
	listener := hear.NewListener(known.mandarin)
	index := make(map[string]int, t.n)
	for i, m := range known.texts[:t.n] {
		index[m] = i
	}
	everybody := hearing(t.n, everywhere())
	var group sync.WaitGroup
	for place := range hear.Places {
		group.Go(func() {
			said := listener.Transitions(place, known.mandarin, index)
			for _, v := range voicesOf(place) {
				accent := hearing(t.n, confusionsOf(accents[v]))
				row, all := make([]float32, t.n), make([]float32, t.all*t.n)
				for s := 1; s < t.all; s++ {
					own, plain := said[s], int(known.plain[s])
					for h := 1; h < t.n; h++ {
						row[h] = inDialect*own[h] + inAccent*accent[h*t.n+plain] + inMandarin*everybody[h*t.n+plain]
					}
					copy(all[s*t.n:], row)
				}
				t.put(v, all)
			}
		})
	}
	group.Wait()
	t.putMean()
	return t
}

// put keeps the chances of one voice, at said*n + heard.
func (t *soundTables) put(voice int, chances []float32) {
	logs := logTable()
	for said := range t.all {
		for heard, p := range chances[said*t.n:][:t.n] {
			t.at(Syllable(heard), Syllable(said))[voice] = codeOf(logs, p)
		}
	}
}

// putMean keeps the chances of all voices together.
func (t *soundTables) putMean() {
	logs := logTable()
	for i := 0; i < len(t.codes); i += voiceRoom {
		codes, sum := t.codes[i:i+voiceRoom], float32(0)
		for v, share := range speakers[:anyone] {
			sum += share * t.chances[codes[v]]
		}
		codes[anyone] = codeOf(logs, sum)
	}
}

// accents are the areas whose habits of mishearing go with each voice.
var accents = [anyone]Dialect{
	hear.Beijing: Central, hear.Xian: Northwest, hear.Taiyuan: Central, hear.Chengdu: Southwest, hear.Yangzhou: Central, hear.Suzhou: Wu, hear.Wenzhou: Wu, hear.Changsha: Xiang,
	hear.Nanchang: Gan, hear.Meixian: Gan, hear.Guangzhou: Cantonese, hear.Xiamen: Min, hear.Fuzhou: Min, northeastern: Northeast, northwestern: Northwest,
}

// voicesOf returns the voices that read as a place does.
func voicesOf(place int) []int {
	switch place {
	case hear.Beijing:
		return []int{hear.Beijing, northeastern}
	case hear.Xian:
		return []int{hear.Xian, northwestern}
	}
	return []int{place}
}

// chance returns how often a syllable is heard for another, among speakers that are blended so.
func (t *soundTables) chance(b *blend, heard, said Syllable) float32 {
	codes := t.at(syllables().plain[heard], said)
	sum := float32(0)
	for k := range b.n {
		sum += b.share[k] * t.chances[codes[b.voice[k]]]
	}
	return sum
}

// heardFor returns how often a syllable is heard for each, among speakers of a dialect.
func (t *soundTables) heardFor(d Dialect, heard Syllable) []float32 {
	row := make([]float32, t.all)
	for s := 1; s < t.all; s++ {
		row[s] = t.chance(&t.blends[d], heard, Syllable(s))
	}
	return row
}

// at returns the codes of all voices for two syllables.
func (t *soundTables) at(heard, said Syllable) *[voiceRoom]uint8 {
	i := (int(heard)*t.all + int(said)) * voiceRoom
	return (*[voiceRoom]uint8)(t.codes[i : i+voiceRoom])
}

// confusions holds what listeners take for one another: parts of syllables, and whole
// ones that no pair of parts explains. Pairs hold either way.
type confusions struct {
	initials, finals, syllables map[[2]string]float64
}

// hearing makes T from confusions: a syllable is heard right, or as one that differs
// in a confused part.
func hearing(n int, c confusions) []float32 {
	all := syllables()
	initials, finals := pairTable(n, all, c.initials, func(p phones) string { return p.initial }), pairTable(n, all, c.finals, func(p phones) string { return p.final })
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

// pairTable returns how likely one part of the syllables is heard as another's.
func pairTable(n int, all *sounds, confused map[[2]string]float64, part func(phones) string) []float32 {
	ids, names := make([]int, n), []string{}
	known := map[string]int{}
	for i, p := range all.parts[:n] {
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
