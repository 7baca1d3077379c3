package names

import "github.com/guitu-project/guitu/matcher/names/hear"

// spoken returns how likely each voice is heard to say a form of a name: which voice a name that was
// heard is of shows in its syllables, as kin and weng are of Cantonese.
func (f *Frequencies) spoken(a *form) (by [voiceRoom]float32) {
	for v := range voices {
		by[v] = 1
	}
	plain := syllables().plain
	for i := range a.positions[:a.n] {
		t := given
		switch {
		case a.style == part:
			t = transcript
		case i < int(a.surname):
			t = surname
		}
		if h := plain[a.positions[i].sounds(t)[0]]; h != 0 {
			shares := &f.says[t].shares[h]
			for v := range voices {
				by[v] *= shares[v]
			}
		}
	}
	return by
}

// speech holds the voices that may have said a name, and for each how likely it did beside all
// that a stranger's may be, given what was heard.
type speech struct {
	*blend
	odds [voiceRoom]float32
}

// mostOdds is how far it speaks for a pair that a name sounds as it would if the notice's
// person is from, which the origin tells too. That it does not is nothing against it: most
// can speak Mandarin.
const mostOdds = 4

// speechOf weighs the voices of a pair of names: as the record's accent is, else as the people
// of the notice speak. Whom else the record's person may be may speak as anyone does.
func (t *soundTables) speechOf(record, notice Dialect, spoken *[voiceRoom]float32) (s speech) {
	if record == AnyDialect && notice.second() != AnyDialect {
		return t.speechOfTwo(notice, spoken)
	}
	all := &t.blends[record]
	if s.blend = all; record == AnyDialect {
		s.blend = &t.blends[notice]
	}
	sum := float32(0)
	for k := range all.n {
		sum += all.share[k] * spoken[all.voice[k]]
	}
	if sum == 0 {
		sum = 1
	}
	odds := float32(0)
	for k := range s.n {
		s.odds[k] = s.share[k] * spoken[s.voice[k]] / sum
		odds += s.odds[k]
	}
	if odds < 1 || odds > mostOdds {
		odds = max(odds, 1e-20) / min(max(odds, 1), mostOdds)
		for k := range s.n {
			s.odds[k] /= odds
		}
	}
	return s
}

// speechOfTwo weighs the voices of a pair whose record tells no dialect and whose notice tells two:
// as each would be by itself, so that it is bounded by what each is (oddsOf).
func (t *soundTables) speechOfTwo(notice Dialect, spoken *[voiceRoom]float32) speech {
	first, second := t.speechOf(AnyDialect, notice.first(), spoken), t.speechOf(AnyDialect, notice.second(), spoken)
	one, two := first.byVoice(&first.odds, firstShare), second.byVoice(&second.odds, 1-firstShare)
	s := speech{blend: &t.blends[notice]}
	for k, v := range s.voice[:s.n] {
		s.odds[k] = one[v%voiceRoom] + two[v%voiceRoom]
	}
	return s
}

// write makes the speech that of two papers: what differs between them is mostly as a clerk
// reads it, in Mandarin, wherever its holder is from.
func (s *speech) write() {
	for k := range s.n {
		s.odds[k] *= saidToClerk
		if s.voice[k] == hear.Beijing { // every blend has it
			s.odds[k] += 1 - saidToClerk
		}
	}
}

// ratios are what two positions that meet say for each voice of a speech: how much likelier what
// was heard is of the one than of anyone who speaks so.
func (q *Query) ratios(own, other *position, t positionType, s *speech, into *[voiceRoom]float32) {
	switch a, b := own.sounds(t)[0], other.sounds(t)[0]; {
	case a == hiddenSound || b == hiddenSound && a != unreadSound:
		s.say(into, hiddenRatio)
		return
	case a == unreadSound || b == unreadSound:
		s.say(into, unreadRatio)
		return
	}
	var best [voiceRoom]int
	plain, shares := q.plain, q.freq.says[t].codes
	for x, a := range own.sounds(t) {
		if a == 0 {
			continue
		}
		for y, b := range other.sounds(t) {
			if b == 0 {
				continue
			}
			heard, said, even := a, b, evenCode
			if q.role == Said {
				heard, said = b, a
			}
			if x > 0 {
				even -= secondCode
			}
			if y > 0 {
				even -= secondCode
			}
			heard = plain[heard]
			codes, usual := q.tables.at(heard, said), &shares[heard]
			for k, v := range s.voice[:s.n] {
				v %= voiceRoom
				ratio := int(codes[v]) - int(usual[v])
				if codes[v] < strangeCode {
					ratio = min(ratio, strangeMost-evenCode)
				}
				best[k] = max(best[k], ratio+even)
			}
		}
	}
	for k, code := range best[:s.n] {
		into[k] = q.tables.ratios[min(code, mostCode)]
	}
}

// say puts one ratio in all voices of a speech.
func (s *speech) say(into *[voiceRoom]float32, ratio float32) {
	for k := range s.n {
		into[k] = ratio
	}
}

// Ratios are kept as 16·log2 of them and evenCode: from 2^−6 to 2^14.
const (
	evenCode = 6 * codesPerBit
	mostCode = 20 * codesPerBit

	secondCode = 28 // −16·log2(secondReading)

	// strangeCode is that of the chance .006, under which two syllables are not known to be
	// taken for one another. How seldom that happens is not known well enough to say more for
	// the pair than strangeMost, a ratio of .2, however rare the syllable is.
	strangeCode = 255 - 118
	strangeMost = evenCode - 37
)
