package feature

import (
	"fmt"

	"github.com/guitu-project/guitu/matcher/compact"
	"github.com/guitu-project/guitu/models"
)

// sexFeature is the sex. Adults' columns of others go by it, too.
var sexFeature = Feature{
	Name:   "sex",
	read:   func(p *Profile, s models.Subject) { p.sex = s.Common().Person.Sex },
	encode: func(p *Profile, to *compact.Writer) { to.Text(string(p.sex)) },
	decode: func(p *Profile, from *compact.Reader) { p.sex = models.Sex(from.Text()) },

	column:  columnBody,
	key:     func(p *Profile, key []byte) []byte { return append(key, p.sex...) },
	project: func(from, to *Profile) { to.sex = from.sex },
	compare: compareSex, explain: explainSex,
}

// columnBody is the column of what has few values and is told of most: together they are fewer
// than of many a feature by itself.
const columnBody = "body"

var sexWords = map[models.Sex]models.Text{models.Male: {Zh: "男", En: "male"}, models.Female: {Zh: "女", En: "female"}}

// compareSex: files rarely err, and half of all strangers agree.
func compareSex(p *basis, record, notice *Profile) (comparison, bool) {
	switch {
	case record.sex == "" || notice.sex == "":
		return comparison{}, false
	case record.sex == notice.sex:
		return comparison{bits: p.Sex.Same}, true
	}
	return comparison{bits: p.Sex.Differ, conflict: true}, true
}

func explainSex(_ *Probe, record, notice *Profile, f comparison) words {
	a, b := sexWords[record.sex], sexWords[notice.sex]
	reason := models.Text{Zh: "性别一致：" + a.Zh, En: "the same sex: " + a.En}
	if f.conflict {
		reason = models.Text{Zh: fmt.Sprintf("性别不符：%s / %s", a.Zh, b.Zh), En: fmt.Sprintf("the sex differs: %s / %s", a.En, b.En)}
	}
	return words{a.Zh, b.Zh, reason}
}
