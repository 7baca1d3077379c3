package places

import (
	"fmt"
	"reflect"
	"sync"
	"testing"
)

// What is remembered is what is understood anew, however many texts come between and
// however many ask at the same time; and no more is kept than there is room for.
func TestMemo(t *testing.T) {
	texts := []string{"四川省成都市武侯区", "河南省周口市太康县", "沙溪", "湖南省衡阳市衡南县鸡笼镇"}
	for range 3 {
		var all sync.WaitGroup
		for from := range 4 {
			all.Go(func() {
				for i := range memoSize {
					text := fmt.Sprintf("%s%d号", texts[i%len(texts)], from*memoSize+i)
					if i%97 == 0 {
						text = texts[i%len(texts)]
					}
					if got, want := Parse(text), parse(text); !reflect.DeepEqual(got, want) {
						t.Errorf("%s: %+v, understood anew %+v", text, got, want)
					}
				}
			})
		}
		all.Wait()
	}
	if m := &Default().parsed; len(m.young) > memoSize || len(m.old) > memoSize {
		t.Errorf("%d and %d texts are kept, want %d each at most", len(m.young), len(m.old), memoSize)
	}
}
