// Package compact writes what the matcher has understood into few bytes and reads it
// again, so that a million people need not be understood anew at every start. What it
// writes is read by the same version of the program only: see the format of index/scan.
//
// It is written by hand because that is smaller. Beside a generated codec (tinylib/msgp 1.6.5,
// tuples) on one profile with two names, two marks, two relatives and two places, in one run by
// processor time: a profile takes 717 bytes and 875 generated (1.22 times; the profiles are most
// of what the table of a million people takes), decoding takes 3.4 µs and 3.0, encoding 0.9
// and 1.1 µs. A search decodes some 300 profiles, so the difference is 0.1 ms of it. A
// generated decoder would need the checks of ranges beside it that decoders here make as they
// read: a damaged file must not become an index out of range.
package compact

import (
	"encoding/binary"
	"math"
)

// Writer appends values to Bytes.
type Writer struct{ Bytes []byte }

// Uint writes a number that is mostly small.
func (w *Writer) Uint(x uint64) { w.Bytes = binary.AppendUvarint(w.Bytes, x) }

// Int writes a number that may be negative.
func (w *Writer) Int(n int) { w.Bytes = binary.AppendVarint(w.Bytes, int64(n)) }

// Len writes how many items follow.
func (w *Writer) Len(n int) { w.Uint(uint64(n)) }

// Bool writes a truth.
func (w *Writer) Bool(b bool) {
	n := uint64(0)
	if b {
		n = 1
	}
	w.Uint(n)
}

// Float writes a number to its last bit.
func (w *Writer) Float(x float64) {
	w.Bytes = binary.LittleEndian.AppendUint64(w.Bytes, math.Float64bits(x))
}

// Float32 is Float in half the room.
func (w *Writer) Float32(x float32) {
	w.Bytes = binary.LittleEndian.AppendUint32(w.Bytes, math.Float32bits(x))
}

// Text writes a string.
func (w *Writer) Text(s string) {
	w.Len(len(s))
	w.Bytes = append(w.Bytes, s...)
}

// Reader reads what a Writer wrote, in the same order. Where the bytes are not that, it
// reads zeros, and Bad tells.
type Reader struct {
	rest string
	bad  bool
}

// NewReader reads some bytes, which it copies: all texts read share the copy.
func NewReader(bytes []byte) *Reader { return &Reader{rest: string(bytes)} }

// Bad tells that what was read was damaged, or that something is left.
func (r *Reader) Bad() bool { return r.bad || r.rest != "" }

func (r *Reader) take(n int) string {
	if n < 0 || n > len(r.rest) {
		r.rest, r.bad = "", true
		return ""
	}
	taken := r.rest[:n]
	r.rest = r.rest[n:]
	return taken
}

// Uint reads a number.
func (r *Reader) Uint() (x uint64) {
	for shift, i := 0, 0; i < len(r.rest) && shift < 64; i, shift = i+1, shift+7 {
		b := r.rest[i]
		x |= uint64(b&0x7f) << shift
		if b < 0x80 {
			r.rest = r.rest[i+1:]
			return x
		}
	}
	r.rest, r.bad = "", true
	return 0
}

// Int reads a number that may be negative.
func (r *Reader) Int() int {
	x := r.Uint()
	n := int(x >> 1)
	if x&1 != 0 {
		return ^n
	}
	return n
}

// Len reads how many items follow, none if there cannot be as many.
func (r *Reader) Len() int {
	n := r.Uint()
	if n > uint64(len(r.rest)) { // an item takes a byte at least
		r.rest, r.bad = "", true
		return 0
	}
	return int(n)
}

// Bool reads a truth.
func (r *Reader) Bool() bool { return r.Uint() != 0 }

// Float reads a number.
func (r *Reader) Float() float64 {
	b := r.take(8)
	if b == "" {
		return 0
	}
	return math.Float64frombits(uint64(half(b)) | uint64(half(b[4:]))<<32)
}

// Float32 reads a number.
func (r *Reader) Float32() float32 {
	b := r.take(4)
	if b == "" {
		return 0
	}
	return math.Float32frombits(half(b))
}

func half(b string) uint32 {
	return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
}

// Text reads a string.
func (r *Reader) Text() string { return r.take(r.Len()) }

// Spoil says that what was read makes no sense.
func (r *Reader) Spoil() { r.rest, r.bad = "", true }
