package text

import (
	"github.com/blevesearch/bleve/v2/document"
	index "github.com/blevesearch/bleve_index_api"
)

// termField is a field of a document that counts its terms by itself: bleve's own field makes
// a token of each first, in a dozen times the memory. It is neither stored nor has it
// positions: the index knows which words a file has, not the sentences.
type termField struct {
	*document.TextField
	cut    cutter
	length int
	counts index.TokenFrequencies
}

func newTermField(name, value string, cut cutter) *termField {
	return &termField{TextField: document.NewTextFieldCustom(name, nil, []byte(value), index.IndexField, nil), cut: cut}
}

// whole returns a cutter for a text that is one term.
func whole(text string) []string { return []string{text} }

// Analyze counts the terms, which lie in one piece of memory.
func (t *termField) Analyze() {
	list := t.cut(t.Text())
	size := 0
	for _, term := range list {
		size += len(term)
	}
	letters, counts := make([]byte, 0, size), make([]index.TokenFreq, 0, len(list))
	t.length, t.counts = len(list), make(index.TokenFrequencies, len(list))
	for _, term := range list {
		count := t.counts[term]
		if count == nil {
			from := len(letters)
			letters = append(letters, term...)
			counts = append(counts, index.TokenFreq{Term: letters[from:len(letters):len(letters)]})
			count = &counts[len(counts)-1]
			t.counts[term] = count
		}
		count.SetFrequency(count.Frequency() + 1)
	}
}

// AnalyzedLength returns how many terms there are.
func (t *termField) AnalyzedLength() int { return t.length }

// AnalyzedTokenFrequencies returns how often each is there.
func (t *termField) AnalyzedTokenFrequencies() index.TokenFrequencies { return t.counts }

// Size is roughly how many bytes of memory the field takes; bleve counts them.
func (t *termField) Size() int { return 100 + 100*t.length }
