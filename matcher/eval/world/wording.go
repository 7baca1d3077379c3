package world

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/guitu-project/guitu/models"
)

// Wording is a set of the ways in which stations, police and families write what the
// plain wording puts into the fields meant for it. 0 is plain.
type Wording uint16

// The ways.
const (
	LeadIns     Wording = 1 << iota // words before and behind names and accents
	NotKnown                        // words for what is not known, where plain leaves the field empty
	OtherWords                      // short names of peoples, sizes and other words for marks
	SizesInText                     // heights, ages and builds told in a text, not in their fields
	MarksInText                     // marks told in a text only
	Denials                         // illnesses in doubt, denied, or another person's
	NameForms                       // titles, company, hidden characters, spaces, Latin letters
	wordingEnd

	PlainWording Wording = 0
	RealWording          = wordingEnd - 1
)

// Wordings lists the ways one by one, each with a title for a report.
func Wordings() []struct {
	Wording
	Title string
} {
	return []struct {
		Wording
		Title string
	}{
		{LeadIns, "lead-ins, accents"}, {NotKnown, "not known"}, {OtherWords, "other words"}, {SizesInText, "sizes in text"},
		{MarksInText, "marks in text"}, {Denials, "illnesses, denials"}, {NameForms, "forms of names"},
	}
}

// Reworded returns the world with what it says put in other words: the same people, the same
// facts. The world itself stays as it is.
func (w *World) Reworded(by Wording) *World {
	out := *w
	out.Notices, out.Records = make([]*models.Notice, len(w.Notices)), make([]*models.Record, len(w.Records))
	for i, n := range w.Notices {
		own := *n
		own.Person = copied(n.Person)
		w.reword(by, "notice", i).notice(&own, w.reports[i])
		out.Notices[i] = &own
	}
	for i, r := range w.Records {
		own := *r
		own.Person = copied(r.Person)
		w.reword(by, "record", i).record(&own)
		out.Records[i] = &own
	}
	return &out
}

// Paired returns the world with those records only that have their notice among the notices.
func (w *World) Paired() *World {
	out := *w
	out.Records = nil
	out.Facts = nil
	for i, r := range w.Records {
		if w.Truth[r.Name] != "" {
			out.Records, out.Facts = append(out.Records, r), append(out.Facts, w.Facts[i])
		}
	}
	return &out
}

func copied(p models.Person) models.Person {
	p.Names, p.Marks, p.Conditions, p.Relatives = slices.Clone(p.Names), slices.Clone(p.Marks), slices.Clone(p.Conditions), slices.Clone(p.Relatives)
	return p
}

// rewording writes one file again. Each way has dice of its own, so that what one of them
// says does not depend on the others.
type rewording struct {
	by    Wording
	split Split
	roll  func(Wording) dice
}

func (w *World) reword(by Wording, side string, i int) rewording {
	return rewording{by, w.options.Split, func(way Wording) dice { return w.dice(fmt.Sprint("reword ", side, " ", uint16(way)), i) }}
}

// with runs write if the way is among those asked for.
func (r rewording) with(way Wording, write func(d dice)) {
	if r.by&way != 0 {
		write(r.roll(way))
	}
}

func (r rewording) notice(n *models.Notice, report *report) {
	p := &n.Person
	r.with(OtherWords, func(d dice) { r.otherWords(d, p) })
	r.with(NameForms, func(d dice) { r.nameForm(d, p, noticeForms, report.age) })
	r.with(LeadIns, func(d dice) { r.leadIns(d, p, noticeLeads) })
	r.with(Denials, func(d dice) { r.illnesses(d, p, noticeHealthy) })
	r.with(NotKnown, func(d dice) { r.notKnown(d, p, noticeGaps) })
	var told []string
	r.with(MarksInText, func(d dice) { told = append(told, marksOut(d, p)...) })
	r.with(SizesInText, func(d dice) { told = append(told, r.sizesOut(d, p)...) })
	if len(told) > 0 {
		n.Circumstances = strings.Join(append(told, n.Circumstances), "，")
	}
}

func (r rewording) record(rec *models.Record) {
	p := &rec.Person
	r.with(OtherWords, func(d dice) { r.otherWords(d, p) })
	r.with(NameForms, func(d dice) { r.nameForm(d, p, recordForms, unknown) })
	r.with(LeadIns, func(d dice) { r.leadIns(d, p, recordLeads) })
	r.with(Denials, func(d dice) { r.illnesses(d, p, recordHealthy) })
	r.with(NotKnown, func(d dice) { r.notKnown(d, p, recordGaps) })
	var told []string
	r.with(MarksInText, func(d dice) { told = append(told, marksOut(d, p)...) })
	r.with(SizesInText, func(d dice) { told = append(told, r.sizesOut(d, p)...) })
	if len(told) > 0 {
		p.Appearance = strings.Trim(p.Appearance+"，"+strings.Join(told, "，"), "，")
	}
}

// leadIns puts words around names and the accent.
func (r rewording) leadIns(d dice, p *models.Person, around habit) {
	for i := range p.Names {
		if n := &p.Names[i]; n.Kind != models.NameNickname && n.Kind != models.NameFormer {
			n.Text = r.said(d, around, n.Text)
		}
	}
	if p.Accent != "" {
		p.Accent = r.said(d, accentLeads, p.Accent)
	}
}

// said returns the text in one of the habit's phrases, or as it is.
func (r rewording) said(d dice, h habit, text string) string {
	if phrase, ok := r.phrase(d, h); ok {
		return strings.Replace(phrase, "@", text, 1)
	}
	return text
}

// phrase draws one of a habit's for the split, if the habit shows.
func (r rewording) phrase(d dice, h habit) (string, bool) {
	if !d.chance(h.share) {
		return "", false
	}
	own := h.of(r.split)
	return own[d.IntN(len(own))], true
}

// notKnown fills the fields that are empty.
func (r rewording) notKnown(d dice, p *models.Person, gaps gaps) {
	fill := func(field *string, h habit) {
		if phrase, ok := r.phrase(d, h); ok && *field == "" {
			*field = phrase
		}
	}
	fill(&p.Ethnicity, gaps.people)
	fill(&p.NativePlace.Text, gaps.place)
	fill(&p.Accent, gaps.accent)
	fill(&p.Clothing, gaps.clothing)
	fill(&p.Belongings, gaps.belongings)
	if phrase, ok := r.phrase(d, gaps.marks); ok && len(p.Marks) == 0 {
		p.Marks = []models.Mark{{Text: phrase}}
	}
	if phrase, ok := r.phrase(d, gaps.conditions); ok && len(p.Conditions) == 0 {
		p.Conditions = []string{phrase}
	}
	if phrase, ok := r.phrase(d, gaps.name); ok && len(p.Names) == 0 {
		phrase = strings.Replace(phrase, "#", strconv.Itoa(1+d.IntN(60)), 1)
		phrase = strings.Replace(phrase, "$", map[models.Sex]string{models.Male: "男", models.Female: "女"}[p.Sex], 1)
		p.Names = []models.PersonName{{Text: phrase, Kind: models.NameLegal}}
	}
	if phrase, ok := r.phrase(d, gaps.kin); ok {
		p.Relatives = append(p.Relatives, models.Relative{Name: phrase, Relation: either(d, []string{"父亲", "母亲"})})
	}
}

// otherWords shortens the people and says marks in other words.
func (r rewording) otherWords(d dice, p *models.Person) {
	if short, ok := shortPeoples[p.Ethnicity]; ok && d.chance(shortPeople) {
		p.Ethnicity = short
	}
	for i := range p.Marks {
		text := &p.Marks[i].Text
		for _, word := range markWords {
			if strings.Contains(*text, word.plain) && d.chance(otherMarkWord) {
				*text = strings.Replace(*text, word.plain, either(d, halves(word.others, r.split)), 1)
				break
			}
		}
		*text = r.said(d, markSizes, *text)
	}
}

// marksOut takes half of the marks out of their field.
func marksOut(d dice, p *models.Person) (told []string) {
	p.Marks = slices.DeleteFunc(p.Marks, func(m models.Mark) bool {
		if !d.chance(marksTold) {
			return false
		}
		told = append(told, m.Text)
		return true
	})
	return told
}

// sizesOut takes heights, ages and builds out of their fields.
func (r rewording) sizesOut(d dice, p *models.Person) (told []string) {
	if d.chance(sizesTold) && p.HeightMinCm > 0 {
		told = append(told, heightInWords(d, r.split, (p.HeightMinCm+p.HeightMaxCm)/2))
		p.HeightMinCm, p.HeightMaxCm = 0, 0
	}
	if d.chance(sizesTold) && p.AgeMin != nil {
		told = append(told, ageInWords(d, r.split, *p.AgeMin, *p.AgeMax))
		p.AgeMin, p.AgeMax = nil, nil
	}
	if d.chance(sizesTold) && p.Build != "" {
		told = append(told, either(d, halves(buildWords[p.Build], r.split)))
		p.Build = ""
	}
	return told
}

// illnesses says illnesses in doubt, health if there is none, and another person's.
func (r rewording) illnesses(d dice, p *models.Person, healthy habit) {
	if len(p.Conditions) > 0 {
		for i := range p.Conditions {
			p.Conditions[i] = r.said(d, illnessLeads, p.Conditions[i])
		}
	} else if phrase, ok := r.phrase(d, healthy); ok {
		p.Conditions = []string{phrase}
	}
	if phrase, ok := r.phrase(d, othersIllness); ok {
		p.Narrative = strings.Trim(p.Narrative+"，"+phrase, "，")
	}
}

// nameForm writes the first name in another form: with a title or company, with a character
// hidden, in Latin letters, with spaces.
func (r rewording) nameForm(d dice, p *models.Person, forms nameForms, age int) {
	if len(p.Names) == 0 || p.Names[0].Kind == models.NameNickname {
		return
	}
	n := &p.Names[0]
	runes := []rune(n.Text)
	if len(runes) != 3 || strings.ContainsAny(n.Text, "·（(某姓XX") || runes[0] < 0x4E00 {
		return
	}
	switch x := d.Float64(); {
	case x < forms.title:
		title := either(d, titlesOf[p.Sex])
		if age > 60 {
			title = "老人"
		}
		n.Text += title
	case x < forms.title+forms.company:
		n.Text += either(d, halves(company, r.split))
	case x < forms.title+forms.company+forms.hidden:
		runes[1] = either(d, []rune("某×*□"))
		n.Text = string(runes)
	case x < forms.title+forms.company+forms.hidden+forms.spaced:
		n.Text = string(runes[0]) + " " + string(runes[1:])
	case x < forms.title+forms.company+forms.hidden+forms.spaced+forms.latin:
		name := fullName{surname: runes[:1], given: runes[1:]}
		n.Text, n.Kind = spelled(book().soundsOf(name), 1), models.NameOtherScript
	}
}
