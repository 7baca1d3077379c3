package names

import (
	"math/rand/v2"
	"testing"

	"github.com/guitu-project/guitu/models"
)

// A first look at a name of three characters beside one of three says no less than they weigh,
// whoever speaks: what its positions may agree in at most adds up to a bound.
func TestFirstLookIsABound(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 9))
	spoken := []Dialect{AnyDialect, Xiang, Cantonese, Oujiang, SouthMin, Northeast, Both(Hakka, Cantonese), Both(Wu, Northwest)}
	var said, heard []Name
	for range 30 {
		said = append(said, Parse(models.PersonName{Text: invented(random)}))
		heard = append(heard, Parse(models.PersonName{Text: invented(random), Kind: models.NameHeard}))
	}
	alike := 0
	check := func(own, other *Name, role Role, mine, theirs Dialect) {
		roll := NewRoll()
		roll.Add(other, theirs)
		q := NewQuery(own, role, mine, Common())
		g := q.newGlance(roll.View(), ScalarKernel{}, func(bits float32) float32 { return bits })
		var room grid
		exact := q.best(&room, other, theirs, everyWay)
		bound, weighs := float32(0), log2(exact.ratio)
		for _, best := range g.best {
			bound += best
		}
		if len(g.best) == 3 && weighs >= Promising { // below, it is not said
			alike++
			if weighs > bound+.01 {
				t.Errorf("%s of %d and %s of %d: %.2f bits, at a first look %.2f", own.Text, mine, other.Text, theirs, weighs, bound)
			}
		}
	}
	for i := range heard {
		mine, theirs := spoken[random.IntN(len(spoken))], spoken[random.IntN(len(spoken))]
		for j := range said {
			if j%20 == i%20 || heard[i].forms[0].positions[1].char == said[j].forms[0].positions[1].char {
				check(&heard[i], &said[j], Heard, mine, theirs)
				check(&said[j], &heard[i], Said, theirs, mine)
			}
		}
		again := Parse(models.PersonName{Text: heard[i].Text})
		check(&heard[i], &again, Heard, mine, theirs)
		check(&again, &heard[i], Said, theirs, mine)
	}
	if alike < 30 {
		t.Errorf("only %d pairs agree in anything", alike)
	}
}

// invented returns a name of three characters that many people have.
func invented(random *rand.Rand) string {
	surnames, givens := []rune("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"), []rune("建志国英华文玉秀明兰金春红丽平海军小芳伟梅云")
	return string([]rune{surnames[random.IntN(len(surnames))], givens[random.IntN(len(givens))], givens[random.IntN(len(givens))]})
}

// BenchmarkFirstLook looks for a name at a roll of all its names by one core: pairs/s; B/name is
// what the roll keeps of each.
func BenchmarkFirstLook(b *testing.B) {
	random, roll := rand.New(rand.NewPCG(1, 2)), NewRoll()
	for range 50_000 {
		n := Parse(models.PersonName{Text: invented(random)})
		roll.Add(&n, spokenOfMany[random.IntN(len(spokenOfMany))])
	}
	v := roll.View()
	own := name("徐华栋（音）")
	for _, c := range []struct {
		name string
		of   Dialect
	}{{"unknown", AnyDialect}, {"known", Xiang}} {
		b.Run(c.name, func(b *testing.B) {
			weights := make([]float32, v.Len())
			look := NewQuery(&own, Heard, c.of, Common()).UpperBound(v, ScalarKernel{}, func(bits float32) float32 { return bits })
			for b.Loop() {
				look(0, v.Len(), weights)
			}
			b.ReportMetric(float64(v.Len())*float64(b.N)/b.Elapsed().Seconds(), "pairs/s")
			b.ReportMetric(float64(4*len(v.words)+4*len(v.start)+8*len(v.short))/float64(v.Len()), "B/name")
		})
	}
}

var spokenOfMany = []Dialect{AnyDialect, Southwest, Xiang, Cantonese, Wu, Plains}
