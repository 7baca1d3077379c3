package prose

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"

	"github.com/guitu-project/guitu/models"
)

// labelled is a text and what a careful person fills in from it. A field that is not in
// Want is one that the text does not tell.
type labelled struct {
	Kind string
	Side string // RECORDS or NOTICES
	Text string
	Want wanted
}

func (l *labelled) side() models.Kind {
	if l.Side == "RECORDS" {
		return models.Records
	}
	return models.Notices
}

// wanted are the labels: names as TEXT:KIND, relatives as RELATION:NAME, contacts as
// NAME:RELATION:PHONE; of clothing and belongings the things that must be among the words.
type wanted struct {
	Names, Heard, Marks, Conditions, Relatives, Contacts, Clothing, Belongings []string

	Sex, Birth, Build, Blood, Ethnicity, Accent, Native, Date, Place, ExternalID string

	Age          *[2]int // nil for none: a newborn is 0
	Height       *[2]int
	Shoe, Weight float64
}

func readTexts(t testing.TB, name string) []labelled {
	t.Helper()
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	var list []labelled
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var one labelled
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			t.Fatalf("line %d: %v", len(list)+1, err)
		}
		list = append(list, one)
	}
	return list
}

// pasted is the day on which the texts are read.
var pasted = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)

// tally counts, by field, what was wanted and how much of it was read right, and what was
// read that no one wanted.
type tally struct{ wanted, right, extra int }

// least are the shares of labelled values that are to be read right: of each field, and
// of all together. mostExtra is how many values may be read, to one that is wanted, that
// the text does not tell.
const (
	least     = .95
	mostExtra = .05
)

func TestTexts(t *testing.T) {
	names, err := filepath.Glob("testdata/texts*.jsonl")
	if err != nil || len(names) == 0 {
		t.Fatalf("no texts: %v", err)
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) { countRead(t, readTexts(t, name)) })
	}
}

func countRead(t *testing.T, texts []labelled) {
	t.Helper()
	by := map[string]*tally{}
	for i, one := range texts {
		for _, c := range compared(Read(one.Text, one.side(), pasted), &one.Want) {
			sum := by[c.field]
			if sum == nil {
				sum = &tally{}
				by[c.field] = sum
			}
			missed := len(c.want)
			var extra []string
			for _, g := range c.got {
				if k := slices.IndexFunc(c.want, func(w string) bool { return c.same(g, w) }); k >= 0 {
					c.want = slices.Delete(c.want, k, k+1)
				} else {
					extra = append(extra, g)
				}
			}
			sum.wanted += missed
			sum.right += missed - len(c.want)
			sum.extra += len(extra)
			if len(c.want)+len(extra) > 0 {
				t.Logf("%d %s %s: missed %q, read %q", i+1, one.Kind, c.field, c.want, extra)
			}
		}
	}
	var all tally
	fields := make([]string, 0, len(by))
	for f, s := range by {
		fields = append(fields, f)
		all.wanted, all.right, all.extra = all.wanted+s.wanted, all.right+s.right, all.extra+s.extra
	}
	sort.Strings(fields)
	for _, f := range fields {
		t.Logf("%-11s %3d of %3d, %d not told", f, by[f].right, by[f].wanted, by[f].extra)
	}
	share := float64(all.right) / float64(all.wanted)
	t.Logf("%d texts: %d of %d (%.3f), %d not told", len(texts), all.right, all.wanted, share, all.extra)
	if share < least || float64(all.extra) > mostExtra*float64(all.wanted) {
		t.Errorf("%.3f of the labelled values are read right and %d are read that no text tells", share, all.extra)
	}
}

// comparison is a field as wanted and as read; same tells equal values.
type comparison struct {
	field     string
	want, got []string
	same      func(got, want string) bool
}

func compared(r *Reading, w *wanted) []comparison {
	p := &r.Person
	equal := func(got, want string) bool { return got == want }
	overlaps := func(got, want string) bool { return strings.Contains(got, want) || strings.Contains(want, got) }
	one := func(s string) []string {
		if s == "" {
			return nil
		}
		return []string{s}
	}
	span := func(low, high int) []string { return []string{fmt.Sprintf("%d-%d", low, high)} }
	var list []comparison
	add := func(field string, want, got []string, same func(got, want string) bool) {
		if len(want)+len(got) > 0 {
			list = append(list, comparison{field, slices.Clone(want), got, same})
		}
	}
	var names, relatives, contacts, marks, age, height, shoe, weight []string
	for _, n := range p.Names {
		names = append(names, n.Text+":"+string(n.Kind))
	}
	for _, k := range p.Relatives {
		relatives = append(relatives, k.Relation+":"+k.Name)
	}
	for _, c := range r.Contacts {
		contacts = append(contacts, c.Name+":"+c.Relation+":"+c.Phone)
	}
	for _, m := range p.Marks {
		marks = append(marks, m.Text)
	}
	if p.AgeMin != nil {
		age = span(*p.AgeMin, *p.AgeMax)
	}
	if p.HeightMinCm != 0 {
		height = span(p.HeightMinCm, p.HeightMaxCm)
	}
	if p.ShoeSize != 0 {
		shoe = one(fmt.Sprint(float64(p.ShoeSize)))
	}
	if p.WeightMinKg != 0 {
		weight = one(fmt.Sprint(p.WeightMinKg))
	}
	number := func(v float64) []string {
		if v == 0 {
			return nil
		}
		return one(fmt.Sprint(v))
	}
	pair := func(v *[2]int) []string {
		if v == nil {
			return nil
		}
		return span(v[0], v[1])
	}
	add("name", w.Names, names, equal)
	add("sex", one(w.Sex), one(string(p.Sex)), equal)
	add("birth", one(w.Birth), one(string(p.BirthDate)), equal)
	add("age", pair(w.Age), age, equal)
	add("height", pair(w.Height), height, equal)
	add("shoe", number(w.Shoe), shoe, equal)
	add("weight", number(w.Weight), weight, equal)
	add("build", one(w.Build), one(string(p.Build)), equal)
	add("blood", one(w.Blood), one(string(p.BloodType)), equal)
	add("ethnicity", one(w.Ethnicity), one(p.Ethnicity), equal)
	add("accent", one(w.Accent), one(p.Accent), overlaps)
	add("native", one(w.Native), one(p.NativePlace.Text), equal)
	add("heard", w.Heard, p.HeardPlaces, equal)
	add("marks", w.Marks, marks, overlaps)
	add("conditions", w.Conditions, p.Conditions, overlaps)
	add("relatives", w.Relatives, relatives, equal)
	add("date", one(w.Date), one(string(r.EventDate)), equal)
	add("place", one(w.Place), one(r.EventPlace), equal)
	add("contacts", w.Contacts, contacts, equal)
	add("externalId", one(w.ExternalID), one(r.ExternalID), equal)
	worn := func(field string, want []string, text string) {
		var got []string
		for _, thing := range want {
			if strings.Contains(text, thing) {
				got = append(got, thing)
			}
		}
		if len(want) == 0 && text != "" {
			got = []string{text}
		}
		add(field, want, got, equal)
	}
	worn("clothing", w.Clothing, p.Clothing)
	worn("belongings", w.Belongings, p.Belongings)
	return list
}
