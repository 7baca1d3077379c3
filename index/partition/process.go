package partition

import (
	"context"

	"github.com/guitu-project/guitu/index/scan"
	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
)

// Process holds some partitions of both sides. It is a cache of the store that follows its changes
// by itself; it may end at any time. Errors are models.ErrUnavailable, unless the context ended.
type Process interface {
	// State tells what the process holds, and how far it is.
	State(ctx context.Context) (State, error)

	// Search returns the part of a search that the partitions have, which are all that it holds.
	// Errors: models.ErrPrecondition for others, or an epoch that it has not.
	Search(ctx context.Context, q *Query) (*Answer, error)

	// Profiles returns what is understood of those of the named that it holds, encoded whole
	// (feature.Scorer), with the vectors of faces if they are wanted.
	Profiles(ctx context.Context, names []string, faces bool) ([][]byte, error)

	// CatchUp returns when every change up to a position can be found.
	CatchUp(ctx context.Context, position int64) error

	// Count returns what is common among the notices held, encoded, up to a position or later.
	Count(ctx context.Context, position int64) ([]byte, error)

	// Epoch returns an epoch that it has, encoded. Errors: models.ErrPrecondition.
	Epoch(ctx context.Context, number int64) ([]byte, error)

	// Prepare returns when searches may name an epoch, which takes as long as it takes to hold
	// all faces against its cohort. It keeps the one before, too.
	Prepare(ctx context.Context, epoch []byte) error

	// Purge returns when nothing of the named, who are gone at a position, is left in files and
	// epochs.
	Purge(ctx context.Context, names []string, position int64) error
}

// State is what a process holds.
type State struct {
	Of         int   // partitions there are
	Partitions []int // those held, in order
	Position   int64 // the last change that can be found
	Notices    int   // open
	Records    int
	Epochs     []int64        // that searches may name, oldest first
	Faces      map[string]int // notices in the sample of faces, by model
	Numbers    string         // the version of the numbers that evidence is weighed by
}

// Query is a search among some partitions.
type Query struct {
	Epoch      int64 // that the probe was made by
	Position   int64 // up to which everything must be found
	Side       models.Kind
	Probe      []byte // the profile, encoded whole
	Ask        scan.Ask
	Partitions []int
	Among      []string // whom alone is searched; everyone if nil
}

// Answer is what some partitions found. Its candidates have names and weights.
type Answer struct {
	Part             scan.Part
	Partitions       []int               // that were searched
	Printed          []feature.Candidate // whose fingerprints fit
	Notices, Records int                 // open, in these partitions
}
