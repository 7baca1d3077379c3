package text

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/guitu-project/guitu/matcher/names"
	"github.com/guitu-project/guitu/models"
)

var (
	// number is a run of seven digits and more, as telephones and identity cards have, with
	// spaces, dashes or points between them.
	number  = regexp.MustCompile(`\d(?:[\s\-.]{0,2}\d){6,}x?`)
	day     = regexp.MustCompile(`^\s*(\d{4})\s*[年\-./]\s*(\d{1,2})\s*[月\-./]\s*(\d{1,2})\s*[日号]?\s*$`)
	inDigit = strings.NewReplacer(" ", "", "-", "", ".", "")
)

// numbersOf returns the numbers by which a subject can be asked for as a whole, without what
// stands between their digits: those in its texts, the birth date, and a notice's
// telephones. The one who may not see them must not learn that they are there: package matcher
// leaves such hits out.
func numbersOf(s models.Subject) []string {
	e := s.Common()
	texts := append(rest(e), string(e.Person.BirthDate))
	if n, ok := s.(*models.Notice); ok {
		for _, c := range n.Contacts {
			texts = append(texts, c.Phone)
		}
	}
	var list []string
	for _, t := range texts {
		for _, found := range number.FindAllString(names.Fold(t), -1) {
			list = append(list, inDigit.Replace(found))
		}
	}
	return list
}

// asNumber returns a query that is a single number or a day, as numbersOf writes it; empty for
// any other.
func asNumber(typed string) string {
	typed = names.Fold(typed)
	if m := day.FindStringSubmatch(typed); m != nil {
		return fmt.Sprintf("%s%02s%02s", m[1], m[2], m[3])
	}
	if found := number.FindString(typed); found != "" && found == strings.TrimSpace(typed) {
		return inDigit.Replace(found)
	}
	return ""
}
