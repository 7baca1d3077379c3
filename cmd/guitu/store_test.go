package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/models/store/postgres/postgrestest"
)

// startPostgres starts a PostgreSQL server, which ends with the test, and makes a database.
func startPostgres(t *testing.T) (server *postgrestest.Server, address string) {
	t.Helper()
	server, err := postgrestest.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Stop(); err != nil {
			t.Error(err)
		}
	})
	if address, err = server.Create(t.Context()); err != nil {
		t.Fatal(err)
	}
	return server, address
}

// copySecrets gives a data folder files of another, as .key beside it.
func copySecrets(t testing.TB, from, to string, names ...string) {
	t.Helper()
	for _, name := range names {
		if err := os.WriteFile(to+name, readFile(t, from+name), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// The same story on rows in the folder and on rows on a PostgreSQL server is answered the same.
func TestStores(t *testing.T) {
	server, address := startPostgres(t)
	told := map[string][]string{}
	for name, store := range map[string]string{"sqlite": "", "postgres": address} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("GUITU_STORE", store)
			told[name] = storeStory(t, t.TempDir())
		})
	}
	if !reflect.DeepEqual(told["sqlite"], told["postgres"]) {
		t.Errorf("SQLite answers\n%s\nPostgreSQL\n%s", strings.Join(told["sqlite"], "\n"), strings.Join(told["postgres"], "\n"))
	}

	t.Run("folders know where their rows are", func(t *testing.T) {
		address, err := server.Create(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		rowsOnServer(t, address)
	})

	t.Run("copied", func(t *testing.T) {
		address, err := server.Create(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		copiedFolder(t, address)
	})

	data := t.TempDir()
	t.Setenv("GUITU_STORE", address)
	if code, _, errs := run(t, "key", "rotate", "-q", "--data", data); code == 0 || !strings.Contains(errs, "key file") {
		t.Errorf("a folder without the keys of the rows: exit %d\n%s", code, errs)
	}
}

// storeStory returns what a service on a new folder answers, without what is made at random.
func storeStory(t *testing.T, data string) (told []string) {
	noModels := t.TempDir()
	tell := func(what string, values ...any) { told = append(told, fmt.Sprint(what, ": ", values)) }
	p := serve(t, data, noModels)
	var file strings.Builder
	for i, name := range []string{"许花东", "柳望舒", "何小满", "万俟春生"} {
		file.WriteString(line(aNotice(fmt.Sprint("n", i), name)))
	}
	imp := p.finish(p.upload("NOTICES", file.String()+"{oops\n"+line(aNotice("n0", "许花东"))))
	tell("import", imp["state"], imp["total"], imp["created"], imp["unchanged"], imp["failed"], length(imp, "errors"))

	record := p.must(http.MethodPost, "/v1/records", with(aRecord("r1", "徐华东"), "photos", []object{{"content": greyPicture()}}))
	name, photo := str(record, "name"), str(record, "photos.0.name")
	code, again := p.call(http.MethodPost, "/v1/records", aRecord("r1", "徐华东"))
	tell("the same externalId", code, again["code"])
	code, stale := p.call(http.MethodPatch, "/v1/"+name, object{"circumstances": "x", "etag": "old"})
	tell("a stale etag", code, stale["code"])
	changed := p.must(http.MethodPatch, "/v1/"+name, object{"circumstances": "夜里在候车室", "etag": str(record, "etag")})
	tell("changed", str(changed, "circumstances"), str(changed, "externalId"))
	matches := func() {
		list := p.must(http.MethodGet, "/v1/"+name+"/matches", nil)
		for i := range length(list, "matches") {
			m := at(list, fmt.Sprint("matches.", i))
			tell("match", str(m, "noticeExternalId"), number(m, "probability"), length(m, "evidence"))
		}
	}
	matches()
	notice := str(p.must(http.MethodGet, "/v1/notices?externalId=n0", nil), "notices.0.name")
	proposed := p.must(http.MethodPost, "/v1/cases", object{"record": name, "notice": notice, "reason": "同名"})
	tell("case", proposed["state"], length(p.must(http.MethodGet, "/v1/cases?record="+name, nil), "cases"))
	page := p.must(http.MethodGet, "/v1/notices?pageSize=3", nil)
	tell("a page", length(page, "notices"), length(p.must(http.MethodGet, "/v1/notices?pageSize=3&pageToken="+str(page, "nextPageToken"), nil), "notices"))
	code, picture := p.raw(http.MethodGet, "/v1/"+photo, "", nil)
	tell("photo", code, len(picture))

	p.kill() // and start again
	p = serve(t, data, noModels)
	matches()
	code, _ = p.raw(http.MethodGet, "/v1/"+photo, "", nil)
	tell("photo", code)
	commands := func(all ...[]string) {
		for _, c := range all {
			code, out, errs := run(t, append(c, "--data", data)...)
			tell(strings.Join(c[:min(2, len(c))], " "), code)
			if code != 0 {
				t.Errorf("guitu %s: exit %d\n%s%s", strings.Join(c, " "), code, out, errs)
			}
		}
	}
	commands([]string{"check"}, []string{"erase", "--reason", "FAMILY_WITHDREW", name})
	code, _ = p.call(http.MethodGet, "/v1/"+name, nil)
	tell("erased", code)
	code, _ = p.raw(http.MethodGet, "/v1/"+photo, "", nil)
	tell("its photo", code)
	p.stop()
	commands([]string{"audit", "verify"}, []string{"key", "rotate", "-q"}, []string{"erase", "--verify", "--text", "夜里在候车室"})
	return told
}

// rowsOnServer: a folder knows that its rows are on a server, and no command begins an empty
// database beside them.
func rowsOnServer(t *testing.T, address string) {
	onServer, own := t.TempDir(), t.TempDir()
	for _, c := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"reindex", "--data", onServer, "--store", address}, 0, "index rebuilt"},
		{[]string{"reindex", "--data", onServer}, exitFailed, "--store"},
		{[]string{"key", "rotate", "--data", onServer}, exitFailed, "--store"},
		{[]string{"backup", t.TempDir(), "--data", onServer}, exitFailed, "pg_dump"},
		{[]string{"reindex", "--data", own}, 0, "index rebuilt"},
		{[]string{"reindex", "--data", own, "--store", address}, exitFailed, "guitu.db"},
	} {
		code, out, errs := run(t, c.args...)
		if code != c.code || !strings.Contains(out+errs, c.says) {
			t.Errorf("guitu %s: exit %d, want %d and %q\n%s%s", strings.Join(c.args, " "), code, c.code, c.says, out, errs)
		}
	}
}

// copiedFolder: a folder whose rows are moved to a server answers from there what it did before,
// and when they are moved back.
func copiedFolder(t *testing.T, address string) {
	data := unpack(t, oldFolder)
	command := func(code int, says string, args ...string) {
		t.Helper()
		got, out, errs := run(t, args...)
		if got != code || !strings.Contains(out+errs, says) {
			t.Errorf("guitu %s: exit %d, want %d and %q\n%s%s", strings.Join(args, " "), got, code, says, out, errs)
		}
	}
	var want object
	if err := json.Unmarshal(readFile(t, "testdata/folder/stored.golden"), &want); err != nil {
		t.Fatal(err)
	}
	answersAsBefore := func() {
		t.Helper()
		p := serve(t, data, t.TempDir())
		stored := storedAnswers(p)
		for path, was := range want {
			for _, lost := range missing(was, plainJSON(t, stored[path]), path) {
				t.Error(lost)
			}
		}
		p.must(http.MethodPost, "/v1/notices", aNotice(fmt.Sprint("after ", os.Getenv("GUITU_STORE")), "许花东"))
		p.stop()
		command(0, "审计记录完整", "audit", "verify", "--noted", oldHead, "--data", data)
	}
	command(exitFailed, "--from", "store", "copy", "-q", "--from", data, "--to", data)
	command(exitFailed, "rows-on-server", "store", "copy", "-q", "--from", address, "--to", data)
	command(0, "guitu.db.copied", "store", "copy", "-q", "--from", data, "--to", address)
	command(exitFailed, "key file", "store", "copy", "-q", "--from", t.TempDir(), "--to", address)
	command(exitFailed, "--store", "reindex", "--data", data)
	t.Setenv("GUITU_STORE", address)
	answersAsBefore()
	t.Setenv("GUITU_STORE", "")
	command(0, "--store", "store", "copy", "-q", "--from", address, "--to", data)
	answersAsBefore()
}
