package names

import (
	"strings"

	"github.com/guitu-project/guitu/models"
)

// lowly are characters that make a nickname of any text of two or three.
const lowly = "狗蛋妞丫娃仔囡胖傻憨哑瘸疯聋剩栓"

// fondly are characters that a given name's syllable is called with: 玲女, 明子.
const fondly = "女子儿妹弟娃仔哥姐"

// hanForms are the ways to understand a name that is not transcribed.
func hanForms(runes []rune, kind models.NameKind) []form {
	runes = onlyHan(runes)
	first := func(n int) bool { return len(runes) > n && isSurname(string(runes[:n])) }
	family := []rune(titled(runes))
	switch n := len(runes); {
	case n == 0:
		return nil
	case len(family) > 0:
		return []form{han(surnameOnly, len(family), 0, family)}
	case n == 1 && isSurname(string(runes)):
		return []form{han(surnameOnly, 1, 0, runes), han(givenOnly, 0, costSecondGuess, runes)}
	case n == 1:
		return []form{han(givenOnly, 0, 0, runes)}
	case n <= 3 && (kind == models.NameNickname || !first(1)) && strings.ContainsAny(string(runes), lowly):
		return []form{han(nickname, 0, 0, runes)}
	case n <= 3 && kind == models.NameNickname && !first(1):
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
	return []form{han(full, 1, 0, runes)}
}

func twoCharacters(runes []rune, kind models.NameKind) []form {
	a, b := runes[0], runes[1]
	call := func(whole float64) []form { // 小明: the given name, its last syllable, or young Mr Ming
		forms := []form{han(givenOnly, 0, whole, runes), han(givenOnly, 0, costSecondGuess-whole, runes[1:])}
		if isSurname(string(b)) {
			forms = append(forms, han(surnameOnly, 1, costSecondGuess, runes[1:]))
		}
		return forms
	}
	switch {
	case a == '老' && isSurname(string(b)):
		return []form{han(surnameOnly, 1, 0, runes[1:])}
	case isSurname(string(a)) && strings.ContainsRune(shortTitles, b):
		return []form{han(surnameOnly, 1, 0, runes[:1]), han(full, 1, costSecondGuess, runes)}
	case a == '小' || a == '大':
		return call(0)
	case a == '阿' || a == '亚':
		return call(costSecondGuess)
	case a == b && !isDocument(kind): // 毛毛: what somebody is called, often no part of the name
		return []form{han(nickname, 0, 0, runes), han(givenOnly, 0, 0, runes[1:]), han(full, 1, costSecondGuess, runes)}
	case a == b:
		return []form{han(givenOnly, 0, 0, runes[1:]), han(full, 1, costSecondGuess, runes)}
	case isSurname(string(runes)):
		return []form{han(surnameOnly, 2, 0, runes)}
	case !isSurname(string(a)):
		forms := []form{han(givenOnly, 0, 0, runes), han(full, 1, costSecondGuess, runes)}
		if strings.ContainsRune(fondly, b) {
			forms = append(forms, han(givenOnly, 0, 0, runes[:1]))
		}
		return forms
	}
	return []form{han(full, 1, 0, runes), han(givenOnly, 0, costSecondGuess, runes)}
}
