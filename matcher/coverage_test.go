package matcher_test

import (
	"fmt"
	"testing"

	"github.com/guitu-project/guitu/matcher/feature"
)

// What an open stock says of itself is put in force, and taken back when it is too small.
func TestEstimateCoverage(t *testing.T) {
	w := open(t, nil)
	record, _, err := w.Records.Register(w.ctx, heard("许花东"))
	if err != nil {
		t.Fatal(err)
	}
	if share, n, err := w.EstimateCoverage(w.ctx); share != 0 || n != 1 || err != nil {
		t.Errorf("of one record: %v of %d, %v", share, n, err)
	}
	if _, _, err := w.Notices.Register(w.ctx, named("许花东", "n")); err != nil {
		t.Fatal(err)
	}
	before := must(w.Records.Matches(w.ctx, record.Name, 1))(t).Matches[0].Probability
	surnames, given := []rune("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏"), []rune("伟芳敏静强磊军洋勇艳杰娟涛明超秀霞平刚桂")
	for i := range feature.FewestCounted {
		name := string([]rune{surnames[i%len(surnames)], given[i/7%len(given)], given[i*11%len(given)]})
		if _, _, err := w.Records.Register(w.ctx, heard(name)); err != nil {
			t.Fatal(err)
		}
		if i%2 == 0 {
			if _, _, err := w.Notices.Register(w.ctx, named(name, fmt.Sprint("n", i))); err != nil {
				t.Fatal(err)
			}
		}
	}
	share, n, err := w.EstimateCoverage(w.ctx)
	if err != nil || n != feature.FewestCounted+1 || share < feature.DefaultCoverage || share > feature.MostCoverage {
		t.Errorf("coverage %.3f of %d records, %v", share, n, err)
	}
	if after := must(w.Records.Matches(w.ctx, record.Name, 1))(t).Matches[0].Probability; after == before {
		t.Errorf("the list says %.4f as before", after)
	}
}
