package faces

import (
	"image"
	"image/color"
	"math"

	"golang.org/x/image/draw"
	"golang.org/x/image/math/f64"
)

// orientation says how a stored picture must be turned to stand upright: the value
// of EXIF's tag 0x0112.
type orientation int

const (
	asIs    orientation = 1
	flipped orientation = 2 // left to right
)

// swaps reports whether width and height change places.
func (o orientation) swaps() bool { return o >= 5 }

// matrix maps a point of a w × h picture to where it stands upright.
func (o orientation) matrix(w, h float64) f64.Aff3 {
	switch o {
	case 2:
		return f64.Aff3{-1, 0, w, 0, 1, 0}
	case 3:
		return f64.Aff3{-1, 0, w, 0, -1, h}
	case 4:
		return f64.Aff3{1, 0, 0, 0, -1, h}
	case 5:
		return f64.Aff3{0, 1, 0, 1, 0, 0}
	case 6:
		return f64.Aff3{0, -1, h, 1, 0, 0}
	case 7:
		return f64.Aff3{0, -1, h, -1, 0, w}
	case 8:
		return f64.Aff3{0, 1, 0, -1, 0, w}
	}
	return f64.Aff3{1, 0, 0, 0, 1, 0}
}

// render draws a region of src, magnified by k and turned upright, on white.
//
// It halves exactly (each pixel the mean of four) until less than another half is
// to go, then interpolates: no aliasing, and none of the 32 bytes per column and
// row that draw.BiLinear needs at 12 megapixels.
func render(src image.Image, region image.Rectangle, k float64, turn orientation) *image.RGBA {
	w, h := scaled(region.Dx(), k), scaled(region.Dy(), k)
	for w <= region.Dx()/2 && h <= region.Dy()/2 {
		half := image.NewRGBA(image.Rect(0, 0, region.Dx()/2, region.Dy()/2))
		draw.ApproxBiLinear.Scale(half, half.Rect, src, region, draw.Src, nil)
		src, region = half, half.Rect
	}
	// Region to (0,0), to its final size, then upright.
	sx, sy := float64(w)/float64(region.Dx()), float64(h)/float64(region.Dy())
	m := turn.matrix(float64(w), float64(h))
	x, y := float64(region.Min.X), float64(region.Min.Y)
	m = f64.Aff3{
		m[0] * sx, m[1] * sy, m[2] - m[0]*sx*x - m[1]*sy*y,
		m[3] * sx, m[4] * sy, m[5] - m[3]*sx*x - m[4]*sy*y,
	}
	if turn.swaps() {
		w, h = h, w
	}
	dst := image.NewRGBA(image.Rect(0, 0, w, h))
	if !opaque(src) {
		draw.Draw(dst, dst.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	}
	draw.ApproxBiLinear.Transform(dst, m, src, region, draw.Over, nil)
	return dst
}

// scaled returns a length of at least one pixel.
func scaled(length int, k float64) int { return max(1, int(math.Round(float64(length)*k))) }

func opaque(img image.Image) bool {
	o, ok := img.(interface{ Opaque() bool })
	return ok && o.Opaque()
}
