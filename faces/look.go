package faces

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"github.com/guitu-project/guitu/models"
)

// Config says where the models lie and how much one photo may cost. A zero field
// means its default.
type Config struct {
	ModelDir  string // holds the files of [ModelFiles]
	Own       []OwnEmbedder
	Workers   int  // photos looked at at the same time; GOMAXPROCS by default
	MaxBytes  int  // of the file; 20 MiB by default
	HEIC      bool // HEIC is taken from outside, too; see Accepts
	MaxPixels int  // width × height before decoding; 64 Mi by default, which lets phones' 64-megapixel mode in
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
	scan(jpeg []byte, by detector) ([]detection, error)
	close()
}

// worker holds what one photo at a time is looked at with. Either may be nil.
type worker struct {
	onnx *onnx
	dlib scanner
}

func (w *worker) embedders() []models.Embedder {
	var list []models.Embedder
	if w.onnx != nil {
		for _, e := range w.onnx.embedders {
			list = append(list, e.model)
		}
	}
	if w.dlib != nil {
		list = append(list, dlibEmbedder())
	}
	return list
}

func (w *worker) close() {
	if w.onnx != nil {
		w.onnx.close()
	}
	if w.dlib != nil {
		w.dlib.close()
	}
}

// Analyzer looks at photos. Open or Off makes one; it is safe for concurrent use.
type Analyzer struct {
	heic      bool // taken from outside, too
	decoder   decoder
	pool      chan *worker // Config.Workers of them; nil workers if faces are off
	thorough  *sharedCNN   // the one that runs the CNN; nil without dlib
	off       error        // why no one looks; nil if faces are on
	embedders []models.Embedder
	without   error         // why dlib or a network does not look; nil if all do
	closed    chan struct{} // closed once every worker is home
	closing   sync.Once
}

// Open loads the models of cfg.ModelDir once per worker: the networks of ONNX
// Runtime (about 60 MB each) and dlib's (50 MB). If one of the two is absent,
// damaged or not built in, the other works alone, and without MobileFaceNet both do; Without
// says why.
// Errors: models.ErrFacesOff if neither can, naming every file that is absent or
// damaged, or where an embedder of the operator's cannot be loaded.
func Open(cfg Config) (*Analyzer, error) {
	cfg = cfg.withDefaults()
	noDlib := available()
	if noDlib == nil {
		noDlib = verify(cfg.ModelDir, dlibPackage())
	}
	noONNX := onnxReady(cfg.ModelDir)
	if noDlib != nil && noONNX != nil {
		return nil, errors.Join(noDlib, noONNX)
	}
	if noONNX != nil && len(cfg.Own) > 0 {
		return nil, fmt.Errorf("embedder %s: %w", cfg.Own[0].ID, noONNX)
	}
	l := newLooker(cfg)
	noMobile := noONNX
	if noONNX == nil {
		noMobile = verify(cfg.ModelDir, mobilePackage())
	}
	l.without = cmp.Or(noDlib, noONNX, noMobile)
	open := func() (scanner, error) { return openScanner(cfg.ModelDir) }
	if noDlib == nil {
		l.thorough = newSharedCNN(open)
	}
	for range cfg.Workers {
		w, err := openWorker(cfg, noDlib == nil, noONNX == nil, noMobile == nil)
		if err != nil {
			for len(l.pool) > 0 {
				(<-l.pool).close()
			}
			return nil, err
		}
		l.embedders = w.embedders()
		l.pool <- w
	}
	return l, nil
}

func openWorker(cfg Config, dlib, onnx, mobile bool) (_ *worker, err error) {
	w := &worker{}
	defer func() {
		if err != nil {
			w.close()
		}
	}()
	if onnx {
		if w.onnx, err = openONNX(cfg.ModelDir, cfg.Own, mobile); err != nil {
			return nil, err
		}
	}
	if dlib {
		if w.dlib, err = openScanner(cfg.ModelDir); err != nil {
			return nil, err
		}
	}
	return w, nil
}

// Off returns a Analyzer that decodes and checks pictures as usual, finds no faces and
// says so (models.FindingFacesOff). reason is why; Err returns it.
func Off(cfg Config, reason error) *Analyzer {
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

func newLooker(cfg Config) *Analyzer {
	return &Analyzer{
		heic:    cfg.HEIC,
		decoder: decoder{maxBytes: cfg.MaxBytes, maxPixels: cfg.MaxPixels, heif: newHEIF()},
		pool:    make(chan *worker, cfg.Workers),
		closed:  make(chan struct{}),
	}
}

// Err is why no one looks at faces (it wraps models.ErrFacesOff), or nil.
func (l *Analyzer) Err() error { return l.off }

// Without is why dlib or networks of ONNX Runtime do not look while others
// do (it wraps models.ErrFacesOff), or nil.
func (l *Analyzer) Without() error { return l.without }

// Accepts returns why a file is not taken from outside: HEIC, unless Config.HEIC says so.
// The libheif that decodes it (1.18.2 with libde265 1.0.15, in a sandbox) has known holes
// (CVE-2026-32741, CVE-2026-33165), of which a hostile file can make an error or another
// picture than others see. Pictures that are held are shown and looked at all the same.
// Errors: models.ErrUnreadable.
func (l *Analyzer) Accepts(file []byte) error {
	if !l.heic && sniff(file) == "image/heic" {
		return noHEIC()
	}
	return nil
}

// Embedders returns the models that describe each face, the best first; none if
// faces are off.
func (l *Analyzer) Embedders() []models.Embedder { return slices.Clone(l.embedders) }

// Analyze reads p.Content and fills in ContentType, Width and Height (of the upright
// picture), Short, Finding and Faces, left to right. It waits for a free worker as long
// as ctx lets it.
//
// Errors leave p as it was: models.ErrUnreadable (not a picture, truncated, too
// small to show a face: the text says which), models.ErrTooLarge (bytes or
// pixels), models.ErrUnavailable (closed, or out of memory), or that of ctx.
func (l *Analyzer) Analyze(ctx context.Context, p *models.Photo) error {
	// A worker is needed to decode, too: that bounds the memory of many uploads.
	var w *worker
	select {
	case <-ctx.Done():
		return fmt.Errorf("waiting for a face worker: %w", ctx.Err())
	case <-l.closed:
		return fmt.Errorf("%w: the face workers are gone", models.ErrUnavailable)
	case w = <-l.pool:
	}
	defer func() { l.pool <- w }()

	pic, err := l.decoder.decode(ctx, p.Content)
	if err != nil {
		return err
	}
	finding, faces := models.FindingFacesOff, []models.Face(nil)
	if l.off == nil {
		faces, err = l.faces(ctx, w, pic)
		if err != nil {
			return err
		}
		finding = findingOf(faces)
	}
	p.ContentType, p.Width, p.Height = pic.contentType, pic.width, pic.height
	p.Finding, p.Faces, p.Short = finding, faces, pic.short
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
func (l *Analyzer) Close() error {
	l.closing.Do(func() {
		for range cap(l.pool) {
			if w := <-l.pool; w != nil {
				w.close()
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
