package text

import (
	"strings"

	"github.com/blevesearch/bleve/v2/search/query"

	"github.com/guitu-project/guitu/matcher/names"
	"github.com/guitu-project/guitu/models"
)

const (
	maxQuery = 500 // characters of a query that count
	maxUnits = 64  // words and runs of Han characters of a query that count
)

// word is what stands between two spaces of a query.
type word struct {
	whole string // as it may be an external id or a name
	units []unit
}

// wordsOf cuts what somebody typed. Nothing in it is syntax.
func wordsOf(typed string) []word {
	if runes := []rune(typed); len(runes) > maxQuery {
		typed = string(runes[:maxQuery])
	}
	var list []word
	seen := make(map[string]bool)
	left := maxUnits
	for _, whole := range strings.Fields(names.Fold(typed)) {
		w := word{whole: whole, units: units(normal(whole))}
		if left -= max(len(w.units), 1); left < 0 {
			break
		}
		if !seen[whole] {
			seen[whole] = true
			list = append(list, w)
		}
	}
	return list
}

// everyWord finds the subjects of kind in which every word is, wherever, or which
// are called by the whole query. It is nil where there is no word.
func everyWord(kind models.Kind, words []word) query.Query {
	var all []query.Query
	wholes := make([]string, len(words))
	for i, w := range words {
		wholes[i] = w.whole
		if len(w.units) > 0 {
			all = append(all, w.query())
		}
	}
	whole := term(exactField, strings.Join(wholes, " "), 2*byExact)
	if len(all) == 0 {
		if len(words) == 0 {
			return nil
		}
		return of(kind, whole)
	}
	return of(kind, anyOf(whole, allOf(all...)))
}

// anyWord finds the subjects of kind in which any word is, or any pair of characters
// of one; the more, the better. It is nil where it would find no more than everyWord.
func anyWord(kind models.Kind, words []word) query.Query {
	var some []query.Query
	parts := 0
	for _, w := range words {
		some = append(some, term(exactField, w.whole, byExact))
		for _, u := range w.units {
			parts += max(len(u.pairs), 1)
			for _, f := range fields {
				some = append(some, f.terms(u)...)
			}
		}
	}
	if parts < 2 {
		return nil
	}
	return of(kind, anyOf(some...))
}

// query is met by the word as a whole or by all its units.
func (w word) query() query.Query {
	list := make([]query.Query, len(w.units))
	for i, u := range w.units {
		var where []query.Query
		for _, f := range fields {
			if words := f.wordTerms(u); len(words) > 0 {
				where = append(where, allOf(words...))
			}
			if sounds := f.soundTerms(u); len(sounds) > 0 {
				where = append(where, allOf(sounds...))
			}
		}
		list[i] = anyOf(where...)
	}
	return anyOf(term(exactField, w.whole, byExact), allOf(list...))
}

func (f field) terms(u unit) []query.Query { return append(f.wordTerms(u), f.soundTerms(u)...) }

// wordTerms are what f must have where u is written.
func (f field) wordTerms(u unit) []query.Query {
	if !u.han {
		return []query.Query{term(f.words, u.text, f.byWord)}
	}
	return terms(f.words, u.pairs, f.byWord)
}

// soundTerms are what f must have where u is typed as pinyin, or is written with
// other characters that sound alike; one character alone sounds like too many.
func (f field) soundTerms(u unit) []query.Query {
	switch {
	case f.sounds == "":
		return nil
	case !u.han:
		return []query.Query{term(f.sounds, u.text, f.bySound)}
	}
	syllables := strings.Fields(names.Pinyin(u.text))
	if len(syllables) < 2 {
		return nil
	}
	return terms(f.sounds, pairs(syllables), f.ear)
}

func terms(field string, texts []string, boost float64) []query.Query {
	list := make([]query.Query, len(texts))
	for i, text := range texts {
		list[i] = term(field, text, boost/float64(len(texts)))
	}
	return list
}

func term(field, text string, boost float64) query.Query {
	q := query.NewTermQuery(text)
	q.SetField(field)
	q.SetBoost(boost)
	return q
}

func of(kind models.Kind, q query.Query) query.Query {
	return allOf(term(kindField, string(kind), 0), q)
}

func allOf(list ...query.Query) query.Query {
	if len(list) == 1 {
		return list[0]
	}
	return query.NewConjunctionQuery(list)
}

func anyOf(list ...query.Query) query.Query {
	if len(list) == 1 {
		return list[0]
	}
	return query.NewDisjunctionQuery(list)
}
