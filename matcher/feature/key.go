package feature

import (
	"encoding/binary"
	"math"
)

// Keys of columns are made of these.

// grownUp tells that the person is known not to grow any more at the event.
func (p *Profile) grownUp() bool {
	return p.born.known && p.event.known && p.event.first-p.born.middle() >= adult
}

func appendNumbers(key []byte, numbers ...float64) []byte {
	for _, x := range numbers {
		key = binary.LittleEndian.AppendUint64(key, math.Float64bits(x))
	}
	return key
}

func appendRounded(key []byte, x float64) []byte {
	return binary.LittleEndian.AppendUint16(key, uint16(int(math.Round(x))))
}

// appendGrowth appends what tells apart how a person may have grown until another event: to a year,
// as chart and observers are no finer.
func (p *Profile) appendGrowth(key []byte) []byte {
	switch {
	case !p.grownUp():
		return appendRounded(appendRounded(key, p.born.middle()), p.event.first)
	case p.ofRecord(): // whom a notice may be of as a child
		return appendRounded(append(key, 1), p.event.first)
	}
	return append(key, 1)
}
