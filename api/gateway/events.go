package gateway

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/models"
)

const watchPath = "/v1/matches:watch"

// slowest is how long a client may leave an event unread before it is let go.
const slowest = 30 * time.Second

// watchMatches tells alerts as Server-Sent Events. A client that comes again sends the
// Last-Event-ID that it got, and misses nothing.
func (g *gateway) watchMatches(w http.ResponseWriter, r *http.Request) {
	after, err := lastEvent(r)
	if err != nil {
		g.fail(w, r, err)
		return
	}
	stream, err := g.alerts.WatchMatches(outgoing(r), &guituv1.WatchMatchesRequest{After: after})
	var first *guituv1.WatchMatchesResponse
	if err == nil {
		first, err = stream.Recv() // a sign of life, or why not
	}
	if err != nil {
		g.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("X-Accel-Buffering", "no") // or a proxy would keep events to itself
	line := http.NewResponseController(w)
	for next := first; err == nil; next, err = stream.Recv() {
		if err = errors.Join(line.SetWriteDeadline(time.Now().Add(slowest)), writeEvent(w, next), line.Flush()); err != nil {
			break
		}
	}
	if status.Code(err) == codes.Unavailable && r.Context().Err() == nil {
		_, ended := io.WriteString(w, comeAgain)
		err = errors.Join(err, ended, line.Flush())
	}
	g.Log.DebugContext(r.Context(), "a watcher left", "err", err)
}

// comeAgain ends the stream of a server that stops: a browser comes again after so many milliseconds.
const comeAgain = ": 请重新连接 (connect again)\nretry: 1000\n\n"

// lastEvent is after which alert a client wants to go on; nil for the next one.
func lastEvent(r *http.Request) (*int64, error) {
	text := cmp.Or(r.Header.Get("Last-Event-ID"), r.URL.Query().Get("after"))
	if text == "" {
		return nil, nil //nolint:nilnil // nothing was asked for
	}
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return nil, inputError{Field: "after", Text: models.Text{Zh: "应为事件编号", En: "must be the id of an event"}}
	}
	return &id, nil
}

// writeEvent writes an alert, or a comment that keeps the line open.
func writeEvent(w io.Writer, m *guituv1.WatchMatchesResponse) error {
	if m.GetAlert() == nil {
		_, err := io.WriteString(w, ": beat\n\n")
		return err
	}
	text, err := protojson.Marshal(m.GetAlert())
	if err != nil {
		return fmt.Errorf("encode alert: %w", err)
	}
	_, err = fmt.Fprintf(w, "id: %d\nevent: match\ndata: %s\n\n", m.GetAlert().GetId(), text)
	return err
}
