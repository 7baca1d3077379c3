package feature

import (
	"testing"

	"github.com/guitu-project/guitu/models"
)

// What is worked out of a file is taken over if it said the same, and only there.
func TestRecall(t *testing.T) {
	file := func(heard string, shift float32) *models.Record {
		r := recordOf(1, photoOf("", .9, shift))
		r.Person.HeardPlaces = []string{heard}
		return r
	}
	before := ProfileOf(file("白坡镇南村", 0))
	before.Prepare()
	before.normed.Store(&normed{in: 7})
	for what, c := range map[string]struct {
		now          *models.Record
		place, faces bool
	}{
		"the same":      {file("白坡镇南村", 0), true, true},
		"another place": {file("海东", 0), false, true},
		"another photo": {file("白坡镇南村", .1), true, false},
	} {
		p := ProfileOf(c.now)
		p.Recall(before)
		if place, faces := p.clues == before.clues, p.normed.Load() != nil; place != c.place || faces != c.faces {
			t.Errorf("%s: place %v, faces %v", what, place, faces)
		}
	}
	p := ProfileOf(&models.Record{})
	p.Recall(before)
	if p.clues != nil {
		t.Error("who told nothing is from somewhere")
	}
}
