package faces

import (
	"image"
	"math"

	"github.com/guitu-project/guitu/models"
)

// similarity turns, magnifies and moves: (x, y) ↦ (a·x − b·y + x₀, b·x + a·y + y₀).
type similarity struct{ a, b, x, y float64 }

func (s similarity) apply(p models.Point) models.Point {
	return models.Point{X: s.a*p.X - s.b*p.Y + s.x, Y: s.b*p.X + s.a*p.Y + s.y}
}

// then is s followed by t.
func (s similarity) then(t similarity) similarity {
	origin := t.apply(models.Point{X: s.x, Y: s.y})
	return similarity{a: t.a*s.a - t.b*s.b, b: t.b*s.a + t.a*s.b, x: origin.X, y: origin.Y}
}

func (s similarity) inverse() similarity {
	d := s.a*s.a + s.b*s.b
	inv := similarity{a: s.a / d, b: -s.b / d}
	origin := inv.apply(models.Point{X: s.x, Y: s.y})
	inv.x, inv.y = -origin.X, -origin.Y
	return inv
}

// template is where ArcFace's training images of 112 × 112 px have the points of
// [five] (insightface, recognition/common/face_align.py).
var template = [5]models.Point{
	{X: 38.2946, Y: 51.6963}, {X: 73.5318, Y: 51.5014}, {X: 56.0252, Y: 71.7366}, {X: 41.5493, Y: 92.3655}, {X: 70.7299, Y: 92.2041},
}

const templateSide = 112

// fit returns the similarity that brings from nearest to to by least squares (Umeyama
// 1991, without reflection); false if the points of from are all in one place.
func fit(from, to []models.Point) (similarity, bool) {
	f, t := centre(from), centre(to)
	var dot, cross, spread float64
	for i := range from {
		x, y := from[i].X-f.X, from[i].Y-f.Y
		u, v := to[i].X-t.X, to[i].Y-t.Y
		dot += x*u + y*v
		cross += x*v - y*u
		spread += x*x + y*y
	}
	if !(spread > 1e-6) || dot == 0 && cross == 0 {
		return similarity{}, false
	}
	s := similarity{a: dot / spread, b: cross / spread}
	at := s.apply(f)
	s.x, s.y = t.X-at.X, t.Y-at.Y
	return s, true
}

// reduced returns the part of a picture about a box, halved until drawing it at scale k
// takes no less than every other pixel, and the way from the picture to that copy;
// the picture itself if it need not be halved. Without it, a large face would
// shrink to what single pixels happen to show.
func reduced(pic *image.RGBA, box models.Box, k float64) (*image.RGBA, similarity) {
	shrink := 1.0
	for shrink > 2*k {
		shrink /= 2
	}
	region := image.Rect(int(box.X), int(box.Y), int(math.Ceil(box.X+box.Width)), int(math.Ceil(box.Y+box.Height))).Inset(-8).Intersect(pic.Rect)
	if shrink == 1 || region.Empty() {
		return pic, similarity{a: 1}
	}
	img := render(pic, region, shrink, asIs)
	s := float64(img.Rect.Dx()) / float64(region.Dx())
	return img, similarity{a: s, x: -s * float64(region.Min.X), y: -s * float64(region.Min.Y)}
}

// colour returns what lies between four pixels, 0 … 255; at the edge it goes on as it is there.
func colour(img *image.RGBA, x, y float64) (r, g, b float32) {
	x = max(0, min(float64(img.Rect.Dx()-1), x))
	y = max(0, min(float64(img.Rect.Dy()-1), y))
	x0, y0 := int(x), int(y)
	x1, y1 := min(x0+1, img.Rect.Dx()-1), min(y0+1, img.Rect.Dy()-1)
	fx, fy := float32(x-float64(x0)), float32(y-float64(y0))
	p00, p01 := img.Pix[y0*img.Stride+4*x0:], img.Pix[y0*img.Stride+4*x1:]
	p10, p11 := img.Pix[y1*img.Stride+4*x0:], img.Pix[y1*img.Stride+4*x1:]
	mix := func(c int) float32 {
		top := float32(p00[c]) + fx*(float32(p01[c])-float32(p00[c]))
		bottom := float32(p10[c]) + fx*(float32(p11[c])-float32(p10[c]))
		return top + fy*(bottom-top)
	}
	return mix(0), mix(1), mix(2)
}
