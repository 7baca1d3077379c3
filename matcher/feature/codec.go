package feature

import (
	"fmt"

	"github.com/guitu-project/guitu/matcher/compact"
	"github.com/guitu-project/guitu/matcher/names"
	"github.com/guitu-project/guitu/matcher/places"
	"github.com/guitu-project/guitu/models"
)

// Encode writes a profile as it was understood, but for the vectors of its faces. How they lie in
// the scorer's gallery is written, too, and in one that is to be adopted.
func (w *Scorer) Encode(p *Profile, to *compact.Writer) {
	to.Text(p.Name)
	to.Text(p.ExternalID)
	to.Bool(p.ofRecord())
	p.event.encode(to)
	to.Text(string(p.eventDate))
	p.eventPlace.Encode(to)
	for i := range features {
		if encode := features[i].encode; encode != nil {
			encode(p, to)
		}
	}
	w.encodeFaces(to, p)
}

// Decode reads a profile that was encoded. vectors returns those of the faces of a model, in
// their order.
func (w *Scorer) Decode(from *compact.Reader, vectors func(model string) [][]float32) *Profile {
	p := &Profile{Name: from.Text(), ExternalID: from.Text(), Kind: models.Notices}
	if from.Bool() {
		p.Kind = models.Records
	}
	p.event, p.eventDate, p.eventPlace = decodeYears(from), models.Date(from.Text()), places.DecodePlace(from)
	p.eventRegion = regionOf(&p.eventPlace)
	for i := range features {
		if decode := features[i].decode; decode != nil {
			decode(p, from)
		}
	}
	w.decodeFaces(from, p, vectors)
	return p
}

// decodeList reads a list by one of its items; nil for an empty one.
func decodeList[T any](from *compact.Reader, item func(*compact.Reader) T) []T {
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

func (y years) encode(to *compact.Writer) {
	to.Bool(y.known)
	if y.known {
		to.Float(y.first)
		to.Float(y.last)
		to.Bool(y.guessed)
	}
}

func decodeYears(from *compact.Reader) (y years) {
	if y.known = from.Bool(); y.known {
		y.first, y.last, y.guessed = from.Float(), from.Float(), from.Bool()
	}
	return y
}

func (s span) encode(to *compact.Writer) {
	to.Bool(s.known)
	if s.known {
		to.Float(s.min)
		to.Float(s.max)
	}
}

func decodeSpan(from *compact.Reader) (s span) {
	if s.known = from.Bool(); s.known {
		s.min, s.max = from.Float(), from.Float()
	}
	return s
}

func encodeSounds(to *compact.Writer, list []soundPlace) {
	to.Len(len(list))
	for i := range list {
		list[i].encode(to)
	}
}

func (p *soundPlace) encode(to *compact.Writer) {
	to.Text(p.text)
	to.Uint(uint64(p.level))
	to.Len(len(p.sound))
	for _, s := range p.sound {
		to.Uint(uint64(s))
	}
}

func decodeSounds(from *compact.Reader) []soundPlace {
	var room []names.Syllable // of all
	return decodeList(from, func(from *compact.Reader) (p soundPlace) {
		p, room = decodeSound(from, room)
		return p
	})
}

// decodeSound reads a place with its syllables at the end of room, which it returns.
func decodeSound(from *compact.Reader, room []names.Syllable) (soundPlace, []names.Syllable) {
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
		room = append(room, names.DecodeSyllable(from))
	}
	p.sound = room[at:len(room):len(room)]
	return p, room
}

// soundRoom is how many syllables the places of one file mostly have.
const soundRoom = 24

// encode writes a sorted list by its steps.
func (p pairs) encode(to *compact.Writer) {
	to.Len(len(p))
	last := uint64(0)
	for _, x := range p {
		to.Uint(x - last)
		last = x
	}
}

func decodePairs(from *compact.Reader) pairs {
	last := uint64(0)
	return decodeList(from, func(from *compact.Reader) uint64 { last += from.Uint(); return last })
}

// encode writes what is told with the origin, which is worked out here at the latest.
func (t *originClues) encode(to *compact.Writer) {
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
		origin.Encode(to)
	}
}

func decodeTold(from *compact.Reader) *originClues {
	if !from.Bool() {
		return nil
	}
	t := &originClues{by: places.Clues{Native: from.Text(), Accent: from.Text(), Found: from.Text()}}
	t.by.Heard = decodeList(from, (*compact.Reader).Text)
	t.once.Do(func() {
		if from.Bool() {
			t.is = places.DecodeOrigin(from)
		}
	})
	return t
}

// EncodeWhole returns a profile, with the vectors of its faces if those are wanted, to be read by
// another process.
func (w *Scorer) EncodeWhole(p *Profile, vectors bool) []byte {
	var to compact.Writer
	w.Encode(p, &to)
	if !vectors {
		to.Len(0)
		return to.Bytes
	}
	to.Len(len(p.faces))
	for model, vector := range p.EachFace {
		to.Text(model)
		encodeVector(&to, vector)
	}
	return to.Bytes
}

// DecodeWhole reads what EncodeWhole returned. Errors: models.ErrDataLoss.
func (w *Scorer) DecodeWhole(whole []byte) (*Profile, error) {
	// The vectors come last, and are asked for before: what is before them is read twice.
	from := compact.NewReader(whole)
	w.Decode(from, func(string) [][]float32 { return nil })
	vectors := map[string][][]float32{}
	for range from.Len() {
		model := from.Text()
		vectors[model] = append(vectors[model], decodeList(from, (*compact.Reader).Float32))
	}
	if from.Bad() {
		return nil, fmt.Errorf("%w: a profile that another process sent", models.ErrDataLoss)
	}
	return w.Decode(compact.NewReader(whole), func(model string) [][]float32 { return vectors[model] }), nil
}
