package gateway

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"strings"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/models"
)

// chunkSize is how many bytes of a file go on to the server at a time.
const chunkSize = 64 << 10

// createImport sends the raw body on as it comes, so that a file of any size
// costs one chunk of memory.
func (g *gateway) createImport(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	head := &guituv1.CreateImportRequest{
		Kind:   guituv1.Side(guituv1.Side_value[strings.ToUpper(query.Get("kind"))]), // unspecified is refused by the server
		Format: strings.ToUpper(query.Get("format")),
		Mode:   query.Get("mode"),
	}
	if text := query.Get("mapping"); text != "" {
		if err := json.Unmarshal([]byte(text), &head.Mapping); err != nil {
			g.fail(w, r, inputError{Field: "mapping", Text: models.Text{Zh: "应为 JSON，如 {\"档案袋颜色\":\"ignore\"}", En: "must be JSON, such as {\"Folder\":\"ignore\"}"}})
			return
		}
	}
	stream, err := g.imports.CreateImport(outgoing(r))
	if err != nil {
		g.fail(w, r, err)
		return
	}
	err = stream.Send(head)
	for err == nil {
		chunk, readErr := nextChunk(r.Body)
		if len(chunk) > 0 {
			err = stream.Send(&guituv1.CreateImportRequest{Chunk: chunk})
		}
		if errors.Is(readErr, io.EOF) {
			break
		}
		if readErr != nil { // leaving ends the call: half a file must not become an import
			g.fail(w, r, fmt.Errorf("read upload: %w", errors.Join(r.Context().Err(), readErr, models.ErrUnavailable)))
			return
		}
	}
	imp, err := stream.CloseAndRecv() // also why the server stopped listening
	g.reply(w, r, imp, err)
}

// nextChunk reads the next chunkSize bytes, fewer only together with an error. It
// is not io.ReadFull, which makes the same error of the end of a file and of a
// caller that left in the middle. Each chunk has bytes of its own: gRPC may still
// be sending the last one.
func nextChunk(body io.Reader) (chunk []byte, err error) {
	chunk = make([]byte, chunkSize)
	n := 0
	for n < len(chunk) && err == nil {
		var more int
		more, err = body.Read(chunk[n:])
		n += more
	}
	return chunk[:n], err
}

// createPhoto takes a photo as multipart/form-data; any other body is JSON.
func (g *gateway) createPhoto(w http.ResponseWriter, r *http.Request) {
	if !isForm(r) {
		g.transcoder.ServeHTTP(w, r)
		return
	}
	photo, err := formPhoto(r)
	if err != nil {
		g.fail(w, r, err)
		return
	}
	parent := strings.TrimSuffix(strings.TrimPrefix(r.URL.Path, "/v1/"), "/photos")
	out, err := g.photos.CreatePhoto(outgoing(r), &guituv1.CreatePhotoRequest{Parent: parent, Photo: photo})
	g.reply(w, r, out, err)
}

func formPhoto(r *http.Request) (*guituv1.Photo, error) {
	photo := &guituv1.Photo{} // without a picture it is refused by the server
	return photo, eachPart(r, func(part *multipart.Part) error { return addPart(photo, part) })
}

// eachPart shows take the parts of a form one after the other.
func eachPart(r *http.Request, take func(*multipart.Part) error) error {
	form, err := r.MultipartReader()
	if err != nil {
		return inputError{Text: models.Text{Zh: "表单写法有误", En: "the form is broken"}}
	}
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return formError(err)
		}
		if err := take(part); err != nil {
			return err
		}
	}
}

func addPart(photo *guituv1.Photo, part *multipart.Part) error {
	content, err := io.ReadAll(part)
	if err != nil {
		return formError(err)
	}
	switch name := part.FormName(); name {
	case "photo", "file":
		if photo.Content != nil {
			return inputError{Field: name, Text: models.Text{Zh: "一次只能传一张照片", En: "one photo at a time"}}
		}
		photo.Content = content
	case "takenDate":
		photo.TakenDate = strings.ToValidUTF8(string(content), "�")
	default:
		return inputError{Field: name, Text: models.Text{Zh: "不认识的表单字段，应为 photo（或 file）和 takenDate", En: "unknown form field: write photo (or file) and takenDate"}}
	}
	return nil
}

// formError says why a form could not be read.
func formError(err error) error {
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
		return overLimit()
	}
	return inputError{Text: models.Text{Zh: "表单写法有误或不完整", En: "the form is broken or incomplete"}}
}

// reply answers what the server said to a call of the gateway's own.
func (g *gateway) reply(w http.ResponseWriter, r *http.Request, m proto.Message, err error) {
	if err != nil {
		g.fail(w, r, err)
		return
	}
	text, err := protojson.Marshal(m)
	if err != nil {
		g.fail(w, r, fmt.Errorf("encode answer: %w", err))
		return
	}
	w.Header().Set("Content-Type", "application/json")
	g.write(r, w, text)
}
