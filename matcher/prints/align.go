package prints

import (
	"cmp"
	"math"
	"slices"
)

// motion lays one print on another: a turn, and a shift in the grid.
type motion struct{ sin, cos, dx, dy, turn float64 } // turn in steps

func (t *motion) of(m *minutia) (x, y float64) {
	return t.cos*float64(m.x) - t.sin*float64(m.y) + t.dx, t.sin*float64(m.x) + t.cos*float64(m.y) + t.dy
}

// turned returns how far b lies from a in direction once a is laid on b, in steps.
func (t *motion) turned(a, b *minutia) float64 {
	return math.Remainder(float64(a.turnTo(b))-t.turn, steps)
}

// back lays the second print on the first.
func (t *motion) back() motion {
	return motion{-t.sin, t.cos, -(t.cos*t.dx + t.sin*t.dy), t.sin*t.dx - t.cos*t.dy, -t.turn}
}

// fit returns the motion that lays the pairs on each other best, by weighted least squares (Umeyama
// 1991). Directions count as arms: few pairs say little of the turn by their places alone.
func fit(a, b *Print, pairs []pair) motion {
	var w, ax, ay, bx, by float64
	for _, p := range pairs {
		m, o, k := &a.minutiae[p.a], &b.minutiae[p.b], float64(p.alike)
		w, ax, ay, bx, by = w+k, ax+k*float64(m.x), ay+k*float64(m.y), bx+k*float64(o.x), by+k*float64(o.y)
	}
	ax, ay, bx, by = ax/w, ay/w, bx/w, by/w
	var along, across float64
	for _, p := range pairs {
		m, o, k := &a.minutiae[p.a], &b.minutiae[p.b], float64(p.alike)
		x, y, u, v := float64(m.x)-ax, float64(m.y)-ay, float64(o.x)-bx, float64(o.y)-by
		s, c := math.Sincos(float64(m.turnTo(o)) / perRadian)
		along, across = along+k*(x*u+y*v+arm*arm*c), across+k*(x*v-y*u+arm*arm*s)
	}
	turn := math.Atan2(across, along)
	sin, cos := math.Sincos(turn)
	return motion{sin, cos, bx - (cos*ax - sin*ay), by - (sin*ax + cos*ay), turn * perRadian}
}

// near lists the minutiae that lie together under a motion, the nearest first, each once.
func (m *matcher) near(a, b *Print, t *motion) []pair {
	list := m.same[:0]
	for i := range a.minutiae {
		x, y := t.of(&a.minutiae[i])
		for j := range b.minutiae {
			o := &b.minutiae[j]
			dx, dy := float64(o.x)-x, float64(o.y)-y
			d2 := dx*dx + dy*dy
			if d2 > reach*reach {
				continue
			}
			if turn := t.turned(&a.minutiae[i], o); math.Abs(turn) < reachTurn {
				list = append(list, pair{uint8(i), uint8(j), float32((1 - .6*d2/(reach*reach)) * (1 - .6*turn*turn/(reachTurn*reachTurn)))})
			}
		}
	}
	slices.SortFunc(list, func(p, q pair) int {
		return cmp.Or(cmp.Compare(q.alike, p.alike), cmp.Compare(p.a, q.a), cmp.Compare(p.b, q.b))
	})
	m.taken = [2][MostMinutiae]uint8{}
	kept := list[:0]
	for _, p := range list {
		if m.taken[0][p.a] == 0 && m.taken[1][p.b] == 0 {
			m.taken[0][p.a], m.taken[1][p.b] = 1, 1
			kept = append(kept, p)
		}
	}
	m.same = list
	return kept
}

// settle lays a on b in the ways that the strongest pairs ask for, and returns what the best says.
func (m *matcher) settle(a, b *Print) (best Comparison) {
	n := len(m.pairs)
	best.Score = nothing
	var tried [ways]motion
	count := 0
	for _, lead := range m.ranks {
		if count == ways || m.votes[lead] < leastVotes {
			break
		}
		p := &m.pairs[lead]
		if slices.ContainsFunc(tried[:count], func(t motion) bool { return t.lays(&a.minutiae[p.a], &b.minutiae[p.b]) }) {
			continue
		}
		m.lead = append(m.lead[:0], *p)
		for _, other := range m.ranks {
			if m.fits[int(lead)*n+int(other)] {
				if m.lead = append(m.lead, m.pairs[other]); len(m.lead) == anchors {
					break
				}
			}
		}
		t := fit(a, b, m.lead)
		pairs := m.near(a, b, &t)
		for range 2 {
			if len(pairs) < 3 {
				break
			}
			t = fit(a, b, pairs)
			pairs = m.near(a, b, &t)
		}
		tried[count] = t
		count++
		if c := judge(a, b, &t, pairs); c.Score > best.Score {
			best = c
		}
	}
	return best
}

// lays reports whether a motion lays two minutiae on each other.
func (t *motion) lays(a, b *minutia) bool {
	x, y := t.of(a)
	return math.Hypot(x-float64(b.x), y-float64(b.y)) < reach && math.Abs(t.turned(a, b)) < reachTurn
}

// judge weighs minutiae that lie together under a motion against those that do not though both
// prints show where they would be:
//
//	Σ max(least, ln (seen·N(distance)·N(turn) / (density·directions))) − missed·(unpaired)
//
// N is a normal around where the neighbouring pairs, shifted as skin is, let expect the minutia;
// density is how thick minutiae lie, and directions how thick theirs: ridges run alike in strangers.
func judge(a, b *Print, t *motion, pairs []pair) (c Comparison) {
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
	c.Paired = len(pairs)
	thick := max(leastDensity, float64(len(b.minutiae))/max(b.shape.area, 1e4), float64(len(a.minutiae))/max(a.shape.area, 1e4))
	chance := math.Log(seenAgain / (2 * math.Pi * offPlace * offPlace * math.Sqrt(2*math.Pi) * offTurn * thick * directions))
	for i, p := range pairs {
		dx, dy := t.miss(a, b, pairs, i)
		turn := t.turned(&a.minutiae[p.a], &b.minutiae[p.b]) / perRadian
		c.Score += max(leastPair-leastThick*thick, chance-(dx*dx+dy*dy)/(2*px*px*offPlace*offPlace)-turn*turn/(2*offTurn*offTurn))
	}
	c.Score -= missed * float64(max(inA-c.Paired, 0)+max(inB-c.Paired, 0))
	return c
}

// miss returns how far a pair lies from where the pairs around it let expect it, in the grid.
func (t *motion) miss(a, b *Print, pairs []pair, i int) (dx, dy float64) {
	const around = px * 90
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
