package faces

import (
	"image"
	"math"

	"github.com/guitu-project/guitu/models"
)

// face turns a detection of dlib's on the working copy into a face of the original.
func (p *picture) face(s detection) models.Face {
	width, sharp, front := size(p.side(s.box)), sharpness(p.pixels, s.box), frontality(s.marks)
	return models.Face{
		Box: p.share(s.box), Landmarks: p.shares(s.marks),
		Quality:  width * sharp * front,
		Weakness: weakness(width*sharp*front, width, sharp, front),
	}
}

// likeFace turns a likeness into a face of the original. What the network says of it
// counts as much as its width, whichever is worse; that also holds sharpness, light
// and turns of the head.
func (p *picture) likeFace(l likeness) models.Face {
	box, marks := l.view.box(l.box), corners(&l.points)
	width := size(p.side(box))
	quality := min(width, clarity(l.norm))
	f := models.Face{Quality: quality, Weakness: weakness(quality, width, sharpness(l.view.pixels, l.box), frontality(marks))}
	if l.covered != "" && width >= QualityCapped { // a small face shows as little as a covered one
		f.Quality, f.Weakness = min(quality, coveredQuality[l.covered]), l.covered
	}
	for i := range marks {
		marks[i] = l.view.point(marks[i])
	}
	f.Box, f.Landmarks = p.share(box), p.shares(marks)
	f.SetEmbeddings(l.embeddings)
	return f
}

// side returns how wide a box of the working copy is in the original, in px.
func (p *picture) side(b models.Box) float64 {
	return min(b.Width, b.Height) * float64(p.width) / float64(p.pixels.Rect.Dx())
}

// weakness names the first thing that keeps a face from counting in full.
func weakness(quality, width, sharp, front float64) models.Weakness {
	switch {
	case quality >= QualityCapped:
		return ""
	case width < QualityCapped:
		return models.WeakSmall
	case front < QualityCapped && front <= sharp:
		return models.WeakTurned
	case sharp < QualityCapped:
		return models.WeakBlurred
	}
	return models.WeakUnclear
}

// share returns a box of the working copy as shares of the picture; a detector's may
// reach over the edge.
func (p *picture) share(b models.Box) models.Box {
	w, h := float64(p.pixels.Rect.Dx()), float64(p.pixels.Rect.Dy())
	x0, y0 := clamp(b.X/w), clamp(b.Y/h)
	x1, y1 := clamp((b.X+b.Width)/w), clamp((b.Y+b.Height)/h)
	return models.Box{X: x0, Y: y0, Width: x1 - x0, Height: y1 - y0}
}

func (p *picture) shares(marks []models.Point) []models.Point {
	w, h := float64(p.pixels.Rect.Dx()), float64(p.pixels.Rect.Dy())
	out := make([]models.Point, len(marks))
	for i, m := range marks {
		out[i] = models.Point{X: clamp(m.X / w), Y: clamp(m.Y / h)}
	}
	return out
}

func clamp(x float64) float64 { return max(0, min(1, x)) }

// Faces of less than QualityByHand say too little to rank by (under 32 px, or
// badly blurred or turned); under QualityCapped what they say should be capped
// (under 48 px, or somewhat blurred or turned).
const (
	QualityByHand = 0.33
	QualityCapped = 0.72
)

// size returns how many true pairs a face of that width finds, against one of 80 px:
// dlib's true accepts at a false accept rate of 1e-3 are 3 % at 24 px, 11 % at 32,
// 24 % at 48 and 33 % at 80 (752 photos of 72 people, shrunk).
func size(px float64) float64 {
	return along(px, [][2]float64{{16, 0}, {24, 3. / 33}, {32, 11. / 33}, {48, 24. / 33}, {80, 1}})
}

// clarity returns what a face of that raw length of fr-feature-v1's embedding counts.
func clarity(norm float64) float64 {
	return along(norm, [][2]float64{{normNoise, 0.05}, {normByHand, QualityByHand}, {normCapped, QualityCapped}, {3, 1}})
}

// along returns the height at x of the line through the points, level beyond its ends.
func along(x float64, at [][2]float64) float64 {
	if x <= at[0][0] {
		return at[0][1]
	}
	for i := 1; i < len(at); i++ {
		if a, b := at[i-1], at[i]; x < b[0] {
			return a[1] + (b[1]-a[1])*(x-a[0])/(b[0]-a[0])
		}
	}
	return at[len(at)-1][1]
}

const (
	focusSide = 80   // px at which sharpness is measured, so that it says the same of every size
	blurred   = 0.01 // variance of the Laplacian over that of the brightness: see doc.go
	sharp     = 0.06
)

// sharpness returns 0.1 (a smear) … 1, from the variance of the Laplacian over the
// face's brightness, divided by the variance of the brightness itself: the light
// of the day cancels out.
func sharpness(pic *image.RGBA, box models.Box) float64 {
	return max(0.1, clamp(math.Log(focus(pic, box)/blurred)/math.Log(sharp/blurred)))
}

func focus(pic *image.RGBA, box models.Box) float64 {
	region := image.Rect(int(box.X), int(box.Y), int(box.X+box.Width), int(box.Y+box.Height)).Intersect(pic.Bounds())
	if region.Dx() < 3 || region.Dy() < 3 {
		return 0
	}
	img := render(pic, region, min(1, focusSide/box.Width), asIs)
	w, h := img.Rect.Dx(), img.Rect.Dy()
	luma := make([]float64, w*h)
	for i := range luma {
		px := img.Pix[4*i : 4*i+3]
		luma[i] = 0.299*float64(px[0]) + 0.587*float64(px[1]) + 0.114*float64(px[2])
	}
	var light, edges moments
	for y := 1; y < h-1; y++ {
		for x := 1; x < w-1; x++ {
			i := y*w + x
			light.add(luma[i])
			edges.add(luma[i-1] + luma[i+1] + luma[i-w] + luma[i+w] - 4*luma[i])
		}
	}
	return edges.variance() / max(1, light.variance())
}

type moments struct{ n, sum, squares float64 }

func (m *moments) add(x float64) { m.n, m.sum, m.squares = m.n+1, m.sum+x, m.squares+x*x }

func (m *moments) mean() float64 { return m.sum / max(1, m.n) }

func (m *moments) variance() float64 {
	if m.n == 0 {
		return 0
	}
	mean := m.mean()
	return m.squares/m.n - mean*mean
}

// frontality returns 0.1 (a profile) … 1 (turned by less than about 15°): how far the
// base of the nose lies off the middle between the eyes, in eye distances along
// the line of the eyes. A tilted head is no worse: dlib turns it.
func frontality(marks []models.Point) float64 {
	if len(marks) != 5 {
		return 1
	}
	left, right, nose := middle(marks[0], marks[1]), middle(marks[2], marks[3]), marks[4]
	dx, dy := left.X-right.X, left.Y-right.Y
	eyes := dx*dx + dy*dy
	if eyes == 0 {
		return 0.1
	}
	mid := middle(left, right)
	off := math.Abs((nose.X-mid.X)*dx+(nose.Y-mid.Y)*dy) / eyes
	const straight, profile = 0.15, 0.5
	return max(0.1, clamp((profile-off)/(profile-straight)))
}

func middle(a, b models.Point) models.Point {
	return models.Point{X: (a.X + b.X) / 2, Y: (a.Y + b.Y) / 2}
}
