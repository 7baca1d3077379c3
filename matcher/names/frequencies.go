package names

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

// positionType tells surname positions from given-name positions: the same character is common
// in one and rare in the other. The odd types are read as surnames (position.sounds).
type positionType uint8

const (
	given      positionType = iota
	surname                 // the first character of a surname, mostly the only one
	transcript              // of a transcribed name
	tail                    // of a position that the one before all but decides
	positionTypes
)

// counted are the types of positions that corpus statistics counts.
const counted = surname + 1

// Frequencies says how common characters and sounds are in names, by position. They
// make a rare name weigh more than a common one. Never changed once made.
type Frequencies struct {
	chars [positionTypes]map[rune]float32
	rare  [positionTypes]float32   // share of a character that is not listed
	heard [positionTypes][]float32 // share of a syllable among those heard, by Syllable
	says  [positionTypes]heardShares

	called map[string]float32 // share of a whole nickname among nicknames

	givens []pairing // the given names of two characters that were counted
	pairs  int       // how many
}

// pairing is two syllables that stand together in given names, and how often they were
// counted.
type pairing struct {
	first, second Syllable
	count         float32
}

// share of a character in a position.
func (f *Frequencies) share(t positionType, r rune) float32 {
	if t == tail {
		return tailShare
	}
	if s, ok := f.chars[t][r]; ok {
		return s
	}
	if t == surname && !isSurname(string(r)) {
		return oddSurname
	}
	return f.rare[t]
}

// nicknames returns the share of a whole nickname.
func (f *Frequencies) nicknames(text string) float32 {
	if share, ok := f.called[text]; ok {
		return share
	}
	return f.called[""]
}

// Common are the frequencies in the whole country, as far as they are known without
// looking at any notice.
var Common = sync.OnceValue(func() *Frequencies { return (&CorpusStats{}).Frequencies() })

// listed are the shares of params.go.
var listed = sync.OnceValue(func() (shares [positionTypes]map[rune]float32) {
	for t := range tail {
		shares[t] = make(map[rune]float32, 128)
	}
	for field := range strings.FieldsSeq(surnameShares) {
		r, size := utf8.DecodeRuneInString(field)
		share, _ := strconv.ParseFloat(field[size:], 32) // a constant, held by a test
		shares[surname][r] = float32(share) / 100
	}
	for _, class := range []struct {
		position positionType
		chars    string
		share    float32
	}{
		{given, commonGiven, commonGivenShare}, {given, usualGiven, usualGivenShare},
		{transcript, commonTranscript, commonTranscriptShare}, {transcript, usualTranscript, usualTranscriptShare},
	} {
		for _, r := range class.chars {
			shares[class.position][r] = class.share
		}
	}
	return shares
})

// CorpusStats counts the characters of the names held. The zero value is an empty one.
// It is not safe for concurrent use.
type CorpusStats struct {
	chars [counted]map[rune]int
	total [counted]int

	called map[string]int // nicknames
	calls  int

	givens map[[2]rune]int // given names of two characters
	pairs  int
}

// Add counts a name; Remove takes it out again. Only names that were understood as
// a surname and a given name in Chinese characters count, and nicknames as a whole.
func (c *CorpusStats) Add(n *Name) { c.count(n, 1) }

// Remove takes out a name that was added.
func (c *CorpusStats) Remove(n *Name) { c.count(n, -1) }

func (c *CorpusStats) count(n *Name, by int) {
	if len(n.forms) == 0 || n.forms[0].latin {
		return
	}
	f := &n.forms[0]
	if f.hides() {
		return
	}
	switch f.style {
	case nickname:
		if c.called == nil {
			c.called = make(map[string]int)
		}
		c.called[f.text()] += by
		c.calls += by
		return
	case full:
	default:
		return
	}
	if f.n == f.surname+2 {
		if c.givens == nil {
			c.givens = make(map[[2]rune]int)
		}
		c.givens[[2]rune{f.positions[f.surname].char, f.positions[f.surname+1].char}] += by
		c.pairs += by
	}
	for i := range int(f.n) {
		t := given
		if i < int(f.surname) {
			t = surname
		}
		if c.chars[t] == nil {
			c.chars[t] = make(map[rune]int)
		}
		c.chars[t][f.positions[i].char] += by
		c.total[t] += by
	}
}

// Size returns how many names were counted.
func (c *CorpusStats) Size() int { return c.total[surname] }

// Frequencies returns the counted shares, drawn towards the listed ones as if those had
// been counted on censusPrior names.
func (c *CorpusStats) Frequencies() *Frequencies {
	f := &Frequencies{}
	f.rare = [positionTypes]float32{given: rareGivenShare, surname: rareSurname, transcript: rareTranscriptShare, tail: tailShare}
	f.chars[transcript] = listed()[transcript]
	for t := range counted {
		f.chars[t] = make(map[rune]float32, len(listed()[t])+len(c.chars[t]))
		weight := float32(censusPrior) / float32(censusPrior+c.total[t])
		for r, share := range listed()[t] {
			f.chars[t][r] = share * weight
		}
		for r, n := range c.chars[t] {
			prior := f.rare[t]
			if share, ok := listed()[t][r]; ok {
				prior = share
			}
			f.chars[t][r] = prior*weight + float32(n)/float32(censusPrior+c.total[t])
		}
	}
	f.called = make(map[string]float32, len(c.called)+1)
	for text, n := range c.called {
		f.called[text] = (nicknamePrior*usualNickname + float32(n)) / float32(nicknamePrior+c.calls)
	}
	f.called[""] = nicknamePrior * usualNickname / float32(nicknamePrior+c.calls) // of any other
	f.givens, f.pairs = c.pairings(), c.pairs
	var group sync.WaitGroup
	for t := range positionTypes {
		group.Go(func() {
			f.says[t] = f.heardShares(t)
			f.heard[t] = make([]float32, soundTable().n)
			for h := range f.heard[t] {
				f.heard[t][h] = f.says[t].shares[h][anyone]
			}
		})
	}
	group.Wait()
	return f
}

func (c *CorpusStats) pairings() []pairing {
	bySound := make(map[[2]Syllable]int, len(c.givens))
	for g, n := range c.givens {
		bySound[[2]Syllable{readings(g[0])[0], readings(g[1])[0]}] += n
	}
	list := make([]pairing, 0, len(bySound))
	for s, n := range bySound {
		if s[0] != 0 && s[1] != 0 && n > 0 {
			list = append(list, pairing{s[0], s[1], float32(n)})
		}
	}
	slices.SortFunc(list, func(a, b pairing) int { return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(a.second, b.second)) })
	return list
}

// together returns how much likelier two syllables are heard together in given names than
// each by itself would make it, 1 at least: 桂英 and 建国 are names, not characters.
func (f *Frequencies) together(first, second Syllable, d Dialect) float32 {
	if f.pairs == 0 || max(first, second) >= hiddenSound {
		return 1
	}
	first, second = first.Plain(), second.Plain()
	apart := f.heard[given][first] * f.heard[given][second]
	if apart == 0 {
		return 1
	}
	t := soundTable()
	a, b := t.heardFor(d, first), t.heardFor(d, second)
	sum := float32(0)
	for _, p := range f.givens {
		sum += p.count * a[p.first] * b[p.second]
	}
	return max(1, (sum/apart+pairPrior)/(float32(f.pairs)+pairPrior))
}

// heardShares holds the shares of syllables as listeners write them, by syllable and voice, as
// they are and as codes of chances.
type heardShares struct {
	shares [][voiceRoom]float32
	codes  [][voiceRoom]uint8
}

// heardShares returns those of a position: what is said, through how each voice is heard.
func (f *Frequencies) heardShares(t positionType) heardShares {
	table := soundTable()
	out := heardShares{shares: make([][voiceRoom]float32, table.n), codes: make([][voiceRoom]uint8, table.n)}
	if t == tail {
		for h := range out.shares {
			for v := range voices {
				out.shares[h][v] = tailShare
			}
		}
	} else {
		f.hear(t, table, out.shares)
	}
	logs := logTable()
	for h := 1; h < table.n; h++ {
		for v := range voices {
			out.codes[h][v] = codeOf(logs, out.shares[h][v])
		}
	}
	return out
}

// hear adds up how often each syllable is heard in a position.
func (f *Frequencies) hear(t positionType, table *soundTables, heard [][voiceRoom]float32) {
	said, sum := make([]float32, table.all), float32(0)
	for s := 1; s < table.n; s++ {
		said[s] = rareSyllable
		sum += rareSyllable
	}
	for _, r := range slices.Sorted(maps.Keys(f.chars[t])) { // so that sums are the same each time
		share := f.chars[t][r]
		said[soundAs(t, r)] += share
		sum += share
	}
	for s, share := range said {
		if share == 0 {
			continue
		}
		share /= sum
		for h := 1; h < table.n; h++ {
			codes, row := table.at(Syllable(h), Syllable(s)), &heard[h]
			for v := range voices {
				row[v] += share * table.chances[codes[v]]
			}
		}
	}
}
