package assertion

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Status says what a text says of a thing that it mentions.
type Status uint8

// The statuses.
const (
	Present  Status = iota
	Doubtful        // 疑似, 可能, 好像, 记不清
	Denied          // 没有, 否认, 不是, …正常
	NotKnown        // 是否…, …不详
)

// Assertion holds what a text says of one mention.
type Assertion struct {
	Status Status
	Other  bool // of another person: 母亲是聋哑人
}

// Holds reports whether the mention speaks for the person having the thing, be it in
// doubt.
func (a Assertion) Holds() bool { return !a.Other && a.Status <= Doubtful }

// Reading is a text prepared to be asked about. It is safe for concurrent use.
type Reading struct {
	text    string // folded, byte for byte as long as given
	clauses []clause
	people  []cue
	right   []Correction
	either  [][2]int // stretches in which one of two things holds
	missing bool     // the text tells that a person is looked for
}

// clause describes a part of a text between commas; a sentence begins with first.
type clause struct {
	from, to, end int // end is after the punctuation
	first         bool
}

// longestRead is how many bytes of a text are read.
const longestRead = 60_000

// Read prepares a text.
func Read(text string) *Reading {
	if len(text) > longestRead {
		text = text[:longestRead]
	}
	r := &Reading{text: foldKept(text)}
	r.clauses = clauses(r.text)
	r.right = Corrections(r.text)
	if hasAny(r.text, eitherWords) {
		for _, m := range either.FindAllStringSubmatchIndex(r.text, -1) {
			r.either = append(r.either, [2]int{m[2], m[1] + longestOther})
		}
	}
	for _, w := range []string{"走失", "失踪", "失联", "离家", "出走", "寻找", "急寻", "寻人"} {
		r.missing = r.missing || strings.Contains(r.text, w)
	}
	table := personCues()
	for i := 0; i < len(r.text); {
		w, ok := table.at(r.text[i:])
		ok = ok && !insideWord(r.text, i)
		if !ok {
			_, size := utf8.DecodeRuneInString(r.text[i:])
			i += size
			continue
		}
		r.people = append(r.people, cue{w.role, i, i + len(w.word)})
		i += len(w.word)
	}
	if strings.Contains(r.text, "的") && hasAny(r.text, []string{"走", "拐", "打", "砍", "撞", "抢", "绑", "买"}) {
		for _, m := range strangers.FindAllStringIndex(r.text, -1) {
			r.people = append(r.people, cue{kin, m[0], m[1]})
		}
		slices.SortStableFunc(r.people, func(a, b cue) int { return cmp.Compare(a.to, b.to) })
	}
	return r
}

// insideWord reports whether a place is within a Latin word: son of person.
func insideWord(text string, at int) bool {
	return at > 0 && isLatin(text[at]) && isLatin(text[at-1])
}

// foldKept folds what keeps its length in bytes, so that places in the text stay.
func foldKept(text string) string {
	var out strings.Builder
	out.Grow(len(text))
	for i, r := range text {
		f := fold(r)
		if r == utf8.RuneError || utf8.RuneLen(f) != utf8.RuneLen(r) {
			_, size := utf8.DecodeRuneInString(text[i:])
			out.WriteString(text[i : i+size])
			continue
		}
		out.WriteRune(f)
	}
	return out.String()
}

// longestClause is how many bytes of a text without a mark are taken for one clause.
const longestClause = 900

// clauses cuts a text.
func clauses(text string) []clause {
	var list []clause
	from, first := 0, true
	for i, r := range text {
		size := utf8.RuneLen(r)
		if r == utf8.RuneError {
			_, size = utf8.DecodeRuneInString(text[i:])
		}
		stop := strings.ContainsRune("。;；!！\n\r", r)
		if i-from > longestClause { // no clause is so long: a cut bounds what each mention looks at
			list = append(list, clause{from, i, i, first})
			from, first = i, true
		}
		if !stop && !strings.ContainsRune(",，", r) {
			continue
		}
		list = append(list, clause{from, i, i + size, first})
		from, first = i+size, stop
	}
	if from < len(text) {
		list = append(list, clause{from, len(text), len(text), first})
	}
	return list
}

// At returns what the text asserts of the mention text[from:to], in bytes. A mention
// outside of the text is present.
func (r *Reading) At(from, to int) Assertion {
	if from < 0 || to > len(r.text) || from >= to {
		return Assertion{}
	}
	k := r.clauseAt(from)
	if k < 0 {
		return Assertion{}
	}
	a := Assertion{Other: r.isOther(k, from, to)}
	for _, e := range r.either {
		if e[0] <= from && from <= e[1] {
			a.Status = Doubtful
			return a
		}
	}
	begin := r.clauses[k].from
	for _, c := range r.right {
		switch {
		case c.Wrong[0] <= from && from < c.Wrong[1]:
			a.Status = Denied
			return a
		case c.To <= from && c.To > begin && c.From < r.clauses[k].to:
			begin = c.To // what denied the other does not reach on
		}
	}
	if s, said := r.after(r.clauses[k].to, to); said {
		a.Status = s
		return a
	}
	if begin > r.clauses[k].from {
		a.Status, _ = r.leading(begin, from)
		return a
	}
	a.Status = r.before(k, from)
	return a
}

// clauseAt returns the clause that holds a place, -1 for none.
func (r *Reading) clauseAt(at int) int {
	k, _ := slices.BinarySearchFunc(r.clauses, at, func(c clause, at int) int { return cmp.Compare(c.end, at+1) })
	if k == len(r.clauses) {
		return -1
	}
	return k
}

// Follows returns what the words after the mention text[from:to] alone say of it, up to
// the end of its clause: 听力正常, but not 没有精神.
func (r *Reading) Follows(from, to int) Status {
	if from < 0 || to > len(r.text) || from >= to {
		return Present
	}
	k := r.clauseAt(from)
	if k < 0 {
		return Present
	}
	s, _ := r.after(r.clauses[k].to, to)
	return s
}

// scope is how many characters after its word a denial or a doubt reaches, but for a
// list.
const scope = 12

// before returns what the words before a place in the k-th clause make of it.
func (r *Reading) before(k, from int) Status {
	if s, said := r.leading(r.clauses[k].from, from); said {
		return s
	}
	// 否认癫痫，高血压: a list goes on over commas as long as its parts are bare.
	for ; !r.clauses[k].first && k > 0; k-- {
		if strings.TrimSpace(r.text[r.clauses[k].from:from]) != "" {
			return Present
		}
		from = r.clauses[k-1].to
		on, last := false, Present
		r.cuesIn(r.clauses[k-1].from, from, func(c cue) {
			on, last = c.role == deniesOn, statusOf(c.role)
		})
		if on && last == Denied {
			return Denied
		}
		if last != Present || utf8.RuneCountInString(r.text[r.clauses[k-1].from:from]) > 8 {
			return Present
		}
		from = r.clauses[k-1].from
	}
	return Present
}

// leading returns what the cues from the beginning of a clause say before a place in it.
func (r *Reading) leading(begin, from int) (s Status, said bool) {
	end := 0
	r.cuesIn(begin, from, func(c cue) {
		next := statusOf(c.role)
		switch {
		case c.role == affirms && said && s != Present && c.from-end <= len("过曾"): // 否认有, 可能患有
		case c.role == doubts && said && s == Denied && c.from == end: // 没有可能
		default:
			s = next
		}
		said, end = true, c.to
	})
	if !said {
		return Present, false
	}
	between := r.text[end:from]
	if at := strings.LastIndexAny(between, "、/"); at >= 0 { // of a list, each part is near its comma
		between = between[at:]
	}
	if s != Present && utf8.RuneCountInString(between) > scope {
		return Present, false
	}
	return s, true
}

// cuesIn gives the cues between two places in order.
func (r *Reading) cuesIn(from, to int, give func(cue)) {
	table := forwardCues()
	for i := from; i < to; {
		w, ok := table.at(r.text[i:to])
		if !ok || insideWord(r.text, i) {
			_, size := utf8.DecodeRuneInString(r.text[i:])
			i += size
			continue
		}
		bare := w.word == "不" || w.word == "未" // deny only what they stand right before
		if w.role != neutral && (!bare || i+len(w.word) >= to) {
			give(cue{w.role, i, i + len(w.word)})
		}
		i += len(w.word)
	}
}

func statusOf(r role) Status {
	switch r {
	case denies, deniesOn:
		return Denied
	case doubts:
		return Doubtful
	case asks:
		return NotKnown
	}
	return Present
}

// after returns what the words after a mention make of it, up to the end of its clause:
// 智力正常, 癫痫：无, 听力、智力均正常.
func (r *Reading) after(end, to int) (Status, bool) {
	if to >= end {
		return r.mark(end)
	}
	rest := r.text[to:end]
	if s, said := r.state(rest); said {
		return s, true
	}
	if !strings.HasPrefix(rest, "、") && !strings.HasPrefix(rest, "和") && !strings.HasPrefix(rest, "及") && !strings.HasPrefix(rest, "与") && !strings.HasPrefix(rest, "/") {
		return r.mark(end)
	}
	parts := strings.FieldsFunc(rest, func(r rune) bool { return strings.ContainsRune("、和及与/", r) })
	for i, p := range parts {
		if utf8.RuneCountInString(p) > 8 || strings.ContainsAny(p, "有患") && !strings.Contains(p, "没有") {
			return Present, false
		}
		if i < len(parts)-1 {
			continue
		}
		for at := range p { // 视力正常, 语言均正常
			if s, said := r.state(p[at:]); said && s == Denied {
				return s, true
			}
		}
	}
	return Present, false
}

// mark returns what a question mark that ends a clause says.
func (r *Reading) mark(end int) (Status, bool) {
	if end > 0 && strings.HasSuffix(r.text[:end], "?") || strings.HasSuffix(r.text[:end], "？") || strings.HasPrefix(r.text[end:], "？") || strings.HasPrefix(r.text[end:], "?") {
		return Doubtful, true
	}
	return Present, false
}

// state returns what a text says that follows a mention directly.
func (r *Reading) state(rest string) (Status, bool) {
	table := backwardCues()
	for rest != "" {
		rest = strings.TrimLeft(rest, " \t：:（(")
		if negative(rest) {
			return Denied, true
		}
		w, ok := table.at(rest)
		if !ok {
			return Present, false
		}
		switch w.role {
		case afterDeny:
			if after := rest[len(w.word):]; w.word == "无" || w.word == "没有" || w.word == "没" || w.word == "否认" || w.word == "清" { // 癫痫无, but not 癫痫无人照顾
				if strings.TrimLeft(after, "。 ）)、了") != "" && !strings.HasPrefix(after, "异常") {
					return Present, false
				}
			}
			return Denied, true
		case afterDoubt:
			return Doubtful, true
		case afterUnknown:
			return NotKnown, true
		case neutral:
			return Present, false
		}
		rest = rest[len(w.word):]
	}
	return Present, false
}

// negative reports whether the sign of a finding that is not there follows: 癫痫（-）.
func negative(rest string) bool {
	for _, sign := range []string{"-)", "-）", "−)", "−）", "－)", "－）", "—)", "—）"} {
		if strings.HasPrefix(rest, sign) {
			return true
		}
	}
	return false
}
