package storetest

import (
	"math"
	"slices"
	"testing"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

func testPhotosRoundTrip[T models.Subject](t *testing.T, st store.Store, s side[T]) {
	x := s.full("青石站", "E-1")
	sum, err := st.PutBlob(t.Context(), []byte("a picture"))
	must(t, err)
	e := x.Common()
	e.Photos = append(e.Photos, models.Photo{SHA256: sum, ContentType: "image/png", Finding: models.FindingNoFace, Width: 3, Height: 4})
	odd := face(models.ModelDlib, 9)
	odd.Embedding[5] = math.Float32frombits(0x7FA00001) // a signalling NaN with a payload
	e.Photos = append(e.Photos, models.Photo{Faces: []models.Face{odd, {Quality: 1}, {Model: models.ModelFR}}})
	create(t, st, s, x)

	got := get(t, st, s, e.Name).Common().Photos
	bits := func(photos []models.Photo) (all []uint32) {
		for _, p := range photos {
			for _, f := range p.Faces {
				for e := range f.Embeddings() {
					for _, v := range e.Vector {
						all = append(all, math.Float32bits(v))
					}
				}
			}
		}
		return all
	}
	if !slices.Equal(bits(got), bits(e.Photos)) {
		t.Error("embeddings are not bit for bit what they were")
	}
	// A NaN is not equal to itself; the rest must be.
	got[3].Faces[0].Embedding, e.Photos[3].Faces[0].Embedding = nil, nil
	wantEqual(t, "photos", got, e.Photos)
}

func testPhotoNames[T models.Subject](t *testing.T, st store.Store, s side[T]) {
	x, other := s.full("青石站", "E-1"), s.full("青石站", "E-2")
	create(t, st, s, x, other)
	e := x.Common()
	first, second := e.Photos[0], e.Photos[1]
	// One stays but changes, one goes, and four come: without a name, under a name
	// that no one gave, under another's, and under one that is taken just before.
	first.TakenDate = "2010"
	e.Photos = []models.Photo{
		{Faces: []models.Face{face(models.ModelFR, 5)}}, first,
		{Name: "photos/mine", Width: 1}, {Name: other.Common().Photos[0].Name, Width: 2}, {Name: first.Name, Width: 3},
	}
	must(t, update(t, st, s, x))
	got := get(t, st, s, e.Name)
	wantEqual(t, "updated", got, x)
	seen := map[string]bool{second.Name: true, other.Common().Photos[0].Name: true, "photos/mine": true, "": true}
	for i, p := range got.Common().Photos {
		if seen[p.Name] || (p.Name == first.Name) != (i == 1) {
			t.Errorf("photo %d is named %q", i, p.Name)
		}
		seen[p.Name] = true
	}
	_, _, err := st.Photo(t.Context(), second.Name)
	wantErr(t, err, models.ErrNotFound)
	wantEqual(t, "the other", get(t, st, s, other.Common().Name), other)
}

func testPhotoLookup[T models.Subject](t *testing.T, st store.Store, s side[T]) {
	x, other := s.full("青石站", "E-1"), s.full("青石站", "E-2")
	create(t, st, s, x, other)
	for _, of := range []T{x, other} {
		for _, p := range of.Common().Photos {
			got, name, err := st.Photo(t.Context(), p.Name)
			must(t, err)
			wantEqual(t, "photo", got, p)
			wantEqual(t, "its subject", name, of.Common().Name)
		}
	}
}

func testContentNotStored[T models.Subject](t *testing.T, st store.Store, s side[T]) {
	content := []byte("a picture")
	sum, err := st.PutBlob(t.Context(), content)
	must(t, err)
	x := s.empty()
	x.Common().Photos = []models.Photo{{Content: content, SHA256: sum}}
	create(t, st, s, x)
	name := x.Common().Name
	must(t, update(t, st, s, x))
	p, _, err := st.Photo(t.Context(), x.Common().Photos[0].Name)
	must(t, err)
	page, _, err := s.files(st).List(t.Context(), store.Filter{}, 1, "")
	must(t, err)
	for _, got := range []models.Photo{p, get(t, st, s, name).Common().Photos[0], page[0].Common().Photos[0]} {
		if len(got.Content) > 0 || got.SHA256 != sum {
			t.Errorf("stored content %q, sha256 %q", got.Content, got.SHA256)
		}
	}
}

func testListLoadsPhotos[T models.Subject](t *testing.T, st store.Store, s side[T]) {
	none, one, two := s.empty(), s.full("青石站", "E-1"), s.full("青石站", "E-2")
	one.Common().Photos = one.Common().Photos[1:]
	create(t, st, s, none, one, two)
	page, _, err := s.files(st).List(t.Context(), store.Filter{}, 10, "")
	must(t, err)
	wantEqual(t, "the page", page, []T{none, one, two})
}
