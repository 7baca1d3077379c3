package feature

import (
	"strings"

	"github.com/guitu-project/guitu/models"
)

// kin says what a relative is to the person.
type kin uint8

const (
	someKin kin = iota // not said, or not understood
	father
	mother
	husband
	wife
	son
	daughter
	brother
	sister
	fathersFather
	fathersMother
	mothersFather
	mothersMother
	fathersBrother
	fathersSister
	mothersBrother
	mothersSister
	brothersChild
	sistersChild
	sonsChild
	daughtersChild
	cousin      // of the same surname: 堂
	otherCousin // 表
	inLaw
)

// kinWords say which kin; a longer word stands before one that it holds.
var kinWords = []struct {
	kin   kin
	words string
}{
	{inLaw, "公公 岳父 岳母 丈人 丈母 儿媳 女婿 姐夫 妹夫 嫂 弟媳 弟妹 舅子 姨子 大伯哥 小叔子 小姑子 大姑子 继父 后爸 后爹 养父 继子 养子 继女 养女 继母 后妈 养母 干爹 干妈 婶 姑父 姑夫 姨父 姨夫 舅妈 舅母 伯母 孙媳"},
	{father, "老汉 老豆 老窦"}, // 老汉儿 is no son, and 婆姨 no aunt
	{fathersBrother, "大爹 二爹 三爹 幺爹"}, {fathersSister, "嬢"},
	{wife, "婆姨 堂客 姨太"},
	{daughtersChild, "外孙"},
	{sonsChild, "孙"},
	{sistersChild, "外甥"},
	{brothersChild, "侄"},
	{cousin, "堂"},
	{otherCousin, "表"},
	{mothersFather, "外公 姥爷 外祖父 嘎公"},
	{mothersMother, "外婆 姥姥 外祖母 家家 嘎嘎 嘎婆 阿婆"},
	{fathersFather, "爷爷 祖父 阿公 阿爷 老爷爷 嗲嗲"},
	{fathersMother, "奶奶 祖母 阿嬷 阿嫲 嬷嬷 娭毑 阿奶 嫲嫲 细婆"},
	{mothersBrother, "舅"},
	{mothersSister, "姨"},
	{fathersSister, "姑"},
	{fathersBrother, "叔 伯"},
	{brother, "哥 弟 兄 大佬 细佬 阿佬"},
	{sister, "姐 妹 姊 家姐 幺妹"},
	{husband, "丈夫 老公 当家的 掌柜的 孩子爸 孩子他爸 娃他爹 孩他爹 外子 夫"},
	{wife, "婆娘 屋里人 内人 拙荆 太太 夫人 妻 老婆 媳妇 屋里头的 屋里的 家里的 孩子妈 孩子他妈 娃他娘 孩他妈 爱妻 前妻 贱内"},
	{daughter, "女儿 囡囡 囡 闺女 丫头 妮子 妮儿 幺女 千金 长女 次女 大女 二女 小女 三女 女"},
	{son, "儿子 崽 仔 囝 小子 幺儿 幺崽 老幺 娃 伢 犬子 长子 次子 大儿 二儿 小儿 三子 儿 子"},
	{mother, "母 妈 娘 老母 阿姆 姆妈 阿娘 嬷"},
	{father, "父 爸 爹 阿大 俺大 我大 爷老子"},
}

// familyWords are said of kin of which it is not told who.
const familyWords = "亲属 家属 家人 亲人 亲戚 监护人 配偶 爱人 子女 父母 家长 本家 族人 兄妹 姐弟"

// kinOf understands a relation: 父, 父亲, 他爸爸.
func kinOf(relation string) kin {
	if isFamily(relation) {
		return someKin
	}
	for _, k := range kinWords {
		for w := range strings.FieldsSeq(k.words) {
			if strings.Contains(relation, w) {
				return k.kin
			}
		}
	}
	return someKin
}

func isFamily(relation string) bool {
	for w := range strings.FieldsSeq(familyWords) {
		if strings.Contains(relation, w) {
			return true
		}
	}
	return false
}

// only reports whether a person has one at the most.
func (k kin) only() bool {
	switch k {
	case father, mother, husband, wife, fathersFather, fathersMother, mothersFather, mothersMother:
		return true
	}
	return false
}

// sharesSurname reports whether such a relative of a person of this sex has the same
// surname, as nearly all Chinese families hand it on: from the father.
func (k kin) sharesSurname(of models.Sex) bool {
	switch k {
	case father, brother, sister, fathersFather, fathersBrother, fathersSister, brothersChild, cousin:
		return true
	case son, daughter, sonsChild:
		return of == models.Male
	}
	return false
}
