package feature

import (
	"strings"
	"testing"

	"github.com/guitu-project/guitu/models"
)

func family(relatives ...models.Relative) *models.Record {
	return &models.Record{Entry: models.Entry{Person: models.Person{Relatives: relatives}}}
}

func missing(name string, contacts []models.Contact, relatives ...models.Relative) *models.Notice {
	n := &models.Notice{Entry: models.Entry{Person: models.Person{Relatives: relatives}}, Contacts: contacts}
	if name != "" {
		n.Person.Names = []models.PersonName{{Text: name, Kind: models.NameLegal}}
	}
	return n
}

func TestRelatives(t *testing.T) {
	father := models.Relative{Name: "朱丽诚", Relation: "父亲"}
	for name, c := range map[string]struct {
		record    *models.Record
		notice    *models.Notice
		low, high float64
	}{
		"the same father, by ear":                  {family(father), missing("朱云", nil, models.Relative{Name: "朱立成", Relation: "父"}), 9, 17},
		"…who is the contact":                      {family(father), missing("朱云", []models.Contact{{Name: "朱立成", Relation: "父亲"}}), 9, 17},
		"…named among others":                      {family(father), missing("朱云", nil, models.Relative{Name: "王秀", Relation: "母亲"}, models.Relative{Name: "朱立成", Relation: "父亲"}), 9, 17},
		"another father":                           {family(father), missing("王云", nil, models.Relative{Name: "王建国", Relation: "父亲"}), -3, -1.5},
		"another brother, of several":              {family(models.Relative{Name: "朱丽诚", Relation: "哥哥"}), missing("朱云", nil, models.Relative{Name: "朱建国", Relation: "弟弟"}), 0, 7},
		"only a mother is named":                   {family(models.Relative{Name: "王丽", Relation: "母亲"}), missing("朱云", nil, models.Relative{Name: "朱立成", Relation: "父亲"}), 0, 0},
		"a father's surname is one's own":          {family(father), missing("朱彩云", nil), 3, 8},
		"…and is another one":                      {family(father), missing("李彩云", nil), -4, -1},
		"a mother's is not":                        {family(models.Relative{Name: "朱丽", Relation: "母亲"}), missing("朱彩云", nil), 0, 0},
		"the police officer is no relative":        {family(models.Relative{Name: "陈立成", Relation: ""}), missing("朱云", []models.Contact{{Name: "陈立成", Relation: "办案民警"}}), 0, 0},
		"a relation that is not told may do":       {family(models.Relative{Name: "朱丽诚"}), missing("朱云", nil, models.Relative{Name: "朱立成", Relation: "父亲"}), 8, 17},
		"a daughter's, of a person of unknown sex": {family(models.Relative{Name: "朱丽", Relation: "女儿"}), missing("朱云", nil), 0, 0},
	} {
		e, ok := item(match(c.record, c.notice), "relatives")
		if e.Weight < c.low*.88-.01 || e.Weight > c.high || ok != (c.low != 0 || c.high != 0) {
			t.Errorf("%s: %.2f bits (found %v), want %.1f to %.1f", name, e.Weight, ok, c.low, c.high)
		}
		if ok && (e.Reason.Zh == "" || e.RecordValue == "" || e.NoticeValue == "") {
			t.Errorf("%s lacks words: %+v", name, e)
		}
		for _, contact := range c.notice.Contacts {
			if said := e.NoticeValue + e.Reason.Zh + e.Reason.En; strings.Contains(said, contact.Name) {
				t.Errorf("%s: gives the name of a contact away: %s", name, said)
			}
		}
		r, n := ProfileOf(c.record), ProfileOf(c.notice)
		w := NewScorer(DefaultParams())
		if there, back := w.Probe(r).Score(n), w.Probe(n).Score(r); there-back > .01 || back-there > .01 {
			t.Errorf("%s: %.3f bits from the record, %.3f from the notice", name, there, back)
		}
	}
}

// What the person's own surname says, a father's does not say again.
func TestASurnameCountsOnce(t *testing.T) {
	r, n := family(models.Relative{Name: "朱丽诚", Relation: "父亲"}), missing("朱彩云", nil)
	r.Person.Names = []models.PersonName{{Text: "朱彩云", Kind: models.NameSelfReported}}
	if e, ok := item(match(r, n), "relatives"); ok {
		t.Errorf("beside the whole name: %+v", e)
	}
	r.Person.Names[0].Text = "彩云"
	if e, ok := item(match(r, n), "relatives"); !ok || e.Weight < 2 || !strings.Contains(e.Reason.Zh, "姓") {
		t.Errorf("beside the given name: %+v, found %v", e, ok)
	}
}

func TestKin(t *testing.T) {
	for relation, want := range map[string]kin{
		"父": father, "爸爸": father, "他父亲": father, "母亲": mother, "妈": mother, "妻子": wife, "媳妇": wife, "丈夫": husband, "儿子": son, "长子": son, "女儿": daughter,
		"女婿": inLaw, "儿媳": inLaw, "哥哥": brother, "堂哥": cousin, "表姐": otherCousin, "姐姐": sister, "姐夫": inLaw, "外孙女": daughtersChild, "孙子": sonsChild,
		"侄女": brothersChild, "叔父": fathersBrother, "姑妈": fathersSister, "舅舅": mothersBrother, "外婆": mothersMother, "奶奶": fathersMother, "养父": inLaw,
		"": someKin, "亲属": someKin, "邻居": someKin, "配偶": someKin,
	} {
		if got := kinOf(relation); got != want {
			t.Errorf("%q is kin %d, want %d", relation, got, want)
		}
	}
}
