package forms

import (
	"fmt"
	"strings"

	"github.com/guitu-project/guitu/models"
)

// person holds what is known of who a form is about, as it is written.
type person struct {
	name, others, sex, age, ethnicity, native, accent, look, words string
}

func (f *Facts) person() person {
	if f.Record == nil {
		return person{}
	}
	return personOf(&f.Record.Person)
}

func personOf(p *models.Person) person {
	out := person{ethnicity: p.Ethnicity, native: p.NativePlace.Text, accent: p.Accent, age: ageOf(p)}
	var others []string
	for i, n := range p.Names {
		text := n.Text
		if n.Kind == models.NameHeard && !strings.Contains(text, "音") {
			text += "（音）"
		}
		if i == 0 {
			out.name = text
			continue
		}
		others = append(others, text)
	}
	out.others = strings.Join(others, "、")
	out.sex = map[models.Sex]string{models.Male: "男", models.Female: "女"}[p.Sex]
	out.look = look(p)
	out.words = ownWords(p)
	return out
}

func ageOf(p *models.Person) string {
	switch {
	case p.BirthDate != "":
		return string(p.BirthDate) + " 生"
	case p.AgeMin != nil && p.AgeMax != nil && *p.AgeMin != *p.AgeMax:
		return fmt.Sprintf("约 %d–%d 岁", *p.AgeMin, *p.AgeMax)
	case p.AgeMin != nil:
		return fmt.Sprintf("约 %d 岁", *p.AgeMin)
	case p.AgeMax != nil:
		return fmt.Sprintf("约 %d 岁", *p.AgeMax)
	}
	return ""
}

// look returns how the person looks: size, marks, appearance, clothes.
func look(p *models.Person) string {
	var parts []string
	add := func(format string, args ...any) { parts = append(parts, fmt.Sprintf(format, args...)) }
	switch {
	case p.HeightMinCm != 0 && p.HeightMaxCm != 0 && p.HeightMinCm != p.HeightMaxCm:
		add("身高 %d–%d cm", p.HeightMinCm, p.HeightMaxCm)
	case max(p.HeightMinCm, p.HeightMaxCm) != 0:
		add("身高约 %d cm", max(p.HeightMinCm, p.HeightMaxCm))
	}
	if build, ok := map[models.Build]string{models.Thin: "体型偏瘦", models.Medium: "体型中等", models.Heavy: "体型偏胖"}[p.Build]; ok {
		add("%s", build)
	}
	if p.BloodType != "" {
		add("血型 %s", p.BloodType)
	}
	for _, m := range p.Marks {
		add("%s", m.Text)
	}
	for _, t := range append([]string{p.Appearance}, p.Conditions...) {
		if t != "" {
			add("%s", t)
		}
	}
	if p.Clothing != "" {
		add("衣着：%s", p.Clothing)
	}
	return strings.Join(parts, "；")
}

// ownWords returns what the person said of where they come from, and of whom.
func ownWords(p *models.Person) string {
	var parts []string
	if len(p.HeardPlaces) > 0 {
		parts = append(parts, "地名："+strings.Join(p.HeardPlaces, "、"))
	}
	if len(p.Relatives) > 0 {
		var kin []string
		for _, r := range p.Relatives {
			kin = append(kin, strings.TrimSpace(r.Relation+" "+r.Name))
		}
		parts = append(parts, "亲属："+strings.Join(kin, "、"))
	}
	if p.Narrative != "" {
		parts = append(parts, p.Narrative)
	}
	return strings.Join(parts, "；")
}

// about adds the rows that say who a form is about.
func (s *sheet) about(p person) {
	name := p.name
	if p.others != "" {
		name += "（又名 " + p.others + "）"
	}
	s.line(label(3, "姓　名"), value(9, name), label(3, "性　别"), value(2, p.sex), label(3, "年　龄"), value(4, p.age))
	s.pairs("民　族", p.ethnicity, "籍　贯", p.native, "口　音", p.accent)
}

// reference names the person in a letter, with room to write if nothing is known.
func (p person) reference() string {
	return fmt.Sprintf("%s（性别：%s，年龄：%s）", or(p.name, 8), or(p.sex, 2), or(p.age, 4))
}
