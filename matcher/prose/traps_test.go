package prose

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
)

// trap holds what must not be entered from a text: what is denied, another person's, or
// no such thing. Line counts the texts from 1; a value "any" stands for every one.
type trap struct {
	Line    int
	MustNot map[string][]string
}

func readTraps(t *testing.T, name string) []trap {
	t.Helper()
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	var list []trap
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var one trap
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			t.Fatalf("line %d: %v", len(list)+1, err)
		}
		list = append(list, one)
	}
	return list
}

// mostFallen is how many traps of each set may be fallen into.
var mostFallen = map[string]int{"11": 1}

// TestTraps counts the values that are entered though the text says that they are not the
// person's.
func TestTraps(t *testing.T) {
	for set, most := range mostFallen {
		t.Run(set, func(t *testing.T) {
			texts := readTexts(t, "testdata/texts"+set+".jsonl")
			traps, all, fallen := readTraps(t, "testdata/traps"+set+".jsonl"), 0, 0
			for _, trap := range traps {
				one := &texts[trap.Line-1]
				held := valuesOf(Read(one.Text, one.side(), pasted))
				for field, list := range trap.MustNot {
					if _, known := held[field]; !known {
						t.Fatalf("line %d: no field %q", trap.Line, field)
					}
					for _, not := range list {
						all++
						if i := slices.IndexFunc(held[field], func(v string) bool { return fallsInto(field, v, not) }); i >= 0 {
							fallen++
							t.Logf("%d %s %s: read %q, which must not be (%q)", trap.Line, one.Kind, field, held[field][i], not)
						}
					}
				}
			}
			t.Logf("%d texts with %d traps, %d fallen into", len(traps), all, fallen)
			if fallen > most {
				t.Errorf("%d of %d traps are fallen into, at most %d may be", fallen, all, most)
			}
		})
	}
}

// fallsInto reports whether a value is what a trap names: a name or an age whole, of all
// else what holds it.
func fallsInto(field, value, not string) bool {
	switch {
	case value == "":
		return false
	case not == "any" || value == not:
		return true
	case field == "age":
		var low, high, from, to int
		_, _ = fmt.Sscanf(not, "%d-%d", &low, &high)
		_, _ = fmt.Sscanf(value, "%d-%d", &from, &to)
		return from >= low && to <= high
	case field == "names" || field == "blood":
		return false
	}
	return strings.Contains(value, not)
}

// valuesOf returns what was read, by the fields that traps name.
func valuesOf(r *Reading) map[string][]string {
	p := &r.Person
	held := map[string][]string{
		"names": nil, "age": nil, "marks": nil, "birth": {string(p.BirthDate)}, "blood": {string(p.BloodType)},
		"ethnicity": {p.Ethnicity}, "native": {p.NativePlace.Text}, "heard": p.HeardPlaces, "place": {r.EventPlace},
		"conditions": p.Conditions, "clothing": {p.Clothing}, "belongings": {p.Belongings},
	}
	for _, n := range p.Names {
		held["names"] = append(held["names"], n.Text)
	}
	for _, m := range p.Marks {
		held["marks"] = append(held["marks"], m.Text)
	}
	if p.AgeMin != nil {
		held["age"] = []string{fmt.Sprintf("%d-%d", *p.AgeMin, *p.AgeMax)}
	}
	return held
}
