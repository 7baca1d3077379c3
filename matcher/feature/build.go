package feature

import (
	"fmt"

	"github.com/guitu-project/guitu/matcher/compact"
	"github.com/guitu-project/guitu/models"
)

// buildFeature is how stout a body is.
var buildFeature = Feature{
	Name:     "build",
	revision: 1, // read of texts, too
	read:     func(p *Profile, s models.Subject) { p.build = s.Common().Person.Build },
	encode:   func(p *Profile, to *compact.Writer) { to.Text(string(p.build)) },
	decode:   func(p *Profile, from *compact.Reader) { p.build = models.Build(from.Text()) },

	column:  columnBody,
	key:     func(p *Profile, key []byte) []byte { return append(key, p.build...) },
	project: func(from, to *Profile) { to.build = from.build },
	compare: compareBuild, explain: explainBuild,
}

var buildSteps = map[models.Build]int{models.Thin: 0, models.Medium: 1, models.Heavy: 2}

var buildWords = map[models.Build]models.Text{models.Thin: {Zh: "瘦", En: "thin"}, models.Medium: {Zh: "中等", En: "medium"}, models.Heavy: {Zh: "胖", En: "heavy"}}

// compareBuild: bodies change within months, so it says little.
func compareBuild(p *basis, record, notice *Profile) (comparison, bool) {
	a, ok := buildSteps[record.build]
	b, ok2 := buildSteps[notice.build]
	if !ok || !ok2 {
		return comparison{}, false
	}
	apart := max(a-b, b-a)
	return comparison{bits: p.Build[apart], detail: apart}, true
}

func explainBuild(_ *Probe, record, notice *Profile, f comparison) words {
	a, b := buildWords[record.build], buildWords[notice.build]
	if f.detail == 0 {
		return words{a.Zh, b.Zh, models.Text{Zh: "体型一致：" + a.Zh, En: "the same build: " + a.En}}
	}
	return words{a.Zh, b.Zh, models.Text{Zh: fmt.Sprintf("体型不同：%s / %s", a.Zh, b.Zh), En: fmt.Sprintf("another build: %s / %s", a.En, b.En)}}
}
