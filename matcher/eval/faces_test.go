package eval

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
)

// Two normals of one width, d apart: the errors are known.
func TestOperate(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	const d = 3.
	var list trials
	for i := range 400_000 {
		same := i%4 == 0
		list = append(list, trial{float32(r.NormFloat64() + d*float64(class(same))), same, int32(i), int32(i + 1)})
	}
	list.sort()
	eer, accepts, ok := list.operate([]float64{1e-3, 1e-2, 1}, nil)
	under := func(x float64) float64 { return math.Erfc(-x/math.Sqrt2) / 2 }
	for what, c := range map[string][2]float64{
		"EER":     {eer, under(-d / 2)},
		"at 1e-3": {accepts[0], under(d - 3.0902)},
		"at 1e-2": {accepts[1], under(d - 2.3263)},
		"at 1":    {accepts[2], 1},
	} {
		if math.Abs(c[0]-c[1]) > .02 || !ok {
			t.Errorf("%s: %.4f, want %.4f", what, c[0], c[1])
		}
	}
	if limit := list.limit(1e-2); math.Abs(float64(limit)-2.3263) > .03 {
		t.Errorf("limit %.3f", limit)
	}
}

func TestOperateByHand(t *testing.T) {
	of := func(scores ...float32) (list trials) { // of one person if above 0
		for i, s := range scores {
			list = append(list, trial{max(s, -s), s > 0, int32(i), int32(i)})
		}
		list.sort()
		return list
	}
	for _, c := range []struct {
		list      trials
		eer, none float64 // and accepted without a false accept
	}{
		{of(9, 8, -3, -2), 0, 1},
		{of(3, 2, -9, -8), 1, 0},
		{of(9, 4, -5, -1), .5, .5},
		{of(5, 5, -5, -5), .5, 0}, // all alike: nothing can be told
		{of(9, 8, 7, 2, -6, -5, -4, -1), .25, .75},
	} {
		eer, accepts, ok := c.list.operate([]float64{0}, nil)
		if math.Abs(eer-c.eer) > 1e-9 || math.Abs(accepts[0]-c.none) > 1e-9 || !ok {
			t.Errorf("%v: EER %.3f, accepts %.3f, want %.3f and %.3f", c.list, eer, accepts[0], c.eer, c.none)
		}
	}
	for _, list := range []trials{nil, of(1), of(-1)} {
		if _, _, ok := list.operate(measured, nil); ok {
			t.Errorf("%v has an error", list)
		}
	}
	// Who is not drawn does not count, who is drawn twice counts twice.
	list := trials{{9, true, 0, 0}, {8, false, 0, 1}, {7, true, 1, 1}, {6, false, 0, 2}}
	if _, accepts, ok := list.operate([]float64{0}, []float64{3, 1, 1}); !ok || accepts[0] != .75 {
		t.Errorf("%v accepted", accepts)
	}
}

func TestIntervals(t *testing.T) {
	for _, c := range []struct {
		share     float64
		n         int
		low, high float64
	}{{1, 20, .839, 1}, {0, 20, 0, .161}, {.5, 100, .404, .596}} {
		if got := wilson(c.share, c.n); math.Abs(got.Low-c.low) > .001 || math.Abs(got.High-c.high) > .001 {
			t.Errorf("%v of %d: %+v", c.share, c.n, got)
		}
	}
	// A hundred people, half of them always found: as wide as a hundred tries, though
	// each has fifty.
	hits, tries := make([]float64, 100), make([]float64, 100)
	for i := range tries {
		tries[i] = 50
		hits[i] = float64(50 * (i % 2))
	}
	if got := shareOf(hits, tries); got.Value != .5 || math.Abs(got.High-got.Low-.192) > .05 {
		t.Errorf("%+v, want .5 ± .096", got)
	}
	if got := shareOf(make([]float64, 3), make([]float64, 3)); got != nil {
		t.Errorf("%+v of no try", got)
	}
	if (*Interval)(nil).String() != "–" {
		t.Error("nothing has a value")
	}
}

// crowds are people of two groups in both models' embeddings: strangers of the first lie
// as near each other as two photos of one of the second do.
func crowds(people, photos int) []Portrait {
	r := rand.New(rand.NewPCG(3, 3))
	move := func(v []float64, width float64) []float64 {
		out := make([]float64, len(v))
		for i := range v {
			out[i] = v[i] + r.NormFloat64()*width*math.Sqrt(.4/float64(len(v))+.0954*math.Exp2(-float64(i)/4))
		}
		return out
	}
	var list []Portrait
	for i := range people {
		group := i % 2
		fr, dlib := make([]float64, 512), make([]float64, 128)
		fr[group], dlib[group] = 1, 1
		fr, dlib = move(fr, []float64{.25, .43}[group]), move(dlib, []float64{.25, .43}[group])
		for range photos {
			blur := math.Exp(.3*r.NormFloat64()) * []float64{.17, .27}[group]
			p := Portrait{Group: "AB"[group : group+1], Person: fmt.Sprint(i), Pixels: 100 - 20*float64(i%5)}
			p.Face.SetEmbeddings([]models.Embedding{{Model: models.ModelFR, Vector: floats(move(fr, blur))}, {Model: models.ModelDlib, Vector: floats(move(dlib, 1.2*blur))}})
			list = append(list, p)
		}
	}
	return list
}

func floats(v []float64) []float32 {
	out := make([]float32, len(v))
	for i := range v {
		out[i] = float32(v[i])
	}
	return out
}

func study(t testing.TB, photos []Portrait, fewest int) (*FaceStudy, *FaceReport, map[string]*FaceResult) {
	t.Helper()
	p := feature.DefaultParams()
	p.Cohort.Fewest = fewest
	s, err := NewFaceStudy(context.Background(), photos, p)
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.Report(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]*FaceResult{}
	for i := range r.Groups[0].Results {
		rows[r.Groups[0].Results[i].Title] = &r.Groups[0].Results[i]
	}
	return s, r, rows
}

// With a gallery as large as the service asks for, z mends a threshold over mixed
// groups, all together is no worse than the better model, and curves of z are fitted.
func TestFaceStudy(t *testing.T) {
	const people = 200
	s, r, rows := study(t, crowds(people, 2), people)
	var text strings.Builder
	if err := r.WriteText(&text); err != nil {
		t.Fatal(err)
	}
	t.Log(text.String())
	for _, model := range []string{models.ModelFR, models.ModelDlib} {
		plain, z := rows[model+" d²"], rows[model+" z"]
		if z.At3.Value < plain.At3.Value+.15 || z.EER.Value > plain.EER.Value {
			t.Errorf("%s: TAR at 1e-3 %s by d², %s by z", model, plain.At3, z.At3)
		}
		if z.Same != people || z.Probes != people || z.Strangers != people*(people-1)*2 {
			t.Errorf("%s: %d pairs, %d strangers, %d probes", model, z.Same, z.Strangers, z.Probes)
		}
		for k := 1; k <= 2; k++ {
			if g := r.Groups[k]; g.People != people/2 || g.Results[0].Common.FAR == 0 == (g.Title == "A") {
				t.Errorf("%+v: at a common threshold all false accepts are of the group that is near each other", g.Results[0].Common)
			}
		}
	}
	if both, fr := rows["all together, weighed"], rows[models.ModelFR+" weighed"]; both.EER.Value > fr.EER.Value || both.At3.Value < fr.At3.Value || both.First.Value < fr.First.Value {
		t.Errorf("both %s, %s, the networks alone %s, %s", both.EER, both.At3, fr.EER, fr.At3)
	}
	if len(r.Widths) != 4 || r.Widths[0].Title() != "under 32 px" || r.Widths[3].Title() != "80 px and more" || r.Widths[0].Same != people/5 {
		t.Errorf("%+v", r.Widths)
	}
	fit := s.Refit()
	titles := map[string]bool{}
	for i := range fit.Lines {
		titles[fit.Lines[i].title()] = true
	}
	if len(titles) != 4 || !titles["fr-feature-v1 Z.Adult"] || len(fit.Blends) != 1 || fit.Blends[0].After.Other <= 0 {
		t.Errorf("fitted %v, %+v", titles, fit.Blends)
	}
	for _, l := range fit.Lines {
		if line := lineOf(fit.Curves[l.Model], l.Normalised, l.Child); line != l.After || lineOf(feature.DefaultParams().Face[l.Model], l.Normalised, l.Child) != l.Before {
			t.Errorf("%s: %+v is not in the curve %+v", l.title(), l.After, line)
		}
	}
}

// A model of the operator's own is measured and gets a curve, though it weighs nothing
// as long as it has none.
func TestFaceStudyOfAnOwnModel(t *testing.T) {
	photos := crowds(60, 2)
	for i := range photos {
		f := &photos[i].Face
		f.SetEmbeddings(append([]models.Embedding{{Model: "x-own", Vector: f.Embedding}}, models.Embedding{Model: models.ModelDlib, Vector: f.Others[0].Vector}))
	}
	s, _, rows := study(t, photos, 500)
	if rows["x-own d²"] == nil || rows["x-own z"] == nil || rows["x-own weighed"] != nil {
		t.Errorf("%v", rows)
	}
	if dlib, both := rows[models.ModelDlib+" weighed"], rows["all together, weighed"]; *dlib.EER != *both.EER {
		t.Errorf("%s, with a model that weighs nothing %s", dlib.EER, both.EER)
	}
	fit := s.Refit()
	file := feature.File{Params: feature.DefaultParams()}
	file.Version, file.Face = "own", fit.Curves
	var text strings.Builder
	if err := file.Write(&text); err != nil {
		t.Fatal(err)
	}
	again, err := feature.ReadFile(strings.NewReader(text.String()))
	if err != nil || again.Face["x-own"].Raw.Adult.Slope >= 0 || again.Face["x-own"].Raw == feature.DefaultParams().Face[models.ModelFR].Raw {
		t.Errorf("%+v, %v", again.Face["x-own"], err)
	}
}

func TestFaceStudyRefuses(t *testing.T) {
	photos := crowds(3, 2)
	for what, list := range map[string][]Portrait{"nobody": nil, "one person": photos[:2], "nobody twice": {photos[0], photos[2], photos[4]}} {
		if _, err := NewFaceStudy(context.Background(), list, feature.DefaultParams()); !errors.Is(err, models.ErrInvalid) {
			t.Errorf("%s: %v", what, err)
		}
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := NewFaceStudy(ctx, photos, feature.DefaultParams()); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	// Three people are few, but no reason to fail; what cannot be told is left open.
	_, r, rows := study(t, photos, 500)
	if rows[models.ModelFR+" z"] != nil || rows[models.ModelFR+" d²"].At2 != nil || rows[models.ModelFR+" d²"].EER == nil {
		t.Errorf("%+v", rows)
	}
	for _, write := range []func(*strings.Builder) error{
		func(b *strings.Builder) error { return r.WriteText(b) },
		func(b *strings.Builder) error { return r.WriteHTML(b) },
		func(b *strings.Builder) error { return json.NewEncoder(b).Encode(r) },
	} {
		var b strings.Builder
		if err := write(&b); err != nil || strings.Contains(b.String(), "nil") || strings.Contains(b.String(), "NaN") {
			t.Errorf("%v: %s", err, b.String())
		}
	}
}

func BenchmarkFaceStudy(b *testing.B) {
	photos := crowds(500, 4)
	b.Run("people=500/photos=2000", func(b *testing.B) {
		for b.Loop() {
			study(b, photos, 500)
		}
	})
}

// With dates, years between photos and growing up are told and fitted, and what is said of who is
// on a photo is laid beside what is true.
func TestFaceStudyWithDates(t *testing.T) {
	photos := crowds(200, 2)
	for i := range photos {
		photos[i].Born, photos[i].Taken = "1980", "2010"
		if i%2 == 1 { // the second of each person
			photos[i].Taken = []models.Date{"2011", "2020", "1986"}[i/2%3]
		}
		photos[i].Face.Quality = .8
	}
	s, r, _ := study(t, photos, 200)
	cuts := map[string]int{}
	for i := range r.Cuts {
		cuts[r.Cuts[i].Title()] = r.Cuts[i].Same
	}
	for title, want := range map[string]int{"0 – 2 years between, adults": 67, "8 – 15 years between, adults": 67, "child of 6 – 15 and adult": 66, "0.72 – 0.9 of quality": 200} {
		if cuts[title] != want {
			t.Errorf("%s: %d pairs, want %d", title, cuts[title], want)
		}
	}
	pairs := 0
	for _, b := range r.Reliability {
		if pairs += b.Pairs; b.Said < b.From || b.Said > b.To || b.True < 0 || b.True > 1 {
			t.Errorf("%+v", b)
		}
	}
	if pairs != 200*200 {
		t.Errorf("%d pairs were believed or not", pairs)
	}
	fit := s.Refit()
	titles := map[string]bool{}
	for i := range fit.Lines {
		titles[fit.Lines[i].title()] = true
	}
	if !titles["fr-feature-v1 Raw.Child"] && !titles["fr-feature-v1 Z.Child"] || len(fit.Curves[models.ModelFR].ByYears) != 2 {
		t.Errorf("fitted %v, years %v", titles, fit.Curves[models.ModelFR].ByYears)
	}
	file := feature.File{Params: feature.DefaultParams()}
	file.Version, file.Face = "dated", fit.Curves
	var text strings.Builder
	if err := file.Write(&text); err != nil {
		t.Fatal(err)
	}
	if _, err := feature.ReadFile(strings.NewReader(text.String())); err != nil {
		t.Error(err)
	}
}

// A model that says nothing and speaks first silences a good one: that is measured.
func TestAPoorModelIsTold(t *testing.T) {
	photos, r := crowds(60, 2), rand.New(rand.NewPCG(5, 5))
	for i := range photos {
		f, noise := &photos[i].Face, make([]float32, 64)
		for k := range noise {
			noise[k] = float32(r.NormFloat64() / 8)
		}
		f.SetEmbeddings([]models.Embedding{{Model: "x-poor", Vector: noise}, {Model: models.ModelFR, Vector: f.Embedding}})
	}
	p := feature.DefaultParams()
	for _, poor := range []bool{false, true} {
		if poor {
			p.Face["x-poor"] = p.Face[models.ModelDlib]
		}
		s, err := NewFaceStudy(context.Background(), photos, p)
		if err != nil {
			t.Fatal(err)
		}
		alone, together, looked, err := s.First(context.Background())
		m := feature.FaceMeasure{Photos: looked, Alone: alone, Together: together}
		if model, lost := m.Worse(); err != nil || looked != 60 || poor != (model == models.ModelFR && lost > .3) || !poor && lost != 0 {
			t.Errorf("poor %v: %v, %v", poor, m, err)
		}
	}
}
