package sqlstore

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"sync"
	"time"

	"github.com/guitu-project/guitu/models"
)

// Room says how much of the disk is kept free for what must go on when it is full: people
// who look others up, and the trail of it.
type Room struct {
	// Floor is how many bytes must be free for pictures, uploads, records and notices to be
	// taken. 0: whatever is free.
	Floor int64

	// Reserve is the size in bytes of a file that is given up when less than that is free,
	// because something else filled the disk. 0: none.
	Reserve int64

	// Free returns how many bytes are free.
	Free func() (int64, error)
}

// WithRoom keeps room on the disk; without it, a full disk stops every call that is audited.
func WithRoom(r Room) Option { return func(s *Store) { s.room.Room = r } }

const (
	reserveFile = "reserve"

	// roomEvery is how long a look at the disk holds.
	roomEvery = time.Second
)

// room watches the disk.
type room struct {
	Room
	folder *folder
	now    func() time.Time

	mu       sync.Mutex
	looked   time.Time
	full     bool
	reserved bool // the reserve is there
}

// DiskFull reports whether the store takes no pictures, uploads, records or notices because
// the disk is full.
func (s *Store) DiskFull() bool {
	s.room.mu.Lock()
	defer s.room.mu.Unlock()
	s.room.look()
	return s.room.full
}

// forMore returns models.ErrDiskFull if nothing more may be stored.
func (r *room) forMore() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.look(); r.full {
		return models.ErrDiskFull
	}
	return nil
}

// look asks the disk, at most once in roomEvery, gives the reserve up or makes it again.
func (r *room) look() {
	if r.Free == nil || !r.looked.IsZero() && r.now().Sub(r.looked).Abs() < roomEvery {
		return
	}
	r.looked = r.now()
	free, err := r.Free()
	if err != nil { // then the next write says more
		return
	}
	r.full = free < r.Floor
	switch {
	case free < r.Reserve && r.reserved:
		r.reserved = r.folder.drop(reserveFile) != nil
	case free >= r.Floor+r.Reserve && !r.reserved && r.Reserve > 0:
		r.reserved = r.folder.reserve(r.Reserve) == nil
	}
}

// giveUp frees the reserve at once: a write found the disk full.
func (r *room) giveUp() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.full, r.looked = r.Floor > 0, r.now()
	r.reserved = r.folder.drop(reserveFile) != nil
}

// reserve makes a file that takes up room.
func (f *folder) reserve(size int64) (err error) {
	file, err := f.OpenFile(reserveFile, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err = errors.Join(err, file.Close()); err != nil {
			_ = f.drop(reserveFile) // half of it is in the way
		}
	}()
	zeros := make([]byte, 1<<20)
	for ; size > 0; size -= int64(len(zeros)) {
		if _, err := file.Write(zeros[:min(size, int64(len(zeros)))]); err != nil {
			return err
		}
	}
	return file.Sync()
}

// openRoom looks at the disk for the first time.
func (s *Store) openRoom() {
	s.room.folder, s.room.now = s.folder, s.now
	_, err := s.folder.Lstat(reserveFile)
	s.room.reserved = !errors.Is(err, fs.ErrNotExist)
	s.room.mu.Lock()
	defer s.room.mu.Unlock()
	s.room.look()
}

// insist runs a write that must succeed although the disk is full: it gives up the reserve,
// has the database free what it can, and tries once more.
func (s *Store) insist(ctx context.Context, write func() error) error {
	err := write()
	if !errors.Is(err, models.ErrDiskFull) || s.room.Reserve == 0 {
		return err
	}
	s.room.giveUp()
	if err := s.cramp(ctx); err != nil {
		return fail("make room", err)
	}
	return write()
}

// cramp has the database free what it can.
func (s *Store) cramp(ctx context.Context) error {
	if err := s.takeTurn(ctx); err != nil {
		return err
	}
	defer s.endTurn()
	return mark(s.db.MakeRoom(ctx), s.db.Sentinel)
}

// Writable begins a transaction and ends it; see store.Condition.
func (s *Store) Writable(ctx context.Context) error {
	if err := s.room.forMore(); err != nil {
		return fail("write", err)
	}
	if err := s.takeTurn(ctx); err != nil {
		return fail("write", err)
	}
	defer s.endTurn()
	t, err := s.db.Begin(ctx)
	if err != nil {
		return Fail("write", err, s.db.Sentinel)
	}
	return Fail("write", t.Rollback(), s.db.Sentinel)
}
