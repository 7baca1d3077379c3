package feature

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/models"
)

// Words that say that two values agree, or that they do not.
var (
	saysAgree  = regexp.MustCompile(`相符|一致|吻合|相同的：|完全相同|姓名相同|\bagree\b|\bfits?\b|\bthe same (sex|build|blood|ethnic|date|name)`)
	saysDiffer = regexp.MustCompile(`不符|没有对上|相差较大|不大相符|\bdiffers?\b|\bwholly different\b|\blie apart\b|\bdo not (quite )?meet\b|\bis of elsewhere\b`)
	negated    = strings.NewReplacer("不大相符", "不符", "不相符", "不符", "不一致", "不符")
)

// TestSentencesFollowTheWeight holds that no reason says that two values agree if they
// weigh against the pair, nor that they do not if they weigh for it.
func TestSentencesFollowTheWeight(t *testing.T) {
	checked := 0
	check := func(t *testing.T, m models.Match) {
		t.Helper()
		for _, e := range m.Evidence {
			zh, en := negated.Replace(e.Reason.Zh), e.Reason.En
			if e.Weight < -.01 && (saysAgree.MatchString(strings.ReplaceAll(zh, "不符", "")) || saysAgree.MatchString(en)) {
				t.Errorf("%s weighs %.2f and says %q, %q", e.Feature, e.Weight, e.Reason.Zh, en)
			}
			if e.Weight > .01 && (saysDiffer.MatchString(zh) || saysDiffer.MatchString(en)) {
				t.Errorf("%s weighs %.2f and says %q, %q", e.Feature, e.Weight, e.Reason.Zh, en)
			}
			checked++
		}
	}
	w := NewScorer(DefaultParams())
	t.Run("people", func(t *testing.T) {
		bothSides(t, w, func(t *testing.T, probes []*Probe, others []*Profile) {
			for i, p := range probes {
				for k := i % 31; k < len(others); k += 31 { // every pair of fields meets
					check(t, p.match(others[k]))
				}
			}
		})
	})
	t.Run("names", func(t *testing.T) {
		list := []string{"徐华栋（音）", "许建华", "许花东", "赵国栋", "花东", "欧阳建国", "小华", "Xu Jianhua", "阿依古丽·买买提", "王张氏", "徐某东"}
		named := func(name string) models.Person {
			return models.Person{Names: []models.PersonName{{Text: name}}, Relatives: []models.Relative{{Relation: "父亲", Name: name}}}
		}
		for _, heard := range list {
			p := w.Probe(ProfileOf(&models.Record{Entry: models.Entry{Person: named(heard)}}))
			for _, said := range list {
				check(t, p.match(ProfileOf(&models.Notice{Entry: models.Entry{Person: named(said)}})))
			}
		}
	})
	files, err := filepath.Glob("testdata/pairs/*.jsonl")
	if err != nil || len(files) == 0 {
		t.Fatalf("no pairs: %v", err)
	}
	for _, file := range files {
		eachPair(t, file, func(_ string, p *wordedPair) { check(t, p.match(w)) })
	}
	if checked < 1000 {
		t.Errorf("only %d reasons were looked at", checked)
	}
}
