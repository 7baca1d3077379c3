package places

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

// Level of an administrative division.
type Level uint8

// The levels, from the top. Unnamed is a part whose level the text does not say.
const (
	Unnamed Level = iota
	Province
	City
	County
	Town
	Village
)

// digits is how long a code of each level is (GB/T 2260, and the statistics
// bureau's codes below the county).
var digits = [...]int{0, 2, 4, 6, 9, 12}

// Area describes one administrative division.
type Area struct {
	Code      string // of 2, 4, 6, 9 or 12 digits
	Name      string // official: 成都市
	Level     Level
	Latitude  float64 // degrees; a town's and a village's are its county's
	Longitude float64
}

// Gazetteer is China's divisions, about 665,000 of them; it is never changed and
// serves any number of readers. An area is a number here: provinces first, then
// cities and so on, each level by code, so that the children of an area stand
// together.
type Gazetteer struct {
	codes   []uint64
	parents []uint32
	kids    []uint32 // the first child, for all but villages and one more
	first   [len(digits) + 1]int
	labels  []string // official names, down to the town
	upper   []upperArea
	tails   []string // what villages' names end with
	tail    []uint8  // of villages, from first[Village]

	lexicon
	keys    map[string][]reference
	longest map[rune]int // bytes of the longest key by its first character
	old     []formerName
	sounds  soundModel

	parsed    memo
	lastHeard atomic.Pointer[heardAccent]

	spellOnce   sync.Once
	spellings   []spelling // see spelled
	spellLabels []uint16   // the labels' characters, one label after another
	spellFrom   []uint32   // where an area's label starts, and one more
}

// upperArea holds what is known of provinces, cities and counties only.
type upperArea struct {
	code, stem string
	lat, lon   float32
	nominal    bool // 市辖区 and the like: a rung of the ladder, no place
}

// formerName describes a name that an area has no more.
type formerName struct {
	area uint32
	name []uint16 // its stem's characters
}

// Default is the embedded gazetteer, read at the first call.
var Default = sync.OnceValue(func() *Gazetteer {
	g, err := load()
	if err != nil {
		panic("places: the embedded data is damaged: " + err.Error()) // held by a test
	}
	return g
})

// Area finds a division by its code.
func (g *Gazetteer) Area(code string) (Area, bool) {
	if i, ok := g.find(code); ok {
		return g.area(i), true
	}
	return Area{}, false
}

// Children lists the divisions right below the one that the code names, by code; ""
// gives the provinces. It is empty for a village and for an unknown code.
func (g *Gazetteer) Children(code string) []Area {
	from, to := g.first[Province], g.first[City]
	if code != "" {
		i, ok := g.find(code)
		if !ok || i >= g.first[Village] {
			return nil
		}
		from, to = int(g.kids[i]), int(g.kids[i+1])
	}
	list := make([]Area, 0, to-from)
	for i := from; i < to; i++ {
		list = append(list, g.area(i))
	}
	return list
}

func (g *Gazetteer) find(code string) (int, bool) {
	level := slices.Index(digits[:], len(code))
	number, err := strconv.ParseUint(code, 10, 64)
	if level <= 0 || err != nil {
		return 0, false
	}
	i, ok := slices.BinarySearch(g.codes[g.first[level]:g.first[level+1]], number)
	return g.first[level] + i, ok
}

func (g *Gazetteer) area(i int) Area {
	county := i
	for county >= g.first[Town] {
		county = int(g.parents[county])
	}
	at := &g.upper[county]
	return Area{Code: g.code(i), Name: g.label(i), Level: g.level(i), Latitude: float64(at.lat), Longitude: float64(at.lon)}
}

func (g *Gazetteer) code(i int) string {
	if i < len(g.upper) {
		return g.upper[i].code
	}
	return strconv.FormatUint(g.codes[i], 10)
}

func (g *Gazetteer) level(i int) Level {
	l := Village
	for i < g.first[l] {
		l--
	}
	return l
}

// label returns the official name.
func (g *Gazetteer) label(i int) string {
	if i < len(g.labels) {
		return g.labels[i]
	}
	var b strings.Builder
	g.spell(&b, g.stems[i])
	b.WriteString(g.tails[g.tail[i-g.first[Village]]])
	return b.String()
}

// below returns the range of an area's descendants of a level that is not above it.
func (g *Gazetteer) below(i int, level Level) (from, to int) {
	from, to = i, i+1
	for l := g.level(i); l < level; l++ {
		from, to = int(g.kids[from]), int(g.kids[to])
	}
	return from, to
}

// above returns the area of a level that is not below it.
func (g *Gazetteer) above(i int, level Level) int {
	for i >= g.first[level+1] {
		i = int(g.parents[i])
	}
	return i
}
