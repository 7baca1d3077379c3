package world

// area says where people speak alike, finer than what package names tells apart.
type area int

// The areas, after the Language Atlas of China (中国语言地图集, 2nd ed. 2012).
const (
	northeast area = iota
	jilu           // 北京, 河北, 天津, 鲁西北
	jiaoliao       // 山东半岛, 大连
	central        // 河南, 皖北, 鲁西南, 徐州
	guanzhong      // 陕西关中, 陇东
	lanyin         // 甘肃, 宁夏, 青海, 新疆
	jin            // 山西, 陕北, 内蒙古中部
	jianghuai      // 江苏中部, 合肥, 黄冈
	southwest      // 四川, 重庆, 贵州北, 湖北西
	yungui         // 云南, 贵州南: no ü
	wu
	hui
	xiang
	gan
	hakka
	minyu
	yue
	zhuang // 广西西部: no aspirates
	areas  // how many
)

// areaNames are for reports.
var areaNames = [areas]string{"northeast", "jilu", "jiaoliao", "central", "guanzhong", "lanyin", "jin", "jianghuai", "southwest", "yungui", "wu", "hui", "xiang", "gan", "hakka", "min", "yue", "zhuang"}

// spokenIn maps prefixes of GB/T 2260 codes to areas; the longest that fits counts.
// Cities that are mixed have the speech of most of their people.
var spokenIn = map[string]area{
	"11": jilu, "12": jilu, "13": jilu, "1304": central, "1307": jin, "14": jin, "15": northeast, "1501": jin, "1502": jin, "1508": jin, "1509": jin, "1506": jin,
	"21": northeast, "2102": jiaoliao, "2106": jiaoliao, "22": northeast, "23": northeast,
	"31": wu, "32": jianghuai, "3202": wu, "3204": wu, "3205": wu, "3203": central, "3213": central, "33": wu,
	"34": jianghuai, "3403": central, "3412": central, "3416": central, "3413": central, "3406": central, "3410": hui,
	"35": minyu, "3508": hakka, "36": gan, "3607": hakka, "3611": gan,
	"37": jilu, "3702": jiaoliao, "3706": jiaoliao, "3707": jiaoliao, "3710": jiaoliao, "3711": jiaoliao, "3704": central, "3708": central, "3713": central, "3717": central,
	"41": central, "42": southwest, "4211": jianghuai, "4209": jianghuai, "4202": gan, "4212": gan,
	"43": xiang, "4307": southwest, "4308": southwest, "4331": southwest, "4311": southwest, "4310": southwest, "4302": xiang, "4306": gan,
	"44": yue, "4405": minyu, "4451": minyu, "4452": minyu, "4408": minyu, "4414": hakka, "4416": hakka, "4415": minyu,
	"45": yue, "4503": southwest, "4502": southwest, "4510": zhuang, "4512": zhuang, "4514": zhuang, "4501": zhuang, "46": minyu,
	"50": southwest, "51": southwest, "52": southwest, "5226": yungui, "5223": yungui, "5227": yungui, "53": yungui, "54": lanyin,
	"61": guanzhong, "6106": jin, "6108": jin, "6107": southwest, "6109": southwest, "62": lanyin, "6205": guanzhong, "6208": guanzhong, "6210": guanzhong, "63": lanyin, "64": lanyin, "65": lanyin,
	"71": minyu, "81": yue, "82": yue,
}

func areaOf(code string) area {
	for n := min(len(code), 4); n >= 2; n -= 2 {
		if a, ok := spokenIn[code[:n]]; ok {
			return a
		}
	}
	return central
}

// rule describes one habit of speech: a sound that is said as another one, this often by
// those who speak broadly.
type rule struct {
	kind     byte // i an initial, f a final, s a whole syllable
	from, to string
	p        float64
	when     string // of the other part: a prefix of the final, or a list of initials
}

// habits are written from the descriptions of 袁家骅等, 汉语方言概要 (2nd ed.), and 侯精一
// (ed.), 现代汉语方言概论: which sounds fall together and which way. How often a person who
// speaks to a station still says them so is an estimate.
var habits = [areas]string{
	northeast: `i zh z .28,i ch c .28,i sh s .3,i z zh .06,i s sh .05,s ren yin .3,s rou you .35,s ran yan .25,s rang yang .2,s re ye .35,s run yun .22,s ru yu .22,s rong yong .2,s xue xiao .12`,
	jilu:      `i zh z .12,i ch c .1,i sh s .12,s an nan .15,s ai nai .15,s e ne .12,s ren yin .05,s rou you .06,s ruan yuan .06,s long neng .03,s bo bai .04`,
	jiaoliao:  `i zh z .22,i ch c .2,i sh s .2,s ren yin .42,s rou you .42,s ran yan .35,s re ye .4,s run yun .3,s ru yu .3,s rong yong .3,s rui wei .1,f ui ei .2 d t s z c,f uan an .12 d t n l,f un en .15 d t s z c,i j z .08,i x s .08,i q c .06`,
	central:   `i zh z .15,i ch c .14,i sh s .15,f e uo .15 g k h,f ing en .03,s shu fu .06,s shui fei .05,s rong yong .2,s lun lin .04,s zun jun .06,s song xiong .05,s su xu .05,f ei ui .05 l`,
	guanzhong: `s shu fu .28,s shui fei .25,s shuo fo .12,s shuang fang .2,s shun fen .15,i zh z .15,i sh s .15,i ch c .14,s an nan .2,s e ne .2,f ong un .04,i d j .05 i,i t q .07 i,f e uo .12 g k h,f un en .04`,
	lanyin:    `f en eng .35,f eng en .2,f in ing .38,f ing in .2,f un ong .33,f ong un .15,f vn iong .33,f iong vn .12,i n l .22,s shu fu .22,s shui fei .2,i zh z .1,i sh s .1,s er e .15,f ve ie .04`,
	jin:       `f en eng .4,f in ing .4,f un ong .38,f vn iong .35,f an ang .06,i zh z .3,i ch c .28,i sh s .3,f ian ie .1,f iang ia .03,f e a .03,s rong yong .05,s an nan .12,s er e .06`,
	jianghuai: `i n l .42,i l n .06,f ing in .42,f eng en .42,f an ang .14,f ang an .14,i zh z .28,i ch c .26,i sh s .28,f uang uan .1,f iang ian .06,f ian i .04,f uo o .05,i r l .08,f v i .08`,
	southwest: `i zh z .55,i ch c .55,i sh s .56,i n l .4,i l n .14,f eng en .5,f ing in .52,i h f .3 u,i f h .05,s fang huang .05,s fei hui .05,f eng ong .4 b p m f,f e o .2 g k h,s jie gai .12,s xie hai .08,s yan an .06,s rong yong .18,s lu nu .05,s bei bai .02,s xiang hang .05,f ve io .05`,
	yungui:    `i zh z .4,i ch c .4,i sh s .4,i n l .25,f eng en .45,f ing in .48,f v i .32,f van ian .35,f ve ie .33,f vn in .35,f ian in .06,f an ang .08,f ang an .15,f uang uan .1,f e o .15 g k h,s jie gai .1`,
	wu:        `i zh z .58,i ch c .55,i sh s .58,f eng en .5,f en eng .06,f ing in .5,s wang huang .22,s huang wang .36,s hu wu .32,s hua wa .2,s hui wei .24,s wu hu .06,f ian i .1,f ao o .1,f ai a .07,f an e .05,s ren nin .2,s er ni .03,s jie ga .06,i t d .08,i p b .07,i c z .06,i q j .08,i x j .03,f ang an .1,f uang uan .06,s rong yong .12,s ri ni .06,i r z .1`,
	hui:       `i zh z .5,i ch c .5,i sh s .5,f eng en .45,f ing in .45,i n l .2,s wang huang .1,s huang wang .2,s hu wu .1,f ian i .1,f ao o .08,i h f .08 u,f ang an .1`,
	xiang:     `i zh z .55,i ch c .55,i sh s .55,i n l .42,i l n .1,i h f .42 u,i f h .04,f eng en .55,f ing in .55,f ang an .24,f uang uan .2,f iang ian .06,f ong en .05,s shu xu .2,s zhu ju .22,s chu qu .22,s du dou .22,s lu lou .24,s tu tou .18,s zu zou .15,s shui xu .06,s wang wan .14,s xie hai .06,s jie gai .08`,
	gan:       `i zh z .52,i ch c .52,i sh s .53,i n l .25,i h f .35 u,f eng en .5,f ing in .5,i d t .16,i g k .12,i b p .12,i j q .16,i zh ch .14,i z c .12,i l t .03 i,f v i .08,s ren nin .05,f uang uan .05,f van ian .06`,
	hakka:     `i zh z .58,i ch c .58,i sh s .58,i h f .42 u,f v i .45,f ve ie .36,f van ian .36,f vn in .38,i d t .13,i b p .1,i g k .08,f eng en .45,f ing in .45,s ren yin .25,s rou you .1,s ri yi .1,i n l .1,i x s .06 i,s rong yong .3,f ian ie .02`,
	minyu:     `i zh z .58,i ch c .58,i sh s .58,i f h .4,i h f .05 u,i r l .45,i n l .25,i l n .08,f v i .28,f ve ie .24,f van ian .26,f vn in .25,f eng en .3,f ing in .26,f in ing .08,f en eng .12,f an ang .18,f ang an .09,f ian iang .06,f iang ian .05,i zh d .05,i ch t .03,i m b .05,i x s .06,f ong eng .05,f uan uang .06`,
	yue:       `i zh z .36,i zh j .16,i sh s .26,i sh x .2,i ch c .28,i ch q .16,i x s .1,i j z .11,i q c .11,s ri yi .3,s ren yan .12,s ren yin .1,s rong yong .35,s ran yan .25,s rou you .25,s ru yu .25,i n l .32,i k h .12,i h k .02,s huang wang .4,s wang huang .06,s hu wu .3,s hua wa .2,s hui wei .25,f v i .08,f ian in .1,f ao ou .12,f ou ao .05,f ei ai .07,f ai ei .03,f eng ang .06,f en an .06,f ie i .03,f uo o .06,s wen man .05,s wu mu .05,f iu ao .06,s quan qun .06,f an ang .03`,
	zhuang:    `i p b .28,i t d .28,i k g .26,i q j .26,i c z .25,i ch z .3,i zh z .35,i sh s .4,f v i .2,f van ian .2,f ve ie .15,f eng en .2,f ing in .15,i r l .1,s ren yin .1,f ian in .05,f ao ou .06,s hu wu .06,i h f .06 u`,
}
