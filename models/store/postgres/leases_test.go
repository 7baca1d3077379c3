package postgres_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
	"github.com/guitu-project/guitu/models/store/postgres"
	"github.com/guitu-project/guitu/models/store/sqlstore"
)

// A lease is one process's until it runs out or is given back; what was begun under it does not
// commit once another has it.
func TestLeases(t *testing.T) {
	address, dir := create(t), t.TempDir()
	one, two := reopen(t, address, dir), reopen(t, address, dir)
	ctx := ctx(t)
	first, err := one.TakeLease(ctx, "alerts", "one", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if l, err := two.TakeLease(ctx, "alerts", "two", time.Hour); !errors.Is(err, models.ErrBusy) {
		t.Errorf("taken twice: %v, %v", l, err)
	}
	write := func(st *postgres.Store, l store.Lease) error {
		ctx := store.WithLease(ctx, l)
		return st.InTx(ctx, func(tx store.Tx) error { return tx.RecordWriter().Create(ctx, new(models.Record)) })
	}
	if err := errors.Join(write(one, first), one.RenewLease(ctx, first, time.Hour), one.DropLease(ctx, first)); err != nil {
		t.Fatal(err)
	}
	if held, err := one.Leases(ctx); err != nil || len(held) > 0 {
		t.Errorf("given back: %v, %v", held, err)
	}
	second, err := two.TakeLease(ctx, "alerts", "two", time.Hour)
	if err != nil || second.Epoch <= first.Epoch {
		t.Fatalf("taken over: %+v after %+v, %v", second, first, err)
	}
	if err := one.RenewLease(ctx, first, time.Hour); !errors.Is(err, models.ErrStale) {
		t.Errorf("renewed what another has: %v", err)
	}
	if err := write(one, first); !errors.Is(err, models.ErrStale) {
		t.Errorf("written under a lease that another has: %v", err)
	}
	if err := write(two, second); err != nil {
		t.Error(err)
	}
	if n, err := one.Records().Count(ctx, store.Filter{}); err != nil || n != 2 {
		t.Errorf("%d records, %v", n, err)
	}
	if held, err := one.Leases(ctx); err != nil || len(held) != 1 || held[0].Owner != "two" || held[0].Epoch != second.Epoch || held[0].Until.IsZero() {
		t.Errorf("held: %v, %v", held, err)
	}
}

// Who listens is told of a commit of another process.
func TestListen(t *testing.T) {
	address, dir := create(t), t.TempDir()
	one, two := reopen(t, address, dir), reopen(t, address, dir)
	listening, end := context.WithCancel(ctx(t))
	told, ended := make(chan struct{}, 100), make(chan struct{})
	go func() {
		defer close(ended)
		two.Listen(listening, func() { told <- struct{}{} })
	}()
	<-told // that it listens
	if err := one.InTx(ctx(t), func(tx store.Tx) error { return tx.RecordWriter().Create(ctx(t), new(models.Record)) }); err != nil {
		t.Fatal(err)
	}
	<-told
	end()
	<-ended
}

// Servers on one database have the same keys: one with others does not start.
func TestKeysOfServers(t *testing.T) {
	address, dir := create(t), t.TempDir()
	key := dir + ".key"
	opened := func(dir string, opts ...sqlstore.Option) error {
		st, err := postgres.Open(t.Context(), postgres.Server{Address: address}, dir, opts...)
		if err == nil {
			err = st.Close()
		}
		return err
	}
	if err := opened(dir, sqlstore.WithKeyFile(key), sqlstore.WithAuditKey([]byte("one"))); err != nil {
		t.Fatal(err)
	}
	if err := opened(t.TempDir(), sqlstore.WithKeyFile(key), sqlstore.WithAuditKey([]byte("one"))); err != nil {
		t.Errorf("a second server with the same keys: %v", err)
	}
	if err := opened(t.TempDir(), sqlstore.WithKeyFile(key), sqlstore.WithAuditKey([]byte("other"))); !errors.Is(err, models.ErrKey) {
		t.Errorf("another audit key: %v", err)
	}
	if err := opened(t.TempDir(), sqlstore.WithKeyFile(t.TempDir()+"/other.key"), sqlstore.WithAuditKey([]byte("one"))); !errors.Is(err, models.ErrKey) {
		t.Errorf("no master key: %v", err)
	}
	own := t.TempDir()
	fresh := create(t)
	if st, err := postgres.Open(t.Context(), postgres.Server{Address: fresh}, own); err != nil {
		t.Fatal(err)
	} else if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	if err := opened(own); !errors.Is(err, models.ErrKey) {
		t.Errorf("a folder with keys of other data: %v", err)
	}

	st := reopen(t, address, dir, sqlstore.WithKeyFile(key), sqlstore.WithAuditKey([]byte("one")))
	if err := st.RotateKeys(ctx(t), func(int) {}); err != nil {
		t.Fatal(err)
	}
	if err := opened(t.TempDir(), sqlstore.WithKeyFile(key), sqlstore.WithAuditKey([]byte("one"))); err != nil {
		t.Errorf("a server after the keys were rotated: %v", err)
	}
}
