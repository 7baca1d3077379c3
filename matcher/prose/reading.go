package prose

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/guitu-project/guitu/models"
)

// Reading holds what was understood of a text.
type Reading struct {
	Person        models.Person
	EventDate     models.Date // when the person was last seen, or found
	EventPlace    string
	Circumstances string
	Contacts      []models.Contact // of a notice only
	ExternalID    string
	Spans         []Span   // in the order of the text
	Unread        []Unread // in the order of the text
}

// Span describes a field and the words that it was read from, in UTF-16 code units from the
// start of the text. Field is a path in the contract's JSON names.
type Span struct {
	Start, End int
	Field      string
	Value      string // as JSON writes it, without quotation marks
}

// Unread holds words that filled no field.
type Unread struct {
	Start, End int
	Text       string
}

// reader fills a Reading from one text. What is found first stands, so that what says
// more goes first: labels before sentences.
type reader struct {
	text
	side         models.Kind
	now          time.Time
	out          Reading
	used         []bool   // by character
	alias        string   // what a family calls the person it looks for: 母亲
	aliases      []string // with the other words for it
	writer       string   // who writes of the alias: 我叫…
	refYear      int      // the year that the text was written in, as far as it tells
	placeRoughly bool     // the place is that of a heading for the region: 失踪人所在地
	illnesses    [][2]int // what headings for illnesses announce
	storyAt      [2]int   // what a heading for the circumstances announces
	partial      bool     // only what describes the person is wanted
	years        [][]int  // the dates with a year; nil until they are asked
	dated        [2]int   // the words for the event's date
	strangers    [][2]int // what is said of people beside the person
	age          ageReading
}

// Read reads a text about one person: a missing one (models.Notices) or one in a
// station's care (models.Records). now is when it was pasted: 去年 and 5月3日 are taken to
// lie before it. A text of more than 20,000 characters is read so far.
func Read(s string, side models.Kind, now time.Time) *Reading {
	r := newReader(s, side, now)
	r.readLabels()
	r.findAlias()
	r.readEvent()
	r.readContacts()
	r.readAnswers()
	r.readCalled()
	r.readNames()
	r.readRelatives()
	r.readListed()
	r.forgetNames()
	r.readBody()
	r.readOrigin()
	r.readLikelyPlace()
	r.readWorn()
	r.readConditions()
	r.readMarks()
	r.readOddities()
	r.readMoreConditions()
	r.readLooks()
	r.readEnglish()
	r.readStory()
	r.settle()
	r.findUnread()
	slices.SortStableFunc(r.out.Spans, func(a, b Span) int { return a.Start - b.Start })
	return &r.out
}

func newReader(s string, side models.Kind, now time.Time) *reader {
	r := &reader{text: prepare(s), side: side, now: now}
	r.used = make([]bool, len(r.written))
	r.refYear = r.yearWritten()
	r.findStrangers()
	return r
}

// set notes that a field was filled from a stretch of the text.
func (r *reader) set(field, value string, from, to int) {
	from, to = r.trim(from, to)
	a, b := r.chars[from], r.chars[to]
	for i := a; i < b; i++ {
		r.used[i] = true
	}
	r.out.Spans = append(r.out.Spans, Span{int(r.units[a]), int(r.units[b]), field, value})
}

func (r *reader) setNumber(field string, n, from, to int) { r.set(field, strconv.Itoa(n), from, to) }

// skip marks a stretch as understood though it fills no field.
func (r *reader) skip(from, to int) {
	for i := r.chars[from]; i < r.chars[to]; i++ {
		r.used[i] = true
	}
}

// isUsed reports whether any of a stretch filled a field already.
func (r *reader) isUsed(from, to int) bool {
	return slices.Contains(r.used[r.chars[from]:r.chars[to]], true)
}

// own reports whether a mention is of the person and is not denied.
func (r *reader) own(from, to int) bool {
	a := r.asserted(from, to)
	return a.Holds() && !a.Other && !r.isStrangers(from)
}

// eventField returns the path of the event's fields on the reader's side.
func (r *reader) eventField(what string) string {
	if r.side == models.Notices {
		return "missing" + what
	}
	return "found" + what
}

// minUnread is how many characters of a clause must be left to be worth a look.
const minUnread = 2

// findUnread collects the clauses of which a part filled no field.
func (r *reader) findUnread() {
	begin := 0
	for begin < len(r.folded) {
		end := strings.IndexAny(r.folded[begin:], clauseEnds)
		if end < 0 {
			end = len(r.folded)
		} else {
			end += begin
		}
		r.leave(begin, end)
		_, size := utf8.DecodeRuneInString(r.folded[end:])
		begin = end + max(size, 1)
	}
}

// leave notes what of a clause was not read: all of it, or the longest rest.
func (r *reader) leave(from, to int) {
	best, bestTo := 0, 0
	for at := from; at < to; {
		_, size := utf8.DecodeRuneInString(r.folded[at:])
		if r.used[r.chars[at]] {
			at += size
			continue
		}
		end := at
		for end < to && !r.used[r.chars[end]] {
			_, size := utf8.DecodeRuneInString(r.folded[end:])
			end += size
		}
		if end-at > bestTo-best {
			best, bestTo = at, end
		}
		at = end
	}
	a, b := r.trim(best, bestTo)
	if words := r.folded[a:b]; a < b && utf8.RuneCountInString(words) >= minUnread && !isEmptyWords(words) {
		r.out.Unread = append(r.out.Unread, Unread{int(r.units[r.chars[a]]), int(r.units[r.chars[b]]), r.words(a, b)})
	}
}

// emptyWords say nothing that a form has a place for.
var emptyWords = strings.Fields("寻人启事 急寻 寻人 性别 年龄 大约 左右 大概 体型 身高 体重 走失 特征 如下 请 谢谢 患者 被 由 因 以及 目前 现 其 他 她 的 时 时间 地点 家属 万分感谢 必有重谢 好人一生平安 扩散 转发 身上 一名 一个 人 岁 该 于 在 从 走失时 穿着 患有 有 为 是")

func isEmptyWords(words string) bool { return slices.Contains(emptyWords, strings.TrimSpace(words)) }

// next returns where words match in the text from at on, as FindStringSubmatchIndex does of the
// whole text; nil where they do not. Words that begin with ^ match at at alone.
func (r *reader) next(words *regexp.Regexp, at int) []int {
	m := words.FindStringSubmatchIndex(r.folded[at:])
	for i := range m {
		if m[i] >= 0 {
			m[i] += at
		}
	}
	return m
}
