package prints

import "math"

// judge weighs minutiae that lie together under a motion against those that do not though both
// prints show where they would be:
//
//	scale·(Σ worth − missed·unpaired + often·n·ln(n/chance) + voted·√votes) − perMinutia·(minutiae over the usual)
//
// The worth of a pair is the logarithm of how much likelier one finger has a minutia so near to
// where the pairs around let expect it, and so turned, than strangers have, whose minutiae lie as
// thickly as those around it do, plus what its kinds say. Pairs whose worth is not over 0 are none.
// n is how many are, chance how many of two strangers' are, and votes what poll counted. Prints of
// many minutiae, as pictures give, fit strangers better, which is taken off.
func judge(a, b *Print, t *motion, pairs []pair, votes uint16) (c Comparison) {
	back := t.back()
	inA, inB := 0, 0
	for i := range a.minutiae {
		if x, y := t.of(&a.minutiae[i]); b.shape.within(x, y, 0) {
			inA++
		}
	}
	for i := range b.minutiae {
		if x, y := back.of(&b.minutiae[i]); a.shape.within(x, y, 0) {
			inB++
		}
	}
	for i, p := range pairs {
		dx, dy := t.miss(a, b, pairs, i)
		m, o := &a.minutiae[p.a], &b.minutiae[p.b]
		turn := t.turned(m, o) / perRadian
		thick := float64(int(a.shape.crowd[p.a])+int(b.shape.crowd[p.b])) / (2 * math.Pi * crowded * crowded)
		worth := math.Log(offsets((dx*dx+dy*dy)/(px*px)) * turns(turn*turn) / (thick * alongFlow))
		if worth <= 0 {
			continue
		}
		c.Paired++
		if m.kind == o.kind {
			c.Score += worth + sameKind
		} else {
			c.Score += worth - sameKind
		}
	}
	n := float64(c.Paired)
	both := math.Sqrt(float64(max(inA, c.Paired) * max(inB, c.Paired)))
	thick := max(leastDensity, float64(len(b.minutiae))/max(b.shape.area, leastArea), float64(len(a.minutiae))/max(a.shape.area, leastArea))
	chance := byChance * both * both / max(.5, both/(thick*leastArea))
	c.Score -= missed * float64(max(inA-c.Paired, 0)+max(inB-c.Paired, 0))
	c.Score += often*n*math.Log(max(1, n)/max(1, chance)) + voted*math.Sqrt(float64(votes))
	c.Score = scale*c.Score - perMinutia*max(0, math.Sqrt(float64(len(a.minutiae)*len(b.minutiae)))-usualMinutiae)
	return c
}

// offsets returns how thick minutiae of one finger lie around where one is expected, a square
// pixel, at a squared distance in pixels: most are near, some were moved by skin or the device.
func offsets(d2 float64) float64 {
	normal := func(s float64) float64 { return math.Exp(-d2/(2*s*s)) / (2 * math.Pi * s * s) }
	return (1-farShare)*normal(offPlace) + farShare*normal(offFar)
}

// turns returns how thick directions of one finger lie at a squared turn from the expected one, a
// radian, times 2π.
func turns(t2 float64) float64 {
	normal := func(s float64) float64 { return math.Exp(-t2/(2*s*s)) / (s * math.Sqrt(2*math.Pi)) }
	return (1-turnedShare)*normal(offTurn) + turnedShare*normal(offTurned)
}

// miss returns how far a pair lies from where the pairs around it let expect it, in the grid.
func (t *motion) miss(a, b *Print, pairs []pair, i int) (dx, dy float64) {
	const around = px * crowded
	m, o := &a.minutiae[pairs[i].a], &b.minutiae[pairs[i].b]
	x, y := t.of(m)
	sx, sy, w := 0.0, 0.0, 1.0
	for j, q := range pairs {
		mj, oj := &a.minutiae[q.a], &b.minutiae[q.b]
		ex, ey := float64(int(mj.x)-int(m.x)), float64(int(mj.y)-int(m.y))
		k := 1 - (ex*ex+ey*ey)/(around*around)
		if j == i || k <= 0 {
			continue
		}
		u, v := t.of(mj)
		sx, sy, w = sx+k*(float64(oj.x)-u), sy+k*(float64(oj.y)-v), w+k
	}
	return float64(o.x) - x - sx/w, float64(o.y) - y - sy/w
}
