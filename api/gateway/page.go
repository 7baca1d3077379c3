package gateway

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/guitu-project/guitu/api/web"
)

// pagePolicy lets the page load what this service serves and nothing else: no script or
// style inside its HTML, no other host. Pictures may also be of the browser's own
// making, such as the preview of one that is about to be sent.
const pagePolicy = "default-src 'none'; object-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; " +
	"font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// pageFeatures lets the page ask for the camera, the microphone and where a patrol is, and
// for nothing else that a browser could give away.
const pageFeatures = "camera=(self), microphone=(self), geolocation=(self), payment=(), usb=()"

// How long a browser may keep a file of the page: one whose name changes with its
// content, and any other.
const (
	keepForever = "public, max-age=31536000, immutable"
	askAgain    = "no-cache"
)

// page serves the built page: its files by their names, and its entry at / and at every
// other address that a browser opens, since the page itself knows what stands there.
type page struct {
	files fs.FS
	next  http.Handler // answers what is no address of the page
}

func newPage(next http.Handler) (*page, error) {
	files, _, err := web.Files()
	if err != nil {
		return nil, err
	}
	if _, err := fs.Stat(files, "index.html"); err != nil {
		return nil, fmt.Errorf("entry of the page: %w", err)
	}
	return &page{files: files, next: next}, nil
}

func (p *page) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		p.next.ServeHTTP(w, r)
	case p.has(name):
		p.serve(w, r, name)
	case name == "" && takesAny(r):
		p.serve(w, r, "index.html")
	case strings.HasPrefix(name, "v1/") || !strings.Contains(r.Header.Get("Accept"), "text/html"):
		p.next.ServeHTTP(w, r)
	default:
		p.serve(w, r, "index.html")
	}
}

// takesAny reports whether a client takes what it is given, as a browser does, and a
// simple client or a check of whether the service is there that names no type.
func takesAny(r *http.Request) bool {
	accept := r.Header.Get("Accept")
	return accept == "" || strings.Contains(accept, "*/*") || strings.Contains(accept, "text/")
}

// has reports whether the page has a file of this name to give.
func (p *page) has(name string) bool {
	info, err := fs.Stat(p.files, name)
	return err == nil && info.Mode().IsRegular() && !strings.HasSuffix(name, ".gz")
}

// serve sends a file, compressed if the build has it so and the browser takes it.
func (p *page) serve(w http.ResponseWriter, r *http.Request, name string) {
	content, err := fs.ReadFile(p.files, name)
	if err != nil { // has saw it
		p.next.ServeHTTP(w, r)
		return
	}
	h, sum := w.Header(), sha256.Sum256(content)
	h.Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
	h.Set("Content-Security-Policy", pagePolicy)
	h.Set("Permissions-Policy", pageFeatures)
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cache-Control", askAgain)
	if strings.HasPrefix(name, "assets/") {
		h.Set("Cache-Control", keepForever)
	}
	h.Set("ETag", `"`+hex.EncodeToString(sum[:8])+`"`)
	h.Set("Vary", "Accept-Encoding")
	if small, err := fs.ReadFile(p.files, name+".gz"); err == nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		h.Set("ETag", `"`+hex.EncodeToString(sum[:8])+`-gzip"`)
		content = small
	}
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(content))
}
