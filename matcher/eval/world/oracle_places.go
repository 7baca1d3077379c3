package world

// placeProbe is P(the places heard | at home in the division), where it differs from
// that of most divisions at its level.
type placeProbe struct {
	through  map[int]float64 // by node: its own name and those below
	most     [5]float64      // of a node at the level if nothing fits
	above    map[int]float64 // by node: the names of the nodes from it up
	miss     [5]float64      // of one node whose name does not fit, by level
	everyone float64
}

// placeProbeOf looks up where the names heard may lie.
func (o *Oracle) placeProbeOf(s *sighting) *placeProbe {
	if len(s.heard) == 0 {
		return nil
	}
	t := o.tree
	p := &placeProbe{through: map[int]float64{}, above: map[int]float64{}}
	var fits [5]map[int]float64
	var miss [5]float64
	for level := range miss {
		miss[level] = 1
	}
	for _, h := range s.heard {
		fits[h.level], miss[h.level] = t.fitting(h)
	}
	p.miss = miss
	below := 1.0
	for level := 4; level >= 1; level-- {
		below *= miss[level]
		p.most[level] = below
	}
	p.most[0] = below
	for level := 4; level >= 0; level-- {
		// The nodes that stand out: by their own name, or by one below them.
		out := map[int]bool{}
		for i := range fits[level] {
			out[i] = true
		}
		if level < 4 {
			for i := range p.through {
				if t.level[i] == level+1 {
					out[t.parent[i]] = true
				}
			}
		}
		for i := range out {
			own := miss[level]
			if fit, ok := fits[level][i]; ok {
				own = fit
			}
			p.through[i] = own * p.inside(t, i)
		}
	}
	for i := range t.levels[1] {
		x, ok := p.through[i]
		if !ok {
			x = p.most[0]
		}
		p.everyone += t.weight[i] * x
	}
	for _, f := range fits {
		for i, x := range f {
			p.above[i] = x
		}
	}
	return p
}

// inside returns the mean over a node's children.
func (p *placeProbe) inside(t *tree, i int) float64 {
	level, n := t.level[i], t.last[i]-t.first[i]
	if n == 0 {
		return 1
	}
	sum := 0.0
	for child := t.first[i]; child < t.last[i]; child++ {
		if x, ok := p.through[child]; ok {
			sum += x
		} else {
			sum += p.most[level+1]
		}
	}
	return sum / float64(n)
}

// fitting returns P(the name as heard | a home there) of the nodes whose name it may be,
// and of every other one.
func (t *tree) fitting(h heardPlace) (map[int]float64, float64) {
	e, inv := hearing(), sounds()
	text := []rune(h.text)
	read := inv.ofText(text)
	found, everyone := map[int]float64{}, 0.0
	for i := t.levels[h.level]; i < t.levels[h.level+1]; i++ {
		if len(t.name[i]) != len(text) {
			continue
		}
		sum := 0.0
		for breadth, weight := range breadthOf(1965) {
			product := weight
			table := e.table[t.speech[i]][breadth]
			for k, r := range t.name[i] {
				one := (1 - knownPlace[h.level]) * float64(table[int(t.read[i][k])*e.n+int(read[k])]) * inv.plain(read[k])
				if r == text[k] {
					one += knownPlace[h.level]
				}
				if product *= one; product < 1e-12 {
					break
				}
			}
			sum += product
		}
		if sum > 1e-9 {
			found[i] = sum
			everyone += sum * t.weight[i]
		}
	}
	miss := max(sightElsewhere*everyone, 1e-12)
	for i := range found {
		found[i] = (1-sightElsewhere)*found[i] + miss
	}
	return found, miss
}

// at returns P(the places heard | the home as far as the notice says it).
func (p *placeProbe) at(t *tree, i int) float64 {
	x, ok := p.through[i]
	if !ok {
		x = p.most[t.level[i]]
	}
	for i = t.parent[i]; i >= 0; i = t.parent[i] {
		if own, ok := p.above[i]; ok {
			x *= own
		} else {
			x *= p.miss[t.level[i]]
		}
	}
	return x
}

// originRatio returns what the native place, the accent and the places heard say.
func (o *Oracle) originRatio(p *probe, c *claim) float64 {
	if c.home < 0 {
		return 0
	}
	sum := 0.0
	if p.native >= 0 {
		strangers := o.tree.weight[p.native]
		same := o.tree.inside(c.home, p.native)
		sum += ln(((1-sightWrongNative)*same + sightWrongNative*strangers) / strangers)
	}
	if p.accent.division.Name != "" {
		same, strangers := o.tree.speaks(c.home, p.accent)
		sum += ln(((1-sightWrongAccent)*same + sightWrongAccent*strangers) / strangers)
	}
	if p.places != nil {
		sum += ln(p.places.at(o.tree, c.home) / p.places.everyone)
	}
	return sum
}

// speaks returns P(the accent's words fit | from there) and of anyone.
func (t *tree) speaks(at int, a accent) (same, strangers float64) {
	if !a.coarse {
		division := t.at[a.division.Code]
		return t.inside(at, division), t.weight[division]
	}
	for i := t.levels[1]; i < t.levels[2]; i++ {
		if coarse[t.speech[i]] != coarse[a.is] {
			continue
		}
		strangers += t.weight[i]
	}
	for t.level[at] > 1 {
		at = t.parent[at]
	}
	if t.level[at] == 0 {
		for i := t.first[at]; i < t.last[at]; i++ {
			if coarse[t.speech[i]] == coarse[a.is] {
				same += 1 / float64(t.last[at]-t.first[at])
			}
		}
		return same, strangers
	}
	if coarse[t.speech[at]] == coarse[a.is] {
		same = 1
	}
	return same, strangers
}

// foundRatio returns how likely it is to be found there, from where the person was last
// seen and by how long ago.
func (o *Oracle) foundRatio(p *probe, c *claim) float64 {
	seen := c.city
	if p.city < 0 || seen < 0 {
		return 0
	}
	t := o.tree
	city, province := t.weight[p.city], t.weight[p.city]
	if t.parent[p.city] >= 0 {
		province = t.weight[t.parent[p.city]]
	}
	inCity, inProvince := 0.0, 0.0
	switch {
	case t.level[seen] == 0 && t.parent[p.city] == seen:
		inCity, inProvince = city/province, 1
	case seen == p.city:
		inCity, inProvince = 1, 1
	case t.parent[seen] == t.parent[p.city]:
		inProvince = 1
	}
	near, same := .45, .75
	if len(c.gone) > 0 {
		near, same = 0, 0
		for _, g := range c.gone {
			i := 2
			if days := g.x - p.found; days < 15 {
				i = 0
			} else if days < 200 {
				i = 1
			}
			near += g.weight * foundNear[i]
			same += g.weight * foundSame[i]
		}
	}
	return ln(near*inCity/city + (same-near)*inProvince/province + 1 - same)
}
