package names

import (
	"strings"
	"unicode"
)

// Korean names as their bearers spell them. A syllable of hangul is cut into its three letters
// (The Unicode Standard, section 3.12), each of which has its spelling by McCune-Reischauer
// without marks, which the North and older passports have, then by the Revised Romanization of
// 2000, then others that passports show, each with how often it is written of all.

var koreanInitials = koreanLetters(`
k .6 g .4
kk
n .95 l
t .5 d .5
tt
r .45 l .25 n .15 y .05 -
m
p .5 b .5
pp
s .85 sh .15
ss
-
ch .5 j .45 z
jj
ch .95 c
k .9 kh
t .9 th
p .85 ph
h
`)

var koreanVowels = koreanLetters(`
a .92 ah .07 aa
ae .75 ai .15 ay .05 e
ya .95 yah
yae
o .3 eo .3 u .25 uh .05 ou .05 eu .03 e
e .9 eh
yo .3 yeo .25 you .15 yu .15 yuh .03 yeu .02 ye .02 u
ye .85 yea .05 e .05 yeh
o .8 oh .15 oo
wa .97 oa
wae
oe .5 oi .35 we .05 woe .05 ui
yo .85 yoh .05 o
u .55 oo .3 ou .05 woo .05 wu
wo .4 weo .3 won .05 wu .05 woo .05 o
we
wi .7 wee .15 ui .05 we
yu .55 yoo .25 you .1 u
u .4 eu .4 oo .05 e .05 i
ui .45 hee .05 eui .15 ee .15 i .1 ie .05 y
i .72 ee .18 yi .05 y .02 ie .01 e
`)

var koreanFinals = koreanLetters(`
-
k .75 g .2 c .02 ck .02 kh
k
k
n .97 nn
n
n
t .6 d
l .85 r .08 ll .03 hl
l
m
l
l
l
p
l
m .97 mm
p .75 b .22 bb
p
t .5 s
t
ng .95 n .02 g
t
t
k
t
p
t
`)

// koreanWhole are surnames and syllables that people write otherwise than their letters.
var koreanWhole = weightedTable(`
김 kim .97 gim
이 lee .55 yi .15 i .08 rhee .07 li .06 ri .04 ree .02 rie
리 ri .5 li .2 lee .15 rhee .05 ree
박 park .6 pak .25 bak .06 bahk .03 pack
최 choi .6 choe .3 choy .03 chwe .01 choei
정 jung .3 chung .25 jeong .2 chong .15 cheong .04 joung
조 cho .7 jo .25 joe
강 kang .9 gang
장 chang .5 jang .4 jahng
임 lim .5 im .2 yim .15 rim .05 ihm
림 rim .5 lim
오 oh .75 o .2 ou
신 shin .75 sin .2 synn
서 seo .35 suh .25 so .2 su .05 sur
윤 yoon .5 yun .3 youn .12 yune
유 yoo .35 yu .25 you .1 ryu .1 yeu
류 ryu .4 yu .2 yoo .1 lyu .08 ryoo .05 liu
안 ahn .5 an .4 ann
전 jeon .3 chon .2 jun .2 chun .1 jeun
고 ko .6 koh .15 go .15 goh
문 moon .6 mun .3 mon
손 son .6 sohn .25 shon
배 bae .6 pae .2 bai .08 pai .05 pei
백 paek .3 baek .3 paik .15 baik .1 back
허 huh .35 heo .2 ho .2 hur .12 her
노 noh .3 no .2 roh .2 ro .12 nho
심 shim .6 sim .3 sym
주 joo .35 chu .25 ju .25 choo
구 koo .45 ku .25 gu .12 goo .08 kou
성 sung .4 seong .2 song .25 soung
우 woo .6 u .2 wu .1 oo
방 bang .55 pang .35 bahng
공 kong .55 gong .3 koung
현 hyun .45 hyon .25 hyeon .2 heon
영 young .4 yong .3 yeong .2 yung .06 ryong
경 kyung .4 kyong .25 gyeong .2 kyoung .1 gyung
순 soon .5 sun .4 son
희 hee .65 hui .2 heui .05 hi .05 hy
숙 sook .45 suk .4 sug
준 joon .35 jun .35 chun .15 june
철 chul .45 chol .3 cheol .2 churl
자 ja .75 cha .2 jah
선 sun .4 seon .25 son .25 sunn
수 su .6 soo .35 sou
용 yong .75 young .1 ryong .05 yung
룡 ryong .75 yong .12 lyong
일 il .85 yil .05 ill
옥 ok .75 ock .1 og .03 oak
복 bok .55 pok .35 bock
명 myung .4 myong .3 myeong .2 myoung
금 kum .3 geum .25 keum .2 gum
`)

// koreanLetters reads a table of the spellings of letters, a letter a line in the order of hangul.
func koreanLetters(text string) [][]weighted {
	var list [][]weighted
	for line := range strings.Lines(strings.TrimSpace(text)) {
		for _, spelled := range weightedTable("x " + line) {
			list = append(list, spelled)
		}
	}
	return list
}

// Hangul syllables are numbered initial by initial, vowel by vowel, final by final.
const (
	firstHangul = 0xAC00
	vowels      = 21
	finals      = 28
)

// koreanSpelling lists how people spell a syllable of hangul in Latin letters.
func koreanSpelling(syllable rune) []weighted {
	byText := map[string]float32{}
	rule, whole := float32(1), koreanWhole[string(syllable)]
	if whole != nil {
		rule = 1 - wholeShare
	}
	for _, w := range whole {
		byText[w.text] += wholeShare * w.weight
	}
	n := int(syllable - firstHangul)
	for _, i := range koreanInitials[n/(vowels*finals)] {
		for _, v := range koreanVowels[n/finals%vowels] {
			for _, f := range koreanFinals[n%finals] {
				if share := rule * i.weight * v.weight * f.weight; share >= rareSpelling {
					byText[i.text+v.text+f.text] += share
				}
			}
		}
	}
	return sortedSpellings(byText)
}

// hangulShare is how often a Korean name is written in hangul of all that are not in Chinese
// characters.
const hangulShare = 0.3

// koreanSpellings returns the spellings of the table's characters, in hangul itself too.
func koreanSpellings() map[rune][]weighted {
	byChar := map[rune][]weighted{}
	for line := range strings.Lines(hangulTable) {
		syllable, chars, _ := strings.Cut(strings.TrimSpace(line), " ")
		if runes := []rune(syllable); len(runes) != 1 || !isHangul(runes[0]) {
			continue
		}
		spelled := []weighted{{syllable, hangulShare}}
		for _, w := range koreanSpelling([]rune(syllable)[0]) {
			spelled = append(spelled, weighted{w.text, (1 - hangulShare) * w.weight})
		}
		for _, r := range chars {
			byChar[r] = append(byChar[r], spelled...)
		}
	}
	return byChar
}

func isHangul(r rune) bool { return r >= firstHangul && unicode.Is(unicode.Hangul, r) }

// hasHangul reports whether a text is of hangul, beside signs, alone.
func hasHangul(text string) bool {
	found := false
	for _, r := range text {
		switch {
		case isHangul(r):
			found = true
		case unicode.IsLetter(r):
			return false
		}
	}
	return found
}

// hangulForms reads a name in hangul, its surname first. What no character is read as has none.
func hangulForms(text string) []form {
	var flat []position
	for _, r := range text {
		if !isHangul(r) {
			continue
		}
		s, ok := latinPosition(korean, string(r))
		if !ok {
			return nil
		}
		flat = append(flat, s)
	}
	return spelledForms(flat, 0)
}
