package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	indexrpc "github.com/guitu-project/guitu/api/partition"
	"github.com/guitu-project/guitu/index"
	"github.com/guitu-project/guitu/index/partition"
	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
)

// indexTLS says by which certificates servers and the processes of guitu index know each other.
type indexTLS struct {
	IndexCA   string `name:"index-ca" type:"path" placeholder:"FILE" env:"GUITU_INDEX_CA" help:"Certificate (PEM) of the authority that signs those of servers and index processes."`
	IndexCert string `name:"index-cert" type:"path" placeholder:"FILE" env:"GUITU_INDEX_CERT" help:"This process's certificate (PEM), with the name or address by which it is reached; read again when it changes."`
	IndexKey  string `name:"index-key" type:"path" placeholder:"FILE" env:"GUITU_INDEX_KEY" help:"Private key (PEM) of --index-cert."`
}

// config returns how either end trusts the other: by the authority alone.
func (f indexTLS) config(log *slog.Logger) (*tls.Config, error) {
	if f.IndexCA == "" || f.IndexCert == "" || f.IndexKey == "" {
		return nil, errors.New("an index process answers with people as they are, so both ends must show a certificate: give --index-ca, --index-cert and --index-key")
	}
	text, err := os.ReadFile(f.IndexCA)
	if err != nil {
		return nil, fmt.Errorf("authority of the index: %w", err)
	}
	authority := x509.NewCertPool()
	if !authority.AppendCertsFromPEM(text) {
		return nil, fmt.Errorf("authority of the index: %s holds no certificate", f.IndexCA)
	}
	own := &certificate{certFile: f.IndexCert, keyFile: f.IndexKey, log: log}
	if _, err := own.get(nil); err != nil {
		return nil, fmt.Errorf("certificate for the index: %w", err)
	}
	return &tls.Config{
		MinVersion: tls.VersionTLS13, NextProtos: []string{"h2"},
		ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: authority, GetCertificate: own.get,
		RootCAs: authority, GetClientCertificate: func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return own.get(nil) },
	}, nil
}

// members reaches the processes at some addresses.
func (f indexTLS) members(addresses []string, log *slog.Logger) ([]partition.Member, error) {
	config, err := f.config(log)
	if err != nil {
		return nil, err
	}
	var list []partition.Member
	for _, address := range addresses {
		client, err := indexrpc.Dial(address, config)
		if err != nil {
			return nil, err
		}
		list = append(list, partition.Member{Name: address, Process: client})
	}
	return list, nil
}

type indexCmd struct {
	dataFlags
	indexTLS
	Serve      string `required:"" placeholder:"ADDR" env:"GUITU_INDEX_SERVE" help:"Address that servers reach this process at."`
	Of         int    `default:"64" env:"GUITU_INDEX_OF" help:"How many partitions there are, the same in every process."`
	Partitions string `default:"all" placeholder:"0-31,40" env:"GUITU_INDEX_PARTITIONS" help:"Which of them this process holds."`
}

// Help returns what guitu index --help shows.
func (indexCmd) Help() string {
	return `Where one machine cannot hold everybody, processes of guitu index hold some partitions
of the people each, and servers (guitu serve --index ADDR,ADDR,…) ask all of them. What they
find is what one server finds that holds everybody. Each set of partitions should be held by two
processes on different machines: if one ends, the other answers; without either, a search is
refused, and never shorter than it should be.

  guitu index --store URL --of 64 --partitions 0-31  --serve a:9191 --data DIR …
  guitu index --store URL --of 64 --partitions 32-63 --serve b:9191 --data DIR …

DIR is this process's own and holds nothing that cannot be read again from the database; the
master key and the audit key beside it must be those of the servers.`
}

// held returns the partitions that a text like 0-31,40 names.
func (c *indexCmd) held() (list []int, err error) {
	wrong := func() error {
		return fmt.Errorf("--partitions %q: give numbers from 0 to %d, like 0-31,40, or all: %w", c.Partitions, c.Of-1, models.ErrInvalid)
	}
	const most = 4096
	if c.Of < 1 || c.Of > most {
		return nil, fmt.Errorf("--of %d: there are 1 to %d partitions: %w", c.Of, most, models.ErrInvalid)
	}
	text := c.Partitions
	if text == "all" {
		text = fmt.Sprintf("0-%d", c.Of-1)
	}
	for field := range strings.SplitSeq(text, ",") {
		first, last, span := strings.Cut(strings.TrimSpace(field), "-")
		if !span {
			last = first
		}
		a, err := strconv.Atoi(first)
		if err != nil {
			return nil, wrong()
		}
		b, err := strconv.Atoi(last)
		if err != nil || a < 0 || b < a || b >= c.Of {
			return nil, wrong()
		}
		for i := a; i <= b; i++ {
			list = append(list, i)
		}
	}
	slices.Sort(list)
	return slices.Compact(list), nil
}

// Run holds partitions until ctx ends.
func (c *indexCmd) Run(ctx context.Context, m *Main, log *slog.Logger) (err error) {
	held, err := c.held()
	if err != nil {
		return err
	}
	if c.Store == "" {
		return fmt.Errorf("guitu index reads a database that servers share: give --store: %w", models.ErrInvalid)
	}
	secure, err := c.config(log)
	if err != nil {
		return err
	}
	e, process, err := openHeld(ctx, c.dataFlags, c.Of, held, log)
	defer func() { err = errors.Join(err, e.close()) }()
	if err != nil {
		return err
	}
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", c.Serve)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	server := indexrpc.NewServer(process, secure, log)
	_, _ = fmt.Fprintf(m.Stdout, "Guitu index holds %d of %d partitions at %s\n", len(held), c.Of, l.Addr())
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }() // ends with Stop
	select {
	case err = <-failed:
	case <-ctx.Done():
		server.GracefulStop()
		err = <-failed
	}
	return err
}

// openHeld opens the data folder of an index process, reads what it is to hold and follows the
// database.
func openHeld(ctx context.Context, f dataFlags, of int, held []int, log *slog.Logger) (e *engine, process *index.Held, err error) {
	e = &engine{}
	if e.lock, err = lockFolder(f.Data); err != nil {
		return e, nil, err
	}
	if e.ledger, err = f.ledger(); err != nil {
		return e, nil, err
	}
	if e.store, err = f.openStore(ctx, log); err != nil {
		return e, nil, err
	}
	numbers, err := f.params()
	if err != nil {
		return e, nil, err
	}
	e.numbers, e.scorer = numbers, feature.NewScorer(numbers.Params)
	begin := time.Now()
	if err := os.MkdirAll(f.index(), 0o700); err != nil {
		return e, nil, err
	}
	if process, err = index.OpenHeld(f.index(), e.store, e.scorer, e.store.Keyring(), log, of, held...); err != nil {
		return e, nil, err
	}
	e.index = process.Index
	if err := process.Load(ctx, progressLog(log, "reading the store into the index")); err != nil {
		return e, nil, fmt.Errorf("load index: %w", err)
	}
	log.Info("partitions are ready", "notices", e.index.OpenCount(models.Notices), "records", e.index.OpenCount(models.Records), "took", time.Since(begin).Round(time.Millisecond))
	work, stop := context.WithCancel(context.WithoutCancel(ctx)) // ends in close
	e.stop = stop
	e.work, work = errgroup.WithContext(work)
	e.work.Go(func() error { return e.index.Follow(work) })
	if e.servers = newServers(e.store, log); e.servers != nil {
		e.work.Go(func() error { return e.servers.alive(work) })
		e.work.Go(func() error {
			e.servers.Listen(work, e.index.Arrived)
			return nil
		})
	}
	e.work.Go(func() error { return e.purgeErased(work, f.Data, log) })
	return e, process, nil
}
