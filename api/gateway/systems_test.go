package gateway_test

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"google.golang.org/grpc/metadata"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/models"
)

// results are those of a batch, by their outcomes.
func results(t *testing.T, a answer) (list []obj, outcomes string) {
	t.Helper()
	if a.code != http.StatusOK {
		t.Fatalf("%d %s", a.code, a.text)
	}
	rows, _ := a.json(t)["results"].([]any)
	var words []string
	for _, r := range rows {
		row, _ := r.(obj)
		list = append(list, row)
		words = append(words, fmt.Sprint(row["outcome"]))
	}
	return list, strings.Join(words, " ")
}

// A batch is taken row by row: what is wrong with one is that one's, in the words in which a
// call for it alone would be refused, and the same again changes nothing.
func TestBatch(t *testing.T) {
	h := open(t, 0)
	wrong, masked, unnumbered, changed, other := notice("n-2"), notice("n-3"), notice(""), notice("n-1"), notice("n-1")
	wrong["person"].(obj)["birthDate"] = "1980-13"
	masked["contacts"] = []any{obj{"name": "某＊＊", "phone": "＊＊00"}}
	changed["circumstances"] = "赶集走失"
	other["person"] = obj{"names": []any{obj{"text": "王小明"}}}
	sent := obj{"notices": []any{notice("n-1"), wrong, masked, unnumbered, notice("n-4"), notice("n-4"), other}}
	first := h.call("POST", "/v1/notices:batch", sent)
	list, outcomes := results(t, first)
	if want := "CREATED FAILED FAILED FAILED CREATED UNCHANGED FAILED"; outcomes != want {
		t.Fatalf("%s, want %s: %s", outcomes, want, first.text)
	}
	alone := h.call("POST", "/v1/notices", wrong)
	if got := list[1]["error"].(obj)["message"]; got != alone.json(t)["message"] || list[1]["externalId"] != "n-2" {
		t.Errorf("the row is told %q, a call of its own %q", got, alone.json(t)["message"])
	}
	if reason := fmt.Sprint(list[6]["error"]); !strings.Contains(reason, "第 1 行编号相同") || !strings.Contains(fmt.Sprint(list[3]["error"]), "externalId") {
		t.Errorf("two people under one number: %s; none: %s", reason, list[3]["error"])
	}
	if sum := first.json(t); sum["created"] != 2.0 || sum["unchanged"] != 1.0 || sum["failed"] != 4.0 || sum["updated"] != 0.0 {
		t.Errorf("counted %s", first.text)
	}
	stored := h.must("GET", "/v1/"+list[0]["name"].(string), nil)
	if stored["etag"] != list[0]["etag"] || stored["externalId"] != "n-1" {
		t.Errorf("stored %v, answered %v", stored, list[0])
	}
	again, outcomes := results(t, h.call("POST", "/v1/notices:batch", obj{"notices": []any{notice("n-1")}}))
	if outcomes != "UNCHANGED" || again[0]["name"] != list[0]["name"] || again[0]["etag"] != list[0]["etag"] {
		t.Errorf("the same again: %v", again)
	}
	// A version that is not the current one is not replaced.
	changed["etag"] = "stale"
	if got, outcomes := results(t, h.call("POST", "/v1/notices:batch", obj{"notices": []any{changed}})); outcomes != "FAILED" || got[0]["error"].(obj)["code"] != 10.0 {
		t.Errorf("a stale etag: %v", got)
	}
	changed["etag"] = list[0]["etag"]
	if got, outcomes := results(t, h.call("POST", "/v1/notices:batch", obj{"notices": []any{changed}})); outcomes != "UPDATED" || got[0]["name"] != list[0]["name"] || got[0]["etag"] == list[0]["etag"] {
		t.Errorf("the current etag: %v", got)
	}
	for _, body := range []obj{{"notices": []any{}}, {"notices": slices.Repeat([]any{notice("x")}, 1001)}} {
		if a := h.call("POST", "/v1/notices:batch", body); a.code != http.StatusBadRequest || a.violation(t) != "notices" {
			t.Errorf("%d rows: %d %.200s", len(body["notices"].([]any)), a.code, a.text)
		}
	}
	if a := h.call("POST", "/v1/notices:batch", obj{"notices": []any{obj{"nose": 1}}}); a.code != http.StatusBadRequest || !strings.Contains(a.text, "notices[0].nose") {
		t.Errorf("an unknown field: %d %s", a.code, a.text)
	}
	// Records go the same way, each by its area.
	station := h.person("station", "STATION", "5101")
	record := func(id, code string) obj {
		return obj{"externalId": id, "foundPlace": obj{"text": "某地", "code": code}, "person": obj{"names": []any{obj{"text": "许花东"}}}}
	}
	rows, outcomes := results(t, h.as(station, "POST", "/v1/records:batch", obj{"records": []any{record("r-1", "510107"), record("r-2", "420106")}}))
	if outcomes != "CREATED FAILED" || rows[1]["error"].(obj)["code"] != 7.0 || !strings.HasPrefix(rows[0]["name"].(string), "records/") {
		t.Errorf("records: %v", rows)
	}
	if a := h.as(station, "POST", "/v1/notices:batch", obj{"notices": []any{notice("n-9")}}); a.code != http.StatusForbidden {
		t.Errorf("a station's notices: %d %s", a.code, a.text)
	}
}

// A call with a key is done once, whatever is sent again, and answered the same.
func TestIdempotencyKey(t *testing.T) {
	h := open(t, 0)
	send := func(key, method, path string, body any) answer {
		return h.call(method, path, body, "Idempotency-Key", key)
	}
	unnumbered := notice("")
	first := send("登记-1", "POST", "/v1/notices", unnumbered)
	if first.code != http.StatusOK {
		t.Fatal(first.text)
	}
	name := first.json(t)["name"].(string)
	if again := send("登记-1", "POST", "/v1/notices", unnumbered); again.text != first.text {
		t.Errorf("first %s, again %s", first.text, again.text)
	}
	if next := send("登记-2", "POST", "/v1/notices", unnumbered); next.json(t)["name"] == name {
		t.Error("another key is answered the same")
	}
	unnumbered["circumstances"] = "别的"
	if a := send("登记-1", "POST", "/v1/notices", unnumbered); a.code != http.StatusBadRequest || !strings.Contains(a.text, "新的键") {
		t.Errorf("the key with another body: %d %s", a.code, a.text)
	}
	if a := send("登记-1", "POST", "/v1/notices:batch", obj{"notices": []any{notice("b")}}); a.code != http.StatusBadRequest {
		t.Errorf("the key with another call: %d %s", a.code, a.text)
	}
	police := h.person("police", "POLICE", "51")
	if a := h.as(police, "POST", "/v1/notices", notice("own"), "Idempotency-Key", "登记-1"); a.code != http.StatusOK || a.json(t)["name"] == name {
		t.Errorf("another caller's key: %d %s", a.code, a.text)
	}
	// What was refused may be mended under its key.
	wrong := notice("w")
	wrong["missingDate"] = "2019-13"
	if a := send("w", "POST", "/v1/notices", wrong); a.code != http.StatusBadRequest {
		t.Fatal(a.text)
	}
	if a := send("w", "POST", "/v1/notices", notice("w")); a.code != http.StatusOK {
		t.Errorf("mended: %d %s", a.code, a.text)
	}
	batch := obj{"notices": []any{notice("b-1"), wrong, notice("b-2")}}
	sent := send("batch", "POST", "/v1/notices:batch", batch)
	if _, outcomes := results(t, sent); outcomes != "CREATED FAILED CREATED" {
		t.Fatal(sent.text)
	}
	if again := send("batch", "POST", "/v1/notices:batch", batch); again.text != sent.text {
		t.Errorf("a batch again: %s, first %s", again.text, sent.text)
	}
	// A change and a deletion are not done twice either.
	patched := send("p", "PATCH", "/v1/"+name, obj{"circumstances": "赶集"})
	if again := send("p", "PATCH", "/v1/"+name, obj{"circumstances": "赶集"}); patched.code != http.StatusOK || again.text != patched.text {
		t.Errorf("a change: %s, again %s", patched.text, again.text)
	}
	gone := send("d", "DELETE", "/v1/"+name, nil)
	if again := send("d", "DELETE", "/v1/"+name, nil); gone.code != http.StatusOK || again.code != gone.code || again.text != gone.text {
		t.Errorf("a deletion: %d %s, again %d %s", gone.code, gone.text, again.code, again.text)
	}
	// An answer about a person who was deleted since is not kept.
	if a := send("登记-1", "POST", "/v1/notices", notice("")); a.code != http.StatusBadRequest || !strings.Contains(a.text, "已删除") {
		t.Errorf("after the deletion: %d %s", a.code, a.text)
	}
	if a := send(strings.Repeat("k", 256), "POST", "/v1/notices", notice("long")); a.code != http.StatusBadRequest || a.violation(t) != "Idempotency-Key" {
		t.Errorf("a long key: %d %s", a.code, a.text)
	}
	// At the same time, and over gRPC.
	var wait sync.WaitGroup
	names := make([]string, 8)
	for i := range names {
		wait.Go(func() {
			ctx := metadata.AppendToOutgoingContext(t.Context(), "authorization", "Bearer "+token, "idempotency-key", "at once")
			n, err := guituv1.NewNoticeServiceClient(h.conn).CreateNotice(ctx, &guituv1.CreateNoticeRequest{Notice: &guituv1.Notice{Source: "并发", Person: &guituv1.Person{Names: []*guituv1.PersonName{{Text: "许花东"}}}}})
			if err != nil {
				t.Error(err)
			}
			names[i] = n.GetName()
		})
	}
	wait.Wait()
	if slices.Sort(names); names[0] != names[7] {
		t.Errorf("one call became %v", slices.Compact(names))
	}
	if list := h.must("GET", "/v1/notices?source=并发", nil)["notices"].([]any); len(list) != 1 {
		t.Errorf("one call became %d notices", len(list))
	}
}

// The feed tells each caller what happened to whom they may see, in pages without gaps.
func TestChanges(t *testing.T) {
	h := open(t, 0)
	empty := h.must("GET", "/v1/changes", nil)
	if len(empty["changes"].([]any)) != 0 || empty["cursor"] == "" {
		t.Errorf("an empty feed: %v", empty)
	}
	station := h.person("station", "STATION", "5101")
	made := func(kind, id string, place obj) string {
		field := map[string]string{"records": "foundPlace", "notices": "missingPlace"}[kind]
		return h.must("POST", "/v1/"+kind, obj{"externalId": id, field: place, "person": obj{"names": []any{obj{"text": "许花东"}}}})["name"].(string)
	}
	here := made("records", "here", obj{"text": "成都市武侯区", "code": "510107"})
	there := made("records", "there", obj{"text": "武汉市武昌区", "code": "420106"})
	n1 := made("notices", "n1", obj{"text": "武汉市武昌区", "code": "420106"})
	n2 := made("notices", "n2", obj{"text": "武汉市武昌区", "code": "420106"})
	h.must("PATCH", "/v1/"+here, obj{"circumstances": "x"})
	h.must("POST", "/v1/"+n2+":merge", obj{"of": n1, "reason": "同一家属"})
	h.must("POST", "/v1/"+here+":merge", obj{"of": there, "reason": "同一人"})
	h.must("PATCH", "/v1/"+here, obj{"foundPlace": obj{"text": "武汉市武昌区", "code": "420106"}})  // out of the station's areas
	h.must("PATCH", "/v1/"+there, obj{"foundPlace": obj{"text": "成都市武侯区", "code": "510107"}}) // and into them
	h.must("POST", "/v1/"+n1+":erase", obj{"reason": "FAMILY_WITHDREW"})

	read := func(token, query string, size int) (told []string) {
		t.Helper()
		cursor := ""
		for more := true; more; {
			a := h.as(token, "GET", fmt.Sprintf("/v1/changes?pageSize=%d&since=%s%s", size, cursor, query), nil)
			if a.code != http.StatusOK {
				t.Fatalf("%d %s", a.code, a.text)
			}
			page := a.json(t)
			changes, _ := page["changes"].([]any)
			for _, c := range changes {
				change, _ := c.(obj)
				line := fmt.Sprint(change["type"], " ", change["name"])
				if with, ok := change["mergedWith"]; ok {
					line += fmt.Sprint(" ", with)
				}
				if at, err := time.Parse(time.RFC3339Nano, fmt.Sprint(change["time"])); err != nil || time.Since(at) > time.Hour {
					t.Errorf("%s at %v", line, change["time"])
				}
				told = append(told, line)
			}
			cursor, _ = page["cursor"].(string)
			more, _ = page["more"].(bool)
		}
		return told
	}
	want := func(who string, got []string, want ...string) {
		t.Helper()
		if !slices.Equal(got, want) {
			t.Errorf("%s is told\n%s\nwant\n%s", who, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	notices := []string{"CREATED " + n1, "CREATED " + n2, "MERGED " + n2, "MERGED " + n1 + " " + n2, "DELETED " + n1}
	for _, size := range []int{1, 2, 500} {
		want("police", read(h.person(fmt.Sprint("police", size), "POLICE", "42"), "&kind=NOTICES", size), notices...)
		want("the station", read(station, "&kind=RECORDS", size), "CREATED "+here, "UPDATED "+here, "MERGED "+here+" "+there, "DELETED "+here, "UPDATED "+there)
		want("everybody", read(token, "", size), "CREATED "+here, "CREATED "+there, notices[0], notices[1], "UPDATED "+here, notices[2], notices[3],
			"MERGED "+here+" "+there, "MERGED "+there+" "+here, "UPDATED "+here, "UPDATED "+there, notices[4])
	}
	// A cursor is known again, or refused.
	last := h.must("GET", "/v1/changes?pageSize=1", nil)["cursor"].(string)
	number, mark, _ := strings.Cut(last, ".")
	for cursor, field := range map[string]string{"x": "since", "-1." + mark: "since", number: "since", number + ".000000000000": "none", "zzzz." + mark: "none"} {
		if a := h.call("GET", "/v1/changes?since="+cursor, nil); a.code != http.StatusBadRequest || a.violation(t) != field {
			t.Errorf("cursor %s: %d %s", cursor, a.code, a.text)
		}
	}
	key := h.as(station, "POST", "/v1/apiKeys", obj{"title": "对接", "scopes": []any{"records.read"}}).json(t)["secret"].(string)
	if a := h.as(key, "GET", "/v1/changes", nil); a.code != http.StatusForbidden {
		t.Errorf("a key for records reads of notices: %d %s", a.code, a.text)
	}
	if got := read(key, "&kind=RECORDS", 9); len(got) != 5 {
		t.Errorf("a key for records is told %v", got)
	}
}

// Lists can be narrowed to what was written since.
func TestListFilter(t *testing.T) {
	h := open(t, 0)
	first := h.must("POST", "/v1/notices", notice("a"))
	second := h.must("POST", "/v1/notices", notice("b"))
	since := func(n obj, op string) string {
		return strings.NewReplacer(" ", "%20", `"`, "%22", ">", "%3E", "<", "%3C").Replace(fmt.Sprintf(`updateTime %s "%s"`, op, n["updateTime"]))
	}
	for filter, want := range map[string]int{since(first, ">"): 1, since(first, ">="): 2, since(second, ">"): 0, since(second, "<"): 1} {
		if list := h.must("GET", "/v1/notices?filter="+filter, nil)["notices"].([]any); len(list) != want {
			t.Errorf("%s: %d notices, want %d", filter, len(list), want)
		}
	}
	if a := h.call("GET", "/v1/records?filter=name%3D1", nil); a.code != http.StatusBadRequest || a.violation(t) != "filter" {
		t.Errorf("a wrong filter: %d %s", a.code, a.text)
	}
}

// A key does as much on a day as an administrator allows, and its caller is told when to go on.
func TestQuota(t *testing.T) {
	h := open(t, 1<<20)
	police := h.person("police", "POLICE", "51")
	scopes := []any{"notices.read", "notices.write", "imports"}
	if a := h.as(police, "POST", "/v1/apiKeys", obj{"title": "市局", "scopes": scopes, "rowsPerDay": 5}); a.code != http.StatusForbidden {
		t.Errorf("a quota of one's own: %d %s", a.code, a.text)
	}
	made := h.as(police, "POST", "/v1/apiKeys", obj{"title": "市局", "scopes": scopes}).json(t)
	name, secret := made["name"].(string), made["secret"].(string)
	if a := h.as(police, "PATCH", "/v1/"+name, obj{"rowsPerDay": 5}); a.code != http.StatusForbidden {
		t.Errorf("a quota of one's own key: %d %s", a.code, a.text)
	}
	for _, body := range []obj{{"rowsPerDay": -1}, {"requestsPerDay": -5}} {
		if a := h.call("PATCH", "/v1/"+name, body); a.code != http.StatusBadRequest {
			t.Errorf("%v: %d %s", body, a.code, a.text)
		}
	}
	if a := h.call("PATCH", "/v1/"+name+"?updateMask=title", obj{"title": "x"}); a.code != http.StatusBadRequest || a.violation(t) != "updateMask" {
		t.Errorf("a title: %d %s", a.code, a.text)
	}
	set := h.must("PATCH", "/v1/"+name, obj{"requestsPerDay": 7, "rowsPerDay": 5})
	if set["requestsPerDay"] != 7.0 || set["rowsPerDay"] != 5.0 {
		t.Errorf("set: %v", set)
	}
	place := obj{"text": "成都市武侯区", "code": "510107"}
	n := func(id string) obj {
		return obj{"externalId": id, "missingPlace": place, "person": obj{"names": []any{obj{"text": "许花东"}}}}
	}
	calls := []struct {
		what string
		do   func() answer
		code int
	}{
		{"three rows", func() answer {
			return h.as(secret, "POST", "/v1/notices:batch", obj{"notices": []any{n("a"), n("b"), n("c")}})
		}, 200},
		{"three more", func() answer {
			return h.as(secret, "POST", "/v1/notices:batch", obj{"notices": []any{n("d"), n("e"), n("f")}})
		}, 429},
		{"an import of three", func() answer {
			return h.as(secret, "POST", "/v1/imports?kind=NOTICES&format=JSONL", "{\"externalId\":\"g\"}\n{\"externalId\":\"h\"}\n{\"externalId\":\"i\"}\n")
		}, 429},
		{"a check of three", func() answer {
			return h.as(secret, "POST", "/v1/imports?kind=NOTICES&format=JSONL&mode=CHECK", "{\"externalId\":\"g\"}\n{\"externalId\":\"h\"}\n{\"externalId\":\"i\"}\n")
		}, 200},
		{"one", func() answer { return h.as(secret, "POST", "/v1/notices", n("j")) }, 200},
		{"the last", func() answer { return h.as(secret, "POST", "/v1/notices", n("k")) }, 200},
		{"the seventh call", func() answer { return h.as(secret, "GET", "/v1/notices", nil) }, 200},
		{"the eighth", func() answer { return h.as(secret, "GET", "/v1/notices", nil) }, 429},
	}
	for _, c := range calls {
		a := c.do()
		if a.code != c.code {
			t.Fatalf("%s: %d, want %d: %s", c.what, a.code, c.code, a.text)
		}
		if after := a.header.Get("Retry-After"); c.code == 429 && (after == "" || after == "0" || !strings.Contains(a.text, "明天")) {
			t.Errorf("%s: Retry-After %q, %s", c.what, after, a.text)
		}
	}
	list := h.as(police, "GET", "/v1/apiKeys", nil).json(t)["apiKeys"].([]any)
	if k := list[0].(obj); k["requestsToday"] != 7.0 || k["rowsToday"] != 5.0 || k["rowsPerDay"] != 5.0 {
		t.Errorf("listed: %v", k)
	}
	if a := h.as(police, "GET", "/v1/notices", nil); a.code != http.StatusOK {
		t.Errorf("the person: %d %s", a.code, a.text)
	}
	next := h.as(police, "POST", "/v1/"+name+":rotate", obj{}).json(t)
	if next["requestsPerDay"] != 7.0 || next["rowsPerDay"] != 5.0 {
		t.Errorf("the key that takes its place: %v", next)
	}
	h.ahead.Add(int64(24 * time.Hour))
	if a := h.as(secret, "GET", "/v1/notices", nil); a.code != http.StatusUnauthorized { // it goes on for a day beside the new one
		t.Errorf("the old key a day later: %d %s", a.code, a.text)
	}
	if a := h.as(next["secret"].(string), "POST", "/v1/notices", n("l")); a.code != http.StatusOK {
		t.Errorf("the next day: %d %s", a.code, a.text)
	}
}

// A quota's day ends at midnight in China, wherever the server's clock is set.
func TestQuotasDayIsChinas(t *testing.T) {
	h := open(t, 1<<20)
	police := h.person("police", "POLICE", "51")
	made := h.as(police, "POST", "/v1/apiKeys", obj{"title": "市局", "scopes": []any{"notices.read"}}).json(t)
	h.must("PATCH", "/v1/"+made["name"].(string), obj{"requestsPerDay": 1})
	read := func() answer { return h.as(made["secret"].(string), "GET", "/v1/notices", nil) }
	now := time.Now().In(models.Zone)
	midnight := time.Date(now.Year(), now.Month(), now.Day()+1, 0, 0, 0, 0, models.Zone)
	h.ahead.Store(int64(midnight.Add(-time.Hour).Sub(now)))
	if a := read(); a.code != http.StatusOK {
		t.Fatalf("before midnight: %d %s", a.code, a.text)
	}
	a := read()
	if wait, err := strconv.Atoi(a.header.Get("Retry-After")); a.code != http.StatusTooManyRequests || err != nil || wait > 3600 || wait < 1800 {
		t.Errorf("once more before midnight: %d, to wait for %q s", a.code, a.header.Get("Retry-After"))
	}
	h.ahead.Add(int64(time.Hour))
	if a := read(); a.code != http.StatusOK {
		t.Errorf("after midnight: %d %s", a.code, a.text)
	}
	if a := read(); a.code != http.StatusTooManyRequests {
		t.Errorf("once more after midnight: %d %s", a.code, a.text)
	}
	if open := h.must("PATCH", "/v1/"+made["name"].(string), obj{"requestsPerDay": 0}); open["requestsPerDay"] != nil && open["requestsPerDay"] != 0.0 {
		t.Errorf("a quota that was taken off: %v", open)
	}
	if a := read(); a.code != http.StatusOK {
		t.Errorf("without a quota: %d %s", a.code, a.text)
	}
}
