package prose

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/guitu-project/guitu/matcher/assertion"
	"github.com/guitu-project/guitu/matcher/marks"
	"github.com/guitu-project/guitu/models"
)

func (r *reader) labelDate(from, to int) {
	if m := anyDate.FindStringSubmatchIndex(r.folded[from:to]); m != nil && r.out.EventDate == "" {
		for i := range m {
			if m[i] >= 0 {
				m[i] += from
			}
		}
		if date := r.dateAt(m); date != "" {
			r.out.EventDate, r.dated = date, [2]int{m[0], m[1]}
			r.set(r.eventField("Date"), string(date), m[0], m[1])
		}
	}
}

// labelSeen reads when and where a person was seen last, that one heading announces.
func (r *reader) labelSeen(from, to int) {
	r.labelDate(from, to)
	if r.out.EventPlace != "" {
		return
	}
	for m := range clausesOf(r.folded[from:to]) {
		a, b := r.placeIn(from+m[0], from+m[1])
		if a < b && (isPlace(r.folded[a:b]) || placeLength(r.folded[a:b]) == b-a) {
			r.setEventPlace(a, b)
			return
		}
	}
}

func (r *reader) labelPlace(from, to int) {
	to = r.placeEnd(from, to)
	from += len(placeDoubt.FindString(r.folded[from:to]))
	if m := hanBracketIn.FindStringSubmatchIndex(r.after(from, 80)); m != nil && isLatin(strings.TrimSpace(r.folded[from:from+m[0]])) { // Pudong, Shanghai (上海市浦东新区)
		from, to = from+m[2], from+m[3]
	}
	if from < to && (r.out.EventPlace == "" || r.placeRoughly) {
		r.setEventPlace(from, to)
	}
}

var hanBracketIn = regexp.MustCompile(`[(（]\s*([\p{Han}]{2,24})\s*[)）]`)

// placeDoubt stands before a place that a person remembers.
var placeDoubt = regexp.MustCompile(`^(?:自述|自称|自报|据称|记得|印象中|好像|可能|大概|大约|应该|听说|据说|疑似|也许|或许|是|在)+`)

// placeEnd returns where a place ends that a label announces: at a comma, but for one between
// the levels of an address.
func (r *reader) placeEnd(from, to int) int {
	at := from
	for {
		i := strings.IndexAny(r.folded[at:to], ",，。;")
		if i < 0 {
			return to
		}
		next := r.folded[at+i+1 : to]
		if j := strings.IndexAny(next, ",，。;"); j >= 0 {
			next = next[:j]
		}
		if r.folded[at+i] != ',' || !levels.MatchString(strings.TrimSpace(next)) || noPlace.MatchString(next) {
			return at + i
		}
		at += i + 1
	}
}

// labelMark reads a heading that is a kind of mark: 胎记：左肩.
func (r *reader) labelMark(heading string, from, to int) {
	for m := range clausesOf(r.folded[from:to]) {
		a, b := r.trim(from+m[0], from+m[1])
		if a == b || assertion.Unknown(assertion.Any, r.folded[a:b]) || !r.own(a, b) {
			continue
		}
		text := r.words(a, b)
		if len(marks.Parse(r.folded[a:b])) == 0 {
			if text = heading + text; len(marks.Parse(text)) == 0 {
				continue
			}
		}
		r.out.Person.Marks = append(r.out.Person.Marks, models.Mark{Text: text})
		r.set("person.marks["+itoa(len(r.out.Person.Marks)-1)+"].text", text, a, b)
	}
}

// labelIllness reads a list of illnesses, those that no table knows as they are written.
func (r *reader) labelIllness(from, to int) {
	if end := strings.IndexAny(r.folded[from:to], sentenceEnds); end >= 0 {
		to = from + end
	}
	for begin := from; begin < to; {
		end := strings.IndexAny(r.folded[begin:to], clauseEnds)
		if end < 0 {
			end = to
		} else {
			end += begin
		}
		a, b := r.trim(begin, end)
		a += len(illnessLead.FindString(r.folded[a:b]))
		if n := utf8.RuneCountInString(r.folded[a:b]); n >= 2 && n <= 12 && !r.isUsed(a, b) && r.own(a, b) && !noIllness.MatchString(r.folded[a:b]) && !assertion.Unknown(assertion.Any, r.folded[a:b]) {
			r.addCondition(a, b)
		}
		_, size := utf8.DecodeRuneInString(r.folded[end:])
		begin = end + max(size, 1)
	}
}

var (
	illnessLead = regexp.MustCompile(`^(?:[0-9一二三四五]\s*[.、)]\s*|患有?|有)+`)
	noIllness   = regexp.MustCompile(`[0-9]|否认|过敏|无|未|没|正常|良好|健康|家属|送|检查|住院|医院|生活|吃药|服药|手术|穿|身`)
)

func (r *reader) labelNative(from, to int) {
	to = r.placeEnd(from, to)
	from += len(placeDoubt.FindString(r.folded[from:to]))
	if p := &r.out.Person; p.NativePlace.Text == "" && !assertion.Unknown(assertion.Place, r.folded[from:to]) {
		p.NativePlace.Text = r.words(from, to)
		r.set("person.nativePlace.text", p.NativePlace.Text, from, to)
	}
}

func (r *reader) labelAccent(from, to int) {
	if end := strings.IndexAny(r.folded[from:to], "。;,，("); end > 0 {
		to = from + end
	}
	if p := &r.out.Person; p.Accent == "" && !assertion.Unknown(assertion.Accent, r.folded[from:to]) {
		p.Accent = r.words(from, to)
		r.set("person.accent", p.Accent, from, to)
	}
}

func (r *reader) labelText(field string, into *string, from, to int) {
	if *into == "" {
		*into = r.words(from, to)
		r.set(field, *into, from, to)
	}
}

func (r *reader) labelContact(_ string, from, to int) {
	if r.side != models.Notices {
		return
	}
	if m := phone.FindStringIndex(r.folded[from:to]); m != nil { // its number reads it
		return
	}
	end := to
	if i := strings.IndexAny(r.folded[from:to], " ,，。;(（"); i > 0 {
		end = from + i
	}
	c := models.Contact{}
	i := len(r.out.Contacts)
	field := "contacts[" + strconv.Itoa(i) + "]"
	r.setCaller(&c, field, from, []int{-1, -1}, []int{0, end - from})
	if text := r.words(from, end); c.Name == "" && plausible(text, models.NameNickname) && !isWord(r.folded[from:end]) && utf8.RuneCountInString(text) <= 8 {
		c.Name = text
		r.set(field+".name", text, from, end)
	}
	if c.Name == "" {
		return
	}
	if m := inBrackets.FindStringSubmatchIndex(r.folded[end:to]); m != nil && c.Relation == "" {
		c.Relation = r.words(end+m[2], end+m[3])
		r.set(field+".relation", c.Relation, end+m[2], end+m[3])
	}
	r.out.Contacts = append(r.out.Contacts, c)
}

// labelKinOf reads what the person to call is to the one who is missed.
func (r *reader) labelKinOf(_ string, from, to int) {
	if n := len(r.out.Contacts); n > 0 && r.out.Contacts[n-1].Relation == "" && utf8.RuneCountInString(r.folded[from:to]) <= 6 && from < to {
		r.out.Contacts[n-1].Relation = r.words(from, to)
		r.set("contacts["+strconv.Itoa(n-1)+"].relation", r.words(from, to), from, to)
	}
}

var inBrackets = regexp.MustCompile(`[(（\s]*(` + relations + `|民警|社工|本人)`)

var describedNext = regexp.MustCompile(`^[\s,，、(]*(?:(?:男|女)\s*[,，、。;\s)/]|小名|乳名|曾用名|(?:19|20)\d\d年|\d{1,2}岁|现年|时年)`)

func (r *reader) labelRelative(relation string, from, to int) {
	end := from + strings.IndexAny(r.folded[from:to]+",", " ,，。;!?(（、")
	name := r.words(from, end)
	if len(r.out.Person.Names) == 0 && describedNext.MatchString(r.folded[end:]) { // 母亲：龙秀兰，女，45岁 of two who are missed together
		if plausible(name, models.NameLegal) && !isWord(r.folded[from:end]) {
			r.alias = relation
			r.addName(name, models.NameLegal, from, end)
			return
		}
	}
	if !plausible(name, models.NameLegal) || assertion.Unknown(assertion.Relative, name) || isWord(r.folded[from:end]) {
		return
	}
	if r.side == models.Notices && phone.MatchString(r.folded[end:to]) { // 丈夫：扎西顿珠 139…, whom its number reads
		return
	}
	field := "person.relatives[" + strconv.Itoa(len(r.out.Person.Relatives)) + "]"
	r.out.Person.Relatives = append(r.out.Person.Relatives, models.Relative{Name: name, Relation: relation})
	r.set(field+".name", name, from, end)
	r.set(field+".relation", relation, from, end)
}
