package feature

import (
	"math"
	"strings"

	"github.com/guitu-project/guitu/matcher/compact"
	"github.com/guitu-project/guitu/matcher/conditions"
	"github.com/guitu-project/guitu/matcher/marks"
	"github.com/guitu-project/guitu/models"
)

// marksFeature is lasting marks of the body.
var marksFeature = Feature{
	Name: "marks", revision: 4,
	read: func(p *Profile, s models.Subject) {
		said := &s.Common().Person
		texts := []string{said.Appearance}
		for _, c := range said.Conditions { // 造瘘口, 腿内有钢板
			if len(conditions.Find(c)) == 0 && !disabling(c) {
				texts = append(texts, c)
			}
		}
		p.marks, p.markless = marks.ParseAll(said.Marks, texts...), marks.ParseDenied(said.Marks, said.Appearance)
	},
	encode: func(p *Profile, to *compact.Writer) {
		for _, list := range [][]marks.Mark{p.marks, p.markless} {
			to.Len(len(list))
			for i := range list {
				list[i].Encode(to)
			}
		}
	},
	decode: func(p *Profile, from *compact.Reader) {
		p.marks, p.markless = decodeList(from, marks.Decode), decodeList(from, marks.Decode)
	},
	compare: compareMarks, explain: explainMarks,
}

// disabling reports whether a text tells a mark that shows an illness, of which package
// conditions knows better: 色盲.
func disabling(text string) bool {
	for _, m := range marks.Parse(text) {
		if _, ok := disability(&m); ok {
			return true
		}
	}
	return false
}

// compareMarks lays the marks of the two side by side (see package marks): a pair
// weighs by how rare such a mark is and how well the two agree, one on the other side
// of the body speaks against, or one told otherwise, or that the other file denies; and one
// that only one of them has says little.
func compareMarks(p *basis, record, notice *Profile) (comparison, bool) {
	denied, denies := p.Marks.DenialBits(record.marks, notice.marks, record.markless, notice.markless)
	if (len(record.marks) == 0 || len(notice.marks) == 0) && !denies {
		return comparison{}, false
	}
	var meet marks.Meetings
	p.Marks.Compare(record.marks, notice.marks, p.markShares, between(record, notice), &meet)
	out := comparison{bits: math.Min(math.Max(meet.Bits()+denied, p.Marks.Least), p.Marks.Most)}
	for _, m := range meet.All() {
		out.conflict = out.conflict || m.OtherSide || m.Contradicts
	}
	out.conflict = out.conflict && out.bits < 0
	return out, true
}

// between returns the time between the two events and the age at the record's, for marks
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

// explainMarks tells which marks met, which are on opposite sides, told otherwise or
// denied, and if nothing met, what each side has.
func explainMarks(p *Probe, record, notice *Profile, f comparison) words {
	var meet marks.Meetings
	p.basis.Marks.Compare(record.marks, notice.marks, p.basis.markShares, between(record, notice), &meet)
	var agree, against, other, denied pairWords
	for _, m := range meet.All() {
		switch {
		case m.OtherSide:
			against.add(&record.marks[m.Record], &notice.marks[m.Notice])
		case m.Contradicts:
			other.add(&record.marks[m.Record], &notice.marks[m.Notice])
		case m.Record >= 0 && m.Notice >= 0:
			agree.add(&record.marks[m.Record], &notice.marks[m.Notice])
		}
	}
	marks.Denials(record.marks, notice.marks, record.markless, notice.markless, func(c marks.Contradiction, _ bool) {
		denied.add(&c.Mark, &c.Mark)
	})
	out := words{markTexts(record.marks), markTexts(notice.marks), models.Text{}}
	if out.record == "" {
		out.record = lackText(record.markless)
	}
	if out.notice == "" {
		out.notice = lackText(notice.markless)
	}
	switch {
	case len(agree.zh) > 0 && f.bits >= 0:
		say(&out.reason, "体貌特征相符："+strings.Join(agree.zh, "、"), "the marks agree: "+strings.Join(agree.en, "; "))
	case len(agree.zh) > 0:
		say(&out.reason, "都有"+strings.Join(agree.zh, "、"), "both have "+strings.Join(agree.en, "; "))
	}
	if len(against.zh) > 0 {
		say(&out.reason, "左右相反："+strings.Join(against.zh, "、"), "on opposite sides: "+strings.Join(against.en, "; "))
	}
	if len(other.zh) > 0 {
		say(&out.reason, "细节不同："+strings.Join(other.zh, "、"), "told otherwise: "+strings.Join(other.en, "; "))
	}
	if len(denied.zh) > 0 {
		say(&out.reason, "一方写明没有："+strings.Join(denied.zh, "、"), "one file denies: "+strings.Join(denied.en, "; "))
	}
	if out.reason.Zh == "" || f.bits < 0 && len(against.zh)+len(other.zh)+len(denied.zh) == 0 {
		say(&out.reason, "体貌特征没有对上", "the marks do not meet")
	}
	return out
}

// lackText returns the first of the marks that a file denies.
func lackText(list []marks.Mark) string {
	if len(list) == 0 {
		return ""
	}
	return "无" + list[0].Words().Zh
}

// shownMarks is how many pairs of marks a reason names.
const shownMarks = 4

// pairWords holds pairs of marks in words: the same words once.
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

// markTexts returns the first marks as they were written.
func markTexts(list []marks.Mark) string {
	var texts []string
	for i := range list[:min(len(list), shownMarks)] {
		texts = append(texts, list[i].Text)
	}
	return strings.Join(texts, "；")
}
