//go:build !race

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// killsVariable is how often TestKilledUnderMixedLoad kills; few if it is not set.
const killsVariable = "GUITU_TEST_KILLS"

// promises are what the service acknowledged.
type promises struct {
	mu      sync.Mutex
	kept    map[string]string // names of notices, with their numbers
	unsure  map[string]bool   // an erasure of which was asked for and not acknowledged
	erased  map[string]string // names, with numbers
	photos  map[string]bool
	imports map[string]int // names, with rows
	next    int
	acks    int // in this life
}

func (w *promises) note(what func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	what()
}

// acknowledged notes what the service acknowledged.
func (w *promises) acknowledged(what func()) {
	w.note(func() { w.acks++; what() })
}

// await returns when so many things were acknowledged in this life, and so many people are
// erased in all, or after a while.
func (w *promises) await(acks, erased int) {
	for begin := time.Now(); time.Since(begin) < time.Minute; time.Sleep(time.Millisecond) {
		enough := false
		if w.note(func() { enough = w.acks >= acks && len(w.erased) >= erased }); enough {
			break
		}
	}
	w.note(func() { w.acks = 0 })
}

// number returns a number that no other notice has.
func (w *promises) number() (n int) {
	w.note(func() { w.next++; n = w.next })
	return n
}

// any returns a notice that is kept, and from now on unsure; some are always left.
func (w *promises) any() (name, number string) {
	w.note(func() {
		if len(w.kept) < 5 {
			return
		}
		for name, number = range w.kept {
			delete(w.kept, name)
			w.unsure[name] = true
			break
		}
	})
	return name, number
}

// ask is a call that may break off: ok says that it was answered with 200.
func (p *process) ask(ctx context.Context, method, path, body string) (answer object, ok bool) {
	req, err := http.NewRequestWithContext(ctx, method, "http://"+p.http+path, strings.NewReader(body))
	if err != nil {
		return nil, false
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Authorization", "Bearer "+p.token)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, false
	}
	defer func() { _ = res.Body.Close() }()
	raw, err := io.ReadAll(res.Body)
	return answer, err == nil && res.StatusCode == http.StatusOK && json.Unmarshal(raw, &answer) == nil
}

// load works until ctx ends: it writes, adds photos, imports and erases, each beside the
// others.
func (w *promises) load(ctx context.Context, p *process, backups string) {
	var all sync.WaitGroup
	repeat := func(step func()) {
		all.Go(func() {
			for ctx.Err() == nil {
				step()
			}
		})
	}
	for range 2 {
		repeat(func() {
			number := fmt.Sprintf("mixed-%d", w.number())
			if made, ok := p.ask(ctx, http.MethodPost, "/v1/notices", line(with(aNotice(number, "许花东"), "circumstances", "词"+number+"。"))); ok {
				w.acknowledged(func() { w.kept[str(made, "name")] = number })
			}
		})
	}
	repeat(func() {
		number := fmt.Sprintf("mixed-%d", w.number())
		made, ok := p.ask(ctx, http.MethodPost, "/v1/records", line(aRecord(number, "许花冬")))
		if !ok {
			return
		}
		content := fmt.Sprintf(`{"content":%q}`, greyPicture())
		if photo, ok := p.ask(ctx, http.MethodPost, "/v1/"+str(made, "name")+"/photos", content); ok {
			w.acknowledged(func() { w.photos[str(photo, "name")] = true })
		}
	})
	repeat(func() {
		const rows = 50
		var file strings.Builder
		for range rows {
			file.WriteString(line(aNotice(fmt.Sprintf("mixed-%d", w.number()), "柳望舒")))
		}
		if made, ok := p.ask(ctx, http.MethodPost, "/v1/imports?kind=NOTICES&format=JSONL", file.String()); ok {
			w.acknowledged(func() { w.imports[str(made, "name")] = rows })
		}
	})
	repeat(func() {
		name, number := w.any()
		if name == "" {
			time.Sleep(time.Millisecond)
			return
		}
		if _, ok := p.ask(ctx, http.MethodPost, "/v1/"+name+":erase", `{"reason":"FAMILY_WITHDREW"}`); ok {
			w.acknowledged(func() { delete(w.unsure, name); w.erased[name] = number })
		}
	})
	all.Go(func() {
		cmd := exec.CommandContext(ctx, os.Args[0], "backup", backups, "--data", p.data, "-q") // killed with the rest
		cmd.Env = append(os.Environ(), asProgram+"=1")
		_ = cmd.Run() // "signal: killed"
	})
	all.Wait()
}

// check holds the service against what it acknowledged: everything if thorough.
func (w *promises) check(p *process, thorough bool) {
	p.Helper()
	some := func(names []string) []string {
		if thorough || len(names) < 20 {
			return names
		}
		rand.Shuffle(len(names), func(i, k int) { names[i], names[k] = names[k], names[i] })
		return names[:20]
	}
	for _, name := range some(slices.Collect(maps.Keys(w.kept))) {
		if code, got := p.call(http.MethodGet, "/v1/"+name, nil); code != http.StatusOK || str(got, "externalId") != w.kept[name] {
			p.Errorf("%s was acknowledged, and is %d %v", name, code, got)
		}
	}
	for _, name := range some(slices.Collect(maps.Keys(w.erased))) {
		if code, _ := p.call(http.MethodGet, "/v1/"+name, nil); code != http.StatusNotFound {
			p.Errorf("%s was erased, and is %d", name, code)
		}
		if found := p.must(http.MethodGet, "/v1/notices:searchText?query="+w.erased[name], nil); strings.Contains(fmt.Sprint(found), name) {
			p.Errorf("%s was erased, and is found by words", name)
		}
	}
	for _, name := range some(slices.Collect(maps.Keys(w.photos))) {
		if code, raw := p.raw(http.MethodGet, "/v1/"+name, "", nil); code != http.StatusOK || !bytes.HasPrefix(raw, []byte("\x89PNG")) {
			p.Errorf("%s was acknowledged, and is %d", name, code)
		}
	}
	for name, rows := range w.imports {
		if imp := p.finish(p.must(http.MethodGet, "/v1/"+name, nil)); number(imp, "created") != float64(rows) || number(imp, "failed") != 0 {
			p.Errorf("%s is %v", name, imp)
		}
		delete(w.imports, name)
	}
}

// The service is killed at random moments of writes, uploads, imports, erasures and a backup,
// some of them while it stops and saves its index, and a rotation of the keys is killed between
// two lives: nothing that was acknowledged is lost, and nothing that was erased is back.
func TestKilledUnderMixedLoad(t *testing.T) {
	kills := 3
	if text := os.Getenv(killsVariable); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatalf("%s: %v", killsVariable, err)
		}
		kills = n
	}
	root, noModels := t.TempDir(), t.TempDir()
	data, backups := filepath.Join(root, "data"), filepath.Join(root, "backups")
	w := &promises{kept: map[string]string{}, unsure: map[string]bool{}, erased: map[string]string{}, photos: map[string]bool{}, imports: map[string]int{}}
	p := serve(t, data, noModels)
	for i := range kills {
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			w.load(ctx, p, backups)
		}()
		w.await(10+rand.IntN(30), (i+1)/2) // in every other life an erasure ends
		time.Sleep(time.Duration(rand.IntN(20)) * time.Millisecond)
		if i%3 == 2 { // amid an orderly end, which saves the index
			_ = p.cmd.Process.Signal(os.Interrupt)
			time.Sleep(time.Duration(rand.IntN(200)) * time.Millisecond)
		}
		p.kill()
		stop()
		<-ended
		if i%2 == 1 {
			rotate := exec.Command(os.Args[0], "key", "rotate", "--data", data, "-q")
			rotate.Env = append(os.Environ(), asProgram+"=1")
			if err := rotate.Start(); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Duration(rand.IntN(400)) * time.Millisecond)
			_ = rotate.Process.Kill() // it may have ended
			_ = rotate.Wait()
		}
		p = serve(t, data, noModels)
		w.check(p, i == kills-1)
		if t.Failed() {
			t.Fatalf("after kill %d", i+1)
		}
	}
	t.Logf("%d kills: %d kept, %d erased, %d unsure, %d photos", kills, len(w.kept), len(w.erased), len(w.unsure), len(w.photos))
	p.stop()
	for _, command := range [][]string{{"check"}, {"audit", "verify"}} {
		if code, out, errs := run(t, append(command, "--data", data, "--models", noModels)...); code != 0 {
			t.Errorf("guitu %s: exit %d\n%s%s", strings.Join(command, " "), code, out, errs)
		}
	}
	if code, out, errs := run(t, "backup", backups, "--data", data); code != 0 {
		t.Errorf("backup: exit %d\n%s%s", code, out, errs)
	}
	if code, out, errs := run(t, "backup", "verify", backups); code != 0 {
		t.Errorf("backup verify: exit %d\n%s%s", code, out, errs)
	}
	for name, number := range w.erased {
		if code, out, errs := run(t, "erase", "--verify", "--text", "词"+number+"。", "--data", data); code != 0 {
			t.Errorf("%s is left in the folder: exit %d\n%s%s", name, code, out, errs)
		}
		break // each reads the whole folder
	}
}
