package scan

import "sync"

// rooms are large tables that a query is done with, for the next one: making them anew
// keeps the collector busy.
type rooms struct{ pool sync.Pool }

// get is a table of that many numbers or more, whatever they are.
func (r *rooms) get(numbers int) *[]float32 {
	if room, _ := r.pool.Get().(*[]float32); room != nil && len(*room) >= numbers {
		return room
	}
	room := make([]float32, numbers+numbers/8)
	return &room
}

func (r *rooms) put(room *[]float32) { r.pool.Put(room) }
