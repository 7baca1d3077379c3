//go:build measure

package picture_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/guitu-project/guitu/matcher/prints"
	"github.com/guitu-project/guitu/matcher/prints/synthetic"
)

// TestMeasurePictures prints how pictures of one finger and of strangers score, once their minutiae
// were read:
//
//	go test -tags measure -run MeasurePictures -timeout 1h -v ./matcher/prints/picture
func TestMeasurePictures(t *testing.T) {
	const fingers = 70
	r := rand.New(rand.NewPCG(2, 25))
	var a, b []*prints.Print
	var one, strangers []float64
	minutiae := 0
	for range fingers {
		g := synthetic.NewFinger(r).Grow(r)
		x, y := synthetic.Offset(r, .6)
		a, b = append(a, seen(t, r, g, x, y)), append(b, seen(t, r, g, -x, -y))
		minutiae += a[len(a)-1].Minutiae()
	}
	for i := range fingers {
		one = append(one, prints.Compare(a[i], b[i]).Score)
		for j := range fingers {
			if i != j {
				strangers = append(strangers, prints.Compare(a[i], b[j]).Score)
			}
		}
	}
	slices.Sort(one)
	slices.Sort(strangers)
	fmt.Println("minutiae", minutiae/fingers, "one finger", one)
	for _, share := range []float64{.5, .9, .99, .999, 1} {
		fmt.Printf("strangers %.3f: %.2f\n", share, strangers[int(share*float64(len(strangers)-1))])
	}
}
