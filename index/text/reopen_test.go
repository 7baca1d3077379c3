package text

import (
	"errors"
	"testing"

	"github.com/blevesearch/bleve/v2"

	"github.com/guitu-project/guitu/models"
)

// under is an index by another name: a field Index would hide its method.
type under = bleve.Index

// failing is an index whose batches fail, or panic as scorch's do after it could not write a segment.
type failing struct {
	under
	err error
}

func (f failing) Batch(*bleve.Batch) error {
	if f.err == nil {
		panic("assignment to entry in nil map")
	}
	return f.err
}

// After a batch that failed, or that panicked, the index goes on with what is on disk: the same
// Apply again succeeds, and everybody is found. One that was being built is begun again.
func TestABatchThatFails(t *testing.T) {
	for what, err := range map[string]error{"fails": errors.New("too many open files"), "panics": nil} {
		t.Run(what, func(t *testing.T) {
			x := mustOpen(t, t.TempDir())
			mustApply(t, x, village(), nil, 7)
			x.bleve = failing{x.bleve, err}
			late := []models.Subject{called("notices/late", "尉迟寒江")}
			if err := x.Apply(t.Context(), late, nil, 8); !errors.Is(err, models.ErrUnavailable) {
				t.Errorf("a batch that %s: %v", what, err)
			}
			mustApply(t, x, late, nil, 8)
			if got := found(t, x, models.Notices, "尉迟寒江"); len(got) != 1 {
				t.Errorf("found %v", got)
			}
			if n, err := x.Len(); err != nil || n != len(village())+1 {
				t.Errorf("%d subjects, %v", n, err)
			}
			if last, err := x.Position(); err != nil || last != 8 {
				t.Errorf("position %d, %v", last, err)
			}

			fresh := mustOpen(t, t.TempDir())
			mustApply(t, fresh, village(), nil, 0)
			fresh.bleve = failing{fresh.bleve, err}
			for range 2 {
				if err := fresh.Apply(t.Context(), late, nil, 0); !errors.Is(err, models.ErrUnavailable) {
					t.Errorf("a build that %s: %v", what, err)
				}
			}
			if err := fresh.Reset(); err != nil {
				t.Fatal(err)
			}
			mustApply(t, fresh, village(), nil, 7)
		})
	}
}
