package gateway

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"time"

	"google.golang.org/genproto/googleapis/api/httpbody"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
)

// importErrors downloads the rows of an import that were not taken.
func (g *gateway) importErrors(w http.ResponseWriter, r *http.Request) {
	stream, err := g.imports.GetImportErrorFile(outgoing(r), &guituv1.GetImportErrorFileRequest{Name: "imports/" + r.PathValue("id")})
	if err != nil {
		g.fail(w, r, err)
		return
	}
	g.download(w, r, "import-errors", stream.Recv)
}

// exportFile downloads the file of an export.
func (g *gateway) exportFile(w http.ResponseWriter, r *http.Request) {
	stream, err := g.exports.GetExportFile(outgoing(r), &guituv1.GetExportFileRequest{Name: "exports/" + r.PathValue("id")})
	if err != nil {
		g.fail(w, r, err)
		return
	}
	g.download(w, r, "guitu-export", stream.Recv)
}

// suffixes are those of the files that are downloaded.
var suffixes = map[string]string{
	"text/csv": ".csv", "application/x-ndjson": ".jsonl", "application/xml": ".xml", "application/zip": ".zip",
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}

// download passes a file on as it comes. What goes wrong behind its first bytes ends the
// connection: half a file must not be taken for a whole one.
func (g *gateway) download(w http.ResponseWriter, r *http.Request, name string, next func() (*httpbody.HttpBody, error)) {
	first, err := next()
	if err != nil && !errors.Is(err, io.EOF) {
		g.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", first.GetContentType())
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name + suffixes[first.GetContentType()]}))
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	line := http.NewResponseController(w)
	for body := first; err == nil; body, err = next() {
		if err = line.SetWriteDeadline(time.Now().Add(slowest)); err == nil {
			_, err = w.Write(body.GetData())
		}
		if err != nil {
			break
		}
	}
	if err != nil && !errors.Is(err, io.EOF) {
		g.Log.WarnContext(r.Context(), "a download broke off", "path", r.URL.Path, "err", err)
		panic(http.ErrAbortHandler)
	}
}
