package eval

import (
	"slices"
	"time"

	"github.com/guitu-project/guitu/matcher/eval/world"
)

// Recall says how often the right notice stands among the first k, for records that
// have one, and the mean of 1/rank.
type Recall struct {
	Pairs       int
	At1, At5    float64
	At20        float64
	MRR         float64
	AtLeast     []float64 // at 1, 2, 3 … 50
	MedianQuery time.Duration
}

// curve is how far the recall curve goes.
const curve = 50

// RecallOf measures the records with a notice that keep accepts; nil accepts all.
func RecallOf(outcomes []Outcome, keep func(*Outcome) bool) Recall {
	m := Recall{AtLeast: make([]float64, curve)}
	var took []time.Duration
	for i := range outcomes {
		o := &outcomes[i]
		if o.Truth == "" || keep != nil && !keep(o) {
			continue
		}
		m.Pairs++
		took = append(took, o.Took)
		if o.Rank == 0 {
			continue
		}
		m.MRR += 1 / float64(o.Rank)
		for k := o.Rank; k <= curve; k++ {
			m.AtLeast[k-1]++
		}
	}
	if m.Pairs == 0 {
		return m
	}
	for k := range m.AtLeast {
		m.AtLeast[k] /= float64(m.Pairs)
	}
	m.At1, m.At5, m.At20, m.MRR = m.AtLeast[0], m.AtLeast[4], m.AtLeast[19], m.MRR/float64(m.Pairs)
	slices.Sort(took)
	m.MedianQuery = took[len(took)/2]
	return m
}

// Group describes a kind of record to measure apart.
type Group struct {
	Title string
	Keep  func(*Outcome) bool
}

// Groups returns the kinds of record that outcomes have: by what was learned of the name,
// by marks and places, by area of speech.
func Groups(outcomes []Outcome) []Group {
	fact := func(f func(world.Facts) bool) func(*Outcome) bool {
		return func(o *Outcome) bool { return f(o.Facts) }
	}
	groups := []Group{
		{"with a name", fact(func(f world.Facts) bool { return f.Name != "none" })},
		{"name: whole", fact(func(f world.Facts) bool { return f.Name == "whole" })},
		{"name: partial", fact(func(f world.Facts) bool { return f.Name == "partial" })},
		{"name: false", fact(func(f world.Facts) bool { return f.Name == "false" })},
		{"name: none", fact(func(f world.Facts) bool { return f.Name == "none" })},
		{"with marks", fact(func(f world.Facts) bool { return f.Marks })},
		{"without marks", fact(func(f world.Facts) bool { return !f.Marks })},
		{"with heard places", fact(func(f world.Facts) bool { return f.Places })},
		{"without heard places", fact(func(f world.Facts) bool { return !f.Places })},
		{"no name, no marks, no places", fact(func(f world.Facts) bool { return f.Name == "none" && !f.Marks && !f.Places })},
		{"with photos", fact(func(f world.Facts) bool { return f.Photo })},
	}
	var areas []string
	for i := range outcomes {
		if a := outcomes[i].Facts.Area; !slices.Contains(areas, a) {
			areas = append(areas, a)
		}
	}
	slices.Sort(areas)
	for _, a := range areas {
		groups = append(groups, Group{"speech: " + a, fact(func(f world.Facts) bool { return f.Area == a })})
	}
	return groups
}
