package feature

import (
	"math"
	"slices"

	"github.com/guitu-project/guitu/matcher/compact"
	"github.com/guitu-project/guitu/matcher/marks"
	"github.com/guitu-project/guitu/matcher/names"
	"github.com/guitu-project/guitu/matcher/places"
	"github.com/guitu-project/guitu/models"
)

// What a profile may have several of: a scan keeps each different one once.

// Names returns the person's. They must not be changed.
func (p *Profile) Names() []names.Name { return p.names }

// Relatives returns the names of relatives.
func (p *Profile) Relatives() []names.Name {
	var list []names.Name
	for i := range p.relatives {
		list = append(list, p.relatives[i].name)
	}
	return list
}

// Speech returns the dialect that the person's names are spoken in.
func (p *Profile) Speech() names.Dialect { return p.dialect }

// Marks returns the marks of the body.
func (p *Profile) Marks() []marks.Mark { return p.marks }

// Appearance returns the pairs of characters of what else is told of the looks, sorted.
func (p *Profile) Appearance() []uint64 { return p.appearance }

// Belongings returns those of belongings, and of clothes that were not understood.
func (p *Profile) Belongings() []uint64 { return p.belongings }

// SubCounty describes a town or a village that a notice names.
type SubCounty struct{ place soundPlace }

// AppendKey appends what tells sub-counties apart.
func (h *SubCounty) AppendKey(key []byte) []byte {
	return append(append(key, byte(h.place.level)), h.place.text...)
}

// Encode writes a sub-county.
func (h *SubCounty) Encode(to *compact.Writer) { h.place.encode(to) }

// DecodeSubCounty reads one.
func DecodeSubCounty(from *compact.Reader) SubCounty {
	p, _ := decodeSound(from, nil)
	return SubCounty{p}
}

// SubCounties returns those of a notice whose native place is on the map. A record's weigh with
// the Joint column.
func (p *Profile) SubCounties() []SubCounty {
	var list []SubCounty
	for _, l := range p.placeSounds {
		if p.Kind == models.Notices && p.home.Known() && l.level >= places.Town {
			list = append(list, SubCounty{l})
		}
	}
	return list
}

// NamesSubCounties reports whether the probe's person may have named towns or villages.
func (p *Probe) NamesSubCounties() bool {
	return p.Kind == models.Records && (len(p.heard) > 0 || len(p.native.Parts) > 0)
}

// SubCountyBits returns what a town or village adds to the column of the origin if that speaks for the
// pair, see deeper.
func (p *Probe) SubCountyBits(h *SubCounty) float32 {
	named := slices.ContainsFunc(p.native.Parts, func(own places.Part) bool {
		return own.Level == h.place.level && own.Name == h.place.text
	})
	for i := range p.heard {
		named = named || p.hears(&p.heard[i], &h.place)
	}
	switch {
	case named && h.place.level == places.Village:
		return float32(p.basis.Origin.Village * p.share(forOrigin))
	case named && h.place.level == places.Town:
		return float32(p.basis.Origin.Town * p.share(forOrigin))
	}
	return 0
}

// hears reports whether a name heard surely is that place, as in deeper; it ends as soon
// as that cannot be any more.
func (p *Probe) hears(heard, place *soundPlace) bool {
	if len(heard.sound) != len(place.sound) || len(heard.sound) == 0 {
		return false
	}
	by := &p.basis.Origin
	likely, least := 1.0, by.Surely // the ratio is likely/Syllableⁿ
	for range heard.sound {
		least *= by.Heard.Syllable
	}
	for i, s := range heard.sound {
		if s == 0 || place.sound[i] == 0 {
			return false
		}
		if likely *= float64(names.Hears(p.dialect, s, place.sound[i])); likely <= least { // were those to come heard for certain
			return false
		}
	}
	return true
}

// NameTable returns what the probe's names weigh beside each name of a roll, after a first entry
// for no name, in a table with room for that: NothingSaid for a name that says nothing. It is
// filled in for the names from … to, by several goroutines.
func (p *Probe) NameTable(v names.RollView, by names.Kernel, table []float32) (fill func(from, to int)) {
	share := p.share(forName)
	return nameTable(p.names, v, by, table, func(bits float32) float32 { return float32(p.scorer.params.namesake(float64(bits)) * share) })
}

// RelativeTable is NameTable of relatives, as if any might be any: which relation they
// are of is left to Score.
func (p *Probe) RelativeTable(v names.RollView, by names.Kernel, table []float32) (fill func(from, to int)) {
	share, h := p.share(forRelatives), p.scorer.params.Relatives.SameKin
	return nameTable(p.relatives, v, by, table, func(bits float32) float32 {
		return float32(math.Log2(h*math.Exp2(float64(bits))+1-h) * share)
	})
}

// TellsFamily reports whether relatives have surnames, if the probe's person gave none.
func (p *Probe) TellsFamily() bool {
	return p.Kind == models.Records && !p.surnamed && slices.ContainsFunc(p.Profile.relatives, func(r relative) bool { return r.family.Known() })
}

// FamilyTable is NameTable of what such surnames say.
func (p *Probe) FamilyTable(v names.RollView, by names.Kernel, table []float32) (fill func(from, to int)) {
	share, own := p.share(forRelatives), p.scorer.params.Relatives.Surname
	return nameTable(p.families, v, by, table, func(bits float32) float32 {
		return float32(math.Log2(own*math.Exp2(float64(bits))+1-own) * share)
	})
}

// NothingSaid stands in a table for a name that has nothing to say.
const NothingSaid = -1000

func nameTable(own []*names.Query, v names.RollView, by names.Kernel, table []float32, weigh func(float32) float32) (fill func(from, to int)) {
	table[0] = NothingSaid
	looks := make([]names.UpperBound, len(own))
	for i, q := range own {
		looks[i] = q.UpperBound(v, by, weigh)
	}
	return func(from, to int) {
		weights := table[1:]
		for i := from; i < to; i++ {
			weights[i] = NothingSaid
		}
		for _, look := range looks {
			look(from, to, weights)
		}
	}
}

// MarkUpperBound returns what one mark of the other side says after such a wait.
func (p *Probe) MarkUpperBound(m *marks.Mark, w Gap) marks.UpperBound {
	return p.basis.Marks.UpperBound(p.marks, p.Kind == models.Records, m, p.basis.markShares, p.markTime(w))
}

// MarkAlone returns what the probe's i-th mark weighs that the other side has not.
func (p *Probe) MarkAlone(i int, w Gap) float32 {
	return p.basis.Marks.Alone(&p.marks[i], p.Kind == models.Records, p.basis.markShares, p.markTime(w))
}

// markTime returns the time between two events, and about how old the probe's person was.
func (p *Probe) markTime(w Gap) marks.Between {
	b := between(p.Profile, p.Profile)
	b.Years = gapYears[w]
	return b
}

// MarkBits brings the bits of all marks into their limits.
func (p *Probe) MarkBits(sum float32) float32 {
	limits := &p.basis.Marks
	return float32(min(max(float64(sum), limits.Least), limits.Most) * p.share(forMarks))
}

// Words weigh the pairs of characters that two texts share.
type Words struct {
	Own   []uint64
	Most  float32 // the most that they may weigh
	rare  []float32
	by    *WordParams
	share float64
}

// AppearanceWords returns those of the probe's appearance. known tells which pairs anyone has:
// others cannot be shared.
func (p *Probe) AppearanceWords(known func(pair uint64) bool) Words {
	w := newWords(p.Profile.appearance, p.appearance, &p.basis.Appearance, p.share(forAppearance))
	w.Most = w.most(w.Again(), known)
	return w
}

// BelongingWords returns those of the probe's belongings. Their Most is of all that the probe
// wears and carries.
func (p *Probe) BelongingWords(known func(pair uint64) bool) Words {
	w := newWords(p.Profile.belongings, p.belongings, &p.basis.Clothing, p.share(forClothing))
	if !p.dressed() {
		w.Most = w.most(w.Again()*toldAgain, known)
	}
	return w
}

func newWords(own pairs, rare []float32, by *WordParams, share float64) Words {
	return Words{Own: own, rare: rare, by: by, share: share, Most: float32(by.Most * share)}
}

// most returns the most that the own pairs may weigh, if they are told again no likelier.
func (w *Words) most(again float32, known func(pair uint64) bool) float32 {
	sum := 0.0
	for i, pair := range w.Own {
		if known(pair) {
			sum += max(0, float64(w.Gain(i, again)))
		}
	}
	return float32(min(sum*w.by.Share, w.by.Most) * w.share)
}

// CarriedAgain returns the chance that the same words are told of what is carried.
func CarriedAgain(again float32) float32 { return again * toldAgain }

// Again returns the chance that the other says the same words of the appearance again.
func (w *Words) Again() float32 { return float32(w.by.Again) }

// Gain returns what the i-th of the own pairs weighs if it is shared.
func (w *Words) Gain(i int, again float32) float32 {
	return float32(math.Log2(float64(again*w.rare[i] + 1 - again)))
}

// Bits returns what the gains of the shared pairs weigh together, of so many that the other
// has.
func (w *Words) Bits(gains float32, shared, theirs int, again float32) float32 {
	if shared == 0 || len(w.Own) == 0 || again == 0 {
		return 0
	}
	sum := float64(gains) + float64(min(len(w.Own), theirs)-shared)*math.Log2(float64(1-again))
	return float32(min(max(sum*w.by.Share, w.by.Least), w.by.Most) * w.share)
}
