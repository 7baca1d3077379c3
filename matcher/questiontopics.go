package matcher

import (
	"fmt"
	"slices"

	"github.com/guitu-project/guitu/matcher/places"
	"github.com/guitu-project/guitu/models"
)

// topic describes something that a station can ask, look for or measure.
type topic struct {
	field    string
	answered float64 // how often people can answer, or staff can find out; estimates
	yesNo    bool    // each answer is a question of its own
	text     func(value string) models.Text
	known    func(r *models.Record) bool
	answers  func(n *models.Notice) []answer // what a notice's own person would answer
	beside   func(p *models.Person) models.Person
}

// answer describes one that may be given, and how it is written into a record.
type answer struct {
	value string
	say   func(p *models.Person)
}

func open(zh, en string) func(string) models.Text {
	return func(string) models.Text { return models.Text{Zh: zh, En: en} }
}

// topics are what is asked. Those that a person confused cannot answer but staff can see
// count for more.
var topics = []topic{
	{
		field: "nativePlace", answered: .55, text: open("老家在哪个省？", "Which province is home?"),
		known:   func(r *models.Record) bool { return r.Person.NativePlace.Text != "" },
		answers: func(n *models.Notice) []answer { return homes(n, 2) },
		beside:  originOf,
	}, {
		field: "nativePlace", answered: .35, text: open("老家是哪个市、哪个县？", "Which city or county is home?"),
		known:   func(r *models.Record) bool { return len(r.Person.NativePlace.Code) != 2 },
		answers: func(n *models.Notice) []answer { return homes(n, 6) },
		beside:  originOf,
	}, {
		field: "accent", answered: .3, text: open("听口音像哪里人？请他（她）多说几句，让同事也听一听", "What does the accent sound like? Let the person talk and a colleague listen"),
		known: func(r *models.Record) bool { return r.Person.Accent != "" },
		answers: func(n *models.Notice) []answer {
			province := provinceOf(n)
			return one(province, func(p *models.Person) { p.Accent = province + "口音" })
		},
		beside: originOf,
	}, {
		field: "names", answered: .5, text: open("叫什么名字？只记得姓或小名也行", "What is the name? A surname or a nickname will do"),
		known: func(r *models.Record) bool {
			return slices.ContainsFunc(r.Person.Names, func(n models.PersonName) bool { return len([]rune(n.Text)) > 1 })
		},
		answers: func(n *models.Notice) []answer {
			if len(n.Person.Names) == 0 {
				return nil
			}
			name := n.Person.Names[0].Text
			return one(name, func(p *models.Person) { p.Names = []models.PersonName{{Text: name, Kind: models.NameSelfReported}} })
		},
		beside: func(p *models.Person) models.Person {
			return models.Person{Names: p.Names, Accent: p.Accent, Relatives: p.Relatives}
		},
	}, {
		field: "birthDate", answered: .4, text: open("哪年出生？不记得就问属什么", "Born in which year? If not known, ask for the zodiac animal"),
		known: func(r *models.Record) bool { return r.Person.BirthDate != "" },
		answers: func(n *models.Notice) []answer {
			year := n.Person.BirthDate
			if len(year) > 4 {
				year = year[:4]
			}
			return one(string(year), func(p *models.Person) { p.BirthDate = year })
		},
		beside: func(p *models.Person) models.Person {
			return models.Person{BirthDate: p.BirthDate, AgeMin: p.AgeMin, AgeMax: p.AgeMax, Sex: p.Sex}
		},
	}, {
		field: "relatives", answered: .35, text: open("父母、兄弟姐妹或孩子叫什么？", "What are parents, siblings or children called?"),
		known: func(r *models.Record) bool { return len(r.Person.Relatives) > 0 },
		answers: func(n *models.Notice) []answer {
			i := slices.IndexFunc(n.Person.Relatives, func(r models.Relative) bool { return r.Name != "" })
			if i < 0 {
				return nil
			}
			relative := n.Person.Relatives[i]
			return one(relative.Relation+relative.Name, func(p *models.Person) { p.Relatives = []models.Relative{relative} })
		},
		beside: func(p *models.Person) models.Person {
			return models.Person{Names: p.Names, Accent: p.Accent, Relatives: p.Relatives}
		},
	}, {
		field: "ethnicity", answered: .7, text: open("是哪个民族？", "Which ethnic group?"),
		known: func(r *models.Record) bool { return r.Person.Ethnicity != "" },
		answers: func(n *models.Notice) []answer {
			return one(n.Person.Ethnicity, func(p *models.Person) { p.Ethnicity = n.Person.Ethnicity })
		},
		beside: func(p *models.Person) models.Person {
			return models.Person{NativePlace: p.NativePlace, Accent: p.Accent}
		},
	}, {
		field: "heightMinCm", answered: .95, text: open("请量一量身高", "Please measure the height"),
		known: func(r *models.Record) bool { return r.Person.HeightMinCm+r.Person.HeightMaxCm > 0 },
		answers: func(n *models.Notice) []answer {
			low, high := n.Person.HeightMinCm, n.Person.HeightMaxCm
			if low == 0 || high == 0 {
				low, high = low+high, low+high
			}
			cm := (low + high) / 2
			if cm == 0 {
				return nil
			}
			return one(fmt.Sprint(cm), func(p *models.Person) { p.HeightMinCm, p.HeightMaxCm = cm, cm })
		},
		beside: func(p *models.Person) models.Person {
			return models.Person{Sex: p.Sex, BirthDate: p.BirthDate, AgeMin: p.AgeMin, AgeMax: p.AgeMax}
		},
	}, {
		field: "bloodType", answered: .6, text: open("能否化验血型？", "Can the blood type be tested?"),
		known: func(r *models.Record) bool { return r.Person.BloodType != "" },
		answers: func(n *models.Notice) []answer {
			return one(string(n.Person.BloodType), func(p *models.Person) { p.BloodType = n.Person.BloodType })
		},
		beside: func(*models.Person) models.Person { return models.Person{} },
	}, {
		field: "sex", answered: .99, text: open("性别？", "Sex?"),
		known: func(r *models.Record) bool { return r.Person.Sex != "" },
		answers: func(n *models.Notice) []answer {
			return one(string(n.Person.Sex), func(p *models.Person) { p.Sex = n.Person.Sex })
		},
		beside: func(*models.Person) models.Person { return models.Person{} },
	}, {
		field: "marks", answered: .9, yesNo: true,
		text: func(value string) models.Text {
			return models.Text{Zh: "请看一看，有没有：" + value, En: "Please look whether there is: " + value}
		},
		known: func(*models.Record) bool { return false },
		answers: func(n *models.Notice) (list []answer) {
			for _, m := range n.Person.Marks {
				if m.Kind != "" && m.Site != "" {
					list = append(list, one(m.Text, func(p *models.Person) { p.Marks = append(slices.Clone(p.Marks), m) })...)
				}
			}
			return list
		},
		beside: func(p *models.Person) models.Person { return models.Person{Marks: p.Marks, Appearance: p.Appearance} },
	}, {
		field: "conditions", answered: .8, yesNo: true,
		text: func(value string) models.Text {
			return models.Text{Zh: "请留意，有没有这种情况：" + value, En: "Please watch for: " + value}
		},
		known: func(*models.Record) bool { return false },
		answers: func(n *models.Notice) (list []answer) {
			for _, c := range n.Person.Conditions {
				list = append(list, one(c, func(p *models.Person) { p.Conditions = append(slices.Clone(p.Conditions), c) })...)
			}
			return list
		},
		beside: func(p *models.Person) models.Person { return models.Person{Conditions: p.Conditions} },
	},
}

// one returns the only answer, none if the file does not say.
func one(value string, say func(*models.Person)) []answer {
	if value == "" {
		return nil
	}
	return []answer{{value, say}}
}

// originOf returns what of a person tells where they are from. Given the home, the places
// that they spoke of have nothing more to do with the answer (places.Gazetteer.OriginOf),
// and they take milliseconds.
func originOf(p *models.Person) models.Person {
	return models.Person{NativePlace: p.NativePlace, Accent: p.Accent}
}

// homes returns the native place that a notice tells, in so many digits of its code.
func homes(n *models.Notice, digits int) []answer {
	code := n.Person.NativePlace.Code
	if len(code) < digits {
		return nil
	}
	code = code[:digits]
	home := models.Place{Text: places.Default().FullName(code), Code: code}
	return one(home.Text, func(p *models.Person) { p.NativePlace = home })
}

// provinceOf returns the province that a notice's person is from, without the word for it.
func provinceOf(n *models.Notice) string {
	if n.Person.Accent != "" {
		if province := places.ProvinceIn(n.Person.Accent); province != "" {
			return province
		}
	}
	if code := n.Person.NativePlace.Code; len(code) >= 2 {
		return places.ProvinceIn(places.Default().FullName(code[:2]))
	}
	return ""
}
