package models

import "fmt"

// ShoeSize is a size of shoes, 0 for unknown: in Paris points, as Europe and everyday
// China count (42, 42.5), or in millimetres of the foot's length (245, 260), as
// GB/T 3293 prints it inside the shoe.
type ShoeSize float64

// The bounds of sizes in either way of counting; they do not overlap.
const (
	leastPoints, mostPoints = 15, 55
	leastMm, mostMm         = 90, 330
)

// adultMm is the foot from which the sizes of adults are counted.
const adultMm = 225

// Points returns the size in Paris points, 0 for unknown. Millimetres are read as the
// tables in Chinese shops have them, which are two lines: mm/5 − 10 for adults (245 is 39,
// 260 is 42), a point for 7 mm below 225 mm (180 is 29, 150 is 24, rounded).
func (s ShoeSize) Points() float64 {
	mm := float64(s)
	switch {
	case mm < leastMm:
		return mm
	case mm < adultMm:
		return (mm-adultMm)/7 + adultMm/5 - 10
	}
	return mm/5 - 10
}

func (s ShoeSize) check(v violations) {
	if s == 0 || s >= leastPoints && s <= mostPoints || s >= leastMm && s <= mostMm {
		return
	}
	v.add("", fmt.Sprintf("鞋码 %g 不合理，应为 %d 到 %d 码（如 42、42.5），或脚长 %d 到 %d 毫米（如 260）", float64(s), leastPoints, mostPoints, leastMm, mostMm),
		fmt.Sprintf("shoe size %g: must lie within %d and %d Paris points (such as 42 or 42.5), or within %d and %d mm of foot length (such as 260)", float64(s), leastPoints, mostPoints, leastMm, mostMm))
}
