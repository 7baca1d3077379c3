//go:build !race

package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/guitu-project/guitu/matcher/eval/world"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// indexProcess is guitu index as a process of its own.
type indexProcess struct {
	testing.TB
	cmd                       *exec.Cmd
	data, partitions, address string
	log                       *bytes.Buffer // to be read when it has ended
}

// startIndex starts one and waits until it answers; at an address that it had before, or any.
func startIndex(t testing.TB, data, partitions, address string) *indexProcess {
	t.Helper()
	p := &indexProcess{TB: t, data: data, partitions: partitions, log: new(bytes.Buffer)}
	p.cmd = exec.Command(os.Args[0], "index", "--data", data, "--of", "4", "--partitions", partitions, "--serve", address, "--log-level", "warn")
	p.cmd.Stderr = p.log
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	begin(t, p.cmd, "partitions "+partitions, p.log)
	said, err := bufio.NewReader(out).ReadString('\n')
	if _, at, ok := strings.Cut(strings.TrimSpace(said), " at "); err == nil && ok {
		p.address = at
		return p
	}
	p.kill()
	t.Fatalf("guitu index said %q, %v:\n%s", said, err, p.log)
	return nil
}

func (p *indexProcess) kill() { kill(p.cmd) }

// waitFor waits for a state that a busy machine takes its time for.
func waitFor(t testing.TB, what string, ok func() bool) {
	t.Helper()
	for began := time.Now(); time.Since(began) < 5*time.Minute; time.Sleep(50 * time.Millisecond) {
		if ok() {
			return
		}
	}
	t.Fatalf("never: %s", what)
}

// sizeOf is a size that a run by hand may set.
func sizeOf(t testing.TB, variable string, usual int) int {
	t.Helper()
	if text := os.Getenv(variable); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	return usual
}

// people writes a world with photos into a folder's store and returns the names of its records.
func people(t testing.TB, data string, notices, records int) (names []string) {
	t.Helper()
	ctx := models.WithActor(t.Context(), models.System())
	st, err := dataFlags{Data: data}.openStore(ctx, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	w := world.New(world.Options{Seed: 9, Split: world.Train, Notices: notices, Records: records, Pairs: records / 2, Photos: .5, Gazetteer: world.China()})
	err = st.InTx(ctx, func(tx store.Tx) error {
		for _, n := range w.Notices {
			if err := tx.NoticeWriter().Create(ctx, n); err != nil {
				return err
			}
		}
		for _, r := range w.Records {
			if err := tx.RecordWriter().Create(ctx, r); err != nil {
				return err
			}
			names = append(names, r.Name)
		}
		return nil
	})
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// copyFolder copies a data folder with the keys beside it.
func copyFolder(t testing.TB, from, to string) {
	t.Helper()
	copySecrets(t, from, to, ".key", ".audit-key")
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
}

// matchesOf returns a list, or the status if there is none.
func (p *process) matchesOf(name string) (object, int) {
	code, raw := p.raw(http.MethodGet, "/v1/"+name+"/matches?pageSize=20", "application/json", nil)
	if code != http.StatusOK {
		return object{"said": string(raw)}, code
	}
	return decode(p, raw), code
}

// otherList tells how two lists differ; "" if they do not.
func otherList(want, got object) string {
	if length(want, "matches") != length(got, "matches") || length(want, "matches") == 0 {
		return fmt.Sprintf("%d matches, want %d", length(got, "matches"), length(want, "matches"))
	}
	for i := range length(want, "matches") {
		a, b := at(want, fmt.Sprint("matches.", i)), at(got, fmt.Sprint("matches.", i))
		if str(a, "notice") != str(b, "notice") || math.Abs(number(a, "weight")-number(b, "weight")) > 1e-9 || math.Abs(number(a, "probability")-number(b, "probability")) > 1e-4 ||
			length(a, "evidence") != length(b, "evidence") {
			return fmt.Sprintf("place %d: %s %v %v, want %s %v %v", i+1, str(b, "notice"), number(b, "weight"), number(b, "probability"), str(a, "notice"), number(a, "weight"), number(a, "probability"))
		}
	}
	return ""
}

// The same people in one process on SQLite and in four partitions that two processes hold twice, on
// PostgreSQL: the same lists. A process that is killed during searches is not missed; without its copy
// no list is shown, never a shorter one; and who was written or erased at the server is found, or
// gone, in whichever process.
func TestPartitions(t *testing.T) {
	root, noModels := t.TempDir(), t.TempDir()
	base, alone := filepath.Join(root, "base"), filepath.Join(root, "alone")
	records := people(t, base, sizeOf(t, "GUITU_PARTITION_PEOPLE", 1_400), sizeOf(t, "GUITU_PARTITION_SEARCHES", 60))
	copyFolder(t, base, alone)
	one := serveWithin(t, alone, noModels, 10*time.Minute)
	want := make([]object, len(records))
	for i, name := range records {
		var code int
		if want[i], code = one.matchesOf(name); code != http.StatusOK {
			t.Fatalf("%s: %d %v", name, code, want[i])
		}
	}
	one.stop()

	_, address := startPostgres(t)
	if code, out, errs := run(t, "store", "copy", "-q", "--from", base, "--to", address); code != 0 {
		t.Fatalf("store copy: %d %s %s", code, out, errs)
	}
	cert, key := writeCertificate(t, root, 1)
	for name, value := range map[string]string{"STORE": address, "BLOBS": filepath.Join(root, "files"), "INDEX_CA": cert, "INDEX_CERT": cert, "INDEX_KEY": key} {
		t.Setenv("GUITU_"+name, value)
	}
	var processes []*indexProcess
	var addresses []string
	for i, partitions := range []string{"0-1", "2,3", "0,1", "2-3"} {
		data := filepath.Join(root, fmt.Sprint("index", i))
		copySecrets(t, base, data, ".key", ".audit-key")
		p := startIndex(t, data, partitions, "127.0.0.1:0")
		processes, addresses = append(processes, p), append(addresses, p.address)
	}
	t.Setenv("GUITU_INDEX", strings.Join(addresses, ","))
	many := serveWithin(t, base, noModels, 10*time.Minute)
	ready := func() bool { code, _ := many.call(http.MethodGet, "/readyz", nil); return code == http.StatusOK }
	waitFor(t, "the partitions are counted", ready)
	got, others := make([]object, len(records)), 0
	for i, name := range records {
		var code int
		if got[i], code = many.matchesOf(name); code != http.StatusOK {
			t.Fatalf("%s: %d %v", name, code, got[i])
		}
		if says := otherList(want[i], got[i]); says != "" {
			others++
			t.Logf("%s: %s", name, says)
		}
	}
	if others > len(records)/50 { // coarse codes of faces are of one in 300 otherwise than they may be (package partition)
		t.Errorf("%d of %d lists differ", others, len(records))
	}
	partitionsLoseACopy(t, many, processes, records, got)
	p := processes[2]
	processes[2] = startIndex(t, p.data, p.partitions, p.address)
	waitFor(t, "one of both copies is back", ready)
	for i, name := range records[:10] {
		if list, code := many.matchesOf(name); code != http.StatusOK || otherList(got[i], list) != "" {
			t.Errorf("with one copy of two: %s: %d %s", name, code, otherList(got[i], list))
		}
	}
	partitionsKnow(t, many)
}

// partitionsLoseACopy kills one process during searches, and then its copy.
func partitionsLoseACopy(t *testing.T, p *process, processes []*indexProcess, records []string, want []object) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var asking errgroup.Group
	lists := make(chan struct{}, 1000)
	for k := range 2 {
		asking.Go(func() error {
			for i := k; ctx.Err() == nil; i++ {
				at := i % len(records)
				got, code := p.matchesOf(records[at])
				if code == http.StatusServiceUnavailable { // refused, for a moment
					continue
				}
				if code != http.StatusOK {
					return fmt.Errorf("%s: %d %v", records[at], code, got)
				}
				if says := otherList(want[at], got); says != "" {
					return fmt.Errorf("while a process was killed: %s: %s", records[at], says)
				}
				select {
				case lists <- struct{}{}:
				default:
				}
			}
			return nil
		})
	}
	for range 5 {
		<-lists
	}
	processes[0].kill()
	for range 20 { // some of them began before
		<-lists
	}
	stop()
	if err := asking.Wait(); err != nil {
		t.Error(err)
	}
	processes[2].kill()
	for i := range 5 {
		if got, code := p.matchesOf(records[i]); code != http.StatusServiceUnavailable || !strings.Contains(fmt.Sprint(got), "避免漏人") {
			t.Errorf("without half the people: %d %v", code, got)
		}
	}
	waitFor(t, "/readyz says that half the people are lacking", func() bool {
		code, _ := p.call(http.MethodGet, "/readyz", nil)
		return code == http.StatusServiceUnavailable
	})
}

// partitionsKnow: what was written at the server is found by the next search, and who was deleted is not.
func partitionsKnow(t *testing.T, p *process) {
	for i, one := range []rune("花建国秀") {
		name := "欧阳" + string(one) + "东"
		n := p.must(http.MethodPost, "/v1/notices", aNotice(fmt.Sprint("n", i), name))
		r := p.must(http.MethodPost, "/v1/records", aRecord(fmt.Sprint("r", i), name+"（音）"))
		if list := p.must(http.MethodGet, "/v1/"+str(r, "name")+"/matches", nil); str(list, "matches.0.notice") != str(n, "name") {
			t.Errorf("the notice of %s is not the first match", name)
		}
		if code, answer := p.call(http.MethodDelete, "/v1/"+str(n, "name"), nil); code != http.StatusOK {
			t.Errorf("delete: %d %v", code, answer)
		}
		list := p.must(http.MethodGet, "/v1/"+str(r, "name")+"/matches", nil)
		for i := range length(list, "matches") {
			if str(list, fmt.Sprintf("matches.%d.notice", i)) == str(n, "name") {
				t.Errorf("%s is found, and was deleted", name)
			}
		}
	}
}

// An index process answers those whose certificate its authority signed, and nobody else.
func TestPartitionsAskForACertificate(t *testing.T) {
	dir := t.TempDir()
	cert, key := writeCertificate(t, dir, 1)
	for _, args := range [][]string{
		{"index", "--data", filepath.Join(dir, "a"), "--serve", "127.0.0.1:0", "--store", "postgres://nowhere/x"},
		{"index", "--data", filepath.Join(dir, "a"), "--serve", "127.0.0.1:0", "--index-ca", cert, "--index-cert", cert, "--index-key", key},
		{"index", "--data", filepath.Join(dir, "a"), "--serve", "127.0.0.1:0", "--store", "postgres://nowhere/x", "--of", "4", "--partitions", "2-9"},
		{"serve", "--data", filepath.Join(dir, "a"), "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0", "--index", "127.0.0.1:1"},
	} {
		code, out, errs := run(t, args...)
		if code != exitFailed || !strings.Contains(errs, "--index-ca") && !strings.Contains(errs, "--store") && !strings.Contains(errs, "0-31,40") {
			t.Errorf("%v: exit %d\n%s%s", args, code, out, errs)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "a")); err == nil {
		t.Error("a folder was made for nothing")
	}
}
