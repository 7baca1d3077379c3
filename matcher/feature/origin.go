package feature

import (
	"cmp"
	"encoding/binary"
	"math"
	"strings"
	"sync"

	"github.com/guitu-project/guitu/matcher/assertion"
	"github.com/guitu-project/guitu/matcher/compact"
	"github.com/guitu-project/guitu/matcher/names"
	"github.com/guitu-project/guitu/matcher/places"
	"github.com/guitu-project/guitu/models"
)

// originFeature is where the person is from: native place, accent and places named are one piece
// of evidence.
var originFeature = Feature{
	Name: "origin", revision: 2,
	read: readOrigin, encode: encodeOrigin, decode: decodeOrigin,
	column: "origin", role: Joint,
	key: appendOrigin, project: projectOrigin,
	joint:   &joint{tells: (*Probe).tellsOrigin, own: (*Probe).originAtHome, other: (*Probe).originWhereSeen},
	compare: compareOrigin, explain: explainOrigin,
}

func readOrigin(p *Profile, s models.Subject) {
	said := &s.Common().Person
	p.accent, p.native = places.AccentSaid(said.Accent), places.Parse(said.NativePlace.Text)
	if country := places.CountryOf(p.accent); country != "" && said.NativePlace.Text == "" {
		p.native = places.Parse(country)
	}
	p.province = places.ProvinceIn(p.accent)
	p.accentDialect, p.nativeDialect = places.Default().DialectOf(p.accent), nativeDialectOf(&p.native)
	p.dialect = names.Both(p.accentDialect, p.nativeDialect)
	switch {
	case p.nativeDialect != names.AnyDialect && p.province != "" && p.province == p.native.Province() && p.accentDialect.OfProvince():
		p.dialect = p.nativeDialect // an accent of 湖南, a home in 浏阳
	case p.dialect == names.AnyDialect && !p.ofRecord(): // where the family looks is mostly where they live
		p.dialect = names.DialectAt(p.eventPlace.Code)
	}
	accent := places.Parse(p.province)
	p.fromProvince = cmp.Or(regionOf(&p.native).province, regionOf(&accent).province, p.eventRegion.province)
	if p.ofRecord() {
		p.clues = cluesOf(places.Clues{Native: nativeCodes(&p.native), Accent: accentTold(said.Accent), Heard: said.HeardPlaces, Found: p.eventPlace.Code})
	} else {
		p.home, p.lastSeen = homeOf(&p.native), places.Default().SpanOf(p.eventPlace.Code)
	}
	p.native.Codes, p.native.Doubtful = nil, false // used up
	p.heard = heardOf(said.HeardPlaces)
	p.placeSounds = distinct(append(partsOf(&p.native), partsOf(&p.eventPlace)...))
}

func encodeOrigin(p *Profile, to *compact.Writer) {
	p.native.Encode(to)
	p.home.Encode(to)
	p.lastSeen.Encode(to)
	p.clues.encode(to)
	encodeSounds(to, p.heard)
	encodeSounds(to, p.placeSounds)
	to.Text(p.accent)
	to.Text(p.province)
	to.Uint(uint64(p.fromProvince))
	for _, d := range [...]names.Dialect{p.dialect, p.accentDialect, p.nativeDialect} {
		to.Uint(uint64(d))
	}
}

func decodeOrigin(p *Profile, from *compact.Reader) {
	p.native, p.home, p.lastSeen, p.clues = places.DecodePlace(from), places.DecodeSpan(from), places.DecodeSpan(from), decodeTold(from)
	p.heard, p.placeSounds = decodeSounds(from), decodeSounds(from)
	p.accent, p.province, p.fromProvince = from.Text(), from.Text(), int32(from.Uint()%1e6)
	for _, d := range [...]*names.Dialect{&p.dialect, &p.accentDialect, &p.nativeDialect} {
		*d = names.DecodeDialect(from)
	}
}

func appendOrigin(p *Profile, key []byte) []byte {
	if p.clues != nil {
		key = append(append(append(key, p.clues.by.Native...), '|'), p.clues.by.Found...)
		key = append(append(key, '|'), p.clues.by.Accent...)
		for _, h := range p.clues.by.Heard {
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

func projectOrigin(from, to *Profile) {
	to.home, to.clues, to.event = from.home, from.clues, from.event
	to.accent, to.province, to.accentDialect, to.nativeDialect, to.dialect = from.accent, from.province, from.accentDialect, from.nativeDialect, from.dialect
	if to.heard = from.heard; !from.home.Known() {
		if to.native, to.lastSeen = from.native, from.lastSeen; !from.lastSeen.Known() {
			to.placeSounds, to.eventPlace.Text = from.placeSounds, from.eventPlace.Text
		}
	}
}

// tellsOrigin reports whether the probe is of a record that tells where its person is from.
func (p *Probe) tellsOrigin() bool { return p.ofRecord() && p.clues.origin() != nil }

// originAtHome returns the part of compareOrigin's ratio that a notice's home has, by the projection of
// the origin; where the person was last seen has the other (originWhereSeen). Not ok where
// compareOrigin is no such ratio.
func (p *Probe) originAtHome(projection *Profile) (part float64, ok bool) {
	clues := p.clues.origin()
	if !p.ofRecord() || clues == nil || !projection.home.Known() {
		return 0, false
	}
	by := &p.basis.Origin
	return by.OnMap*(1-by.LivedThere)*places.Default().Ratio(clues, projection.home) + 1 - by.OnMap, true
}

// originWhereSeen returns the other part, by the projection of the event's place.
func (p *Probe) originWhereSeen(projection *Profile) float64 {
	seen := places.Default().SpanOf(projection.eventPlace.Code)
	if clues := p.clues.origin(); clues != nil && seen.Known() {
		return p.basis.Origin.OnMap * p.basis.Origin.LivedThere * places.Default().Ratio(clues, seen)
	}
	return 0
}

// originClues holds what a person tells of where they are from. To find where names that were
// heard may lie takes some milliseconds, so it is done when it is first asked for.
type originClues struct {
	by      places.Clues
	once    sync.Once
	is      *places.Origin // nil for nothing
	apart   sync.Once
	byHeard *places.Origin // of the names heard alone, for reasons
}

func cluesOf(by places.Clues) *originClues {
	if by.Native == "" && by.Accent == "" && len(by.Heard) == 0 {
		return nil
	}
	return &originClues{by: by}
}

// nativeCodes returns the codes that a record's native place leaves open, for places.Told.
func nativeCodes(p *places.Place) string {
	joined := strings.Join(p.Codes, "|")
	if p.Doubtful && joined != "" {
		return "?" + joined
	}
	return joined
}

// homeOf returns the counties of a notice's native place.
func homeOf(p *places.Place) places.Span { return places.Default().Cover(p.Codes) }

// accentTold returns an accent for places.Told, empty if it is not known.
func accentTold(text string) string {
	if assertion.Unknown(assertion.Accent, text) {
		return ""
	}
	return text
}

func (t *originClues) origin() *places.Origin {
	if t == nil {
		return nil
	}
	t.once.Do(func() { t.is = places.Default().OriginOf(t.by) })
	return t.is
}

// heardOrigin returns what the names heard tell by themselves, nil for nothing.
func (t *originClues) heardOrigin() *places.Origin {
	if t == nil || len(t.by.Heard) == 0 {
		return nil
	}
	t.apart.Do(func() {
		if t.by.Native == "" && t.by.Accent == "" {
			t.byHeard = t.origin()
			return
		}
		t.byHeard = places.Default().OriginOf(places.Clues{Heard: t.by.Heard, Found: t.by.Found})
	})
	return t.byHeard
}

// Prepare does now what would be done at the first weighing: some milliseconds for a
// record whose person named places.
func (p *Profile) Prepare() { p.clues.origin() }

// compareOrigin says whether the record's person comes from where the notice's does.
// Native place, accent and places named are one piece of evidence, weighed together
// county by county (places.OriginOf), so that what they have in common counts once:
//
//	log2 [t·P(told | home in the notice's native place)/P(told | found there) + 1 − t]
//
// with t how far that place is what it seems to be on the map, and now and then home
// is where they were last seen, which may be all that is known; and more where a name
// told is the very town's or village's of the notice. Found there, and not told by
// anyone: otherwise a local accent would say again what the place found says. Where
// the notice's place is not on the map, names are compared.
func compareOrigin(b *basis, record, notice *Profile) (comparison, bool) {
	p, clues := &b.Origin, record.clues.origin()
	switch {
	case clues == nil:
	case notice.home.Known():
		there := places.Default().Ratio(clues, notice.home)
		if notice.lastSeen.Known() && notice.lastSeen != notice.home {
			there = (1-p.LivedThere)*there + p.LivedThere*places.Default().Ratio(clues, notice.lastSeen)
		}
		bits := math.Log2(p.OnMap*there + 1 - p.OnMap)
		if bits > 0 {
			bits += deeper(p, record, notice)
		}
		return comparison{bits: bits, conflict: bits < conflictBits && record.native.Code != ""}, true
	case notice.lastSeen.Known():
		return comparison{bits: math.Log2(p.AtHome*places.Default().Ratio(clues, notice.lastSeen) + 1 - p.AtHome)}, true
	}
	if f, ok := weighPlaces(&p.Names, &record.native, &notice.native); ok {
		f.conflict = f.bits < conflictBits
		return f, true
	}
	bits, ok := weighHeard(&p.Heard, record, notice)
	return comparison{bits: bits}, ok
}

// deeper returns what the deepest place of the notice that the record names adds to the
// county's: a village says what its town says too.
func deeper(p *OriginParams, record, notice *Profile) float64 {
	deepest := places.Unnamed
	for i := range record.heard {
		if _, at := bestPart(&p.Heard, &record.heard[i], notice, dialectOf(record, notice), p.Surely); at >= 0 {
			deepest = max(deepest, notice.placeSounds[at].level)
		}
	}
	for _, x := range record.native.Parts {
		for _, y := range notice.native.Parts {
			if x.Level == y.Level && x.Name == y.Name {
				deepest = max(deepest, x.Level)
			}
		}
	}
	switch deepest {
	case places.Village:
		return p.Village
	case places.Town:
		return p.Town
	}
	return 0
}

// explainOrigin says for each of native place, accent and places heard what it says by
// itself, in words that go with the weight of all.
func explainOrigin(p *Probe, record, notice *Profile, f comparison) words {
	out := words{record.native.Text, notice.native.Text, models.Text{}}
	home := notice.native.Text
	if !notice.native.Known() {
		home = notice.eventPlace.Text
	}
	if record.native.Known() && notice.native.Known() {
		out.reason = placeWords("籍贯", "native places", &record.native, &notice.native).reason
	}
	if record.accent != "" && home != "" {
		t := accentWords(accentFits(record, notice), f.bits >= 0)
		t = bothWays(t.Zh, t.En, record.accent, home)
		say(&out.reason, t.Zh, t.En)
		out.record = strings.Trim(out.record+"；"+record.accent, "；")
	}
	if len(record.heard) > 0 {
		heard := soundTexts(record.heard)
		t := bothWays("说出的地名像是别处的", "the places they named seem to be elsewhere", heard, home)
		if f.bits < 0 {
			t = bothWays("说出的地名没有对上", "no place they named is one of the notice's", heard, home)
		}
		if i, j := namedAlike(&p.basis.Origin.Heard, record, notice); i >= 0 {
			t = bothWays("说出的地名与籍贯或走失地的地名音同或音近", "a place they named sounds like one of the notice's", record.heard[i].text, notice.placeSounds[j].text)
			if said := spokenWords(names.SpokenAlike(dialectOf(record, notice), record.heard[i].text, notice.placeSounds[j].text), record.accent); said.Zh != "" {
				t.Zh, t.En = t.Zh+"，"+said.Zh, t.En+"; "+said.En
			}
		} else if heardFits(record, notice) {
			t = bothWays("说出的地名听来像在籍贯一带", "the places they named seem to lie about the native place", heard, home)
		}
		say(&out.reason, t.Zh, t.En)
		out.record = strings.Trim(out.record+"；"+heard, "；")
	}
	if out.reason.Zh == "" {
		t := bothWays("说到的来历与启事", "what is told of the origin, and the notice", record.native.Text, home)
		say(&out.reason, t.Zh, t.En)
	}
	return out
}

// accentFits reports whether people of the notice's native place, or else of where the
// person was last seen, speak so more than others do.
func accentFits(record, notice *Profile) bool {
	by := record.clues
	if by == nil {
		return false
	}
	there := notice.home
	if !there.Known() {
		there = notice.lastSeen
	}
	return places.Default().AccentRatio(by.by.Accent, by.by.Found, there) > 1
}

// heardFits reports whether the places named lie about the notice's native place, or
// where the person was last seen, more than elsewhere.
func heardFits(record, notice *Profile) bool {
	origin := record.clues.heardOrigin()
	there := notice.home
	if !there.Known() {
		there = notice.lastSeen
	}
	return origin != nil && there.Known() && places.Default().Ratio(origin, there) > 1
}

// accentWords say whether an accent fits, the whole weight speaking for the pair or
// against it.
func accentWords(fits, speaksFor bool) models.Text {
	switch {
	case fits && speaksFor:
		return models.Text{Zh: "口音与籍贯相符", En: "the accent fits the native place"}
	case fits:
		return models.Text{Zh: "口音听来像那一带", En: "the accent may be of there"}
	case speaksFor:
		return models.Text{Zh: "口音像是别处的", En: "the accent seems to be of elsewhere"}
	}
	return models.Text{Zh: "口音与籍贯不符", En: "the accent is of elsewhere"}
}

// namedAlike returns a place that the record names and one of the notice that it sounds
// like; −1 for none.
func namedAlike(p *HeardParams, record, notice *Profile) (fragment, part int) {
	for i := range record.heard {
		if _, j := bestPart(p, &record.heard[i], notice, dialectOf(record, notice), alikeRatio); j >= 0 {
			return i, j
		}
	}
	return -1, -1
}

// alikeRatio is the likelihood ratio from which two place names are said to sound alike.
const alikeRatio = 20

func soundTexts(list []soundPlace) string {
	texts := make([]string, len(list))
	for i := range list {
		texts[i] = list[i].text
	}
	return strings.Join(texts, "、")
}

// nativeDialectOf returns what is spoken at a place: as the map says, else as its words do.
func nativeDialectOf(p *places.Place) names.Dialect {
	if p.Code != "" {
		return names.DialectAt(p.Code)
	}
	return names.DialectIn(p.Text)
}
