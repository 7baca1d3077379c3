//go:build !nodlib && cgo

package faces

/*
#cgo LDFLAGS: -L${SRCDIR}/cblas

// Weak: another BLAS than OpenBLAS has no such function and no such threads.
extern void openblas_set_num_threads(int) __attribute__((weak));

static void one_blas_thread(void) {
	if (openblas_set_num_threads) openblas_set_num_threads(1);
}
*/
import "C"

import (
	"fmt"

	face "github.com/Kagami/go-face"

	"github.com/guitu-project/guitu/models"
)

// available is nil: this program was built with dlib.
func available() error { return nil }

// recognizer is go-face's, which holds locks inside and so serves one goroutine.
type recognizer struct{ rec *face.Recognizer }

// openScanner loads the models. They are verified before: dlib trusts the sizes
// that a model file names.
func openScanner(dir string) (scanner, error) {
	// OpenBLAS would split each small product over all cores; our workers use them
	// better (24 photos/s on two cores against 13). Process-wide, like its
	// environment variable OPENBLAS_NUM_THREADS, and harmless to repeat.
	C.one_blas_thread()
	rec, err := face.NewRecognizer(dir)
	if err != nil {
		return nil, fmt.Errorf("%w: dlib cannot load its models: %w", models.ErrFacesOff, err)
	}
	return recognizer{rec}, nil
}

func (r recognizer) scan(jpeg []byte, by detector) ([]detection, error) {
	recognize := r.rec.Recognize
	if by == cnn {
		recognize = r.rec.RecognizeCNN
	}
	found, err := recognize(jpeg)
	if err != nil { // a C++ exception; the picture is our own, so memory ran out
		return nil, fmt.Errorf("%w: dlib: %w", models.ErrUnavailable, err)
	}
	detections := make([]detection, len(found))
	for i, f := range found {
		marks := make([]models.Point, len(f.Shapes))
		for j, p := range f.Shapes {
			marks[j] = models.Point{X: float64(p.X), Y: float64(p.Y)}
		}
		detections[i] = detection{
			box: models.Box{
				X: float64(f.Rectangle.Min.X), Y: float64(f.Rectangle.Min.Y),
				Width: float64(f.Rectangle.Dx()), Height: float64(f.Rectangle.Dy()),
			},
			marks:     marks,
			embedding: f.Descriptor[:],
		}
	}
	return detections, nil
}

func (r recognizer) close() { r.rec.Close() }
