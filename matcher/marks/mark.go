package marks

import (
	"fmt"
	"strings"

	"github.com/guitu-project/guitu/models"
)

// Mark describes one mark understood. What a text does not say is zero.
type Mark struct {
	Kind   Kind
	Site   Site
	Side   Side
	Count  uint8 // how many; 0 is not said
	Colour Colour
	Length uint16 // the longest side, in millimetres
	Motif  string // what a tattoo shows, or the words it says
	Text   string // the words it was read from, as written
}

// Words returns the kind, the site and the side in the words of staff, with the detail:
// 左眉疤痕（约3厘米） and "scar, left eyebrow (about 3 cm)".
func (m *Mark) Words() models.Text {
	kind, place := m.Kind.Words(), m.place()
	out := models.Text{Zh: place.Zh + kind.Zh, En: kind.En}
	if place.En != "" {
		out.En += ", " + place.En
	}
	zh, en := m.details()
	if len(zh) > 0 {
		out.Zh += "（" + strings.Join(zh, "，") + "）"
		out.En += " (" + strings.Join(en, ", ") + ")"
	}
	return out
}

// place returns the site with its side; a kind that is always there needs no site unless
// the side is known.
func (m *Mark) place() models.Text {
	site, side := m.Site.Words(), m.Side.Words()
	if m.Kind.row().none || m.Side == 0 && m.Site == m.Kind.row().home {
		return models.Text{}
	}
	if m.Site == 0 {
		if m.Side != 0 {
			side.Zh, side.En = side.Zh+"侧", side.En+" side"
		}
		return side
	}
	switch {
	case m.Side == 0:
		return site
	case m.Side == Both && len([]rune(site.Zh)) > 1 && m.Site.row().region != onHand && m.Site.row().region != onFoot:
		side.Zh = "双侧"
	case (fingers | 1<<Finger).has(m.Site) && !strings.HasPrefix(site.Zh, "手"):
		side.Zh += "手"
	}
	return models.Text{Zh: side.Zh + site.Zh, En: side.En + " " + site.En}
}

func (m *Mark) details() (zh, en []string) {
	add := func(z, e string) { zh, en = append(zh, z), append(en, e) }
	if m.Motif != "" {
		add("“"+m.Motif+"”", "“"+m.Motif+"”")
	}
	if m.Colour != 0 {
		add(m.Colour.Words().Zh, m.Colour.Words().En)
	}
	if m.Length != 0 {
		cm := fmt.Sprintf("%.3g", float64(m.Length)/10)
		add("约"+cm+"厘米", "about "+cm+" cm")
	}
	if m.Count > 1 {
		add(fmt.Sprintf("%d处", m.Count), fmt.Sprintf("%d of them", m.Count))
	}
	return zh, en
}
