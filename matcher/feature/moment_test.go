package feature

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/guitu-project/guitu/models"
)

// What is worked out for many heights and events at a time is what the features say.
func TestManyAreWeighedAlike(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	date := func(from, years int) models.Date {
		full := fmt.Sprintf("%d-%02d-%02d", from+r.IntN(years), 1+r.IntN(12), 1+r.IntN(28))
		return models.Date(full[:[]int{0, 4, 7, 10}[r.IntN(4)]])
	}
	person := func() (p models.Person) {
		p.Sex, p.BirthDate = []models.Sex{"", models.Male, models.Female}[r.IntN(3)], date(1930, 90)
		if r.IntN(4) > 0 {
			p.HeightMinCm = 60 + r.IntN(130)
			p.HeightMaxCm = p.HeightMinCm + []int{0, 0, 5, 20}[r.IntN(4)]
		}
		if p.BirthDate == "" && r.IntN(2) == 0 {
			age := r.IntN(90)
			p.AgeMin, p.AgeMax = &age, &age
		}
		return p
	}
	var corpusStats CorpusStats
	records, notices := make([]*Profile, 60), make([]*Profile, 600)
	for i := range records {
		one := &models.Record{FoundDate: date(1990, 35)}
		one.Person = person()
		records[i] = ProfileOf(one)
	}
	for i := range notices {
		one := &models.Notice{MissingDate: date(1960, 65)}
		one.Person = person()
		notices[i] = ProfileOf(one)
		corpusStats.Add(notices[i])
	}
	w := NewScorer(DefaultParams())
	w.Learn(&corpusStats)
	compare := func(probes, others []*Profile) {
		for _, one := range probes {
			p := w.Probe(one)
			for c, most := range map[Column]float64{columnOf("event"): 1e-4, columnOf("height"): .01} {
				values := c.Values()
				for _, o := range others {
					values.Append(c.Project(o))
				}
				table := make([]float32, values.Len())
				fill := values.View().Table(p, table)
				if (fill != nil) != (c == columnOf("event") || one.Kind == models.Records) {
					t.Fatalf("column %d of %s in bulk: %v", c, one.Kind, fill != nil)
				}
				if fill == nil {
					continue
				}
				fill(0, len(table))
				for i, o := range others {
					if got, want := table[i], p.ColumnBits(c, c.Project(o)); math.Abs(float64(got-want)) > most {
						t.Fatalf("column %d of %+v and %+v: %v, want %v", c, one, o, got, want)
					}
				}
			}
		}
	}
	compare(records, notices)
	compare(notices[:60], records)
}
