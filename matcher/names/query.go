package names

import "math"

// Role says which side of a comparison a name is on.
type Role bool

// The roles: the record's name was heard, the notice's name is what was said.
const (
	Heard Role = false
	Said  Role = true
)

// Query describes a name made ready to be compared with a million others of the other
// role. It is never changed once made.
type Query struct {
	name   *Name
	role   Role
	speech Dialect // of who bears the name
	freq   *Frequencies
	tables *soundTables
	plain  []Syllable // of every syllable
	logs   *Logs
	ways   []ways // of every two shapes
	forms  []queryForm
	usual  []queryForm // beside name.usual
}

type queryForm struct {
	*form
	positions [maxPositions]queryPosition
	most      float32            // the likelihood ratio that a nickname may reach beside another
	usual     float32            // 1/together of the record's given name of two, if both have it in one order
	turned    float32            // and if the other side has it turned round
	spoken    [voiceRoom]float32 // by voice, how likely the name is heard of it: what tells by which
}

// queryPosition holds what a position is worth against each character of the other side.
type queryPosition struct {
	own   position
	char  rune
	alike [maxLookalikes]rune // characters that look like it
	worth [positionTypes]worth
}

type worth struct {
	same  float32                // 1/p of the character
	looks [maxLookalikes]float32 // what a character that looks like it is worth
	said  bool                   // it may be one of the type
	bound *ratios                // the most that the sound is worth, by the other side's syllable; of an upper bound
}

// NewQuery makes a name ready. d is the speaker's dialect if it is known; if
// it is not, each Compare says the other side's.
func NewQuery(n *Name, role Role, d Dialect, freq *Frequencies) *Query {
	q := &Query{name: n, role: role, speech: d, freq: freq, tables: soundTable(), plain: syllables().plain, logs: logTable(), ways: alignmentTable()}
	byPosition := map[position]queryPosition{} // the same character comes again in the parts and all of them as one
	q.forms = q.prepareAll(n.forms, byPosition, d)
	q.usual = q.prepareAll(n.usual, byPosition, d)
	return q
}

func (q *Query) prepareAll(forms []form, byPosition map[position]queryPosition, d Dialect) []queryForm {
	prepared := make([]queryForm, len(forms))
	for i := range forms {
		f := &prepared[i]
		f.form, f.most, f.usual, f.turned = &forms[i], math.MaxFloat32, 1, 1
		if f.style != part && f.n == f.surname+2 && !f.latin {
			sound := func(i uint8) Syllable { return f.form.positions[i].sounds(given)[0] }
			first, second := sound(f.surname), sound(f.surname+1)
			f.usual = 1 / q.freq.together(first, second, d)
			if f.turned = f.usual; q.role == Said {
				f.turned = 1 / q.freq.together(second, first, d)
			}
		}
		if f.style == nickname {
			f.most = 1 / q.freq.nicknames(f.text())
		}
		for j, s := range f.form.positions[:f.n] {
			ready, ok := byPosition[s]
			if !ok {
				ready = q.prepare(&s)
				byPosition[s] = ready
			}
			f.positions[j] = ready
		}
		f.spoken = q.freq.spoken(f.form)
	}
	return prepared
}

func (q *Query) prepare(s *position) queryPosition {
	out := queryPosition{own: *s, char: s.char, alike: lookalikeTable()[s.char]}
	for t := range positionTypes {
		switch {
		case t == tail && !s.tail:
			continue // it meets a tail only as a tail
		case q.name.parts > 0 && t < transcript:
			continue // nor does a part meet anything as another position
		}
		w := &out.worth[t]
		w.same = 1 / q.freq.share(t, s.char)
		for i, r := range out.alike {
			heard := s.char
			if q.role == Said {
				heard = r
			}
			w.looks[i] = lookedAlike / q.freq.share(t, heard)
		}
		w.said = true
	}
	return out
}

// Nickname tells that the query's name is only what a person is called.
func (q *Query) Nickname() bool { return q.name.Nickname() }
