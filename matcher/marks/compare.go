package marks

import "math"

// Params holds the numbers of the comparison that hold for every kind of mark; those
// by kind are in priors.go. They are estimates made by hand.
type Params struct {
	SameSite     float64 // P(two observers give one mark the same site)
	Part         float64 // P(the one names a part of what the other names): cheek, face
	Beside       float64 // P(they name neighbours): brow, forehead
	SameRegion   float64 // P(they name places further apart of one region)
	UnsaidSite   float64 // P(one of them names no site)
	Swapped      float64 // P(one of them takes left for right)
	OtherSide    float64 // ratio of the same mark on the other side: below 1, against the pair; no more so than two marks of which neither is the other's, as one file in ten has left for right
	RecordLooks  float64 // how much of its recall a record with other marks has
	NoticeKnows  float64 // the same for a notice: the mark may also be new
	Motif        float64 // odds of a tattoo that shows the same
	OtherMotif   float64 // …or something else
	OtherDetail  float64 // ratio of one kind of mark on one site of which a detail cannot be both: below 1, as OtherSide
	Denied       float64 // ratio of a mark that the other file says is not there
	DeniedAll    float64 // the same if that file denies all marks of the kind
	YearsTillNew float64 // after which a mark that the notice lacks is as likely as not new
}

// DefaultParams returns the numbers in force.
func DefaultParams() Params {
	return Params{
		SameSite: .6, Part: .25, Beside: .15, SameRegion: .02, UnsaidSite: .15,
		Swapped: .1, OtherSide: .7, RecordLooks: .5, NoticeKnows: .35,
		Motif: 12, OtherMotif: .15, OtherDetail: .55, Denied: .45, DeniedAll: .7, YearsTillNew: 10,
	}
}

// Between holds what lies between two files. Zero is unknown: no time, no age.
type Between struct {
	Years float64 // from the notice's event to the record's
	Age   float64 // of the person at the record's event
}

// Meeting says how a mark of one file stands to the other file.
type Meeting struct {
	Record, Notice int8 // indices of the marks, -1 if the file has none like it
	OtherSide      bool
	Contradicts    bool    // in a detail
	Ratio          float32 // P(what both noted | same person) / P(… | strangers)
}

// Meetings holds those of two lists, the pairs first and by weight; the lone marks of
// the notice, then of the record, after them.
type Meetings struct {
	list [2 * maxMarks]Meeting
	n    int
}

// All returns the meetings.
func (m *Meetings) All() []Meeting { return m.list[:m.n] }

// Bits returns what they weigh together, log2 of the product of their ratios.
func (m *Meetings) Bits() float64 {
	product := 1.0
	for i := range m.list[:m.n] {
		product *= float64(m.list[i].Ratio)
	}
	return math.Log2(product)
}

// Compare lays the marks of a record beside those of a notice, each with at most one
// other, those that a detail parts last, and writes into out the ratio of each pair and of each lone mark. With f how
// often a file notes the commoner of the two there, as s has it, and o = P(the record's observer notes and
// describes it so | the notice's mark), a pair is 1 + o/f: the same person may have
// the stranger's mark besides. A second pair of one kind and region counts by its
// root: one fire, two burns. A lone mark of recall r is (1−r)/(1−f) or 1, whichever
// is less. Lists with nothing on one side weigh nothing. It does not allocate; of
// longer lists it sees the first 16 marks.
func (p *Params) Compare(record, notice []Mark, s *Shares, b Between, out *Meetings) {
	out.n = 0
	record, notice = record[:min(len(record), maxMarks)], notice[:min(len(notice), maxMarks)]
	if len(record) == 0 || len(notice) == 0 {
		return
	}
	var found fits
	var often [2][maxMarks]float64 // how often files note such marks: the record's, the notice's
	near, old := alikes(), b.aged()
	for m := range record {
		often[0][m] = s.often(&record[m], old)
	}
	for n := range notice {
		often[1][n] = s.often(&notice[n], old)
		for m := range record {
			if near[record[m].Kind][notice[n].Kind] != 0 {
				o := p.odds(near, &record[m], &notice[n], b.Years) / max(often[0][m], often[1][n])
				found.add(fit{int8(m), int8(n), float32(o), contradicts(&record[m], &notice[n])})
			}
		}
	}
	var recordDone, noticeDone uint32
	for {
		best := fit{odds: leastOdds, record: -1}
		for _, f := range found.list[:found.n] {
			if (f.odds > best.odds || best.against && !f.against) && (best.record < 0 || best.against || !f.against) && recordDone>>f.record&1 == 0 && noticeDone>>f.notice&1 == 0 {
				best = f
			}
		}
		if best.record < 0 {
			break
		}
		recordDone, noticeDone = recordDone|1<<best.record, noticeDone|1<<best.notice
		meet := Meeting{Record: best.record, Notice: best.notice, Ratio: 1 + best.odds}
		switch {
		case record[best.record].Side.against(notice[best.notice].Side):
			meet.OtherSide, meet.Ratio = true, float32(p.OtherSide)
		case best.against:
			meet.Contradicts, meet.Ratio = true, float32(p.OtherDetail)
		case out.has(near, record, notice, &meet):
			meet.Ratio = float32(math.Sqrt(float64(meet.Ratio)))
		}
		out.add(meet)
	}
	for n := range notice {
		if noticeDone>>n&1 == 0 {
			out.add(Meeting{Record: -1, Notice: int8(n), Ratio: lone(&notice[n], often[1][n], p.RecordLooks, b.Years)})
		}
	}
	for m := range record {
		if recordDone>>m&1 == 0 {
			known := p.NoticeKnows * p.YearsTillNew / (p.YearsTillNew + b.Years)
			out.add(Meeting{Record: int8(m), Notice: -1, Ratio: lone(&record[m], often[0][m], known, b.Years)})
		}
	}
}

// aged returns 0 for a person of 30 or of unknown age, 1 at 75.
func (b *Between) aged() float64 { return min(max((b.Age-30)/45, 0), 1) }

// leastOdds is below what two marks are two marks.
const leastOdds = .15

// fit describes a mark of the record beside one of the notice, with the odds of a pair.
type fit struct {
	record, notice int8
	odds           float32
	against        bool // a detail contradicts
}

// fits holds the pairs that may be; if lists are so much alike that there are more,
// the best.
type fits struct {
	list [3 * maxMarks]fit
	n    int
}

func (f *fits) add(x fit) {
	if x.odds <= leastOdds {
		return
	}
	if f.n < len(f.list) {
		f.list[f.n] = x
		f.n++
		return
	}
	worst := 0
	for i := range f.list {
		if f.list[i].odds < f.list[worst].odds {
			worst = i
		}
	}
	if x.odds > f.list[worst].odds {
		f.list[worst] = x
	}
}

func (m *Meetings) add(x Meeting) {
	m.list[m.n] = x
	m.n++
}

// has: a pair before this one is of the same kind and region, or of kinds that go
// together, and so says much of the same.
func (m *Meetings) has(near *[kinds][kinds]float64, record, notice []Mark, x *Meeting) bool {
	a := &notice[x.Notice]
	for _, y := range m.list[:m.n] {
		c := &notice[y.Notice]
		if !y.OtherSide && !y.Contradicts && a.Site.row().region == c.Site.row().region && near[a.Kind][c.Kind] > 0 && near[record[x.Record].Kind][record[y.Record].Kind] > 0 {
			return true
		}
	}
	return false
}
