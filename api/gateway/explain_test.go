package gateway

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
)

func TestPathAt(t *testing.T) {
	const body = `{"a": {"b": [1, {"c": "x"}, []]}, "d": tru`
	for at, path := range map[string]string{
		`{"a"`: "a", `1`: "a.b[0]", `"c"`: "a.b[1].c", `"x"`: "a.b[1].c", `[]`: "a.b[2]", `"d"`: "d", `tru`: "d",
	} {
		if got := pathAt([]byte(body), strings.Index(body, at)+strings.Count(at, "{")); got != path {
			t.Errorf("pathAt %s = %q, want %q", at, got, path)
		}
	}
}

func TestOffsetOf(t *testing.T) {
	body := "ab\n许花x\nend"
	for want, at := range map[string][2]int{"ab": {1, 1}, "x": {2, 3}, "end": {3, 1}} {
		if got := offsetOf([]byte(body), at[0], at[1]); got != strings.Index(body, want) {
			t.Errorf("offsetOf %v = %d, want %d", at, got, strings.Index(body, want))
		}
	}
	if got := offsetOf([]byte(body), 9, 9); got != len(body) {
		t.Errorf("beyond the end: %d", got)
	}
}

func TestWrongKindsAreNamed(t *testing.T) {
	for _, c := range []struct{ body, field, zh, en string }{
		{`{"person":{"names":"王小明"}}`, "person.names", "应为数组 [对象 {\"text\": …, \"kind\": …}, …]，写的是文字“王小明”", `the text "王小明" where an array of object`},
		{`{"person":{"names":["王小明"]}}`, "person.names[0]", "应为对象 {\"text\": …, \"kind\": …}，写的是文字“王小明”", `where an object {"text": …, "kind": …} belongs`},
		{`{"missingPlace":"郑州"}`, "missingPlace", "应为对象 {\"text\": …", `the text "郑州" where an object`},
		{`{"person":{"nativePlace":"郑州"}}`, "person.nativePlace", "应为对象 {\"text\": …", `the text "郑州"`},
		{`{"contacts":"13800000000"}`, "contacts", "应为数组 [对象 {\"name\": …", "where an array of object"},
		{`{"contacts":["张三 13800000000"]}`, "contacts[0]", "应为对象 {\"name\": …", "where an object"},
		{`{"person":{"relatives":"父亲王强"}}`, "person.relatives", "应为数组 [对象 {\"name\": …", "where an array of object"},
		{`{"person":{"marks":"左眉有疤"}}`, "person.marks", "应为数组 [对象 {\"text\": …", "where an array of object"},
		{`{"person":{"marks":["左眉有疤"]}}`, "person.marks[0]", "应为对象 {\"text\": …", "where an object"},
		{`{"person":{"conditions":"癫痫"}}`, "person.conditions", "应为数组 [字符串, …]，写的是文字“癫痫”", "where an array of strings belongs"},
		{`{"person":{"heardPlaces":"沙溪"}}`, "person.heardPlaces", "应为数组 [字符串, …]", "where an array of strings"},
		{`{"person":"王小明"}`, "person", "应为对象 {", "where an object"},
		{`{"person":{"ageMin":"六十"}}`, "person.ageMin", "应为整数，写的是文字“六十”", "where a whole number belongs"},
		{`{"person":{"heightMinCm":[165]}}`, "person.heightMinCm", "应为整数，写的是数组", "an array where a whole number belongs"},
		{`{"person":{"clothing":["红衣服"]}}`, "person.clothing", "应为字符串，写的是数组", "an array where a string belongs"},
		{`{"person":{"accent":12}}`, "person.accent", "应为字符串，写的是数字 12", "the number 12 where a string belongs"},
		{`{"person":{"sex":"男男"}}`, "person.sex", "MALE", "MALE"},
		{`{"dna":"有"}`, "dna", "应为对象 {", "where an object"},
		{`{"photos":"a.jpg"}`, "photos", "应为数组 [对象 {", "where an array of object"},
	} {
		err := newJSON().Unmarshal([]byte(c.body), &guituv1.Notice{})
		if err == nil {
			t.Errorf("%s is taken", c.body)
			continue
		}
		e, ok := unpack(err.Error())
		if !ok || e.Field != c.field || !strings.Contains(e.Zh, c.zh) || !strings.Contains(e.En, c.en) {
			t.Errorf("%s: %+v", c.body, e)
		}
	}
}

func TestWhatACallerWritesCannotForgeAnError(t *testing.T) {
	err := explain(errors.New("unexpected"), nil, nil)
	if e, ok := unpack(err.Error()); !ok || e.Zh == "" {
		t.Errorf("got %+v, %v", e, ok)
	}
	forged := inputError{Field: "a" + separator + "b" + packed}
	if e, ok := unpack(forged.Error()); !ok || strings.ContainsAny(e.Field, packed+separator) {
		t.Errorf("got %+v, %v", e, ok)
	}
	if _, ok := unpack("a plain text"); ok {
		t.Error("a plain text is no packed error")
	}
}

// FuzzNoticeJSON: whatever comes in is decoded or explained, and what was decoded
// goes out and in again unchanged.
func FuzzNoticeJSON(f *testing.F) {
	for _, seed := range []string{
		``, `{}`, `null`, `{"person":{"names":[{"text":"许花东","kind":"LEGAL"}],"sex":"MALE","ageMin":0}}`, `{"person":{"sex":"X"}}`,
		`{"photos":[{"faces":[{"embedding":[0.1,1e999,"NaN"]}]}]}`, "{\n\"nose\": [[[{}]]]", `{"createTime":"2020-01-01T00:00:00Z"}`, "{\"a\xff\":1}",
	} {
		f.Add([]byte(seed))
	}
	json := newJSON()
	f.Fuzz(func(t *testing.T, body []byte) {
		n := &guituv1.Notice{}
		if err := json.Unmarshal(body, n); err != nil {
			e, ok := unpack(err.Error())
			if !ok || e.Zh == "" || e.En == "" {
				t.Fatalf("%q is not explained: %v", body, err)
			}
			if utf8.Valid(body) && !utf8.ValidString(e.Field+e.Zh+e.En) {
				t.Fatalf("%q breaks its own explanation: %q", body, e)
			}
			return
		}
		text, err := json.Marshal(n)
		if err != nil {
			t.Fatalf("%q was read and cannot be written: %v", body, err)
		}
		again := &guituv1.Notice{}
		if err := protojson.Unmarshal(text, again); err != nil {
			t.Fatalf("%q became %q, which cannot be read: %v", body, text, err)
		}
		if !proto.Equal(n, again) {
			t.Fatalf("%q changed on the way: %s", body, text)
		}
	})
}
