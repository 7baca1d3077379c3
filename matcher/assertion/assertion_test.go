package assertion

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func ExampleUnknown() {
	fmt.Println(Unknown(Any, "籍贯不详（待查）"), Unknown(Place, "外地"), Unknown(Any, "外地"), Unknown(Relative, "已故"), Unknown(Any, "无锡"))
	// Output: true true false true false
}

func ExampleReading_At() {
	text := "否认癫痫，母亲是聋哑人，本人疑似智力障碍"
	r := Read(text)
	for _, term := range []string{"癫痫", "聋哑", "智力障碍"} {
		at := strings.Index(text, term)
		fmt.Println(term, r.At(at, at+len(term)))
	}
	// Output:
	// 癫痫 {2 false}
	// 聋哑 {0 true}
	// 智力障碍 {1 false}
}

func ExampleValues() {
	fmt.Println(Values(Place, "湖北或湖南"), Values(Accent, "不是四川口音"), Values(Ethnicity, "汉族（自称）"))
	// Output: [{湖北 0} {湖南 0}] [{四川口音 2}] [{汉族 0}]
}

func ExampleInformative() {
	fmt.Println(Informative("姓名不详，左眼失明，家庭住址不详。"))
	// Output: ，左眼失明，，
}

func TestUnknown(t *testing.T) {
	for f, texts := range map[Field]string{
		Any:       "不详 未知 待查 暂不清楚 不清楚 无法得知 不明 没有 无 / - — N/A n/a Unknown *** ？ 不詳 無 沒有 不详。 （不详） 籍贯不详 民族：未知 本人说不清 家属不清楚 情况不明 具体地址不详 暂时无法核实 尚未查明 身份不明 疤痕胎记：不详 姓名、住址均不详 目前尚不清楚 ＮＡ",
		Name:      "无名氏 未起名 弃婴 无名男 走失老人 不会说话 失忆 流浪汉 不知道叫什么",
		Relative:  "去世 已故 健在 打工 外出务工 离异 改嫁 父母双亡 已去世 均健在 在外打工 农民 不详",
		Place:     "外地 农村 老家 路边 居无定所 某地 家中 火车站 不知道哪里 说不清家在哪里",
		Accent:    "听不懂 无口音 没有口音 外地口音 口音不明 不会说话 无法辨别",
		Ethnicity: "其他 97 未识别民族 民族不详",
		Clothing:  "不详 无 无随身物品 衣着不详",
		Mark:      "无 无明显特征 未见异常 特征不详",
	} {
		for text := range strings.FieldsSeq(texts) {
			if !Unknown(f, text) {
				t.Errorf("Unknown(%d, %q) = false, want true", f, text)
			}
		}
	}
	for f, texts := range map[Field]string{
		Any:       "无锡 无为县 汉族 左脸有疤 四川 没有左手 不会说话 王无忌 张明 癫痫 外地 李健在",
		Name:      "王健在 不同 张无忌 刘不详名 农建国 乔未知之 童男",
		Place:     "外砂镇 四川农村 成都火车站 北京 无锡 不老屯",
		Relative:  "王健 安在熙 李打工仔 张已故里",
		Accent:    "四川口音 无锡话 普通话 本溪口音",
		Ethnicity: "穿青人 汉 少数民族",
		Mark:      "无左手 没有门牙 无名指缺失",
	} {
		for text := range strings.FieldsSeq(texts) {
			if Unknown(f, text) {
				t.Errorf("Unknown(%d, %q) = true, want false", f, text)
			}
		}
	}
}

// A mention stands in brackets.
var readings = []struct {
	text string
	want Assertion
}{
	{"[癫痫]", Assertion{}},
	{"患有[癫痫]", Assertion{}},
	{"否认[癫痫]", Assertion{Status: Denied}},
	{"否认有[癫痫]病史", Assertion{Status: Denied}},
	{"否认高血压、糖尿病、[癫痫]", Assertion{Status: Denied}},
	{"否认高血压，糖尿病，[癫痫]", Assertion{Status: Denied}},
	{"否认高血压，患有[癫痫]", Assertion{}},
	{"无高血压，有[癫痫]", Assertion{}},
	{"无[癫痫]", Assertion{Status: Denied}},
	{"没有[癫痫]病", Assertion{Status: Denied}},
	{"不是[聋哑]人", Assertion{Status: Denied}},
	{"并非[聋哑]人", Assertion{Status: Denied}},
	{"未见[智力]异常", Assertion{Status: Denied}},
	{"[智力]正常", Assertion{Status: Denied}},
	{"[精神]状态正常", Assertion{Status: Denied}},
	{"[听力]、语言均正常", Assertion{Status: Denied}},
	{"[听力]和智力正常", Assertion{Status: Denied}},
	{"[四肢]健全", Assertion{Status: Denied}},
	{"[言语]流利", Assertion{Status: Denied}},
	{"[癫痫]：无", Assertion{Status: Denied}},
	{"[癫痫]病史：否认", Assertion{Status: Denied}},
	{"[癫痫]病史不详", Assertion{Status: NotKnown}},
	{"是否有[癫痫]不详", Assertion{Status: NotKnown}},
	{"不清楚是否有[癫痫]", Assertion{Status: NotKnown}},
	{"疑似[癫痫]", Assertion{Status: Doubtful}},
	{"可能患有[癫痫]", Assertion{Status: Doubtful}},
	{"好像有[癫痫]", Assertion{Status: Doubtful}},
	{"[癫痫]待排", Assertion{Status: Doubtful}},
	{"[癫痫]？", Assertion{Status: Doubtful}},
	{"不排除[癫痫]", Assertion{Status: Doubtful}},
	{"不是没有[癫痫]", Assertion{}},
	{"无法行走，[癫痫]", Assertion{}},
	{"无业，[癫痫]", Assertion{}},
	{"没有工作，患[癫痫]多年", Assertion{}},
	{"[癫痫]无人照顾", Assertion{}},
	{"母亲是[聋哑]人，父亲在外打工", Assertion{Other: true}},
	{"母亲是[聋哑]人", Assertion{Other: true}},
	{"其父患[癫痫]", Assertion{Other: true}},
	{"弟弟也是[聋哑]人", Assertion{Other: true}},
	{"父亲和母亲都是[聋哑]人", Assertion{Other: true}},
	{"有个[聋哑]的弟弟", Assertion{Other: true}},
	{"家属称其患有[癫痫]", Assertion{}},
	{"母亲说孩子有[癫痫]", Assertion{}},
	{"与母亲走散，患有[癫痫]", Assertion{}},
	{"父母双亡，患有[癫痫]", Assertion{}},
	{"父亲去世后[精神]失常", Assertion{}},
	{"母亲患癌症。[聋哑]", Assertion{}},
	{"其母去世，本人[聋哑]", Assertion{}},
	{"我弟弟患[癫痫]，于2019年走失", Assertion{}},
	{"我妈妈是[聋哑]人", Assertion{Other: true}},
	{"他的母亲是[聋哑]人", Assertion{Other: true}},
	{"跟随父母生活，[聋哑]", Assertion{}},
	{"由哥哥照顾，患[癫痫]", Assertion{}},
	{"denies [epilepsy]", Assertion{Status: Denied}},
	{"her mother is [deaf]", Assertion{Other: true}},
}

func TestAt(t *testing.T) {
	for _, c := range readings {
		from, to := strings.Index(c.text, "["), strings.Index(c.text, "]")-1
		text := strings.NewReplacer("[", "", "]", "").Replace(c.text)
		if got := Read(text).At(from, to); got != c.want {
			t.Errorf("%s: got %+v, want %+v", c.text, got, c.want)
		}
	}
}

func TestValues(t *testing.T) {
	for _, c := range []struct {
		field Field
		text  string
		want  []Value
	}{
		{Ethnicity, "汉族 ", []Value{{"汉族", Present}}},
		{Ethnicity, "汉族（自称）", []Value{{"汉族", Present}}},
		{Ethnicity, "疑似彝族", []Value{{"彝族", Doubtful}}},
		{Ethnicity, "可能是回族", []Value{{"回族", Doubtful}}},
		{Ethnicity, "彝族？", []Value{{"彝族", Doubtful}}},
		{Ethnicity, "彝族（疑似）", []Value{{"彝族", Doubtful}}},
		{Ethnicity, "不是汉族", []Value{{"汉族", Denied}}},
		{Ethnicity, "汉族或回族", []Value{{"汉族", Present}, {"回族", Present}}},
		{Ethnicity, "彝族/苗族", []Value{{"彝族", Present}, {"苗族", Present}}},
		{Ethnicity, "不详", nil},
		{Ethnicity, "民族不详", nil},
		{Accent, "不是四川口音", []Value{{"四川口音", Denied}}},
		{Accent, "不像四川或重庆口音", []Value{{"四川", Denied}, {"重庆口音", Denied}}},
		{Accent, "听口音像河南人", []Value{{"河南", Doubtful}}},
		{Accent, "四川话，普通话", []Value{{"四川话", Present}, {"普通话", Present}}},
		{Accent, "呼和浩特口音", []Value{{"呼和浩特口音", Present}}},
		{Accent, "四川话和湖南话", []Value{{"四川话", Present}, {"湖南话", Present}}},
		{Accent, "无锡话", []Value{{"无锡话", Present}}},
		{Accent, "带有浓重的四川口音", []Value{{"四川口音", Present}}},
		{Accent, "听不懂", nil},
		{Place, "湖北或湖南", []Value{{"湖北", Present}, {"湖南", Present}}},
		{Place, "好像是河南周口一带", []Value{{"河南周口", Doubtful}}},
		{Place, "无锡市", []Value{{"无锡市", Present}}},
		{Place, "和田市", []Value{{"和田市", Present}}},
		{Place, "四川省，成都市", []Value{{"四川省，成都市", Present}}},
		{Place, "外地", nil},
	} {
		if got := Values(c.field, c.text); !slices.Equal(got, c.want) {
			t.Errorf("Values(%d, %q) = %v, want %v", c.field, c.text, got, c.want)
		}
	}
}

func TestInformative(t *testing.T) {
	for text, want := range map[string]string{
		"本人无法说出姓名住址": "，",
		"姓名不详，住址不详":  "，，",
		"左脸有疤":       "左脸有疤",
		"":           "",
		"他在工地干活，籍贯不详。会木工": "他在工地干活，，会木工",
	} {
		if got := Informative(text); got != want {
			t.Errorf("Informative(%q) = %q, want %q", text, got, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, c := range readings {
		f.Add(c.text, 3, 9)
	}
	f.Add("\xff不详，，？", 0, 2)
	f.Fuzz(func(t *testing.T, text string, from, to int) {
		r := Read(text)
		if a := r.At(from, to); a.Status > NotKnown {
			t.Errorf("At = %v", a)
		}
		for field := range fields {
			Unknown(field, text)
			for _, v := range Values(field, text) {
				if v.Text == "" || v.Status == NotKnown || !utf8.ValidString(v.Text) && utf8.ValidString(text) {
					t.Errorf("Values(%d, %q) has %q", field, text, v)
				}
			}
		}
		Informative(text)
	})
}
