package feature

import (
	"slices"
	"testing"

	"github.com/guitu-project/guitu/models"
)

// The face of a person erased leaves the gallery, though it is not time for a new one;
// a gallery that does not hold them stays.
func TestForget(t *testing.T) {
	c := newCrowd(11, 128, models.ModelDlib)
	corpusStats, _, notices := c.gather(1500)
	w, first := learned(corpusStats)
	drawn := slices.IndexFunc(notices, func(p *Profile) bool { _, ok := first.cohorts[c.model].at[p.Name]; return ok })
	spared := slices.IndexFunc(notices, func(p *Profile) bool { _, ok := first.cohorts[c.model].at[p.Name]; return !ok })

	corpusStats.Remove(notices[spared])
	w.Adopt(w.Forget(corpusStats, []string{notices[spared].Name, "notices/nobody"}))
	if w.common.Load().gallery != first {
		t.Error("made anew for somebody who was not in it")
	}
	corpusStats.Remove(notices[drawn])
	w.Learn(corpusStats)
	if !w.common.Load().gallery.holds([]string{notices[drawn].Name}) {
		t.Fatal("the face leaves by itself: nothing is shown")
	}
	w.Adopt(w.Forget(corpusStats, []string{notices[drawn].Name}))
	second := w.common.Load().gallery
	if second == first || second.holds([]string{notices[drawn].Name}) {
		t.Error("the name is still in the gallery")
	}
	face := notices[drawn].faces[0].vector
	for i := range second.cohorts[c.model].people {
		if slices.Equal(second.cohorts[c.model].vector(i), face) {
			t.Error("the face is still in the gallery")
		}
	}
}
