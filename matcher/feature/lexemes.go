package feature

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// lexemes holds words that mean something, by their first character, the longest first: a
// longer word is read before one that it holds.
type lexemes[T any] map[rune][]lexeme[T]

type lexeme[T any] struct {
	word  string
	means T
}

// lexemesOf puts a list in order; of the same word twice the first counts.
func lexemesOf[T any](list []lexeme[T]) lexemes[T] {
	table := lexemes[T]{}
	for _, l := range list {
		r, _ := utf8.DecodeRuneInString(l.word)
		table[r] = append(table[r], l)
	}
	for r := range table {
		slices.SortStableFunc(table[r], func(a, b lexeme[T]) int { return len(b.word) - len(a.word) })
	}
	return table
}

// at returns the word that the text begins with, nil for none.
func (table lexemes[T]) at(text string) *lexeme[T] {
	r, _ := utf8.DecodeRuneInString(text)
	list := table[r]
	for i := range list {
		if strings.HasPrefix(text, list[i].word) {
			return &list[i]
		}
	}
	return nil
}
