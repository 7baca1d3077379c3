package matcher

import (
	"context"
	"slices"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// sayFaces tells of each match found for s which two faces met, or that none did though s
// has a photo.
func (d *core) sayFaces(ctx context.Context, s models.Subject, matches []models.Match) error {
	own := s.Common().Photos
	if len(own) == 0 {
		return nil
	}
	var met []string
	for i := range matches {
		m := &matches[i]
		if m.FaceNotCompared = m.RecordFace == nil; !m.FaceNotCompared {
			met = append(met, otherOf(m, s.Kind()))
		}
	}
	others, err := d.photosOf(ctx, s.Kind().Opposite(), met)
	if err != nil {
		return err
	}
	for i := range matches {
		m := &matches[i]
		if m.FaceNotCompared {
			continue
		}
		near, far := m.RecordFace, m.NoticeFace
		if s.Kind() == models.Notices {
			near, far = far, near
		}
		locate(near, own)
		locate(far, others[otherOf(m, s.Kind())])
	}
	return nil
}

// photosOf reads the photos of some files of one side, by the files' names.
func (d *core) photosOf(ctx context.Context, side models.Kind, names []string) (map[string][]models.Photo, error) {
	if len(names) == 0 {
		return nil, nil
	}
	if side == models.Records {
		return photosIn(ctx, d.store.Records(), names)
	}
	return photosIn(ctx, d.store.Notices(), names)
}

func photosIn[T models.Subject](ctx context.Context, files store.Files[T], names []string) (map[string][]models.Photo, error) {
	list, err := files.GetAll(ctx, names)
	photos := make(map[string][]models.Photo, len(list))
	for _, s := range list {
		photos[s.Common().Name] = s.Common().Photos
	}
	return photos, err
}

// locate says on which of the photos a face is, and where on it. Photos that changed since
// the index saw them, or are of another file of the person, leave that open.
func locate(f *models.MetFace, photos []models.Photo) {
	if f.PhotoAt >= len(photos) || f.FaceAt >= len(photos[f.PhotoAt].Faces) {
		return
	}
	p := &photos[f.PhotoAt]
	if seen := &p.Faces[f.FaceAt]; seen.Quality == f.Quality {
		f.Photo, f.Taken, f.Box = p.Name, p.TakenDate, seen.Box
	}
}

// answer ranks the other side against s, and says what was seen of s and what the matches
// leave out. If nothing at all was compared there are none: no one is like a person of
// whom nothing is said.
func (d *core) answer(ctx context.Context, s models.Subject, limit int) (Answer, error) {
	matches, err := d.matchesFor(ctx, s, limit)
	if err != nil {
		return Answer{}, err
	}
	silent := len(matches) > 0 && !slices.ContainsFunc(matches, func(m models.Match) bool { return len(m.Evidence) > 0 })
	if silent {
		matches = nil
	}
	photos := s.Common().Photos
	return Answer{Matches: matches, Photos: photos, Remark: remarkOn(photos, matches, silent)}, nil
}

// remarkOn says why there are no matches, if that is because of a silent person, or which
// of the person's photos said nothing.
func remarkOn(photos []models.Photo, matches []models.Match, silent bool) models.Text {
	unseen := unseenOn(photos)
	switch {
	case unseen.Zh != "" && silent:
		return models.Text{
			Zh: unseen.Zh + "；也没有其他可比对的描述，所以不列候选。请换一张清晰的正面照，或填写姓名、年龄、地点等",
			En: unseen.En + ", and nothing else that is described could be: so no candidates are listed. Try a clear picture from the front, or describe the name, the age, places",
		}
	case unseen.Zh != "":
		return models.Text{Zh: unseen.Zh + "；候选只按文字描述排列", En: unseen.En + "; the candidates are ranked by the description alone"}
	case silent && len(photos) > 0:
		return models.Text{Zh: "库中没有可以与这张照片比对的人脸，所以不列候选", En: "no person held has a face that could be compared with the photo: so no candidates are listed"}
	case silent:
		return models.Text{Zh: "没有可比对的内容，所以不列候选。请填写姓名、年龄、地点等，或附上照片", En: "nothing could be compared: so no candidates are listed. Describe the name, the age, places, or add a photo"}
	case len(photos) > 0 && len(matches) > 0 && !slices.ContainsFunc(matches, func(m models.Match) bool { return !m.FaceNotCompared }):
		return models.Text{Zh: "候选都没有可以比对的人脸，只按文字描述排列", En: "no candidate has a face that could be compared: they are ranked by the description alone"}
	}
	return models.Text{}
}

// unseenOn says why there is no face on any of the photos; nothing if there is one, or no
// photo.
func unseenOn(photos []models.Photo) models.Text {
	switch {
	case len(photos) == 0 || slices.ContainsFunc(photos, func(p models.Photo) bool { return len(p.Faces) > 0 }):
		return models.Text{}
	case slices.ContainsFunc(photos, func(p models.Photo) bool { return p.Finding == models.FindingFacesOff }):
		return models.Text{Zh: "人脸识别未启用，照片没有参与比对", En: "faces are off in this service: the photo was not compared"}
	}
	return models.Text{Zh: "照片里没有找到人脸，没有参与比对", En: "no face was found on the photo: it was not compared"}
}
