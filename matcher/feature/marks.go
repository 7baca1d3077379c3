package feature

import (
	"math"
	"strings"

	"github.com/guitu-project/guitu/matcher/marks"
	"github.com/guitu-project/guitu/models"
)

// weighMarks lays the marks of the two side by side (see package marks): a pair
// weighs by how rare such a mark is and how well the two agree, one on the other side
// of the body speaks against, and one that only one of them has says little.
func weighMarks(p *basis, record, notice *Profile) (finding, bool) {
	if len(record.marks) == 0 || len(notice.marks) == 0 {
		return finding{}, false
	}
	var meet marks.Meetings
	p.Marks.Compare(record.marks, notice.marks, p.markShares, between(record, notice), &meet)
	out := finding{bits: math.Min(math.Max(meet.Bits(), p.Marks.Least), p.Marks.Most)}
	for _, m := range meet.All() {
		out.conflict = out.conflict || m.OtherSide
	}
	out.conflict = out.conflict && out.bits < 0
	return out, true
}

// between is the time between the two events and the age at the record's, for marks
// that come and go.
func between(record, notice *Profile) marks.Between {
	var b marks.Between
	if record.event.known && notice.event.known {
		b.Years = math.Max(0, record.event.first-notice.event.last)
	}
	born, at := notice.born, record.event
	if !born.known {
		born = record.born
	}
	if !at.known {
		at = notice.event
	}
	if born.known && at.known {
		b.Age = math.Max(0, at.first-(born.first+born.last)/2)
	}
	return b
}

// explainMarks tells which marks met, which are on opposite sides, and where nothing
// met, what each side has.
func explainMarks(p *Probe, record, notice *Profile, f finding) words {
	var meet marks.Meetings
	p.basis.Marks.Compare(record.marks, notice.marks, p.basis.markShares, between(record, notice), &meet)
	var agree, against pairWords
	for _, m := range meet.All() {
		switch {
		case m.OtherSide:
			against.add(&record.marks[m.Record], &notice.marks[m.Notice])
		case m.Record >= 0 && m.Notice >= 0:
			agree.add(&record.marks[m.Record], &notice.marks[m.Notice])
		}
	}
	out := words{markTexts(record.marks), markTexts(notice.marks), models.Text{}}
	if len(agree.zh) > 0 {
		say(&out.reason, "体貌特征相符："+strings.Join(agree.zh, "、"), "the marks agree: "+strings.Join(agree.en, "; "))
	}
	if len(against.zh) > 0 {
		say(&out.reason, "左右相反："+strings.Join(against.zh, "、"), "on opposite sides: "+strings.Join(against.en, "; "))
	}
	if out.reason.Zh == "" || f.bits < 0 && len(against.zh) == 0 {
		say(&out.reason, "体貌特征没有对上", "the marks do not meet")
	}
	return out
}

// shownMarks is how many pairs of marks a reason names.
const shownMarks = 4

// pairWords are pairs of marks in words: the same words once.
type pairWords struct{ zh, en []string }

func (w *pairWords) add(a, b *marks.Mark) {
	if len(w.zh) >= shownMarks {
		return
	}
	x, y := a.Words(), b.Words()
	if x != y {
		x.Zh, x.En = x.Zh+" / "+y.Zh, x.En+" / "+y.En
	}
	w.zh, w.en = append(w.zh, x.Zh), append(w.en, x.En)
}

func say(t *models.Text, zh, en string) {
	if t.Zh != "" {
		t.Zh, t.En = t.Zh+"；", t.En+"; "
	}
	t.Zh, t.En = t.Zh+zh, t.En+en
}

// markTexts are the first marks as they were written.
func markTexts(list []marks.Mark) string {
	var texts []string
	for i := range list[:min(len(list), shownMarks)] {
		texts = append(texts, list[i].Text)
	}
	return strings.Join(texts, "；")
}
