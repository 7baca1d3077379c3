package feature

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/models"
)

// faceBits is what two sides' photos say by d².
func faceBits(t *testing.T, r *models.Record, n *models.Notice) float64 {
	t.Helper()
	e, ok := item(match(r, n), "face")
	if !ok {
		t.Fatal("the faces say nothing")
	}
	return e.Weight
}

func photoOf(date models.Date, quality float64, shift float32) models.Photo {
	f := flatFace(shift)
	f.Quality = quality
	return models.Photo{TakenDate: date, Faces: []models.Face{f}}
}

// Years and poor photos make a likeness and a difference say less.
func TestYearsAndQualityWiden(t *testing.T) {
	for _, shift := range []float32{.002, .06} {
		last := math.Inf(1)
		for i, c := range []struct {
			date    models.Date
			quality float64
		}{{"2023", .9}, {"2019", .9}, {"2017", .9}, {"2010", .9}, {"2010", .5}, {"2010", .2}, {"2010", .05}} {
			r, n := recordOf(1, photoOf("2023", .9, 0)), noticeOf(1, photoOf(c.date, c.quality, shift))
			bits := faceBits(t, r, n)
			if math.Abs(bits) >= last || bits > 0 != (shift < .03) {
				t.Errorf("shift %.3f, step %d: %.2f bits, %.2f before", shift, i, bits, last)
			}
			last = math.Abs(bits)
		}
	}
}

// A child grows another face: what would speak against an adult need not.
func TestAChildsFaceChanges(t *testing.T) {
	bits := func(born models.Date) float64 {
		r, n := recordOf(1, photoOf("2023", .9, 0)), noticeOf(1, photoOf("2011", .9, .042))
		n.Person.BirthDate = born
		return faceBits(t, r, n)
	}
	adult, half, child := bits("1980"), bits("1997"), bits("2006")
	if adult >= half || half >= child {
		t.Errorf("%.2f bits of an adult, %.2f grown up in between, %.2f of a child", adult, half, child)
	}
}

// The best pair counts in full, further photos add, and never beyond the clamp; a
// poor one takes nothing away.
func TestFurtherPhotosAdd(t *testing.T) {
	near, far := photoOf("", .9, .028), photoOf("", .9, .08)
	r := recordOf(1, photoOf("", .9, 0))
	one := faceBits(t, r, noticeOf(1, near))
	two, poor := faceBits(t, r, noticeOf(1, near, near)), faceBits(t, r, noticeOf(1, far, near))
	if further := DefaultParams().Discount * DefaultParams().Face[models.ModelDlib].Further; math.Abs(two-one*(1+further/DefaultParams().Discount)) > 1e-6 || one <= 0 {
		t.Errorf("%.3f bits of one photo, %.3f of two", one, two)
	}
	if poor != one {
		t.Errorf("%.3f bits, %.3f beside a poor photo", one, poor)
	}
	many := make([]models.Photo, 30)
	for i := range many {
		many[i] = photoOf("", .9, .02)
	}
	most := DefaultParams().Face[models.ModelDlib].Most / math.Ln2 * NewScorer(DefaultParams()).shares[forFace]
	if all := faceBits(t, r, noticeOf(1, many...)); math.Abs(all-most) > 1e-9 {
		t.Errorf("%.3f bits of thirty photos, the most is %.3f", all, most)
	}
	// From either side the same, and the photo that is named is the best.
	m := match(recordOf(1, far, near, near), noticeOf(1, photoOf("", .9, 0)))
	if e := m.Evidence[0]; math.Abs(e.Weight-two) > 1e-6 || e.RecordValue != "照片 2" || e.NoticeValue != "照片 1" || !strings.Contains(e.Reason.Zh, "另有 1 张照片") {
		t.Errorf("%+v, want %.3f bits", e, two)
	}
}

func TestFaceCurvesAreChecked(t *testing.T) {
	for _, text := range []string{
		`{"Version": "x", "Face": {"dlib-resnet-v1": {"Least": -4, "Most": 7}}}`,
		`{"Version": "x", "Face": {"other": {}}}`,
		`{"Version": "x", "Cohort": {"Most": 10}}`,
		`{"Version": "x", "Cohort": {"Renew": 0}}`,
	} {
		if _, err := ReadFile(strings.NewReader(text)); !errors.Is(err, models.ErrInvalid) {
			t.Errorf("%s: %v", text, err)
		}
	}
	if p, err := ReadFile(strings.NewReader(`{"Version": "x", "Cohort": {"Fewest": 600}}`)); err != nil || p.Cohort.Fewest != 600 || p.Cohort.Most != defaultCohort().Most {
		t.Errorf("%+v, %v", p.Cohort, err)
	}
}

// What the curve says of a z is what a search says, down to the bit: a face hangs together with
// nothing else that is told, so it is not discounted.
func TestAFaceCountsInFull(t *testing.T) {
	w := NewScorer(DefaultParams())
	curve := DefaultParams().Face[models.ModelFR]
	for z, nats := range map[float64]float64{0: -3.26, 2: .44, 4: 4.14, 6: 7.84} {
		score := FaceScore{Model: models.ModelFR, Normalised: true, X: z, Quality: 1, Years: 1}
		if said := curve.Straight(score); math.Abs(said-nats) > 1e-9 {
			t.Errorf("z %g: %.3f, want %.3f", z, said, nats)
		}
		if bits := float64(w.scores[models.ModelFR].bits(score, 1)); math.Abs(bits-curve.bend(nats, 1)/math.Ln2) > 1e-4 {
			t.Errorf("z %g: %.3f bits", z, bits)
		}
	}
	if most := curve.bend(1000, 1); most < 10 || most > 11 {
		t.Errorf("at most %.2f", most)
	}
}

// A child and the adult it became are told by the distance, however z lies, and in between both
// count.
func TestChildrenGoByDistance(t *testing.T) {
	curve := DefaultParams().Face[models.ModelFR]
	score := FaceScore{Model: models.ModelFR, Normalised: true, X: 1, D2: 1.2, Quality: 1, Years: 1, Grown: 1}
	far := score
	if far.X = -3; curve.Straight(far) != curve.Straight(score) || math.Abs(curve.Straight(score)-(14.71-8.39*1.2)) > 1e-9 {
		t.Errorf("%.3f and %.3f", curve.Straight(score), curve.Straight(far))
	}
	half, adult := score, score
	half.Grown, adult.Grown = .5, 0
	if got, want := curve.Straight(half), (curve.Straight(score)+curve.Straight(adult))/2; math.Abs(got-want) > 1e-9 {
		t.Errorf("%.3f, want %.3f", got, want)
	}
	curve.ChildRaw = false
	if got := curve.Straight(score); math.Abs(got-(2.05+.61)) > 1e-9 {
		t.Errorf("by z %.3f", got)
	}
}
