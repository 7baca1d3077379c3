package text

import (
	"strings"
	"unicode"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/lang/cjk"
	tokenizer "github.com/blevesearch/bleve/v2/analysis/tokenizer/unicode"

	"github.com/guitu-project/guitu/matcher/names"
)

// normal folds a text (names.Fold) and leaves letters, digits and spaces of it: the
// dot of 阿依古丽·买买提 parts words, the apostrophe of xi'an does not.
func normal(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == 'ü': // as pinyin is typed, and as names.Pinyin writes it
			return 'v'
		case unicode.IsLetter(r), unicode.IsNumber(r), unicode.IsMark(r):
			return r
		case r == '\'', r == '’':
			return -1
		}
		return ' '
	}, names.Fold(text))
}

// together is normal for a name, whose Han characters are one word however they are
// set apart.
func together(name string) string {
	name = normal(name)
	if strings.ContainsFunc(name, isHan) {
		return strings.Join(strings.Fields(name), "")
	}
	return name
}

// exactly is the form in which two texts are the same text.
func exactly(text string) string {
	return strings.Join(strings.Fields(names.Fold(text)), " ")
}

func isHan(r rune) bool { return unicode.Is(unicode.Han, r) }

// wordAnalyzer cuts a normal text into what can be looked for: words, and of Han
// characters each one and each pair of neighbours.
func wordAnalyzer() analysis.Analyzer {
	return &analysis.DefaultAnalyzer{
		Tokenizer:    tokenizer.NewUnicodeTokenizer(),
		TokenFilters: []analysis.TokenFilter{cjk.NewCJKBigramFilter(true)},
	}
}

const (
	maxRun   = 4 // syllables that may be written as one word
	maxWhole = 8 // syllables of a line that may be written as one word
)

// soundAnalyzer cuts lines of pinyin, syllables parted by spaces, into what people
// may type of them as one word: of "wang xiao ming" wang, wangxiao, wangxiaoming,
// xiao, xiaoming, ming.
type soundAnalyzer struct{}

func (soundAnalyzer) Analyze(input []byte) analysis.TokenStream {
	var tokens analysis.TokenStream
	for line := range strings.Lines(string(input)) {
		syllables := strings.Fields(line)
		n := len(syllables)
		for from := range syllables {
			for to := from + 1; to <= min(from+maxRun, n); to++ {
				tokens = append(tokens, soundToken(syllables[from:to]))
			}
		}
		if n > maxRun && n <= maxWhole {
			tokens = append(tokens, soundToken(syllables))
		}
	}
	return tokens
}

func soundToken(syllables []string) *analysis.Token {
	return &analysis.Token{Term: []byte(strings.Join(syllables, ""))}
}

// unit is one run of Han characters, or one other word, of a query.
type unit struct {
	text  string
	han   bool
	pairs []string // of han: the pairs of neighbours, or the one character
}

// units cuts a normal text as wordAnalyzer does, but keeps together what belongs
// together, and takes pairs alone where there are any: they say more.
func units(text string) []unit {
	var list []unit
	end := -1 // of the last token, where it was Han
	for _, token := range tokenizer.NewUnicodeTokenizer().Tokenize([]byte(text)) {
		if token.Type != analysis.Ideographic {
			list = append(list, unit{text: string(token.Term)})
			end = -1
			continue
		}
		if token.Start == end {
			list[len(list)-1].text += string(token.Term)
		} else {
			list = append(list, unit{text: string(token.Term), han: true})
		}
		end = token.End
	}
	for i := range list {
		if list[i].han {
			list[i].pairs = pairs(strings.Split(list[i].text, ""))
		}
	}
	return list
}

// pairs joins each two neighbours; one alone stands for itself.
func pairs(of []string) []string {
	if len(of) < 2 {
		return of
	}
	list := make([]string, 0, len(of)-1)
	for i := 1; i < len(of); i++ {
		list = append(list, of[i-1]+of[i])
	}
	return list
}
