package feature

import (
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/guitu-project/guitu/matcher/assertion"
	"github.com/guitu-project/guitu/matcher/compact"
	"github.com/guitu-project/guitu/matcher/conditions"
	"github.com/guitu-project/guitu/matcher/marks"
	"github.com/guitu-project/guitu/models"
)

// appearanceFeature is how the person looks, but for marks. In the column are looks; words are
// lists of a scan.
var appearanceFeature = Feature{
	Name: "appearance", revision: 3, // more voices
	read: func(p *Profile, s models.Subject) {
		e, unread := s.Common(), ""
		p.looks, unread = looksOf(unmarked(known(assertion.Mark, e.Person.Appearance)))
		for _, m := range e.Person.Marks { // what is not understood still meets itself
			if !understood(m) {
				unread += p.looks.withMarks("，" + ownWords(known(assertion.Mark, m.Text)))
			}
		}
		for _, c := range e.Person.Conditions { // nor is every illness in a table
			if len(conditions.Find(c)) == 0 && (len(marks.Parse(c)) == 0 || disabling(c)) {
				unread += "，" + known(assertion.Condition, c)
			}
		}
		p.appearance = pairsOf(unread, e.Person.Narrative, e.Circumstances)
	},
	encode: func(p *Profile, to *compact.Writer) { p.looks.encode(to); p.appearance.encode(to) },
	decode: func(p *Profile, from *compact.Reader) { p.looks, p.appearance = decodeLooks(from), decodePairs(from) },

	column:  "looks",
	key:     func(p *Profile, key []byte) []byte { return append(key, p.looks[:]...) },
	project: func(from, to *Profile) { to.looks = from.looks },
	columnBits: func(p *Probe, projection *Profile) float64 {
		record, notice := p.sides(projection)
		bits, _ := p.basis.looks.weigh(&record.looks, &notice.looks, gapYears[SomeYears])
		return bits
	},
	compareProbe: compareAppearance, explain: explainAppearance,
}

// ownWords is a text without the clauses that speak of another person: 其弟腿有钢板.
func ownWords(text string) string {
	if !strings.ContainsAny(text, "父母爸妈爹娘哥弟姐妹夫妻儿女孙叔伯舅姑姨") {
		return text
	}
	reading, own := assertion.Read(text), ""
	for from := 0; from < len(text); {
		end, size := len(text), 0
		if i := strings.IndexAny(text[from:], "，,。；;"); i >= 0 {
			end = from + i
			_, size = utf8.DecodeRuneInString(text[end:])
		}
		_, last := utf8.DecodeLastRuneInString(text[from:end])
		if from == end || !reading.At(end-last, end).Other {
			own += text[from : end+size]
		}
		from = end + size
	}
	return own
}

// pairs holds the pairs of neighbouring Han characters of some texts, sorted, each
// once: the upper half of a number is the first character.
type pairs []uint64

// maxPairs is how many pairs of one person are kept.
const maxPairs = 200

// emptyPairs hold words that are in every file.
const emptyPairs = "的了是在有和一不身高体型左右上下短发头发穿着上身下身衣裤男女"

// emptyWords lead in what is weighed elsewhere: gait, speech, sides.
var emptyWords = map[[2]rune]bool{{'走', '路'}: true, {'说', '话'}: true, {'讲', '话'}: true, {'行', '走'}: true, {'左', '手'}: true, {'右', '手'}: true, {'左', '脚'}: true, {'右', '脚'}: true, {'左', '侧'}: true, {'右', '侧'}: true, {'明', '显'}: true, {'特', '征'}: true, {'一', '个'}: true, {'一', '颗'}: true, {'一', '处'}: true, {'一', '道'}: true, {'有', '一'}: true, {'头', '发'}: true, {'皮', '肤'}: true, {'面', '部'}: true}

func pairsOf(texts ...string) pairs {
	var list pairs
	for _, text := range texts {
		text = assertion.Informative(text)
		last := rune(0)
		for _, r := range text {
			if !unicode.Is(unicode.Han, r) {
				last = 0
				continue
			}
			if last != 0 && !emptyWords[[2]rune{last, r}] && (!strings.ContainsRune(emptyPairs, last) || !strings.ContainsRune(emptyPairs, r)) {
				list = append(list, uint64(last)<<32|uint64(r))
			}
			last = r
		}
	}
	slices.Sort(list)
	list = slices.Compact(list)
	return list[:min(len(list), maxPairs)]
}

// wordShares counts in how many of the notices held a pair of characters is.
type wordShares struct {
	counts map[uint64]int
	files  int // that have any
}

// wordPrior is in how many files a pair is taken to be that was counted in none, and
// of how many more.
const wordPrior, wordFiles = .5, 100

func (w *wordShares) count(list pairs, by int) {
	if len(list) == 0 {
		return
	}
	if w.counts == nil {
		w.counts = make(map[uint64]int)
	}
	w.files += by
	for _, pair := range list {
		if w.counts[pair] += by; w.counts[pair] <= 0 {
			delete(w.counts, pair)
		}
	}
}

func (w wordShares) clone() wordShares { return wordShares{maps.Clone(w.counts), w.files} }

// rarity returns 1/share for each of the pairs.
func (w *wordShares) rarity(list pairs) []float32 {
	rarity := make([]float32, len(list))
	for i, pair := range list {
		rarity[i] = float32((float64(w.files) + wordFiles) / (float64(w.counts[pair]) + wordPrior))
	}
	return rarity
}

// weigh returns the weight of what the texts of one person share, with the rarity of the
// first's pairs and the chance that the second says the same again:
//
//	Σ over shared pairs log2(again/share + 1 − again) + Σ over others log2(1 − again)
//
// It also tells how many are shared. The fewer pairs of the two are the ones that might
// have been shared.
func (w *WordParams) weigh(a, b pairs, rarity []float32, again float64) (sum float64, n int) {
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			sum += math.Log2(again*float64(rarity[i]) + 1 - again)
			n++
			i++
			j++
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	sum += float64(min(len(a), len(b))-n) * math.Log2(1-again)
	return math.Min(math.Max(sum*w.Share, w.Least), w.Most), n
}

// compareAppearance lays side by side what the descriptions say of face, skin and hair
// (looks.go), and counts the other words that they share, the rarer the more. Words
// that differ say little: two people describe one person in different words.
func compareAppearance(probe *Probe, other *Profile) (comparison, bool) {
	record, notice := probe.sides(other)
	years := 0.0
	if record.event.known && notice.event.known {
		years = math.Max(0, record.event.first-notice.event.last)
	}
	p := &probe.basis.Appearance
	bits, clues := probe.basis.looks.weigh(&record.looks, &notice.looks, years)
	if words, n := p.weigh(probe.Profile.appearance, other.appearance, probe.appearance, p.Again); n > 0 {
		bits, clues = bits+words, clues+n
	}
	return comparison{bits: math.Min(math.Max(bits, p.Least), p.Most)}, clues > 0
}

func explainAppearance(_ *Probe, record, notice *Profile, f comparison) words {
	shared := append(record.looks.words(&notice.looks), sharedWords(record.appearance, notice.appearance)...)
	own, theirs := record.looks.words(nil), notice.looks.words(nil)
	text := strings.Join(shared, "、")
	out := words{strings.Join(own, "、"), strings.Join(theirs, "、"), models.Text{Zh: "描述中相同的：" + text, En: "the descriptions share: " + text}}
	if out.record == "" || out.notice == "" {
		out.record, out.notice = text, text
	}
	if f.bits < 0 {
		out.reason = bothWays("描述的长相不大相符", "the descriptions do not quite meet", out.record, out.notice)
	}
	return out
}

// shownWords is how many shared words a reason shows.
const shownWords = 6

func sharedWords(a, b pairs) []string {
	var list []string
	for _, pair := range a {
		if _, ok := slices.BinarySearch(b, pair); ok && len(list) < shownWords {
			list = append(list, string([]rune{rune(pair >> 32), rune(pair & math.MaxUint32)}))
		}
	}
	return list
}
