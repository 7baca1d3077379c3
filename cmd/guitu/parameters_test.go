package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/matcher/feature"
)

// From decided cases to numbers in force and back, over REST: what decides about people is
// changed by two and taken back by one.
func TestParametersAreChangedByTwo(t *testing.T) {
	o := openOffice(t, t.TempDir())
	bo, built := o.as("bo"), feature.DefaultParams().Version
	denied := func(p *process, code int, act string, body object, says string) {
		t.Helper()
		got, answer := p.call("POST", "/v1/parameters:"+act, body)
		if got != code || !strings.Contains(fmt.Sprint(answer), says) {
			t.Errorf("%s %v: %d %v, want %d with %q", act, body, got, answer, code, says)
		}
	}
	denied(&o.process, http.StatusBadRequest, "learn", object{}, "已确认")

	r, n := o.pair("1", "许花东", "徐华栋（音）")
	yes := o.propose(r, n)
	bo.must("POST", "/v1/"+yes+"/items", item("POLICE_RECORD", "SUPPORTS"))
	bo.must("POST", "/v1/"+yes+":confirm", object{"reason": "公安记录"})
	r, n = o.pair("2", "王小明", "汪晓名")
	no := o.propose(r, n)
	bo.must("POST", "/v1/"+no+":reject", object{"reason": "不是同一人"})

	learned := o.must("POST", "/v1/parameters:learn", object{})
	version := str(learned, "version")
	if again := str(bo.must("POST", "/v1/parameters:learn", object{}), "version"); again != version || learned["confirmed"] == nil || learned["rejected"] == nil || length(learned, "scales") == 0 {
		t.Errorf("learned %v, and then %s", learned, again)
	}
	kept := o.must("GET", "/v1/system", nil)
	if at(kept, "parameters.versions.0.version") != version || at(kept, "parameters.versions.0.learnedDate") == nil || at(kept, "parameters.version") != built || at(kept, "parameters.next") != nil {
		t.Errorf("after learning: %v", kept["parameters"])
	}

	use := object{"version": version}
	denied(&o.process, http.StatusBadRequest, "use", use, "还没有人提议")
	denied(&o.process, http.StatusBadRequest, "propose", use, "reason")
	denied(&o.process, http.StatusBadRequest, "propose", object{"version": "../params", "reason": "x"}, "version")
	denied(&o.process, http.StatusNotFound, "propose", object{"version": "none", "reason": "x"}, "")
	denied(&o.process, http.StatusBadRequest, "propose", object{"version": "built-in", "reason": "x"}, "已经选定")
	proposed := o.must("POST", "/v1/parameters:propose", object{"version": version, "reason": "学自两个案件"})
	if at(proposed, "proposal.proposedBy") != "ann" || at(proposed, "proposal.reason") != "学自两个案件" || proposed["next"] != nil {
		t.Errorf("proposed: %v", proposed)
	}
	denied(&o.process, http.StatusForbidden, "use", use, "另一位管理员")
	bo.must("POST", "/v1/parameters:dismiss", use)
	denied(bo, http.StatusBadRequest, "use", use, "还没有人提议")
	o.must("POST", "/v1/parameters:propose", object{"version": version, "reason": "再议"})
	used := bo.must("POST", "/v1/parameters:use", use)
	if str(used, "next") != version || str(used, "version") != built || used["proposal"] != nil || at(used, "lastSwitch.before") != built || at(used, "lastSwitch.proposedBy") != "ann" {
		t.Errorf("used: %v", used)
	}
	denied(bo, http.StatusBadRequest, "use", use, "已经选定")

	o.close()
	o.open(serveCmd{dataFlags: dataFlags{Data: o.data, Models: t.TempDir()}, HTTP: "127.0.0.1:0", GRPC: "127.0.0.1:0", tokens: badges{}})
	bo = o.as("bo")
	if state := o.must("GET", "/v1/system", nil); at(state, "parameters.version") != version || at(state, "parameters.next") != nil || at(state, "parameters.learnedDate") == nil {
		t.Errorf("after the start: %v", state["parameters"])
	}
	if m := o.must("GET", "/v1/"+r+"/matches", nil); length(m, "matches") > 0 && at(m, "matches.0.parameters") != version {
		t.Errorf("weighed by %v", at(m, "matches.0.parameters"))
	}
	if back := bo.must("POST", "/v1/parameters:use", object{"version": built}); str(back, "next") != built || at(back, "lastSwitch.before") != version {
		t.Errorf("taken back: %v", back)
	}
	denied(&o.process, http.StatusBadRequest, "use", use, "还没有人提议") // what one took back, one does not bring again
	trail := fmt.Sprint(o.must("GET", "/v1/audit?object=parameters/"+version, nil))
	for _, did := range []string{"params learn", "params propose", "params dismiss", "params use"} {
		if !strings.Contains(trail, did) {
			t.Errorf("the trail lacks %q: %s", did, trail)
		}
	}
}
