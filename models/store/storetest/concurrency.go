package storetest

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// Writers wait for each other, and a reader always sees whole transactions: the
// two sides are written in pairs, with as many photos as their circumstances say.
func testWritersAndReaders(t *testing.T, st store.Store) {
	const writers, readers, rounds = 4, 4, 15
	r, n := records(), notices()
	ctx, stop := context.WithCancel(as(t, actor))
	defer stop()
	shared := r.full("共享", "shared")
	shared.Circumstances = "2"
	create(t, st, r, shared)

	var writing, reading sync.WaitGroup
	fail := make(chan error, writers+readers)
	for i := range writers {
		writing.Go(func() {
			for k := range rounds {
				if err := writePair(ctx, st, r, n, shared.Name, fmt.Sprintf("%d-%d", i, k), k%3); err != nil {
					fail <- fmt.Errorf("writer: %w", err)
					return
				}
			}
		})
	}
	for range readers {
		reading.Go(func() {
			for ctx.Err() == nil {
				if err := readWhole(ctx, st, shared.Name); err != nil && !errors.Is(err, context.Canceled) {
					fail <- fmt.Errorf("reader: %w", err)
					return
				}
			}
		})
	}
	writing.Wait()
	stop()
	reading.Wait()
	close(fail)
	for err := range fail {
		t.Error(err)
	}
	const written = writers * rounds
	state := stateOf(t, st)
	if len(state.records) != written+1 || len(state.notices) != written || len(state.changes) != 3*written+1 || len(state.audit) != 3*written+1 {
		t.Errorf("%d records, %d notices, %d changes, %d audit rows after %d pairs",
			len(state.records), len(state.notices), len(state.changes), len(state.audit), written)
	}
}

func writePair(ctx context.Context, st store.Store, r side[*models.Record], n side[*models.Notice], shared, id string, photos int) error {
	return st.InTx(ctx, func(tx store.Tx) error {
		if err := tx.RecordWriter().Create(ctx, r.full("青石站", id)); err != nil {
			return err
		}
		s, err := tx.RecordWriter().Get(ctx, shared)
		if err != nil {
			return err
		}
		s.Photos = make([]models.Photo, photos)
		s.Circumstances = fmt.Sprint(photos)
		if err := tx.RecordWriter().Update(ctx, s); err != nil { // no one came between
			return err
		}
		return tx.NoticeWriter().Create(ctx, n.full("青石站", id))
	})
}

func readWhole(ctx context.Context, st store.Store, shared string) error {
	s, err := st.Records().Get(ctx, shared)
	if err != nil {
		return err
	}
	if s.Circumstances != fmt.Sprint(len(s.Photos)) {
		return fmt.Errorf("%s photos, read %d", s.Circumstances, len(s.Photos))
	}
	// The notices are read first: a pair that is complete there is complete here.
	notices, _, err := st.Notices().List(ctx, store.Filter{}, 1000, "")
	if err != nil {
		return err
	}
	records, _, err := st.Records().List(ctx, store.Filter{Origin: "青石站"}, 1000, "")
	if err != nil {
		return err
	}
	if len(records) < len(notices) {
		return fmt.Errorf("%d records for %d notices", len(records), len(notices))
	}
	last, err := st.LastChange(ctx)
	if err != nil {
		return err
	}
	changes, err := st.Changes(ctx, 0, 1000)
	if err != nil {
		return err
	}
	if len(changes)%3 != 1 || changes[len(changes)-1].Seq < last {
		return fmt.Errorf("%d changes up to %d, the last was %d", len(changes), changes[len(changes)-1].Seq, last)
	}
	return nil
}

// Rows of the trail that come side by side are each there, whole and chained, when their callers go
// on: none before, and none of a caller who gave up.
func testAuditTogether(t *testing.T, st store.Store) {
	const readers = 60
	var all sync.WaitGroup
	var coming atomic.Int32
	released := make(chan struct{})
	rows := make([]models.Audit, readers)
	must(t, st.InTx(as(t, actor), func(store.Tx) error {
		for i := range rows {
			who := models.Actor{ID: fmt.Sprint("u-", i), Role: models.RoleStation, Via: "apiKeys/k"}
			ctx := models.WithPurpose(as(t, who), fmt.Sprint("目的", i))
			rows[i] = models.Audit{Action: models.ActionRead, Objects: []string{fmt.Sprint("records/", i)}}
			all.Go(func() {
				coming.Add(1)
				if err := st.AppendAudit(ctx, &rows[i]); err != nil {
					t.Errorf("row %d: %v", i, err)
				}
				select {
				case <-released:
				default:
					t.Errorf("row %d is said to be written while another writes", i)
				}
				kept, err := st.FindAudit(ctx, store.AuditFilter{Actor: who.ID}, 0, 9)
				if err != nil || len(kept) != 1 || kept[0].Seq != rows[i].Seq || kept[0].Hash != rows[i].Hash || kept[0].Purpose != fmt.Sprint("目的", i) || kept[0].Detail != "via apiKeys/k" {
					t.Errorf("row %d is %+v, %v", i, kept, err)
				}
			})
		}
		for coming.Load() < readers {
			runtime.Gosched()
		}
		ctx, cancel := context.WithCancel(as(t, models.Actor{ID: "u-gone", Role: models.RoleStation}))
		time.AfterFunc(time.Millisecond, cancel)
		wantErr(t, st.AppendAudit(ctx, &models.Audit{Action: models.ActionRead}), context.Canceled)
		close(released)
		return nil
	}))
	all.Wait()
	verdict, err := st.VerifyAudit(t.Context())
	must(t, err)
	if verdict.Rows != readers || verdict.BadSeq != 0 || verdict.Head.Seq != readers {
		t.Errorf("the trail of %d rows: %+v", readers, verdict)
	}
}

func testBlobsConcurrently(t *testing.T, st store.Store) {
	ctx := as(t, actor)
	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() {
			for k := range 10 {
				sum, err := st.PutBlob(ctx, []byte{byte(k)}) // the same ones from all sides
				if err != nil {
					t.Errorf("put: %v", err)
					return
				}
				err = st.InTx(ctx, func(tx store.Tx) error {
					return tx.RecordWriter().Create(ctx, &models.Record{Entry: models.Entry{
						ExternalID: fmt.Sprint(i, "-", k), Photos: []models.Photo{{SHA256: sum}}}})
				})
				if err != nil {
					t.Errorf("create: %v", err)
				}
				if _, err := st.SweepBlobs(ctx); err != nil {
					t.Errorf("sweep: %v", err)
				}
			}
		})
	}
	all.Wait()
	for k := range 10 {
		p := listedPhotos(t, st)[k]
		readBlob(t, st, p.SHA256)
	}
}

func listedPhotos(t *testing.T, st store.Store) (photos []models.Photo) {
	t.Helper()
	page, _, err := st.Records().List(t.Context(), store.Filter{}, 1000, "")
	must(t, err)
	for _, r := range page {
		photos = append(photos, r.Photos...)
	}
	return photos
}
