package feature

import (
	"encoding/binary"
	"math"

	"github.com/guitu-project/guitu/matcher/places"
	"github.com/guitu-project/guitu/models"
)

// Trait is a part of a profile that some comparators look at, and at nothing else. Two
// profiles with one key weigh alike there, so that a scan of a million people asks the
// comparators once for each different trait.
type Trait uint8

// The traits.
const (
	TraitBody   Trait = iota // sex, blood type, build, conditions
	TraitPeople              // ethnic group
	TraitBirth               // to a tenth of a year; the same day is Birthday
	TraitEvent               // when
	TraitPlace               // where; it weighs by the wait, too
	TraitHeight
	TraitOrigin
	TraitLooks
	TraitOutfit // weighs by the days between, see OutfitBits
	Traits
)

// AppendTrait appends the key of a trait. Profiles of the two sides have keys of their
// own. What is rounded here is weighed again by Quick.
func (p *Profile) AppendTrait(key []byte, t Trait) []byte {
	record := p.Kind == models.Records
	switch t {
	case TraitBody:
		key = p.health.appendKey(append(key, byte(sexNumber(p.sex)), byte(len(p.blood))))
		key = append(key, p.blood...)
		return append(key, p.build...)
	case TraitPeople:
		key = append(key, p.ethnicity...)
		if record && p.ethnicity != "" {
			key = binary.LittleEndian.AppendUint32(key, uint32(p.fromProvince))
		}
		return key
	case TraitBirth:
		if !p.born.known {
			return key
		}
		key = appendRounded(appendRounded(key, 10*p.born.middle()), 10*(p.born.last-p.born.first))
		if p.born.guessed {
			key = append(key, 1)
		}
		if record && p.born.guessed { // a child's age is guessed better
			return appendRounded(key, p.event.last)
		}
		return key
	case TraitEvent:
		if !p.event.known {
			return key
		}
		key = appendNumbers(key, p.event.first, p.event.last)
		if !record && p.isOld() {
			return append(key, 1)
		}
		return key
	case TraitPlace:
		if p.eventRegion.province != 0 {
			r := p.eventRegion
			return appendNumbers(key, float64(r.province), float64(r.city), float64(r.county))
		}
		return append(key, p.eventPlace.Text...)
	case TraitHeight:
		if !p.height.known {
			return key
		}
		key = append(appendNumbers(key, p.height.min, p.height.max), byte(sexNumber(p.sex)))
		switch {
		case !p.grownUp():
		case record: // whom a notice may be of as a child
			return appendRounded(append(key, 1), p.event.first)
		default:
			return append(key, 1)
		}
		return appendRounded(appendRounded(key, p.born.middle()), p.event.first)
	case TraitOrigin:
		return p.appendOrigin(key)
	case TraitLooks:
		return append(key, p.looks[:]...)
	case TraitOutfit:
		for _, g := range p.outfit {
			key = binary.LittleEndian.AppendUint16(binary.LittleEndian.AppendUint16(key, g.colours), g.types)
		}
	}
	return key
}

func (p *Profile) appendOrigin(key []byte) []byte {
	if p.told != nil {
		key = append(append(append(key, p.told.by.Native...), '|'), p.told.by.Found...)
		key = append(append(key, '|'), p.told.by.Accent...)
		for _, h := range p.told.by.Heard {
			key = append(append(key, '|'), h...)
		}
		return key
	}
	if p.home.Known() {
		from, to := p.home.Counties()
		return binary.LittleEndian.AppendUint32(key, uint32(from)<<16|uint32(to))
	}
	if key = append(append(key, p.native.Text...), '|'); p.lastSeen.Known() {
		from, to := p.lastSeen.Counties()
		return binary.LittleEndian.AppendUint32(key, uint32(from)<<16|uint32(to))
	}
	return append(key, p.eventPlace.Text...)
}

// grownUp tells that the person is known not to grow any more at the event.
func (p *Profile) grownUp() bool {
	return p.born.known && p.event.known && p.event.first-p.born.middle() >= adult
}

func appendNumbers(key []byte, numbers ...float64) []byte {
	for _, x := range numbers {
		key = binary.LittleEndian.AppendUint64(key, math.Float64bits(x))
	}
	return key
}

func appendRounded(key []byte, x float64) []byte {
	return binary.LittleEndian.AppendUint16(key, uint16(int(math.Round(x))))
}

// Bare is a profile of nothing but a trait, for those of that key: what tells more of
// the person is left out.
func (p *Profile) Bare(t Trait) *Profile {
	b := &Profile{Kind: p.Kind}
	switch t {
	case TraitBody:
		b.sex, b.blood, b.build, b.health = p.sex, p.blood, p.build, p.health
	case TraitPeople:
		b.ethnicity, b.fromProvince = p.ethnicity, p.fromProvince
	case TraitBirth:
		b.born, b.event = p.born, p.event
	case TraitEvent:
		b.event, b.born = p.event, p.born
	case TraitPlace:
		if b.eventRegion, b.eventPlace = p.eventRegion, p.eventPlace; p.eventRegion.province != 0 {
			b.eventPlace.Text, b.eventPlace.Parts = "", nil // only this person's
		}
	case TraitHeight:
		b.height, b.sex, b.born, b.event = p.height, p.sex, p.born, p.event
	case TraitOrigin:
		b.home, b.told, b.event = p.home, p.told, p.event
		b.accent, b.province, b.accentDialect, b.nativeDialect, b.dialect = p.accent, p.province, p.accentDialect, p.nativeDialect, p.dialect
		if b.heard = p.heard; !p.home.Known() {
			if b.native, b.lastSeen = p.native, p.lastSeen; !p.lastSeen.Known() {
				b.lies, b.eventPlace.Text = p.lies, p.eventPlace.Text
			}
		}
	case TraitLooks:
		b.looks = p.looks
	case TraitOutfit:
		b.outfit = p.outfit
	}
	return b
}

// TraitBits is what a trait weighs, but for the place and the outfit: see PlaceBits and
// OutfitBits.
func (p *Probe) TraitBits(t Trait, bare *Profile) float32 {
	record, notice := p.sides(bare)
	if t == TraitLooks {
		bits, _ := p.basis.looks.weigh(&record.looks, &notice.looks, waited[SomeYears])
		return float32(bits * p.share(forAppearance))
	}
	sum := 0.0
	for i := range comparators {
		if comparators[i].trait != t {
			continue
		}
		if f, ok := p.find(i, record, notice, bare); ok {
			sum += f.bits
		}
	}
	return float32(sum)
}

// TellsOrigin tells whether the probe is of a record that tells where its person is from.
func (p *Probe) TellsOrigin() bool { return p.Kind == models.Records && p.told.origin() != nil }

// OriginShare is the part of weighOrigin's ratio that a notice's home has, by the trait of
// the origin; where the person was last seen has the other (SeenShare), and log2 of their
// sum weighs (OriginCounts). parts is false where TraitBits says it all.
func (p *Probe) OriginShare(bare *Profile) (home float32, parts bool) {
	told := p.told.origin()
	if p.Kind != models.Records || told == nil || !bare.home.Known() {
		return 0, false
	}
	by := &p.basis.Origin
	return float32(by.OnMap*(1-by.LivedThere)*places.Default().Ratio(told, bare.home) + 1 - by.OnMap), true
}

// SeenShare is the other part, by the trait of the place.
func (p *Probe) SeenShare(bare *Profile) float32 {
	seen := places.Default().SpanOf(bare.eventPlace.Code)
	if told := p.told.origin(); told != nil && seen.Known() {
		return float32(p.basis.Origin.OnMap * p.basis.Origin.LivedThere * places.Default().Ratio(told, seen))
	}
	return 0
}

// OriginCounts is what log2 of the two parts' sum counts by.
func (p *Probe) OriginCounts() float32 { return float32(p.share(forOrigin)) }

// share is what the weights of the comparator at that place count by. Passes ask for it
// row by row.
func (p *Probe) share(place int) float64 { return p.weigher.shares[place] }

// PlaceBits is what the trait of the place weighs, by the wait.
func (p *Probe) PlaceBits(bare *Profile) (bits [Waits]float32) {
	record, notice := p.sides(bare)
	km, far := places.Distance(&record.eventPlace, &notice.eventPlace)
	share := p.share(forEventPlace)
	for w := range SomeYears + 1 {
		f, _ := placeAfter(p.basis, record, notice, int(w), km, far)
		bits[w] = float32(f.bits * share)
	}
	bits[ManyYears] = bits[SomeYears]
	return bits
}

// Birthday is the full date of birth, empty where it is not known: the same one weighs
// by itself.
func (p *Profile) Birthday() models.Date {
	if len(p.birthDay) == len("1988-05-17") {
		return p.birthDay
	}
	return ""
}

// BirthdayBits is what the same full date of birth weighs, instead of TraitBirth.
func (p *Probe) BirthdayBits() float32 {
	return float32(p.basis.sameDay(p.birthDay) * p.share(forAge))
}
