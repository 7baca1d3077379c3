package world

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/guitu-project/guitu/models"
)

func small(seed uint64, split Split) *World {
	return New(Options{Seed: seed, Split: split, Notices: 600, Records: 120, Pairs: 60, Photos: .5, Gazetteer: Sample{}})
}

func asText(t *testing.T, w *World) string {
	t.Helper()
	text, err := json.Marshal([]any{w.Notices, w.Records, w.Truth, w.Facts})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestTheSeedIsAll(t *testing.T) {
	one := asText(t, small(7, Test))
	if one != asText(t, small(7, Test)) {
		t.Error("the same seed makes two worlds")
	}
	if one == asText(t, small(8, Test)) {
		t.Error("two seeds make one world")
	}
}

// Whatever is made can be uploaded.
func TestFilesAreValid(t *testing.T) {
	for _, split := range []Split{Train, Test} {
		w := small(3, split)
		var subjects []models.Subject
		for _, n := range w.Notices {
			subjects = append(subjects, n)
		}
		for _, r := range w.Records {
			subjects = append(subjects, r)
		}
		for _, s := range subjects {
			if err := s.Validate(time.Date(2025, 6, 2, 0, 0, 0, 0, time.UTC)); err != nil {
				t.Fatalf("%s: %v", s.Common().Name, err)
			}
		}
		if len(w.Truth) != 60 || len(w.Notices) != 600 || len(w.Records) != 120 {
			t.Errorf("%d pairs, %d notices, %d records", len(w.Truth), len(w.Notices), len(w.Records))
		}
	}
}

// The splits share no person, and no words for marks, looks and illnesses.
func TestSplitsAreApart(t *testing.T) {
	for _, k := range markKinds {
		for _, a := range k.words[Train] {
			for _, b := range k.words[Test] {
				if a == b {
					t.Errorf("%s: both splits say %s", k.key, a)
				}
			}
		}
	}
	for key, s := range sites {
		for _, word := range s.words[Train] {
			// A finger has one name only.
			if !strings.HasPrefix(word, "手") && len([]rune(word)) > 1 && strings.Contains(" "+strings.Join(s.words[Test], " ")+" ", " "+word+" ") {
				t.Errorf("%s: both splits say %s", key, word)
			}
		}
	}
	train, test := small(5, Train), small(5, Test)
	same := 0
	for i := range train.found {
		if train.found[i].name.equal(test.found[i].name) && train.found[i].born.Equal(test.found[i].born) {
			same++
		}
	}
	if same > 0 {
		t.Errorf("%d people are in both splits", same)
	}
}

// Every sound that a habit names exists, every habit applies to something, and what
// is heard is a distribution.
func TestHabitsOfSpeech(t *testing.T) {
	inv, e := sounds(), hearing()
	parts := map[string]bool{}
	for _, p := range inv.parts[1:] {
		parts["i"+p.initial], parts["f"+p.final] = true, true
	}
	for a := range areas {
		for _, r := range parse(habits[a]) {
			switch {
			case r.kind == 's' && (inv.number[r.from] == 0 || inv.number[r.to] == 0):
				t.Errorf("%s: %s or %s is no syllable", areaNames[a], r.from, r.to)
			case r.kind != 's' && !parts[string(r.kind)+r.from]:
				t.Errorf("%s: no syllable has %s", areaNames[a], r.from)
			}
		}
		for b := range breadths {
			for s := 1; s < e.n; s++ {
				sum := float32(0)
				for _, p := range e.table[a][b][s*e.n : (s+1)*e.n] {
					sum += p
				}
				if sum < .995 || sum > 1.005 {
					t.Fatalf("%s: %s is heard as anything with %.3f", areaNames[a], inv.texts[s], sum)
				}
			}
		}
	}
	// What the descriptions are best known for.
	for _, c := range []struct {
		of          area
		said, heard string
		least       float32
	}{{southwest, "zheng", "zen", .15}, {wu, "huang", "wang", .2}, {minyu, "rong", "long", .2}, {xiang, "hu", "fu", .2}, {yue, "ri", "yi", .15}, {lanyin, "wen", "weng", .15}, {northeast, "ren", "yin", .15}, {hakka, "yu", "yi", .2}} {
		if p := e.table[c.of][0][int(inv.number[c.said])*e.n+int(inv.number[c.heard])]; p < c.least {
			t.Errorf("%s: %s is heard as %s with %.3f", areaNames[c.of], c.said, c.heard, p)
		}
	}
}

func TestOracle(t *testing.T) {
	w := New(Options{Seed: 2, Split: Test, Notices: 1500, Records: 150, Pairs: 100, Photos: .3, Gazetteer: Sample{}})
	o := NewOracle(w)
	first, said, right := 0, 0.0, 0.0
	for _, r := range w.Records {
		matches, err := o.Rank(context.Background(), r, 20)
		if err != nil {
			t.Fatal(err)
		}
		sum := 0.0
		for i, m := range matches {
			sum += m.Probability
			said += m.Probability
			if m.Notice == w.Truth[r.Name] {
				right++
				if i == 0 {
					first++
				}
			}
		}
		if sum > 1.0001 {
			t.Errorf("%s: the probabilities of alternatives add up to %.4f", r.Name, sum)
		}
	}
	if first < 90 {
		t.Errorf("the oracle finds %d of 100", first)
	}
	// It does not know that namesakes are made to mislead.
	if said < right-12 || said > right+12 {
		t.Errorf("it says %.1f right ones, there are %.0f", said, right)
	}
	if _, err := o.Rank(context.Background(), &models.Record{Entry: models.Entry{Name: "records/other"}}, 20); err == nil {
		t.Error("it ranks a record of another world")
	}
}

func TestVaried(t *testing.T) {
	w := New(Options{Seed: 1, Split: Train, Notices: 50, Records: 5, Pairs: 5, Photos: 1, Gazetteer: Sample{}})
	said := map[string]bool{}
	for i := range 200 {
		n := w.Varied(i)
		if err := n.Validate(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)); err != nil {
			t.Errorf("%d: %v", i, err)
		}
		if len(n.Photos) != 1 || len(n.Photos[0].Faces) != 1 {
			t.Errorf("%d has photos %v", i, n.Photos)
		}
		if !reflect.DeepEqual(n, w.Varied(i)) {
			t.Errorf("%d is somebody else when asked again", i)
		}
		said[fmt.Sprint(n.Person.Names, n.Person.BirthDate, n.MissingDate)] = true
	}
	if len(said) != 200 {
		t.Errorf("of 200 only %d differ", len(said))
	}
}
