package table

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/width"

	"github.com/guitu-project/guitu/models"
)

// field says what a column is of.
type field int

// The fields that columns are of. ignored is what a person need not know (a running
// number); text is what no other field takes.
const (
	text field = iota
	ignored
	externalID
	legalName
	selfName
	heardName
	formerName
	nickname
	otherName
	sex
	birthDate
	age
	identity
	height
	weight
	shoeSize
	build
	bloodType
	ethnicity
	nativePlace
	accent
	marks
	appearance
	clothing
	belongings
	conditions
	narrative
	circumstances
	eventDate
	eventPlace
	origin
	contactName
	contactRelation
	contactPhone
	father
	mother
	spouse
	children
	relatives
	heardPlaces
	dna
	status
	photo
	stamp
	fields // how many there are
)

// fieldNames are how fields are called from outside, by mappings and exports.
var fieldNames = [fields]string{
	text: "text", ignored: "ignore", externalID: "externalId", legalName: "name", selfName: "selfReportedName", heardName: "heardName", formerName: "formerName",
	nickname: "nickname", otherName: "otherScriptName", sex: "sex", birthDate: "birthDate", age: "age", identity: "idNumber", height: "height", weight: "weight",
	shoeSize: "shoeSize", build: "build", bloodType: "bloodType", ethnicity: "ethnicity", nativePlace: "nativePlace", accent: "accent", marks: "marks",
	appearance: "appearance", clothing: "clothing", belongings: "belongings", conditions: "conditions", narrative: "narrative", circumstances: "circumstances",
	eventDate: "eventDate", eventPlace: "eventPlace", origin: "source", contactName: "contactName", contactRelation: "contactRelation", contactPhone: "contactPhone",
	father: "father", mother: "mother", spouse: "spouse", children: "children", relatives: "relatives", heardPlaces: "heardPlaces", dna: "dnaSampleId",
	status: "status", photo: "photo", stamp: "stamp",
}

// fieldOf returns the field of that name.
func fieldOf(name string) (field, bool) {
	i := slices.Index(fieldNames[:], name)
	return field(max(0, i)), i >= 0
}

// Fields returns the names of the fields that a column can be mapped to.
func Fields() []string { return slices.Clone(fieldNames[:stamp]) }

// CheckMapping returns nil if every field of a mapping is one. Errors:
// *models.InvalidError (mapping).
func CheckMapping(fieldByHeading map[string]string) error {
	for heading, name := range fieldByHeading {
		if _, ok := fieldOf(name); !ok || name == fieldNames[stamp] {
			return models.Invalid("mapping", fmt.Sprintf("“%s”对应的“%s”不是字段名，应为 %s 之一", heading, name, strings.Join(Fields(), "、")),
				fmt.Sprintf("%q: %q is no field: write one of %s", heading, name, strings.Join(Fields(), ", ")))
		}
	}
	return nil
}

// names lists how each field is called, folded as fold does. A heading is one of these,
// or begins or ends with what only says whose it is (whose).
var names = map[field]string{
	ignored:         "序号 序 行号 no 年度 错误原因 error importerror 更新时间 updatetime",
	externalID:      "编号 案件编号 案号 档案号 档案编号 登记编号 登记号 救助编号 人员编号 记录编号 立案编号 立案号 寻亲编号 信息编号 externalid id caseid caseno casenumber recordno",
	legalName:       "姓名 名字 真实姓名 本人姓名 户籍姓名 name fullname 人员",
	selfName:        "自报姓名 自述姓名 自称姓名 自报名 selfreportedname",
	heardName:       "听音姓名 音译姓名 谐音姓名 姓名音 heardname",
	formerName:      "曾用名 原名 旧名 formername",
	nickname:        "别名 绰号 外号 小名 乳名 昵称 化名 nickname alias",
	otherName:       "英文名 拼音 姓名拼音 外文名 民族文字姓名 pinyin",
	sex:             "性别 sex gender sexgender gendersex",
	birthDate:       "出生日期 出生年月 出生年月日 出生时间 生日 出生 birthdate dateofbirth dob birthday",
	age:             "年龄 岁数 目测年龄 估计年龄 大概年龄 年龄段 现年龄 时年 age",
	identity:        "身份证 身份证号 身份证号码 公民身份号码 公民身份证号码 证件号码 证件号 idnumber idcard",
	height:          "身高 height",
	weight:          "体重 weight",
	shoeSize:        "鞋码 鞋号 鞋子尺码 shoesize",
	build:           "体型 体态 身材 胖瘦 build",
	bloodType:       "血型 bloodtype",
	ethnicity:       "民族 ethnicity",
	nativePlace:     "籍贯 户籍地 户籍地址 户籍所在地 户口所在地 户籍 家庭住址 家庭地址 住址 住所 原籍 老家 现住址 居住地 出生地 nativeplace homeaddress address hometown",
	accent:          "口音 方言 语言 accent dialect",
	marks:           "体表标记 体表特征 特殊标记 特殊特征 明显特征 疤痕 胎记 纹身 伤疤 痣 marks scars",
	appearance:      "特征 体貌特征 相貌特征 外貌特征 身体特征 面貌特征 相貌 外貌 长相 体貌 特殊体貌特征 appearance description features",
	clothing:        "衣着 穿着 着装 衣着特征 穿着特征 服饰 衣着打扮 clothing clothes",
	belongings:      "随身物品 携带物品 物品 belongings",
	conditions:      "健康状况 病史 疾病 精神状况 精神状态 身体状况 残疾情况 残疾类别 智力状况 智力情况 疾病史 health conditions medicalconditions",
	narrative:       "本人自述 自述 口述 自述情况 自述内容 陈述 narrative statement",
	circumstances:   "经过 案情 简要案情 简要情况 原因 情况 情况说明 备注 说明 详情 其他情况 其他 事由 circumstances remarks notes comment comments details",
	eventDate:       "时间 日期 missingdate founddate lastseen lastseendate lastseenon datemissing datefound date 入站时间 入站日期 进站时间 来站时间 接收时间 求助时间 立案时间",
	eventPlace:      "地点 地址 地 missingplace foundplace lastseenplace lastseenat placemissing placefound place location 来站地点",
	origin:          "救助站 所属救助站 站点 救助机构 救助管理站 机构 来源 数据来源 单位 填报单位 报送单位 立案单位 受理单位 派出所 立案派出所 station source agency",
	contactName:     "联系人 家属 家属姓名 联系人姓名 报案人 报案人姓名 亲属姓名 监护人 contact contactname",
	contactRelation: "关系 与其关系 与本人关系 与联系人关系 relation relationship",
	contactPhone:    "电话 联系电话 联系方式 手机 手机号 手机号码 联系人电话 电话号码 家属电话 家属联系电话 phone telephone mobile contactphone",
	father:          "父亲 父亲姓名 父 father fathername",
	mother:          "母亲 母亲姓名 母 mother mothername",
	spouse:          "配偶 配偶姓名 丈夫 妻子 爱人 spouse",
	children:        "子女 子女姓名 儿女 儿子 女儿 children",
	relatives:       "亲属 家庭成员 家人 主要家庭成员 relatives family",
	heardPlaces:     "提到的地名 说到的地名 地名 heardplaces",
	status:          "状态 status",
	photo:           "照片 相片 图片 照片文件 照片文件名 照片名称 photo photos photofile picture",
	stamp:           "guitu校验",
	dna:             "dna编号 血样编号 dna样本编号 dna样本号 采血编号 dna dnasampleid",
}

// whose says of whom or of what event a heading is: 失踪人姓名, 走失时间.
var whose = []string{
	"被寻找人", "被寻人", "失踪人员", "失踪者", "失踪人", "走失人员", "走失者", "走失人", "受助人员", "受助人", "求助人员", "求助人", "流浪人员", "被救助人", "当事人", "本人", "人员", "老人", "儿童", "孩子",
	"失踪时", "走失时", "失踪", "走失", "失联", "丢失", "离家", "出走", "发现时", "发现", "救助", "捡拾", "入站时", "最后出现", "最后被见", "寻亲", "登记", "基本", "的",
}

// traditional folds the traditional characters that headings are written with.
var traditional = strings.NewReplacer(
	"別", "别", "齡", "龄", "貫", "贯", "備", "备", "註", "注", "聯", "联", "絡", "系", "電", "电", "話", "话", "蹤", "踪", "時", "时", "間", "间", "點", "点",
	"徵", "征", "體", "体", "編", "编", "號", "号", "證", "证", "親", "亲", "屬", "属", "關", "关", "係", "系", "狀", "状", "況", "况", "經", "经", "過", "过",
	"發", "发", "現", "现", "單", "单", "來", "来", "處", "处", "種", "种", "碼", "码", "會", "会", "協", "协", "遺", "遗", "記", "记", "錄", "录", "說", "说", "衣著", "衣着", "穿著", "穿着", "籍貫", "籍贯", "血樣", "血样", "樣", "样", "繫", "系", "縣", "县", "歲", "岁", "鄉", "乡", "門", "门", "頭", "头", "髮", "发", "膚", "肤", "臉", "脸", "區", "区", "測", "测", "實", "实", "長", "长",
	"業", "业", "職", "职", "學", "学", "歷", "历", "稱", "称", "離", "离", "見", "见", "後", "后", "報", "报", "員", "员", "戶", "户", "監", "监", "護", "护", "類", "类", "殘", "残",
	"語", "语", "紋", "纹", "標", "标", "顯", "显", "裝", "装", "飾", "饰", "攜", "携", "帶", "带", "隨", "随", "質", "质", "尋", "寻", "獲", "获", "陳", "陈", "訴", "诉", "國", "国", "簡", "简", "狀況", "状况", "鞋碼", "鞋码", "重量", "体重", "生日期", "生日期",
)

// fold makes headings that mean the same equal: half width, lower case, simplified, and
// without what stands in brackets, spaces and punctuation. unit is what stood in brackets.
func fold(heading string) (folded, unit string) {
	heading = traditional.Replace(strings.ToLower(width.Narrow.String(heading)))
	var out, in strings.Builder
	depth := 0
	for _, r := range heading {
		switch {
		case strings.ContainsRune("([{【〔", r):
			depth++
		case strings.ContainsRune(")]}】〕", r):
			depth = max(0, depth-1)
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
		case depth > 0:
			in.WriteRune(r)
		default:
			out.WriteRune(r)
		}
	}
	return out.String(), in.String()
}

// headings says what folded headings mean.
type headings map[string]column

// knownHeadings returns what is built in, and what else is known.
func knownHeadings(more map[string]models.Meaning) headings {
	known := make(headings, 400+len(more))
	for f, list := range names {
		for name := range strings.FieldsSeq(list) {
			known[name] = column{field: f, known: true, by: models.MappedByName, certainty: 1}
		}
	}
	for heading, m := range more {
		if f, ok := fieldOf(m.Field); ok {
			folded, _ := fold(heading)
			known[folded] = column{field: f, known: true, by: m.By, certainty: 1}
		}
	}
	return known
}

// column holds what a column is of, and how it is headed.
type column struct {
	field     field
	heading   string // as written
	unit      string // that the heading tells: cm
	known     bool
	by        models.MappedBy
	certainty float64
	years     calendar
	proposal  field // what it may be, if it is not known; text for nothing
}

// whoseCertainty is how sure a heading is that was found without the words that say whose
// it is: a judgement, for 失踪人联系人 is not always theirs.
const whoseCertainty = .95

// read returns what a heading means; of 姓名 Name either half may say it.
func (h headings) read(written string) column {
	c := h.readWhole(written)
	folded, _ := fold(written)
	for _, half := range []string{keep(folded, isChinese), keep(folded, func(r rune) bool { return !isChinese(r) })} {
		if found, ok := h.find(half); ok && !c.known {
			found.heading, found.unit = c.heading, c.unit
			c = found
		}
	}
	return c
}

// readWhole returns what a heading means as a whole.
func (h headings) readWhole(written string) column {
	folded, unit := fold(written)
	c, ok := h.find(folded)
	if !ok {
		c = column{by: models.NotMapped}
	}
	c.heading, c.unit = strings.Join(strings.Fields(written), " "), unit
	return c
}

func isChinese(r rune) bool { return unicode.Is(unicode.Han, r) }

// keep returns the characters that fit.
func keep(text string, fits func(rune) bool) string {
	return strings.Map(func(r rune) rune {
		if fits(r) {
			return r
		}
		return -1
	}, text)
}

// find looks a folded heading up, as it is and without the words that say whose it is.
func (h headings) find(folded string) (column, bool) {
	if c, ok := h[folded]; ok {
		return c, true
	}
	for _, w := range whose {
		if rest, ok := strings.CutPrefix(folded, w); ok && rest != "" {
			if c, ok := h.find(rest); ok {
				c.certainty = min(c.certainty, whoseCertainty)
				return c, true
			}
		}
	}
	return column{}, false
}

// KnownIn returns how many headings that are known stand in the beginning of a text,
// whatever separates its cells.
func KnownIn(text string) (n int) {
	known := knownHeadings(nil)
	for i, line := range strings.SplitN(text, "\n", headingRows+1) {
		if i == headingRows {
			break
		}
		for _, cell := range strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(",;\t|\"\r", r) }) {
			if known.read(cell).known {
				n++
			}
		}
	}
	return n
}
