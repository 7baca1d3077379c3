//go:build cgo

package faces

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/image/draw"

	"github.com/guitu-project/guitu/models"
)

// openNetworks opens a looker as it is if dlib is absent.
func openNetworks(tb testing.TB, cfg Config) *Analyzer {
	tb.Helper()
	cfg.ModelDir = tb.TempDir()
	for _, f := range slices.Concat(frPackage().files, mobilePackage().files, runtimePackage().files) {
		file, err := filepath.Abs(filepath.Join(modelDir(tb), f.Name))
		if err == nil {
			err = os.Symlink(file, filepath.Join(cfg.ModelDir, f.Name))
		}
		if err != nil {
			tb.Fatal(err)
		}
	}
	l := openIn(tb, cfg)
	if err := l.Without(); !errors.Is(err, models.ErrFacesOff) {
		tb.Errorf("without dlib it says %v", err)
	}
	return l
}

// masked returns the face with a surgical mask over its lower half.
func masked(tb testing.TB) *image.RGBA {
	m := render(facePicture(tb), image.Rect(0, 0, 200, 200), 1, asIs)
	draw.Draw(m, image.Rect(65, 105, 155, 152), image.NewUniform(color.RGBA{150, 190, 220, 255}), image.Point{}, draw.Src)
	return m
}

// withGlasses returns the face with dark glasses over its eyes.
func withGlasses(tb testing.TB, f models.Face) *image.RGBA {
	m := render(facePicture(tb), image.Rect(0, 0, 200, 200), 1, asIs)
	left, right := middle(f.Landmarks[0], f.Landmarks[1]), middle(f.Landmarks[2], f.Landmarks[3])
	apart := 200 * math.Abs(left.X-right.X)
	for _, eye := range []models.Point{left, right} {
		x, y := int(200*eye.X), int(200*eye.Y)
		glass := image.Rect(x-int(.42*apart), y-int(.25*apart), x+int(.42*apart), y+int(.33*apart))
		draw.Draw(m, glass, image.NewUniform(color.RGBA{20, 20, 22, 255}), image.Point{}, draw.Src)
	}
	return m
}

// animated returns a GIF of two frames; only the first shows the face.
func animated(tb testing.TB) []byte {
	tb.Helper()
	frames := make([]*image.Paletted, 2)
	for i, pic := range []image.Image{facePicture(tb), image.NewRGBA(image.Rect(0, 0, 200, 200))} {
		one, err := gif.Decode(bytes.NewReader(asGIF(tb, pic)))
		if err != nil {
			tb.Fatal(err)
		}
		frames[i] = one.(*image.Paletted)
	}
	var buf bytes.Buffer
	if err := gif.EncodeAll(&buf, &gif.GIF{Image: frames, Delay: []int{10, 10}}); err != nil {
		tb.Fatal(err)
	}
	return buf.Bytes()
}

// What comes back for what people upload: the table of doc.go. Distances are of
// fr-feature-v1 to the plain photo; strangers are at 1.4 and more in the
// group photos, so a face of 24 px says next to nothing, and its quality says so.
func TestOddPhotos(t *testing.T) {
	l := openNetworks(t, Config{Workers: 1})
	face := facePicture(t) // 99 px wide in 200
	plain := oneFace(t, l, fixture(t, "face.webp"))
	photo := asJPEG(t, face)
	corrupt := bytes.Clone(photo)
	for i := len(corrupt) / 3; i < len(corrupt)-2; i += 7 {
		corrupt[i] = 0xD0 // restart markers if none belong
	}
	small := func(px float64) []byte { return asPNG(t, onGrey(180, render(face, face.Rect, px/99, asIs))) }
	for _, test := range []struct {
		name     string
		file     []byte
		refused  error // or, if nil:
		weakness models.Weakness
		within   float64
	}{
		{"cut after an eighth", photo[:len(photo)/8], models.ErrUnreadable, "", 0},
		{"cut after nine tenths", photo[:len(photo)*9/10], nil, "", 0.4},
		{"corrupt", corrupt, models.ErrUnreadable, "", 0},
		{"20,000 × 20,000", hugePNG(t), models.ErrTooLarge, "", 0},
		{"grey JPEG", asJPEG(t, converted(face, image.NewGray(face.Rect))), nil, "", 0.4},
		{"CMYK JPEG", fixture(t, "face-cmyk.jpg"), nil, "", 0.2},
		{"animated GIF", animated(t), nil, "", 0.2},
		{"HEIC", fixture(t, "face.heic"), nil, "", 0.2},
		{"16-bit PNG", asPNG(t, converted(face, image.NewNRGBA64(face.Rect))), nil, "", 0.01},
		{"turned by EXIF", storedTurned(t, face, 6, binary.BigEndian), nil, "", 0.1},
		{"on its left side", asJPEG(t, render(face, face.Rect, 1, 8)), nil, "", 0.2},
		{"on its right side", asJPEG(t, render(face, face.Rect, 1, 6)), nil, "", 0.2},
		{"upside down", asJPEG(t, render(face, face.Rect, 1, 3)), nil, "", 0.2},
		{"masked", asJPEG(t, masked(t)), nil, models.WeakMouthCovered, 1.2},
		{"with dark glasses", asJPEG(t, withGlasses(t, plain)), nil, models.WeakEyesCovered, 1.2},
		{"40 px wide", small(40), nil, models.WeakSmall, 0.6},
		{"24 px wide", small(24), nil, models.WeakSmall, 1.6},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := models.Photo{Content: test.file}
			err := l.Analyze(context.Background(), &p)
			if test.refused != nil {
				t.Logf("refused: %v", err)
				if !errors.Is(err, test.refused) {
					t.Errorf("error %v, want %v", err, test.refused)
				}
				return
			}
			if err != nil || len(p.Faces) != 1 || p.Finding != models.FindingOneFace {
				t.Fatalf("%s, %d faces, error %v", p.Finding, len(p.Faces), err)
			}
			f := p.Faces[0]
			d := squared(f, plain)
			t.Logf("quality %.2f %s, distance %.3f", f.Quality, f.Weakness, d)
			if f.Weakness != test.weakness || d > test.within || f.Model != models.ModelFR {
				t.Errorf("weakness %q, want %q; distance %.3f, want at most %.2f", f.Weakness, test.weakness, d, test.within)
			}
			if f.Quality < QualityByHand != slices.Contains([]string{"24 px wide", "masked", "with dark glasses"}, test.name) {
				t.Errorf("quality %.2f", f.Quality)
			}
		})
	}
}

// A group photo that lies on its side shows the same people in the same places.
func TestGroupOnItsSide(t *testing.T) {
	l := openNetworks(t, Config{Workers: 1})
	pic := pixelsOf(t, sample(t, "sample3"))
	straight := look(t, l, asJPEG(t, pic))
	lying := look(t, l, asJPEG(t, render(pic, pic.Rect, 1, 6)))
	if len(straight.Faces) != 3 || len(lying.Faces) != 3 {
		t.Fatalf("%d faces upright, %d lying", len(straight.Faces), len(lying.Faces))
	}
	for i, f := range straight.Faces {
		// Clockwise by a quarter: (x, y) comes to (1 − y, x).
		want := models.Box{X: 1 - f.Box.Y - f.Box.Height, Y: f.Box.X, Width: f.Box.Height, Height: f.Box.Width}
		best := models.Face{}
		for _, g := range lying.Faces {
			if iou(g.Box, want) > iou(best.Box, want) {
				best = g
			}
		}
		if best.Embedding == nil {
			t.Errorf("face %d: nobody where it should lie", i)
			continue
		}
		d := squared(f, best)
		t.Logf("face %d: distance %.3f, overlap %.2f", i, d, iou(best.Box, want))
		if d > 0.3 || iou(best.Box, want) < 0.5 {
			t.Errorf("face %d: distance %.3f, overlap %.2f", i, d, iou(best.Box, want))
		}
	}
}

// Fifteen people of 40 px in a photo of 3,000 px: seen in parts, each once.
func TestLargeGroup(t *testing.T) {
	l := openNetworks(t, Config{Workers: 1})
	group := image.NewRGBA(image.Rect(0, 0, 3000, 2000))
	draw.Draw(group, group.Rect, image.NewUniform(color.Gray{Y: 120}), image.Point{}, draw.Src)
	one := render(facePicture(t), image.Rect(0, 0, 200, 200), 40./99, asIs)
	for i := range 15 {
		at := image.Pt(40+(i%5)*600, 150+(i/5)*630)
		draw.Draw(group, one.Rect.Add(at), one, image.Point{}, draw.Src)
	}
	if p := look(t, l, asPNG(t, group)); len(p.Faces) != 15 {
		t.Errorf("%d faces, want 15", len(p.Faces))
	}
}

func TestFitRecoversASimilarity(t *testing.T) {
	want := similarity{a: 1.5, b: -0.7, x: 30, y: -4}
	var from, to []models.Point
	for _, p := range template {
		from, to = append(from, p), append(to, want.apply(p))
	}
	got, ok := fit(from, to)
	if !ok || math.Abs(got.a-want.a)+math.Abs(got.b-want.b)+math.Abs(got.x-want.x)+math.Abs(got.y-want.y) > 1e-9 {
		t.Errorf("%+v, %v; want %+v", got, ok, want)
	}
	p := models.Point{X: 12, Y: 34}
	if back := got.then(got.inverse()).apply(p); math.Hypot(back.X-p.X, back.Y-p.Y) > 1e-9 {
		t.Errorf("there and back is %v", back)
	}
	if _, ok := fit(make([]models.Point, 5), to); ok {
		t.Error("five points in one place have a similarity")
	}
}

func TestTilesCoverThePicture(t *testing.T) {
	for _, size := range []image.Point{{641, 481}, {1920, 1280}, {3200, 16}, {700, 3200}} {
		whole := image.Rectangle{Max: size}
		parts := tiles(whole)
		for _, x := range []int{0, size.X / 3, size.X / 2, size.X - 1} {
			for _, y := range []int{0, size.Y / 3, size.Y / 2, size.Y - 1} {
				covered := false
				for _, p := range parts {
					covered = covered || image.Pt(x, y).In(p)
				}
				if !covered {
					t.Errorf("%v: no part has (%d, %d)", size, x, y)
				}
			}
		}
	}
	if tiles(image.Rect(0, 0, tileWidth, tileHeight)) != nil {
		t.Error("a small picture was cut")
	}
}

// Everyone gets what a single caller gets, and a caller that gave up costs no one
// a worker.
func TestNetworksConcurrently(t *testing.T) {
	l := openNetworks(t, Config{Workers: 2})
	file := fixture(t, "face.webp")
	want := oneFace(t, l, file)
	var callers sync.WaitGroup
	for range 4 {
		callers.Go(func() {
			for range 4 {
				p := models.Photo{Content: file}
				if err := l.Analyze(context.Background(), &p); err != nil || len(p.Faces) != 1 || squared(p.Faces[0], want) != 0 {
					t.Errorf("error %v, %d faces", err, len(p.Faces))
				}
				ctx, cancel := context.WithCancel(context.Background())
				cancel()
				if err := l.Analyze(ctx, &models.Photo{Content: file}); !errors.Is(err, context.Canceled) {
					t.Errorf("error %v, want context.Canceled", err)
				}
			}
		})
	}
	callers.Wait()
	if len(l.pool) != 2 {
		t.Errorf("%d workers are home, want 2", len(l.pool))
	}
}

// fr_feature.onnx as if an operator owned it: the same vectors under another name,
// before ours.
func TestOwnEmbedder(t *testing.T) {
	model, err := filepath.Abs(filepath.Join(modelDir(t), fileFeature))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "embedders.json")
	write := func(text string) ([]OwnEmbedder, error) {
		if err := os.WriteFile(file, []byte(strings.ReplaceAll(text, "MODEL", model)), 0o600); err != nil {
			t.Fatal(err)
		}
		return ReadOwnEmbedders(file)
	}
	own, err := write(`[{"id":"x-ours.1","path":"MODEL","inputSize":112,"channels":"RGB","mean":127.5,"std":128},
		{"id":"x-swapped","path":"MODEL","channels":"BGR","mean":127.5,"std":128}]`)
	if err != nil {
		t.Fatal(err)
	}
	f := oneFace(t, openNetworks(t, Config{Workers: 1, Own: own}), fixture(t, "face.webp"))
	if f.Model != "x-ours.1" || f.ModelSHA256 != featureSHA256 || len(f.Others) != 3 || f.Others[2].Model != models.ModelMobileFaceNet || f.Others[1].Model != models.ModelFR {
		t.Fatalf("models %s (%s) and %d others", f.Model, f.ModelSHA256, len(f.Others))
	}
	if d := squaredOf(f.Embedding, f.Others[1].Vector); d != 0 {
		t.Errorf("the same file gives another vector: %.3f", d)
	}
	if d := squaredOf(f.Embedding, f.Others[0].Vector); d < 0.01 {
		t.Errorf("swapped channels change nothing: %.3f", d)
	}
	if err := (&models.Record{Entry: models.Entry{Photos: []models.Photo{{Faces: []models.Face{f}}}}}).Validate(time.Now()); err != nil {
		t.Errorf("what was looked at is not valid: %v", err)
	}
	for text, says := range map[string]string{
		`[{"id":"mine","path":"MODEL","mean":0,"std":1}]`:                                             "x-",
		`[{"id":"x-a","mean":0,"std":1}]`:                                                             "path",
		`[{"id":"x-a","path":"MODEL","mean":0}]`:                                                      "std",
		`[{"id":"x-a","path":"MODEL","mean":0,"std":1,"channels":"GRB"}]`:                             "channels",
		`[{"id":"x-a","path":"MODEL","mean":0,"std":1},{"id":"x-a","path":"MODEL","mean":0,"std":1}]`: "twice",
		`[{"id":"x-a","path":"MODEL","mean":0,"std":1,"colour":"RGB"}]`:                               "colour",
		`{"id":"x-a"}`: "embedders",
	} {
		if _, err := write(text); !errors.Is(err, models.ErrInvalid) || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: error %v, want one that says %q", text, err, says)
		}
	}
	for name, wrong := range map[string]OwnEmbedder{
		"no such file": {ID: "x-a", Path: model + "-", Std: 1},
		"another file": {ID: "x-a", Path: model, SHA256: strings.Repeat("0", 64), Std: 1},
		"another size": {ID: "x-a", Path: model, InputSize: 224, Std: 1},
		"no model":     {ID: "x-a", Path: file, Std: 1},
	} {
		if _, err := Open(Config{ModelDir: modelDir(t), Workers: 1, Own: []OwnEmbedder{wrong}}); !errors.Is(err, models.ErrFacesOff) || !strings.Contains(err.Error(), "x-a") {
			t.Errorf("%s: error %v", name, err)
		}
	}
	if list, err := ReadOwnEmbedders(filepath.Join(t.TempDir(), "none.json")); err != nil || list != nil {
		t.Errorf("without a file: %v, %v", list, err)
	}
}
