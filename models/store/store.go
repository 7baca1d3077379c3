// Package store says what is kept and how, as small role interfaces whose
// comments are the contract; storetest holds every implementation to it. The
// store is the truth: everything else (the index) can be rebuilt from it.
package store

import (
	"context"
	"io"
	"time"

	"github.com/guitu-project/guitu/models"
)

// Store keeps everything that must not be lost. It is safe for concurrent use.
type Store interface {
	Reader
	Audit
	AuditProof
	Users
	Logins
	Blobs
	Uploads
	Scrubber

	// InTx runs fn; all that fn writes through tx commits together when fn returns
	// nil, and none of it when fn returns an error or panics. tx is dead after fn.
	// Writers wait for each other; fn must not call InTx or AppendAudit. A write that
	// was refused (exists, stale, …) leaves tx usable; one that broke off dooms it.
	InTx(ctx context.Context, fn func(tx Tx) error) error

	Close() error
}

// Reader reads what is committed.
type Reader interface {
	Records() Files[*models.Record]
	Notices() Files[*models.Notice]
	Changes
	Imports
	Exports
	Pairs
	Cases
	Alerts
	Erasures
	Takedowns
	Steps
	Proceedings
	Answers

	// Photo returns a photo of a stored subject, without its content, and the
	// subject's name. Errors: models.ErrNotFound.
	Photo(ctx context.Context, name string) (models.Photo, string, error)
}

// Tx reads what is committed and what the transaction wrote, and writes.
//
// Every mutation of a subject writes, in the same transaction, a change row and
// an audit row in the name of the actor in ctx; without one it writes nothing and
// returns models.ErrUnauthenticated.
type Tx interface {
	Accounts

	RecordWriter() Writer[*models.Record]
	NoticeWriter() Writer[*models.Notice]
	PairWriter
	CaseWriter() CaseWriter
	AlertWriter() AlertWriter

	ErasureWriter
	TakedownWriter
	StepWriter
	ProceedingWriter() ProceedingWriter

	ImportWriter
	ExportWriter
	AnswerWriter

	// AppendAudit is Audit's, in this transaction.
	AppendAudit(ctx context.Context, row *models.Audit) error
}

// Files reads the subjects of one side. What it returns belongs to the caller.
type Files[T models.Subject] interface {
	// Get returns the subject of that name with its photos (without content) and
	// faces (with embeddings). Errors: models.ErrNotFound.
	Get(ctx context.Context, name string) (T, error)

	// GetAll returns those of the named subjects that are here, as Get does, oldest
	// first; a name that is not here is left out.
	GetAll(ctx context.Context, names []string) ([]T, error)

	// Etags returns the etag of each of the named subjects that is here.
	Etags(ctx context.Context, names []string) (map[string]string, error)

	// Lookup finds a subject by who wrote it and that writer's own id, the first if there
	// are several (Entry.Owner). Errors: models.ErrNotFound.
	Lookup(ctx context.Context, origin, externalID string) (T, error)

	// LookupAll returns all subjects of that origin and id, whichever station owns them, oldest first.
	LookupAll(ctx context.Context, origin, externalID string) ([]T, error)

	// UploadHashes returns the UploadHash, empty if several share the key, of each of up to 10 000 keyed subjects that
	// is here.
	UploadHashes(ctx context.Context, keys []ExternalKey) (map[ExternalKey]string, error)

	// Count returns how many subjects pass the filter.
	Count(ctx context.Context, filter Filter) (int64, error)

	// List returns up to limit subjects that pass the filter, oldest first, that
	// were created after the one a previous call returned as next; next is empty
	// after the last page. A page is shorter, with a next, if its subjects would be
	// over PageBytes; one always comes. An unknown token is models.ErrInvalid (pageToken), as is a
	// limit below 1 (pageSize).
	List(ctx context.Context, filter Filter, limit int, token string) (page []T, next string, err error)

	// OpenWithin returns the names of the open subjects that are within, oldest first.
	OpenWithin(ctx context.Context, within AreaScope) ([]string, error)

	// NamesWithin returns which of these subjects are within.
	NamesWithin(ctx context.Context, names []string, within AreaScope) (map[string]bool, error)
}

// PageBytes is how much a page of a list is at most, in bytes as the store keeps them: what
// one caller asks must not take the memory of all.
const PageBytes = 8 << 20

// ExternalKey says who wrote a subject and that writer's own id, which is not empty.
type ExternalKey struct{ Origin, ExternalID string }

// Writer also changes the subjects of one side.
type Writer[T models.Subject] interface {
	Files[T]

	// Create stores s under a new name, with new photo names, etag and times, all of
	// which it fills in. A non-empty externalID must be new within the origin and
	// Owner.
	// Photo content is not stored, only its SHA256, whose bytes must have been put
	// before (see Blobs).
	// Errors: models.ErrExists, models.ErrPrecondition (no such bytes).
	Create(ctx context.Context, s T) error

	// Update replaces the subject of s's name with s and fills in the new etag and
	// update time; photos that are new get names. A non-empty etag in s must be the
	// current one. Errors: models.ErrNotFound, models.ErrStale, models.ErrExists
	// (the externalID was changed to a taken one).
	Update(ctx context.Context, s T) error

	// Delete removes the subject of that name, its photos and its embeddings; what it
	// was stays only as change and audit rows. A non-empty etag must be the current
	// one. Errors: models.ErrNotFound, models.ErrStale.
	Delete(ctx context.Context, name, etag string) error
}

// Filter picks subjects; empty fields pick all.
type Filter struct {
	ExternalID string
	Origin     string
	Status     string
	OpenOnly   bool
	Within     *AreaScope // nil is everywhere
	Times      []TimeBound
}

// TimeColumn is a time of a subject that lists can be narrowed by.
type TimeColumn string

// The times.
const (
	CreateTime TimeColumn = "create_time"
	UpdateTime TimeColumn = "update_time"
)

// TimeBound picks subjects by one of their times. Op is one of =, !=, <, <=, > and >=.
type TimeBound struct {
	Column TimeColumn
	Op     string
	Time   time.Time
}

// AreaScope picks the records that were found in the areas or are of the station; an
// empty station is no one's. Notices are everywhere: it is for records only.
type AreaScope struct {
	Areas   models.Areas
	Station string
}

// Changes is the numbered journal that the index follows.
type Changes interface {
	// Changes returns up to limit changes after seq, in order.
	Changes(ctx context.Context, after int64, limit int) ([]models.Change, error)

	// LastChange is the number of the newest committed change, 0 before the first.
	LastChange(ctx context.Context) (int64, error)

	// Journal returns the entries of up to limit changes after seq, in order. A subject that
	// left its area or station has an entry for where it was before that of the update, and two
	// files that were merged or unmerged have one each; Changes has all of them, too.
	Journal(ctx context.Context, after int64, limit int) ([]models.JournalEntry, error)
}

// Audit is the trail of who looked at and changed whom.
type Audit interface {
	// AppendAudit writes a row in the name of the actor and for the purpose in ctx and
	// fills in Seq, Time, Actor, Purpose (if it is empty) and Hash. Errors:
	// models.ErrUnauthenticated.
	AppendAudit(ctx context.Context, row *models.Audit) error

	// AuditTrail returns up to limit rows after seq, in order.
	AuditTrail(ctx context.Context, after int64, limit int) ([]models.Audit, error)
}

// Blobs keeps bytes under their SHA-256 (lower-case hex).
type Blobs interface {
	// PutBlob makes content durable and returns its hash. Putting the same bytes
	// again changes nothing.
	PutBlob(ctx context.Context, content []byte) (sha256 string, err error)

	// Blob opens the bytes of that hash and checks them while they are read: a reader
	// that reaches the end of damaged bytes gets models.ErrDataLoss.
	// Errors: models.ErrNotFound.
	Blob(ctx context.Context, sha256 string) (io.ReadCloser, error)

	// SweepBlobs deletes the blobs that no photo, no attachment and no row of an import names and that were put more than
	// an hour ago, and returns how many it deleted. Where several processes share them in a bucket, it marks them,
	// and a call an hour later deletes those that were not put again meanwhile.
	SweepBlobs(ctx context.Context) (int, error)
}

// Uploads keeps the files of imports that are under way, so that an import goes
// on after a crash, and those of exports. They are sealed.
type Uploads interface {
	// KeepUpload makes the body durable as the file of that import or export.
	KeepUpload(ctx context.Context, name string, body io.Reader) error

	// Upload opens the file of that import or export. Errors: models.ErrNotFound.
	Upload(ctx context.Context, name string) (io.ReadCloser, error)

	// DropUpload deletes the file of that import or export, if there is one.
	DropUpload(ctx context.Context, name string) error
}
