package names

import (
	"strings"
	"sync"
)

// lookalikes are groups of characters that are taken for one another when a file is
// copied by hand or read off a worn card.
const lookalikes = `己已巳 日曰 未末 土士 干千于 人入 大太犬 天夫 王玉主 田由甲申 住佳 侯候 治冶 晴睛 杨扬 析折 戊戌戍 崇祟 莱菜 荼茶 汨汩 毫亳 拔拨
桂挂 陈阵 季李 宏宠 凤风 苹萍 英莫 春舂 秀禿 梅悔 红江 伟纬 建健 玲铃 霞露 娟绢 斌武 明朋 浩洁 兰三 芳苏 林材 琪棋 锋峰 烽峰 峰锋 丽而 贵责 贤货 贞负
义叉 元无 云去 牛午 手毛 心必 水永 木本 目且 白自 石右 兴共 刘刈 宋末 沈沉 汤扬 吴昊 昊旻 昌冒 晨辰 柱桂 根恨 楠喃 泽择 洋样 涛铸 清请 炎淡 焕涣 玮炜 瑞端
瑛英 璐路 盈盘 磊石 祥详 福副 秦泰 程呈 章童 竹行 维淮 美关 艳绝 荣萦 莲连 萧肃 葛曷 蓝监 虎虚 袁哀 谢射 赵起 辉晖 迪油 邓郑 郭享 金全 银很 镇填 雪雷 霖淋 韦书 顺须 颖颍 飞气 高亮 魁魅 鲁鱼 麦表 齐齐`

// maxLookalikes is how many characters that look alike are tried for one.
const maxLookalikes = 3

var lookalikeTable = sync.OnceValue(func() map[rune][maxLookalikes]rune {
	table := make(map[rune][maxLookalikes]rune)
	for group := range strings.FieldsSeq(lookalikes) {
		for _, a := range group {
			others, n := table[a], 0
			for _, b := range group {
				for n < maxLookalikes && others[n] != 0 {
					n++
				}
				if b != a && n < maxLookalikes {
					others[n] = b
				}
			}
			table[a] = others
		}
	}
	return table
})
