package storetest

import (
	"context"
	"testing"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

func testSteps(t *testing.T, st store.Store) {
	s := records()
	a, b := s.full("站", "1"), s.full("站", "2")
	create(t, st, s, a, b)
	add := func(step models.RecordStep) (models.RecordStep, error) {
		err := inTx(t, st, func(ctx context.Context, tx store.Tx) error { return tx.AddStep(ctx, &step) })
		return step, err
	}
	taken := time.Date(2026, 2, 14, 9, 30, 0, 5, time.FixedZone("CST", 8*3600))
	published, err := add(models.RecordStep{Record: a.Name, Step: models.StepNoticePublished, Time: taken, Note: "已在全国救助寻亲网发布"})
	must(t, err)
	if published.ID == 0 || published.Actor != actor || published.EnterTime.IsZero() || !published.Time.Equal(taken) {
		t.Errorf("the step is %+v", published)
	}
	sampled, err := add(models.RecordStep{Record: b.Name, Step: models.StepDNASampled, Time: taken})
	must(t, err)
	undone, err := add(models.RecordStep{Record: a.Name, Undoes: published.ID, Note: "登记错了"})
	must(t, err)
	if undone.Step != published.Step || !undone.Time.Equal(taken) {
		t.Errorf("the undoing is %+v", undone)
	}
	check := unchanged(t, st)
	for what, c := range map[string]struct {
		step models.RecordStep
		want error
	}{
		"of nobody":            {models.RecordStep{Record: "records/none", Step: models.StepPlaced}, models.ErrNotFound},
		"of a notice":          {models.RecordStep{Record: "notices/none", Step: models.StepPlaced}, models.ErrNotFound},
		"undone twice":         {models.RecordStep{Record: a.Name, Undoes: published.ID}, models.ErrPrecondition},
		"the undoing undone":   {models.RecordStep{Record: a.Name, Undoes: undone.ID}, models.ErrPrecondition},
		"undone of another":    {models.RecordStep{Record: a.Name, Undoes: sampled.ID}, models.ErrNotFound},
		"undone and not there": {models.RecordStep{Record: a.Name, Undoes: 1 << 40}, models.ErrNotFound},
	} {
		if _, err := add(c.step); err == nil {
			t.Errorf("%s: no error", what)
		} else {
			wantErr(t, err, c.want)
		}
	}
	err = st.InTx(t.Context(), func(tx store.Tx) error {
		return tx.AddStep(t.Context(), &models.RecordStep{Record: a.Name, Step: models.StepPlaced})
	})
	wantErr(t, err, models.ErrUnauthenticated)
	check()

	all, err := st.Steps(t.Context(), a.Name, b.Name, "records/none")
	must(t, err)
	wantEqual(t, "steps", all, map[string][]models.RecordStep{a.Name: {published, undone}, b.Name: {sampled}})
	for after, want := range map[int64][]models.RecordStep{
		0:            {{ID: published.ID, Record: a.Name}, {ID: sampled.ID, Record: b.Name}, {ID: undone.ID, Record: a.Name}},
		published.ID: {{ID: sampled.ID, Record: b.Name}, {ID: undone.ID, Record: a.Name}}, undone.ID: nil,
	} {
		since, err := st.StepsAfter(t.Context(), after)
		must(t, err)
		wantEqual(t, "steps after one", since, want)
	}
	must(t, update(t, st, s, a)) // steps outlive a change
	must(t, remove(t, st, s, b.Name, ""))
	all, err = st.Steps(t.Context(), a.Name, b.Name)
	must(t, err)
	wantEqual(t, "steps after a change and a deletion", all, map[string][]models.RecordStep{a.Name: {published, undone}})
}
