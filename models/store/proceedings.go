package store

import (
	"context"
	"time"

	"github.com/guitu-project/guitu/models"
)

// Proceedings reads a station's work from the street to the way home, and what it counts.
type Proceedings interface {
	// Proceeding returns the proceeding of that name. Errors: models.ErrNotFound.
	Proceeding(ctx context.Context, name string) (models.Proceeding, error)

	// ClientProceeding returns the proceeding of that kind that the actor created under the
	// client's id. Errors: models.ErrNotFound.
	ClientProceeding(ctx context.Context, kind models.ProceedingKind, actor, clientID string) (models.Proceeding, error)

	// ListProceedings returns up to limit proceedings that pass the filter, the newest first,
	// or by due time if DueBy is set; token and next are as for Files.List.
	// Errors: models.ErrInvalid (pageToken, pageSize).
	ListProceedings(ctx context.Context, filter ProceedingFilter, limit int, token string) (page []models.Proceeding, next string, err error)

	// CountDue returns how many open proceedings within the filter are due before each of
	// the times, which grow.
	CountDue(ctx context.Context, filter ProceedingFilter, before ...time.Time) ([]int, error)

	// SumFacts adds up the facts of the asked days, areas and station.
	SumFacts(ctx context.Context, filter FactFilter) ([]FactSum, error)

	// CountedEvents returns what a number adds up from: a line for each event, the latest
	// first, and one without a name for all that were erased. token and next are as for
	// Files.List. Errors: models.ErrInvalid (pageToken, pageSize).
	CountedEvents(ctx context.Context, number Number, limit int, token string) (page []CountedEvent, next string, err error)

	// FactsOf returns what was counted of an event.
	FactsOf(ctx context.Context, event string) ([]models.Fact, error)

	// Counting returns since when things are counted as they happen, and whether what
	// happened before was counted, too.
	Counting(ctx context.Context) (since time.Time, former bool, err error)

	// Reports returns the frozen statistics of an area or station, the newest first.
	Reports(ctx context.Context, area, station string) ([]models.Report, error)
}

// ProceedingWriter also writes them. What it writes, it audits in the name of the actor in
// ctx; without one it writes nothing and returns models.ErrUnauthenticated.
type ProceedingWriter interface {
	Proceedings

	// PutProceeding stores p: under a new name, which it fills in, if p has none, with
	// what its history counts since it was stored last. A non-empty etag must be the
	// current one; the new one and the times are filled in. Files must have been put as
	// blobs before. What is stored of a history is never made shorter.
	// Errors: models.ErrExists (the client's id), models.ErrNotFound, models.ErrStale,
	// models.ErrPrecondition (no such bytes, a shorter history).
	PutProceeding(ctx context.Context, p models.Proceeding) error

	// DropProceeding deletes a proceeding for good; what it counted stays. It returns the
	// hashes of its files. Errors: models.ErrNotFound.
	DropProceeding(ctx context.Context, name string) (files []string, err error)

	// AddFacts counts what no proceeding does: about cases and steps of records.
	AddFacts(ctx context.Context, facts ...models.Fact) error

	// NameFacts says of which events facts are that were counted before that was written
	// down: for each of them, one that is the same but for the name gets it.
	NameFacts(ctx context.Context, facts ...models.Fact) error

	// CountedFormer notes that what happened before counting began was counted.
	CountedFormer(ctx context.Context) error

	// PutReport freezes statistics. Errors: models.ErrExists (they are frozen).
	PutReport(ctx context.Context, r *models.Report) error
}

// ProceedingFilter picks proceedings; empty fields pick all.
type ProceedingFilter struct {
	Kind    models.ProceedingKind
	State   string
	Station string
	Area    string // digits with which the place's code begins
	Record  string
	Of      string // the proceeding that it is part of: a lead's round, an escort's stay
	Open    bool   // only those that have not ended
	Since   time.Time
	Until   time.Time // of the last change: those that have not changed since
	DueBy   time.Time
	DueFrom time.Time
	Within  *ProceedingScope // nil is everywhere
}

// ProceedingScope picks the proceedings of some kinds in the areas, or of the station,
// whether it is theirs or it is the partner.
type ProceedingScope struct {
	AreaScope
	Kinds        []models.ProceedingKind // in the areas, or of the station
	OwnKinds     []models.ProceedingKind // of the station only
	PartnerKinds []models.ProceedingKind // of which the station, or a place in the areas, is the partner
	OwnPartner   []models.ProceedingKind // of which the station is the partner
}

// FactFilter picks facts.
type FactFilter struct {
	From, To models.Date // both days are in
	Area     string      // digits with which the area begins; empty for all
	Station  string
	AsOf     time.Time // only what was entered until then; zero for all
}

// Number is a cell of the statistics.
type Number struct {
	FactFilter
	Measure models.Measure
	Key     string
}

// CountedEvent says how much an event counts in a number.
type CountedEvent struct {
	Name          string // empty if it was erased
	Area, Station string
	Day           models.Date // the latest on which it was counted
	Amount        int
}

// FactSum says how much was counted, of an area and station.
type FactSum struct {
	Area, Station string
	Measure       models.Measure
	Key           string
	Amount        int
}
