package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/guitu-project/guitu/api/auth"
	"github.com/guitu-project/guitu/faces"
	"github.com/guitu-project/guitu/index"
	"github.com/guitu-project/guitu/index/partition"
	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/matcher/deadlines"
	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/exchange"
	"github.com/guitu-project/guitu/models/exchange/bundle"
	"github.com/guitu-project/guitu/models/exchange/csv"
	"github.com/guitu-project/guitu/models/exchange/jsonl"
	"github.com/guitu-project/guitu/models/exchange/pfif"
	"github.com/guitu-project/guitu/models/exchange/xlsx"
	"github.com/guitu-project/guitu/models/store/ledger"
	"github.com/guitu-project/guitu/models/store/seal"
)

// dataFlags say where things lie.
type dataFlags struct {
	Data   string `default:"data" type:"path" env:"GUITU_DATA" help:"Folder with the store, the photos, the index and the admin token."`
	Models string `type:"path" env:"GUITU_MODELS" help:"Folder with the face models. Default: DATA/models."`
	Key    string `type:"path" env:"GUITU_KEY" help:"File with the master key, outside DATA. Default: DATA.key, beside the folder."`

	HEIC bool `name:"heic" env:"GUITU_HEIC" help:"Take HEIC photos from outside. Their decoder has known holes (see SECURITY.md); it runs in a sandbox."`

	Store string `env:"GUITU_STORE" placeholder:"URL" help:"Database server with the rows: postgres://user@host/database. Default: a file in DATA. Photos, keys and the index are in DATA either way."`

	StoreDirect string `env:"GUITU_STORE_DIRECT" placeholder:"URL" help:"The database server itself, where --store leads through a pooler such as pgbouncer."`

	bytesFlags
	keyFlags

	AuditKey string `type:"path" env:"GUITU_AUDIT_KEY" help:"File with the key that seals the audit trail; made where it is missing. Default: DATA.audit-key, beside the folder."`

	holders []partition.Member             // processes that hold the people; this one holds them if there are none
	measure func(dir string) (disk, error) // the disk of the data folder; diskOf if nil
	clock   func() time.Time               // time.Now if nil
}

// disk returns the room where the data folder lies.
func (f dataFlags) disk() (disk, error) {
	if f.measure != nil {
		return f.measure(f.Data)
	}
	return diskOf(cmp.Or(f.folder(), f.Data))
}

func (f dataFlags) models() string {
	if f.Models != "" {
		return f.Models
	}
	return filepath.Join(f.Data, "models")
}

// auditKey reads the key that seals the audit trail, or makes one.
func (f dataFlags) auditKey() ([]byte, error) {
	if f.AuditKeyFrom != "" {
		return f.auditKeyFrom(context.Background())
	}
	key, err := auth.EnsureSecret(f.auditKeyFile(), "audit key")
	return []byte(key), err
}

func (f dataFlags) keyFile() string { return cmp.Or(f.KeyFrom, f.Key, seal.DefaultKeyFile(f.Data)) }

func (f dataFlags) auditKeyFile() string {
	return cmp.Or(f.AuditKey, filepath.Clean(f.Data)+".audit-key")
}

// ledger returns what is kept beside the audit key.
func (f dataFlags) ledger() (*ledger.Ledger, error) {
	key, err := f.auditKey()
	if err != nil {
		return nil, err
	}
	return ledger.New(f.auditKeyFile(), key)
}

// temporary returns where parts of workbooks lie that are too large for memory, as they are, while
// they are read or written. It is this process's alone, and made anew at its start.
func (f dataFlags) temporary() string { return filepath.Join(f.Data, "tmp") }

func (f dataFlags) index() string { return filepath.Join(f.Data, "index") }

// engine holds everything behind the interfaces: store, index, eyes and use cases.
type engine struct {
	service *matcher.Service
	store   dataStore
	ledger  *ledger.Ledger
	servers *servers // on the same database; nil where this is the only one that can be
	known   bool     // the store was held against the ledger, which may be brought up to it
	index   *index.Index
	cluster *partition.Cluster // that holds the people; nil where the index does
	members []partition.Member // of it
	scorer  *feature.Scorer
	numbers feature.File // what scorer weighs by
	photos  *faces.Analyzer
	lock    *os.File

	temporary string // the folder of parts of workbooks that are read or written now; empty before it is made

	lost    int64 // changes that the store was found to lack
	stop    context.CancelFunc
	endOnce context.CancelFunc // ends what once runs, before the rest
	work    *errgroup.Group

	background func(job func(context.Context) error)              // runs a job until close
	once       func(name string, job func(context.Context) error) // runs a job that only one server may run at a time
}

// openEngine opens the data folder for this process alone, creating it if it is
// missing, reads it into the index and starts the work in the background. Without
// face models it goes on and says so. Errors: models.ErrBusy.
func openEngine(ctx context.Context, f dataFlags, log *slog.Logger) (_ *engine, err error) {
	e := &engine{}
	defer func() {
		if err != nil {
			err = errors.Join(err, e.close())
		}
	}()
	if e.lock, err = lockFolder(f.Data); err != nil {
		return nil, err
	}
	e.temporary = f.temporary()
	if err := errors.Join(os.RemoveAll(e.temporary), os.Mkdir(e.temporary, 0o700)); err != nil { // with what a crash left there
		return nil, fmt.Errorf("folder for large workbooks: %w", err)
	}
	if e.ledger, err = f.ledger(); err != nil {
		return nil, err
	}
	if e.store, err = f.openStore(ctx, log); err != nil {
		return nil, err
	}
	var both errgroup.Group // either takes seconds
	both.Go(func() (err error) {
		e.photos, err = f.openAnalyzer(log)
		return err
	})
	both.Go(func() error { return e.openIndex(ctx, f, log) })
	if err := both.Wait(); err != nil {
		return nil, err
	}
	retention, err := matcher.ReadRetention(filepath.Join(f.Data, "retention.json"))
	if err != nil {
		return nil, err
	}
	due, err := f.deadlines()
	if err != nil {
		return nil, err
	}
	headings, err := f.headings()
	if err != nil {
		return nil, err
	}
	books := xlsx.FormatIn(f.temporary())
	var find matcher.Index = e.index
	if e.servers = newServers(e.store, log); e.servers != nil {
		find = currentIndex{Index: e.index, last: e.store.LastChange}
	}
	e.service = matcher.New(matcher.Config{
		Store: e.store, Index: find, Shared: e.servers != nil, Clock: f.clock, Photos: e.photos, Scorer: e.scorer, Log: log, Retention: retention, Deadlines: due,
		Formats: []exchange.Format{jsonl.Format(), csv.Format(), books, pfif.Format(), bundle.Format(csv.Format(), books)}, Headings: headings,
	})

	work, stop := context.WithCancel(context.WithoutCancel(ctx)) // ends in close, after the calls under way
	e.stop = stop
	e.work, work = errgroup.WithContext(work)
	e.work.Go(func() error { return e.index.Follow(work) })
	e.awaitWords(ctx, log)
	e.background = func(job func(context.Context) error) { e.work.Go(func() error { return job(work) }) }
	onces, endOnce := context.WithCancel(work)
	e.endOnce = endOnce
	e.once = func(name string, job func(context.Context) error) {
		e.work.Go(func() error { return e.servers.once(onces, name, job) })
	}
	if e.servers != nil {
		e.background(e.servers.alive)
		e.background(func(ctx context.Context) error {
			e.servers.Listen(ctx, func() { e.index.Arrived(); e.service.Arrived() })
			return nil
		})
	}
	if e.cluster != nil {
		e.background(e.cluster.Run)
		e.once("epochs", e.cluster.Lead)
	}
	e.once("imports", e.service.Run)
	e.once("alerts", e.service.Alerts.Run)
	if err := e.reconcile(ctx, log); err != nil { // before Retain, which cleans what it erases
		return nil, err
	}
	e.known = true
	former, err := e.service.CountFormer(ctx)
	if err != nil {
		return nil, err
	}
	if former > 0 {
		log.Info("what happened before the statistics began was counted", "facts", former)
	}
	e.once("retention", e.service.Retain)
	if e.servers != nil {
		e.background(func(ctx context.Context) error { return e.purgeErased(ctx, f.Data, log) })
	}
	e.work.Go(func() error { return e.keepHead(work, log) })
	return e, nil
}

// openIndex opens the index and brings it up to date with the store.
func (e *engine) openIndex(ctx context.Context, f dataFlags, log *slog.Logger) error {
	begin := time.Now()
	numbers, err := f.params()
	if err != nil {
		return err
	}
	e.numbers, e.scorer = numbers, feature.NewScorer(numbers.Params)
	if c := f.readCoverage(log); c.Version == numbers.Version {
		e.scorer.SetCoverage(c.Coverage)
	}
	if e.members = f.holders; len(e.members) > 0 {
		e.cluster = partition.NewCluster(e.scorer, log, e.members...)
		e.index, err = index.OpenClustered(f.index(), e.store, e.scorer, e.store.Keyring(), log, e.cluster)
	} else {
		e.index, err = index.Open(f.index(), e.store, e.scorer, e.store.Keyring(), log)
	}
	if err != nil {
		return err
	}
	if err := e.index.Load(ctx, progressLog(log, "reading the store into the index")); err != nil {
		return fmt.Errorf("load index: %w", err)
	}
	if e.cluster != nil {
		if err := e.cluster.Refresh(ctx); err != nil { // Run says so if it stays
			log.Warn("partitions of the index are lacking yet", "err", err)
		}
	}
	if lost := e.index.Lost(); lost > 0 {
		e.lost = lost
		ctx := models.WithActor(ctx, models.System())
		err := e.store.AppendAudit(ctx, &models.Audit{Action: models.ActionLoss, Detail: fmt.Sprintf("the store lacks %d changes that the index knew of", lost)})
		if err != nil {
			return fmt.Errorf("note lost changes in the trail: %w", err)
		}
	}
	log.Info("index is ready", "notices", e.index.OpenCount(models.Notices), "records", e.index.OpenCount(models.Records), "took", time.Since(begin).Round(time.Millisecond))
	return nil
}

// wordsPatience is how long a start waits for a text index that is rebuilt: long enough
// for some ten thousand files, while more are matched without it.
const wordsPatience = 10 * time.Second

func (e *engine) awaitWords(ctx context.Context, log *slog.Logger) {
	ctx, cancel := context.WithTimeout(ctx, wordsPatience)
	defer cancel()
	if err := e.index.Whole(ctx); err != nil {
		log.Warn("the text index is still being made: words cannot be searched for yet (全文索引仍在重建，暂时不能按文字检索)")
	}
}

// deadlines reads the rules and the calendar, the operator's own too.
func (f dataFlags) deadlines() (*deadlines.Rules, error) {
	calendar, err := deadlines.ReadCalendar(filepath.Join(f.Data, "calendar.json"))
	if err != nil {
		return nil, err
	}
	return deadlines.ReadRules(filepath.Join(f.Data, "deadlines.json"), calendar)
}

// headings reads the operator's own headings of tables; there need be none.
func (f dataFlags) headings() (map[string]string, error) {
	fields, err := readMapping(filepath.Join(f.Data, "headings.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return fields, err
}

// openAnalyzer opens what looks at photos. Where a part of it is absent, it goes on without
// and says so.
func (f dataFlags) openAnalyzer(log *slog.Logger) (*faces.Analyzer, error) {
	own, err := faces.ReadOwnEmbedders(filepath.Join(f.Data, "embedders.json"))
	if err != nil {
		return nil, err
	}
	config := faces.Config{ModelDir: f.models(), Own: own, HEIC: f.HEIC}
	analyzer, err := faces.Open(config)
	switch {
	case errors.Is(err, models.ErrFacesOff):
		log.Warn("faces are off: photos are kept but not compared; guitu face-models fetch", "err", err)
		return faces.Off(config, err), nil
	case err != nil:
		return nil, fmt.Errorf("open face models: %w", err)
	case analyzer.Without() != nil:
		log.Warn("faces are looked at by fewer models than there are; guitu face-models fetch", "err", analyzer.Without())
	}
	return analyzer, nil
}

// progressLog tells every few seconds how far a long work is.
func progressLog(log *slog.Logger, what string) func(int) {
	said := time.Now()
	return func(done int) {
		if time.Since(said) > 3*time.Second {
			said = time.Now()
			log.Info(what, "done", done)
		}
	}
}

// close ends the work in the background and closes what was opened.
func (e *engine) close() error {
	var err error
	if e.stop != nil {
		e.stop()
		err = e.work.Wait()
	}
	if e.index != nil {
		err = errors.Join(err, e.index.Close())
	}
	for _, m := range e.members {
		if c, ok := m.Process.(io.Closer); ok {
			err = errors.Join(err, c.Close())
		}
	}
	if e.known {
		err = errors.Join(err, e.putHead(context.Background()))
	}
	if e.photos != nil {
		err = errors.Join(err, e.photos.Close())
	}
	if e.store != nil {
		err = errors.Join(err, e.store.Close())
	}
	if e.temporary != "" {
		err = errors.Join(err, os.RemoveAll(e.temporary))
	}
	if e.lock != nil {
		err = errors.Join(err, e.lock.Close())
	}
	return err
}

// lockFolder makes the folder and takes it for this process alone, until the file
// is closed or the process ends in whatever way.
func lockFolder(dir string) (*os.File, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, unwritable(err)
	}
	lock, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600) //nolint:gosec // the operator names the folder
	if err != nil {
		return nil, unwritable(err)
	}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(fmt.Errorf("data folder %s: %w", dir, models.ErrBusy), lock.Close())
	}
	return lock, nil
}

// unwritable says of a data folder what is to be looked at.
func unwritable(err error) error {
	if errors.Is(err, os.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return fmt.Errorf("数据目录不能写入：请检查目录的所有者和权限，以及磁盘是否以只读方式挂载 (the data folder cannot be written: look at its owner and permissions, and whether the disk is mounted read-only): %w", err)
	}
	return fmt.Errorf("data folder: %w", err)
}
