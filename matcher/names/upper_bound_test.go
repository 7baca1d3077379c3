package names

import (
	"math"
	"testing"

	"github.com/guitu-project/guitu/models"
)

// If there are no names an upper bound says nothing.
func TestGlanceAtNobody(t *testing.T) {
	n, table := Parse(models.PersonName{Text: "许华栋"}), []float32{-99}
	upperBound := NewQuery(&n, Heard, AnyDialect, Common()).UpperBound(NewRoll().View(), ScalarKernel{}, func(bits float32) float32 { return bits })
	if upperBound(0, 0, table[1:]); table[0] != -99 {
		t.Errorf("somebody who is not there weighs %v", table[0])
	}
}

// A name that is put on a roll and read again is the same to every query, and an upper bound
// at the roll is near the truth: exact where names agree, about elsewhere.
func TestGlance(t *testing.T) {
	for _, spoken := range []Dialect{Min, Both(Cantonese, Hakka)} {
		glance(t, spoken)
	}
}

func glance(t *testing.T, spoken Dialect) {
	t.Helper()
	texts := []models.PersonName{
		{Text: "许华栋"}, {Text: "徐花东", Kind: models.NameHeard}, {Text: "老王", Kind: models.NameNickname}, {Text: "阿强", Kind: models.NameNickname}, {Text: "二狗", Kind: models.NameNickname},
		{Text: "欧阳明"}, {Text: "买买提·艾合买提"}, {Text: "麦麦提"}, {Text: "Xu Huadong"}, {Text: "王小明（小名：狗蛋）"}, {Text: "张伟"}, {Text: "单田芳"}, {Text: "王某某"}, {Text: "阿依古丽"},
	}
	roll := NewRoll()
	var all []Name
	for i, one := range texts {
		n := Parse(one)
		all = append(all, n)
		if id := roll.Add(&n, spoken); int(id) != i || roll.Add(&n, spoken) != id {
			t.Fatalf("%s is number %d", one.Text, id)
		}
	}
	if n := roll.Add(&all[0], Wu); int(n) != len(texts) {
		t.Errorf("who speaks otherwise is another, not %d", n)
	}
	v := roll.View()
	for _, role := range []Role{Heard, Said} {
		for i := range all {
			q := NewQuery(&all[i], role, AnyDialect, Common())
			table := make([]float32, len(all))
			for k := range table {
				table[k] = -99
			}
			q.UpperBound(v, ScalarKernel{}, func(bits float32) float32 { return bits })(0, len(all), table)
			for k := range all {
				want, ok := q.Bits(&all[k], spoken)
				var again unrolled
				d := v.read(k, &again)
				if d != spoken {
					t.Errorf("%s read again is of dialect %d, want %d", all[k].Text, d, spoken)
				}
				if bits, said := q.Bits(&again.name, d); bits != want || said != ok {
					t.Errorf("%s read again: %v %v with %s, want %v %v", all[k].Text, bits, said, all[i].Text, want, ok)
				}
				switch off := math.Abs(float64(table[k]) - want); {
				case ok != (table[k] != -99):
					t.Errorf("%s with %s: said %v, want %v", all[i].Text, all[k].Text, table[k], ok)
				case ok && (off > 6.5 || want > 0 && off > 1e-4):
					t.Errorf("%s with %s: %v at an upper bound, %v in fact", all[i].Text, all[k].Text, table[k], want)
				}
			}
		}
	}
}
