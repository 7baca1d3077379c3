package matcher

import "sync"

// bell wakes everybody who waits for something to happen. It is safe for concurrent
// use.
type bell struct {
	mu   sync.Mutex
	rung chan struct{} // closed and made anew at every ring
}

func newBell() *bell { return &bell{rung: make(chan struct{})} }

// next is closed at the next ring. Ask for it before looking whether something has
// happened: what comes after is not missed then.
func (b *bell) next() <-chan struct{} {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.rung
}

func (b *bell) ring() {
	b.mu.Lock()
	defer b.mu.Unlock()
	close(b.rung)
	b.rung = make(chan struct{})
}
