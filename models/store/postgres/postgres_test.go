package postgres_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
	"github.com/guitu-project/guitu/models/store/postgres"
	"github.com/guitu-project/guitu/models/store/postgres/postgrestest"
	"github.com/guitu-project/guitu/models/store/sqlstore"
	"github.com/guitu-project/guitu/models/store/storetest"
)

// server is the server of all tests.
var server *postgrestest.Server

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func run(m *testing.M) (code int, err error) {
	ctx := context.Background()
	if server, err = postgrestest.Start(ctx); err != nil {
		return 0, err
	}
	defer func() {
		if stopped := server.Stop(); err == nil {
			err = stopped
		}
	}()
	return m.Run(), nil
}

func TestContract(t *testing.T) {
	address := create(t)
	storetest.Run(t, func(t *testing.T) store.Store {
		if err := server.Empty(t.Context(), address); err != nil { // which takes a tenth of what a new database does
			t.Fatal(err)
		}
		return reopen(t, address, t.TempDir())
	})
}

// open opens a new store and returns its address, too.
func open(t *testing.T, opts ...sqlstore.Option) (*postgres.Store, string) {
	t.Helper()
	address := create(t)
	return reopen(t, address, t.TempDir(), opts...), address
}

// create makes an empty database and returns its address.
func create(t testing.TB) string {
	t.Helper()
	address, err := server.Create(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return address
}

func reopen(t testing.TB, address, dir string, opts ...sqlstore.Option) *postgres.Store {
	t.Helper()
	st, err := postgres.Open(t.Context(), postgres.Server{Address: address}, dir, opts...)
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
