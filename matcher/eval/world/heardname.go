package world

// nameKinds are the shares of what is learned of a name.
var nameKinds = func() *shares[nameKind] {
	s := newShares[nameKind]()
	s.add(wholeName, .755)
	s.add(noName, .14)
	s.add(onlyGiven, .04)
	s.add(onlySurname, .025)
	s.add(byName, .03)
	s.add(falseName, .01)
	return s
}()

// names draws what is learned of the name and how it is written down.
func (s *sighting) names(d dice, p *person) {
	s.known = nameKinds.draw(d)
	if s.known == byName && p.called == "" {
		s.known = noName
	}
	n := p.name
	if d.chance(.02) {
		n = p.former
	}
	switch s.known {
	case noName:
		return
	case byName:
		s.called = p.called
		return
	case falseName:
		n = book().draw(d, p.people, p.home.provinceCode(), p.sex, p.born.Year())
		s.name, s.written = n, true
		return
	}
	if n.parts == nil && s.known == onlyGiven {
		n.surname = nil
		if len(n.given) == 2 && d.chance(lastOnly) {
			n.given = n.given[1:]
		}
	} else if n.parts == nil && s.known == onlySurname {
		n.given = nil
	} else if n.parts != nil && (s.known != wholeName || d.chance(.5)) {
		n.parts = n.parts[:1] // without the father's
	}
	if s.written = d.chance(writesOwn); s.written {
		s.name = n
		return
	}
	s.garble(d, p, n)
}

// How the slots of a whole name that is only heard get lost or change places.
// Estimates.
const (
	writesOwn    = .20 // writes it, or a paper gives it
	dropsGiven   = .035
	swapsGiven   = .012
	surnameLast  = .008
	latinLetters = .03
	lastOnly     = .35 // of a given name of two, if the surname is not said
)

func (s *sighting) garble(d dice, p *person, n fullName) {
	s.name = s.hears(d, p, n)
	if s.known != wholeName || n.parts != nil || len(n.given) == 0 {
		return
	}
	if g := s.name.given; len(g) == 2 {
		switch x := d.Float64(); {
		case x < dropsGiven:
			s.name.given = g[1:]
		case x < dropsGiven+swapsGiven:
			s.name.given = []rune{g[1], g[0]}
		}
	}
	switch x := d.Float64(); {
	case x < surnameLast:
		s.last = true
	case x < surnameLast+latinLetters:
		s.latin = true
	}
}

// hears writes a name by ear.
func (s *sighting) hears(d dice, p *person, n fullName) fullName {
	chars := byEar(d, p.speech, p.breadth, n.slots(), book().soundsOf(n), len(n.surname))
	if n.parts == nil {
		return fullName{surname: chars[:len(n.surname)], given: chars[len(n.surname):]}
	}
	var out fullName
	for _, part := range n.parts {
		out.parts = append(out.parts, chars[:len(part)])
		chars = chars[len(part):]
	}
	return out
}
