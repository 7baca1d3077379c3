package webhook

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
	"github.com/guitu-project/guitu/models/store/sqlite"
)

var secret = []byte("a secret of thirty-two bytes or more")

// receiver is another system: it answers the codes in turn, the last one for good.
type receiver struct {
	mu     sync.Mutex
	codes  []int
	clock  func() time.Time
	events []event
	bad    []error
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	body, err := io.ReadAll(req.Body)
	var e event
	if err := errors.Join(err, Verify(secret, req.Header, body, r.clock()), json.Unmarshal(body, &e)); err != nil {
		r.bad = append(r.bad, err)
	}
	r.events = append(r.events, e)
	code := r.codes[0]
	if len(r.codes) > 1 {
		r.codes = r.codes[1:]
	}
	w.Header().Set("Location", "http://elsewhere.invalid/")
	w.WriteHeader(code)
}

// desk is a sender and its receiver, on a clock that the test sets.
type desk struct {
	*Sender
	store *sqlite.Store
	ctx   context.Context
	got   *receiver
	now   time.Time
}

func open(t *testing.T, codes ...int) *desk {
	t.Helper()
	st, err := sqlite.Open(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{store: st, ctx: models.WithActor(t.Context(), models.System()), now: time.Date(2026, 5, 1, 8, 0, 0, 0, time.UTC)}
	d.got = &receiver{codes: codes, clock: func() time.Time { return d.now }}
	server := httptest.NewServer(d.got)
	t.Cleanup(func() {
		server.Close()
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	d.Sender, err = New(Config{URL: server.URL, Secret: secret, Store: st, Clock: d.got.clock, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	d.step(t) // from now on
	return d
}

func (d *desk) step(t *testing.T) {
	t.Helper()
	if _, err := d.Sender.step(d.ctx); err != nil {
		t.Fatal(err)
	}
}

func (d *desk) raise(t *testing.T, key string) {
	t.Helper()
	a := &models.Alert{Key: key, Case: "cases/" + key, Match: models.Match{Record: "records/a", Notice: "notices/b", Probability: .75,
		Evidence: []models.Evidence{{RecordValue: "柳望舒"}}}}
	if err := d.store.InTx(d.ctx, func(tx store.Tx) error { return tx.AlertWriter().PutAlert(d.ctx, a) }); err != nil {
		t.Fatal(err)
	}
}

func (d *desk) state(t *testing.T) models.Delivery {
	t.Helper()
	all, err := d.store.Deliveries(d.ctx, "", 10)
	if err != nil || len(all) != 1 {
		t.Fatalf("deliveries %+v, %v", all, err)
	}
	return all[0]
}

// An alert is sent until it is taken, each time signed anew, and once only.
func TestRetry(t *testing.T) {
	d := open(t, 500, 302, 204)
	d.raise(t, "k")
	d.step(t)
	if s := d.state(t); s.State != models.DeliveryWaiting || s.Attempts != 1 || !s.Next.Equal(d.now.Add(backoff[0])) || !strings.Contains(s.Error, "500") {
		t.Errorf("after an error: %+v", s)
	}
	d.step(t) // too early
	for range 5 {
		d.now = d.now.Add(backoff[1])
		d.step(t)
	}
	if s := d.state(t); s.State != models.DeliveryDone || s.Attempts != 3 || s.Error != "" {
		t.Errorf("in the end: %+v", s)
	}
	if len(d.got.events) != 3 || len(d.got.bad) > 0 {
		t.Fatalf("got %+v, bad %v", d.got.events, d.got.bad)
	}
	if e := d.got.events[2]; e.ID != d.got.events[0].ID || e.Case != "cases/k" || e.Record != "records/a" || e.Notice != "notices/b" || e.Probability != .75 {
		t.Errorf("the event is %+v", e)
	}
}

// What no one takes is given up, and listed.
func TestDead(t *testing.T) {
	d := open(t, 503)
	d.raise(t, "k")
	for range 20 {
		d.step(t)
		d.now = d.now.Add(25 * time.Hour)
	}
	if s := d.state(t); s.State != models.DeliveryDead || s.Attempts != len(backoff)+1 || len(d.got.events) != s.Attempts {
		t.Errorf("%+v after %d posts", s, len(d.got.events))
	}
}

// A sender that starts again sends what it had not, and nothing twice; what was raised
// before there was a webhook is not told.
func TestRestart(t *testing.T) {
	d := open(t, 200)
	d.raise(t, "one")
	d.raise(t, "two")
	d.step(t)
	again, err := New(d.Config)
	if err != nil {
		t.Fatal(err)
	}
	d.Sender = again
	d.step(t)
	d.raise(t, "three")
	d.step(t)
	if len(d.got.events) != 3 || d.got.events[2].Case != "cases/three" {
		t.Errorf("got %+v", d.got.events)
	}
}

// TestStandard holds the signature against the example of the standard's own libraries.
func TestStandard(t *testing.T) {
	const whsec = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
	h := http.Header{}
	h.Set("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
	h.Set("webhook-timestamp", "1614265330")
	h.Set("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
	if err := Verify([]byte(whsec), h, []byte(`{"test": 2432232314}`), time.Unix(1614265330, 0)); err != nil {
		t.Error(err)
	}
}

func TestVerify(t *testing.T) {
	now, body := time.Unix(1_800_000_000, 0), []byte(`{"id":7}`)
	signed := sign(secret, "7", "1800000000", body)
	header := func(change func(h http.Header)) http.Header {
		h := http.Header{}
		h.Set(IDHeader, "7")
		h.Set(TimestampHeader, "1800000000")
		h.Set(SignatureHeader, signed)
		change(h)
		return h
	}
	set := func(name, value string) http.Header { return header(func(h http.Header) { h.Set(name, value) }) }
	for name, c := range map[string]struct {
		header http.Header
		body   string
		now    time.Time
		ok     bool
	}{
		"as sent":              {header(func(http.Header) {}), string(body), now.Add(time.Minute), true},
		"with another's":       {set(SignatureHeader, sign([]byte("old"), "7", "1800000000", body)+" "+signed), string(body), now, true},
		"replayed later":       {header(func(http.Header) {}), string(body), now.Add(Tolerance + time.Second), false},
		"from the future":      {header(func(http.Header) {}), string(body), now.Add(-Tolerance - time.Second), false},
		"another body":         {header(func(http.Header) {}), `{"id":8}`, now, false},
		"another id":           {set(IDHeader, "8"), string(body), now, false},
		"no id":                {header(func(h http.Header) { h.Del(IDHeader) }), string(body), now, false},
		"another time":         {set(TimestampHeader, "1800000060"), string(body), now, false},
		"no time":              {header(func(h http.Header) { h.Del(TimestampHeader) }), string(body), now, false},
		"no signature":         {header(func(h http.Header) { h.Del(SignatureHeader) }), string(body), now, false},
		"another's secret":     {set(SignatureHeader, sign([]byte("x"), "7", "1800000000", body)), string(body), now, false},
		"another scheme":       {set(SignatureHeader, "v1a"+signed[2:]), string(body), now, false},
		"a number of a number": {set(TimestampHeader, "1e9"), string(body), now, false},
	} {
		t.Run(name, func(t *testing.T) {
			err := Verify(secret, c.header, []byte(c.body), c.now)
			if c.ok != (err == nil) || err != nil && !errors.Is(err, models.ErrUnauthenticated) {
				t.Errorf("error %v, ok is %v", err, c.ok)
			}
		})
	}
}

func TestConfig(t *testing.T) {
	for url, ok := range map[string]bool{
		"https://police.example/hook": true, "http://127.0.0.1:1/hook": true, "http://[::1]:1/": true, "http://localhost/x": true,
		"http://police.example/hook": false, "ftp://police.example": false, "": false, "police.example": false,
	} {
		if _, err := New(Config{URL: url, Secret: secret}); ok != (err == nil) {
			t.Errorf("%q: %v", url, err)
		}
	}
	for text, ok := range map[string]bool{
		"short": false, "whsec_": false, "whsec_c2hvcnQ=": false, "whsec_not base64": false,
		"whsec_" + strings.Repeat("QUFB", 22): false, "whsec_" + strings.Repeat("QUFB", 8): true, strings.Repeat("s", MinSecret): true,
	} {
		if _, err := New(Config{URL: "https://police.example/", Secret: []byte(text)}); ok != (err == nil) || err != nil && !errors.Is(err, models.ErrInvalid) {
			t.Errorf("%q: %v", text, err)
		}
	}
}
