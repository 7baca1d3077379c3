package matcher

import (
	"math"
	"testing"

	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
)

func TestExpectedBits(t *testing.T) {
	const sure, never = 20, -20
	for _, c := range []struct {
		name     string
		priors   []float64
		gains    [][]float64
		low, top float64
	}{
		{"nobody to tell apart", nil, nil, 0, 0},
		{"no answers", []float64{.5, .5}, [][]float64{{}, {}}, 0, 0},
		{"one certain candidate", []float64{1}, [][]float64{{sure}}, 0, 1e-9},
		{"two, told apart", []float64{.5, .5}, [][]float64{{sure, never}, {never, sure}}, .89, 1},
		{"two, the same answer", []float64{.5, .5}, [][]float64{{sure}, {sure}}, 0, 1e-6},
		{"four, told apart", []float64{.25, .25, .25, .25}, [][]float64{
			{sure, never, never, never}, {never, sure, never, never}, {never, never, sure, never}, {never, never, never, sure},
		}, 1.7, 2},
		{"four, in two halves", []float64{.25, .25, .25, .25}, [][]float64{{sure, never}, {sure, never}, {never, sure}, {never, sure}}, .85, 1},
		{"one or nobody", []float64{.5}, [][]float64{{sure}}, .7, 1},
		{"one or nobody, a common answer", []float64{.5}, [][]float64{{.3}}, 0, .1},
		{"an answer that says nothing", []float64{.5, .3}, [][]float64{{0, 0}, {0, 0}}, 0, 1e-9},
		{"hardly anybody", []float64{.001}, [][]float64{{sure}}, 0, .02},
	} {
		if got := expectedBits(c.priors, c.gains); !(got >= c.low && got <= c.top) {
			t.Errorf("%s: %.4f bits, want %.4f … %.4f", c.name, got, c.low, c.top)
		}
	}
}

// No answer can be expected to tell more than there is to know.
func TestExpectedBitsAreAtMostTheEntropy(t *testing.T) {
	for seed := range 200 {
		value := func(i int) float64 { return math.Mod(math.Abs(math.Sin(float64(seed*97+i*13)))*1000, 1) }
		priors := []float64{value(1) / 3, value(2) / 3, value(3) / 3}
		entropy, rest := 0., 1.
		for _, p := range priors {
			entropy -= p * math.Log2(p)
			rest -= p
		}
		entropy -= rest * math.Log2(rest)
		gains := make([][]float64, len(priors))
		for c := range gains {
			for a := range 4 {
				gains[c] = append(gains[c], 30*value(10+4*c+a)-18)
			}
		}
		if got := expectedBits(priors, gains); got < 0 || got > entropy+1e-9 || math.IsNaN(got) {
			t.Errorf("%d: %.4f bits of %.4f", seed, got, entropy)
		}
	}
}

func TestSeparated(t *testing.T) {
	for _, c := range []struct {
		name  string
		gains [][]float64
		want  int
	}{
		{"none", nil, 0},
		{"one alone", [][]float64{{9}}, 0},
		{"all", [][]float64{{9, 0}, {0, 9}}, 2},
		{"two alike of three", [][]float64{{9, 0}, {9, 0}, {0, 9}}, 1},
		{"nearly alike", [][]float64{{5, 4}, {4, 5}}, 0},
	} {
		if got := separated(c.gains); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}

// possibleNotice returns one of several candidates who differ in what is set.
func possibleNotice(p models.Person) possible {
	n := &models.Notice{Entry: models.Entry{Person: p}, MissingDate: "2019-03", MissingPlace: models.Place{Text: "四川省成都市", Code: "5101"}}
	understand(n)
	return possible{notice: n, profile: feature.ProfileOf(n), probability: .2}
}

func TestTheBestQuestion(t *testing.T) {
	native := func(text string) models.Person {
		return models.Person{Sex: models.Male, NativePlace: models.Place{Text: text}}
	}
	marked := func(text string) models.Person {
		return models.Person{Sex: models.Male, Marks: []models.Mark{{Text: text}}}
	}
	born := func(date models.Date) models.Person { return models.Person{Sex: models.Male, BirthDate: date} }
	named := func(name string) models.Person {
		return models.Person{Sex: models.Male, Names: []models.PersonName{{Text: name, Kind: models.NameLegal}}}
	}
	for _, c := range []struct {
		name   string
		record models.Person
		may    []models.Person
		field  string // of the best question; empty for none
		least  int    // separated
	}{
		{"provinces", models.Person{Sex: models.Male}, []models.Person{native("云南省昭通市大关县"), native("四川省宜宾市"), native("湖南省长沙市"), native("河南省洛阳市")}, "nativePlace", 4},
		{"the province is known", models.Person{Sex: models.Male, NativePlace: models.Place{Text: "四川省", Code: "51"}},
			[]models.Person{native("四川省宜宾市珙县"), native("四川省达州市大竹县"), native("四川省南充市阆中市")}, "nativePlace", 2},
		{"a scar", models.Person{Sex: models.Male}, []models.Person{marked("左眉上方一道疤"), {Sex: models.Male}}, "marks", 1},
		{"years", models.Person{Sex: models.Male}, []models.Person{born("1950"), born("1968"), born("1985")}, "birthDate", 2},
		{"names", models.Person{Sex: models.Male}, []models.Person{named("许花东"), named("赵铁柱"), named("王建国")}, "names", 3},
		{"all alike", models.Person{Sex: models.Male}, []models.Person{{Sex: models.Male}, {Sex: models.Male}}, "", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			i := interview{scorer: feature.NewScorer(feature.DefaultParams()), record: &models.Record{Entry: models.Entry{Person: c.record}, FoundDate: "2024-01"}}
			for _, p := range c.may {
				i.candidates = append(i.candidates, possibleNotice(p))
			}
			asked := i.questions()
			if c.field == "" {
				if len(asked) > 0 {
					t.Errorf("asks %+v", asked)
				}
				return
			}
			if len(asked) == 0 || asked[0].Field != c.field || asked[0].Separates < c.least {
				t.Fatalf("asks %+v, want %s", asked, c.field)
			}
			for _, q := range asked {
				if q.Text.Zh == "" || q.Text.En == "" || q.Bits <= 0 {
					t.Errorf("%+v", q)
				}
			}
		})
	}
}

func BenchmarkQuestions(b *testing.B) {
	i := interview{scorer: feature.NewScorer(feature.DefaultParams()), record: &models.Record{Entry: models.Entry{Person: models.Person{
		Sex: models.Male, HeardPlaces: []string{"大关", "玉碗"}, Accent: "四川口音",
	}}, FoundDate: "2024-01", FoundPlace: models.Place{Text: "重庆市渝中区", Code: "500103"}}}
	for _, home := range []string{"云南省昭通市大关县", "四川省宜宾市", "湖南省长沙市", "河南省洛阳市", "贵州省毕节市", "重庆市万州区"} {
		i.candidates = append(i.candidates, possibleNotice(models.Person{
			Names: []models.PersonName{{Text: "许花" + home[:3], Kind: models.NameLegal}}, Sex: models.Male, BirthDate: "1980-05", HeightMinCm: 170,
			NativePlace: models.Place{Text: home}, Relatives: []models.Relative{{Name: "许大", Relation: "父亲"}}, Marks: []models.Mark{{Text: "左眉上方一道疤"}},
		}))
	}
	b.ReportAllocs()
	for b.Loop() {
		i.questions()
	}
}
