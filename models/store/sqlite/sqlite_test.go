package sqlite_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
	"github.com/guitu-project/guitu/models/store/sqlite"
	"github.com/guitu-project/guitu/models/store/sqlstore"
	"github.com/guitu-project/guitu/models/store/storetest"
)

func TestContract(t *testing.T) {
	storetest.Run(t, func(t *testing.T) store.Store { return open(t, t.TempDir()) })
}

func open(t testing.TB, dir string, opts ...sqlstore.Option) *sqlite.Store {
	t.Helper()
	st, err := sqlite.Open(t.Context(), dir, opts...)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return st
}

func ctx(t testing.TB) context.Context {
	return models.WithActor(t.Context(), models.Actor{ID: "u-guan", Role: models.RoleStation})
}

func wantErr(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("error %v, want %v", err, want)
	}
}

// personWithFaces returns an invented record of ordinary size: one photo, some faces.
func personWithFaces(externalID string, faces int) *models.Record {
	years := 60
	r := &models.Record{
		Entry: models.Entry{
			ExternalID: externalID,
			Person: models.Person{
				Names:      []models.PersonName{{Text: "柳望舒", Kind: models.NameHeard}},
				Sex:        models.Female,
				AgeMin:     &years,
				Accent:     "江淮官话",
				Marks:      []models.Mark{{Text: "左眉上方一道疤", Kind: "SCAR", Site: "EYEBROW", Side: "LEFT"}},
				Appearance: "短发，花白，身材瘦小，走路略跛",
				Narrative:  "我家门口有条河，河边有座石桥，我们都叫它老桥。",
			},
			Photos: []models.Photo{{TakenDate: "2020-01-01", Finding: models.FindingOneFace, Width: 640, Height: 480}},
		},
		Station:    "青石站",
		FoundDate:  "2020-01-01",
		FoundPlace: models.Place{Text: "青石县客运站", Code: "999901"},
	}
	for i := range faces {
		e := make([]float32, 128)
		for k := range e {
			e[k] = 1 / float32(k+i+2)
		}
		r.Photos[0].Faces = append(r.Photos[0].Faces, models.Face{
			Box: models.Box{X: 0.1, Y: 0.2, Width: 0.3, Height: 0.4}, Quality: 0.8, Embedding: e, Model: models.ModelDlib,
			Landmarks: []models.Point{{X: 0.2, Y: 0.3}, {X: 0.3, Y: 0.3}, {X: 0.25, Y: 0.4}, {X: 0.21, Y: 0.5}, {X: 0.29, Y: 0.5}},
		})
	}
	return r
}

func createRecords(t testing.TB, st *sqlite.Store, records ...*models.Record) {
	t.Helper()
	ctx := ctx(t)
	err := st.InTx(ctx, func(tx store.Tx) error {
		w := tx.RecordWriter()
		for _, r := range records {
			if err := w.Create(ctx, r); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// mentions reports whether any of the database's files holds the text.
func mentions(t *testing.T, dir, text string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "guitu.db*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("files %v, %v", files, err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(content, []byte(text)) {
			return true
		}
	}
	return false
}
