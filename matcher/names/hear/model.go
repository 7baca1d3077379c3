package hear

import (
	_ "embed" // what the readings teach
	"strconv"
	"strings"
	"sync"
)

//go:embed data/classes.txt
var classTable string

//go:embed data/syllables.txt
var syllableTable string

// The places whose dialects are known, in the order of data/syllables.txt.
const (
	Beijing = iota
	Xian
	Taiyuan
	Chengdu
	Yangzhou
	Suzhou
	Wenzhou
	Changsha
	Nanchang
	Meixian
	Guangzhou
	Xiamen
	Fuzhou
	Places
)

// Class is characters that Mandarin reads alike, and each of the places nearly so: 陈 and 尘,
// but not 程.
type Class struct {
	Syllable string // of Mandarin, as pinyin
	Chars    string
	said     [Places][]choice
}

// choice is a way to say the characters of a class, and how many of its readings are so.
type choice struct {
	ipa   string
	share float32
}

// Classes are all that are known.
var Classes = sync.OnceValue(func() []Class {
	var inventory [Places][]string
	for line := range strings.Lines(syllableTable) {
		for p := range inventory {
			if inventory[p] == nil {
				_, list, _ := strings.Cut(line, "\t")
				inventory[p] = strings.Fields(list)
				break
			}
		}
	}
	var list []Class
	for line := range strings.Lines(classTable) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(f) != 2+Places {
			continue
		}
		c := Class{Syllable: f[0], Chars: f[1]}
		for p := range c.said {
			c.said[p] = choices(f[2+p], inventory[p])
		}
		list = append(list, c)
	}
	return list
})

// choices reads what a class is said as: two digits of base 36 for a syllable and one for
// its share.
func choices(code string, inventory []string) (list []choice) {
	all := float32(0)
	for ; len(code) >= 3; code = code[3:] {
		n, err := strconv.ParseUint(code[:2], 36, 16)
		if err != nil || int(n) >= len(inventory) { //nolint:gosec // two digits
			continue
		}
		share := float32(code[2] - '0')
		list = append(list, choice{inventory[n], share})
		all += share
	}
	for i := range list {
		list[i].share /= all
	}
	return list
}

// What of a transition is taken from the class itself, from all characters that Mandarin reads
// alike, and from how the place says the initial and the final, each by itself: what a class
// does not tell, or tells wrongly of a village near by, the wider ones do.
const (
	byClass    = .86
	bySyllable = .08
	byParts    = 1 - byClass - bySyllable
)

// Transitions returns the chances that a listener writes a Mandarin syllable, for what is said at
// one place: a row for each Mandarin syllable, of whose characters nothing is known, and then
// for each class. Rows add up to 1.
func (l *Listener) Transitions(place int, known []Mandarin, texts map[string]int) [][]float32 {
	classes := Classes()
	n := len(known)
	rows := make([][]float32, n+len(classes))
	memo := map[string][]float32{}
	own, syllable, weight := make([][]float32, len(classes)), make([][]float32, n), make([]float32, n)
	for c := range classes {
		said := classes[c].said[place]
		at, ok := texts[classes[c].Syllable]
		if !ok || len(said) == 0 {
			continue
		}
		row := make([]float32, n)
		for _, s := range said {
			heard := memo[s.ipa]
			if heard == nil {
				heard = l.Hear(s.ipa)
				memo[s.ipa] = heard
			}
			mix(row, heard, s.share)
		}
		own[c] = row
		if syllable[at] == nil {
			syllable[at] = make([]float32, n)
		}
		members := float32(len(classes[c].Chars) / len("字"))
		mix(syllable[at], row, members)
		weight[at] += members
	}
	for s := range syllable {
		if weight[s] > 0 {
			scale(syllable[s], 1/weight[s])
		}
	}
	apart := byPartsOf(known, syllable, weight)
	for s := range n {
		rows[s] = make([]float32, n)
		if syllable[s] == nil {
			mix(rows[s], apart(s), 1)
			continue
		}
		mix(rows[s], syllable[s], byClass+bySyllable)
		mix(rows[s], apart(s), byParts)
	}
	for c := range classes {
		at, ok := texts[classes[c].Syllable]
		switch {
		case !ok:
		case own[c] == nil:
			rows[n+c] = rows[at]
		default:
			row := make([]float32, n)
			mix(row, own[c], byClass)
			mix(row, syllable[at], bySyllable)
			mix(row, apart(at), byParts)
			rows[n+c] = row
		}
	}
	return rows
}

// byPartsOf learns how a place says initials and finals, each by itself, and returns what is
// heard for a syllable that is made of them.
func byPartsOf(known []Mandarin, syllable [][]float32, weight []float32) func(s int) []float32 {
	initials, finals := numbered(known, func(m Mandarin) string { return m.Initial }), numbered(known, func(m Mandarin) string { return m.Final })
	ni, nf := maxOf(initials)+1, maxOf(finals)+1
	first, second := square(ni), square(nf)
	for s := range known {
		if syllable[s] == nil {
			continue
		}
		for h, p := range syllable[s] {
			first[initials[s]][initials[h]] += p * weight[s]
			second[finals[s]][finals[h]] += p * weight[s]
		}
	}
	const kept = 1 // of each part, as if it had been said so
	normalise(first, kept)
	normalise(second, kept)
	memo := make([][]float32, len(known))
	return func(s int) []float32 {
		if memo[s] != nil {
			return memo[s]
		}
		row, sum := make([]float32, len(known)), float32(0)
		for h := range row {
			row[h] = first[initials[s]][initials[h]] * second[finals[s]][finals[h]]
			sum += row[h]
		}
		scale(row, 1/sum)
		memo[s] = row
		return row
	}
}

func numbered(known []Mandarin, part func(Mandarin) string) []int {
	ids, list := map[string]int{}, make([]int, len(known))
	for i, m := range known {
		id, ok := ids[part(m)]
		if !ok {
			id = len(ids)
			ids[part(m)] = id
		}
		list[i] = id
	}
	return list
}

func maxOf(list []int) int {
	most := 0
	for _, n := range list {
		most = max(most, n)
	}
	return most
}

func square(n int) [][]float32 {
	rows := make([][]float32, n)
	for i := range rows {
		rows[i] = make([]float32, n)
	}
	return rows
}

func normalise(rows [][]float32, kept float32) {
	for i, row := range rows {
		row[i] += kept
		sum := float32(0)
		for _, p := range row {
			sum += p
		}
		scale(row, 1/sum)
	}
}

func mix(row, other []float32, share float32) {
	for i, p := range other {
		row[i] += share * p
	}
}

func scale(row []float32, by float32) {
	for i := range row {
		row[i] *= by
	}
}
