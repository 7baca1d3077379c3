package sqlstore

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
	"github.com/guitu-project/guitu/models/store/seal"
)

// writeWait is how long a writer waits for its turn. A transaction takes milliseconds, so
// what waits longer waits for itself.
const writeWait = 30 * time.Second

// Store implements store.Store whose rows are in a database and whose files are in a folder. It is
// safe for concurrent use.
type Store struct {
	db      Database
	dir     string
	files   string        // the folder of blobs and uploads, if it is another
	turn    chan struct{} // holds a token while something writes
	wait    time.Duration // for the turn
	folder  *folder
	ring    *seal.Keyring
	keyFile string
	key     []byte         // what a file would hold, where keyFile is none
	told    func(done int) // how many things of an older folder are sealed
	blobs   blobStore
	objects Objects // where the bytes are in a bucket; else nil
	now     func() time.Time
	damage  *damage
	room    *room
	trail   trail // of reads

	sweeping sync.RWMutex // held for reading while a blob is put into the folder, for writing while some are deleted

	auditKey []byte // seals the head of the audit trail

	erasedTold func(models.Erasure) // called for each erasure of a whole subject, when it is committed
}

var _ store.Store = (*Store)(nil)

// Option changes how a store works.
type Option func(*Store)

// WithClock makes now the clock of everything that the store dates.
func WithClock(now func() time.Time) Option { return func(s *Store) { s.now = now } }

// WithPatience sets how long a writer waits for its turn.
func WithPatience(wait time.Duration) Option { return func(s *Store) { s.wait = wait } }

// WithKeyFile names the master key's file; without it, it lies beside the folder.
func WithKeyFile(file string) Option { return func(s *Store) { s.keyFile = file } }

// WithKey has the master key in the place of a file: text is what it would hold, and name is where it came from.
func WithKey(name string, text []byte) Option {
	return func(s *Store) { s.keyFile, s.key = name, text }
}

// WithFiles keeps blobs and uploads in another folder, which processes that share a database share, too.
func WithFiles(dir string) Option { return func(s *Store) { s.files = dir } }

// WithProgress is told how much of a folder that was written before there were keys
// is sealed, while Open seals it.
func WithProgress(told func(done int)) Option { return func(s *Store) { s.told = told } }

// WithErasedTold has told called for each erasure of a whole subject, when it is committed
// and before its caller hears of it.
func WithErasedTold(told func(models.Erasure)) Option {
	return func(s *Store) { s.erasedTold = told }
}

// New returns a store that is not open yet: it seals the audit trail, no more.
func New(db Database, opts ...Option) *Store {
	s := &Store{
		db: db, turn: make(chan struct{}, 1), wait: writeWait, now: time.Now, told: func(int) {},
		damage: &damage{rows: map[string]bool{}}, room: new(room), erasedTold: func(models.Erasure) {},
	}
	for _, opt := range opts {
		opt(s)
	}
	return s
}

// Open opens the store whose rows are in db and whose keys and files are in dir, which it
// creates if it is missing, and brings it up to date. Errors: models.ErrKey (the master key is
// missing, wrong or not kept safe; nothing is then touched), models.ErrUnavailable,
// models.ErrDiskFull, and those of the database.
func Open(ctx context.Context, dir string, db Database, opts ...Option) (_ *Store, err error) {
	s := New(db, opts...)
	s.dir = dir
	defer func() {
		if err != nil {
			_ = s.Close() // err says more
		}
	}()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fail("open store", err)
	}
	if s.ring, err = s.openRing(ctx); err != nil {
		return nil, Fail("open store", err, db.Sentinel)
	}
	s.blobs = folderBlobs{s}
	if s.objects != nil {
		s.blobs = objectBlobs{s}
	}
	if s.folder, err = openFolder(cmp.Or(s.files, dir), s.objects == nil); err != nil {
		return nil, fail("open store", err)
	}
	s.openRoom()
	if err := db.Open(ctx); err != nil {
		return nil, Fail("open store", err, db.Sentinel)
	}
	if err := db.Migrate(ctx, s); err != nil {
		return nil, Fail("bring the schema up to date", err, db.Sentinel)
	}
	if s.db.Shared() {
		if err := s.keepKeys(ctx); err != nil {
			return nil, fail("keep the keys", err)
		}
	}
	if err := s.checkSeal(ctx); err != nil {
		return nil, fail("check the audit trail's seal", err)
	}
	if err := s.checkKeys(ctx); err != nil {
		return nil, fail("check the keys", err)
	}
	if err := s.checkBlobs(ctx); err != nil {
		return nil, fail("look for the blobs", err)
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

// KnowsSchema returns nil if a program with migrations up to target can work on data of the
// current schema. Errors: models.ErrPrecondition (a newer Guitu wrote it).
func KnowsSchema(current, target int64) error {
	if current > target {
		return fmt.Errorf("%w: the data has schema %d, this program knows up to %d; use a newer one", models.ErrPrecondition, current, target)
	}
	return nil
}

// Keyring returns the keys that seal what the store holds, for what is derived from it.
func (s *Store) Keyring() *seal.Keyring { return s.ring }

// Close ends all connections, after the rows of the trail that are being written.
func (s *Store) Close() error {
	s.trail.writers.Wait()
	err := s.db.Close()
	if s.folder != nil {
		err = errors.Join(err, s.folder.Close())
	}
	if s.objects != nil {
		s.objects.Close()
	}
	return fail("close store", err)
}
