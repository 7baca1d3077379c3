package names

import (
	"fmt"
	"testing"

	"github.com/guitu-project/guitu/models"
)

func benchNames(n int) []Name {
	var all []Name
	for _, s := range "王李张刘陈杨赵黄周吴" {
		for _, g := range []string{"建国", "花东", "伟", "秀英", "小明"} {
			if n == 3 && len(g) == len("伟") {
				continue
			}
			all = append(all, Parse(models.PersonName{Text: fmt.Sprintf("%c%s", s, g)}))
		}
	}
	return all
}

func benchCompare(b *testing.B, heard string, all []Name) {
	own := name(heard)
	b.ReportAllocs()
	q := NewQuery(&own, Heard, AnyDialect, Common())
	i := 0
	for b.Loop() {
		q.Bits(&all[i], Southwest)
		if i++; i == len(all) {
			i = 0
		}
	}
}

func BenchmarkCompare3Slots(b *testing.B)      { benchCompare(b, "徐华栋（音）", benchNames(3)) }
func BenchmarkCompareMixed(b *testing.B)       { benchCompare(b, "徐华栋（音）", benchNames(0)) }
func BenchmarkCompareCalled1Slot(b *testing.B) { benchCompare(b, "阿强", benchNames(0)) }

func BenchmarkCompare2PartsWith2Parts(b *testing.B) {
	benchCompare(b, "麦麦提·阿合买提", []Name{name("买买提·艾合买提"), name("阿依古丽·库尔班")})
}

func BenchmarkCompare2PartsWith3Slots(b *testing.B) {
	benchCompare(b, "麦麦提·阿合买提", benchNames(3))
}

func BenchmarkNewQuery3Slots(b *testing.B) {
	for _, role := range []Role{Heard, Said} {
		b.Run(map[Role]string{Heard: "heard", Said: "said"}[role], func(b *testing.B) {
			heard := name("徐华栋（音）")
			b.ReportAllocs()
			for b.Loop() {
				NewQuery(&heard, role, AnyDialect, Common())
			}
		})
	}
}

func BenchmarkParse(b *testing.B) {
	for _, text := range []string{"许花东", "欧阳小兰（音）", "买买提·艾合买提", "Xiaoming Wang"} {
		b.Run(text, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Parse(models.PersonName{Text: text})
			}
		})
	}
}
