package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/guitu-project/guitu/models/store/ledger"
)

// receiver keeps what is posted to it, a line each.
type receiver struct {
	mu    sync.Mutex
	lines bytes.Buffer
	busy  bool // and takes nothing
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.busy {
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	_, _ = io.Copy(&r.lines, req.Body)
	r.lines.WriteByte('\n')
}

func (r *receiver) set(busy bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.busy = busy
}

// text is what came.
func (r *receiver) text() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.lines.String()
}

// lastHead returns the number of the row that the last whole line of text is the head of.
func lastHead(t testing.TB, text string) int64 {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(text), "\n")
	var h ledger.Head
	if last := lines[len(lines)-1]; last != "" {
		if err := json.Unmarshal([]byte(last), &h); err != nil {
			t.Fatalf("%q: %v", last, err)
		}
	}
	return h.Seq
}

// The signed head of the trail goes on to a file and to a receiver, and tells later that the
// trail was cut off, written anew, or that the head was changed or is another's.
func TestHeadsAreSentOn(t *testing.T) {
	got := &receiver{busy: true}
	hook := httptest.NewServer(got)
	defer hook.Close()
	dir := t.TempDir()
	data, file, posted, none := filepath.Join(dir, "data"), filepath.Join(dir, "heads"), filepath.Join(dir, "posted"), t.TempDir()
	o := &office{process: process{TB: t, token: "badge-ann"}}
	t.Cleanup(o.close)
	begin := func(c serveCmd) {
		c.HTTP, c.GRPC, c.tokens, c.Models = "127.0.0.1:0", "127.0.0.1:0", badges{}, none
		o.open(c)
	}
	work := func() int64 { // returns how long the trail is then, at least
		for i := range 5 {
			o.must("POST", "/v1/notices", object{"externalId": fmt.Sprint(time.Now().UnixNano(), i), "person": object{"names": []object{{"text": "许花东"}}}})
		}
		head, err := o.server.engine.store.AuditHead(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return head.Seq
	}
	sending := serveCmd{dataFlags: dataFlags{Data: data}, headsFlags: headsFlags{HeadFile: file, HeadURL: hook.URL, HeadEvery: leastPace}}
	begin(sending)
	first := work()
	read := func() string { // the file, which the first head makes
		text, err := os.ReadFile(file)
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		return string(text)
	}
	eventually(t, "the head is added to the file", func() bool { return strings.HasSuffix(read(), "\n") && lastHead(t, read()) >= first })
	got.set(false) // what could not be sent goes with the next
	eventually(t, "the head is posted", func() bool { return lastHead(t, got.text()) >= first })
	o.close()
	old := filepath.Join(dir, "old")
	if err := os.CopyFS(old, os.DirFS(data)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(read()+`{"seq":`), 0o600); err != nil { // a crash amid a line
		t.Fatal(err)
	}
	begin(sending)
	second := work()
	eventually(t, "the second head is added", func() bool { return strings.HasSuffix(read(), "\n") && lastHead(t, read()) >= second })
	eventually(t, "the second head is posted", func() bool { return lastHead(t, got.text()) >= second })
	o.close()
	if err := os.WriteFile(posted, []byte(got.text()), 0o600); err != nil {
		t.Fatal(err)
	}

	sent := read()
	if !strings.Contains(sent, "{\"seq\":\n{") {
		t.Fatalf("the torn line was written on:\n%s", sent)
	}
	verify := func(title, folder, heads, want string, more ...string) {
		t.Helper()
		name := filepath.Join(dir, "given")
		if err := os.WriteFile(name, []byte(heads), 0o600); err != nil {
			t.Fatal(err)
		}
		code, out, errs := run(t, append([]string{"audit", "verify", "--data", folder, "--models", none, "--head", name}, more...)...)
		if (code == 0) != (want == "") || want != "" && !strings.Contains(errs, want) || want == "" && !strings.Contains(out, "个链头都与现在的记录相符") {
			t.Errorf("%s: exit %d, want %q\n%s%s", title, code, want, out, errs)
		}
	}
	verify("the file, a line of which is torn", data, sent, "")
	verify("what was posted", data, got.text(), "", "--head", posted)
	verify("a torn last line", data, sent+`{"seq":1`, "")
	verify("torn lines alone", data, `{"seq":1`, "没有链头")
	verify("nothing", data, "\n", "没有链头")
	lines := strings.SplitAfter(sent, "\n")
	verify("a changed line", data, strings.Replace(lines[0], `"seq":`, `"seq":1`, 1)+lines[1], "被改动过")
	verify("another installation", filepath.Join(dir, "another"), sent, "另一把审计密钥")

	// An older copy in place of the folder, with the key, and without what lies beside it.
	key, err := os.ReadFile(data + ".audit-key")
	if err == nil {
		err = os.WriteFile(old+".audit-key", key, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	keys := []string{"--key", data + ".key"}
	verify("the tail cut off", old, sent, "不见了", keys...)
	verify("heads from before the copy", old, lines[0], "", keys...)
	begin(serveCmd{dataFlags: dataFlags{Data: old, Key: data + ".key"}})
	for work() <= second {
		continue
	}
	o.close()
	if code, _, errs := run(t, append([]string{"audit", "verify", "--data", old, "--models", none}, keys...)...); code != 0 {
		t.Fatalf("by itself the trail is whole: exit %d\n%s", code, errs)
	}
	verify("written anew", old, sent, "重写", keys...)
}
