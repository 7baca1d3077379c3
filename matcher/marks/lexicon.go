package marks

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"github.com/guitu-project/guitu/matcher/assertion"
)

// The words of station files and notices, simplified and in lower case, those of
// one meaning in one line. The longest word wins, so a word that only holds another
// (无名指, 双肩包, 耳背) stands here by itself.

// kindWords are words for kinds. A weak word is a mark only beside a site: 断, 少.
var kindWords = []struct {
	kind       Kind
	site       Site // that the word implies
	confidence confidence
	words      string
}{
	{Scar, 0, certain, "疤痕 伤疤 疤瘌 疤癞 疤 瘢痕 伤痕 伤印 刀疤 刀痕 刀口 刀伤 剑伤 枪伤 旧伤 咬伤 割伤 划伤 划痕 砍伤 缝针 缝合 缝过 手术疤 手术疤痕 手术痕 手术痕迹 手术刀口 手术切口 手术瘢痕 开过刀 做过手术 动过手术 切口 痕迹 刀印 割痕 刀割痕 刀割 割伤痕 缝针疤 缝合痕 疤印 伤疤印 印痕 咬痕 抓痕 砍痕 伤口疤 开刀 开过刀疤 手术 炸伤 枪眼疤 枪眼 枪疤 弹痕 枪伤疤 针眼疤 针孔疤 针眼 针孔 自残 自伤"},
	{Scar, Head, certain, "开颅 开颅手术 开颅手术疤 头部手术"}, {Scar, Belly, certain, "剖腹 剖腹产 剖腹产疤 剖宫产 剖腹手术 阑尾手术 阑尾炎手术 阑尾疤 开腹 胆囊手术 胃切除"}, {Scar, Chest, certain, "开胸 开胸手术 心脏手术"}, {Scar, Wrist, certain, "割腕 割过腕 割脉 割过脉 割脉自杀 割腕自杀"}, {Scar, 0, besideSite, "印子 印儿 留的印 留的印子 留了印 留了印子 口子 大口子 拉了口子 一道印 落了疤 落下疤 缝了针"}, {Scar, Neck, certain, "甲状腺手术 气管切开 气切 气切口 气管切开口"},
	{Scar, Brow, certain, "断眉"},
	{Scar, 0, besideSite, "缝了"},
	{Burn, 0, besideSite, "烫得 烫坏 烫了 烫出 烫掉 烫没 烧坏 烧没 烧了 烧得 烧焦 烧掉 烤伤"},
	{Burn, 0, certain, "烧伤 烫伤 灼伤 烧疤 烫疤 火烧 火烧伤 开水烫 开水烫伤 被烫 烫过 烧过 硫酸 烟疤 烟头烫 烙印 烙伤 烙过 火烫 电伤 电击伤 火疤"},
	{Wound, 0, besideSite, "伤口 外伤 擦伤 挫伤 淤青 瘀青 溃烂 破损 流血 红肿 冻伤 冻疮 烂脚 烂腿 褥疮 裂口 受伤"},
	{Mole, 0, certain, "黑痣 红痣 肉痣 痣 痦子 美人痣 朱砂痣 朱砂 媒婆痣 长毛痣 泪痣 卧蚕痣"},
	{Mole, 0, besideSite, "黑点"},
	{Birthmark, 0, besideSite, "青皮 红皮 黑皮 紫皮 白皮 青色皮肤 红色皮肤 黑色皮肤 青色印 红色印 青印 红印 黑印 青块 红块 黑块"},
	{Birthmark, 0, certain, "胎记 胎痣 红记 青记 黑记 紫记 红印记 朱砂记 血管瘤 咖啡斑 牛奶咖啡斑 葡萄酒斑 鲜红斑痣 太田痣"},
	{Tattoo, 0, certain, "纹身 文身 刺青 纹有 文有 纹着 刺有 刺字 刺着 刺了 纹了 纹个 纹一 纹条 纹的 刻有"},
	{Tattoo, 0, besideSite, "纹 刺 文"}, {Tattoo, 0, certain, "文了 文个 文着 文的 文条 文只 文一 文过 纹过"},
	{Deformed, Eye, certain, "眼皮耷拉 眼皮下垂 眼睑下垂 上睑下垂 眼皮抬不起来 大小眼 眼睛一大一小 眼一大一小 鸳鸯眼"}, {Deformed, Finger, certain, "爪形手 鸡爪手 鸡爪样 爪样手 手像鸡爪 鹰爪手"},
	{Tattoo, Arm, certain, "花臂 大花臂 满臂纹 半臂纹 半甲 花胳膊"}, {Tattoo, Leg, certain, "花腿"}, {Tattoo, Back, certain, "过肩龙 过肩虎 满背图 满背纹 大满背 满背"},
	{Tattoo, Brow, certain, "纹眉 文眉 绣眉 纹过眉"},
	{Vitiligo, 0, certain, "白癜风 白斑 白化 白点风 白蚀 白驳风 白皮病 阴阳脸 一块白一块 白一块花一块 白一块红一块 白一块黑一块 一块白一块花 一块白一块红 一块黑一块白 一块一块白 一块一块发白 一片一片白 一片一片发白 一块块白 皮肤发白成片"},
	{Lump, 0, certain, "肉瘤 脂肪瘤 瘊子 疣 肿块 包块 瘤子 瘤 疙瘩 肉球 息肉 囊肿"},
	{Lump, 0, besideSite, "小尾巴 尾巴 大包 小包 肉包 鼓包 肉疙瘩 瘤 肉团 肉坨"}, {Lump, Neck, certain, "大脖子 甲状腺肿大 甲状腺肿 粗脖子 脖子粗 脖子粗大 瘿瓜瓜 瘿袋 瘿包 大粗脖 大粗脖子 气脖子 脖子肿大 脖子上瘿 颈部肿大"},
	{Pocks, Face, certain, "麻子 麻脸 麻点 满脸的坑 满脸坑 一脸坑 脸上坑坑洼洼 坑坑洼洼 坑洼 凹坑 一脸麻 麻皮 麻坑脸 满面麻 痘坑 痘印 痘疤 青春痘 麻坑"},
	{Vaccination, UpperArm, certain, "种痘疤 种痘痕 种痘痕迹 种痘 种过痘 牛痘疤 牛痘印 牛痘痕 牛痘 种牛痘 卡介苗疤 卡介苗印 卡介苗 花疤 疫苗疤 疫苗印 接种疤 接种疤痕 接种痕迹 防疫针疤 预防针疤"},
	{Whorl, Head, certain, "旋 发旋 头旋 顶旋 旋儿 头顶旋 旋窝 旋涡 漩 漩涡 发漩 头漩 顶漩"},
	{PalmCrease, Palm, certain, "断掌 断掌纹 断手掌 断纹掌 通贯掌 通贯手 通贯纹 贯通掌 贯通手 贯掌 断纹 掌断纹 手掌断纹 断掌线 横纹掌 横断掌 一字掌 通关手 通关掌 断手纹"},
	{PrintWhorls, Finger, certain, "斗 斗纹 涡纹 罗纹 全斗"}, {PrintLoops, Finger, certain, "簸箕 箕 簸箕纹 箕纹 全簸箕 撮箕"},
	{EarTag, Ear, certain, "拴马桩 栓马桩 拴马柱 附耳 副耳 多耳 小肉揪 肉揪 小揪揪 肉揪揪 小肉丁 肉丁 小肉坠 肉坠 耳赘 肉赘 小耳朵 小肉芽 肉芽 小肉疙瘩 小肉球 小耳垂 耳前小肉 耳前赘"},
	{EarPit, Ear, certain, "耳朵前面有个小孔 耳朵前有小孔 耳朵前有个小孔 耳朵前面有小孔 耳朵前面有小眼 耳朵前有小眼 耳朵边有小孔 耳前有个小孔 耳前有个小眼 耳前有小眼 耳前小眼 耳前瘘管 耳前瘘 瘘管 耳仓 耳仓眼 粮仓 粮仓眼 仓眼 聪明孔 聪明眼 聪明洞 富贵孔 富贵仓 耳前小孔 耳前有小孔 耳前孔 耳前有孔"},
	{MongolSpot, 0, certain, "蒙古斑 胎斑 青斑 蒙斑"},
	{ToesOut, Foot, certain, "外八字 外八 八字脚 外八字脚 外八字步 撇八字 撇脚 外撇 外八脚"}, {ToesIn, Foot, certain, "内八字 内八 内八字脚 内扣脚 内八脚 内八字步"},
	{Spots, Face, certain, "雀斑 雀子 蝴蝶斑 黄褐斑 晒斑 妊娠斑"},
	{Spots, 0, certain, "老年斑 老人斑 色斑 黑斑 红斑 斑点"},
	{Piercing, Ear, certain, "耳洞 耳眼 耳孔"},
	{Piercing, Nose, certain, "鼻洞 鼻孔穿"},
	{Missing, 0, besideSite, "缺如 缺失 缺损 缺少 缺 截断 截去 截除 离断 少了 少 没了 掉了 掉光 掉落 脱落 残缺 切除 切掉 砍掉 砍断 轧掉 轧断 切断 被截 全掉 不全 豁了 冻掉 冻断 冻没 炸掉 炸断 炸没 锯掉 锯断 缺了 少一截 缺一截 截掉 截了 咬掉 咬断 压断 压掉 绞断 绞掉 削掉 削断 铡掉 铡断 剁掉 砸掉 砸断 掉一截"},
	{Missing, 0, ofLimb, "断掉 断了 断"},
	{Missing, 0, besideSite, "假肢 义肢"},
	{Dental, 0, besideSite, "是烤瓷的 是瓷的 是金的 是银的 是假的 包了金 包金 包银 镶金 镶银 是镶的"},
	{Missing, Leg, certain, "假腿"},
	{Missing, Hand, certain, "假手"},
	{Missing, 0, certain, "截肢"},
	{Missing, Finger, certain, "断指 缺指 少指 截指 只有四个手指 只有四根手指 只有三个手指 只有三根手指 四个手指头 只有四指 只有三指"},
	{Missing, Arm, certain, "断臂 独臂 断肢"},
	{Missing, Leg, certain, "独腿"},
	{Missing, FrontTooth, certain, "豁牙 豁门牙"},
	{Missing, Tooth, certain, "缺牙 掉牙 断牙 无牙颌 没牙 满嘴没牙 满口没牙 全口无牙 牙掉光 牙掉光了 牙齿掉光 牙齿掉光了 牙全掉了 牙齿全掉 牙齿全无"},
	{Extra, Finger, certain, "六指 多指 六个手指 六根手指 六个指头 六指儿 枝指 歧指 六手指 七指 十一指 十二指 七个手指 十一个手指 十一根手指 多一指 多一个手指 多一根手指 多个手指 多长一指 多长一个手指 多出一指 多出一个手指 多了一个手指 多了一根手指 多生一指 多一个指头 多了个指头 多一个小指头"},
	{Extra, Toe, certain, "六趾 多趾 六个脚趾 七个脚趾 十一个脚趾 多一趾 多一个脚趾 多一根脚趾 多了一个脚趾 多长一个脚趾"},
	{Deformed, 0, certain, "畸形 残疾 残废 伤残 致残"},
	{Deformed, Head, certain, "颅骨缺损 颅骨缺失 颅骨凹陷 头骨凹陷 头骨缺损 头骨缺失 缺块骨头 缺一块骨头 少块骨头 少一块骨头"}, {Deformed, 0, besideSite, "塌了 塌了一块 塌一块 陷下去 陷进去 凹进去 凹下去 凹了 凹一块 瘪了 瘪进去 外突 外凸 凸出来 鼓出来 突出来 鼓起 鼓着 鼓出 凸起 凸着 向外鼓 往外鼓 粘在一块 比右边短 比左边短 短半截 短了 变形了 歪着"}, {Deformed, 0, besideSite, "变形 弯曲 弯 萎缩 挛缩 蜷缩 伸不直 僵直 强直 僵硬 短小 粗大 肿大 外翻 内翻 缺陷 缺口 豁口 歪斜 歪 短一截 发育不良 活动受限 不能弯曲 弯不了 活动不便 活动障碍 骨折 粘连 无法伸直 不能伸直 伸不开 无法弯曲 不能打弯 蜷着 抽筋 凹陷 深陷 塌陷 塌 突出 凸出 断过"},
	{Deformed, Back, certain, "驼背 罗锅 佝偻 弯腰驼背 背驼 驮背 陀背 背弓 背弯 腰弯 腰驼 直不起腰 腰直不起 腰直不起来 直不起身 背有点驼 背很驼 背驼得 脊柱侧弯 脊柱弯曲 脊柱畸形 弓背 驼"},
	{Deformed, Chest, certain, "鸡胸 漏斗胸 胸骨前突 胸骨突出 胸骨凸出 胸骨凹陷 胸廓畸形 胸骨畸形"},
	{Deformed, Mouth, certain, "歪嘴 嘴歪 口歪 口角歪斜 嘴角歪斜 口眼歪斜 面瘫"},
	{Deformed, Neck, certain, "歪脖子 歪脖 斜颈 脖子歪"},
	{Deformed, Finger, certain, "并指 连指 蹼指 手指并连 手指相连 手指连在一起 手指粘连 手指连着 指间有蹼 手指有蹼 两指并连 两指相连"},
	{Deformed, Toe, certain, "并趾 连趾 脚趾相连 脚趾连在一起 脚趾并连 脚趾粘连"},
	{Deformed, BigToe, certain, "大脚骨 拇外翻 踇外翻"},
	{Deformed, Shoulder, certain, "高低肩 左肩比右肩低 左肩比右肩高 右肩比左肩低 右肩比左肩高 左肩高 左肩低 右肩高 右肩低 左高右低 右高左低 两肩不平 双肩不平 肩膀不平 肩膀不一样高 两肩不一样高 双肩不等高 一肩高一肩低 肩膀一边高一边低 溜肩 肩膀一高一低"},
	{Deformed, Leg, certain, "腿不一样长 两腿不等长 双腿不等长 腿一长一短 一腿长一腿短 长短腿 长短脚 腿短 马蹄足 剪刀步"},
	{BowLegs, Leg, certain, "罗圈腿 罗圈 o型腿 o形腿 o腿 o字腿 弓形腿 圆规腿 弯弓腿 内翻膝"}, {KnockKnees, Leg, certain, "x型腿 x形腿 x腿 x字腿 k型腿 k形腿 外翻膝"},
	{Stoma, Belly, certain, "造瘘 造瘘口 造口 造口袋 造瘘袋 肠造口 人工肛门 假肛 挂粪袋 粪袋 尿袋 引流袋 瘘口"}, {Callus, Palm, certain, "老茧 茧子 手茧 厚茧 硬茧 茧"},
	{Implant, Chest, certain, "心脏起搏器 起搏器"}, {Implant, 0, certain, "钢板内固定 内固定 骨折内固定 钢钉内固定 钢板固定"},
	{Deformed, Foot, certain, "小脚 扁平足 平足 畸形足 内翻足 缠足 裹足 缠脚 裹脚 缠过脚 裹过脚 缠过足 裹小脚 裹过小脚 缠过小脚 缠小脚 三寸金莲"},
	{Deformed, Tooth, certain, "牙齿不齐 牙齿不整齐 牙齿稀疏 牙齿参差不齐 牙缝大 牙缝宽 牙缝较大 虎牙 坏牙 四环素牙 牙齿发黑 牙齿发黄 烂牙"},
	{Deformed, Nose, certain, "歪鼻子 鼻子歪 鼻梁歪 鼻梁断过"},
	{Deformed, Ear, certain, "小耳 招风耳 兜风耳 扇风耳 耳朵外张 耳朵往外张 耳朵外翻 耳朵招风 耳外张 耳朵支棱 耳朵向外张 双耳外张 大招风耳 迎风耳"},
	{Paralysed, 0, certain, "偏瘫 截瘫 瘫痪 瘫 半身不遂 中风后遗症 脑瘫 麻痹 不能动"},
	{Paralysed, Leg, certain, "小儿麻痹 坐轮椅 轮椅 不能行走 无法行走 不会走路 不能走路 无法站立 不能站立"},
	{Limp, Leg, certain, "跛行 蹒跚 步态蹒跚 走路蹒跚 拖地 脚拖地 拖地走 拖着脚 拖脚 拖步 走路晃 走路摇晃 走路摇摆 走不稳 拄着拐 拄着拐杖 拄棍 拄着棍 双拐 单拐 拐棍 高低脚 踮脚 垫脚 掂脚 脚跟不着地 踮着脚 左摇右晃 东倒西歪 摇摇晃晃 跛脚 跛足 跛腿 跛子 跛 瘸腿 瘸子 瘸 一瘸一拐 一拐一拐 一跛一跛 一颠一跛 拐脚 行走不便 腿脚不便 腿脚不好 腿脚不灵便 走路不便 行动不便 走路不稳 行走不稳 步态不稳 步态异常 步履蹒跚 走路摇晃 走路拖 拖腿 腿拖 拖着腿 拄拐 拄拐杖 拐杖 走路姿势异常 走路不正常 走路有点拐 走路拐 腿拐"},
	{Tremor, 0, besideSite, "抖"}, {Tremor, Head, certain, "摇头 头抖 头部抖动 头颤"},
	{Tremor, Hand, certain, "手抖 手发抖 手会抖 双手抖 抖动 抖个不停 不停抖 颤抖 发抖 震颤 帕金森 哆嗦"},
	{Blind, Eye, certain, "玻璃眼 玻璃眼珠 玻璃眼球 玻璃珠子 假眼珠 假眼球 塑料眼 义眼片 狗眼"}, {Blind, 0, besideSite, "玻璃球 玻璃珠 玻璃的"}, {Blind, Eye, certain, "失明 义眼 假眼 独眼 瞎 盲 盲人 看不见 看不清 看不到 眼角膜白斑 眼角膜云翳 眼角膜混浊 眼角膜浑浊 眼角膜白翳 角膜白斑 角膜云翳 角膜混浊 角膜浑浊 角膜白翳 角膜病 眼翳 白翳 云翳 翳子 萝卜花 萝卜眼 眼里有个白点 眼里有白点 眼中有白点 眼里有白斑 眼里有块白 眼珠上有白点 眼球上有白点 眼珠上有白斑 眼球上有白斑 眼里有层白膜 眼睛里有白膜 眼睛里有个白点 眼睛里有白点 眼上有白膜 白眼珠 眼珠发白 眼球发白 眼睛发白 眼睛是白的 眼珠是白的 眼仁发白 眼珠子是白的 眼球白 视力障碍 视力残疾 视物不清 白内障 眼球萎缩 眼球混浊 眼球浑浊 玻璃花 视力差 视力模糊 弱视 无光感 独眼龙"},
	{Squint, Eye, certain, "斜视 往一起对 往里对 对在一起 眼珠往外斜 往里斜 往外斜 斜楞眼 斜愣眼 斜楞 斜愣 睨眼 眼位不正 斜眼 对眼 斗鸡眼 斗眼"},
	{DoubleLid, Eye, certain, "双眼皮 重眼皮"},
	{SingleLid, Eye, certain, "单眼皮"},
	{Deaf, Ear, certain, "失聪 聋 耳背 听不见 听不到 听不清 听不着 听不真 听不真切 听不太清 听不大清 听不太见 听不大见 听力不灵 耳朵沉 耳朵不灵 耳朵不中用 耳朵不行 耳朵实 听力障碍 听力残疾 听力差 耳朵背 耳朵聋 耳聋 耳朵听不见 听力弱 听力较差 听力很差 听力不佳 听力减退 听觉差 听障 背耳 听力下降 听力不好 耳朵不好 重听 聋哑"},
	{Mute, 0, certain, "哑 失语 不会说话 不能说话 无法说话 不能言语 不语 不会讲话 不能讲话 无法讲话 不会言语 无法言语 说不了话 不会开口 说不出话 讲不出话 发不出声 发不出声音 出不了声 失声 失语症 哑巴 哑人 言语障碍 言语残疾 语言障碍"},
	{Stutter, 0, certain, "口吃 结巴 结巴磕子 磕巴 说话不利索"},
	{Slurred, 0, certain, "口齿不清 言语不清 吐字不清 说话不清 说话含糊 说话不清楚 大舌头 吐词不清 语言不清 说话漏风 言语含糊 咬字不清 表达不清 语言表达不清 言语表达不清 表述不清 口齿含糊 口齿不太清 口齿不利 口齿不灵 口齿不清楚 口齿不清晰 说话含混 含糊不清 吐词含糊 吐字含糊 吐字不清楚 说话不清晰 发音不清 说话吐字不清 说话口齿不清 言语不清楚 语言含糊 舌头大 表达含糊 说话模糊"},
	{Cleft, Mouth, certain, "兔唇 嘴唇豁开 嘴唇豁了 嘴唇豁口 上嘴唇豁 上唇豁 上唇裂 嘴唇有豁口 嘴唇有豁 嘴唇缺口 上唇缺口 豁子嘴 豁子 裂唇 唇腭 唇裂 豁嘴 豁唇 腭裂 唇腭裂 三瓣嘴 兔子嘴"},
	{Dental, 0, besideSite, "镶的 镶的金 镶的金的 镶的是金的 镶的银 镶的银的 镶着金 镶上金 镶的假牙 包的金 包的金的 包着金 是补的 补过 做过根管 装的假牙"}, {Dental, Tooth, certain, "金牙 银牙 假牙 镶牙 烤瓷牙 义齿 牙套 种植牙 补牙 镶了牙 铁牙 包牙 假牙齿 大金牙 钢牙 瓷牙 镶金牙 镶银牙 镶着牙 镶有 镶了 补过牙 活动假牙 全口假牙 满口假牙 箍牙 矫正牙齿 牙箍 牙冠"},
	{Underbite, Tooth, certain, "地包天 兜齿 反颌 反牙合 反合 下巴前突 下颌前突 下颌突出 下巴突出 下牙包上牙 月牙脸 鞋拔子脸"},
	{Buckteeth, FrontTooth, certain, "龅牙 暴牙 爆牙 天包地 大板牙 门牙突出 门牙外突 牙齿外突 龇牙 哨牙 牙齿外凸 门牙外凸 牙齿前突 大龅牙 龅门牙 牙齿突出 门牙前突 牙齿向外突 门牙外露 牙外突 龅 门牙撅 撅牙 牙齿外龇 龇着牙"},
	{Bald, Head, certain, "秃顶 没几根头发 没多少头发 没什么头发 头发没几根 头发掉光 头发掉光了 头发掉完 头发快掉光 头发快掉完 头发少 头发很少 发际线高 地中海 脱顶 秃了 秃着 谢了顶 光顶 掉光头发 秃头 谢顶 光头 秃 斑秃 鬼剃头 缺一块头发 少一块头发 一块没头发 有块没头发 一块不长头发 缺块头发 脱发 头发稀少 头发稀疏 无头发 没有头发 没头发 瘌痢头 癞痢头 掉发"},
	{Grey, Head, certain, "白发 白头发 花白 斑白 灰白 头发全白 头发白 少白头 银发 白头 头发就白了 头发白了 头发都白了 头发全白了 头发早白 头发已白 头发已经白了 头发半白 头发变白 满头白 满头银丝 白了头 白头发多 白发多 两鬓斑白 两鬓花白 鬓角白 鬓发斑白 花白头发 花白的头发 头发灰白"},
	{Dyed, Head, certain, "染发 头发染 染头 染了头发 头发染过 黄毛 红毛 挑染 奶奶灰 黄色头发 红色头发 紫色头发 蓝色头发 棕色头发 头发黄色 头发红色 染黄 染红 染过头发 染成 染了 黄头发 红头发"},
	{Dimple, Cheek, certain, "酒窝 酒涡 梨涡 酒坑 笑窝 笑涡 梨窝 酒窝窝 小酒窝 单酒窝"},
	{LeftHanded, 0, certain, "左撇子 左利手 惯用左手 左手写字 左手吃饭 用左手写字 用左手吃饭 左手拿筷 左手拿筷子 习惯用左手 左撇"},
	{Scar, 0, certain, "scar scars stitches"}, {Burn, 0, certain, "burn burns burned burnt scald"}, {Mole, 0, certain, "mole moles"},
	{Birthmark, 0, certain, "birthmark birthmarks"}, {Tattoo, 0, certain, "tattoo tattoos tattooed"}, {Missing, 0, besideSite, "missing lost amputated"},
	{Blind, Eye, certain, "blind"}, {Deaf, Ear, certain, "deaf"}, {Mute, 0, certain, "mute"}, {Limp, Leg, certain, "limp limps limping"},
	{Stutter, 0, certain, "stutter stutters stammer stammers"}, {Bald, Head, certain, "bald"}, {Deformed, 0, certain, "deformed deformity"},
}

var siteWords = []struct {
	site  Site
	words string
}{
	{Head, "脑袋 脑壳 脑瓜 脑瓜子 脑袋瓜 头骨 颅顶 头盖骨 头部 头皮 头顶 头上 头 颅骨 顶部头皮 head"}, {BackOfHead, "后脑勺 后脑 枕部 脑后"},
	{Face, "面部 脸部 脸上 脸面 颜面 面上 脸庞 脸 face"}, {Forehead, "前额 额头 额部 额角 额上 额 脑门 脑门子 天庭 forehead"},
	{Temple, "太阳穴 颞部 鬓角 两鬓 鬓边 鬓 temple"}, {Brow, "眉毛 眉弓 眉骨 眉头 眉梢 眉尾 眉心 眉间 眉角 眉 eyebrow brow"},
	{Eye, "眼睛 眼部 眼角 眼皮 眼睑 眼眶 眼底 眼球 眼窝 眼珠 眼圈 目 眼 eye eyes"}, {Cheek, "脸颊 面颊 脸蛋 颊部 颊 颧骨 颧部 腮 腮部 cheek"},
	{Nose, "鼻子 鼻梁 鼻尖 鼻翼 鼻部 鼻头 鼻 nose"}, {Mouth, "嘴唇 嘴角 嘴巴 上唇 下唇 口角 口周 口唇 唇部 唇 嘴边 嘴 人中 口腔 mouth lip lips"},
	{Chin, "下巴 下颌 下颏 下颚 chin jaw"}, {Tongue, "舌头 舌"},
	{Tooth, "牙齿 牙 上牙 下牙 满口牙 上排牙 下排牙 tooth teeth"}, {FrontTooth, "门牙 门齿 切牙 前牙 大门牙"}, {UpperFrontTooth, "上门牙 上门齿 上切牙 上面门牙 上排门牙"}, {LowerFrontTooth, "下门牙 下门齿 下切牙 下面门牙 下排门牙"}, {BackTooth, "大牙 后槽牙 槽牙 智齿 臼齿 后牙 磨牙 尽头牙"},
	{Ear, "耳前 耳屏 耳边 耳旁 耳侧 耳轮 耳朵 耳垂 耳廓 耳后 耳部 耳根 耳 ear"}, {Neck, "颈部 颈前 颈后 脖子 脖颈 后颈 颈 脖 喉咙 喉结 咽喉 neck"},
	{Shoulder, "肩膀 肩部 肩头 肩胛 锁骨 肩 shoulder"}, {Chest, "胸部 胸前 胸口 胸腹 前胸 胸 乳房 乳头 乳 chest"}, {Armpit, "腋下 腋窝 胳肢窝"},
	{Belly, "腹部 上腹部 下腹部 上腹 下腹 小腹 肚皮 肚子 肚脐 脐周 肚脐眼 腹 肚 abdomen belly stomach"}, {Waist, "腰部 腰间 腰上 侧腰 后腰 腰 肋部 肋下 肋骨 waist"},
	{Groin, "腹股沟 会阴 大腿根部 大腿根"}, {Buttock, "尾巴骨 尾骨 尾椎 尾椎骨 骶尾部 骶尾 骶部 骶骨 尾巴根 屁股蛋 屁股沟 腚 臀部 屁股 臀 髋部 胯部 胯"}, {Back, "后背部 后背 背部 背上 脊背 脊柱 脊椎 腰椎 颈椎 肩背 背 back"},
	{Arm, "胳膊 手臂 臂膀 上肢 膀子 臂 arm"}, {UpperArm, "上臂 大臂 三角肌"}, {Elbow, "手肘 肘部 肘关节 胳膊肘 肘 elbow"}, {Forearm, "前臂 小臂 forearm"},
	{Wrist, "手腕 腕部 腕关节 手腕部 腕 wrist"}, {Hand, "手部 手工伤 手机器 手上 手 虎口 hand hands"}, {BackOfHand, "手背 手背部"}, {Palm, "手掌 手心 掌心 掌部 palm"},
	{Finger, "手指 手指头 指头 指尖 指端 指部 五指 十指 指 finger fingers"}, {Thumb, "拇指 大拇指 大拇哥 大指 手拇指 thumb"},
	{IndexFinger, "食指 示指 二拇指 index forefinger"}, {MiddleFinger, "中指"}, {RingFinger, "无名指 环指 四指 手环指"}, {LittleFinger, "小指 小拇指 小手指 尾指 小指头 pinky"},
	{Leg, "腿部 双下肢 下肢 腿上 腿 leg legs"}, {Thigh, "大腿 股部 大腿部 thigh"}, {Knee, "膝盖 膝部 膝关节 膝下 膝上 膝 knee"},
	{Shin, "小腿 小腿肚 胫前 胫骨 小腿部 shin"}, {Ankle, "脚踝 踝部 踝关节 脚脖子 踝 脚腕 ankle"}, {Foot, "脚部 足部 脚背 足背 脚面 脚后跟 足跟 脚跟 脚 足 foot feet"},
	{Sole, "脚底 脚掌 脚心 足底"}, {Toe, "脚趾 足趾 脚趾头 脚指头 脚指 趾 toe toes"}, {LittleToe, "小脚趾 小脚指 小趾 尾趾 小脚趾头"}, {BigToe, "大脚趾 大脚指 拇趾 踇趾 大趾 脚大拇指 脚拇指 大脚趾头"},
}

// fingerLists are fingers written as one word: 食、中指.
var fingerLists = []struct {
	first, second Site
	words         string
}{
	{IndexFinger, MiddleFinger, "食中指 食、中指 食、中 食中二指 示中指 示、中指 示、中"}, {MiddleFinger, RingFinger, "中环指 中、环指 中、无名指"},
	{RingFinger, LittleFinger, "环小指 环、小指 无名指小指"}, {Thumb, IndexFinger, "拇食指 拇、食指 拇、食 拇、示指"}, {IndexFinger, 0, "食、 示、"}, {Thumb, 0, "拇、"},
}

var colourWords = []struct {
	colour Colour
	words  string
}{
	{Black, "黑褐色 黑色 深色 黑"}, {Red, "暗红色 鲜红色 粉红色 红色 红"}, {Blue, "青黑色 青色 青蓝色 蓝色 蓝黑色 青紫色 青"},
	{Brown, "咖啡色 棕色 褐色 棕褐色 浅褐色 深褐色 茶色 褐"}, {White, "白色"}, {Purple, "紫红色 紫色 紫黑色 紫"}, {Yellow, "黄色 黄褐色"},
}

// sizeWords are things that a mark is as large as, in millimetres; each stands with one
// of sizeEnds behind it.
var sizeWords = []struct {
	mm    uint16
	words string
}{
	{2, "芝麻 针尖 针头 芝麻粒"}, {4, "米粒 绿豆 小米 小米粒 大米粒 绿豆粒 米粒儿 红豆"}, {6, "豆粒 豌豆 豆子 玉米粒 玉米"}, {8, "黄豆 黄豆粒 花生粒"}, {12, "指甲盖 指甲 花生米 花生 纽扣 扣子 小指 小指头 小拇指 小手指 一分钱 一角硬币 一毛硬币 樱桃"},
	{18, "蚕豆 手指肚 指肚 指头 手指头 手指 拇指 大拇指 拇指盖 五分钱 五角硬币 五毛硬币 葡萄"}, {25, "硬币 一元硬币 一块钱硬币 铜钱 钱币 枣 一元钱 瓶盖 鹌鹑蛋 桂圆"}, {35, "核桃 乒乓球 鸽子蛋"}, {50, "鸡蛋 鸭蛋 杏子 桃子"}, {80, "拳头 碗口 苹果"}, {100, "巴掌 手掌 掌 手心"},
}

// otherWords are the words that hold the sentence together, by class.
var otherWords = []struct {
	class class
	words string
}{
	{deny, "未有 未查及 未见到 未见有 不见"},
	{not, "不 未 非"},
	{unknown, "否 待查"},
	{have, "有 可见 见 存在 长有 带有 具有 发现 呈 并非没有 不是没有 并非无 不是无 has with"},
	{left, "留有 留下 遗留 遗留有 遗留下 形成 残留 残留有 后留 后遗留"},
	{but, "但是 但 仅有 仅 只有 only but"},
	{still, "还有 另有 并有 且有 也有 又有 还长 上有 处有 并伴 伴有 另见 其上有"},
	{join, "、 和 及 与 并 跟 以及 或 或者 及其 / and or"},
	{locate, "位于 处于 在 于 ： : ( （ on at above below"},
	{ask, "有无 是否有 是否 有没有"},
	{span, "至 到 延伸到 延伸至 to"},
	{height, "身高 体重 身长 体长 鞋码 鞋长 头发长 发长 胡须长 胡子长 穿鞋 脚长"},
	{use, "指甲盖 指甲 拿着 拿 持 提着 提 戴着 戴 穿着 穿 系着 系 挎着 挎 拎着 拎 牵着 牵 抱着 拄 握 背着 背个 背一"},
	{about, "左右"},
	{soft, "非先天性 非先天 不是先天性 不是先天 不是先天的 并非先天性 不是天生 不是天生的 非天生 并非天生 不是从小 部 侧 边 处 上 下 上方 下方 内侧 外侧 前侧 后侧 中间 中央 附近 周围 里 内 外 位置 区 的 个 了 着 约 大约 长约 长 宽 大小 小 大 各 均 都 皆 分别 全 也 被 曾 曾经 已 陈旧性 陈旧 明显 明显的 不明显 较 很 有点 稍 轻微 轻度 先天性 先天 后天 严重 新鲜 多处 多颗 几处 几颗 几个 几道 几条 数处 数条 多个 多条 多道 若干 条形 条状 片状 大片 小片 大面积 局部 特殊 其他 其它 任何 异常 后 过 时 因 致 造成 导致 是 为 体表 身上 全身 身体 皮肤 四肢 肢体 体 ) ） 性 术后 根部 旁 旁边 面 端 只 条 颗 根 道 块 枚 末节 末端 远端 近端 第一节 第二节 第一指节 第二指节 指节 指关节 一节 半截 关节 跟部 手术后 a an the of in his her is are area side"},
	// Words that hold a word of another meaning.
	{other, "斗大的字 斗大字 斗大 刺伤 刺痛 刺激 刺眼 刺鼻 刺猬 刺破 刺绣 小脚裤 小脚丫 小脚印 小脚趾缝 塌鼻梁 塌鼻子 塌鼻 嗓子哑 嗓音哑 声音哑 哑嗓 哑嗓子 嗓子沙哑 声音沙哑 钢板厂 钢板床 钢板车 支架床 鱼尾纹路 造口铺 歪着头 弯着腰 弯腰 弯眉 狼头 虎头 鹰头 龙头 骷髅头 狮子头 狮头 蛇头 马头 牛头 没有头发的 手机 手表 手套 手续 手工 手艺 手术 手镯 手链 手环 手提袋 手提 手持 手拿 手里 手语 手串 手势 水手 助手 扶手 徒手 二手 动手 歌手 对手 分手 挥手 握手 手足无措 眼镜 墨镜 眼泪 眼神 眼药 眼光 大眼睛 小眼睛 亲眼 眼袋 眼科 耳环 耳钉 耳坠 耳机 耳饰 木耳 助听器 牙膏 牙刷 月牙形 月牙 牙签 牙科 牙疼 牙痛 锯齿 背心 背包 背带 背诵 违背 背影 背井离乡 后背包 双肩包 双肩背包 斜挎包 坎肩 腰包 腰带 腰围 皮带 胸卡 胸牌 胸围 胸罩 肚子疼 肚子饿 拉肚子 腹泻 腹痛 头晕 头疼 头痛 头脑 头发 头巾 头戴 头饰 拳头 骨头 石头 木头 老头 锄头 街头 码头 桥头 外头 里头 前头 后头 镜头 馒头 枕头 丫头 平头 寸头 分头 板寸头 头绳 头盔 满足 不足 足够 足球 足疗 脚链 脚穿 脚气 腿疼 指纹 指认 指着 指出 指示 戒指 口音 口袋 口罩 口红 额外 金额 余额 名额 脸色 脸型 圆脸 长脸 方脸 瓜子脸 国字脸 鹅蛋脸 洗脸 目前 目的 项目 面目 节目 皱纹 抬头纹 鱼尾纹 法令纹 花纹 条纹 横纹 波纹 纹路 斜纹 纹理 掌纹 缺乏 缺铁 缺钙 缺氧 缺水 缺点 缺钱 缺衣少食 少言 寡言少语 少语 少数 少量 多少 减少 少年 少女 少妇 至少 很少 少许 少见 少动 较少 断断续续 判断 诊断 中断 断绝 不断 断定 打断 断片 哑铃 沙哑 嘶哑 瞎说 瞎逛 瞎编 盲目 盲文 文盲 文化 文字 文件 文具 文艺 文员 文静 文弱 文质 文胸 文凭 文书 文山 文昌 文县 中文 英文 语文 外文 作文 藏文 维文 蒙文 斯文 汉文 论文 水文 天文 文登 文成 文水 半文盲 文章 文中 文革 文明 小文 背包 书包 钱包 挎包 提包 包子 面包 手提包 双肩的包 智力残疾 智力缺陷 精神残疾 残疾证 残疾人证 残疾人 残联 工伤 裁缝 缝补 缝纫 无家可归 无业 无法 无力 无色 无痛 无人 无故 无语 无身份证 无证件 肿瘤医院 骆驼 牵手 饮食、 零食、 粮食、 伙食、 食、宿 染病 传染 感染 污染 沾染 白头翁 没事 没钱 没问题 没说 没法 没人 无异常 不断 有限 所有 有时 有关 有效 有过 左邻右舍 左邻 右舍 左转 右转 一双 黑色素 红色素 旋转 盘旋 周旋 凯旋 旋律 旋涡 螺旋 奋斗 战斗 打斗 斗争 北斗 斗笠 漏斗 斗门 斗嘴 斗气 斗殴 烟斗 抖音 抖机灵 手术室 手术后 手术台 种痘村 外八里 小耳朵眼 粮仓里 手掌大学 手指长得 山疙瘩 面疙瘩 麻子店 火烧店"},
}

var sideWords = []struct {
	side  Side
	words string
}{
	{Left, "左 左侧 左边 左面 左半 左侧的 left"}, {Right, "右 右侧 右边 右面 右半 右侧的 right"},
	{Both, "双 双侧 两侧 两边 左右两侧 左右两边 左右双侧 二侧 both"},
}

// sizeEnds make a size of a thing: 小指大 is no finger.
var sizeEnds = strings.Fields("大小 大 般大 般大小 一般大 样大 一样大 那么大 粗 状大小 形状大小 左右大小")

// countedWords hold how many there are.
var countedWords = []struct {
	kind  Kind
	site  Site
	n     uint16
	words string
}{
	{Whorl, Head, 1, "单旋 独旋 一个旋"}, {Whorl, Head, 2, "双旋 双旋儿 双发旋 双头旋 俩旋 两旋 两个旋 二个旋 双顶旋 两个发旋 两个头旋"}, {Whorl, Head, 3, "三旋 三个旋"},
	{PrintWhorls, Finger, 10, "十个斗 全是斗 都是斗 全斗 十指全斗 十斗"}, {PrintLoops, Finger, 10, "十个簸箕 全是簸箕 都是簸箕 全簸箕"},
}

// unitWords are lengths in millimetres; classifiers count marks.
var unitWords = map[string]float64{"cm": 10, "厘米": 10, "公分": 10, "㎝": 10, "mm": 1, "毫米": 1, "寸": 33, "分米": 100}

const classifiers = "颗个道条处块枚根只粒节截片排串"

type lexeme struct {
	runes []rune
	token token
}

// lexicon are the words by their first two characters, longest first; those of one
// character have 0 for the second.
var lexicon = sync.OnceValue(func() map[[2]rune][]lexeme {
	m := map[[2]rune][]lexeme{}
	put := func(words string, t token) {
		for w := range strings.FieldsSeq(words) {
			r := []rune(w)
			key := [2]rune{r[0]}
			if len(r) > 1 {
				key[1] = r[1]
			}
			m[key] = append(m[key], lexeme{r, t})
		}
	}
	for _, e := range otherWords {
		put(e.words, token{class: e.class})
	}
	put(strings.Join(assertion.Words(assertion.Denied), " "), token{class: deny})
	put(strings.Join(assertion.Words(assertion.NotKnown), " "), token{class: unknown})
	for _, e := range kindWords {
		for w := range strings.FieldsSeq(e.words) {
			put(w, token{class: kindWord, kind: e.kind, site: e.site, confidence: e.confidence, colour: colourWithin(e.kind, w)})
		}
	}
	for _, e := range siteWords {
		put(e.words, token{class: siteWord, site: e.site})
	}
	for _, e := range fingerLists {
		put(e.words, token{class: siteWord, site: e.first, also: e.second})
	}
	for _, e := range colourWords {
		put(e.words, token{class: colourWord, colour: e.colour})
	}
	for _, e := range sizeWords {
		for thing := range strings.FieldsSeq(e.words) {
			for _, end := range sizeEnds {
				put(thing+end, token{class: sizeWord, n: e.mm})
			}
		}
	}
	for _, e := range countedWords {
		put(e.words, token{class: kindWord, kind: e.kind, site: e.site, n: e.n})
	}
	for _, e := range sideWords {
		put(e.words, token{class: sideWord, side: e.side})
	}
	for _, made := range composed() {
		put(made.word, made.token)
	}
	for _, list := range m {
		slices.SortStableFunc(list, func(a, b lexeme) int { return cmp.Compare(len(b.runes), len(a.runes)) })
	}
	return m
})

// colourWithin returns the colour that a word for a mole or a birthmark begins with: 红痣.
func colourWithin(k Kind, word string) Colour {
	if k != Mole && k != Birthmark {
		return 0
	}
	for _, e := range colourWords {
		for c := range strings.FieldsSeq(e.words) {
			if strings.HasPrefix(word, c) {
				return e.colour
			}
		}
	}
	if strings.HasPrefix(word, "朱砂") {
		return Red
	}
	return 0
}
