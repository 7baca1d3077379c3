package feature

import (
	"fmt"
	"math"

	"github.com/guitu-project/guitu/matcher/compact"
	"github.com/guitu-project/guitu/models"
)

// bloodFeature is the blood type in the ABO system.
var bloodFeature = Feature{
	Name:   "bloodType",
	read:   func(p *Profile, s models.Subject) { p.blood = s.Common().Person.BloodType },
	encode: func(p *Profile, to *compact.Writer) { to.Text(string(p.blood)) },
	decode: func(p *Profile, from *compact.Reader) { p.blood = models.BloodType(from.Text()) },

	column:  columnBody,
	key:     func(p *Profile, key []byte) []byte { return append(key, p.blood...) },
	project: func(from, to *Profile) { to.blood = from.blood },
	compare: compareBlood, explain: explainBlood,
}

// compareBlood: P(same type | same person) = 1 − wrong·(1 − share); P(same type |
// strangers) = share of the type.
func compareBlood(p *basis, record, notice *Profile) (comparison, bool) {
	if record.blood == "" || notice.blood == "" {
		return comparison{}, false
	}
	if record.blood != notice.blood {
		return comparison{bits: math.Log2(p.Blood.Wrong), conflict: true}, true
	}
	share := p.Blood.Shares[record.blood]
	return comparison{bits: math.Log2((1 - p.Blood.Wrong*(1-share)) / share)}, true
}

func explainBlood(_ *Probe, record, notice *Profile, f comparison) words {
	a, b := string(record.blood), string(notice.blood)
	if f.conflict {
		return words{a, b, models.Text{Zh: fmt.Sprintf("血型不符：%s / %s", a, b), En: fmt.Sprintf("the blood type differs: %s / %s", a, b)}}
	}
	return words{a, b, models.Text{Zh: "血型一致：" + a, En: "the same blood type: " + a}}
}
