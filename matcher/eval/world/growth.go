package world

import (
	"math"
	"time"
)

// grownShare is the share of the adult height that a boy and a girl have at 0, 2, 4 …
// 18 years: WHO growth references 2006/2007, medians over the median at 19, rounded.
var grownShare = [2][]float64{
	{.28, .50, .585, .66, .725, .785, .845, .925, .98, .998},
	{.30, .53, .63, .71, .785, .855, .93, .98, .998, 1},
}

// heightAt returns the person's true height at a time, in cm: a child grows, and from 60 on
// a centimetre and a half is lost in ten years (Cline et al., 1989, rounded).
func (p *person) heightAt(t time.Time) float64 { return p.tall * growth(p.sex, p.ageAt(t)) }

func (p *person) ageAt(t time.Time) float64 { return t.Sub(p.born).Hours() / 24 / 365.25 }

// growth returns the height at an age as a share of the height as a young adult.
func growth(sex int, age float64) float64 {
	table := grownShare[sex]
	switch i := int(max(age, 0) / 2); {
	case i < len(table)-1:
		f := max(age, 0)/2 - float64(i)
		return table[i] + f*(table[i+1]-table[i])
	case age > 60:
		return 1 - .0009*(age-60)
	}
	return 1
}

// looksOff returns the deviation of an age guessed by eye: ±6 years in adults, less in
// children, more in people who lived in the street (estimate).
func looksOff(age float64) float64 { return math.Min(1+.2*math.Max(age, 0), 6) }
