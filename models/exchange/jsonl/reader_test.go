package jsonl

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/guitu-project/guitu/models"
)

type row struct {
	line    int64
	subject *models.Notice
	hash    string
	invalid *models.InvalidError
}

// readOne reads the next row.
func readOne[T models.Subject](r *Reader[T]) (line int64, subject T, hash string, err error) {
	row, err := r.Next()
	if err != nil {
		return row.Line, subject, "", err
	}
	said, err := row.Decode()
	return row.Line, said.Subject, said.Hash, err
}

// readAll reads until io.EOF; any error but those about rows ends the test.
func readAll(t testing.TB, r *Reader[*models.Notice]) []row {
	t.Helper()
	var rows []row
	for {
		line, s, hash, err := readOne(r)
		if err == io.EOF { //nolint:errorlint // it must be bare, as readers promise
			return rows
		}
		got := row{line: line, subject: s, hash: hash}
		if err != nil && (!errors.As(err, &got.invalid) || s != nil || hash != "") {
			t.Fatalf("line %d: %v, %v, %q", line, err, s, hash)
		}
		rows = append(rows, got)
	}
}

func read(t testing.TB, text string) []row {
	t.Helper()
	return readAll(t, NewNoticeReader(strings.NewReader(text), 0))
}

func TestRead(t *testing.T) {
	rows := read(t, byteOrderMark+`{"externalId":"E-1","source":"青石县公安局","person":{"names":[{"text":"柳望舒"}],"ageMin":0},"missingDate":"2003-02"}`+"\r\n"+
		"\n   \t\r\n"+
		`{"externalId":"E-2","photos":[{"content":"AQID","takenDate":"2001"},{"faces":[{"model":"dlib-resnet-v1","embedding":[0.25,-1e-3,3]}]}]}`)
	newborn := 0
	want := []models.Notice{
		{Entry: models.Entry{ExternalID: "E-1", Person: models.Person{Names: []models.PersonName{{Text: "柳望舒"}}, AgeMin: &newborn}},
			Source: "青石县公安局", MissingDate: "2003-02"},
		{Entry: models.Entry{ExternalID: "E-2", Photos: []models.Photo{{Content: []byte{1, 2, 3}, TakenDate: "2001"},
			{Faces: []models.Face{{Model: models.ModelDlib, Embedding: []float32{0.25, -1e-3, 3}}}}}}},
	}
	if len(rows) != 2 || rows[0].line != 1 || rows[1].line != 4 {
		t.Fatalf("rows %+v", rows)
	}
	for i, r := range rows {
		if r.invalid != nil || !reflect.DeepEqual(*r.subject, want[i]) || len(r.hash) != 64 {
			t.Errorf("line %d: %v\ngot  %+v\nwant %+v", r.line, r.invalid, r.subject, want[i])
		}
	}
}

func TestReadRecords(t *testing.T) {
	_, r, _, err := readOne(NewRecordReader(strings.NewReader(`{"station":"青石站","fingerprint":{"status":"SAMPLED"}}`), 0))
	if err != nil || r.Station != "青石站" || r.Fingerprint.Status != models.SampleTaken {
		t.Errorf("read %+v, %v", r, err)
	}
}

// A line that is wrong is named with its field and does not hide the others.
func TestWrongLines(t *testing.T) {
	for text, want := range map[string]struct{ field, zh string }{
		`{"persons":{}}`:                                  {"persons", "不认识的字段"},
		`{"person":{"名字":"x"}}`:                           {"名字", "不认识的字段"},
		`{"station":"a notice has none"}`:                 {"station", "不认识的字段"},
		`{"person":{"ageMin":"六十"}}`:                      {"person.ageMin", "应为整数"},
		`{"person":{"ageMin":60.5}}`:                      {"person.ageMin", "应为整数"},
		`{"person":{"names":"柳望舒"}}`:                      {"person.names", "应为数组"},
		`{"person":{"names":[{"text":7}]}}`:               {"person.names.text", "应为字符串"},
		`{"person":{"sex":1}}`:                            {"person.sex", "应为字符串"},
		`{"person":7}`:                                    {"person", "应为对象"},
		`{"missingPlace":"青石县"}`:                          {"missingPlace", "应为对象"},
		`{"photos":[{"content":5}]}`:                      {"photos.content", "Base64"},
		`{"photos":[{"content":"%%"}]}`:                   {"", "Base64"},
		`{"photos":[{"faces":[{"embedding":[1e99]}]}]}`:   {"photos.faces.embedding", "数字"},
		`{"externalId":"a"} {"externalId":"b"}`:           {"", "每行只能有一个"},
		`{"externalId":"a"}]`:                             {"", "每行只能有一个"},
		`{"externalId":"a"`:                               {"", "不完整"},
		`{"externalId":"a",}`:                             {"", "JSON 写法有误"},
		`{externalId:"a"}`:                                {"", "JSON 写法有误"},
		`[{"externalId":"a"}]`:                            {"", "应以 { 开头"},
		`null`:                                            {"", "应以 { 开头"},
		`E-1,柳望舒,女`:                                       {"", "应以 { 开头"},
		"{\"externalId\":\"\xC1\xF8\"}":                   {"", "UTF-8"},
		`{"createTime":"yesterday"}`:                      {"", "时间写法"},
		strings.Repeat(`{"person":`, 20_000):              {"", "JSON"},
		`{"externalId":"` + strings.Repeat("a", 300_000):  {"", "不完整"},
		`{"circumstances":"` + strings.Repeat("长", 1<<20): {"", "超过"},
	} {
		r := NewNoticeReader(strings.NewReader(`{"externalId":"E-1"}`+"\n"+text+"\n"+`{"externalId":"E-3"}`), 0)
		r.lines.limit = 1 << 20
		rows := readAll(t, r)
		text = text[:min(len(text), 60)]
		if len(rows) != 3 || rows[0].invalid != nil || rows[1].invalid == nil || rows[2].invalid != nil ||
			rows[1].line != 2 || rows[2].line != 3 || rows[2].subject.ExternalID != "E-3" {
			t.Errorf("%s: rows %+v", text, rows)
			continue
		}
		v := rows[1].invalid.Violations[0]
		if v.Field != want.field || !strings.Contains(v.Zh, want.zh) || v.En == "" {
			t.Errorf("%s: %q %s / %s, want field %q and %s", text, v.Field, v.Zh, v.En, want.field, want.zh)
		}
	}
}

func TestLineLimit(t *testing.T) {
	const limit = 200_000 // more than the buffer holds
	line := func(n int) string {
		const frame = `{"externalId":""}` + "\n"
		return `{"externalId":"` + strings.Repeat("a", n-len(frame)) + `"}` + "\n"
	}
	text := line(limit-1) + line(limit) + line(limit+1) + line(9*limit) + line(20) + strings.TrimSuffix(line(limit+2), "\n")
	r := NewNoticeReader(strings.NewReader(text), 0)
	r.lines.limit = limit
	var wrong []int64
	rows := readAll(t, r)
	for _, row := range rows {
		if row.invalid != nil {
			wrong = append(wrong, row.line)
		}
	}
	if !reflect.DeepEqual(wrong, []int64{3, 4, 6}) || len(rows) != 6 {
		t.Errorf("of %d lines these are too long: %v", len(rows), wrong)
	}
	if n, err := count(newLines(strings.NewReader(text), limit)); n != 6 || err != nil {
		t.Errorf("counted %d, %v", n, err)
	}
}

func TestServerSetFieldsAreIgnored(t *testing.T) {
	plain := read(t, `{"externalId":"E-1","photos":[{"content":"AQID"}]}`)[0]
	exported := read(t, `{"name":"notices/a","etag":"e","createTime":"2020-01-01T00:00:00Z","updateTime":"2020-01-01T00:00:00Z",`+
		`"externalId":"E-1","photos":[{"name":"photos/a","sha256":"00","finding":"ONE_FACE","width":1,"height":2,"content":"AQID"}]}`)[0]
	if exported.invalid != nil || !reflect.DeepEqual(exported.subject, plain.subject) || exported.hash != plain.hash {
		t.Errorf("got %+v, %v", exported.subject, exported.invalid)
	}
	// A photo that only names one which is there goes on naming it.
	named := read(t, `{"photos":[{"name":"photos/a","sha256":"00","width":1}]}`)[0]
	if want := []models.Photo{{Name: "photos/a"}}; !reflect.DeepEqual(named.subject.Photos, want) {
		t.Errorf("photos %+v, want %+v", named.subject.Photos, want)
	}
}

func TestHash(t *testing.T) {
	base := `{"externalId":"E-1","person":{"names":[{"text":"柳<望舒"}],"ageMin":0}}`
	want := read(t, base)[0].hash
	for _, same := range []string{
		` { "person" : {"ageMin":0, "names":[ {"text":"柳<望舒"} ]} , "externalId":"E-1" } `,
		`{"externalId":"E-1","person":{"names":[{"text":"\u67f3\u003c望舒","kind":""}],"ageMin":0},"photos":[],"circumstances":""}`,
	} {
		if got := read(t, same)[0].hash; got != want {
			t.Errorf("another hash for %s", same)
		}
	}
	for _, other := range []string{
		`{"externalId":"E-2","person":{"names":[{"text":"柳<望舒"}],"ageMin":0}}`,
		`{"externalId":"E-1","person":{"names":[{"text":"柳<望舒"}]}}`,
		`{"externalId":"E-1","person":{"names":[{"text":"柳<望舒"}],"ageMin":0},"photos":[{"content":"AQID"}]}`,
	} {
		if got := read(t, other)[0].hash; got == want {
			t.Errorf("the same hash for %s", other)
		}
	}
}

func TestGoesOnBehindALine(t *testing.T) {
	text := "{\"externalId\":\"E-1\"}\n\nnonsense\n{\"externalId\":\"E-4\"}\n{\"externalId\":\"E-5\"}\n"
	all := read(t, text)
	for after := int64(0); after < 8; after++ {
		var want []row
		for _, r := range all {
			if r.line > after {
				want = append(want, r)
			}
		}
		if got := readAll(t, NewNoticeReader(strings.NewReader(text), after)); !reflect.DeepEqual(got, want) {
			t.Errorf("after %d: %+v, want %+v", after, got, want)
		}
	}
}

func TestBrokenSource(t *testing.T) {
	oops := errors.New("oops")
	r := NewNoticeReader(io.MultiReader(strings.NewReader("{}\n{\"exter"), iotest.ErrReader(oops)), 0)
	if _, _, _, err := readOne(r); err != nil {
		t.Fatal(err)
	}
	_, _, _, err := readOne(r)
	if !errors.Is(err, oops) || errors.Is(err, models.ErrInvalid) {
		t.Errorf("error %v, want %v", err, oops)
	}
	if _, err := Count(iotest.ErrReader(oops)); !errors.Is(err, oops) {
		t.Errorf("count: error %v, want %v", err, oops)
	}
}

func TestWriterRoundTrip(t *testing.T) {
	years := 5
	in := []*models.Notice{
		{Entry: models.Entry{ExternalID: "E-1", Person: models.Person{AgeMax: &years, Narrative: "第一行\n第二行 <b>&"}}, Status: models.NoticeClosed},
		{Entry: models.Entry{Photos: []models.Photo{{Content: []byte("x"), Faces: []models.Face{{Quality: 0.5, Embedding: []float32{1.0 / 3}}}}}},
			Contacts: []models.Contact{{Phone: "000-1234"}}},
	}
	var out bytes.Buffer
	w := NewWriter[*models.Notice](&out)
	for _, n := range in {
		if err := w.Write(n); err != nil {
			t.Fatal(err)
		}
	}
	rows := read(t, out.String())
	if len(rows) != len(in) {
		t.Fatalf("rows %+v", rows)
	}
	for i, r := range rows {
		if r.line != int64(i+1) || !reflect.DeepEqual(r.subject, in[i]) {
			t.Errorf("line %d: %v\ngot  %+v\nwant %+v", r.line, r.invalid, r.subject, in[i])
		}
	}
}

// FuzzReader: no input crashes it or stops it, every line with something on it is
// told once and in order, and what was read can be written and read again.
func FuzzReader(f *testing.F) {
	for _, seed := range []string{"", "\n", byteOrderMark, "{}", "{}\r\n\r\n{}", "null\n{\"a\":1}\n", "{\"person\":{\"ageMin\":1e400}}",
		`{"photos":[{"name":"photos/a"},{"content":"AQID"}],"etag":"x"}` + "\n" + `{"photos":[{"faces":[{"embedding":[-0,1e-45]}]}]}`,
		`{"missingPlace":{"longitude":-0},"missingPlace":{"text":"\ud800"}}`, "{\"contacts\":[{\"phone\":\"\\u0000\"}]}x", "\xff\n{\"", strings.Repeat(" ", 5000)} {
		f.Add([]byte(seed), int64(0))
	}
	f.Fuzz(func(t *testing.T, data []byte, after int64) {
		reader := func(after int64) *Reader[*models.Notice] {
			r := NewNoticeReader(bytes.NewReader(data), after)
			r.lines.limit = 4096
			return r
		}
		all := readAll(t, reader(0))
		if n, err := count(newLines(bytes.NewReader(data), 4096)); err != nil || n != int64(len(all)) {
			t.Errorf("count %d, %v; read %d", n, err, len(all))
		}
		last := int64(0)
		var behind []row
		for _, r := range all {
			if r.line <= last {
				t.Errorf("line %d after %d", r.line, last)
			}
			last = r.line
			if r.line > after {
				behind = append(behind, r)
			}
			if r.invalid != nil {
				if len(r.invalid.Violations) != 1 || r.invalid.Violations[0].Zh == "" || r.invalid.Violations[0].En == "" {
					t.Errorf("line %d: %+v", r.line, r.invalid)
				}
				continue
			}
			var out bytes.Buffer
			if err := NewWriter[*models.Notice](&out).Write(r.subject); err != nil {
				t.Fatal(err)
			}
			if again := read(t, out.String()); len(again) != 1 || again[0].invalid != nil || again[0].hash != r.hash {
				t.Errorf("line %d: written as %s, read as %+v", r.line, out.String(), again)
			}
		}
		if got := readAll(t, reader(after)); !reflect.DeepEqual(hashes(got), hashes(behind)) {
			t.Errorf("after %d: %+v, want %+v", after, got, behind)
		}
	})
}

func hashes(rows []row) (all []string) {
	for _, r := range rows {
		all = append(all, fmt.Sprint(r.line, r.hash))
	}
	return all
}

func BenchmarkRead(b *testing.B) {
	const size = 1000
	var text bytes.Buffer
	for i := range size {
		fmt.Fprintf(&text, `{"externalId":"E-%d","source":"青石县公安局","person":{"names":[{"text":"柳望舒","kind":"LEGAL"}],"sex":"FEMALE",`+
			`"birthDate":"1956-03","heightMinCm":150,"heightMaxCm":155,"marks":[{"text":"左眉上方一道疤"}],"nativePlace":{"text":"白鹭镇"}},`+
			`"missingDate":"2003-02-01","missingPlace":{"text":"青石县客运站"},"contacts":[{"name":"柳小舟","relation":"女儿","phone":"000-1234"}]}`+"\n", i)
	}
	b.Run(fmt.Sprintf("rows=%d", size), func(b *testing.B) {
		b.ReportAllocs()
		b.SetBytes(int64(text.Len()))
		for b.Loop() {
			if n := len(readAll(b, NewNoticeReader(bytes.NewReader(text.Bytes()), 0))); n != size {
				b.Fatalf("%d rows", n)
			}
		}
		b.ReportMetric(float64(size*b.N)/b.Elapsed().Seconds(), "rows/s")
	})
}
