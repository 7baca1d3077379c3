package eval

import (
	"fmt"
	"math"
	"testing"

	"github.com/guitu-project/guitu/models"
)

func TestShift(t *testing.T) {
	var s Shift
	s.Add(nil, nil) // no one to compare with
	s.Add([]models.Match{match("notices/a", .95), match("notices/b", .02)}, []models.Match{match("notices/a", .85), match("notices/b", .1)})
	s.Add([]models.Match{match("notices/a", .6), match("notices/b", .3)}, []models.Match{match("notices/c", .92), match("notices/a", .05)})
	s.Add([]models.Match{match("notices/d", .2)}, []models.Match{match("notices/d", .2)})
	if s.Records != 3 || s.Replaced != 1 || s.Half != (Crossing{Risen: 1, Fallen: 1}) || s.Sure != (Crossing{Risen: 1, Fallen: 1}) {
		t.Errorf("%+v", s)
	}
	if signed, absolute := s.Mean(); math.Abs(signed+.65/3) > 1e-9 || math.Abs(absolute-.65/3) > 1e-9 {
		t.Errorf("mean %+.3f, %.3f", signed, absolute)
	}
	if l := s.Largest(); len(l) != 2 || l[0].Notice != "notices/c" || l[0].Before != 0 || l[0].After != .92 || l[1].Notice != "notices/a" {
		t.Errorf("%+v", l)
	}
	for i := range 40 {
		m := match("notices/e", 0)
		m.Record = fmt.Sprint("records/", i)
		n := m
		n.Probability = float64(i) / 40
		s.Add([]models.Match{m}, []models.Match{n})
	}
	if l := s.Largest(); len(l) != 10 || l[0].After != .975 || l[1].Record != "records/38" {
		t.Errorf("%+v", l)
	}
}
