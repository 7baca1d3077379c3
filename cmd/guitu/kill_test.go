//go:build !race

package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// A service that is killed in the middle of an import of 20,000 notices goes on
// where it was: nothing acknowledged is missing, nothing is there twice, and the
// index finds what the store holds.
func TestKilledInTheMiddleOfAnImport(t *testing.T) {
	const rows = 20_000
	data, modelDir := t.TempDir(), t.TempDir()
	p := serve(t, data, modelDir)
	// Acknowledged by itself before the import.
	single := p.must(http.MethodPost, "/v1/notices", aNotice("single", "许花东"))

	var file strings.Builder
	for i := range rows {
		file.WriteString(line(manyNotice(i)))
	}
	imp := p.upload("NOTICES", file.String())
	name := str(imp, "name")
	if number(imp, "total") != rows {
		t.Fatalf("total %v, want %d", imp["total"], rows)
	}
	done := 0.0
	for range 2000 {
		imp = p.must(http.MethodGet, "/v1/"+name, nil)
		if done = number(imp, "created"); done >= rows/4 || str(imp, "state") != "RUNNING" {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	p.kill()
	if str(imp, "state") != "RUNNING" || done == 0 || done == rows {
		t.Fatalf("not killed in the middle: %v", imp)
	}

	p = serve(t, data, modelDir)
	resumed := p.must(http.MethodGet, "/v1/"+name, nil)
	if number(resumed, "created") < done {
		t.Errorf("%v rows were acknowledged before, %v are after", done, resumed["created"])
	}
	imp = p.finish(resumed)
	if str(imp, "state") != "DONE" || number(imp, "created") != rows || number(imp, "failed") != 0 || number(imp, "updated") != 0 || number(imp, "unchanged") != 0 {
		t.Fatalf("after the resumption: %v", imp)
	}
	p.must(http.MethodGet, "/v1/"+str(single, "name"), nil)

	seen := p.externalIDs()
	if len(seen) != rows+1 {
		t.Errorf("%d notices in the store, want %d", len(seen), rows+1)
	}
	// The index agrees: the scan and the words find people of before and after the kill.
	for _, i := range []int{0, 1, int(done) - 1, int(done), int(done) + 1, rows / 2, rows - 1} {
		id := fmt.Sprintf("many-%d", i)
		words := p.must(http.MethodGet, "/v1/notices:searchText?query="+id, nil)
		if str(words, "notices.0.externalId") != id {
			t.Errorf("the text index does not find %s: %v", id, words)
		}
		person := manyNotice(i)["person"]
		found := p.must(http.MethodPost, "/v1/matches:search", object{"side": "NOTICES", "pageSize": 5, "person": person})
		ids := ""
		for j := range length(found, "matches") {
			ids += str(found, fmt.Sprintf("matches.%d.noticeExternalId", j)) + " "
		}
		if !strings.Contains(ids, id+" ") {
			t.Errorf("the scan does not find %s, but %s", id, ids)
		}
	}
}

// A service that is killed in the middle of a check, and of an undo, goes on with it: the
// check has written nothing, and the undo leaves nothing.
func TestKilledInTheMiddleOfACheckAndAnUndo(t *testing.T) {
	const rows = 4000
	data, modelDir := t.TempDir(), t.TempDir()
	p := serve(t, data, modelDir)
	var file strings.Builder
	for i := range rows {
		file.WriteString(line(manyNotice(i)))
	}
	killed := func(imp object, counts ...string) object {
		t.Helper()
		name, done := str(imp, "name"), 0.0
		for range 2000 {
			imp = p.must(http.MethodGet, "/v1/"+name, nil)
			if done = number(imp, counts[0]); done > 0 {
				break
			}
			time.Sleep(2 * time.Millisecond)
		}
		p.kill()
		if done == 0 || done == rows {
			t.Fatalf("not killed in the middle: %v", imp)
		}
		p = serve(t, data, modelDir)
		imp = p.finish(p.must(http.MethodGet, "/v1/"+name, nil))
		for i, count := range counts {
			if want := float64(rows * (1 - min(i, 1))); number(imp, count) != want {
				t.Errorf("%s after the resumption: %v, want %v", count, imp[count], want)
			}
		}
		return imp
	}
	none := func(when string) {
		t.Helper()
		if page := p.must(http.MethodGet, "/v1/notices?pageSize=10", nil); length(page, "notices") != 0 {
			t.Errorf("%s there are notices: %v", when, page)
		}
	}
	killed(p.must(http.MethodPost, "/v1/imports?kind=NOTICES&format=JSONL&mode=CHECK", file.String()), "created", "updated", "unchanged", "failed")
	none("after a check")

	imp := p.finish(p.upload("NOTICES", file.String()))
	if number(imp, "created") != rows {
		t.Fatalf("the import: %v", imp)
	}
	imp = killed(p.must(http.MethodPost, "/v1/"+str(imp, "name")+":undo", object{}), "undone", "kept")
	if str(imp, "state") != "UNDONE" {
		t.Errorf("after the resumption: %v", imp)
	}
	none("after the undo")
	if words := p.must(http.MethodGet, "/v1/notices:searchText?query=many-7", nil); length(words, "notices") != 0 {
		t.Errorf("the index still finds %v", words)
	}
}

// manyNotice returns the i-th of many invented people, told apart by the date of birth.
func manyNotice(i int) object {
	surnames, given := []rune("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"), []rune("建国秀英志强桂兰文军玉梅海燕德华小红春生")
	name := string([]rune{surnames[i%len(surnames)], given[i/20%len(given)], given[i/7%len(given)]})
	sex := "MALE"
	if i%2 == 1 {
		sex = "FEMALE"
	}
	return object{
		"externalId": fmt.Sprintf("many-%d", i), "source": "测试",
		"person": object{
			"names": []object{{"text": name, "kind": "LEGAL"}}, "sex": sex, "heightMinCm": 150 + i%35, "heightMaxCm": 150 + i%35,
			"birthDate":   time.Date(1940, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i%30_000).Format(time.DateOnly),
			"nativePlace": object{"text": []string{"四川省成都市", "河南省郑州市", "湖南省长沙市"}[i%3]},
			"marks":       []object{{"text": []string{"左手有疤", "右脸有痣", "腿部烧伤"}[i%3]}},
		},
		"missingDate": fmt.Sprintf("20%02d", i%24), "missingPlace": object{"text": []string{"成都市武侯区", "郑州市", "长沙市"}[i%3]},
	}
}
