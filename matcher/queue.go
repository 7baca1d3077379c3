package matcher

import (
	"context"
	"sync"
	"time"

	"github.com/guitu-project/guitu/models"
)

// importQueue holds the imports that wait, and how to end the one that runs. Run
// takes them one after the other: writers would wait for each other anyway.
type importQueue struct {
	state *queueState
	wake  chan struct{}
}

type queueState struct {
	mu        sync.Mutex
	waiting   []string
	cancelled map[string]bool
	running   string
	stop      context.CancelFunc // of the running one
	since     time.Time          // when it began in this process
	before    int64              // rows that were done with then
}

func newImportQueue() importQueue {
	return importQueue{state: &queueState{cancelled: make(map[string]bool)}, wake: make(chan struct{}, 1)}
}

func (q *importQueue) add(name string) {
	q.state.mu.Lock()
	q.state.waiting = append(q.state.waiting, name)
	q.state.mu.Unlock()
	select {
	case q.wake <- struct{}{}:
	default: // Run is awake already
	}
}

// next takes the import that waited longest.
func (q *importQueue) next() (string, bool) {
	q.state.mu.Lock()
	defer q.state.mu.Unlock()
	if len(q.state.waiting) == 0 {
		return "", false
	}
	name := q.state.waiting[0]
	q.state.waiting = q.state.waiting[1:]
	return name, true
}

// begin says that an import runs; its context ends when it is cancelled. done must
// be called when it has ended and its state is written.
func (q *importQueue) begin(ctx context.Context, imp *models.Import, now time.Time) (job context.Context, done func()) {
	q.state.mu.Lock()
	defer q.state.mu.Unlock()
	name := imp.Name
	job, stop := context.WithCancel(ctx)
	q.state.running, q.state.stop, q.state.since = name, stop, now
	q.state.before, _ = progressOf(imp)
	if q.state.cancelled[name] {
		stop()
	}
	return job, func() {
		q.state.mu.Lock()
		defer q.state.mu.Unlock()
		stop()
		delete(q.state.cancelled, name)
		q.state.running, q.state.stop = "", nil
	}
}

// cancel ends an import that runs, or will as soon as its turn comes.
func (q *importQueue) cancel(name string) {
	q.state.mu.Lock()
	defer q.state.mu.Unlock()
	q.state.cancelled[name] = true
	if q.state.running == name {
		q.state.stop()
	}
}

// progressOf returns how many rows an import, or its undoing, is done with, and of how many.
func progressOf(imp *models.Import) (done, of int64) {
	if imp.State == models.ImportUndoing {
		return imp.Undone + imp.Kept, imp.Created + imp.Updated
	}
	return imp.Processed(), imp.Total
}

// pace says how fast an import goes on, if it is the one that runs.
func (q *importQueue) pace(imp *models.Import, now time.Time) {
	q.state.mu.Lock()
	defer q.state.mu.Unlock()
	done, of := progressOf(imp)
	taken := now.Sub(q.state.since).Seconds()
	if imp.State.Ended() || q.state.running != imp.Name || done <= q.state.before || taken <= 0 {
		return
	}
	rate := float64(done-q.state.before) / taken
	imp.Pace = models.Pace{RowsPerSecond: rate, Remaining: time.Duration(float64(max(0, of-done)) / rate * float64(time.Second))}
}
