//go:build measure

package names_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/matcher/names"
	"github.com/guitu-project/guitu/matcher/places"
)

// TestHeardPlaces says three names of places of one county as is said there, has them written
// by the listener of TestHeard, and looks for the county.
func TestHeardPlaces(t *testing.T) {
	heard := names.NewMeasure(t)
	g := places.Default()
	random := rand.New(rand.NewPCG(5, 6))
	for _, mode := range []string{"all", "half", "plain"} {
		for _, known := range []bool{true, false} {
			n, third, line := 0, 0, ""
			for p, home := range []struct{ city, accent string }{
				{"1101", "北京话"}, {"6101", "西安话"}, {"1401", "太原话"}, {"5101", "成都话"}, {"3210", "扬州话"}, {"3205", "苏州话"}, {"3303", "温州话"},
				{"4301", "长沙话"}, {"3601", "南昌话"}, {"4414", "梅州话"}, {"4401", "广州话"}, {"3502", "厦门话"}, {"3501", "福州话"},
			} {
				counties := g.Children(home.city)
				found, asked := 0, 0
				for try := 0; asked < 12 && try < 400; try++ {
					county := counties[random.IntN(len(counties))]
					towns := g.Children(county.Code)
					if len(towns) < 4 {
						continue
					}
					var said []string
					for range 3 {
						town := towns[random.IntN(len(towns))]
						name := town.Name
						if villages := g.Children(town.Code); random.IntN(2) == 0 && len(villages) > 0 {
							name = villages[random.IntN(len(villages))].Name
						}
						for _, word := range []string{"社区居委会", "村委会", "居委会", "村民委员会", "社区", "街道", "镇", "乡", "村"} {
							name = strings.TrimSuffix(name, word)
						}
						if text, ok := heard.Say(p, name, mode); ok && len([]rune(name)) > 1 {
							said = append(said, text)
						}
					}
					if len(said) < 3 {
						continue
					}
					asked++
					accent := ""
					if known {
						accent = home.accent
					}
					for i, l := range g.Locate(said, accent, 3) {
						if i < 3 && l.Code == county.Code {
							found++
						}
					}
				}
				n, third = n+asked, third+found
				line += fmt.Sprintf(" %s %d/%d", home.accent, found, asked)
			}
			fmt.Printf("%-5s known %-5v among three %.3f |%s\n", mode, known, float64(third)/float64(n), line)
		}
	}
}
