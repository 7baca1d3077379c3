package partition_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"

	"github.com/guitu-project/guitu/index/partition"
	"github.com/guitu-project/guitu/index/scan"
	"github.com/guitu-project/guitu/matcher/eval/world"
	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
)

// crowd is one side in one table and in several sets of partitions, with the probes of the other.
type crowd struct {
	testing.TB
	scorer *feature.Scorer
	one    *scan.Table
	sets   map[int]*partition.Set
	probes []*feature.Profile
	held   map[string]*feature.Profile
}

// number returns a size that a run by hand may set.
func number(t testing.TB, variable string, usual int) int {
	t.Helper()
	text := os.Getenv(variable)
	if text == "" {
		return usual
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// crowds makes both sides of a world with photos, known to one scorer with its cohort of faces.
func crowds(t testing.TB) []*crowd {
	t.Helper()
	n := number(t, "GUITU_PARTITION_PEOPLE", people)
	w := world.New(world.Options{Seed: 11, Split: world.Train, Notices: n, Records: n, Pairs: n / 8, Photos: .5, Gazetteer: world.China()})
	scorer := feature.NewScorer(feature.DefaultParams())
	sides := []*crowd{{TB: t, scorer: scorer}, {TB: t, scorer: scorer}}
	var notices, records []*feature.Profile
	for i := range w.Notices {
		notices = append(notices, feature.ProfileOf(w.Notices[i]))
	}
	for i := range w.Records {
		records = append(records, feature.ProfileOf(w.Records[i]))
	}
	var stats feature.CorpusStats
	for _, p := range notices {
		stats.Add(p)
	}
	next := scorer.LearnAhead(&stats)
	if next == nil {
		t.Fatal("nobody to hold faces against")
	}
	sides[0].fill(notices, records)
	sides[1].fill(records, notices)
	for _, c := range sides {
		if err := c.one.Normalise(t.Context(), next); err != nil {
			t.Fatal(err)
		}
		for _, set := range c.sets {
			if err := set.Normalise(t.Context(), next); err != nil {
				t.Fatal(err)
			}
		}
	}
	scorer.Adopt(next)
	return sides
}

func (c *crowd) fill(list, probes []*feature.Profile) {
	c.one, c.probes, c.held = scan.NewTable(c.scorer, ""), probes, map[string]*feature.Profile{}
	c.sets = map[int]*partition.Set{}
	for _, of := range []int{4, 64} {
		held := make([]int, of)
		for i := range held {
			held[i] = i
		}
		c.sets[of] = partition.New(c.scorer, "", of, held...)
	}
	for _, p := range list {
		c.put(p)
	}
}

func (c *crowd) put(p *feature.Profile) {
	c.Helper()
	if _, err := c.one.Put(p); err != nil {
		c.Fatal(err)
	}
	for _, set := range c.sets {
		if _, err := set.Put(p); err != nil {
			c.Fatal(err)
		}
	}
	c.held[p.Name] = p
}

func (c *crowd) delete(name string) {
	c.one.Delete(name)
	for _, set := range c.sets {
		set.Delete(name)
	}
	delete(c.held, name)
}

// compare tells how a list of partitions differs from the one table's; "" if it does not.
func compare(probe *feature.Probe, one, some []feature.Candidate, open int) string {
	if len(one) != len(some) {
		return fmt.Sprintf("%d candidates, want %d", len(some), len(one))
	}
	const listed = 20
	a, b := feature.Rank([]feature.Found{{Probe: probe, Candidates: one}}, open), feature.Rank([]feature.Found{{Probe: probe, Candidates: some}}, open)
	for i := range a[:min(listed, len(a))] {
		if a[i].Name != b[i].Name || a[i].Weight != b[i].Weight || math.Abs(a[i].Probability-b[i].Probability) > 1e-4 {
			return fmt.Sprintf("place %d: %s %v %v, want %s %v %v", i+1, b[i].Name, b[i].Weight, b[i].Probability, a[i].Name, a[i].Weight, a[i].Probability)
		}
	}
	return ""
}

// check asks everyone who is to be asked, by every part of what they tell.
func (c *crowd) check(t *testing.T, asked int) {
	r := rand.New(rand.NewPCG(7, 7))
	var names []string
	for name := range c.held {
		if names = append(names, name); len(names) == len(c.held)/2 {
			break
		}
	}
	searches := 0
	for i := range asked {
		p := c.probes[i*len(c.probes)/asked]
		probes := []*feature.Profile{p}
		if p.HasFaces() && i%4 == 0 {
			probes = append(probes, faceOnly(p))
		}
		for _, p := range probes {
			probe := c.scorer.Probe(p)
			limit := []int{1, 20, 20, 50}[r.IntN(4)]
			one, err := c.one.Best(t.Context(), probe, limit)
			if err != nil {
				t.Fatal(err)
			}
			among, err := c.one.BestAmong(t.Context(), probe, limit, names)
			if err != nil {
				t.Fatal(err)
			}
			for of, set := range c.sets {
				some, err := set.Best(t.Context(), probe, limit)
				if err != nil {
					t.Fatal(err)
				}
				if says := compare(probe, one, some, set.Len()); says != "" {
					t.Errorf("%s in %d partitions: %s", p.Name, of, says)
				}
				if some, err = set.BestAmong(t.Context(), probe, limit, names); err != nil {
					t.Fatal(err)
				}
				if says := compare(probe, among, some, set.Len()); says != "" {
					t.Errorf("%s among half in %d partitions: %s", p.Name, of, says)
				}
				searches += 2
			}
		}
	}
	t.Logf("%d searches among %d", searches, c.one.Len())
}

// faceOnly is a search by nothing but a face.
func faceOnly(p *feature.Profile) *feature.Profile {
	one := &models.Record{}
	for model, vector := range p.EachFace {
		one.Photos = append(one.Photos, models.Photo{Faces: []models.Face{{Quality: .8, Embedding: vector, Model: model}}})
	}
	if p.Kind == models.Notices {
		return feature.ProfileOf(&models.Notice{Entry: one.Entry})
	}
	return feature.ProfileOf(one)
}

// One table, 4 partitions and 64 answer alike: when they were filled, after people left, came again
// otherwise, and after so many left that all who are left are weighed.
func TestPartitionsAnswerAsOne(t *testing.T) {
	for side, c := range crowds(t) {
		t.Run([]string{"records ask for notices", "notices ask for records"}[side], func(t *testing.T) {
			asked := number(t, "GUITU_PARTITION_SEARCHES", searches)
			c.check(t, asked)
			r := rand.New(rand.NewPCG(uint64(side), 3))
			for name, p := range c.held {
				switch r.IntN(5) {
				case 0:
					c.delete(name)
				case 1:
					c.put(p)
				}
			}
			c.check(t, asked/2)
			for name := range c.held {
				if c.delete(name); len(c.held) == 900 {
					break
				}
			}
			c.check(t, asked/4)
		})
	}
}

// A set answers for the partitions that it holds, and says so of the others.
func TestPartitionsElsewhere(t *testing.T) {
	scorer := feature.NewScorer(feature.DefaultParams())
	set := partition.New(scorer, "", 4, 2, 1, 2)
	n := 0
	for i := range 200 {
		notice := &models.Notice{}
		notice.Name, notice.Person.Sex = fmt.Sprint("notices/", i), models.Male
		at := partition.Of(notice.Name, 4)
		_, err := set.Put(feature.ProfileOf(notice))
		if held := at == 1 || at == 2; held != (err == nil) || held != set.Holds(notice.Name) || held != (set.Get(notice.Name) != nil) {
			t.Errorf("%s of partition %d: %v", notice.Name, at, err)
		} else if held {
			n++
		}
	}
	if set.Len() != n || n < 50 || n > 150 {
		t.Errorf("%d held, %d put", set.Len(), n)
	}
	probe := scorer.Probe(feature.ProfileOf(&models.Record{}))
	if parts, err := set.Parts(t.Context(), probe, scan.Ask{Limit: 1, Whole: 200}, []int{1, 3}, nil); err == nil {
		t.Errorf("a partition that is not held answers: %v", parts)
	}
}
