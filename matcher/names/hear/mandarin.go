package hear

import (
	"strconv"
	"strings"
)

// Mandarin describes a syllable of Mandarin by its initial and final, as pinyin names them without
// its spelling rules: ü is v, and what y and w spell has no initial (yong is "" and iong).
type Mandarin struct{ Initial, Final string }

var initials = map[string]string{
	"b": "p", "p": "pʰ", "m": "m", "f": "f", "d": "t", "t": "tʰ", "n": "n", "l": "l", "g": "k", "k": "kʰ", "h": "x",
	"j": "ʨ", "q": "ʨʰ", "x": "ɕ", "zh": "tʂ", "ch": "tʂʰ", "sh": "ʂ", "r": "ʐ", "z": "ʦ", "c": "ʦʰ", "s": "s", "": "",
}

// finals are how the finals are said; if there are several ways, the usual one first, and
// beside the others what a listener hears less readily as it, in units of cost.
var finals = map[string]string{
	"a": "a", "o": "o, uo", "e": "ɤ, ə .1, ɛ .4", "i": "i, ɪ .1", "u": "u", "v": "y", "er": "ɚ, ə .3",
	"ai": "ai, ɛi .1, ɛ .35, æ .35", "ei": "ei, e .25, ɪi", "ao": "au, ɔ .3, ɔu .1, ɑu", "ou": "ou, o .3, ɤu .1, əu",
	"an": "an, æn .1", "en": "ən, ɤn, en .1, ɛn .2", "ang": "ɑŋ, aŋ, ɒŋ .1, ɔŋ .35", "eng": "əŋ, ɤŋ", "ong": "uŋ, oŋ, ʊŋ, ɔŋ .4",
	"ia": "ia, iɑ", "ie": "ie, iɛ", "iao": "iau, iɔ .3, iɛu .2, iɑu", "iu": "iou, iu, iəu", "ian": "iɛn, ien, ian .15", "in": "in, iən .1, ɪn", "iang": "iɑŋ, iaŋ, iɒŋ .1, iɔŋ .35",
	"ing": "iŋ, iəŋ .1, ɪŋ", "iong": "iuŋ, yŋ, ioŋ, yuŋ", "ua": "ua, uɑ", "uo": "uo, o .25, uɔ .15", "uai": "uai, uɛ .3", "ui": "uei, ui, ue .25", "uan": "uan, uæn .1", "un": "uən, un", "uang": "uɑŋ, uaŋ, uɒŋ .1, uɔŋ .3",
	"ueng": "uəŋ", "ve": "ye, yɛ", "van": "yɛn, yen, yan .15", "vn": "yn, yən .1", "io": "io",
}

// final is a way to say a final, with what it costs beside the usual one.
type final struct {
	syllable
	cost float32
}

// waysOf returns the ways to say a syllable's final.
func waysOf(m Mandarin) []final {
	said, ok := finals[m.Final]
	if !ok {
		return nil // no syllable
	}
	if m.Final == "i" {
		switch m.Initial {
		case "z", "c", "s":
			said = "ɿ, ɯ .3, ʅ"
		case "zh", "ch", "sh", "r":
			said = "ʅ, ɯ .3, ɿ"
		}
	}
	var ways []final
	for way := range strings.SplitSeq(said, ", ") {
		ipa, cost, _ := strings.Cut(way, " ")
		more, _ := strconv.ParseFloat(cost, 32) // none is 0
		ways = append(ways, final{parse(ipa), float32(more)})
	}
	return ways
}
