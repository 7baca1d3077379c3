package text

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/guitu-project/guitu/models"
)

func TestApply(t *testing.T) {
	x := mustOpen(t, t.TempDir())
	mustApply(t, x, village(), nil, 1)
	typed := []string{"癫痫", "王小明", "wangxiaoming"}
	before := make([][]string, len(typed))
	for i := range typed {
		before[i] = found(t, x, models.Notices, typed[i])
	}
	mustApply(t, x, village(), []string{"notices/nobody"}, 1)
	if got, want := countOf(t, x), len(village()); got != want {
		t.Errorf("the same again makes %d of %d documents", got, want)
	}
	for i := range typed {
		if got := found(t, x, models.Notices, typed[i]); !slices.Equal(got, before[i]) {
			t.Errorf("the same again: %q finds %v, not %v", typed[i], got, before[i])
		}
	}

	boy := &models.Notice{Entry: models.Entry{Name: "notices/boy"}}
	boy.Person.Names = []models.PersonName{{Text: "孟子轩"}}
	mustApply(t, x, []models.Subject{boy}, nil, 2)
	if got := found(t, x, models.Notices, "孟子轩"); !slices.Equal(got, []string{"boy"}) {
		t.Errorf("the new words find %v", got)
	}
	if got := found(t, x, models.Notices, "癫痫"); len(got) > 0 {
		t.Errorf("the old words find %v", got)
	}
	mustApply(t, x, []models.Subject{boy}, []string{"notices/boy"}, 3)
	if got := found(t, x, models.Notices, "孟子轩"); len(got) > 0 {
		t.Errorf("%v was put and deleted, and is found", got)
	}
	if got := mustPosition(t, x); got != 3 {
		t.Errorf("position %d, not 3", got)
	}
	nameless := []models.Subject{&models.Record{}}
	if err := x.Apply(context.Background(), nameless, nil, 4); !errors.Is(err, models.ErrInvalid) {
		t.Errorf("a subject without a name returns %v", err)
	}
}

// stopping is a context that is cancelled when it was asked often enough.
type stopping struct {
	context.Context
	left int
}

func (s *stopping) Err() error {
	if s.left--; s.left < 0 {
		return context.Canceled
	}
	return nil
}

// TestApplyCutOff stops between two batches: the position must be the old one.
func TestApplyCutOff(t *testing.T) {
	long := newCrowd(1).subjects(0, 9)
	for _, s := range long {
		s.Common().Person.Narrative = string(bytes.Repeat([]byte("家门前有一条河。"), batchBytes/50))
	}
	for _, test := range []struct {
		why    string
		people []models.Subject
	}{
		{"many", newCrowd(1).subjects(0, 2*batchSubjects+1)},
		{"long", long},
	} {
		t.Run(test.why, func(t *testing.T) {
			x := mustOpen(t, t.TempDir())
			mustApply(t, x, nil, nil, 5)
			err := x.Apply(&stopping{context.Background(), 2}, test.people, nil, 9)
			if !errors.Is(err, context.Canceled) {
				t.Fatalf("a cancelled Apply returns %v", err)
			}
			if got := mustPosition(t, x); got != 5 {
				t.Errorf("position %d, not 5", got)
			}
			some := countOf(t, x)
			if some == 0 || some >= len(test.people) {
				t.Errorf("%d of %d people went in before it stopped", some, len(test.people))
			}
			mustApply(t, x, test.people, nil, 9)
			if got := countOf(t, x); got != len(test.people) {
				t.Errorf("%d of %d people are in", got, len(test.people))
			}
		})
	}
}
