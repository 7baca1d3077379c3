package text

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/guitu-project/guitu/models"
)

// crowd invents people: names from common characters, places and descriptions from
// pools wide enough that words have the frequencies of words. The same seed gives
// the same people.
type crowd struct{ *rand.Rand }

func newCrowd(seed uint64) crowd { return crowd{rand.New(rand.NewPCG(seed, 1))} }

const (
	surnameRunes = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
	givenRunes   = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国志红文小海波鑫宇浩轩梓涵欣怡子晨雨泽佳琪诗思远"
	placeRunes   = "河南北山东西湖江安徽四川贵云白沙溪坡镇村庄店桥岭坪洲口塘坝林石门泉城关阳陵昌宁州新平永长清太和"
)

var (
	appearances = []string{"偏瘦", "微胖", "圆脸", "长脸", "单眼皮", "双眼皮", "短发", "长发", "花白头发", "皮肤较黑", "鼻梁高", "门牙缺失", "走路跛行", "驼背", "说话口齿不清", "耳朵偏大", "眉毛浓密", "眼睛近视"}
	garments    = []string{"黑色羽绒服", "蓝色牛仔裤", "红色毛衣", "灰色运动鞋", "军绿色棉袄", "白色衬衫", "格子外套", "解放鞋", "校服", "碎花上衣", "棕色皮鞋", "毛线帽", "手提布袋", "黄色挎包"}
	sites       = []string{"左眉上方", "右手背", "额头", "下巴", "左小腿", "后背", "右耳后", "左手食指", "胸前", "脖子右侧"}
	marks       = []string{"有一道疤", "有黑痣", "有烫伤痕迹", "有胎记", "缺一节", "有手术疤痕", "有纹身"}
	stories     = []string{"自述小时候家门前有一条河", "说家里有两个哥哥和一个妹妹", "记得父亲在煤矿上班", "坐火车走失后再没有回家", "说村口有一棵大槐树", "不记得家里的电话", "在集市上与母亲走散", "被人贩子带走", "精神状态时好时坏", "能写自己的名字", "只会说方言", "喜欢吃面食", "常念叨外婆", "到外地打工后失去联系"}
)

func (c crowd) runes(from string, n int) string {
	pool := []rune(from)
	var b strings.Builder
	for range n {
		b.WriteRune(pool[c.IntN(len(pool))])
	}
	return b.String()
}

func (c crowd) some(from []string, n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = from[c.IntN(len(from))]
	}
	return strings.Join(list, "，")
}

func (c crowd) name() string { return c.runes(surnameRunes, 1) + c.runes(givenRunes, 1+c.IntN(2)) }

func (c crowd) place() string {
	return c.runes(placeRunes, 2) + "省" + c.runes(placeRunes, 2) + "市" + c.runes(placeRunes, 2) + "县" + c.runes(placeRunes, 2) + "村"
}

func (c crowd) entry(name string, n int) models.Entry {
	return models.Entry{
		Name: name, ExternalID: fmt.Sprintf("X%08d", n),
		Person: models.Person{
			Names:       []models.PersonName{{Text: c.name()}},
			NativePlace: models.Place{Text: c.place()},
			Accent:      c.runes(placeRunes, 2) + "口音",
			Marks:       []models.Mark{{Text: c.some(sites, 1) + c.some(marks, 1)}},
			Appearance:  c.some(appearances, 4),
			Clothing:    c.some(garments, 3),
			Narrative:   c.some(stories, 3),
			HeardPlaces: []string{c.runes(placeRunes, 2), c.runes(placeRunes, 3)},
			Relatives:   []models.Relative{{Name: c.name(), Relation: "父亲"}},
		},
		Circumstances: c.some(stories, 1) + "，" + c.place() + "附近",
	}
}

// subjects are n people, notices and records by turns.
func (c crowd) subjects(from, n int) []models.Subject {
	list := make([]models.Subject, n)
	for i := range list {
		id := from + i
		if id%2 == 0 {
			list[i] = &models.Notice{
				Entry: c.entry(fmt.Sprintf("notices/%d", id), id), Source: "虚构市公安局",
				MissingPlace: models.Place{Text: c.place()},
			}
			continue
		}
		list[i] = &models.Record{
			Entry: c.entry(fmt.Sprintf("records/%d", id), id), Station: "虚构市救助管理站",
			FoundPlace: models.Place{Text: c.place()},
		}
	}
	return list
}
