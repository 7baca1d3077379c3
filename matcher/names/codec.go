package names

import (
	"github.com/guitu-project/guitu/matcher/compact"
	"github.com/guitu-project/guitu/models"
)

// Encode writes a name as it was understood.
func (n *Name) Encode(w *compact.Writer) {
	w.Text(n.Text)
	w.Text(string(n.Kind))
	w.Bool(n.Heard)
	w.Bool(n.document)
	w.Len(n.parts)
	for _, list := range [...][]form{n.forms, n.usual} {
		w.Len(len(list))
		for i := range list {
			list[i].encode(w)
		}
	}
}

func (f *form) encode(w *compact.Writer) {
	w.Uint(uint64(f.style))
	w.Uint(uint64(f.surname))
	w.Bool(f.latin)
	w.Bool(f.tails)
	w.Uint(uint64(f.shape))
	w.Float32(f.factor)
	w.Len(int(f.n))
	for i := range f.positions[:f.n] {
		f.positions[i].encode(w)
	}
}

func (s *position) encode(w *compact.Writer) {
	w.Uint(uint64(s.char))
	w.Bool(s.tail)
	for t := range s.sound {
		for _, syllable := range s.sound[t] {
			w.Uint(uint64(syllable))
		}
	}
	w.Uint(uint64(s.spelling))
}

func decodePosition(r *compact.Reader) (s position) {
	s.char, s.tail = rune(r.Uint()), r.Bool()
	for t := range s.sound {
		for j := range s.sound[t] {
			s.sound[t][j] = decodeSound(r)
		}
	}
	if kept := r.Uint(); kept < uint64(len(romanizations().all)) {
		s.spelling = spelling(kept) //nolint:gosec // checked
	}
	return s
}

// DecodeName reads a name that was kept.
func DecodeName(r *compact.Reader) Name {
	n := Name{Text: r.Text(), Kind: models.NameKind(r.Text()), Heard: r.Bool(), document: r.Bool(), parts: r.Len()}
	n.forms, n.usual = decodeForms(r), decodeForms(r)
	if n.parts > len(n.forms) || n.parts > maxPositions || len(n.forms) > mostForms || len(n.usual) > mostForms {
		r.Spoil()
		return Name{}
	}
	return n
}

func decodeForms(r *compact.Reader) []form {
	n := r.Len()
	if n == 0 {
		return nil
	}
	list := make([]form, n)
	for i := range list {
		f := &list[i]
		f.style, f.surname, f.latin, f.tails = style(r.Uint()), uint8(r.Uint()), r.Bool(), r.Bool()
		f.shape, f.factor, f.n = uint16(r.Uint()), r.Float32(), uint8(min(r.Len(), maxPositions))
		if f.style > part || f.surname > f.n || int(f.shape) >= shapeCount {
			r.Spoil()
			return nil
		}
		for k := range f.positions[:f.n] {
			f.positions[k] = decodePosition(r)
		}
	}
	return list
}

// decodeSound reads a syllable, or a sound that is not known.
func decodeSound(r *compact.Reader) Syllable {
	kept := r.Uint()
	if kept >= hiddenSound && kept < syllableRoom || kept < uint64(len(syllables().texts)) {
		return Syllable(kept) //nolint:gosec // checked
	}
	return 0
}

// DecodeSyllable reads a syllable.
func DecodeSyllable(r *compact.Reader) Syllable {
	return Syllable(min(r.Uint(), uint64(len(syllables().texts)-1)))
}

// DecodeDialect reads a dialect.
func DecodeDialect(r *compact.Reader) Dialect {
	d := Dialect(min(r.Uint(), dialectRoom))
	if !d.valid() {
		return AnyDialect
	}
	return d
}
