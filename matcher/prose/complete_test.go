package prose

import (
	"reflect"
	"testing"

	"github.com/guitu-project/guitu/models"
)

func TestCompleteFillsWhatIsOpen(t *testing.T) {
	n := &models.Record{Entry: models.Entry{Person: models.Person{Appearance: "身高一米七左右，偏瘦，六十岁上下"}}, FoundDate: "2024-05-01"}
	p := &Complete(n).Common().Person
	if p.HeightMinCm > 170 || p.HeightMaxCm < 170 || p.Build != models.Thin || p.AgeMin == nil || *p.AgeMin > 60 || *p.AgeMax < 60 {
		t.Errorf("read as %+v", p)
	}
	if n.Person.HeightMinCm != 0 || n.Person.AgeMin != nil {
		t.Error("the file itself was changed")
	}
}

func TestAFieldWinsOverProse(t *testing.T) {
	years := 40
	n := &models.Notice{Entry: models.Entry{Person: models.Person{
		Names: []models.PersonName{{Text: "许花东"}}, Sex: models.Male, AgeMin: &years, AgeMax: &years, HeightMinCm: 165, HeightMaxCm: 165, Build: models.Heavy,
		Appearance: "身高一米七，偏瘦，六十岁", Narrative: "父亲约70岁，一米八，她叫王秀英",
	}}}
	if p := &Complete(n).Common().Person; !reflect.DeepEqual(*p, n.Person) {
		t.Errorf("read as %+v", p)
	}
}

func TestCompleteAsksWhoseItIs(t *testing.T) {
	n := &models.Record{Entry: models.Entry{Person: models.Person{Narrative: "父亲约70岁，身高一米八，偏胖。母亲是回族。"}}, FoundDate: "2024-05-01"}
	if p := &Complete(n).Common().Person; p.AgeMin != nil || p.HeightMinCm != 0 || p.Build != "" || p.Ethnicity != "" {
		t.Errorf("what is said of the parents is taken for the person's: %+v", p)
	}
}

func BenchmarkComplete(b *testing.B) {
	n := &models.Notice{Entry: models.Entry{Person: models.Person{
		Names: []models.PersonName{{Text: "许花东"}}, Sex: models.Male, BirthDate: "1980", HeightMinCm: 165, HeightMaxCm: 165,
		Appearance: "圆脸，短发，左眉上方有一道疤，走路有点跛", Narrative: "家里有父母和一个姐姐，说话带四川口音",
	}, Circumstances: "下午出门买菜后没有回家，身上带了二十元钱"}, MissingDate: "2019-05"}
	for b.Loop() {
		Complete(n)
	}
}

func TestCompleteMakesNoNamesOfWords(t *testing.T) {
	for _, text := range []string{"本人无法说出姓名和家庭住址", "问其姓名不答", "不知道叫什么", "名字和年龄都说不清", "叫他不应", "姓名家庭住址不详", "大声叫喊", "自称家住山里", "叫了救护车"} {
		r := &models.Record{Entry: models.Entry{Person: models.Person{Narrative: text}}}
		if p := &Complete(r).Common().Person; len(p.Names) > 0 {
			t.Errorf("%q names %q", text, p.Names)
		}
	}
}
