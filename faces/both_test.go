//go:build !nodlib && cgo

package faces

import (
	"testing"

	"github.com/guitu-project/guitu/models"
)

// Both models side by side on the group photos. The networks see the bowed head of
// sample2 and the face in sample4 that HOG misses; the woman in profile in sample2 and
// what they take for a face in sample5's folds are left out, for neither embedder sees
// anything in them.
func TestBothModelsSideBySide(t *testing.T) {
	l := openIn(t, Config{ModelDir: modelDir(t), Workers: 1})
	if err := l.Without(); err != nil {
		t.Fatal(err)
	}
	found := map[string][]models.Face{}
	seconds, faces := 0, 0
	for name, want := range map[string]int{"sample1": 3, "sample2": 2, "sample3": 3, "sample4": 4, "sample5": 5, "sample6": 4} {
		p := look(t, l, sample(t, name))
		found[name] = p.Faces
		if len(p.Faces) != want || p.Finding != models.FindingSeveralFaces {
			t.Errorf("%s: %s, %d faces, want %d", name, p.Finding, len(p.Faces), want)
		}
		for i, f := range p.Faces {
			faces++
			if vector(f, models.ModelDlib) != nil {
				seconds++
			}
			if f.Model != models.ModelFR {
				t.Errorf("%s face %d: the best model is %s", name, i, f.Model)
			}
			if f.Weakness == models.WeakEyesCovered || f.Weakness == models.WeakMouthCovered {
				t.Errorf("%s face %d, which hides nothing: %s", name, i, f.Weakness)
			}
			if i > 0 && f.Box.X < p.Faces[i-1].Box.X {
				t.Errorf("%s: not from left to right", name)
			}
			t.Logf("%s face %d: quality %.2f %s, dlib %v", name, i, f.Quality, f.Weakness, vector(f, models.ModelDlib) != nil)
		}
	}
	if t.Failed() {
		t.FailNow()
	}
	if seconds < faces*3/4 {
		t.Errorf("dlib describes %d of %d faces", seconds, faces)
	}
	// The blonde woman is the third of sample1 and the second of sample3.
	for _, model := range []string{models.ModelFR, models.ModelMobileFaceNet, models.ModelDlib} {
		her := vector(found["sample1"][2], model)
		herself := squaredOf(her, vector(found["sample3"][1], model))
		nearest := 100.
		for name, list := range found {
			for i, f := range list {
				she := name == "sample1" && i == 2 || name == "sample3" && i == 1
				if v := vector(f, model); v != nil && !she {
					nearest = min(nearest, squaredOf(her, v))
				}
			}
		}
		t.Logf("%s: herself %.3f, the nearest stranger %.3f", model, herself, nearest)
		if herself > nearest*0.7 {
			t.Errorf("%s: herself at %.3f, a stranger at %.3f", model, herself, nearest)
		}
	}
}
