package feature

import (
	"github.com/guitu-project/guitu/matcher/compact"
	"github.com/guitu-project/guitu/matcher/ethnicity"
	"github.com/guitu-project/guitu/matcher/marks"
	"github.com/guitu-project/guitu/matcher/names"
	"github.com/guitu-project/guitu/matcher/places"
	"github.com/guitu-project/guitu/models"
)

// Keep writes a profile as it was understood, but for the vectors of its faces. How they
// lie in the weigher's gallery is kept, too, and in one that is to be adopted.
func (w *Weigher) Keep(p *Profile, to *compact.Writer) {
	to.Text(p.Name)
	to.Text(p.ExternalID)
	to.Bool(p.Kind == models.Records)
	keepNames(to, p.names)
	to.Text(string(p.sex))
	p.born.keep(to)
	to.Text(string(p.birthDay))
	p.event.keep(to)
	to.Text(string(p.eventDate))
	p.height.keep(to)
	to.Text(string(p.build))
	to.Text(string(p.blood))
	to.Text(string(p.ethnicity))
	p.native.Keep(to)
	p.eventPlace.Keep(to)
	p.home.Keep(to)
	p.lastSeen.Keep(to)
	p.told.keep(to)
	keepSounds(to, p.heard)
	keepSounds(to, p.lies)
	to.Text(p.accent)
	to.Text(p.province)
	to.Uint(uint64(p.fromProvince))
	for _, d := range [...]names.Dialect{p.dialect, p.accentDialect, p.nativeDialect} {
		to.Uint(uint64(d))
	}
	p.health.keep(to)
	keepMarks(to, p.marks)
	keepMarks(to, p.markless)
	p.looks.keep(to)
	p.appearance.keep(to)
	p.outfit.keep(to)
	p.belongings.keep(to)
	keepRelatives(to, p.relatives)
	w.keepFaces(to, p)
}

// Kept reads a profile that was kept. vectors tells those of the faces of a model, in
// their order.
func (w *Weigher) Kept(from *compact.Reader, vectors func(model string) [][]float32) *Profile {
	p := &Profile{Name: from.Text(), ExternalID: from.Text(), Kind: models.Notices}
	if from.Bool() {
		p.Kind = models.Records
	}
	p.names = keptNames(from)
	p.sex, p.born, p.birthDay = models.Sex(from.Text()), keptYears(from), models.Date(from.Text())
	p.event, p.eventDate, p.height = keptYears(from), models.Date(from.Text()), keptSpan(from)
	p.build, p.blood, p.ethnicity = models.Build(from.Text()), models.BloodType(from.Text()), ethnicity.Claim(from.Text())
	p.native, p.eventPlace = places.KeptPlace(from), places.KeptPlace(from)
	p.eventRegion = regionOf(&p.eventPlace)
	p.home, p.lastSeen, p.told = places.KeptSpan(from), places.KeptSpan(from), keptTold(from)
	p.heard, p.lies = keptSounds(from), keptSounds(from)
	p.accent, p.province, p.fromProvince = from.Text(), from.Text(), int32(from.Uint()%1e6)
	for _, d := range [...]*names.Dialect{&p.dialect, &p.accentDialect, &p.nativeDialect} {
		*d = names.KeptDialect(from)
	}
	p.health = keptHealth(from)
	p.marks, p.markless = keptMarks(from), keptMarks(from)
	p.looks, p.appearance = keptLooks(from), keptPairs(from)
	p.outfit, p.belongings, p.relatives = keptOutfit(from), keptPairs(from), keptRelatives(from)
	for i := range p.names {
		p.surnamed = p.surnamed || p.names[i].Surnamed()
	}
	p.findFamilies()
	w.keptFaces(from, p, vectors)
	return p
}

func keepNames(to *compact.Writer, list []names.Name) {
	to.Len(len(list))
	for i := range list {
		list[i].Keep(to)
	}
}

func keptNames(from *compact.Reader) []names.Name { return keptList(from, names.KeptName) }

// keptList reads a list by one of its items; nil for an empty one.
func keptList[T any](from *compact.Reader, item func(*compact.Reader) T) []T {
	n := from.Len()
	if n == 0 {
		return nil
	}
	list := make([]T, n)
	for i := range list {
		list[i] = item(from)
	}
	return list
}

func (y years) keep(to *compact.Writer) {
	to.Bool(y.known)
	if y.known {
		to.Float(y.first)
		to.Float(y.last)
		to.Bool(y.guessed)
	}
}

func keptYears(from *compact.Reader) (y years) {
	if y.known = from.Bool(); y.known {
		y.first, y.last, y.guessed = from.Float(), from.Float(), from.Bool()
	}
	return y
}

func (s span) keep(to *compact.Writer) {
	to.Bool(s.known)
	if s.known {
		to.Float(s.min)
		to.Float(s.max)
	}
}

func keptSpan(from *compact.Reader) (s span) {
	if s.known = from.Bool(); s.known {
		s.min, s.max = from.Float(), from.Float()
	}
	return s
}

func keepSounds(to *compact.Writer, list []soundPlace) {
	to.Len(len(list))
	for i := range list {
		list[i].keep(to)
	}
}

func (p *soundPlace) keep(to *compact.Writer) {
	to.Text(p.text)
	to.Uint(uint64(p.level))
	to.Len(len(p.sound))
	for _, s := range p.sound {
		to.Uint(uint64(s))
	}
}

func keptSounds(from *compact.Reader) []soundPlace {
	var room []names.Syllable // of all
	return keptList(from, func(from *compact.Reader) (p soundPlace) {
		p, room = keptSound(from, room)
		return p
	})
}

// keptSound reads a place with its syllables at the end of room, which it returns.
func keptSound(from *compact.Reader, room []names.Syllable) (soundPlace, []names.Syllable) {
	p := soundPlace{text: from.Text(), level: places.Level(from.Uint())}
	n := from.Len()
	if n == 0 {
		return p, room
	}
	if cap(room)-len(room) < n {
		room = make([]names.Syllable, 0, max(n, soundRoom))
	}
	at := len(room)
	for range n {
		room = append(room, names.KeptSyllable(from))
	}
	p.sound = room[at:len(room):len(room)]
	return p, room
}

// soundRoom is how many syllables the places of one file mostly have.
const soundRoom = 24

func keepMarks(to *compact.Writer, list []marks.Mark) {
	to.Len(len(list))
	for i := range list {
		list[i].Keep(to)
	}
}

func keptMarks(from *compact.Reader) []marks.Mark { return keptList(from, marks.Kept) }

// keep writes a sorted list by its steps.
func (p pairs) keep(to *compact.Writer) {
	to.Len(len(p))
	last := uint64(0)
	for _, x := range p {
		to.Uint(x - last)
		last = x
	}
}

func keptPairs(from *compact.Reader) pairs {
	last := uint64(0)
	return keptList(from, func(from *compact.Reader) uint64 { last += from.Uint(); return last })
}

// keep writes what is told with the origin, which is worked out here at the latest.
func (t *told) keep(to *compact.Writer) {
	to.Bool(t != nil)
	if t == nil {
		return
	}
	to.Text(t.by.Native)
	to.Text(t.by.Accent)
	to.Text(t.by.Found)
	to.Len(len(t.by.Heard))
	for _, h := range t.by.Heard {
		to.Text(h)
	}
	origin := t.origin()
	to.Bool(origin != nil)
	if origin != nil {
		origin.Keep(to)
	}
}

func keptTold(from *compact.Reader) *told {
	if !from.Bool() {
		return nil
	}
	t := &told{by: places.Told{Native: from.Text(), Accent: from.Text(), Found: from.Text()}}
	t.by.Heard = keptList(from, (*compact.Reader).Text)
	t.once.Do(func() {
		if from.Bool() {
			t.is = places.KeptOrigin(from)
		}
	})
	return t
}
