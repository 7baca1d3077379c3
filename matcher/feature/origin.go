package feature

import (
	"math"
	"strings"
	"sync"

	"github.com/guitu-project/guitu/matcher/assertion"
	"github.com/guitu-project/guitu/matcher/names"
	"github.com/guitu-project/guitu/matcher/places"
	"github.com/guitu-project/guitu/models"
)

// told is what a person tells of where they are from. To find where names that were
// heard may lie takes some milliseconds, so it is done when it is first asked for.
type told struct {
	by   places.Told
	once sync.Once
	is   *places.Origin // nil for nothing
}

func toldBy(by places.Told) *told {
	if by.Native == "" && by.Accent == "" && len(by.Heard) == 0 {
		return nil
	}
	return &told{by: by}
}

// nativeCodes are the codes that a record's native place leaves open, for places.Told.
func nativeCodes(p *places.Place) string {
	joined := strings.Join(p.Codes, "|")
	if p.Doubtful && joined != "" {
		return "?" + joined
	}
	return joined
}

// homeOf are the counties of a notice's native place.
func homeOf(p *places.Place) places.Span { return places.Default().Cover(p.Codes) }

// accentTold is an accent for places.Told, empty where it is not known.
func accentTold(text string) string {
	if assertion.Unknown(assertion.Accent, text) {
		return ""
	}
	return text
}

func (t *told) origin() *places.Origin {
	if t == nil {
		return nil
	}
	t.once.Do(func() { t.is = places.Default().OriginOf(t.by) })
	return t.is
}

// Prepare does now what would be done at the first weighing: some milliseconds for a
// record whose person named places.
func (p *Profile) Prepare() { p.told.origin() }

// weighOrigin says whether the record's person comes from where the notice's does.
// Native place, accent and places named are one piece of evidence, weighed together
// county by county (places.OriginOf), so that what they have in common counts once:
//
//	log2 [t·P(told | home in the notice's native place)/P(told | found there) + 1 − t]
//
// with t how far that place is what it seems to be on the map, and now and then home
// is where they were last seen, which may be all that is known; and more where a name
// told is the very town's or village's of the notice. Found there, and not told by
// anybody: otherwise a local accent would say again what the place found says. Where
// the notice's place is not on the map, names are compared.
func weighOrigin(b *basis, record, notice *Profile) (finding, bool) {
	p, told := &b.Origin, record.told.origin()
	switch {
	case told == nil:
	case notice.home.Known():
		there := places.Default().Ratio(told, notice.home)
		if notice.lastSeen.Known() && notice.lastSeen != notice.home {
			there = (1-p.LivedThere)*there + p.LivedThere*places.Default().Ratio(told, notice.lastSeen)
		}
		bits := math.Log2(p.OnMap*there + 1 - p.OnMap)
		if bits > 0 {
			bits += deeper(p, record, notice)
		}
		return finding{bits: bits, conflict: bits < conflictBits && record.native.Code != ""}, true
	case notice.lastSeen.Known():
		return finding{bits: math.Log2(p.AtHome*places.Default().Ratio(told, notice.lastSeen) + 1 - p.AtHome)}, true
	}
	if f, ok := weighPlaces(&p.Names, &record.native, &notice.native); ok {
		f.conflict = f.bits < conflictBits
		return f, true
	}
	bits, ok := weighHeard(&p.Heard, record, notice)
	return finding{bits: bits}, ok
}

// deeper is what the deepest place of the notice that the record names adds to the
// county's: a village says what its town says too.
func deeper(p *OriginParams, record, notice *Profile) float64 {
	deepest := places.Unnamed
	for i := range record.heard {
		if _, at := bestPart(&p.Heard, &record.heard[i], notice, dialectOf(record, notice), p.Surely); at >= 0 {
			deepest = max(deepest, notice.lies[at].level)
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
func explainOrigin(p *Probe, record, notice *Profile, f finding) words {
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
		t := bothWays("说出的地名没有对上", "no place they named is one of the notice's", heard, home)
		if i, j := namedAlike(&p.basis.Origin.Heard, record, notice); i >= 0 {
			t = bothWays("说出的地名与籍贯或走失地的地名音同或音近", "a place they named sounds like one of the notice's", record.heard[i].text, notice.lies[j].text)
		} else if f.bits > heardThere {
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
	by := record.told
	if by == nil {
		return false
	}
	there := notice.home
	if !there.Known() {
		there = notice.lastSeen
	}
	return places.Default().AccentRatio(by.by.Accent, there) > 1
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

// heardThere is the weight from which places that were named are said to lie about the
// notice's native place: more than an accent's.
const heardThere = 6

// namedAlike are a place that the record names and one of the notice that it sounds
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

// nativeDialectOf is what is spoken at a place: as the map says, else as its words do.
func nativeDialectOf(p *places.Place) names.Dialect {
	if p.Code != "" {
		return places.Default().DialectAt(p.Code)
	}
	return names.DialectIn(p.Text)
}
