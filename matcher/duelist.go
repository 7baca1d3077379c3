package matcher

import (
	"cmp"
	"slices"
	"time"

	"github.com/guitu-project/guitu/matcher/deadlines"
	"github.com/guitu-project/guitu/models"
)

// dueList sorts the terms of records by when they end. What is sorted is their numbers: a
// deadline is large, and there are tens of thousands.
type dueList struct {
	entries []*dueEntry
	begins  deadlines.Begins
	now     time.Time
	counts  map[models.DueState]int
	keys    []dueKey
}

// dueKey describes a term in the list: of the record's terms, the so manieth.
type dueKey struct {
	due         int64 // Unix, in seconds
	entry, term int32
}

// add counts the terms of an entry, and lists those that are asked for.
func (l *dueList) add(entry int32, asked WorkList) {
	for i, t := range l.entries[entry].terms {
		state := l.begins.State(t.Due, l.now)
		l.counts[state]++
		if asked.wants(state) {
			l.keys = append(l.keys, dueKey{t.Due.Unix(), entry, int32(i)})
		}
	}
}

// page returns the part of the list that is asked for, with the proceedings, which are in the
// order of their ends, behind the records of the same end.
func (l *dueList) page(asked WorkList, proceedings []models.Deadline) Due {
	slices.SortFunc(l.keys, func(a, b dueKey) int {
		return cmp.Or(cmp.Compare(a.due, b.due), cmp.Compare(a.entry, b.entry), cmp.Compare(a.term, b.term))
	})
	out := Due{Counts: l.counts}
	total := len(l.keys) + len(proceedings)
	end := total
	if asked.Limit > 0 {
		end = min(total, asked.From+asked.Limit)
	}
	for n := range end {
		fromRecords := len(l.keys) > 0 && (len(proceedings) == 0 || l.keys[0].due <= proceedings[0].Due.Unix())
		switch {
		case n < asked.From && fromRecords:
			l.keys = l.keys[1:]
		case n < asked.From:
			proceedings = proceedings[1:]
		case fromRecords:
			e := l.entries[l.keys[0].entry]
			t := e.terms[l.keys[0].term]
			out.Deadlines = append(out.Deadlines, t.Deadline(e.record(), l.begins.State(t.Due, l.now)))
			l.keys = l.keys[1:]
		default:
			out.Deadlines = append(out.Deadlines, proceedings[0])
			proceedings = proceedings[1:]
		}
	}
	out.More = total > end
	return out
}
