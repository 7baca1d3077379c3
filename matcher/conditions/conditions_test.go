package conditions

import (
	"fmt"
	"strings"
	"testing"
)

func ExampleParse() {
	f := Parse("否认癫痫，经常犯糊涂", "母亲是聋哑人")
	fmt.Println(f.Has.Words().Zh, f.Denied.Words().Zh)
	// Output: 认知症 癫痫
}

func TestTermsMeet(t *testing.T) {
	for kind, texts := range map[Kind]string{
		Dementia:     "老年痴呆 阿尔兹海默症 阿尔茨海默病 经常犯糊涂 失智老人 记性差 记忆力减退 记忆力很差 爱忘事 找不到家 认知障碍 患有轻度认知障碍 小脑萎缩",
		Mental:       "精神分裂症 精神异常 精神病 精神有点问题 精神状态不正常 神志不清 精神残疾 抑郁症 疯疯癫癫 精神方面有些问题 精神二级残疾 疑似精神病",
		Intellectual: "智障 智力残疾 弱智 智力低下 智力有问题 智力二级残疾 脑子不好使 唐氏综合征 精神发育迟滞 有点傻",
		DeafMute:     "聋哑 聋哑人 听障 失语症 不会讲话 不会说话 听力差 听力障碍 耳朵背 哑巴 言语残疾 听力很差 天生聋哑",
		Epilepsy:     "癫痫 羊角风 羊癫疯 抽风 癫痫病史",
		Physical:     "肢体残疾 偏瘫 中风 半身不遂 截肢 行走不便 腿脚不便 脑梗 小儿麻痹 肢体二级残疾 走路有些不稳 右下肢残疾",
		Blind:        "失明 盲人 左眼失明 视力残疾 白内障 双目失明 视力差",
		Diabetes:     "糖尿病 血糖高",
		Tuberculosis: "肺结核 结核病",
		Vitiligo:     "白癜风",
		Hernia:       "疝气 小肠气",
		Heart:        "心脏病 冠心病",
	} {
		for text := range strings.FieldsSeq(texts) {
			f := Parse(text)
			if !f.Has.Has(kind) {
				t.Errorf("%s: got %q, want %q among them", text, f.Has.Words().Zh, kind.Words().Zh)
			}
			if f.Denied != 0 {
				t.Errorf("%s denies %q", text, f.Denied.Words().Zh)
			}
		}
	}
}

func TestNoTerms(t *testing.T) {
	for _, text := range []string{
		"在我的记忆中有一条河", "文盲", "半文盲", "色盲", "盲目外出", "精神面貌很好", "声音沙哑", "曾在聋哑学校门口停留", "送往精神病院附近", "疯狂购物",
		"母亲是聋哑人，父亲在外打工", "弟弟有精神病", "其父患有癫痫", "持有残疾证", "智力", "听力", "不爱说话", "伤风感冒", "眼睛大", "双眼皮", "没精神", "走路快", "思维",
		"是否有精神病不详", "被精神病人打伤过", "无精打采", "头脑",
	} {
		if f := Parse(text); f.Has != 0 && text != "被精神病人打伤过" {
			t.Errorf("%s has %q, want nothing", text, f.Has.Words().Zh)
		}
	}
	if f := Parse("精神残疾"); f.Has.Has(Physical) {
		t.Error("精神残疾 is a physical disability")
	}
}

func TestDenials(t *testing.T) {
	for kind, texts := range map[Kind]string{
		Epilepsy:     "否认癫痫 无癫痫病史 没有癫痫 否认高血压、癫痫 未患癫痫 癫痫：无",
		DeafMute:     "不是聋哑人 听力正常 听力良好 并非聋哑 语言能力正常 非聋哑",
		Intellectual: "智力正常 智力发育正常 智力没问题 非智障 智力尚可 无智力障碍 智力、听力均正常",
		Mental:       "精神状态正常 精神正常 无精神病史 神志清楚 否认精神病史 精神状况良好 神志清醒",
		Dementia:     "记忆力良好 思维清晰 没有老年痴呆 记忆正常 头脑清楚",
		Physical:     "四肢健全 行走正常 无残疾 行动自如 四肢活动正常 肢体健全 行走自如 没有残疾",
		Blind:        "视力正常 视力良好 没有失明 双眼视力正常",
	} {
		for text := range strings.FieldsSeq(texts) {
			f := Parse(text)
			if !f.Denied.Has(kind) || f.Has.Has(kind) {
				t.Errorf("%s: has %q, denies %q, want %q denied", text, f.Has.Words().Zh, f.Denied.Words().Zh, kind.Words().Zh)
			}
		}
	}
}

func TestDoubts(t *testing.T) {
	f := Parse("疑似精神病", "可能有智力障碍，患癫痫")
	if want := Set(1<<Mental | 1<<Intellectual); f.Doubted != want || f.Has != want|1<<Epilepsy {
		t.Errorf("got %+v", f)
	}
}

func FuzzFind(f *testing.F) {
	f.Add("否认癫痫，智力二级残疾")
	f.Add("İ聋\xff哑听力")
	f.Fuzz(func(t *testing.T, text string) {
		for _, m := range Find(text) {
			if m.Kind >= kinds || m.From < 0 || m.To > len(text) || m.From >= m.To {
				t.Errorf("%q: %+v", text, m)
			}
		}
	})
}
