package matcher_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"sync/atomic"
	"testing"

	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// families registers a notice and a record of each name and returns their names.
func (w *world) families(t *testing.T, names ...string) (records, notices []string) {
	t.Helper()
	for i, name := range names {
		n, _, err := w.Notices.Register(w.ctx, named(name, fmt.Sprint("n", i)))
		if err != nil {
			t.Fatal(err)
		}
		r, _, err := w.Records.Register(w.ctx, heard(name))
		if err != nil {
			t.Fatal(err)
		}
		records, notices = append(records, r.Name), append(notices, n.Name)
	}
	return records, notices
}

// rematch moves the pass to its end.
func (w *world) rematch(t *testing.T, anew bool) *models.Rematch {
	t.Helper()
	pass := must(w.Rematch(w.ctx, anew))(t)
	for pass.EndTime.IsZero() {
		pass = must(w.Rematch(w.ctx, false))(t)
	}
	return pass
}

func TestRematchFindsEveryPair(t *testing.T) {
	w := open(t, nil)
	records, notices := w.families(t, "许花东", "欧阳慕白", "尉迟长风")
	pass := w.rematch(t, false)
	if pass.Done != 3 || pass.Total != 3 || pass.Strong < 3 || pass.New != pass.Strong || pass.Parameters == "" {
		t.Errorf("%+v", pass)
	}
	all, next, err := w.StrongPairs(w.ctx, 0, 100, "")
	if err != nil || next != "" || len(all) != pass.Strong {
		t.Fatalf("%d pairs, next %q, %v", len(all), next, err)
	}
	for i, r := range records {
		ranked := must(w.Records.Matches(w.ctx, r, 1))(t).Matches[0]
		found := false
		for _, m := range all {
			if m.Record == r && m.Notice == notices[i] {
				found = true
				if m.Probability != ranked.Probability || math.Abs(m.Weight-ranked.Weight) > 1e-9 || len(m.Evidence) != len(ranked.Evidence) {
					t.Errorf("the pass says %+v, the list %+v", m, ranked)
				}
			}
		}
		if !found {
			t.Errorf("%s and %s are not among %+v", r, notices[i], all)
		}
	}
	likely, _, err := w.StrongPairs(w.ctx, all[0].Probability, 100, "")
	if err != nil || len(likely) == 0 || len(likely) > len(all) || likely[0].Record != all[0].Record {
		t.Errorf("from %f up %d pairs, %v", all[0].Probability, len(likely), err)
	}

	again := w.rematch(t, false) // the last one has ended: a new one
	if again.Strong != pass.Strong || again.New != 0 || !again.StartTime.After(pass.StartTime) {
		t.Errorf("again %+v", again)
	}
	// A changed side is weighed anew without a pass.
	_, err = w.Notices.Change(w.ctx, notices[0], "", func(n *models.Notice) error { n.Person.Sex = models.Male; return nil })
	if err == nil {
		_, err = w.Records.Change(w.ctx, records[0], "", func(r *models.Record) error { r.Person.Sex = models.Male; return nil })
	}
	if err != nil {
		t.Fatal(err)
	}
	changed, _, err := w.StrongPairs(w.ctx, 0, 100, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range changed {
		if m.Record == records[0] && m.Notice == notices[0] && m.Weight <= must(w.Compare(w.ctx, records[1], notices[1]))(t).Weight-5 {
			t.Errorf("weighed as before: %+v", m)
		}
	}
}

// stopping is an index that breaks off.
type stopping struct {
	matcher.Index
	left *atomic.Int64
}

func (s stopping) Candidates(ctx context.Context, probe *feature.Probe, side models.Kind, limit int) ([]feature.Candidate, error) {
	if s.left.Add(-1) < 0 {
		return nil, errors.New("cut off")
	}
	return s.Index.Candidates(ctx, probe, side, limit)
}

func TestRematchGoesOnWhereItBrokeOff(t *testing.T) {
	var left atomic.Int64
	left.Store(math.MaxInt64)
	w := open(t, func(c *matcher.Config) { c.Index = stopping{c.Index, &left} })
	for i := range 70 { // three pages
		r := heard("许花东")
		r.ExternalID = fmt.Sprint("r", i)
		if err := w.store.InTx(w.ctx, func(tx store.Tx) error { return tx.RecordWriter().Create(w.ctx, r) }); err != nil {
			t.Fatal(err)
		}
	}
	w.families(t, "许花东") // waits until the others are searchable, too
	left.Store(40)
	if pass, err := w.Rematch(w.ctx, false); err == nil {
		t.Fatalf("not cut off: %+v", pass)
	}
	left.Store(math.MaxInt64)
	kept := must(w.store.Rematch(w.ctx))(t)
	if kept.Done != 32 || !kept.EndTime.IsZero() {
		t.Fatalf("kept %+v, want the first page", kept)
	}
	left.Store(70 - 32 + 1) // one over: that of the families
	pass := w.rematch(t, false)
	if pass.Done != 71 || !pass.StartTime.Equal(kept.StartTime) {
		t.Errorf("went on as %+v from %+v", pass, kept)
	}
}

func TestRematchErrors(t *testing.T) {
	w := open(t, nil)
	for role, want := range map[models.Role]error{
		models.RoleStation: models.ErrPermission, models.RolePolice: models.ErrPermission, models.RoleCaseworker: models.ErrPermission,
		models.RoleAuditor: models.ErrPermission, models.RoleSupervisor: nil, models.RoleAdmin: nil,
	} {
		_, err := w.Rematch(models.WithActor(t.Context(), models.Actor{ID: "x", Role: role, Areas: models.Nationwide}), false)
		if !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", role, err, want)
		}
	}
	if _, err := w.Rematch(t.Context(), false); !errors.Is(err, models.ErrUnauthenticated) {
		t.Errorf("nobody: %v", err)
	}
	if _, _, err := w.StrongPairs(t.Context(), 0, 1, ""); !errors.Is(err, models.ErrUnauthenticated) {
		t.Errorf("nobody lists: %v", err)
	}
	for _, least := range []float64{-.1, 1.1, math.NaN()} {
		if _, _, err := w.StrongPairs(w.ctx, least, 1, ""); !errors.Is(err, models.ErrInvalid) {
			t.Errorf("from %f up: %v", least, err)
		}
	}
	if _, _, err := w.StrongPairs(w.ctx, 0, 1, "nonsense"); !errors.Is(err, models.ErrInvalid) {
		t.Errorf("token: %v", err)
	}
}
