package feature

import "github.com/guitu-project/guitu/matcher/compact"

// encodeFaces writes the faces without their vectors, and their norms.
func (w *Scorer) encodeFaces(to *compact.Writer, p *Profile) {
	to.Len(len(p.faces))
	if len(p.faces) == 0 {
		return
	}
	for i := range p.faces {
		f := &p.faces[i]
		to.Text(f.model)
		to.Text(f.sha256)
		to.Len(len(f.better))
		for _, b := range f.better {
			to.Text(b)
		}
		to.Len(len(f.vector))
		to.Float(f.quality)
		to.Float(f.year)
		to.Len(f.photo)
		to.Len(f.among)
	}
	w.common.Load().gallery.side(p)
	known := p.normed.Load()
	to.Len(known.generations())
	for n := known; n != nil; n = n.before {
		to.Uint(n.in)
		for _, n := range n.norms {
			to.Float(n.mean)
			to.Float(n.deviation)
			to.Float(n.edge)
			to.Uint(uint64(n.nearest))
			to.Bool(n.drawn)
		}
	}
}

// generations is of how many galleries norms are known.
func (n *normed) generations() (count int) {
	for ; n != nil; n = n.before {
		count++
	}
	return count
}

func (w *Scorer) decodeFaces(from *compact.Reader, p *Profile, vectors func(model string) [][]float32) {
	byModel := map[string][][]float32{}
	p.faces = decodeList(from, func(from *compact.Reader) face {
		f := face{model: from.Text(), sha256: from.Text(), better: decodeList(from, (*compact.Reader).Text)}
		dim := from.Uint()
		f.quality, f.year = from.Float(), from.Float()
		f.photo, f.among = int(from.Uint()), int(from.Uint())
		list, asked := byModel[f.model]
		if !asked {
			list = vectors(f.model)
		}
		if len(list) > 0 && uint64(len(list[0])) == dim {
			byModel[f.model] = list[1:]
			f.vector = list[0]
		} else {
			byModel[f.model] = list
			f.model = "" // which nothing is compared with
		}
		return f
	})
	if len(p.faces) == 0 {
		return
	}
	g := w.common.Load().gallery
	for range from.Len() {
		n := &normed{norms: make([]norm, len(p.faces))}
		id := from.Uint()
		for i := range n.norms {
			n.norms[i] = norm{mean: from.Float(), deviation: from.Float(), edge: from.Float(), nearest: int(from.Uint()), drawn: from.Bool()}
		}
		if g != nil && g.id == id {
			n.in = g.id
			p.normed.Store(n)
		}
	}
}
