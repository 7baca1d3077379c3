package places

import (
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"
)

// countries are those that files name, as Chinese writes them.
var countries = sync.OnceValue(func() []string {
	return strings.Fields(`越南 缅甸 老挝 泰国 柬埔寨 菲律宾 马来西亚 新加坡 印度尼西亚 印尼 印度 巴基斯坦 尼泊尔 孟加拉国 孟加拉 不丹 斯里兰卡 蒙古国 朝鲜 韩国 日本 俄罗斯 哈萨克斯坦 吉尔吉斯斯坦 塔吉克斯坦 乌兹别克斯坦 土库曼斯坦 阿富汗 伊朗 伊拉克 土耳其 叙利亚 以色列 沙特阿拉伯 沙特 阿联酋 迪拜 也门 埃及 苏丹 埃塞俄比亚 肯尼亚 坦桑尼亚 尼日利亚 加纳 喀麦隆 刚果 南非 安哥拉 赞比亚 莫桑比克 马里 几内亚 摩洛哥 阿尔及利亚 利比亚 英国 法国 德国 意大利 西班牙 葡萄牙 荷兰 比利时 瑞士 瑞典 挪威 芬兰 丹麦 波兰 乌克兰 白俄罗斯 捷克 匈牙利 罗马尼亚 希腊 美国 加拿大 墨西哥 古巴 巴西 阿根廷 智利 秘鲁 哥伦比亚 委内瑞拉 澳大利亚 澳洲 新西兰 国外 外国 境外`)
})

// foreignPlaces are places abroad that files name without their country, and countries as
// other languages write them, by the country.
const foreignPlaces = `越南:胡志明市,胡志明,西贡,河内,岘港,海防,谅山,老街省,芒街,顺化,高平省,vietnam,vietnamese,viet nam,hanoi,saigon,hochiminh,danang,haiphong 缅甸:仰光,曼德勒,腊戌,密支那,木姐,果敢,佤邦,勐拉,大其力,内比都,八莫,老街果敢,妙瓦底,克钦邦,掸邦,若开邦,myanmar,burma,burmese,yangon,mandalay 老挝:万象,琅勃拉邦,磨丁,琅南塔,laos,vientiane 柬埔寨:金边,西哈努克,西港,暹粒,柬甫寨,cambodia,phnompenh 泰国:曼谷,清迈,清莱,芭提雅,thailand,bangkok 朝鲜:平壤,新义州,咸镜北道,咸镜南道,两江道,northkorea,dprk 韩国:首尔,汉城,釜山,仁川,southkorea,korea,seoul 日本:东京,大阪,名古屋,japan,tokyo,osaka 俄罗斯:莫斯科,海参崴,伯力,布拉戈维申斯克,russia,moscow 蒙古国:乌兰巴托,外蒙古,外蒙,mongolia,ulaanbaatar 尼泊尔:加德满都,nepal,kathmandu 巴基斯坦:伊斯兰堡,卡拉奇,吉尔吉特,pakistan 印度:新德里,孟买,india 哈萨克斯坦:阿拉木图,阿斯塔纳,kazakhstan 吉尔吉斯斯坦:比什凯克,kyrgyzstan 菲律宾:马尼拉,philippines,manila 马来西亚:吉隆坡,槟城,malaysia 印度尼西亚:雅加达,泗水,indonesia 新加坡:singapore 美国:纽约,洛杉矶,旧金山,usa,america 英国:伦敦,london 加拿大:温哥华,多伦多,canada 澳大利亚:悉尼,墨尔本,australia 尼日利亚:拉各斯,nigeria`

var foreignTable = sync.OnceValue(func() map[string]string {
	m := map[string]string{}
	for entry := range strings.FieldsSeq(strings.ReplaceAll(foreignPlaces, "viet nam", "vietnam")) {
		country, list, _ := strings.Cut(entry, ":")
		for place := range strings.SplitSeq(list, ",") {
			m[place] = country
		}
	}
	return m
})

// spokenAbroad are languages by the country whose people speak no other at home.
const spokenAbroad = `越南语:越南 越南话:越南 越语:越南 缅甸语:缅甸 缅语:缅甸 缅甸话:缅甸 老挝语:老挝 老挝话:老挝 寮语:老挝 泰国话:泰国 泰国语:泰国 柬埔寨语:柬埔寨 柬埔寨话:柬埔寨 高棉语:柬埔寨 尼泊尔语:尼泊尔 尼泊尔话:尼泊尔 乌尔都语:巴基斯坦 印地语:印度 俄语:俄罗斯 俄罗斯语:俄罗斯 日语:日本 日本话:日本 印尼语:印尼 马来语:马来西亚`

// CountryOf returns the country whose language an accent is, empty for one of China's.
func CountryOf(accent string) string {
	for entry := range strings.FieldsSeq(spokenAbroad) {
		if language, country, _ := strings.Cut(entry, ":"); strings.Contains(accent, language) {
			return country
		}
	}
	return ""
}

// foreignPlace is the country of the place abroad that a text begins with.
func foreignPlace(text string) (country string, size int) {
	for n := range text {
		if c := foreignTable()[strings.ToLower(text[:n])]; c != "" {
			country, size = c, n
		}
		if n > len("布拉戈维申斯克") {
			return country, size
		}
	}
	if c := foreignTable()[strings.ToLower(text)]; c != "" {
		return c, len(text)
	}
	return country, size
}

// abroad returns the country that a text begins with; 朝鲜族 is none, nor is 印度尼西亚 India.
func abroad(text string) (country string, size int) {
	for _, c := range countries() {
		if strings.HasPrefix(text, c) && len(c) > size && !strings.HasPrefix(text[len(c):], "族") {
			country, size = c, len(c)
		}
	}
	return country, size
}

// divisionCities are the seats of the divisions of 新疆生产建设兵团, the first to the
// fourteenth, as codes of GB/T 2260.
var divisionCities = [...]string{"659002", "659006", "659003", "659008", "659007", "659004", "659010", "659001", "654221", "659005", "6501", "6501", "6505", "659009"}

// division returns the seat of a division of the 兵团 that a text names: 新疆兵团第八师, 农八师143团.
func division(text string) (code string) {
	at := strings.Index(text, "师")
	if at < 0 || !strings.Contains(text, "兵团") && !strings.Contains(text, "农") && !strings.Contains(text[at:], "团") {
		return ""
	}
	number, head := 0, text[:at]
	for i, word := range []string{"一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四"} {
		if strings.HasSuffix(head, word) {
			number = i + 1 // the later ones are longer
		}
	}
	for n := len(divisionCities); n > 0 && number == 0; n-- {
		if strings.HasSuffix(head, string(appendNumber(nil, n))) {
			number = n
		}
	}
	if number == 0 {
		return ""
	}
	return divisionCities[number-1]
}

func appendNumber(to []byte, n int) []byte {
	if n >= 10 {
		to = append(to, '0'+byte(n/10))
	}
	return append(to, '0'+byte(n%10))
}

// brands follow the name of a place in the name of a shop or a dish: 沙县小吃, 兰州拉面.
var brands = strings.Fields("小吃 拉面 火锅 小面 米粉 螺蛳粉 扒鸡 烤鸭 热干面 肉夹馍 大盘鸡 菜馆 饭店 酒楼 餐馆 餐厅 银行 烧鸡 米线 板面 煎饼 刀削面 烩面 凉皮 泡馍 商行 发廊 理发 鸭血 包子 饺子 羊肉 牛肉面 牛肉粉 烧烤 早茶 麻辣烫 酸菜鱼 小笼包 生煎 锅盔 担担面 过桥米线 臭豆腐 口味虾 小龙虾 酱鸭 板鸭 盐水鸭 桂花鸭 胡辣汤 油泼面 臊子面 炸酱面 锅贴 馄饨 云吞 肠粉 牛杂 螺丝粉 老火锅 串串 钵钵鸡 冒菜 炒鸡 烤鱼 酒家 会馆 大饭店 宾馆 招待所 旅社 商店 鞋店 服装店 杂货店 小卖部 早餐店 水果店 超市 药房 大药房 公司 集团 路桥 啤酒 酒吧 滩 歌厅 影城 影院 网吧 宴 大厦 大酒店 料理 啤酒 白酒 老窖 特产")

func brand(text string) bool {
	for _, b := range brands {
		if strings.HasPrefix(text, b) {
			return true
		}
	}
	return false
}

// isShop reports whether a text names a shop or a dish by a place and nothing else:
// 兰州拉面馆, 重庆小面.
func (g *Gazetteer) isShop(text string) bool {
	for n := g.leading(text); n > 0; {
		if (brand(text[n:]) || namesake.MatchString(text[n:])) && utf8.RuneCountInString(text[n:]) <= longestShop {
			return true
		}
		_, last := utf8.DecodeLastRuneInString(text[:n])
		n -= last
	}
	return false
}

// namesake is a street of one city that is called after another: 南京路步行街.
var namesake = regexp.MustCompile(`^(?:[东西南北中]?[一二三]?(?:路|大街|大道)|[东西南北中]街)(?:步行街|夜市|小学|中学|医院|派出所|菜市场|口|上|附近|那边|边|中段|[0-9一二三四五六七八九十]+号)?$`)

// longestShop is how many characters follow the place in the name of a shop: 牛肉面馆门口.
const longestShop = 7

// IsAbroad reports whether a text is a country or a place in one that is not China.
func IsAbroad(text string) bool {
	text = normal(text)
	_, country := abroad(text)
	_, place := foreignPlace(text)
	return text != "" && (country == len(text) || place == len(text))
}
