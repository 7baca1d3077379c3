package scan

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"github.com/guitu-project/guitu/matcher/evidence"
)

// pass adds up the weights of every row and returns the limit best, best first.
func (s *sight) pass(ctx context.Context, v *view, limit int) ([]hit, error) {
	workers := make([]worker, min(runtime.GOMAXPROCS(0), len(v.chunks)))
	var taken atomic.Int64
	var group errgroup.Group
	for i := range workers {
		w := &workers[i]
		w.sight, w.top.limit = s, limit
		group.Go(func() error {
			for at := int(taken.Add(1)) - 1; at < len(v.chunks) && ctx.Err() == nil; at = int(taken.Add(1)) - 1 {
				w.chunk(v, at)
			}
			return nil
		})
	}
	if err := cmp.Or(group.Wait(), ctx.Err()); err != nil {
		return nil, err
	}
	var all []hit
	for i := range workers {
		all = append(all, workers[i].top.hits...)
	}
	slices.SortFunc(all, func(a, b hit) int { return cmp.Or(cmp.Compare(b.bits, a.bits), cmp.Compare(a.row, b.row)) })
	return all[:min(limit, len(all))], nil
}

// worker adds up chunks and keeps the best rows of them.
type worker struct {
	*sight
	sums [chunkRows]float32
	best [chunkRows]float32 // of the names
	top  top
}

// chunk adds up the rows of one, column by column: a loop over one column and one table
// has nothing to wait for but memory.
func (w *worker) chunk(v *view, at int) {
	c, sums := v.chunks[at], w.sums[:v.size(at)]
	clear(sums)
	for t := range evidence.Traits {
		if t != evidence.TraitPlace && t != evidence.TraitOutfit {
			add(sums, c.traits[t], w.traits[t])
		}
	}
	w.addPlaces(sums, c)
	w.addOrigins(sums, c)
	if w.day != 0 {
		births := c.traits[evidence.TraitBirth]
		for i, day := range c.day[:len(sums)] {
			if day == w.day {
				sums[i] += w.birthday - w.traits[evidence.TraitBirth][births[i]]
			}
		}
	}
	w.addFaces(sums, c)
	pool := v.poolOf(at)
	w.addNames(sums, c, pool, w.names)
	if w.families != nil {
		w.addNames(sums, c, pool, w.families)
	}
	for i, entry := range c.items[:len(sums)] {
		if entry != 0 {
			w.addItems(&sums[i], c, pool[entry:], i)
		}
	}
	w.keep(sums, c, pool, at)
}

func add(sums []float32, column []uint32, table []float32) {
	column = column[:len(sums)]
	for i, id := range column {
		sums[i] += table[id]
	}
}

// addPlaces: how much a place says depends on the time between.
func (w *worker) addPlaces(sums []float32, c *chunk) {
	places, events := c.traits[evidence.TraitPlace][:len(sums)], c.traits[evidence.TraitEvent][:len(sums)]
	for i, place := range places {
		sums[i] += w.places[w.waits[events[i]]][place]
	}
}

// addOrigins puts the origin in two parts in the place of what its trait alone says.
func (w *worker) addOrigins(sums []float32, c *chunk) {
	if w.homes == nil {
		return
	}
	alone := w.traits[evidence.TraitOrigin]
	origins, places := c.traits[evidence.TraitOrigin][:len(sums)], c.traits[evidence.TraitPlace][:len(sums)]
	for i, origin := range origins {
		if home := w.homes[origin]; home >= 0 {
			sums[i] += w.probe.OriginBits(home+w.seen[places[i]]) - alone[origin]
		}
	}
}

// addNames adds what a table says of the best of a row's names. The first are looked up by
// themselves: they lie anywhere in a large table, and a loop of nothing else waits for many
// at a time.
func (w *worker) addNames(sums []float32, c *chunk, pool []uint32, table []float32) {
	names := w.best[:len(sums)]
	for i, n := range c.name[:len(sums)] {
		names[i] = evidence.NothingSaid
		if n != 0 {
			names[i] = table[n-1]
		}
	}
	for i, entry := range c.items[:len(sums)] {
		if entry != 0 {
			for _, id := range pool[entry+1 : entry+1+pool[entry]&0xff] {
				names[i] = max(names[i], table[id])
			}
		}
		if names[i] != evidence.NothingSaid {
			sums[i] += names[i]
		}
	}
}

// addItems adds the best of the relatives' names, the marks and the deepest place named.
// items is a row's entry and what follows it.
func (w *worker) addItems(sum *float32, c *chunk, items []uint32, i int) {
	head := items[0]
	n, kin, marks, hamlets := head&0xff, head>>8&0xff, head>>16&0xff, head>>24
	list := items[1+n:]
	if kin > 0 && w.kin != nil {
		*sum += bestOf(w.kin, list[:kin])
	}
	if list = list[kin:]; marks > 0 && w.lone[0] != nil {
		*sum += w.markBits(list[:marks], w.waits[c.traits[evidence.TraitEvent][i]])
	}
	if list = list[marks:]; hamlets > 0 && w.hamlets != nil && w.traits[evidence.TraitOrigin][c.traits[evidence.TraitOrigin][i]] > 0 {
		deepest := float32(0)
		for _, id := range list[:hamlets] {
			deepest = max(deepest, w.hamlets[id])
		}
		*sum += deepest
	}
}

func bestOf(table []float32, list []uint32) float32 {
	most := float32(evidence.NothingSaid)
	for _, id := range list {
		most = max(most, table[id])
	}
	if most == evidence.NothingSaid {
		return 0
	}
	return most
}

// markBits lays each mark beside the probe's most like it, the first one where several
// are.
func (w *worker) markBits(list []uint32, wait evidence.Wait) float32 {
	sum, taken := float32(0), uint32(0)
	for _, id := range list {
		g := &w.marks[wait][id]
		if g.Own < 0 || taken>>g.Own&1 != 0 {
			sum += g.Lone
			continue
		}
		taken |= 1 << g.Own
		sum += g.Pair
	}
	for own, lone := range w.lone[wait] {
		if taken>>own&1 == 0 {
			sum += lone
		}
	}
	return w.probe.MarkBits(sum)
}

// keep puts rows among the best; the words of those that may be are compared first.
func (w *worker) keep(sums []float32, c *chunk, pool []uint32, at int) {
	events, outfits := c.traits[evidence.TraitEvent], c.traits[evidence.TraitOutfit]
	for i, sum := range sums {
		hope, again := sum+w.appearance.Most, w.again[events[i]]
		if again > 0 {
			hope += w.belongings.Most
		}
		if hope <= w.top.least() {
			continue
		}
		if k := c.words[i]; k != 0 {
			n, m := pool[k]&0xffff, pool[k]>>16
			list := pool[k+1:]
			sum += w.appearance.bits(list[:n], w.appearance.Again())
			sum += w.belongings.bits(list[n:n+m], evidence.CarriedAgain(again))
		}
		if again > 0 && w.dressed {
			sum += w.probe.OutfitBits(w.terms.traits[evidence.TraitOutfit][outfits[i]], again)
		}
		w.top.offer(hit{sum, uint32(at*chunkRows + i)}) //nolint:gosec // below 2³²
	}
}

// bits are those of the words that a row shares with the probe.
func (v *vocabulary) bits(list []uint32, again float32) float32 {
	if len(v.Own) == 0 || again == 0 {
		return 0
	}
	gains, shared := float32(0), 0
	for _, pair := range list {
		k := v.own[pair]
		if k == 0 {
			continue
		}
		shared++
		if v.gains != nil {
			gains += v.gains[k-1]
		} else {
			gains += v.Gain(int(k-1), again)
		}
	}
	return v.Bits(gains, shared, len(list), again)
}
