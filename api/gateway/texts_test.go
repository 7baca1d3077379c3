package gateway_test

import (
	"net/http"
	"strings"
	"testing"
	"unicode/utf16"
)

// A pasted notice becomes a form, each field with the words that it came from, in
// UTF-16 code units: a character outside of the basic plane counts two.
func TestATextBecomesAForm(t *testing.T) {
	h := open(t, 0)
	text := "🙏寻人启事：王秀英，女，72岁，身高一米五五，于2023年5月12日从成都市武侯区浆洗街走失。联系人：王先生 13812345678"
	got := h.must("POST", "/v1/texts:parse", obj{"text": text, "side": "NOTICES"})
	form, _ := got["notice"].(obj)
	person, _ := form["person"].(obj)
	if person["sex"] != "FEMALE" || person["ageMin"] != 72.0 || person["heightMaxCm"] != 155.0 || form["missingDate"] != "2023-05-12" || got["record"] != nil {
		t.Errorf("read as %v", got)
	}
	if place, _ := form["missingPlace"].(obj); place["code"] != "510107001" {
		t.Errorf("the place is %v", place)
	}
	units, seen := utf16.Encode([]rune(text)), map[string]string{}
	spans, _ := got["spans"].([]any)
	for _, s := range spans {
		span, _ := s.(obj)
		from, _ := span["start"].(float64)
		to, _ := span["end"].(float64)
		field, _ := span["field"].(string)
		seen[field] = string(utf16.Decode(units[int(from):int(to)]))
	}
	for field, words := range map[string]string{"person.names[0].text": "王秀英", "missingDate": "2023年5月12日", "contacts[0].phone": "13812345678", "person.heightMinCm": "一米五五"} {
		if seen[field] != words {
			t.Errorf("%s came from %q, want %q", field, seen[field], words)
		}
	}
	if strings.Contains(h.logged(), "王秀英") {
		t.Error("the text is in the log")
	}
	for _, bad := range []obj{{"side": "NOTICES"}, {"text": text}, {"text": strings.Repeat("一", 20_001), "side": "RECORDS"}} {
		if a := h.call("POST", "/v1/texts:parse", bad); a.code != http.StatusBadRequest {
			t.Errorf("answer %d %s", a.code, a.text)
		}
	}
}
