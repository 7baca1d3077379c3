package world

import "github.com/guitu-project/guitu/models"

// slot describes a character of a record's name as written by ear.
type slot struct {
	char  rune // 0 in Latin letters
	heard syllable
	pen   float64 // P(char | heard)
}

// nameProbe holds the name of a record taken apart.
type nameProbe struct {
	slots    []slot
	surname  int // how many are the surname
	own      float64
	stranger float64
	calls    map[rune]float64 // P(called so | last character), 0 any
	text     string           // what the person is called
	hearsay  *hearsay
}

func (o *Oracle) nameProbeOf(record *models.Record, s *sighting) *nameProbe {
	switch s.known {
	case noName:
		return nil
	case byName:
		return &nameProbe{calls: callsOf(s.called), text: s.called}
	}
	p := &nameProbe{surname: len(s.name.surname)}
	if record.Person.Names[0].Kind == models.NameSelfReported {
		p.own = writesOwn / (writesOwn + (1-writesOwn)*.4)
	}
	if s.latin {
		p.own = 0
	}
	p.listen(s)
	p.stranger = o.sounds.strangers(p, s, o.census.erasOf(s))
	return p
}

// listen takes the name as written apart.
func (p *nameProbe) listen(s *sighting) {
	w, inv := writers(), sounds()
	for i, r := range s.name.slots() {
		x, table := slot{char: r, heard: inv.of(r)}, w.given
		if i == 0 && p.surname == 1 {
			table = w.surname
			if as, ok := w.asSurname[r]; ok {
				x.heard = as
			}
		}
		if t := table[x.heard]; t.total > 0 {
			x.pen = t.p(r)
		}
		if s.latin {
			x.char, x.pen = 0, 1
		}
		p.slots = append(p.slots, x)
	}
}

// hears returns P(the slot | that character, so read, said by a person of the area).
func (x *slot) hears(t []float32, n int, char rune, read syllable) float64 {
	p := (1 - askedHow) * x.pen * float64(t[int(read)*n+int(x.heard)])
	if x.char == char || x.char == 0 && x.heard == read {
		p += askedHow
	}
	return p
}

func (o *Oracle) nameRatio(p *probe, c *claim) float64 {
	if p.names == nil {
		return 0
	}
	if p.names.calls != nil {
		return p.names.called(c)
	}
	same := .965 * p.names.given(o.sounds, c, &c.name)
	if len(c.former.chars) > 0 {
		same += .02 * p.names.given(o.sounds, c, &c.former)
	}
	return ln((same + .025*p.names.stranger) / p.names.stranger)
}

// spoken describes a name and how it is read.
type spoken struct {
	chars   []rune
	read    []syllable
	surname int
	part    int // characters of the first part, 0 for a Chinese name
}

func spokenOf(n fullName) spoken {
	s := spoken{chars: n.slots(), read: book().soundsOf(n), surname: len(n.surname)}
	if n.parts != nil {
		s.part = len(n.parts[0])
	}
	return s
}

// given returns P(the name as written | the true name).
func (p *nameProbe) given(h *hearsay, c *claim, name *spoken) float64 {
	chars, read, share := name.chars, name.read, 1.0
	switch {
	case p.surname > 0 && len(p.slots) == p.surname: // 老王
		chars, read = chars[:name.surname], read[:name.surname]
	case p.surname == 0 && name.part == 0: // 阿强, 秀英
		chars, read = chars[name.surname:], read[name.surname:]
		switch {
		case len(chars) == 2 && len(p.slots) == 1:
			chars, read, share = chars[1:], read[1:], lastOnly
		case len(chars) == 2:
			share = 1 - lastOnly
		}
	case p.surname == 0 && len(p.slots) < len(chars):
		chars, read = chars[:name.part], read[:name.part]
	}
	exact := len(chars) == len(p.slots)
	for i := range p.slots {
		exact = exact && p.slots[i].char == chars[i]
	}
	sum := 0.0
	if exact {
		sum += p.own
	}
	return share * (sum + (1-p.own)*p.byEar(h, c, chars, read))
}

// byEar sums over breadth, and over what gets lost or changes places.
func (p *nameProbe) byEar(h *hearsay, c *claim, chars []rune, read []syllable) float64 {
	sum := 0.0
	for breadth, weight := range c.breadth {
		t := h.average
		if c.speech >= 0 {
			t = hearing().table[c.speech][breadth]
		}
		switch {
		case len(p.slots) == len(chars) && len(chars) == 3 && p.surname == 1:
			sum += weight * ((1-dropsGiven-swapsGiven)*p.line(t, chars, read, 0, 1, 2) + swapsGiven*p.line(t, chars, read, 0, 2, 1))
		case len(p.slots) == len(chars):
			product := weight
			for i := range chars {
				product *= p.slots[i].hears(t, hearing().n, chars[i], read[i])
			}
			sum += product
		case len(p.slots) == 2 && len(chars) == 3 && p.surname == 1:
			sum += weight * dropsGiven * p.line(t, chars, read, 0, 2, -1)
		}
		if c.speech < 0 {
			return sum / weight
		}
	}
	return sum
}

// line returns P(the slots | the characters at three places said in that order).
func (p *nameProbe) line(t []float32, chars []rune, read []syllable, order ...int) float64 {
	product := 1.0
	for i, at := range order {
		if at >= 0 {
			product *= p.slots[i].hears(t, hearing().n, chars[at], read[at])
		}
	}
	return product
}
