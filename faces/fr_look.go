package faces

import (
	"cmp"
	"context"
	"image"
	"slices"

	"github.com/guitu-project/guitu/models"
)

// The length of what fr-feature-v1 gives before it is brought to 1 says how much of
// a face there is. Sharp faces from the front have 2.7–3.9, the same ones lying or
// upside down 1.3–2.8, elbows and folds that the detector takes for faces 1.3–2.2.
const (
	normNoise   = 1.8 // below, it is no face, or none that could be compared
	normByHand  = 2.4
	normCapped  = 2.7
	normUpright = 2.9 // from here on no other way up is tried
	turnMargin  = 0.4 // by which a face must gain to be believed to lie
	turnOverlap = 0.2 // IoU of a face with where it was seen lying
)

// likeness holds what the networks see in one face.
type likeness struct {
	view       view
	box        models.Box              // in the view
	points     [landmarks]models.Point // in the view
	embeddings []models.Embedding      // in the order of the embedders
	norm       float64                 // of fr-feature-v1
	covered    models.Weakness         // what of it cannot be seen, of the same network's input
}

// likenesses finds the faces of a picture, whichever way up, and describes each.
func (n *onnx) likenesses(ctx context.Context, pic *image.RGBA) ([]likeness, error) {
	for _, turn := range [...]orientation{asIs, 6, 3, 8} {
		whole := viewOf(pic, pic.Rect, turn)
		found, err := n.detect(ctx, whole.pixels)
		if err != nil {
			return nil, err
		}
		var list []likeness
		for _, f := range found {
			l, err := n.upright(ctx, pic, whole, f.box)
			if err != nil {
				return nil, err
			}
			if l.norm >= normNoise {
				list = append(list, l)
			}
		}
		if len(list) > 0 {
			return list, nil
		}
	}
	return nil, nil
}

// upright describes the face in a box. One that says little may lie on its side,
// for the detector sees those, too: it is looked at in all four ways, and the one in
// which it says most wins.
func (n *onnx) upright(ctx context.Context, pic *image.RGBA, seen view, box models.Box) (likeness, error) {
	best, err := n.describe(seen, box)
	if err != nil || best.norm >= normUpright {
		return best, err
	}
	here := seen.box(box) // in the picture
	least := best.norm + turnMargin
	for _, turn := range [...]orientation{asIs, 6, 3, 8} {
		if turn == seen.turn {
			continue
		}
		part := viewOf(pic, room(here, 1.2), turn)
		found, err := n.detect(ctx, part.pixels)
		if err != nil {
			return likeness{}, err
		}
		for _, f := range found {
			if iou(part.box(f.box), here) < turnOverlap {
				continue // a neighbour
			}
			l, err := n.describe(part, f.box)
			if err != nil {
				return likeness{}, err
			}
			if l.norm >= least {
				best, least = l, l.norm
			}
		}
	}
	return best, nil
}

// describe finds the points of the face in a box and asks every embedder.
func (n *onnx) describe(v view, box models.Box) (likeness, error) {
	l := likeness{view: v, box: box}
	var err error
	if l.points, err = n.landmark(v.pixels, box); err != nil || !finite(l.points[:]) {
		return l, err
	}
	for _, e := range n.embedders {
		vector, norm, err := e.embed(v.pixels, five(&l.points))
		if err != nil {
			return l, err
		}
		if vector == nil {
			continue
		}
		l.embeddings = append(l.embeddings, e.model.Embed(vector))
		if e.model.ID == models.ModelFR {
			l.norm, l.covered = norm, gridOf(e.drawn()).covered()
		}
	}
	return l, nil
}

// onnxFaces finds the faces with the networks and lets dlib, if it is there,
// describe them, too. In a picture with clear faces, those that neither sees
// anything in are left out.
func (w *worker) onnxFaces(ctx context.Context, pic *picture) ([]models.Face, error) {
	list, err := w.onnx.likenesses(ctx, pic.pixels)
	if err != nil {
		return nil, err
	}
	sharp := slices.ContainsFunc(list, func(l likeness) bool { return l.norm >= normByHand })
	var faces []models.Face
	for _, l := range list {
		second, err := w.secondOpinion(ctx, l.view.pixels, l.box)
		if err != nil {
			return nil, err
		}
		if sharp && l.norm < normByHand && second == nil {
			continue
		}
		if second != nil {
			l.embeddings = append(l.embeddings, dlibEmbedder().Embed(second))
		}
		faces = append(faces, pic.likeFace(l))
	}
	slices.SortStableFunc(faces, func(a, b models.Face) int { return cmp.Compare(a.Box.X, b.Box.X) })
	return faces, nil
}

// secondOpinion is dlib's embedding of the face in a box, nil if HOG does not see
// it or there is no dlib.
func (w *worker) secondOpinion(ctx context.Context, pic *image.RGBA, box models.Box) ([]float32, error) {
	if w.dlib == nil {
		return nil, nil
	}
	straight, err := portrait(ctx, w.dlib, pic, box, asIs, hog)
	if err != nil {
		return nil, err
	}
	mirrored, err := portrait(ctx, w.dlib, pic, box, flipped, hog)
	switch {
	case err != nil:
		return nil, err
	case straight == nil:
		return mirrored, nil
	case mirrored == nil:
		return straight, nil
	}
	return mean(straight, mirrored), nil
}
