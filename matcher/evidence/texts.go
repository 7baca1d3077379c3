package evidence

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/guitu-project/guitu/models"
)

// pairs are the pairs of neighbouring Han characters of some texts, sorted, each
// once: the upper half of a number is the first character.
type pairs []uint64

// maxPairs is how many pairs of one person are kept.
const maxPairs = 200

// emptyPairs hold words that are in every file.
const emptyPairs = "的了是在有和一不身高体型左右上下短发头发穿着上身下身衣裤男女"

func pairsOf(texts ...string) pairs {
	var list pairs
	for _, text := range texts {
		last := rune(0)
		for _, r := range text {
			if !unicode.Is(unicode.Han, r) {
				last = 0
				continue
			}
			if last != 0 && (!strings.ContainsRune(emptyPairs, last) || !strings.ContainsRune(emptyPairs, r)) {
				list = append(list, uint64(last)<<32|uint64(r)) //nolint:gosec // runes are not negative
			}
			last = r
		}
	}
	slices.Sort(list)
	list = slices.Compact(list)
	return list[:min(len(list), maxPairs)]
}

// shared counts the pairs that both have.
func (a pairs) shared(b pairs) int {
	n, i, j := 0, 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			n++
			i++
			j++
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return n
}

// weigh is the weight of n shared pairs.
func (w *WordParams) weigh(n int) float64 {
	return math.Min(math.Max((float64(n)-w.Chance)*w.PerPair, w.Least), w.Most)
}

// weighAppearance counts what the descriptions share. Words that differ say
// nothing: two people describe one person in different words.
func weighAppearance(p *Params, record, notice *Profile) (finding, bool) {
	n := record.appearance.shared(notice.appearance)
	if n == 0 {
		return finding{}, false
	}
	return finding{bits: p.Appearance.weigh(n), detail: n}, true
}

func explainAppearance(record, notice *Profile, f finding) words {
	text := strings.Join(sharedWords(record.appearance, notice.appearance), "、")
	return words{text, text, models.Text{
		Zh: fmt.Sprintf("描述中有 %d 处相同用词：%s", f.detail, text),
		En: fmt.Sprintf("the descriptions share %d words: %s", f.detail, text),
	}}
}

// weighClothing counts for days, not years: it fades to nothing linearly.
func weighClothing(p *Params, record, notice *Profile) (finding, bool) {
	if !record.event.known || !notice.event.known {
		return finding{}, false
	}
	days := (record.event.first - notice.event.last) * daysPerYear
	if len(record.clothing) == 0 || len(notice.clothing) == 0 || days < -1 || days > p.ClothesFor {
		return finding{}, false
	}
	n := record.clothing.shared(notice.clothing)
	fresh := 1 - math.Max(days, 0)/p.ClothesFor
	return finding{bits: p.Clothing.weigh(n) * fresh, detail: n}, true
}

func explainClothing(record, notice *Profile, f finding) words {
	text := strings.Join(sharedWords(record.clothing, notice.clothing), "、")
	if f.bits < 0 {
		return words{text, text, models.Text{Zh: "走失不久，衣物和随身物品却没有对上", En: "missing only recently, yet clothing and belongings do not meet"}}
	}
	return words{text, text, models.Text{
		Zh: "走失不久，衣物或随身物品相符：" + text,
		En: "missing only recently, and clothing or belongings agree: " + text,
	}}
}

// shownWords is how many shared words a reason shows.
const shownWords = 6

func sharedWords(a, b pairs) []string {
	var list []string
	for _, pair := range a {
		if _, ok := slices.BinarySearch(b, pair); ok && len(list) < shownWords {
			list = append(list, string([]rune{rune(pair >> 32), rune(pair & math.MaxUint32)})) //nolint:gosec // made from runes
		}
	}
	return list
}
