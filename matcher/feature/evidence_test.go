package feature

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/models"
)

func years2(a, b int) (*int, *int) { return &a, &b }

// a pair that agrees in everything, to be changed by the tests.
func pair() (*models.Record, *models.Notice) {
	r := &models.Record{FoundDate: "2024-01-05", FoundPlace: models.Place{Text: "重庆市渝中区"}}
	r.Person = models.Person{
		Names: []models.PersonName{{Text: "徐华栋（音）", Kind: models.NameHeard}}, Sex: models.Male, HeightMinCm: 167, HeightMaxCm: 173, Accent: "四川口音",
		Build: models.Thin, BloodType: models.BloodB, Ethnicity: "彝族", Appearance: "左侧眉毛上面有疤痕，说话结巴", HeardPlaces: []string{"簇锦镇"},
		Relatives: []models.Relative{{Name: "许建国", Relation: "父亲"}}, Clothing: "军绿色棉袄，黑布鞋", NativePlace: models.Place{Text: "四川成都"},
	}
	r.Person.AgeMin, r.Person.AgeMax = years2(40, 50)
	r.Name = "records/r"
	n := &models.Notice{MissingDate: "2023-12-20", MissingPlace: models.Place{Text: "成都市武侯区簇锦镇"}}
	n.Person = models.Person{
		Names: []models.PersonName{{Text: "许花东", Kind: models.NameLegal}}, Sex: models.Male, BirthDate: "1980-05", HeightMinCm: 170, HeightMaxCm: 170,
		Build: models.Thin, BloodType: models.BloodB, Ethnicity: "彝族", NativePlace: models.Place{Text: "四川省成都市武侯区"},
		Marks: []models.Mark{{Text: "左眉上方有一道疤"}}, Appearance: "说话结巴", Relatives: []models.Relative{{Name: "许建国", Relation: "父"}}, Clothing: "穿军绿色棉袄，黑布鞋",
	}
	n.Name = "notices/n"
	return r, n
}

// rank weighs others and ranks them.
func (p *Probe) rank(open, limit int, others ...*Profile) []models.Match {
	return p.Matches(p.Weigh(others...), open, limit)
}

func match(r *models.Record, n *models.Notice) models.Match {
	return NewScorer(DefaultParams()).Probe(ProfileOf(r)).rank(1000, 1, ProfileOf(n))[0]
}

func item(m models.Match, feature string) (models.Evidence, bool) {
	for _, e := range m.Evidence {
		if e.Feature == feature {
			return e, true
		}
	}
	return models.Evidence{}, false
}

func TestAgreementSpeaksForThePair(t *testing.T) {
	m := match(pair())
	for _, feature := range []string{"name", "sex", "age", "height", "origin", "dates", "relatives", "bloodType", "ethnicity", "build", "marks", "clothing"} {
		e, ok := item(m, feature)
		if !ok || e.Weight <= 0 || e.Conflict {
			t.Errorf("%s: %+v, found %v", feature, e, ok)
		}
		if e.Reason.Zh == "" || e.Reason.En == "" || e.RecordValue == "" || e.NoticeValue == "" {
			t.Errorf("%s lacks words: %+v", feature, e)
		}
	}
	if m.Probability < .99 {
		t.Errorf("probability %.3f of a pair that agrees in everything", m.Probability)
	}
	sum := 0.0
	for _, e := range m.Evidence {
		sum += e.Weight
	}
	if math.Abs(sum-m.Weight) > 1e-9 {
		t.Errorf("the evidence adds to %f, the match says %f", sum, m.Weight)
	}
}

func TestConflictsAreShownFirstAndHideNobody(t *testing.T) {
	r, n := pair()
	r.Person.Sex = models.Female
	r.FoundDate = "2020"
	r.Person.BloodType = models.BloodA
	m := match(r, n)
	for i, e := range m.Evidence[:3] {
		if !e.Conflict || e.Weight >= 0 {
			t.Errorf("evidence %d: %+v, want a conflict", i, e)
		}
	}
	if m.Probability <= 0 {
		t.Error("a conflict must not remove the pair")
	}
}

func TestMissingValuesSayNothing(t *testing.T) {
	r, n := pair()
	full := match(r, n)
	for _, empty := range []models.Match{match(&models.Record{}, n), match(r, &models.Notice{}), match(&models.Record{}, &models.Notice{})} {
		if len(empty.Evidence) != 0 || empty.Weight != 0 {
			t.Errorf("an empty side gives %+v", empty.Evidence)
		}
	}
	// Each value of the record taken away on its own takes only its evidence away.
	for feature, drop := range map[string]func(*models.Record){
		"name": func(r *models.Record) { r.Person.Names = nil }, "sex": func(r *models.Record) { r.Person.Sex = "" },
		"height":    func(r *models.Record) { r.Person.HeightMinCm, r.Person.HeightMaxCm = 0, 0 },
		"bloodType": func(r *models.Record) { r.Person.BloodType = "" }, "relatives": func(r *models.Record) { r.Person.Relatives = nil },
		"age": func(r *models.Record) { r.Person.AgeMin, r.Person.AgeMax = nil, nil }, "build": func(r *models.Record) { r.Person.Build = "" },
	} {
		r, n := pair()
		drop(r)
		m := match(r, n)
		if _, ok := item(m, feature); ok || len(m.Evidence) != len(full.Evidence)-1 {
			t.Errorf("without %s: %d of %d pieces of evidence", feature, len(m.Evidence), len(full.Evidence))
		}
	}
}

func TestMonotonicity(t *testing.T) {
	for _, c := range []struct {
		feature string
		steps   int
		set     func(r *models.Record, n *models.Notice, step int)
	}{
		{"age", 8, func(r *models.Record, _ *models.Notice, s int) {
			r.Person.AgeMin, r.Person.AgeMax = years2(44+5*s, 44+5*s)
		}},
		{"height", 8, func(r *models.Record, _ *models.Notice, s int) {
			r.Person.HeightMinCm, r.Person.HeightMaxCm = 170+4*s, 170+4*s
		}},
		{"face", 12, func(r *models.Record, n *models.Notice, s int) {
			r.Photos, n.Photos = []models.Photo{{Faces: []models.Face{flatFace(0)}}}, []models.Photo{{Faces: []models.Face{flatFace(float32(s) * .01)}}}
		}},
		{"origin", 4, func(r *models.Record, _ *models.Notice, s int) {
			r.Person.HeardPlaces, r.Person.Accent = nil, ""
			r.Person.NativePlace.Text = []string{"四川省成都市武侯区", "四川省成都市", "四川省", "黑龙江省"}[s]
		}},
		{"clothing", 4, func(r *models.Record, n *models.Notice, s int) {
			r.Person.Clothing, n.Person.Clothing = "红棉袄", "红棉袄"
			r.FoundDate = models.Date(fmt.Sprintf("2023-12-%d", 21+3*s))
		}},
	} {
		last := math.Inf(1)
		for s := range c.steps {
			r, n := pair()
			c.set(r, n, s)
			e, ok := item(match(r, n), c.feature)
			if !ok || e.Weight >= last {
				t.Errorf("%s, step %d: %.3f bits after %.3f (found %v)", c.feature, s, e.Weight, last, ok)
			}
			last = e.Weight
		}
	}
}

func flatFace(shift float32) models.Face {
	v := make([]float32, 128)
	for i := range v {
		v[i] = .088 + shift
	}
	return models.Face{Embedding: v, Model: models.ModelDlib, Quality: .9}
}

func TestFaces(t *testing.T) {
	r, n := pair()
	r.Photos = []models.Photo{{Faces: []models.Face{flatFace(0)}}}
	n.Photos = []models.Photo{{Faces: []models.Face{flatFace(.05), flatFace(.001)}}}
	group, _ := item(match(r, n), "face")
	n.Photos = []models.Photo{{Faces: []models.Face{flatFace(.001)}}}
	alone, _ := item(match(r, n), "face")
	if group.Weight >= alone.Weight || group.Weight <= 0 {
		t.Errorf("%.2f bits in a group photo, %.2f alone", group.Weight, alone.Weight)
	}
	n.Photos[0].Faces[0].Model, n.Photos[0].Faces[0].Embedding = models.ModelFR, make([]float32, 512)
	if e, ok := item(match(r, n), "face"); ok {
		t.Errorf("faces of two models were compared: %+v", e)
	}
}

func TestAFaceAloneSaysSo(t *testing.T) {
	r := &models.Record{Entry: models.Entry{Photos: []models.Photo{{Faces: []models.Face{flatFace(0)}}}}}
	n := &models.Notice{Entry: models.Entry{Photos: []models.Photo{{Faces: []models.Face{flatFace(.001)}}}}}
	e, _ := item(match(r, n), "face")
	if !strings.Contains(e.Reason.Zh, "只凭人脸") || !strings.Contains(e.Reason.En, "face alone") {
		t.Errorf("the reason does not say that it is a face alone: %+v", e.Reason)
	}
	r2, n2 := pair()
	r2.Photos, n2.Photos = r.Photos, n.Photos
	if e, _ := item(match(r2, n2), "face"); strings.Contains(e.Reason.Zh, "只凭人脸") {
		t.Error("a face beside a name is not alone")
	}
}

func TestChildrenGrow(t *testing.T) {
	r, n := &models.Record{FoundDate: "2020"}, &models.Notice{MissingDate: "2012"}
	n.Person = models.Person{BirthDate: "2005", Sex: models.Male, HeightMinCm: 124, HeightMaxCm: 124}
	r.Person = models.Person{HeightMinCm: 168, HeightMaxCm: 168}
	if e, _ := item(match(r, n), "height"); e.Weight <= 0 || !strings.Contains(e.Reason.Zh, "生长") {
		t.Errorf("a boy of 7 grown to 15: %+v", e)
	}
}

func TestMarksOnTheOtherSideConflict(t *testing.T) {
	r, n := pair()
	r.Person.Appearance = "右眉上有疤"
	if e, _ := item(match(r, n), "marks"); !e.Conflict || e.Weight >= 0 {
		t.Errorf("left against right: %+v", e)
	}
}

func TestScoreIsTheWeightOfTheMatch(t *testing.T) {
	r, n := pair()
	w := NewScorer(DefaultParams())
	a, b := ProfileOf(r), ProfileOf(n)
	p := w.Probe(a)
	q, m := p.Score(b), p.match(b).Weight
	if math.Abs(q-m) > 1e-9 {
		t.Errorf("quick %f, full %f", q, m)
	}
	if back := w.Probe(b).Score(a); math.Abs(q-back) > 1e-3 {
		t.Errorf("the record weighs %f, the notice %f", q, back)
	}
	if allocs := testing.AllocsPerRun(100, func() { p.Score(b) }); allocs > 0 {
		t.Errorf("quick allocates %.0f times", allocs)
	}
}

func TestProbabilitiesExcludeEachOther(t *testing.T) {
	r, n := pair()
	w := NewScorer(DefaultParams())
	other := *n
	other.Name = "notices/twin"
	p, twin, stranger := w.Probe(ProfileOf(r)), ProfileOf(&other), ProfileOf(&models.Notice{Entry: models.Entry{Name: "notices/x"}})
	alone := p.rank(1000, 2, ProfileOf(n), stranger)
	both := p.rank(1000, 3, ProfileOf(n), twin, stranger)
	if alone[0].Probability < .9 || math.Abs(both[0].Probability-.5) > .01 || both[0].Probability != both[1].Probability {
		t.Errorf("alone %f, beside a twin %f and %f", alone[0].Probability, both[0].Probability, both[1].Probability)
	}
	if few, many := alone[0], p.rank(100_000_000, 1, ProfileOf(n))[0]; many.Probability >= few.Probability {
		t.Errorf("%f among few, %f among many", few.Probability, many.Probability)
	}
	compared := p.Compare(twin, p.Weigh(ProfileOf(n), twin, stranger), 1000)
	if compared.Weight != both[0].Weight || len(compared.Evidence) == 0 {
		t.Errorf("compared %f, ranked %f", compared.Weight, both[0].Weight)
	}
	sum := 0.0
	for _, m := range both {
		sum += m.Probability
	}
	if sum > 1 {
		t.Errorf("the probabilities add to %f", sum)
	}
}

// Odd people must give an answer, not a panic or a NaN.
func TestOddPeople(t *testing.T) {
	huge := strings.Repeat("左眉有疤，", 2000)
	odd := []models.Person{
		{}, {Sex: models.Male}, {Names: []models.PersonName{{Text: strings.Repeat("王", 10_000)}}}, {Names: []models.PersonName{{Text: "😀🎉"}}},
		{Marks: make([]models.Mark, 500)}, {Appearance: huge}, {HeightMaxCm: 250}, {HeightMinCm: 30},
	}
	zero, old := 0, 130
	odd = append(odd, models.Person{AgeMin: &zero, AgeMax: &zero}, models.Person{AgeMax: &old})
	for i := range odd {
		for j := range odd {
			for _, date := range []models.Date{"", "1850", "2024-01-05"} {
				m := match(&models.Record{Entry: models.Entry{Person: odd[i]}, FoundDate: date}, &models.Notice{Entry: models.Entry{Person: odd[j]}, MissingDate: date})
				if math.IsNaN(m.Weight) || math.IsInf(m.Weight, 0) {
					t.Errorf("%d against %d: %f bits", i, j, m.Weight)
				}
			}
		}
	}
}

func BenchmarkScore(b *testing.B) {
	r, n := pair()
	w := NewScorer(DefaultParams())
	p, q := ProfileOf(r), ProfileOf(n)
	b.ReportAllocs()
	probe := w.Probe(p)
	for b.Loop() {
		probe.Score(q)
	}
}

// If not both faces were described by both models, the one that they share speaks
// as if there were no other.
func TestTheSharedModelSpeaks(t *testing.T) {
	fr := func(shift float32) models.Embedding {
		v := make([]float32, 512)
		v[0], v[1] = 1, shift
		return models.Embedding{Model: models.ModelFR, Vector: v}
	}
	both := func(e models.Embedding, dlib float32) []models.Photo {
		f := flatFace(dlib)
		f.SetEmbeddings([]models.Embedding{e, {Model: f.Model, Vector: f.Embedding}})
		return []models.Photo{{Faces: []models.Face{f}}}
	}
	only := func(f models.Face) []models.Photo { return []models.Photo{{Faces: []models.Face{f}}} }
	onlyFR := func(shift float32) []models.Photo {
		return only(models.Face{Model: models.ModelFR, Embedding: fr(shift).Vector, Quality: .9})
	}
	newer := fr(0)
	newer.SHA256 = "b"
	older := fr(0)
	older.SHA256 = "a"
	match := func(record, notice []models.Photo) models.Match {
		r, n := &models.Record{Entry: models.Entry{Photos: record}}, &models.Notice{Entry: models.Entry{Photos: notice}}
		return NewScorer(DefaultParams()).Probe(ProfileOf(r)).match(ProfileOf(n))
	}
	for name, test := range map[string]struct {
		record, notice         []models.Photo
		sameRecord, sameNotice []models.Photo // of one model each, to weigh the same
	}{
		"the notice has only the networks'": {both(fr(0), 0), onlyFR(1.2), onlyFR(0), onlyFR(1.2)},
		"the notice has only dlib's":        {both(fr(0), 0), only(flatFace(.001)), only(flatFace(0)), only(flatFace(.001))},
	} {
		got, want := match(test.record, test.notice), match(test.sameRecord, test.sameNotice)
		if got.Weight != want.Weight || len(got.Evidence) != 1 {
			t.Errorf("%s: %.2f bits in %d items, want %.2f in one", name, got.Weight, len(got.Evidence), want.Weight)
		}
	}
	record, notice := models.Face{}, models.Face{}
	record.SetEmbeddings([]models.Embedding{newer})
	notice.SetEmbeddings([]models.Embedding{older})
	if m := match(only(record), only(notice)); len(m.Evidence) != 0 {
		t.Errorf("embeddings of different files were compared: %+v", m.Evidence)
	}
}
