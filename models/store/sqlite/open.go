package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"time"

	_ "github.com/mattn/go-sqlite3" // the driver
	"github.com/pressly/goose/v3"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
	"github.com/guitu-project/guitu/models/store/seal"
)

const (
	databaseFile = "guitu.db"

	// busyTimeout is how long a statement waits for another process (a backup, the
	// sqlite3 shell) to let go of the database.
	busyTimeout = 10 * time.Second

	// writeWait is how long a writer waits for its turn. A transaction takes
	// milliseconds, so whoever waits longer waits for itself.
	writeWait = 30 * time.Second

	writerCache = 64 << 10 // KiB; the upper levels of the random indexes of 1M subjects
	readerCache = 8 << 10  // KiB, for each reader

	// logPages is how many pages of 4 KiB the log gathers before they are folded into
	// the database: against SQLite's 1000, imports are a third faster.
	logPages = 8000
)

//go:embed migrations/*.sql
var migrations embed.FS

// Store is a store.Store in one folder. It is safe for concurrent use.
type Store struct {
	writer  *sql.DB       // one connection
	readers *sql.DB       // several, which cannot write
	turn    chan struct{} // holds a token while somebody writes
	wait    time.Duration // for the turn
	folder  *folder
	ring    *seal.Keyring
	keyFile string
	told    func(done int) // how many things of an older folder are sealed
	sweep   sync.RWMutex   // held for reading while a blob is put, for writing while some are deleted
	now     func() time.Time
	damage  *damage
	room    *room

	auditKey []byte // seals the head of the audit trail

	erasedTold func(models.Erasure) // called for each erasure of a whole subject, when it is committed
}

var _ store.Store = (*Store)(nil)

// Option changes how a store works.
type Option func(*Store)

// WithClock makes now the clock of everything that the store dates.
func WithClock(now func() time.Time) Option { return func(s *Store) { s.now = now } }

// WithKeyFile names the master key's file; without it, it lies beside the folder.
func WithKeyFile(file string) Option { return func(s *Store) { s.keyFile = file } }

// WithProgress is told how much of a folder that was written before there were keys
// is sealed, while Open seals it.
func WithProgress(told func(done int)) Option { return func(s *Store) { s.told = told } }

// WithErasedTold has told called for each erasure of a whole subject, when it is committed
// and before its caller hears of it.
func WithErasedTold(told func(models.Erasure)) Option {
	return func(s *Store) { s.erasedTold = told }
}

// Open opens the store in dir and brings its schema up to date, creating both
// where they are missing; what it creates is for this user alone. Errors:
// models.ErrDataLoss (the database file is damaged), models.ErrPrecondition (a
// newer Guitu wrote it), models.ErrUnavailable (locked, no permission), models.ErrDiskFull,
// models.ErrKey (the master key is missing, wrong or not kept safe; nothing is then
// touched).
func Open(ctx context.Context, dir string, opts ...Option) (_ *Store, err error) {
	s := &Store{turn: make(chan struct{}, 1), wait: writeWait, now: time.Now, told: func(int) {}, damage: &damage{rows: map[string]bool{}}, room: new(room), erasedTold: func(models.Erasure) {}}
	for _, opt := range opts {
		opt(s)
	}
	defer func() {
		if err != nil {
			_ = s.Close() // err says more
		}
	}()
	if dir, err = filepath.Abs(dir); err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	if s.ring, err = openRing(ctx, dir, s.keyFile, s.now()); err != nil {
		return nil, fail("open store", err)
	}
	if s.folder, err = openFolder(dir); err != nil {
		return nil, fail("open store", err)
	}
	s.openRoom()
	file := filepath.Join(dir, databaseFile)
	if err := createPrivate(file); err != nil {
		return nil, fail("open store", err)
	}
	if s.writer, err = sql.Open("sqlite3", dsn(file, writerCache, "_txlock=immediate")); err != nil {
		return nil, fail("open store", err)
	}
	s.writer.SetMaxOpenConns(1)
	if _, err := s.writer.ExecContext(ctx, "PRAGMA wal_autocheckpoint = "+strconv.Itoa(logPages)); err != nil {
		return nil, fail("open store", err)
	}
	if err := s.migrate(ctx); err != nil {
		return nil, fail("bring the schema up to date", err)
	}
	if s.readers, err = sql.Open("sqlite3", dsn(file, readerCache, "_query_only=1")); err != nil {
		return nil, fail("open store", err)
	}
	if err := s.checkSeal(ctx); err != nil {
		return nil, fail("check the audit trail's seal", err)
	}
	n := max(4, 2*runtime.NumCPU())
	s.readers.SetMaxOpenConns(n)
	s.readers.SetMaxIdleConns(n)
	if err := s.checkKeys(ctx); err != nil {
		return nil, fail("check the keys", err)
	}
	if s.ring.HasPlaintext() {
		if err := s.sealAll(ctx, s.told); err != nil {
			return nil, fmt.Errorf("seal what the folder holds: %w", err)
		}
		if err := s.ring.Sealed(); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Keyring returns the keys that seal what the store holds, for what is derived from it.
func (s *Store) Keyring() *seal.Keyring { return s.ring }

// Close ends all connections. The readers go first, so that the writer, as the
// last, folds the write-ahead log into the database file.
func (s *Store) Close() error {
	var first error
	keep := func(err error) {
		if first == nil && err != nil {
			first = fail("close store", err)
		}
	}
	if s.readers != nil {
		keep(s.readers.Close())
	}
	if s.writer != nil {
		keep(s.writer.Close())
	}
	if s.folder != nil {
		keep(s.folder.Close())
	}
	return first
}

// createPrivate makes sure that the file exists and is readable by its owner
// only; SQLite gives its log files the same mode.
func createPrivate(file string) error {
	f, err := os.OpenFile(filepath.Clean(file), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	if err := f.Chmod(0o600); err != nil {
		_ = f.Close()
		return err
	}
	return f.Close()
}

// dsn asks for a write-ahead log that is flushed on every commit (FULL): what was
// acknowledged outlives a power cut. Deleted content is overwritten, because it
// is biometric. Each connection keeps its prepared statements.
func dsn(file string, cacheKiB int, role string) string {
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(file), RawQuery: "_journal_mode=WAL" +
		"&_synchronous=FULL&_foreign_keys=1&_secure_delete=1&_stmt_cache_size=64" +
		"&_busy_timeout=" + strconv.FormatInt(busyTimeout.Milliseconds(), 10) +
		"&_cache_size=-" + strconv.Itoa(cacheKiB) + "&" + role}
	return u.String()
}

func (s *Store) migrate(ctx context.Context) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, s.writer, files, goose.WithDisableGlobalRegistry(true),
		goose.WithGoMigrations(s.rightsMigration(), s.importRowsMigration(), s.dueMigration()))
	if err != nil {
		return err
	}
	current, target, err := provider.GetVersions(ctx)
	if err != nil {
		return err
	}
	if current > target {
		return fmt.Errorf("%w: the data has schema %d, this program knows up to %d; use a newer one",
			models.ErrPrecondition, current, target)
	}
	_, err = provider.Up(ctx)
	return err
}
