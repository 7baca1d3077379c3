package world

import (
	"slices"
	"strconv"
	"strings"
	"sync"
)

// breadth is how broadly a person speaks, as a share of the area's habits.
var breadths = [3]float64{1, .6, .22}

// breadthOf returns the shares of broad, middling and slight accents among people born
// in a year: those who were at school after 1980 learned Mandarin there. Estimate.
func breadthOf(born int) [3]float64 {
	switch {
	case born < 1955:
		return [3]float64{.55, .32, .13}
	case born < 1980:
		return [3]float64{.28, .40, .32}
	}
	return [3]float64{.08, .32, .60}
}

// said returns how often a speaker says a syllable for the one that is meant. Initial and
// final change by themselves; a habit for the whole syllable comes before both.
func said(inv *inventory, rules []rule, breadth float64, meant syllable) spread {
	p := inv.parts[meant]
	first, last := map[string]float64{p.initial: 1}, map[string]float64{p.final: 1}
	out, whole := spread{}, 0.0
	for _, r := range rules {
		w := r.p * breadth
		switch {
		case w == 0:
		case r.kind == 's' && inv.texts[meant] == r.from:
			if to, ok := inv.number[r.to]; ok {
				out[to] += w
				whole += w
			}
		case r.kind == 'i' && p.initial == r.from && strings.HasPrefix(p.final, r.when):
			first[r.to] += w
			first[r.from] -= w
		case r.kind == 'f' && p.final == r.from && (r.when == "" || slices.Contains(strings.Fields(r.when), p.initial)):
			last[r.to] += w
			last[r.from] -= w
		}
	}
	for _, i := range keys(first) {
		for _, f := range keys(last) {
			s := inv.join(phones{i, f})
			if s == 0 {
				s = meant
			}
			out[s] += (1 - whole) * max(first[i], 0) * max(last[f], 0)
		}
	}
	return out
}

// mishearings are what a listener from anywhere makes of clear Mandarin in a noisy
// room, both ways. Estimates, in the order of what phonetics finds confusable:
// nasal endings most, then place of sibilants, n and l, aspiration least.
const mishearings = `i zh z .035,i ch c .035,i sh s .035,i z zh .02,i c ch .02,i s sh .02,i n l .025,i l n .015,i f h .012,i h f .012,i b p .008,i p b .008,i d t .008,i t d .008,i j q .008,i q j .008,i x sh .006,i g k .006,i r l .012,i l r .004,i x q .005,f an ang .025,f ang an .02,f en eng .04,f eng en .04,f in ing .05,f ing in .05,f ian iang .008,f iang ian .008,f uan uang .015,f uang uan .012,f un en .008,f ong eng .006,f ian ie .006,f ie ian .003,f uo ou .006,f ou uo .005,f ao ou .008,f ou ao .006,f v i .006,f i v .004,f van ian .008,f ui ei .008,f ai ei .008,f ei ai .006,f u ou .003,f iu iao .006,f ve ie .008,f a ia .002,f ian in .004,f vn in .008`

// lost is how often a syllable is heard as just any other. Estimate.
const lost = .015

// ears holds the chances that a syllable is heard for the one that was meant, by area
// and breadth: ears[area][breadth][meant*n+heard].
type ears struct {
	n     int
	table [areas][len(breadths)][]float32
}

var hearing = sync.OnceValue(func() *ears {
	inv := sounds()
	n := len(inv.texts)
	noise := parse(mishearings)
	listened := make([]spread, n)
	for s := 1; s < n; s++ {
		listened[s] = said(inv, noise, 1, syllable(s))
	}
	e := &ears{n: n}
	for a := range areas {
		rules := parse(habits[a])
		for b := range breadths {
			t := make([]float32, n*n)
			for meant := 1; meant < n; meant++ {
				row := t[meant*n : (meant+1)*n]
				spoken := said(inv, rules, breadths[b], syllable(meant))
				for _, s := range spoken.sorted() {
					for _, h := range listened[s].sorted() {
						row[h] += float32((1 - lost) * spoken[s] * listened[s][h])
					}
				}
				for h := range row {
					row[h] += float32(lost * inv.common[h])
				}
			}
			e.table[a][b] = t
		}
	}
	return e
})

func parse(text string) []rule {
	var list []rule
	for one := range strings.SplitSeq(text, ",") {
		f := strings.Fields(one)
		list = append(list, rule{kind: f[0][0], from: f[1], to: f[2], p: number(f[3]), when: strings.Join(f[4:], " ")})
	}
	return list
}

// hear draws what a listener takes a syllable for.
func (e *ears) hear(d dice, a area, breadth int, meant syllable) syllable {
	if meant == 0 {
		return 0
	}
	row := e.table[a][breadth][int(meant)*e.n : (int(meant)+1)*e.n]
	x := float32(d.Float64())
	for h, p := range row {
		if x -= p; x < 0 {
			return syllable(h)
		}
	}
	return meant
}

func number(text string) float64 {
	x, err := strconv.ParseFloat(text, 64)
	if err != nil {
		panic("world: a table has " + strconv.Quote(text) + " for a number")
	}
	return x
}

// keys returns the keys of a map in order.
func keys[T any](m map[string]T) []string {
	list := make([]string, 0, len(m))
	for k := range m {
		list = append(list, k)
	}
	slices.Sort(list)
	return list
}
