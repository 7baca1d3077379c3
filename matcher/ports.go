package matcher

import (
	"context"

	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
)

// PhotoAnalyzer finds and describes the faces on photos; package faces holds one.
type PhotoAnalyzer interface {
	// Accepts returns why a file is of a format that is not taken from outside, though
	// pictures of it that are held already are read. Errors: models.ErrUnreadable.
	Accepts(file []byte) error

	// Analyze reads p.Content and fills in what the photo is and which faces are on it:
	// ContentType, Width, Height, Finding and Faces. If faces are off it fills in
	// all but the faces, with the finding FACES_OFF.
	// Errors: models.ErrUnreadable, models.ErrTooLarge; p is then unchanged.
	Analyze(ctx context.Context, p *models.Photo) error

	// Clean returns a picture as it may leave: what is to be seen, upright, and nothing
	// else that the file says. Errors: models.ErrUnreadable, models.ErrTooLarge.
	Clean(ctx context.Context, file []byte) (clean []byte, contentType string, err error)

	// Embedders are the models that describe each face, the best first; none if
	// faces are off.
	Embedders() []models.Embedder
}

// Index finds candidates fast. Everything in it comes from the store's changes.
type Index interface {
	// CatchUp returns when every change up to seq can be found, or with an error
	// when that will not be soon.
	CatchUp(ctx context.Context, seq int64) error

	// NoteWritten shows subjects as they were just committed, which then belong to the index: it
	// may take them instead of reading them again, if they are still the newest.
	NoteWritten(committed []models.Subject)

	// Candidates returns the limit open subjects of one side that are most like the
	// probe, without the probe itself, and after them some hundreds more with whom they
	// share the probability. The profiles are shared and must not be changed.
	Candidates(ctx context.Context, probe *feature.Probe, side models.Kind, limit int) ([]feature.Candidate, error)

	// CandidatesAmong is Candidates among the named, whom alone it finds and with whom alone
	// they share the probability.
	CandidatesAmong(ctx context.Context, probe *feature.Probe, side models.Kind, limit int, names []string) ([]feature.Candidate, error)

	// Profile is what the index understood of an open subject; nil if it does not
	// have it. It may be of an earlier form than the store's, and must not be changed.
	Profile(name string) *feature.Profile

	// SearchText returns the names of up to limit subjects of one side, open or not,
	// whose words fit the query, best first.
	SearchText(ctx context.Context, side models.Kind, query string, limit int) ([]string, error)

	// SearchAmong returns the names of those of the subjects, all of one side, whose words as
	// they are given fit the query, best first.
	SearchAmong(ctx context.Context, query string, subjects []models.Subject) ([]string, error)

	// Purge returns when nothing of the named, whose deletion or whose new form it has
	// caught up with, is left in its files or in what it learned from them.
	Purge(ctx context.Context, names []string) error

	// OpenCount is how many open subjects one side has.
	OpenCount(side models.Kind) int
}
