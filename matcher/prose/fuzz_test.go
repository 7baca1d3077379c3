package prose

import (
	"slices"
	"testing"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/guitu-project/guitu/models"
)

// Whatever is pasted, spans lie within the text, in its order, and what was read would be
// accepted as a form.
func FuzzRead(f *testing.F) {
	for _, one := range readTexts(f, "testdata/texts.jsonl") {
		f.Add(one.Text, one.Side == "RECORDS")
		Read(one.Text, models.Records, pasted) // what is made at first use takes so long that it looks like a hang
	}
	f.Add("姓名：", false)
	f.Add("自称“徽县”说“徽县”", true)
	f.Add("再播一遍：冯秀英，三十五岁……", false) // three bytes to a mark that no clause ends with
	f.Add("\xff年龄：😀三", true)
	f.Fuzz(func(t *testing.T, text string, record bool) {
		side := models.Notices
		if record {
			side = models.Records
		}
		r := Read(text, side, pasted)
		units := len(utf16.Encode([]rune(text)))
		for _, s := range r.Spans {
			if s.Start < 0 || s.End < s.Start || s.End > units || s.Field == "" {
				t.Fatalf("%q: span %+v of %d units", text, s, units)
			}
		}
		if !slices.IsSortedFunc(r.Spans, func(a, b Span) int { return a.Start - b.Start }) {
			t.Fatalf("%q: spans out of order", text)
		}
		for _, u := range r.Unread {
			if u.Start < 0 || u.End <= u.Start || u.End > units {
				t.Fatalf("%q: unread %+v of %d units", text, u, units)
			}
		}
		if !utf8.ValidString(text) || utf8.RuneCountInString(text) > 400 { // a field may be longer than a form takes
			return
		}
		var form models.Subject = &models.Notice{Entry: models.Entry{ExternalID: r.ExternalID, Person: r.Person, Circumstances: r.Circumstances}, MissingDate: r.EventDate, MissingPlace: models.Place{Text: r.EventPlace}, Contacts: r.Contacts}
		if record {
			form = &models.Record{Entry: models.Entry{Person: r.Person}, FoundDate: r.EventDate, FoundPlace: models.Place{Text: r.EventPlace}}
		}
		if err := form.Validate(pasted.Add(24 * time.Hour)); err != nil {
			t.Fatalf("%q is read into a form that is refused: %v", text, err)
		}
	})
}
