package matcher_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/models"
)

// newerEyes describe every face anew, but in pictures of no one.
type newerEyes struct{ eyes }

func (e newerEyes) Analyze(ctx context.Context, p *models.Photo) error {
	if err := e.eyes.Analyze(ctx, p); err != nil || string(p.Content) == "nobody" {
		return err
	}
	f := models.Face{Box: models.Box{X: .1, Y: .1, Width: .5, Height: .5}, Quality: 1}
	f.SetEmbeddings([]models.Embedding{e.Embedders()[0].Embed(unit(512))})
	p.Faces, p.Finding = []models.Face{f}, models.FindingOneFace
	return nil
}

func unit(dim int) []float32 {
	v := make([]float32, dim)
	v[0] = 1
	return v
}

// olderEyes know dlib alone.
type olderEyes struct{ eyes }

func (e olderEyes) Analyze(ctx context.Context, p *models.Photo) error {
	err := e.eyes.Analyze(ctx, p)
	p.Faces = []models.Face{{Box: models.Box{X: .15, Y: .1, Width: .5, Height: .5}, Model: models.ModelDlib, Embedding: unit(128)}}
	p.Finding = models.FindingOneFace
	return err
}

// Every photo held is described once, whatever breaks off between the pages; what an
// older model made of the same face stays.
func TestReembed(t *testing.T) {
	var cfg matcher.Config
	w := open(t, func(c *matcher.Config) { c.Photos, cfg = olderEyes{}, *c })
	const people = 70
	for i := range people {
		content := fmt.Sprint("picture ", i)
		if i == 5 {
			content = "nobody"
		}
		r := &models.Record{Station: "站", Entry: models.Entry{ExternalID: fmt.Sprint(i), Photos: []models.Photo{{Content: []byte(content)}}}}
		if _, _, err := w.Records.Register(w.ctx, r); err != nil {
			t.Fatal(err)
		}
	}
	n := &models.Notice{Source: "警", Entry: models.Entry{Photos: []models.Photo{{Content: []byte("hers")}, {Faces: []models.Face{{Model: models.ModelDlib, Embedding: unit(128)}}}}}}
	if _, _, err := w.Notices.Register(w.ctx, n); err != nil {
		t.Fatal(err)
	}
	cfg.Photos = newerEyes{}
	newer := matcher.New(cfg)
	all := func(from string) (sum matcher.Reembedded) {
		for token, more := from, true; more; more = token != "" {
			page, err := newer.Reembed(w.ctx, models.ModelFR, token)
			if err != nil {
				t.Fatal(err)
			}
			sum.Subjects += page.Subjects
			sum.Embedded += page.Embedded
			sum.Unchanged += page.Unchanged
			sum.NoFace += page.NoFace
			token = page.Next
		}
		return sum
	}
	first, err := newer.Reembed(w.ctx, models.ModelFR, "")
	if err != nil || first.Next == "" || first.Embedded == 0 {
		t.Fatalf("first page: %+v, %v", first, err)
	}
	// Broken off here and started again.
	if sum := all(""); sum.Subjects != people+1 || sum.Embedded != people-first.Embedded || sum.Unchanged != first.Embedded || sum.NoFace != 1 {
		t.Errorf("after the break: %+v, the first page was %+v", sum, first)
	}
	if sum := all(""); sum.Embedded != 0 || sum.Unchanged != people || sum.NoFace != 1 {
		t.Errorf("again: %+v", sum)
	}
	got, err := newer.Notices.Get(w.ctx, n.Name)
	if err != nil {
		t.Fatal(err)
	}
	f := got.Photos[0].Faces[0]
	if f.Model != models.ModelFR || len(f.Others) != 1 || f.Others[0].Model != models.ModelDlib {
		t.Errorf("her face is described by %s and %d others", f.Model, len(f.Others))
	}
	if f := got.Photos[1].Faces[0]; f.Model != models.ModelDlib || len(f.Others) != 0 {
		t.Errorf("the face without a picture is described by %s and %d others", f.Model, len(f.Others))
	}

	if _, err := newer.Reembed(w.ctx, "x-none", ""); !errors.Is(err, models.ErrInvalid) {
		t.Errorf("an unknown model: %v", err)
	}
	if _, err := newer.Reembed(w.ctx, models.ModelFR, "elsewhere/1"); !errors.Is(err, models.ErrInvalid) {
		t.Errorf("an unknown page: %v", err)
	}
	station := models.WithActor(t.Context(), models.Actor{ID: "station", Role: models.RoleStation})
	if _, err := newer.Reembed(station, models.ModelFR, ""); !errors.Is(err, models.ErrPermission) {
		t.Errorf("a station: %v", err)
	}
}
