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
		m, o, k := &a.minutiae[p.a], &b.minutiae[p.b], float64(p.weight)
		w, ax, ay, bx, by = w+k, ax+k*float64(m.x), ay+k*float64(m.y), bx+k*float64(o.x), by+k*float64(o.y)
	}
	ax, ay, bx, by = ax/w, ay/w, bx/w, by/w
	var along, across float64
	for _, p := range pairs {
		m, o, k := &a.minutiae[p.a], &b.minutiae[p.b], float64(p.weight)
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
		return cmp.Or(cmp.Compare(q.weight, p.weight), cmp.Compare(p.a, q.a), cmp.Compare(p.b, q.b))
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

// motionAt returns the motion that a cell of the votes stands for.
func motionAt(cell int32) motion {
	k := int(cell) / (shiftBins * shiftBins)
	y, x := int(cell)/shiftBins%shiftBins, int(cell)%shiftBins
	w := &waves[k*turnStep]
	return motion{float64(w.sin), float64(w.cos), float64(x-shiftBins/2) * shiftStep, float64(y-shiftBins/2) * shiftStep, math.Remainder(float64(k*turnStep), steps)}
}

// settle lays a on b in the ways that most voted for, and returns what the best says.
func (m *matcher) settle(a, b *Print) (best Comparison) {
	best.Score = nothing
	first := uint16(0)
	for range ways {
		lead := &hit{}
		for i := range m.hits {
			if m.hits[i].votes > lead.votes {
				lead = &m.hits[i]
			}
		}
		first = max(first, lead.votes)
		if lead.votes == 0 || float64(lead.votes) < worthTrying*float64(first) {
			break
		}
		votes, t := lead.votes, motionAt(lead.at)
		pairs := m.near(a, b, &t)
		for range 2 {
			if len(pairs) < 3 {
				break
			}
			t = fit(a, b, pairs)
			pairs = m.near(a, b, &t)
		}
		if c := judge(a, b, &t, pairs, votes); c.Score > best.Score {
			best = c
		}
		lead.votes = 0
		for i := range m.hits { // they have had their way
			if h := &m.hits[i]; h.votes > 0 && t.lays(&a.minutiae[h.a], &b.minutiae[h.b]) {
				h.votes = 0
			}
		}
	}
	return best
}

// lays reports whether a motion lays two minutiae on each other.
func (t *motion) lays(a, b *minutia) bool {
	x, y := t.of(a)
	return math.Hypot(x-float64(b.x), y-float64(b.y)) < reach && math.Abs(t.turned(a, b)) < reachTurn
}
