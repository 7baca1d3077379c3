//go:build !race

package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/guitu-project/guitu/api/webhook"
	"github.com/guitu-project/guitu/models/store/postgres/postgrestest"
)

// beforeVariable names a guitu of the version before, if the first of the three servers is to be that
// until it is killed. The others, which start later, bring the schema up to date.
const beforeVariable = "GUITU_TEST_BEFORE"

// province is three servers on one database behind a balancer, with a receiver of their webhook.
type province struct {
	testing.TB
	database *postgrestest.Server
	balancer *balancer
	servers  []*process
	noModels string
	flags    []string

	mu       sync.Mutex
	received map[string]int // deliveries of the webhook, by id
}

func openProvince(t *testing.T) *province {
	t.Helper()
	v := &province{TB: t, noModels: t.TempDir(), received: map[string]int{}}
	var address string
	v.database, address = startPostgres(t)
	t.Setenv("GUITU_STORE", address)
	t.Setenv("GUITU_BLOBS", t.TempDir())
	receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		v.mu.Lock()
		defer v.mu.Unlock()
		v.received[r.Header.Get(webhook.IDHeader)]++
	}))
	t.Cleanup(receiver.Close)
	root := t.TempDir()
	secret := filepath.Join(root, "secret")
	if err := os.WriteFile(secret, []byte(strings.Repeat("s", webhook.MinSecret)), 0o600); err != nil {
		t.Fatal(err)
	}
	v.flags = []string{"--webhook-url", receiver.URL, "--webhook-secret", secret}
	v.balancer = newBalancer(t.Context())
	t.Cleanup(v.balancer.Close)
	for i, name := range []string{"a", "b", "c"} {
		data := filepath.Join(root, name)
		if err := os.Mkdir(data, 0o700); err != nil {
			t.Fatal(err)
		}
		if i > 0 { // which has none of its own
			copySecrets(t, filepath.Join(root, "a"), data, ".key", ".audit-key", "/admin.token")
		}
		v.servers = append(v.servers, nil)
		v.start(i, data)
	}
	return v
}

// start starts a server, and returns when the balancer sends it calls.
func (v *province) start(i int, data string) {
	v.Helper()
	program := os.Args[0]
	if before := os.Getenv(beforeVariable); before != "" && v.servers[0] == nil {
		program = before
	}
	p := serveBy(v, program, data, v.noModels, 5*time.Minute, v.flags...)
	v.servers[i] = p
	v.balancer.add(p.http)
	eventually(v, "the balancer takes "+data, func() bool { return v.balancer.isReady(p.http) })
}

// workload is what people do meanwhile, through the balancer.
type workload struct {
	v      *province
	client *process // to the balancer
	record string   // whose matches must be all of wanted
	wanted []string

	mu       sync.Mutex
	kept     map[string]string // names of notices that were acknowledged, with their numbers
	imports  map[string]int    // names, with rows
	told     map[string]bool   // alerts that the watcher was told
	calls    int
	next     int
	pairs    int
	failures []failure
	streams  int // that ended

	announced []string // pairs that an alert tells of
}

// failure is a call that was not answered as it should have been.
type failure struct {
	at   time.Time
	code int // of HTTP; 0 without an answer
	what string
}

func newWorkload(v *province) *workload {
	v.Helper()
	admin := *v.servers[0]
	admin.http = strings.TrimPrefix(v.balancer.URL, "http://")
	return &workload{v: v, client: &admin, kept: map[string]string{}, imports: map[string]int{}, told: map[string]bool{}}
}

func (w *workload) note(what func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	what()
}

// call makes a call; what failed is noted, unless the load has ended.
func (w *workload) call(ctx context.Context, method, path, body string) (answer object, ok bool) {
	began := time.Now()
	code, answer, err := w.client.try(ctx, method, path, body)
	if ctx.Err() != nil {
		return nil, false
	}
	w.note(func() {
		w.calls++
		if err != nil || code != http.StatusOK {
			w.failures = append(w.failures, failure{time.Now(), code, fmt.Sprint(method, " ", path, ": ", code, " ", answer, " ", err, " after ", time.Since(began).Round(time.Millisecond))})
		}
	})
	return answer, err == nil && code == http.StatusOK
}

// try is call that may fail.
func (p *process) try(ctx context.Context, method, path, body string) (code int, answer object, err error) {
	req, err := http.NewRequestWithContext(ctx, method, "http://"+p.http+path, strings.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+p.token)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = res.Body.Close() }()
	raw, err := io.ReadAll(res.Body)
	if err == nil && res.StatusCode == http.StatusOK {
		err = json.Unmarshal(raw, &answer)
	}
	return res.StatusCode, answer, err
}

// begin makes the people whose list is held to be whole, and works until end is called.
func (w *workload) begin(ctx context.Context) (end func()) {
	const alike = 5
	for i := range alike {
		n := w.client.must(http.MethodPost, "/v1/notices", aNotice(fmt.Sprint("alike-", i), "欧阳望东"))
		w.wanted = append(w.wanted, str(n, "name"))
	}
	w.record = str(w.client.must(http.MethodPost, "/v1/records", aRecord("alike", "欧阳望东（音）")), "name")
	ctx, stop := context.WithCancel(ctx)
	var all sync.WaitGroup
	repeat := func(pause time.Duration, step func()) {
		all.Go(func() {
			for ctx.Err() == nil {
				step()
				time.Sleep(pause)
			}
		})
	}
	repeat(5*time.Millisecond, func() { w.write(ctx) })
	for range 2 {
		repeat(5*time.Millisecond, func() { w.read(ctx) })
	}
	repeat(20*time.Millisecond, func() { w.search(ctx) })
	repeat(100*time.Millisecond, func() { w.upload(ctx) })
	repeat(300*time.Millisecond, func() { w.pair(ctx) })
	repeat(5*time.Millisecond, func() { w.watch(ctx) })
	return func() {
		stop()
		all.Wait()
	}
}

func (w *workload) number() (n int) {
	w.note(func() { w.next++; n = w.next })
	return n
}

func (w *workload) write(ctx context.Context) {
	i := w.number()
	if made, ok := w.call(ctx, http.MethodPost, "/v1/notices", line(with(manyNotice(i), "externalId", fmt.Sprint("one-", i)))); ok {
		w.note(func() { w.kept[str(made, "name")] = fmt.Sprint("one-", i) })
	}
}

// read asks for what was acknowledged, at whichever server.
func (w *workload) read(ctx context.Context) {
	var name, number string
	w.note(func() {
		for name, number = range w.kept { // any
			break
		}
	})
	if name == "" {
		return
	}
	if got, ok := w.call(ctx, http.MethodGet, "/v1/"+name, ""); ok && str(got, "externalId") != number {
		w.v.Errorf("%s is %v", name, got)
	}
}

// search holds a list to be whole, or refused.
func (w *workload) search(ctx context.Context) {
	list, ok := w.call(ctx, http.MethodGet, "/v1/"+w.record+"/matches?pageSize=20", "")
	if !ok {
		return
	}
	var found []string
	for i := range length(list, "matches") {
		found = append(found, str(list, fmt.Sprintf("matches.%d.notice", i)))
	}
	if len(found) < len(w.wanted) || !slices.Equal(slices.Sorted(slices.Values(found[:len(w.wanted)])), slices.Sorted(slices.Values(w.wanted))) {
		w.v.Errorf("a list without everybody: %v, want %v first", found, w.wanted)
	}
}

func (w *workload) upload(ctx context.Context) {
	const rows = 60
	var file strings.Builder
	for range rows {
		i := w.number()
		file.WriteString(line(with(manyNotice(i), "externalId", fmt.Sprint("row-", i))))
	}
	made, ok := w.call(ctx, http.MethodPost, "/v1/imports?kind=NOTICES&format=JSONL", file.String())
	if !ok {
		return
	}
	name := str(made, "name")
	w.note(func() { w.imports[name] = rows })
	for str(made, "state") == "RUNNING" && ctx.Err() == nil {
		time.Sleep(20 * time.Millisecond)
		if next, ok := w.call(ctx, http.MethodGet, "/v1/"+name, ""); ok {
			made = next
		}
	}
}

// pair makes two people of whom an alert tells.
func (w *workload) pair(ctx context.Context) {
	var i int
	if w.note(func() { i = w.pairs; w.pairs++ }); i >= 20 { // as many names as there are
		return
	}
	name := string([]rune("许白柳乔苗")[i%5]) + []string{"花东", "望舒", "建设", "来娣"}[i/5%4]
	n, ok := w.call(ctx, http.MethodPost, "/v1/notices", line(aNotice(fmt.Sprint("n-", i), name)))
	if !ok {
		return
	}
	if r, ok := w.call(ctx, http.MethodPost, "/v1/records", line(aRecord(fmt.Sprint("r-", i), name+"（音）"))); ok {
		w.note(func() { w.announced = append(w.announced, str(r, "name")+" "+str(n, "name")) })
	}
}

// watch is one stream of alerts, which goes on after the last of the stream before.
func (w *workload) watch(ctx context.Context) {
	var last string
	w.note(func() { last = fmt.Sprint(len(w.told)) }) // they are numbered without a gap
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+w.client.http+"/v1/matches:watch?after="+last, nil)
	if err != nil {
		w.v.Error(err)
		return
	}
	req.Header.Set("Authorization", "Bearer "+w.client.token)
	res, err := http.DefaultClient.Do(req)
	if ctx.Err() != nil {
		return
	}
	if err != nil || res.StatusCode != http.StatusOK {
		code := 0
		if err == nil {
			code = res.StatusCode
			_ = res.Body.Close()
		}
		w.note(func() {
			w.failures = append(w.failures, failure{time.Now(), code, fmt.Sprint("watch: ", code, " ", err)})
		})
		return
	}
	defer func() { _ = res.Body.Close() }()
	again := false
	for lines := bufio.NewScanner(res.Body); lines.Scan(); {
		if id, ok := strings.CutPrefix(lines.Text(), "id: "); ok {
			w.note(func() { w.told[id] = true })
		}
		again = again || strings.HasPrefix(lines.Text(), "retry: ")
	}
	if ctx.Err() == nil {
		w.note(func() {
			w.streams++
			if !again {
				w.failures = append(w.failures, failure{time.Now(), http.StatusOK, "watch: ended without a word"})
			}
		})
	}
}

// since returns the failures from then on, and for how long calls failed.
func (w *workload) since(then time.Time) (failed []failure, during time.Duration) {
	w.note(func() {
		for _, f := range w.failures {
			if f.at.After(then) {
				failed = append(failed, f)
				during = f.at.Sub(then)
			}
		}
	})
	return failed, during
}

// inTime is eventually on a machine that has a lot to do.
func inTime(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for began := time.Now(); !ok(); time.Sleep(50 * time.Millisecond) {
		if time.Since(began) > 5*time.Minute {
			t.Fatalf("never: %s", what)
		}
	}
}

// mostAtATime is how many calls can be under way.
func (w *workload) mostAtATime() int { return 7 }

// await returns when so many more calls were answered well.
func (w *workload) await(n int) {
	w.v.Helper()
	good := func() (n int) {
		w.note(func() { n = w.calls - len(w.failures) })
		return n
	}
	for before, began := good(), time.Now(); good() < before+n; time.Sleep(10 * time.Millisecond) {
		if time.Since(began) > 5*time.Minute {
			w.v.Fatalf("no calls are answered: %v", w.failures[max(0, len(w.failures)-3):])
		}
	}
}

// check holds the servers against everything that was acknowledged. Each of kills may have had a
// delivery of the webhook on its way, which is then sent again under the same number.
func (w *workload) check(kills int) {
	w.v.Helper()
	for name, rows := range w.imports {
		if imp := w.client.finish(w.client.must(http.MethodGet, "/v1/"+name, nil)); str(imp, "state") != "DONE" || number(imp, "created") != float64(rows) {
			w.v.Errorf("%s is %v", name, imp)
		}
	}
	for _, p := range w.v.servers {
		there := map[string]string{}
		for token := ""; ; {
			page := p.must(http.MethodGet, "/v1/notices?pageSize=1000&pageToken="+token, nil)
			for i := range length(page, "notices") {
				there[str(page, fmt.Sprintf("notices.%d.name", i))] = str(page, fmt.Sprintf("notices.%d.externalId", i))
			}
			if token = str(page, "nextPageToken"); token == "" {
				break
			}
		}
		for name, number := range w.kept {
			if there[name] != number {
				w.v.Errorf("%s was acknowledged, and is %q at %s", name, there[name], p.data)
			}
		}
	}
	alerts, pairs := map[string]bool{}, map[string]int{}
	inTime(w.v, "every pair is announced, and every alert delivered", func() bool {
		found := w.client.must(http.MethodGet, "/v1/alerts?pageSize=500", nil)
		clear(pairs)
		for i := range length(found, "alerts") {
			a := at(found, fmt.Sprintf("alerts.%d", i))
			alerts[str(a, "id")] = true
			pairs[str(a, "match.record")+" "+str(a, "match.notice")]++
		}
		w.v.mu.Lock()
		defer w.v.mu.Unlock()
		missing := slices.DeleteFunc(slices.Clone(w.announced), func(pair string) bool { return pairs[pair] > 0 })
		return len(w.v.received) == len(alerts) && len(missing) == 0
	})
	for pair, n := range pairs {
		if n != 1 {
			w.v.Errorf("%s was announced %d times", pair, n)
		}
	}
	for id := range w.told {
		if !alerts[id] {
			w.v.Errorf("alert %s was told and is not there", id)
		}
	}
	twice := 0
	w.v.mu.Lock()
	defer w.v.mu.Unlock()
	for id, n := range w.v.received {
		if !alerts[id] || n > 2 {
			w.v.Errorf("delivery %s came %d times", id, n)
		}
		twice += n - 1
	}
	if twice > kills || len(alerts) < 2 {
		w.v.Errorf("%d of %d deliveries came twice, after %d kills", twice, len(alerts), kills)
	}
	w.v.Logf("%d calls, %d failed; %d notices, %d imports, %d alerts, %d of %d deliveries twice, %d streams ended",
		w.calls, len(w.failures), len(w.kept), len(w.imports), len(alerts), twice, len(w.v.received), w.streams)
}

// Three servers of one database work on under load while each is restarted, then killed, and then
// PostgreSQL is. With GUITU_TEST_BEFORE the first is of the version before.
func TestThreeServers(t *testing.T) {
	v := openProvince(t)
	w := newWorkload(v)
	end := w.begin(t.Context())
	w.await(30)
	v.restart(w)
	v.killServers(w)
	v.killDatabase(w)
	end()
	w.check(len(v.servers) + 1)
	for _, p := range v.servers {
		p.stop()
	}
	if code, out, errs := run(t, "audit", "verify", "--data", v.servers[0].data); code != 0 {
		t.Errorf("audit verify: %s%s", out, errs)
	}
}

// restart restarts each in turn: no call fails.
func (v *province) restart(w *workload) {
	v.Helper()
	for i, p := range v.servers {
		if i == 0 && os.Getenv(beforeVariable) != "" { // it stays
			continue
		}
		began := time.Now()
		p.stop()
		stopped := time.Since(began)
		v.balancer.drop(p.http)
		v.start(i, p.data)
		v.Logf("server %d stopped within %v, was back after %v", i, stopped.Round(time.Millisecond), time.Since(began).Round(time.Millisecond))
		w.await(30)
	}
	failed, _ := w.since(time.Time{})
	for _, f := range failed {
		v.Errorf("failed while servers were restarted: %s", f.what)
	}
	if again := v.balancer.again.Load(); again > 0 {
		v.Errorf("%d calls were refused by a server that stopped", again)
	}
	w.note(func() { v.Logf("%d calls while servers were restarted, %d streams ended", w.calls, w.streams) })
}

// killServers kills each in turn: no more fails than what was under way.
func (v *province) killServers(w *workload) {
	v.Helper()
	for i, p := range v.servers {
		began := time.Now()
		p.kill()
		w.await(60)
		failed, during := w.since(began)
		v.Logf("server %d was killed: %d calls failed, the last after %v", i, len(failed), during.Round(time.Millisecond))
		if len(failed) > 2*w.mostAtATime() { // also those that found a connection to it, still
			v.Errorf("more failed than was under way: %v", failed)
		}
		v.balancer.drop(p.http)
		v.start(i, p.data)
	}
}

// killDatabase kills PostgreSQL: until it is back calls are refused with 503, and no otherwise.
func (v *province) killDatabase(w *workload) {
	v.Helper()
	w.await(30)
	began := time.Now()
	if err := v.database.Crash(); err != nil {
		v.Fatal(err)
	}
	if err := v.database.Restart(v.Context()); err != nil {
		v.Fatal(err)
	}
	back := time.Since(began)
	w.await(100)
	failed, during := w.since(began)
	v.Logf("PostgreSQL was killed, and back after %v: %d calls failed, the last after %v", back.Round(time.Millisecond), len(failed), during.Round(time.Millisecond))
	for _, f := range failed {
		if f.code != http.StatusServiceUnavailable && f.code != http.StatusBadGateway && !strings.HasPrefix(f.what, "watch") { // the balancer's: no server is ready
			v.Errorf("refused otherwise than with 503: %s", f.what)
		}
	}
}
