package gateway_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// Lists of what is about pairs show each their own, in full pages.
func TestPairsOfAPart(t *testing.T) {
	h := open(t, 0)
	station, police := h.person("station", "STATION", ownAreas), h.person("police", "POLICE", ownAreas)
	ctx := models.WithActor(t.Context(), models.Actor{ID: "users/x", Role: models.RoleAdmin})
	var shared string // a notice of another area, of which all cases are
	shared, _ = h.file("notices", "shared", otherPlace)
	var own, other []string
	for i := range 4 {
		place, list := otherPlace, &other
		if i%2 == 1 {
			place, list = ownPlace, &own
		}
		record, _ := h.file("records", fmt.Sprint("r", i), place)
		name := h.openCase(record, shared)
		*list = append(*list, name)
		alert := &models.Alert{Key: name, Case: name, Match: models.Match{Record: record, Notice: shared}}
		if err := h.store.InTx(ctx, func(tx store.Tx) error { return tx.AlertWriter().PutAlert(ctx, alert) }); err != nil {
			t.Fatal(err)
		}
		notice, _ := h.file("notices", fmt.Sprint("n", i), place)
		h.must("POST", "/v1/takedowns", obj{"notice": notice, "requester": obj{"name": "许花东", "relation": "本人"}, "evidence": "身份证"})
	}
	for _, d := range list(h.as(police, "GET", "/v1/takedowns?summaries=true", nil), t, "takedowns") {
		if short, _ := d.(obj)["noticeSummary"].(obj); short["name"] != d.(obj)["notice"] {
			t.Errorf("the notice of a request in short: %v", d)
		}
	}
	for _, c := range []struct {
		who, token, path, field string
		want                    int
	}{
		{"station", station, "/v1/cases", "cases", 2}, {"station", station, "/v1/cases?pageSize=2", "cases", 2}, {"station", station, "/v1/cases?pageSize=1", "cases", 1},
		{"station", station, "/v1/alerts", "alerts", 2}, {"station", station, "/v1/alerts?pageSize=1", "alerts", 1},
		{"police", police, "/v1/takedowns", "takedowns", 2}, {"police", police, "/v1/takedowns?pageSize=1", "takedowns", 1},
		{"administrator", token, "/v1/cases", "cases", 4}, {"administrator", token, "/v1/alerts", "alerts", 4}, {"administrator", token, "/v1/takedowns", "takedowns", 4},
	} {
		if got := list(h.as(c.token, "GET", c.path, nil), t, c.field); len(got) != c.want {
			t.Errorf("%s as %s: %d, want %d", c.path, c.who, len(got), c.want)
		}
	}
	if a := h.as(station, "GET", "/v1/"+other[0], nil); a.code != http.StatusNotFound {
		t.Errorf("another area's case: %d %s", a.code, a.text)
	}
	// The four cases are of one notice; only one's own rival is named.
	if conflicts, _ := h.as(station, "GET", "/v1/"+own[0], nil).json(t)["conflicts"].([]any); len(conflicts) > 1 {
		t.Errorf("conflicts name other areas' cases: %v", conflicts)
	}
	// The one who keeps the notice knows of its cases, wherever the records are.
	home := h.person("home", "POLICE", "3301")
	if got := list(h.as(home, "GET", "/v1/cases", nil), t, "cases"); len(got) != 4 {
		t.Errorf("the notice's police: %d cases, want 4", len(got))
	}
}
