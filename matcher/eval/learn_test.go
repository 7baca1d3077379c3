package eval

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/guitu-project/guitu/models"
)

var learnedFeatures = []string{"age", "name", "sex"}

// decisions invents records with 20 candidates each. Evidence in nats that is normal
// around ±μ with a variance of 2μ is worth exactly what it says; it then says `over`
// times as much. The best candidate of each record is looked at, and confirmed if it
// is the right one.
func decisions(records int, over []float64, seed uint64) (choices []Choice) {
	r := rand.New(rand.NewPCG(seed, 2))
	nats := []float64{1.2, 4, .5} // μ, by feature
	for range records {
		truth := r.IntN(27) - 7 // a quarter have no one
		c, best, most := make(Choice, 20), 0, math.Inf(-1)
		for j := range c {
			c[j].Bits = make([]float64, len(nats))
			said := 0.0
			for k, mu := range nats {
				sign := -1.0
				if j == truth {
					sign = 1
				}
				c[j].Bits[k] = over[k] * (sign*mu + math.Sqrt(2*mu)*r.NormFloat64()) / math.Ln2
				said += c[j].Bits[k]
			}
			if said > most {
				best, most = j, said
			}
		}
		c[best].Verdict = Rejected
		if best == truth {
			c[best].Verdict = Confirmed
		}
		choices = append(choices, c)
	}
	return choices
}

func learn(t *testing.T, choices []Choice, prior Scales, pseudo float64) Learned {
	t.Helper()
	l, err := Learn(context.Background(), choices, prior, pseudo, .1, 3)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestLearn(t *testing.T) {
	even := Scales{Features: learnedFeatures, Scale: []float64{1, 1, 1}, Prior: math.Log(.75 / 20 / .25)}
	for _, c := range []struct {
		title   string
		records int
		over    []float64 // how much too much a feature says
		pseudo  float64
		want    []float64
		within  float64
	}{
		{"what is right stays", 1000, []float64{1, 1, 1}, 20, []float64{1, 1, 1}, .12},
		{"an overconfident name is lowered", 1000, []float64{1, 2, 1}, 20, []float64{1, .5, 1}, .15},
		{"a timid name is raised", 1000, []float64{1, .6, 1}, 20, []float64{1, 1 / .6, 1}, .25},
		{"a few decisions hardly move anything", 6, []float64{1, 2, 1}, 20, []float64{1, 1, 1}, .1},
		{"a firm belief gives way to nothing", 500, []float64{1, 2, 1}, 1e7, []float64{1, 1, 1}, .001},
	} {
		t.Run(c.title, func(t *testing.T) {
			l := learn(t, decisions(c.records, c.over, 7), even, c.pseudo)
			t.Logf("scales %.3f, α %.2f, spoke %d", l.Scale, l.Prior, l.Spoke)
			for k, want := range c.want {
				if math.Abs(l.Scale[k]-want) > c.within {
					t.Errorf("scale of %s: %.3f, want %.2f ± %.2f", l.Features[k], l.Scale[k], want, c.within)
				}
				if l.Spoke[k] != c.records {
					t.Errorf("%s spoke on %d decided pairs of %d", l.Features[k], l.Spoke[k], c.records)
				}
			}
		})
	}
}

// If only every fifth rejection is handed in, the direction is still right, and less
// is learned.
func TestLearnFromLopsidedDecisions(t *testing.T) {
	var kept []Choice
	for i, c := range decisions(3000, []float64{1, 2, 1}, 11) {
		if c.confirmed() || i%5 == 0 {
			kept = append(kept, c)
		}
	}
	l := learn(t, kept, Scales{Features: learnedFeatures, Scale: []float64{1, 1, 1}, Prior: -2}, 20)
	if l.Scale[1] > .8 || l.Scale[1] < .5 || l.Scale[0] > 1.3 {
		t.Errorf("scales %.3f", l.Scale)
	}
}

// What is learned is the best there is: no step to any side is better.
func TestLearnFindsTheBest(t *testing.T) {
	prior := Scales{Features: learnedFeatures, Scale: []float64{1, 1, 1}, Prior: -2}
	choices := decisions(80, []float64{1, 2, .5}, 3)
	choices[0] = append(choices[0], Alternative{Bits: []float64{0, 30, 0}, Verdict: Confirmed}) // two notices about one person
	choices = append(choices, nil)
	got := learn(t, choices, prior, 20)
	l := &learner{choices: choices, prior: prior, firm: make([]float64, 4)}
	l.believe(20)
	theta := l.thetaOf(got.Scales)
	least := l.loss(theta)
	for k := range theta {
		for _, step := range []float64{-.02, .02} {
			theta[k] += step
			if other := l.loss(theta); other < least {
				t.Errorf("parameter %d by %+.2f: loss %.6f instead of %.6f", k, step, other, least)
			}
			theta[k] -= step
		}
	}
	if got.Spoke[1] != 81 {
		t.Errorf("the name spoke on %d", got.Spoke[1])
	}
}

func TestLearnKeepsWithinBoundsAndEnds(t *testing.T) {
	prior := Scales{Features: learnedFeatures, Scale: []float64{1, 1, 1}, Prior: -2}
	if l := learn(t, decisions(2000, []float64{1, 40, 1}, 5), prior, 1); l.Scale[1] != .1 {
		t.Errorf("scale %.3f", l.Scale[1])
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Learn(ctx, nil, prior, 20, .1, 3); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

func TestChoiceOf(t *testing.T) {
	c := ChoiceOf([]models.Match{match("notices/a", .9, said("name", 6), said("sex", 1)), match("notices/b", .1, said("age", 2))},
		learnedFeatures, func(feature string) float64 { return map[string]float64{"name": .5, "sex": 1, "age": 2}[feature] },
		map[string]Verdict{"notices/b": Rejected})
	if c[0].Bits[1] != 12 || c[0].Bits[2] != 1 || c[1].Bits[0] != 1 || c[0].Verdict != Undecided || c[1].Verdict != Rejected {
		t.Errorf("%+v", c)
	}
}

func BenchmarkLearn1000Records20Candidates(b *testing.B) {
	choices := decisions(1000, []float64{1, 2, 1}, 7)
	prior := Scales{Features: learnedFeatures, Scale: []float64{1, 1, 1}, Prior: -2}
	for b.Loop() {
		if _, err := Learn(context.Background(), choices, prior, 20, .1, 3); err != nil {
			b.Fatal(err)
		}
	}
}
