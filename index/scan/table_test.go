package scan

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
)

// a person is an invented person's notice.
func somebody(r *rand.Rand, i int) *models.Notice {
	pick := func(text string) string { runes := []rune(text); return string(runes[r.IntN(len(runes))]) }
	n := &models.Notice{MissingDate: models.Date(fmt.Sprint(2000 + r.IntN(26)))}
	n.Name = fmt.Sprintf("notices/%06d", i)
	n.Person = models.Person{
		Names: []models.PersonName{{Text: pick("王李张刘陈杨赵黄周吴徐许孙胡") + pick("建国秀英志强桂兰花华") + pick("文军玉梅海燕德东")}},
		Sex:   []models.Sex{models.Male, models.Female}[r.IntN(2)], BirthDate: models.Date(fmt.Sprint(1940 + r.IntN(70))),
		HeightMinCm: 150 + r.IntN(35), NativePlace: models.Place{Text: []string{"四川省", "河南省", "湖南省"}[r.IntN(3)]},
		Marks: []models.Mark{{Text: pick("左右") + pick("手脸腿") + "有" + pick("疤痣")}},
	}
	return n
}

func probe(w *feature.Scorer) *feature.Probe {
	r := &models.Record{FoundDate: "2024"}
	r.Person = models.Person{Names: []models.PersonName{{Text: "徐花栋", Kind: models.NameHeard}}, Sex: models.Male, BirthDate: "1980", HeightMinCm: 170, Appearance: "左手有疤"}
	return w.Probe(feature.ProfileOf(r))
}

var scorer = feature.NewScorer(feature.DefaultParams())

// The best of the scan are the best of comparing all pairs in full.
func TestBestIsExhaustive(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	table := NewTable(scorer, "")
	type pair struct {
		name   string
		weight float64
	}
	var all []pair
	p := probe(scorer)
	for i := range 5000 {
		n := feature.ProfileOf(somebody(r, i))
		if _, err := table.Put(n); err != nil {
			t.Fatal(err)
		}
		all = append(all, pair{n.Name, p.Score(n)})
	}
	slices.SortFunc(all, func(a, b pair) int { return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.name, b.name)) })
	for _, limit := range []int{0, 1, 20, 300, 6000} {
		best, err := table.Best(t.Context(), p, limit)
		if err != nil || len(best) < min(limit, 5000) {
			t.Fatalf("limit %d: %d, %v", limit, len(best), err)
		}
		for i, b := range best[:min(limit, 5000)] {
			if b.Name != all[i].name {
				t.Fatalf("limit %d, rank %d: %s, want %s", limit, i, b.Name, all[i].name)
			}
		}
	}
}

func TestPutAndDelete(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	table := NewTable(scorer, "")
	for i := range 10 {
		if _, err := table.Put(feature.ProfileOf(somebody(r, i))); err != nil {
			t.Fatal(err)
		}
	}
	table.Put(feature.ProfileOf(somebody(r, 3))) // again
	table.Delete("notices/000000")
	table.Delete("notices/000000")
	table.Delete("notices/000009")
	if table.Len() != 8 || table.Get("notices/000000") != nil || table.Get("notices/000003") == nil {
		t.Errorf("%d left", table.Len())
	}
	best, err := table.Best(t.Context(), probe(scorer), 100)
	if err != nil || len(best) != 8 {
		t.Errorf("%d found, %v", len(best), err)
	}
}

func TestReadersAndWriters(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	table := NewTable(scorer, "")
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := range 3000 {
			if _, err := table.Put(feature.ProfileOf(somebody(r, i%1000))); err != nil {
				t.Error(err)
			}
			if i%3 == 0 {
				table.Delete(fmt.Sprintf("notices/%06d", i%500))
			}
		}
	}()
	p := probe(scorer)
	for {
		select {
		case <-done:
			return
		default:
			if _, err := table.Best(t.Context(), p, 20); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestCancelled(t *testing.T) {
	table := NewTable(scorer, "")
	if _, err := table.Put(feature.ProfileOf(somebody(rand.New(rand.NewPCG(1, 1)), 1))); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := table.Best(ctx, probe(scorer), 1); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// A probe that is a face and nothing else finds those with a face to compare, however little
// they are like it, before those who say nothing.
func TestAFaceAloneFindsFaces(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 2))
	table := NewTable(scorer, "")
	for i := range 3000 {
		n := somebody(r, i)
		if i%8 == 0 {
			n.Photos = []models.Photo{{Faces: []models.Face{{Quality: .8, Embedding: looks(r), Model: models.ModelFR}}}}
		}
		if _, err := table.Put(feature.ProfileOf(n)); err != nil {
			t.Fatal(err)
		}
	}
	one := &models.Record{}
	one.Photos = []models.Photo{{Faces: []models.Face{{Quality: .8, Embedding: looks(r), Model: models.ModelFR}}}}
	best, err := table.Best(t.Context(), scorer.Probe(feature.ProfileOf(one)), 20)
	if err != nil || len(best) != alternatives {
		t.Fatalf("%d, %v", len(best), err)
	}
	for i, c := range best {
		if !c.HasFaces() || c.Behind || c.Weight >= 0 || i > 0 && best[i-1].Weight < c.Weight {
			t.Fatalf("place %d: %s at %.2f bits", i+1, c.Name, c.Weight)
		}
	}
}
