package prints_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/guitu-project/guitu/matcher/prints"
	"github.com/guitu-project/guitu/matcher/prints/synthetic"
)

func name(i int) string { return fmt.Sprintf("records/%d", i) }

func TestGalleryFindsAndForgets(t *testing.T) {
	const people = 60
	press := synthetic.Usual()
	press.Overlap = .8
	a, b := fingers(8, people, press)
	g := prints.NewGallery()
	if found, err := g.Search(t.Context(), hand(80, b[:1], prints.UnknownFinger), 5, nil); err != nil || len(found) > 0 {
		t.Errorf("an empty gallery finds %v, %v", found, err)
	}
	for i := range people {
		g.Put(name(i), hand(80, a[i:i+1], prints.RightIndex))
	}
	first := 0
	for i := range people {
		found, err := g.Search(t.Context(), hand(80, b[i:i+1], prints.UnknownFinger), people, nil)
		if err != nil {
			t.Fatal(err)
		}
		if slices.Index(found, name(i)) == 0 {
			first++
		}
	}
	if first < people*8/10 {
		t.Errorf("%d of %d people are found first", first, people)
	}
	only := func(n string) bool { return n == name(7) }
	if found, err := g.Search(t.Context(), hand(80, b[2:3], prints.UnknownFinger), people, only); err != nil || len(found) > 1 || len(found) == 1 && !only(found[0]) {
		t.Errorf("of one person %v are found, %v", found, err)
	}
	g.Put(name(1), nil)
	g.Delete(name(0))
	g.Delete("records/none")
	for i := range 2 {
		found, err := g.Search(t.Context(), hand(80, a[i:i+1], prints.RightIndex), people, nil)
		if err != nil || slices.Contains(found, name(i)) {
			t.Errorf("%s is found after it was forgotten: %v, %v", name(i), found, err)
		}
	}
	g.Put(name(0), hand(80, a[1:2], prints.RightIndex)) // in the room of the one before
	if found, err := g.Search(t.Context(), hand(80, a[1:2], prints.RightIndex), 1, nil); err != nil || !slices.Equal(found, []string{name(0)}) || g.Len() != people-1 {
		t.Errorf("found %v, %v among %d", found, err, g.Len())
	}
}

// Several fingers of a probe add up: who is told apart by no one of them is found by both.
func TestFingersAddUpInAGallery(t *testing.T) {
	const people = 60
	a, b := fingers(11, 2*people, synthetic.Usual())
	g := prints.NewGallery()
	for i := range people {
		g.Put(name(i), hand(80, a[2*i:2*i+2], prints.RightIndex, prints.LeftIndex))
	}
	first := [3]int{}
	for n := 1; n <= 2; n++ {
		for i := range people {
			found, err := g.Search(t.Context(), hand(80, b[2*i:2*i+n], prints.LeftIndex, prints.RightIndex), 1, nil)
			if err != nil {
				t.Fatal(err)
			}
			if slices.Equal(found, []string{name(i)}) {
				first[n]++
			}
		}
	}
	if first[2] <= first[1] || first[2] < people*8/10 {
		t.Errorf("of %d people %d are found first by one finger, %d by two", people, first[1], first[2])
	}
}

func TestGalleryIsSharedByReadersAndWriters(t *testing.T) {
	a, b := fingers(9, 12, synthetic.Usual())
	g := prints.NewGallery()
	var wait sync.WaitGroup
	for w := range 3 {
		wait.Go(func() {
			for i := range 40 {
				g.Put(name(i%12), hand(80, a[i%12:i%12+1], prints.RightIndex))
				if w == 0 {
					g.Delete(name((i + 5) % 12))
				}
			}
		})
		wait.Go(func() {
			for i := range 10 {
				if _, err := g.Search(t.Context(), hand(80, b[i:i+1], prints.RightIndex), 3, nil); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
}

// A first look at 1,000 people with two fingers; 100,000 take a hundred times as long.
func BenchmarkGallerySearch(b *testing.B) {
	const people = 1000
	x, y := fingers(10, 2*people, synthetic.Usual())
	g := prints.NewGallery()
	for i := range people {
		g.Put(name(i), hand(80, x[2*i:2*i+2], prints.RightIndex, prints.LeftIndex))
	}
	for i := 0; b.Loop(); i++ {
		if _, err := g.Search(b.Context(), hand(80, y[i%people:i%people+1], prints.UnknownFinger), 10, nil); err != nil {
			b.Fatal(err)
		}
	}
}
