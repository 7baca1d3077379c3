package prose

import (
	"regexp"
	"strings"

	"github.com/guitu-project/guitu/models"
)

// readStory keeps the sentences that tell how the person went missing or was found, and
// of a person in care those that tell what they said, as they were written.
func (r *reader) readStory() {
	words := lost
	if r.side == models.Records {
		words = found
	}
	if r.storyAt[0] < r.storyAt[1] {
		r.set("circumstances", r.out.Circumstances, r.storyAt[0], r.storyAt[1])
	}
	var circumstances, narrative []string
	for sentence, at := range sentencesOf(r.folded) {
		from, to := r.trim(at, at+len(sentence))
		if from >= to || isCall(sentence) || strings.Contains(sentence, "启事") {
			continue
		}
		switch {
		case r.side == models.Records && spoken.MatchString(sentence) && !isLabelled(sentence) && !strings.Contains(sentence, "民警称"):
			from, _ = r.around(from+spoken.FindStringIndex(r.folded[from:to])[0], clauseEnds)
			narrative = append(narrative, r.words(from, to))
			r.set("person.narrative", r.words(from, to), from, to)
		case words.MatchString(sentence) && len([]rune(sentence)) > 12 && !isLabelled(sentence) && r.out.Circumstances == "":
			if from, to = r.eventClauses(from, to, words); from < to {
				circumstances = append(circumstances, r.words(from, to))
				r.set("circumstances", r.words(from, to), from, to)
			}
		}
	}
	if r.out.Person.Narrative == "" {
		r.out.Person.Narrative = strings.Join(narrative, "。")
	}
	if r.out.Circumstances == "" {
		r.out.Circumstances = strings.Join(circumstances, "。")
	}
}

// eventClauses returns the clauses of a sentence from its date, or from what happened if it
// has none, to the last one that says what happened.
func (r *reader) eventClauses(from, to int, words *regexp.Regexp) (int, int) {
	all := words.FindAllStringIndex(r.folded[from:to], -1)
	first, last := from+all[0][0], from+all[0][1]
	for _, m := range all[1:] {
		if r.folded[max(from+m[0]-len("走失"), from):from+m[0]] != "" && !strings.HasPrefix(r.after(from+m[1], 1), "时") && from+m[0]-last < 60 {
			last = from + m[1]
		}
	}
	if m := anyDate.FindStringIndex(r.folded[from:to]); m != nil && from+m[0] < first {
		first = from + m[0]
	}
	first, _ = r.around(first, clauseEnds)
	_, last = r.around(last, clauseEnds)
	return r.trim(max(first, from), min(last, to))
}

func isLabelled(line string) bool {
	i := strings.Index(line, ":")
	return i > 0 && i <= len("失踪时间地点") && !strings.ContainsAny(line[:i], "说称述诉讲")
}
