package places

import "github.com/guitu-project/guitu/matcher/compact"

// Encode writes a place as it was understood.
func (p *Place) Encode(w *compact.Writer) {
	w.Text(p.Text)
	w.Len(len(p.Parts))
	for _, part := range p.Parts {
		w.Text(part.Name)
		w.Uint(uint64(part.Level))
	}
	w.Text(p.Code)
	if p.Code != "" {
		w.Float32(p.Latitude)
		w.Float32(p.Longitude)
		w.Float32(p.Certainty)
	}
}

// DecodePlace reads a place that was kept.
func DecodePlace(r *compact.Reader) Place {
	p := Place{Text: r.Text()}
	if n := r.Len(); n > 0 {
		p.Parts = make([]Part, n)
		for i := range p.Parts {
			p.Parts[i] = Part{Name: r.Text(), Level: Level(r.Uint())}
		}
	}
	if p.Code = r.Text(); p.Code != "" {
		p.Latitude, p.Longitude, p.Certainty = r.Float32(), r.Float32(), r.Float32()
	}
	return p
}

// Encode writes an origin.
func (o *Origin) Encode(w *compact.Writer) {
	w.Len(len(o.ratio))
	for i, ratio := range o.ratio {
		w.Uint(uint64(o.from[i+1]))
		w.Float32(ratio)
	}
}

// DecodeOrigin reads an origin that was kept.
func DecodeOrigin(r *compact.Reader) *Origin {
	o := &Origin{from: []uint16{0}}
	for range r.Len() {
		end, ratio := r.Uint(), r.Float32()
		if end <= uint64(o.from[len(o.from)-1]) || end > uint64(len(Default().sounds.priors)) {
			r.Spoil()
			return nil
		}
		o.from, o.ratio = append(o.from, uint16(end)), append(o.ratio, ratio)
	}
	if int(o.from[len(o.from)-1]) != len(Default().sounds.priors) {
		r.Spoil()
		return nil
	}
	return o
}

// Encode writes a span.
func (s Span) Encode(w *compact.Writer) {
	w.Uint(uint64(s.from))
	w.Uint(uint64(s.to))
}

// DecodeSpan reads a span that was kept.
func DecodeSpan(r *compact.Reader) Span {
	from, to := r.Uint(), r.Uint()
	if from > to || to > uint64(len(Default().sounds.priors)) {
		r.Spoil()
		return Span{}
	}
	return Span{uint16(from), uint16(to)}
}
