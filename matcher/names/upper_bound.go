package names

import (
	"math"
	"slices"
	"sync"
)

// upperBound looks at the names of a roll by the best that each of their units could agree
// in with any of the query's.
type upperBound struct {
	query     *Query
	forms     []queryForm // the query's, with what they say at most
	usual     []queryForm
	view      RollView
	best      []float32 // bits, by the number of a unit; no less than lostPosition
	positions []int     // how many positions the query's forms have
	least     int       // the fewest of them
	ways      [shapeRoom]bool
	places    [shapeRoom][]placed // by the shape of a name; none if it is not aligned with the query position by position
	short     Shorts
	many      Kernel
	weigh     func(bits float32) float32
	scratches sync.Pool
}

// An upper bound tells names apart that may agree from those that hardly do: an unmatched
// position costs at least lostPosition bits, and from Promising bits on a name is weighed. Below,
// what agrees is mostly not where it should, which costs about Misplaced bits.
const (
	lostPosition = -3.5
	Promising    = 2
	Misplaced    = 2
)

// kinds are those of unrelated, and names that have nothing to say.
const (
	documents = iota
	fullNames
	apart
	nicknames
	unsaid
	kinds
)

// newGlance prepares to look at the names of a view.
func (q *Query) newGlance(v RollView, many Kernel, weigh func(float32) float32) *upperBound {
	best := make([]float32, firstUnit+len(v.units))
	g := &upperBound{query: q, forms: slices.Clone(q.forms), usual: slices.Clone(q.usual), view: v, best: best[firstUnit:], least: maxPositions, many: many, weigh: weigh, scratches: sync.Pool{New: func() any { return new(scratch) }}}
	g.short = Shorts{Best: [mostPlaced][]float32{best, best, best}, Elsewhere: Misplaced, Bias: [3]float32{lacking, lacking, lacking}}
	for i := range q.forms {
		f := &q.forms[i]
		g.positions, g.least = append(g.positions, int(f.n)), min(g.least, int(f.n))
		g.short.Bias[min(max(f.n, 1), 3)-1] = 0
		for s := range shapeCount {
			g.ways[s] = g.ways[s] || f.style == part || len(q.ways[int(f.shape)*shapeCount+s].list) > 0
		}
	}
	switch { // what there is not is aligned with nothing
	case g.least == 1 && g.short.Bias[1] == lacking:
		best[noThird], best[noSecond] = noUnit, noUnit
	case g.least < 3:
		best[noThird], g.short.Bias[1] = noUnit, 0
	}
	g.ways[0] = true // parts
	g.bound()
	for u := range g.best {
		g.best[u] = bitsOf(g.bestPosition(&v.units[u]))
	}
	g.weights()
	g.place()
	return g
}

// weights works out what short names weigh by kind and how far they are from promising.
func (g *upperBound) weights() {
	for i, u := range [...]float64{otherDocument, otherName, apartFrom(g.query.name.coined()), otherNickname} {
		for step := range LowSteps {
			g.short.Low[i*LowSteps+step] = g.weigh(float32(math.Log2(u + (1-u)*math.Exp2(Promising-float64(step)/StepsPerBit))))
		}
	}
	for step := range LowSteps {
		g.short.Low[unsaid*LowSteps+step] = lacking
	}
	for i := range g.short.Kinds {
		rest := uint64(i) << shortShapeAt
		g.short.Kinds[i] = g.kind(rest>>shortShapeAt%shapeRoom, rest&shortNickname != 0, rest&shortDocument != 0)
	}
	g.short.Kinds[0] = unsaid // no short form: such names are looked at by themselves
}

// lacking is less than any name weighs, and noUnit less than what units agree in.
const lacking, noUnit = -1e6, -1000

// kind returns that of a name.
func (g *upperBound) kind(shape uint64, called, document bool) uint32 {
	nick := g.query.name.Nickname()
	switch {
	case !g.ways[shape]:
		return unsaid
	case nick != called:
		return apart
	case nick:
		return nicknames
	case g.query.name.document && document:
		return documents
	}
	return fullNames
}

// bestPosition returns the largest likelihood ratio that a position may reach with any of the query's.
func (g *upperBound) bestPosition(o *position) float32 {
	best := float32(0)
	for _, list := range [...][]queryForm{g.forms, g.usual} {
		for i := range list {
			for j := range list[i].positions[:list[i].n] {
				for t := range positionTypes {
					best = max(best, list[i].positions[j].mostAs(o, t))
				}
			}
		}
	}
	return best
}

// mostAs returns the likelihood ratio that the position reaches with another as one of a type, or more;
// 0 if it is none.
func (s *queryPosition) mostAs(o *position, t positionType) float32 {
	w := &s.worth[t]
	if w.bound == nil || t == tail && !o.tail {
		return 0
	}
	sounds := o.sounds(t)
	r := epsilon + max(w.bound[sounds[0]%syllableRoom], secondReading*w.bound[sounds[1]%syllableRoom])
	switch {
	case s.own.spelling|o.spelling != 0:
		r = max(spelledRatio(&s.own, o, t, 0), spelledRatio(&s.own, o, t, 1)) // it is between them
	case s.char == 0 || o.char == 0:
	case s.char == o.char:
		r += w.same
	case s.alike[0] != 0:
		r += s.lookalike(w, o.char)
	}
	return r
}

// bitsOf returns a position's ratio in bits.
func bitsOf(ratio float32) float32 {
	if ratio == 0 {
		return lostPosition
	}
	return max(lostPosition, log2(ratio))
}

// UpperBound puts what the query's name weighs beside each name of the view from … to into
// weights if that is more than what is there: exactly where the names may agree, else
// about; a name that has nothing to say changes nothing.
type UpperBound func(from, to int, weights []float32)

// UpperBound prepares a look at all names of a view, which several goroutines may take. weigh
// is what bits, as Bits gives them, weigh: the more, the more. Short forms are looked at
// by many.
func (q *Query) UpperBound(v RollView, many Kernel, weigh func(bits float32) float32) UpperBound {
	if len(q.forms) == 0 {
		return func(int, int, []float32) {}
	}
	g := q.newGlance(v, many, weigh)
	return g.over
}

// blockNames is how many names are looked at before those of them that are promising are
// looked at again.
const blockNames = 512

func (g *upperBound) over(from, to int, out []float32) {
	room := g.scratches.Get().(*scratch) //nolint:forcetypeassert // there are no others
	defer g.scratches.Put(room)
	for ; from < to; from += blockNames {
		g.block(from, min(from+blockNames, to), out, room)
	}
}

// scratch holds what a look at names needs, which is large: of those who look at a time each has one.
type scratch struct {
	again [blockNames]int32
	name  unrolled
}

// block looks at some names.
func (g *upperBound) block(from, to int, out []float32, room *scratch) {
	long, _ := slices.BinarySearch(g.view.long.ids, uint32(from))
	n := g.many.Look(g.view.short[from:to], &g.short, out[from:to], room.again[:])
	for _, i := range room.again[:n] {
		id := from + int(i)
		if short := g.view.short[id]; short == 0 {
			g.long(id, g.view.long.words[g.view.long.start[long]:], out, &room.name)
			long++
		} else if kind := g.short.Kinds[short>>shortShapeAt]; kind != unsaid {
			g.promising(id, short, kind, out, &room.name)
		}
	}
}

// promising weighs a name exactly that may agree; one that is aligned with the query position by
// place only if it may agree so, too, and of one form only as it may.
func (g *upperBound) promising(id int, short uint64, kind uint32, out []float32, room *unrolled) {
	among := uint64(everyWay)
	if ways := g.places[short>>shortShapeAt%shapeRoom]; len(ways) > 0 {
		promising, est := inPlace(ways, short)
		out[id] = max(out[id], g.short.Low[LowAt(kind, est)])
		if promising == 0 {
			return
		}
		if g.view.words[g.view.start[id]]>>formsAt&0xf == 1 {
			among = promising
		}
	}
	g.exact(id, out, room, among)
}

func (g *upperBound) exact(id int, out []float32, room *unrolled, among uint64) {
	d := g.view.read(id, room)
	if bits, ok := g.query.bitsBy(&room.grid, &room.name, d, among); ok {
		out[id] = max(out[id], g.weigh(float32(bits)))
	}
}

// long looks at a name that has no short form, see longNames.
func (g *upperBound) long(id int, words []uint32, out []float32, room *unrolled) {
	est, said := g.estimate(words)
	switch {
	case !said:
	case est >= Promising:
		g.exact(id, out, room, everyWay)
	default:
		kind := g.kind(0, style(words[1]&0xf) == nickname, words[0]&documentBit != 0)
		out[id] = max(out[id], g.short.Low[LowAt(kind, est-Misplaced)])
	}
}

// estimate is about the most bits in which a name agrees, and whether it has anything
// to say.
func (g *upperBound) estimate(words []uint32) (est float32, said bool) {
	head := words[0]
	words = words[1:]
	est = float32(math.Inf(-1))
	for range head >> formsAt & 0xf {
		w := words[0]
		n := w >> lengthAt & 0xf
		units := words[1 : 1+n]
		if g.ways[w>>shapeAt%shapeRoom] {
			said = true
			est = max(est, g.sum(units))
		}
		words = words[1+n:]
	}
	return est, said
}

// sum returns the most that some units agree in, of as many of them as one of the query's
// forms has positions.
func (g *upperBound) sum(units []uint32) float32 {
	all, highest := float32(0), float32(lostPosition)
	for _, u := range units {
		all, highest = all+g.best[u], max(highest, g.best[u])
	}
	switch {
	case len(units) <= g.least:
		return all
	case highest == lostPosition: // as of most
		return lostPosition * float32(g.least)
	}
	var sorted [maxPositions]float32
	for i, u := range units {
		b := g.best[u]
		k := i
		for ; k > 0 && sorted[k-1] < b; k-- {
			sorted[k] = sorted[k-1]
		}
		sorted[k] = b
	}
	most := float32(math.Inf(-1))
	for _, n := range g.positions {
		s := float32(0)
		for _, b := range sorted[:min(n, len(units))] {
			s += b
		}
		most = max(most, s)
	}
	return most
}
