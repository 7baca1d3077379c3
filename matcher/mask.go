package matcher

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/guitu-project/guitu/matcher/places"
	"github.com/guitu-project/guitu/models"
)

// What is masked on a notice for those who neither keep it nor work on an open case of
// it: whom to call, numbers that are somebody's (identity cards, phones) in any text,
// and addresses below the county. What matching needs (names, age, marks, the county,
// photos) stays.

// masked is what stands for something that is not shown.
const masked = "＊＊"

// number is a run of seven or more digits, also with spaces or dashes between them:
// a phone number, an identity card (its last place may be X), a bank card.
var number = regexp.MustCompile(`[0-9０-９](?:[ \x{3000}\-－—]?[0-9０-９]){6,}[xXｘＸ]?`)

// isoDay is a date that looks like such a number.
var isoDay = regexp.MustCompile(`^(18|19|20)\d\d-[01]\d-[0-3]\d$`)

// address is what tells a door: 12号, 3单元, 502室, 七组.
var address = regexp.MustCompile(`[0-9０-９一二三四五六七八九十百零〇甲乙丙丁A-Za-z\-－]+(号楼|号院|号|单元|室|栋|幢|弄|组|门牌)`)

// maskText masks numbers and doors in prose.
func maskText(text string) string {
	text = number.ReplaceAllStringFunc(text, func(found string) string {
		if isoDay.MatchString(found) {
			return found
		}
		return masked
	})
	return address.ReplaceAllString(text, masked+"$1")
}

// maskPlace keeps a place down to its county; coordinates may be those of a door.
func maskPlace(p models.Place) models.Place {
	p.Latitude, p.Longitude = 0, 0
	if p.Code == "" { // nobody knows where it is, so nobody knows where its county ends
		p.Text = maskText(p.Text)
		return p
	}
	if len(p.Code) <= 6 {
		if county := places.Default().FullName(p.Code); county != "" && utf8.RuneCountInString(p.Text) > utf8.RuneCountInString(county) {
			p.Text = county + masked
		} else {
			p.Text = maskText(p.Text)
		}
		return p
	}
	code := p.Code[:6]
	return models.Place{Text: places.Default().FullName(code) + masked, Code: code}
}

// maskName keeps the surname.
func maskName(name string) string {
	if name == "" {
		return ""
	}
	r, _ := utf8.DecodeRuneInString(name)
	return string(r) + masked
}

// maskPhone keeps the last two digits, by which a caller who has the number knows it.
func maskPhone(phone string) string {
	if utf8.RuneCountInString(phone) < 7 {
		return strings.Repeat(masked, min(1, len(phone)))
	}
	r := []rune(phone)
	return masked + string(r[len(r)-2:])
}

// maskNotice masks n, which is the caller's own copy.
func maskNotice(n *models.Notice) {
	n.Masked = true
	for i, c := range n.Contacts {
		n.Contacts[i] = models.Contact{Name: maskName(c.Name), Relation: c.Relation, Phone: maskPhone(c.Phone)}
	}
	n.MissingPlace, n.Person.NativePlace = maskPlace(n.MissingPlace), maskPlace(n.Person.NativePlace)
	p := &n.Person
	for _, text := range []*string{&n.Circumstances, &p.Narrative, &p.Appearance, &p.Clothing, &p.Belongings, &p.Accent} {
		*text = maskText(*text)
	}
	for _, list := range [][]string{p.Conditions, p.HeardPlaces} {
		for i := range list {
			list[i] = maskText(list[i])
		}
	}
	for i := range p.Marks {
		p.Marks[i].Text = maskText(p.Marks[i].Text)
	}
}

// openingProbability is how likely a pair must be for a case of one person's own to open
// the notice's contacts: an empty record proposed against any notice is far below.
const openingProbability = .05

// opens reports whether a case lets those who see its record read the notice without
// masks: its pair is likely, or another person than the proposer has worked on it. What
// Guitu proposed by itself opens nothing.
func opens(c *models.Case) bool {
	proposer := c.Proposer()
	if !c.State.Open() && !c.State.Settled() || proposer.Role == models.RoleSystem {
		return false
	}
	return c.Match.Probability >= openingProbability ||
		slices.ContainsFunc(c.History, func(s models.Step) bool { return s.Actor.ID != proposer.ID && s.Actor.Role != models.RoleSystem })
}

// clear tells which notices the actor may see without masks: whoever keeps one, and
// whoever may look at the record of an open case of it.
func (d *core) clear(ctx context.Context, a access, notices ...*models.Notice) (map[string]bool, error) {
	open := make(map[string]bool, len(notices))
	var others []string
	for _, n := range notices {
		if open[n.Name] = a.keeps(n); !open[n.Name] {
			others = append(others, n.Name)
		}
	}
	if len(others) == 0 {
		return open, nil
	}
	cases, err := d.store.CasesOf(ctx, others...)
	if err != nil {
		return nil, err
	}
	cases = slices.DeleteFunc(cases, func(c *models.Case) bool { return !opens(c) })
	records := make([]string, len(cases))
	for i, c := range cases {
		records[i] = c.Record
	}
	if records, err = d.seen(ctx, models.Records, records); err != nil {
		return nil, err
	}
	for _, c := range cases {
		open[c.Notice] = open[c.Notice] || slices.Contains(records, c.Record)
	}
	return open, nil
}

// show masks what the actor in ctx may not see of some files.
func (r *Registry[T]) show(ctx context.Context, files ...T) error {
	var notices []*models.Notice
	for _, s := range files {
		if n, ok := any(s).(*models.Notice); ok {
			notices = append(notices, n)
		}
	}
	a, err := accessOf(ctx)
	if err != nil {
		return err
	}
	open, err := r.clear(ctx, a, notices...)
	if err != nil {
		return err
	}
	for _, n := range notices {
		if !open[n.Name] {
			maskNotice(n)
		}
	}
	return nil
}

// showMatches masks the addresses that the evidence of matches quotes from notices.
func (d *core) showMatches(ctx context.Context, matches []models.Match) error {
	a, err := accessOf(ctx)
	if err != nil || a.Role == models.RoleAdmin && a.Areas == models.Nationwide { // who keeps all
		return err
	}
	notices, err := d.store.Notices().GetAll(ctx, othersOf(matches, models.Records))
	if err != nil {
		return err
	}
	open, err := d.clear(ctx, a, notices...)
	if err != nil {
		return err
	}
	for _, n := range notices { // without an unsaved description, and who was deleted meanwhile
		for i := range matches {
			if matches[i].Notice == n.Name && !open[n.Name] {
				maskEvidence(&matches[i], n)
			}
		}
	}
	return nil
}

func maskEvidence(m *models.Match, n *models.Notice) {
	var pairs []string
	for _, p := range []models.Place{n.MissingPlace, n.Person.NativePlace} {
		if cut := maskPlace(p).Text; p.Text != "" && cut != p.Text {
			pairs = append(pairs, p.Text, cut)
		}
	}
	places := strings.NewReplacer(pairs...)
	hide := func(text string) string { return maskText(places.Replace(text)) }
	for i := range m.Evidence {
		e := &m.Evidence[i]
		e.NoticeValue, e.Reason.Zh, e.Reason.En = hide(e.NoticeValue), hide(e.Reason.Zh), hide(e.Reason.En)
	}
}

// maskedInput is nil unless what a caller sends back was masked before: it must not
// overwrite what it stands for.
func maskedInput(s models.Subject) error {
	n, ok := s.(*models.Notice)
	if !ok {
		return nil
	}
	for i, c := range n.Contacts {
		if strings.Contains(c.Phone+c.Name, masked) {
			return models.Invalid("contacts", "第 "+string(rune('1'+min(i, 8)))+" 位联系人含有打码内容，请填写完整信息", "a contact is masked: send the real one, or leave contacts out of the change")
		}
	}
	if strings.Contains(n.MissingPlace.Text+n.Person.NativePlace.Text, masked) {
		return models.Invalid("missingPlace", "地点含有打码内容，请填写完整信息", "a place is masked: send the real one, or leave it out of the change")
	}
	return nil
}
