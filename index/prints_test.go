package index

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/matcher/prints"
	"github.com/guitu-project/guitu/matcher/prints/synthetic"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// Who has the finger is among the candidates though nothing else speaks for them, also once the scan
// was taken from its file, and not when the finger was taken off.
func TestPrintsAreFound(t *testing.T) {
	st, ctx := openStore(t)
	r := rand.New(rand.NewPCG(9, 25))
	finger := func() (a, b []byte) {
		press := synthetic.Usual()
		press.Overlap = .9
		x, y := synthetic.NewFinger(r).Pair(r, press)
		var both [2][]byte
		for i, v := range []prints.View{x, y} {
			record, err := (&prints.Template{Format: prints.ISO2005, Views: []prints.View{v}}).Append(nil)
			if err != nil {
				t.Fatal(err)
			}
			both[i] = record
		}
		return both[0], both[1]
	}
	held, asked := finger()
	other, _ := finger()
	n := &models.Notice{Entry: models.Entry{Person: models.Person{Names: []models.PersonName{{Text: "林秋"}}}, Fingerprints: []models.Fingerprint{{Content: held}}}}
	err := st.InTx(ctx, func(tx store.Tx) error {
		for i := range 400 { // more than are weighed anyway
			s := &models.Notice{Entry: models.Entry{Person: models.Person{Names: []models.PersonName{{Text: "张桂兰"}}}, ExternalID: fmt.Sprint(i)}}
			if i < 3 {
				s.Fingerprints = []models.Fingerprint{{Content: other}}
			}
			if err := tx.NoticeWriter().Create(ctx, s); err != nil {
				return err
			}
		}
		return tx.NoticeWriter().Create(ctx, n)
	})
	if err != nil {
		t.Fatal(err)
	}
	probe := &models.Record{Entry: models.Entry{Person: models.Person{Names: []models.PersonName{{Text: "张桂兰"}}}, Fingerprints: []models.Fingerprint{{Content: asked}}}}
	first := func(x *Index) string {
		t.Helper()
		found, err := x.Candidates(ctx, x.scorer.Probe(feature.ProfileOf(probe)), models.Notices, 20)
		if err != nil || len(found) == 0 {
			t.Fatalf("%d candidates, %v", len(found), err)
		}
		return found[0].Name
	}
	dir := t.TempDir()
	for range 2 { // from the store, and from the file
		x := openIndex(t, ctx, dir, st)
		if got := first(x); got != n.Name {
			t.Errorf("the first candidate is %s, want %s", got, n.Name)
		}
		among, err := x.CandidatesAmong(ctx, x.scorer.Probe(feature.ProfileOf(probe)), models.Notices, 20, []string{"notices/none"})
		if err != nil || len(among) > 0 {
			t.Errorf("among others %d are found, %v", len(among), err)
		}
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
	}
	n.Fingerprints, n.Etag = nil, ""
	if err := st.InTx(ctx, func(tx store.Tx) error { return tx.NoticeWriter().Update(ctx, n) }); err != nil {
		t.Fatal(err)
	}
	x := openIndex(t, ctx, dir, st)
	if got := first(x); got == n.Name {
		t.Error("found by a finger that was taken off")
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
}
