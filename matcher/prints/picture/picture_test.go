package picture_test

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"math/rand/v2"
	"testing"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"

	"github.com/guitu-project/guitu/matcher/prints"
	"github.com/guitu-project/guitu/matcher/prints/picture"
	"github.com/guitu-project/guitu/matcher/prints/synthetic"
	"github.com/guitu-project/guitu/models"
)

func encoded(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// seen is the print of a picture of ridges around a place.
func seen(t testing.TB, r *rand.Rand, g *synthetic.Ridges, x, y float64) *prints.Print {
	t.Helper()
	v, err := picture.View(encoded(t, g.Picture(r, synthetic.Usual(), x, y)))
	if err != nil {
		t.Fatal(err)
	}
	return prints.Prepare(v)
}

func TestPicturesOfOneFinger(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var before *prints.Print
	for range 3 {
		g := synthetic.NewFinger(r).Grow(r)
		x, y := synthetic.Offset(r, .75)
		a, b := seen(t, r, g, x, y), seen(t, r, g, -x, -y)
		if n := a.Minutiae(); n < 20 || n > prints.MostMinutiae {
			t.Errorf("%d minutiae", n)
		}
		if c := prints.Compare(a, b); prints.Bits(c.Score) < 10 {
			t.Errorf("one finger: %+v", c)
		}
		if before != nil {
			if c := prints.Compare(a, before); prints.Bits(c.Score) > 5 {
				t.Errorf("strangers: %+v", c)
			}
		}
		before = a
	}
}

func TestKindsOfPictures(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	img := synthetic.NewFinger(r).Grow(r).Picture(r, synthetic.Press{}, 0, 0)
	want, err := picture.View(encoded(t, img))
	if err != nil || want.Quality < 50 {
		t.Fatalf("%+v, %v", want, err)
	}
	for name, encode := range map[string]func(*bytes.Buffer) error{
		"BMP": func(b *bytes.Buffer) error { return bmp.Encode(b, img) }, "TIFF": func(b *bytes.Buffer) error { return tiff.Encode(b, img, nil) },
	} {
		var b bytes.Buffer
		if err := encode(&b); err != nil {
			t.Fatal(err)
		}
		if v, err := picture.View(b.Bytes()); err != nil || len(v.Minutiae) != len(want.Minutiae) {
			t.Errorf("%s: %v", name, err)
		}
	}
	noise := image.NewGray(image.Rect(0, 0, 200, 200))
	for name, file := range map[string][]byte{
		"nothing": nil, "a text": []byte("FMR"), "half a picture": encoded(t, img)[:3000], "an empty one": encoded(t, noise),
		"a small one": encoded(t, image.NewGray(image.Rect(0, 0, 50, 300))), "a large one": encoded(t, image.NewGray(image.Rect(0, 0, 2000, 1500))),
	} {
		if v, err := picture.View(file); !errors.Is(err, models.ErrInvalid) {
			t.Errorf("%s: %+v, %v", name, v, err)
		}
	}
}

func FuzzView(f *testing.F) {
	r := rand.New(rand.NewPCG(5, 6))
	img := synthetic.NewFinger(r).Grow(r).Picture(r, synthetic.Press{}, 0, 0).SubImage(image.Rect(100, 100, 200, 200))
	f.Add(encoded(f, img))
	f.Fuzz(func(t *testing.T, file []byte) {
		if v, err := picture.View(file); err == nil {
			if _, err := (&prints.Template{Format: prints.ISO2011, Views: []prints.View{*v}}).Append(nil); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func BenchmarkView(b *testing.B) {
	r := rand.New(rand.NewPCG(7, 8))
	file := encoded(b, synthetic.NewFinger(r).Grow(r).Picture(r, synthetic.Usual(), 0, 0))
	for b.Loop() {
		if _, err := picture.View(file); err != nil {
			b.Fatal(err)
		}
	}
}
