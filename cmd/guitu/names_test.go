package main

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"testing"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
)

// Names as stations hear them, over REST and gRPC, among notices of other people:
// each must lead to its own notice, first, by both ways and with the same answer.
func TestHeardNames(t *testing.T) {
	p := serve(t, t.TempDir(), t.TempDir())
	file := ""
	for i, name := range []string{
		"许花东", "单国强", "曾阿福", "查建英", "尉迟恭", "买买提·艾合买提", "王小明",
		"徐国华", "张国强", "赵阿福", "王建英", "池恭", "阿卜杜拉·吐尔逊", "王大明", "李小明", "许东升", "陈华", "刘建国", "李秀英", "山海",
	} {
		file += line(object{"externalId": fmt.Sprintf("n%d", i), "source": "测试", "person": object{"names": []object{{"text": name, "kind": "LEGAL"}}}})
	}
	if imp := p.finish(p.upload("NOTICES", file)); str(imp, "state") != "DONE" || number(imp, "failed") != 0 {
		t.Fatalf("import: %v", imp)
	}
	conn, err := dial(addresses{GRPC: p.grpc}, p.token)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	for _, c := range []struct{ heard, want string }{
		{"徐华栋（音）", "n0"},
		{"单国强", "n1"}, {"善国强", "n1"}, {"山国墙", "n1"},
		{"曾阿福", "n2"}, {"增阿福", "n2"}, {"曾啊夫", "n2"},
		{"查建英", "n3"}, {"扎建英", "n3"}, {"渣健莹", "n3"},
		{"尉迟恭", "n4"}, {"玉池公", "n4"}, {"郁迟功", "n4"},
		{"麦麦提", "n5"}, {"买买提", "n5"},
		{"汪晓名", "n6"}, {"小明", "n6"}, {"wang xiao ming", "n6"}, {"Xiaoming Wang", "n6"}, {"王曉明", "n6"},
	} {
		t.Run(c.heard, func(t *testing.T) {
			p := *p
			p.TB = t
			rest := p.must(http.MethodPost, "/v1/matches:search", object{"side": "NOTICES", "person": object{"names": []object{{"text": c.heard, "kind": "HEARD"}}}})
			first := str(rest, "matches.0.noticeExternalId")
			if c.heard == "小明" { // it is also 李小明's: the two must lead together
				if second := str(rest, "matches.1.noticeExternalId"); (first != "n6" || second != "n14") && (first != "n14" || second != "n6") {
					t.Errorf("小明 finds %s and %s", first, second)
				}
			} else if first != c.want {
				t.Errorf("finds %s, want %s: %v", first, c.want, at(rest, "matches.0"))
			}
			if reason := str(rest, "matches.0.evidence.0.reason"); reason == "" {
				t.Error("no reason")
			}
			rpc, err := conn.matches.SearchMatches(conn.as(context.Background()), &guituv1.SearchMatchesRequest{
				Side: guituv1.Side_NOTICES, Person: &guituv1.Person{Names: []*guituv1.PersonName{{Text: c.heard, Kind: guituv1.PersonName_HEARD}}},
			})
			if err != nil {
				t.Fatal(err)
			}
			if len(rpc.GetMatches()) != length(rest, "matches") {
				t.Fatalf("gRPC gives %d matches, REST %d", len(rpc.GetMatches()), length(rest, "matches"))
			}
			for i, m := range rpc.GetMatches() {
				r := at(rest, fmt.Sprintf("matches.%d", i))
				if m.GetNotice() != str(r, "notice") || math.Abs(m.GetWeight()-number(r, "weight")) > 1e-9 || m.GetEvidence()[0].GetReason() != str(r, "evidence.0.reason") {
					t.Errorf("match %d: gRPC %v, REST %v", i, m, r)
				}
			}
		})
	}
}
