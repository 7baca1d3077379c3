package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// oldFolder names the committed data folder: see testdata/folder/README.md.
const (
	oldFolder = "testdata/folder/09ff765.tar.gz"
	// oldHead is the head of its audit trail, as guitu audit verify printed it then.
	oldHead = "45:05d1620589440445d709b8e95ea90797f769dbbc7990828b9c02b1cb46e34867"
)

// TestFolderOfBefore opens a data folder that an earlier program wrote: everything
// stored in it is answered as it was then, its trail is whole, and it can be worked on.
func TestFolderOfBefore(t *testing.T) {
	data := unpack(t, oldFolder)
	p := serve(t, data, t.TempDir())

	stored := storedAnswers(p)
	var want object
	if err := json.Unmarshal(readFile(t, "testdata/folder/stored.golden"), &want); err != nil {
		t.Fatal(err)
	}
	for path, was := range want {
		for _, lost := range missing(was, plainJSON(t, stored[path]), path) {
			t.Error(lost)
		}
	}

	ranked := rankedAnswers(p)
	if *update {
		if err := os.WriteFile("testdata/folder/matches.golden", []byte(ranked), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if want := string(readFile(t, "testdata/folder/matches.golden")); ranked != want {
		t.Errorf("ranked otherwise (-update accepts it):\n%s\nwant\n%s", ranked, want)
	}

	if code, out, errs := run(t, "audit", "verify", "--noted", oldHead, "--data", data); code != 0 || !strings.Contains(out, "审计记录完整") {
		t.Errorf("audit verify: %d %s %s", code, out, errs)
	}
	if counted := p.must(http.MethodGet, "/v1/statistics?from=2020&to=2030", nil); cellOf(counted, "NOTICE_24H NO")+cellOf(counted, "DNA_7D YES") != 1 {
		t.Errorf("the step that was taken before there were statistics does not count: %v", counted)
	}
	changed := p.must(http.MethodPost, "/v1/notices", aNotice("after", "许花东"))
	if n := str(changed, "name"); length(p.must(http.MethodGet, "/v1/"+n+"/matches", nil), "matches") == 0 {
		t.Error("what is new does not find what is old")
	}
}

// storedAnswers asks for everything that the folder stores, by path.
func storedAnswers(p *process) object {
	p.Helper()
	answers := object{}
	ask := func(path string) object {
		o := p.must(http.MethodGet, path, nil)
		answers[path] = kept(o)
		return o
	}
	for _, list := range []string{"records", "notices", "cases"} {
		for _, of := range objects(p.must(http.MethodGet, "/v1/"+list+"?pageSize=100", nil), list) {
			one := ask("/v1/" + str(of, "name"))
			for _, photo := range objects(one, "photos") {
				if code, raw := p.raw(http.MethodGet, "/v1/"+str(photo, "name"), "application/json", nil); code == http.StatusOK && len(raw) > 0 && raw[0] != '{' {
					answers["bytes of "+str(photo, "name")] = fmt.Sprintf("%d %x", len(raw), raw[:16])
				}
			}
		}
	}
	ask("/v1/users")
	for _, search := range []string{"records:searchText?query=伤疤", "notices:searchText?query=烫伤"} {
		list, _, _ := strings.Cut(search, ":")
		for _, hit := range objects(p.must(http.MethodGet, "/v1/"+search, nil), list) {
			answers[search+" finds "+str(hit, "externalId")] = true
		}
	}
	return answers
}

// kept returns the answer without what is worded or weighed anew whenever it is asked for.
func kept(v any) any {
	switch v := v.(type) {
	case object:
		only := object{}
		for key, x := range v {
			switch key {
			case "match", "story", "storyEn", "findingText", "findingTextEn":
			default:
				only[key] = kept(x)
			}
		}
		return only
	case []any:
		only := make([]any, len(v))
		for i, x := range v {
			only[i] = kept(x)
		}
		return only
	}
	return v
}

// rankedAnswers lists the matches of every record: who, how likely, by what.
func rankedAnswers(p *process) string {
	p.Helper()
	var b strings.Builder
	for _, r := range objects(p.must(http.MethodGet, "/v1/records?pageSize=100", nil), "records") {
		_, _ = fmt.Fprintln(&b, str(r, "externalId"))
		for _, m := range objects(p.must(http.MethodGet, "/v1/"+str(r, "name")+"/matches?pageSize=5", nil), "matches") {
			_, _ = fmt.Fprintf(&b, "  %-9s %6.1f bits %s", str(m, "noticeExternalId"), number(m, "weight"), str(m, "decision"))
			for _, e := range objects(m, "evidence") {
				_, _ = fmt.Fprintf(&b, " %s%+.1f", str(e, "feature"), number(e, "weight"))
			}
			_, _ = fmt.Fprintln(&b)
		}
	}
	return b.String()
}

// objects returns the list of objects under the key.
func objects(o object, key string) (list []object) {
	all, _ := o[key].([]any)
	for _, v := range all {
		if one, ok := v.(object); ok {
			list = append(list, one)
		}
	}
	return list
}

// missing reports what was answered and is no longer, or is answered otherwise. What a
// later program says in addition is no difference.
func missing(was, is any, path string) (lost []string) {
	switch was := was.(type) {
	case object:
		now, ok := is.(object)
		if !ok {
			return []string{fmt.Sprintf("%s: was %v, is %v", path, was, is)}
		}
		for key, v := range was {
			lost = append(lost, missing(v, now[key], path+" "+key)...)
		}
	case []any:
		now, ok := is.([]any)
		if !ok || len(now) != len(was) {
			return []string{fmt.Sprintf("%s: was %v, is %v", path, was, is)}
		}
		for i := range was {
			lost = append(lost, missing(was[i], now[i], fmt.Sprintf("%s[%d]", path, i))...)
		}
	default:
		if !reflect.DeepEqual(was, is) {
			return []string{fmt.Sprintf("%s: was %v, is %v", path, was, is)}
		}
	}
	return lost
}

// plainJSON returns v as encoding/json reads it.
func plainJSON(t testing.TB, v any) (plain any) {
	t.Helper()
	raw, err := json.Marshal(v)
	if err == nil {
		err = json.Unmarshal(raw, &plain)
	}
	if err != nil {
		t.Fatal(err)
	}
	return plain
}

// unpack writes the archive of a data folder with its keys beside it into a temporary
// folder and returns the data folder.
func unpack(t testing.TB, archive string) string {
	t.Helper()
	dir := t.TempDir()
	zipped, err := gzip.NewReader(bytes.NewReader(readFile(t, archive)))
	if err != nil {
		t.Fatal(err)
	}
	for files := tar.NewReader(zipped); ; {
		h, err := files.Next()
		if errors.Is(err, io.EOF) {
			return filepath.Join(dir, "folder")
		}
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, filepath.FromSlash(h.Name))
		if h.Typeflag == tar.TypeDir {
			err = os.MkdirAll(path, 0o700)
		} else {
			var content []byte
			if content, err = io.ReadAll(files); err == nil {
				err = os.WriteFile(path, content, 0o600)
			}
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}
