package eval

import (
	"cmp"
	"math"
	"slices"

	"github.com/guitu-project/guitu/models"
)

// Shift holds what a change of parameters moves in lists of matches, each of one record
// under both. The zero value has moved nothing.
type Shift struct {
	Records  int // lists with a candidate
	Replaced int // of them with another best candidate
	Half     Crossing
	Sure     Crossing

	sum, absolute float64 // of the best candidates' probabilities
	largest       []Move
}

// Crossing counts pairs whose probability came to a limit or above it, or fell below.
type Crossing struct{ Risen, Fallen int }

// Move describes a pair whose probability changed.
type Move struct {
	Record, RecordExternalID string
	Notice, NoticeExternalID string
	Before, After            float64 // 0 if it is not among the candidates
}

func (m *Move) size() float64 { return math.Abs(m.After - m.Before) }

// The limits that a reader goes by: more likely than not, and sure.
const halfSure, sure = .5, .9

// moves is how many of the largest are kept, and visible what a reader could see.
const (
	moves   = 10
	visible = .001
)

// Add takes in the lists of one record, best first: what was its best candidate
// before, and which pair moved most.
func (s *Shift) Add(before, after []models.Match) {
	if len(before) == 0 && len(after) == 0 {
		return
	}
	s.Records++
	pairs := pairsIn(before, after)
	if len(before) > 0 && len(after) > 0 && before[0].Notice != after[0].Notice {
		s.Replaced++
	}
	most := pairs[0] // the best before, if there was one
	s.sum += most.After - most.Before
	s.absolute += most.size()
	for _, p := range pairs {
		s.Half.count(p, halfSure)
		s.Sure.count(p, sure)
		if p.size() > most.size() {
			most = p
		}
	}
	if most.size() < visible {
		return
	}
	s.largest = append(s.largest, most)
	slices.SortFunc(s.largest, func(a, b Move) int {
		return cmp.Or(cmp.Compare(b.size(), a.size()), cmp.Compare(a.Record, b.Record))
	})
	s.largest = s.largest[:min(moves, len(s.largest))]
}

func (c *Crossing) count(m Move, limit float64) {
	switch {
	case m.Before < limit && m.After >= limit:
		c.Risen++
	case m.Before >= limit && m.After < limit:
		c.Fallen++
	}
}

// pairsIn joins two lists by notice, in the order of the first.
func pairsIn(before, after []models.Match) []Move {
	pairs, at := make([]Move, 0, len(before)), make(map[string]int, len(before))
	for i := range before {
		at[before[i].Notice] = i
		pairs = append(pairs, moveOf(&before[i]))
		pairs[i].Before = before[i].Probability
	}
	for i := range after {
		k, known := at[after[i].Notice]
		if !known {
			k = len(pairs)
			pairs = append(pairs, moveOf(&after[i]))
		}
		pairs[k].After = after[i].Probability
	}
	return pairs
}

func moveOf(m *models.Match) Move {
	return Move{Record: m.Record, RecordExternalID: m.RecordExternalID, Notice: m.Notice, NoticeExternalID: m.NoticeExternalID}
}

// Mean returns how far the probabilities of the best candidates moved, on average: with
// their signs, and without.
func (s *Shift) Mean() (signed, absolute float64) {
	n := float64(max(s.Records, 1))
	return s.sum / n, s.absolute / n
}

// Largest returns the ten records that moved most, the largest first: of each the pair
// that moved most.
func (s *Shift) Largest() []Move { return s.largest }
