package world

import (
	"reflect"
	"strings"
	"testing"
)

// Other words leave the world as it was, are the same each time, and each way changes
// what it is about.
func TestReworded(t *testing.T) {
	w := New(Options{Seed: 3, Split: Test, Notices: 400, Records: 200, Pairs: 100, Gazetteer: Sample{}})
	again := New(Options{Seed: 3, Split: Test, Notices: 400, Records: 200, Pairs: 100, Gazetteer: Sample{}})
	if same := w.Reworded(PlainWording); !reflect.DeepEqual(same.Notices, w.Notices) || !reflect.DeepEqual(same.Records, w.Records) {
		t.Error("plain words are other words")
	}
	if a, b := w.Reworded(RealWording), again.Reworded(RealWording); !reflect.DeepEqual(a.Notices, b.Notices) || !reflect.DeepEqual(a.Records, b.Records) {
		t.Error("the same seed says it in other words")
	}
	if !reflect.DeepEqual(w.Notices, again.Notices) || !reflect.DeepEqual(w.Records, again.Records) {
		t.Error("the world changed")
	}
	for _, way := range Wordings() {
		other := w.Reworded(way.Wording)
		changed := 0
		for i := range w.Records {
			if !reflect.DeepEqual(w.Records[i], other.Records[i]) {
				changed++
			}
		}
		if changed < 4 {
			t.Errorf("%s changes %d records of %d", way.Title, changed, len(w.Records))
		}
	}
	if p := w.Paired(); len(p.Records) != 100 || len(p.Facts) != 100 || len(w.Records) != 200 {
		t.Errorf("%d records have a notice", len(p.Records))
	}
}

// A fact that leaves its field is told in a text.
func TestNothingIsLost(t *testing.T) {
	w := New(Options{Seed: 5, Split: Test, Notices: 50, Records: 300, Pairs: 50, Gazetteer: Sample{}})
	other := w.Reworded(SizesInText | MarksInText)
	moved := 0
	for i, r := range other.Records {
		was := w.Records[i]
		if was.Person.HeightMinCm > 0 && r.Person.HeightMinCm == 0 {
			moved++
			if !strings.ContainsAny(r.Person.Appearance, "米高分") && !strings.Contains(r.Person.Appearance, "cm") {
				t.Errorf("the height %d is told nowhere in %q", was.Person.HeightMinCm, r.Person.Appearance)
			}
		}
		for _, m := range was.Person.Marks {
			told := strings.Contains(r.Person.Appearance, m.Text)
			for _, kept := range r.Person.Marks {
				told = told || kept.Text == m.Text
			}
			if !told {
				t.Errorf("the mark %q is told nowhere", m.Text)
			}
		}
	}
	if moved < 40 {
		t.Errorf("%d heights of %d left their field", moved, len(w.Records))
	}
}
