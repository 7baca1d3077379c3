package feature

import (
	"fmt"
	"math"

	"github.com/guitu-project/guitu/matcher/compact"
	"github.com/guitu-project/guitu/models"
)

// shoeSizeFeature is the size of shoes (鞋码), in Paris points however it was told: weak evidence,
// as people in the street wear what they are given, and weaker the more a child may have grown.
var shoeSizeFeature = Feature{
	Name:   "shoeSize",
	read:   func(p *Profile, s models.Subject) { p.shoes = s.Common().Person.ShoeSize.Points() },
	encode: func(p *Profile, to *compact.Writer) { to.Float(p.shoes) },
	decode: func(p *Profile, from *compact.Reader) { p.shoes = from.Float() },

	column: "shoeSize",
	key: func(p *Profile, key []byte) []byte {
		if p.shoes == 0 {
			return key
		}
		return p.appendGrowth(append(appendNumbers(key, p.shoes), byte(sexNumber(p.sex))))
	},
	project: func(from, to *Profile) {
		to.shoes, to.sex, to.born, to.event = from.shoes, from.sex, from.born, from.event
	},
	compare: compareShoeSize, explain: explainShoeSize,
}

// ShoeParams weigh two shoe sizes, in Paris points.
type ShoeParams struct {
	Size   SpreadParams  // Observer of the shoes a person in a station wears, Paper of those the family remembers
	Adults [3]ShoeSpread // of unknown sex, men, women
	Grows  float64       // how far, a year between the events, a child's foot may leave the line that its height grows along
	Most   float64       // bits of two sizes that are unusual
}

// ShoeSpread holds the mean size of adults and its deviation.
type ShoeSpread struct{ Mean, Deviation float64 }

// defaultShoes: feet after GB 10000-88, 中国成年人人体尺寸 (men 247 mm, 230 to 264 for nine in ten;
// women 229, 213 to 244), as sizes by mm/5 − 10, and a point more, as shoes are bought with room.
// How far what is worn lies from the foot is an estimate.
func defaultShoes() ShoeParams {
	return ShoeParams{
		Size:   SpreadParams{Observer: 1, Paper: .7, Wrong: .15},
		Adults: [3]ShoeSpread{{38.6, 2.7}, {40.4, 2.1}, {36.8, 1.9}},
		Grows:  .5, Most: 3,
	}
}

// compareShoeSize compares sizes at the record's event; a notice's child has grown until then:
//
//	log2 [(1−w)·N(d; σ)/S(record's size) + w]
//
// with S how usual the record's size is among people of its sex and age. A foot grows as the height
// does, whose chart is in height.go. Small shoes that nothing tells the years of may be a child's
// of another time, and then do not speak against a pair.
func compareShoeSize(b *basis, record, notice *Profile) (comparison, bool) {
	if record.shoes == 0 || notice.shoes == 0 {
		return comparison{}, false
	}
	by := &b.Shoes
	grown, _ := grow(record, notice)
	deviation := math.Hypot(by.Size.deviation(true, 0), by.Size.deviation(false, 0))
	if grown > 1 {
		deviation = math.Hypot(deviation, by.Grows*math.Min(record.event.first-notice.event.last, growthYears))
	}
	d := record.shoes - pointsOf(grown*footOf(notice.shoes))
	bits := math.Min(by.Size.spread(d, deviation, by.usual(b.Params, record)), by.Most)
	if bits < 0 && !agesKnown(record, notice) && smallShoes(record, notice) {
		return comparison{}, false
	}
	return comparison{bits: bits}, true
}

// childShoes is under what size a person who is not known to be grown up may be a child.
const childShoes = 34

// smallShoes reports whether the smaller of two sizes may be a child's.
func smallShoes(record, notice *Profile) bool {
	smaller := record
	if notice.shoes < record.shoes {
		smaller = notice
	}
	return smaller.shoes < childShoes && !smaller.grownUp()
}

// usual returns how thick the sizes of people of the record's sex and age lie at the record's, a point.
// One in unusual is far from all others.
func (s *ShoeParams) usual(p *Params, record *Profile) float64 {
	adults := s.Adults[sexNumber(record.sex)]
	mean, deviation := adults.Mean, adults.Deviation
	if record.born.known && record.event.known {
		if age := record.event.middle() - record.born.middle(); age < adult {
			mean = pointsOf(footOf(mean) * medianAt(age, record.sex) / medianAt(adult, record.sex))
			deviation = math.Hypot(deviation, pointsPerYear*birthDeviation(p, record))
		}
	}
	d := record.shoes - mean
	return (1-unusual)*normal(d, deviation) + unusual*normal(d, 3*deviation)
}

// pointsPerYear is how much a child's size grows in a year, about.
const pointsPerYear = 1.3

// footOf returns the foot of a size, in mm, and pointsOf the size of a foot, by one line for all ages:
// what grows is compared in it, and compared only with itself.
func footOf(points float64) float64 { return 5 * (points + 10) }

func pointsOf(mm float64) float64 { return mm/5 - 10 }

func explainShoeSize(_ *Probe, record, notice *Profile, c comparison) words {
	a, b := fmt.Sprintf("%.4g 码", record.shoes), fmt.Sprintf("%.4g 码", notice.shoes)
	zh, en := "鞋码相符", "the shoe sizes fit"
	if c.bits < 0 {
		zh, en = "鞋码相差较大", "the shoe sizes lie apart"
	}
	if grown, _ := grow(record, notice); grown > 1.01 {
		zh, en = zh+"（已按儿童生长推算）", en+" (a child's growth allowed for)"
	}
	return words{a, b, models.Text{Zh: fmt.Sprintf("%s：%s / %s", zh, a, b), En: fmt.Sprintf("%s: %.4g / %.4g", en, record.shoes, notice.shoes)}}
}
