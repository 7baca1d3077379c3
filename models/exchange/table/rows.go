package table

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/guitu-project/guitu/models"
)

// keyPrefix begins the external ids that are made for rows without one.
const keyPrefix = "auto-"

// filler fills a subject from the cells of one row.
type filler struct {
	subject  models.Subject
	columns  []column
	base     time.Time // of serial dates
	wrong    models.InvalidError
	doubts   []models.Violation
	identity identityNumber
	details  []string // what goes into the circumstances with its heading
	contact  models.Contact
}

// fill reads the cells into the subject, and returns what may be wrong. Errors: *models.InvalidError, which names every
// wrong cell by its heading.
func fill(subject models.Subject, columns []column, cells []string, base time.Time) (doubts []models.Violation, err error) {
	f := &filler{subject: subject, columns: columns, base: base}
	for i, c := range columns {
		if i < len(cells) && says(cells[i]) {
			f.cell(c, strings.TrimSpace(withoutReading(cells[i])))
		}
	}
	for _, cell := range cells[min(len(columns), len(cells)):] { // under no heading
		if says(cell) {
			f.details = append(f.details, strings.TrimSpace(cell))
		}
	}
	f.settle()
	if len(f.wrong.Violations) > 0 {
		return nil, &f.wrong
	}
	return f.doubts, nil
}

func (f *filler) refuse(c column, name string, p *problem) {
	f.wrong.Violations = append(f.wrong.Violations, models.Violation{Field: name, Column: c.heading, Text: models.Text{
		Zh: "“" + c.heading + "”列：" + p.zh, En: fmt.Sprintf("column %q: %s", c.heading, p.en)}})
}

// cell takes one cell. The texts of names, places and looks stay as they are written:
// they are understood by those who weigh them.
func (f *filler) cell(c column, cell string) {
	e := f.subject.Common()
	p := &e.Person
	switch c.field {
	case ignored, photo:
	case externalID:
		id, problem := readPhone(cell)
		if problem != nil {
			f.refuse(c, "externalId", problem)
		}
		e.ExternalID = id
	case legalName, selfName, heardName, formerName, nickname, otherName:
		f.names(c.field, cell)
	case ethnicity:
		p.Ethnicity = cell
	case nativePlace:
		p.NativePlace.Text = joined(p.NativePlace.Text, cell, "")
	case accent:
		p.Accent = joined(p.Accent, cell, "，")
	case marks:
		for _, m := range parts(cell) {
			m = numbering.ReplaceAllString(m, "")
			p.Marks = append(p.Marks, models.Mark{Text: labelled(c, m)})
		}
	case appearance:
		p.Appearance = joined(p.Appearance, cell, "；")
	case clothing:
		p.Clothing = joined(p.Clothing, cell, "；")
	case belongings:
		p.Belongings = joined(p.Belongings, cell, "；")
	case conditions:
		p.Conditions = append(p.Conditions, parts(cell)...)
	case narrative:
		p.Narrative = joined(p.Narrative, cell, "\n")
	case circumstances:
		f.details = append(f.details, cell)
	case eventPlace:
		f.place(cell)
	case origin:
		f.origin(cell)
	case contactName, contactRelation, contactPhone:
		f.contactCell(c, cell)
	case father, mother, spouse, children, relatives:
		f.relatives(c, cell)
	case heardPlaces:
		p.HeardPlaces = append(p.HeardPlaces, parts(cell)...)
	case dna:
		e.DNA.SampleID = cell
	case status:
		f.status(c, cell)
	case stamp:
	case sex, birthDate, age, identity, height, weight, shoeSize, build, bloodType, eventDate:
		f.measure(c, cell)
	default:
		f.details = append(f.details, c.heading+"："+cell)
	}
}

// measure takes a cell that has a form of its own.
func (f *filler) measure(c column, cell string) {
	p := &f.subject.Common().Person
	var name string
	var problem *problem
	switch c.field {
	case sex:
		name = "person.sex"
		p.Sex, problem = readSex(cell)
	case birthDate:
		name = "person.birthDate"
		p.BirthDate, problem = f.date(c, cell)
	case age:
		name = "person.ageMin"
		var low, high int
		if low, high, problem = readAge(cell); problem == nil {
			p.AgeMin, p.AgeMax = &low, &high
		}
	case identity:
		name = "circumstances"
		var number string
		if number, problem = readPhone(cell); problem == nil {
			number = strings.ReplaceAll(number, " ", "")
			id, ok := readIdentity(number)
			if ok {
				f.identity = id
			}
			if !ok && len(number) == 18 && strings.HasSuffix(number, "000") { // spreadsheets keep 15 digits
				problem = rounded(number)
			} else if !ok {
				f.doubts = append(f.doubts, models.Violation{Field: name, Column: c.heading, Text: models.Text{
					Zh: "“" + c.heading + "”列：身份证号的位数、日期或校验码不对，原样保留，没有用来推算生日和性别",
					En: fmt.Sprintf("column %q: the identity number has a wrong length, date or check digit; it is kept as written and tells nothing", c.heading)}})
			}
			f.details = append(f.details, "身份证号 "+number)
		}
	case height:
		name = "person.heightMinCm"
		p.HeightMinCm, p.HeightMaxCm, problem = readHeight(cell, c.unit)
	case weight:
		name = "person.weightMinKg"
		p.WeightMinKg, p.WeightMaxKg, problem = readWeight(cell, c.unit)
	case shoeSize:
		name = "person.shoeSize"
		if s, _, ok := readSpan(digits(plain(cell))); ok {
			p.ShoeSize = models.ShoeSize(s.low)
		} else {
			problem = wrong("鞋码“"+cell+"”请写 42 或 260", fmt.Sprintf("%q: write 42 or 260", cell))
		}
	case build:
		if p.Build = readBuild(cell); p.Build == "" {
			p.Appearance = joined(p.Appearance, cell, "；")
		}
	case bloodType:
		name = "person.bloodType"
		if p.BloodType, problem = readBlood(cell); problem != nil && strings.Contains(strings.ToUpper(plain(cell)), "RH") {
			problem = nil
			f.details = append(f.details, c.heading+"："+cell)
		}
	case eventDate:
		name = "missingDate"
		var d models.Date
		d, problem = f.date(c, cell)
		switch s := f.subject.(type) {
		case *models.Notice:
			s.MissingDate = d
		case *models.Record:
			name = "foundDate"
			s.FoundDate = d
		}
	}
	if problem != nil {
		f.refuse(c, name, problem)
	}
}

// date reads a date, and keeps what the cell says besides.
func (f *filler) date(c column, cell string) (models.Date, *problem) {
	d, whole, problem := readDate(cell, f.base, c.years)
	if problem == nil && !whole {
		f.details = append(f.details, c.heading+"："+cell)
	}
	return d, problem
}

var nameKinds = map[field]models.NameKind{
	legalName: models.NameLegal, selfName: models.NameSelfReported, heardName: models.NameHeard,
	formerName: models.NameFormer, nickname: models.NameNickname, otherName: models.NameOtherScript,
}

// also sets off what a name cell says of further names: 张三（又名李四）, 张三，曾用名李四.
var also = regexp.MustCompile(`^(.*?)[（(，,、；; ]*(又名|别名|曾用名|原名|小名|乳名|绰号|外号|化名)[:：“"]*([^）)”"，,；;]+)[）)”"]*$`)

func (f *filler) names(kind field, cell string) {
	cell = strings.Join(strings.Fields(cell), " ") // a line break within a cell is none of a name's
	p := &f.subject.Common().Person
	add := func(text string, kind models.NameKind) {
		if text = strings.TrimSpace(text); says(text) {
			p.Names = append(p.Names, models.PersonName{Text: text, Kind: kind})
		}
	}
	if m := also.FindStringSubmatch(cell); m != nil {
		other := models.NameNickname
		if m[2] == "曾用名" || m[2] == "原名" {
			other = models.NameFormer
		}
		add(m[1], nameKinds[kind])
		add(m[3], other)
		return
	}
	if kind == legalName {
		add(cell, models.NameLegal)
		return
	}
	for _, one := range parts(cell) {
		add(one, nameKinds[kind])
	}
}

// reading is a romanisation that a converter put behind a traditional character: 網(wǎng).
var reading = regexp.MustCompile(`(\p{Han})[(（]\s*[a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ]{1,7}\s*[)）]`)

func withoutReading(cell string) string {
	if !strings.ContainsAny(cell, "(（") {
		return cell
	}
	return reading.ReplaceAllString(cell, "$1")
}

func (f *filler) place(cell string) {
	switch s := f.subject.(type) {
	case *models.Notice:
		s.MissingPlace.Text = joined(s.MissingPlace.Text, cell, "")
	case *models.Record:
		s.FoundPlace.Text = joined(s.FoundPlace.Text, cell, "")
	}
}

func (f *filler) origin(cell string) {
	switch s := f.subject.(type) {
	case *models.Notice:
		s.Source = joined(s.Source, cell, " ")
	case *models.Record:
		s.Station = joined(s.Station, cell, " ")
	}
}

// status takes a word that exports write, or the contract's; any other is kept as text.
func (f *filler) status(c column, cell string) {
	switch s := f.subject.(type) {
	case *models.Notice:
		for is, zh := range noticeStatuses {
			if cell == zh || strings.EqualFold(cell, string(is)) {
				s.Status = is
				return
			}
		}
	case *models.Record:
		for is, zh := range recordStatuses {
			if cell == zh || strings.EqualFold(cell, string(is)) {
				s.Status = is
				return
			}
		}
	}
	f.details = append(f.details, c.heading+"："+cell)
}

func (f *filler) contactCell(c column, cell string) {
	switch c.field {
	case contactName:
		f.contact.Name = joined(f.contact.Name, cell, "、")
	case contactRelation:
		f.contact.Relation = joined(f.contact.Relation, cell, "、")
	case contactPhone:
		phone, problem := readPhone(cell)
		if problem != nil {
			f.refuse(c, "contacts", problem)
		}
		f.contact.Phone = joined(f.contact.Phone, phone, " ")
	}
}

var relations = map[field]string{father: "父亲", mother: "母亲", spouse: "配偶"}

// kin is a relation with a name behind it: 父亲张大山, 妻子：李梅.
var kin = regexp.MustCompile(`^(父亲|母亲|爸爸|妈妈|丈夫|妻子|老公|老婆|爱人|儿子|女儿|长子|次子|长女|次女|哥哥|弟弟|姐姐|妹妹|爷爷|奶奶|外公|外婆|叔叔|舅舅|姑姑|父|母|子|女|兄|弟|姐|妹|夫|妻)[:： ]*(.*)$`)

func (f *filler) relatives(c column, cell string) {
	p := &f.subject.Common().Person
	for _, one := range parts(cell) {
		r := models.Relative{Name: one, Relation: relations[c.field]}
		if m := kin.FindStringSubmatch(one); m != nil && c.field != father && c.field != mother && c.field != spouse && m[2] != "" {
			r = models.Relative{Name: strings.TrimSpace(m[2]), Relation: m[1]}
		} else if c.field == children {
			r.Relation = "子女"
		}
		p.Relatives = append(p.Relatives, r)
	}
}

// settle joins what several cells say together.
func (f *filler) settle() {
	e := f.subject.Common()
	p := &e.Person
	if p.BirthDate == "" {
		p.BirthDate = f.identity.birth
	}
	if p.Sex == "" {
		p.Sex = f.identity.sex
	}
	if p.NativePlace.Text == "" && f.identity.place != "" {
		p.NativePlace.Code = f.identity.place
	}
	if len(f.details) > 0 {
		e.Circumstances = strings.Join(f.details, "\n")
	}
	if n, ok := f.subject.(*models.Notice); ok && f.contact != (models.Contact{}) {
		n.Contacts = contactsOf(f.contact)
	} else if f.contact != (models.Contact{}) { // a record has none: kept as it was written
		e.Circumstances = joined(e.Circumstances, strings.TrimSpace("联系人 "+f.contact.Name+" "+f.contact.Relation+" "+f.contact.Phone), "\n")
	}
	if e.ExternalID == "" {
		e.ExternalID = madeKey(f.subject)
	}
}

// contactsOf takes apart the contacts that share their cells, if as many names as numbers
// are said.
func contactsOf(c models.Contact) []models.Contact {
	names, phones, relations := parts(c.Name), parts(c.Phone), parts(c.Relation)
	if len(names) < 2 || len(phones) > 0 && len(phones) != len(names) || len(relations) > 0 && len(relations) != len(names) {
		return []models.Contact{c}
	}
	list := make([]models.Contact, len(names))
	for i, name := range names {
		list[i].Name = name
		if len(phones) > 0 {
			list[i].Phone = phones[i]
		}
		if len(relations) > 0 {
			list[i].Relation = relations[i]
		}
	}
	return list
}

// madeKey makes an external id of what tells a person's file apart; the same row again
// gets the same.
func madeKey(s models.Subject) string {
	p := &s.Common().Person
	date, place := s.Event()
	parts := []string{string(s.Kind()), s.Origin(), string(p.Sex), string(p.BirthDate), string(date), place.Text}
	for _, n := range p.Names {
		parts = append(parts, n.Text)
	}
	if len(p.Names) == 0 { // who has no name is told apart by all that is said
		parts = append(parts, p.Appearance, p.Clothing, s.Common().Circumstances)
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return keyPrefix + hex.EncodeToString(sum[:8])
}

// numbering is before the things of a list: 1. or （2）.
var numbering = regexp.MustCompile(`^(?:\d{1,2}[.、)）]|[(（]\d{1,2}[)）]|[①-⑨])\s*`)

// labelled says of which kind the marks of a column are: 伤疤 | 左眉 is 左眉伤疤.
func labelled(c column, mark string) string {
	folded, _ := fold(c.heading)
	switch folded {
	case "疤痕", "胎记", "纹身", "伤疤", "痣":
		if !strings.Contains(mark, folded) && !strings.ContainsAny(mark, "疤痕记纹痣") {
			return mark + folded
		}
	}
	return mark
}

// parts cuts a cell that lists several things.
func parts(cell string) []string {
	var list []string
	for _, one := range strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune("；;、\n，,|", r) }) {
		if one = strings.TrimSpace(one); says(one) {
			list = append(list, one)
		}
	}
	return list
}

// joined puts more behind what other cells of the same field said, unless it is said
// already.
func joined(before, more, with string) string {
	switch {
	case before == "":
		return more
	case strings.Contains(before, more):
		return before
	}
	return before + with + more
}
