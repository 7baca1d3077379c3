package faces

import (
	"bytes"
	"context"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"golang.org/x/image/draw"

	"github.com/guitu-project/guitu/models"
)

// fixture reads a file of testdata.
func fixture(tb testing.TB, name string) []byte {
	tb.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

// cached returns a file that `make test` downloads.
func cached(tb testing.TB, name string) string {
	tb.Helper()
	root := os.Getenv("GUITU_TEST_CACHE")
	if root == "" {
		root = filepath.Join("..", ".cache")
	}
	path := filepath.Join(root, filepath.FromSlash(name))
	if _, err := os.Stat(path); err != nil {
		tb.Fatalf("run make test, which puts the models and photos of the tests in place: %v", err)
	}
	return path
}

func modelDir(tb testing.TB) string { return cached(tb, "models") }

// sample returns one of the six group photos.
func sample(tb testing.TB, name string) []byte {
	tb.Helper()
	b, err := os.ReadFile(cached(tb, "testdata/faces/"+name+".jpg"))
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

// sharedHEIF saves every test the second that compiling libheif takes.
var sharedHEIF = sync.OnceValue(newHEIF)

func newDecoder() decoder {
	c := Config{}.withDefaults()
	return decoder{maxBytes: c.MaxBytes, maxPixels: c.MaxPixels, heif: sharedHEIF()}
}

func pixelsOf(tb testing.TB, file []byte) *image.RGBA {
	tb.Helper()
	pic, err := newDecoder().decode(context.Background(), file)
	if err != nil {
		tb.Fatal(err)
	}
	return pic.pixels
}

// facePicture returns the 200 × 200 px face of testdata.
func facePicture(tb testing.TB) *image.RGBA { return pixelsOf(tb, fixture(tb, "face.webp")) }

func asJPEG(tb testing.TB, img image.Image) []byte {
	tb.Helper()
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, img, &jpeg.Options{Quality: 95}); err != nil {
		tb.Fatal(err)
	}
	return buf.Bytes()
}

func asPNG(tb testing.TB, img image.Image) []byte {
	tb.Helper()
	var buf bytes.Buffer
	if err := png.Encode(&buf, img); err != nil {
		tb.Fatal(err)
	}
	return buf.Bytes()
}

// exifWith is EXIF data whose only tag is the orientation.
func exifWith(o orientation, order binary.AppendByteOrder) []byte {
	b := []byte("Exif\x00\x00II")
	if order.AppendUint16(nil, 1)[0] == 0 {
		b = []byte("Exif\x00\x00MM")
	}
	b = order.AppendUint16(b, 42)
	b = order.AppendUint32(b, 8) // the directory follows
	b = order.AppendUint16(b, 1) // one entry
	b = order.AppendUint16(b, 0x0112)
	b = order.AppendUint16(b, 3) // SHORT
	b = order.AppendUint32(b, 1)
	b = order.AppendUint16(b, uint16(o))
	return append(b, 0, 0, 0, 0, 0, 0)
}

// storedTurned is img as a camera stores it that was held so that the viewer must
// apply o: the pixels turned back, the orientation in the EXIF data.
func storedTurned(tb testing.TB, img *image.RGBA, o orientation, order binary.AppendByteOrder) []byte {
	tb.Helper()
	back := o
	switch o {
	case 6:
		back = 8
	case 8:
		back = 6
	}
	plain := asJPEG(tb, render(img, img.Rect, 1, back))
	exif := exifWith(o, order)
	app1 := binary.BigEndian.AppendUint16([]byte{0xFF, 0xD8, 0xFF, 0xE1}, uint16(len(exif)+2))
	return append(append(app1, exif...), plain[2:]...)
}

// rotatedHEIC adds an irot property (quarter turns counter-clockwise) to a file of
// heif-enc: property 4 of the one image, which moves the pixels by ten bytes.
func rotatedHEIC(tb testing.TB, file []byte, quarters byte) []byte {
	tb.Helper()
	b := bytes.Clone(file)
	grow := func(box string, by uint32) int {
		at := bytes.Index(b, []byte(box)) - 4
		if at < 0 {
			tb.Fatalf("the fixture has no box %s", box)
		}
		size := binary.BigEndian.Uint32(b[at:])
		binary.BigEndian.PutUint32(b[at:], size+by)
		return at + int(size)
	}
	mdat := uint32(bytes.Index(b, []byte("mdat")) + 4)
	grow("meta", 10)
	grow("iprp", 10)
	afterIPCO, afterIPMA := grow("ipco", 9), grow("ipma", 1)
	iloc := bytes.Index(b, []byte("iloc"))
	extent := bytes.Index(b[iloc:], binary.BigEndian.AppendUint32(nil, mdat)) + iloc
	binary.BigEndian.PutUint32(b[extent:], mdat+10)
	b[afterIPMA-4]++ // three properties become four
	out := append(bytes.Clone(b[:afterIPCO]), 0, 0, 0, 9, 'i', 'r', 'o', 't', quarters)
	out = append(out, b[afterIPCO:afterIPMA]...)
	out = append(out, 0x84) // essential, the fourth
	return append(out, b[afterIPMA:]...)
}

// onGrey returns a picture with img in its middle.
func onGrey(side int, img *image.RGBA) *image.RGBA {
	dst := image.NewRGBA(image.Rect(0, 0, side, side))
	draw.Draw(dst, dst.Rect, image.NewUniform(color.Gray{Y: 120}), image.Point{}, draw.Src)
	at := image.Pt((side-img.Rect.Dx())/2, (side-img.Rect.Dy())/2)
	draw.Draw(dst, img.Rect.Add(at), img, image.Point{}, draw.Src)
	return dst
}

func openIn(tb testing.TB, cfg Config) *Analyzer {
	tb.Helper()
	l, err := Open(cfg)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := l.Close(); err != nil {
			tb.Error(err)
		}
	})
	return l
}

func look(tb testing.TB, l *Analyzer, file []byte) models.Photo {
	tb.Helper()
	p := models.Photo{Content: file}
	if err := l.Analyze(context.Background(), &p); err != nil {
		tb.Fatal(err)
	}
	for i, f := range p.Faces {
		b := f.Box
		if b.X < 0 || b.Y < 0 || b.Width <= 0 || b.Height <= 0 || b.X+b.Width > 1 || b.Y+b.Height > 1 {
			tb.Errorf("face %d: box %+v", i, b)
		}
		if len(f.Landmarks) != 5 || f.Quality < 0 || f.Quality > 1 || len(f.Embedding) == 0 || (f.Weakness == "") != (f.Quality >= QualityCapped) {
			tb.Errorf("face %d: %d landmarks, quality %v (%s), %d numbers of %s", i, len(f.Landmarks), f.Quality, f.Weakness, len(f.Embedding), f.Model)
		}
		for e := range f.Embeddings() {
			if dim := models.EmbeddingDim(e.Model); dim != 0 && len(e.Vector) != dim || len(e.SHA256) != 64 || e.Metric != models.MetricL2 {
				tb.Errorf("face %d: %d numbers of %s (%s, %s)", i, len(e.Vector), e.Model, e.SHA256, e.Metric)
			}
		}
	}
	return p
}

// oneFace returns the only face of a photo.
func oneFace(tb testing.TB, l *Analyzer, file []byte) models.Face {
	tb.Helper()
	p := look(tb, l, file)
	if p.Finding != models.FindingOneFace {
		tb.Fatalf("found %s (%d faces), want one face", p.Finding, len(p.Faces))
	}
	return p.Faces[0]
}

// squared returns the distance of two faces, squared, by the best model.
func squared(a, b models.Face) float64 { return squaredOf(a.Embedding, b.Embedding) }

func squaredOf(a, b []float32) float64 {
	sum := 0.0
	for i := range a {
		d := float64(a[i] - b[i])
		sum += d * d
	}
	return sum
}

// vector returns a face's embedding of that model, nil for none.
func vector(f models.Face, model string) []float32 {
	for e := range f.Embeddings() {
		if e.Model == model {
			return e.Vector
		}
	}
	return nil
}
