package prints

import (
	"math"
	"math/bits"
)

// The shape of a cylinder, with the paper's numbers: pixels at 500 dpi, radians.
const (
	radius    = 70.0            // of a cylinder
	across    = 8               // cells along its diameter
	layers    = 5               // of directions
	spread    = 28.0 / 3        // deviation by which a minutia counts around its place,
	turning   = 2 * math.Pi / 9 // and around its direction
	counts    = .01             // from how much on a cell is 1
	margin    = 50.0            // around the hull of the minutiae: what lies outside of it is not known
	leastSeen = 31              // of the 52 cells of a layer that must be known
	leastNear = 2               // minutiae that must take part
	leastBoth = 26              // cells that must be known in both of two cylinders
)

// cylinder holds what lies around a minutia: a bit for each cell of each layer. Cells whose bit in
// seen is 0 are not known, and 0 in all layers.
type cylinder struct {
	cells [layers]uint64
	seen  uint64
}

// spot holds the middle of a cell, from the middle of the cylinder, in the grid.
type spot struct {
	x, y float64
	bit  uint64
}

// spots are the cells of a layer: those of a square that lie in its circle.
var spots = func() (list []spot) {
	const cell = px * 2 * radius / across
	for i := range across * across {
		x, y := (float64(i%across)-(across-1)/2.)*cell, (float64(i/across)-(across-1)/2.)*cell
		if x*x+y*y <= px*px*radius*radius {
			list = append(list, spot{x, y, 1 << i})
		}
	}
	return list
}()

// inLayers is how much of a minutia's direction, turned so many steps, falls into each layer.
var inLayers = func() (table [steps][layers]float64) {
	const width = 2 * math.Pi / layers
	for turn := range table {
		for layer := range layers {
			d := math.Remainder(float64(int8(turn))/perRadian-(-math.Pi+(float64(layer)+.5)*width), 2*math.Pi)
			table[turn][layer] = (math.Erf((d+width/2)/(turning*math.Sqrt2)) - math.Erf((d-width/2)/(turning*math.Sqrt2))) / 2
		}
	}
	return table
}()

// encircle builds the cylinders of the minutiae around which enough is known.
func (p *Print) encircle() {
	for i := range p.minutiae {
		if c, ok := p.cylinderOf(i); ok {
			p.shape.cylinders, p.shape.at = append(p.shape.cylinders, c), append(p.shape.at, uint8(i))
		}
	}
}

func (p *Print) cylinderOf(of int) (c cylinder, ok bool) {
	const reach = px * (radius + 3*spread)
	m := &p.minutiae[of]
	var near [MostMinutiae]*minutia
	n := 0
	for i := range p.minutiae {
		o := &p.minutiae[i]
		if dx, dy := int(o.x)-int(m.x), int(o.y)-int(m.y); i != of && dx*dx+dy*dy <= reach*reach {
			near[n], n = o, n+1
		}
	}
	if n < leastNear {
		return c, false
	}
	sin, cos := math.Sincos(float64(m.angle) / perRadian)
	for _, at := range spots {
		x, y := float64(m.x)+cos*at.x-sin*at.y, float64(m.y)+sin*at.x+cos*at.y
		if !p.shape.within(x, y, px*margin) {
			continue
		}
		c.seen |= at.bit
		var sums [layers]float64
		for _, o := range near[:n] {
			dx, dy := float64(o.x)-x, float64(o.y)-y
			d2 := (dx*dx + dy*dy) / (px * px)
			if d2 > 9*spread*spread {
				continue
			}
			place := math.Exp(-d2/(2*spread*spread)) / (spread * math.Sqrt2 * 1.7724538509)
			for layer, share := range inLayers[uint8(m.turnTo(o))] {
				sums[layer] += place * share
			}
		}
		for layer, sum := range sums {
			if sum >= counts {
				c.cells[layer] |= at.bit
			}
		}
	}
	return c, bits.OnesCount64(c.seen) >= leastSeen
}

var roots = func() (r [layers*64 + 1]float32) {
	for i := range r {
		r[i] = float32(math.Sqrt(float64(i)))
	}
	return r
}()

// alike returns how alike two cylinders are, 0 … 1: 1 − √|a⊕b| / (√|a| + √|b|) over what both know.
func alike(a, b *cylinder) float32 {
	seen := a.seen & b.seen
	if bits.OnesCount64(seen) < leastBoth {
		return 0
	}
	inA, inB, apart := 0, 0, 0
	for k := range layers {
		x, y := a.cells[k]&seen, b.cells[k]&seen
		inA, inB, apart = inA+bits.OnesCount64(x), inB+bits.OnesCount64(y), apart+bits.OnesCount64(x^y)
	}
	if inA == 0 || inB == 0 {
		return 0
	}
	return 1 - roots[apart]/(roots[inA]+roots[inB])
}
