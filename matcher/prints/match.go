package prints

import "sync"

// pair describes a minutia of either print taken to be the same.
type pair struct {
	a, b   uint8 // minutiae
	weight float32
}

// matcher compares prints. It holds rooms that are used again, and is of one goroutine at a time.
type matcher struct {
	hits   []hit
	turned [turnBins][MostMinutiae]struct{ x, y float32 } // minutiae of a in each turn
	votes  [turnBins * shiftBins * shiftBins]uint16
	taken  [2][MostMinutiae]uint8
	same   []pair
}

// hit describes two minutiae whose cylinders are alike.
type hit struct {
	a, b   uint8
	weight uint8  // what it votes with
	votes  uint16 // of the way, of those it voted for, that most are for,
	at     int32  // and which that is
}

var matchers = sync.Pool{New: func() any { return new(matcher) }}

// turnVotes are what a hit gives to turns so many bins from its own: directions are off by some degrees.
var turnVotes = [...]uint16{8, 7, 4, 1}

// poll lets the minutiae whose cylinders are alike vote for the ways of laying a on b in which they
// lie together (a Hough transform), and notes of each which of its ways has most votes.
func (m *matcher) poll(a, b *Print) {
	m.hits = m.hits[:0]
	for i := range a.shape.cylinders {
		for j := range b.shape.cylinders {
			if v := alike(&a.shape.cylinders[i], &b.shape.cylinders[j]); v > leastAlike {
				m.hits = append(m.hits, hit{a: a.shape.at[i], b: b.shape.at[j], weight: uint8(1 + 64*(v-leastAlike))})
			}
		}
	}
	for k := range turnBins {
		w := &waves[k*turnStep]
		for i := range a.minutiae {
			x, y := float32(a.minutiae[i].x), float32(a.minutiae[i].y)
			m.turned[k][i].x, m.turned[k][i].y = w.cos*x-w.sin*y, w.sin*x+w.cos*y
		}
	}
	clear(m.votes[:])
	for i := range m.hits {
		m.vote(a, b, &m.hits[i])
	}
	for i := range m.hits {
		m.follow(a, b, &m.hits[i])
	}
}

// shift returns where a hit puts the votes for a turn, in cells.
func (m *matcher) shift(h *hit, o *minutia, k int) (x, y float32) {
	at := &m.turned[k][h.a]
	return (float32(o.x)-at.x)/shiftStep + shiftBins/2, (float32(o.y)-at.y)/shiftStep + shiftBins/2
}

// vote shares a hit's votes among the cells around each shift.
func (m *matcher) vote(a, b *Print, h *hit) {
	o := &b.minutiae[h.b]
	turn := uint8(a.minutiae[h.a].turnTo(o))
	for d := -3; d <= 3; d++ {
		k := (int(turn+turnStep/2)/turnStep + d) & (turnBins - 1)
		x, y := m.shift(h, o, k)
		if x < 0 || y < 0 || x >= shiftBins-1 || y >= shiftBins-1 {
			continue
		}
		votes := uint16(h.weight) * turnVotes[min(3, abs(int(int8(uint8(k*turnStep)-turn)))/turnStep)]
		left, top := int(x), int(y)
		right, bottom := uint16((x-float32(left))*8), uint16((y-float32(top))*8)
		at := (k*shiftBins+top)*shiftBins + left
		m.votes[at] += votes * (8 - right) * (8 - bottom) >> 6
		m.votes[at+1] += votes * right * (8 - bottom) >> 6
		m.votes[at+shiftBins] += votes * (8 - right) * bottom >> 6
		m.votes[at+shiftBins+1] += votes * right * bottom >> 6
	}
}

// follow finds the way, of those that a hit voted for, that has most votes.
func (m *matcher) follow(a, b *Print, h *hit) {
	o := &b.minutiae[h.b]
	turn := uint8(a.minutiae[h.a].turnTo(o))
	for d := -2; d <= 2; d++ {
		k := (int(turn+turnStep/2)/turnStep + d) & (turnBins - 1)
		x, y := m.shift(h, o, k)
		if x < 0 || y < 0 || x >= shiftBins-1 || y >= shiftBins-1 {
			continue
		}
		at := (k*shiftBins+int(y+.5))*shiftBins + int(x+.5)
		if v := m.votes[at]; v > h.votes {
			h.votes, h.at = v, int32(at)
		}
	}
}
