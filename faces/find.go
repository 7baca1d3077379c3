package faces

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"math"

	"github.com/guitu-project/guitu/models"
)

// detector names one of dlib's two ways to find a face.
type detector int

const (
	hog detector = iota // fast, upright faces from 80 px
	cnn                 // 2–4 s and 1 GB per megapixel, also turned and masked faces
)

// detection is one face that a scanner found, in pixels of the picture scanned.
type detection struct {
	box       models.Box
	marks     []models.Point // outer and inner corner of the left eye, of the right eye, base of the nose
	embedding []float32
}

// to moves a detection from a part of a picture, magnified by k, to the picture.
func (s detection) to(origin image.Point, k float64) detection {
	x, y := float64(origin.X), float64(origin.Y)
	s.box = models.Box{X: s.box.X/k + x, Y: s.box.Y/k + y, Width: s.box.Width / k, Height: s.box.Height / k}
	marks := make([]models.Point, len(s.marks))
	for i, m := range s.marks {
		marks[i] = models.Point{X: m.X/k + x, Y: m.Y/k + y}
	}
	s.marks = marks
	return s
}

const (
	scanSide   = 1600    // px: the long side of the first scan
	finestSide = 3200    // px: the long side of the finest scan, and of the working copy
	cnnPixels  = 400_000 // what the CNN gets: 1–2 s, 400 MB
	cnnZoom    = 4       // the most it is magnified

	chipFace = 100 // px: a face that is larger in a scan loses nothing in dlib's chip of 150
)

// portraitFaces are the widths in px at which a face is looked at by itself, the
// second if it is not found at the first.
var portraitFaces = [...]float64{150, 200}

// faces finds the faces of a picture and describes each with every embedder that is
// there, left to right. The networks of ONNX Runtime look first, dlib if they are
// absent or see no one.
func (l *Analyzer) faces(ctx context.Context, w *worker, pic *picture) ([]models.Face, error) {
	if w.onnx != nil {
		faces, err := w.onnxFaces(ctx, pic)
		if err != nil || len(faces) > 0 {
			return faces, err
		}
	}
	if w.dlib == nil {
		return nil, nil
	}
	return l.dlibFaces(ctx, w, pic)
}

// dlibFaces finds the faces with dlib. HOG sees no face under 80 px, so a picture
// that shows none is magnified twice and four times before the CNN, which is slow,
// gets its turn.
func (l *Analyzer) dlibFaces(ctx context.Context, w *worker, pic *picture) ([]models.Face, error) {
	long := float64(max(pic.pixels.Rect.Dx(), pic.pixels.Rect.Dy()))
	first, finest := min(1, scanSide/long), finestSide/long
	last := 0.0
	for _, zoom := range []float64{first, min(2*first, finest), min(4*first, finest)} {
		if zoom == last {
			break
		}
		faces, err := w.try(ctx, w.dlib, pic, zoom, hog)
		if err != nil || len(faces) > 0 {
			return faces, err
		}
		last = zoom
	}
	thorough, err := l.thorough.take(ctx)
	if err != nil {
		return nil, err
	}
	defer l.thorough.put()
	zoom := min(cnnZoom, math.Sqrt(cnnPixels/float64(pic.pixels.Rect.Dx()*pic.pixels.Rect.Dy())))
	return w.try(ctx, thorough, pic, zoom, cnn)
}

// try scans once and describes what it finds. A face that HOG sees must show in
// its mirror image, too: badges and folds that pass for a face seldom do.
func (w *worker) try(ctx context.Context, worker scanner, pic *picture, zoom float64, by detector) ([]models.Face, error) {
	found, err := scan(ctx, worker, pic.pixels, pic.pixels.Bounds(), zoom, asIs, by)
	if err != nil {
		return nil, err
	}
	var faces []models.Face
	for _, s := range found {
		straight := s.embedding
		if zoom < 1 && s.box.Width*zoom < chipFace {
			// The scan was smaller than the picture; dlib's chip has room for more.
			again, err := portrait(ctx, worker, pic.pixels, s.box, asIs, by)
			if err != nil {
				return nil, err
			}
			if again != nil {
				straight = again
			}
		}
		mirrored, err := portrait(ctx, worker, pic.pixels, s.box, flipped, by)
		switch {
		case err != nil:
			return nil, err
		case mirrored != nil:
			straight = mean(straight, mirrored)
		case by == hog:
			continue
		}
		f, err := w.described(pic, s, straight)
		if err != nil {
			return nil, err
		}
		faces = append(faces, f)
	}
	return faces, nil
}

// described returns a face that dlib found, with what the networks make of it if they
// see anything.
func (w *worker) described(pic *picture, s detection, embedding []float32) (models.Face, error) {
	f := pic.face(s)
	list := []models.Embedding{dlibEmbedder().Embed(embedding)}
	if w.onnx != nil {
		l, err := w.onnx.describe(viewOf(pic.pixels, pic.pixels.Rect, asIs), s.box)
		if err != nil {
			return f, err
		}
		if l.norm >= normNoise {
			list = append(l.embeddings, list...)
		}
	}
	f.SetEmbeddings(list)
	return f, nil
}

// dlibEmbedder is dlib's network, which brings its descriptors to no length.
func dlibEmbedder() models.Embedder {
	return models.Embedder{ID: models.ModelDlib, SHA256: dlibSHA256, Dim: models.EmbeddingDim(models.ModelDlib), Metric: models.MetricL2}
}

func mean(a, b []float32) []float32 {
	m := make([]float32, len(a))
	for i := range m {
		m[i] = (a[i] + b[i]) / 2
	}
	return m
}

// portrait returns the embedding of the face in that box, drawn large and by itself;
// nil if the detector does not find it again.
func portrait(ctx context.Context, worker scanner, pic *image.RGBA, box models.Box, turn orientation, by detector) ([]float32, error) {
	region := room(box, around).Intersect(pic.Bounds())
	want := box
	if turn == flipped {
		want.X = float64(region.Min.X+region.Max.X) - box.X - box.Width
	}
	for _, side := range portraitFaces {
		found, err := scan(ctx, worker, pic, region, side/box.Width, turn, by)
		if err != nil {
			return nil, err
		}
		best, overlap := []float32(nil), 0.4
		for _, s := range found {
			if o := iou(s.box, want); o > overlap {
				best, overlap = s.embedding, o
			}
		}
		if best != nil || by == cnn { // the CNN is slow and does not depend on the size
			return best, nil
		}
	}
	return nil, nil
}

// around is how much dlib needs about a face to find it again, in its sizes.
const around = 0.6

// scan looks for faces in a region of pic, magnified by zoom. What it finds is in
// pixels of pic; in a mirrored region, of the mirrored region moved there.
func scan(ctx context.Context, worker scanner, pic *image.RGBA, region image.Rectangle, zoom float64, turn orientation, by detector) ([]detection, error) {
	if err := ctx.Err(); err != nil { // dlib cannot be interrupted
		return nil, fmt.Errorf("looking for faces: %w", err)
	}
	var buf bytes.Buffer
	img := render(pic, region, zoom, turn)
	if err := jpeg.Encode(&buf, img, &jpeg.Options{Quality: 95}); err != nil {
		return nil, fmt.Errorf("%w: encode for dlib: %w", models.ErrUnavailable, err)
	}
	found, err := worker.scan(buf.Bytes(), by)
	if err != nil {
		return nil, err
	}
	for i := range found {
		found[i] = found[i].to(region.Min, zoom)
	}
	return found, nil
}

// iou returns the intersection of two boxes over their union.
func iou(a, b models.Box) float64 { return a.Overlap(b) }
