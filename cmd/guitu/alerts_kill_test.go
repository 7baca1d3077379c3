//go:build !race

package main

import (
	"fmt"
	"strings"
	"testing"
)

// A service that is killed in the middle of an import announces every likely pair of
// it, and each once: what was raised before the kill is not raised again, nor when the
// same file is uploaded once more.
func TestAlertsSurviveKill(t *testing.T) {
	data, noModels := t.TempDir(), t.TempDir()
	p := serve(t, data, noModels)
	surnames, given := "许白柳乔苗", []string{"花东", "望舒", "建设", "来娣"}
	var notices strings.Builder
	for _, s := range surnames {
		for _, g := range given {
			name := string(s) + g
			p.must("POST", "/v1/records", aRecord("r"+name, name+"（音）"))
			notices.WriteString(line(aNotice("n"+name, name)))
		}
	}
	const people = 20
	upload := func() { p.must("POST", "/v1/imports?kind=NOTICES&format=JSONL", notices.String()) }
	alerts := func() (pairs map[string]int) {
		pairs = map[string]int{}
		found := p.must("GET", "/v1/alerts?pageSize=200", nil)
		for i := range length(found, "alerts") {
			m := at(found, fmt.Sprintf("alerts.%d.match", i))
			pairs[str(m, "record")+" "+str(m, "notice")]++
		}
		return pairs
	}
	upload()
	eventually(t, "the first alerts", func() bool { return len(alerts()) > 3 })
	p.kill()
	p = serve(t, data, noModels)
	eventually(t, "all alerts", func() bool { return len(alerts()) >= people })
	upload()
	last := p.must("POST", "/v1/records", aRecord("last", "许花东（音）")) // its alert comes after all others
	eventually(t, "the last alert", func() bool {
		for pair := range alerts() {
			if strings.HasPrefix(pair, str(last, "name")) {
				return true
			}
		}
		return false
	})
	for pair, n := range alerts() {
		if n != 1 {
			t.Errorf("%s was announced %d times", pair, n)
		}
	}
	if cases := p.must("GET", "/v1/cases?state=PROPOSED&pageSize=200", nil); length(cases, "cases") != len(alerts()) {
		t.Errorf("%d cases of %d alerts", length(cases, "cases"), len(alerts()))
	}
}
