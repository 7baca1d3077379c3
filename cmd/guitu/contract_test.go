package main

import (
	"math"
	"net/http"
	"strings"
	"testing"
	"time"
)

func aNotice(id, name string) object {
	return object{
		"externalId": id, "source": "测试公安局", "missingDate": "2019-03", "missingPlace": object{"text": "成都市武侯区"},
		"person": object{
			"names": []object{{"text": name, "kind": "LEGAL"}}, "sex": "MALE", "birthDate": "1980-05", "heightMinCm": 168, "heightMaxCm": 172,
			"nativePlace": object{"text": "四川省成都市武侯区"}, "marks": []object{{"text": "左眉上方有一道疤"}},
		},
	}
}

func aRecord(id, name string) object {
	return object{
		"externalId": id, "station": "测试救助管理站", "foundDate": "2024-01-05", "foundPlace": object{"text": "重庆市渝中区"},
		"person": object{
			"names": []object{{"text": name, "kind": "HEARD"}}, "sex": "MALE", "ageMin": 40, "ageMax": 50, "heightMinCm": 167, "heightMaxCm": 173,
			"accent": "四川口音", "appearance": "左侧眉毛上面有疤痕",
		},
	}
}

func with(o object, path string, value any) object {
	head, rest, deeper := strings.Cut(path, ".")
	if deeper {
		with(o[head].(object), rest, value)
	} else {
		o[head] = value
	}
	return o
}

// The contract as a client sees it over REST, on an empty folder.
func TestContract(t *testing.T) {
	p := serve(t, t.TempDir(), t.TempDir())

	t.Run("without a token", func(t *testing.T) {
		stranger := *p
		stranger.TB, stranger.token = t, ""
		for _, path := range []string{"/healthz", "/openapi.json"} {
			if code, _ := stranger.raw(http.MethodGet, path, "", nil); code != http.StatusOK {
				t.Errorf("%s: %d", path, code)
			}
		}
		for _, token := range []string{"", "wrong"} {
			stranger.token = token
			if code, _ := stranger.call(http.MethodGet, "/v1/notices", nil); code != http.StatusUnauthorized {
				t.Errorf("token %q: %d, want 401", token, code)
			}
		}
	})

	notice := p.must(http.MethodPost, "/v1/notices", aNotice("n1", "许花东"))
	name := str(notice, "name")
	t.Run("a notice's life", func(t *testing.T) {
		p := *p
		p.TB = t
		for _, field := range []string{"name", "etag", "createTime", "updateTime", "status"} {
			if str(notice, field) == "" {
				t.Errorf("the created notice has no %s: %v", field, notice)
			}
		}
		if code, answer := p.call(http.MethodPost, "/v1/notices", aNotice("n1", "许花东")); code != http.StatusConflict || number(answer, "code") != 6 {
			t.Errorf("the same externalId again: %d %v, want 409 ALREADY_EXISTS", code, answer)
		}
		if got := p.must(http.MethodGet, "/v1/"+name, nil); str(got, "person.names.0.text") != "许花东" {
			t.Errorf("got %v", got)
		}
		if list := p.must(http.MethodGet, "/v1/notices?externalId=n1", nil); length(list, "notices") != 1 {
			t.Errorf("by externalId: %v", list)
		}
		changed := p.must(http.MethodPatch, "/v1/"+name, object{"circumstances": "赶集时走失", "etag": str(notice, "etag")})
		if str(changed, "circumstances") != "赶集时走失" || str(changed, "person.names.0.text") != "许花东" {
			t.Errorf("patched: %v", changed)
		}
		if code, answer := p.call(http.MethodPatch, "/v1/"+name, object{"circumstances": "x", "etag": str(notice, "etag")}); code != http.StatusConflict || number(answer, "code") != 10 {
			t.Errorf("a stale etag: %d %v, want 409 ABORTED", code, answer)
		}
	})

	t.Run("bad input names the field", func(t *testing.T) {
		p := *p
		p.TB = t
		for _, c := range []struct {
			body  any
			field string
		}{
			{with(aNotice("b1", "某"), "person.birthDate", "1980-13"), "person.birthDate"},
			{with(aNotice("b2", "某"), "person.heightMinCm", 190), "person.heightMaxCm"},
			{with(aNotice("b3", "某"), "person.sex", "X"), "sex"},
			{with(aNotice("b8", "某"), "person.shoeSize", 70), "person.shoeSize"},
			{with(aNotice("b9", "某"), "person.weightMinKg", "NaN"), "person.weightMinKg"},
			{with(aNotice("b4", "某"), "missingDate", "yesterday"), "missingDate"},
			{with(aNotice("b5", "某"), "missingDate", "2199"), "missingDate"},
			{with(aNotice("b6", "某"), "person.ageMax", 200), "person.ageMax"},
			{with(aNotice("b7", "某"), "photos", []object{{"content": "aGVsbG8="}}), "photos[0].content"},
			{`{"person":`, ""}, {`[]`, ""}, {`{"nobody": 1}`, "nobody"},
		} {
			code, answer := p.call(http.MethodPost, "/v1/notices", c.body)
			if code != http.StatusBadRequest || number(answer, "code") != 3 {
				t.Errorf("%v: %d %v, want 400 INVALID_ARGUMENT", c.body, code, answer)
			}
			if _, raw := p.raw(http.MethodPost, "/v1/notices", "application/json", c.body); c.field != "" && !strings.Contains(string(raw), c.field) {
				t.Errorf("%s is not named in %s", c.field, raw)
			}
		}
		if code, _ := p.call(http.MethodGet, "/v1/notices/none", nil); code != http.StatusNotFound {
			t.Errorf("an unknown name: %d", code)
		}
		if list := p.must(http.MethodGet, "/v1/notices", nil); length(list, "notices") != 1 {
			t.Errorf("bad input left something behind: %v", list)
		}
	})

	for i, other := range []string{"张伟", "李强", "王建国", "赵国栋", "许建华"} {
		p.must(http.MethodPost, "/v1/notices", with(with(aNotice("d"+string(rune('0'+i)), other), "person.marks", nil), "person.nativePlace", object{"text": "黑龙江省哈尔滨市"}))
	}
	record := p.must(http.MethodPost, "/v1/records", aRecord("r1", "徐华栋（音）"))
	t.Run("matches", func(t *testing.T) {
		p := *p
		p.TB = t
		if str(record, "matches.0.noticeExternalId") != "n1" {
			t.Errorf("the registration does not answer with its match: %v", record)
		}
		top := at(p.must(http.MethodGet, "/v1/"+str(record, "name")+"/matches?pageSize=5", nil), "matches.0")
		if str(top, "noticeExternalId") != "n1" || str(top, "recordExternalId") != "r1" || str(top, "notice") != name {
			t.Errorf("the first match is %v", top)
		}
		sum := 0.0
		for i := range length(top, "evidence") {
			e := at(top, "evidence").([]any)[i]
			sum += number(e, "weight")
			if str(e, "feature") == "" || str(e, "reason") == "" || str(e, "reasonEn") == "" {
				t.Errorf("evidence without words: %v", e)
			}
		}
		if w := number(top, "weight"); math.Abs(sum-w) > 1e-6 || w < 15 {
			t.Errorf("weight %f, its evidence adds to %f", w, sum)
		}
		back := p.must(http.MethodGet, "/v1/"+name+"/matches", nil)
		if str(back, "matches.0.record") != str(record, "name") {
			t.Errorf("the notice does not find the record: %v", back)
		}
		compared := p.must(http.MethodPost, "/v1/matches:compare", object{"record": str(record, "name"), "notice": name})
		if number(compared, "weight") != number(top, "weight") {
			t.Errorf("compare weighs %v, the list %v", compared["weight"], at(top, "weight"))
		}
		found := p.must(http.MethodPost, "/v1/matches:search", object{"side": "NOTICES", "person": object{"names": []object{{"text": "xu hua dong", "kind": "HEARD"}}}})
		if str(found, "matches.0.noticeExternalId") != "n1" {
			t.Errorf("search: %v", found)
		}
		words := p.must(http.MethodGet, "/v1/notices:searchText?query=%E7%9C%89%E4%B8%8A%E6%96%B9", nil) // 眉上方
		if str(words, "notices.0.externalId") != "n1" {
			t.Errorf("text search: %v", words)
		}
	})

	t.Run("import", func(t *testing.T) {
		p := *p
		p.TB = t
		file := line(aNotice("i1", "周小川")) + line(aNotice("i2", "吴桂花")) + line(object{"externalId": "i3", "person": object{"birthDate": "soon"}}) + "{oops\n"
		first := p.finish(p.upload("NOTICES", file))
		if str(first, "state") != "DONE" || number(first, "created") != 2 || number(first, "failed") != 2 || number(first, "total") != 4 {
			t.Errorf("first upload: %v", first)
		}
		if number(first, "errors.0.line") != 3 || str(first, "errors.0.field") != "person.birthDate" || number(first, "errors.1.line") != 4 {
			t.Errorf("errors: %v", first["errors"])
		}
		if again := p.finish(p.upload("NOTICES", file)); number(again, "unchanged") != 2 || number(again, "created") != 0 {
			t.Errorf("the same file again: %v", again)
		}
		changed := p.finish(p.upload("NOTICES", line(with(aNotice("i1", "周小川"), "circumstances", "新线索"))))
		if number(changed, "updated") != 1 {
			t.Errorf("a changed row: %v", changed)
		}
		if code, _ := p.call(http.MethodPost, "/v1/imports?kind=NOTICES&format=JSONL", ""); code != http.StatusBadRequest {
			t.Errorf("an empty file: %d", code)
		}
		if code, _ := p.call(http.MethodPost, "/v1/imports?kind=PEOPLE&format=JSONL", file); code != http.StatusBadRequest {
			t.Errorf("an unknown kind: %d", code)
		}
	})

	t.Run("embeddings instead of a picture", func(t *testing.T) {
		p := *p
		p.TB = t
		one, near := make([]float64, 128), make([]float64, 128)
		for i := range one {
			one[i] = math.Sin(float64(i)) / 8
			near[i] = one[i] + math.Cos(7*float64(i))*.01
		}
		photo := func(v []float64) []object {
			return []object{{"faces": []object{{"embedding": v, "quality": .9, "model": "dlib-resnet-v1"}}}}
		}
		p.must(http.MethodPost, "/v1/notices", with(aNotice("f1", "钱无名"), "photos", photo(one)))
		found := p.must(http.MethodPost, "/v1/records", object{"station": "某站", "person": object{}, "foundDate": "2024", "photos": photo(near)})
		if str(found, "matches.0.noticeExternalId") != "f1" {
			t.Errorf("a face alone: %v", found)
		}
		if _, raw := p.raw(http.MethodGet, "/v1/notices?externalId=f1", "", nil); strings.Contains(string(raw), "embedding") {
			t.Errorf("an embedding was answered: %s", raw)
		}
	})

	t.Run("photos without models", func(t *testing.T) {
		p := *p
		p.TB = t
		answer := p.must(http.MethodPost, "/v1/"+name+"/photos", object{"content": greyPicture()})
		if str(answer, "finding") != "FACES_OFF" || str(answer, "findingText") == "" {
			t.Errorf("faces are off, and the answer is %v", answer)
		}
		if code, picture := p.raw(http.MethodGet, "/v1/"+str(answer, "name"), "", nil); code != http.StatusOK || len(picture) == 0 {
			t.Errorf("the picture: %d, %d bytes", code, len(picture))
		}
		p.must(http.MethodDelete, "/v1/"+str(answer, "name"), nil)
		if code, _ := p.call(http.MethodGet, "/v1/"+str(answer, "name"), nil); code != http.StatusNotFound {
			t.Errorf("a deleted photo: %d", code)
		}
	})

	t.Run("delete", func(t *testing.T) {
		p := *p
		p.TB = t
		p.must(http.MethodDelete, "/v1/"+name, nil)
		if code, _ := p.call(http.MethodGet, "/v1/"+name, nil); code != http.StatusNotFound {
			t.Errorf("a deleted notice: %d", code)
		}
		left := p.must(http.MethodGet, "/v1/"+str(record, "name")+"/matches", nil)
		for i := range length(left, "matches") {
			if str(left, "matches."+string(rune('0'+i))+".noticeExternalId") == "n1" {
				t.Error("a deleted notice is still matched")
			}
		}
	})
}

func (p *process) upload(kind, file string) object {
	p.Helper()
	code, raw := p.raw(http.MethodPost, "/v1/imports?format=JSONL&kind="+kind, "application/x-ndjson", file)
	if code != http.StatusOK {
		p.Fatalf("upload: %d %s", code, raw)
	}
	return decode(p, raw)
}

// finish waits until the import has ended.
func (p *process) finish(imp object) object {
	p.Helper()
	for range 3000 {
		if state := str(imp, "state"); state != "RUNNING" && state != "UNDOING" {
			return imp
		}
		time.Sleep(20 * time.Millisecond)
		imp = p.must(http.MethodGet, "/v1/"+str(imp, "name"), nil)
	}
	p.Fatalf("the import does not end: %v", imp)
	return nil
}
