package prose

import (
	"strings"
	"time"

	"github.com/guitu-project/guitu/models"
)

// How much wider than a field's the bounds are that a file's own texts tell: what is said
// in passing is rounder. Estimates.
const (
	looserYears = 1
	looserCm    = 2
	looserKg    = 2
)

// need describes a field that a file leaves open, words without which no text tells it, and how
// it is read; a story's is not read of the appearance, which the comparison reads as it is.
type need struct {
	story bool
	open  func(p *models.Person) bool
	hints []string
	read  func(r *reader)
}

// needs are what is read of a file's own texts.
var needs = []need{
	{false, func(p *models.Person) bool { return p.BirthDate == "" && p.AgeMin == nil && p.AgeMax == nil }, strings.Fields("二十 三十 四十 五十 六十 七十 八十 九十 岁 旬 属 生 年龄 今年 现年 上下 多 花甲 古稀 耄耋 而立 不惑 知命 天命 半百 弱冠 个月 年级 初一 初二 初三 高一 高二 高三 大班 中班 小班 大一 大二 大三 大四 郎当 啷当 后 虚龄 刚满 十一二 十二三 十三四 十四五 十五六 十六七 十七八 十八九"), func(r *reader) { r.readBirth(); r.readAge() }},
	{false, func(p *models.Person) bool { return p.HeightMinCm == 0 && p.HeightMaxCm == 0 }, strings.Fields("米 厘米 公分 身高 尺 个子 cm CM ｃｍ"), (*reader).readHeight},
	{false, func(p *models.Person) bool { return p.WeightMinKg == 0 && p.WeightMaxKg == 0 }, strings.Fields("斤 千克 kg KG Kg"), (*reader).readWeight},
	{false, func(p *models.Person) bool { return p.ShoeSize == 0 }, strings.Fields("码 鞋号"), (*reader).readShoes},
	{false, func(p *models.Person) bool { return p.Build == "" }, strings.Fields("瘦 胖 中等 壮 匀称 适中 苗条 单薄 魁梧 结实 丰满 富态 标准 发福 敦实"), (*reader).readBuild},
	{false, func(p *models.Person) bool { return p.BloodType == "" }, strings.Fields("血型 型血"), (*reader).readBlood},
	{false, func(p *models.Person) bool { return p.Ethnicity == "" }, []string{"族"}, (*reader).readEthnicity},
	{false, func(p *models.Person) bool { return p.Sex == "" }, strings.Fields("男 女 妇 妪 老太 老汉 大爷 姑娘 小伙"), (*reader).readSex},
	{false, func(p *models.Person) bool { return p.Accent == "" }, strings.Fields("口音 方言 土话 腔 满嘴 满口 一口 家乡话 川话 南话 北话 东话 西话 州话 海话 京话 家话 汕话 庆话 津话 徽话 白话 壮话 粤语 彝语 藏语 维语 蒙语 苗语 闽南语"), (*reader).readAccent},
	{false, func(p *models.Person) bool { return p.NativePlace.Text == "" }, strings.Fields("自述 自称 说是 籍 老家 家住 家在 家乡 户口 来自"), (*reader).readNative},
	{false, func(p *models.Person) bool { return len(p.Names) == 0 }, strings.Fields("叫 称 姓名 名字 小名 绰号"), (*reader).namesAfterWords},
	{false, func(p *models.Person) bool { return len(p.Relatives) == 0 }, strings.Fields("叫 名字 姓名"), (*reader).readRelatives},
	{true, func(p *models.Person) bool { return len(p.Marks) == 0 && p.Appearance == "" }, strings.Fields("疤 痣 胎记 纹身 文身 刺青 六指 多指 断指 缺 截 豁 斜视 失明 瘸 跛 驼 罗锅 假肢 假牙 义眼 麻子 附耳 拴马桩 断掌 旋"), (*reader).readMarks},
	{true, func(p *models.Person) bool { return p.Clothing == "" }, strings.Fields("穿 戴 着装 上衣 裤 鞋 身着"), (*reader).readWorn},
	{true, func(p *models.Person) bool { return len(p.HeardPlaces) == 0 && p.NativePlace.Text == "" }, strings.Fields("念叨 提到 提及 提过 说过 记得 反复 老说 总说 一直说 村里 家门口 家附近"), (*reader).readHeard},
}

// Complete returns a file with what its own appearance, narrative and circumstances tell
// of the fields that it leaves open: s itself if they tell nothing more, else a copy that
// is good for a comparison and must not be stored. A field that is filled wins over them,
// and s is not changed.
func Complete(s models.Subject) models.Subject {
	e := s.Common()
	person := &e.Person
	date, _ := s.Event()
	for i, text := range [...]string{e.Person.Appearance, e.Person.Narrative, e.Circumstances} {
		if text == "" {
			continue
		}
		var r *reader
		for k := range needs {
			n := &needs[k]
			if n.story && i == 0 || !n.open(person) || !hasAny(text, n.hints) {
				continue
			}
			if r == nil {
				r = &reader{text: prepare(text), side: s.Kind(), now: nowOf(date), partial: true}
				r.used = make([]bool, len(r.written))
				r.out.Person = *person
				r.out.EventDate = date
				r.findAlias()
			}
			n.read(r)
		}
		if r != nil && (len(r.out.Spans) > 0 || r.age.known) {
			r.settle()
			person = loosened(person, &r.out.Person)
		}
	}
	if person == &e.Person {
		return s
	}
	switch s := s.(type) {
	case *models.Notice:
		completed := *s
		completed.Person = *person
		return &completed
	case *models.Record:
		completed := *s
		completed.Person = *person
		return &completed
	}
	return s
}

// loosened returns what was read, with wider bounds if before had none.
func loosened(before, read *models.Person) *models.Person {
	p := *read
	if before.AgeMin == nil && before.AgeMax == nil && p.AgeMin != nil {
		low, high := max(*p.AgeMin-looserYears, 0), *p.AgeMax+looserYears
		p.AgeMin, p.AgeMax = &low, &high
	}
	if before.HeightMinCm == 0 && before.HeightMaxCm == 0 && p.HeightMinCm != 0 {
		p.HeightMinCm, p.HeightMaxCm = p.HeightMinCm-looserCm, p.HeightMaxCm+looserCm
	}
	if before.WeightMinKg == 0 && before.WeightMaxKg == 0 && p.WeightMinKg != 0 {
		p.WeightMinKg, p.WeightMaxKg = max(p.WeightMinKg-looserKg, 1), p.WeightMaxKg+looserKg
	}
	return &p
}

// nowOf returns the day that a file's texts are taken to be written on: that of the event.
func nowOf(event models.Date) time.Time {
	if _, last, ok := event.Span(); ok {
		return last
	}
	return time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC) // no year is in the future
}

func hasAny(text string, words []string) bool {
	for _, w := range words {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}
