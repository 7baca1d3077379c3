//go:build measure

package prints_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/guitu-project/guitu/matcher/prints"
	"github.com/guitu-project/guitu/matcher/prints/synthetic"
)

// TestMeasureGallery prints how many people a first look loses: of 2,000 with two fingers, 400 are asked
// for by one finger and by two.
//
//	go test -tags measure -run MeasureGallery -timeout 1h -v ./matcher/prints
func TestMeasureGallery(t *testing.T) {
	const people, asked = 2000, 400
	for _, overlap := range []float64{.6, .8} {
		press := synthetic.Usual()
		press.Overlap = overlap
		a, b := fingers(31, 2*people, press)
		g := prints.NewGallery()
		for i := range people {
			g.Put(name(i), hand(80, a[2*i:2*i+2], prints.RightIndex, prints.LeftIndex))
		}
		for n := 1; n <= 2; n++ {
			lost := map[int]int{}
			for i := range asked {
				found, err := g.Search(t.Context(), hand(80, b[2*i:2*i+n], prints.RightIndex, prints.LeftIndex), people, nil)
				if err != nil {
					t.Fatal(err)
				}
				for _, kept := range []int{20, 100} { // of 2,000: 1 and 5 in 100
					if at := slices.Index(found, name(i)); at < 0 || at >= kept {
						lost[kept]++
					}
				}
			}
			fmt.Printf("%.0f %% seen by both, %d fingers: %.2f %% lost of 1 in 100 kept, %.2f %% of 5\n", 100*overlap, n, 100*float64(lost[20])/asked, 100*float64(lost[100])/asked)
		}
	}
}
