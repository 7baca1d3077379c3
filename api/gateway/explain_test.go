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
