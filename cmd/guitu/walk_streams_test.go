package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"image"
	"image/jpeg"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
)

// The walk's streams: files that are downloaded, alerts that are watched, and the routes of
// REST, some of which are written by hand.

// asked reports whether a method is asked about a resource: imports and exports have methods
// of their own, and are asked about nowhere else.
func asked(m protoreflect.MethodDescriptor, name string) bool {
	for prefix, service := range map[string]protoreflect.Name{"imports/": "ImportService", "exports/": "ExportService"} {
		if strings.HasPrefix(name, prefix) {
			return m.Parent().Name() == service
		}
	}
	return !isProceeding(name) || slices.Contains(proceedingServices, m.Parent().Name())
}

// stream calls a method that answers with a stream, and returns all that the caller hears.
func (w *walk) stream(ctx context.Context, path string, m protoreflect.MethodDescriptor, request proto.Message) (string, codes.Code) {
	stream, err := w.conn.conn.NewStream(ctx, &grpc.StreamDesc{ServerStreams: true}, path)
	if err == nil {
		err = errors.Join(stream.SendMsg(request), stream.CloseSend())
	}
	var heard strings.Builder
	for err == nil {
		answer := dynamicpb.NewMessage(m.Output())
		if err = stream.RecvMsg(answer); err == nil {
			heard.WriteString(shown(answer))
		}
	}
	if errors.Is(err, io.EOF) {
		return heard.String(), codes.OK
	}
	s := status.Convert(err)
	return heard.String() + s.Message(), s.Code()
}

// shown is a message as text, with bytes as what they are.
func shown(m proto.Message) string {
	var raw strings.Builder
	m.ProtoReflect().Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		if f.Kind() == protoreflect.BytesKind && !f.IsList() {
			raw.Write(v.Bytes())
		}
		return true
	})
	text, err := protojson.Marshal(m)
	if err != nil {
		return err.Error()
	}
	return string(text) + raw.String()
}

// watched returns the alerts that there were, as the watch tells them.
func (w *walk) watched(token string) string {
	alerts := guituv1.NewAlertServiceClient(w.conn.conn)
	page, err := alerts.ListAlerts(w.as(token), &guituv1.ListAlertsRequest{PageSize: 200})
	if err != nil {
		w.Fatal(err)
	}
	if len(page.GetAlerts()) == 0 {
		w.Errorf("%s has no alert to watch", token)
	}
	ctx, stop := context.WithTimeout(w.as(token), time.Minute)
	defer stop()
	stream, err := alerts.WatchMatches(ctx, &guituv1.WatchMatchesRequest{After: proto.Int64(0)})
	if err != nil {
		w.Fatal(err)
	}
	var heard strings.Builder
	for got := 0; got < len(page.GetAlerts()); {
		m, err := stream.Recv()
		if err != nil {
			w.Fatalf("%d of %d alerts: %v", got, len(page.GetAlerts()), err)
		}
		if m.GetAlert() != nil {
			got++
			heard.WriteString(shown(m))
		}
	}
	return heard.String()
}

// exported returns what the caller gets out of the house as files, by format.
func (w *walk) exported(token string) map[string]string {
	files := map[string]string{}
	for _, format := range []string{"JSONL", "CSV", "PFIF"} { // a table is the same in XLSX
		made, err := w.conn.exports.CreateExport(w.as(token), &guituv1.CreateExportRequest{
			Kind: guituv1.Side_NOTICES, Format: format, Photos: format == "JSONL", Purpose: "核对家属身份",
		})
		if status.Code(err) == codes.PermissionDenied {
			continue
		}
		if err != nil {
			w.Fatal(err)
		}
		for made.GetState() == guituv1.Export_RUNNING {
			time.Sleep(20 * time.Millisecond)
			if made, err = w.conn.exports.GetExport(w.as(token), &guituv1.GetExportRequest{Name: made.GetName()}); err != nil {
				w.Fatal(err)
			}
		}
		stream, err := w.conn.exports.GetExportFile(w.as(token), &guituv1.GetExportFileRequest{Name: made.GetName()})
		if err != nil {
			w.Fatal(err)
		}
		var file bytes.Buffer
		for part, err := stream.Recv(); !errors.Is(err, io.EOF); part, err = stream.Recv() {
			if err != nil {
				w.Fatal(err)
			}
			file.Write(part.GetData())
		}
		if !strings.Contains(file.String(), "柳望舒") {
			w.Errorf("the %s export of %s holds nobody: %.200s", format, token, file.String())
		}
		files["GetExportFile "+format] = file.String()
	}
	return files
}

// fetched returns what every GET of the contract answers over REST, by path.
func (w *walk) fetched(url, token string, f furniture) map[string]string {
	w.Helper()
	get := func(path string) (int, string) {
		ctx, stop := context.WithTimeout(w.Context(), 10*time.Second)
		defer stop()
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, url+path, nil)
		if err != nil {
			w.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+token)
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			w.Fatalf("GET %s: %v", path, err)
		}
		defer func() { _ = res.Body.Close() }()
		if strings.HasPrefix(res.Header.Get("Content-Type"), "text/event-stream") {
			return res.StatusCode, w.events(res.Body, token)
		}
		text, err := io.ReadAll(res.Body)
		if err != nil {
			w.Fatalf("GET %s: %v", path, err)
		}
		return res.StatusCode, string(text)
	}
	_, raw := get("/openapi.json")
	var doc struct {
		Paths map[string]map[string]any
	}
	if err := json.Unmarshal([]byte(raw), &doc); err != nil {
		w.Fatal(err)
	}
	names := map[string]string{"notice": f.notice, "photo": f.photo, "record": f.hidden[0], "case": f.hidden[1], "takedown": f.hidden[2], "import": f.hidden[3], "export": f.hidden[4]}
	variable := regexp.MustCompile(`\{(\w+)\}`)
	heard, answered := map[string]string{}, 0
	for path, methods := range doc.Paths {
		if methods["get"] == nil || strings.HasPrefix(path, "/v1/oidc/") {
			continue
		}
		filled := variable.ReplaceAllStringFunc(path, func(v string) string {
			_, id, _ := strings.Cut(names[strings.Trim(v, "{}")], "/")
			if id == "" {
				id = "1"
			}
			return id
		})
		switch {
		case strings.HasSuffix(path, "searchText"), strings.HasSuffix(path, "places:complete"):
			filled += "?query=13912345678"
		case path == "/v1/matches:watch":
			filled += "?after=0"
		}
		code, text := get(filled)
		if heard[path] = text; code == http.StatusOK {
			answered++
		}
	}
	if answered < 15 || heard["/v1/photos/{photo}"] == "" {
		w.Errorf("only %d paths answered %s", answered, token)
	}
	return heard
}

// events reads as many events as there are alerts.
func (w *walk) events(body io.Reader, token string) string {
	page, err := guituv1.NewAlertServiceClient(w.conn.conn).ListAlerts(w.as(token), &guituv1.ListAlertsRequest{PageSize: 200})
	if err != nil {
		w.Fatal(err)
	}
	var heard bytes.Buffer
	buffer := make([]byte, 4096)
	for strings.Count(heard.String(), "event: match") < len(page.GetAlerts()) || !bytes.HasSuffix(heard.Bytes(), []byte("\n\n")) {
		n, err := body.Read(buffer)
		heard.Write(buffer[:n])
		if err != nil {
			w.Fatalf("events: %v after %q", err, heard.String())
		}
	}
	return heard.String()
}

// plantPhoto adds a picture to a file, with the secrets in a comment and behind its end.
func (w *walk) plantPhoto(as context.Context, of string) string {
	w.Helper()
	var picture bytes.Buffer
	if err := jpeg.Encode(&picture, image.NewGray(image.Rect(0, 0, 64, 64)), nil); err != nil {
		w.Fatal(err)
	}
	secret := secretText()
	comment := append([]byte{0xFF, 0xFE, byte((len(secret) + 2) >> 8), byte(len(secret) + 2)}, secret...)
	file := slices.Concat(picture.Bytes()[:2], comment, picture.Bytes()[2:], []byte(secret))
	photo, err := w.conn.photos.CreatePhoto(as, &guituv1.CreatePhotoRequest{Parent: of, Photo: &guituv1.Photo{Content: file}})
	if err != nil {
		w.Fatal(err)
	}
	return photo.GetName()
}

// plantImport uploads rows, of which one is refused with the secrets in it.
func (w *walk) plantImport(as context.Context) string {
	w.Helper()
	row := `{"externalId":"` + hiddenWord + `","person":{"sex":"` + secretText() + `"}}` + "\n"
	stream, err := w.conn.imports.CreateImport(as)
	if err == nil {
		err = errors.Join(stream.Send(&guituv1.CreateImportRequest{Kind: guituv1.Side_NOTICES, Format: "JSONL"}), stream.Send(&guituv1.CreateImportRequest{Chunk: []byte(row)}))
	}
	if err != nil {
		w.Fatal(err)
	}
	made, err := stream.CloseAndRecv()
	for err == nil && made.GetState() == guituv1.Import_RUNNING {
		time.Sleep(20 * time.Millisecond)
		made, err = w.conn.imports.GetImport(as, &guituv1.GetImportRequest{Name: made.GetName()})
	}
	if err != nil || made.GetFailed() != 1 {
		w.Fatalf("import %v: %v", made, err)
	}
	return made.GetName()
}

// plantExport makes a file that holds all of it.
func (w *walk) plantExport(as context.Context) string {
	w.Helper()
	made, err := w.conn.exports.CreateExport(as, &guituv1.CreateExportRequest{Kind: guituv1.Side_NOTICES, Format: "JSONL", Purpose: hiddenWord})
	for err == nil && made.GetState() == guituv1.Export_RUNNING {
		time.Sleep(20 * time.Millisecond)
		made, err = w.conn.exports.GetExport(as, &guituv1.GetExportRequest{Name: made.GetName()})
	}
	if err != nil || made.GetState() != guituv1.Export_DONE {
		w.Fatalf("export %v: %v", made, err)
	}
	return made.GetName()
}

// raiseAlert makes an alert for area 42: of a record there, and of a notice with a name that is
// like no other's, and with the secrets everywhere else.
func (w *walk) raiseAlert(secret *guituv1.Notice) {
	w.Helper()
	name := []*guituv1.PersonName{{Text: "慕容听雪", Kind: guituv1.PersonName_LEGAL}}
	secret.ExternalId, secret.Person.Names = "alert", name
	_, err := w.conn.notices.CreateNotice(w.as("POLICE 51"), &guituv1.CreateNoticeRequest{Notice: secret})
	if err == nil {
		_, err = w.conn.records.CreateRecord(w.as("STATION 42"), &guituv1.CreateRecordRequest{Record: &guituv1.Record{
			FoundDate: "2024-01-05", FoundPlace: &guituv1.Place{Text: "湖北省武汉市武昌区", Code: "420106"},
			Person: &guituv1.Person{Names: name, Sex: secret.GetPerson().GetSex(), BirthDate: secret.GetPerson().GetBirthDate(), NativePlace: &guituv1.Place{Text: "四川省成都市武侯区"}},
		}})
	}
	if err != nil {
		w.Fatal(err)
	}
	eventually(w, "an alert is raised", func() bool {
		page, err := guituv1.NewAlertServiceClient(w.conn.conn).ListAlerts(w.as("STATION 42"), &guituv1.ListAlertsRequest{})
		if err != nil {
			w.Fatal(err)
		}
		return len(page.GetAlerts()) > 0
	})
}
