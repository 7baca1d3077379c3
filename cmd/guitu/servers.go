package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/concurrent"
	"github.com/guitu-project/guitu/models/store"
)

const (
	// leaseLasts is for how long nothing is done that a server did which was killed.
	leaseLasts = 10 * time.Second
	leaseRenew = leaseLasts / 4
	leaseTry   = time.Second // how often a server that has not got a lease looks

	purgeLook = time.Minute // how often it is looked who was erased at another server
)

// servers is what several servers on one database do together; nil if there is one.
type servers struct {
	store.Servers
	self string // this process
	log  *slog.Logger
}

// newServers returns nil for a store that is one process's.
func newServers(st dataStore, log *slog.Logger) *servers {
	shared, ok := st.(store.Servers)
	if !ok {
		return nil
	}
	host, err := os.Hostname()
	if err != nil {
		host = "?" // the rest tells it apart
	}
	return &servers{Servers: shared, self: host + " " + strconv.Itoa(os.Getpid()) + " " + rand.Text()[:8], log: log}
}

// serverLease begins the names of leases that say that a server runs.
const serverLease = "server "

// once runs a job that must run once of all servers, while this one holds its lease; at once
// if there is one server. What the job writes with its context, it writes under the lease.
func (s *servers) once(ctx context.Context, name string, job func(context.Context) error) error {
	if s == nil {
		return job(ctx)
	}
	for ctx.Err() == nil {
		began := time.Now()
		l, err := s.TakeLease(ctx, name, s.self, leaseLasts)
		switch {
		case err == nil:
			s.log.InfoContext(ctx, "this server does it now", "job", name, "epoch", l.Epoch)
			if err := s.hold(ctx, l, began, job); err != nil && ctx.Err() == nil {
				s.log.ErrorContext(ctx, "a job broke off", "job", name, "err", err)
			}
		case !errors.Is(err, models.ErrBusy) && ctx.Err() == nil:
			s.log.WarnContext(ctx, "cannot ask who does it", "job", name, "err", err)
		}
		concurrent.Sleep(ctx, leaseTry)
	}
	return nil
}

// hold runs the job until it ends, ctx does, or the lease is lost: it counts as lost when it may
// have run out, whether or not the database can be asked.
func (s *servers) hold(ctx context.Context, l store.Lease, since time.Time, job func(context.Context) error) error {
	work, stop := context.WithCancel(store.WithLease(ctx, l))
	defer stop()
	var both errgroup.Group
	both.Go(func() error {
		defer stop()
		return job(work)
	})
	both.Go(func() error {
		defer stop()
		for concurrent.Sleep(work, leaseRenew) {
			began := time.Now()
			asked, end := context.WithTimeout(work, leaseRenew)
			err := s.RenewLease(asked, l, leaseLasts)
			end()
			switch {
			case err == nil:
				since = began
			case errors.Is(err, models.ErrStale), time.Since(since) > leaseLasts-leaseRenew:
				return fmt.Errorf("lease of %s: %w", l.Name, err)
			}
		}
		return nil
	})
	err := both.Wait()
	ended, cancel := context.WithTimeout(context.WithoutCancel(ctx), leaseRenew)
	defer cancel()
	if dropped := s.DropLease(ended, l); dropped != nil && !errors.Is(dropped, models.ErrStale) {
		s.log.WarnContext(ctx, "a lease was not given back: it runs out", "job", l.Name, "err", dropped)
	}
	return err
}

// alive says that this server runs, until ctx ends.
func (s *servers) alive(ctx context.Context) error {
	return s.once(ctx, serverLease+s.self, func(ctx context.Context) error {
		<-ctx.Done()
		return nil
	})
}

// others returns models.ErrPrecondition if servers run on the database. One that was killed has a
// lease still, which is not renewed: it is waited for.
func (s *servers) others(ctx context.Context) error {
	if s == nil {
		return nil
	}
	for seen := map[string]time.Time{}; ; concurrent.Sleep(ctx, leaseTry) {
		leases, err := s.Leases(ctx)
		if err != nil {
			return err
		}
		left := 0
		for _, l := range leases {
			if !strings.HasPrefix(l.Name, serverLease) {
				continue
			}
			if until, known := seen[l.Name]; known && l.Until.After(until) {
				return models.Refused(models.ErrPrecondition, "数据库正被服务器使用，请先停止所有服务："+l.Owner, "servers run on this database, stop all of them first: "+l.Owner)
			}
			left++
			seen[l.Name] = l.Until
		}
		if left == 0 {
			return nil
		}
	}
}

// currentIndex is an index that has what was committed at any server before a search begins.
type currentIndex struct {
	matcher.Index
	last func(context.Context) (int64, error)
}

func (x currentIndex) catchUp(ctx context.Context) error {
	seq, err := x.last(ctx)
	if err != nil {
		return err
	}
	return x.CatchUp(ctx, seq)
}

// Candidates catches up first.
func (x currentIndex) Candidates(ctx context.Context, probe *feature.Probe, side models.Kind, limit int) ([]feature.Candidate, error) {
	if err := x.catchUp(ctx); err != nil {
		return nil, err
	}
	return x.Index.Candidates(ctx, probe, side, limit)
}

// CandidatesAmong catches up first.
func (x currentIndex) CandidatesAmong(ctx context.Context, probe *feature.Probe, side models.Kind, limit int, names []string) ([]feature.Candidate, error) {
	if err := x.catchUp(ctx); err != nil {
		return nil, err
	}
	return x.Index.CandidatesAmong(ctx, probe, side, limit, names)
}

// SearchText catches up first.
func (x currentIndex) SearchText(ctx context.Context, side models.Kind, query string, limit int) ([]string, error) {
	if err := x.catchUp(ctx); err != nil {
		return nil, err
	}
	return x.Index.SearchText(ctx, side, query, limit)
}

// purgedFile says in a data folder up to which row of the trail its index is clean of whom
// other servers erased.
const purgedFile = "purged"

// purgeErased takes out of this server's index, until ctx ends, whom any server erased: the
// server that erases cleans its own index alone.
func (e *engine) purgeErased(ctx context.Context, dir string, log *slog.Logger) error {
	file := filepath.Join(dir, purgedFile)
	for {
		if err := e.purgeSince(ctx, file); err != nil && ctx.Err() == nil {
			log.Error("索引中可能还有已删除的人 (people who were erased may be left in the index)", "err", err)
		}
		if !concurrent.Sleep(ctx, purgeLook) {
			return nil
		}
	}
}

func (e *engine) purgeSince(ctx context.Context, file string) error {
	head, err := e.store.AuditHead(ctx)
	if err != nil {
		return err
	}
	var after int64
	text, err := os.ReadFile(file) //nolint:gosec // a file of the data folder
	switch {
	case err == nil:
		after, err = strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64)
	case errors.Is(err, fs.ErrNotExist): // whoever is here was never looked for
		err = nil
	}
	if err != nil || after == head.Seq {
		return err
	}
	err = store.AuditPages(ctx, e.store, store.AuditFilter{Action: models.ActionErase}, after, func(rows []models.Audit) error {
		var names []string
		for _, row := range rows {
			names, after = append(names, row.Objects...), row.Seq
		}
		if len(names) == 0 {
			return nil
		}
		seq, err := e.store.LastChange(ctx)
		if err == nil {
			err = e.index.CatchUp(ctx, seq)
		}
		if err == nil {
			err = e.index.Purge(ctx, names)
		}
		if err == nil {
			_, err = e.erasures(ctx) // into this server's ledger
		}
		return err
	})
	if err != nil {
		return err
	}
	return os.WriteFile(file, []byte(strconv.FormatInt(max(after, head.Seq), 10)+"\n"), 0o600)
}
