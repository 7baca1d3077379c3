package faces

import (
	"image"
	"math"

	"github.com/guitu-project/guitu/models"
)

// arcFace is a network that was trained as ArcFace is (Deng et al. 2019): it takes a
// face turned and moved onto [template] and gives numbers whose direction says who it
// is and whose length says how much of a face it saw.
type arcFace struct {
	model     models.Embedder
	net       *network
	side      int // px
	bgr       bool
	mean, std float32

	unmirrored bool
}

// embed describes the face with these five points: the mean of the directions that
// the face and, unless it is to be left out, its mirror image give, brought to unit length,
// and the mean of their lengths. The vector is nil if the points or the network make no sense.
func (e *arcFace) embed(pic *image.RGBA, points [5]models.Point) (vector []float32, norm float64, err error) {
	target := template
	for i := range target {
		target[i].X *= float64(e.side) / templateSide
		target[i].Y *= float64(e.side) / templateSide
	}
	place, ok := fit(points[:], target[:])
	if !ok {
		return nil, 0, nil
	}
	e.draw(pic, place)
	vector = make([]float32, len(e.net.out[0]))
	looks := 2
	if e.unmirrored {
		looks = 1
	}
	for range looks {
		if err := e.net.run(); err != nil {
			return nil, 0, err
		}
		length := lengthOf(e.net.out[0])
		if !(length > 1e-6) || math.IsInf(length, 0) {
			return nil, 0, nil
		}
		for i, x := range e.net.out[0] {
			vector[i] += x / float32(length)
		}
		norm += length / float64(looks)
		e.mirror()
	}
	length := lengthOf(vector)
	if !(length > 1e-6) {
		return nil, 0, nil
	}
	for i := range vector {
		vector[i] /= float32(length)
	}
	return vector, norm, nil
}

// draw fills the input with the face as place puts it, in planes.
func (e *arcFace) draw(pic *image.RGBA, place similarity) {
	back := place.inverse()
	side := float64(e.side)
	box := boundsOf(back.apply(models.Point{}), back.apply(models.Point{X: side}), back.apply(models.Point{Y: side}), back.apply(models.Point{X: side, Y: side}))
	src, view := reduced(pic, box, math.Hypot(place.a, place.b))
	back = back.then(view)
	plane := e.side * e.side
	for y := range e.side {
		for x := range e.side {
			p := back.apply(models.Point{X: float64(x) + 0.5, Y: float64(y) + 0.5})
			r, g, b := colour(src, p.X-0.5, p.Y-0.5)
			if e.bgr {
				r, b = b, r
			}
			at := y*e.side + x
			e.net.in[at] = (r - e.mean) / e.std
			e.net.in[plane+at] = (g - e.mean) / e.std
			e.net.in[2*plane+at] = (b - e.mean) / e.std
		}
	}
}

// drawn returns the input of a network of templateSide as it was drawn: planes of red, green and blue, 0 … 255.
func (e *arcFace) drawn() (planes [3][]float32) {
	size := e.side * e.side
	for i := range planes {
		planes[i] = make([]float32, size)
		for j, x := range e.net.in[i*size : (i+1)*size] {
			planes[i][j] = x*e.std + e.mean
		}
	}
	if e.bgr {
		planes[0], planes[2] = planes[2], planes[0]
	}
	return planes
}

// mirror turns the input left to right.
func (e *arcFace) mirror() {
	for row := 0; row < len(e.net.in); row += e.side {
		for i, j := row, row+e.side-1; i < j; i, j = i+1, j-1 {
			e.net.in[i], e.net.in[j] = e.net.in[j], e.net.in[i]
		}
	}
}

func lengthOf(v []float32) float64 {
	sum := 0.0
	for _, x := range v {
		sum += float64(x) * float64(x)
	}
	return math.Sqrt(sum)
}

// boundsOf returns the smallest box about the points.
func boundsOf(points ...models.Point) models.Box {
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, p := range points {
		x0, y0, x1, y1 = min(x0, p.X), min(y0, p.Y), max(x1, p.X), max(y1, p.Y)
	}
	return models.Box{X: x0, Y: y0, Width: x1 - x0, Height: y1 - y0}
}
