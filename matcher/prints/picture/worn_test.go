//go:build measure

package picture_test

import (
	"fmt"
	"image"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/guitu-project/guitu/matcher/prints"
	"github.com/guitu-project/guitu/matcher/prints/picture"
	"github.com/guitu-project/guitu/matcher/prints/synthetic"
)

// wear spoils a picture as life does: a dry finger breaks its ridges into pieces, a wet one runs them
// together, cuts and creases cross them, the glass is smeared, and pressure differs from side to side.
func wear(r *rand.Rand, img *image.Gray) {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	wet, tilt, turn := .5*r.NormFloat64(), .5*r.Float64(), 2*math.Pi*r.Float64()
	pores := make([]float64, w*h) // smooth noise of about the size of pores
	for i := range pores {
		pores[i] = r.NormFloat64()
	}
	for range 2 {
		next := make([]float64, w*h)
		for y := 1; y < h-1; y++ {
			for x := 1; x < w-1; x++ {
				i := y*w + x
				next[i] = (pores[i] + pores[i-1] + pores[i+1] + pores[i-w] + pores[i+w]) / 2.5
			}
		}
		pores = next
	}
	for y := range h {
		for x := range w {
			v := float64(img.GrayAt(x, y).Y)
			press := wet + tilt*(math.Cos(turn)*(float64(x)/float64(w)-.5)+math.Sin(turn)*(float64(y)/float64(h)-.5))
			if v < 225 {
				v += -40*press + 22*pores[y*w+x]*(1+max(0, -2*press))
				v = 128 + 127*math.Tanh((v-128)/90)
			}
			img.Pix[y*img.Stride+x] = uint8(max(0, min(255, v)))
		}
	}
	for range r.IntN(5) { // creases
		x, y, a, long := float64(r.IntN(w)), float64(r.IntN(h)), 2*math.Pi*r.Float64(), 30+120*r.Float64()
		wide := 1 + 1.5*r.Float64()
		for s := 0.; s < long; s += .5 {
			a += .01 * r.NormFloat64()
			x, y = x+.5*math.Cos(a), y+.5*math.Sin(a)
			for d := -wide; d <= wide; d += .5 {
				u, v := int(x-d*math.Sin(a)), int(y+d*math.Cos(a))
				if u >= 0 && v >= 0 && u < w && v < h {
					img.Pix[v*img.Stride+u] = max(img.Pix[v*img.Stride+u], 215)
				}
			}
		}
	}
	for range r.IntN(3) { // smears
		x, y, size := r.IntN(w), r.IntN(h), 12+20*r.Float64()
		for v := range h {
			for u := range w {
				k := math.Exp(-(float64((u-x)*(u-x)+(v-y)*(v-y)) / (2 * size * size)))
				p := &img.Pix[v*img.Stride+u]
				*p = uint8(float64(*p)*(1-.8*k) + 150*.8*k)
			}
		}
	}
}

// TestMeasureWornPictures prints how well worn pictures of one finger are told from strangers', as the
// Fingerprint Verification Competitions pair them.
//
//	go test -tags measure -run MeasureWornPictures -timeout 1h -v ./matcher/prints/picture
func TestMeasureWornPictures(t *testing.T) {
	const fingers, impressions = 20, 4
	r := rand.New(rand.NewPCG(11, 25))
	press := synthetic.Usual()
	press.Turn = .6
	var all [fingers][impressions]*prints.Print
	for f := range fingers {
		g := synthetic.NewFinger(r).Grow(r)
		for k := range impressions {
			x, y := synthetic.Offset(r, .7)
			img := g.Picture(r, press, x/1.4, y/1.4)
			wear(r, img)
			v, err := picture.View(encoded(t, img))
			if err != nil {
				t.Fatal(err)
			}
			all[f][k] = prints.Prepare(v)
		}
	}
	var one, strangers []float64
	for f := range fingers {
		for k := range impressions {
			for l := range k {
				one = append(one, prints.Compare(all[f][k], all[f][l]).Score)
			}
			for o := range f {
				strangers = append(strangers, prints.Compare(all[f][k], all[o][(k+1)%impressions]).Score)
			}
		}
	}
	slices.Sort(one)
	slices.Sort(strangers)
	best := 1.
	for i, s := range strangers {
		missed, _ := slices.BinarySearch(one, s)
		best = min(best, max(float64(missed)/float64(len(one)), 1-float64(i)/float64(len(strangers))))
	}
	fmt.Printf("EER %.2f %% of %d and %d pairs; one finger %.1f; strangers 99 %% %.1f, most %.1f\n", 100*best, len(one), len(strangers), one[:12], strangers[len(strangers)*99/100], strangers[len(strangers)-1])
}
