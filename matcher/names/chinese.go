package names

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"github.com/guitu-project/guitu/matcher/names/hear"
	"github.com/guitu-project/guitu/models"
)

// lowly are characters that make a nickname of any text of two or three.
const lowly = "狗蛋妞丫娃仔囡胖傻憨哑瘸疯聋剩栓"

// usualNicknames are called out in any village. Some look like a surname and a given
// name.
const usualNicknames = `石头 木头 柱子 栓子 铁柱 栓柱 拴柱 铁牛 铁锤 锁子 虎子 豹子 牛牛 黑子 黑皮 豆子 豆豆 毛毛 毛头 丫头 妹妹 弟弟 哥哥 姐姐 囡囡 宝宝 贝贝
胖子 胖胖 小胖 大胖 瘦子 矮子 高个 麻子 秃子 光头 大头 大嘴 聋子 哑巴 瞎子 瘸子 拐子 傻子 疯子 憨憨 憨子 蛮子 蛮牛 细妹 细佬 阿婆 阿公 阿妹 阿弟 阿毛 泥鳅 猫猫 臭臭`

// What children are called in the order of their birth: 老三, 小四; 三妹, 二毛.
const (
	beforeOrdinals = "老小阿细"
	ordinals       = "大二三四五六七八九幺满末"
	afterOrdinals  = "毛妹弟哥姐娃妞丫宝牛虎子儿伢仔姑嫂郎"
)

// knownNickname reports whether a text is what people are called, in any speech.
func knownNickname(runes []rune) bool {
	if slices.Contains(nicknameList(), string(runes)) {
		return true
	}
	if len(runes) == 3 && strings.ContainsRune("小大老", runes[0]) { // 小石头
		return slices.Contains(nicknameList(), string(runes[1:]))
	}
	if len(runes) != 2 {
		return false
	}
	a, b := runes[0], runes[1]
	return strings.ContainsRune(ordinals, a) && strings.ContainsRune(afterOrdinals, b) ||
		strings.ContainsRune(beforeOrdinals, a) && strings.ContainsRune(ordinals, b)
}

var nicknameList = sync.OnceValue(func() []string { return strings.Fields(usualNicknames) })

// fondly are characters that a given name's syllable is called with: 玲女, 明子.
const fondly = "女子儿妹弟娃仔哥姐"

// hanForms returns the ways to understand a name that is not transcribed.
func hanForms(runes []rune, kind models.NameKind) []form {
	runes = onlyHan(runes)
	first := func(n int) bool { return len(runes) > n && isSurname(string(runes[:n])) }
	family := []rune(titled(runes))
	switch n := len(runes); {
	case n == 0:
		return nil
	case !isDocument(kind) && knownNickname(runes):
		return append([]form{han(nickname, 0, 0, runes)}, guessedSecond(hanForms(runes, ""))...)
	case len(family) > 0:
		return []form{han(surnameOnly, len(family), 0, family)}
	case n > 2 && runes[n-1] == '氏' && len(marriedForms(runes[:n-1])) > 0:
		return marriedForms(runes[:n-1])
	case n == 2 && runes[0] == hiddenChar: // □明
		return hanForms(runes[1:], kind)
	case n == 1 && isSurname(string(runes)):
		return []form{han(surnameOnly, 1, 0, runes), han(givenOnly, 0, costSecondGuess, runes)}
	case n == 1:
		return []form{han(givenOnly, 0, 0, runes)}
	case n <= 3 && (kind == models.NameNickname || !first(1)) && strings.ContainsAny(string(runes), lowly):
		return append([]form{han(nickname, 0, 0, runes)}, fondForms(runes)...)
	case n <= 3 && kind == models.NameNickname && (n == 2 || !first(1)):
		return append([]form{han(nickname, 0, 0, runes)}, hanForms(runes, "")...)
	case n <= 3 && kind == models.NameNickname:
		return append(hanForms(runes, ""), han(nickname, 0, 0, runes))
	case n == 2:
		return twoCharacters(runes, kind)
	case n == 3 && strings.ContainsRune("小大阿", runes[0]) && strings.ContainsRune(fondly, runes[2]):
		return []form{han(givenOnly, 0, 0, runes[1:2]), han(full, 1, costSecondGuess, runes)}
	case first(2):
		forms := []form{han(full, 2, 0, runes)}
		if first(1) {
			forms = append(forms, han(full, 1, costShortSurname, runes))
		}
		return forms
	}
	forms := []form{han(full, 1, 0, runes)}
	if len(runes) == 4 && first(1) && isSurname(string(runes[1])) { // 陈李美云: née 李, or 杨雨晨's father is a 陈
		forms = append(forms, han(full, 1, costSecondGuess, runes[1:]))
	}
	return forms
}

// marriedForms returns what a woman may be who is called 王张氏, 李门王氏: a 张, married to a 王.
func marriedForms(runes []rune) []form {
	if len(runes) == 2 && isSurname(string(runes)) { // 欧阳氏
		return []form{han(surnameOnly, 2, 0, runes)}
	}
	for n := 1; n < len(runes); n++ {
		husband, own := strings.TrimSuffix(string(runes[:n]), "门"), runes[n:]
		if isSurname(husband) && isSurname(string(own)) && string(own) != "门" {
			family := []rune(husband)
			return []form{han(surnameOnly, len(own), 0, own), han(surnameOnly, len(family), costMarriedName, family)}
		}
	}
	return nil
}

// guessedSecond are forms that another comes before.
func guessedSecond(forms []form) []form {
	for i := range forms {
		forms[i].factor *= pow2(-costSecondGuess)
	}
	return forms
}

func twoCharacters(runes []rune, kind models.NameKind) []form {
	a, b := runes[0], runes[1]
	switch {
	case a == '老' && isSurname(string(b)):
		return []form{han(surnameOnly, 1, 0, runes[1:])}
	case isSurname(string(a)) && strings.ContainsRune(shortTitles, b):
		return []form{han(surnameOnly, 1, 0, runes[:1]), han(full, 1, costSecondGuess, runes)}
	case calledBy[a] != nicknameForm{}:
		return calledForms(calledBy[a], runes)
	case a == b && !isDocument(kind): // 毛毛: what a person is called, often no part of the name
		return []form{han(nickname, 0, 0, runes), han(givenOnly, 0, 0, runes[1:]), han(full, 1, costSecondGuess, runes)}
	case a == b:
		return []form{han(givenOnly, 0, 0, runes[1:]), han(full, 1, costSecondGuess, runes)}
	case isSurname(string(runes)):
		return []form{han(surnameOnly, 2, 0, runes)}
	case !isSurname(string(a)):
		return append([]form{han(givenOnly, 0, 0, runes), han(full, 1, costSecondGuess, runes)}, fondForms(runes)...)
	}
	return append([]form{han(full, 1, 0, runes), han(givenOnly, 0, costSecondGuess, runes)}, guessedSecond(fondForms(runes))...)
}

// fondForms returns what a person may be who is called 茹仔: a person whose given name ends so.
// 狗仔 is no one's name.
func fondForms(runes []rune) []form {
	if len(runes) != 2 || !strings.ContainsRune(fondly, runes[1]) || strings.ContainsRune(lowly, runes[0]) || knownNickname(runes) {
		return nil
	}
	return []form{han(givenOnly, 0, 0, runes[:1])}
}

// calledForms returns what a person may be who is called 小明: a person whose given name ends
// so, Mr Ming, or one whose given name it is. Each counts by how likely it is, given how
// usual the character is as a surname and in given names.
func calledForms(by nicknameForm, runes []rune) []form {
	last := runes[1:]
	usual := usualAs(last[0])
	type meaning struct {
		form
		likely float32
	}
	list := []meaning{{han(givenOnly, 0, 0, last), by.given * usual[given]}, {han(givenOnly, 0, 0, runes), by.whole * usual[given]}}
	if isSurname(string(last)) {
		list = append(list, meaning{han(surnameOnly, 1, 0, last), by.surname * usual[surname]})
	}
	slices.SortStableFunc(list, func(a, b meaning) int { return cmp.Compare(b.likely, a.likely) })
	all := float32(0)
	for i := range list {
		all += list[i].likely
	}
	forms := make([]form, len(list))
	for i := range list {
		forms[i] = list[i].form
		forms[i].factor = list[i].likely / all
	}
	return forms
}

// usualAs returns how usual a character is where a given name's, and where a surname is meant:
// as itself, or written by ear for another that sounds alike (小臧 for 小张).
func usualAs(r rune) (shares [counted]float32) {
	var heard [counted]float32
	for t := range counted {
		shares[t], heard[t] = Common().share(t, r), Common().says[t].shares[soundAs(t, r).Plain()][hear.Beijing]
	}
	sounds := heard[given] + heard[surname]
	if sounds == 0 { // no one knows how to read it
		return shares
	}
	byEar := (shares[given] + shares[surname]) / sounds // it is written of all that sound so
	for t, share := range shares {
		shares[t] = heardAsWritten*share + (1-heardAsWritten)*heard[t]*byEar
	}
	return shares
}
