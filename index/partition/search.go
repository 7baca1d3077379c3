package partition

import (
	"context"
	"fmt"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/guitu-project/guitu/index/scan"
	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
)

const (
	// searchWithin bounds what a search may take, if its caller has no bound of its own.
	searchWithin = time.Minute
	// hedgeAfter is when another copy is asked, too, and the first answer taken: several times
	// what a search among some millions takes.
	hedgeAfter = 500 * time.Millisecond
)

// lacking is what a search ends with that would have left people out.
func lacking(why error) error {
	return fmt.Errorf("%w: %w", models.Refused(models.ErrUnavailable,
		"人员索引不完整（有分区不可用），为避免漏人，暂不给出匹配结果；请稍后再试，并通知管理员",
		"some partitions of the index do not answer: no matches are shown, because people would be missing; try again later, and tell the administrator"), why)
}

// Best returns the limit best of one side for a probe, best first, and those after them, as one
// table of everyone does, and those whose fingerprints fit the probe's: among the named, if names is
// not nil. Errors: models.ErrUnavailable if a partition does not answer.
func (c *Cluster) Best(ctx context.Context, probe *feature.Probe, side models.Kind, limit int, names []string) (best, printed []feature.Candidate, err error) {
	ctx, cancel := context.WithTimeout(ctx, searchWithin)
	defer cancel()
	q := Query{Epoch: probe.Epoch(), Position: c.position.Load(), Side: side, Probe: c.scorer.EncodeWhole(probe.Profile, true), Among: names}
	whole := c.Len(side)
	if names != nil {
		whole = len(names)
	}
	best, err = scan.Gather(ctx, limit, whole, func(ctx context.Context, a scan.Ask) (parts []scan.Part, err error) {
		q.Ask = a
		parts, printed, err = c.search(ctx, q)
		return parts, err
	})
	if err != nil {
		return nil, nil, err
	}
	if best, err = c.understood(ctx, best, probe.HasFaces()); err == nil {
		printed, err = c.understood(ctx, printed, probe.HasFaces())
	}
	return best, printed, err
}

// whole returns the groups, which together hold every partition.
func (c *Cluster) whole() ([]*group, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.why != nil {
		return nil, lacking(c.why)
	}
	return c.groups, nil
}

// search asks a copy of each partition.
func (c *Cluster) search(ctx context.Context, q Query) (parts []scan.Part, printed []feature.Candidate, err error) {
	groups, err := c.whole()
	if err != nil {
		return nil, nil, err
	}
	of, answers := partitionsOf(groups), make([]*Answer, len(groups))
	all, ctx := errgroup.WithContext(ctx)
	for i, g := range groups {
		all.Go(func() (err error) {
			own := q
			own.Partitions = g.partitions
			if q.Among != nil {
				own.Among = slices.DeleteFunc(slices.Clone(q.Among), func(name string) bool { return !g.holds(name, of) })
			}
			answers[i], err = hedged(ctx, c, g, func(ctx context.Context, p Process) (*Answer, error) { return p.Search(ctx, &own) })
			return err
		})
	}
	if err := all.Wait(); err != nil {
		return nil, nil, err
	}
	answered, notices, records := 0, 0, 0
	for i, a := range answers {
		if !slices.Equal(a.Partitions, groups[i].partitions) {
			return nil, nil, lacking(fmt.Errorf("partitions %v were asked, %v answered", groups[i].partitions, a.Partitions))
		}
		answered += len(a.Partitions)
		parts, printed = append(parts, a.Part), append(printed, a.Printed...)
		notices, records = notices+a.Notices, records+a.Records
	}
	if answered != of {
		return nil, nil, lacking(fmt.Errorf("%d of %d partitions answered", answered, of))
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.notices, c.records = notices, records
	return parts, printed, nil
}

func partitionsOf(groups []*group) int {
	of := 0
	for _, g := range groups {
		of = max(of, g.state().Of, g.partitions[len(g.partitions)-1]+1)
	}
	return of
}

func (g *group) holds(name string, of int) bool {
	return slices.Contains(g.partitions, Of(name, of))
}

// hedged asks one of a group, and another as soon as it fails or takes long, and returns the
// first answer. It fails if all do.
func hedged[T any](ctx context.Context, c *Cluster, g *group, call func(context.Context, Process) (T, error)) (answer T, err error) {
	type result struct {
		answer T
		err    error
		of     *member
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // those that answer late
	order := g.inTurn(int(c.turn.Add(1)))
	results := make(chan result, len(order))
	asked, open := 0, 0
	ask := func() {
		m := order[asked]
		asked, open = asked+1, open+1
		go func() { // it ends with the call, which ends with ctx
			a, err := call(ctx, m.Process)
			results <- result{a, err, m}
		}()
	}
	ask()
	slow := time.NewTimer(hedgeAfter)
	defer slow.Stop()
	for {
		select {
		case r := <-results:
			if r.err == nil {
				return r.answer, nil
			}
			if ctx.Err() != nil {
				return answer, ctx.Err()
			}
			r.of.fail(r.err)
			err = r.err
			if open--; asked < len(order) {
				ask()
			} else if open == 0 {
				return answer, lacking(fmt.Errorf("%s: %w", r.of.name, err))
			}
		case <-slow.C:
			if asked < len(order) {
				ask()
			}
		case <-ctx.Done():
			return answer, ctx.Err()
		}
	}
}

// inTurn returns the members, one after the other the first, and those last that did not answer.
func (g *group) inTurn(turn int) []*member {
	list := make([]*member, 0, len(g.members))
	var down []*member
	for i := range g.members {
		m := g.members[(turn+i)%len(g.members)]
		if _, err := m.known(); err != nil {
			down = append(down, m)
			continue
		}
		list = append(list, m)
	}
	return append(list, down...)
}

// understood gives candidates their profiles, and leaves out those who are gone by now.
func (c *Cluster) understood(ctx context.Context, list []feature.Candidate, faces bool) ([]feature.Candidate, error) {
	if len(list) == 0 {
		return list, nil
	}
	names := make([]string, len(list))
	for i := range list {
		names[i] = list[i].Name
	}
	profiles, err := c.Profiles(ctx, names, faces)
	if err != nil {
		return nil, err
	}
	out := list[:0]
	for _, one := range list {
		if one.Profile = profiles[one.Name]; one.Profile != nil {
			out = append(out, one)
		}
	}
	return out, nil
}

// Profiles returns what is understood of those of the named that are held, by name.
func (c *Cluster) Profiles(ctx context.Context, names []string, faces bool) (map[string]*feature.Profile, error) {
	groups, err := c.whole()
	if err != nil {
		return nil, err
	}
	of, found := partitionsOf(groups), make([][][]byte, len(groups))
	all, work := errgroup.WithContext(ctx)
	for i, g := range groups {
		own := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return !g.holds(name, of) })
		if len(own) == 0 {
			continue
		}
		all.Go(func() (err error) {
			found[i], err = hedged(work, c, g, func(ctx context.Context, p Process) ([][]byte, error) { return p.Profiles(ctx, own, faces) })
			return err
		})
	}
	if err := all.Wait(); err != nil {
		return nil, err
	}
	profiles := make(map[string]*feature.Profile, len(names))
	for _, list := range found {
		for _, bytes := range list {
			p, err := c.scorer.DecodeWhole(bytes)
			if err != nil {
				return nil, err
			}
			profiles[p.Name] = p
		}
	}
	return profiles, nil
}

// CatchUp returns when every change up to a position can be found in a copy of each partition; later
// searches find it in whichever copy they ask.
func (c *Cluster) CatchUp(ctx context.Context, position int64) error {
	for before := c.position.Load(); before < position && !c.position.CompareAndSwap(before, position); before = c.position.Load() {
	}
	groups, err := c.whole()
	if err != nil {
		return err
	}
	all, work := errgroup.WithContext(ctx)
	for _, g := range groups {
		if g.state().Position >= position {
			continue
		}
		all.Go(func() error {
			_, err := hedged(work, c, g, func(ctx context.Context, p Process) (struct{}, error) { return struct{}{}, p.CatchUp(ctx, position) })
			return err
		})
	}
	return all.Wait()
}
