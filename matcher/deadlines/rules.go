package deadlines

import (
	_ "embed" // the rules
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"

	"github.com/guitu-project/guitu/models"
)

// Rule says what must be done until when. One of Hours, Days, Workdays and Months is
// set.
type Rule struct {
	ID          string                `json:"id"`
	Zh          string                `json:"zh,omitempty"`
	En          string                `json:"en,omitempty"`
	From        models.StepName       `json:"from,omitempty"` // the step that begins it
	Hours       int                   `json:"hours,omitempty"`
	Days        int                   `json:"days,omitempty"`
	Workdays    int                   `json:"workdays,omitempty"`
	Months      int                   `json:"months,omitempty"`
	Repeats     bool                  `json:"repeats,omitempty"`     // begins anew with what met it
	RollForward bool                  `json:"rollForward,omitempty"` // an end on a day off moves to the next working day
	MetBy       []models.StepName     `json:"metBy,omitempty"`
	Statuses    []models.RecordStatus `json:"statuses,omitempty"` // of records that it is for
	Source      string                `json:"source,omitempty"`   // the regulation
	Off         bool                  `json:"off,omitempty"`      // the rule is not applied
}

// ruleFile holds the form of rules.json. A province's rules change those of the same id:
// what they leave out stays.
type ruleFile struct {
	ComingDays int               `json:"comingDays,omitempty"` // how far ahead a work list looks
	Rules      []Rule            `json:"rules,omitempty"`
	Provinces  map[string][]Rule `json:"provinces,omitempty"` // by two digits
}

// Rules holds those in force, with the calendar that they are reckoned by. They are never
// changed once made.
type Rules struct {
	calendar   *Calendar
	comingDays int
	country    []Rule
	provinces  map[string][]Rule
}

//go:embed rules.json
var builtInRules []byte

// ReadRules reads the rules that are built in and those in file, which need not exist.
// Errors: models.ErrInvalid.
func ReadRules(file string, c *Calendar) (*Rules, error) {
	var all ruleFile
	if err := decode(builtInRules, &all); err != nil {
		return nil, fmt.Errorf("built-in rules: %w", err)
	}
	text, err := os.ReadFile(file) //nolint:gosec // the operator names it
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return all.rules(c)
	case err != nil:
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	var own ruleFile
	if err := decode(text, &own); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	all.Rules = changed(all.Rules, own.Rules)
	maps.Copy(all.Provinces, own.Provinces)
	if own.ComingDays > 0 {
		all.ComingDays = own.ComingDays
	}
	r, err := all.rules(c)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return r, nil
}

// BuiltIn returns the rules that are built in, by the calendar that is.
func BuiltIn() *Rules {
	c, err := ReadCalendar("")
	if err != nil {
		panic(err) // the tests read it, too
	}
	r, err := ReadRules("", c)
	if err != nil {
		panic(err)
	}
	return r
}

func (f ruleFile) rules(c *Calendar) (*Rules, error) {
	r := &Rules{calendar: c, comingDays: f.ComingDays, country: f.Rules, provinces: map[string][]Rule{}}
	if err := checkRules("rules", r.country); err != nil {
		return nil, err
	}
	for code, rules := range f.Provinces {
		field := fmt.Sprintf("provinces.%s", code)
		if len(code) != 2 || code < "11" || code > "82" {
			return nil, models.Invalid(field, "应为省级行政区划代码的前两位，如 37", "must be the two digits of a province (GB/T 2260), like 37")
		}
		r.provinces[code] = changed(f.Rules, rules)
		if err := checkRules(field, r.provinces[code]); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// changed returns the rules with those of the same id changed by some, and others added.
func changed(rules, by []Rule) []Rule {
	rules = slices.Clone(rules)
	for _, b := range by {
		at := slices.IndexFunc(rules, func(r Rule) bool { return r.ID == b.ID })
		if at < 0 {
			rules = append(rules, b)
			continue
		}
		rules[at] = rules[at].with(b)
	}
	return rules
}

// with returns the rule with all that b says in its place.
func (r Rule) with(b Rule) Rule {
	if b.Hours+b.Days+b.Workdays+b.Months > 0 {
		r.Hours, r.Days, r.Workdays, r.Months = b.Hours, b.Days, b.Workdays, b.Months
	}
	for _, text := range []struct{ to, from *string }{{&r.Zh, &b.Zh}, {&r.En, &b.En}, {&r.Source, &b.Source}} {
		if *text.from != "" {
			*text.to = *text.from
		}
	}
	if b.From != "" {
		r.From = b.From
	}
	if len(b.MetBy) > 0 {
		r.MetBy = b.MetBy
	}
	if len(b.Statuses) > 0 {
		r.Statuses = b.Statuses
	}
	r.Repeats, r.RollForward, r.Off = r.Repeats || b.Repeats, r.RollForward || b.RollForward, b.Off
	return r
}

func checkRules(field string, rules []Rule) error {
	seen := map[string]bool{}
	for i, r := range rules {
		at := fmt.Sprintf("%s[%d]", field, i)
		lengths := 0
		for _, n := range []int{r.Hours, r.Days, r.Workdays, r.Months} {
			if n < 0 || n > 10_000 {
				return models.Invalid(at, "期限不合理", "the time is below nothing, or endless")
			}
			if n > 0 {
				lengths++
			}
		}
		switch {
		case r.ID == "" || seen[r.ID]:
			return models.Invalid(at+".id", "编号为空或重复", "is empty, or there twice")
		case lengths != 1:
			return models.Invalid(at, "hours、days、workdays、months 必须且只能写一个", "needs one of hours, days, workdays and months")
		case r.Zh == "" || r.En == "" || r.Source == "":
			return models.Invalid(at, "缺少 zh、en 或 source（依据）", "needs zh, en and source, the regulation that it is from")
		case !models.KnownStep(r.From) || len(r.MetBy) == 0 || slices.ContainsFunc(r.MetBy, func(s models.StepName) bool { return !models.KnownStep(s) }):
			return models.Invalid(at, fmt.Sprintf("from、metBy 应为 %v 之一", models.StepNames), fmt.Sprintf("from and metBy must be of %v", models.StepNames))
		case len(r.Statuses) == 0:
			return models.Invalid(at+".statuses", "请写明适用于哪些状态的登记", "needs the statuses of the records that it is for")
		}
		seen[r.ID] = true
	}
	return nil
}

// of returns the rules of the province in which a place with that code lies.
func (r *Rules) of(code string) []Rule {
	if len(code) >= 2 {
		if own, ok := r.provinces[code[:2]]; ok {
			return own
		}
	}
	return r.country
}
