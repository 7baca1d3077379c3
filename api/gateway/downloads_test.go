package gateway_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// What goes out as a file: a template, rows to mend, and an export, each with a name to be
// saved under and kept by no cache.
func TestDownloads(t *testing.T) {
	h := open(t, 0)
	file := func(path, mediaType, name string) string {
		t.Helper()
		a := h.call("GET", path, nil)
		if a.code != http.StatusOK || a.header.Get("Content-Type") != mediaType || name != "" && (a.header.Get("Content-Disposition") != "attachment; filename="+name || a.header.Get("Cache-Control") != "no-store") {
			t.Fatalf("%s: %d %v\n%.300s", path, a.code, a.header, a.text)
		}
		return a.text
	}
	template := file("/v1/imports:template?kind=NOTICES&format=CSV", "text/csv", "")
	if !strings.Contains(template, "姓名") || !strings.HasPrefix(file("/v1/imports:template?kind=RECORDS", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ""), "PK") {
		t.Errorf("templates: %s", template)
	}
	for path, field := range map[string]string{"?kind=NOTICES&format=JSONL": "format", "": "kind", "?kind=NOTICES&format=PDF": "format"} {
		if a := h.call("GET", "/v1/imports:template"+path, nil); a.code != http.StatusBadRequest || a.violation(t) != field {
			t.Errorf("%s: %d %s", path, a.code, a.text)
		}
	}

	table := "编号,当事人,性别,失踪时间\nN1,柳望舒,女,3/5/2019\nN2,张三,男,2019-03\n"
	mapping := url.QueryEscape(`{"当事人":"name"}`)
	imp := h.imported(h.must("POST", "/v1/imports?kind=NOTICES&format=CSV&mapping="+mapping, table)["name"].(string))
	columns, _ := imp["columns"].([]any)
	if imp["created"] != 1.0 || imp["failed"] != 1.0 || len(columns) != 4 || columns[1].(obj)["by"] != "GIVEN" || imp["errors"].([]any)[0].(obj)["column"] != "失踪时间" {
		t.Fatalf("got %v", imp)
	}
	if wrong := file("/v1/"+imp["name"].(string)+"/errorFile", "text/csv", "import-errors.csv"); !strings.Contains(wrong, "柳望舒") || strings.Contains(wrong, "张三") || !strings.Contains(wrong, "错误原因") {
		t.Errorf("rows to mend: %s", wrong)
	}
	for _, bad := range []string{"x", `{"当事人":"who"}`, `["name"]`} {
		if a := h.call("POST", "/v1/imports?kind=NOTICES&format=CSV&mapping="+url.QueryEscape(bad), table); a.code != http.StatusBadRequest || a.violation(t) != "mapping" {
			t.Errorf("mapping %s: %d %s", bad, a.code, a.text)
		}
	}
	check := h.imported(h.must("POST", "/v1/imports?kind=NOTICES&format=CSV&mode=CHECK", strings.ReplaceAll(table, "N2", "N3"))["name"].(string))
	if preview, _ := check["preview"].([]any); len(preview) != 1 || preview[0].(obj)["notice"].(obj)["externalId"] != "N3" || preview[0].(obj)["outcome"] != "CREATED" {
		t.Errorf("the first rows: %v", check["preview"])
	}

	if a := h.call("POST", "/v1/exports", obj{"kind": "NOTICES", "format": "CSV"}); a.code != http.StatusBadRequest || a.violation(t) != "purpose" {
		t.Errorf("without a purpose: %d %s", a.code, a.text)
	}
	export := h.must("POST", "/v1/exports", obj{"kind": "NOTICES", "format": "CSV", "purpose": "核对本站名单", "fields": []any{"externalId", "name"}})
	for export["state"] == "RUNNING" {
		time.Sleep(10 * time.Millisecond)
		export = h.must("GET", "/v1/"+export["name"].(string), nil)
	}
	if text := file("/v1/"+export["name"].(string)+"/file", "text/csv", "guitu-export.csv"); export["done"] != 1.0 || !strings.HasPrefix(text, "\uFEFF编号,姓名,Guitu校验\r\nN2,张三,") {
		t.Errorf("%v\n%s", export, text)
	}
	if list := h.must("GET", "/v1/exports", nil)["exports"].([]any); len(list) != 1 {
		t.Errorf("exports: %v", list)
	}
	h.must("DELETE", "/v1/"+export["name"].(string), nil)
	if a := h.call("GET", "/v1/"+export["name"].(string)+"/file", nil); a.code != http.StatusBadRequest && a.code != http.StatusPreconditionFailed || !strings.Contains(a.text, "到期") {
		t.Errorf("the file of a deleted export: %d %s", a.code, a.text)
	}
	if a := h.call("GET", "/v1/imports/none/errorFile", nil); a.code != http.StatusNotFound {
		t.Errorf("of an unknown import: %d", a.code)
	}
}
