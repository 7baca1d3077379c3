package marks

import "strings"

// compound describes a word that is put together from parts, and what it means.
type compound struct {
	word  string
	token token
}

// Parts of what a limb cannot do: 抬不起来, 使不上劲, 握不拢.
const (
	movements = `抬 举 伸 弯 握 蹲 张 合 转 扭 动 攥 翻 打弯 并 捏 抓 拿 使 用 站 屈 活动 直 打 绷 抻 蹬 捋 伸展 屈伸 弯曲`
	failing   = `不起 不起来 不了 不动 不直 不开 不拢 不高 不上劲 不上力 不得 不住 不稳 不利索 不太起来 不太动 不太直`
)

// losing and cutting are how a part is lost, and with what one is cut.
const (
	losing  = `磕 崩 碰 摔 撞 拔 敲 蛀 烂 掰 硌 啃 咯 压 轧 炸 咬 切 砍 锯 剁 铡 削 冻 砸 绞 挤 夹 割 撕 电 绊`
	cutting = `_ 自己 玻璃 刀 镰刀 菜刀 柴刀 斧头 斧子 机器 铁丝 钉子 石头 铁皮 剪刀 锄头 钢筋 狗 猫 猪 牛 马 车 摩托 摩托车 自行车 树枝 竹子 鞭炮 爆竹 炮仗 瓦片 锯子 电锯 犁`
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
	each("不能 无法 没法 没办法 不会 不大能 不太能 难以", func(not string) {
		each("伸直 打直 弯曲 打弯 抬起 抬高 抬 举 举高 举起 握拳 并拢 伸开 张开 用力 使劲 活动 合拢 转动 弯 屈 伸 伸展 屈伸 动弹 抓握 拿东西 自由活动 自如活动 正常活动", func(move string) {
			list = append(list, compound{not + move, token{class: kindWord, kind: Deformed, confidence: besideSite}})
		})
	})
	each("连 粘 黏 并 长", func(verb string) {
		each("在一起 在一块 在一块儿 到一起 到一块 成一块 成一片", func(where string) {
			list = append(list, compound{verb + where, token{class: kindWord, kind: Deformed, confidence: besideSite}})
		})
	})
	each("连着长 连着 并着 粘着", func(word string) {
		list = append(list, compound{word, token{class: kindWord, kind: Deformed, confidence: besideSite}})
	})
	each(losing, func(verb string) {
		each("掉 没 缺 碎 豁 落 断", func(end string) {
			each("_ 了 过", func(past string) {
				each("_ 半个 半颗 半截 半边 一块 一截 一小块 一小截 一角 一节 一半 个角 个尖 一个 一颗", func(part string) {
					t := token{class: kindWord, kind: Missing, confidence: besideSite, n: pieces(part)}
					if end == "断" {
						t.confidence = ofLimb
					}
					list = append(list, compound{verb + end + past + part, t})
				})
			})
		})
	})
	each("缺 掉 少 豁 断", func(verb string) {
		each("_ 了", func(past string) {
			each("半个 半颗 半截 半边 一块 一截 一小块 一小截 一角 一半 个角 角 个尖 半", func(part string) {
				list = append(list, compound{verb + past + part, token{class: kindWord, kind: Missing, confidence: besideSite, n: pieces(part)}})
			})
		})
	})
	each("长 起 鼓 肿", func(verb string) {
		each("_ 了 着 出 有", func(past string) {
			each("个 一个 个大 个小 一个大 一个小 大", func(n string) {
				list = append(list, compound{verb + past + n + "包", token{class: kindWord, kind: Lump, confidence: besideSite}})
			})
		})
	})
	each(cutting, func(tool string) {
		each("划 割 砍 咬 抓 扎 拉 剌 磕 砸 撞 刮 挠 啃 刺 炸 戳 铲 碰 锯 摔 夹 轧", func(verb string) {
			each("的 过 伤 破 了 伤的 破的 出的 出来的 的印 的疤 的口子 的痕 的印子 留的疤 的疤印", func(end string) {
				list = append(list, compound{tool + verb + end, token{class: kindWord, kind: Scar, confidence: besideSite}})
			})
		})
	})
	each("两条腿 两腿 双腿 腿 两只脚 双脚 双下肢 下肢 左右腿", func(legs string) {
		each("不一样长 不一般长 不等长 不一般齐 不齐 长短不一 长短不一样 长短不齐 一长一短 一条长一条短 一边长一边短 不一样齐 有长有短 有长短", func(how string) {
			list = append(list, compound{legs + how, token{class: kindWord, kind: Deformed, site: Leg}})
		})
	})
	each("拖着 拖 耷拉着 趿拉着 擦着 蹭着 拉着 拽着", func(verb string) {
		each("地 地走 走 地走路 走路", func(end string) {
			if verb != "拉着" || end != "走" {
				list = append(list, compound{verb + end, token{class: kindWord, kind: Limp, site: Leg}})
			}
		})
	})
	each("走路 走道 走起路来 走起来 步态 行走 步子 走", func(noun string) {
		each("打晃 打飘 发飘 晃荡 晃悠 踉跄 趔趄 打趔趄 摇摆 摇晃 晃 不稳 不稳当 不太稳 不大稳 有点不稳 歪歪扭扭 东倒西歪 晃晃悠悠 跌跌撞撞 不利索 不利落 吃力 费劲 困难 摇摇晃晃 摇摇摆摆 一扭一扭 高一脚低一脚 一高一低 一脚高一脚低 直打晃 左右摇摆 左右摇晃 左右晃 不平 有点晃", func(how string) {
			list = append(list, compound{noun + how, token{class: kindWord, kind: Limp, site: Leg}})
		})
	})
	each("上边 上面 上排 上头 上方 上颌 上", func(where string) {
		each("_ 的", func(of string) {
			each("_ 两颗 两个 一颗 一个 二颗 2颗 1颗 几颗 三颗 四颗 俩 中间 中间两颗", func(n string) {
				each("门牙 门齿 大门牙 切牙", func(tooth string) {
					list = append(list, compound{where + of + n + tooth, token{class: siteWord, site: UpperFrontTooth}}, compound{"下" + strings.TrimPrefix(where, "上") + of + n + tooth, token{class: siteWord, site: LowerFrontTooth}})
				})
			})
		})
	})
	each("没 没有 无 缺 缺了 少了 掉了 双 裂 黑 灰", func(how string) {
		list = append(list, compound{how + "指甲", token{class: kindWord, kind: Deformed, site: Finger}}, compound{how + "趾甲", token{class: kindWord, kind: Deformed, site: Toe}})
	})
	each("指甲 指甲盖 手指甲", func(nail string) {
		each("没了 没有 没有了 缺失 缺了 掉了 脱落 掉光了 变形 畸形 变黑 发黑 是黑的 发灰 发黄 增厚 很厚 开裂 裂开 裂了 分成两半 分两半 凹陷 翘起 坏死 坏了 不长 长不出来 萎缩 弯曲 全黑 黑了", func(how string) {
			list = append(list, compound{nail + how, token{class: kindWord, kind: Deformed, site: Finger}})
		})
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
			each("o型 o形 o字型 o字形 罗圈 罗圈形 圆规 八字 弓形 弓", func(shape string) {
				list = append(list, compound{noun + how + shape, token{class: kindWord, kind: BowLegs, site: Leg}})
			})
			each("x型 x形 x字型 x字形 剪刀形 外翻", func(shape string) {
				list = append(list, compound{noun + how + shape, token{class: kindWord, kind: KnockKnees, site: Leg}})
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
	each("打 打了 打有 打着 打过 上 上了 装 装有 装了 装着 植入 植有 置入 放 放了 放有 安 安了 埋 埋有 内有 里有 里面有 内固定 有 固定 _", func(verb string) {
		each("钢板 钢钉 钢针 钢条 钛板 钛合金 接骨板 髓内钉 钢棒 克氏针 螺钉 假体 起搏器 心脏起搏器 人工关节 人造关节 人工股骨头 人造股骨头 金属关节 骨钉 除颤器 输液港 引流管 支架 胸管", func(thing string) {
			list = append(list, compound{verb + thing, token{class: kindWord, kind: Implant, confidence: besideSite}})
		})
	})
	each("双眉 眉毛 眉 眉尾 眉梢 眉峰 眉头", func(brow string) {
		each("中断 断 断开 断了 断成两截 断成两段 中间断 中间断开 中间断了 有断 有缺口 有个缺口", func(how string) {
			list = append(list, compound{brow + how, token{class: kindWord, kind: Scar, site: Brow}})
		})
	})
	each("手 胳膊 腿 小臂 大臂 手臂 脚 前臂 臂 小腿 大腿 膝盖 膝 手腕 腕 肘", func(limb string) {
		each("以下 往下", func(below string) {
			for _, gone := range []string{"没有", "没了", "没有了", "截肢", "缺失", "全无", "都没有", "都没了", "空的", "截了", "缺如"} {
				list = append(list, compound{limb + below + gone, token{class: kindWord, kind: Missing, site: limbOf(limb)}})
			}
		})
	})
	count(fewer, ofHands, only, token{class: kindWord, kind: Missing, site: Finger})
	count(fewer, ofFeet, only, token{class: kindWord, kind: Missing, site: Toe})
	count(more, ofHands, "_ 有 长了 长有 共 共有", token{class: kindWord, kind: Extra, site: Finger})
	count(more, ofFeet, "_ 有 长了 长有 共 共有", token{class: kindWord, kind: Extra, site: Toe})
	return list
}

// pieces returns how many pieces a word says that are lost, 0 if it does not say.
func pieces(word string) uint16 {
	if strings.HasPrefix(word, "一") {
		return 1
	}
	return 0
}

// limbOf is the limb that is lost from a word's on.
func limbOf(word string) Site {
	switch {
	case strings.HasSuffix(word, "小臂"), strings.HasSuffix(word, "前臂"):
		return Forearm
	case strings.HasSuffix(word, "大臂"):
		return UpperArm
	case strings.HasSuffix(word, "小腿"), strings.HasPrefix(word, "膝"):
		return Shin
	case strings.HasSuffix(word, "腿"):
		return Leg
	case strings.HasSuffix(word, "脚"):
		return Foot
	case strings.HasSuffix(word, "手"), strings.HasSuffix(word, "腕"):
		return Hand
	case word == "肘":
		return Forearm
	}
	return Arm
}
