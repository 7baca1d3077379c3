package prints_test

import (
	"math/rand/v2"
	"testing"

	"github.com/guitu-project/guitu/matcher/prints"
	"github.com/guitu-project/guitu/matcher/prints/synthetic"
)

// A template made up to fit everyone fits no one: minutiae everywhere, all alike, or heaped.
func TestMadeUpTemplatesFitNoOne(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 25))
	made := map[string]func(i int) prints.Minutia{
		"a grid": func(i int) prints.Minutia {
			return prints.Minutia{X: uint16(130 + i%9*26), Y: uint16(100 + i/9*32), Angle: 90}
		},
		"all ways": func(i int) prints.Minutia {
			return prints.Minutia{X: uint16(130 + i%9*26), Y: uint16(100 + i/9*32), Angle: float64(i * 37 % 360)}
		},
		"a heap": func(i int) prints.Minutia {
			return prints.Minutia{X: uint16(250 + i%9*3), Y: uint16(250 + i/9*3), Angle: float64(i % 2 * 180)}
		},
		"one place": func(i int) prints.Minutia { return prints.Minutia{X: 250, Y: 250, Angle: float64(i * 4)} },
		"by chance": func(int) prints.Minutia {
			return prints.Minutia{X: uint16(130 + r.IntN(240)), Y: uint16(90 + r.IntN(320)), Angle: float64(r.IntN(360))}
		},
		"a long line": func(i int) prints.Minutia {
			return prints.Minutia{X: uint16(i * 200), Y: uint16(60000 - i*200), Angle: 45}
		},
	}
	people, _ := fingers(14, 25, synthetic.Usual())
	for name, minutia := range made {
		v := prints.View{XRes: 197, YRes: 197}
		for i := range 90 {
			v.Minutiae = append(v.Minutiae, minutia(i))
		}
		p := prints.Prepare(&v)
		for i := range people {
			if c := prints.Compare(p, prints.Prepare(&people[i])); prints.Bits(c.Score) > 0 {
				t.Errorf("%s fits finger %d: %+v", name, i, c)
			}
		}
	}
}
