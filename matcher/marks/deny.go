package marks

import "slices"

// deny begins a denial, unless it is a part of the body that is denied: 没有门牙,
// 门牙全无 and 无左手 are marks.
func (r *reader) deny(i int, t token) {
	switch {
	case r.partDenied(i), r.partGone(i):
		t.class, t.kind, t.confidence = kindWord, Missing, besideSite
		r.denial = affirmed
		r.kind(i, t)
	default:
		r.denial, r.useful, r.strange = denied, false, false
	}
}

// partDenied: only parts of the body stand between the denial and the end of the
// clause. Before a kind (无左手疤痕) it is the kind that is denied, and before any
// other word (没有手感) it is that.
func (r *reader) partDenied(i int) bool {
	found, other := false, false
	for _, t := range r.tokens[i+1:] {
		switch t.class {
		case siteWord:
			other = other || !parts.has(t.site)
			if other && !found {
				return false
			}
			found = true
		case have, left, still, but: // 没有门牙、左脸有疤
			return found
		case comma, stop:
			return found && !other
		case soft, sideWord, countWord, join, locate:
		default:
			return false
		}
	}
	return found && !other
}

// partGone: 门牙无, 牙齿都没有了, at the end of a clause.
func (r *reader) partGone(i int) bool {
	if !r.fresh || len(r.places) == 0 || !(digits | teeth).has(r.places[len(r.places)-1].site) {
		return false
	}
	before := r.solid(i-1, -1)
	return r.endsAfter(i) && r.tokens[before].class == siteWord
}

// endsAfter: nothing of weight follows i in its clause.
func (r *reader) endsAfter(i int) bool { return r.endsBefore(i, comma, stop, join) }

// endsBefore: what follows i, if anything, is first of these.
func (r *reader) endsBefore(i int, ends ...class) bool {
	k := r.solid(i+1, 1)
	return k >= len(r.tokens) || slices.Contains(ends, r.tokens[k].class)
}

// denies: the kind at i is not there: 无疤痕, 未见疤痕、胎记, 疤痕：无, 不跛.
func (r *reader) denies(i int, t token) bool {
	if i > 0 && r.tokens[i-1].class == not {
		return true
	}
	if k := r.labelled(i); k > 0 {
		if r.tokens[k].class == unknown {
			r.unknown = true
		}
		if r.solid(i+1, 1) == k {
			r.tokens[k].class = soft
		}
		return true
	}
	sided := false // no one denies the left one of two in a list
	for _, p := range r.places {
		sided = sided || r.fresh && p.side != 0
	}
	switch r.denial {
	case denied:
		return !r.useful || !sided
	case doubted:
		return t.kind.row().skin && t.site == 0 && (!r.fresh || len(r.places) == 0)
	}
	return false
}

// labelled returns the word at the end of the clause that denies the kind at i, or says that it
// is not known, alone or with kinds that it is listed with: 疤痕胎记：不详; 0 for none.
func (r *reader) labelled(i int) int {
	for k := i + 1; k < len(r.tokens); k++ {
		switch r.tokens[k].class {
		case soft, locate, join, kindWord:
		case deny, unknown:
			if r.endsAfter(k) && (r.tokens[k].class == deny || !r.asksWhich(i)) {
				return k
			}
			return 0
		default:
			return 0
		}
	}
	return 0
}

// asksWhich reports whether the clause before i asks which of two has the kind, which one of them
// has then: 哪条腿瘸记不清了.
func (r *reader) asksWhich(i int) bool {
	for k := i - 1; k >= 0 && r.tokens[k].class != comma && r.tokens[k].class != stop; k-- {
		if t := r.tokens[k]; t.class == other && r.folded[t.from] == '哪' {
			return true
		}
	}
	return false
}

// keepDenied keeps the kind at i as one that the text says is not there, on the sites
// that wait for it.
func (r *reader) keepDenied(i int, t token) {
	if r.unknown || r.unsure || len(r.gone) >= maxMarks {
		r.unknown = false
		return
	}
	at := r.places
	if !r.fresh {
		at = nil
	}
	if len(at) == 0 {
		at = []place{{site: t.site, side: r.side}}
		if t.site == 0 {
			at[0].site = t.kind.row().home
		}
		if at[0].site == 0 {
			at[0].site = r.siteAfter(i)
		}
	}
	for _, p := range at {
		r.gone = append(r.gone, Mark{Kind: t.kind, Site: p.site, Side: p.side})
	}
}

// siteAfter returns the site that the clause names after i.
func (r *reader) siteAfter(i int) Site {
	for _, t := range r.tokens[i+1:] {
		switch t.class {
		case siteWord:
			return t.site
		case comma, stop, kindWord, join:
			return 0
		}
	}
	return 0
}
