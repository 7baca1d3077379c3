package names

import (
	"strings"
	"sync"
)

// spokenAt says which dialect is spoken where, by GB/T 2260: provinces, cities that speak
// otherwise and counties that speak otherwise than their city, after the groups of the Language
// Atlas of China (中国语言地图集, 1987 and 2012) as they are commonly listed by city and county.
// If several are spoken it is what most speak. A city's new code stands beside an old one.
const spokenAt = `
Hebei 13
Inner Mongolia 15
Jiangsu 32
Zhejiang 33
Anhui 34
Jiangxi 36
Fujian 35
Shandong 37
Hubei province 42
Hunan 43
Guangdong 44
Guangxi 45
Shaanxi 61
Gansu 62
Taiwan 71
Northeast 21 22 23 1504 1505 1507 1522
Jiaoliao 2102 2106 3702 3706 3710 3711
Central 11 12 1301 1302 1303 1305 1306 1308 1309 1310 1311 3701 3703 3705 3709 3714 3715 3716
Jin 14 1304 1307 1501 1502 1503 1506 1508 1509 1526 4105 4106 4108 419001 6106 6108
Plains 41 63 1408 1410 3203 3213 3403 3406 3412 3413 3416 340421 3704 3708 3713 3717 6101 6102 6103 6104 6105 6110 6205 6208 6210 6211 6212 6229 6230 6404 6528 6529 6530 6531 6532
Northwest 64 65 1529 6201 6202 6203 6204 6206 6207 6209
Jianghuai 3201 3206 3207 3208 3209 3210 3211 3212 321322 321323 3401 3402 3404 3405 3407 3408 3411 3415 3417 3418 4207 4209 4211 360402 360403 360404 360421
Southwest 50 51 52 53 4203 4205 4228 429021 4307 4308 4310 4311 4312 4331 4502 4503 4510 4512 4513 6107 6109
Hubei 4201 4206 4208 4210 4213 429004 429005 429006
Wu 31 3202 3204 3205 3301 3302 3304 3305 3306 3309 320118 320614 320681 320684 321181 321282
SouthWu 3307 3308 3310 3311 361102 361103 361122 361123
Oujiang 3303
Hui 3410 330127 330182 341824 341825 360222 361130 361181
Xiang 4301 4302 4303 4304 4306 4309
OldXiang 4305 4313 430321 430381 430382 431223 431224 433122
Gan 3601 3602 3603 3604 3605 3606 3608 3609 3610 3611 4202 4212 340822 340824 340825 340826 340827 340828 340882 430181 430223 430224 430281 430481 430482 430626 430682 431028
Hakka 3607 3508 350423 350424 430225 4402 4413 4414 4416 441523 445222
Cantonese 81 82 4401 4403 4404 4406 4407 4408 4409 4412 4417 4418 4419 4420 4453 4501 4504 4505 4506 4507 4508 4509 4511 4514
SouthMin 3502 3505 3506 330327 330383 350425 350802 350881
Chaoshan 4405 4415 4451 4452
Hainan 46 440823 440825 440882
EastMin 3501 3509
NorthMin 3504 3507
Puxian 3503
`

// DialectAt returns what is spoken at a code of GB/T 2260, as closely as it is known; AnyDialect for
// an unknown one.
func DialectAt(code string) Dialect {
	for _, digits := range [...]int{6, 4, 2} {
		if len(code) >= digits {
			if d, ok := atCodes()[code[:digits]]; ok {
				return d
			}
		}
	}
	return AnyDialect
}

var atCodes = sync.OnceValue(func() map[string]Dialect {
	named := map[string]Dialect{}
	for d, name := range dialectNames {
		named[name] = Dialect(d)
	}
	table := make(map[string]Dialect, 512)
	for line := range strings.Lines(strings.TrimSpace(spokenAt)) {
		name, codes := line, ""
		if i := strings.IndexAny(line, "123456789"); i > 0 {
			name, codes = strings.TrimSpace(line[:i]), line[i:]
		}
		for code := range strings.FieldsSeq(codes) {
			table[code] = named[name]
		}
	}
	return table
})

// Text returns how a dialect is called in Chinese and in English.
func (d Dialect) Text() (zh, en string) {
	if d = d.first(); d >= dialects {
		d = AnyDialect
	}
	return dialectTexts[d], dialectNames[d]
}

var dialectTexts = [dialects]string{
	"方言", "东北话", "北京、冀鲁官话", "兰银官话", "西南官话", "吴语", "湘语", "赣语", "闽语", "粤语", "胶辽官话", "中原官话", "晋语", "江淮官话", "湖北话", "浙南吴语", "温州话", "徽语",
	"湘语（娄邵片）", "客家话", "平话", "闽南话", "潮汕话", "海南、雷州话", "闽东话", "闽北话", "莆仙话", "湖南话", "湖北话", "江苏话", "浙江话", "安徽话", "江西话", "福建话",
	"广东话", "广西话", "陕西话", "河北话", "河南话", "山东话", "内蒙古话", "台湾话", "甘肃话", "南方话", "北方话",
}

// dialectNames are the names of the dialects in tables.
var dialectNames = [dialects]string{
	"any", "Northeast", "Central", "Northwest", "Southwest", "Wu", "Xiang", "Gan", "Min", "Cantonese", "Jiaoliao", "Plains", "Jin", "Jianghuai", "Hubei", "SouthWu", "Oujiang", "Hui",
	"OldXiang", "Hakka", "Pinghua", "SouthMin", "Chaoshan", "Hainan", "EastMin", "NorthMin", "Puxian", "Hunan", "Hubei province", "Jiangsu", "Zhejiang", "Anhui", "Jiangxi", "Fujian",
	"Guangdong", "Guangxi", "Shaanxi", "Hebei", "Henan", "Shandong", "Inner Mongolia", "Taiwan", "Gansu", "South", "North",
}
