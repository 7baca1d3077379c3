package eval

import (
	"bytes"
	"context"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/matcher/eval/world"
	"github.com/guitu-project/guitu/models"
)

func match(notice string, probability float64, evidence ...models.Evidence) models.Match {
	m := models.Match{Record: "records/r", Notice: notice, Probability: probability, Evidence: evidence}
	for _, e := range evidence {
		m.Weight += e.Weight
	}
	return m
}

func said(feature string, weight float64) models.Evidence {
	return models.Evidence{Feature: feature, Weight: weight}
}

// three records: one found at once, one in second place, one without a notice.
func three() []Outcome {
	record := &models.Record{Entry: models.Entry{Name: "records/r"}}
	return []Outcome{
		{Record: record, Truth: "notices/a", Rank: 1, Facts: world.Facts{Name: "whole", Area: "wu"}, Matches: []models.Match{
			match("notices/a", .9, said("name", 12), said("sex", 1)), match("notices/b", .1, said("name", 3), said("sex", 1))}},
		{Record: record, Truth: "notices/c", Rank: 2, Facts: world.Facts{Name: "none", Area: "yue"}, Matches: []models.Match{
			match("notices/d", .6, said("place", 7), said("sex", 1)), match("notices/c", .4, said("place", 1), said("marks", 4), said("sex", 1))}},
		{Record: record, Facts: world.Facts{Name: "none", Area: "yue"}, Matches: []models.Match{match("notices/e", .2, said("sex", 1))}},
	}
}

func TestRecall(t *testing.T) {
	r := RecallOf(three(), nil)
	if r.Pairs != 2 || r.At1 != .5 || r.At5 != 1 || r.MRR != .75 {
		t.Errorf("%+v", r)
	}
	none := RecallOf(three(), func(o *Outcome) bool { return o.Facts.Name == "none" })
	if none.Pairs != 1 || none.At1 != 0 || none.At20 != 1 {
		t.Errorf("without a name: %+v", none)
	}
}

func TestCalibration(t *testing.T) {
	c := CalibrationOf(three())
	if c.Count != 5 || c.Sure != 1 || c.Right != 1 || !c.Given {
		t.Errorf("%+v", c)
	}
	want := (.01 + .01 + .36 + .36 + .04) / 5
	if math.Abs(c.Brier-want) > 1e-9 {
		t.Errorf("Brier %.4f, want %.4f", c.Brier, want)
	}
	// Sixty times the same: now a bin counts, and .6 was never right.
	var many []Outcome
	for range 60 {
		many = append(many, three()...)
	}
	if c := CalibrationOf(many); math.Abs(c.Worst-.6) > 1e-9 {
		t.Errorf("worst bin %.3f", c.Worst)
	}
}

func TestAblationAndCauses(t *testing.T) {
	byFeature := map[string]Ablation{}
	for _, a := range AblationOf(three()) {
		byFeature[a.Feature] = a
	}
	if a := byFeature["place"]; a.Without.At1 != 1 {
		t.Errorf("without the places both are first: %+v", a.Without)
	}
	if a := byFeature["marks"]; a.Alone.At1 != 1 || a.Said != .5 {
		t.Errorf("by the marks alone: %+v", a)
	}
	causes := CausesOf(three())
	if len(causes) != 1 || causes[0].Feature != "place" || causes[0].Lost != 6 || len(causes[0].Examples) != 1 {
		t.Errorf("%+v", causes)
	}
}

func TestTrigramsAreThoseOfPostgres(t *testing.T) {
	// select show_trgm('zhang wei'), similarity('zhang wei', 'zhang wai');
	got := strings.Join(gramsOfText("zhang wei"), "|")
	if got != "  w|  z| we| zh|ang|ei |han|ng |wei|zha" {
		t.Errorf("%q", got)
	}
	if s := similarity(gramsOfText("zhang wei"), gramsOfText("zhang wai")); math.Abs(s-7./13) > 1e-9 {
		t.Errorf("similarity %.4f", s)
	}
}

// A fit finds the scales that made the labels, and keeps to the prior if there is
// nothing to learn from.
func TestFit(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	truth := Scales{Features: []string{"a", "b", "c"}, Scale: []float64{.5, 1.5, 1}, Prior: -2}
	var samples []Sample
	for range 20_000 {
		x := Sample{Weight: 1, Bits: []float64{4 * r.NormFloat64(), 3 * r.NormFloat64(), 0}}
		if r.Float64() < truth.Probability(&x) {
			x.Same = 1
		}
		samples = append(samples, x)
	}
	got := Fit(samples, Neutral(truth.Features, 100), 20)
	for i, want := range truth.Scale {
		if math.Abs(got.Scale[i]-want) > .08 {
			t.Errorf("scale of %s: %.3f, want %.2f", truth.Features[i], got.Scale[i], want)
		}
	}
	if math.Abs(got.Prior-truth.Prior) > .1 {
		t.Errorf("prior %.3f, want %.1f", got.Prior, truth.Prior)
	}
	if firm := Fit(samples[:50], Neutral(truth.Features, 100), 1e6); math.Abs(firm.Scale[0]-1) > .01 {
		t.Errorf("a firm belief gives way: %.3f", firm.Scale[0])
	}
}

func TestReports(t *testing.T) {
	report := NewReport("three <records>", []Method{MethodOf("guitu", three())})
	var text, page bytes.Buffer
	if err := report.WriteText(&text); err != nil {
		t.Fatal(err)
	}
	if err := report.WriteHTML(&page); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"recall@1", "name: none", "1 × place, name none: 6.0 bits"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("the text does not say %q:\n%s", want, text.String())
		}
	}
	for _, want := range []string{"<polyline", "<circle", "<rect", "three &lt;records&gt;"} {
		if !strings.Contains(page.String(), want) {
			t.Errorf("the page does not hold %q", want)
		}
	}
	if strings.Contains(page.String(), "http") || strings.Contains(page.String(), "ZgotmplZ") {
		t.Error("the page needs something from elsewhere, or a value was refused")
	}
}

// The baselines find people whose names are written right.
func TestBaselines(t *testing.T) {
	w := world.New(world.Options{Seed: 4, Split: world.Test, Notices: 500, Records: 60, Pairs: 60, Gazetteer: world.Sample{}})
	for title, least := range map[string]float64{"trigram": .6, "exact": .3} {
		ranker := map[string]Ranker{"trigram": Trigram(w.Notices), "exact": ExactName(w.Notices)}[title]
		outcomes, err := Run(context.Background(), w, ranker, Bare)
		if err != nil {
			t.Fatal(err)
		}
		if r := RecallOf(outcomes, nil); r.Pairs != 60 || r.At1 < least {
			t.Errorf("%s: recall@1 %.3f of %d", title, r.At1, r.Pairs)
		}
	}
}

// What a wording costs is told beside plain words.
func TestWordings(t *testing.T) {
	lost := three()
	lost[0].Rank = 2
	report := NewReport("three", []Method{MethodOf("guitu", lost)})
	report.Wording = []Wording{WordingOf("plain", three()), WordingOf("all together", lost)}
	var text bytes.Buffer
	if err := report.WriteText(&text); err != nil {
		t.Fatal(err)
	}
	line := ""
	for one := range strings.Lines(text.String()) {
		if strings.Contains(one, "all together") {
			line = strings.Join(strings.Fields(one), " ")
		}
	}
	if line != "all together 2 0.000 0.500 1.000 0.000 0.500 0.250 1 0.000 0.000 1.000 0.000" {
		t.Errorf("%q", line)
	}
}
