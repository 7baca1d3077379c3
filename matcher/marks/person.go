package marks

import (
	"strings"

	"github.com/guitu-project/guitu/matcher/names"
	"github.com/guitu-project/guitu/models"
)

// ParseAll reads the marks of a person, the given ones and those in the texts, in
// that order; 16 at most. One scar that is written in two places is one mark.
func ParseAll(given []models.Mark, texts ...string) []Mark {
	var all []Mark
	for _, m := range given {
		all = merge(all, readGiven(m))
	}
	for _, t := range texts {
		all = merge(all, Parse(t))
	}
	return all
}

// Understand fills in the kind, the site and the side of a mark as the contract's
// codes (SCAR, EYEBROW, LEFT) if its text is understood. What the author wrote in
// a field stays, and a field in which the marks of one text differ stays empty.
func Understand(m models.Mark) models.Mark {
	found := readGiven(m)
	if len(found) == 0 {
		return m
	}
	kind, site, side := found[0].Kind, found[0].Site, found[0].Side
	for _, f := range found[1:] {
		if f.Kind != kind {
			kind = 0
		}
		if f.Site != site {
			site = 0
		}
		if f.Side != side {
			side = 0
		}
	}
	keep := func(field *string, code string) {
		if strings.TrimSpace(*field) == "" {
			*field = code
		}
	}
	keep(&m.Kind, kind.Code())
	keep(&m.Site, site.Code())
	keep(&m.Side, side.Code())
	return m
}

// readGiven reads one mark of a form: its text, and its fields in codes or in words,
// which say it better than the text.
func readGiven(m models.Mark) []Mark {
	kind, site, side := kindOf(m.Kind), siteOf(m.Site), sideOf(m.Side)
	if side == 0 {
		side = sideOf(m.Site)
	}
	found := Parse(m.Text)
	switch {
	case len(found) == 0 && kind != 0:
		if site == 0 {
			site = siteOf(m.Text)
		}
		if side == 0 {
			side = sideOf(m.Text)
		}
		if site == 0 {
			site = kind.row().home
		}
		one := Mark{Kind: kind, Site: site, Side: side, Text: strings.TrimSpace(m.Text)}
		if one.Text == "" {
			one.Text = one.Words().Zh
		}
		if r := []rune(one.Text); len(r) > longestWords {
			one.Text = string(r[:longestWords])
		}
		if m.Text == "" || !isDenied(m.Text) {
			found = append(found, one)
		}
	case len(found) == 1:
		f := &found[0]
		if kind != 0 {
			f.Kind = kind
		}
		if site != 0 {
			f.Site = site
		}
		if side != 0 {
			f.Side = side
		}
	}
	return found
}

// isDenied: a text beside a given kind that only says no.
func isDenied(text string) bool {
	for _, t := range lex([]rune(names.Fold(text))) {
		switch t.class {
		case deny, not, unknown:
			return true
		case soft, stop, comma:
		default:
			return false
		}
	}
	return false
}

func kindOf(field string) Kind {
	code := strings.ToUpper(strings.TrimSpace(field))
	for k := Kind(1); k < kinds && code != ""; k++ {
		if k.Code() == code {
			return k
		}
	}
	return first(field, kindWord).kind
}

func siteOf(field string) Site {
	code := strings.ToUpper(strings.TrimSpace(field))
	for s := Site(1); s < sites && code != ""; s++ {
		if s.Code() == code {
			return s
		}
	}
	return first(field, siteWord).site
}

func sideOf(field string) Side {
	code := strings.ToUpper(strings.TrimSpace(field))
	for s := Side(1); s < sides && code != ""; s++ {
		if s.Code() == code {
			return s
		}
	}
	return first(field, sideWord).side
}

// first returns the first word of that class in a text, a zero token if there is none.
func first(text string, c class) token {
	for _, t := range lex([]rune(names.Fold(text))) {
		if t.class == c {
			return t
		}
	}
	return token{}
}

// merge adds what is not known yet. The same kind on the same site, or on one that
// holds it, is the same mark said again; so is one right beside it, if another text
// says so: 左眉上有疤 in the marks and 左额有疤 in the appearance.
func merge(all, more []Mark) []Mark {
	known := len(all)
	for _, m := range more {
		at := -1
		for i := range all {
			if same(&all[i], &m, i < known) {
				at = i
				break
			}
		}
		switch {
		case at >= 0:
			complete(&all[at], &m)
		case len(all) < maxMarks:
			all = append(all, m)
		}
	}
	return all
}

func same(a, b *Mark, otherText bool) bool {
	if a.Side != b.Side && a.Side != 0 && b.Side != 0 && (a.Side != Both && b.Side != Both || !otherText) {
		return false
	}
	skin := otherText && a.Kind.row().skin && b.Kind.row().skin
	if a.Kind != b.Kind && !(skin && alike(a.Kind, b.Kind) >= oftenTaken) {
		return false
	}
	return a.Site == b.Site || a.Site == 0 || b.Site == 0 || a.Site.isWithin(b.Site) || b.Site.isWithin(a.Site) || skin && a.Site.isBeside(b.Site)
}

// oftenTaken is how often one kind is written for the other from which both are
// taken for one mark: a burn is a scar too.
const oftenTaken = .12

// complete keeps of two descriptions of one mark what says more.
func complete(a, b *Mark) {
	if a.Site == 0 && b.Site != 0 || b.Site.isWithin(a.Site) {
		a.Site, a.Text = b.Site, b.Text
	}
	if a.Kind == Scar && b.Kind == Burn {
		a.Kind = b.Kind
	}
	if a.Side == 0 {
		a.Side = b.Side
	}
	fill(a, b)
}
