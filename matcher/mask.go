package matcher

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/guitu-project/guitu/matcher/places"
	"github.com/guitu-project/guitu/models"
)

// What is masked on a notice for those who neither keep it nor work on an open case of
// it: whom to call, numbers that are a person's (identity cards, phones) in any text,
// and addresses below the county. What matching needs (names, age, marks, the county,
// photos) stays.

// masked is what stands for something that is not shown.
const masked = "＊＊"

// maskPlace keeps a place down to its county; coordinates may be those of a door.
func maskPlace(p models.Place) models.Place {
	p.Latitude, p.Longitude = 0, 0
	if p.Code == "" { // no one knows where it is, so no one knows where its county ends
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
	text := maskerOf(n)
	for i, c := range n.Contacts {
		n.Contacts[i] = models.Contact{Name: maskName(c.Name), Relation: maskText(c.Relation), Phone: maskPhone(c.Phone)}
	}
	n.MissingPlace, n.Person.NativePlace = maskPlace(n.MissingPlace), maskPlace(n.Person.NativePlace)
	n.ExternalID, n.DNA.SampleID = maskID(n.ExternalID), maskID(n.DNA.SampleID)
	p := &n.Person
	for _, field := range []*string{&n.Source, &n.Circumstances, &p.Narrative, &p.Appearance, &p.Clothing, &p.Belongings, &p.Accent, &p.Ethnicity} {
		*field = text(*field)
	}
	for _, list := range [][]string{p.Conditions, p.HeardPlaces} {
		for i := range list {
			list[i] = text(list[i])
		}
	}
	for i := range p.Marks {
		m := &p.Marks[i]
		m.Text, m.Kind, m.Site, m.Side = text(m.Text), text(m.Kind), text(m.Site), text(m.Side) // any may hold what was typed
	}
	for i := range p.Names {
		p.Names[i].Text = maskText(p.Names[i].Text)
	}
	for i := range p.Relatives {
		p.Relatives[i] = models.Relative{Name: maskName(p.Relatives[i].Name), Relation: text(p.Relatives[i].Relation)}
	}
}

// maskerOf is maskText for the texts of a notice, in which contacts and relatives are not
// called by their names either.
func maskerOf(n *models.Notice) func(string) string {
	var pairs []string
	add := func(name string) {
		own := slices.ContainsFunc(n.Person.Names, func(o models.PersonName) bool { return strings.Contains(o.Text, name) })
		if utf8.RuneCountInString(name) >= 2 && !own && !slices.Contains(pairs, name) {
			pairs = append(pairs, name, maskName(name))
		}
	}
	for _, c := range n.Contacts {
		add(strings.TrimSpace(c.Name))
	}
	for _, r := range n.Person.Relatives {
		add(strings.TrimSpace(r.Name))
	}
	names := strings.NewReplacer(pairs...)
	return func(text string) string { return maskText(names.Replace(text)) }
}

// maskID keeps the id of a source unless it holds a person's: an identity or a telephone
// number.
func maskID(id string) string {
	for _, run := range runsOf(id) {
		if isIdentity(run) {
			return masked
		}
		for _, p := range run {
			if mobile.MatchString(p.digits) || isIdentity([]piece{p}) {
				return masked
			}
		}
	}
	return id
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

// clear tells which notices the actor may see without masks: the one who keeps one, and
// the one who may look at the record of an open case of it.
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

// showMatches masks what the evidence and the notes of matches quote from notices.
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
		if open[n.Name] {
			continue
		}
		for i := range matches {
			if matches[i].Notice == n.Name {
				maskEvidence(&matches[i], n)
			}
			maskNotes(&matches[i], n)
		}
	}
	return nil
}

// maskNotes masks what the notes of a match quote from a notice, which may be another of the list.
func maskNotes(m *models.Match, n *models.Notice) {
	hide := hiderOf(n)
	for i := range m.Notes {
		m.Notes[i].Zh, m.Notes[i].En = hide(m.Notes[i].Zh), hide(m.Notes[i].En)
	}
}

func maskEvidence(m *models.Match, n *models.Notice) {
	m.NoticeExternalID = maskID(m.NoticeExternalID)
	hide := hiderOf(n)
	for i := range m.Evidence {
		e := &m.Evidence[i]
		e.NoticeValue, e.Reason.Zh, e.Reason.En = hide(e.NoticeValue), hide(e.Reason.Zh), hide(e.Reason.En)
	}
}

// hiderOf masks words that quote a notice: its places down to the county, its contacts
// and relatives, and what maskText masks.
func hiderOf(n *models.Notice) func(string) string {
	var pairs []string
	for _, p := range []models.Place{n.MissingPlace, n.Person.NativePlace} {
		if cut := maskPlace(p).Text; p.Text != "" && cut != p.Text {
			pairs = append(pairs, p.Text, cut)
		}
	}
	places, text := strings.NewReplacer(pairs...), maskerOf(n)
	return func(words string) string { return text(places.Replace(words)) }
}

// showDuplicates masks what the evidence of duplicates quotes from notices that the actor
// may not see clearly: s, and the others.
func (r *Registry[T]) showDuplicates(ctx context.Context, s models.Subject, found []models.Duplicate) error {
	own, ok := s.(*models.Notice)
	if !ok || len(found) == 0 {
		return nil
	}
	a, err := accessOf(ctx)
	if err != nil {
		return err
	}
	others := make([]string, len(found))
	for i, d := range found {
		others[i] = d.Other
	}
	notices, err := r.store.Notices().GetAll(ctx, others)
	if err != nil {
		return err
	}
	open, err := r.clear(ctx, a, append([]*models.Notice{own}, notices...)...)
	if err != nil {
		return err
	}
	for i := range found {
		for _, n := range append(notices[:len(notices):len(notices)], own) {
			if !open[n.Name] && (n == own || n.Name == found[i].Other) {
				hide := hiderOf(n)
				found[i].OtherExternalID = maskID(found[i].OtherExternalID)
				for k := range found[i].Evidence {
					e := &found[i].Evidence[k]
					e.RecordValue, e.NoticeValue = hide(e.RecordValue), hide(e.NoticeValue)
					e.Reason.Zh, e.Reason.En = hide(e.Reason.Zh), hide(e.Reason.En)
				}
			}
		}
	}
	return nil
}

// maskedInput returns nil unless what a caller sends back was masked before: it must not
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
	for i, r := range n.Person.Relatives {
		if strings.Contains(r.Name, masked) {
			return models.Invalid(fmt.Sprintf("person.relatives[%d].name", i), "亲属姓名含有打码内容，请填写完整姓名", "a relative's name is masked: send the real one, or leave relatives out of the change")
		}
	}
	if strings.Contains(n.MissingPlace.Text+n.Person.NativePlace.Text, masked) {
		return models.Invalid("missingPlace", "地点含有打码内容，请填写完整信息", "a place is masked: send the real one, or leave it out of the change")
	}
	return nil
}
