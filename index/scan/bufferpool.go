package scan

import (
	"math/bits"
	"sync"
)

// bufferPool holds tables that a query is done with, for the next one: making new ones keeps the
// collector busy. They are kept by size, of which there are four to a power of two.
type bufferPool struct{ pools [4 * 32]sync.Pool }

// get returns a table of that many numbers, whatever they are.
func (r *bufferPool) get(numbers int) *[]float32 {
	size, class := sizeOf(numbers)
	room, _ := r.pools[class].Get().(*[]float32)
	if room == nil {
		made := make([]float32, size)
		room = &made
	}
	*room = (*room)[:numbers]
	return room
}

func (r *bufferPool) put(room *[]float32) {
	_, class := sizeOf(cap(*room))
	r.pools[class].Put(room)
}

// sizeOf rounds up to the next of the sizes that are kept, and tells which one that is.
func sizeOf(numbers int) (size, class int) {
	numbers = max(numbers, 5) // of 5, 6, 7 and 8 steps each
	step := bits.Len(uint(numbers-1)) - 3
	size = (numbers + 1<<step - 1) >> step << step
	return size, 4*step + size>>step%4
}
