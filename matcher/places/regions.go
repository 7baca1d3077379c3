package places

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// regionWords are parts of the country that are no divisions, and the GB/T 2260
// prefixes of where they lie, coarsened to prefectures: of common knowledge, where
// speechAreas has none.
const regionWords = `
	陕南:6107,6109,6110 关中平原:6101,6102,6103,6104,6105 豫东:4102,4114,4116 豫北:4105,4106,4107,4108,4109,419001 豫西:4103,4112,4104 豫西南:4113 豫中:4101,4104,4110,4111 豫东南:4115,4116,4117 川北:5107,5108,5113,5119 川东:5113,5116,5117,5119,50 川东北:5113,5117,5119,5108 川南:5103,5105,5110,5115,5111 川西:5132,5133,5134,5118 川西北:5132 川中:5109,5120,5110
	粤北:4402,4418 粤西:4408,4409,4417 粤东:4405,4451,4452,4414 珠三角:4401,4403,4404,4406,4407,4413,4419,4420 雷州半岛:4408 海陆丰:4415 五邑:4407 四邑:4407 台山话:4407 湘南:4304,4310,4311 湘北:4306,4307 湘中:4305,4313 湘东:4302,4303 湘西南:4305,4312 鄂东:4211,4202,4207 鄂北:4206,4213 鄂西北:4203,4206 鄂南:4212 江汉:4210,429004,429005,429006 江汉平原:4210,429004,429005,429006
	赣南:3607 赣北:3604,3602 赣西:3603,3605,3609 赣东:3610,3611 赣东北:3611,3602 赣中:3608 皖西:3415 皖中:3401 皖东:3411 浙南:3303,3311 浙北:3301,3304,3305 浙东:3302,3306,3309 浙西:3308 闽西:3508 闽中:3504 鲁西:3715,3714,3717 鲁北:3714,3716,3705 鲁中:3701,3703,3709 鲁东:3702,3706,3710 鲁西北:3714,3715 胶东半岛:3702,3706,3710 山东半岛:3702,3706,3710,3707 沂蒙:3713,3709 沂蒙山:3713,3709,370323 沂蒙山区:3713,3709,370323
	冀东:1302,1303 冀中:1306,1311 冀北:1307,1308 冀南:1304,1305 晋南:1408,1410 晋北:1402,1406 晋中地区:1407 晋东南:1404,1405 晋西:1411 吕梁山:1411 辽西:2107,2109,2113,2114 辽东:2106,2102 辽南:2102,2108 辽北:2112 辽宁北部:2112 胶辽半岛:2102,2106 黑吉辽:21,22,23 东三省:21,22,23 东北三省:21,22,23 关东:21,22,23 关外:21,22,23 蒙东:1504,1505,1507,1522 蒙西:1502,1508,1506,1503 内蒙东部:1504,1505,1507,1522
	桂北:4503,4502 桂南:4501,4505,4506,4507 桂西:4510,4512 桂东:4504,4511 桂东南:4508,4509 黔东南:5226 黔南:5227 黔西南:5223 黔西:5224,5205 黔北:5203 黔东:5206 滇西:5329,5305,5331 滇东:5303 滇东北:5306 滇南:5325,5308,5328 滇中:5301,5304,5323 滇西北:5334,5333,5307 滇西南:5309,5308 陇东:6208,6210 陇南山区:6212 陇西:6211,6205 陇中:6211 河西走廊:6202,6203,6206,6207,6209 河西:6202,6203,6206,6207,6209 宁南:6404 西海固:6404 南疆:6528,6529,6530,6531,6532 北疆:6501,6502,6523,6527,6540,6542,6543 东疆:6504,6505 藏北:5406 藏南:5402,5405 康区:5133,5403,6327 安多:6325,6326,6230,5132 康巴:5133,5403,6327,5334
	大别山:3415,4211,4115 大别山区:3415,4211,4115 太行山:1303,1306,1301,1304,1305,1404,1405,4105,4108 秦岭:6103,6107,6110,6101 秦巴山区:6107,6109,5108,5117,5119,4203 大巴山:5119,5117,6107 武陵山:4228,4331,5206,5001,5002 武陵山区:4228,4331,5206,5002 长白山:2206,2224 长白山区:2206,2224 大兴安岭山区:2327,1507 小兴安岭:2307 井冈山区:3608 罗霄山:3608,4302 乌蒙山:5306,5205,5202 乌蒙山区:5306,5205 大凉山:5134 大小凉山:5134,5307 大瑶山:4513 十万大山:4506 昆仑山:6532,6328 天山脚下:6501,6504,6540 祁连山:6206,6207,6322 六盘山:6404,6208 贺兰山:6401,6402 鄂西山区:4228,4205 伏牛山:4103,4113 桐柏山:4113,4213 燕山:1303,1308,1302 阴山:1502,1508 吕梁山区:1411 武夷山区:3507,3611 雪峰山:4305,4312 南岭:4310,4311,4402 神农架林区:429021 三峡:50,4205 三峡库区:50,4205 洞庭湖:4306,4307,4309 洞庭湖区:4306,4307,4309 鄱阳湖:3604,3611,3601 太湖:3202,3205,3305 微山湖:3708 洪湖边:4210 黄土高原:61,62,14 云贵高原:52,53 四川盆地:51,50 成都平原:5101,5106,5111 青藏高原:54,63 华北平原:13,37,41 东北平原:22,23,21 三江平原:2308,2304,2305 珠江三角洲:4401,4403,4404,4406,4407,4413,4419,4420 长三角:31,32,33 京津冀:11,12,13 江南:31,32,33 江南水乡:31,32,33 淮海:3203,3413,3416,3717 淮北平原:3406,3413,3416
	云贵川:51,52,53 川滇黔:51,52,53 川黔滇:51,52,53 云贵:52,53 川滇:51,53 川黔:51,52 川陕:51,61 陕甘:61,62 陕甘宁:61,62,64 甘青:62,63 甘宁:62,64 湘鄂:42,43 湘赣:43,36 湘黔:43,52 湘桂:43,45 粤桂:44,45 闽粤:35,44 闽浙:35,33 闽赣:35,36 浙皖:33,34 苏皖:32,34 苏鲁:32,37 苏浙:32,33 苏浙沪:31,32,33 江浙沪:31,32,33 豫鲁:41,37 冀鲁:13,37 冀鲁豫:13,37,41 豫皖:41,34 豫皖苏:41,34,32 鄂豫:42,41 鄂豫皖:42,41,34 晋陕:14,61 晋冀:14,13 晋豫:14,41 辽吉:21,22 吉黑:22,23 滇桂:53,45 青藏:54,63 新藏:65,54 渝鄂:50,42 渝黔:50,52 冀辽:13,21 蒙辽:15,21 西北五省:61,62,63,64,65 西南三省:51,52,53 西南地区:50,51,52,53,54 华南:44,45,46 华东:31,32,33,34,35,36,37 华中:41,42,43 中南:41,42,43,44,45 华东地区:31,32,33,34,35,36,37 华南地区:44,45,46 沿海:31,32,33,35,44,37 两湖:42,43 两广:44,45 湖广:42,43 淮河:34,41,32 淮北地区:3406,3413,3416
	河洛:4103,4104,4112 东干话:65 东干语:65 回民话:62,63,64 花儿:62,63 浦东:31 浦西:31 崇明话:31 徽州:3410 徽语:3410 潮普:4405,4451,4452 豫鄂:41,42 皖豫:34,41 客赣:36,3508,4414 闽客:3508 古田话:3509 下江官话:32,34 南京官话:3201 武汉官话:4201 巴蜀:51,50 三晋:14 三秦:61 齐鲁:37 燕赵:13,11,12 荆楚:42 湖湘:43 八闽:35 八桂:45 岭南:44,45 黔地:52 滇地:53 中原地区:41 塞北:15,14,13 塞外:15,13 口外:15,13 河套:1508,1502,1506,6402 川南话:5103,5105,5110,5115
	新界:81 尖沙咀:81 旺角:81 铜锣湾:81 湾仔:81 深水埗:81 油麻地:81 荃湾:81 屯门:81 元朗:81 将军澳:81 氹仔:82 路氹:82 台湾岛:71 港澳:81,82 港澳台:71,81,82`

// languages are those of peoples and groups, and where they are spoken.
const languages = `
	彝语:5134,5323,5325,5204,5304 彝话:5134,5323 彝族话:5134,5323,5325 藏语:54,63,5132,5133,6230,5334 藏话:54,63,5132,5133 藏族话:54,63,5132,5133 维语:65 维吾尔语:65 维族话:65 新疆话:65 蒙语:15 蒙古语:15 蒙古话:15 壮语:45,5326 壮话:45,5326 壮族话:45,5326 苗语:5226,5227,5223,4331,5326,5325 苗话:5226,5227,4331 哈萨克语:6540,6542,6543 哈语:6540,6542,6543 朝鲜语:2224,22,23 朝鲜话:2224,22 韩语:2224 傣语:5328,5331,5309 白语:5329 白族话:5329 布依语:5223,5227 侗语:5226,4312,4502 侗话:5226,4312 瑶语:4513,4510,4311,4418 瑶话:4513,4311 土家语:4331,4228 黎语:46 傈僳语:5333,5307 哈尼语:5325,5308 拉祜语:5308,5309 佤语:5309,5308 纳西语:5307 景颇语:5331 柯尔克孜语:6530 达斡尔语:1507,2302 羌语:5132 撒拉语:6302 锡伯语:6540 东乡语:6229 土族语:6302 仡佬语:5203 水语:5227 水族话:5227 京语:4506 畲语:3509,3311 满语:21,22,23 鄂温克语:1507 基诺语:5328
	粤语:44,45,81,82 广东话:44 广东白话:44 白话:44,45,81,82 广州话:4401,4406 闽南语:3502,3505,3506 闽南话:3502,3505,3506 福佬话:4405,4415 台语:71 台湾腔:71 台湾话:71 闽东话:3501,3509 福州话:3501 莆仙话:3503 客家话:3508,3607,4402,4414,4416,4451,4511 客家语:3508,3607,4402,4414,4416 客语:3508,3607,4414 潮汕话:4405,4451,4452 潮州话:4451,4405,4452 潮语:4405,4451,4452 雷州话:4408 雷话:4408 海南话:46 吴语:31,33,3202,3204,3205 沪语:31 上海话:31 湘语:43 赣语:36,4202,4212 赣方言:36 晋语:14,1501,1502,1508,1509,6106,6108 徽语:3410 徽州话:3410 平话:4501,4503 桂柳话:4502,4503 西南官话:42,50,51,52,53,4503,4502 川话:51,50 川音:51,50 川腔:51,50 四川腔:51,50 京腔:11 京片子:11 津味:12 东北腔:21,22,23 东北味:21,22,23 中原官话:41,3203,3412,3416,3408,3717,61 江淮官话:32,34 冀鲁官话:13,37 胶辽官话:3702,3706,3710,2102,2106 兰银官话:62,64 温州话:3303 徽语区:3410`

var regionTable = sync.OnceValue(func() map[string][]string {
	m := map[string][]string{}
	for _, a := range speechAreas {
		m[a.word] = strings.Fields(a.prefixes)
	}
	for entry := range strings.FieldsSeq(regionWords + languages) {
		word, list, _ := strings.Cut(entry, ":")
		codes := strings.Split(list, ",")
		m[word] = codes
		if people, ok := strings.CutSuffix(word, "语"); ok && utf8.RuneCountInString(people) < 4 { // 傣语 is 傣话 and 傣族话
			for _, tail := range []string{"话", "族话", "族语", "族语言", "家话"} {
				if m[people+tail] == nil {
					m[people+tail] = codes
				}
			}
		}
	}
	return m
})

// region returns where a word says that is no division, empty for none.
func region(word string) []string {
	if codes := regionTable()[word]; codes != nil {
		return codes
	}
	for _, tail := range []string{"地区", "一带", "那边", "山区", "农村", "老区", "交界", "交界处", "边界", "人", "那一带", "片区", "境内"} {
		stem, ok := strings.CutSuffix(word, tail)
		switch {
		case !ok:
		case regionTable()[stem] != nil:
			return regionTable()[stem]
		case strings.HasPrefix(tail, "交界") || tail == "边界": // 鲁豫交界
			return lettersOf(stem)
		}
	}
	return lettersOf(word)
}

// letters stand for a province each: 云贵川, 苏鲁豫皖.
var letters = map[rune]string{
	'京': "11", '津': "12", '冀': "13", '晋': "14", '蒙': "15", '辽': "21", '吉': "22", '黑': "23", '沪': "31", '苏': "32", '浙': "33", '皖': "34", '闽': "35", '赣': "36", '鲁': "37", '豫': "41", '鄂': "42", '湘': "43",
	'粤': "44", '桂': "45", '琼': "46", '渝': "50", '川': "51", '蜀': "51", '黔': "52", '贵': "52", '滇': "53", '云': "53", '藏': "54", '陕': "61", '甘': "62", '陇': "62", '青': "63", '宁': "64", '新': "65", '港': "81", '澳': "82", '台': "71",
}

// lettersOf reads two to five letters of provinces and nothing else. A city or a county that is
// spelled with such is that: 贵港, 宁晋, 陇川.
func lettersOf(word string) []string {
	if n := utf8.RuneCountInString(word); n < 2 || n > 5 {
		return nil
	}
	var codes []string
	for _, r := range word {
		code := letters[r]
		if code == "" || slices.Contains(codes, code) {
			return nil
		}
		codes = append(codes, code)
	}
	if r, ok := Default().Resolve(word); ok && r.Rest == "" && r.Certainty >= clearEnough && (r.Level == City || r.Level == County) {
		return nil
	}
	return codes
}

// regionIn returns the longest region that a word names anywhere: 讲陕北方言.
func regionIn(text string) []string {
	best := ""
	for word := range regionTable() {
		if strings.Contains(text, word) && cmp.Or(cmp.Compare(len(word), len(best)), strings.Compare(word, best)) > 0 {
			best = word
		}
	}
	return regionTable()[best]
}

// parted writes what lies on the border of two as alternatives.
func parted(text string) string {
	for _, w := range []string{"交界", "接壤", "之间", "边界"} {
		if head, _, ok := strings.Cut(text, w); ok && head != "" {
			return strings.NewReplacer("与", "、", "和", "、", "跟", "、", "及", "、", "同", "、").Replace(head)
		}
	}
	return text
}

// meantBy returns the codes that one value of a text leaves open.
func meantBy(text string) []string {
	if codes := region(normal(text)); codes != nil {
		return codes
	}
	if p := parseOne(text); p.Code != "" {
		if rest := followed(text, p.Code); rest != nil { // 河南安徽交界
			return append([]string{p.Code}, rest...)
		}
		return []string{p.Code}
	}
	return neighbours(text)
}

// neighbours are two counties of one prefecture that a text names one behind the other:
// 绥德米脂; nil where it names no two.
func neighbours(text string) []string {
	const shortest, longest = 4, 8 // characters of such a text
	runes := []rune(normal(text))
	if len(runes) < shortest || len(runes) > longest {
		return nil
	}
	for n := 2; n <= len(runes)-2; n++ {
		first, ok := Default().Resolve(string(runes[:n]))
		if !ok || first.Level != County || first.Rest != "" || first.Certainty < clearEnough {
			continue
		}
		next, ok := Default().Resolve(Default().stemAt(first.Code[:digits[Province]]) + string(runes[n:]))
		if ok && next.Level == County && next.Rest == "" && next.Code != first.Code && (next.Code[:digits[City]] == first.Code[:digits[City]] || isMunicipality(first.Code) && next.Code[:digits[Province]] == first.Code[:digits[Province]]) {
			return []string{first.Code, next.Code}
		}
	}
	return nil
}

// isMunicipality reports whether a code is of a city that is a province.
func isMunicipality(code string) bool {
	switch code[:digits[Province]] {
	case "11", "12", "31", "50":
		return true
	}
	return false
}

// followed returns the provinces that a text names after the first, where it names nothing
// else: none for 四川省重庆市, one address of before 1997.
func followed(text, first string) (codes []string) {
	if len(first) != digits[Province] {
		return nil
	}
	rest := normal(text)
	if name, n := leadingProvince(rest); strings.HasSuffix(rest[:n], "省") && Default().stemAt(first) != name {
		return nil
	}
	for rest != "" {
		name, n := leadingProvince(rest)
		if n == 0 {
			return nil
		}
		if p := parseOne(name); p.Code != "" && p.Code != first {
			codes = append(codes, p.Code)
		}
		rest = rest[n:]
	}
	return codes
}

// Cover returns the run of counties from the first to the last of some codes; unknown
// where that is more than a third of the country.
func (g *Gazetteer) Cover(codes []string) Span {
	var all Span
	for _, code := range codes {
		s := g.SpanOf(code)
		switch {
		case !s.Known():
		case !all.Known():
			all = s
		default:
			all = Span{min(all.from, s.from), max(all.to, s.to)}
		}
	}
	if int(all.to-all.from) > (g.first[Town]-g.first[County])/3 {
		return Span{}
	}
	return all
}
