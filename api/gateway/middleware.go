package gateway

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"runtime/debug"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"google.golang.org/grpc/metadata"

	"github.com/guitu-project/guitu/api/auth"
	"github.com/guitu-project/guitu/api/server"
	"github.com/guitu-project/guitu/models"
)

// requestID is what a caller may call its own request in the log.
var requestID = regexp.MustCompile(`^[\w.-]{1,64}$`)

// around names, logs and counts every request, sets the headers that keep a
// browser careful, and survives a panic. The log has no query strings and no
// bodies: both may hold personal data.
func (g *gateway) around(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := r.Header.Get(server.RequestIDHeader)
		if !requestID.MatchString(id) {
			id = rand.Text()
		}
		r.Header.Set(server.RequestIDHeader, id)
		h := w.Header()
		h.Set(server.RequestIDHeader, id)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Content-Security-Policy", "default-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox")
		h.Set("Cache-Control", "no-store")
		if r.TLS != nil {
			h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		}
		seen := &recorder{ResponseWriter: w}
		start := time.Now()
		defer func() {
			if p := recover(); p != nil {
				if p == http.ErrAbortHandler { //nolint:errorlint,err113 // net/http's own sentinel, never wrapped
					panic(p)
				}
				err := fmt.Errorf("panic: %v\n%s", p, debug.Stack())
				if seen.code == 0 {
					g.fail(seen, r, err)
				} else {
					g.Log.ErrorContext(r.Context(), "panic after the answer began", "request", id, "err", err)
				}
			}
			if seen.code == 0 {
				seen.code = http.StatusOK
			}
			g.answers.WithLabelValues(strconv.Itoa(seen.code)).Inc()
			g.Log.InfoContext(r.Context(), "http", "request", id, "method", r.Method, "path", r.URL.Path,
				"code", seen.code, "bytes", seen.bytes, "took", time.Since(start))
		}()
		if text, err := url.QueryUnescape(r.URL.RawQuery); err != nil || !utf8.ValidString(text) {
			g.fail(seen, r, models.Invalid("query", "网址参数不是有效的 UTF-8 文字", "the query string is not UTF-8"))
			return
		}
		next.ServeHTTP(seen, r)
	})
}

// recorder remembers what was answered.
type recorder struct {
	http.ResponseWriter
	code  int
	bytes int64
}

func (w *recorder) WriteHeader(code int) {
	if w.code == 0 {
		w.code = code
	}
	w.ResponseWriter.WriteHeader(code)
}

func (w *recorder) Write(p []byte) (int, error) {
	if w.code == 0 {
		w.code = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(p)
	w.bytes += int64(n)
	return n, err
}

// Unwrap lets net/http reach the writer below.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// requestMetadata returns what goes on to the server besides the Authorization header.
func requestMetadata(_ context.Context, r *http.Request) metadata.MD {
	md := metadata.Pairs(server.RequestIDHeader, r.Header.Get(server.RequestIDHeader), server.AgentHeader, printable(r.UserAgent()))
	if purpose := r.Header.Get(auth.PurposeHeader); purpose != "" {
		md.Set(auth.PurposeHeader, printable(purpose))
	}
	for _, key := range r.Header.Values(server.IdempotencyHeader) {
		if printable(key) != key { // which would make one of two keys
			key = url.PathEscape(key)
		}
		md.Append(server.IdempotencyHeader, key)
	}
	if r.Header.Get(auth.BackgroundHeader) != "" {
		md.Set(auth.BackgroundHeader, "1")
	}
	return md
}

// printable returns what a header of gRPC can carry.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '?'
		}
		return r
	}, text)
}

// outgoing is r's context for a call that the gateway makes itself.
func outgoing(r *http.Request) context.Context {
	md := requestMetadata(r.Context(), r)
	md.Append("authorization", r.Header.Values("Authorization")...)
	return metadata.NewOutgoingContext(r.Context(), md)
}
