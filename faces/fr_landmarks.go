package faces

import (
	"image"
	"math"

	"github.com/guitu-project/guitu/models"
)

// fr_landmark.onnx looks at the square about a box in grey, 64 × 64 px, and gives
// the 68 points of the iBUG scheme as x and y in shares of the square: 0–16 the jaw,
// 17–26 the brows, 27–35 the nose, 36–41 and 42–47 the eyes, 48–67 the mouth.
const (
	landmarkSide = 64
	landmarks    = 68
)

// landmark finds the points of the face in a box, in pixels of the picture.
func (n *onnx) landmark(pic *image.RGBA, box models.Box) ([landmarks]models.Point, error) {
	var points [landmarks]models.Point
	side := max(box.Width, box.Height)
	x, y := box.X+(box.Width-side)/2, box.Y+(box.Height-side)/2
	k := landmarkSide / side
	src, view := reduced(pic, models.Box{X: x, Y: y, Width: side, Height: side}, k)
	// From the square to the picture at hand: pixels are compared by their middles.
	toSource := similarity{a: 1 / k, x: x, y: y}.then(view)
	for i := range landmarkSide {
		for j := range landmarkSide {
			p := toSource.apply(models.Point{X: float64(j) + 0.5, Y: float64(i) + 0.5})
			r, g, b := colour(src, p.X-0.5, p.Y-0.5)
			n.landmarker.in[i*landmarkSide+j] = (0.299*r + 0.587*g + 0.114*b) / 256
		}
	}
	if err := n.landmarker.run(); err != nil {
		return points, err
	}
	out := n.landmarker.out[0]
	for i := range points {
		points[i] = models.Point{X: x + side*float64(out[2*i]), Y: y + side*float64(out[2*i+1])}
	}
	return points, nil
}

// five returns the middles of the eyes (the one that is left in the picture first), the
// tip of the nose and the corners of the mouth.
func five(p *[landmarks]models.Point) [5]models.Point {
	return [5]models.Point{centre(p[36:42]), centre(p[42:48]), p[30], p[48], p[54]}
}

// corners returns the five points that dlib gives, too: the outer and the inner corner
// of the person's left eye, of the right eye, the base of the nose.
func corners(p *[landmarks]models.Point) []models.Point {
	return []models.Point{p[45], p[42], p[36], p[39], p[33]}
}

func centre(points []models.Point) models.Point {
	var c models.Point
	for _, p := range points {
		c.X += p.X / float64(len(points))
		c.Y += p.Y / float64(len(points))
	}
	return c
}

// finite reports whether a network gave numbers that can be worked with.
func finite(points []models.Point) bool {
	for _, p := range points {
		if sum := p.X + p.Y; math.IsNaN(sum) || math.IsInf(sum, 0) {
			return false
		}
	}
	return true
}
