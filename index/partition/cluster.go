package partition

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/guitu-project/guitu/matcher/compact"
	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/concurrent"
)

// Cluster is all partitions of both sides, held by processes: at best two or more hold the same.
// What it finds is whole: a search that lacks a partition fails. Run must run.
type Cluster struct {
	scorer    *feature.Scorer // which makes probes by the cluster's epoch
	log       *slog.Logger
	processes []*member
	turn      atomic.Uint64 // which copy is asked first

	position atomic.Int64 // up to which searches must find everything

	making sync.Mutex // of epochs

	mu      sync.Mutex
	groups  []*group
	why     error          // why there are no groups that make a whole
	epoch   *feature.Epoch // what the scorer uses; nil for none
	bytes   []byte         // the same, encoded
	notices int            // open, in all partitions
	records int
}

// member is a process with what is known of it.
type member struct {
	Process
	name    string
	pushing atomic.Bool // an epoch is being brought to it

	mu    sync.Mutex
	state State
	err   error // why it cannot be asked; nil if it can
}

// group is the processes that hold the same partitions.
type group struct {
	partitions []int
	members    []*member
}

// Member is a process by its name, for logs.
type Member struct {
	Name string
	Process
}

// NewCluster returns a cluster of processes, not yet asked.
func NewCluster(w *feature.Scorer, log *slog.Logger, processes ...Member) *Cluster {
	c := &Cluster{scorer: w, log: log, why: errNotAsked}
	for _, p := range processes {
		c.processes = append(c.processes, &member{Process: p.Process, name: p.Name, err: errNotAsked})
	}
	return c
}

var (
	errNotAsked = errors.New("not asked yet")
	errNumbers  = errors.New("weighs by other numbers: params.json must be the same in every folder")
	errNested   = errors.New("processes must hold the same partitions, or none in common")
)

const (
	refreshEvery = time.Second
	stateWithin  = 10 * time.Second // an answer about itself
)

// Run keeps asking the processes how they are, until ctx ends, and brings the epoch to those who
// have been started since.
func (c *Cluster) Run(ctx context.Context) error {
	var pushes sync.WaitGroup
	defer pushes.Wait()
	for {
		before := c.Why()
		err := c.Refresh(ctx)
		if err != nil && ctx.Err() == nil && (before == nil || before.Error() != err.Error()) {
			c.log.Error("索引分区不全，暂时不能匹配 (partitions are lacking: nothing can be matched)", "err", err)
		}
		if err == nil && before != nil {
			c.log.Info("all partitions are there", "epoch", c.Epoch())
		}
		c.push(ctx, &pushes)
		if !concurrent.Sleep(ctx, refreshEvery) {
			return nil
		}
	}
}

// Refresh asks every process once, and uses the newest epoch that a copy of each partition has.
// It returns why searches fail, nil if they do not.
func (c *Cluster) Refresh(ctx context.Context) error {
	_ = concurrent.ForEach(ctx, len(c.processes), len(c.processes), func(_, i int) error { // none fails
		c.processes[i].ask(ctx, c.scorer.Version())
		return nil
	})
	groups, err := c.grouped()
	if err == nil {
		err = c.follow(ctx, groups)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.groups, c.why = groups, err
	if err == nil {
		c.notices, c.records = 0, 0
		for _, g := range groups {
			s := g.state()
			c.notices, c.records = c.notices+s.Notices, c.records+s.Records
		}
	}
	return err
}

// ask asks a process how it is.
func (m *member) ask(ctx context.Context, numbers string) {
	asked, cancel := context.WithTimeout(ctx, stateWithin)
	defer cancel()
	state, err := m.State(asked)
	if err == nil && state.Numbers != numbers {
		err = errNumbers
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.err = err; err == nil {
		m.state = state
	}
}

// fail notes that a process did not answer, until it says that it is well.
func (m *member) fail(err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.err = err
}

func (m *member) known() (State, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.state, m.err
}

// state is that of one of a group that can be asked, the one that is furthest.
func (g *group) state() (best State) {
	for _, m := range g.members {
		if s, err := m.known(); err == nil && s.Position >= best.Position {
			best = s
		}
	}
	return best
}

// grouped sorts the processes by what they hold. It fails if that is not everything.
func (c *Cluster) grouped() (groups []*group, err error) {
	of := 0
	var down []error
	for _, m := range c.processes {
		s, err := m.known()
		if err != nil {
			down = append(down, fmt.Errorf("%s: %w", m.name, err))
			continue
		}
		if of = max(of, s.Of); s.Of != of {
			return nil, fmt.Errorf("%s is one of %d partitions, others of %d", m.name, s.Of, of)
		}
		at := slices.IndexFunc(groups, func(g *group) bool { return slices.Equal(g.partitions, s.Partitions) })
		if at < 0 {
			at, groups = len(groups), append(groups, &group{partitions: s.Partitions})
		}
		groups[at].members = append(groups[at].members, m)
	}
	held := make([]int, of)
	for _, g := range groups {
		for _, i := range g.partitions {
			if held[i]++; held[i] > 1 {
				return nil, errNested
			}
		}
	}
	lack := 0
	for _, n := range held {
		lack += 1 - n
	}
	if lack > 0 || of == 0 {
		return nil, fmt.Errorf("%d of %d partitions: %w", of-lack, of, errors.Join(down...))
	}
	return groups, nil
}

// follow has the scorer use the newest epoch that each group has.
func (c *Cluster) follow(ctx context.Context, groups []*group) error {
	newest := int64(0)
	for _, m := range groups[0].members {
		s, _ := m.known()
		for _, number := range s.Epochs {
			if number > newest && !slices.ContainsFunc(groups, func(g *group) bool { return len(g.having(number)) == 0 }) {
				newest = number
			}
		}
	}
	switch {
	case newest == 0:
		return errNoEpoch
	case newest == c.Epoch():
		return nil
	}
	bytes, err := groups[0].having(newest)[0].Epoch(ctx, newest)
	if err != nil {
		return err
	}
	r := compact.NewReader(bytes)
	e := c.scorer.DecodeEpoch(r)
	if r.Bad() {
		return fmt.Errorf("%w: epoch %d", models.ErrDataLoss, newest)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.epoch, c.bytes = e, bytes
	c.scorer.Use(e)
	return nil
}

var errNoEpoch = errors.New("what is common is not counted yet")

// having returns those of a group that have an epoch.
func (g *group) having(epoch int64) (list []*member) {
	for _, m := range g.members {
		if s, err := m.known(); err == nil && slices.Contains(s.Epochs, epoch) {
			list = append(list, m)
		}
	}
	return list
}

// push brings the epoch to processes that have not got it.
func (c *Cluster) push(ctx context.Context, pushes *sync.WaitGroup) {
	c.mu.Lock()
	epoch, bytes := c.epoch, c.bytes
	c.mu.Unlock()
	for _, m := range c.processes {
		s, err := m.known()
		if err != nil || epoch == nil || slices.Contains(s.Epochs, epoch.Number()) || slices.ContainsFunc(s.Epochs, func(n int64) bool { return n > epoch.Number() }) || m.pushing.Swap(true) {
			continue
		}
		pushes.Go(func() {
			defer m.pushing.Store(false)
			if err := m.Prepare(ctx, bytes); err != nil && ctx.Err() == nil {
				c.log.Warn("an epoch was not taken", "process", m.name, "epoch", epoch.Number(), "err", err)
			}
		})
	}
}

// Why returns why searches fail, nil if they do not.
func (c *Cluster) Why() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.why
}

// Epoch returns the number of the epoch that probes are made by, 0 for none.
func (c *Cluster) Epoch() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.epoch.Number()
}

// Len returns how many open subjects one side has, as far as it is known.
func (c *Cluster) Len(side models.Kind) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	if side == models.Records {
		return c.records
	}
	return c.notices
}
