package faces

import (
	"cmp"
	"context"
	"fmt"
	"image"
	"math"
	"slices"

	"github.com/guitu-project/guitu/models"
)

// fr_detect.onnx looks at 320 × 240 px and gives, for each of its anchors, the
// chance of no face and of a face, and the corners of the box in shares.
const (
	detectWidth, detectHeight = 320, 240
	anchors                   = 4420
	sure                      = 0.65 // the least chance of a face
	sameFace                  = 0.4  // boxes that overlap by more (IoU) are of one face
	within                    = 0.7  // so are boxes of which that share lies in a better one
)

// If a picture shows no face, it is shown smaller: a face that fills the picture
// is none to the detector.
var detectScales = [...]float64{1, 0.6, 0.35}

// If no face is as wide as a sixth of the picture, it is searched in parts as
// well, which overlap by more than the faces that are cut at their edges.
const (
	groupFace   = 1. / 6
	tileWidth   = 640 // px: twice what the detector sees, so that it finds faces of 32 px
	tileHeight  = 480
	tileOverlap = 160 // px, and the widest face that is taken from a part: the whole shows wider ones better
	edge        = 3   // px: a box so near to a cut is half a face
)

// detected is a box in pixels of the picture, and how sure the detector is.
type detected struct {
	box   models.Box
	score float64
}

// detect finds the faces of a picture that stand upright, the surest first.
func (n *onnx) detect(ctx context.Context, pic *image.RGBA) ([]detected, error) {
	var found []detected
	for _, scale := range detectScales {
		if err := n.detectIn(ctx, pic, pic.Rect, scale, math.Inf(1), &found); err != nil {
			return nil, err
		}
		if len(found) > 0 {
			break
		}
	}
	widest := 0.0
	for _, f := range found {
		widest = max(widest, f.box.Width)
	}
	if widest < groupFace*float64(max(pic.Rect.Dx(), pic.Rect.Dy())) {
		for _, tile := range tiles(pic.Rect) {
			if err := n.detectIn(ctx, pic, tile, 1, tileOverlap, &found); err != nil {
				return nil, err
			}
		}
	}
	return distinct(found), nil
}

// tiles returns the parts of a picture that is larger than one.
func tiles(whole image.Rectangle) []image.Rectangle {
	if whole.Dx() <= tileWidth && whole.Dy() <= tileHeight {
		return nil
	}
	var parts []image.Rectangle
	for _, y := range starts(whole.Dy(), tileHeight) {
		for _, x := range starts(whole.Dx(), tileWidth) {
			parts = append(parts, image.Rect(x, y, x+tileWidth, y+tileHeight).Add(whole.Min).Intersect(whole))
		}
	}
	return parts
}

// starts returns where parts of a size begin so that they cover the length.
func starts(length, size int) []int {
	if length <= size {
		return []int{0}
	}
	n := int(math.Ceil(float64(length-tileOverlap) / float64(size-tileOverlap)))
	at := make([]int, n)
	for i := range at {
		at[i] = i * (length - size) / (n - 1)
	}
	return at
}

// detectIn appends the faces, up to so wide, in a region that fills that share of
// what the detector sees. Boxes that the region's edge cuts are left out if the
// picture goes on.
func (n *onnx) detectIn(ctx context.Context, pic *image.RGBA, region image.Rectangle, scale, widest float64, found *[]detected) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("looking for faces: %w", err)
	}
	k := scale * min(detectWidth/float64(region.Dx()), detectHeight/float64(region.Dy()))
	img := render(pic, region, k, asIs)
	left, top := (detectWidth-img.Rect.Dx())/2, (detectHeight-img.Rect.Dy())/2
	letterbox(n.detector.in, img, left, top)
	if err := n.detector.run(); err != nil {
		return err
	}
	kx, ky := float64(img.Rect.Dx())/float64(region.Dx()), float64(img.Rect.Dy())/float64(region.Dy())
	scores, corners := n.detector.out[0], n.detector.out[1]
	for i := range anchors {
		score := float64(scores[2*i+1])
		if !(score >= sure) { // not a number neither
			continue
		}
		c := corners[4*i : 4*i+4]
		x0, y0 := (float64(c[0])*detectWidth-float64(left))/kx, (float64(c[1])*detectHeight-float64(top))/ky
		x1, y1 := (float64(c[2])*detectWidth-float64(left))/kx, (float64(c[3])*detectHeight-float64(top))/ky
		box := models.Box{X: x0 + float64(region.Min.X), Y: y0 + float64(region.Min.Y), Width: x1 - x0, Height: y1 - y0}
		if box.Width >= 1 && box.Height >= 1 && box.Width <= widest && !cut(box, region, pic.Rect) {
			*found = append(*found, detected{box, score})
		}
	}
	return nil
}

// letterbox writes img as (x−127)/128 into planes of red, green and blue, grey about it.
func letterbox(in []float32, img *image.RGBA, left, top int) {
	clear(in) // 127 is 0
	const plane = detectWidth * detectHeight
	for y := range img.Rect.Dy() {
		row := img.Pix[y*img.Stride:]
		at := (y+top)*detectWidth + left
		for x := range img.Rect.Dx() {
			in[at+x] = (float32(row[4*x]) - 127) / 128
			in[plane+at+x] = (float32(row[4*x+1]) - 127) / 128
			in[2*plane+at+x] = (float32(row[4*x+2]) - 127) / 128
		}
	}
}

// cut reports whether a box reaches an edge of the region that is none of the whole.
func cut(b models.Box, region, whole image.Rectangle) bool {
	return region.Min.X > whole.Min.X && b.X < float64(region.Min.X+edge) ||
		region.Min.Y > whole.Min.Y && b.Y < float64(region.Min.Y+edge) ||
		region.Max.X < whole.Max.X && b.X+b.Width > float64(region.Max.X-edge) ||
		region.Max.Y < whole.Max.Y && b.Y+b.Height > float64(region.Max.Y-edge)
}

// distinct keeps the surest of the boxes that are of one face.
func distinct(found []detected) []detected {
	slices.SortStableFunc(found, func(a, b detected) int { return cmp.Compare(b.score, a.score) })
	var kept []detected
	for _, f := range found {
		if !slices.ContainsFunc(kept, func(k detected) bool { return iou(k.box, f.box) > sameFace || inside(f.box, k.box) > within }) {
			kept = append(kept, f)
		}
	}
	return kept
}

// inside returns the share of a that lies in b.
func inside(a, b models.Box) float64 {
	w := min(a.X+a.Width, b.X+b.Width) - max(a.X, b.X)
	h := min(a.Y+a.Height, b.Y+b.Height) - max(a.Y, b.Y)
	return max(0, w) * max(0, h) / (a.Width * a.Height)
}
