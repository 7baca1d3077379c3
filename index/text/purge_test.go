package text

import (
	"slices"
	"testing"

	"github.com/guitu-project/guitu/models"
)

// words are the words of all names in the index's files, deleted people's too: the
// dictionaries of the segments know nothing of deletions.
func words(t *testing.T, x *Index) (all []string) {
	t.Helper()
	fields, err := x.bleve.Fields()
	if err != nil {
		t.Fatal(err)
	}
	for _, field := range fields {
		dict, err := x.bleve.FieldDict(field)
		if err != nil {
			t.Fatal(err)
		}
		for e, err := dict.Next(); e != nil; e, err = dict.Next() {
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, e.Term)
		}
		if err := dict.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

func called(name, text string) *models.Notice {
	n := &models.Notice{Source: "测试"}
	n.Name = name
	n.Person.Names = []models.PersonName{{Text: text}}
	return n
}

func unforgettable(name string) models.Subject {
	n := called(name, "尉迟魑魅")
	n.ExternalID = "zyxwvu-98765"
	return n
}

// After Purge no word of a deleted person is left, whether their segment was alone or
// one of many, also when the index is opened again; everyone else is found.
func TestPurge(t *testing.T) {
	for what, batches := range map[string]int{"alone": 1, "among others": 7} {
		t.Run(what, func(t *testing.T) {
			dir := t.TempDir()
			x := mustOpen(t, dir)
			mustApply(t, x, append(village(), unforgettable("notices/gone")), nil, 1)
			for i := range batches - 1 {
				mustApply(t, x, []models.Subject{called("notices/more-"+string(rune('a'+i)), "王小明")}, nil, int64(2+i))
			}
			if !slices.Contains(words(t, x), "zyxwvu-98765") {
				t.Fatal("the search for words would find nothing anyway")
			}
			people := countOf(t, x)
			mustApply(t, x, nil, []string{"notices/gone"}, 20)
			if err := x.Purge(t.Context()); err != nil {
				t.Fatal(err)
			}
			check := func(x *Index) {
				t.Helper()
				for _, w := range words(t, x) {
					if w == "zyxwvu-98765" || w == "notices/gone" || w == "尉迟" || w == "魑魅" {
						t.Errorf("%q is still there", w)
					}
				}
				if got := found(t, x, models.Notices, "王小明"); len(got) == 0 {
					t.Error("others are not found any more")
				}
				if n, err := x.Len(); err != nil || n != len(village())+batches-1 {
					t.Errorf("%d subjects, %v", n, err)
				}
				if got := found(t, x, models.Notices, purgeName); len(got) > 0 {
					t.Errorf("a search finds %v", got)
				}
				if got := countOf(t, x); got != people && got != people-1 { // one went, and the nameless one may have come
					t.Errorf("%d documents, want %d", got, people)
				}
				if last, err := x.Position(); err != nil || last != 20 {
					t.Errorf("position %d, %v", last, err)
				}
			}
			check(x)
			if batches == 1 {
				if files, err := x.segmentFiles(); err != nil || len(files) != 1 {
					t.Errorf("files %v, %v", files, err)
				}
			}
			if err := x.Purge(t.Context()); err != nil { // nothing to do
				t.Error(err)
			}
			if err := x.Close(); err != nil {
				t.Fatal(err)
			}
			check(mustOpen(t, dir))
		})
	}
}
