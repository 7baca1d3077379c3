package gateway

import (
	"errors"
	"io"
	"net/http"
	"time"
)

// How long a body may take: between two of its parts, and as a whole when it is a
// stranger's.
const (
	bodyPause  = 30 * time.Second
	briefWhole = 30 * time.Second
)

// brief ends a body that has not come as a whole in time: nothing is known of its
// sender.
func brief(next http.Handler, whole time.Duration) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength != 0 {
			r.Body = &timedBody{ReadCloser: r.Body, line: http.NewResponseController(w), until: time.Now().Add(whole)}
		}
		next.ServeHTTP(w, r)
	})
}

// steady ends a body of which nothing came for a while.
func steady(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, timed := r.Body.(*timedBody); r.ContentLength != 0 && !timed {
			r.Body = &timedBody{ReadCloser: r.Body, line: http.NewResponseController(w)}
		}
		next.ServeHTTP(w, r)
	})
}

// timedBody is a body whose connection is given up when it does not come.
type timedBody struct {
	io.ReadCloser
	line  *http.ResponseController
	until time.Time // zero: bodyPause after each read
}

func (b *timedBody) Read(p []byte) (int, error) {
	until := b.until
	if until.IsZero() {
		until = time.Now().Add(bodyPause)
	}
	if err := b.deadline(until); err != nil {
		return 0, err
	}
	n, err := b.ReadCloser.Read(p)
	if errors.Is(err, io.EOF) { // what comes after the body is no part of it
		if e := b.deadline(time.Time{}); e != nil {
			return n, e
		}
	}
	return n, err
}

func (b *timedBody) deadline(t time.Time) error {
	if err := b.line.SetReadDeadline(t); !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	return nil
}
