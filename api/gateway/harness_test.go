package gateway_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"google.golang.org/grpc"

	"github.com/guitu-project/guitu/api/auth"
	"github.com/guitu-project/guitu/api/gateway"
	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/api/server"
	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/exchange"
	"github.com/guitu-project/guitu/models/exchange/csv"
	"github.com/guitu-project/guitu/models/exchange/jsonl"
	"github.com/guitu-project/guitu/models/exchange/xlsx"
	"github.com/guitu-project/guitu/models/store"
	"github.com/guitu-project/guitu/models/store/sqlite"
)

const token = "a-token-for-tests-that-nobody-else-has"

// house is a whole service without its real index and eyes.
type house struct {
	t      testing.TB
	url    string
	dir    string // of the store
	conn   *grpc.ClientConn
	server *server.Server
	store  store.Store
	index  *memory
	ready  error
	log    *lockedBuffer
	ahead  atomic.Int64 // nanoseconds by which the clock of the accounts is ahead
}

// open starts a house on a store of its own; limit is the largest import in bytes.
func open(t testing.TB, limit int64) *house {
	t.Helper()
	return openWith(t, limit, nil)
}

// openWith is open with people whom a provider lets in, if oidc is not nil; url is
// the house's own.
func openWith(t testing.TB, limit int64, oidc func(url string, accounts *auth.Accounts) *auth.OIDC) *house {
	t.Helper()
	dir := t.TempDir()
	st, err := sqlite.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Errorf("close store: %v", err)
		}
	})
	return openOn(t, st, dir, limit, oidc)
}

// openOn is openWith on a store in dir, which another house may have, too.
func openOn(t testing.TB, st store.Store, dir string, limit int64, oidc func(url string, accounts *auth.Accounts) *auth.OIDC) *house {
	t.Helper()
	web := httptest.NewUnstartedServer(nil)
	h := &house{t: t, dir: dir, store: st, index: &memory{source: st, all: map[string]models.Subject{}}, log: &lockedBuffer{}}
	log := slog.New(slog.NewTextHandler(h.log, nil))
	service := matcher.New(matcher.Config{Formats: []exchange.Format{jsonl.Format(), csv.Format(), xlsx.Format()},
		Store: st, Index: h.index, Photos: eyes{}, Scorer: feature.NewScorer(feature.DefaultParams()), Log: log,
	})
	ctx, cancel := context.WithCancel(context.Background())
	running := make(chan error, 1)
	go func() { running <- service.Run(ctx) }()

	accounts := auth.NewAccounts(st, auth.AdminToken(token), func() time.Time { return time.Now().Add(time.Duration(h.ahead.Load())) })
	guard := auth.NewGuard(accounts, server.Rights(), st)
	ready := func() error { return h.ready }
	metrics := prometheus.NewRegistry()
	srv := server.New(server.Config{Service: service, Accounts: accounts, Guard: guard, System: still{}, Parameters: still{}, Ready: ready, Metrics: metrics, Log: log, MaxImport: limit})
	h.server = srv
	var err error
	if h.conn, err = srv.Dial(); err != nil {
		t.Fatal(err)
	}
	h.url = "http://" + web.Listener.Addr().String()
	var people *auth.OIDC
	if oidc != nil {
		people = oidc(h.url, accounts)
	}
	handler, err := gateway.New(gateway.Config{Conn: h.conn, OIDC: people, Guard: guard, Checks: h.checks, Metrics: metrics, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	web.Config.Handler = handler
	web.Start()
	t.Cleanup(func() {
		web.Close()
		srv.Shutdown(context.Background())
		cancel()
		if err := <-running; err != nil && ctx.Err() == nil {
			t.Errorf("service ended: %v", err)
		}
		if err := h.conn.Close(); err != nil {
			t.Errorf("close connection: %v", err)
		}
	})
	return h
}

// answer is what came back over HTTP.
type answer struct {
	code   int
	text   string
	header http.Header
}

// json reads the answer's JSON object.
func (a answer) json(t testing.TB) map[string]any {
	t.Helper()
	var v map[string]any
	if err := json.Unmarshal([]byte(a.text), &v); err != nil {
		t.Fatalf("answer %d %q is no JSON object: %v", a.code, a.text, err)
	}
	return v
}

// violation returns the field of the first violation in an error, or "none".
func (a answer) violation(t testing.TB) string {
	t.Helper()
	details, _ := a.json(t)["details"].([]any)
	for _, d := range details {
		list, _ := d.(map[string]any)["fieldViolations"].([]any)
		for _, v := range list {
			field, _ := v.(map[string]any)["field"].(string)
			return field
		}
	}
	return "none"
}

// call sends body (nothing, a string, bytes, a reader, or what becomes JSON) with the token.
func (h *house) call(method, path string, body any, headers ...string) answer {
	h.t.Helper()
	headers = append([]string{"Authorization", "Bearer " + token, "Content-Type", "application/json"}, headers...)
	return h.bare(method, path, body, headers...)
}

// bare sends just these headers.
func (h *house) bare(method, path string, body any, headers ...string) answer {
	h.t.Helper()
	var reader io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		reader = strings.NewReader(b)
	case []byte:
		reader = bytes.NewReader(b)
	case io.Reader:
		reader = b
	default:
		text, err := json.Marshal(b)
		if err != nil {
			h.t.Fatal(err)
		}
		reader = bytes.NewReader(text)
	}
	req, err := http.NewRequestWithContext(h.t.Context(), method, h.url+path, reader)
	if err != nil {
		h.t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		h.t.Fatalf("%s %s: %v", method, path, err)
	}
	defer func() {
		if err := resp.Body.Close(); err != nil {
			h.t.Errorf("close body: %v", err)
		}
	}()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		h.t.Fatalf("%s %s: %v", method, path, err)
	}
	return answer{code: resp.StatusCode, text: string(text), header: resp.Header}
}

// must is call that wants 200 and gives the JSON.
func (h *house) must(method, path string, body any) map[string]any {
	h.t.Helper()
	a := h.call(method, path, body)
	if a.code != http.StatusOK {
		h.t.Fatalf("%s %s: %d %s", method, path, a.code, a.text)
	}
	return a.json(h.t)
}

type obj = map[string]any

// notice returns an invented notice.
func notice(id string) obj {
	return obj{
		"externalId": id, "source": "测试",
		"person": obj{
			"names": []any{obj{"text": "许花东", "kind": "LEGAL"}}, "sex": "MALE", "birthDate": "1980-05",
			"heightMinCm": 168, "heightMaxCm": 172, "weightMinKg": 62.5, "shoeSize": 42, "nativePlace": obj{"text": "四川省成都市"},
		},
		"missingDate": "2019-03", "missingPlace": obj{"text": "成都市武侯区"},
		"contacts": []any{obj{"name": "某某", "phone": "13800000000"}},
	}
}

// lockedBuffer lets goroutines share a buffer.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

// logged returns what the log has so far.
func (h *house) logged() string {
	h.log.mu.Lock()
	defer h.log.mu.Unlock()
	return h.log.b.String()
}

// openCase puts an open case of the pair into the store and returns its name.
func (h *house) openCase(record, notice string) string {
	h.t.Helper()
	actor := models.Actor{ID: "users/caseworker", Role: models.RoleCaseworker}
	ctx := models.WithActor(h.t.Context(), actor)
	c := &models.Case{Record: record, Notice: notice, Match: models.Match{Record: record, Notice: notice, Probability: .9}}
	if err := c.Apply(models.Step{Kind: models.StepPropose, Actor: actor, Time: time.Now(), Reason: "核对"}); err != nil {
		h.t.Fatal(err)
	}
	if err := h.store.InTx(ctx, func(tx store.Tx) error { return tx.CaseWriter().CreateCase(ctx, c) }); err != nil {
		h.t.Fatal(err)
	}
	return c.Name
}

// still is a service in which nothing happens.
type still struct{}

func (still) State(context.Context) (*guituv1.System, error) {
	return &guituv1.System{Version: "test"}, nil
}

func (still) Try(_ context.Context, version string, sample int) (*guituv1.TryParametersResponse, error) {
	return &guituv1.TryParametersResponse{After: version, Records: int32(sample)}, nil
}

func (still) Learn(context.Context) (*guituv1.LearnParametersResponse, error) {
	return &guituv1.LearnParametersResponse{Version: "learned"}, nil
}

func (still) Propose(_ context.Context, version, _ string) (*guituv1.Parameters, error) {
	return &guituv1.Parameters{Version: version}, nil
}

func (still) Use(_ context.Context, version string) (*guituv1.Parameters, error) {
	return &guituv1.Parameters{Version: version}, nil
}

func (still) Dismiss(_ context.Context, version string) (*guituv1.Parameters, error) {
	return &guituv1.Parameters{Version: version}, nil
}

// checks says what the house's readiness is, as a service would.
func (h *house) checks(context.Context) []gateway.Check {
	if h.ready != nil {
		return []gateway.Check{{Name: "index", State: gateway.StateFail}, {Name: "backup", State: gateway.StateWarn}}
	}
	return []gateway.Check{{Name: "backup", State: gateway.StateWarn}}
}
