//go:build !race

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
)

// smallDisk is a service whose disk can be filled up to so many free bytes, and emptied.
type smallDisk struct {
	*process
	metrics string // its address
	log     *logged
	fill    func(left int64)
	empty   func()
}

// logged collects a log.
type logged struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *logged) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *logged) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// toldDisk is a service in this process that is told how much is free.
func toldDisk(t *testing.T) *smallDisk {
	t.Helper()
	var free atomic.Int64
	const size = 256 << 20
	free.Store(size)
	log, data := new(logged), t.TempDir()
	s, err := start(t.Context(), serveCmd{
		dataFlags: dataFlags{Data: data, Models: t.TempDir(), measure: func(string) (disk, error) { return disk{free.Load(), size}, nil }},
		HTTP:      "127.0.0.1:0", GRPC: "127.0.0.1:0", wire: wire{Metrics: "127.0.0.1:0"},
	}, slog.New(slog.NewTextHandler(log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return &smallDisk{
		process: &process{TB: t, data: data, http: s.HTTP, token: s.Token}, metrics: s.Metrics, log: log,
		fill: free.Store, empty: func() { free.Store(size) },
	}
}

// mountedDisk is a service on a small file system of its own, in a mount namespace that ends with
// it. If none may be made, the disk is told to be full.
func mountedDisk(t *testing.T) *smallDisk {
	t.Helper()
	dir := t.TempDir()
	const mount = `mount -t tmpfs -o size=192m tmpfs "$0" && exec "$@"`
	if out, err := exec.Command("unshare", "-Urm", "sh", "-c", mount, dir, "true").CombinedOutput(); err != nil {
		t.Logf("no file system of its own here (%v %s): the disk is told to be full", err, out)
		return toldDisk(t)
	}
	log, metrics := new(logged), freeAddress(t)
	cmd := exec.Command("unshare", "-Urm", "sh", "-c", mount, dir, os.Args[0], "serve", "--data", filepath.Join(dir, "data"),
		"--models", t.TempDir(), "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0", "--metrics", metrics)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	root := fmt.Sprintf("/proc/%d/root%s", cmd.Process.Pid, dir) // the namespace seen from outside
	p := &process{TB: t, cmd: cmd, data: filepath.Join(root, "data")}
	t.Cleanup(func() {
		p.kill()
		if t.Failed() {
			t.Logf("the service said:\n%s", log)
		}
	})
	eventually(t, "the service listens", func() bool {
		a, err := readAddresses(p.data)
		if err != nil {
			return false
		}
		p.http, p.token = a.HTTP, strings.TrimSpace(string(readFile(t, tokenFile(p.data))))
		return true
	})
	ballast := filepath.Join(root, "ballast")
	return &smallDisk{
		process: p, metrics: metrics, log: log,
		fill: func(left int64) { takeRoom(t, ballast, root, left) },
		empty: func() {
			if err := os.Remove(ballast); err != nil {
				t.Fatal(err)
			}
		},
	}
}

// freeAddress is one on this machine that no one listens at.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

// takeRoom writes a file until only so much is left.
func takeRoom(t *testing.T, file, dir string, left int64) {
	t.Helper()
	f, err := os.OpenFile(file, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	for {
		d, err := diskOf(dir)
		if err != nil {
			t.Fatal(err)
		}
		if d.free <= left {
			return
		}
		if _, err := f.Write(make([]byte, min(1<<20, d.free-left))); errors.Is(err, syscall.ENOSPC) {
			return
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

// A full disk is told in words of its own to who writes, in the log, in /readyz and in a metric;
// who is there is read, and the reading written down; with room again, all goes on, and nothing
// that was acknowledged is lost.
func TestDiskIsFull(t *testing.T) {
	for name, ground := range map[string]func(*testing.T) *smallDisk{"told": toldDisk, "mounted": mountedDisk} {
		t.Run(name, func(t *testing.T) {
			d := ground(t)
			kept := []string{str(d.must(http.MethodPost, "/v1/notices", aNotice("before", "许花东")), "name")}
			full := func(state string) bool {
				res, err := http.Get("http://" + d.metrics + "/metrics")
				if err != nil {
					t.Fatal(err)
				}
				text, err := io.ReadAll(res.Body)
				if err = errors.Join(err, res.Body.Close()); err != nil {
					t.Fatal(err)
				}
				return strings.Contains(string(text), `guitu_check_state{check="disk"} `+state)
			}
			for i, left := range []int64{20 << 20, 0} {
				d.fill(left)
				eventually(t, "a write is refused", func() bool {
					code, answer := d.call(http.MethodPost, "/v1/notices", aNotice(fmt.Sprint("amid-", i), "许花冬"))
					if code == http.StatusOK {
						kept = append(kept, str(answer, "name"))
						i += 100
						return false
					}
					if code != http.StatusServiceUnavailable || !strings.Contains(fmt.Sprint(answer), "磁盘已满") {
						t.Fatalf("with %d bytes left: %d %v", left, code, answer)
					}
					return true
				})
				if code, answer := d.call(http.MethodPost, "/v1/"+kept[0]+"/photos", object{"content": greyPicture()}); code != http.StatusServiceUnavailable || !strings.Contains(fmt.Sprint(answer), "磁盘已满") {
					t.Errorf("a photo: %d %v", code, answer)
				}
				for range 5 {
					d.must(http.MethodGet, "/v1/"+kept[0], nil)
					d.must(http.MethodGet, "/v1/"+kept[0]+"/matches", nil)
				}
				if code, answer := d.call(http.MethodGet, "/readyz", nil); code != http.StatusServiceUnavailable || !strings.Contains(fmt.Sprint(answer), "disk") {
					t.Errorf("/readyz: %d %v", code, answer)
				}
				if code, _ := d.call(http.MethodGet, "/healthz", nil); code != http.StatusOK {
					t.Errorf("/healthz: %d", code)
				}
				if !full("2") {
					t.Error("the metric says nothing")
				}
				if !strings.Contains(d.log.String(), "磁盘已满") {
					t.Error("the log says nothing")
				}
			}
			d.empty()
			eventually(t, "a write is taken again", func() bool {
				code, answer := d.call(http.MethodPost, "/v1/notices", aNotice("after", "柳望舒"))
				if code == http.StatusOK {
					kept = append(kept, str(answer, "name"))
				}
				return code == http.StatusOK
			})
			if code, answer := d.call(http.MethodGet, "/readyz", nil); code != http.StatusOK || full("2") {
				t.Errorf("with room again /readyz: %d %v", code, answer)
			}
			for _, name := range kept {
				d.must(http.MethodGet, "/v1/"+name, nil)
			}
			if verdict := d.must(http.MethodGet, "/v1/audit:verify", nil); !strings.Contains(fmt.Sprint(verdict), "true") {
				t.Errorf("the trail: %v", verdict)
			}
		})
	}
}
