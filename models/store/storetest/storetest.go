package storetest

import (
	"context"
	"errors"
	"reflect"
	"testing"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// Factory opens a new, empty store that is closed when t ends.
type Factory func(t *testing.T) store.Store

// Run holds the stores that factory opens to the contract.
func Run(t *testing.T, factory func(t *testing.T) store.Store) {
	t.Run("Records", func(t *testing.T) { runSide(t, factory, records()) })
	t.Run("Notices", func(t *testing.T) { runSide(t, factory, notices()) })
	for name, test := range map[string]func(*testing.T, store.Store){
		"TheSidesAreApart":    testSidesApart,
		"ChangesOfBothSides":  testChanges,
		"Journal":             testJournal,
		"Answers":             testAnswers,
		"AuditTrail":          testAuditTrail,
		"AuditWithoutActor":   testAuditWithoutActor,
		"AuditProof":          testAuditProof,
		"AuditFilters":        testAuditFilters,
		"AuditTogether":       testAuditTogether,
		"Within":              testWithin,
		"Users":               testUsers,
		"Sessions":            testSessions,
		"APIKeys":             testAPIKeys,
		"Quotas":              testQuotas,
		"Throttles":           testThrottles,
		"Imports":             testImports,
		"ImportsRollBack":     testImportsRollBack,
		"RunningImports":      testRunningImports,
		"ListImports":         testListImports,
		"ImportRows":          testImportRows,
		"Mappings":            testMappings,
		"Exports":             testExports,
		"ImportRowsPictures":  testImportRowsHoldPictures,
		"StrongPairs":         testStrongPairs,
		"Rematch":             testRematch,
		"Blobs":               testBlobs,
		"SweepKeepsNewBlobs":  testSweepKeeps,
		"Uploads":             testUploads,
		"Erasures":            testErasures,
		"ErasePart":           testErasePart,
		"Expired":             testExpired,
		"DropBlobs":           testDropBlobs,
		"DropImportRows":      testDropImportRows,
		"Takedowns":           testTakedowns,
		"Steps":               testSteps,
		"WritersAndReaders":   testWritersAndReaders,
		"BlobsConcurrently":   testBlobsConcurrently,
		"CancelledBeforehand": testCancelledBeforehand,
		"CaseRoundTrip":       testCaseRoundTrip,
		"CaseRefusals":        testCaseRefusals,
		"CaseLists":           testCaseLists,
		"CaseListBytes":       testCaseListBytes,
		"CaseRollsBack":       testCaseRollsBack,
		"Ties":                testLinks,
		"Alerts":              testAlerts,
		"Proceedings":         testProceedings,
		"ProceedingListBytes": testProceedingListBytes,
		"Facts":               testFacts,
		"Reports":             testReports,
	} {
		t.Run(name, func(t *testing.T) { test(t, factory(t)) })
	}
}

func runSide[T models.Subject](t *testing.T, factory Factory, s side[T]) {
	for name, test := range map[string]func(*testing.T, store.Store, side[T]){
		"CreateAndGet":       testCreateAndGet[T],
		"CreateIgnores":      testCreateIgnores[T],
		"EmptySubject":       testEmptySubject[T],
		"Exists":             testExists[T],
		"NotFound":           testNotFound[T],
		"Lookup":             testLookup[T],
		"GetAll":             testGetAll[T],
		"Etags":              testEtags[T],
		"UploadHashes":       testUploadHashes[T],
		"ListPages":          testListPages[T],
		"ListFilters":        testListFilters[T],
		"ListTimes":          testListTimes[T],
		"ListBytes":          testListBytes[T],
		"ListBadToken":       testListBadToken[T],
		"ListAfterDelete":    testListAfterDelete[T],
		"Update":             testUpdate[T],
		"UpdateStale":        testUpdateStale[T],
		"UpdateToTaken":      testUpdateToTaken[T],
		"Delete":             testDelete[T],
		"CallerOwnsValues":   testCallerOwnsValues[T],
		"PhotosRoundTrip":    testPhotosRoundTrip[T],
		"PhotoNames":         testPhotoNames[T],
		"PhotoLookup":        testPhotoLookup[T],
		"ContentIsNotStored": testContentNotStored[T],
		"ListLoadsPhotos":    testListLoadsPhotos[T],
		"TxCommits":          testTxCommits[T],
		"TxSeesItself":       testTxSeesItself[T],
		"TxError":            testTxError[T],
		"TxPanic":            testTxPanic[T],
		"TxCancelled":        testTxCancelled[T],
		"TxIsDeadAfterwards": testTxDead[T],
		"TxGoesOnAfterNo":    testTxGoesOn[T],
		"Unauthenticated":    testUnauthenticated[T],
		"EveryMutationTells": testEveryMutationTells[T],
	} {
		t.Run(name, func(t *testing.T) { test(t, factory(t), s) })
	}
}

// actor is in whose name the tests write, unless they say otherwise.
var actor = models.Actor{ID: "u-guan", Role: models.RoleStation}

func as(t *testing.T, a models.Actor) context.Context { return models.WithActor(t.Context(), a) }

// in runs fn in a transaction and returns its error.
func in[T models.Subject](ctx context.Context, st store.Store, s side[T], fn func(w store.Writer[T]) error) error {
	return st.InTx(ctx, func(tx store.Tx) error { return fn(s.writer(tx)) })
}

// create stores the subjects in one transaction.
func create[T models.Subject](t *testing.T, st store.Store, s side[T], subjects ...T) {
	t.Helper()
	ctx := as(t, actor)
	must(t, in(ctx, st, s, func(w store.Writer[T]) error {
		for _, x := range subjects {
			if err := w.Create(ctx, x); err != nil {
				return err
			}
		}
		return nil
	}))
}

func update[T models.Subject](t *testing.T, st store.Store, s side[T], subject T) error {
	t.Helper()
	ctx := as(t, actor)
	return in(ctx, st, s, func(w store.Writer[T]) error { return w.Update(ctx, subject) })
}

func remove[T models.Subject](t *testing.T, st store.Store, s side[T], name, etag string) error {
	t.Helper()
	ctx := as(t, actor)
	return in(ctx, st, s, func(w store.Writer[T]) error { return w.Delete(ctx, name, etag) })
}

func get[T models.Subject](t *testing.T, st store.Store, s side[T], name string) T {
	t.Helper()
	got, err := s.files(st).Get(t.Context(), name)
	must(t, err)
	return got
}

// state holds everything that a failed write must leave alone.
type state struct {
	records []*models.Record
	notices []*models.Notice
	changes []models.Change
	audit   []models.Audit
}

func stateOf(t *testing.T, st store.Store) state {
	t.Helper()
	var s state
	var err error
	s.records, _, err = st.Records().List(t.Context(), store.Filter{}, 1000, "")
	must(t, err)
	s.notices, _, err = st.Notices().List(t.Context(), store.Filter{}, 1000, "")
	must(t, err)
	s.changes, err = st.Changes(t.Context(), 0, 1000)
	must(t, err)
	s.audit, err = st.AuditTrail(t.Context(), 0, 1000)
	must(t, err)
	return s
}

// unchanged returns a check that the store is as it is now.
func unchanged(t *testing.T, st store.Store) (check func()) {
	t.Helper()
	before := stateOf(t, st)
	return func() {
		t.Helper()
		if after := stateOf(t, st); !reflect.DeepEqual(before, after) {
			t.Errorf("something was written:\nbefore %+v\nafter  %+v", before, after)
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("unexpected error: %v", err)
	}
}

func wantErr(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("error %v, want %v", err, want)
	}
}

func wantEqual(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\ngot  %+v\nwant %+v", what, got, want)
	}
}
