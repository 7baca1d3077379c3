package names

import (
	"encoding/binary"
	"hash/maphash"

	"github.com/guitu-project/guitu/matcher/compact"
)

// Encode writes the units of the roll's names; Words and Starts are the rest of it, as it
// lies in memory.
func (v RollView) Encode(w *compact.Writer) {
	w.Len(len(v.units))
	for i := range v.units {
		v.units[i].encode(w)
	}
}

// Words returns the roll's names, one after the other, Starts if each begins. They must
// not be changed.
func (v RollView) Words() []uint32 { return v.words }

// Starts see Words.
func (v RollView) Starts() []uint32 { return v.start }

// Units holds those of a roll.
type Units []position

// DecodeUnits reads the units of a roll.
func DecodeUnits(r *compact.Reader) Units {
	units := make(Units, r.Len())
	for i := range units {
		units[i] = decodePosition(r)
	}
	return units
}

// DecodeRoll returns a roll that was kept; it never writes to words and starts. If they do
// not fit, r is spoilt.
func DecodeRoll(r *compact.Reader, units Units, words, starts []uint32) *Roll {
	roll := NewRoll()
	for i, s := range units {
		roll.units[s] = uint32(i)
	}
	roll.view.units = units[:len(units):len(units)]
	roll.view.words, roll.view.start = words[:len(words):len(words)], starts[:len(starts):len(starts)]
	for id, from := range starts {
		to := uint32(len(words))
		if id+1 < len(starts) {
			to = starts[id+1]
		}
		if from >= to || to > uint32(len(words)) || !roll.view.sound(words[from:to]) {
			r.Spoil()
			return NewRoll()
		}
		roll.known[roll.hash(words[from:to])] = uint32(id)
		roll.view.shorten(uint32(id), words[from:to])
	}
	return roll
}

// sound reports whether the words of a name can be read.
func (v RollView) sound(words []uint32) bool {
	head := words[0]
	count, usual := head>>formsAt&0xf, head>>usualAt&0xf
	if count > mostForms || usual > mostForms || head>>partsAt&0xf > count || !Dialect(head>>dialectAt).valid() {
		return false
	}
	rest := words[1:]
	for range count + usual {
		if len(rest) < 2 {
			return false
		}
		n := int(rest[0] >> lengthAt & 0xf)
		if n > maxPositions || n+2 > len(rest) || rest[0]>>shapeAt >= uint32(shapeCount) {
			return false
		}
		for _, unit := range rest[2 : 2+n] {
			if int(unit) >= len(v.units) {
				return false
			}
		}
		rest = rest[2+n:]
	}
	return len(rest) == 0
}

func (r *Roll) hash(words []uint32) uint64 {
	var room [256]byte
	bytes := room[:0]
	for _, w := range words {
		bytes = binary.LittleEndian.AppendUint32(bytes, w)
	}
	return maphash.Bytes(r.seed, bytes)
}

// Encode writes what was counted.
func (c *CorpusStats) Encode(w *compact.Writer) {
	for t := range c.chars {
		w.Len(len(c.chars[t]))
		for r, n := range c.chars[t] {
			w.Uint(uint64(r))
			w.Int(n)
		}
		w.Int(c.total[t])
	}
	w.Len(len(c.called))
	for text, n := range c.called {
		w.Text(text)
		w.Int(n)
	}
	w.Int(c.calls)
	w.Len(len(c.givens))
	for g, n := range c.givens {
		w.Uint(uint64(g[0]))
		w.Uint(uint64(g[1]))
		w.Int(n)
	}
	w.Int(c.pairs)
}

// DecodeCorpusStats reads what was counted.
func DecodeCorpusStats(r *compact.Reader) (c CorpusStats) {
	for t := range c.chars {
		n := r.Len()
		c.chars[t] = make(map[rune]int, n)
		for range n {
			char := rune(r.Uint())
			c.chars[t][char] = r.Int()
		}
		c.total[t] = r.Int()
	}
	n := r.Len()
	c.called = make(map[string]int, n)
	for range n {
		text := r.Text()
		c.called[text] = r.Int()
	}
	c.calls = r.Int()
	n = r.Len()
	c.givens = make(map[[2]rune]int, n)
	for range n {
		g := [2]rune{rune(r.Uint()), rune(r.Uint())}
		c.givens[g] = r.Int()
	}
	c.pairs = r.Int()
	return c
}
