package text

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/query"
	index "github.com/blevesearch/bleve_index_api"

	"github.com/guitu-project/guitu/matcher/names"
	"github.com/guitu-project/guitu/models"
)

const (
	maxQuery   = 500 // characters of a query that count
	maxUnits   = 64  // words and runs of Han characters of a query that count
	maxSingles = 4   // single Han characters of a query that count: each is a thousand terms
	maxEar     = 6   // Han characters that may be a name or a place written by ear
)

// word holds what stands between two spaces of a query.
type word struct {
	whole string // as it may be an external id or a name
	units []unit
}

// unit is a run of Han characters, or a run of other letters.
type unit struct {
	text   string
	han    bool
	words  []string   // terms that it is made of, as written
	sounds [][]string // terms of the ways to say it; of Han characters, those that sound alike
}

func newUnit(text string, han bool) unit {
	if !han {
		u := unit{text: text, words: []string{text}, sounds: [][]string{{text}}}
		for _, syllables := range spellings(text) {
			u.sounds = append(u.sounds, soundPairs(nil, syllables))
		}
		return u
	}
	u := unit{text: text, han: true, words: charPairs(nil, text)}
	slices.Sort(u.words) // a hostile text says the same a hundred times
	u.words = slices.Compact(u.words)
	if n := utf8.RuneCountInString(text); n == 1 || n > maxEar {
		return u
	}
	if pairs := soundPairs(nil, strings.Fields(names.Pinyin(text))); len(pairs) > 0 {
		u.sounds = [][]string{pairs}
	}
	return u
}

// single reports whether u is one character: of Han, all words that begin with it are
// looked for.
func (u unit) single() bool { return utf8.RuneCountInString(u.text) == 1 }

// wordsOf cuts what a person typed. Nothing in it is syntax.
func wordsOf(typed string) []word {
	if runes := []rune(typed); len(runes) > maxQuery {
		typed = string(runes[:maxQuery])
	}
	var list []word
	seen := make(map[string]bool)
	count, singles := 0, 0
	for _, whole := range strings.Fields(names.Fold(typed)) {
		if seen[whole] || count >= maxUnits {
			continue
		}
		seen[whole] = true
		w := word{whole: whole}
		count++
		for run, han := range runs(normal(whole)) {
			u := newUnit(run, han)
			if u.han && u.single() {
				if singles++; singles > maxSingles {
					continue
				}
			}
			if count++; count <= maxUnits {
				w.units = append(w.units, u)
			}
		}
		list = append(list, w)
	}
	return list
}

// everyWord finds the subjects of kind in which every word is, wherever, or which
// are called by the whole query.
func everyWord(kind models.Kind, words []word) query.Query {
	var all []query.Query
	wholes := make([]string, len(words))
	for i, w := range words {
		wholes[i] = w.whole
		if len(w.units) > 0 {
			all = append(all, w.query())
		}
	}
	found := []query.Query{term{exactField, strings.Join(wholes, " "), 2 * byExact}.query()}
	if n := asNumber(strings.Join(wholes, " ")); n != "" {
		found = append(found, term{exactField, n, 2 * byExact}.query())
	}
	if len(all) > 0 {
		found = append(found, allOf(all))
	}
	return only(kind, anyOf(found))
}

// query is met by the word as a whole or by all its units.
func (w word) query() query.Query {
	list := make([]query.Query, len(w.units))
	for i, u := range w.units {
		list[i] = u.query()
	}
	return anyOf([]query.Query{term{exactField, w.whole, byExact}.query(), allOf(list)})
}

// query is met by a field in which all of u is.
func (u unit) query() query.Query {
	var where []query.Query
	for _, f := range fields {
		if u.han && u.single() {
			q := query.NewPrefixQuery(u.text)
			q.SetField(f.words)
			q.SetBoost(f.byWord)
			where = append(where, q)
			continue
		}
		for _, way := range f.ways(u) {
			where = append(where, allOf(queries(way)))
		}
	}
	return anyOf(where)
}

// looseTerms returns those of which any finds a subject. One character alone is in too
// many.
func looseTerms(words []word) []term {
	var list []term
	for _, w := range words {
		list = append(list, term{exactField, w.whole, byExact})
		for _, u := range w.units {
			if u.single() {
				continue
			}
			for _, f := range fields {
				list = append(list, slices.Concat(f.ways(u)...)...)
			}
		}
	}
	return list
}

// ways returns the ways in which u may be in f, each with the terms that f must have: as
// written, then by sound.
func (f field) ways(u unit) [][]term {
	ways := [][]term{terms(f.words, u.words, f.byWord)}
	if f.sounds == "" {
		return ways
	}
	boost := f.bySound
	if u.han {
		boost = f.ear
	}
	for _, sounds := range u.sounds {
		ways = append(ways, terms(f.sounds, sounds, boost))
	}
	return ways
}

// term is a word that one field may have, and what it weighs there.
type term struct {
	field, text string
	boost       float64
}

func (t term) query() query.Query {
	q := query.NewTermQuery(t.text)
	q.SetField(t.field)
	q.SetBoost(t.boost)
	return q
}

// terms share the weight of the word that they are parts of.
func terms(field string, texts []string, boost float64) []term {
	list := make([]term, len(texts))
	for i, text := range texts {
		list[i] = term{field, text, boost / float64(len(texts))}
	}
	return list
}

func queries(terms []term) []query.Query {
	list := make([]query.Query, len(terms))
	for i, t := range terms {
		list[i] = t.query()
	}
	return list
}

// only finds those of kind, which weighs nothing.
func only(kind models.Kind, q query.Query) query.Query {
	return allOf([]query.Query{unweighed{term{kindField, string(kind), 0}.query()}, q})
}

// unweighed is a query that only finds: without frequencies to keep up with the index
// leaps to the document that it asks for, and does not read all before it.
type unweighed struct{ query.Query }

// Searcher returns that of the query.
func (u unweighed) Searcher(ctx context.Context, r index.IndexReader, m mapping.IndexMapping, o search.SearcherOptions) (search.Searcher, error) {
	o.Score = "none"
	return u.Query.Searcher(ctx, r, m, o)
}

func allOf(list []query.Query) query.Query {
	if len(list) == 1 {
		return list[0]
	}
	return query.NewConjunctionQuery(list)
}

func anyOf(list []query.Query) query.Query {
	if len(list) == 1 {
		return list[0]
	}
	return query.NewDisjunctionQuery(list)
}
