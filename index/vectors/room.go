package vectors

import (
	"unsafe"

	"github.com/guitu-project/guitu/index/mapped"
)

// room makes place for some numbers, and says how to give it back when no one can
// reach it any more.
type room func(numbers int) (vectors []float32, release func(), err error)

// mappedRoom makes room in scratch files of a folder.
func mappedRoom(dir string) room {
	return func(numbers int) ([]float32, func(), error) {
		bytes, release, err := mapped.Scratch(dir, 4*numbers)
		if err != nil {
			return nil, nil, err
		}
		return unsafe.Slice((*float32)(unsafe.Pointer(&bytes[0])), numbers), release, nil //nolint:gosec // a mapping begins at a page
	}
}

func heapRoom(numbers int) ([]float32, func(), error) {
	return make([]float32, numbers), func() {}, nil
}
