package postgres_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
	"github.com/guitu-project/guitu/models/store/postgres"
)

// read writes a row of the trail from each of so many callers at a time, until each wrote n.
func read(ctx context.Context, t testing.TB, write func(context.Context, *models.Audit) error, callers, n int) {
	t.Helper()
	var all sync.WaitGroup
	for range callers {
		all.Go(func() {
			for i := range n {
				if err := write(ctx, &models.Audit{Action: models.ActionRead, Objects: []string{fmt.Sprint("records/", i)}}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
}

// Rows of two servers that come side by side go together, several in a transaction, and the chain
// of both is one without a gap.
func TestTrailOfTwoServers(t *testing.T) {
	const callers, each = 20, 5
	address, dir := create(t), t.TempDir()
	one, two := reopen(t, address, dir), reopen(t, address, dir)
	var both sync.WaitGroup
	for _, st := range []*postgres.Store{one, two} {
		both.Go(func() { read(ctx(t), t, st.AppendAudit, callers, each) })
	}
	both.Wait()
	verdict, err := two.VerifyAudit(t.Context())
	if err != nil || verdict.BadSeq != 0 || verdict.Rows != 2*callers*each {
		t.Errorf("the trail: %+v, %v", verdict, err)
	}
	var transactions int
	if err := connect(t, address).QueryRow(t.Context(), "SELECT count(DISTINCT xmin::text) FROM audit").Scan(&transactions); err != nil {
		t.Fatal(err)
	}
	if transactions >= callers*each {
		t.Errorf("%d rows in %d transactions", verdict.Rows, transactions)
	}
}

// BenchmarkTrail writes the rows of reads from 64 callers at two servers on one database: together, as
// AppendAudit does, and one in each transaction.
func BenchmarkTrail(b *testing.B) {
	const callers = 32
	alone := func(st *postgres.Store) func(context.Context, *models.Audit) error {
		return func(ctx context.Context, row *models.Audit) error {
			return st.InTx(ctx, func(tx store.Tx) error { return tx.AppendAudit(ctx, row) })
		}
	}
	for name, how := range map[string]func(*postgres.Store) func(context.Context, *models.Audit) error{
		"together": func(st *postgres.Store) func(context.Context, *models.Audit) error { return st.AppendAudit }, "alone": alone,
	} {
		b.Run(name, func(b *testing.B) {
			address, dir := create(b), b.TempDir()
			one, two := reopen(b, address, dir), reopen(b, address, dir)
			n := 0
			for b.Loop() {
				var both sync.WaitGroup
				for _, st := range []*postgres.Store{one, two} {
					both.Go(func() { read(ctx(b), b, how(st), callers, 4) })
				}
				both.Wait()
				n += 2 * callers * 4
			}
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
