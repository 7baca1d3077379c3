package matcher

import (
	"context"
	"sync"
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
func (q *importQueue) begin(ctx context.Context, name string) (job context.Context, done func()) {
	q.state.mu.Lock()
	defer q.state.mu.Unlock()
	job, stop := context.WithCancel(ctx)
	q.state.running, q.state.stop = name, stop
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
