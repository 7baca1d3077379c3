package storetest

import (
	"testing"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// people returns two records and three notices, stored.
func people(t *testing.T, st store.Store) (r [2]*models.Record, n [3]*models.Notice) {
	t.Helper()
	for i := range r {
		r[i] = records().full("青石站", "")
		create(t, st, records(), r[i])
	}
	for i := range n {
		n[i] = notices().full("青石站", "")
		create(t, st, notices(), n[i])
	}
	return r, n
}

func pair(r *models.Record, n *models.Notice, probability float64) models.StrongPair {
	return models.StrongPair{
		Record: r.Name, Notice: n.Name, RecordEtag: r.Etag, NoticeEtag: n.Etag, Probability: probability, Weight: 12.5, Parameters: "built-in",
	}
}

func putPairs(t *testing.T, st store.Store, record string, pairs ...models.StrongPair) (added int) {
	t.Helper()
	must(t, st.InTx(as(t, actor), func(tx store.Tx) (err error) {
		added, err = tx.PutStrongPairs(t.Context(), record, pairs)
		return err
	}))
	return added
}

// listPairs reads every page; times, which are the store's, are checked and left out.
func listPairs(t *testing.T, st store.Store, least float64, limit int) (all []models.StrongPair) {
	t.Helper()
	for token := ""; ; {
		page, next, err := st.StrongPairs(t.Context(), least, limit, token)
		must(t, err)
		for _, p := range page {
			if time.Since(p.FoundTime) > time.Hour || time.Since(p.FoundTime) < 0 {
				t.Errorf("found at %v", p.FoundTime)
			}
			p.FoundTime = time.Time{}
			all = append(all, p)
		}
		if next == "" {
			return all
		}
		token = next
	}
}

func testStrongPairs(t *testing.T, st store.Store) {
	// Both records are pinned to open statuses: full ones are not.
	r, n := people(t, st)
	for _, x := range r {
		x.Status = models.RecordUnidentified
		must(t, update(t, st, records(), x))
	}
	a, b, c, d := pair(r[0], n[0], .9), pair(r[0], n[1], .5), pair(r[1], n[1], .5), pair(r[1], n[2], .3)
	if added := putPairs(t, st, r[0].Name, a, b, pair(r[0], &models.Notice{}, .8)); added != 2 {
		t.Errorf("%d added, want 2: the third has no notice", added)
	}
	putPairs(t, st, r[1].Name, d, c)
	for _, limit := range []int{1, 2, 3, 4, 100} {
		wantEqual(t, "all, best first", listPairs(t, st, 0, limit), []models.StrongPair{a, b, c, d})
	}
	wantEqual(t, "from .5 up", listPairs(t, st, .5, 2), []models.StrongPair{a, b, c})

	first, _, err := st.StrongPairs(t.Context(), 0, 1, "")
	must(t, err)
	a.Probability = .95
	if added := putPairs(t, st, r[0].Name, a, pair(r[0], n[2], .4)); added != 1 {
		t.Errorf("%d added, want the one that was not there", added)
	}
	again, _, err := st.StrongPairs(t.Context(), 0, 1, "")
	must(t, err)
	if !again[0].FoundTime.Equal(first[0].FoundTime) || again[0].Probability != .95 {
		t.Errorf("was %+v, is %+v", first[0], again[0])
	}
	wantEqual(t, "replaced", listPairs(t, st, .45, 9), []models.StrongPair{a, c})

	n[1].Status = models.NoticeClosed
	must(t, update(t, st, notices(), n[1]))
	wantEqual(t, "of those that are open", listPairs(t, st, .45, 9), []models.StrongPair{a})
	must(t, remove(t, st, records(), r[0].Name, ""))
	wantEqual(t, "of those that are here", listPairs(t, st, 0, 9), []models.StrongPair{d})

	for _, token := range []string{"x", "p", "p1-2-3", "p3fe0000000000000-1-1 ", "p3fe0000000000000--1-1"} {
		_, _, err := st.StrongPairs(t.Context(), 0, 1, token)
		wantErr(t, err, models.ErrInvalid)
	}
	_, _, err = st.StrongPairs(t.Context(), 0, 0, "")
	wantErr(t, err, models.ErrInvalid)
}

func testRematch(t *testing.T, st store.Store) {
	_, err := st.Rematch(t.Context())
	wantErr(t, err, models.ErrNotFound)
	put := func(r *models.Rematch) error {
		return st.InTx(as(t, actor), func(tx store.Tx) error { return tx.PutRematch(t.Context(), r) })
	}
	r := models.Rematch{Total: 9, Parameters: "built-in", StartTime: time.Unix(7, 0).UTC()}
	must(t, put(&r))
	other := r
	r.Token, r.Done, r.Strong, r.New = "r4", 4, 2, 1
	must(t, put(&r))
	got, err := st.Rematch(t.Context())
	must(t, err)
	wantEqual(t, "the pass", *got, r)
	wantErr(t, put(&other), models.ErrStale)
	r.EndTime = time.Unix(8, 0).UTC()
	must(t, put(&r))
	must(t, put(&models.Rematch{Total: 10}))
	wantErr(t, put(&r), models.ErrStale)
	got, err = st.Rematch(t.Context())
	must(t, err)
	if got.Total != 10 || !got.EndTime.IsZero() {
		t.Errorf("the new pass is %+v", got)
	}
}
