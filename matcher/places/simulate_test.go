package places

import (
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/guitu-project/guitu/matcher/names"
)

// sayings are simulated people: what was heard of them and the county they are from.
type saying struct {
	heard  []string
	accent string
	county string
}

// simulate makes people who remember two to four names of their home county, from a
// village drawn at random: their village, their town, a village near by, another
// town and a village in it, the county. One syllable of every name is heard as
// package names says that of their dialect is; half of the characters are written
// by ear; half of the names lack their word; the accent is known of every other.
func simulate(g *Gazetteer, n int) []saying {
	random := rand.New(rand.NewPCG(1, 2))
	writers := homophones(g)
	list := make([]saying, n)
	for i := range list {
		village := g.first[Village] + random.IntN(g.first[Village+1]-g.first[Village])
		town := g.above(village, Town)
		county := g.above(village, County)
		otherTown := pick(g, random, county, Town)
		pool := []int{village, town, pick(g, random, town, Village), otherTown, pick(g, random, otherTown, Village), county}
		random.Shuffle(len(pool), func(a, b int) { pool[a], pool[b] = pool[b], pool[a] })
		home := g.dialect(county)
		for _, area := range pool {
			said := []rune(stemOf(names.Fold(g.label(area)), g.level(area)))
			if len(list[i].heard) == 2+i%3 || slices.Contains(list[i].heard, string(said)) {
				continue
			}
			list[i].heard = append(list[i].heard, misheard(random, writers, home, said)+wordOf(g, random, area))
		}
		list[i].county = g.code(county)
		if i%2 == 0 {
			list[i].accent = g.upper[g.above(county, Province)].stem + "口音"
		}
	}
	return list
}

func pick(g *Gazetteer, random *rand.Rand, area int, level Level) int {
	from, to := g.below(area, level)
	if from == to {
		return area
	}
	return from + random.IntN(to-from)
}

// wordOf is the word for an area's level, or nothing.
func wordOf(g *Gazetteer, random *rand.Rand, area int) string {
	if random.IntN(2) == 0 {
		return ""
	}
	if g.level(area) == Village {
		return "村"
	}
	_, word := cutWord(g.label(area), g.level(area))
	return word
}

// misheard writes a name down with one syllable confused.
func misheard(random *rand.Rand, writers map[names.Syllable][]rune, d names.Dialect, said []rune) string {
	sounds := names.Sounds(string(said))
	wrong := random.IntN(len(said))
	var b strings.Builder
	for i, r := range said {
		s := sounds[i]
		switch {
		case s == 0:
		case i == wrong:
			r = one(random, writers[confused(random, writers, d, s)])
		case random.IntN(2) == 0:
			r = one(random, writers[s])
		}
		b.WriteRune(r)
	}
	return b.String()
}

func one(random *rand.Rand, list []rune) rune { return list[random.IntN(len(list))] }

// confused draws a syllable that is heard for another one.
func confused(random *rand.Rand, writers map[names.Syllable][]rune, d names.Dialect, said names.Syllable) names.Syllable {
	sum := 0.0
	for s := range names.Syllable(450) {
		if s != said && len(writers[s]) > 0 {
			sum += float64(names.Hears(d, s, said))
		}
	}
	at := random.Float64() * sum
	for s := range names.Syllable(450) {
		if s != said && len(writers[s]) > 0 {
			if at -= float64(names.Hears(d, s, said)); at <= 0 {
				return s
			}
		}
	}
	return said
}

// homophones are the characters in use for a syllable, a common one more than once.
func homophones(g *Gazetteer) map[names.Syllable][]rune {
	m := map[names.Syllable][]rune{}
	for n, s := range g.syllables {
		if s == 0 {
			continue
		}
		for range 1 + int(g.sounds.chars[n]*1e4) {
			m[s] = append(m[s], g.chars[n])
		}
	}
	return m
}

// TestLocateSimulated holds what Locate is for: of people who remember two names or
// more, with a dialect error in each, nine in ten are looked for in the right county
// when the first three are.
func TestLocateSimulated(t *testing.T) {
	g := Default()
	sayings := simulate(g, people)
	ranks := make([]int, people)
	var group sync.WaitGroup
	for worker := range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for i := worker; i < people; i += runtime.GOMAXPROCS(0) {
				list := g.Locate(sayings[i].heard, sayings[i].accent, 10)
				ranks[i] = slices.IndexFunc(list, func(l Located) bool { return l.Code == sayings[i].county })
			}
		})
	}
	group.Wait()
	for _, group := range []struct {
		name string
		of   func(s saying) bool
		top3 float64 // the least share
	}{
		{"all", func(saying) bool { return true }, .90},
		{"2 names", func(s saying) bool { return len(s.heard) == 2 }, .80},
		{"3 names", func(s saying) bool { return len(s.heard) == 3 }, .90},
		{"4 names", func(s saying) bool { return len(s.heard) == 4 }, .95},
		{"accent known", func(s saying) bool { return s.accent != "" }, .90},
		{"accent unknown", func(s saying) bool { return s.accent == "" }, .85},
	} {
		var n, first, third, tenth float64
		for i, rank := range ranks {
			if !group.of(sayings[i]) {
				continue
			}
			n++
			if rank >= 0 {
				tenth++
			}
			if rank >= 0 && rank < 3 {
				third++
			}
			if rank == 0 {
				first++
			}
		}
		t.Logf("%-14s %3.0f people: top 1 %.1f %%, top 3 %.1f %%, top 10 %.1f %%", group.name, n, 100*first/n, 100*third/n, 100*tenth/n)
		if third < (group.top3-slack)*n {
			t.Errorf("%s: the top 3 hold %.0f of %.0f, want %.0f %% at least", group.name, third, n, 100*group.top3)
		}
	}
}

func BenchmarkLocate665kNames3Heard(b *testing.B) {
	g := Default()
	people := slices.DeleteFunc(simulate(g, 60), func(s saying) bool { return len(s.heard) != 3 })
	i := 0
	for b.Loop() {
		g.Locate(people[i%len(people)].heard, people[i%len(people)].accent, 10)
		i++
	}
}
