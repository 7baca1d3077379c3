package table

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/guitu-project/guitu/models"
)

var noticeStatuses = map[models.NoticeStatus]string{models.NoticeOpen: "寻找中", models.NoticeClosed: "已结束", models.NoticeWithdrawn: "已撤回"}

var recordStatuses = map[models.RecordStatus]string{
	models.RecordUnidentified: "未查明身份", models.RecordIdentified: "已查明身份", models.RecordReunited: "已团聚", models.RecordPlaced: "已安置", models.RecordClosed: "已结案",
}

var (
	sexWords   = map[models.Sex]string{models.Male: "男", models.Female: "女"}
	buildWords = map[models.Build]string{models.Thin: "偏瘦", models.Medium: "中等", models.Heavy: "偏胖"}
)

// outColumn describes a column of the tables that are written: what it is headed, what of a subject
// it holds, and how a template explains it.
type outColumn struct {
	field    field
	heading  string // of notices
	record   string // of records, if it is another; "-" if records have none
	english  string
	cell     func(models.Subject) string
	values   []string  // that a cell may have
	asText   bool      // numbers and dates, which a spreadsheet would change
	examples [2]string // of invented people
	help     string
}

// outColumns are in the order in which people read a file.
var outColumns = []outColumn{
	{field: externalID, heading: "编号", english: "id", asText: true, cell: func(s models.Subject) string { return s.Common().ExternalID }, help: "本单位自己的编号，每人一个，不要重复；没有就留空，系统会生成"},
	{field: legalName, heading: "姓名", english: "name", cell: namesOf(models.NameLegal, ""), examples: [2]string{"柳望舒", "不详"}, help: "户籍姓名；不知道就留空"},
	{field: selfName, heading: "自报姓名", english: "self-reported name", cell: namesOf(models.NameSelfReported), examples: [2]string{"", "刘望"}, help: "本人自己说的姓名"},
	{field: heardName, heading: "听音姓名", english: "name by ear", cell: namesOf(models.NameHeard), help: "只听到读音、用同音字记下的姓名"},
	{field: nickname, heading: "别名", english: "nickname", cell: namesOf(models.NameNickname), examples: [2]string{"阿舒", ""}, help: "小名、绰号，几个之间用顿号"},
	{field: formerName, heading: "曾用名", english: "former name", cell: namesOf(models.NameFormer), help: "以前用过的姓名"},
	{field: otherName, heading: "外文名", english: "name in another script", cell: namesOf(models.NameOtherScript), help: "拼音、民族文字或外文的姓名"},
	{field: sex, heading: "性别", english: "sex", cell: func(s models.Subject) string { return sexWords[s.Common().Person.Sex] }, values: []string{"男", "女"}, examples: [2]string{"女", "男"}, help: "男 或 女；不知道就留空"},
	{field: birthDate, heading: "出生日期", english: "birth date", asText: true, cell: func(s models.Subject) string { return string(s.Common().Person.BirthDate) }, examples: [2]string{"1988-05-17", ""}, help: "1988-05-17、1988-05 或 1988"},
	{field: age, heading: "年龄", english: "age", asText: true, cell: ageCell, examples: [2]string{"", "40-50"}, help: "当时的年龄：45、45岁左右 或 40-50"},
	{field: height, heading: "身高(cm)", english: "height", asText: true, cell: func(s models.Subject) string {
		p := &s.Common().Person
		return rangeCell(float64(p.HeightMinCm), float64(p.HeightMaxCm))
	}, examples: [2]string{"160", "165-170"}, help: "厘米：168 或 165-170"},
	{field: weight, heading: "体重(kg)", english: "weight", asText: true, cell: func(s models.Subject) string {
		p := &s.Common().Person
		return rangeCell(p.WeightMinKg, p.WeightMaxKg)
	}, help: "公斤：60 或 55-60"},
	{field: shoeSize, heading: "鞋码", english: "shoe size", asText: true, cell: func(s models.Subject) string { return numberCell(float64(s.Common().Person.ShoeSize)) }, help: "42 或 260"},
	{field: build, heading: "体型", english: "build", cell: func(s models.Subject) string { return buildWords[s.Common().Person.Build] }, values: []string{"偏瘦", "中等", "偏胖"}, examples: [2]string{"偏瘦", "中等"}, help: "偏瘦、中等 或 偏胖"},
	{field: bloodType, heading: "血型", english: "blood type", cell: func(s models.Subject) string { return string(s.Common().Person.BloodType) }, values: []string{"A", "B", "AB", "O"}, help: "A、B、AB 或 O"},
	{field: ethnicity, heading: "民族", english: "ethnicity", cell: func(s models.Subject) string { return s.Common().Person.Ethnicity }, examples: [2]string{"汉族", ""}, help: "如 汉族"},
	{field: nativePlace, heading: "籍贯", english: "native place", cell: func(s models.Subject) string { return s.Common().Person.NativePlace.Text }, examples: [2]string{"四川省成都市", ""}, help: "写到乡镇、村更好"},
	{field: accent, heading: "口音", english: "accent", cell: func(s models.Subject) string { return s.Common().Person.Accent }, examples: [2]string{"", "四川口音"}, help: "说话像哪里人"},
	{field: marks, heading: "体表标记", english: "marks", cell: marksCell, examples: [2]string{"左眉上方有疤", "右手背有纹身；后颈有痣"}, help: "伤疤、胎记、痣、纹身在哪里，几处之间用分号"},
	{field: appearance, heading: "体貌特征", english: "appearance", cell: func(s models.Subject) string { return s.Common().Person.Appearance }, examples: [2]string{"长发，圆脸", "驼背"}, help: "长相、体态"},
	{field: clothing, heading: "衣着", english: "clothing", cell: func(s models.Subject) string { return s.Common().Person.Clothing }, examples: [2]string{"红色上衣", "蓝色棉衣"}, help: "当时穿的衣服鞋帽"},
	{field: belongings, heading: "随身物品", english: "belongings", cell: func(s models.Subject) string { return s.Common().Person.Belongings }, help: "包、证件、首饰等"},
	{field: conditions, heading: "健康状况", english: "conditions", cell: func(s models.Subject) string { return strings.Join(s.Common().Person.Conditions, "；") }, examples: [2]string{"", "智力障碍"}, help: "疾病、残疾，几项之间用分号"},
	{field: narrative, heading: "本人自述", english: "narrative", cell: func(s models.Subject) string { return s.Common().Person.Narrative }, examples: [2]string{"", "家门口有条河，赶集去白坡"}, help: "本人的原话"},
	{field: heardPlaces, heading: "提到的地名", english: "heard places", cell: func(s models.Subject) string { return strings.Join(s.Common().Person.HeardPlaces, "；") }, examples: [2]string{"", "白坡"}, help: "本人说到的地名，按读音写也可以"},
	{field: relatives, heading: "亲属", english: "relatives", cell: relativesCell, examples: [2]string{"父亲柳大山", ""}, help: "关系和姓名，如 父亲柳大山；母亲何秀兰"},
	{field: eventDate, heading: "失踪时间", record: "发现时间", english: "date", asText: true, cell: func(s models.Subject) string {
		date, _ := s.Event()
		return string(date)
	}, examples: [2]string{"2019-03-05", "2019-06"}, help: "2019-03-05、2019-03 或 2019"},
	{field: eventPlace, heading: "失踪地点", record: "发现地点", english: "place", cell: func(s models.Subject) string {
		_, place := s.Event()
		return place.Text
	}, examples: [2]string{"成都市武侯区", "重庆市万州区"}, help: "写到街道、村更好"},
	{field: origin, heading: "来源", record: "救助站", english: "source", cell: func(s models.Subject) string { return s.Origin() }, examples: [2]string{"青石县公安局", "青石县救助站"}, help: "哪个单位登记的"},
	{field: circumstances, heading: "经过", english: "circumstances", cell: func(s models.Subject) string { return s.Common().Circumstances }, examples: [2]string{"赶集时走失", "在车站被发现"}, help: "怎样失踪或被发现，其他要说的"},
	{field: contactName, heading: "联系人", record: "-", english: "contact", cell: contactCells(func(c models.Contact) string { return c.Name }), examples: [2]string{"柳大山", ""}, help: "找到以后联系谁"},
	{field: contactRelation, heading: "关系", record: "-", english: "relation", cell: contactCells(func(c models.Contact) string { return c.Relation }), examples: [2]string{"父亲", ""}, help: "联系人是本人的什么人"},
	{field: contactPhone, heading: "联系电话", record: "-", english: "phone", asText: true, cell: contactCells(func(c models.Contact) string { return c.Phone }), examples: [2]string{"000-1234567", ""}, help: "带区号；不要写成科学记数"},
	{field: dna, heading: "DNA编号", english: "dna sample id", asText: true, cell: func(s models.Subject) string { return s.Common().DNA.SampleID }, help: "血样在数据库中的编号"},
	{field: status, heading: "状态", english: "status", cell: statusCell, help: "留空即可"},
}

// head returns the heading of the column in tables of a side; ok is false if they have none.
func (c *outColumn) head(side models.Kind) (heading string, ok bool) {
	if side == models.Records && c.record != "" {
		return c.record, c.record != "-"
	}
	return c.heading, true
}

func namesOf(kinds ...models.NameKind) func(models.Subject) string {
	return func(s models.Subject) string {
		var list []string
		for _, n := range s.Common().Person.Names {
			if slices.Contains(kinds, n.Kind) {
				list = append(list, n.Text)
			}
		}
		return strings.Join(list, "、")
	}
}

func numberCell(n float64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatFloat(math.Round(n*10)/10, 'f', -1, 64)
}

// rangeCell writes 165-170, or the one bound that is known.
func rangeCell(low, high float64) string {
	if low == 0 || high == 0 || low == high {
		return numberCell(max(low, high))
	}
	return numberCell(low) + "-" + numberCell(high)
}

func ageCell(s models.Subject) string {
	low, high := s.Common().Person.AgeMin, s.Common().Person.AgeMax
	switch {
	case low == nil && high == nil:
		return ""
	case low == nil:
		return fmt.Sprint("0-", *high)
	case high == nil || *low == *high:
		return strconv.Itoa(*low)
	}
	return fmt.Sprintf("%d-%d", *low, *high)
}

func marksCell(s models.Subject) string {
	var list []string
	for _, m := range s.Common().Person.Marks {
		list = append(list, m.Text)
	}
	return strings.Join(list, "；")
}

func relativesCell(s models.Subject) string {
	var list []string
	for _, r := range s.Common().Person.Relatives {
		list = append(list, r.Relation+r.Name)
	}
	return strings.Join(list, "；")
}

func contactCells(part func(models.Contact) string) func(models.Subject) string {
	return func(s models.Subject) string {
		n, ok := s.(*models.Notice)
		if !ok {
			return ""
		}
		var list []string
		for _, c := range n.Contacts {
			if text := part(c); text != "" {
				list = append(list, text)
			}
		}
		return strings.Join(list, "、")
	}
}

func statusCell(s models.Subject) string {
	switch s := s.(type) {
	case *models.Notice:
		return noticeStatuses[s.Status]
	case *models.Record:
		return recordStatuses[s.Status]
	}
	return ""
}
