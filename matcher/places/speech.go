package places

import (
	"strings"

	"github.com/guitu-project/guitu/matcher/names"
)

// speechAreas are words for how people of several provinces, or of a part of one,
// speak: the GB/T 2260 prefixes of where, after the Language Atlas of China
// (中国语言地图集), coarsened to prefectures. A longer word stands before one that it holds.
var speechAreas = []struct{ word, prefixes string }{
	{"东北", "21 22 23 1504 1505 1507 1522"},
	{"江淮", "3201 3206 3207 3208 3209 3210 3211 3212 3401 3402 3404 3405 3407 3408 3411 3415 3417 3418 4209 4211"},
	{"胶东", "3702 3706 3710 3711"}, {"胶辽", "3702 3706 3710 3711 2102 2106"},
	{"中原", "41 3203 3412 3413 3416 3408 3717 61"},
	{"闽南", "3502 3505 3506 4405 4415 4451 4452 46"}, {"闽东", "3501 3509"}, {"闽北", "3507"}, {"莆仙", "3503"},
	{"潮汕", "4405 4415 4451 4452"}, {"潮州", "4405 4451 4452"},
	{"客家", "3508 3607 4402 4414 4416 4451 4511"},
	{"西北", "61 62 63 64 65"}, {"西南", "42 50 51 52 53 4503 4502 4307 4308 4331 6107 6109"}, {"云贵", "52 53"}, {"川渝", "50 51"},
	{"江浙", "31 32 33"}, {"吴语", "31 33 3202 3204 3205"}, {"吴侬", "31 33 3202 3204 3205"}, {"两湖", "42 43"}, {"湖广", "42 43"}, {"两广", "44 45"},
	{"粤语", "44 45 81 82"}, {"白话", "44 45 81 82"}, {"广府", "44 45 81 82"}, {"晋语", "14 1501 1502 1508 1509 6106 6108"}, {"陕北", "6106 6108"}, {"关中", "6101 6102 6103 6104 6105"},
	{"苏北", "3203 3207 3208 3209 3213"}, {"苏南", "3201 3202 3204 3205 3211"}, {"皖北", "3403 3406 3412 3413 3416"}, {"皖南", "3402 3410 3417 3418"},
	{"鲁西南", "3708 3717"}, {"鲁南", "3704 3708 3713 3717"}, {"豫南", "4113 4115 4117"}, {"冀南", "1304 1305"}, {"湘西", "4331 4308 4312"}, {"鄂西", "4205 4228"},
	{"北方", "11 12 13 14 15 21 22 23 37 41 61 62 63 64 65"}, {"南方", "31 33 34 35 36 42 43 44 45 46"}, {"华北", "11 12 13 14 15 37"},
}

// speechArea is where people speak as an accent's words say; nothing where they name
// no such area.
func speechArea(accent string) []string {
	for _, a := range speechAreas {
		if strings.Contains(accent, a.word) {
			return strings.Fields(a.prefixes)
		}
	}
	return nil
}

// speakOtherwise are the prefectures whose people do not speak like the rest of their
// province, after the same atlas.
var speakOtherwise = map[string]names.Dialect{
	"1504": names.Northeast, "1505": names.Northeast, "1507": names.Northeast, "1522": names.Northeast,
	"3202": names.Wu, "3204": names.Wu, "3205": names.Wu, "3410": names.Wu,
	"3508": names.Gan, "4414": names.Gan, "4416": names.Gan, "4402": names.Gan, "4202": names.Gan, "4212": names.Gan,
	"4405": names.Min, "4408": names.Min, "4415": names.Min, "4451": names.Min, "4452": names.Min,
	"4502": names.Southwest, "4503": names.Southwest, "4512": names.Southwest, "4307": names.Southwest, "4308": names.Southwest,
	"4310": names.Southwest, "4311": names.Southwest, "4331": names.Southwest, "6107": names.Southwest, "6109": names.Southwest,
	"6106": names.Central, "6108": names.Central,
}

// DialectAt is what is spoken at a code of GB/T 2260; AnyDialect for an unknown one.
func (g *Gazetteer) DialectAt(code string) names.Dialect {
	if len(code) >= digits[City] {
		if d, ok := speakOtherwise[code[:digits[City]]]; ok {
			return d
		}
	}
	if len(code) >= digits[Province] {
		return names.DialectIn(g.stemAt(code[:digits[Province]]))
	}
	return names.AnyDialect
}
