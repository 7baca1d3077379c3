package scan

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"unsafe"

	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
)

// A snapshot file is a head, numbers and runs of bytes in one order. All but the head is
// summed up in it.
const (
	magic    = "guituscn"
	headSize = 32 // magic, format, byte order, bytes of the rest, their sum
	// layout is raised whenever this package writes the file otherwise.
	layout = 12
	// order is read as another number if bytes lie the other way round.
	order = 0x01020304
)

// format returns what a file must have in its head: it follows from the layout and from the list
// of features, so that a file that an older program wrote is thrown away and rebuilt from the
// store. A feature that understands a text otherwise raises its revision.
func format() uint32 { return feature.Format() ^ layout<<24 }

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// encoder writes what follows the head.
type encoder struct {
	to   *bufio.Writer
	sum  uint32
	size uint64
	err  error
}

func newEncoder(to io.Writer) *encoder { return &encoder{to: bufio.NewWriterSize(to, 1<<20)} }

func (e *encoder) raw(b []byte) {
	if e.err == nil {
		_, e.err = e.to.Write(b)
		e.sum, e.size = crc32.Update(e.sum, castagnoli, b), e.size+uint64(len(b))
	}
}

func (e *encoder) number(n int) {
	e.raw(binary.LittleEndian.AppendUint64(nil, uint64(n)))
}

// bytes writes a run with its length, and pads it to eight bytes.
func (e *encoder) bytes(b []byte) {
	e.number(len(b))
	e.raw(b)
	e.raw(make([]byte, -len(b)&7))
}

// plain are the types whose slices are written as they lie in memory.
type plain interface {
	~uint8 | ~uint16 | ~uint32 | ~int32 | ~uint64 | ~float32
}

func encode[T plain](e *encoder, list []T) { e.bytes(memory(list)) }

// memory returns a slice's memory.
func memory[T any](list []T) []byte {
	if len(list) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&list[0])), len(list)*int(unsafe.Sizeof(list[0]))) //nolint:gosec // of plain numbers
}

// head returns what stands before what was written.
func (e *encoder) head() []byte {
	b := append(make([]byte, 0, headSize), magic...)
	b = binary.NativeEndian.AppendUint32(binary.LittleEndian.AppendUint32(b, format()), order)
	b = binary.LittleEndian.AppendUint64(b, e.size)
	return append(binary.LittleEndian.AppendUint32(b, e.sum), 0, 0, 0, 0)
}

// decoder reads what an encoder wrote. If the file is not that, it reads nothing and
// bad is set.
type decoder struct {
	rest []byte
	bad  bool
}

// checkHead checks a file by its head and all that follows. Errors:
// models.ErrDataLoss.
func checkHead(head []byte, rest io.Reader) error {
	if string(head[:8]) != magic || binary.LittleEndian.Uint32(head[8:]) != format() || binary.NativeEndian.Uint32(head[12:]) != order {
		return fmt.Errorf("%w: no snapshot of format %08x", models.ErrDataLoss, format())
	}
	sum := crc32.New(castagnoli)
	n, err := io.CopyBuffer(struct{ io.Writer }{sum}, struct{ io.Reader }{rest}, make([]byte, 1<<20))
	if err != nil {
		return fmt.Errorf("read snapshot: %w", err)
	}
	if uint64(n) != binary.LittleEndian.Uint64(head[16:]) || sum.Sum32() != binary.LittleEndian.Uint32(head[24:]) {
		return fmt.Errorf("%w: the snapshot is damaged", models.ErrDataLoss)
	}
	return nil
}

func (d *decoder) take(n uint64) []byte {
	if n > uint64(len(d.rest)) {
		d.rest, d.bad = nil, true
		return nil
	}
	taken := d.rest[:n:n]
	d.rest = d.rest[n:]
	return taken
}

func (d *decoder) number() int {
	b := d.take(8)
	if b == nil || binary.LittleEndian.Uint64(b) > math.MaxInt64 {
		d.bad = true
		return 0
	}
	return int(binary.LittleEndian.Uint64(b))
}

// bytes returns a run, in the file's own memory.
func (d *decoder) bytes() []byte {
	n := uint64(d.number())
	b := d.take(n)
	d.take(-n & 7)
	return b
}

// decode returns a slice, in the file's own memory: never to be written to.
func decode[T plain](d *decoder) []T {
	return numbers[T](d, d.bytes())
}

func numbers[T any](d *decoder, b []byte) []T {
	var one T
	size := int(unsafe.Sizeof(one))
	if len(b)%size != 0 {
		d.bad = true
		return nil
	}
	if len(b) == 0 {
		return nil
	}
	return unsafe.Slice((*T)(unsafe.Pointer(&b[0])), len(b)/size) //nolint:gosec // runs begin at multiples of eight
}
