package prose

import (
	"regexp"
	"strings"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/lunar"
)

// bornAfter and bornBefore make a date that of a birth.
var (
	bornAfter  = regexp.MustCompile(`^\s*(?:出生|生的|生人|生(?:[,，。;\s)]|$)|的?生日)`)
	bornBefore = regexp.MustCompile(`(?:生日|出生日期|出生年月日?|出生时间|出生于|生于|出生)[是为:于\s(]*$`)
)

// mostLunar is how many lunar dates are looked at for one of birth.
const mostLunar = 12

// readLunarBirth reads a full date of birth of the lunar calendar: 1953年农历八月十五生.
func (r *reader) readLunarBirth() {
	at := 0
	for range mostLunar {
		told, from, to, ok := lunar.Find(r.folded[at:])
		if !ok {
			return
		}
		from, to = at+from, at+to
		at = to
		if told.Day == 0 || !bornAfter.MatchString(r.after(to, 4)) && !bornBefore.MatchString(r.before(from, aroundLunar)) || !r.own(from, to) || r.isUsed(from, to) {
			continue
		}
		if date, ok := told.Solar(); ok && date <= models.DateOf(r.now) {
			r.setBirth(date, from, to)
			return
		}
	}
}

// aroundLunar is how many characters before and after a date are looked at for the words that
// make it one of the lunar calendar.
const aroundLunar = 12

// lunarAt returns the date of the lunar calendar that a stretch lies in, in the common one: of
// 1953年农历八月十五 or 正月廿八. One without a year is of the year that its words or the text tell,
// else the last such day. ok is false if the stretch is of none, or of one without a day.
func (r *reader) lunarAt(from, to int) (date models.Date, ok bool) {
	head, tail := r.before(from, aroundLunar), r.after(to, aroundLunar)
	if i := strings.LastIndexAny(head, clauseEnds); i >= 0 {
		head = head[i+1:]
	}
	if i := strings.IndexAny(tail, clauseEnds); i >= 0 {
		tail = tail[:i]
	}
	at := from - len(head)
	words := r.folded[at : to+len(tail)]
	told, begin, end, ok := lunar.Find(words)
	if ok && bornAfter.MatchString(words[end:]) && told.Year == 0 {
		return "", false
	}
	if !ok || told.Day == 0 || at+begin >= to || at+end <= from {
		return "", false
	}
	if told.Year != 0 {
		return told.Solar()
	}
	told.Year = r.now.Year()
	if r.refYear != 0 {
		told.Year = r.refYear
	}
	switch {
	case strings.Contains(words, "大前年"):
		told.Year -= 3
	case strings.Contains(words, "前年"):
		told.Year -= 2
	case strings.Contains(words, "去年"):
		told.Year--
	default:
		if date, ok = told.Solar(); ok && date > models.DateOf(r.now) {
			told.Year--
		}
	}
	return told.Solar()
}

// afterLunar returns what follows the lunar date that begins at, or soon after, a place.
func (r *reader) afterLunar(at int) string {
	words := r.after(at, 3*aroundLunar)
	if _, _, end, ok := lunar.Find(words); ok {
		return words[end:]
	}
	return ""
}
