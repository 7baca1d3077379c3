package feature

import (
	"encoding/binary"
	"math"
	"strings"

	"github.com/guitu-project/guitu/matcher/assertion"
	"github.com/guitu-project/guitu/matcher/compact"
	"github.com/guitu-project/guitu/models"
)

// clothingFeature is what the person wears and carries. In the column is what is worn; words of
// what is carried are lists of a scan.
var clothingFeature = Feature{
	Name: "clothing", revision: 4,
	read: func(p *Profile, s models.Subject) {
		said, unread := &s.Common().Person, ""
		p.outfit, unread = outfitOf(said.Clothing)
		p.belongings = pairsOf(known(assertion.Clothing, unread), known(assertion.Clothing, said.Belongings))
	},
	encode: func(p *Profile, to *compact.Writer) { p.outfit.encode(to); p.belongings.encode(to) },
	decode: func(p *Profile, from *compact.Reader) { p.outfit, p.belongings = decodeOutfit(from), decodePairs(from) },

	column: "outfit", role: Late,
	key: func(p *Profile, key []byte) []byte {
		if !p.dressed() {
			return key
		}
		for _, g := range p.outfit {
			key = binary.LittleEndian.AppendUint16(binary.LittleEndian.AppendUint16(key, g.colours), g.types)
		}
		return key
	},
	project: func(from, to *Profile) { to.outfit = from.outfit },
	lateBits: func(p *Probe, projection *Profile, again float64) float64 {
		record, notice := p.sides(projection)
		bits, _ := p.basis.outfits(&record.outfit, &notice.outfit, again)
		return bits
	},
	compareProbe: compareClothing, explain: explainClothing,
}

// dressed reports whether it is told what the person wears.
func (p *Profile) dressed() bool { return p.outfit != (outfit{}) }

// compareClothing lays what the two wear side by side, the jacket beside the jacket, and
// what they carry, word by word. It counts for days, not years: with w how often the
// same things are still worn so many days after,
//
//	Σ over garments that both tell log2 [w·C·T + 1 − w]
//
// where C and T are how much likelier the colour and the type are told again of one
// garment than of a stranger's; and for words about belongings that both have, what
// words weigh. Within Least … Most: who changed the jacket has often
// changed the trousers.
func compareClothing(probe *Probe, other *Profile) (comparison, bool) {
	record, notice := probe.sides(other)
	p, worn := &probe.basis.Clothing, probe.basis.stillWorn(record.event, notice.event)
	if worn == 0 {
		return comparison{}, false
	}
	bits, ok := probe.basis.outfits(&record.outfit, &notice.outfit, worn)
	if things, n := p.weigh(probe.Profile.belongings, other.belongings, probe.belongings, worn*toldAgain); n > 0 {
		bits, ok = bits+things, true
	}
	return comparison{bits: math.Min(math.Max(bits, p.Least), p.Most)}, ok
}

// stillWorn returns how often the same things are worn at both events, 0 for as good as never:
//
//	Again · mean of 2^(−days/ClothesFor)
//
// over the days that may lie between, all alike if a month or a year is all that is told.
func (b *basis) stillWorn(record, notice years) float64 {
	if !record.known || !notice.known {
		return 0
	}
	from, to := max(0, record.first-notice.last), record.last-notice.first
	if to < 0 { // found before, so a date is wrong
		from, to = notice.first-record.last, notice.last-record.first
	}
	halves, most := from*daysPerYear/b.ClothesFor, to*daysPerYear/b.ClothesFor
	if halves > mostHalves {
		return 0
	}
	worn := b.Clothing.Again * math.Exp2(-halves)
	if most-halves > oneDay/b.ClothesFor {
		worn *= (1 - math.Exp2(halves-most)) / (math.Ln2 * (most - halves))
	}
	if worn < forgotten {
		return 0
	}
	return worn
}

// oneDay is how far apart the ends of a date may be that is told to the day.
const oneDay = 1.5

// outfits lays what two wear side by side, false if nothing of one place is told of
// both.
func (b *basis) outfits(record, notice *outfit, worn float64) (bits float64, ok bool) {
	for at := range record {
		if own, theirs := record[at], notice[at]; own.known() && theirs.known() {
			bits += math.Log2(worn*b.garments.ratio(&b.Garments, at, own, theirs) + 1 - worn)
			ok = true
		}
	}
	return bits, ok
}

// toldAgain is how often one file uses another's words for what is carried.
const toldAgain = .7

// forgotten is the chance of the same clothes under which they say nothing.
const forgotten = .02

// mostHalves is how many halvings leave less than that of anything.
const mostHalves = 6 // 2⁻⁶ < forgotten

// ratio is C·T of two garments worn at one place.
func (s *garmentShares) ratio(p *GarmentParams, at int, a, b garment) float64 {
	ratio := 1.0
	switch coloursAlike(a.colours, b.colours) {
	case same:
		ratio *= p.SameColour / s.ofColours(at, a.colours|b.colours)
	case near:
		ratio *= p.NearColour
	case differ:
		ratio *= p.OtherColour
	}
	switch typesAlike(a.types, b.types) {
	case same:
		ratio *= p.SameType / s.ofTypes(at, a.types|b.types)
	case differ:
		ratio *= p.OtherType
	}
	return ratio
}

func explainClothing(_ *Probe, record, notice *Profile, f comparison) words {
	own, theirs := record.outfit.words(), notice.outfit.words()
	if f.bits < 0 {
		return words{own, theirs, models.Text{Zh: "走失不久，衣物和随身物品却没有对上", En: "missing only recently, yet clothing and belongings do not meet"}}
	}
	both := outfit{}
	for at, a := range record.outfit {
		b := notice.outfit[at]
		both[at] = garment{a.colours & b.colours, a.types & b.types}
	}
	shared := sharedWords(record.belongings, notice.belongings)
	text := strings.Join(append(strings.Fields(both.words()), shared...), "、")
	if things := strings.Join(shared, " "); things != "" {
		own, theirs = strings.TrimSpace(own+" "+things), strings.TrimSpace(theirs+" "+things)
	}
	return words{own, theirs, models.Text{
		Zh: "走失不久，衣物或随身物品相符：" + text,
		En: "missing only recently, and clothing or belongings agree: " + text,
	}}
}
