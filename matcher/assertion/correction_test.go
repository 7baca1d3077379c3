package assertion

import (
	"strings"
	"testing"
)

func TestCorrected(t *testing.T) {
	for _, c := range []struct{ text, right, wrong string }{
		{"不是四川话，是长沙话", "长沙话", "四川话"},
		{"不像东北口音，更像山东口音", "山东口音", "东北口音"},
		{"并非汉族而是苗族", "苗族", "汉族"},
		{"不是苗族是土家族", "土家族", "苗族"},
		{"以前以为是汉族，其实是苗族", "苗族", "汉族"},
		{"不叫王强，叫王建国", "王建国", "王强"},
		{"不姓黄，姓王", "王", "黄"},
		{"误登记为王小红，实为汪小红", "汪小红", "王小红"},
		{"汪小红（误写为王小红）", "汪小红（）", "王小红"},
		{"入站时登记为张三，后经核实为张山", "张山", "张三"},
		{"汉族有误，更正为回族", "回族", "汉族"},
		{"湖北（应为湖南）岳阳", "湖南）岳阳", "湖北"},
		{"左脸不是胎记，是烫伤疤", "左脸烫伤疤", "左脸胎记"},
		{"看着像痴呆，其实是听不见", "听不见", "痴呆"},
		{"不是四川话，是长沙话。不是汉族，是苗族", "长沙话。苗族", "四川话|汉族"},
		{"不是江西就是湖南", "", ""},
		{"不是癫痫，也不是低血糖", "", ""},
		{"是不是癫痫，不清楚", "", ""},
		{"不是很清楚是哪里人", "", ""},
		{"非洲人，是学生", "", ""},
		{"非常瘦，是学生", "", ""},
		{"原名王芳，后改名王丽", "", ""},
		{"自称李强，是河南人", "", ""},
		{"不爱说话，是独生子", "", ""},
	} {
		if c.wrong == "" {
			c.right = c.text
		}
		right, wrong := Corrected(c.text)
		if right != c.right || strings.Join(wrong, "|") != c.wrong {
			t.Errorf("%s: %q without %q, want %q without %q", c.text, right, wrong, c.right, c.wrong)
		}
		if n, blank := len([]rune(c.text)), len([]rune(Blanked(c.text))); n != blank {
			t.Errorf("%s: blanked it has %d characters of %d", c.text, blank, n)
		}
	}
}

func TestWhatIsPutRightIsDenied(t *testing.T) {
	for _, c := range []struct {
		text, mention string
		want          Status
	}{
		{"原来说是癫痫，后来确诊是低血糖", "癫痫", Denied},
		{"原来说是癫痫，后来确诊是低血糖", "低血糖", Present},
		{"不是先天性聋哑，是后天致聋", "致聋", Present},
		{"并非精神病而是自闭症", "精神病", Denied},
		{"并非精神病而是自闭症", "自闭症", Present},
		{"不是癫痫，也不是低血糖", "低血糖", Denied},
	} {
		at := strings.Index(c.text, c.mention)
		if got := Read(c.text).At(at, at+len(c.mention)).Status; got != c.want {
			t.Errorf("%s: %s is %d, want %d", c.text, c.mention, got, c.want)
		}
	}
}
