package faces

import (
	"image"
	"math"

	"golang.org/x/image/math/f64"

	"github.com/guitu-project/guitu/models"
)

// view is a part of a picture, turned upright.
type view struct {
	pixels *image.RGBA
	turn   orientation
	back   f64.Aff3 // from the view's pixels to the picture's
}

// viewOf draws that part of a picture; the whole picture as it is costs nothing.
func viewOf(pic *image.RGBA, region image.Rectangle, turn orientation) view {
	region = region.Intersect(pic.Rect)
	if turn == asIs && region == pic.Rect {
		return view{pixels: pic, turn: turn, back: asIs.matrix(0, 0)}
	}
	v := view{pixels: render(pic, region, 1, turn), turn: turn}
	back := turn
	switch turn { // the others undo themselves
	case 6:
		back = 8
	case 8:
		back = 6
	}
	v.back = back.matrix(float64(v.pixels.Rect.Dx()), float64(v.pixels.Rect.Dy()))
	v.back[2] += float64(region.Min.X)
	v.back[5] += float64(region.Min.Y)
	return v
}

func (v view) point(p models.Point) models.Point {
	return models.Point{X: v.back[0]*p.X + v.back[1]*p.Y + v.back[2], Y: v.back[3]*p.X + v.back[4]*p.Y + v.back[5]}
}

func (v view) box(b models.Box) models.Box {
	return boundsOf(v.point(models.Point{X: b.X, Y: b.Y}), v.point(models.Point{X: b.X + b.Width, Y: b.Y + b.Height}))
}

// room returns a box with that many of its widths and heights about it.
func room(b models.Box, margin float64) image.Rectangle {
	return image.Rect(
		int(b.X-margin*b.Width), int(b.Y-margin*b.Height),
		int(math.Ceil(b.X+(1+margin)*b.Width)), int(math.Ceil(b.Y+(1+margin)*b.Height)))
}
