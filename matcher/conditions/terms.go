package conditions

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// terms are the words for each kind, those of families beside those of doctors.
var terms = [kinds]string{
	Dementia:     "老年痴呆 老年痴呆症 老年性痴呆 痴呆 痴呆症 早老性痴呆 老痴 阿尔茨海默 阿尔茨海默症 阿尔茨海默病 阿尔茨海默氏 阿尔兹海默 阿尔兹海默症 阿尔兹海默病 阿兹海默 阿兹海默症 阿茨海默 阿滋海默 阿尔海默 老年失智 失智 失智症 认知症 认知障碍 认知障碍症 健忘 健忘症 犯糊涂 老糊涂 糊涂 迷糊 脑萎缩 小脑萎缩 大脑萎缩 脑退化 脑退化症 记性差 记性坏 记性不行 记性不好 记性很差 没记性 忘性大 爱忘事 好忘事 老忘事 忘事 记不住事 记不住东西 不记事 不认得家 不认识家 不认识家人 不认识回家 不认得路 不认路 找不到家 找不着家 找不到回家 路都不认识 记忆减退 老年病犯 ad dementia alzheimer alzheimers alzheimer's",
	Mental:       "精神病 精神疾病 精神疾患 精神分裂 精神分裂症 精神分列 精神分列症 精神分烈 精神分烈症 精分症 精神异常 精神失常 精神障碍 精神错乱 精神残疾 精神恍惚 精神病史 精分 精障 思觉失调 抑郁 抑郁症 忧郁症 产后抑郁 躁狂 躁狂症 狂躁 狂躁症 躁郁症 双相 双相障碍 妄想 妄想症 臆想 臆想症 情感障碍 情绪障碍 有人害他 有人害她 有人要害 有人害自己 疑心有人 被害妄想 幻听 幻觉 癔症 癔病 疯子 疯癫 疯疯癫癫 疯了 发疯 疯婆 疯汉 疯女人 有点疯 神经病 神经错乱 神经失常 神经不正常 神经有问题 神经质 失心疯 魔怔 着了魔 中邪 中了邪 丢了魂 神神叨叨 神经兮兮 疯疯癫 疯疯 自言自语 胡言乱语 语无伦次 胡说八道 疯疯颠颠 疯疯傻傻 神志不清 神智不清 神志异常 神志恍惚 焦虑症 强迫症 癫子 癫婆 癫佬 癫公 颠子 发癫 发颠 癫了 痴癫 武疯 文疯 疯老太 疯老头 失心 精神崩溃 精神不好 精神衰弱 神经衰弱 心理疾病 人格分裂 精神受刺激 受过刺激 受刺激 受到刺激 schizophrenia psychosis depression psychotic",
	Intellectual: "智障 智残 弱智 智力残疾 智力障碍 智力低下 智力缺陷 智力不全 智力发育 低能 傻子 傻瓜 痴傻 呆傻 憨傻 有点傻 傻傻 傻乎乎 憨子 憨包 憨货 憨憨 瓜娃子 哈儿 呆子 唐氏 唐氏儿 唐氏宝宝 唐宝宝 唐宝 唐氏综合征 唐氏综合症 先天愚型 先天愚形 21三体 发育迟缓 发育迟滞 发育不全 精神发育迟滞 精神发育迟缓 精神发育不全 大脑发育不全 大脑发育迟缓 脑发育不全 反应迟钝 反应慢 反应迟缓 头脑迟钝 缺心眼 脑子不好使 脑子不好 脑子有问题 脑子不灵 脑子不灵光 脑子不太好 脑子不够用 脑子笨 脑筋不好 脑袋不好 脑袋有问题 心智不全 心智障碍 心智不成熟 不太聪明 先天性痴呆 二愣子 智商低 智商不高",
	DeafMute:     "聋哑 聋哑人 聋哑症 聋 聋人 聋子 耳聋 失聪 听障 听障人 重听 耳背 耳朵背 耳朵不好 耳朵听不见 听不见 听不到 听不清 哑 哑巴 哑人 失语 失语症 口不能言 不能言 不能语 有口难言 发不出声 发不出声音 讲不出话 说不出话 不会说话 不会讲话 不能说话 不能讲话 无法说话 无法讲话 说不了话 讲不了话 不能言语 无法言语 不会言语 不能发声 无法发声 言语不能 无语言能力 没有语言能力 语言功能丧失 丧失语言 打手语 用手语 使用手语 言语障碍 言语残疾 语言障碍 语言残疾 听力障碍 听力残疾 听力言语残疾 助听器 耳蜗 人工耳蜗 电子耳蜗 耳聋机 deaf mute",
	Epilepsy:     "癫痫 癫痫病 癫癎 癫闲 羊癫疯 羊颠疯 羊癫风 羊角风 羊角疯 羊羔疯 羊羔风 羊痫风 羊儿风 羊儿疯 羊儿病 羊头疯 羊耳风 羊耳疯 羊吊 羊吊疯 羊羔子疯 羊癫 母猪风 羊癫病 母猪疯 抽风 抽疯 抽羊角风 抽搐 惊厥 惊风 小儿惊风 epilepsy epileptic seizures",
	Physical:     "肢体残疾 肢残 肢体障碍 残疾 残疾人 残废 偏瘫 半瘫 一边身子 半边瘫 截瘫 高位截瘫 瘫痪 瘫 半身不遂 半边身子 中风 脑中风 脑梗 脑梗塞 脑梗死 脑溢血 脑出血 脑卒中 脑血栓 脑血管意外 偏身 小儿麻痹 小儿麻痹症 脊髓灰质炎 脑瘫 跛 跛脚 跛行 瘸 瘸腿 瘸子 一瘸一拐 截肢 断臂 断腿 断肢 缺肢 独臂 独腿 轮椅 坐轮椅 拄拐 拐杖 双拐 行动不便 行走不便 腿脚不便 腿脚不好 腿脚不灵便 腿脚不利索 行动困难 行走困难 不能行走 无法行走 不能走路 不会走路 无法走路 站不起来 不能站立 无法站立 卧床 肌肉萎缩 致残 伤残 肌无力 肌萎缩 侧索硬化 运动神经元 共济失调 渐冻症 渐冻人 渐冻 paralysed paralyzed amputee",
	Blind:        "失明 盲 盲人 双目失明 眼盲 眼瞎 瞎 瞎子 瞎眼 独眼 独眼龙 看不见 看不到 看不清 白内障 青光眼 视网膜 弱视 义眼 假眼 视力障碍 视力残疾 视障 眼疾 夜盲 夜盲症 雀蒙眼 雀盲眼 雀目 鸡蒙眼 鸡盲眼 夜里看不见 晚上看不见 天黑看不见 blind",
	Chronic:      "慢性病 慢性疾病 基础病 基础疾病 基础性疾病 老年病 老毛病",
	Hypertension: "高血压 高血压病 血压高 降压药 血压偏高 三高 hypertension",
	Diabetes:     "糖尿病 糖尿 打胰岛素 胰岛素 降糖药 血糖高 血糖偏高 二型糖尿病 消渴 三高 diabetes diabetic",
	Heart:        "心脏病 先天性心脏病 先心病 冠心病 心梗 心肌梗塞 心肌梗死 心肌炎 心绞痛 心衰 心力衰竭 心律不齐 房颤 支架 搭支架 放支架 装支架 支架手术 支架术后 心脏支架 心脏放支架 心脏装支架 心脏搭支架 搭桥 心脏搭桥 换瓣 换过瓣膜 瓣膜 心脏瓣膜 早搏 心动过速 心脏手术 心脏病手术 心脏起搏器 起搏器 心脏不好 心脏有问题 风心病",
	Tuberculosis: "肺结核 肺结核病 结核 结核病 骨结核 淋巴结核 痨病 肺痨 tuberculosis",
	Vitiligo:     "白癜风 白殿风 白癫风 vitiligo",
	Liver:        "肝炎 乙肝 甲肝 丙肝 大三阳 小三阳 肝硬化 肝病 肝腹水 脂肪肝 肝移植",
	Lung:         "哮喘 慢阻肺 肺气肿 支气管炎 慢性支气管炎 老慢支 气管炎 尘肺 矽肺 肺病 肺心病 asthma",
	Cancer:       "癌 癌症 肺癌 肝癌 胃癌 乳腺癌 恶性肿瘤 肿瘤 白血病 淋巴瘤 化疗 放疗 cancer",
	HIV:          "艾滋 艾滋病 艾滋病毒 hiv aids",
	Parkinson:    "帕金森 震颤麻痹 震颤性麻痹 柏金森 帕金森病 帕金森症 帕金森综合征 帕金森综合症 parkinson parkinsons",
	Amnesia:      "失忆 失忆症 失去记忆 记忆丧失 丧失记忆 记忆缺失 记忆全失 遗忘症 amnesia",
	Autism:       "自闭 自闭症 孤独症 孤独症谱系 谱系障碍 广泛性发育障碍 星星的孩子 来自星星 星宝 孤僻症 阿斯伯格 autism autistic",
	Kidney:       "肾病 尿毒症 肾衰 肾衰竭 肾炎 肾功能不全 透析 肾移植 换肾 洗肾 血透 腹透 肾结石 肾积水",
	Alcohol:      "酗酒 嗜酒 酒精依赖 酒精中毒 酒依赖 酒瘾 酒鬼 酗酒成瘾 烂酒 贪酒",
	Drugs:        "吸毒 吸毒史 吸毒人员 毒瘾 戒毒 药物滥用 涉毒 吸毒成瘾 海洛因 吸白粉 冰毒",
	Stomach:      "胃病 胃溃疡 胃炎 胃出血 胃穿孔 胃不好 胃切除 肠胃病 肠胃不好 十二指肠溃疡",
	Joints:       "风湿 风湿病 类风湿 类风湿关节炎 风湿性关节炎 关节炎 骨质增生 腰椎间盘突出 腰间盘突出 痛风 强直性脊柱炎 股骨头坏死 风湿性 关节变形 骨质疏松 脊柱炎",
	Thyroid:      "甲亢 甲减 甲状腺功能亢进 甲状腺结节 甲状腺疾病 甲状腺肿大 甲状腺肿 甲状腺炎 大脖子病 大粗脖子病 粗脖子病 甲状腺切除 甲状腺手术",
	Skin:         "牛皮癣 银屑病 湿疹 皮肤病 鱼鳞病 疥疮 疥癣 癣 手癣 体癣 头癣 皮癣 皮炎 荨麻疹 脓疱疮",
	Hernia:       "疝气 疝 腹股沟疝 脐疝 小肠气 小肠疝气 hernia",
	Dwarfism:     "侏儒 侏儒症 侏儒病 矮小症 小矮人 小矮人症 软骨发育不全 dwarfism",
	Venereal:     "梅毒 性病 淋病 尖锐湿疣 syphilis",
	Leprosy:      "麻风 麻风病 leprosy",
	BrainInjury:  "脑外伤 脑外伤后遗症 颅脑损伤 颅脑外伤 脑损伤 脑震荡 脑积水 脑部受伤 脑部受过伤 头部受过伤 脑膜炎后遗症 脑炎后遗症 脑子受过伤 脑袋受过伤 头受过伤 头部外伤 头外伤 头部受伤 头部创伤 脑部外伤 脑部创伤 脑挫伤 开颅术后",
}

// noTerms are words that hold a term and are none.
const noTerms = "盲肠 盲肠炎 盲肠手术 文盲 色盲 半文盲 扫盲 盲目 盲流 盲文 盲道 盲盒 盲从 夜盲岛 瞎说 瞎逛 瞎编 瞎猜 瞎聊 瞎忙 瞎走 瞎转 沙哑 嘶哑 嗓子哑 嗓音哑 声音哑 哑嗓 哑嗓子 哑铃 哑剧 喑哑 装聋作哑 哑口无言 聋哑学校 聋校 聋哑学校教师 残疾证 残疾人证 残疾人联合会 残疾军人 残疾车 残疾补贴 残疾等级 残联 疯狂 疯抢 疯玩 疯长 肿瘤医院 精神病院 精神病医院 精神卫生中心 精神病专科 精神文明 精神面貌 精神矍铄 精神头 精神科 精神抖擞 结核医院 结核病院 结核病医院 结核病防治 麻风村 麻风院 麻风病院 戒毒所 强制戒毒所 戒毒医院 盲人按摩 盲人按摩店 盲校 盲人学校 轮椅厂 糊涂事 糊涂账 糊涂蛋 迷糊过去 听不清楚口音 听不懂 看不清楚脸 看不见人影 看不到希望 看不到人 听不到消息 抽风机 排风 伤风 癌变 无肿瘤 自闭式 中风向 中风险 中风景 台中风 孤独 糖尿病医院 傻笑 傻眼 二傻 听不见消息 多重残疾 心脏病医院 看不见了人 跛足乡 瘸着走开"

// faculty holds what a body can do, with what is wrong if it cannot.
type faculty struct {
	kind   Kind
	nouns  string
	broken string
}

// faculties: 听力差, 智力有些问题 have the kind, 听力正常 denies it.
var faculties = []faculty{
	{Dementia, "记忆 记忆力 记性 认知 认知能力 认知功能 头脑 大脑 思维", "差 较差 很差 极差 不好 减退 下降 衰退 障碍 混乱 不清 不清楚 不清晰 退化 模糊 受损 损害 有问题 糊涂 减弱 衰退严重 有障碍 不太好 缺损"},
	{Mental, "精神 神经 精神状态 精神状况 精神方面 神志 神智 心理", "异常 失常 障碍 分裂 错乱 疾病 疾患 残疾 一级 二级 三级 四级 问题 不正常 不太正常 恍惚 有问题 有些问题 有点问题 有毛病 不稳定 失控 混乱 不清 不清楚 紊乱 受刺激 受过刺激 受到刺激 有障碍 有疾病 有异常 病"},
	{Mental, "脑子 脑袋 脑壳 脑瓜 脑瓜子 脑筋", "不清楚 不清 不清醒 不太清楚 不大清楚 不正常 不太正常 有病 有毛病 有点毛病 坏了 坏掉 出问题 出了问题 受刺激 受过刺激 受了刺激 混乱 错乱"},
	{Dementia, "脑子 脑袋 脑壳 脑瓜 脑瓜子 脑筋", "不清楚 不清 不清醒 不太清楚 不大清楚 糊涂 混乱 记不住 记不住事 不记事"},
	{Intellectual, "脑子 脑袋 脑瓜 脑瓜子 脑壳 脑筋 头脑", "不好使 不好 不太好 不灵 不灵光 不够用 笨 慢 迟钝 不转 不转弯 有问题 不开窍 不聪明 简单"},
	{Intellectual, "智力 智商 智能 心智", "障碍 残疾 一级 二级 三级 四级 低下 低 缺陷 不全 迟缓 落后 迟钝 问题 有问题 有些问题 有点问题 不足 差 较差 偏低 较低 受损 异常 不正常 不太正常 不健全 滞后 有障碍 有缺陷 发育迟缓 发育不全 发育不良 只有几岁 几岁小孩 几岁孩子 相当于几岁 停留在 像小孩 像孩子 如孩童 不高"},
	{DeafMute, "听力 听觉 听觉能力", "障碍 残疾 一级 二级 三级 四级 差 较差 很差 下降 不好 不太好 减退 丧失 弱 不佳 损失 受损 损伤 问题 有问题 有障碍 弱化 衰退 缺失 障礙"},
	{DeafMute, "语言 言语 语言能力 言语能力 语言功能", "障碍 残疾 一级 二级 三级 四级 丧失 缺失 有障碍 功能丧失"},
	{Physical, "肢体 四肢 上肢 下肢 双下肢 腿脚 手脚 行动 行走 走路 步行 腿部 活动 肢体活动", "残疾 一级 二级 三级 四级 不便 不方便 不灵便 不利索 障碍 无力 瘫痪 偏瘫 不灵活 困难 不稳 不灵 不好 残缺 异常 受限 有残疾 不太方便 不太灵便 萎缩 不正常 缺失 不健全 不全 有障碍 僵硬"},
	{Blind, "视力 视觉 眼睛 双眼 左眼 右眼 双目", "障碍 残疾 一级 二级 三级 四级 差 较差 很差 失明 下降 模糊 不好 不太好 弱 丧失 受损 减退 看不见 看不清 有障碍 全无"},
}

// between may stand between a faculty and what is wrong with it.
const between = "有时 时常 经常 常常 偶尔 时而 老是 总是 一直 从小 自小 天生 方面 状态 状况 有些 有点 有 略 略微 稍 稍微 较 很 比较 严重 轻度 中度 重度 轻微 一些 一级 二级 三级 四级 存在 出现 明显 功能 的 能力 也 都 均 已 逐渐 大幅 不太 发育 先天 先天性 后天 被鉴定为 表现 表现出 似乎 极度 完全 部分 极其 非常 十分"

// meaning holds what a word of the table does.
type meaning struct {
	word    string
	kind    Kind
	faculty *faculty
	none    bool
}

type dictionary map[rune][]meaning

func (d dictionary) put(m meaning) {
	r, _ := utf8.DecodeRuneInString(m.word)
	d[r] = append(d[r], m)
}

func (d dictionary) sorted() dictionary {
	for r := range d {
		slices.SortStableFunc(d[r], func(a, b meaning) int {
			return cmp.Or(len(b.word)-len(a.word), strings.Compare(a.word, b.word)) // those of one word beside each other
		})
	}
	return d
}

// at yields the meanings of the longest word that a text begins with.
func (d dictionary) at(text string) []meaning {
	r, _ := utf8.DecodeRuneInString(text)
	list := d[r]
	for i := range list {
		if !strings.HasPrefix(text, list[i].word) || cutsLatin(text, list[i].word) {
			continue
		}
		k := i + 1
		for k < len(list) && list[k].word == list[i].word {
			k++
		}
		return list[i:k]
	}
	return nil
}

// cutsLatin reports whether a Latin word would be cut in two.
func cutsLatin(text, word string) bool {
	isLetter := func(b byte) bool { return 'a' <= b && b <= 'z' }
	return isLetter(word[len(word)-1]) && len(text) > len(word) && isLetter(text[len(word)])
}

var table = sync.OnceValue(func() dictionary {
	d := dictionary{}
	for w := range strings.FieldsSeq(noTerms) {
		d.put(meaning{word: w, none: true})
	}
	for k, words := range terms {
		for w := range strings.FieldsSeq(words) {
			d.put(meaning{word: w, kind: Kind(k)}) //nolint:gosec // 32 kinds
		}
	}
	for i := range faculties {
		f := &faculties[i]
		for w := range strings.FieldsSeq(f.nouns) {
			d.put(meaning{word: w, kind: f.kind, faculty: f})
		}
	}
	return d.sorted()
})

var fillers = sync.OnceValue(func() dictionary {
	d := dictionary{}
	for w := range strings.FieldsSeq(between) {
		d.put(meaning{word: w})
	}
	return d.sorted()
})

var defects = sync.OnceValue(func() map[*faculty]dictionary {
	m := map[*faculty]dictionary{}
	for i := range faculties {
		d := dictionary{}
		for w := range strings.FieldsSeq(faculties[i].broken) {
			d.put(meaning{word: w})
		}
		m[&faculties[i]] = d.sorted()
	}
	return m
})
