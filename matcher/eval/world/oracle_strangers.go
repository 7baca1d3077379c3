package world

// strangers returns P(the name as written) of anyone of the sighting's sex, who was born
// in one of the eras with these chances. Whole names that are more usual than their
// characters make many namesakes: 秀英 of women born before 1950.
func (h *hearsay) strangers(p *nameProbe, s *sighting, eras [4]float64) float64 {
	if s.name.parts != nil {
		return h.strangersBySound(p, s)
	}
	surname := 1.0
	for i := range p.surname {
		surname *= h.surname.writes(&p.slots[i])
	}
	given := p.slots[p.surname:]
	if len(given) == 0 {
		return surname
	}
	sum := 0.0
	for era, share := range eras {
		at, two := &h.given[s.sex][era], 1-alone[era]
		switch len(given) {
		case 1:
			cut := dropsGiven
			if p.surname == 0 {
				cut = lastOnly
			}
			sum += share * (alone[era]*at[2].writes(&given[0]) + two*cut*at[1].writes(&given[0]))
		case 2:
			sum += share * two * ((1-usualWhole)*at[0].writes(&given[0])*at[1].writes(&given[1]) + usualWhole*h.wholes(given, s.sex, era))
		}
	}
	return surname * max(sum, 1e-9)
}

// wholes returns P(the slots | one of the usual whole names).
func (h *hearsay) wholes(given []slot, sex, era int) float64 {
	table, sum := book().whole[sex][era], 0.0
	for _, text := range table.of {
		product := table.p(text)
		for i, r := range []rune(text) {
			product *= given[i].hears(h.average, hearing().n, r, sounds().of(r))
		}
		sum += product
	}
	return sum
}

// strangersBySound returns the same for names that are written by sound, of which there are
// few: each part is one of its people's names.
func (h *hearsay) strangersBySound(p *nameProbe, s *sighting) float64 {
	sum, everybody := 0.0, 0.0
	for _, code := range keys(populations) {
		everybody += populations[code]
	}
	for _, people := range keys(transcribed) {
		share := 0.0
		for _, code := range keys(populations) {
			share += populations[code] / everybody * peoples[code][people] / 1000
		}
		at, product := 0, share
		for i, part := range s.name.parts {
			sex := s.sex
			if i > 0 {
				sex = 0 // the father's
			}
			product *= h.oneOf(p.slots[at:at+len(part)], transcribed[people][sex], people)
			at += len(part)
		}
		sum += product
	}
	return max(sum, 1e-9)
}

// oneOf returns P(the slots | one of the names, or of two together if a people does so).
func (h *hearsay) oneOf(slots []slot, list []string, people string) float64 {
	sum := 0.0
	says := func(slots []slot, text string) float64 {
		product := 1.0
		for i, r := range []rune(text) {
			product *= slots[i].hears(h.average, hearing().n, r, sounds().of(r))
		}
		return product
	}
	first := list
	switch people {
	case "彝":
		first = clans
	case "藏":
	default:
		first = []string{""}
	}
	for _, a := range first {
		n := len([]rune(a))
		if n > len(slots) {
			continue
		}
		head := says(slots[:n], a) / float64(len(first))
		for _, b := range list {
			if n+len([]rune(b)) == len(slots) {
				sum += head * says(slots[n:], b) / float64(len(list))
			}
		}
		if people == "藏" && n == len(slots) {
			sum += .2 * head
		}
	}
	return sum
}
