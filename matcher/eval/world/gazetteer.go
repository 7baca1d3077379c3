package world

import (
	"hash/fnv"
	"strings"
)

// Division describes an administrative division: its GB/T 2260 (or longer) code and its
// full name.
type Division struct{ Code, Name string }

// Gazetteer knows which divisions a division has; the provinces are those of "".
type Gazetteer interface {
	Children(code string) []Division
}

// populations of the provinces in millions, seventh census 2020.
var populations = map[string]float64{
	"11": 21.9, "12": 13.9, "13": 74.6, "14": 34.9, "15": 24, "21": 42.6, "22": 24.1, "23": 31.9, "31": 24.9, "32": 84.7, "33": 64.6, "34": 61, "35": 41.5, "36": 45.2, "37": 101.5,
	"41": 99.4, "42": 57.8, "43": 66.4, "44": 126, "45": 50.1, "46": 10.1, "50": 32.1, "51": 83.7, "52": 38.6, "53": 47.2, "54": 3.6, "61": 39.5, "62": 25, "63": 5.9, "64": 7.2, "65": 25.9,
}

// home is a way down through the divisions: province, city, county, town, village.
// It ends where the gazetteer does.
type home []Division

func (h home) code() string {
	if len(h) == 0 {
		return ""
	}
	return h[len(h)-1].Code
}

// provinceCode returns the two digits of the province.
func (h home) provinceCode() string { return h.code()[:2] }

// upTo returns the first n levels.
func (h home) upTo(n int) home { return h[:min(n, len(h))] }

// land draws places: a province by its people, below it every division alike.
type land struct {
	gazetteer Gazetteer
	provinces *shares[Division]
}

func newLand(g Gazetteer) *land {
	l := &land{gazetteer: g, provinces: newShares[Division]()}
	for _, p := range g.Children("") {
		if n := populations[p.Code[:2]]; n > 0 {
			l.provinces.add(p, n)
		}
	}
	return l
}

// home draws somewhere to come from.
func (l *land) home(d dice) home { return l.below(d, home{l.provinces.draw(d)}) }

// below goes on down to the village.
func (l *land) below(d dice, h home) home {
	for len(h) < 5 {
		next := l.gazetteer.Children(h.code())
		if len(next) == 0 {
			break
		}
		h = append(h[:len(h):len(h)], either(d, next))
	}
	return h
}

// empty are divisions that only fill a level, and that no one says.
func empty(name string) bool {
	return name == "市辖区" || name == "县" || strings.HasSuffix(name, "直辖县级行政区划")
}

// bare takes off the word for the level, as people do: 武侯 for 武侯区.
func bare(name string) string {
	for _, tail := range []string{"维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "特别行政区", "居民委员会", "村民委员会", "村委会", "居委会", "街道办事处", "街道", "地区", "社区", "省", "市", "区", "县", "镇", "乡", "村", "旗", "盟"} {
		if head, ok := strings.CutSuffix(name, tail); ok && len([]rune(head)) >= 2 {
			return strings.TrimSuffix(head, "族自治")
		}
	}
	return name
}

// Sample describes a small gazetteer for tests: some sixty counties of every province, with
// invented towns and villages.
type Sample struct{}

// Children implements [Gazetteer].
func (Sample) Children(code string) []Division {
	switch len(code) {
	case 6, 9:
		return invented(code)
	}
	var list []Division
	seen := map[string]bool{}
	for line := range strings.Lines(sampleCounties) {
		f := strings.Fields(line)
		if len(f) != 4 || !strings.HasPrefix(f[0], code) || len(code) >= 6 {
			continue
		}
		level := len(code)/2 + 1
		if child := f[0][:2*level]; !seen[child] {
			seen[child] = true
			list = append(list, Division{child, f[level]})
		}
	}
	return list
}

// invented returns a dozen towns of a county, or villages of a town.
func invented(code string) []Division {
	tail, h := []string{"镇", "镇", "乡", "街道"}, fnv.New64a()
	if len(code) == 9 {
		tail = []string{"村", "村", "村", "社区"}
	}
	_, _ = h.Write([]byte(code)) // never fails
	x := h.Sum64()
	var list []Division
	first, second := []rune("石大白新东西南北龙高长双上下黄青河王李张马金双永太"), []rune("桥山河坪湾塘沟坡店庄溪岭田坝林口泉寨家集楼岗")
	for i := range 12 {
		x = x*6364136223846793005 + 1442695040888963407
		name := string(first[x>>33%uint64(len(first))]) + string(second[x>>13%uint64(len(second))]) + tail[i%4]
		list = append(list, Division{code + string([]byte{'0', '0' + byte(i/10), '0' + byte(i%10)}), name})
	}
	return list
}

const sampleCounties = `110108 北京市 北京城区 海淀区
120102 天津市 天津城区 河东区
130126 河北省 石家庄市 灵寿县
130425 河北省 邯郸市 大名县
130638 河北省 保定市 雄县
140221 山西省 大同市 阳高县
140728 山西省 晋中市 平遥县
150121 内蒙古自治区 呼和浩特市 土默特左旗
150423 内蒙古自治区 赤峰市 巴林右旗
210123 辽宁省 沈阳市 康平县
211422 辽宁省 葫芦岛市 建昌县
220122 吉林省 长春市 农安县
230127 黑龙江省 哈尔滨市 木兰县
230521 黑龙江省 双鸭山市 集贤县
310115 上海市 上海城区 浦东新区
320322 江苏省 徐州市 沛县
320585 江苏省 苏州市 太仓市
320925 江苏省 盐城市 建湖县
330327 浙江省 温州市 苍南县
330681 浙江省 绍兴市 诸暨市
340122 安徽省 合肥市 肥东县
341221 安徽省 阜阳市 临泉县
341523 安徽省 六安市 舒城县
350524 福建省 泉州市 安溪县
350821 福建省 龙岩市 长汀县
360423 江西省 九江市 武宁县
360730 江西省 赣州市 宁都县
370283 山东省 青岛市 平度市
371323 山东省 临沂市 沂水县
371524 山东省 聊城市 东阿县
411627 河南省 周口市 太康县
411325 河南省 南阳市 内乡县
410329 河南省 洛阳市 伊川县
420922 湖北省 孝感市 大悟县
422822 湖北省 恩施土家族苗族自治州 建始县
430426 湖南省 衡阳市 祁东县
430721 湖南省 常德市 安乡县
431223 湖南省 怀化市 辰溪县
440882 广东省 湛江市 雷州市
441881 广东省 清远市 英德市
445122 广东省 潮州市 饶平县
450123 广西壮族自治区 南宁市 隆安县
451022 广西壮族自治区 百色市 田东县
450981 广西壮族自治区 玉林市 北流市
469023 海南省 海南直管 澄迈县
500235 重庆市 重庆城区 云阳县
500119 重庆市 重庆城区 南川区
510107 四川省 成都市 武侯区
511322 四川省 南充市 营山县
513431 四川省 凉山彝族自治州 昭觉县
520523 贵州省 毕节市 金沙县
522634 贵州省 黔东南苗族侗族自治州 雷山县
530381 云南省 曲靖市 宣威市
532925 云南省 大理白族自治州 弥渡县
540121 西藏自治区 拉萨市 林周县
610526 陕西省 渭南市 蒲城县
610822 陕西省 榆林市 府谷县
610722 陕西省 汉中市 城固县
620123 甘肃省 兰州市 榆中县
621226 甘肃省 陇南市 礼县
630121 青海省 西宁市 大通县
640422 宁夏回族自治区 固原市 西吉县
653121 新疆维吾尔自治区 喀什地区 疏附县
654025 新疆维吾尔自治区 伊犁哈萨克自治州 新源县`
