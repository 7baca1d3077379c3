package matcher

import (
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/guitu-project/guitu/matcher/deadlines"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// dueBook remembers the terms of open records, which change only with the records and their
// steps: what was not changed since is not read again. Before each use it catches up with the
// store, so that its answers are those of a reading anew (TestWorkListIsExact). It is safe for
// concurrent use.
type dueBook struct {
	mu      sync.RWMutex
	read    bool
	seq     int64       // of the last change that is in it
	step    int64       // the number of the last step that is
	entries []*dueEntry // by name; one that is replaced is another entry
}

// dueEntry describes an open record with its terms. It is never changed.
type dueEntry struct {
	name, externalID, station, area string
	terms                           []deadlines.Term
}

// record returns what a deadline says of its record.
func (e *dueEntry) record() *models.Record {
	return &models.Record{Entry: models.Entry{Name: e.name, ExternalID: e.externalID}, Station: e.station, FoundPlace: models.Place{Code: e.area}}
}

// mostCaughtUp is how many changes are read one by one: over so many, all are read anew.
const mostCaughtUp = 500

// current returns the open records with their terms, by name, as of now or later. The list
// must not be changed.
func (b *dueBook) current(ctx context.Context, d *core) ([]*dueEntry, error) {
	seq, err := d.store.LastChange(ctx)
	if err != nil {
		return nil, err
	}
	b.mu.RLock()
	held, since, step, read := b.entries, b.seq, b.step, b.read
	b.mu.RUnlock()
	steps, err := d.store.StepsAfter(ctx, step)
	if err != nil {
		return nil, err
	}
	if read && seq == since && len(steps) == 0 {
		return held, nil
	}
	return b.catchUp(ctx, d)
}

// catchUp reads what has changed, or everything.
func (b *dueBook) catchUp(ctx context.Context, d *core) ([]*dueEntry, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	seq, err := d.store.LastChange(ctx) // first: what is committed while this reads comes next time
	if err != nil {
		return nil, err
	}
	if b.read {
		changes, err := d.store.Changes(ctx, b.seq, mostCaughtUp+1)
		if err != nil {
			return nil, err
		}
		steps, err := d.store.StepsAfter(ctx, b.step)
		if err != nil {
			return nil, err
		}
		if len(changes)+len(steps) <= mostCaughtUp {
			err = b.apply(ctx, d, changes, steps)
			return b.entries, err
		}
	}
	err = b.readAll(ctx, d, seq)
	return b.entries, err
}

// readAll reads all open records and their steps.
func (b *dueBook) readAll(ctx context.Context, d *core, seq int64) error {
	records, err := d.store.DueRecords(ctx, store.Filter{})
	if err != nil {
		return err
	}
	steps, err := d.store.DueSteps(ctx)
	if err != nil {
		return err
	}
	reckon := d.deadlines.At(d.clock())
	entries := make([]*dueEntry, len(records))
	b.step = 0
	for i, r := range records {
		entries[i] = entryOf(reckon, r, steps[r.Name])
		for _, s := range steps[r.Name] {
			b.step = max(b.step, s.ID)
		}
	}
	slices.SortFunc(entries, func(a, b *dueEntry) int { return strings.Compare(a.name, b.name) })
	b.entries, b.seq, b.read = entries, seq, true
	later, err := d.store.StepsAfter(ctx, b.step) // of closed records, or entered while this read
	if err != nil {
		return err
	}
	return b.apply(ctx, d, nil, slices.DeleteFunc(later, func(s models.RecordStep) bool {
		b.step = max(b.step, s.ID)
		_, open := b.find(s.Record)
		return !open
	}))
}

func entryOf(reckon *deadlines.Reckoning, r *models.Record, steps []models.RecordStep) *dueEntry {
	return &dueEntry{name: r.Name, externalID: r.ExternalID, station: r.Station, area: r.FoundPlace.Code, terms: slices.Collect(reckon.Terms(r, steps))}
}

func (b *dueBook) find(name string) (int, bool) {
	return slices.BinarySearchFunc(b.entries, name, func(e *dueEntry, name string) int { return strings.Compare(e.name, name) })
}

// apply reads the records anew that were changed, or had a step. Who has the list of before
// keeps it as it was.
func (b *dueBook) apply(ctx context.Context, d *core, changes []models.Change, steps []models.RecordStep) error {
	var names []string
	add := func(name string) {
		if kind, ok := models.KindOf(name); ok && kind == models.Records && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	seq, step := b.seq, b.step
	for _, c := range changes {
		add(c.Name)
		seq = max(seq, c.Seq)
	}
	for _, s := range steps {
		add(s.Record)
		step = max(step, s.ID)
	}
	if len(names) > 0 {
		records, err := d.store.Records().GetAll(ctx, names)
		if err != nil {
			return err
		}
		records = slices.DeleteFunc(records, func(r *models.Record) bool { return !r.Open() })
		taken, err := d.store.Steps(ctx, names...)
		if err != nil {
			return err
		}
		b.replace(d.deadlines.At(d.clock()), names, records, taken)
	}
	b.seq, b.step = seq, step
	return nil
}

// replace puts the records in place of what is held under the names.
func (b *dueBook) replace(reckon *deadlines.Reckoning, names []string, records []*models.Record, steps map[string][]models.RecordStep) {
	b.entries = slices.Clone(b.entries)
	for _, name := range names {
		at, held := b.find(name)
		now := slices.IndexFunc(records, func(r *models.Record) bool { return r.Name == name })
		switch {
		case now >= 0 && held:
			b.entries[at] = entryOf(reckon, records[now], steps[name])
		case now >= 0:
			b.entries = slices.Insert(b.entries, at, entryOf(reckon, records[now], steps[name]))
		case held:
			b.entries = slices.Delete(b.entries, at, at+1)
		}
	}
}
