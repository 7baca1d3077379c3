package marks

import "strings"

// compound describes a word that is put together from parts, and what it means.
type compound struct {
	word  string
	token token
}

// Parts of what a limb cannot do: 抬不起来, 使不上劲, 握不拢.
const (
	movements = `抬 举 伸 弯 握 蹲 张 合 转 扭 动 攥 翻 打弯 并 捏 抓 拿 使 用 站 屈 活动 直`
	failing   = `不起 不起来 不了 不动 不直 不开 不拢 不高 不上劲 不上力 不得 不住 不稳 不利索 不太起来 不太动 不太直`
)

// Parts of how many fingers and toes there are.
const (
	only         = `只有 仅有 只剩 仅剩 只剩下 就剩 剩 剩下 仅 只 就`
	fewer        = `1 2 3 4 一 两 二 三 四`
	more         = `6 7 六 七`
	measureWords = `_ 个 根 只 支 条`
	ofHands      = `手指 手指头 指头 指`
	ofFeet       = `脚趾 脚趾头 脚指头 脚指 趾头 趾`
)

// composed returns the words that are put together: the number of fingers, 只剩三根手指, 六个脚趾头,
// and what a limb cannot do.
func composed() []compound {
	var list []compound
	each := func(words string, use func(string)) {
		for w := range strings.FieldsSeq(words) {
			use(strings.Trim(w, "_"))
		}
	}
	each(movements, func(move string) {
		each(failing, func(not string) {
			list = append(list, compound{move + not, token{class: kindWord, kind: Deformed, confidence: besideSite}})
		})
	})
	each("无力 没力 没劲 没力气 使不上 不听使唤 不能动弹 动弹不得 不灵便 不灵活 不能活动 活动不灵 不会动 麻木 发麻 没知觉 无知觉 僵", func(word string) {
		list = append(list, compound{word, token{class: kindWord, kind: Deformed, confidence: besideSite}})
	})
	count := func(numbers, nouns, before string, as token) {
		each(before, func(before string) {
			each(numbers, func(n string) {
				each(measureWords, func(measure string) {
					each(nouns, func(noun string) {
						list = append(list, compound{before + n + measure + noun, as})
					})
				})
			})
		})
	}
	each("多 多长 多长了 多长出 多生 多生了 多生出 多了 多出 多出了 长了 另长 另长了 又长了 旁边长了", func(verb string) {
		each("_ 一 1 一截 一个 1个 一根 一只 个 根", func(n string) {
			each("小手指 小手指头 小指头 小指 小拇指 手指 手指头 指头 拇指 大拇指", func(noun string) {
				list = append(list, compound{verb + n + noun, token{class: kindWord, kind: Extra, site: Finger}})
			})
			each("小脚趾 脚趾 脚趾头 脚指头 趾头 趾", func(noun string) {
				list = append(list, compound{verb + n + noun, token{class: kindWord, kind: Extra, site: Toe}})
			})
		})
	})
	each("弓 驼 弯 佝 勾 躬 塌", func(verb string) {
		each("着 起 了 着个 着点", func(how string) {
			each("背 腰 身子", func(noun string) {
				list = append(list, compound{verb + how + noun, token{class: kindWord, kind: Deformed, site: Back}})
			})
		})
	})
	each("腿 双腿 两腿 两条腿 腿脚", func(noun string) {
		each("_ 呈 是 成 有点 为 像 有点像", func(how string) {
			each("o型 x型 o形 x形 o字型 x字型 o字形 x字形 罗圈 罗圈形 圆规 八字", func(shape string) {
				list = append(list, compound{noun + how + shape, token{class: kindWord, kind: Deformed, site: Leg}})
			})
		})
	})
	const gaits = "瘸 拐 颠 跛 扭 崴 跩 踮 点"
	each(gaits, func(a string) {
		each(gaits, func(b string) {
			list = append(list, compound{"一" + a + "一" + b, token{class: kindWord, kind: Limp, site: Leg}})
		})
		each("走路 走道 走起路来 走路有点 走路有些 腿有点 腿有些 腿微 腿略 腿 脚有点 脚", func(noun string) {
			if a != "扭" && a != "崴" && a != "点" {
				list = append(list, compound{noun + a, token{class: kindWord, kind: Limp, site: Leg}})
			}
		})
	})
	count(fewer, ofHands, only, token{class: kindWord, kind: Missing, site: Finger})
	count(fewer, ofFeet, only, token{class: kindWord, kind: Missing, site: Toe})
	count(more, ofHands, "_ 有 长了 长有 共 共有", token{class: kindWord, kind: Extra, site: Finger})
	count(more, ofFeet, "_ 有 长了 长有 共 共有", token{class: kindWord, kind: Extra, site: Toe})
	return list
}
