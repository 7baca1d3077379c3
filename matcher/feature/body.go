package feature

import (
	"fmt"
	"maps"
	"math"

	"github.com/guitu-project/guitu/matcher/ethnicity"
	"github.com/guitu-project/guitu/models"
)

var sexWords = map[models.Sex]models.Text{models.Male: {Zh: "男", En: "male"}, models.Female: {Zh: "女", En: "female"}}

// weighSex: files rarely err, and half of all strangers agree.
func weighSex(p *basis, record, notice *Profile) (finding, bool) {
	switch {
	case record.sex == "" || notice.sex == "":
		return finding{}, false
	case record.sex == notice.sex:
		return finding{bits: p.Sex.Same}, true
	}
	return finding{bits: p.Sex.Differ, conflict: true}, true
}

func explainSex(_ *Probe, record, notice *Profile, f finding) words {
	a, b := sexWords[record.sex], sexWords[notice.sex]
	reason := models.Text{Zh: "性别一致：" + a.Zh, En: "the same sex: " + a.En}
	if f.conflict {
		reason = models.Text{Zh: fmt.Sprintf("性别不符：%s / %s", a.Zh, b.Zh), En: fmt.Sprintf("the sex differs: %s / %s", a.En, b.En)}
	}
	return words{a.Zh, b.Zh, reason}
}

// weighBlood: P(same type | same person) = 1 − wrong·(1 − share); P(same type |
// strangers) = share of the type.
func weighBlood(p *basis, record, notice *Profile) (finding, bool) {
	if record.blood == "" || notice.blood == "" {
		return finding{}, false
	}
	if record.blood != notice.blood {
		return finding{bits: math.Log2(p.Blood.Wrong), conflict: true}, true
	}
	share := p.Blood.Shares[record.blood]
	return finding{bits: math.Log2((1 - p.Blood.Wrong*(1-share)) / share)}, true
}

func explainBlood(_ *Probe, record, notice *Profile, f finding) words {
	a, b := string(record.blood), string(notice.blood)
	if f.conflict {
		return words{a, b, models.Text{Zh: fmt.Sprintf("血型不符：%s / %s", a, b), En: fmt.Sprintf("the blood type differs: %s / %s", a, b)}}
	}
	return words{a, b, models.Text{Zh: "血型一致：" + a, En: "the same blood type: " + a}}
}

// peoples counts the ethnic groups of the notices held, in the country and by province.
type peoples struct {
	groups    map[group]int
	provinces map[int32]int // 0 the country
}

// group is an ethnic group in a province, 0 for the country.
type group struct {
	name     string
	province int32
}

// peoplesPrior is how many counted notices the shares of params.go are worth in the
// country, and the country's shares in a province.
const peoplesPrior = 300

func (p *peoples) count(name string, province int32, by int) {
	if name == "" {
		return
	}
	if p.groups == nil {
		p.groups, p.provinces = make(map[group]int), make(map[int32]int)
	}
	p.groups[group{name, 0}] += by
	p.provinces[0] += by
	if province != 0 {
		p.groups[group{name, province}] += by
		p.provinces[province] += by
	}
}

// share of a group among the people of a province, 0 for the country.
func (p *peoples) share(name string, province int32, by *EthnicityParams) float64 {
	share := by.Minority
	if name == ethnicity.Majority {
		share = by.Majority
	}
	share = (float64(p.groups[group{name, 0}]) + peoplesPrior*share) / float64(p.provinces[0]+peoplesPrior)
	if province == 0 {
		return share
	}
	return (float64(p.groups[group{name, province}]) + peoplesPrior/10*share) / (float64(p.provinces[province]) + peoplesPrior/10)
}

// provinces is more than the largest number of a province.
const provinces = 100

// shares of a group, by province.
func (p *peoples) shares(name string, by *EthnicityParams) (list [provinces]float64) {
	for i := range list {
		list[i] = p.share(name, int32(i), by)
	}
	return list
}

func (p peoples) clone() peoples { return peoples{maps.Clone(p.groups), maps.Clone(p.provinces)} }

// weighEthnicity: the majority says nothing, a minority the more the fewer there are:
// log2((1 − wrong·(1 − share))/share), and log2(wrong) where the two differ; claims that
// are in doubt or leave several open by [ethnicity.Ratio]. The share is that of the
// province that the record's person seems to be from: what the origin says is not said
// again.
func weighEthnicity(p *Probe, other *Profile) (finding, bool) {
	record, notice := p.sides(other)
	wrong := p.basis.Ethnicity.Wrong
	a, b := record.ethnicity, notice.ethnicity
	switch {
	case a == "" || b == "":
		return finding{}, false
	case a.Name() == "" || b.Name() == "":
		ratio, _ := ethnicity.Ratio(a, b, wrong, func(name string) float64 {
			return p.basis.peoples.share(name, record.fromProvince, &p.basis.Ethnicity)
		})
		bits := math.Log2(ratio)
		return finding{bits: bits, conflict: bits < math.Log2(wrong)/2}, true
	case a != b:
		return finding{bits: math.Log2(wrong), conflict: true}, true
	}
	share := p.people[record.fromProvince%provinces]
	return finding{bits: math.Log2((1 - wrong*(1-share)) / share)}, true
}

func explainEthnicity(_ *Probe, record, notice *Profile, f finding) words {
	a, b := record.ethnicity.Words(), notice.ethnicity.Words()
	switch {
	case f.bits < 0:
		return words{a, b, bothWays("民族不符", "the ethnic group differs", a, b)}
	case a != b:
		return words{a, b, bothWays("民族不矛盾", "the ethnic groups may be the same", a, b)}
	}
	return words{a, b, models.Text{Zh: "民族一致：" + a, En: "the same ethnic group: " + a}}
}

var buildSteps = map[models.Build]int{models.Thin: 0, models.Medium: 1, models.Heavy: 2}

var buildWords = map[models.Build]models.Text{models.Thin: {Zh: "瘦", En: "thin"}, models.Medium: {Zh: "中等", En: "medium"}, models.Heavy: {Zh: "胖", En: "heavy"}}

// weighBuild: bodies change within months, so it says little.
func weighBuild(p *basis, record, notice *Profile) (finding, bool) {
	a, ok := buildSteps[record.build]
	b, ok2 := buildSteps[notice.build]
	if !ok || !ok2 {
		return finding{}, false
	}
	apart := max(a-b, b-a)
	return finding{bits: p.Build[apart], detail: apart}, true
}

func explainBuild(_ *Probe, record, notice *Profile, f finding) words {
	a, b := buildWords[record.build], buildWords[notice.build]
	if f.detail == 0 {
		return words{a.Zh, b.Zh, models.Text{Zh: "体型一致：" + a.Zh, En: "the same build: " + a.En}}
	}
	return words{a.Zh, b.Zh, models.Text{Zh: fmt.Sprintf("体型不同：%s / %s", a.Zh, b.Zh), En: fmt.Sprintf("another build: %s / %s", a.En, b.En)}}
}
