package names

import "math"

// glance looks at the names of a roll by the best that each of their units could agree
// in with any of the query's.
type glance struct {
	query *Query
	view  RollView
	best  []float32 // bits, by unit; no less than lostSlot
	slots []int     // how many slots the query's forms have
	least int       // the fewest of them
	two   bool      // some have two, and one
	one   bool
	more  bool // or more
	ways  [shapeRoom]bool
	low   [4][lowSteps]float32 // what a name weighs that agrees so little, by unrelated
	weigh func(bits float32) float32
}

// A glance tells names apart that may agree from those that hardly do: an unmatched
// slot costs at least lostSlot bits, and from promising bits on a name is weighed. Below,
// what agrees is mostly not where it should, which costs about misplaced bits.
const (
	lostSlot  = -3.5
	promising = 2
	misplaced = 2
	lowSteps  = 128
	lowStep   = .25 // bits
)

// newGlance prepares to look at the names of a view.
func (q *Query) newGlance(v RollView, weigh func(float32) float32) *glance {
	g := &glance{query: q, view: v, best: make([]float32, len(v.units)), weigh: weigh}
	for u := range g.best {
		g.best[u] = q.bestSlot(&v.units[u])
	}
	g.least = maxSlots
	for i := range q.forms {
		f := &q.forms[i]
		g.slots, g.least = append(g.slots, int(f.n)), min(g.least, int(f.n))
		g.two, g.one, g.more = g.two || f.n == 2, g.one || f.n == 1, g.more || f.n > 2
		for s := range shapeCount {
			g.ways[s] = g.ways[s] || f.style == part || len(q.ways[int(f.shape)*shapeCount+s].list) > 0
		}
	}
	g.ways[0] = true // parts
	for i, u := range [...]float64{otherDocument, otherName, nicknameApart, otherNickname} {
		for step := range g.low[i] {
			g.low[i][step] = weigh(float32(math.Log2(u + (1-u)*math.Exp2(promising-misplaced-float64(step)*lowStep))))
		}
	}
	return g
}

// bestSlot is the most bits that a slot may agree in with any of the query's.
func (q *Query) bestSlot(o *slot) float32 {
	best := float32(0)
	for _, list := range [...][]queryForm{q.forms, q.usual} {
		for i := range list {
			for j := range list[i].slots[:list[i].n] {
				best = max(best, list[i].slots[j].most(o))
			}
		}
	}
	if best == 0 {
		return lostSlot
	}
	return max(lostSlot, float32(math.Log2(float64(best))))
}

// most is the largest likelihood ratio that the slot reaches with another, as any type.
func (s *querySlot) most(o *slot) float32 {
	most := float32(0)
	for t := range slotTypes {
		w := &s.worth[t]
		if w.sound[0] == nil || t == tail && !o.tail {
			continue
		}
		sounds := o.sounds(t)
		r := epsilon + max(w.sound[0][sounds[0]%syllableRoom], secondReading*w.sound[0][sounds[1]%syllableRoom])
		switch {
		case s.char == 0 || o.char == 0:
		case s.char == o.char:
			r += w.same
		case s.alike[0] != 0:
			r += s.lookalike(w, o.char)
		}
		most = max(most, r)
	}
	return most
}

// Glance puts what the query's name weighs beside each name of the view from … to into
// weights where that is more than what is there: exactly where the names may agree, else
// about; a name that has nothing to say changes nothing.
type Glance func(from, to int, weights []float32)

// Glance prepares a look at all names of a view, which several goroutines may take. weigh
// is what bits, as Bits gives them, weigh: the more, the more.
func (q *Query) Glance(v RollView, weigh func(bits float32) float32) Glance {
	if len(q.forms) == 0 {
		return func(int, int, []float32) {}
	}
	g := q.newGlance(v, weigh)
	return g.over
}

func (g *glance) over(from, to int, out []float32) {
	var room unrolled
	nick := g.query.name.Nickname()
	for id, short := range g.view.short[from:to] {
		id += from
		var est float32
		var said, called, document bool
		if short != 0 {
			est, said = g.three(short)
			called, document = short&shortNickname != 0, short&shortDocument != 0
		} else {
			words := g.view.words[g.view.start[id]:]
			est, said = g.estimate(words)
			called, document = style(words[1]&0xf) == nickname, words[0]&documentBit != 0
		}
		if !said {
			continue
		}
		if est >= promising {
			d := g.view.read(id, &room)
			if bits, ok := g.query.Bits(&room.name, d); ok {
				out[id] = max(out[id], g.weigh(float32(bits)))
			}
			continue
		}
		u := 1
		switch {
		case nick != called:
			u = 2
		case nick:
			u = 3
		case g.query.name.document && document:
			u = 0
		}
		out[id] = max(out[id], g.low[u][min(int((promising-est)/lowStep), lowSteps-1)])
	}
}

// three is estimate of a name in its short form.
func (g *glance) three(short uint64) (est float32, said bool) {
	a, b, c := g.best[short%shortUnits], g.best[short>>shortBits%shortUnits], g.best[short>>(2*shortBits)%shortUnits]
	est = float32(math.Inf(-1))
	if g.more {
		est = a + b + c
	}
	if g.two {
		est = max(est, a+b, b+c, a+c)
	}
	if g.one {
		est = max(est, a, b, c)
	}
	return est, g.ways[short>>shortShapeAt%shapeRoom]
}

// estimate is about the most bits in which a name agrees, and whether it has anything
// to say.
func (g *glance) estimate(words []uint32) (est float32, said bool) {
	head := words[0]
	words = words[1:]
	est = float32(math.Inf(-1))
	for range head >> formsAt & 0xf {
		w := words[0]
		n := w >> lengthAt & 0xf
		units := words[2 : 2+n]
		if g.ways[w>>shapeAt%shapeRoom] {
			said = true
			est = max(est, g.sum(units))
		}
		words = words[2+n:]
	}
	return est, said
}

// sum is the most that some units agree in, of as many of them as one of the query's
// forms has slots.
func (g *glance) sum(units []uint32) float32 {
	if len(units) <= g.least {
		s := float32(0)
		for _, u := range units {
			s += g.best[u]
		}
		return s
	}
	var sorted [maxSlots]float32
	for i, u := range units {
		b := g.best[u]
		k := i
		for ; k > 0 && sorted[k-1] < b; k-- {
			sorted[k] = sorted[k-1]
		}
		sorted[k] = b
	}
	most := float32(math.Inf(-1))
	for _, n := range g.slots {
		s := float32(0)
		for _, b := range sorted[:min(n, len(units))] {
			s += b
		}
		most = max(most, s)
	}
	return most
}
