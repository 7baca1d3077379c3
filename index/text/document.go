package text

import (
	"strings"

	"github.com/blevesearch/bleve/v2/document"

	"github.com/guitu-project/guitu/matcher/names"
	"github.com/guitu-project/guitu/models"
)

// field is a group of texts that count alike: how much a word weighs there, a word
// of pinyin, and a word of Han characters that only sounds alike.
type field struct {
	words, sounds        string
	byWord, bySound, ear float64
}

const (
	kindField  = "kind"
	exactField = "exact" // names, external id and origin as a whole
	byExact    = 10.0    // what a whole text weighs there
)

// The texts of a subject. The scale is ours: a name above a place above the rest.
// Bleve divides by the root of a field's length, so short fields lead anyway.
var (
	nameField  = field{words: "name", sounds: "nameSound", byWord: 5, bySound: 3, ear: 1}
	placeField = field{words: "place", sounds: "placeSound", byWord: 2, bySound: 1.3, ear: 0.4}
	kinField   = field{words: "kin", sounds: "kinSound", byWord: 0.6, bySound: 0.4, ear: 0.1}
	restField  = field{words: "text", byWord: 1}

	fields = [...]field{nameField, placeField, kinField, restField}
)

// documentOf returns the document of s, and how many bytes of text it has. Of contacts
// only the numbers to call are in it.
func documentOf(s models.Subject) (*document.Document, int) {
	e := s.Common()
	_, event := s.Event()
	page := page{doc: document.NewDocument(e.Name)}

	page.term(kindField, string(s.Kind()))
	page.term(exactField, exactly(e.ExternalID))
	page.term(exactField, exactly(s.Origin()))

	for _, n := range numbersOf(s) {
		page.term(exactField, n)
	}
	var called, kin []string
	for _, n := range e.Person.Names {
		if names.Unknown(n.Text) { // 受助人员12: everyone's word, and no one's name
			continue
		}
		called = append(called, n.Text)
		page.term(exactField, exactly(n.Text))
	}
	for _, r := range e.Person.Relatives {
		if !names.Unknown(r.Name) {
			kin = append(kin, r.Name)
		}
	}
	page.spoken(nameField, called, together)
	page.spoken(kinField, kin, together)
	page.spoken(placeField, append([]string{e.Person.NativePlace.Text, event.Text}, e.Person.HeardPlaces...), normal)
	page.text(restField.words, cutWords, []string{normal(strings.Join(rest(e), "\n"))})
	return page.doc, page.size
}

func rest(e *models.Entry) []string {
	p := &e.Person
	list := []string{
		p.Appearance, p.Clothing, p.Belongings, p.Narrative, p.Accent, p.Ethnicity, e.Circumstances,
	}
	for _, m := range p.Marks {
		list = append(list, m.Text)
	}
	return append(list, p.Conditions...)
}

// page is a document that is being written.
type page struct {
	doc  *document.Document
	size int
}

// spoken adds texts as words and by their sound.
func (p *page) spoken(f field, texts []string, cut func(string) string) {
	words, sounds := make([]string, len(texts)), make([]string, len(texts))
	for i, text := range texts {
		words[i], sounds[i] = cut(text), names.Pinyin(text)
	}
	p.text(f.words, cutWords, words)
	p.text(f.sounds, cutSounds, sounds)
}

// text adds one field; neighbours across lines are no neighbours.
func (p *page) text(name string, cut cutter, lines []string) {
	value := strings.TrimSpace(strings.Join(lines, "\n"))
	if value == "" {
		return
	}
	p.add(name, value, cut)
}

func (p *page) term(name, value string) {
	if value != "" {
		p.add(name, value, whole)
	}
}

func (p *page) add(name, value string, cut cutter) {
	p.size += len(value)
	p.doc.AddField(newTermField(name, value, cut))
}
