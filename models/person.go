package models

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Sex of a person; empty is unknown.
type Sex string

// The sexes that files know.
const (
	Male   Sex = "MALE"
	Female Sex = "FEMALE"
)

// NameKind says where a name comes from; empty is unknown and read as LEGAL.
type NameKind string

// The kinds of names. A HEARD name was written by ear: its characters say how
// it sounds, not how it is written.
const (
	NameLegal        NameKind = "LEGAL"
	NameFormer       NameKind = "FORMER"
	NameNickname     NameKind = "NICKNAME"
	NameSelfReported NameKind = "SELF_REPORTED"
	NameHeard        NameKind = "HEARD"
	NameOtherScript  NameKind = "OTHER_SCRIPT"
)

// Build of a body; empty is unknown.
type Build string

// The builds that files know.
const (
	Thin   Build = "THIN"
	Medium Build = "MEDIUM"
	Heavy  Build = "HEAVY"
)

// BloodType in the ABO system; empty is unknown.
type BloodType string

// The ABO blood types.
const (
	BloodA  BloodType = "A"
	BloodB  BloodType = "B"
	BloodAB BloodType = "AB"
	BloodO  BloodType = "O"
)

// PersonName describes one name that a person goes by.
type PersonName struct {
	Text string   `json:"text"`
	Kind NameKind `json:"kind,omitempty"`
}

// Mark describes a lasting mark on the body, as written; Kind, Site and Side are filled
// if the text is understood or the author gave them.
type Mark struct {
	Text string `json:"text"`
	Kind string `json:"kind,omitempty"`
	Site string `json:"site,omitempty"`
	Side string `json:"side,omitempty"`
}

// Relative is a person whom the person named, or whom the notice names.
type Relative struct {
	Name     string `json:"name,omitempty"`
	Relation string `json:"relation,omitempty"`
}

// Person holds what is said about a human being, true or not, at the time of the
// event (found, or last seen). Every field may be missing.
type Person struct {
	Names       []PersonName `json:"names,omitempty"`
	Sex         Sex          `json:"sex,omitempty"`
	BirthDate   Date         `json:"birthDate,omitempty"`
	AgeMin      *int         `json:"ageMin,omitempty"` // years at the event; nil is unknown, 0 a newborn
	AgeMax      *int         `json:"ageMax,omitempty"`
	HeightMinCm int          `json:"heightMinCm,omitempty"` // 0 is unknown
	HeightMaxCm int          `json:"heightMaxCm,omitempty"`
	WeightMinKg float64      `json:"weightMinKg,omitempty"` // 0 is unknown
	WeightMaxKg float64      `json:"weightMaxKg,omitempty"`
	ShoeSize    ShoeSize     `json:"shoeSize,omitempty"` // 0 is unknown
	Build       Build        `json:"build,omitempty"`
	BloodType   BloodType    `json:"bloodType,omitempty"`
	Ethnicity   string       `json:"ethnicity,omitempty"`
	NativePlace Place        `json:"nativePlace,omitzero"`
	Accent      string       `json:"accent,omitempty"`
	Marks       []Mark       `json:"marks,omitempty"`
	Appearance  string       `json:"appearance,omitempty"`
	Clothing    string       `json:"clothing,omitempty"`
	Belongings  string       `json:"belongings,omitempty"`
	Conditions  []string     `json:"conditions,omitempty"`
	Narrative   string       `json:"narrative,omitempty"`   // in the person's own words
	HeardPlaces []string     `json:"heardPlaces,omitempty"` // place names as heard
	Relatives   []Relative   `json:"relatives,omitempty"`
}

// Limits that keep one file from costing as much as ten thousand. Lengths are
// in characters.
const (
	maxLine  = 500
	maxProse = 20_000
	maxItems = 500
	maxAge   = 130
)

// HasTurned reports whether the person is so many years old on a day, as far as the date of
// birth tells; known is false if there is none.
func (p *Person) HasTurned(years int, day time.Time) (turned, known bool) {
	_, last, known := p.BirthDate.Span()
	y, m, d := day.In(Zone).Date()
	return known && !last.AddDate(years, 0, 0).After(time.Date(y, m, d, 0, 0, 0, 0, time.UTC)), known
}

func (p *Person) check(v violations, now time.Time) {
	oneOf(v, ".sex", p.Sex, Male, Female)
	oneOf(v, ".build", p.Build, Thin, Medium, Heavy)
	oneOf(v, ".bloodType", p.BloodType, BloodA, BloodB, BloodAB, BloodO)
	checkItems(v, ".names", p.Names, func(v violations, n PersonName) {
		if isBlank(n.Text) {
			v.add(".text", "姓名不能为空；不知道就不要写这一条", "a name needs a text; leave the entry out if unknown")
		}
		checkLen(v, ".text", n.Text, maxLine)
		checkVisible(v, ".text", n.Text)
		oneOf(v, ".kind", n.Kind, NameLegal, NameFormer, NameNickname, NameSelfReported, NameHeard, NameOtherScript)
	})
	p.BirthDate.check(v, ".birthDate", now)
	p.checkRanges(v)
	p.NativePlace.check(v.at(".nativePlace"))
	checkItems(v, ".marks", p.Marks, func(v violations, m Mark) { checkLen(v, ".text", m.Text, maxLine) })
	checkItems(v, ".conditions", p.Conditions, func(v violations, s string) { checkLen(v, "", s, maxLine) })
	checkItems(v, ".heardPlaces", p.HeardPlaces, func(v violations, s string) { checkLen(v, "", s, maxLine) })
	checkItems(v, ".relatives", p.Relatives, func(v violations, r Relative) {
		checkLen(v, ".name", r.Name, maxLine)
		checkVisible(v, ".name", r.Name)
		checkLen(v, ".relation", r.Relation, maxLine)
	})
	checkLen(v, ".ethnicity", p.Ethnicity, maxLine)
	checkLen(v, ".accent", p.Accent, maxLine)
	checkLen(v, ".appearance", p.Appearance, maxProse)
	checkLen(v, ".clothing", p.Clothing, maxProse)
	checkLen(v, ".belongings", p.Belongings, maxProse)
	checkLen(v, ".narrative", p.Narrative, maxProse)
}

func (p *Person) checkRanges(v violations) {
	for _, a := range []struct {
		field string
		years *int
	}{{".ageMin", p.AgeMin}, {".ageMax", p.AgeMax}} {
		if a.years != nil && (*a.years < 0 || *a.years > maxAge) {
			v.add(a.field, fmt.Sprintf("年龄 %d 不合理，应为 0 到 %d 岁", *a.years, maxAge),
				fmt.Sprintf("age %d: must lie within 0 and %d years", *a.years, maxAge))
		}
	}
	if p.AgeMin != nil && p.AgeMax != nil && *p.AgeMin > *p.AgeMax {
		v.add(".ageMax", "最大年龄小于最小年龄", "ageMax is below ageMin")
	}
	for _, h := range []struct {
		field string
		cm    int
	}{{".heightMinCm", p.HeightMinCm}, {".heightMaxCm", p.HeightMaxCm}} {
		if h.cm != 0 && (h.cm < 20 || h.cm > 260) {
			v.add(h.field, fmt.Sprintf("身高 %d 不合理，应为 20 到 260 厘米", h.cm),
				fmt.Sprintf("height %d: must lie within 20 and 260 cm", h.cm))
		}
	}
	if p.HeightMinCm != 0 && p.HeightMaxCm != 0 && p.HeightMinCm > p.HeightMaxCm {
		v.add(".heightMaxCm", "最大身高小于最小身高", "heightMaxCm is below heightMinCm")
	}
	p.checkWeight(v)
	p.ShoeSize.check(v.at(".shoeSize"))
}

// The bounds of a body weight, in kg: of a newborn, and of the heaviest.
const (
	leastKg = .5
	mostKg  = 350
)

func (p *Person) checkWeight(v violations) {
	for _, w := range []struct {
		field string
		kg    float64
	}{{".weightMinKg", p.WeightMinKg}, {".weightMaxKg", p.WeightMaxKg}} {
		if w.kg != 0 && !(w.kg >= leastKg && w.kg <= mostKg) { // NaN is outside, too
			v.add(w.field, fmt.Sprintf("体重 %g 不合理，应为 %g 到 %d 千克（1 千克等于 2 斤）", w.kg, leastKg, mostKg),
				fmt.Sprintf("weight %g: must lie within %g and %d kg", w.kg, leastKg, mostKg))
		}
	}
	if p.WeightMinKg != 0 && p.WeightMaxKg != 0 && p.WeightMinKg > p.WeightMaxKg {
		v.add(".weightMaxKg", "最大体重小于最小体重", "weightMaxKg is below weightMinKg")
	}
}

func oneOf[T ~string](v violations, field string, got T, allowed ...T) {
	if got != "" && !slices.Contains(allowed, got) {
		v.add(field, fmt.Sprintf("不认识的值“%s”，应为 %v 之一", string(got), allowed),
			fmt.Sprintf("unknown value %q: must be one of %v", string(got), allowed))
	}
}

func checkLen(v violations, field, text string, limit int) {
	switch {
	case !utf8.ValidString(text):
		v.add(field, "文字编码不是 UTF-8", "text is not UTF-8")
	case len(text) > limit && utf8.RuneCountInString(text) > limit:
		v.add(field, fmt.Sprintf("文字过长，最多 %d 字", limit), fmt.Sprintf("text is over %d characters", limit))
	default:
		if i := strings.IndexFunc(text, isControl); i >= 0 {
			refuseRune(v, field, []rune(text[i:])[0])
		}
	}
}

func checkItems[T any](v violations, field string, items []T, check func(violations, T)) {
	if len(items) > maxItems {
		v.add(field, fmt.Sprintf("条目过多，最多 %d 条", maxItems), fmt.Sprintf("over %d entries", maxItems))
		return
	}
	for i, item := range items {
		check(v.at("%s[%d]", field, i), item)
	}
}
