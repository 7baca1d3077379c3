package world

import (
	"math"

	"github.com/guitu-project/guitu/models"
)

// Shoes and weights: few files tell them. They are drawn apart from all else, so that the other
// facts of a world stay what they were. Estimates, but for what is named.

// body holds what sizes follow from.
type body struct {
	foot float64 // mm as a young adult, about a seventh of the height
	bmi  float64 // kg/m² as an adult, by build
}

// sizes holds what a file tells of them; 0 for nothing.
type sizes struct {
	shoe float64 // Paris points
	kg   float64
}

const (
	footShare      = .1455 // of the height: GB 10000-88, P50 of men 247/1678 and of women 229/1570, rounded
	footSpread     = 5     // mm
	roomInShoes    = 1     // Paris points
	bmiSpread      = 1.8
	reportShoe     = .15
	reportShoeErr  = .6
	reportWeight   = .2
	reportKgErr    = 3.
	sightShoe      = .12
	sightShoeErr   = .6
	sightShoeGiven = .2 // shoes that are not the person's own size
	sightWeight    = .2
	sightKgErr     = 3.
	wastes         = 4. // kg either way after months
)

var bmis = [3]float64{19.3, 22.8, 27.3}

func drawBody(d dice, p *person) body {
	return body{d.normal(p.tall*10*footShare, footSpread), d.normal(bmis[p.build], bmiSpread)}
}

// shoe returns the size that fits at an age, kg the weight at one.
func (b body) shoe(p *person, age float64) float64 {
	return b.foot*growth(p.sex, math.Min(age, 50))/5 - 10 + roomInShoes
}

func (b body) kg(p *person, age float64) float64 {
	bmi := b.bmi
	if age < 18 {
		bmi *= .7 + .3*math.Max(age, 0)/18
	}
	metres := p.tall / 100 * growth(p.sex, age)
	return bmi * metres * metres
}

// drawSizes adds what files tell of the sizes of everyone.
func (w *World) drawSizes() {
	bodies := map[*person]body{}
	for i, p := range w.people {
		d := w.dice("sizes of the missing", i)
		bodies[p] = drawBody(d, p)
		w.reports[i].sizes = bodies[p].told(d, p, p.ageAt(p.missing), reportShoe, reportWeight, reportShoeErr, reportKgErr)
	}
	for i, p := range w.found {
		d := w.dice("sizes of the found", i)
		b, known := bodies[p]
		if !known {
			b = drawBody(d, p)
		}
		s := b.told(d, p, p.ageAt(p.found), sightShoe, sightWeight, sightShoeErr, math.Hypot(sightKgErr, wastes))
		if s.shoe > 0 && d.chance(sightShoeGiven) {
			s.shoe += float64(1 + d.IntN(2))
		}
		w.sightings[i].sizes = s
	}
}

func (b body) told(d dice, p *person, age, shoe, weight, shoeErr, kgErr float64) (s sizes) {
	if d.chance(shoe) {
		s.shoe = math.Max(math.Round(d.normal(b.shoe(p, age), shoeErr)), 16)
	}
	if d.chance(weight) {
		s.kg = math.Max(math.Round(2*d.normal(b.kg(p, age), kgErr*math.Min(1, b.kg(p, age)/60)))/2, 3) // to a 斤
	}
	return s
}

func (s sizes) writeSizes(p *models.Person) {
	p.ShoeSize = models.ShoeSize(s.shoe)
	p.WeightMinKg, p.WeightMaxKg = s.kg, s.kg
}

// sizesRatio is normal errors on both sides, a normal population, growth between: of two sizes of
// which mean, truth and the errors are known.
func sizesRatio(seen, said, meanNow, meanThen, truthNow, truthThen, seenErr, saidErr float64) float64 {
	believed := truthThen * truthThen / (truthThen*truthThen + saidErr*saidErr)
	expect := meanNow + believed*(said-meanThen)*meanNow/meanThen
	same := density(seen, expect, math.Sqrt(truthNow*truthNow*(1-believed)+seenErr*seenErr))
	wide := math.Hypot(truthNow, seenErr)
	stranger := .97*density(seen, meanNow, wide) + .03*density(seen, meanNow, 4*wide) + 1e-9 // never nothing: ages may be wrong
	return ln((.97*same + .03*stranger) / stranger)
}

// agesOf returns the ages at the record's and at the notice's event, grown up if nothing is known.
func agesOf(p *probe, n *claim) (now, then float64) {
	now = 30
	if p.middle >= 0 {
		now = p.middle
	}
	then = now
	if len(n.born) > 0 {
		now = yearsOf(today) - p.found/365.25 - n.born[0].x
		if then = now; len(n.gone) > 0 {
			then = yearsOf(today) - n.gone[0].x/365.25 - n.born[0].x
		}
	}
	return now, then
}

// usualSizes returns the mean shoe and weight at an age, and their deviations.
func usualSizes(sex int, age float64) (shoe, shoeOff, kg, kgOff float64) {
	p := &person{sex: sex, tall: [2]float64{168.5, 156.5}[sex]}
	b := body{p.tall * 10 * footShare, 22}
	kg = b.kg(p, age)
	return b.shoe(p, age), 2, kg, .15 * kg
}

func shoeRatio(p *probe, n *claim) float64 {
	if p.shoe == 0 || n.shoe == 0 {
		return 0
	}
	now, then := agesOf(p, n)
	a, off, _, _ := usualSizes(n.sex, now)
	b, offThen, _, _ := usualSizes(n.sex, then)
	return sizesRatio(p.shoe, n.shoe, a, b, off, offThen, math.Hypot(sightShoeErr, .8), reportShoeErr)
}

func weightRatio(p *probe, n *claim) float64 {
	if p.kg == 0 || n.kg == 0 {
		return 0
	}
	now, then := agesOf(p, n)
	_, _, a, off := usualSizes(n.sex, now)
	_, _, b, offThen := usualSizes(n.sex, then)
	return sizesRatio(p.kg, n.kg, a, b, off, offThen, math.Hypot(sightKgErr, wastes)*math.Min(1, a/60), reportKgErr)
}
