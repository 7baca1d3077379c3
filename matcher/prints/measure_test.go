//go:build measure

package prints_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"testing"

	"github.com/guitu-project/guitu/matcher/prints"
	"github.com/guitu-project/guitu/matcher/prints/synthetic"
)

// TestMeasureScores prints how scores of one finger and of strangers are spread: what weighed in
// weight.go is from. 1,450 fingers are 1,050,525 pairs of strangers:
//
//	go test -tags measure -run MeasureScores -timeout 2h -v ./matcher/prints
func TestMeasureScores(t *testing.T) {
	const fingers = 1450
	r := rand.New(rand.NewPCG(25, 1))
	as, bs := make([]*prints.Print, fingers), make([]*prints.Print, fingers)
	genuine := make([]float64, fingers)
	for i := range fingers {
		f := synthetic.NewFinger(r)
		a, b := f.Pair(r, synthetic.Usual())
		as[i], bs[i] = prints.Prepare(&a), prints.Prepare(&b)
		genuine[i] = prints.Compare(as[i], bs[i]).Score
	}
	strangers := make([][]float64, fingers)
	var wait sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for i := range next {
				for j := range i {
					strangers[i] = append(strangers[i], prints.Compare(as[i], bs[j]).Score)
				}
			}
		})
	}
	for i := range fingers {
		next <- i
	}
	close(next)
	wait.Wait()
	all := slices.Concat(strangers...)
	slices.Sort(all)
	slices.Sort(genuine)
	at := func(list []float64, score float64) int {
		i, _ := slices.BinarySearch(list, score)
		return len(list) - i
	}
	for score := -9.; score < 30; score += .5 {
		fmt.Printf("%5.1f  one finger %.4f  strangers %d of %d = %.2e\n", score, float64(at(genuine, score))/fingers, at(all, score), len(all), float64(at(all, score))/float64(len(all)))
	}
}
