package feature

import (
	"github.com/guitu-project/guitu/matcher/compact"
	"github.com/guitu-project/guitu/matcher/names"
)

func (l *looks) encode(to *compact.Writer) {
	for _, v := range l {
		to.Uint(uint64(v))
	}
}

func decodeLooks(from *compact.Reader) (l looks) {
	for k := range l {
		v := from.Uint()
		if v > uint64(len(lookKinds[k].values)) {
			from.Spoil()
			return looks{}
		}
		l[k] = uint8(v)
	}
	return l
}

func (o *outfit) encode(to *compact.Writer) {
	for _, g := range o {
		to.Uint(uint64(g.colours))
		to.Uint(uint64(g.types))
	}
}

func decodeOutfit(from *compact.Reader) (o outfit) {
	for at := range o {
		colours, types := from.Uint(), from.Uint()
		if colours>>len(colourWords) != 0 || types>>len(garmentWords[at]) != 0 {
			from.Spoil()
			return outfit{}
		}
		o[at] = garment{uint16(colours), uint16(types)}
	}
	return o
}

func encodeRelatives(to *compact.Writer, list []relative) {
	to.Len(len(list))
	for i := range list {
		list[i].name.Encode(to)
		to.Text(list[i].relation)
		to.Uint(uint64(list[i].kin))
		to.Bool(list[i].contact)
	}
}

func decodeRelatives(from *compact.Reader) []relative {
	return decodeList(from, func(from *compact.Reader) relative {
		r := relative{name: names.DecodeName(from), relation: from.Text()}
		k := from.Uint()
		if k > uint64(inLaw) {
			from.Spoil()
		}
		r.kin, r.contact = kin(k), from.Bool()
		return r
	})
}

func (s *lookShares) encode(to *compact.Writer) {
	for k := range s.counts {
		for _, n := range s.counts[k] {
			to.Float(n)
		}
		to.Float(s.clues[k])
	}
	to.Float(s.files)
}

func (s *lookShares) decode(from *compact.Reader) {
	for k := range s.counts {
		for v := range s.counts[k] {
			s.counts[k][v] = from.Float()
		}
		s.clues[k] = from.Float()
	}
	s.files = from.Float()
}

func (s *garmentShares) encode(to *compact.Writer) {
	for at := range s.clues {
		for i := range s.colours[at] {
			to.Float(s.colours[at][i])
			to.Float(s.types[at][i])
		}
		to.Float(s.clues[at][0])
		to.Float(s.clues[at][1])
	}
}

func (s *garmentShares) decode(from *compact.Reader) {
	for at := range s.clues {
		for i := range s.colours[at] {
			s.colours[at][i], s.types[at][i] = from.Float(), from.Float()
		}
		s.clues[at] = [2]float64{from.Float(), from.Float()}
	}
}
