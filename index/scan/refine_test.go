//go:build !race

package scan

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/guitu-project/guitu/matcher/eval/world"
	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
)

// pictures puts faces on most of a person's photos: of one model or of two, and alike for the
// same person.
func pictures(r *rand.Rand, person int) (list []models.Photo) {
	own := rand.New(rand.NewPCG(uint64(person), 5))
	base := [][]float32{looks(own), looks(own)[:128]}
	for range r.IntN(3) {
		var p models.Photo
		for k, model := range []string{models.ModelFR, models.ModelDlib} {
			if r.IntN(3) == 0 {
				continue
			}
			v := slices.Clone(base[k])
			for i := range v {
				v[i] += .02 * float32(r.NormFloat64())
			}
			p.Faces = append(p.Faces, models.Face{Quality: r.Float64(), Embedding: v, Model: model})
		}
		list = append(list, p)
	}
	return list
}

// newSeenCrowd is a crowd with faces, half of them of a person on the other side, too.
func newSeenCrowd(t *testing.T, seed uint64) (c *crowd, notices, records *Table) {
	t.Helper()
	w := world.New(world.Options{Seed: seed, Split: world.Train, Notices: 2_200, Records: 2_100, Pairs: 1_000, Gazetteer: world.China()})
	c = &crowd{scorer: feature.NewScorer(feature.DefaultParams())}
	r := rand.New(rand.NewPCG(seed, 1))
	var corpusStats feature.CorpusStats
	for i, n := range w.Notices {
		n.Photos = pictures(r, i)
		c.notices = append(c.notices, feature.ProfileOf(n))
		corpusStats.Add(c.notices[i])
	}
	for i, one := range w.Records {
		one.Photos = pictures(r, i)
		c.records = append(c.records, feature.ProfileOf(one))
	}
	next := c.scorer.LearnAhead(&corpusStats)
	if next == nil {
		t.Fatal("nobody to hold faces against")
	}
	notices, records = c.table(t, c.notices), c.table(t, c.records)
	for _, table := range []*Table{notices, records} {
		if err := table.Normalise(t.Context(), next); err != nil {
			t.Fatal(err)
		}
	}
	c.scorer.Adopt(next)
	return c, notices, records
}

// Rows that are left before all is added up are none of the best.
func TestNothingIsLost(t *testing.T) {
	var endless upperBounds
	for present := range endless.others {
		endless.words[present], endless.others[present] = float32(math.Inf(1)), float32(math.Inf(1))
	}
	c, notices, records := newSeenCrowd(t, 1)
	for _, side := range []struct {
		name   string
		table  *Table
		probes []*feature.Profile
	}{{"records", notices, c.records}, {"notices", records, c.notices}} {
		t.Run(side.name, func(t *testing.T) {
			left := false
			for i := 0; i < len(side.probes); i += len(side.probes) / 80 {
				probe, v := c.scorer.Probe(side.probes[i]), side.table.view.Load()
				s, err := side.table.tables(t.Context(), v, probe)
				if err != nil {
					t.Fatal(err)
				}
				left = left || s.bounds.others[2*partSets-1]+s.bounds.marks[len(s.bounds.marks)-1] < 25
				for _, limit := range []depth{{1, 1, 1, 0}, {1, 20, 20, 0}, {20, 100, 500, 5}, {500, 500, 500, 0}} {
					got, err := s.pass(t.Context(), v, limit, nil)
					if err != nil {
						t.Fatal(err)
					}
					bound := s.bounds
					s.bounds = endless
					want, err := s.pass(t.Context(), v, limit, nil)
					if s.bounds = bound; err != nil || !slices.Equal(got, want) {
						t.Fatalf("%s, %v: another answer where nothing is left, %v", probe.Name, limit, err)
					}
				}
			}
			if !left {
				t.Error("no bound is low enough to leave anything")
			}
		})
	}
	t.Run("faces in half bytes", func(t *testing.T) { amongFew(t, c, notices) })
}

// amongFew tells that the best are among the few that the first pass puts highest, though
// it reads half a byte a number of their faces.
func amongFew(t *testing.T, c *crowd, notices *Table) {
	t.Helper()
	asked, missed := 0, 0
	for i := 0; i < len(c.records); i += 30 {
		probe, v := c.scorer.Probe(c.records[i]), notices.view.Load()
		rows, err := bestOfPass(t.Context(), notices, v, probe, depth{listed: 300, always: 300, most: 300})
		if err != nil {
			t.Fatal(err)
		}
		found := map[string]bool{}
		for _, row := range rows {
			found[notices.read(v, int(row.row)).Name] = true
		}
		asked++
		for _, one := range exhaustive(probe, c.notices, 20) {
			if !found[one.Name] {
				missed++
				t.Logf("%s: %s at %.2f bits", probe.Name, one.Name, one.Weight)
				break
			}
		}
	}
	if missed > asked/50 {
		t.Errorf("%d of %d queries miss somebody", missed, asked)
	}
}
