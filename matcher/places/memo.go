package places

import (
	"slices"
	"sync"
)

// memo remembers what texts were understood as: an import reads each twice, once for the
// store and once for the index, and the same few thousand counties come again and again.
// It holds two generations; when the young one is full it becomes the old one. It is safe
// for concurrent use.
type memo struct {
	mu         sync.Mutex
	young, old map[string]Place
}

// memoSize is how many texts a generation has, some 4 MB, and memoText how many bytes a
// text may have.
const (
	memoSize = 8192
	memoText = 150
)

func (m *memo) get(text string) (p Place, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if p, ok = m.young[text]; ok {
		return p, true
	}
	if p, ok = m.old[text]; ok {
		m.put(text, p)
	}
	return p, ok
}

func (m *memo) set(text string, p Place) {
	if len(text) > memoText {
		return
	}
	p.Parts = slices.Clip(p.Parts) // shared from now on
	m.mu.Lock()
	defer m.mu.Unlock()
	m.put(text, p)
}

// put is called with the lock held.
func (m *memo) put(text string, p Place) {
	if m.young == nil || len(m.young) >= memoSize {
		m.young, m.old = make(map[string]Place, memoSize), m.young
	}
	m.young[text] = p
}
