package scan

import (
	"hash/maphash"
	"slices"
	"sync"

	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/matcher/marks"
	"github.com/guitu-project/guitu/matcher/names"
)

// lexicon numbers the different values that rows have, from 0. Values are only added, by
// the writer; a reader has the terms of a view, whose rows know no others.
type lexicon struct {
	columns     []dictionary[uint64, *feature.Profile] // by the hash of their keys
	values      []feature.Values                       // the same in few bytes, nil if they have no such form
	marks       dictionary[marks.Mark, marks.Mark]
	subCounties dictionary[uint64, feature.SubCounty] // by the hash of their keys, too
	exacts      []dictionary[string, string]
	pairs       dictionary[uint64, uint64]
	names       *names.Roll
	kin         *names.Roll // relatives' names

	seed maphash.Seed
	key  []byte
}

// terms is a lexicon's values, by number.
type terms struct {
	columns     [][]*feature.Profile
	values      []feature.Values
	names, kin  names.RollView
	marks       []marks.Mark
	subCounties []feature.SubCounty
	pairs       []uint64
	exacts      [][]string
}

// dictionary numbers values by their keys.
type dictionary[K comparable, V any] struct {
	mu      sync.RWMutex // of numbers, which readers look into
	numbers map[K]uint32
	values  []V
}

// number returns a key's; value is asked for if it is new.
func (d *dictionary[K, V]) number(key K, value func() V) uint32 {
	n, ok := d.numbers[key]
	if !ok {
		n = uint32(len(d.values))
		d.mu.Lock()
		if d.numbers == nil {
			d.numbers = map[K]uint32{}
		}
		d.numbers[key] = n
		d.mu.Unlock()
		d.values = append(d.values, value())
	}
	return n
}

// find returns the number of a key that may be new; readers ask while the writer adds.
func (d *dictionary[K, V]) find(key K) (uint32, bool) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	n, ok := d.numbers[key]
	return n, ok
}

func newLexicon() *lexicon {
	l := &lexicon{names: names.NewRoll(), kin: names.NewRoll(), seed: maphash.MakeSeed()}
	l.columns, l.exacts = make([]dictionary[uint64, *feature.Profile], feature.Columns()), make([]dictionary[string, string], feature.Exacts())
	for c := range feature.Column(feature.Columns()) {
		l.values = append(l.values, c.Values())
	}
	return l
}

func (l *lexicon) terms() terms {
	t := terms{names: l.names.View(), kin: l.kin.View(), marks: l.marks.values, subCounties: l.subCounties.values, pairs: l.pairs.values}
	for i := range l.columns {
		t.columns = append(t.columns, l.columns[i].values)
	}
	for _, v := range l.values {
		if v != nil {
			v = v.View()
		}
		t.values = append(t.values, v)
	}
	for i := range l.exacts {
		t.exacts = append(t.exacts, l.exacts[i].values)
	}
	return t
}

// row is a subject in numbers.
type row struct {
	columns []uint32
	names   [2]uint32 // one more than the numbers of the first names, 0 for none
	exacts  []uint32  // and than those of the exact values
	items   items
	words   words
	late    bool   // whether the Late column tells anything
	printed bool   // whether there are fingerprints
	classes uint32 // of the marks, as bits
	who     uint32
	place   offset
	hash    uint64
	faces   []feature.FaceCell // by model
}

// items holds names beyond the first, and what is compared if columns let a row be among
// the best.
type items struct{ names, kin, marks, subCounties []uint32 }

// words holds pairs of characters, compared if all else lets a row be among the best.
type words struct{ appearance, belongings []uint32 }

// What a row has besides columns: these bits bound how much it may weigh at
// most.
const (
	hasKin = 1 << iota
	hasSubCounties
	hasLooks
	hasThings
	hasLate
	hasFace
	partSets   = 1 << iota
	hasNames   = partSets      // more than two, which are weighed for every row
	hasPrints  = partSets << 1 // fingerprints, of which nothing else stands here
	hasClothes = hasThings | hasLate
	classesAt  = 8 // where the bits of the classes begin that a row's marks are of
)

// parts returns those bits of a row, in their order.
func (r *row) parts() (bits uint32) {
	for i, present := range [...]bool{len(r.items.kin) > 0, len(r.items.subCounties) > 0, len(r.words.appearance) > 0, len(r.words.belongings) > 0, r.late,
		slices.ContainsFunc(r.faces, func(c feature.FaceCell) bool { return c.Known() }), len(r.items.names) > 0, r.printed} {
		if present {
			bits |= 1 << i
		}
	}
	return bits | r.classes<<classesAt
}

// row puts a profile into numbers.
func (l *lexicon) row(p *feature.Profile) (r row) {
	for c := range feature.Column(feature.Columns()) {
		r.columns = append(r.columns, l.column(c, p, func() *feature.Profile { return c.Project(p) }))
	}
	for i := range p.Names() {
		n := l.names.Add(&p.Names()[i], p.Speech())
		if i < len(r.names) {
			r.names[i] = n + 1
		} else {
			r.items.names = append(r.items.names, n)
		}
	}
	relatives := p.Relatives()
	for i := range relatives {
		r.items.kin = append(r.items.kin, l.kin.Add(&relatives[i], p.Speech()))
	}
	for _, m := range p.Marks() {
		m.Text = ""
		r.classes |= 1 << m.Class()
		r.items.marks = append(r.items.marks, l.marks.number(m, func() marks.Mark { return m }))
	}
	for _, h := range p.SubCounties() {
		r.items.subCounties = append(r.items.subCounties, l.subCounty(h))
	}
	r.exacts = make([]uint32, feature.Exacts())
	for e := range r.exacts {
		if value := feature.Exact(e).Of(p); value != "" {
			r.exacts[e] = l.exacts[e].number(value, func() string { return value }) + 1
		}
	}
	r.words.appearance, r.words.belongings = l.pairsOf(p.Appearance()), l.pairsOf(p.Belongings())
	r.late, r.printed = lateColumn.Tells(p), len(p.Prints()) > 0
	return r
}

// column numbers a profile's value in a column; project is asked for it if it is new.
func (l *lexicon) column(c feature.Column, p *feature.Profile, project func() *feature.Profile) uint32 {
	l.key = c.AppendKey(l.key[:0], p)
	return l.columns[c].number(maphash.Bytes(l.seed, l.key), func() *feature.Profile {
		value := project()
		if l.values[c] != nil {
			l.values[c].Append(value)
		}
		return value
	})
}

func (l *lexicon) subCounty(h feature.SubCounty) uint32 {
	l.key = h.AppendKey(l.key[:0])
	return l.subCounties.number(maphash.Bytes(l.seed, l.key), func() feature.SubCounty { return h })
}

func (l *lexicon) pairsOf(list []uint64) []uint32 {
	out := make([]uint32, len(list))
	for i, pair := range list {
		out[i] = l.pairs.number(pair, func() uint64 { return pair })
	}
	return out
}
