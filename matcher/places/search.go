package places

import (
	"strings"
	"unicode/utf8"
)

// search tries the ways to read an address as a chain of names from the province
// to the county.
type search struct {
	g      *Gazetteer
	text   string
	budget int // of names tried
	found  [maxReadings]chain
	n      int
}

// maxReadings is how many areas are kept.
const maxReadings = 12

// chain describes one way: the area at its end, and how well the text is explained.
type chain struct {
	area     int
	first    int // where it starts in the text, in bytes
	last     int // where its last name starts
	end      int // where what is left of the text starts
	score    float32
	prior    float32
	full     bool // the last name has its word
	alone    bool // one name only
	jumped   bool // a name does not lie in the one before it
	below    uint32
	belowEnd int
	share    float64 // of the prior among the rivals
}

// What a reading is worth, in characters of the text.
const (
	stemWorth    = .85 // of a character of a name without its word
	skipCost     = .6  // of a character before the first name
	strayCost    = .3  // of a word for a level that belongs to no name
	jumpCost     = 2   // of a name that does not lie in the one before it, but in its province
	alikeEnough  = .25 // readings no further apart are rivals
	townWorth    = .8  // of a character of a town's name below
	maxSkipped   = 8   // characters before the first name
	usualCertain = .97 // of a full chain
)

func (s *search) start() {
	skipped := float32(0)
	for at := range s.text {
		s.read(at, nil, chain{first: at, score: -skipCost * skipped})
		if skipped++; s.n > 0 || skipped > maxSkipped {
			return
		}
	}
}

// read takes every name that may start at a place of the text, after a chain.
func (s *search) read(at int, last *reference, c chain) {
	rest := s.text[at:]
	first, _ := utf8.DecodeRuneInString(rest)
	longest := min(s.g.longest[first], len(rest))
	deeper := false
	size, runes := 0, float32(0)
	for size < longest && s.budget > 0 {
		_, n := utf8.DecodeRuneInString(rest[size:])
		size += n
		runes++
		if runes < 2 {
			continue
		}
		refs := s.g.keys[rest[:size]]
		s.budget--
		for i := range refs {
			deeper = s.take(at, at+size, runes, &refs[i], last, c) || deeper
		}
	}
	if last == nil || deeper {
		return
	}
	if n := stray(rest); n > 0 {
		c.score -= strayCost
		s.read(at+n, last, c)
	}
}

// take follows one meaning of the name from at to end; it reports whether that lies in the chain.
func (s *search) take(at, end int, runes float32, r *reference, last *reference, c chain) bool {
	inside := last == nil || s.g.within(*r, *last)
	switch {
	case last != nil && r.area == last.area:
		return false
	case !inside && (!r.full || !s.g.sameProvince(*r, *last)):
		return false
	case !inside:
		c.jumped = true
		c.score -= jumpCost
	}
	worth := float32(1)
	if !r.full {
		worth = stemWorth
	}
	before := s.n
	score := c.score
	c.area, c.last, c.end, c.prior, c.full, c.alone = int(r.area), at, end, r.prior, r.full, last == nil
	c.score = score + worth*runes
	s.read(end, r, c)
	if s.n == before && brand(s.text[end:]) {
		return false
	}
	if s.n > before || r.full || !villageWord(s.text[end:]) {
		s.keep(c)
		return inside
	}
	return false
}

// villageWord tells 海东镇 and 南京路 from 海东 and 南京.
func villageWord(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	switch first {
	case '镇', '村', '街', '路', '屯', '庄', '寨':
		return true
	case '乡':
		return !strings.HasPrefix(text, "乡下")
	case '社', '苏', '嘎', '大', '公':
		for _, w := range [...]string{"社区", "苏木", "嘎查", "大队", "公社"} {
			if strings.HasPrefix(text, w) {
				return true
			}
		}
	}
	return false
}

// stray returns the length of a word for a level that no name holds: 北京市市辖区.
func stray(text string) int {
	first, size := utf8.DecodeRuneInString(text)
	switch first {
	case '市':
		if strings.HasPrefix(text, "市辖区") {
			return len("市辖区")
		}
		return size
	case '县', '区', '州', '盟', '的':
		return size
	case '地':
		if strings.HasPrefix(text, "地区") {
			return len("地区")
		}
	}
	return 0
}

// keep remembers a chain, one for an area; found is in no order.
func (s *search) keep(c chain) {
	for i := range s.found[:s.n] {
		if s.found[i].area == c.area {
			if c.score > s.found[i].score {
				s.found[i] = c
			}
			return
		}
	}
	if s.n < len(s.found) {
		s.found[s.n] = c
		s.n++
		return
	}
	worst := 0
	for i := range s.found {
		if s.found[i].score < s.found[worst].score {
			worst = i
		}
	}
	if c.score > s.found[worst].score {
		s.found[worst] = c
	}
}
