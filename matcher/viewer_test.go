package matcher_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
)

// A record of another area neither speaks for a record that people merged with it, nor
// takes from its probability, nor is named in its history.
func TestHiddenFilesSayNothing(t *testing.T) {
	w := open(t, nil)
	found := func(name, station, code, text string) *models.Record {
		r := heard(name)
		r.Station, r.FoundPlace, r.Person.Sex, r.FoundDate = station, models.Place{Text: text, Code: code}, models.Male, "2024-01-05"
		return must2(w.Records.Register(w.ctx, r))(t)
	}
	n := named("许花东", "N-1")
	n.Person.Sex, n.MissingDate = models.Male, "2019-03"
	notice := must2(w.Notices.Register(w.ctx, n))(t)
	mine := found("许东", "蓉站", "510107", "四川省成都市武侯区")
	there := models.WithActor(w.ctx, models.Actor{ID: "users/a", Role: models.RoleStation, Areas: "51"})
	before := must(w.Notices.Matches(there, notice.Name, 10))(t)
	if len(before.Matches) != 1 {
		t.Fatalf("before: %+v", before)
	}

	hidden := found("许花东", "汉站", "420106", "湖北省武汉市武昌区")
	const secret = "家属电话13700001111说是同一人"
	if _, err := w.Records.Merge(w.ctx, hidden.Name, mine.Name, secret); err != nil {
		t.Fatal(err)
	}
	after := must(w.Notices.Matches(there, notice.Name, 10))(t)
	if len(after.Matches) != 1 || after.Matches[0].Record != mine.Name || after.Matches[0].Probability != before.Matches[0].Probability {
		t.Errorf("of a hidden record tells %+v, before it was there %+v", after.Matches, before.Matches)
	}
	own := must(w.Records.Matches(there, mine.Name, 10))(t)
	links := must(w.Records.Links(there, mine.Name))(t)
	for what, said := range map[string]string{"matches of the notice": fmt.Sprintf("%+v", after), "matches of the record": fmt.Sprintf("%+v", own), "history": fmt.Sprintf("%+v", links)} {
		for _, word := range []string{hidden.Name, "13700001111", "“许花东”与“许花东”"} {
			if strings.Contains(said, word) {
				t.Errorf("%s say %q: %s", what, word, said)
			}
		}
	}
	if len(links) != 1 || !strings.Contains(links[0].Reason, "其他辖区") {
		t.Errorf("the history is %+v", links)
	}
	if all := must(w.Records.Links(w.ctx, mine.Name))(t); all[0].Reason != secret {
		t.Errorf("who sees both is told %+v", all)
	}
	if all := must(w.Notices.Matches(w.ctx, notice.Name, 10))(t); all.Matches[0].Probability <= after.Matches[0].Probability {
		t.Errorf("who sees both has %+v first", all.Matches[0])
	}
}

func must2[A, B any](a A, _ B, err error) func(*testing.T) A { return must(a, err) }

// counting counts how often an index is asked for candidates, and among how many.
type counting struct {
	matcher.Index
	all, among, names atomic.Int64
}

func (c *counting) Candidates(ctx context.Context, probe *feature.Probe, side models.Kind, limit int) ([]feature.Candidate, error) {
	c.all.Add(1)
	return c.Index.Candidates(ctx, probe, side, limit)
}

func (c *counting) CandidatesAmong(ctx context.Context, probe *feature.Probe, side models.Kind, limit int, names []string) ([]feature.Candidate, error) {
	c.among.Add(1)
	c.names.Add(int64(len(names)))
	return c.Index.CandidatesAmong(ctx, probe, side, limit, names)
}

// A list for people who see little costs one look among what they see, however much there is else.
func TestWhoSeesLittleAsksOnce(t *testing.T) {
	index := &counting{}
	w := open(t, func(c *matcher.Config) { index.Index, c.Index = c.Index, index })
	for i := range 40 {
		r := heard("许花东")
		r.Station, r.FoundPlace = "汉站", models.Place{Text: "湖北省武汉市武昌区", Code: "420106"}
		if i%20 == 0 {
			r.Station, r.FoundPlace = "蓉站", models.Place{Text: "四川省成都市武侯区", Code: "510107"}
		}
		must2(w.Records.Register(w.ctx, r))(t)
	}
	notice := must2(w.Notices.Register(w.ctx, named("许花东", "N-1")))(t)
	index.all.Store(0)
	there := models.WithActor(w.ctx, models.Actor{ID: "users/a", Role: models.RoleStation, Areas: "51"})
	found := must(w.Notices.Matches(there, notice.Name, 10))(t)
	if len(found.Matches) != 2 || index.all.Load() != 0 || index.among.Load() != 1 || index.names.Load() != 2 {
		t.Errorf("%d found; asked %d times for all, %d times among %d", len(found.Matches), index.all.Load(), index.among.Load(), index.names.Load())
	}
}

// Photos of one person that come all at once are all taken: none contradicts another.
func TestPhotosAtOnce(t *testing.T) {
	w := open(t, nil)
	n := must2(w.Notices.Register(w.ctx, named("许花东", "n1")))(t)
	const photos = 24
	var all sync.WaitGroup
	errs := make([]error, photos)
	for i := range photos {
		all.Go(func() {
			_, _, errs[i] = w.Notices.AddPhoto(w.ctx, n.Name, models.Photo{Content: fmt.Appendf(nil, "picture %d", i)})
		})
	}
	all.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Error(err)
	}
	if got := must(w.Notices.Get(w.ctx, n.Name))(t); len(got.Photos) != photos {
		t.Errorf("%d photos of %d are kept", len(got.Photos), photos)
	}
}
