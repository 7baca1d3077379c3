package matcher

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/guitu-project/guitu/matcher/deadlines"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/concurrent"
	"github.com/guitu-project/guitu/models/store"
	"github.com/guitu-project/guitu/models/store/sqlite"
)

// dueWorld is a store in which things happen, and a service that looks on.
type dueWorld struct {
	*testing.T
	st    store.Store
	s     *Service
	ctx   context.Context
	rnd   *rand.Rand
	now   time.Time
	names []string
	steps []*models.RecordStep
	n     int
}

func newDueWorld(t *testing.T, seed uint64) *dueWorld {
	t.Helper()
	w := &dueWorld{T: t, rnd: rand.New(rand.NewPCG(seed, 7)), now: time.Now().Truncate(time.Second)}
	w.ctx = models.WithActor(t.Context(), models.Actor{ID: "users/a", Role: models.RoleAdmin, Areas: models.Nationwide})
	st, err := sqlite.Open(w.ctx, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	w.st = st
	w.s = &Service{core: core{store: st, deadlines: deadlines.BuiltIn(), clock: func() time.Time { return w.now }, changed: new(concurrent.Broadcast), due: new(dueBook)}}
	return w
}

func (w *dueWorld) one(of []string) string { return of[w.rnd.IntN(len(of))] }

// happen changes something.
func (w *dueWorld) happen(tx store.Tx) error {
	switch what := w.rnd.IntN(10); {
	case what < 3 || len(w.names) == 0:
		w.n++
		r := &models.Record{Entry: models.Entry{ExternalID: fmt.Sprint(w.n)}, Station: w.one([]string{"甲站", "乙站"})}
		w.vary(r)
		if err := tx.RecordWriter().Create(w.ctx, r); err != nil {
			return err
		}
		w.names = append(w.names, r.Name)
	case what < 5:
		r, err := tx.RecordWriter().Get(w.ctx, w.one(w.names))
		if err != nil {
			return err
		}
		w.vary(r)
		return tx.RecordWriter().Update(w.ctx, r)
	case what == 5:
		i := w.rnd.IntN(len(w.names))
		gone := w.names[i]
		w.names = slices.Delete(w.names, i, i+1)
		w.steps = slices.DeleteFunc(w.steps, func(s *models.RecordStep) bool { return s.Record == gone })
		return tx.RecordWriter().Delete(w.ctx, gone, "")
	case what == 6 && len(w.steps) > 0:
		i := w.rnd.IntN(len(w.steps))
		s := w.steps[i]
		w.steps = slices.Delete(w.steps, i, i+1)
		return tx.AddStep(w.ctx, &models.RecordStep{Record: s.Record, Undoes: s.ID, Note: "登记错了"})
	default:
		s := &models.RecordStep{Record: w.one(w.names), Step: models.StepNames[w.rnd.IntN(len(models.StepNames))], Time: w.now.AddDate(0, 0, -w.rnd.IntN(200))}
		w.steps = append(w.steps, s)
		return tx.AddStep(w.ctx, s)
	}
	return nil
}

func (w *dueWorld) vary(r *models.Record) {
	r.FoundDate = models.DayOf(w.now.AddDate(0, 0, -w.rnd.IntN(200)))
	r.FoundPlace = models.Place{Text: "某地", Code: w.one([]string{"510107", "500103", "370100", ""})}
	r.Status = []models.RecordStatus{models.RecordUnidentified, models.RecordPlaced, models.RecordIdentified, models.RecordReunited}[w.rnd.IntN(4)]
	r.DNA.Status = []models.SampleStatus{"", models.SampleRequested, models.SampleTaken}[w.rnd.IntN(3)]
}

// plain reads everything anew, and reckons it.
func (w *dueWorld) plain(ctx context.Context, asked WorkList) ([]models.Deadline, map[models.DueState]int) {
	w.Helper()
	a, err := accessOf(ctx)
	if err != nil {
		w.Fatal(err)
	}
	records, err := w.st.DueRecords(ctx, store.Filter{Origin: asked.Station, Within: a.within(models.Records)})
	if err != nil {
		w.Fatal(err)
	}
	steps, err := w.st.DueSteps(ctx)
	if err != nil {
		w.Fatal(err)
	}
	var due []models.Deadline
	counts := map[models.DueState]int{}
	for _, r := range records {
		if len(asked.Area) > len(r.FoundPlace.Code) || r.FoundPlace.Code[:len(asked.Area)] != asked.Area {
			continue
		}
		for _, d := range w.s.deadlines.Of(r, steps[r.Name], w.now) {
			counts[d.State]++
			if asked.wants(d.State) {
				due = append(due, d)
			}
		}
	}
	slices.SortStableFunc(due, func(a, b models.Deadline) int {
		return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.Record, b.Record))
	})
	return due, counts
}

// compare holds the service's list, read in pages, to the plain one.
func (w *dueWorld) compare(ctx context.Context, asked WorkList) {
	w.Helper()
	want, counts := w.plain(ctx, asked)
	var got []models.Deadline
	for more := true; more; {
		asked.From, asked.Limit = len(got), 1+w.rnd.IntN(40)
		page, err := w.s.Deadlines(ctx, asked)
		if err != nil {
			w.Fatal(err)
		}
		for state, n := range counts {
			if page.Counts[state] != n {
				w.Fatalf("%+v: %d are %s, want %d", asked, page.Counts[state], state, n)
			}
		}
		if more = page.More; more && len(page.Deadlines) != asked.Limit {
			w.Fatalf("%+v: a page of %d, and there is more", asked, len(page.Deadlines))
		}
		got = append(got, page.Deadlines...)
	}
	if len(got) != len(want) {
		w.Fatalf("%+v: %d deadlines, want %d", asked, len(got), len(want))
	}
	for i := range got {
		if !reflect.DeepEqual(got[i], want[i]) {
			w.Fatalf("%+v, %d: %+v, want %+v", asked, i, got[i], want[i])
		}
	}
}

// The work list of what is remembered is that of a reading anew, whatever happened in between,
// for all who may ask, and in pages.
func TestWorkListIsExact(t *testing.T) {
	w := newDueWorld(t, 1)
	station := models.WithActor(t.Context(), models.Actor{ID: "users/b", Role: models.RoleStation, Station: "甲站", Areas: models.Areas("51")})
	all := []models.DueState{models.DueOver, models.DueToday, models.DueComing, models.DueLater}
	lists := []WorkList{{}, {Due: all}, {Due: []models.DueState{models.DueComing}}, {Station: "乙站", Due: all}, {Area: "5001", Due: all}}
	for round := range 40 {
		times := 1 + w.rnd.IntN(6)
		if round == 20 {
			times = mostCaughtUp + 50 // all is read anew
		}
		for range times {
			if err := w.st.InTx(w.ctx, w.happen); err != nil {
				t.Fatal(err)
			}
			if round == 20 && w.rnd.IntN(8) > 0 {
				continue
			}
		}
		w.now = w.now.Add(time.Duration(w.rnd.IntN(30)) * time.Hour)
		asked := lists[round%len(lists)]
		w.compare(w.ctx, asked)
		w.compare(station, asked)
	}
}

// Proceedings stand in the list by when they are due, each once, however it is paged.
func TestWorkListWithProceedings(t *testing.T) {
	w := newDueWorld(t, 2)
	err := w.st.InTx(w.ctx, func(tx store.Tx) error {
		for i := range 30 {
			if err := w.happen(tx); err != nil {
				return err
			}
			began := w.now.Add(-time.Duration(i%7) * 12 * time.Hour)
			l := &models.Lead{Docket: models.Docket{Station: "甲站", Place: models.Place{Text: "桥下", Code: "510107"}}, Source: models.SourceCitizen}
			if err := models.Begin(l, models.Actor{ID: "users/a", Role: models.RoleAdmin}, models.Act{Kind: models.ActReport, Time: began}, w.now); err != nil {
				return err
			}
			if err := tx.ProceedingWriter().PutProceeding(w.ctx, l); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	whole, err := w.s.Deadlines(w.ctx, WorkList{})
	if err != nil || whole.More {
		t.Fatal(whole.More, err)
	}
	leads := 0
	for i, d := range whole.Deadlines {
		if d.Proceeding != "" {
			leads++
		}
		if i > 0 && d.Due.Before(whole.Deadlines[i-1].Due) {
			t.Errorf("%d is due before the one above it", i)
		}
	}
	if leads != 30 {
		t.Errorf("%d leads in the list, want 30", leads)
	}
	for _, size := range []int{1, 7, 1000} {
		var got []models.Deadline
		for more := true; more; {
			page, err := w.s.Deadlines(w.ctx, WorkList{From: len(got), Limit: size})
			if err != nil {
				t.Fatal(err)
			}
			got, more = append(got, page.Deadlines...), page.More
		}
		if !reflect.DeepEqual(got, whole.Deadlines) {
			t.Errorf("in pages of %d the list is another: %d, want %d", size, len(got), len(whole.Deadlines))
		}
	}
}
