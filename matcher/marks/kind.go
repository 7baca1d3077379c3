package marks

// kind makes marks of a kind and the sites that wait for it.
func (r *reader) kind(i int, t token) {
	if r.denies(i, t) {
		r.keepDenied(i, t)
		r.useful, r.places, r.side = true, nil, 0
		r.last.here, r.last.open, r.last.sentence = false, false, false
		r.resetDetail()
		return
	}
	if r.last.open && r.last.located && r.last.here && len(r.places) > 0 { // 疤在左眉，
		r.settle()
	}
	if r.sameAgain(i, t) {
		return
	}
	at := r.sitesFor(i, t)
	if len(at) == 0 && t.confidence != certain && !r.siteAhead(i) {
		return
	}
	r.last.token, r.last.at, r.last.taken = t, i, at
	r.last.open, r.last.located, r.last.here, r.last.sentence = len(at) == 0 && !t.kind.row().none, false, true, true
	r.places, r.from = nil, len(r.marks)
	if len(at) == 0 {
		at = []place{{side: r.side, from: t.from}}
		if t.kind.row().none {
			at[0].side = 0
		}
	}
	r.side, r.joined = 0, false
	for _, p := range at {
		m := r.detail
		m.Kind, m.Site, m.Side = t.kind, p.site, p.side
		if t.n != 0 {
			m.Count = uint8(t.n)
		}
		if m.Colour == 0 {
			m.Colour = t.colour
		}
		if t.confidence == ofLimb {
			m.Kind = brokenAt(p.site)
		}
		r.marks = append(r.marks, m)
		r.spans = append(r.spans, [2]int{min(at[0].from, r.detailAt, t.from), t.to})
	}
	r.resetDetail()
}

// brokenAt returns what 断 means there: a finger is lost, a leg was broken once, a brow has
// a scar in it.
func brokenAt(s Site) Kind {
	switch {
	case s == Brow:
		return Scar
	case s.row().region == onArm || s.row().region == onLeg:
		return Deformed
	}
	return Missing
}

func (r *reader) resetDetail() { r.detail, r.detailAt = Mark{}, len(r.written) }

// sitesFor returns the sites of the kind at i: those that wait, the one the word implies,
// or, after an 及 or a 还有, those of the kind before.
func (r *reader) sitesFor(i int, t token) []place {
	home := t.site
	if home == 0 {
		home = t.kind.row().home
	}
	switch {
	case t.kind.row().none:
		return nil
	case home != 0 && len(r.places) == 0:
		p := place{home, r.side, t.from}
		if r.side != 0 {
			p.from = r.sideAt
		} else if r.last.sentence && home.isWithin(r.before.site) { // 残疾：右手缺指
			p.side = r.before.side
		}
		return []place{p}
	case home != 0:
		at := make([]place, len(r.places))
		for n, p := range r.places {
			at[n] = place{home, 0, p.from}
			if p.site.onLimb() == home.onLimb() {
				at[n].side = p.side
			}
			if p.site.isWithin(home) {
				at[n].site = p.site
			}
		}
		return at
	case len(r.places) > 0:
		return r.places
	case r.last.sentence && !r.last.open && r.continues(i) && t.kind.fixed() == r.last.token.kind.fixed():
		return r.last.taken
	}
	return nil
}

// continues: between the kind before and the one at i stands an 及 or a 还有.
func (r *reader) continues(i int) bool {
	for k := i - 1; k > r.last.at; k-- {
		switch r.tokens[k].class {
		case still, left:
			return true
		case join:
			if r.last.here {
				return true
			}
		case other, stop, deny:
			return false
		}
	}
	return false
}

// siteAhead: a site follows in this clause.
func (r *reader) siteAhead(i int) bool {
	for _, t := range r.tokens[i+1:] {
		switch t.class {
		case siteWord:
			return true
		case comma, stop, kindWord:
			return false
		}
	}
	return false
}

// sameAgain: the word right after a kind only says more of it: 烫伤疤痕, 跛行残疾; or what
// it has left: 烧伤后遗留疤痕.
func (r *reader) sameAgain(i int, t token) bool {
	next := r.last.here && r.solid(i-1, -1) == r.last.at
	if len(r.places) > 0 || !next && !r.leaves(i) {
		return false
	}
	k := r.last.token.kind
	if alike(k, t.kind) == 0 {
		return false
	}
	for n := r.from; n < len(r.marks); n++ {
		if k == Scar && t.kind == Burn || k == Wound && t.kind == Scar {
			r.marks[n].Kind = t.kind
		}
		if r.marks[n].Site == 0 && t.site != 0 {
			r.marks[n].Site, r.last.open = t.site, false
		}
		fill(&r.marks[n], &r.detail)
		r.spans[n][1] = t.to
	}
	r.resetDetail()
	r.last.at, r.last.here = i, true
	return true
}

// leaves: the kind at i is said to be left by the one before, or is a scar of nowhere, all
// of its clause, if that is a burn or a wound: 手上被火烧过，有疤.
func (r *reader) leaves(i int) bool {
	before := r.last.token.kind
	if !r.last.sentence || before != Scar && before != Burn && before != Wound {
		return false
	}
	said := before != Scar && r.tokens[i].kind == Scar && r.tokens[i-1].class == have && r.endsBefore(i, comma, stop)
	for k := i - 1; k > r.last.at; k-- {
		switch r.tokens[k].class {
		case left:
			said = true
		case soft, have, countWord, sizeWord, colourWord:
		case comma:
			if !said {
				return false
			}
		default:
			return false
		}
	}
	return said
}

// endClause gives an open kind the sites that followed it, and forgets what does not
// reach beyond a comma, or a full stop.
func (r *reader) endClause(sentence bool) {
	if r.fresh && len(r.places) > 0 && r.last.sentence && r.last.token.kind != 0 {
		if r.last.open {
			r.settle()
		} else if r.last.here || r.places[0].side != 0 { // 小儿麻痹，右腿
			r.narrow()
		}
	}
	if r.side != 0 && r.last.here && !r.last.token.kind.row().none { // 跛行（右）
		for n := r.from; n < len(r.marks); n++ {
			if r.marks[n].Side == 0 {
				r.marks[n].Side = r.side
			}
		}
	}
	if r.last.open && r.last.token.confidence != certain {
		r.marks, r.spans, r.last.open, r.last.sentence = r.marks[:r.from], r.spans[:r.from], false, false
	}
	r.side, r.joined, r.skip, r.heights, r.unsure, r.last.here, r.fresh = 0, false, false, false, false, false, false
	r.resetDetail()
	if r.denial == denied {
		r.denial = affirmed
		if r.useful {
			r.denial = doubted
		}
	}
	if sentence {
		r.places, r.before, r.denial = nil, place{}, affirmed
		r.last.open, r.last.sentence, r.last.taken = false, false, nil
	}
}

// settle puts the open kind on the sites that wait.
func (r *reader) settle() {
	for n, p := range r.places {
		if n > 0 {
			r.marks, r.spans = append(r.marks, r.marks[r.from]), append(r.spans, r.spans[r.from])
		}
		m, at := &r.marks[r.from+n], &r.spans[r.from+n]
		m.Site, m.Side = p.site, p.side
		at[1] = max(at[1], r.siteEnd())
	}
	r.last.taken, r.places, r.last.open = r.places, nil, false
}

// narrow: 左手缺食指 misses a finger, not the hand, and 失明（左眼） has a side.
func (r *reader) narrow() {
	if len(r.marks)-r.from != 1 {
		return
	}
	m, s := &r.marks[r.from], r.places[0].site
	if !s.isWithin(m.Site) && (s != m.Site || m.Side != 0) {
		return
	}
	for n := range r.places {
		if r.places[n].side == 0 {
			r.places[n].side = r.marks[r.from].Side
		}
	}
	r.settle()
}

// siteEnd returns where the site named last ends.
func (r *reader) siteEnd() int {
	end := 0
	for _, t := range r.tokens {
		if t.class == siteWord && t.from <= r.before.from+longestMotif && t.from >= r.before.from {
			end = t.to
		}
		if t.from > r.before.from+longestMotif {
			break
		}
	}
	return end
}
