package places

import "strings"

// FullName returns the official name of an area behind those of the areas above it:
// 四川省成都市武侯区; empty for an unknown code. A city that only holds the counties
// of a municipality (市辖区) is left out.
func (g *Gazetteer) FullName(code string) string {
	var b strings.Builder
	for _, n := range []int{2, 4, 6, 9, 12} {
		if n > len(code) {
			break
		}
		if n == 4 && municipal(code) {
			continue
		}
		area, ok := g.Area(code[:n])
		if !ok {
			return ""
		}
		b.WriteString(area.Name)
	}
	return b.String()
}
