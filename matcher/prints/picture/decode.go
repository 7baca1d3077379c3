package picture

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"

	"github.com/guitu-project/guitu/matcher/prints"
	"github.com/guitu-project/guitu/models"
)

// The bounds of a picture, in pixels: one finger at 500 dpi is 400 × 500.
const (
	leastSide  = 96
	mostPixels = 2_000_000
)

// Is reports whether a file is a picture of a kind that View reads: PNG, BMP or TIFF.
func Is(file []byte) bool { return kindOf(file) != nil }

// kind decodes one kind of picture.
type kind struct {
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
}

func kindOf(file []byte) *kind {
	for _, k := range []struct {
		magic string
		kind
	}{
		{"\x89PNG", kind{png.DecodeConfig, png.Decode}}, {"BM", kind{bmp.DecodeConfig, bmp.Decode}},
		{"II*\x00", kind{tiff.DecodeConfig, tiff.Decode}}, {"MM\x00*", kind{tiff.DecodeConfig, tiff.Decode}},
	} {
		if bytes.HasPrefix(file, []byte(k.magic)) {
			return &k.kind
		}
	}
	return nil
}

// View returns the minutiae of a picture of one finger. Errors: models.ErrInvalid.
func View(file []byte) (*prints.View, error) {
	grey, err := decode(file)
	if err == nil {
		var v *prints.View
		if v, err = extract(grey); err == nil {
			return v, nil
		}
	}
	return nil, fmt.Errorf("%w: picture of a finger: %w", models.ErrInvalid, err)
}

// decode checks the limits before anything of the picture's size is allocated.
func decode(file []byte) (grey *plane, err error) {
	k := kindOf(file)
	if k == nil {
		return nil, errors.New("no PNG, BMP or TIFF")
	}
	defer func() { // a bounds check that a decoder forgot must not end the service
		if r := recover(); r != nil {
			grey, err = nil, fmt.Errorf("the decoder gave up: %v", r)
		}
	}()
	c, err := k.config(bytes.NewReader(file))
	if err != nil {
		return nil, err
	}
	if c.Width < leastSide || c.Height < leastSide || c.Width > mostPixels/c.Height {
		return nil, fmt.Errorf("%d × %d pixels", c.Width, c.Height)
	}
	img, err := k.decode(bytes.NewReader(file))
	if err != nil {
		return nil, err
	}
	b := img.Bounds()
	grey = newPlane(b.Dx(), b.Dy())
	for y := range grey.h {
		for x := range grey.w {
			grey.v[y*grey.w+x] = float32(color.GrayModel.Convert(img.At(b.Min.X+x, b.Min.Y+y)).(color.Gray).Y)
		}
	}
	return grey, nil
}

// plane describes a value for each pixel.
type plane struct {
	w, h int
	v    []float32
}

func newPlane(w, h int) *plane { return &plane{w, h, make([]float32, w*h)} }
