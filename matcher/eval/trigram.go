package eval

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/guitu-project/guitu/matcher/names"
	"github.com/guitu-project/guitu/models"
)

// exact ranks by an equal name, then as many equal fields as there are.
type exact struct {
	notices []*models.Notice
	names   [][]string // of each notice, folded
}

// ExactName returns the baseline of those who look a name up.
func ExactName(notices []*models.Notice) Ranker {
	e := exact{notices: notices}
	for _, n := range notices {
		e.names = append(e.names, foldedNames(&n.Person))
	}
	return e
}

// Rank implements Ranker.
func (e exact) Rank(_ context.Context, record *models.Record, limit int) ([]models.Match, error) {
	mine, i := foldedNames(&record.Person), -1
	return top(record, e.notices, limit, func(n *models.Notice) float64 {
		i++
		score := points(record, n)
		for _, name := range mine {
			if slices.Contains(e.names[i], name) {
				return score + 10
			}
		}
		return score
	}), nil
}

func foldedNames(p *models.Person) []string {
	var list []string
	for _, n := range p.Names {
		list = append(list, names.Fold(bareName(n.Text)))
	}
	return list
}

// bareName returns a name without what is said about it in brackets.
func bareName(text string) string {
	if i := strings.IndexAny(text, "（("); i >= 0 {
		text = text[:i]
	}
	return text
}

// trigram ranks by the likeness of pinyin and points for the other fields.
type trigram struct {
	notices []*models.Notice
	grams   [][][]string // of each name of each notice
}

// Trigram returns the baseline of those who write SQL: similarity() of PostgreSQL's pg_trgm
// on the pinyin of the names, ten points at the most, and points made up by hand for
// sex, age and height.
func Trigram(notices []*models.Notice) Ranker {
	t := trigram{notices: notices}
	for _, n := range notices {
		t.grams = append(t.grams, gramsOf(n.Person.Names))
	}
	return t
}

// Rank implements Ranker.
func (t trigram) Rank(_ context.Context, record *models.Record, limit int) ([]models.Match, error) {
	mine, i := gramsOf(record.Person.Names), -1
	return top(record, t.notices, limit, func(n *models.Notice) float64 {
		i++
		best := 0.0
		for _, a := range mine {
			for _, b := range t.grams[i] {
				best = max(best, similarity(a, b))
			}
		}
		return 10*best + points(record, n)
	}), nil
}

func gramsOf(list []models.PersonName) [][]string {
	var all [][]string
	for _, n := range list {
		all = append(all, gramsOfText(names.Pinyin(bareName(n.Text))))
	}
	return all
}

// gramsOfText returns the trigrams as pg_trgm makes them: of each word, with two blanks
// before it and one behind; sorted, each once.
func gramsOfText(text string) []string {
	var list []string
	for word := range strings.FieldsSeq(text) {
		padded := "  " + word + " "
		for i := range len(padded) - 2 {
			list = append(list, padded[i:i+3])
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// similarity returns the share of trigrams that both have.
func similarity(a, b []string) float64 {
	shared, i, j := 0, 0, 0
	for i < len(a) && j < len(b) {
		switch c := cmp.Compare(a[i], b[j]); {
		case c == 0:
			shared, i, j = shared+1, i+1, j+1
		case c < 0:
			i++
		default:
			j++
		}
	}
	if shared == 0 {
		return 0
	}
	return float64(shared) / float64(len(a)+len(b)-shared)
}

// points returns what such a query adds for the rest: sex 2, age within 10 years up to 2,
// height within 10 cm up to 1, the same province 1, missing before found 1.
func points(record *models.Record, n *models.Notice) float64 {
	a, b := &record.Person, &n.Person
	sum := 0.0
	if a.Sex != "" && a.Sex == b.Sex {
		sum += 2
	}
	if x, ok := bornIn(a, record.FoundDate); ok {
		if y, ok := bornIn(b, n.MissingDate); ok {
			sum += max(0, 2-0.2*max(x-y, y-x))
		}
	}
	if a.HeightMinCm > 0 && b.HeightMinCm > 0 {
		d := float64(a.HeightMinCm+a.HeightMaxCm-b.HeightMinCm-b.HeightMaxCm) / 2
		sum += max(0, 1-0.1*max(d, -d))
	}
	if head := firstTwo(a.NativePlace.Text + a.Accent); head != "" && head == firstTwo(b.NativePlace.Text) {
		sum++
	}
	if record.FoundDate != "" && n.MissingDate != "" && n.MissingDate[:4] <= record.FoundDate[:4] {
		sum++
	}
	return sum
}

func firstTwo(text string) string {
	r := []rune(text)
	return string(r[:min(2, len(r))])
}

// bornIn returns the middle of the years in which a person may be born.
func bornIn(p *models.Person, event models.Date) (float64, bool) {
	if first, _, ok := p.BirthDate.Span(); ok {
		return float64(first.Year()), true
	}
	first, _, ok := event.Span()
	if !ok || p.AgeMin == nil || p.AgeMax == nil {
		return 0, false
	}
	return float64(first.Year()) - float64(*p.AgeMin+*p.AgeMax)/2, true
}

// top scores every notice and keeps the best; equal scores go by name.
func top(record *models.Record, notices []*models.Notice, limit int, score func(*models.Notice) float64) []models.Match {
	all := make([]models.Match, len(notices))
	for i, n := range notices {
		all[i] = models.Match{Record: record.Name, Notice: n.Name, Weight: score(n)}
	}
	slices.SortFunc(all, func(a, b models.Match) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.Notice, b.Notice))
	})
	return all[:min(limit, len(all))]
}

// Typed returns what a person would type into a search box to find the person of a record.
func Typed(r *models.Record) string {
	p := &r.Person
	var list []string
	for _, n := range p.Names {
		list = append(list, bareName(n.Text))
	}
	list = append(list, p.HeardPlaces...)
	if p.NativePlace.Text != "" {
		list = append(list, p.NativePlace.Text)
	}
	for _, m := range p.Marks {
		list = append(list, m.Text)
	}
	return strings.Join(list, " ")
}
