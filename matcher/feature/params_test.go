package feature

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/models"
)

func TestReadFile(t *testing.T) {
	p, err := ReadFile(strings.NewReader(`{"Version": "fit-1", "Scale": {"name": 0.5}, "Coverage": 0.3}`))
	if err != nil || p.Version != "fit-1" || p.Coverage != .3 || p.Sex != DefaultParams().Sex {
		t.Fatalf("%+v, %v", p, err)
	}
	r, n := pair()
	before := match(r, n)
	after := NewScorer(p.Params).Probe(ProfileOf(r)).rank(1000, 1, ProfileOf(n))[0]
	a, _ := item(before, "name")
	b, _ := item(after, "name")
	if math.Abs(b.Weight-a.Weight/2) > 1e-9 || after.Parameters != "fit-1" || before.Parameters == "fit-1" {
		t.Errorf("name weighs %f, was %f; parameters %s", b.Weight, a.Weight, after.Parameters)
	}
	for _, text := range []string{
		"", "[]", `{}`, `{"Version": "built-in-2"}`, `{"Version": "x", "Coverage": 1}`, `{"Version": "x", "Discount": 0}`,
		`{"Version": "x"} more`, `{"Version": "../x"}`, `{"Version": "x", "Learned": {"Prior": {"name": 9}, "PriorCoverage": 0.1}}`, `{"Version": "x", "Learned": {}}`,
		`{"Version": "x", "Scale": {"hair": 1}}`, `{"Version": "x", "Scale": {"name": 9}}`, `{"Version": "x", "Unknown": 1}`,
	} {
		if _, err := ReadFile(strings.NewReader(text)); !errors.Is(err, models.ErrInvalid) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// What is written is read back, and equal numbers have equal sums whatever they are
// called and however they are written.
func TestWriteParams(t *testing.T) {
	f := File{Params: DefaultParams(), Learned: &Learning{Date: "2026-01-02", Confirmed: 3, PriorCoverage: .2, Prior: map[string]float64{"name": .9}}}
	f.Version, f.Scale = "fit-2", map[string]float64{"name": .5, "face": 1}
	var text strings.Builder
	if err := f.Write(&text); err != nil {
		t.Fatal(err)
	}
	back, err := ReadFile(strings.NewReader(text.String()))
	if err != nil {
		t.Fatalf("%v in %s", err, text.String())
	}
	sum, err := f.Sum()
	if err != nil {
		t.Fatal(err)
	}
	if again, err := back.Sum(); err != nil || again != sum || back.Version != "fit-2" || back.Learned.Confirmed != 3 {
		t.Errorf("%+v, %v", back, err)
	}
	if back.BelievedScale("name") != .9 || back.BelievedScale("sex") != 1 || back.ScaleOf("name") != .5 {
		t.Errorf("prior %.2f, %.2f; scale %.2f", back.BelievedScale("name"), back.BelievedScale("sex"), back.ScaleOf("name"))
	}
	if back.BelievedCoverage() != .2 || back.Coverage != DefaultParams().Coverage {
		t.Errorf("coverage %.2f, believed %.2f", back.Coverage, back.BelievedCoverage())
	}
	if back.Learned = nil; back.BelievedScale("name") != .5 {
		t.Errorf("a file that was not learned has its own scales as prior, not %.2f", back.BelievedScale("name"))
	}
	back.Scale["name"] = .501
	if other, err := back.Sum(); err != nil || other == sum {
		t.Errorf("other numbers, the same sum: %v", err)
	}
	if list := Features(); len(list) != len(features) || !slices.IsSorted(list) {
		t.Errorf("%v", list)
	}
}

// A scorer with other parameters knows as much as the one that it was made of.
func TestWith(t *testing.T) {
	var corpusStats CorpusStats
	r, n := pair()
	for range 5000 {
		corpusStats.Add(ProfileOf(n))
	}
	w := NewScorer(DefaultParams())
	w.Learn(&corpusStats)
	want := w.Probe(ProfileOf(r)).Score(ProfileOf(n))
	if got := w.With(DefaultParams()).Probe(ProfileOf(r)).Score(ProfileOf(n)); got != want {
		t.Errorf("%.3f, want %.3f", got, want)
	}
	if bare := NewScorer(DefaultParams()).Probe(ProfileOf(r)).Score(ProfileOf(n)); bare == want {
		t.Error("the corpusStats changes nothing: the test shows nothing")
	}
}
