package models

import "math"

// Place describes a place as a person wrote it and, where the text is clear, where it
// lies. Code is a GB/T 2260 code of 2, 4, 6, 9 or 12 digits; Latitude and
// Longitude are degrees (WGS 84) and are known only together with Code.
type Place struct {
	Text      string  `json:"text,omitempty"`
	Code      string  `json:"code,omitempty"`
	Latitude  float64 `json:"latitude,omitempty"`
	Longitude float64 `json:"longitude,omitempty"`
}

// IsZero reports whether nothing is known of the place.
func (p Place) IsZero() bool { return p == Place{} }

func (p Place) check(v violations) {
	checkLen(v, ".text", p.Text, maxLine)
	if math.IsNaN(p.Latitude) || math.Abs(p.Latitude) > 90 {
		v.add(".latitude", "纬度应在 -90 到 90 之间", "latitude must lie within -90 and 90")
	}
	if math.IsNaN(p.Longitude) || math.Abs(p.Longitude) > 180 {
		v.add(".longitude", "经度应在 -180 到 180 之间", "longitude must lie within -180 and 180")
	}
	for _, r := range p.Code {
		if r < '0' || r > '9' || len(p.Code) > 12 {
			v.add(".code", "行政区划代码应为不超过 12 位数字（GB/T 2260）", "code must be at most 12 digits (GB/T 2260)")
			return
		}
	}
}
