package world

import "strings"

// The words of this file come in two sets for each thing: those of the training
// split and those of the test split, so that what is fitted on one is not simply
// recognised on the other. Both are what notices and station sheets commonly say.

// site says where on the body a mark may be.
type site struct {
	key     string
	region  string // sites of a region are taken for one another
	visible bool   // on a clothed person
	sided   bool
	words   [2][]string // train, test
}

var sites = siteTable(`
brow     face  v s 眉毛上方/眉毛处/眉上        眉骨/眉弓处/眉梢上
forehead face  v - 额头/脑门                    前额/额部
cheek    face  v s 脸/脸颊/脸上                 面颊/面部/腮部
eye      face  v s 眼角/眼睛下面                眼尾/下眼睑
nose     face  v - 鼻子上/鼻梁                  鼻翼旁/鼻部
mouth    face  v s 嘴角/嘴唇上方                唇边/口角
chin     face  v - 下巴                         下颌/下颏
ear      head  v s 耳朵/耳朵后面                耳垂/耳后
neck     neck  v - 脖子/脖子后面                颈部/后颈
head     head  h - 头顶/后脑勺                  头皮/枕部
shoulder trunk h s 肩膀                         肩部/肩头
chest    trunk h s 胸口/胸前                    前胸/胸部
belly    trunk h - 肚子                         腹部/肚脐旁
back     trunk h - 后背                         背部/脊背
waist    trunk h - 腰                           腰部/腰间
arm      arm   h s 胳膊/大臂                    上臂/臂膀
forearm  arm   h s 小臂/手臂                    前臂/小臂内侧
wrist    hand  v s 手腕                         腕部/手腕处
hand     hand  v s 手背/手上                    手掌/手部
thumb    hand  v s 手大拇指/手拇指              手拇指
index    hand  v s 手食指                       手食指/手示指
middle   hand  v s 手中指                       手中指
little   hand  v s 手小拇指/手小指              手尾指/手小指
thigh    leg   h s 大腿                         大腿外侧/大腿根部
knee     leg   h s 膝盖                         膝关节/膝部
shin     leg   h s 小腿                         小腿前侧/小腿肚
foot     leg   h s 脚背/脚上                    足部/脚面
teeth    face  v - 门牙/牙齿                    上门牙/前牙
leg      leg   v s 腿/脚                        腿/下肢
eyeball  face  v s 眼/眼睛                      眼/眼球
body     trunk v - 背/腰                        腰背/脊柱
`)

// markKind holds what a mark may be: how often, where, and how it is said. In the words
// S is the side and P the place.
type markKind struct {
	key   string
	share float64
	sites string
	words [2][]string
}

// Shares are estimates from how often published notices name each.
var markKinds = []markKind{
	{"scar", .36, "brow brow forehead forehead cheek eye chin neck head shoulder chest belly back arm forearm wrist hand hand thigh knee knee shin shin foot", [2][]string{
		{"SP有一道疤", "SP有疤痕", "SP一块疤", "SP有个伤疤", "SP有缝针的疤"}, {"SP有明显伤疤", "SP见一条形瘢痕", "SP处留有疤痕约3厘米", "SP有陈旧性伤痕", "SP做过手术，有刀疤"}}},
	{"mole", .2, "brow cheek cheek eye nose mouth mouth chin ear neck neck shoulder chest back arm forearm hand", [2][]string{
		{"SP有一颗痣", "SP有黑痣", "SP长了颗痣"}, {"SP可见黄豆大小黑痣", "SP生有一痣", "SP有一颗明显的黑痣"}}},
	{"birthmark", .09, "cheek forehead neck shoulder chest belly back waist arm forearm thigh thigh shin", [2][]string{
		{"SP有胎记", "SP有一块青色胎记", "SP有块红色胎记"}, {"SP见暗红色胎记", "SP有一块巴掌大的胎记", "SP皮肤有胎记一处"}}},
	{"tattoo", .05, "shoulder chest back arm arm forearm forearm wrist hand", [2][]string{
		{"SP有纹身", "SP纹了字", "SP纹有一条龙"}, {"SP有刺青图案", "SP文身一处", "SP有蓝色文身"}}},
	{"burn", .07, "cheek neck chest back arm forearm hand hand thigh shin foot", [2][]string{
		{"SP有烫伤疤", "SP被火烧过，有疤", "SP有烧伤"}, {"SP大面积烧伤瘢痕", "SP有烫伤痕迹", "SP皮肤烧伤后遗留疤痕"}}},
	{"missing", .06, "thumb index index middle little little teeth teeth teeth leg", [2][]string{
		{"SP缺失", "SP断了一截", "SP少了一截"}, {"SP残缺", "SP末节缺失", "SP已缺如"}}},
	{"lame", .07, "leg", [2][]string{
		{"S腿瘸", "S脚有点跛，走路一瘸一拐", "S腿残疾走路不稳"}, {"S下肢跛行", "S腿行走不便，步态跛行", "S侧肢体偏瘫，行走拖步"}}},
	{"blind", .04, "eyeball", [2][]string{
		{"S眼失明", "S眼瞎了看不见", "S眼睛有毛病，看不见"}, {"S眼球萎缩失明", "S眼无光感", "S眼视力丧失，眼球浑浊"}}},
	{"bent", .04, "body", [2][]string{
		{"驼背", "有点驼背", "背驼得厉害"}, {"腰背佝偻", "脊柱后凸畸形，驼背", "驼背明显"}}},
	{"finger", .02, "thumb index little", [2][]string{
		{"SP畸形弯曲", "SP伸不直"}, {"SP变形", "SP屈曲畸形"}}},
}

func siteTable(text string) map[string]site {
	table := map[string]site{}
	for line := range strings.Lines(strings.TrimSpace(text)) {
		f := strings.Fields(line)
		table[f[0]] = site{f[0], f[1], f[2] == "v", f[3] == "s", [2][]string{strings.Split(f[4], "/"), strings.Split(f[5], "/")}}
	}
	return table
}

// looks are features of a face and a body that descriptions name: the values of each
// with their shares, and the words of both splits.
var looks = []struct {
	key    string
	shares []float64
	words  [2][]string
}{
	{"face", []float64{.34, .2, .2, .16, .1}, [2][]string{{"圆脸", "长脸", "方脸", "瓜子脸", "国字脸"}, {"脸型偏圆", "脸型偏长", "脸型方正", "脸型瘦尖", "脸盘宽大"}}},
	{"skin", []float64{.5, .2, .3}, [2][]string{{"皮肤黑", "皮肤白", "皮肤偏黄"}, {"肤色较黑", "肤色白净", "肤色黄"}}},
	{"eyes", []float64{.45, .35, .1, .1}, [2][]string{{"单眼皮", "双眼皮", "小眼睛", "大眼睛"}, {"眼皮单", "眼皮双", "眼睛较小", "眼睛较大"}}},
	{"hair", []float64{.45, .25, .15, .15}, [2][]string{{"短发", "长发", "花白头发", "平头"}, {"头发短", "头发长", "头发花白", "寸头"}}},
	{"speech", []float64{.5, .2, .15, .15}, [2][]string{{"", "说话口吃", "说话不清楚", "不爱说话"}, {"", "言语结巴", "吐字含糊", "沉默少言"}}},
	{"teeth", []float64{.6, .25, .15}, [2][]string{{"", "牙齿不齐", "镶过牙"}, {"", "牙列不整", "有烤瓷牙"}}},
}

// sicknesses that bring people to stations, with what they mean for both splits.
var sicknesses = map[string][2][]string{
	"mind":    {{"精神分裂症", "精神病", "有精神疾病"}, {"精神异常", "精神障碍", "疑似精神疾病"}},
	"slow":    {{"智力障碍", "弱智", "智力残疾"}, {"智力低下", "智障", "智力发育迟缓"}},
	"old":     {{"老年痴呆", "阿尔茨海默病"}, {"认知障碍", "记忆力差，疑似失智"}},
	"deaf":    {{"聋哑", "聋哑人"}, {"听力言语障碍", "不会说话，听不见"}},
	"fits":    {{"癫痫", "有羊癫疯"}, {"癫痫发作史", "有抽搐病史"}},
	"healthy": {{""}, {""}},
}

// garments by upper and lower body and feet; colours of both splits.
var garments = [3][2][]string{
	{{"上衣", "棉袄", "衬衫", "T恤", "外套", "毛衣", "夹克"}, {"上装", "棉衣", "衬衣", "短袖", "外衣", "线衣", "夹克衫"}},
	{{"裤子", "牛仔裤", "短裤", "西裤", "运动裤"}, {"长裤", "牛仔长裤", "半截裤", "西装裤", "运动长裤"}},
	{{"布鞋", "运动鞋", "拖鞋", "解放鞋", "皮鞋"}, {"黑布面鞋", "球鞋", "凉拖", "胶鞋", "皮鞋"}},
}

var colours = []string{"黑色", "蓝色", "灰色", "红色", "白色", "绿色", "花", "黄色", "紫色"}
