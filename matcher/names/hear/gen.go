//go:build ignore

// gen writes data/classes.txt and data/syllables.txt from the readings of characters in
// dialects and from the Unihan database, whose paths it takes: see data/README.md.
package main

import (
	"bufio"
	"cmp"
	"compress/bzip2"
	"fmt"
	"io"
	"log"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// The readings of one character that belong together: of 长, those of zhǎng or of cháng.
type unit struct {
	char     rune
	syllable string
	said     [][]string // by place, the usual one first
}

// class is characters that Mandarin reads alike and every dialect nearly so.
type class struct {
	syllable string
	members  []*unit
	others   []rune // of which only Unihan tells
}

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: go run gen.go READINGS.TSV UNIHAN_FOLDER")
	}
	places, units := readReadings(os.Args[1])
	unihan := readUnihan(os.Args[2])
	classes := classify(units)
	addOthers(classes, unihan)
	write(places, classes)
}

// readReadings puts the rows of one reading together: the places come in one order, and
// begin again with the next reading.
func readReadings(path string) (places []string, units []*unit) {
	file, err := os.Open(path)
	check(err)
	defer file.Close()
	number := map[string]int{}
	var now *unit
	last := -1
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		f := strings.Split(lines.Text(), "\t")
		if f[0] == "character" {
			continue
		}
		at, ok := number[f[2]]
		if !ok {
			at = len(places)
			number[f[2]] = at
			places = append(places, f[2])
		}
		char := []rune(f[0])[0]
		if now == nil || now.char != char || at < last {
			now = &unit{char: char, syllable: f[1], said: make([][]string, 32)}
			units = append(units, now)
		}
		last = at
		if said := toneless(f[3]); said != "" && !slices.Contains(now.said[at], said) {
			now.said[at] = append(now.said[at], said)
		}
	}
	check(lines.Err())
	for _, u := range units {
		u.said = u.said[:len(places)]
	}
	name(units)
	return places, units
}

// toneless leaves out tones, and letters that stand for no sound.
func toneless(segments string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), strings.ContainsRune("⁰¹²³⁴⁵⁶⁷⁸⁹/:QSPR", r):
			return -1
		}
		return r
	}, segments)
}

// name finds the Mandarin syllable of each reading of characters that have several, by how
// Beijing says those that have one.
func name(units []*unit) {
	count := map[rune]int{}
	for _, u := range units {
		count[u.char]++
	}
	votes := map[string]map[string]int{}
	for _, u := range units {
		if count[u.char] == 1 && len(u.said[0]) == 1 {
			if votes[u.said[0][0]] == nil {
				votes[u.said[0][0]] = map[string]int{}
			}
			votes[u.said[0][0]][u.syllable]++
		}
	}
	for _, u := range units {
		if count[u.char] == 1 || len(u.said[0]) == 0 {
			continue
		}
		best := 0
		for syllable, n := range votes[u.said[0][0]] {
			if n > best || n == best && syllable < u.syllable {
				best, u.syllable = n, syllable
			}
		}
	}
	for _, u := range units {
		u.syllable = strings.NewReplacer("ü", "v", "u:", "v").Replace(u.syllable)
	}
}

// alike returns how many places say two readings differently; what a place lacks is no difference.
func alike(a, b *unit) float64 {
	differ := 0.0
	for p := range a.said {
		x, y := a.said[p], b.said[p]
		switch {
		case len(x) == 0 || len(y) == 0 || x[0] == y[0]:
		case slices.Contains(x, y[0]) || slices.Contains(y, x[0]):
			differ += .5
		default:
			differ++
		}
	}
	return differ
}

// mostApart is how many places may say the members of a class otherwise than its first one.
const mostApart = 1.5

func classify(units []*unit) map[string][]*class {
	classes := map[string][]*class{}
	for _, u := range units {
		var best *class
		least := mostApart + .01
		for _, c := range classes[u.syllable] {
			if d := alike(c.members[0], u); d < least {
				best, least = c, d
			}
		}
		if best == nil {
			best = &class{syllable: u.syllable}
			classes[u.syllable] = append(classes[u.syllable], best)
		}
		best.members = append(best.members, u)
	}
	return classes
}

// facts holds what Unihan tells of a character's old sound.
type facts struct {
	readings                        []string // Mandarin, as pinyin without tones
	tang, cantonese, hangul, onyomi string
}

func readUnihan(dir string) map[rune]*facts {
	all := map[rune]*facts{}
	of := func(code string) *facts {
		n, err := strconv.ParseUint(strings.TrimPrefix(code, "U+"), 16, 32)
		check(err)
		f := all[rune(n)]
		if f == nil {
			f = &facts{}
			all[rune(n)] = f
		}
		return f
	}
	each(dir, "Unihan_Readings.txt", func(code, key, value string) {
		first, _, _ := strings.Cut(value, " ")
		switch key {
		case "kTGHZ2013":
			for entry := range strings.FieldsSeq(value) {
				_, list, _ := strings.Cut(entry, ":")
				for one := range strings.SplitSeq(list, ",") {
					f := of(code)
					if s := letters(one); !slices.Contains(f.readings, s) {
						f.readings = append(f.readings, s)
					}
				}
			}
		case "kTang":
			of(code).tang = strings.Trim(letters(first), "*")
		case "kCantonese":
			of(code).cantonese = letters(first)
		case "kHangul":
			of(code).hangul, _, _ = strings.Cut(first, ":")
		case "kJapaneseOn":
			of(code).onyomi = first
		}
	})
	each(dir, "Unihan_Variants.txt", func(code, key, value string) {
		if key != "kTraditionalVariant" {
			return
		}
		simple := of(code)
		for old := range strings.FieldsSeq(value) {
			if f := of(old); f != simple {
				simple.tang, simple.cantonese = cmp.Or(simple.tang, f.tang), cmp.Or(simple.cantonese, f.cantonese)
				simple.hangul, simple.onyomi = cmp.Or(f.hangul, simple.hangul), cmp.Or(simple.onyomi, f.onyomi)
			}
		}
	})
	return all
}

// letters leaves out tones; ü becomes v.
func letters(s string) string {
	plain := strings.Map(func(r rune) rune {
		switch {
		case r == '\u0308': // the dots of ü, apart after NFD
			return 'v'
		case unicode.IsDigit(r) || unicode.Is(unicode.Mn, r):
			return -1
		}
		return r
	}, norm.NFD.String(s))
	return strings.ReplaceAll(plain, "uv", "v")
}

func each(dir, file string, do func(code, key, value string)) {
	f, err := os.Open(filepath.Join(dir, file+".bz2"))
	check(err)
	defer f.Close()
	lines := bufio.NewScanner(io.Reader(bzip2.NewReader(f)))
	for lines.Scan() {
		if fields := strings.SplitN(lines.Text(), "\t", 3); len(fields) == 3 && strings.HasPrefix(fields[0], "U+") {
			do(fields[0], fields[1], fields[2])
		}
	}
	check(lines.Err())
}

// near returns how much of what two characters are read as elsewhere is the same.
func near(a, b *facts) float64 {
	sum := 0.0
	for _, of := range [...]struct {
		x, y   string
		weight float64
	}{{a.tang, b.tang, 3}, {a.cantonese, b.cantonese, 3}, {a.hangul, b.hangul, 2}, {a.onyomi, b.onyomi, 1}} {
		switch {
		case of.x == "" || of.y == "":
		case of.x == of.y:
			sum += of.weight
		default:
			sum -= of.weight * .5
		}
	}
	return sum
}

// addOthers puts the characters of the national table that no reading is listed for into the
// class, of those that Mandarin reads alike, whose members they are most like elsewhere.
func addOthers(classes map[string][]*class, unihan map[rune]*facts) {
	known := map[string]bool{}
	for syllable, list := range classes {
		for _, c := range list {
			for _, m := range c.members {
				known[syllable+string(m.char)] = true
			}
		}
	}
	for _, r := range slices.Sorted(maps.Keys(unihan)) {
		f := unihan[r]
		for _, syllable := range f.readings {
			if known[syllable+string(r)] {
				continue
			}
			var best *class
			most := 0.0
			for _, c := range classes[syllable] {
				sum := 0.0
				for _, m := range c.members {
					if other := unihan[m.char]; other != nil {
						sum = max(sum, near(f, other)+.01*float64(len(c.members)))
					}
				}
				if sum > most {
					best, most = c, sum
				}
			}
			if best != nil {
				best.others = append(best.others, r)
			}
		}
	}
}

// votes returns what a class is said at a place, the most usual first, each with its share in
// ninths.
func (c *class) votes(place int) (said []string, shares []int) {
	count, all := map[string]float64{}, 0.0
	for _, m := range c.members {
		list := m.said[place]
		for i, s := range list {
			share := 1.0
			switch {
			case len(list) > 1 && i == 0:
				share = .65
			case len(list) > 1:
				share = .35 / float64(len(list)-1)
			}
			count[s] += share
			all += share
		}
	}
	said = slices.SortedFunc(maps.Keys(count), func(a, b string) int { return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b)) })
	for _, s := range said {
		shares = append(shares, int(9*count[s]/all+.5))
	}
	for len(shares) > 1 && shares[len(shares)-1] == 0 || len(said) > 4 {
		said, shares = said[:len(said)-1], shares[:len(shares)-1]
	}
	return said, shares
}

func write(places []string, classes map[string][]*class) {
	inventory := make([]map[string]int, len(places))
	var lists [32][]string
	for p := range places {
		inventory[p] = map[string]int{}
	}
	var body strings.Builder
	lines, chars := 0, 0
	for _, syllable := range slices.Sorted(maps.Keys(classes)) {
		for _, c := range classes[syllable] {
			var members []rune
			for _, m := range c.members {
				members = append(members, m.char)
			}
			members = append(members, c.others...)
			slices.Sort(members)
			members = slices.Compact(members)
			lines, chars = lines+1, chars+len(members)
			fmt.Fprintf(&body, "%s\t%s", syllable, string(members))
			for p := range places {
				body.WriteByte('\t')
				said, shares := c.votes(p)
				for i, s := range said {
					n, ok := inventory[p][s]
					if !ok {
						n = len(lists[p])
						inventory[p][s] = n
						lists[p] = append(lists[p], s)
					}
					digits := strconv.FormatInt(int64(n), 36)
					fmt.Fprintf(&body, "%02s%d", digits, max(1, shares[i]))
				}
			}
			body.WriteByte('\n')
		}
	}
	check(os.WriteFile("data/classes.txt", []byte(body.String()), 0o644))
	var head strings.Builder
	for p, place := range places {
		fmt.Fprintf(&head, "%s\t%s\n", place, strings.Join(lists[p], " "))
	}
	check(os.WriteFile("data/syllables.txt", []byte(head.String()), 0o644))
	fmt.Println(lines, "classes of", chars, "readings of characters")
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
