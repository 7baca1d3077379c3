package index

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"runtime"
	"slices"

	"github.com/guitu-project/guitu/index/partition"
	"github.com/guitu-project/guitu/index/scan"
	"github.com/guitu-project/guitu/matcher/compact"
	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/concurrent"
	"github.com/guitu-project/guitu/models/store"
)

// Held is an index of some partitions alone, without words: what guitu index serves. What is common
// it counts of its own people and is told of all, as epochs. It is a partition.Process.
type Held struct{ *Index }

// epoch is one that searches may name.
type epoch struct {
	*feature.Epoch
	scorer *feature.Scorer
	bytes  []byte
}

// mostEpochs is how many epochs are kept: searches that began by the one before go on with it.
const mostEpochs = 2

// OpenHeld opens an index of some of so many partitions, see Open.
func OpenHeld(dir string, source store.Reader, w *feature.Scorer, seal scan.Sealer, log *slog.Logger, of int, held ...int) (*Held, error) {
	if err := sweepUnfinished(dir); err != nil {
		return nil, fmt.Errorf("sweep the index folder: %w", err)
	}
	held = slices.Clone(held)
	slices.Sort(held)
	return &Held{newIndex(dir, source, w, seal, log, of, slices.Compact(held)...)}, nil
}

// whole reports whether everybody is here.
func (x *Index) whole() bool { return x.cluster == nil && x.text != nil }

// isHere reports whether a subject is kept here, in tables or by its words.
func (x *Index) isHere(name string) bool {
	if x.text != nil {
		return true
	}
	_, held := slices.BinarySearch(x.held, partition.Of(name, x.of))
	return held
}

// here leaves out the subjects that are not kept here.
func (x *Index) here(list []models.Subject) []models.Subject {
	if x.text != nil {
		return list
	}
	return slices.DeleteFunc(slices.Clone(list), func(s models.Subject) bool { return !x.isHere(s.Common().Name) })
}

// numbers tells apart the files that another program, other parameters or other partitions need.
func (x *Index) numbers() string {
	if x.text != nil {
		return x.scorer.FaceNumbers()
	}
	return fmt.Sprintf("%s %v of %d", x.scorer.FaceNumbers(), x.held, x.of)
}

// noteFaces notes how large the sample of faces is. Only the loader may, or the follower.
func (x *Index) noteFaces() {
	if x.whole() || x.cluster != nil {
		return
	}
	sampled := x.corpusStats.Sampled()
	x.mu.Lock()
	defer x.mu.Unlock()
	x.faced = sampled
}

// follower has the follower do something between two batches of changes, and returns when it is done.
func (x *Index) follower(ctx context.Context, do func() error) error {
	done := make(chan error, 1)
	select {
	case x.asks <- func() { done <- do() }:
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-done:
		return err
	case <-ctx.Done(): // the follower ends it by itself
		return ctx.Err()
	}
}

// State tells what is held (partition.Process).
func (h *Held) State(context.Context) (partition.State, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	s := partition.State{Of: h.of, Partitions: h.held, Position: h.applied, Faces: maps.Clone(h.faced), Numbers: h.scorer.Version(), Notices: h.notices.Len(), Records: h.records.Len()}
	for _, e := range h.epochs {
		s.Epochs = append(s.Epochs, e.Number())
	}
	return s, h.failure
}

// epoch returns one of those that searches may name. Errors: models.ErrPrecondition.
func (h *Held) epoch(number int64) (*epoch, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, e := range h.epochs {
		if e.Number() == number {
			return e, nil
		}
	}
	return nil, fmt.Errorf("epoch %d: %w", number, models.ErrPrecondition)
}

// Search returns the part of a search that the partitions have (partition.Process). They lie in one
// table: each more would weigh its own best exactly.
func (h *Held) Search(ctx context.Context, q *partition.Query) (*partition.Answer, error) {
	if !slices.Equal(q.Partitions, h.held) {
		return nil, fmt.Errorf("partitions %v are asked, %v are held: %w", q.Partitions, h.held, models.ErrPrecondition)
	}
	e, err := h.epoch(q.Epoch)
	if err != nil {
		return nil, err
	}
	if err := h.CatchUp(ctx, q.Position); err != nil {
		return nil, err
	}
	p, err := e.scorer.DecodeWhole(q.Probe)
	if err != nil {
		return nil, err
	}
	probe := e.scorer.Probe(p)
	parts, err := h.table(q.Side).Parts(ctx, probe, q.Ask, []int{0}, q.Among)
	if err != nil {
		return nil, err
	}
	out := &partition.Answer{Part: parts[0], Partitions: h.held}
	if len(probe.Prints()) > 0 {
		if out.Printed, err = h.printed(ctx, probe, q.Side, passOf(q.Among)); err != nil {
			return nil, err
		}
	}
	out.Notices, out.Records = h.notices.Len(), h.records.Len()
	return out, nil
}

// Profiles returns those of the named that are held (partition.Process).
func (h *Held) Profiles(ctx context.Context, names []string, faces bool) ([][]byte, error) {
	list := make([][]byte, len(names))
	err := concurrent.ForEach(ctx, runtime.GOMAXPROCS(0), len(names), func(_, i int) error {
		kind, ok := models.KindOf(names[i])
		if !ok {
			return nil
		}
		if p := h.table(kind).Get(names[i]); p != nil {
			list[i] = h.scorer.EncodeWhole(p, faces)
		}
		return nil
	})
	return slices.DeleteFunc(list, func(b []byte) bool { return b == nil }), err
}

// Count returns what is common among the notices held (partition.Process).
func (h *Held) Count(ctx context.Context, position int64) ([]byte, error) {
	if err := h.CatchUp(ctx, position); err != nil {
		return nil, err
	}
	var to compact.Writer
	err := h.follower(ctx, func() error {
		h.corpusStats.EncodeCounts(&to)
		return nil
	})
	return to.Bytes, err
}

// Epoch returns an epoch, encoded (partition.Process).
func (h *Held) Epoch(_ context.Context, number int64) ([]byte, error) {
	e, err := h.epoch(number)
	if err != nil {
		return nil, err
	}
	return e.bytes, nil
}

// Prepare returns when searches may name an epoch (partition.Process). One that is no newer than
// those held is refused with models.ErrExists.
func (h *Held) Prepare(ctx context.Context, bytes []byte) error {
	r := compact.NewReader(bytes)
	e := &epoch{Epoch: h.scorer.DecodeEpoch(r), bytes: bytes}
	if r.Bad() {
		return fmt.Errorf("%w: an epoch that another process sent", models.ErrDataLoss)
	}
	e.scorer = h.scorer.In(e.Epoch)
	work := context.WithoutCancel(ctx) // what is half normalised would be begun again
	return h.follower(ctx, func() error {
		h.mu.Lock()
		n := len(h.epochs)
		newest := n == 0 || h.epochs[n-1].Number() < e.Number()
		h.mu.Unlock()
		if !newest {
			return fmt.Errorf("epoch %d: %w", e.Number(), models.ErrExists)
		}
		if !h.scorer.Normalised(e.Epoch) {
			for _, side := range []*partition.Set{h.notices, h.records} {
				if err := side.Normalise(work, e.Gallery()); err != nil {
					return fmt.Errorf("hold faces against those around: %w", err)
				}
			}
		}
		h.mu.Lock()
		defer h.mu.Unlock()
		h.scorer.Use(e.Epoch)
		h.epochs = append(h.epochs, e)
		h.epochs = slices.Clone(h.epochs[max(0, len(h.epochs)-mostEpochs):])
		return nil
	})
}

// Purge returns when nothing of the named is left here (partition.Process).
func (h *Held) Purge(ctx context.Context, names []string, position int64) error {
	if err := h.CatchUp(ctx, position); err != nil {
		return err
	}
	return h.Index.Purge(ctx, names)
}

// dropEpochs lets go of the epochs whose cohort has a face of the named.
func (x *Index) dropEpochs(ctx context.Context, names []string) error {
	return x.follower(ctx, func() error {
		x.mu.Lock()
		defer x.mu.Unlock()
		x.epochs = slices.DeleteFunc(x.epochs, func(e *epoch) bool { return e.Holds(names) })
		x.scorer.Forget(&x.corpusStats, names)
		return nil
	})
}
