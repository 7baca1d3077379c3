package feature

import (
	"encoding/binary"
	"maps"
	"math"

	"github.com/guitu-project/guitu/matcher/compact"
	"github.com/guitu-project/guitu/matcher/ethnicity"
	"github.com/guitu-project/guitu/models"
)

// ethnicityFeature is the ethnic group (民族).
var ethnicityFeature = Feature{
	Name: "ethnicity", revision: 1,
	read: func(p *Profile, s models.Subject) {
		p.ethnicity = ethnicity.Parse(s.Common().Person.Ethnicity)
	},
	encode: func(p *Profile, to *compact.Writer) { to.Text(string(p.ethnicity)) },
	decode: func(p *Profile, from *compact.Reader) { p.ethnicity = ethnicity.Claim(from.Text()) },

	column: "ethnicity",
	key: func(p *Profile, key []byte) []byte {
		if key = append(key, p.ethnicity...); p.ofRecord() && p.ethnicity != "" {
			key = binary.LittleEndian.AppendUint32(key, uint32(p.fromProvince))
		}
		return key
	},
	project:      func(from, to *Profile) { to.ethnicity, to.fromProvince = from.ethnicity, from.fromProvince },
	compareProbe: compareEthnicity, explain: explainEthnicity,
}

// peoples counts the ethnic groups of the notices held, in the country and by province.
type peoples struct {
	groups    map[group]int
	provinces map[int32]int // 0 the country
}

// group describes an ethnic group in a province, 0 for the country.
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

// compareEthnicity: the majority says nothing, a minority the more the fewer there are:
// log2((1 − wrong·(1 − share))/share), and log2(wrong) if the two differ; claims that
// are in doubt or leave several open by [ethnicity.Ratio]. The share is that of the
// province that the record's person seems to be from: what the origin says is not said
// again.
func compareEthnicity(p *Probe, other *Profile) (comparison, bool) {
	record, notice := p.sides(other)
	wrong := p.basis.Ethnicity.Wrong
	a, b := record.ethnicity, notice.ethnicity
	switch {
	case a == "" || b == "":
		return comparison{}, false
	case a.Name() == "" || b.Name() == "":
		ratio, _ := ethnicity.Ratio(a, b, wrong, func(name string) float64 {
			return p.basis.peoples.share(name, record.fromProvince, &p.basis.Ethnicity)
		})
		bits := math.Log2(ratio)
		return comparison{bits: bits, conflict: bits < math.Log2(wrong)/2}, true
	case a != b:
		return comparison{bits: math.Log2(wrong), conflict: true}, true
	}
	share := p.people[record.fromProvince%provinces]
	return comparison{bits: math.Log2((1 - wrong*(1-share)) / share)}, true
}

func explainEthnicity(_ *Probe, record, notice *Profile, f comparison) words {
	a, b := record.ethnicity.Words(), notice.ethnicity.Words()
	switch {
	case f.bits < 0:
		return words{a, b, bothWays("民族不符", "the ethnic group differs", a, b)}
	case a != b:
		return words{a, b, bothWays("民族不矛盾", "the ethnic groups may be the same", a, b)}
	}
	return words{a, b, models.Text{Zh: "民族一致：" + a, En: "the same ethnic group: " + a}}
}
