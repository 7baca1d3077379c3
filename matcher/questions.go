package matcher

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
)

// Question describes something worth asking a person who was found, or looking for, next.
type Question struct {
	Field     string // that the answer goes into
	Value     string // what is asked for; empty for an open question
	Text      models.Text
	Bits      float64 // expected, see expectedBits, times how often people can answer
	Separates int     // of the first candidates, how many the answer tells from each other
}

// What questions are made of. Estimates, to be fitted on answers that stations got.
const (
	questionCandidates = 6   // whose files are looked at
	questionsShown     = 5   // at most
	marksAsked         = 2   // of these, about one mark or illness each
	firstCandidates    = 5   // of which Separates speaks
	agreeing           = .9  // how often what a person says is what their own notice says
	certainly          = .98 // the most that all known answers together get
	tellsApart         = 2   // bits by which an answer must favour a candidate
	leastQuestionBits  = .05 // below which nothing is asked
)

// QuestionsOf returns what is worth asking the person of a record next, the most telling
// first, given the record's matches. Errors: models.ErrNotFound.
func (s *Service) QuestionsOf(ctx context.Context, record string, matches []models.Match) ([]Question, error) {
	r, err := readable(ctx, s.store.Records(), record)
	if err != nil {
		return nil, fmt.Errorf("questions: %w", err)
	}
	return s.questions(ctx, r, matches)
}

// QuestionsFor is QuestionsOf for a person who is not registered.
func (s *Service) QuestionsFor(ctx context.Context, d Description, matches []models.Match) ([]Question, error) {
	return s.questions(ctx, &models.Record{Entry: models.Entry{Person: d.Person}, FoundDate: d.EventDate, FoundPlace: d.EventPlace}, matches)
}

// questions looks at the first candidates' notices as the actor may see them: a question
// gives nothing away that the notice would not.
func (s *Service) questions(ctx context.Context, r *models.Record, matches []models.Match) ([]Question, error) {
	first := matches[:min(len(matches), questionCandidates)]
	if len(first) < 1 {
		return nil, nil
	}
	notices, err := s.store.Notices().GetAll(ctx, othersOf(first, models.Records))
	if err == nil {
		err = s.Notices.show(ctx, notices...)
	}
	if err != nil {
		return nil, fmt.Errorf("questions: %w", err)
	}
	i := interview{scorer: s.scorer, record: r}
	for _, m := range first {
		at := slices.IndexFunc(notices, func(n *models.Notice) bool { return n.Name == m.Notice })
		if at < 0 {
			continue // deleted meanwhile
		}
		profile := s.index.Profile(m.Notice)
		if profile == nil {
			profile = feature.ProfileOf(notices[at])
		}
		i.candidates = append(i.candidates, possible{notices[at], profile, m.Probability})
	}
	return i.questions(), nil
}

// interview describes a person of whom little is known, and who they may be.
type interview struct {
	scorer     *feature.Scorer
	record     *models.Record
	candidates []possible
}

// possible describes a notice whose person it may be.
type possible struct {
	notice      *models.Notice
	profile     *feature.Profile
	probability float64
}

// questions returns the best of all topics.
func (i *interview) questions() []Question {
	var all []Question
	for _, t := range topics {
		if t.known(i.record) {
			continue
		}
		var answers []answer
		for _, c := range i.candidates {
			for _, a := range t.answers(c.notice) {
				if a.value != "" && !slices.ContainsFunc(answers, func(b answer) bool { return b.value == a.value }) {
					answers = append(answers, a)
				}
			}
		}
		if !t.yesNo {
			all = append(all, i.ask(&t, answers...))
			continue
		}
		for _, a := range answers {
			all = append(all, i.ask(&t, a))
		}
	}
	all = slices.DeleteFunc(all, func(q Question) bool { return q.Bits < leastQuestionBits })
	slices.SortStableFunc(all, func(a, b Question) int { return cmp.Compare(b.Bits, a.Bits) })
	marks := 0
	all = slices.DeleteFunc(all, func(q Question) bool {
		if q.Value != "" {
			marks++
		}
		return q.Value != "" && marks > marksAsked
	})
	return all[:min(len(all), questionsShown)]
}

// ask works out one question with the answers that candidates' files imply.
func (i *interview) ask(t *topic, answers ...answer) Question {
	q := Question{Field: t.field, Text: t.text("")}
	if t.yesNo && len(answers) > 0 {
		q.Value, q.Text = answers[0].value, t.text(answers[0].value)
	}
	gains := i.gains(t, answers)
	priors := make([]float64, len(i.candidates))
	for c := range i.candidates {
		priors[c] = i.candidates[c].probability
	}
	q.Bits = t.answered * expectedBits(priors, gains)
	q.Separates = separated(gains[:min(len(gains), firstCandidates)])
	return q
}

// gains are by candidate and answer what the answer adds to the candidate's weight.
func (i *interview) gains(t *topic, answers []answer) [][]float64 {
	weigh := func(p models.Person) []float64 {
		r := &models.Record{Entry: models.Entry{Person: p}, FoundDate: i.record.FoundDate, FoundPlace: i.record.FoundPlace}
		probe := i.scorer.Probe(feature.ProfileOf(r))
		weights := make([]float64, len(i.candidates))
		for c := range i.candidates {
			weights[c] = probe.Score(i.candidates[c].profile)
		}
		return weights
	}
	before := t.beside(&i.record.Person)
	base := weigh(before)
	gains := make([][]float64, len(i.candidates))
	for _, a := range answers {
		after := before
		a.say(&after)
		for c, w := range weigh(after) {
			gains[c] = append(gains[c], w-base[c])
		}
	}
	return gains
}

// expectedBits returns by how much an answer is expected to lower the entropy of who the
// person is: the mutual information of the answer and of who it is of the candidates,
// with such prior probabilities, or another person.
//
// gains are by candidate and answer the bits that the comparators give for it, which
// are log2 of P(answer | the candidate) / P(answer | another). The answer that fits a
// candidate's own file is given agreeing of the time, which says how often others give
// it; what is left is some other answer.
func expectedBits(priors []float64, gains [][]float64) float64 {
	if len(gains) == 0 || len(gains[0]) == 0 {
		return 0
	}
	answers := len(gains[0])
	other := make([]float64, answers) // P(answer | another person)
	for a := range other {
		best := 0.
		for c := range gains {
			best = max(best, gains[c][a])
		}
		other[a] = agreeing / math.Exp2(best)
	}
	people := append(slices.Clone(gains), make([]float64, answers)) // another person gains nothing
	rest := 1.
	for _, p := range priors {
		rest -= p
	}
	priors = append(slices.Clone(priors), max(rest, 0))
	given := make([][]float64, len(people))
	total := make([]float64, answers+1)
	for c := range people {
		given[c] = givenAnswers(people[c], other)
		for a, p := range given[c] {
			total[a] += priors[c] * p
		}
	}
	bits := 0.
	for c := range given {
		for a, p := range given[c] {
			if p > 0 && priors[c] > 0 {
				bits += priors[c] * p * math.Log2(p/total[a])
			}
		}
	}
	return max(bits, 0)
}

// givenAnswers returns P(answer | a person) and, last, of some other answer.
func givenAnswers(gains, other []float64) []float64 {
	given, sum := make([]float64, len(gains)+1), 0.
	for a := range gains {
		given[a] = other[a] * math.Exp2(gains[a])
		sum += given[a]
	}
	if sum > certainly {
		for a := range given {
			given[a] *= certainly / sum
		}
		sum = certainly
	}
	given[len(gains)] = 1 - sum
	return given
}

// separated counts the candidates whom some answer favours over each of the others.
func separated(gains [][]float64) int {
	n := 0
	for c := range gains {
		for a := range gains[c] {
			if !slices.ContainsFunc(gains, func(g []float64) bool { return &g[0] != &gains[c][0] && gains[c][a]-g[a] < tellsApart }) {
				n++
				break
			}
		}
	}
	if len(gains) == 1 {
		return 0
	}
	return n
}
