package evidence

import (
	"fmt"
	"math"
	"strings"

	"github.com/guitu-project/guitu/matcher/names"
	"github.com/guitu-project/guitu/matcher/places"
	"github.com/guitu-project/guitu/models"
)

// Details of an origin finding.
const (
	originNative = iota
	originAccent
	originHeard
)

// weighOrigin says whether the record's person comes from where the notice's does:
// by the native place given, by the accent, by places the person named. These hang
// together, so only the strongest of them speaks; a place that agrees is stronger
// than any that does not.
func weighOrigin(p *basis, record, notice *Profile) (finding, bool) {
	best, found := finding{}, false
	consider := func(bits float64, f finding) {
		if !found || bits > best.bits {
			best, found = f, true
			best.bits = bits
		}
	}
	if bits, _, ok := p.native.weigh(record.nativeRegion, notice.nativeRegion, &p.Native); ok {
		consider(bits, finding{detail: originNative, conflict: bits < conflictBits})
	} else if f, ok := weighPlaces(&p.Origin, &record.native, &notice.native); ok {
		consider(f.bits, finding{detail: originNative, conflict: f.bits < conflictBits})
	}
	if bits, ok := p.Accent.weigh(&p.native, record, notice); ok {
		consider(bits, finding{detail: originAccent})
	}
	if bits, fragment, part := weighHeard(&p.Heard, record, notice); fragment >= 0 || bits < 0 && !found {
		consider(bits, finding{detail: originHeard, record: fragment, notice: part})
	}
	return best, found
}

func soundTexts(list []soundPlace) string {
	texts := make([]string, len(list))
	for i := range list {
		texts[i] = list[i].text
	}
	return strings.Join(texts, "、")
}

// weigh compares an accent with where the notice's person is from: the province that
// the accent is said to be of, or else only its dialect area.
func (a *AccentParams) weigh(native *shares, record, notice *Profile) (bits float64, ok bool) {
	home := notice.native.Province()
	there := notice.nativeDialect
	switch {
	case home == "" || record.accentDialect == names.AnyDialect:
		return 0, false
	case record.province == home:
		return math.Log2(a.SameProvince / native.of(notice.nativeRegion.province)), true
	case record.accentDialect == there && record.province == "":
		return a.SameDialect, true
	case record.accentDialect == there:
		return a.NearProvince, true
	}
	return a.Other, true
}

// weighPlaces weighs two places by the lowest level at which they agree.
func weighPlaces(p *PlaceParams, a, b *places.Place) (finding, bool) {
	if !a.Known() || !b.Known() {
		return finding{}, false
	}
	g := places.Compare(a, b)
	if !g.Agree {
		if g.Apart == places.Province {
			return finding{bits: p.OtherProvince}, true
		}
		return finding{}, false
	}
	bits := p.Unnamed
	switch g.Deepest {
	case places.Province:
		bits = p.Province
	case places.City:
		bits = p.City
	case places.County:
		bits = p.County
	case places.Town:
		bits = p.Town
	case places.Village:
		bits = p.Village
	}
	return finding{bits: bits}, true
}

func explainOrigin(record, notice *Profile, f finding) words {
	switch f.detail {
	case originAccent:
		zh, en := "口音与籍贯相符", "the accent fits the native place"
		if f.bits < 0 {
			zh, en = "口音与籍贯不符", "the accent is of elsewhere"
		}
		return words{record.accent, notice.native.Text, bothWays(zh, en, record.accent, notice.native.Text)}
	case originHeard:
		if f.record < 0 {
			a, b := soundTexts(record.heard), soundTexts(notice.lies)
			return words{a, b, bothWays("说出的地名没有对上", "no place they named is one of the notice's", a, b)}
		}
		a, b := record.heard[f.record].text, notice.lies[f.notice].text
		return words{soundTexts(record.heard), soundTexts(notice.lies), bothWays("说出的地名与籍贯或走失地的地名音同或音近", "a place they named sounds like one of the notice's", a, b)}
	}
	return placeWords("籍贯", "native places", &record.native, &notice.native)
}

func placeWords(zhWhat, enWhat string, a, b *places.Place) words {
	zh, en := zhWhat+"不同省", enWhat+" are in different provinces"
	if g := places.Compare(a, b); g.Agree {
		zh, en = fmt.Sprintf("%s都有“%s”", zhWhat, g.Name), fmt.Sprintf("%s share %q", enWhat, g.Name)
	}
	return words{a.Text, b.Text, bothWays(zh, en, a.Text, b.Text)}
}

func bothWays(zh, en, a, b string) models.Text {
	return models.Text{Zh: fmt.Sprintf("%s：%s / %s", zh, a, b), En: fmt.Sprintf("%s: %s / %s", en, a, b)}
}
