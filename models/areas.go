package models

import (
	"fmt"
	"slices"
	"strings"
)

// Areas are the administrative areas that a person works for: prefixes of GB/T 2260
// codes (51, 5101, 510107), sorted, with a space between. Empty is nowhere.
// It is one word so that actors can be compared, stored and sent as they are.
type Areas string

// Nationwide covers every place, also one that no one could locate. It is never
// assumed: the one who works for the whole country has been given it.
const Nationwide Areas = "*"

// maxAreas is how many areas a person may work for.
const maxAreas = 100

// ParseAreas reads a list of codes: prefixes (51), full codes (510000), or "*" alone
// for the whole country. Errors: ErrInvalid (areas).
func ParseAreas(codes []string) (Areas, error) {
	if len(codes) == 1 && codes[0] == string(Nationwide) {
		return Nationwide, nil
	}
	if len(codes) > maxAreas {
		return "", Invalid("areas", fmt.Sprintf("辖区最多 %d 个", maxAreas), fmt.Sprintf("over %d areas", maxAreas))
	}
	var list []string
	for _, code := range codes {
		area, ok := areaOf(code)
		if !ok {
			return "", Invalid("areas", fmt.Sprintf("辖区“%s”写法不对，应为行政区划代码 2、4 或 6 位，全国写 *", code),
				fmt.Sprintf("%q is not an area: write 2, 4 or 6 digits of GB/T 2260, or * alone for the whole country", code))
		}
		list = append(list, area)
	}
	slices.Sort(list)
	return Areas(strings.Join(slices.Compact(list), " ")), nil
}

// areaOf returns the prefix that a code stands for: 510000 is 51.
func areaOf(code string) (string, bool) {
	if len(code) == 6 {
		code = strings.TrimSuffix(strings.TrimSuffix(code, "00"), "00")
	}
	if len(code) != 2 && len(code) != 4 && len(code) != 6 {
		return "", false
	}
	for _, r := range code {
		if r < '0' || r > '9' {
			return "", false
		}
	}
	return code, true
}

// List returns the prefixes, or "*".
func (a Areas) List() []string { return strings.Fields(string(a)) }

// Includes reports whether every place of the other areas lies in these; areas that are
// empty lie nowhere.
func (a Areas) Includes(other Areas) bool {
	if a == Nationwide {
		return true
	}
	list := other.List()
	return len(list) > 0 && !slices.ContainsFunc(list, func(area string) bool { return !a.Cover(area) })
}

// Cover reports whether the place of that code lies in one of the areas.
func (a Areas) Cover(code string) bool {
	if a == Nationwide {
		return true
	}
	for area := range strings.FieldsSeq(string(a)) {
		if strings.HasPrefix(code, area) {
			return true
		}
	}
	return false
}
