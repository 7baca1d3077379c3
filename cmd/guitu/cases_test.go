package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"mime/multipart"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
)

func item(kind, result string) object {
	return object{"kind": kind, "result": result, "signature": "白警官（民警）", "doneBy": "青石县鉴定所", "reference": "R-7"}
}

// Found and brought home: two people, DNA, both files closed, and a story to read.
func TestStoryFoundReunited(t *testing.T) {
	o := openOffice(t, t.TempDir())
	r, n := o.pair("1", "许花东", "徐华栋（音）")
	name := o.propose(r, n)
	o.as("bo").must("POST", "/v1/"+name+"/items", with(item("DNA", "SUPPORTS"), "attachment", greyPicture()))
	refused(t, o.as("ann"), http.StatusForbidden, "/v1/"+name+":confirm", object{"reason": "DNA 支持"}, name, "另一人")
	done := o.as("bo").must("POST", "/v1/"+name+":confirm", object{"reason": "DNA 支持"})
	if str(done, "state") != "CONFIRMED" || str(o.must("GET", "/v1/"+r, nil), "status") != "IDENTIFIED" {
		t.Errorf("after confirming: %v", done)
	}
	if m := o.must("POST", "/v1/matches:compare", object{"record": r, "notice": n}); str(m, "decision") != "CONFIRMED" || str(m, "case") != name {
		t.Errorf("compare says %v of case %v", m["decision"], m["case"])
	}
	home := o.must("POST", "/v1/"+name+":reunite", object{"reason": "家属接回"})
	if str(home, "state") != "REUNITED" || str(o.must("GET", "/v1/"+r, nil), "status") != "REUNITED" || str(o.must("GET", "/v1/"+n, nil), "status") != "CLOSED" {
		t.Errorf("after the reunion: %v", home)
	}
	var story strings.Builder
	for i := range length(home, "history") {
		story.WriteString(str(home, fmt.Sprintf("history.%d.story", i)))
	}
	for _, want := range []string{"ann 提出这两份资料可能是同一人：姓名和伤疤相符", "bo 开始核实", "录入核实（DNA 比对），结果支持", "bo 确认是同一人", "ann 登记团聚，双方资料结案：家属接回"} {
		if !strings.Contains(story.String(), want) {
			t.Errorf("the story does not say %q:\n%s", want, story.String())
		}
	}
	code, raw := o.raw("GET", "/v1/"+name+"/items/1/attachment", "", nil)
	if want, _ := base64.StdEncoding.DecodeString(greyPicture()); code != http.StatusOK || !bytes.Equal(raw, want) {
		t.Errorf("the attachment: %d, %d bytes", code, len(raw))
	}
	if code, _ := o.call("GET", "/v1/"+name+"/items/2/attachment", nil); code != http.StatusNotFound {
		t.Errorf("an attachment that is not there: %d", code)
	}
}

// The twin is rejected, leaves the lists of both sides, and comes back when a side has
// changed in substance, and only then.
func TestStoryTwinRejected(t *testing.T) {
	o := openOffice(t, t.TempDir())
	r, n := o.pair("1", "许花东", "徐华栋（音）")
	twin := aNotice("n2", "许花栋")
	other := str(o.must("POST", "/v1/notices", twin), "name")
	top := o.must("GET", "/v1/"+r+"/matches", nil)
	if length(top, "matches") != 2 || !strings.Contains(fmt.Sprint(at(top, "matches.0.notes")), "双胞胎") && !strings.Contains(fmt.Sprint(at(top, "matches.0.notes")), "兄弟姐妹") {
		t.Errorf("look-alike relatives are not said: %v", top)
	}
	name := o.propose(r, other)
	o.as("bo").must("POST", "/v1/"+name+"/items", item("DNA", "CONTRADICTS"))
	refused(t, o.as("bo"), http.StatusBadRequest, "/v1/"+name+":confirm", object{"reason": "长得一样"}, name, "结论相反")
	o.as("bo").must("POST", "/v1/"+name+":reject", object{"reason": "DNA 排除，是双胞胎兄弟"})
	listed := func(of, far string) bool {
		found := o.must("GET", "/v1/"+of+"/matches", nil)
		return strings.Contains(fmt.Sprint(found["matches"]), far)
	}
	if listed(r, other) || listed(other, r) || !listed(r, n) {
		t.Error("the rejected pair is listed, or the other is not")
	}
	if m := o.must("POST", "/v1/matches:compare", object{"record": r, "notice": other}); str(m, "decision") != "REJECTED" {
		t.Errorf("compare says %v", m["decision"])
	}
	o.must("PATCH", "/v1/"+other, object{"status": "OPEN", "contacts": []object{{"name": "柳二", "phone": "000-1"}}})
	if listed(r, other) {
		t.Error("a new telephone number brings the pair back")
	}
	o.must("PATCH", "/v1/"+other, object{"circumstances": "右手少一根手指"})
	if !listed(r, other) {
		t.Error("what the notice says has changed, and the pair stays away")
	}
	if m := o.must("POST", "/v1/matches:compare", object{"record": r, "notice": other}); str(m, "decision") != "REJECTED_BEFORE_CHANGE" {
		t.Errorf("compare says %v", m["decision"])
	}
	if c := o.must("GET", "/v1/"+name, nil); str(c, "state") != "REJECTED" {
		t.Errorf("DNA said no, and Guitu proposes the pair again: %v", c["history"])
	}
}

// A wrong confirmation, and even a reunion, is undone: statuses are as before, nothing
// of the history is lost.
func TestStoryWrongConfirmationUndone(t *testing.T) {
	o := openOffice(t, t.TempDir())
	r, n := o.pair("1", "许花东", "徐华栋（音）")
	o.must("PATCH", "/v1/"+r, object{"status": "PLACED"})
	name := o.propose(r, n)
	o.as("bo").must("POST", "/v1/"+name+"/items", item("POLICE_RECORD", "SUPPORTS"))
	o.as("bo").must("POST", "/v1/"+name+":confirm", object{"reason": "公安记录"})
	o.must("POST", "/v1/"+name+":reunite", object{"reason": "接回"})
	o.as("cy").must("POST", "/v1/"+name+":undo", object{"reason": "接错人了"})
	undone := o.as("cy").must("POST", "/v1/"+name+":undo", object{"reason": "户籍号码抄错"})
	if str(undone, "state") != "VERIFYING" || str(o.must("GET", "/v1/"+r, nil), "status") != "PLACED" || str(o.must("GET", "/v1/"+n, nil), "status") != "OPEN" {
		t.Errorf("undone: %v", undone)
	}
	if kinds := fmt.Sprint(undone["history"]); strings.Count(kinds, "kind:UNDO") != 2 || !strings.Contains(kinds, "kind:CONFIRM") || !strings.Contains(kinds, "kind:REUNITE") {
		t.Errorf("the history lost something: %s", kinds)
	}
	refused(t, &o.process, http.StatusBadRequest, "/v1/"+name+":undo", object{"reason": "再撤", "item": 9}, name, "没有第 9 项")
	taken := o.as("cy").must("POST", "/v1/"+name+":undo", object{"reason": "号码抄错", "item": 1})
	if number(taken, "items.0.withdrawnBy") == 0 {
		t.Errorf("the item stands: %v", taken["items"])
	}
	refused(t, o.as("bo"), http.StatusBadRequest, "/v1/"+name+":confirm", object{"reason": "仍然确认"}, name, "证据不足")
}

// Two caseworkers confirm two cases of one record at the same moment: one wins, the
// other hears why not, over gRPC as over REST.
func TestTwoRaceToConfirm(t *testing.T) {
	o := openOffice(t, t.TempDir())
	r, n := o.pair("1", "许花东", "徐华栋（音）")
	other := str(o.must("POST", "/v1/notices", aNotice("n2", "许华东")), "name")
	names := []string{o.propose(r, n), o.propose(r, other)}
	for _, name := range names {
		o.as("bo").must("POST", "/v1/"+name+"/items", item("FINGERPRINT", "SUPPORTS"))
	}
	if c := o.must("GET", "/v1/"+names[0], nil); str(c, "conflicts.0.name") != names[1] {
		t.Errorf("the conflict is not shown: %v", c["conflicts"])
	}
	errs := make([]error, 2)
	var both sync.WaitGroup
	for i, who := range []string{"bo", "cy"} {
		service, err := dial(addresses{GRPC: o.grpc}, "badge-"+who)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = service.Close() })
		both.Go(func() {
			_, errs[i] = service.cases.ConfirmCase(service.as(context.Background()), &guituv1.ConfirmCaseRequest{Name: names[i], Reason: "指纹相符"})
		})
	}
	both.Wait()
	lost := errs[0]
	if errs[0] == nil {
		lost = errs[1]
	}
	if (errs[0] == nil) == (errs[1] == nil) || status.Code(lost) != codes.FailedPrecondition || !strings.Contains(lost.Error(), "不能同时成立") || !strings.Contains(lost.Error(), "cannot be true") {
		t.Fatalf("the two heard %v and %v", errs[0], errs[1])
	}
	if found := o.must("GET", "/v1/cases?state=CONFIRMED&record="+r, nil); length(found, "cases") != 1 {
		t.Errorf("confirmed: %v", found)
	}
}

// Everything that is not allowed is said clearly and changes nothing.
func TestCaseRefusals(t *testing.T) {
	o := openOffice(t, t.TempDir())
	r, n := o.pair("1", "许花东", "徐华栋（音）")
	name := o.propose(r, n)
	why := object{"reason": "理由"}
	for _, c := range []struct {
		who, path string
		body      any
		code      int
		says      string
	}{
		{"bo", ":verify", why, 400, "核实中"},
		{"bo", ":reunite", why, 400, "不能登记团聚"},
		{"bo", ":reopen", why, 400, "不能重新打开"},
		{"bo", ":confirm", why, 400, "证据不足"},
		{"bo", ":confirm", object{"reason": "理由", "etag": "old"}, 409, "已被他人修改"},
		{"bo", ":reject", object{"reason": "  "}, 400, "请写明理由"},
		{"bo", ":unresolve", object{"reason": "再等", "reviewDate": "2020-01-01"}, 400, "五年内"},
		{"bo", "/items", object{"kind": "DNA", "result": "SUPPORTS"}, 400, "签名"},
		{"bo", "/items", with(item("DNA", "SUPPORTS"), "attachment", base64.StdEncoding.EncodeToString([]byte("<script>alert(1)</script>"))), 400, "PDF"},
		{"nobody?", ":confirm", why, 400, "证据不足"},
	} {
		refused(t, o.as(c.who), c.code, "/v1/"+name+c.path, c.body, name, c.says)
	}
	stranger := o.as("ann")
	stranger.token = "forged"
	for _, path := range []string{"/v1/cases", "/v1/" + name + ":confirm"} {
		if code, _ := stranger.call("POST", path, why); code != http.StatusUnauthorized {
			t.Errorf("a forged token: POST %s answers %d", path, code)
		}
	}
	for body, code := range map[*object]int{
		{"record": r, "notice": n, "reason": "又来"}:             409,
		{"record": r, "notice": "notices/none", "reason": "x"}: 404,
		{"record": n, "notice": r, "reason": "x"}:              400,
		{"record": r, "notice": n}:                             400,
	} {
		if got, answer := o.call("POST", "/v1/cases", *body); got != code {
			t.Errorf("POST /v1/cases %v: %d %v, want %d", *body, got, answer, code)
		}
	}
	if code, _ := o.call("GET", "/v1/cases/none", nil); code != http.StatusNotFound {
		t.Errorf("an unknown case: %d", code)
	}
	if code, _ := o.call("GET", "/v1/cases?pageToken=x", nil); code != http.StatusBadRequest {
		t.Errorf("a forged page token: %d", code)
	}
}

// An item comes as a form, too, and its file is what it is, not what it is called.
func TestItemAsForm(t *testing.T) {
	o := openOffice(t, t.TempDir())
	r, n := o.pair("1", "许花东", "徐华栋（音）")
	name := o.propose(r, n)
	form := func(fields map[string]string, file []byte) (string, []byte) {
		var b bytes.Buffer
		w := multipart.NewWriter(&b)
		for k, v := range fields {
			_ = w.WriteField(k, v)
		}
		part, _ := w.CreateFormFile("attachment", "../../etc/passwd")
		_, _ = part.Write(file)
		_ = w.Close()
		return w.FormDataContentType(), b.Bytes()
	}
	pdf := []byte("%PDF-1.4\n1 0 obj\n")
	kind, body := form(map[string]string{"kind": "DOCUMENTS", "result": "SUPPORTS", "signature": "白警官"}, pdf)
	code, raw := o.as("bo").raw("POST", "/v1/"+name+"/items", kind, body)
	if c := decode(t, raw); code != http.StatusOK || str(c, "items.0.attachmentType") != "application/pdf" || str(c, "items.0.actor") != "bo" {
		t.Fatalf("%d %s", code, raw)
	}
	if code, back := o.raw("GET", "/v1/"+name+"/items/1/attachment", "", nil); code != http.StatusOK || !bytes.Equal(back, pdf) {
		t.Errorf("the file: %d %q", code, back)
	}
	for _, fields := range []map[string]string{{"kind": "TAROT", "signature": "x"}, {"colour": "red"}, {"number": "7"}} {
		kind, body := form(fields, pdf)
		if code, raw := o.as("bo").raw("POST", "/v1/"+name+"/items", kind, body); code != http.StatusBadRequest {
			t.Errorf("%v: %d %s", fields, code, raw)
		}
	}
}

// The commands show what the service knows.
func TestCaseCommands(t *testing.T) {
	o := openOffice(t, t.TempDir())
	r, n := o.pair("1", "许花东", "徐华栋（音）")
	file := o.must("GET", "/v1/"+o.propose(r, n), nil)
	var out strings.Builder
	service, err := dial(addresses{GRPC: o.grpc}, "badge-ann")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = service.Close() }()
	c, err := service.cases.GetCase(service.as(context.Background()), &guituv1.GetCaseRequest{Name: str(file, "name")})
	if err != nil {
		t.Fatal(err)
	}
	if err := showCase(&out, c, true); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"VERIFYING", r, n, "bo 开始核实：联系家属。", "bo began to verify: 联系家属."} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("guitu case show does not say %q:\n%s", want, out.String())
		}
	}
}

// Confirmed and rejected cases teach the numbers what their evidence is worth.
func TestParamsLearnFromCases(t *testing.T) {
	data := t.TempDir()
	o := openOffice(t, data)
	r, n := o.pair("1", "许花东", "徐华栋（音）")
	other := str(o.must("POST", "/v1/notices", aNotice("n2", "许华东")), "name")
	yes, no := o.propose(r, n), o.propose(r, other)
	o.as("bo").must("POST", "/v1/"+yes+"/items", item("DNA", "SUPPORTS"))
	o.as("bo").must("POST", "/v1/"+yes+":confirm", object{"reason": "DNA"})
	o.as("bo").must("POST", "/v1/"+no+":reject", object{"reason": "不是"})
	o.close()
	out := filepath.Join(t.TempDir(), "learned.json")
	expect(t, 0, []string{"params", "learn", "-q", "--cases", "--out", out, "--data", data, "--models", t.TempDir()}, "依据 1 对确认、1 对排除")
	contrary := decisionFile(t, decided(r, n, "REJECTED"))
	expect(t, exitFailed, []string{"params", "learn", "-q", "--cases", "--decisions", contrary, "--out", out, "--data", data}, yes, "line 1")
}

// The same person taken in twice, and reported twice, is found, merged by a person,
// shown once, and told apart again.
func TestDuplicatesOverREST(t *testing.T) {
	o := openOffice(t, t.TempDir())
	family := str(o.must("POST", "/v1/notices", aNotice("n1", "许花东")), "name")
	police := str(o.must("POST", "/v1/notices", with(aNotice("n2", "许花东"), "source", "另一派出所")), "name")
	other := with(with(aNotice("n3", "白鹭洲"), "person.birthDate", "1950"), "missingDate", "2008-10")
	o.must("POST", "/v1/notices", with(other, "person.nativePlace", object{"text": "山东省济南市"}))
	found := o.must("GET", "/v1/"+family+"/duplicates", nil)
	if length(found, "duplicates") != 1 || str(found, "duplicates.0.other") != police || number(found, "duplicates.0.probability") < .9 || length(found, "duplicates.0.evidence") < 4 {
		t.Fatalf("duplicates: %v", found)
	}
	r := str(o.must("POST", "/v1/records", aRecord("r1", "徐华栋（音）")), "name")
	if m := o.must("GET", "/v1/"+r+"/matches", nil); length(m, "matches") != 3 || number(m, "matches.0.probability") > .6 {
		t.Errorf("before the merge: %v", m)
	}
	for _, bad := range []object{{"of": family, "reason": "x"}, {"of": r, "reason": "x"}, {"of": police}, {"of": "notices/none", "reason": "x"}} {
		if code, answer := o.call("POST", "/v1/"+family+":merge", bad); code != http.StatusBadRequest && code != http.StatusNotFound {
			t.Errorf("merge %v: %d %v", bad, code, answer)
		}
	}
	o.must("POST", "/v1/"+police+":merge", object{"of": family, "reason": "同一家属报案两次"})
	m := o.must("GET", "/v1/"+r+"/matches", nil)
	if length(m, "matches") != 2 || length(m, "matches.0.same") != 1 || number(m, "matches.0.probability") < .9 {
		t.Errorf("after the merge: %v", m)
	}
	if code, _ := o.call("POST", "/v1/"+police+":distinguish", object{"of": family, "reason": "又说不是"}); code != http.StatusBadRequest {
		t.Errorf("merged files are told apart without undoing: %d", code)
	}
	// What is said of one is said of the other.
	name := o.propose(r, family)
	o.as("bo").must("POST", "/v1/"+name+":reject", object{"reason": "家属来认，不是"})
	if m := o.must("GET", "/v1/"+r+"/matches", nil); length(m, "matches") != 1 {
		t.Errorf("the merged notice stays although its other half is excluded: %v", m)
	}
	if c := o.must("POST", "/v1/matches:compare", object{"record": r, "notice": police}); str(c, "decision") != "REJECTED" || str(c, "case") != name {
		t.Errorf("compare: %v %v", c["decision"], c["case"])
	}
	o.must("POST", "/v1/"+police+":unmerge", object{"of": family, "reason": "弄错了"})
	if m := o.must("GET", "/v1/"+r+"/matches", nil); length(m, "matches") != 2 || str(m, "matches.0.notice") != police {
		t.Errorf("after unmerging: %v", m)
	}
	said := o.must("GET", "/v1/"+family+"/duplicates", nil)
	if length(said, "history") != 2 || str(said, "history.0.reason") != "同一家属报案两次" || str(said, "history.1.kind") != "UNDONE" || str(said, "history.1.actor") != "ann" {
		t.Errorf("the history: %v", said["history"])
	}
}
