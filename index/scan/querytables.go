package scan

import (
	"context"
	"runtime"
	"slices"

	"github.com/guitu-project/guitu/index/scan/gather"
	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/matcher/marks"
	"github.com/guitu-project/guitu/models/concurrent"
)

// queryTables holds what a query sees in each term of a view: the weights, looked up instead of
// worked out for each row.
type queryTables struct {
	probe   *feature.Probe
	kernel  *gather.Kernel
	terms   *terms
	columns [][]float32      // bits by column and value
	plain   []feature.Column // those whose bits are added as they are, and not all 0
	byGap   []gapTable       // and those that go by the gap, too
	gaps    []feature.Gap    // by event
	again   []float32        // the chance of the same clothes, by event
	worn    []uint32         // mayWearSame if there is any
	exacts  []exactMatch

	joint       feature.JointParts
	own, other  []float32 // its parts by value (below 0 if columns say all) and by that of joint.Other; nil if they always do
	names, kin  []float32
	families    []float32 // what relatives' surnames say of a name; nil for nothing
	marks       [feature.Gaps][]marks.UpperBound
	lone        [feature.Gaps][]float32 // the probe's own marks
	subCounties []float32

	appearance, belongings vocabulary
	late                   bool // the Late column tells anything of the probe
	looks                  []look
	faceOnly               bool // the probe has a face and nothing else
	bounds                 upperBounds

	buffers *bufferPool
	taken   []*[]float32 // of those, to be given back
}

// buffer returns a table that is the query's as long as that is used, whatever is in it.
func (s *queryTables) buffer(numbers int) []float32 {
	room := s.buffers.get(numbers)
	s.taken = append(s.taken, room)
	return *room
}

// vocabulary holds the words of the probe among those of a view.
type vocabulary struct {
	feature.Words
	own   []uint8   // by pair: one more than the number of the probe's, 0 for none
	gains []float32 // of the probe's; nil if they depend on the row
}

// part is how many terms are weighed at a time.
const part = 1024

// buildTables weighs every term of a view for a probe, on all processors. numbers tells those of
// what the probe has.
func buildTables(ctx context.Context, probe *feature.Probe, t *terms, numbers *lexicon, kernel *gather.Kernel, buffers *bufferPool) (*queryTables, error) {
	s := &queryTables{probe: probe, kernel: kernel, terms: t, buffers: buffers, columns: make([][]float32, len(t.columns)), late: lateColumn.Tells(probe.Profile)}
	var work, joint jobs
	parts := false
	work = append(work, func() error { // which takes longest if places were heard
		s.joint, parts = probe.Joint(jointColumn)
		return nil
	})
	for c := range feature.Column(len(t.columns)) {
		switch c.Role() {
		case feature.Late:
		case feature.ByGap:
			s.seeByGap(c, &work)
		case feature.Joint:
			s.seeColumn(c, &joint)
		case feature.Event:
			s.seeGaps(&work)
			s.seeColumn(c, &work)
		default:
			s.seeColumn(c, &work)
		}
	}
	s.names = s.buffer(1 + t.names.Len())
	work.parts(t.names.Len(), probe.NameTable(t.names, kernel, s.names))
	if probe.TellsFamily() {
		s.families = s.buffer(1 + t.names.Len())
		work.parts(t.names.Len(), probe.FamilyTable(t.names, kernel, s.families))
	}
	if len(probe.Relatives()) > 0 {
		s.kin = s.buffer(1 + t.kin.Len())
		work.parts(t.kin.Len(), probe.RelativeTable(t.kin, kernel, s.kin))
	}
	s.seeMarks(&work)
	if probe.NamesSubCounties() {
		s.subCounties = s.buffer(len(t.subCounties))
		work.each(len(t.subCounties), func(i int) { s.subCounties[i] = probe.SubCountyBits(&t.subCounties[i]) })
	}
	s.seeWords(numbers)
	if err := work.run(ctx); err != nil {
		return nil, err
	}
	if parts {
		s.seeJoint(&joint)
	}
	if err := joint.run(ctx); err != nil {
		return nil, err
	}
	for c, bits := range s.columns {
		apart := feature.Column(c) == jointColumn && s.own != nil
		if !apart && slices.ContainsFunc(bits, func(b float32) bool { return b != 0 }) {
			s.plain = append(s.plain, feature.Column(c))
		}
	}
	s.byGap = slices.DeleteFunc(s.byGap, func(g gapTable) bool { return !slices.ContainsFunc(g.bits, func(b float32) bool { return b != 0 }) })
	for k := range s.byGap {
		g := &s.byGap[k]
		g.after = make([]uint32, len(s.gaps))
		for i, gap := range s.gaps {
			g.after[i] = uint32(gap) * uint32(len(t.columns[g.column]))
		}
	}
	return s, nil
}

// saysNothing reports whether nothing but faces tells rows apart.
func (s *queryTables) saysNothing() bool {
	return len(s.plain)+len(s.byGap)+len(s.exacts)+len(s.lone[0])+len(s.appearance.Own)+len(s.belongings.Own) == 0 &&
		len(s.probe.Names()) == 0 && s.own == nil && s.kin == nil && s.families == nil && s.subCounties == nil
}

// seeGaps asks how much time lies between the probe's event and each other.
func (s *queryTables) seeGaps(work *jobs) {
	events := s.terms.values[eventColumn]
	gap := s.probe.Gaps(events)
	s.gaps, s.again, s.worn = make([]feature.Gap, events.Len()), s.buffer(events.Len()), make([]uint32, events.Len())
	work.each(events.Len(), func(i int) {
		if s.gaps[i], s.again[i] = gap(i); s.again[i] > 0 {
			s.worn[i] = mayWearSame
		}
	})
}

// seeColumn asks for each value of a column: in bulk, if there is a way made for that.
func (s *queryTables) seeColumn(c feature.Column, work *jobs) {
	list := s.terms.columns[c]
	bits := s.buffer(len(list))
	s.columns[c] = bits
	if values := s.terms.values[c]; values != nil {
		if fill := values.Table(s.probe, bits); fill != nil {
			work.parts(len(list), fill)
			return
		}
	}
	work.each(len(list), func(i int) { bits[i] = s.probe.ColumnBits(c, list[i]) })
}

func (s *queryTables) seeByGap(c feature.Column, work *jobs) {
	list := s.terms.columns[c]
	table := s.buffer(int(feature.Gaps) * len(list))
	s.byGap = append(s.byGap, gapTable{column: c, bits: table})
	work.each(len(list), func(i int) {
		for gap, bits := range s.probe.GapBits(c, list[i]) {
			table[gap*len(list)+i] = bits
		}
	})
}

// seeJoint looks up the parts of the Joint column.
func (s *queryTables) seeJoint(work *jobs) {
	owns, others := s.terms.columns[jointColumn], s.terms.columns[s.joint.Other]
	s.own, s.other = s.buffer(len(owns)), s.buffer(len(others))
	work.each(len(owns), func(i int) {
		part, ok := s.joint.Own(owns[i])
		if s.own[i] = part; !ok {
			s.own[i] = -1
		}
	})
	work.each(len(others), func(i int) { s.other[i] = s.joint.OfOther(others[i]) })
}

func (s *queryTables) seeMarks(work *jobs) {
	own := s.probe.Marks()
	if len(own) == 0 {
		return
	}
	for w := range feature.Gaps {
		s.marks[w] = make([]marks.UpperBound, len(s.terms.marks))
		for i := range own {
			s.lone[w] = append(s.lone[w], s.probe.MarkAlone(i, w))
		}
	}
	work.each(len(s.terms.marks), func(i int) {
		for w := range feature.Gaps {
			s.marks[w][i] = s.probe.MarkUpperBound(&s.terms.marks[i], w)
		}
	})
}

func (s *queryTables) seeWords(numbers *lexicon) {
	pairs := len(s.terms.pairs)
	known := func(pair uint64) bool {
		n, ok := numbers.pairs.find(pair)
		return ok && int(n) < pairs
	}
	s.appearance = vocabularyOf(s.probe.AppearanceWords(known), pairs, numbers)
	s.belongings = vocabularyOf(s.probe.BelongingWords(known), pairs, numbers)
	again := s.appearance.Again()
	for i := range s.appearance.Own {
		s.appearance.gains = append(s.appearance.gains, s.appearance.Gain(i, again))
	}
	for e := range feature.Exact(feature.Exacts()) {
		if value := e.Of(s.probe.Profile); value != "" {
			if n, ok := numbers.exacts[e].find(value); ok {
				s.exacts = append(s.exacts, exactMatch{e, n + 1, s.probe.ExactBits(e)})
			}
		}
	}
}

func vocabularyOf(w feature.Words, pairs int, numbers *lexicon) vocabulary {
	v := vocabulary{Words: w}
	if len(w.Own) == 0 {
		return v
	}
	v.own = make([]uint8, pairs)
	for i, pair := range w.Own {
		if n, ok := numbers.pairs.find(pair); ok && int(n) < pairs {
			v.own[n] = uint8(i + 1)
		}
	}
	return v
}

// jobs holds things to do, in any order.
type jobs []func() error

func (j *jobs) parts(n int, do func(from, to int)) {
	for from := 0; from < n; from += part {
		*j = append(*j, func() error { do(from, min(from+part, n)); return nil })
	}
}

func (j *jobs) each(n int, do func(i int)) {
	j.parts(n, func(from, to int) {
		for i := from; i < to; i++ {
			do(i)
		}
	})
}

// run does them on all processors.
func (j jobs) run(ctx context.Context) error {
	return concurrent.ForEach(ctx, min(runtime.GOMAXPROCS(0), len(j)), len(j), func(_, i int) error { return j[i]() })
}
