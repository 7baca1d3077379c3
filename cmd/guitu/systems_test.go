package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// copied is what another system holds of the notices: their etags by name, and how far it
// has read of what happened.
type copied struct {
	*process
	cursor string
	etags  map[string]string
	merged map[string]string
}

// catchUp reads what happened since, and who it happened to.
func (c *copied) catchUp() {
	c.Helper()
	for more := true; more; {
		page := c.must(http.MethodGet, "/v1/changes?kind=NOTICES&pageSize=100&since="+c.cursor, nil)
		list, _ := page["changes"].([]any)
		for _, change := range list {
			name := str(change, "name")
			switch str(change, "type") {
			case "DELETED":
				delete(c.etags, name)
			case "MERGED":
				c.merged[name] = str(change, "mergedWith")
			case "UNMERGED":
				delete(c.merged, name)
			default:
				code, notice := c.call(http.MethodGet, "/v1/"+name, nil)
				if code == http.StatusOK {
					c.etags[name] = str(notice, "etag")
				} else if code != http.StatusNotFound { // a later change tells of it
					c.Fatalf("GET %s: %d %v", name, code, notice)
				}
			}
		}
		c.cursor, _ = page["cursor"].(string)
		more, _ = page["more"].(bool)
	}
}

// held returns the etags of all notices that the service holds.
func (p *process) held() map[string]string {
	p.Helper()
	etags := map[string]string{}
	p.eachNotice(func(n any) { etags[str(n, "name")] = str(n, "etag") })
	return etags
}

// externalIDs returns those of all notices that the service holds, each of which is there once.
func (p *process) externalIDs() map[string]bool {
	p.Helper()
	seen := map[string]bool{}
	p.eachNotice(func(n any) {
		id := str(n, "externalId")
		if seen[id] {
			p.Errorf("%s is there twice", id)
		}
		seen[id] = true
	})
	return seen
}

func (p *process) eachNotice(do func(notice any)) {
	p.Helper()
	for token := ""; ; {
		page := p.must(http.MethodGet, "/v1/notices?pageSize=1000&pageToken="+token, nil)
		list, _ := page["notices"].([]any)
		for _, n := range list {
			do(n)
		}
		if token = str(page, "nextPageToken"); token == "" {
			return
		}
	}
}

// send posts with an idempotency key; code is 0 if no answer came.
func (p *process) send(path, key string, body any) (code int, answer []byte) {
	text, err := json.Marshal(body)
	if err != nil {
		p.Error(err)
		return 0, nil
	}
	req, err := http.NewRequestWithContext(context.Background(), http.MethodPost, "http://"+p.http+path, bytes.NewReader(text))
	if err != nil {
		p.Error(err)
		return 0, nil
	}
	req.Header.Set("Authorization", "Bearer "+p.token)
	req.Header.Set("Idempotency-Key", key)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, nil
	}
	defer func() { _ = res.Body.Close() }()
	if answer, err = io.ReadAll(res.Body); err != nil {
		return 0, nil
	}
	return res.StatusCode, answer
}

// Two systems keep in step: one sends its notices in batches, while the service is killed again
// and again, and follows what people do with them; what both hold is the same.
func TestTwoSystemsKeepInStep(t *testing.T) {
	data, models := t.TempDir(), t.TempDir()
	p := serve(t, data, models)
	const batches, rows = 4, 50
	batch := func(b int) object {
		var list []object
		for i := range rows {
			list = append(list, aNotice(fmt.Sprintf("jz-%d-%d", b, i), "许花东"))
		}
		return object{"notices": list}
	}
	names := map[string]string{}
	for b := range batches {
		key := fmt.Sprintf("批次-%d", b)
		sent := make(chan struct{})
		go func(p *process) { // ends when the answer comes, or the service is gone
			defer close(sent)
			p.send("/v1/notices:batch", key, batch(b))
		}(p)
		if b%2 == 0 { // before, while or after it is taken
			p.kill()
			<-sent
			p = serve(t, data, models)
		}
		<-sent
		code, first := p.send("/v1/notices:batch", key, batch(b))
		_, again := p.send("/v1/notices:batch", key, batch(b))
		if code != http.StatusOK || !bytes.Equal(first, again) {
			t.Fatalf("batch %d: %d %.300s, again %.300s", b, code, first, again)
		}
		var answer object
		if err := json.Unmarshal(first, &answer); err != nil {
			t.Fatal(err)
		}
		if number(answer, "created") != rows {
			t.Errorf("batch %d: %v created", b, answer["created"])
		}
		results, _ := answer["results"].([]any)
		for _, r := range results {
			names[str(r, "externalId")] = str(r, "name")
		}
	}
	c := &copied{process: p, etags: map[string]string{}, merged: map[string]string{}}
	c.catchUp()
	if held := p.held(); len(held) != batches*rows || !maps.Equal(held, c.etags) {
		t.Fatalf("%d are held, %d copied, %d were sent", len(held), len(c.etags), batches*rows)
	}
	// People work with them.
	p.must(http.MethodPatch, "/v1/"+names["jz-0-1"], object{"circumstances": "赶集走失"})
	p.must(http.MethodDelete, "/v1/"+names["jz-0-2"], nil)
	p.must(http.MethodPost, "/v1/"+names["jz-0-3"]+":erase", object{"reason": "FAMILY_WITHDREW"})
	p.must(http.MethodPost, "/v1/"+names["jz-0-4"]+":merge", object{"of": names["jz-0-5"], "reason": "同一家属"})
	p.must(http.MethodPost, "/v1/notices", aNotice("by-hand", "王小明"))
	before := c.cursor
	c.catchUp()
	p.kill()
	left := filepath.Join(data, "tmp", "excelize-1") // of a workbook that was being read
	if err := os.WriteFile(left, []byte("许花东"), 0o600); err != nil {
		t.Fatal(err)
	}
	p = serve(t, data, models)
	c.process = p
	if _, err := os.Stat(left); !os.IsNotExist(err) {
		t.Errorf("what a crash left of a workbook is there: %v", err)
	}
	changed := batch(1)
	for _, n := range changed["notices"].([]object)[:3] { //nolint:forcetypeassert // as batch made it
		n["circumstances"] = "更正"
	}
	if code, answer := p.send("/v1/notices:batch", "更正", changed); code != http.StatusOK {
		t.Fatalf("corrections: %d %s", code, answer)
	}
	c.catchUp()
	if held := p.held(); !maps.Equal(held, c.etags) {
		t.Errorf("%d are held, %d copied", len(held), len(c.etags))
	}
	if want := map[string]string{names["jz-0-4"]: names["jz-0-5"], names["jz-0-5"]: names["jz-0-4"]}; !maps.Equal(c.merged, want) {
		t.Errorf("merged %v, want %v", c.merged, want)
	}
	// Read again from there, the same is told.
	page := p.must(http.MethodGet, "/v1/changes?kind=NOTICES&since="+before, nil)
	list, _ := page["changes"].([]any)
	var types []string
	for _, change := range list {
		types = append(types, str(change, "type"))
	}
	if want := []string{"UPDATED", "DELETED", "DELETED", "MERGED", "MERGED", "CREATED", "UPDATED", "UPDATED", "UPDATED"}; !slices.Equal(types, want) {
		t.Errorf("told %v, want %v", types, want)
	}
}
