package gateway_test

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
)

// form returns a multipart body and its content type.
func form(t *testing.T, fields ...string) (string, string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := 0; i < len(fields); i += 2 {
		part, err := w.CreateFormFile(fields[i], "x")
		if err == nil {
			_, err = io.WriteString(part, fields[i+1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String(), w.FormDataContentType()
}

func TestPhotos(t *testing.T) {
	h := open(t, 0)
	for _, side := range []string{"notices", "records"} {
		owner := h.must("POST", "/v1/"+side, obj{"person": obj{}})["name"].(string)
		path := "/v1/" + owner + "/photos"
		photo := h.must("POST", path, obj{"content": jpeg, "takenDate": "2001"})
		if photo["finding"] != "NO_FACE" || photo["findingText"] == "" || photo["takenDate"] != "2001" || photo["content"] != nil {
			t.Errorf("JSON photo: %v", photo)
		}
		other := append(bytes.Clone(jpeg), side...)
		body, kind := form(t, "photo", string(other), "takenDate", "2002-03")
		a := h.call("POST", path, body, "Content-Type", kind)
		if a.code != http.StatusOK || a.json(t)["takenDate"] != "2002-03" || a.json(t)["contentType"] != "image/jpeg" {
			t.Fatalf("form photo: %d %s", a.code, a.text)
		}
		body, kind = form(t, "file", string(other))
		if again := h.call("POST", path, body, "Content-Type", kind); again.json(t)["name"] != a.json(t)["name"] {
			t.Errorf("the same picture again: %s", again.text)
		}
		name := "/v1/" + a.json(t)["name"].(string)
		got := h.call("GET", name, nil)
		if got.text != string(other) || got.header.Get("Content-Type") != "image/jpeg" || got.header.Get("X-Content-Type-Options") != "nosniff" ||
			!strings.HasPrefix(got.header.Get("Cache-Control"), "private") {
			t.Errorf("picture: %d %v", got.code, got.header)
		}
		if list, _ := h.must("GET", "/v1/"+owner, nil)["photos"].([]any); len(list) != 2 {
			t.Errorf("photos: %v", list)
		}
		h.must("DELETE", name, nil)
		if gone := h.call("GET", name, nil); gone.code != http.StatusNotFound {
			t.Errorf("a deleted picture: %d", gone.code)
		}
	}
}

func TestPhotosThatAreRefused(t *testing.T) {
	h := open(t, 0)
	path := "/v1/" + h.must("POST", "/v1/records", obj{"person": obj{}})["name"].(string) + "/photos"
	for what, fields := range map[string][]string{
		"no picture": {"takenDate", "2001"}, "no JPEG": {"photo", "GIF89a"}, "two": {"photo", string(jpeg), "file", string(jpeg)},
		"unknown field": {"picture", string(jpeg)}, "bad date": {"photo", string(jpeg), "takenDate", "soon"},
	} {
		body, kind := form(t, fields...)
		if a := h.call("POST", path, body, "Content-Type", kind); a.code != http.StatusBadRequest || a.violation(t) == "none" {
			t.Errorf("%s: %d %s", what, a.code, a.text)
		}
	}
	body, kind := form(t, "photo", string(jpeg))
	if a := h.call("POST", path, body[:len(body)/2], "Content-Type", kind); a.code != http.StatusBadRequest {
		t.Errorf("a form cut short: %d %s", a.code, a.text)
	}
	if a := h.call("POST", path, body, "Content-Type", "multipart/form-data"); a.code != http.StatusBadRequest {
		t.Errorf("a form without a boundary: %d %s", a.code, a.text)
	}
	if a := h.call("POST", "/v1/records/none/photos", body, "Content-Type", kind); a.code != http.StatusNotFound {
		t.Errorf("nobody's photo: %d %s", a.code, a.text)
	}
	if list, _ := h.must("GET", strings.TrimSuffix(path, "/photos"), nil)["photos"].([]any); len(list) != 0 {
		t.Errorf("something was kept: %v", list)
	}
}

func (h *house) imported(name string) obj {
	h.t.Helper()
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if imp := h.must("GET", "/v1/"+name, nil); imp["state"] != "RUNNING" {
			return imp
		}
	}
	h.t.Fatal("the import does not end")
	return nil
}

const rows = `{"externalId":"i1","source":"测试","person":{"names":[{"text":"周小川"}]},"missingDate":"2019"}
{"externalId":"i2","source":"测试","person":{"birthDate":"soon"}}
{oops
`

func TestImport(t *testing.T) {
	h := open(t, 0)
	imp := h.must("POST", "/v1/imports?kind=NOTICES&format=JSONL", rows)
	if !strings.HasPrefix(imp["name"].(string), "imports/") || imp["kind"] != "NOTICES" {
		t.Fatalf("got %v", imp)
	}
	done := h.imported(imp["name"].(string))
	if done["state"] != "DONE" || done["created"] != 1.0 || done["failed"] != 2.0 || done["updated"] != 0.0 {
		t.Errorf("got %v", done)
	}
	if errs, _ := done["errors"].([]any); len(errs) != 2 || errs[0].(obj)["line"] != 2.0 || errs[0].(obj)["reason"] == "" {
		t.Errorf("errors %v", done["errors"])
	}
	for path, field := range map[string]string{"?kind=NOTICES&format=DOC": "format", "?kind=PEOPLE&format=JSONL": "kind", "": "kind"} {
		if a := h.call("POST", "/v1/imports"+path, rows); a.code != http.StatusBadRequest || a.violation(t) != field {
			t.Errorf("%s: %d %s", path, a.code, a.text)
		}
	}
	if a := h.call("GET", "/v1/imports/none", nil); a.code != http.StatusNotFound {
		t.Errorf("an unknown import: %d", a.code)
	}
	if a := h.call("POST", "/v1/imports/none:cancel", "{}"); a.code != http.StatusNotFound {
		t.Errorf("cancel an unknown import: %d %s", a.code, a.text)
	}
}

func TestImportOverGRPC(t *testing.T) {
	h := open(t, 0)
	stream, err := guituv1.NewImportServiceClient(h.conn).CreateImport(withToken(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	for _, msg := range []*guituv1.CreateImportRequest{
		{Kind: guituv1.Side_NOTICES, Format: "JSONL", Chunk: []byte(rows[:10])}, {Chunk: []byte(rows[10:50])}, {}, {Chunk: []byte(rows[50:])},
	} {
		if err := stream.Send(msg); err != nil {
			t.Fatal(err)
		}
	}
	imp, err := stream.CloseAndRecv()
	if err != nil {
		t.Fatal(err)
	}
	if done := h.imported(imp.GetName()); done["created"] != 1.0 || done["failed"] != 2.0 {
		t.Errorf("got %v", done)
	}
}

func TestImportThatIsTooLarge(t *testing.T) {
	h := open(t, 1<<20)
	noise := make([]byte, 3<<20)
	if _, err := rand.Read(noise); err != nil {
		t.Fatal(err)
	}
	if a := h.call("POST", "/v1/imports?kind=NOTICES&format=JSONL", noise); a.code != http.StatusBadRequest {
		t.Errorf("got %d %s", a.code, a.text)
	}
	h.noImports()
}

// A caller that leaves in the middle of a file must not leave half an import.
func TestImportThatIsCutOff(t *testing.T) {
	h := open(t, 0)
	conn, err := net.Dial("tcp", strings.TrimPrefix(h.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Fprintf(conn, "POST /v1/imports?kind=NOTICES&format=JSONL HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Length: 9999\r\n\r\n%s", token, rows); err != nil {
		t.Fatal(err)
	}
	time.Sleep(100 * time.Millisecond) // let the first bytes arrive
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(300 * time.Millisecond) // an import would be there by now
	h.noImports()
	if list, _ := h.must("GET", "/v1/notices", nil)["notices"].([]any); len(list) != 0 {
		t.Errorf("half a file was taken in: %v", list)
	}
}

func (h *house) noImports() {
	h.t.Helper()
	if list, err := h.store.RunningImports(h.t.Context()); err != nil || len(list) != 0 {
		h.t.Errorf("imports were left behind: %v, %v", list, err)
	}
}

// TestListImports lists imports page by page, to each caller their own.
func TestListImports(t *testing.T) {
	h := open(t, 0)
	police := h.person("imports-police", "POLICE", ownAreas)
	for range 3 {
		h.imported(h.must("POST", "/v1/imports?kind=NOTICES&format=JSONL", []byte(rows))["name"].(string))
	}
	mine := h.as(police, "POST", "/v1/imports?kind=NOTICES&format=JSONL", []byte(rows)).json(t)["name"].(string)
	h.imported(mine)
	names := func(answer obj) (names []string) {
		for _, imp := range answer["imports"].([]any) {
			names = append(names, imp.(obj)["name"].(string))
		}
		return names
	}
	first := h.must("GET", "/v1/imports?pageSize=3", nil)
	if got := names(first); len(got) != 3 || got[0] != mine || first["nextPageToken"] != got[2] {
		t.Errorf("the first page is %v", first)
	}
	last := h.must("GET", "/v1/imports?pageSize=3&pageToken="+first["nextPageToken"].(string), nil)
	if got := names(last); len(got) != 1 || last["nextPageToken"] != nil {
		t.Errorf("the last page is %v", last)
	}
	if got := names(h.as(police, "GET", "/v1/imports", nil).json(t)); len(got) != 1 || got[0] != mine {
		t.Errorf("the police see %v", got)
	}
	if got := names(h.must("GET", "/v1/imports?state=RUNNING", nil)); len(got) != 0 {
		t.Errorf("%v still run", got)
	}
}

// A search and an inspection take a picture as a form; what they say of it is the same.
func TestSearchesAsForms(t *testing.T) {
	h := open(t, 0)
	h.must("POST", "/v1/notices", notice("N-1"))
	person := `{"names":[{"text":"徐华栋","kind":"HEARD"}]}`
	body, kind := form(t, "photo", string(jpeg), "takenDate", "2020", "side", "NOTICES", "person", person, "eventPlace", "成都市", "pageSize", "5", "summaries", "true")
	a := h.call("POST", "/v1/matches:search", body, "Content-Type", kind)
	if a.code != http.StatusOK || len(list(a, t, "matches")) != 1 {
		t.Fatalf("%d %s", a.code, a.text)
	}
	in := a.json(t)
	match := in["matches"].([]any)[0].(obj)
	if photo := in["photo"].(obj); photo["finding"] != "NO_FACE" || photo["takenDate"] != "2020" || photo["content"] != nil ||
		!strings.Contains(in["remark"].(string), "没有找到人脸") || in["remarkEn"] == "" || match["faceNotCompared"] != true || match["other"] == nil {
		t.Errorf("%s", a.text)
	}
	body, kind = form(t, "file", string(jpeg), "side", "NOTICES")
	if a := h.call("POST", "/v1/matches:search", body, "Content-Type", kind); a.code != http.StatusOK || len(list(a, t, "matches")) != 0 ||
		!strings.Contains(a.json(t)["remark"].(string), "不列候选") {
		t.Errorf("a photo without a face and nothing else: %d %s", a.code, a.text)
	}
	for what, c := range map[string]struct {
		fields []string
		field  string
	}{
		"no side":       {[]string{"photo", string(jpeg)}, "side"},
		"an odd side":   {[]string{"photo", string(jpeg), "side", "LEFT"}, "side"},
		"two pictures":  {[]string{"photo", string(jpeg), "file", string(jpeg), "side", "NOTICES"}, "file"},
		"broken person": {[]string{"side", "NOTICES", "person", "{"}, "person"},
		"unknown":       {[]string{"side", "NOTICES", "nose", "x"}, "nose"},
		"no picture":    {[]string{"side", "NOTICES", "photo", "GIF"}, "photo.content"},
	} {
		body, kind := form(t, c.fields...)
		if a := h.call("POST", "/v1/matches:search", body, "Content-Type", kind); a.code != http.StatusBadRequest || a.violation(t) != c.field {
			t.Errorf("%s: %d %s", what, a.code, a.text)
		}
	}
	body, kind = form(t, "photo", string(jpeg))
	if a := h.call("POST", "/v1/photos:inspect", body, "Content-Type", kind); a.code != http.StatusOK || a.json(t)["finding"] != "NO_FACE" {
		t.Errorf("inspect: %d %s", a.code, a.text)
	}
}

// A picture of a format that is not taken is refused on every way in, with what to do.
func TestFormatsThatAreNotTaken(t *testing.T) {
	h := open(t, 0)
	owner := h.must("POST", "/v1/records", obj{"person": obj{}})["name"].(string)
	taken := string(heic)
	body, kind := form(t, "photo", taken)
	search, searchKind := form(t, "photo", taken, "side", "NOTICES")
	for title, a := range map[string]answer{
		"a new record":   h.call("POST", "/v1/records", obj{"person": obj{}, "photos": []any{obj{"content": heic}}}),
		"a new notice":   h.call("POST", "/v1/notices", obj{"person": obj{}, "photos": []any{obj{"content": heic}}}),
		"a photo":        h.call("POST", "/v1/"+owner+"/photos", obj{"content": heic}),
		"a form":         h.call("POST", "/v1/"+owner+"/photos", body, "Content-Type", kind),
		"a search":       h.call("POST", "/v1/matches:search", obj{"photo": obj{"content": heic}, "side": "NOTICES"}),
		"a search form":  h.call("POST", "/v1/matches:search", search, "Content-Type", searchKind),
		"a look":         h.call("POST", "/v1/photos:inspect", obj{"content": heic}),
		"a form to look": h.call("POST", "/v1/photos:inspect", body, "Content-Type", kind),
		"a lead":         h.call("POST", "/v1/leads", obj{"station": "青石站", "place": obj{"text": "桥下"}, "source": "CITIZEN", "photos": []any{obj{"content": heic}}}),
	} {
		if a.code != http.StatusBadRequest || !strings.Contains(a.text, "请存成 JPEG 再传") {
			t.Errorf("%s: %d %s", title, a.code, a.text)
		}
	}
}
