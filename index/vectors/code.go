package vectors

import (
	"fmt"
	"math"

	"github.com/guitu-project/guitu/models"
)

const (
	maxDim    = 4096    // numbers of a vector; the bounds' proof counts on no more
	longest   = 1 << 40 // length of a vector
	tiniest   = 1.0 / (1 << 40)
	slack     = 1.0 / (1 << 18) // η of the package comment
	underflow = 1.0 / (1 << 60) / (1 << 20)
)

// code is a vector x in signed bytes: x = scale·codes + residual.
type code struct {
	codes    []int8  // as many as the vector has numbers, -127 … 127
	scale    float32 // 0 if the vector is as good as zero
	squares  float64 // |scale·codes|²
	residual float64 // at least the length of the residual
}

// encode refuses what is no number or longer than 2⁴⁰, with models.ErrInvalid. codes is
// where the code's bytes go.
func encode(vector []float32, codes []int8) (code, error) {
	most, squares := 0.0, 0.0
	for _, x := range vector {
		v := float64(x)
		squares += v * v
		if v = math.Abs(v); v > most {
			most = v
		}
	}
	if !(squares <= longest*longest) { // NaN too
		return code{}, fmt.Errorf("%w: vector is not finite, or longer than 2^40", models.ErrInvalid)
	}
	c := code{codes: codes}
	scale, per := 0.0, 0.0
	if most >= tiniest {
		c.scale = float32(most / 127)
		scale = float64(c.scale)
		per = 1 / scale
	}
	whole, rest := 0, 0.0
	for i, x := range vector {
		q := math.RoundToEven(float64(x) * per) // scale is rounded by far less than 1/254, so at most 127
		codes[i] = int8(q)
		left := float64(x) - float64(scale*q)
		whole, rest = whole+int(q)*int(q), rest+float64(left*left)
	}
	c.squares = scale * scale * float64(whole)
	c.residual = math.Sqrt(rest) * (1 + 1e-9) // beyond what the sum was rounded by
	return c, nil
}

// row holds what a scan knows of a row beside its codes: the three terms of the test in
// the package comment.
type row struct {
	left   float32 // (1−η)·|x̂|² − ρ²
	scale  float32 // 2s
	spread float32 // 2ρ(1+η)
}

func (c *code) row() row {
	spread := above(2 * c.residual * (1 + slack))
	radius := float64(spread) / 2
	return row{left: below(c.squares*(1-slack) - radius*radius), scale: 2 * c.scale, spread: spread}
}

// limits returns what a scan tests against, for the rows whose lower bound is at most
// root, the root of a squared distance, away.
func (c *code) limits(root float64) (spread, scale, limit float32) {
	if math.IsInf(root, 1) {
		return 0, c.scale, float32(root)
	}
	reach := root + c.residual
	return above(reach * (1 + slack)), c.scale, above(reach*reach - c.squares*(1-slack) + underflow)
}

// bounds are of the distance of the vectors of c and r, whose codes' product is dot.
func (c *code) bounds(r row, dot int32) (low, high float64) {
	radius := float64(r.spread) / 2
	squares := float64(r.left) + float64(radius*radius) // at most |x̂|², and hardly less
	twice := float64(float64(c.scale)*float64(r.scale)) * float64(dot)
	near := squares + float64(c.squares*(1-slack)) - float64(twice)
	far := float64(squares*(1+2*slack)) + float64(c.squares*(1+slack)) + underflow - float64(twice)
	radius += c.residual
	return max(math.Sqrt(max(near, 0))-radius, 0), math.Sqrt(max(far, 0)) + radius
}

// above returns the least float32 that is not less.
func above(x float64) float32 {
	f := float32(x)
	if float64(f) < x {
		f = math.Nextafter32(f, float32(math.Inf(1)))
	}
	return f
}

// below returns the greatest float32 that is not more.
func below(x float64) float32 { return -above(-x) }

// squaredDistance returns |a − b|², exact but for the rounding of float64, in one order of summing
// wherever it runs: a conversion keeps the compiler from fusing a product and a sum. next is what
// will be asked for after b, as long as it, or b; s is room for the sums.
func (k *kernel) squaredDistance(a, b, next []float32, s *[4]float64) float64 {
	const line = 16
	*s = [4]float64{}
	if lines := len(a) / line; lines > 0 && k.squares != nil {
		k.squares(&a[0], &b[0], &next[0], lines, &s[0])
		a, b = a[lines*line:], b[lines*line:]
	}
	for ; len(a) >= 4 && len(b) >= 4; a, b = a[4:], b[4:] {
		d0, d1 := float64(a[0])-float64(b[0]), float64(a[1])-float64(b[1])
		d2, d3 := float64(a[2])-float64(b[2]), float64(a[3])-float64(b[3])
		s[0], s[1] = s[0]+float64(d0*d0), s[1]+float64(d1*d1)
		s[2], s[3] = s[2]+float64(d2*d2), s[3]+float64(d3*d3)
	}
	for i := range a {
		d := float64(a[i]) - float64(b[i])
		s[0] += float64(d * d)
	}
	return (s[0] + s[1]) + (s[2] + s[3])
}
