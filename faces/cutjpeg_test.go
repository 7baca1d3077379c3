package faces

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"testing"
)

// A JPEG that ends early shows the lines that it holds as the whole one does.
func TestJPEGThatEndsEarly(t *testing.T) {
	face := facePicture(t)
	grey := image.NewGray(face.Rect)
	converted(face, grey)
	for name, file := range map[string][]byte{
		"colour":             asJPEG(t, face),
		"grey":               asJPEG(t, grey),
		"CMYK":               fixture(t, "face-cmyk.jpg"),
		"with restarts":      fixture(t, "face-restarts.jpg"),
		"a row a restart":    fixture(t, "face-restart-rows.jpg"),
		"tables made for it": fixture(t, "face-optimized.jpg"),
	} {
		t.Run(name, func(t *testing.T) {
			whole, err := newDecoder().decode(context.Background(), file)
			if err != nil || whole.short {
				t.Fatalf("whole: short %v, %v", whole, err)
			}
			last := 0
			for _, part := range []float64{.5, .7, .9, 1} {
				pic, err := newDecoder().decode(context.Background(), file[:int(part*float64(len(file)))-3])
				if err != nil {
					t.Fatalf("%.0f %%: %v", 100*part, err)
				}
				if !pic.short || pic.width != whole.width || pic.height < last || pic.height > whole.height {
					t.Errorf("%.0f %%: short %v, %d×%d after %d lines of %d", 100*part, pic.short, pic.width, pic.height, last, whole.height)
				}
				last = pic.height
				same := render(whole.pixels, image.Rect(0, 0, pic.width, pic.height), 1, asIs)
				if d := difference(t, pic.pixels, same); d > .5 {
					t.Errorf("%.0f %%: the %d lines differ by %.1f levels from the whole picture's", 100*part, pic.height, d)
				}
			}
			if last < whole.height*8/10 {
				t.Errorf("all but 3 bytes show %d lines of %d", last, whole.height)
			}
		})
	}
}

// Of a progressive JPEG the scans that are whole show all of the picture.
func TestProgressiveJPEGThatEndsEarly(t *testing.T) {
	face := facePicture(t)
	file := fixture(t, "face-progressive.jpg")
	for _, part := range []float64{.4, .8} {
		pic, err := newDecoder().decode(context.Background(), file[:int(part*float64(len(file)))])
		if err != nil {
			t.Fatal(err)
		}
		if d := difference(t, pic.pixels, face); !pic.short || d > 12 {
			t.Errorf("%.0f %%: short %v, %.1f levels off", 100*part, pic.short, d)
		}
	}
}

// Whatever a cut file holds, it is read or refused.
func FuzzCutJPEG(f *testing.F) {
	random := rand.New(rand.NewPCG(1, 2))
	img := image.NewRGBA(image.Rect(0, 0, 48, 64))
	for i := range img.Pix {
		img.Pix[i] = byte(random.Uint32())
	}
	img.Set(0, 0, color.White)
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, img, nil); err != nil {
		f.Fatal(err)
	}
	f.Add(buf.Bytes()[:buf.Len()/2])
	f.Fuzz(func(t *testing.T, file []byte) {
		if pic, err := newDecoder().decode(t.Context(), file); (pic == nil) == (err == nil) {
			t.Fatalf("%v, %v", pic, err)
		}
	})
}
