package gateway

import (
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"

	"google.golang.org/protobuf/encoding/protojson"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/models"
)

// isForm reports whether a body is multipart/form-data.
func isForm(r *http.Request) bool {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && kind == "multipart/form-data"
}

// searchMatches takes a search as multipart/form-data; any other body is JSON.
func (g *gateway) searchMatches(w http.ResponseWriter, r *http.Request) {
	if !isForm(r) {
		g.transcoder.ServeHTTP(w, r)
		return
	}
	search, err := formSearch(r)
	if err != nil {
		g.fail(w, r, err)
		return
	}
	out, err := g.matches.SearchMatches(outgoing(r), search)
	g.reply(w, r, out, err)
}

// inspectPhoto takes a picture as multipart/form-data; any other body is JSON.
func (g *gateway) inspectPhoto(w http.ResponseWriter, r *http.Request) {
	if !isForm(r) {
		g.transcoder.ServeHTTP(w, r)
		return
	}
	photo, err := formPhoto(r)
	if err != nil {
		g.fail(w, r, err)
		return
	}
	out, err := g.photos.InspectPhoto(outgoing(r), &guituv1.InspectPhotoRequest{Content: photo.GetContent()})
	g.reply(w, r, out, err)
}

// searchFields are the fields of a search's form beside the picture and its date, and
// whether what they hold is JSON.
var searchFields = map[string]bool{"side": false, "eventDate": false, "pageSize": true, "summaries": true, "person": true, "eventPlace": true}

// formSearch reads a search: the picture in photo or file with its takenDate, and the
// request's other fields by their JSON names, person and eventPlace as JSON; a place may be
// its text alone.
func formSearch(r *http.Request) (*guituv1.SearchMatchesRequest, error) {
	photo, fields := &guituv1.Photo{}, map[string]json.RawMessage{}
	err := eachPart(r, func(part *multipart.Part) (err error) {
		isJSON, known := searchFields[part.FormName()]
		if !known {
			return addSearchPhoto(photo, part)
		}
		fields[part.FormName()], err = searchField(part, isJSON)
		return err
	})
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(fields)
	if err != nil {
		return nil, formError(err)
	}
	search := &guituv1.SearchMatchesRequest{}
	if err := protojson.Unmarshal(text, search); err != nil {
		return nil, explain(err, text, search.ProtoReflect().Descriptor())
	}
	if photo.Content != nil || photo.TakenDate != "" {
		search.Photo = photo
	}
	return search, nil
}

func addSearchPhoto(photo *guituv1.Photo, part *multipart.Part) error {
	switch name := part.FormName(); name {
	case "photo", "file", "takenDate":
		return addPart(photo, part)
	default:
		return inputError{Field: name, Text: models.Text{
			Zh: "不认识的表单字段，应为 photo（或 file）、takenDate、side、person、eventDate、eventPlace、pageSize、summaries 之一",
			En: "unknown form field: write photo (or file), takenDate, side, person, eventDate, eventPlace, pageSize, summaries",
		}}
	}
}

// searchField returns a field's JSON.
func searchField(part *multipart.Part, isJSON bool) (json.RawMessage, error) {
	content, err := io.ReadAll(part)
	if err != nil {
		return nil, formError(err)
	}
	name, text := part.FormName(), strings.TrimSpace(strings.ToValidUTF8(string(content), "�"))
	switch {
	case name == "eventPlace" && !strings.HasPrefix(text, "{"):
		return json.Marshal(map[string]string{"text": text})
	case !isJSON:
		return json.Marshal(text)
	case !json.Valid([]byte(text)):
		return nil, inputError{Field: name, Text: models.Text{Zh: "应为 JSON", En: "must be JSON"}}
	}
	return json.RawMessage(text), nil
}
