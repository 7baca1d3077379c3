package feature

import (
	"fmt"

	"github.com/guitu-project/guitu/matcher/places"
	"github.com/guitu-project/guitu/models"
)

// weighPlaces weighs two places by the lowest level at which they agree.
func weighPlaces(p *PlaceParams, a, b *places.Place) (comparison, bool) {
	if !a.Known() || !b.Known() {
		return comparison{}, false
	}
	g := places.Compare(a, b)
	if !g.Agree {
		if g.Apart == places.Province {
			return comparison{bits: p.OtherProvince}, true
		}
		return comparison{}, false
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
	return comparison{bits: bits}, true
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
