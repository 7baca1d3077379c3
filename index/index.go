package index

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/guitu-project/guitu/index/partition"
	"github.com/guitu-project/guitu/index/scan"
	"github.com/guitu-project/guitu/index/text"
	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/matcher/prints"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/concurrent"
	"github.com/guitu-project/guitu/models/store"
)

// Index joins the scan and the text index, and follows the store. It is safe for
// concurrent use.
type Index struct {
	dir     string
	source  store.Reader
	text    *text.Index // nil where only partitions are held
	records *partition.Set
	notices *partition.Set
	scorer  *feature.Scorer
	seal    scan.Sealer
	log     *slog.Logger

	recordPrints, noticePrints *prints.Gallery // of the subjects in the scan

	of      int                // partitions there are, of which
	held    []int              // these are here, in one table a side
	cluster *partition.Cluster // holds everybody, where they are not here; else nil
	epochs  []*epoch           // that searches of partitions may name, oldest first; guarded by mu
	faced   map[string]int     // notices in the sample of faces, by model; guarded by mu
	asks    chan func()        // what the follower, who owns the corpus statistics, does for others

	corpusStats feature.CorpusStats // of the open notices; the loader's, then the follower's
	known       int                 // how many it held when the scorer last learned
	saved       int64               // up to which change the scan is in its file; theirs, too
	worded      chan struct{}       // closed when the text index is whole
	making      sync.WaitGroup      // of the text index
	saving      sync.WaitGroup      // at most one is under way

	recent  recentWrites
	compact chan chan error // asks the follower to rewrite the file

	loaded bool  // Load ran to its end
	lost   int64 // changes that the store lacks and the index knew of

	mu      sync.Mutex
	applied int64                // the last change that can be found
	failure error                // why the follower is behind, nil if it is not
	moved   concurrent.Broadcast // applied or failure changed
	wake    chan struct{}        // asks the follower to look for changes
	forget  chan purgeRequest
}

// Open opens the text index in dir/text. Nothing is found until Load ran. seal seals what
// the scan keeps in a file.
func Open(dir string, source store.Reader, w *feature.Scorer, seal scan.Sealer, log *slog.Logger) (*Index, error) {
	if err := sweepUnfinished(dir); err != nil {
		return nil, fmt.Errorf("sweep the index folder: %w", err)
	}
	words, err := text.Open(filepath.Join(dir, "text"))
	if err != nil {
		return nil, fmt.Errorf("open text index: %w", err)
	}
	x := newIndex(dir, source, w, seal, log, 1, 0)
	x.text = words
	return x, nil
}

func newIndex(dir string, source store.Reader, w *feature.Scorer, seal scan.Sealer, log *slog.Logger, of int, held ...int) *Index {
	x := &Index{
		dir: dir, source: source, scorer: w, seal: seal, log: log, of: of, held: held, asks: make(chan func()),
		compact: make(chan chan error), forget: make(chan purgeRequest), worded: make(chan struct{}), wake: make(chan struct{}, 1),
	}
	x.empty()
	return x
}

// empty makes a scan of no one.
func (x *Index) empty() {
	x.records, x.notices = partition.New(x.scorer, x.dir, 1, 0), partition.New(x.scorer, x.dir, 1, 0)
	x.recordPrints, x.noticePrints = prints.NewGallery(), prints.NewGallery()
	x.corpusStats, x.known, x.saved = feature.CorpusStats{}, 0, 0
}

// Close saves the scan where it changed and closes the text index. Follow must have
// ended.
func (x *Index) Close() error {
	x.saving.Wait()
	var err error
	if x.loaded && x.cluster == nil && x.applied != x.saved {
		snapshot, e := x.take(context.Background(), x.applied)
		if err = e; err == nil {
			err = snapshot.Save(x.snapshotFile(), x.seal)
		}
	}
	if x.text == nil {
		return err
	}
	return errors.Join(err, x.text.Close())
}

func (x *Index) table(side models.Kind) *partition.Set {
	if side == models.Records {
		return x.records
	}
	return x.notices
}

func (x *Index) prints(side models.Kind) *prints.Gallery {
	if side == models.Records {
		return x.recordPrints
	}
	return x.noticePrints
}

// put brings an open subject into the scan, out takes one out; both keep the corpus statistics.
func (x *Index) put(p *feature.Profile) error {
	before, err := x.table(p.Kind).Put(p)
	if err == nil {
		x.count(p.Kind, p, before)
		x.prints(p.Kind).Put(p.Name, p.Prints())
	}
	return err
}

func (x *Index) out(name string) {
	kind, _ := models.KindOf(name)
	x.prints(kind).Delete(name)
	x.count(kind, nil, x.table(kind).Delete(name))
}

func (x *Index) count(side models.Kind, came, went *feature.Profile) {
	if side != models.Notices {
		return
	}
	if went != nil {
		x.corpusStats.Remove(went)
	}
	if came != nil {
		x.corpusStats.Add(came)
	}
}

// learn tells the scorer what is common when the corpus statistics moved by a twentieth, and as soon
// as there are faces enough to hold others against.
func (x *Index) learn(ctx context.Context) error {
	if !x.whole() {
		return nil // an epoch tells
	}
	moved := x.corpusStats.Size() - x.known
	if max(moved, -moved) <= x.known/20 && !x.scorer.CohortDue(&x.corpusStats) {
		return nil
	}
	x.known = x.corpusStats.Size()
	return x.adopt(ctx, x.scorer.LearnAhead(&x.corpusStats))
}

// adopt has the scorer use a gallery of faces when every face is normalised in it; nil
// leaves the one it has.
func (x *Index) adopt(ctx context.Context, next *feature.Gallery) error {
	if next == nil {
		return nil
	}
	if err := errors.Join(x.notices.Normalise(ctx, next), x.records.Normalise(ctx, next)); err != nil {
		return fmt.Errorf("hold faces against those around: %w", err)
	}
	x.scorer.Adopt(next)
	return nil
}

// OpenCount returns how many open subjects one side has.
func (x *Index) OpenCount(side models.Kind) int {
	if x.cluster != nil {
		return x.cluster.Len(side)
	}
	return x.table(side).Len()
}

// textHits is how many of the text index's best join the scan's. The scan weighs
// everyone, so these only add people whose words fit in a way that no evidence
// weighs yet.
const textHits = 50

// printHits is how many of those whose fingerprints look alike at first are compared in full: with
// no more people of a side who have fingerprints none is lost, and what is with more is in the
// comment of package prints.
const printHits = 2000

// Candidates returns the scan's best, together with those whose fingerprints fit, then the best by
// words that are not among them (port Index of package matcher).
func (x *Index) Candidates(ctx context.Context, probe *feature.Probe, side models.Kind, limit int) ([]feature.Candidate, error) {
	if x.cluster != nil {
		return x.clustered(ctx, probe, side, limit, nil)
	}
	return x.scanned(ctx, probe, side, limit, func(ctx context.Context, t *partition.Set) ([]feature.Candidate, error) {
		return t.Best(ctx, probe, limit)
	}, nil)
}

// CandidatesAmong is Candidates among the named (port Index of package matcher).
func (x *Index) CandidatesAmong(ctx context.Context, probe *feature.Probe, side models.Kind, limit int, names []string) ([]feature.Candidate, error) {
	names = append([]string{}, names...) // none are no one, not anyone
	if x.cluster != nil {
		return x.clustered(ctx, probe, side, limit, names)
	}
	return x.scanned(ctx, probe, side, limit, func(ctx context.Context, t *partition.Set) ([]feature.Candidate, error) {
		return t.BestAmong(ctx, probe, limit, names)
	}, passOf(names))
}

// passOf returns what says whether a name is among the names; nil if they are nil, for any.
func passOf(names []string) func(name string) bool {
	if names == nil {
		return nil
	}
	among := make(map[string]bool, len(names))
	for _, name := range names {
		among[name] = true
	}
	return func(name string) bool { return among[name] }
}

// scanned is candidates of the people held here.
func (x *Index) scanned(ctx context.Context, probe *feature.Probe, side models.Kind, limit int,
	best func(context.Context, *partition.Set) ([]feature.Candidate, error), passes func(name string) bool,
) ([]feature.Candidate, error) {
	table := x.table(side)
	find := func(ctx context.Context) (found, printed []feature.Candidate, err error) {
		both, ctx := errgroup.WithContext(ctx)
		both.Go(func() (err error) {
			if found, err = best(ctx, table); err != nil {
				err = fmt.Errorf("scan: %w", err)
			}
			return err
		})
		if len(probe.Prints()) > 0 {
			both.Go(func() (err error) {
				if printed, err = x.printed(ctx, probe, side, passes); err != nil {
					err = fmt.Errorf("fingerprints: %w", err)
				}
				return err
			})
		}
		err = both.Wait()
		return found, printed, err
	}
	profiles := func(_ context.Context, names []string) (map[string]*feature.Profile, error) {
		held := make(map[string]*feature.Profile, len(names))
		for _, name := range names {
			held[name] = table.Get(name)
		}
		return held, nil
	}
	return x.candidates(ctx, probe, side, limit, find, profiles, passes)
}

// candidates joins what find finds, the best and those whose fingerprints fit, with the best by
// words whose names pass, any if passes is nil; profiles returns what is understood of some names.
func (x *Index) candidates(ctx context.Context, probe *feature.Probe, side models.Kind, limit int,
	find func(context.Context) (found, printed []feature.Candidate, err error),
	profiles func(context.Context, []string) (map[string]*feature.Profile, error), passes func(name string) bool,
) ([]feature.Candidate, error) {
	var found, printed []feature.Candidate
	var hits []string
	both, work := errgroup.WithContext(ctx)
	if query := probe.Words(); query != "" && x.OpenCount(side) > limit && x.HasWords() {
		both.Go(func() (err error) {
			if hits, err = x.text.Like(work, side, query, textHits); err != nil {
				err = fmt.Errorf("text candidates: %w", err)
			}
			return err
		})
	}
	both.Go(func() (err error) {
		found, printed, err = find(work)
		return err
	})
	if err := both.Wait(); err != nil {
		return nil, err
	}
	found = joined(found, printed)
	known := make(map[string]bool, len(found))
	for _, c := range found {
		known[c.Name] = true
	}
	hits = slices.DeleteFunc(hits, func(name string) bool { return known[name] || passes != nil && !passes(name) })
	if len(hits) == 0 {
		return found, nil
	}
	held, err := profiles(ctx, hits)
	if err != nil {
		return nil, err
	}
	for _, name := range hits {
		if p := held[name]; p != nil {
			found = append(found, probe.Weigh(p)...)
		}
	}
	return found, nil
}

// Profile returns that of an open subject, nil for none (port Index).
func (x *Index) Profile(name string) *feature.Profile {
	kind, ok := models.KindOf(name)
	if !ok {
		return nil
	}
	if x.cluster != nil {
		return x.clusterProfile(name)
	}
	return x.table(kind).Get(name)
}

// maxQuery is how many characters of a query are looked for.
const maxQuery = 500

// SearchText returns the names of the subjects whose words fit (port Index);
// models.ErrUnavailable while the text index is being rebuilt.
func (x *Index) SearchText(ctx context.Context, side models.Kind, query string, limit int) ([]string, error) {
	if !x.HasWords() {
		return nil, errNoWords
	}
	if runes := []rune(query); len(runes) > maxQuery {
		query = string(runes[:maxQuery])
	}
	return x.text.Search(ctx, side, strings.TrimSpace(query), limit)
}

// SearchAmong returns the names of those of the subjects, all of one side, whose words as
// they are given fit the query, best first (port Index).
func (x *Index) SearchAmong(ctx context.Context, query string, subjects []models.Subject) ([]string, error) {
	return text.SearchAmong(ctx, strings.TrimSpace(query), subjects)
}

// errBehind is what CatchUp adds to the reason why it gave up.
var errBehind = errors.New("index is behind the store")
