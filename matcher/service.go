package matcher

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"sync/atomic"
	"time"

	"golang.org/x/sync/semaphore"

	"github.com/guitu-project/guitu/matcher/deadlines"
	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/concurrent"
	"github.com/guitu-project/guitu/models/exchange"
	"github.com/guitu-project/guitu/models/exchange/jsonl"
	"github.com/guitu-project/guitu/models/store"
)

// Config holds what a Service works with. Clock, Log, Retention and Deadlines may be
// left out.
type Config struct {
	Store  store.Store
	Index  Index
	Photos PhotoAnalyzer
	Scorer *feature.Scorer
	Clock  func() time.Time // time.Now if nil
	Log    *slog.Logger     // slog.Default if nil

	Retention Retention        // ReadRetention; nothing is erased by itself if zero
	Deadlines *deadlines.Rules // those that are built in if nil

	Shared bool // other processes write in the store, too, and tell with Arrived

	Formats  []exchange.Format // what files may be imported and exported; jsonl.Format if empty
	Headings map[string]string // the operator's own headings of tables, and the fields that they mean
}

// Service is every use case. It is safe for concurrent use.
type Service struct {
	Records *Registry[*models.Record]
	Notices *Registry[*models.Notice]
	Cases   *Casework
	Alerts  *Alerts // raises alerts while its own Run runs

	core
	shared    bool
	imports   jobQueue
	exports   jobQueue
	cleaner   cleaner
	retention Retention
	formats   []exchange.Format
	headings  map[string]string
}

// Registry holds the use cases of one side: the register of records, or of notices.
type Registry[T models.Subject] struct {
	core
	kind   models.Kind
	files  store.Files[T]
	writer func(store.Tx) store.Writer[T]
}

// core holds what every use case works with.
type core struct {
	store     store.Store
	index     Index
	photos    PhotoAnalyzer
	scorer    *feature.Scorer
	deadlines *deadlines.Rules
	clock     func() time.Time
	log       *slog.Logger
	changed   *concurrent.Broadcast // something was committed
	ranking   *atomic.Int32         // how many wait for matches; the background stands back
	bulk      *atomic.Int32         // how many imports run; alerts take their time
	scopes    *scopes               // who lies where
	stations  *stations             // whose each is
	due       *dueBook              // the terms of open records
	reading   *semaphore.Weighted   // texts and places that are read for callers at a time
}

// New returns a Service over what cfg gives. It takes nothing over: the caller closes
// the store. Imports make progress only while Run runs.
func New(cfg Config) *Service {
	if cfg.Clock == nil {
		cfg.Clock = time.Now
	}
	if cfg.Log == nil {
		cfg.Log = slog.Default()
	}
	if cfg.Deadlines == nil {
		cfg.Deadlines = deadlines.BuiltIn()
	}
	if len(cfg.Formats) == 0 {
		cfg.Formats = []exchange.Format{jsonl.Format()}
	}
	d := core{store: cfg.Store, index: cfg.Index, photos: cfg.Photos, scorer: cfg.Scorer, deadlines: cfg.Deadlines, clock: cfg.Clock, log: cfg.Log,
		changed: new(concurrent.Broadcast), ranking: new(atomic.Int32), bulk: new(atomic.Int32), scopes: new(scopes), stations: new(stations), due: new(dueBook),
		reading: semaphore.NewWeighted(int64(max(1, runtime.GOMAXPROCS(0)/2)))}
	return &Service{
		Records: &Registry[*models.Record]{core: d, kind: models.Records, files: cfg.Store.Records(), writer: store.Tx.RecordWriter},
		Notices: &Registry[*models.Notice]{core: d, kind: models.Notices, files: cfg.Store.Notices(), writer: store.Tx.NoticeWriter},
		Cases:   &Casework{d},
		Alerts:  &Alerts{core: d, raised: new(concurrent.Broadcast)},
		core:    d, shared: cfg.Shared,
		imports: newJobQueue(), exports: newJobQueue(), cleaner: newCleaner(), retention: cfg.Retention, formats: cfg.Formats, headings: cfg.Headings,
	}
}

// mayRead waits until a text or places may be read for the caller in ctx, which takes seconds of a
// processor if they are long, and returns what ends that: half of the processors are left for
// others. Errors: ctx's.
func (d *core) mayRead(ctx context.Context) (done func(), err error) {
	if err := d.reading.Acquire(ctx, 1); err != nil {
		return nil, fmt.Errorf("wait to read: %w", err)
	}
	return func() { d.reading.Release(1) }, nil
}

// audit notes that the actor in ctx did action to the objects.
func (d *core) audit(ctx context.Context, action models.Action, detail string, objects ...string) error {
	return d.store.AppendAudit(ctx, &models.Audit{Action: action, Objects: objects, Detail: detail})
}

// Arrived says that other processes may have committed something: what waits for that looks.
func (s *Service) Arrived() {
	s.changed.Notify()
	s.Alerts.raised.Notify()
	s.imports.look()
	s.exports.look()
}

// publishTimeout is how long a write waits to become searchable before it says
// indexPending instead.
const publishTimeout = 10 * time.Second

// publish waits until what was just committed can be found, and reports whether
// it can. What was committed stays so either way.
func (d *core) publish(ctx context.Context) (searchable bool) {
	d.changed.Notify()
	ctx, cancel := context.WithTimeout(ctx, publishTimeout)
	defer cancel()
	seq, err := d.store.LastChange(ctx)
	if err == nil {
		err = d.index.CatchUp(ctx, seq)
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		d.log.WarnContext(ctx, "a write is not searchable yet", "change", seq, "err", err)
	}
	return err == nil
}
