package matcher

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/guitu-project/guitu/models"
)

// jobQueue holds the imports, or exports, that wait, and how to end the one that runs. They
// are taken one after the other: writers would wait for each other anyway.
type jobQueue struct {
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
	before    int64              // of it was done then
	now       int64              // of it is done, if its owner says so
}

func newJobQueue() jobQueue {
	return jobQueue{state: &queueState{cancelled: make(map[string]bool)}, wake: make(chan struct{}, 1)}
}

func (q *jobQueue) add(name string) {
	q.state.mu.Lock()
	if q.state.running != name && !slices.Contains(q.state.waiting, name) {
		q.state.waiting = append(q.state.waiting, name)
	}
	q.state.mu.Unlock()
	q.look()
}

// look wakes the worker.
func (q *jobQueue) look() {
	select {
	case q.wake <- struct{}{}:
	default: // the worker is awake already
	}
}

// next takes the job that waited longest.
func (q *jobQueue) next() (string, bool) {
	q.state.mu.Lock()
	defer q.state.mu.Unlock()
	if len(q.state.waiting) == 0 {
		return "", false
	}
	name := q.state.waiting[0]
	q.state.waiting = q.state.waiting[1:]
	return name, true
}

// begin says that a job runs, of which so much is done; its context ends when it is
// cancelled. ended must be called when it has ended and its state is written.
func (q *jobQueue) begin(ctx context.Context, name string, done int64, now time.Time) (job context.Context, ended func()) {
	q.state.mu.Lock()
	defer q.state.mu.Unlock()
	job, stop := context.WithCancel(ctx)
	q.state.running, q.state.stop, q.state.since, q.state.before, q.state.now = name, stop, now, done, done
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

// cancel ends a job that runs, or will as soon as its turn comes.
func (q *jobQueue) cancel(name string) {
	q.state.mu.Lock()
	defer q.state.mu.Unlock()
	q.state.cancelled[name] = true
	if q.state.running == name {
		q.state.stop()
	}
}

// advance says how much of the running job is done.
func (q *jobQueue) advance(done int64) {
	q.state.mu.Lock()
	defer q.state.mu.Unlock()
	q.state.now = done
}

// progress returns how much of a job is done, if it is the one that runs.
func (q *jobQueue) progress(name string) (done int64, runs bool) {
	q.state.mu.Lock()
	defer q.state.mu.Unlock()
	return q.state.now, q.state.running == name
}

// pace returns how fast a job goes on of which so much is done, if it is the one that runs.
func (q *jobQueue) pace(name string, done, of int64, now time.Time) models.Pace {
	q.state.mu.Lock()
	defer q.state.mu.Unlock()
	taken := now.Sub(q.state.since).Seconds()
	if q.state.running != name || done <= q.state.before || taken <= 0 {
		return models.Pace{}
	}
	rate := float64(done-q.state.before) / taken
	return models.Pace{RowsPerSecond: rate, Remaining: time.Duration(float64(max(0, of-done)) / rate * float64(time.Second))}
}
