package models

import (
	"errors"
	"testing"
	"time"
)

// What cannot be seen is refused where it stands, and says so; what scripts need is not.
func TestUnseenCharacters(t *testing.T) {
	for text, want := range map[string]string{
		"王小明": "", "阿依古丽·买买提": "", "ئابدۇ\u200cللا": "", "Wang Xiaoming": "",
		" ": "person.names[0].text", "\u3000": "person.names[0].text", "\u200b": "person.names[0].text", "\u3164": "person.names[0].text", "\t\n": "person.names[0].text",
		"王\u200b小明": "person.names[0].text", "\u202e明小王": "person.names[0].text", "王\u2066小明": "person.names[0].text", "王\x00小明": "person.names[0].text", "王\x1b[2J": "person.names[0].text",
		"\ufeff王小明": "person.names[0].text", "王小明\u2800": "person.names[0].text", "王\u00ad小明": "person.names[0].text", "王\n小明": "person.names[0].text",
	} {
		if got := refused(Entry{Person: Person{Names: []PersonName{{Text: text}}}}); got != want {
			t.Errorf("%q: refused at %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{"走失时\n穿红衣\t黑裤": "", "红\u202e衣": "person.narrative", "红\x07衣": "person.narrative", "红\u200b衣": ""} {
		if got := refused(Entry{Person: Person{Narrative: text}}); got != want {
			t.Errorf("narrative %q: refused at %q, want %q", text, got, want)
		}
	}
	for _, id := range []string{"A\u200b1", "A\u202e1", "A\x001"} {
		if got := refused(Entry{ExternalID: id}); got != "externalId" {
			t.Errorf("external id %q: refused at %q", id, got)
		}
	}
}

// refused returns the first field of a record that is refused.
func refused(e Entry) string {
	r := Record{Entry: e, Station: "站"}
	var invalid *InvalidError
	if errors.As(r.Validate(time.Now()), &invalid) {
		return invalid.Violations[0].Field
	}
	return ""
}
