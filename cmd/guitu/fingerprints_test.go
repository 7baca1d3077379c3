package main

import (
	"bytes"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/matcher/prints"
	"github.com/guitu-project/guitu/matcher/prints/synthetic"
)

// templates are of invented fingers, pressed anew each time.
type templates struct {
	*testing.T
	dice *rand.Rand
}

func (t templates) of(format prints.Format, label prints.Finger, f *synthetic.Finger, quality uint8) []byte {
	t.Helper()
	press := synthetic.Usual()
	press.Overlap = .8
	a, b := f.Pair(t.dice, press)
	if t.dice.IntN(2) == 0 {
		a = b
	}
	a.Finger, a.Quality = label, quality
	content, err := (&prints.Template{Format: format, Views: []prints.View{a}}).Append(nil)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// The same woman, taken in in two cities under two names, is found by one finger; when she is
// erased, she is not found any more, and nothing of her templates is left.
func TestFoundByAFinger(t *testing.T) {
	data, noModels := t.TempDir(), t.TempDir()
	p := serve(t, data, noModels)
	fingers := templates{t, rand.New(rand.NewPCG(12, 25))}
	hers, other := synthetic.NewFinger(fingers.dice), synthetic.NewFinger(fingers.dice)

	first := aRecord("c1", "林秋")
	first["person"].(object)["sex"], first["foundPlace"] = "FEMALE", object{"text": "广东省佛山市"}
	template := fingers.of(prints.ISO2005, prints.RightIndex, hers, 80)
	first["fingerprints"] = []object{{"content": template, "takenDate": "2022-03"}}
	earlier := p.must(http.MethodPost, "/v1/records", first)
	name := str(earlier, "name")
	if str(earlier, "fingerprints.0.views.0.finger") != "RIGHT_INDEX" || at(earlier, "fingerprints.0.content") != nil || str(earlier, "fingerprints.0.format") != "ISO_19794_2_2005" {
		t.Errorf("answered %v", earlier["fingerprints"])
	}

	second := aRecord("c2", "阿梅")
	second["person"].(object)["sex"], second["foundPlace"] = "FEMALE", object{"text": "云南省昆明市"}
	again := str(p.must(http.MethodPost, "/v1/records", second), "name")
	stranger := str(p.must(http.MethodPost, "/v1/records", with(aRecord("c3", "林秋"), "person.sex", "FEMALE")), "name")
	p.must(http.MethodPost, "/v1/"+stranger+"/fingerprints", object{"content": fingers.of(prints.ISO2011, prints.RightIndex, other, 80)})

	added := p.must(http.MethodPost, "/v1/"+again+"/fingerprints", object{"content": fingers.of(prints.ANSI2004, prints.RightIndex, hers, 75)})
	if !strings.HasPrefix(str(added, "name"), again+"/fingerprints/") || number(added, "views.0.minutiae") < 20 {
		t.Errorf("added %v", added)
	}
	found := p.must(http.MethodGet, "/v1/"+again+"/duplicates", nil)
	if str(found, "duplicates.0.other") != name || !strings.Contains(line(found), "右手食指指纹相符") {
		t.Errorf("the earlier stay is not found: %v", found)
	}

	// A person who is only described is found by the finger alone, whatever it is called.
	search := func() object {
		return p.must(http.MethodPost, "/v1/matches:search", object{"side": "RECORDS", "person": object{},
			"fingerprints": []object{{"content": fingers.of(prints.ANSI2009, prints.UnknownFinger, hers, prints.Unknown)}}})
	}
	if m := search(); !strings.Contains(line(at(m, "matches.0").(object)), "个特征点") || str(m, "matches.0.record") != name && str(m, "matches.0.record") != again {
		t.Errorf("found %v", m)
	}

	if code, answer := p.call(http.MethodPost, "/v1/"+again+"/fingerprints", object{"content": []byte("FMR\x00 20\x00 and no more")}); code != http.StatusBadRequest || !strings.Contains(line(answer), "19794-2") {
		t.Errorf("a broken template: %d %v", code, answer)
	}
	if trail := p.must(http.MethodGet, "/v1/audit?pageSize=200", nil); !strings.Contains(line(trail), "fingerprint results=") {
		t.Errorf("the trail does not say that prints were compared: %v", trail)
	}

	// A police record's template fills the item of a case; a person signs it.
	notice := aNotice("n1", "林秋")
	notice["person"].(object)["sex"] = "FEMALE"
	notice["fingerprints"] = []object{{"content": fingers.of(prints.ISO2011, prints.RightIndex, hers, 90)}}
	n := str(p.must(http.MethodPost, "/v1/notices", notice), "name")
	opened := str(p.must(http.MethodPost, "/v1/cases", object{"record": name, "notice": n, "reason": "指纹相符"}), "name")
	p.must(http.MethodPost, "/v1/"+opened+":verify", object{"reason": "公安指纹"})
	if filled := p.must(http.MethodPost, "/v1/"+opened+"/items", object{"kind": "FINGERPRINT", "signature": "白警官（民警）"}); str(filled, "items.0.result") != "SUPPORTS" || !strings.Contains(str(filled, "items.0.note"), "右手食指指纹相符") {
		t.Errorf("the item is %v", filled["items"])
	}

	p.must(http.MethodPost, "/v1/"+name+":erase", object{"reason": "NOT_MISSING"})
	if found := p.must(http.MethodGet, "/v1/"+again+"/duplicates", nil); strings.Contains(line(found), name) {
		t.Errorf("found after the erasure: %v", found)
	}
	p.must(http.MethodDelete, "/v1/"+str(added, "name"), nil)
	if m := search(); strings.Contains(line(m), "个特征点") {
		t.Errorf("found after the deletion: %v", m)
	}
	err := filepath.WalkDir(data, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if bytes.Contains(content, template[30:60]) {
			t.Errorf("the template lies in %s", filepath.Base(path))
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
