package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/api/webhook"
)

// events reads the Server-Sent Events of a path until ctx ends, and hands out the
// data of each that is an alert, with its id.
func (p *process) events(ctx context.Context, lastID string) <-chan object {
	p.Helper()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+p.http+"/v1/matches:watch", nil)
	if err != nil {
		p.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+p.token)
	if lastID != "" {
		req.Header.Set("Last-Event-ID", lastID)
	}
	res, err := http.DefaultClient.Do(req) //nolint:bodyclose // closed if it is read
	if err != nil {
		p.Fatal(err)
	}
	if kind := res.Header.Get("Content-Type"); res.StatusCode != http.StatusOK || kind != "text/event-stream" {
		p.Fatalf("watch: %d %s", res.StatusCode, kind)
	}
	found := make(chan object, 100)
	go func() { // ends with ctx, or with the service
		defer close(found)
		defer func() { _ = res.Body.Close() }()
		id := ""
		for lines := bufio.NewScanner(res.Body); lines.Scan(); {
			if v, ok := strings.CutPrefix(lines.Text(), "id: "); ok {
				id = v
			}
			if v, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				o := decode(p, []byte(v))
				o["sseID"] = id
				found <- o
			}
		}
	}()
	return found
}

// next returns the next event, or the test's end.
func next(t testing.TB, events <-chan object) object {
	t.Helper()
	select {
	case e := <-events:
		return e
	case <-time.After(20 * time.Second):
		t.Fatal("no event came")
		return nil
	}
}

// A new record is matched at once, becomes a case that Guitu proposes, and is told to
// those who watch; nothing is told twice, not after a restart either.
func TestAlerts(t *testing.T) {
	data := t.TempDir()
	o := openOffice(t, data)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	events := o.events(ctx, "")
	r, n := o.pair("1", "许花东", "徐华栋（音）")
	e := next(t, events)
	name := str(e, "case")
	if str(e, "match.record") != r || str(e, "match.notice") != n || str(e, "id") != str(e, "sseID") || name == "" {
		t.Fatalf("the event is %v", e)
	}
	c := o.must("GET", "/v1/"+name, nil)
	if str(c, "state") != "PROPOSED" || str(c, "history.0.actor") != "guitu" || !strings.Contains(str(c, "history.0.story"), "系统提出") {
		t.Errorf("the case is %v", c)
	}
	// Touched without a change in substance, and the same again after a restart: nothing.
	o.must("PATCH", "/v1/"+r, object{"externalId": "r1-b"})
	o.close()
	o = openOffice(t, data)
	o.must("PATCH", "/v1/"+r, object{"externalId": "r1-c"})
	// A second pair is told, and by id everything after the first.
	r2 := str(o.must("POST", "/v1/records", with(aRecord("r2", "白鹭洲"), "person.accent", "山东口音")), "name")
	n2 := str(o.must("POST", "/v1/notices", with(aNotice("n2", "白鹭洲"), "person.nativePlace", object{"text": "山东省济南市历下区"})), "name")
	ctx2, cancel2 := context.WithCancel(t.Context())
	defer cancel2()
	e2 := next(t, o.events(ctx2, str(e, "id")))
	if str(e2, "match.record") != r2 || str(e2, "match.notice") != n2 {
		t.Fatalf("after the restart: %v", e2)
	}
	all := o.must("GET", "/v1/alerts", nil)
	if length(all, "alerts") != 2 {
		t.Errorf("alerts: %v", all)
	}
	again := o.events(ctx2, "0")
	if first, second := next(t, again), next(t, again); str(first, "id") != str(e, "id") || str(second, "id") != str(e2, "id") {
		t.Errorf("from the beginning: %v, %v", first["id"], second["id"])
	}
	for _, bad := range []string{"-1", "x"} {
		if code, answer := o.call("GET", "/v1/matches:watch?after="+bad, nil); code != http.StatusBadRequest {
			t.Errorf("after=%s: %d %v", bad, code, answer)
		}
	}
}

// A pair that was rejected without biology is proposed again when a side has changed in
// substance, in the same case, and told once more.
func TestRejectedPairReturns(t *testing.T) {
	o := openOffice(t, t.TempDir())
	events := o.events(t.Context(), "")
	r, _ := o.pair("1", "许花东", "徐华栋（音）")
	name := str(next(t, events), "case")
	o.as("bo").must("POST", "/v1/"+name+":reject", object{"reason": "家属说不像"})
	o.must("PATCH", "/v1/"+r, object{"circumstances": "自述家住武侯祠附近"})
	e := next(t, events)
	c := o.must("GET", "/v1/"+name, nil)
	if str(e, "case") != name || str(e, "match.decision") != "REJECTED_BEFORE_CHANGE" || str(c, "state") != "PROPOSED" || str(c, "history.2.kind") != "RETURN" {
		t.Errorf("the event is %v, the case %v", e, c["history"])
	}
	o.as("bo").must("POST", "/v1/"+name+":reject", object{"reason": "仍然不像"})
	o.must("PATCH", "/v1/"+r, object{"externalId": "r1-b"}) // nothing of substance
	r2, _ := o.pair("2", "白鹭洲", "白鹭洲")
	if e := next(t, events); str(e, "match.record") != r2 {
		t.Errorf("told again: %v", e)
	}
}

// The stream over gRPC, and that a service that ends does not wait for it.
func TestWatchMatches(t *testing.T) {
	o := openOffice(t, t.TempDir())
	service, err := dial(addresses{GRPC: o.grpc}, "badge-ann")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = service.Close() }()
	stream, err := guituv1.NewAlertServiceClient(service.conn).WatchMatches(service.as(t.Context()), &guituv1.WatchMatchesRequest{})
	if err != nil {
		t.Fatal(err)
	}
	if beat, err := stream.Recv(); err != nil || beat.GetAlert() != nil {
		t.Fatalf("the first sign of life: %v, %v", beat, err)
	}
	r, _ := o.pair("1", "许花东", "徐华栋（音）")
	got, err := stream.Recv()
	if err != nil || got.GetAlert().GetMatch().GetRecord() != r {
		t.Fatalf("%v, %v", got, err)
	}
	events := o.events(t.Context(), "")
	begin := time.Now()
	o.close()
	if took := time.Since(begin); took > graceful/2 {
		t.Errorf("the service waited %v for watchers", took)
	}
	if _, err := stream.Recv(); err == nil {
		t.Error("the stream goes on without a service")
	}
	if e, open := <-events; open {
		t.Errorf("the events go on: %v", e)
	}
}

// A surname alone, one syllable or a face alone is no alert; twins are one, with the
// reason said. Those are followed by a pair that does raise, to know that they were seen, and
// that the record of the twins is the last file that is looked at.
func TestWhatRaisesAnAlert(t *testing.T) {
	o := openOffice(t, t.TempDir())
	events := o.events(t.Context(), "")
	face := make([]float32, 512)
	face[0] = 1
	photo := []object{{"faces": []object{{"embedding": face, "model": "fr-feature-v1", "quality": .9}}}}
	o.must("POST", "/v1/notices", object{"externalId": "f", "source": "s", "person": object{"sex": "MALE"}, "photos": photo})
	o.must("POST", "/v1/records", object{"externalId": "f", "station": "s", "person": object{"sex": "MALE"}, "photos": photo})
	o.must("POST", "/v1/notices", object{"externalId": "w", "source": "s", "person": object{"names": []object{{"text": "老仉"}}, "sex": "MALE"}})
	o.must("POST", "/v1/records", object{"externalId": "w", "station": "s", "person": object{"names": []object{{"text": "老仉", "kind": "HEARD"}}, "sex": "MALE"}})
	o.must("POST", "/v1/notices", with(aNotice("twin", "许花栋"), "person.birthDate", "1980-05-03"))
	n := str(o.must("POST", "/v1/notices", with(aNotice("n1", "许花东"), "person.birthDate", "1980-05-03")), "name")
	seen, _ := o.pair("seen", "仇德胜", "仇德胜")
	if e := next(t, events); str(e, "match.record") != seen {
		t.Fatalf("the first alert is %v", e)
	}
	r := str(o.must("POST", "/v1/records", aRecord("r1", "许花东")), "name")
	e := next(t, events)
	if str(e, "match.record") != r || str(e, "match.notice") != n {
		t.Fatalf("the second alert is %v", e)
	}
	if !strings.Contains(fmt.Sprint(e["reasons"]), "双胞胎") {
		t.Errorf("the twin is not said: %v", e["reasons"])
	}

	// Nor is the twin forgotten if the notice comes last.
	born := func(n object) object { return with(n, "person.birthDate", "1991-11-23") }
	o.must("POST", "/v1/records", aRecord("r2", "仉文东"))
	o.must("POST", "/v1/notices", born(aNotice("twin2", "仉文栋")))
	n = str(o.must("POST", "/v1/notices", born(aNotice("n2", "仉文东"))), "name")
	for e = next(t, events); str(e, "match.notice") != n; {
		e = next(t, events)
	}
	if !strings.Contains(fmt.Sprint(e["reasons"]), "双胞胎") {
		t.Errorf("the twin is not said of a notice that came last: %v", e["reasons"])
	}
}

// The webhook tells what is raised, of the operator's flags.
func TestWebhook(t *testing.T) {
	const whsec = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
	var got atomic.Int64
	hook := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if errors.Join(err, webhook.Verify([]byte(whsec), r.Header, body, time.Now())) == nil {
			got.Add(1)
		}
	}))
	defer hook.Close()
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte(whsec+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	o := &office{process: process{TB: t, token: "badge-ann"}}
	c := serveCmd{dataFlags: dataFlags{Data: t.TempDir(), Models: t.TempDir()}, HTTP: "127.0.0.1:0", GRPC: "127.0.0.1:0", tokens: badges{}, WebhookURL: hook.URL, WebhookSecret: secret}
	o.open(c)
	t.Cleanup(o.close)
	o.pair("1", "许花东", "徐华栋（音）")
	eventually(t, "the webhook is told", func() bool { return got.Load() == 1 })
	eventually(t, "the delivery is done", func() bool {
		return length(o.must("GET", "/v1/deliveries?state=DONE", nil), "deliveries") == 1
	})
	if code, _ := o.call("POST", "/v1/deliveries/1:retry", object{}); code != http.StatusNotFound {
		t.Errorf("a delivery that is not dead is sent again: %d", code)
	}
	if err := os.Chmod(secret, 0o644); err != nil {
		t.Fatal(err)
	}
	c.Data = t.TempDir()
	if s, err := start(context.Background(), c, slog.New(slog.DiscardHandler)); err == nil {
		_ = s.Close()
		t.Error("a secret that others may read is taken")
	}
}
