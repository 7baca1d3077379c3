package main

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/guitu-project/guitu/matcher/eval"
	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
)

// learned describes a parameter file that was learned from decisions.
type learned struct {
	feature.File
	spoke map[string]int // in how many decided pairs a feature spoke
}

// learn fits the scales and the coverage to what was decided, starting from those that were
// believed before anything was learned. firm is how many decisions these count for; done is
// called after each record. Nothing is written but rows of the trail.
func (e *engine) learn(ctx context.Context, files []decidedRecord, before *feature.File, firm float64, done func()) (*learned, error) {
	features := feature.Features()
	choices, err := e.weighDecided(ctx, files, features, before, done)
	if err != nil {
		return nil, err
	}
	notices := float64(max(e.index.OpenCount(models.Notices), before.FewestNotices))
	fitted, err := eval.Learn(ctx, choices, priorOf(before, features, notices), firm, feature.LeastScale, feature.MostScale)
	if err != nil {
		return nil, err
	}
	after := &learned{spoke: map[string]int{}}
	for k, name := range features {
		after.spoke[name] = fitted.Spoke[k]
	}
	after.File, err = fileOf(before, &fitted, files, notices, time.Now())
	return after, err
}

// scaleMove says how a feature's scale was learned.
type scaleMove struct {
	feature       string
	pairs         int // decided pairs in which it spoke
	before, after float64
	bounded       bool // at the bound of what a scale may be
}

// scales returns those that spoke or moved, what moved most first.
func (l *learned) scales(before *feature.File) (list []scaleMove) {
	for _, name := range feature.Features() {
		m := scaleMove{feature: name, pairs: l.spoke[name], before: before.ScaleOf(name), after: l.ScaleOf(name)}
		m.bounded = m.after == feature.LeastScale || m.after == feature.MostScale
		if m.pairs > 0 || m.after != m.before {
			list = append(list, m)
		}
	}
	slices.SortStableFunc(list, func(a, b scaleMove) int {
		return cmp.Or(cmp.Compare(math.Abs(b.after-b.before), math.Abs(a.after-a.before)), cmp.Compare(b.pairs, a.pairs))
	})
	return list
}

// alternatives is how many of a record's candidates take part beside those decided
// about: the others' probabilities add up to next to nothing.
const alternatives = 50

// weighDecided has the numbers in force, p, weigh every record that something was decided
// about against its candidates; done is called after each.
func (e *engine) weighDecided(ctx context.Context, files []decidedRecord, features []string, p *feature.File, done func()) ([]eval.Choice, error) {
	choices := make([]eval.Choice, 0, len(files))
	for _, f := range files {
		probe := e.scorer.Probe(feature.ProfileOf(f.record))
		candidates, err := e.index.Candidates(ctx, probe, models.Notices, alternatives)
		if err != nil {
			return nil, fmt.Errorf("weigh %s: %w", f.record.Name, err)
		}
		candidates = slices.Clone(candidates[:min(alternatives, len(candidates))])
		for _, n := range f.notices {
			if !slices.ContainsFunc(candidates, func(p feature.Candidate) bool { return p.Name == n.Name }) {
				candidates = append(candidates, probe.Weigh(feature.ProfileOf(n))...) // closed by now, or far down
			}
		}
		matches := probe.Matches(candidates, e.index.OpenCount(models.Notices), len(candidates))
		choices = append(choices, eval.ChoiceOf(matches, features, p.ScaleOf, f.verdicts))
		objects := []string{f.record.Name}
		for _, n := range f.notices {
			objects = append(objects, n.Name)
		}
		if err := e.store.AppendAudit(ctx, &models.Audit{Action: models.ActionCompare, Objects: objects, Detail: "params learn"}); err != nil {
			return nil, err
		}
		done()
	}
	return choices, nil
}

// priorOf returns the scales believed before any decision, and the odds of one notice
// against none (feature.Probe.Matches).
func priorOf(p *feature.File, features []string, notices float64) eval.Scales {
	c := p.BelievedCoverage()
	prior := eval.Scales{Features: features, Prior: math.Log(c / (1 - c) / notices)}
	for _, name := range features {
		prior.Scale = append(prior.Scale, p.BelievedScale(name))
	}
	return prior
}

// Bounds of a coverage that is learned.
const leastCoverage, mostCoverage = .01, .99

// fileOf returns the numbers in force with the scales and the coverage learned, under a version that says
// when, and by its hash what they are.
func fileOf(before *feature.File, learned *eval.Learned, files []decidedRecord, notices float64, now time.Time) (feature.File, error) {
	date := now.Format(time.DateOnly)
	after := feature.File{Params: before.Params, Learned: &feature.Learning{Date: date, Under: before.Version, Prior: map[string]float64{}, PriorCoverage: before.BelievedCoverage()}}
	odds := math.Exp(learned.Prior) * notices
	after.Coverage = min(max(rounded(odds/(1+odds)), leastCoverage), mostCoverage)
	after.Scale = map[string]float64{}
	for k, name := range learned.Features {
		after.Scale[name] = rounded(learned.Scale[k])
		after.Learned.Prior[name] = before.BelievedScale(name)
	}
	for _, f := range files {
		for _, v := range f.verdicts {
			if v == eval.Confirmed {
				after.Learned.Confirmed++
			} else {
				after.Learned.Rejected++
			}
		}
	}
	sum, err := after.Sum()
	if err != nil {
		return after, err
	}
	after.Version = "learned-" + date + "-" + sum[:8]
	return after, nil
}

// rounded to thousandths: finer would be pretence.
func rounded(x float64) float64 { return math.Round(1000*x) / 1000 }
