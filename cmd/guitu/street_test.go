package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// deny expects an answer of that code that says so, in Chinese, and nothing changed in the
// proceeding.
func (p *process) deny(code int, path string, body any, says string) {
	p.Helper()
	name, isAct := strings.CutSuffix(path, "/acts")
	var before string
	if isAct {
		before = fmt.Sprint(p.must("GET", name, nil)["etag"])
	}
	got, answer := p.call("POST", path, body)
	if got != code || !strings.Contains(fmt.Sprint(answer), says) {
		p.Errorf("POST %s %v: %d %v, want %d with %q", path, body, got, answer, code, says)
	}
	if isAct && fmt.Sprint(p.must("GET", name, nil)["etag"]) != before {
		p.Errorf("POST %s was refused and changed something", path)
	}
}

// act does an act in a proceeding.
func (p *process) act(of object, act object) object {
	p.Helper()
	return p.must("POST", "/v1/"+str(of, "name")+"/acts", act)
}

// From the street to home: seen on a patrol, admitted, matched, confirmed, escorted and handed
// over, by people with accounts, through the program as it is started. What each may not do is
// tried on the way, and a kill −9 in the middle of the journey.
func TestFromTheStreetHome(t *testing.T) {
	for _, wire := range wires {
		t.Run(wire, func(t *testing.T) { fromTheStreetHome(t, wire) })
	}
}

// wires are what the stories of a station's day are told over.
var wires = []string{"REST", "gRPC"}

func fromTheStreetHome(t *testing.T, wire string) {
	data, noModels := t.TempDir(), t.TempDir()
	p := serve(t, data, noModels)
	p.overGRPC = wire == "gRPC"
	patrol, station := p.loginOf("渝中救助站", "xun", "PATROL", "5001"), p.loginOf("渝中救助站", "zhan", "STATION", "50")
	there, third := p.loginOf("武侯救助站", "wuhou", "STATION", "5101"), p.loginOf("昭阳救助站", "zhao", "STATION", "5306")
	second := p.login("gong", "CASEWORKER", "50")

	notice := aNotice("n1", "许花东")
	n := str(p.must("POST", "/v1/notices", notice), "name")

	// The patrol: a phone sends twice, and it is made once.
	round := patrol.must("POST", "/v1/rounds", object{"clientId": "phone-1", "team": []string{"巡一", "巡二"}, "vehicles": []string{"救助1号"}, "place": object{"text": "重庆市渝中区"}, "weatherAlert": "寒潮蓝色预警"})
	if again := patrol.must("POST", "/v1/rounds", object{"clientId": "phone-1", "team": []string{"巡一"}}); str(again, "name") != str(round, "name") || length(again, "team") != 2 {
		t.Errorf("the round is made twice: %v", again)
	}
	patrol.act(round, object{"kind": "ROUTE", "points": []object{{"latitude": 29.55, "longitude": 106.57, "note": "大桥下"}}})
	sighting := object{
		"clientId": "phone-2", "source": "PATROL", "round": str(round, "name"), "place": object{"text": "重庆市渝中区"}, "urgency": []string{"COLD"},
		"person": aRecord("", "徐华栋（音）")["person"], "circumstances": "零下五度，在桥下睡觉", "reporter": object{"name": "巡一"},
	}
	lead := patrol.must("POST", "/v1/leads", sighting)
	if str(patrol.must("POST", "/v1/leads", sighting), "name") != str(lead, "name") {
		t.Error("the lead is made twice")
	}
	if str(lead, "state") != "OPEN" || str(lead, "stateTitle") != "待处置" || str(lead, "station") != "渝中救助站" || !strings.HasPrefix(str(lead, "place.code"), "5001") || length(lead, "matches") != 0 {
		t.Errorf("the lead as the patrol sees it: %v", lead)
	}
	twice := patrol.must("POST", "/v1/leads", with(with(sighting, "clientId", "phone-3"), "circumstances", "又在桥下"))
	if str(twice, "proposals.0.name") != str(lead, "name") || number(twice, "proposals.0.probability") < .5 {
		t.Errorf("the same person seen twice is not proposed: %v", twice["proposals"])
	}
	patrol.act(twice, object{"kind": "SAME", "of": str(lead, "name")})
	if seen := station.must("GET", "/v1/"+str(lead, "name"), nil); str(seen, "matches.0.notice") != n {
		t.Errorf("the station is not told whom the lead may be: %v", seen["matches"])
	}
	leadActs := "/v1/" + str(lead, "name") + "/acts"
	patrol.deny(http.StatusForbidden, leadActs, object{"kind": "REGISTER"}, "负责的单位")
	patrol.deny(http.StatusBadRequest, leadActs, object{"kind": "OUTCOME", "outcome": "HELPED_ON_SPOT"}, "物品")
	patrol.deny(http.StatusBadRequest, leadActs, object{"kind": "LEAVE"}, "此处没有步骤")
	helped := object{"kind": "OUTCOME", "outcome": "ESCORTED_IN", "given": []object{{"item": "BEDDING", "quantity": 1}}, "clientId": "phone-4"}
	patrol.act(lead, helped)
	if done := patrol.act(lead, helped); length(done, "history") != 2 {
		t.Errorf("an act is done twice: %v", done["history"])
	}
	patrol.act(round, object{"kind": "END"})
	for _, path := range []string{"/v1/" + str(lead, "name"), "/v1/" + str(round, "name")} {
		if code, _ := there.call("GET", path, nil); code != http.StatusNotFound {
			t.Errorf("another area reads %s: %d", path, code)
		}
	}
	for _, path := range []string{"/v1/stays", "/v1/records", "/v1/statistics?from=2026-01"} {
		if code, _ := patrol.call("GET", path, nil); code != http.StatusForbidden {
			t.Errorf("a patrol reads %s: %d", path, code)
		}
	}

	// The admission.
	record := str(station.act(lead, object{"kind": "REGISTER"}), "record")
	if got := station.must("GET", "/v1/"+record, nil); str(got, "person.names.0.text") != "徐华栋（音）" || str(got, "station") != "渝中救助站" {
		t.Fatalf("the record: %v", got)
	}
	admission := object{
		"record": record, "lead": str(lead, "name"), "arrival": "PATROL", "categories": []string{"MENTALLY_ILL"}, "health": "冻伤",
		"belongings": []object{{"item": "OTHER", "name": "布包", "quantity": 1}}, "first": object{"signatures": []object{{"kind": "STAFF", "name": "值班员", "image": object{"content": greyPicture()}}}},
	}
	station.deny(http.StatusBadRequest, "/v1/stays", with(admission, "categories", []string{}), "人员类别")
	stay := station.must("POST", "/v1/stays", with(admission, "categories", []string{"MENTALLY_ILL"}))
	if str(stay, "matches.0.notice") != n || str(stay, "state") != "IN" {
		t.Errorf("the admission: %v", stay)
	}
	station.deny(http.StatusBadRequest, "/v1/stays", admission, "尚在站")
	sign := str(stay, "history.0.signatures.0.image.sha256")
	if code, raw := station.raw("GET", "/v1/"+str(stay, "name")+"/files/"+sign, "", nil); code != http.StatusOK || len(raw) < 50 {
		t.Errorf("the signature: %d, %d bytes", code, len(raw))
	}
	if code, _ := there.raw("GET", "/v1/"+str(stay, "name")+"/files/"+sign, "", nil); code != http.StatusNotFound {
		t.Errorf("another area reads a signature: %d", code)
	}
	stayForm := "/v1/" + str(stay, "name") + ":form?form="
	if code, pdf := station.raw("GET", stayForm+"ASSISTANCE_REQUEST", "", nil); code != http.StatusOK || !strings.HasPrefix(string(pdf), "%PDF-") {
		t.Errorf("the form: %d, %d bytes", code, len(pdf))
	}
	for who, wants := range map[*process]int{there: http.StatusNotFound, patrol: http.StatusNotFound} {
		if code, _ := who.raw("GET", stayForm+"ASSISTANCE_REQUEST", "", nil); code != wants {
			t.Errorf("a form is printed for who may not read the stay: %d, want %d", code, wants)
		}
	}
	station.deny2(http.StatusBadRequest, stayForm+"REFUSAL_NOTICE", "尚未登记不予救助")
	if list := station.must("GET", "/v1/"+str(stay, "name")+":forms", nil); length(list, "forms") != 7 || str(list, "forms.0.title") != "求助登记表" || !strings.Contains(fmt.Sprint(list), "不能开具") {
		t.Errorf("the forms of a stay: %v", list)
	}
	if trail := p.must("GET", "/v1/audit?action=READ&object="+str(stay, "name"), nil); !strings.Contains(fmt.Sprint(trail), "form ASSISTANCE_REQUEST") {
		t.Errorf("a form was printed without a trail: %v", trail)
	}
	stayActs := "/v1/" + str(stay, "name") + "/acts"
	station.deny(http.StatusBadRequest, stayActs, object{"kind": "LEAVE", "way": "ON_OWN"}, "不能自行离站")
	station.deny(http.StatusBadRequest, stayActs, object{"kind": "LEAVE", "way": "ESCORT"}, "护送")
	station.act(stay, object{"kind": "HOSPITAL", "unit": "市三院"})
	station.act(stay, object{"kind": "BACK"})

	// The inquiry: the office there answers, and the answer is a verification of the case.
	name := str(station.must("POST", "/v1/cases", object{"record": record, "notice": n, "reason": "姓名和伤疤相符"}), "name")
	second.must("POST", "/v1/"+name+":verify", object{"reason": "联系家属"})
	inquiry := station.must("POST", "/v1/inquiries", object{"record": record, "case": name, "to": "STATION", "toUnit": "武侯救助站", "destination": object{"text": "成都市武侯区"}, "question": "请核实许花东家庭情况"})
	if code, answer := third.call("POST", "/v1/"+str(inquiry, "name")+"/acts", object{"kind": "ANSWER"}); code != http.StatusNotFound {
		t.Errorf("a third area answers an inquiry: %d %v", code, answer)
	}
	there.deny(http.StatusBadRequest, "/v1/"+str(inquiry, "name")+"/acts", object{"kind": "ANSWER", "note": "家属认出照片"}, "签名")
	there.deny(http.StatusForbidden, "/v1/"+str(inquiry, "name")+"/acts", object{"kind": "CLOSE"}, "负责的单位")
	answered := there.act(inquiry, object{"kind": "ANSWER", "note": "家属认出照片", "result": "SUPPORTS", "signatures": []object{{"kind": "RECEIVER", "name": "吴干事"}}})
	second.must("POST", "/v1/"+name+"/items", item("DNA", "SUPPORTS")) // who judges second sees what others found when they have
	if code, pdf := second.raw("GET", "/v1/"+name+":report", "", nil); code != http.StatusOK || !strings.HasPrefix(string(pdf), "%PDF-") {
		t.Errorf("the case's report: %d, %d bytes", code, len(pdf))
	}
	if code, _ := third.raw("GET", "/v1/"+name+":report", "", nil); code != http.StatusNotFound {
		t.Errorf("a third area prints the case: %d", code)
	}
	if trail := p.must("GET", "/v1/audit?action=READ&object="+name, nil); !strings.Contains(fmt.Sprint(trail), "detail:report") {
		t.Errorf("a report was printed without a trail: %v", trail)
	}
	if list := station.must("GET", "/v1/forms", nil); length(list, "forms") < 12 {
		t.Errorf("the blank forms: %v", list)
	}
	if code, pdf := patrol.raw("GET", "/v1/forms:blank?form=LEAD_SHEET", "", nil); code != http.StatusOK || !strings.HasPrefix(string(pdf), "%PDF-") {
		t.Errorf("a blank form: %d, %d bytes", code, len(pdf))
	}
	if found := second.must("GET", "/v1/"+name, nil); str(answered, "state") != "ANSWERED" || str(found, "items.0.note") != "家属认出照片" {
		t.Errorf("the answer: %v of %v", answered, found["items"])
	}
	second.must("POST", "/v1/"+name+":confirm", object{"reason": "DNA 支持"})

	// The way home.
	plan := object{
		"stay": str(stay, "name"), "destination": object{"text": "成都市武侯区"}, "receiver": object{"kind": "STATION", "unit": "武侯救助站"},
		"plannedDate": time.Now().Format(time.DateOnly), "transport": "火车", "specialNeeds": true, "escorts": []string{"安伟"},
	}
	station.deny(http.StatusBadRequest, "/v1/escorts", plan, "至少 2 人")
	escort := station.must("POST", "/v1/escorts", with(plan, "escorts", []string{"安伟", "卜青"}))
	station.deny(http.StatusBadRequest, "/v1/escorts", plan, "已有未完成的护送")
	under := station.act(escort, object{"kind": "DEPART"})
	code := str(under, "code")
	if len(code) != 6 || str(station.must("GET", "/v1/"+str(escort, "name"), nil), "code") != "" {
		t.Fatalf("the code is told %q, or twice", code)
	}
	p.kill() // nothing of the journey is lost
	addresses := serve(t, data, noModels)
	for _, who := range []*process{patrol, station, there, third, second} {
		who.http, who.grpc = addresses.http, addresses.grpc
	}
	escortActs := "/v1/" + str(escort, "name") + "/acts"
	for who, wants := range map[*process]int{station: http.StatusOK, there: http.StatusOK, third: http.StatusNotFound} {
		if code, _ := who.raw("GET", "/v1/"+str(escort, "name")+":form?form=ESCORT_SHEET&issueDate=2026-11-30", "", nil); code != wants {
			t.Errorf("the escort's sheet: %d, want %d", code, wants)
		}
	}
	there.deny(http.StatusForbidden, escortActs, object{"kind": "FAIL", "note": "x"}, "负责的单位")
	if got, _ := third.call("POST", escortActs, object{"kind": "HAND_OVER", "code": code}); got != http.StatusNotFound {
		t.Errorf("a station that is not the receiver confirms: %d", got)
	}
	there.deny(http.StatusBadRequest, escortActs, object{"kind": "HAND_OVER"}, "交接码")
	if got, answer := there.call("POST", escortActs, object{"kind": "HAND_OVER", "code": "nonsense"}); got != http.StatusForbidden || !strings.Contains(str(answer, "message"), "交接码不对") {
		t.Errorf("a wrong code: %d %v", got, answer)
	}
	home := there.act(escort, object{"kind": "HAND_OVER", "code": code, "signatures": []object{{"kind": "RECEIVER", "name": "吴干事", "unit": "武侯救助站"}}})
	if str(home, "state") != "HANDED_OVER" {
		t.Errorf("handed over: %v", home)
	}
	station.deny(http.StatusBadRequest, escortActs, object{"kind": "HAND_OVER", "code": code}, "由武侯救助站确认交接，不能再次确认")
	left := station.must("GET", "/v1/"+str(stay, "name"), nil)
	if str(left, "state") != "LEFT" || str(left, "way") != "ESCORT" {
		t.Errorf("the stay: %v", left)
	}
	station.deny(http.StatusBadRequest, stayActs, object{"kind": "UNDO", "note": "撤"}, "撤销该交接")

	// The month's table adds up to what happened.
	month := time.Now().In(time.FixedZone("", 8*3600)).Format("2006-01")
	table := station.must("GET", "/v1/statistics?area=50&level=STATION&from="+month, nil)
	for cell, want := range map[string]float64{
		"ROUNDS": 1, "ROUND_PEOPLE": 2, "ROUND_VEHICLES": 1, "LEADS PATROL": 2, "OUTCOMES ESCORTED_IN": 1, "GIVEN BEDDING": 1, "ADMISSIONS PATROL": 1,
		"CATEGORIES MENTALLY_ILL": 1, "HOSPITAL_CARE": 1, "LEAVINGS ESCORT": 1, "ESCORTS HANDED_OVER": 1, "CONFIRMED DNA": 1, "INQUIRIES ASK": 1, "INQUIRIES ANSWER": 1,
	} {
		if got := cellOf(table, cell); got != want {
			t.Errorf("%s: %v, want %v in %v", cell, got, want, table)
		}
	}
	if foreign := there.must("GET", "/v1/statistics?area=50&level=PROVINCE&from="+month, nil); cellOf(foreign, "LEADS PATROL") != 0 || !strings.Contains(fmt.Sprint(foreign), "suppressed:true") {
		t.Errorf("another area reads small numbers: %v", foreign)
	}
	there.deny2(http.StatusForbidden, "/v1/statistics?area=50&from="+month+"-01&to="+month+"-02", "整月")
	if code, raw := station.raw("GET", "/v1/statistics:table?area=50&from="+month, "", nil); code != http.StatusOK || !strings.HasPrefix(string(raw), "PK") {
		t.Errorf("the table as a file: %d, %d bytes", code, len(raw))
	}
	if code, _ := station.call("POST", "/v1/reports", object{"from": month, "area": "50"}); code != http.StatusBadRequest {
		t.Errorf("a month that is not over is reported: %d", code)
	}
	if code, out, errs := run(t, "audit", "verify", "--data", data); code != 0 {
		t.Errorf("audit verify: exit %d\n%s%s", code, out, errs)
	}
}

// deny2 expects that a read is refused.
func (p *process) deny2(code int, path, says string) {
	p.Helper()
	if got, answer := p.call("GET", path, nil); got != code || !strings.Contains(str(answer, "message"), says) {
		p.Errorf("GET %s: %d %v, want %d with %q", path, got, answer, code, says)
	}
}

// cellOf returns the sum of a cell "MEASURE KEY" over all rows.
func cellOf(table object, cell string) (n float64) {
	measure, key, _ := strings.Cut(cell, " ")
	rows, _ := table["rows"].([]any)
	for _, r := range rows {
		cells, _ := r.(object)["cells"].([]any)
		for _, c := range cells {
			if str(c, "measure") == measure && str(c, "key") == key {
				n += number(c, "amount")
			}
		}
	}
	return n
}

// A hospital's nameless patient is found; a registered grandmother is recognised within the call
// that admits her; a person leaves on their own; what is due is told; a month that was reported
// stays what it was; who is erased is gone from everywhere but the numbers.
func TestHospitalRegistryAndReport(t *testing.T) {
	for _, wire := range wires {
		t.Run(wire, func(t *testing.T) { hospitalRegistryAndReport(t, wire) })
	}
}

func hospitalRegistryAndReport(t *testing.T, wire string) {
	p := serve(t, t.TempDir(), t.TempDir())
	p.overGRPC = wire == "gRPC"
	hospital, village := p.loginOf("市三院", "yuan", "HOSPITAL", "50"), p.loginOf("青石村", "cun", "VILLAGE", "5001")
	other := p.loginOf("市五院", "wuyuan", "HOSPITAL", "50")
	station := p.loginOf("渝中救助站", "zhan", "STATION", "50")

	// The hospital sends a patient and sees its own request, nothing else.
	n := str(p.must("POST", "/v1/notices", aNotice("n1", "许花东")), "name")
	asked := hospital.must("POST", "/v1/identityRequests", object{
		"station": "渝中救助站", "place": object{"text": "重庆市渝中区"}, "ward": "急诊 3 床", "person": aRecord("", "徐华栋（音）")["person"],
		"circumstances": "120 送来，昏迷", "contact": object{"name": "护士站", "phone": "000-3"}, "hospital": "冒名医院",
	})
	request := "/v1/" + str(asked, "name")
	if str(asked, "hospital") != "市三院" || length(asked, "matches") != 0 || str(asked, "person.sex") != "" {
		t.Errorf("the hospital is told %v", asked)
	}
	if code, _ := other.call("GET", request, nil); code != http.StatusNotFound || length(other.must("GET", "/v1/identityRequests", nil), "identityRequests") != 0 {
		t.Errorf("another hospital sees the request: %d", code)
	}
	record := str(asked, "record")
	for _, path := range []string{"/v1/" + record, "/v1/leads", "/v1/stays", "/v1/notices/" + n} {
		if code, _ := hospital.call("GET", path, nil); code != http.StatusForbidden && code != http.StatusNotFound {
			t.Errorf("a hospital reads %s: %d", path, code)
		}
	}
	if seen := station.must("GET", request, nil); str(seen, "matches.0.notice") != n || number(seen, "matches.0.probability") < .5 {
		t.Errorf("the station is not told who the patient may be: %v", seen)
	}
	hospital.deny(http.StatusForbidden, request+"/acts", object{"kind": "ANSWER", "note": "x"}, "负责的单位")
	due := station.must("GET", "/v1/deadlines?due=TODAY&due=COMING&due=OVERDUE", nil)
	if !strings.Contains(fmt.Sprint(due), "答复医院身份甄别请求") {
		t.Errorf("the request is not in the work list: %v", due)
	}
	station.act(asked, object{"kind": "ANSWER", "note": "已联系家属，待核实"})
	if str(hospital.must("GET", request, nil), "history.1.note") != "已联系家属，待核实" {
		t.Error("the hospital does not read the answer")
	}
	hospital.act(asked, object{"kind": "CLOSE"})

	// The registry: surveyed by the village, kept by the county, recognised at the admission.
	granny := object{"names": []object{{"text": "柳桂香", "kind": "LEGAL"}}, "sex": "FEMALE", "birthDate": "1941-03", "marks": []object{{"text": "右手背有烫伤疤痕"}}, "nativePlace": object{"text": "重庆市渝中区"}}
	survey := object{
		"place": object{"text": "重庆市渝中区", "code": "500103"}, "person": granny, "guardian": object{"name": "柳大", "relation": "儿子", "phone": "13900005678"}, "habits": "常去江边",
	}
	village.deny(http.StatusBadRequest, "/v1/registrations", survey, "同意")
	entry := village.must("POST", "/v1/registrations", with(survey, "first", object{"signatures": []object{{"kind": "GUARDIAN", "name": "柳大"}}}))
	village.deny(http.StatusForbidden, "/v1/"+str(entry, "name")+"/acts", object{"kind": "KEEP"}, "负责的单位")
	kept := station.act(entry, object{"kind": "KEEP"})
	registered := str(kept, "notice")
	if got := p.must("GET", "/v1/"+registered, nil); str(got, "status") != "REGISTERED" {
		t.Errorf("the entry as a notice: %v", got)
	}
	wandered := aRecord("r2", "柳桂香")
	wandered["station"], wandered["person"] = "渝中救助站", object{"names": []object{{"text": "柳桂香", "kind": "SELF_REPORTED"}}, "sex": "FEMALE", "ageMin": 80, "ageMax": 88, "appearance": "右手背有疤", "nativePlace": object{"text": "重庆市渝中区"}}
	r2 := str(station.must("POST", "/v1/records", wandered), "name")
	stay := station.must("POST", "/v1/stays", object{"record": r2, "arrival": "CITIZEN", "categories": []string{"OLD"}})
	if str(stay, "known.0.name") != registered || str(stay, "known.0.contact.phone") != "13900005678" {
		t.Errorf("the registered person is not recognised: %v of %v", stay["known"], stay["matches"])
	}
	if trail := p.must("GET", "/v1/audit?action=REVEAL", nil); !strings.Contains(fmt.Sprint(trail), "易走失") {
		t.Errorf("the guardian's contact was opened without a word: %v", trail)
	}
	home := object{"kind": "LEAVE", "way": "FAMILY", "signatures": []object{{"kind": "COLLECTOR", "name": "柳大", "idKind": "居民身份证", "idNumber": "X", "relation": "儿子", "proof": "户口簿"}}}
	station.act(stay, home)
	again := station.must("POST", "/v1/stays", object{"record": r2, "arrival": "POLICE", "categories": []string{"OLD"}, "first": object{"signatures": []object{{"kind": "BRINGER", "name": "白警官", "unit": "某派出所"}}}})
	if str(again, "proposals.0.name") != str(stay, "name") {
		t.Errorf("the earlier stay is not found: %v", again["proposals"])
	}
	village.act(entry, object{"kind": "WITHDRAW", "note": "监护人撤回"})
	for _, path := range []string{"/v1/" + str(entry, "name"), "/v1/" + registered} {
		if code, _ := p.call("GET", path, nil); code != http.StatusNotFound {
			t.Errorf("withdrawn, %s answers %d", path, code)
		}
	}

	// A person leaves on their own in a month that is over, and it is reported.
	last := time.Now().AddDate(0, -1, 0).Format("2006-01") + "-05T04:00:00Z"
	month := "from=" + last[:7] + "&area=50"
	r3 := str(station.must("POST", "/v1/records", with(aRecord("r3", "金大安"), "station", "渝中救助站")), "name")
	own := station.must("POST", "/v1/stays", object{"record": r3, "arrival": "SELF", "categories": []string{"FULL_CAPACITY"}, "first": object{"time": last}})
	if !strings.Contains(fmt.Sprint(own["longStay"]), "true") {
		t.Errorf("in care for a month, and not long-staying: %v", own)
	}
	station.deny(http.StatusBadRequest, "/v1/"+str(own, "name")+"/acts", object{"kind": "LEAVE", "way": "ON_OWN"}, "自行离站声明书")
	report := station.must("POST", "/v1/reports", object{"from": last[:7], "area": "50"})
	if code, _ := station.call("POST", "/v1/reports", object{"from": last[:7], "area": "50"}); code != http.StatusConflict {
		t.Errorf("a month is reported twice: %d", code)
	}
	station.act(own, object{"kind": "LEAVE", "way": "ON_OWN", "time": last[:8] + "09T04:00:00Z", "signatures": []object{{"kind": "PERSON", "name": "金大安"}}})
	frozen := station.must("GET", "/v1/statistics?"+month, nil)
	if str(frozen, "report") != str(report, "name") || cellOf(frozen, "LEAVINGS ON_OWN") != 0 || cellOf(frozen, "ADMISSIONS SELF") != 1 || !strings.Contains(fmt.Sprint(frozen["corrected"]), "LEAVINGS") {
		t.Errorf("what was reported, and what is known since: %v", frozen)
	}
	if before := station.must("GET", "/v1/statistics?"+month+"&asOf=2020-01-01", nil); length(before, "rows") != 0 {
		t.Errorf("as of a day before anything was entered: %v", before)
	}
	opened := "/v1/statistics:events?" + month + "&measure=LEAVINGS&key=ON_OWN"
	if list := station.must("GET", opened, nil); str(list, "events.0.name") != str(own, "name") || str(list, "events.0.state") != "LEFT" || str(list, "events.0.day") != last[:8]+"09" {
		t.Errorf("what the number adds up from: %v", list)
	}
	if trail := p.must("GET", "/v1/audit?action=LIST&object="+str(own, "name"), nil); !strings.Contains(fmt.Sprint(trail), "statistics LEAVINGS ON_OWN") {
		t.Errorf("a number was opened without a trail: %v", trail)
	}
	station.deny2(http.StatusForbidden, "/v1/statistics:events?from="+last[:7]+"&area=51&measure=LEAVINGS&key=ON_OWN", "不能展开")
	station.deny2(http.StatusForbidden, "/v1/statistics:events?from="+last[:7]+"&measure=LEAVINGS&key=ON_OWN", "不能展开")
	station.deny2(http.StatusBadRequest, "/v1/statistics:events?"+month+"&measure=PEOPLE", "应为")
	p.must("POST", "/v1/"+r3+":erase", object{"reason": "ORDER"})
	if list := station.must("GET", opened, nil); str(list, "events.0.name") != "" || !strings.Contains(fmt.Sprint(list), "erased:true") {
		t.Errorf("erased, and the number still tells: %v", list)
	}
	if code, _ := station.call("GET", "/v1/"+str(own, "name"), nil); code != http.StatusNotFound {
		t.Errorf("the record is erased, and its stay is there: %d", code)
	}
	if after := station.must("GET", "/v1/statistics?"+month, nil); cellOf(after, "ADMISSIONS SELF") != 1 {
		t.Errorf("with the person, the numbers went: %v", after)
	}
}
