package faces

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"

	"github.com/guitu-project/guitu/models"
)

// Config says where the models lie and how much one photo may cost. A zero field
// means its default.
type Config struct {
	ModelDir  string // holds the files of [ModelFiles]
	Workers   int    // photos looked at at the same time; GOMAXPROCS by default
	MaxBytes  int    // of the file; 20 MiB by default
	MaxPixels int    // width × height before decoding; 64 Mi by default, which lets phones' 64-megapixel mode in
}

func (c Config) withDefaults() Config {
	if c.Workers <= 0 {
		c.Workers = runtime.GOMAXPROCS(0)
	}
	if c.MaxBytes <= 0 {
		c.MaxBytes = 20 << 20
	}
	if c.MaxPixels <= 0 {
		c.MaxPixels = 64 << 20
	}
	return c
}

// scanner finds the faces in a clean RGB JPEG, in its pixels. It serves one
// goroutine at a time.
type scanner interface {
	scan(jpeg []byte, by detector) ([]sighting, error)
	close()
}

// Looker looks at photos. Open or Off makes one; it is safe for concurrent use.
type Looker struct {
	decoder  decoder
	pool     chan scanner  // one per worker; nil scanners where faces are off
	thorough *spare        // the one that runs the CNN; nil where faces are off
	off      error         // why nobody looks; nil where faces are on
	closed   chan struct{} // closed once every worker is home
	closing  sync.Once
}

// Open loads the models of cfg.ModelDir once per worker (about 50 MB each).
// Errors: models.ErrFacesOff, naming every file that is absent or damaged, or
// saying that this program was built without dlib.
func Open(cfg Config) (*Looker, error) {
	cfg = cfg.withDefaults()
	if err := available(); err != nil {
		return nil, err
	}
	if err := Verify(cfg.ModelDir); err != nil {
		return nil, err
	}
	open := func() (scanner, error) { return openScanner(cfg.ModelDir) }
	l := newLooker(cfg)
	l.thorough = newSpare(open)
	for range cfg.Workers {
		s, err := open()
		if err != nil {
			for len(l.pool) > 0 {
				(<-l.pool).close()
			}
			return nil, err
		}
		l.pool <- s
	}
	return l, nil
}

// Off is a Looker that decodes and checks pictures as usual, finds no faces and
// says so (models.FindingFacesOff). reason is why; Err returns it.
func Off(cfg Config, reason error) *Looker {
	cfg = cfg.withDefaults()
	l := newLooker(cfg)
	l.off = fmt.Errorf("%w: %w", models.ErrFacesOff, reason)
	if errors.Is(reason, models.ErrFacesOff) {
		l.off = reason
	}
	for range cfg.Workers {
		l.pool <- nil
	}
	return l
}

func newLooker(cfg Config) *Looker {
	return &Looker{
		decoder: decoder{maxBytes: cfg.MaxBytes, maxPixels: cfg.MaxPixels, heif: newHEIF()},
		pool:    make(chan scanner, cfg.Workers),
		closed:  make(chan struct{}),
	}
}

// Err is why nobody looks at faces (it wraps models.ErrFacesOff), or nil.
func (l *Looker) Err() error { return l.off }

// Look reads p.Content and fills in ContentType, Width and Height (of the upright
// picture), Finding and Faces, left to right. It waits for a free worker as long
// as ctx lets it.
//
// Errors leave p as it was: models.ErrUnreadable (not a picture, truncated, too
// small to show a face: the text says which), models.ErrTooLarge (bytes or
// pixels), models.ErrUnavailable (closed, or out of memory), or that of ctx.
func (l *Looker) Look(ctx context.Context, p *models.Photo) error {
	// A worker is needed to decode, too: that bounds the memory of many uploads.
	var worker scanner
	select {
	case <-ctx.Done():
		return fmt.Errorf("waiting for a face worker: %w", ctx.Err())
	case <-l.closed:
		return fmt.Errorf("%w: the face workers are gone", models.ErrUnavailable)
	case worker = <-l.pool:
	}
	defer func() { l.pool <- worker }()

	pic, err := l.decoder.decode(ctx, p.Content)
	if err != nil {
		return err
	}
	finding, faces := models.FindingFacesOff, []models.Face(nil)
	if l.off == nil {
		faces, err = l.faces(ctx, worker, pic)
		if err != nil {
			return err
		}
		finding = findingOf(faces)
	}
	p.ContentType, p.Width, p.Height = pic.contentType, pic.width, pic.height
	p.Finding, p.Faces = finding, faces
	return nil
}

func findingOf(faces []models.Face) models.Finding {
	switch len(faces) {
	case 0:
		return models.FindingNoFace
	case 1:
		return models.FindingOneFace
	}
	return models.FindingSeveralFaces
}

// Close waits for the photos being looked at and frees the models. What comes
// later gets models.ErrUnavailable.
func (l *Looker) Close() error {
	l.closing.Do(func() {
		for range cap(l.pool) {
			if s := <-l.pool; s != nil {
				s.close()
			}
		}
		if l.thorough != nil {
			l.thorough.close()
		}
		l.decoder.heif.close()
		close(l.closed)
	})
	return nil
}
