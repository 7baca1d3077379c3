package world

import "strings"

// callsOf returns how likely a person whose name ends in a character is called so.
func callsOf(called string) map[rune]float64 {
	list := strings.Fields(byNames)
	out := map[rune]float64{}
	for _, pattern := range list {
		if !strings.Contains(pattern, "N") {
			if pattern == called {
				out[0] += 1 / float64(len(list))
			}
			continue
		}
		for _, r := range called {
			if strings.ReplaceAll(pattern, "N", string(r)) == called {
				out[r] += 1 / float64(len(list))
				break
			}
		}
	}
	return out
}

// called compares what a person is called at home.
func (p *nameProbe) called(c *claim) float64 {
	strangers := p.calls[0]
	last := rune(0)
	for r, share := range p.calls {
		if r != 0 {
			strangers += share * .012 // about the share of a usual character
			last = r
		}
	}
	switch {
	case c.called != "":
		if p.text == c.called {
			return ln(1 / strangers)
		}
		return ln(.002)
	case c.name.part == 0 && last != 0:
		likely := p.calls[0]
		if c.name.chars[len(c.name.chars)-1] == last {
			likely += p.calls[last]
		}
		return ln(max(likely, .002*strangers) / strangers)
	}
	return 0
}

// kinName describes a relative's name on a notice.
type kinName struct {
	relation string
	name     spoken
}

func (o *Oracle) kinProbeOf(s *sighting) *nameProbe {
	if len(s.kin) == 0 {
		return nil
	}
	said := &sighting{name: s.kin[0].name}
	p := &nameProbe{surname: len(said.name.surname), hearsay: o.sounds}
	p.listen(said)
	p.stranger = o.sounds.strangers(p, said, [4]float64{.25, .25, .25, .25})
	return p
}

// kinRatio compares relatives of one relation by name.
func kinRatio(p *probe, c *claim) float64 {
	if p.kin == nil {
		return 0
	}
	for i := range c.kin {
		if theirs := &c.kin[i]; theirs.relation == p.sighting.kin[0].relation {
			same := p.kin.byEar(p.kin.hearsay, c, theirs.name.chars, theirs.name.read)
			return ln((.97*same + .03*p.kin.stranger) / p.kin.stranger)
		}
	}
	return 0
}
