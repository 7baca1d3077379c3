package matcher_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/models"
)

// drawnPhoto is a photo of a drawn face, the same for the same seed but for noise.
func drawnPhoto(seed uint64, noise float64) models.Photo {
	who, off := rand.New(rand.NewPCG(seed, 1)), rand.New(rand.NewPCG(seed, uint64(noise*1000)))
	v, length := make([]float64, 512), 0.
	for i := range v {
		v[i] = who.NormFloat64() + noise*off.NormFloat64()
		length += v[i] * v[i]
	}
	f := models.Face{Box: models.Box{X: .1, Y: .2, Width: .3, Height: .4}, Quality: .9, Model: models.ModelFR, Embedding: make([]float32, len(v))}
	for i := range v {
		f.Embedding[i] = float32(v[i] / math.Sqrt(length))
	}
	return models.Photo{TakenDate: "2005", Faces: []models.Face{f}}
}

// No one is like a person of whom nothing is said: whatever is missing, the answer says so.
func TestNothingSaidIsNobody(t *testing.T) {
	w := open(t, nil)
	for _, name := range []string{"徐华栋", "王小明"} {
		w.keep(t, named(name, name))
	}
	faceless := models.Photo{Content: []byte("a wall")}
	for what, c := range map[string]struct {
		d      matcher.Description
		found  int
		remark string
	}{
		"nothing":                          {matcher.Description{}, 0, "没有可比对的内容"},
		"a wall":                           {matcher.Description{Photo: &faceless}, 0, "没有找到人脸"},
		"a wall and a name":                {matcher.Description{Photo: &faceless, Person: models.Person{Names: heard("徐华东").Person.Names}}, 2, "只按文字描述排列"},
		"a face, and no photo is held":     {matcher.Description{Photo: new(drawnPhoto(1, 0))}, 0, "库中没有可以与这张照片比对的人脸"},
		"a face of a model nobody weighs":  {matcher.Description{Photo: new(ofModel(drawnPhoto(1, 0), "x-new"))}, 0, "库中没有可以与这张照片比对的人脸"},
		"a face and a name, and no photos": {matcher.Description{Photo: new(drawnPhoto(1, 0)), Person: models.Person{Names: heard("徐华东").Person.Names}}, 2, "没有可以比对的人脸"},
		"a name":                           {matcher.Description{Person: models.Person{Names: heard("徐华东").Person.Names}}, 2, ""},
	} {
		got := must(w.Search(w.ctx, c.d, models.Notices, 10))(t)
		if len(got.Matches) != c.found || !strings.Contains(got.Remark.Zh, c.remark) || (got.Remark.Zh == "") != (c.remark == "") || (got.Remark.En == "") != (c.remark == "") {
			t.Errorf("%s: %d found, %+v", what, len(got.Matches), got.Remark)
		}
		for _, m := range got.Matches {
			if m.FaceNotCompared != (c.d.Photo != nil) || m.RecordFace != nil {
				t.Errorf("%s: %+v", what, m)
			}
		}
	}
	// Stored, it is the same.
	r := &models.Record{Station: "测试站"}
	r.Photos = []models.Photo{faceless}
	stored, _, err := w.Records.Register(w.ctx, r)
	if err != nil {
		t.Fatal(err)
	}
	if got := must(w.Records.Matches(w.ctx, stored.Name, 10))(t); len(got.Matches) != 0 || !strings.Contains(got.Remark.Zh, "不列候选") || len(got.Photos) != 1 {
		t.Errorf("a record of a wall: %+v", got)
	}
}

// Who has no photo is never the first by having said nothing, but stays in the list, marked;
// who was compared says with which face.
func TestUncomparedComeLast(t *testing.T) {
	w := open(t, nil)
	for i, name := range []string{"徐华栋", "王小明", "李大山", "赵四海"} {
		n := named(name, name)
		n.Person.Sex, n.MissingDate, n.Person.BirthDate = models.Male, "2004", "1999"
		if i < 2 {
			n.Photos = []models.Photo{drawnPhoto(uint64(10+i), 0)}
		}
		w.keep(t, n)
	}
	for what, c := range map[string]struct {
		d     matcher.Description
		first []string // of the list, in order
	}{
		"a stranger's face":             {matcher.Description{Photo: new(drawnPhoto(99, 0))}, nil},
		"a stranger's face and the sex": {matcher.Description{Photo: new(drawnPhoto(99, 0)), Person: models.Person{Sex: models.Male}}, nil},
		"the face of one":               {matcher.Description{Photo: new(drawnPhoto(11, .3))}, []string{"王小明"}},
		"a stranger's face, and a name": {matcher.Description{Photo: new(drawnPhoto(99, 0)), Person: models.Person{Names: heard("李大山").Person.Names}}, []string{"李大山"}},
	} {
		got := must(w.Search(w.ctx, c.d, models.Notices, 10))(t)
		if len(got.Matches) != 4 {
			t.Fatalf("%s: %d found", what, len(got.Matches))
		}
		for i, want := range c.first {
			if got.Matches[i].NoticeExternalID != want {
				t.Errorf("%s: place %d is %s", what, i+1, got.Matches[i].NoticeExternalID)
			}
		}
		for i, m := range got.Matches {
			pictured := m.NoticeExternalID == "徐华栋" || m.NoticeExternalID == "王小明"
			if m.FaceNotCompared == pictured || (m.NoticeFace != nil) != pictured || c.first == nil && pictured != (i < 2) {
				t.Errorf("%s: place %d: %+v", what, i+1, m)
			}
			if f := m.NoticeFace; f != nil && (!strings.HasPrefix(f.Photo, "photos/") || f.Box.Width != .3 || f.Quality != .9 || f.Taken != "2005" || f.Age != "5-6" || m.RecordFace.Box.Height != .4) {
				t.Errorf("%s: met %+v and %+v", what, f, m.RecordFace)
			}
		}
	}
}

func ofModel(p models.Photo, model string) models.Photo {
	p.Faces[0].Model = model
	return p
}

func (w *world) keep(t *testing.T, n *models.Notice) {
	t.Helper()
	if _, _, err := w.Notices.Register(w.ctx, n); err != nil {
		t.Fatal(err)
	}
}

// The same picture is found again by its face, saved anew, too, on either side; another photo of
// the person is not.
func TestTheSamePictureIsFound(t *testing.T) {
	w := open(t, nil)
	n := named("徐华栋", "same")
	n.Photos = []models.Photo{drawnPhoto(7, 0), drawnPhoto(7, .9)}
	w.keep(t, n)
	r := heard("徐花东")
	r.Photos = []models.Photo{drawnPhoto(8, 0)}
	if _, _, err := w.Records.Register(w.ctx, r); err != nil {
		t.Fatal(err)
	}
	for what, c := range map[string]struct {
		photo models.Photo
		held  int
	}{
		"the picture": {drawnPhoto(7, 0), 1}, "saved anew": {drawnPhoto(7, .2), 1}, "another photo of them": {drawnPhoto(7, .8), 0},
		"a record's": {drawnPhoto(8, 0), 1}, "a stranger's": {drawnPhoto(9, 0), 0}, "a wall": {models.Photo{}, 0},
	} {
		held := must(w.SamePicture(w.ctx, c.photo))(t)
		if len(held) != c.held {
			t.Errorf("%s: %v", what, held)
		}
		for _, h := range held {
			if !strings.HasPrefix(h.Photo, "photos/") || !strings.Contains(h.Subject, "/") {
				t.Errorf("%s: %+v", what, h)
			}
		}
	}
	elsewhere := models.WithActor(w.ctx, models.Actor{ID: "users/far", Role: models.RoleStation, Areas: "42"})
	if held := must(w.SamePicture(elsewhere, drawnPhoto(8, 0)))(t); len(held) != 0 { // not even that there is one
		t.Errorf("a hidden record's picture: %v", held)
	}
}
