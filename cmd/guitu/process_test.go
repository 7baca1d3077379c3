package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// asProgram makes the test binary be guitu itself: the end-to-end tests start it as
// a process of its own, so that it can be killed.
const asProgram = "GUITU_TEST_IS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// testCache is where make puts the face models and the test photos.
func testCache(t testing.TB, path ...string) string {
	t.Helper()
	root := os.Getenv("GUITU_TEST_CACHE")
	if root == "" {
		root = filepath.Join("..", "..", ".cache")
	}
	full, err := filepath.Abs(filepath.Join(append([]string{root}, path...)...))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(full); err != nil {
		t.Fatalf("%s is missing: run make test, which fetches it", full)
	}
	return full
}

// process is guitu serve as a process of its own.
type process struct {
	testing.TB
	cmd        *exec.Cmd
	data       string
	http, grpc string
	token      string
	overGRPC   bool // calls go there, as far as the contract has them
}

// serve starts the service on the folder and waits until it is healthy.
func serve(t testing.TB, data, modelDir string) *process {
	t.Helper()
	return serveWithin(t, data, modelDir, time.Minute)
}

// serveWithin is serve that waits so long for it.
func serveWithin(t testing.TB, data, modelDir string, patience time.Duration, flags ...string) *process {
	t.Helper()
	return serveBy(t, os.Args[0], data, modelDir, patience, flags...)
}

// serveBy is serveWithin by that program.
func serveBy(t testing.TB, program, data, modelDir string, patience time.Duration, flags ...string) *process {
	t.Helper()
	p := &process{TB: t, data: data}
	p.cmd = exec.Command(program, append([]string{"serve", "--data", data, "--models", modelDir, "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0", "--log-level", "warn"}, flags...)...)
	var log bytes.Buffer
	p.cmd.Stdout, p.cmd.Stderr = &log, &log
	if err := os.Remove(addressFile(data)); err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	begin(t, p.cmd, "the service", &log)
	for began := time.Now(); time.Since(began) < patience; time.Sleep(20 * time.Millisecond) {
		a, err := readAddresses(data)
		if err != nil {
			continue
		}
		token, err := os.ReadFile(tokenFile(data))
		if err != nil {
			t.Fatal(err)
		}
		p.http, p.grpc, p.token = a.HTTP, a.GRPC, strings.TrimSpace(string(token))
		if code, _ := p.call(http.MethodGet, "/healthz", nil); code == http.StatusOK {
			return p
		}
	}
	p.kill() // which ends its log
	t.Fatalf("the service did not become healthy:\n%s", log.String())
	return nil
}

// kill is kill -9.
func (p *process) kill() { kill(p.cmd) }

func kill(cmd *exec.Cmd) {
	_ = cmd.Process.Kill() // it may have ended by itself
	_ = cmd.Wait()         // "signal: killed" is what we want
}

// begin starts a command of the program, which ends with the test at the latest; what it wrote is
// shown if the test failed.
func begin(t testing.TB, cmd *exec.Cmd, who string, log fmt.Stringer) {
	t.Helper()
	cmd.Env = append(os.Environ(), asProgram+"=1")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if cmd.ProcessState == nil {
			kill(cmd)
		}
		if t.Failed() {
			t.Logf("%s said:\n%s", who, log)
		}
	})
}

// stop ends the service as an operator does, and waits until it has closed everything.
func (p *process) stop() {
	p.Helper()
	if err := p.cmd.Process.Signal(os.Interrupt); err != nil {
		p.Fatal(err)
	}
	if err := p.cmd.Wait(); err != nil {
		p.Fatalf("the service ended with %v", err)
	}
}

// object is a JSON object.
type object = map[string]any

// call sends a body (a string as it is, anything else as JSON) and returns the
// status and the decoded answer.
func (p *process) call(method, path string, body any) (int, object) {
	p.Helper()
	if p.overGRPC {
		if code, answer, ok := p.callGRPC(method, path, body); ok {
			return code, answer
		}
	}
	code, raw := p.raw(method, path, "application/json", body)
	var answer object
	if len(raw) > 0 && raw[0] == '{' {
		if err := json.Unmarshal(raw, &answer); err != nil {
			p.Fatalf("%s %s answered %q: %v", method, path, raw, err)
		}
	}
	return code, answer
}

func (p *process) raw(method, path, contentType string, body any) (int, []byte) {
	p.Helper()
	var in io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		in = strings.NewReader(b)
	case []byte:
		in = bytes.NewReader(b)
	default:
		text, err := json.Marshal(b)
		if err != nil {
			p.Fatal(err)
		}
		in = bytes.NewReader(text)
	}
	req, err := http.NewRequestWithContext(context.Background(), method, "http://"+p.http+path, in)
	if err != nil {
		p.Fatal(err)
	}
	req.Header.Set("Content-Type", contentType)
	if p.token != "" {
		req.Header.Set("Authorization", "Bearer "+p.token)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		p.Fatalf("%s %s: %v", method, path, err)
	}
	defer func() { _ = res.Body.Close() }()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		p.Fatal(err)
	}
	return res.StatusCode, raw
}

// must is call that expects 200.
func (p *process) must(method, path string, body any) object {
	p.Helper()
	code, answer := p.call(method, path, body)
	if code != http.StatusOK {
		p.Fatalf("%s %s: %d %v", method, path, code, answer)
	}
	return answer
}

// at reads a path like "matches.0.notice" out of an answer, nil if it ends.
func at(v any, path string) any {
	for key := range strings.SplitSeq(path, ".") {
		switch x := v.(type) {
		case object:
			v = x[key]
		case []any:
			i := 0
			if _, err := fmt.Sscan(key, &i); err != nil || i >= len(x) {
				return nil
			}
			v = x[i]
		default:
			return nil
		}
	}
	return v
}

func str(v any, path string) string {
	s, _ := at(v, path).(string)
	return s
}

func length(v any, path string) int {
	list, _ := at(v, path).([]any)
	return len(list)
}

func number(v any, path string) float64 {
	n, _ := at(v, path).(float64)
	return n
}

func decode(t testing.TB, raw []byte) (o object) {
	t.Helper()
	if err := json.Unmarshal(raw, &o); err != nil {
		t.Fatalf("%s: %v", raw, err)
	}
	return o
}

// line returns one line of a JSONL file.
func line(o object) string {
	raw, err := json.Marshal(o)
	if err != nil {
		panic(err) // made by the test itself
	}
	return string(raw) + "\n"
}

// greyPicture returns a plain grey picture of 64 × 64 as base64.
func greyPicture() string {
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 64, 64))); err != nil {
		panic(err) // made by the test itself
	}
	return base64.StdEncoding.EncodeToString(b.Bytes())
}

func readFile(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// sleepBriefly waits a moment, or reports that ctx ended.
func sleepBriefly(ctx context.Context) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(10 * time.Millisecond):
		return true
	}
}
