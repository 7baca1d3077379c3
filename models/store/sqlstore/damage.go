package sqlstore

import (
	"errors"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/guitu-project/guitu/models"
)

// damage remembers which rows could not be read back, so that one of them does not keep
// the others from being read. It is nil in a transaction: what is about to be replaced must
// be read whole.
type damage struct {
	told func(row string, err error) // called once for each row

	mu    sync.Mutex
	rows  map[string]bool
	count atomic.Int64 // of rows, to be asked without the lock
}

// WithDamageTold has told called once for each row that cannot be read back, while others
// are read.
func WithDamageTold(told func(row string, err error)) Option {
	return func(s *Store) { s.damage.told = told }
}

// Damaged returns the names of the rows that could not be read back since the store was
// opened, and were not replaced since, in order; see store.Condition.
func (s *Store) Damaged() []string {
	s.damage.mu.Lock()
	defer s.damage.mu.Unlock()
	names := make([]string, 0, len(s.damage.rows))
	for name := range s.damage.rows {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// spares reports whether err says that a row is damaged which can be left out, and notes
// the row.
func (d *damage) spares(row string, err error) bool {
	if d == nil || !errors.Is(err, models.ErrDataLoss) {
		return false
	}
	d.mu.Lock()
	known := d.rows[row]
	if !known {
		d.rows[row] = true
		d.count.Add(1)
	}
	d.mu.Unlock()
	if !known && d.told != nil {
		d.told(row, err)
	}
	return true
}

// whole notes that a row can be read, or is gone.
func (d *damage) whole(row string) {
	if d == nil || d.count.Load() == 0 {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.rows[row] {
		delete(d.rows, row)
		d.count.Add(-1)
	}
}
