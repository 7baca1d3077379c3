package matcher

import (
	"context"
	"fmt"

	"github.com/guitu-project/guitu/models"
)

// HeldPhoto describes a photo of a record or a notice that shows the same picture as another.
type HeldPhoto struct{ Photo, Subject string }

// How near embeddings of one picture are at most, as squared distances: package faces measured
// .00 to .14 (fr-feature-v1) and .00 to .04 (dlib-resnet-v1) for a picture turned, mirrored or
// saved in another format, where two photos of one woman are .70 and .16 apart.
var samePicture = map[string]float64{models.ModelFR: .2, models.ModelDlib: .05}

// samePictures is how many of each side's best matches are looked through.
const samePictures = 5

// SamePicture finds the photos held that show the same picture, of files that the actor may see:
// by their faces, so that a picture without one is not found again. It keeps nothing but a row in
// the trail.
func (s *Service) SamePicture(ctx context.Context, p models.Photo) ([]HeldPhoto, error) {
	var held []HeldPhoto
	if len(p.Faces) == 0 {
		return nil, nil
	}
	var looked []string
	for _, side := range []models.Kind{models.Records, models.Notices} {
		entry := models.Entry{Photos: []models.Photo{p}}
		var probe models.Subject = &models.Record{Entry: entry}
		if side == models.Records {
			probe = &models.Notice{Entry: entry}
		}
		matches, err := s.matchesFor(ctx, probe, samePictures)
		if err != nil {
			return nil, fmt.Errorf("the same picture: %w", err)
		}
		names := othersOf(matches, side.Opposite())
		photos, err := s.photosOf(ctx, side, names)
		if err != nil {
			return nil, fmt.Errorf("the same picture: %w", err)
		}
		for _, name := range names {
			for _, other := range photos[name] {
				if samePhoto(&p, &other) {
					held = append(held, HeldPhoto{other.Name, name})
				}
			}
		}
		looked = append(looked, names...)
	}
	return held, s.audit(ctx, models.ActionSearch, "same picture", looked...)
}

// samePhoto reports whether some face of two photos is of one picture.
func samePhoto(a, b *models.Photo) bool {
	for i := range a.Faces {
		for j := range b.Faces {
			for e := range a.Faces[i].Embeddings() {
				for f := range b.Faces[j].Embeddings() {
					if limit, known := samePicture[e.Model]; known && e.Model == f.Model && squaredDistance(e.Vector, f.Vector) <= limit {
						return true
					}
				}
			}
		}
	}
	return false
}

func squaredDistance(a, b []float32) float64 {
	sum := 0.
	for i := range min(len(a), len(b)) {
		d := float64(a[i] - b[i])
		sum += d * d
	}
	return sum
}
