package marks

import (
	"github.com/guitu-project/guitu/matcher/assertion"
	"github.com/guitu-project/guitu/matcher/names"
)

// maxMarks is how many marks of one person are kept.
const maxMarks = 16

// Parse finds the marks in a text, in its order; 16 at most. What is denied (无疤痕)
// is not there, but a part that is not there (没有门牙) is a mark.
func Parse(text string) []Mark {
	r := newReader(text)
	r.readAll()
	return r.finish()
}

func (r *reader) readAll() {
	for i := range r.tokens {
		if len(r.marks) >= 2*maxMarks { // some may yet turn out to be none
			break
		}
		r.read(i)
	}
	r.endClause(true)
}

// place describes a site that waits for a kind.
type place struct {
	site Site
	side Side
	from int
}

// denial says how far a 无 reaches.
type denial uint8

const (
	affirmed denial = iota
	doubted         // after a comma: only a bare 疤痕, 胎记 is still denied
	denied
)

// reader goes over the words of a text once. Sites gather in places until a kind
// takes them; a kind without a site stays open for one that follows.
type reader struct {
	folded, written []rune
	tokens          []token
	kindAhead       []bool // a kind follows in the same clause

	marks []Mark
	gone  []Mark   // marks that are denied
	spans [][2]int // what each mark was read from
	from  int      // the first mark of the last kind
	last  struct { // the last kind
		token    token
		at       int // its token
		taken    []place
		open     bool // it has no site yet
		located  bool // …and 在, 位于 announces one
		here     bool // it is in this clause
		sentence bool // it is in this sentence
	}
	places   []place
	fresh    bool // the places are of this clause
	before   place
	side     Side // said, without a site yet
	sideAt   int
	joined   bool
	skip     bool // the next site is only where a mark ends
	heights  bool // lengths here are not of marks
	denial   denial
	useful   bool // the denial has denied something
	strange  bool // …or something that is no mark
	unsure   bool // 不记得, in this clause
	unknown  bool // the denial at hand says only that nothing is known
	detail   Mark // what is said of the next kind
	detailAt int
}

func newReader(text string) *reader {
	r := &reader{written: []rune(text)}
	if len(r.written) > longestText {
		r.written = r.written[:longestText]
	}
	r.folded = []rune(assertion.Blanked(names.Fold(string(r.written))))
	r.tokens = lex(r.folded)
	r.kindAhead = make([]bool, len(r.tokens))
	ahead := false
	for i := len(r.tokens) - 1; i >= 0; i-- {
		switch r.tokens[i].class {
		case comma, stop:
			ahead = false
		}
		r.kindAhead[i] = ahead
		ahead = ahead || r.tokens[i].class == kindWord
	}
	r.resetDetail()
	return r
}

func (r *reader) read(i int) {
	t := r.tokens[i]
	switch t.class {
	case siteWord:
		r.site(t, t.site)
		if t.also != 0 {
			r.site(t, t.also)
		}
	case sideWord:
		r.readSide(i, t)
	case kindWord:
		r.kind(i, t)
	case deny:
		r.deny(i, t)
	case have, left, but, still:
		if t.class == but || i == 0 || r.tokens[r.solid(i-1, -1)].class != deny {
			r.denial = affirmed
		}
	case unknown:
		r.unsure = true
	case ask:
		if r.unsure { // 不记得有没有疤
			r.denial, r.useful, r.strange = denied, false, false
		}
	case join:
		r.joined = true
		if r.last.open && r.last.here && r.fresh && len(r.places) > 0 && r.kindAhead[i] { // 缺门牙、左脸有疤
			r.settle()
		}
		if r.denial == denied && r.strange && !r.useful {
			r.denial = doubted
		}
	case locate:
		r.last.located = r.last.here
	case span:
		r.skip = len(r.places) > 0 || r.last.located
	case height:
		r.heights = true
	case use:
		if r.fresh {
			r.places, r.side = nil, 0
		}
	case countWord, sizeWord, colourWord, quoted:
		r.readDetail(i, t)
	case comma, stop:
		r.endClause(t.class == stop)
	case other:
		r.strange = true
		r.detail.Colour = 0
	}
}

// site adds a site to those that wait. Without a comma or an 及 between, Chinese goes
// from the large to the small (右手食指), so the later one narrows the earlier.
func (r *reader) site(t token, s Site) {
	if r.skip {
		r.skip, r.side = false, 0
		return
	}
	p := place{s, r.side, t.from}
	if r.side != 0 {
		p.from = r.sideAt
	}
	r.side = 0
	if !r.fresh {
		if p.side == 0 && r.last.sentence && (s.isWithin(r.before.site) || s.isSibling(r.before.site)) {
			p.side = r.before.side
		}
		if n := len(r.places); n > 0 && p.side != 0 && p.side == r.places[n-1].side || len(r.places) > 0 && s.isWithin(r.places[0].site) {
			p.from = r.places[0].from
			if p.side == 0 {
				p.side = r.places[0].side
			}
		}
		r.places, r.fresh = nil, true
	}
	n := len(r.places)
	switch {
	case n == 0:
		r.places = append(r.places, p)
	case r.joined, r.places[n-1].side != 0 && p.side != 0 && r.places[n-1].side != p.side, s.isSibling(r.places[n-1].site):
		if q := r.places[n-1]; p.side == 0 && (s.isSibling(q.site) || s.onLimb() && s.row().region == q.site.row().region) {
			p.side = q.side
		}
		r.places = append(r.places, p)
	case r.places[n-1].site.isWithin(s): // 食指（右手）
		for k := range r.places {
			if r.places[k].side == 0 {
				r.places[k].side = p.side
			}
		}
	default:
		p.from = r.places[n-1].from
		if p.side == 0 {
			p.side = r.places[n-1].side
		}
		r.places[n-1] = p
	}
	r.joined = false
	r.before = r.places[len(r.places)-1]
}

// readSide keeps a side for the site that follows, or gives it to the one before:
// 左侧额头, 额头左侧, 左、右膝.
func (r *reader) readSide(i int, t token) {
	k := r.solid(i+1, 1)
	after := r.tokens[min(k, len(r.tokens)-1)].class
	siteFollows := k < len(r.tokens) && (after == siteWord || after == sideWord || after == join && len(r.places) == 0)
	if !siteFollows && r.fresh && !r.joined && len(r.places) > 0 && r.side == 0 {
		for n := range r.places {
			if r.places[n].side == 0 {
				r.places[n].side = t.side
			}
		}
		r.before = r.places[len(r.places)-1]
		return
	}
	switch {
	case r.side == 0:
		r.side, r.sideAt = t.side, t.from
	case r.side != t.side:
		r.side = Both
	}
}

// solid returns the first token from i on, in a direction, that says something; outside
// of the text if there is none.
func (r *reader) solid(i, step int) int {
	for i > 0 && i < len(r.tokens) && r.tokens[i].class == soft {
		i += step
	}
	return i
}
