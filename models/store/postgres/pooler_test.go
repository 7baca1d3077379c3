package postgres_test

import (
	"errors"
	"testing"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
	"github.com/guitu-project/guitu/models/store/postgres"
	"github.com/guitu-project/guitu/models/store/postgres/postgrestest"
	"github.com/guitu-project/guitu/models/store/storetest"
)

// The contract holds through pgbouncer, which hands sessions out by the transaction; what needs
// a session goes past it, and is told so if it cannot.
func TestPooler(t *testing.T) {
	direct := create(t)
	bouncer, err := postgrestest.StartPooler(t.Context(), server)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { // after the contract's cases, which run side by side
		if err := bouncer.Stop(); err != nil {
			t.Error(err)
		}
		if t.Failed() {
			t.Log(bouncer.Log())
		}
	})
	pooled := bouncer.URL(direct)
	if st, err := postgres.Open(t.Context(), postgres.Server{Address: pooled}, t.TempDir()); !errors.Is(err, models.ErrPrecondition) {
		t.Errorf("without the server's own address: %v, %v", st, err)
	}
	storetest.Run(t, func(t *testing.T) store.Store {
		if err := server.Empty(t.Context(), direct); err != nil {
			t.Fatal(err)
		}
		st, err := postgres.Open(t.Context(), postgres.Server{Address: pooled, Direct: direct}, t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = st.Close() })
		return st
	})
}
