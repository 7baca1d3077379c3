package world

import (
	"fmt"
	"strings"

	"github.com/guitu-project/guitu/models"
)

// words puts what was seen into a file, in the words of one split.
type words struct {
	dice
	split Split
}

func (w words) notice(r *report) models.Notice {
	n := models.Notice{Source: "公安", MissingDate: r.missing.date()}
	p := &n.Person
	p.Names = append(p.Names, models.PersonName{Text: r.name.text(), Kind: models.NameLegal})
	if len(r.former.slots()) > 0 {
		p.Names = append(p.Names, models.PersonName{Text: r.former.text(), Kind: models.NameFormer})
	}
	if r.called != "" {
		p.Names = append(p.Names, models.PersonName{Text: r.called, Kind: models.NameNickname})
	}
	w.body(p, r.sex, r.low, r.high, r.build, r.blood, r.people)
	r.writeSizes(p)
	p.BirthDate = r.born.date()
	if r.age != unknown {
		p.AgeMin, p.AgeMax = &r.age, &r.age
	}
	p.NativePlace.Text = w.place(r.home)
	n.MissingPlace.Text = w.place(r.lastSeen)
	w.marks(p, r.marks, r.looks)
	if r.clothed {
		p.Clothing = "走失时" + w.clothing(r.wore)
	}
	for _, k := range r.kin {
		p.Relatives = append(p.Relatives, models.Relative{Name: k.name.text(), Relation: k.relation})
		n.Contacts = append(n.Contacts, models.Contact{Name: k.name.text(), Relation: k.relation})
	}
	w.sick(p, r.sickness)
	return n
}

func (w words) record(s *sighting) models.Record {
	r := models.Record{Station: "救助管理站", FoundDate: s.found.date()}
	p := &r.Person
	if name, ok := w.heardName(s); ok {
		p.Names = []models.PersonName{name}
	}
	w.body(p, s.sex, s.low, s.high, s.build, s.blood, s.people)
	s.writeSizes(p)
	p.BirthDate = s.born.date()
	if s.youngest != unknown {
		p.AgeMin, p.AgeMax = &s.youngest, &s.oldest
	}
	p.NativePlace.Text = w.place(s.native)
	r.FoundPlace.Text = w.place(s.foundAt)
	p.Accent = w.accent(s.accent)
	for _, h := range s.heard {
		p.HeardPlaces = append(p.HeardPlaces, h.text+h.tail)
	}
	if len(s.heard) > 0 && w.chance(.4) {
		p.Narrative = "说家在" + p.HeardPlaces[0] + either(w.dice, []string{"附近", "那边", "，家里种地", "，想回家"})
	}
	w.marks(p, s.marks, s.looks)
	p.Clothing = w.clothing(s.clothes)
	for _, k := range s.kin {
		p.Relatives = append(p.Relatives, models.Relative{Name: k.name.text(), Relation: k.relation})
	}
	w.sick(p, s.sickness)
	r.Circumstances = either(w.dice, []string{"群众报警，民警送站", "街面巡查时发现", "医院转来", "在车站滞留", "夜间露宿，被劝导进站"})
	return r
}

func (p partial) date() models.Date {
	switch {
	case p.year == 0:
		return ""
	case p.month == 0:
		return models.Date(fmt.Sprintf("%04d", p.year))
	case p.day == 0:
		return models.Date(fmt.Sprintf("%04d-%02d", p.year, p.month))
	}
	return models.Date(fmt.Sprintf("%04d-%02d-%02d", p.year, p.month, p.day))
}

func (w words) body(p *models.Person, sex, low, high, build int, blood, people string) {
	p.Sex = []models.Sex{models.Male, models.Female}[sex]
	p.HeightMinCm, p.HeightMaxCm = low, high
	if build != unknown {
		p.Build = []models.Build{models.Thin, models.Medium, models.Heavy}[build]
	}
	p.BloodType = models.BloodType(blood)
	if p.Ethnicity = people; people != "" {
		p.Ethnicity += "族"
	}
}

// place writes a way down: in full, or without the province or the city.
func (w words) place(h home) string {
	var parts []string
	for i, division := range h {
		if empty(division.Name) || len(h) > 2 && (i == 0 && w.chance(.12) || i == 1 && w.chance(.12)) {
			continue
		}
		name := division.Name
		if i == 0 && w.chance(.1) {
			name = bare(name)
		}
		parts = append(parts, name)
	}
	return strings.Join(parts, "")
}

// heardName writes what was learned of the name.
func (w words) heardName(s *sighting) (models.PersonName, bool) {
	kind := models.NameHeard
	if s.written || w.chance(.4) {
		kind = models.NameSelfReported
	}
	text := s.name.text()
	switch s.known {
	case noName:
		return models.PersonName{}, false
	case byName:
		if w.chance(.5) {
			kind = models.NameNickname
		}
		return models.PersonName{Text: s.called, Kind: kind}, true
	case onlySurname:
		if s.name.parts == nil {
			text = strings.Replace(either(w.dice, []string{"老X", "姓X", "X某", "X某某", "小X", "X姓男子"}), "X", text, 1)
			if s.sex == 1 {
				text = strings.Replace(text, "男子", "女子", 1)
			}
		}
	case onlyGiven:
		if g := s.name.given; len(g) == 1 {
			text = strings.ReplaceAll(either(w.dice, []string{"阿X", "阿X", "小X", "XX"}), "X", text)
		}
	}
	switch {
	case s.last:
		text = string(s.name.given) + string(s.name.surname)
	case s.latin:
		return models.PersonName{Text: spelled(book().soundsOf(s.name), len(s.name.surname)), Kind: kind}, true
	}
	if kind == models.NameHeard && w.chance(.4) {
		text += either(w.dice, []string{"（音）", "（谐音）", "(音)"})
	}
	return models.PersonName{Text: text, Kind: kind}, true
}

// coarse words for the speech of an area.
var coarse = [areas]string{"东北口音", "北方口音", "山东口音", "北方口音", "西北口音", "西北口音", "山西口音", "江淮口音", "西南口音", "西南口音", "江浙口音", "南方口音", "南方口音", "南方口音", "客家口音", "闽南口音", "粤语口音", "南方口音"}

func (w words) accent(a accent) string {
	switch {
	case a.division.Name == "":
		return ""
	case a.coarse:
		return coarse[a.is]
	}
	return bare(a.division.Name) + either(w.dice, []string{"口音", "话", "口音", "方言", "一带口音"})
}

// marks writes some of the marks as such and the others among the looks.
func (w words) marks(p *models.Person, marks []mark, seen []int) {
	var prose []string
	for i, v := range seen {
		if v != unknown && looks[i].words[w.split][v] != "" {
			prose = append(prose, looks[i].words[w.split][v])
		}
	}
	for _, m := range marks {
		if text := m.words(w.dice, w.split); w.chance(.65) {
			p.Marks = append(p.Marks, models.Mark{Text: text})
		} else {
			prose = append(prose, text)
		}
	}
	p.Appearance = strings.Join(prose, "，")
}

func (w words) clothing(wore [3][2]int) string {
	var parts []string
	for i, g := range wore {
		if g[0] != unknown {
			parts = append(parts, []string{"上身穿", "下身穿", "脚穿"}[i]+colours[g[0]]+garments[i][w.split][g[1]])
		}
	}
	return strings.Join(parts, "，")
}

func (w words) sick(p *models.Person, sickness string) {
	if list := sicknesses[sickness]; len(list[w.split]) > 0 {
		if text := either(w.dice, list[w.split]); text != "" {
			p.Conditions = []string{text}
		}
	}
}
