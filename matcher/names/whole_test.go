package names

import (
	"testing"

	"github.com/guitu-project/guitu/models"
)

func TestWholeAndSurname(t *testing.T) {
	for _, c := range []struct {
		text    string
		kind    models.NameKind
		whole   bool
		surname string
	}{
		{"许花东", models.NameLegal, true, "许"}, {"歐陽娜娜", models.NameLegal, true, "欧阳"}, {"徐华栋（音）", models.NameHeard, true, "徐"},
		{"李强", models.NameLegal, true, "李"}, {"老王", models.NameHeard, false, "王"}, {"阿强", models.NameNickname, false, ""},
		{"老㐂", models.NameLegal, false, ""}, {"强", models.NameNickname, false, "强"}, {"二狗", models.NameNickname, true, ""}, {"xu hua dong", models.NameHeard, true, ""},
		{"买买提·吐尔逊", models.NameLegal, true, ""},
	} {
		name := Parse(models.PersonName{Text: c.text, Kind: c.kind})
		if name.Whole() != c.whole || name.Surname() != c.surname {
			t.Errorf("%s: whole %v, surname %q", c.text, name.Whole(), name.Surname())
		}
	}
}
