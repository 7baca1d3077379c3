package ethnicity

import (
	"strings"
	"sync"
)

// official are the peoples by their codes in GB/T 3304-1991, 01 to 56: the name without
// 族, the Latin name and the letter code of the standard, and how else people write it.
var official = [...]string{
	"汉 Han HA 汉人 汉民 客家 客家人 疍家 疍家人 疍民 屯堡 屯堡人 潮汕人 闽南人 广府人 hanchinese chinese",
	"蒙古 Mongol MG 蒙 蒙人 mongolian mongols menggu",
	"回 Hui HU 回民 回人 回回 回教 hui",
	"藏 Zang ZA 藏人 藏民 藏胞 tibetan tibet",
	"维吾尔 Uygur UG 维 维人 维民 维吾 维吾儿 维吾耳 uyghur uighur weiwuer",
	"苗 Miao MH 苗人 苗家 hmong",
	"彝 Yi YI 彝人 彝家 夷 彞 诺苏 yi",
	"壮 Zhuang ZH 壮人 僮 獞 撞 zhuang",
	"布依 Buyei BY 布衣 布依人 bouyei buyi",
	"朝鲜 Chosen CS 鲜 朝 朝鲜人 korean chaoxian",
	"满 Man MA 满人 满洲 旗人 manchu",
	"侗 Dong DO 侗人 侗家 kam",
	"瑶 Yao YA 瑶人 瑶家 徭 mien",
	"白 Bai BA 白人",
	"土家 Tujia TJ 土家人",
	"哈尼 Hani HN 哈尼人",
	"哈萨克 Kazak KZ 哈 哈萨 哈萨克人 kazakh kazak hasake",
	"傣 Dai DA 傣人 傣家",
	"黎 Li LI 黎人",
	"傈僳 Lisu LS 栗僳 僳僳 傈傈 傈粟 傈僳人",
	"佤 Va VA 卡佤 佤人 wa",
	"畲 She SH 畬 畲人",
	"高山 Gaoshan GS 台湾原住民 原住民 阿美 泰雅 排湾 布农 卑南 鲁凯 邹 赛夏 雅美 达悟 邵 噶玛兰 太鲁阁 撒奇莱雅 赛德克 拉阿鲁哇 卡那卡那富",
	"拉祜 Lahu LH 拉祜人 拉枯 拉古",
	"水 Sui SU 水家 shui",
	"东乡 Dongxiang DX 东乡人",
	"纳西 Naxi NX 纳西人 nakhi",
	"景颇 Jingpo JP 景颇人 kachin",
	"柯尔克孜 Kirgiz KG 柯 柯尔克孜人 kyrgyz kirghiz",
	"土 Tu TU 土人",
	"达斡尔 Daur DU 达 达翰尔 达斡尔人 达呼尔 dahur dawoer",
	"仫佬 Mulao ML 仫佬人 仫老 木佬 mulam",
	"羌 Qiang QI 羌人",
	"布朗 Blang BL 布朗人 bulang",
	"撒拉 Salar SL 撒拉人 sala",
	"毛南 Maonan MN 毛难 毛南人",
	"仡佬 Gelao GL 仡佬人 仡老 葛佬",
	"锡伯 Xibe XB 锡 锡伯人 sibe xibo",
	"阿昌 Achang AC 阿昌人",
	"普米 Pumi PM 普米人 primi",
	"塔吉克 Tajik TA 塔吉克人 tajiks",
	"怒 Nu NU 怒人",
	"乌孜别克 Uzbek UZ 乌兹别克 乌孜 乌孜别克人",
	"俄罗斯 Russ RS 俄 俄国 俄罗斯人 russian",
	"鄂温克 Ewenki EW 鄂温克人 evenki",
	"德昂 Deang DE 崩龙 德昂人 palaung",
	"保安 Bonan BO 保安人 baoan",
	"裕固 Yugur YG 裕固人",
	"京 Gin GI 越 jing",
	"塔塔尔 Tatar TT 塔塔 塔塔尔人",
	"独龙 Derung DR 独龙人 drung dulong",
	"鄂伦春 Oroqen OR 鄂伦春人",
	"赫哲 Hezhen HZ 赫哲人 nanai",
	"门巴 Monba MB 门巴人",
	"珞巴 Lhoba LB 珞巴人",
	"基诺 Jino JN 基诺人 攸乐",
}

// ownNames are groups that the standard does not list, with the peoples that papers
// count them among.
var ownNames = []string{
	"穿青", "革家", "僜", "夏尔巴 藏", "摩梭 纳西 蒙古", "图瓦 蒙古", "苦聪 拉祜", "克木 布朗", "莽 布朗", "老缅 拉祜", "东家 畲", "绕家 瑶", "蔡家", "龙家 白", "里民 黎 彝",
	"白马 藏", "佯僙 毛南", "疍民 汉", "临高 汉", "土生葡", "本族", "犹太", "尔苏 藏", "嘉绒 藏", "木雅 藏", "撒尼 彝", "阿细 彝", "诺苏 彝", "偏罗罗", "布傣 壮", "空格 布朗", "昂 布朗", "仫兜", "三锹 苗 侗", "南京 汉", "六甲 汉", "七姓民", "湖广 汉", "屯堡 汉", "高坡 苗", "偙 苗", "畲客 畲", "俐侎 彝", "他留 彝", "拉基", "普标 彝", "达曼", "雅克特",
	"撒梅 彝", "水田 彝", "罗罗 彝", "尼苏 彝", "聂苏 彝", "纳苏 彝", "阿哲 彝", "腊罗 彝", "里泼 彝", "纳木依 藏", "多续 藏", "西番 藏 普米", "康巴 藏", "安多 藏", "卫藏 藏", "工布 藏", "扎巴 藏", "布努 瑶", "勉 瑶", "拉珈 瑶", "八排 瑶", "红头 瑶", "侬 壮", "沙 壮", "依人 壮", "布雅依 壮", "哈雅 哈尼", "僾尼 哈尼", "爱伲 哈尼", "豪尼 哈尼", "阿卡 哈尼", "碧约 哈尼", "卡多 哈尼", "绷龙 德昂", "本人 佤", "布饶 佤", "阿佤 佤", "纳日 蒙古 纳西", "布里亚特 蒙古", "厄鲁特 蒙古", "土尔扈特 蒙古", "察哈尔 蒙古", "云南蒙 蒙古", "土达 土", "索伦 鄂温克", "使鹿 鄂温克", "通古斯 鄂温克", "吉普赛", "高丽 朝鲜", "维回 回 维吾尔", "东干 回", "回辉 回", "托茂 回", "保安回 保安",
	"克钦 景颇", "载瓦 景颇", "浪速 景颇", "茶山 景颇", "掸 傣", "岱 傣", "泰 傣", "旱傣 傣", "水傣 傣", "花腰 傣 彝", "赫蒙 苗", "果敢 汉", "佤邦 佤", "克伦", "若开", "孟", "缅", "罗兴亚", "老龙", "高棉", "占",
}

// table is the groups by everything that they are called, folded.
var table = sync.OnceValue(func() map[string][]string {
	m := map[string][]string{}
	for i, line := range official {
		words := strings.Fields(line)
		name := words[0]
		for _, w := range words {
			m[strings.ToLower(w)] = []string{name}
		}
		code := string([]byte{'0' + byte((i+1)/10), '0' + byte((i+1)%10)}) //nolint:gosec // 56 at most
		m[code], m[strings.TrimPrefix(code, "0")] = []string{name}, []string{name}
	}
	for _, line := range ownNames {
		if words := strings.Fields(line); m[words[0]] == nil {
			m[words[0]] = words
		}
	}
	return m
})

// Majority is the name of the people that nine of ten are of.
const Majority = "汉"

// minority are words for any other people.
var minority = map[string]bool{"少数民族": true, "少数": true, "少民": true, "某少数民族": true, "minority": true, "非汉族": true, "非汉": true, "外族": true, "南方少数民族": true, "西南少数民族": true, "西北少数民族": true, "云南少数民族": true, "新疆少数民族": true, "ethnic minority": true}
