package gateway

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// A body that does not come is given up; a connection whose body came goes on.
func TestHalfBodiesEnd(t *testing.T) {
	var got error
	read := make(chan struct{}, 1)
	handler := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, got = io.ReadAll(r.Body)
		read <- struct{}{}
	})
	server := httptest.NewServer(brief(bounded(handler, maxLogin), 200*time.Millisecond))
	defer server.Close()
	var dialer net.Dialer
	conn, err := dialer.DialContext(t.Context(), "tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	send := func(body string) {
		t.Helper()
		if _, err := fmt.Fprintf(conn, "POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n%s", body); err != nil {
			t.Fatal(err)
		}
		<-read
	}
	send("0123456789")
	time.Sleep(300 * time.Millisecond) // longer than a body may take: the next request is not bound by the last
	send("0123456789")
	if got != nil {
		t.Errorf("whole bodies: %v", got)
	}
	send("half")
	if got == nil {
		t.Error("half a body was read as a whole")
	}
	if err := conn.SetReadDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if answers, err := io.ReadAll(conn); err != nil || strings.Count(string(answers), "HTTP/1.1 200") < 2 {
		t.Errorf("the connection of half a body stays: %v, %q", err, answers)
	}
}
