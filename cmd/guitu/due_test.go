package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A station's work list, from the admission to the placement, over REST and in the
// terminal.
func TestDeadlines(t *testing.T) {
	data, noModels := t.TempDir(), t.TempDir()
	own := `{"provinces": {"51": [{"id": "dna", "workdays": 1, "source": "测试省规定"}]}}`
	if err := os.WriteFile(filepath.Join(data, "deadlines.json"), []byte(own), 0o600); err != nil {
		t.Fatal(err)
	}
	p := serve(t, data, noModels)
	found := time.Now().AddDate(0, 0, -20).Format(time.DateOnly)
	admit := func(id, station, code string) string {
		r := aRecord(id, "徐华栋")
		r["station"], r["foundDate"], r["foundPlace"] = station, found, object{"text": "某地", "code": code}
		return str(p.must(http.MethodPost, "/v1/records", r), "name")
	}
	here, there := admit("r1", "青石站", "500103"), admit("r2", "白鹭站", "510107")

	list := p.must(http.MethodGet, "/v1/deadlines?station=青石站", nil)
	if number(list, "overdue") != 3 || number(list, "later") != 1 || length(list, "deadlines") != 3 || str(list, "deadlines.0.rule") != "notice" {
		t.Fatalf("the station's list: %v", list)
	}
	first := at(list, "deadlines.0")
	if str(first, "record") != here || str(first, "title") != "发布寻亲公告" || !strings.Contains(str(first, "source"), "158号") || str(first, "recordExternalId") != "r1" {
		t.Errorf("the most pressing: %v", first)
	}
	if at(first, "recordSummary") != nil {
		t.Errorf("in short, unasked: %v", first)
	}
	short := at(p.must(http.MethodGet, "/v1/deadlines?station=青石站&summaries=true", nil), "deadlines.0.recordSummary")
	if str(short, "name") != here || str(short, "names.0.text") != "徐华栋" {
		t.Errorf("the person of the most pressing: %v", short)
	}
	if both := p.must(http.MethodGet, "/v1/deadlines?due=OVERDUE", nil); length(both, "deadlines") != 6 {
		t.Errorf("of all stations: %v", both)
	}
	if area := p.must(http.MethodGet, "/v1/deadlines?area=51&due=OVERDUE", nil); length(area, "deadlines") != 3 || str(area, "deadlines.0.record") != there {
		t.Errorf("of an area: %v", area)
	}
	if own := p.must(http.MethodGet, "/v1/"+there+"/deadlines", nil); length(own, "deadlines") != 4 || !strings.Contains(line(own), "测试省规定") {
		t.Errorf("a province's own rule: %v", own)
	}
	page := p.must(http.MethodGet, "/v1/deadlines?due=OVERDUE&pageSize=4", nil)
	rest := p.must(http.MethodGet, "/v1/deadlines?due=OVERDUE&pageSize=4&pageToken="+str(page, "nextPageToken"), nil)
	if length(page, "deadlines") != 4 || length(rest, "deadlines") != 2 || str(rest, "nextPageToken") != "" {
		t.Errorf("pages of %d and %d", length(page, "deadlines"), length(rest, "deadlines"))
	}

	step := p.must(http.MethodPost, "/v1/"+here+"/steps", object{"step": "NOTICE_PUBLISHED", "note": "全国救助寻亲网"})
	p.must(http.MethodPost, "/v1/"+here+"/steps", object{"step": "DNA_REQUESTED", "time": time.Now().AddDate(0, 0, -1).Format(time.RFC3339)})
	if list = p.must(http.MethodGet, "/v1/deadlines?station=青石站", nil); number(list, "overdue") != 1 || str(list, "deadlines.0.rule") != "long-stay" {
		t.Errorf("after two steps: %v", list)
	}
	undo := "/v1/" + str(step, "name") + ":undo"
	p.must(http.MethodPost, undo, object{"reason": "登记错了"})
	if list = p.must(http.MethodGet, "/v1/deadlines?station=青石站", nil); number(list, "overdue") != 2 || str(list, "deadlines.0.rule") != "notice" {
		t.Errorf("after the undoing: %v", list)
	}
	steps := p.must(http.MethodGet, "/v1/"+here+"/steps", nil)
	if length(steps, "steps") != 3 || str(steps, "steps.2.undoes") != str(step, "name") || str(steps, "steps.2.actor") != "admin" {
		t.Errorf("the steps: %v", steps)
	}

	for _, c := range []struct {
		method, path string
		body         any
		code         int
	}{
		{http.MethodPost, undo, object{"reason": "再来"}, http.StatusBadRequest},
		{http.MethodPost, undo, object{}, http.StatusBadRequest},
		{http.MethodPost, "/v1/" + here + "/steps/999:undo", object{"reason": "x"}, http.StatusNotFound},
		{http.MethodPost, "/v1/" + here + "/steps/x:undo", object{"reason": "x"}, http.StatusNotFound},
		{http.MethodPost, "/v1/" + here + "/steps", object{"step": "LUNCH"}, http.StatusBadRequest},
		{http.MethodPost, "/v1/" + here + "/steps", object{"step": "PLACED", "time": time.Now().AddDate(0, 0, 1).Format(time.RFC3339)}, http.StatusBadRequest},
		{http.MethodPost, "/v1/" + here + "/steps", object{"step": "PLACED", "time": "1999-01-01T00:00:00Z"}, http.StatusBadRequest},
		{http.MethodPost, "/v1/records/none/steps", object{"step": "PLACED"}, http.StatusNotFound},
		{http.MethodGet, "/v1/records/none/steps", nil, http.StatusNotFound},
		{http.MethodGet, "/v1/records/none/deadlines", nil, http.StatusNotFound},
		{http.MethodGet, "/v1/deadlines?due=LUNCH", nil, http.StatusBadRequest},
		{http.MethodGet, "/v1/deadlines?pageToken=x", nil, http.StatusBadRequest},
	} {
		if code, answer := p.call(c.method, c.path, c.body); code != c.code {
			t.Errorf("%s %s: %d, want %d: %v", c.method, c.path, code, c.code, answer)
		}
	}

	for _, want := range []string{"逾期 overdue", "发布寻亲公告  青石站  r1", "报请公安机关采集 DNA  白鹭站  r2", "逾期 5，今天 0"} {
		if code, out, errs := run(t, "due", "--data", data); code != 0 || !strings.Contains(out, want) {
			t.Errorf("guitu due does not say %q: exit %d\n%s%s", want, code, out, errs)
		}
	}
	if code, out, _ := run(t, "due", "--data", data, "--station", "白鹭站", "--all"); code != 0 || strings.Contains(out, "青石站") || !strings.Contains(out, "提出安置申请") {
		t.Errorf("guitu due --station --all: exit %d\n%s", code, out)
	}
}

// Rules and days off that are wrong keep the service from starting, and say where.
func TestWrongRules(t *testing.T) {
	for file, want := range map[string]string{"deadlines.json": "rules[6]", "calendar.json": "years[0].work[0]", "retention.json": "写法不对"} {
		t.Run(file, func(t *testing.T) {
			data := t.TempDir()
			text := map[string]string{
				"deadlines.json": `{"rules":[{"id":"new","hours":1,"days":2}]}`, "calendar.json": `{"years":[{"year":2027,"work":["x"]}]}`, "retention.json": `[]`,
			}[file]
			if err := os.WriteFile(filepath.Join(data, file), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			if code, _, errs := run(t, "due", "--data", data, "--models", data); code != exitFailed || !strings.Contains(errs, file) || !strings.Contains(errs, want) {
				t.Errorf("exit %d: %s", code, errs)
			}
		})
	}
}
