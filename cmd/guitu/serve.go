package main

import (
	"cmp"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"google.golang.org/grpc"

	"github.com/guitu-project/guitu/api/auth"
	"github.com/guitu-project/guitu/api/gateway"
	"github.com/guitu-project/guitu/api/server"
	"github.com/guitu-project/guitu/models"
)

type serveCmd struct {
	dataFlags
	HTTP string `default:"127.0.0.1:8080" env:"GUITU_HTTP" help:"Address for REST and health."`
	GRPC string `default:"127.0.0.1:9090" env:"GUITU_GRPC" help:"Address for gRPC."`
	OIDC string `type:"path" env:"GUITU_OIDC" help:"File that says which OpenID Connect provider lets people in; see guitu serve --help."`

	Index []string `placeholder:"ADDR" env:"GUITU_INDEX" help:"Addresses of all processes of guitu index, which hold the people for this server; it holds them itself if there are none."`
	indexTLS

	wire
	headsFlags

	BackupAge time.Duration `default:"26h" env:"GUITU_BACKUP_AGE" help:"From which age on /readyz and the metrics warn of the last backup."`

	Drain *time.Duration `env:"GUITU_DRAIN" placeholder:"DURATION" help:"For how long a server that is told to stop serves on while /readyz says 503, so that a balancer notices. Default: 5s with --store, else 0."`

	WebhookURL    string `placeholder:"URL" help:"Tell this address of every alert, by Standard Webhooks: https, or http on this machine."`
	WebhookSecret string `type:"path" placeholder:"FILE" help:"File with the secret that signs them, whsec_… or at least 32 bytes, readable by you alone."`

	tokens auth.Tokens // who may call; the administrator alone if nil
}

// Help returns what guitu serve --help shows.
func (serveCmd) Help() string {
	return `The first start writes an admin token to DATA/admin.token, readable by you alone.
Send it with every call:

  curl -H "Authorization: Bearer $(cat data/admin.token)" http://127.0.0.1:8080/v1/notices

People have accounts of their own (guitu user) and log in with POST /v1/sessions, or with
an OpenID Connect provider at /v1/oidc/login, where --oidc names a file like

  {"issuer": "https://id.example.cn", "clientId": "guitu", "clientSecretFile": "secret",
   "redirectUrl": "https://guitu.example.cn/v1/oidc/callback", "loginClaim": "preferred_username"}

loginClaim links the first who comes to the account of that login; without it, only
accounts that guitu user link linked. "roleClaim", "roles" {"word": "STATION"} and
"areasClaim" let the provider say what a person may do; "create": true makes accounts,
which without those may do nothing.

DATA/params.json, where there is one, replaces numbers that evidence is weighed by
(guitu params); every match names the version that weighed it. DATA/coverage.json is the
service's own estimate, each day, of how often a record has a notice at all.

Beyond this machine the service speaks TLS (--tls-cert, --tls-key) or, behind a proxy
that ends TLS, wants to be told so (--insecure, --trusted-proxies).

/healthz (it is alive), /readyz (how each part is) and /openapi.json need no token, nor does /metrics at --metrics. Stop with Ctrl-C: calls under
way are finished, imports go on at the next start, or at another server on the same --store.`
}

// Run serves until ctx ends.
func (c *serveCmd) Run(ctx context.Context, m *Main, log *slog.Logger) error {
	bounded, stop := context.WithCancel(ctx)
	var garbage sync.WaitGroup
	garbage.Go(func() { boundGarbage(bounded) })
	defer garbage.Wait()
	defer stop()
	s, err := start(ctx, *c, log)
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintf(m.Stdout, "Guitu serves %s://%s (REST) and %s (gRPC); token in %s\n", c.scheme(), s.HTTP, s.GRPC, tokenFile(c.Data))
	if err = s.wait(ctx); err == nil {
		s.Drain(context.WithoutCancel(ctx), c.drainFor(), log)
	}
	return errors.Join(err, s.Close())
}

// Server is a service that runs: what guitu serve starts, and what the other
// commands start if none runs.
type Server struct {
	HTTP, GRPC string // the addresses it listens on
	Metrics    string // of /metrics; empty when not served
	Token      string // the administrator's

	engine  *engine
	drain   drain
	grpc    *server.Server
	conn    *grpc.ClientConn // of the gateway to the server, inside the process
	http    *http.Server
	metrics *http.Server // nil when not served
	failed  chan error   // of the listeners
	data    string
	serving int // listeners that run
}

// start opens the data folder and listens. Errors: models.ErrBusy.
func start(ctx context.Context, c serveCmd, log *slog.Logger) (_ *Server, err error) {
	s := &Server{data: c.Data, failed: make(chan error, 3)}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	if err := c.check(c.HTTP, c.GRPC); err != nil {
		return nil, err
	}
	warnDescriptors(log)
	secure, err := c.tlsConfig(log)
	if err != nil {
		return nil, err
	}
	if len(c.Index) > 0 {
		if c.Store == "" {
			return nil, fmt.Errorf("--index: index processes read a database that servers share: give --store: %w", models.ErrInvalid)
		}
		if c.holders, err = c.members(c.Index, log); err != nil {
			return nil, err
		}
	}
	if s.engine, err = openEngine(ctx, c.dataFlags, log); err != nil {
		return nil, err
	}
	if err := s.engine.startWebhook(c, log); err != nil {
		return nil, err
	}
	s.engine.background(func(ctx context.Context) error { return s.engine.keepCoverage(ctx, c.dataFlags, log) })
	if s.Token, err = auth.EnsureAdminToken(tokenFile(c.Data)); err != nil {
		return nil, err
	}
	metrics := prometheus.NewRegistry()
	metrics.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	accounts := auth.NewAccounts(s.engine.store, cmp.Or(c.tokens, auth.AdminToken(s.Token)), c.clock)
	guard := auth.NewGuard(accounts, server.Rights(), s.engine.store)
	heads, err := s.engine.sendHeads(c.headsFlags, log)
	if err != nil {
		return nil, err
	}
	how := &condition{engine: s.engine, folders: c.dataFlags, heads: heads, backupAge: c.BackupAge, log: log, last: map[string]string{}, stopping: s.drain.check}
	s.engine.background(how.watch)
	metrics.MustRegister(newGauges(how))
	numbers := &parameters{engine: s.engine, folders: c.dataFlags}
	s.grpc = server.New(server.Config{
		Service: s.engine.service, System: newSystem(s.engine, c.dataFlags, how, numbers), Parameters: numbers, Accounts: accounts, Guard: guard, Ready: how.ready, Metrics: metrics, Log: log,
	})
	if s.conn, err = s.grpc.Dial(); err != nil {
		return nil, err
	}
	people, err := c.oidc(accounts)
	if err != nil {
		return nil, err
	}
	handler, err := gateway.New(gateway.Config{Conn: s.conn, OIDC: people, Guard: guard, Checks: how.public, Metrics: metrics, TrustedProxies: c.TrustedProxies, Log: log})
	if err != nil {
		return nil, err
	}
	s.http = newHTTP(s.drain.around(handler), secure)
	s.http.RegisterOnShutdown(s.grpc.EndWatches) // or it would wait for them
	if err := s.listen(ctx, c, secure); err != nil {
		return nil, err
	}
	if err := s.listenMetrics(ctx, c.Metrics, metrics); err != nil {
		return nil, err
	}
	return s, writeAddresses(c.Data, addresses{HTTP: s.HTTP, GRPC: s.GRPC, Cert: c.TLSCert})
}

// oidc returns the provider that lets people in, nil if there is none.
func (c serveCmd) oidc(accounts *auth.Accounts) (*auth.OIDC, error) {
	if c.OIDC == "" {
		return nil, nil
	}
	config, err := readOIDC(c.OIDC)
	if err != nil {
		return nil, err
	}
	if config.Key, err = c.auditKey(); err != nil { // every process of the service has it
		return nil, err
	}
	return auth.NewOIDC(config, accounts), nil
}

func (s *Server) listen(ctx context.Context, c serveCmd, secure *tls.Config) error {
	rest, rpc, err := c.open(ctx, c.HTTP, c.GRPC)
	if err != nil {
		return err
	}
	s.HTTP, s.GRPC, s.serving = rest.Addr().String(), rpc.Addr().String(), 2
	serveREST := s.http.Serve
	if secure != nil {
		rpc = tls.NewListener(rpc, secure)
		serveREST = func(l net.Listener) error { return s.http.ServeTLS(l, "", "") }
	}
	go func() { s.failed <- serveREST(rest) }() // both end in Close
	go func() { s.failed <- s.grpc.Serve(rpc) }()
	return nil
}

// listenMetrics serves /metrics at an address of its own, when there is one.
func (s *Server) listenMetrics(ctx context.Context, address string, metrics *prometheus.Registry) error {
	if address == "" {
		return nil
	}
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", address)
	if err != nil {
		return fmt.Errorf("listen for metrics: %w", err)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(metrics, promhttp.HandlerOpts{}))
	s.Metrics, s.metrics, s.serving = l.Addr().String(), newHTTP(mux, nil), s.serving+1
	go func() { s.failed <- s.metrics.Serve(l) }() // ends in Close
	return nil
}

// wait returns when ctx ends, or with the error of a listener that failed.
func (s *Server) wait(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return nil
	case err := <-s.failed:
		s.serving--
		return fmt.Errorf("listener ended: %w", err)
	}
}

// graceful is how long calls under way may take at the end.
const graceful = 20 * time.Second

// Close finishes the calls under way and closes everything.
func (s *Server) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), graceful)
	defer cancel()
	var err error
	if s.serving > 0 {
		err = removeAddresses(s.data)
		if e := s.http.Shutdown(ctx); e != nil {
			err = errors.Join(err, fmt.Errorf("some REST calls were cut off: %w", e), s.http.Close())
		}
	}
	if s.metrics != nil {
		err = errors.Join(err, s.metrics.Close())
	}
	if s.grpc != nil {
		s.grpc.Shutdown(ctx)
	}
	for ; s.serving > 0; s.serving-- {
		if e := <-s.failed; e != nil && !errors.Is(e, http.ErrServerClosed) {
			err = errors.Join(err, e)
		}
	}
	if s.conn != nil {
		err = errors.Join(err, s.conn.Close())
	}
	if s.engine != nil {
		err = errors.Join(err, s.engine.close())
	}
	return err
}

func tokenFile(data string) string { return filepath.Join(data, "admin.token") }

// addresses says where the service of a data folder listens, for other commands.
type addresses struct {
	HTTP, GRPC string
	Cert       string `json:",omitempty"` // file of the certificate that it shows, when it speaks TLS
}

func addressFile(data string) string { return filepath.Join(data, "serve.json") }

func writeAddresses(data string, a addresses) error {
	text, err := json.Marshal(a)
	if err != nil {
		return fmt.Errorf("write addresses: %w", err)
	}
	return os.WriteFile(addressFile(data), text, 0o600)
}

func readAddresses(data string) (a addresses, err error) {
	text, err := os.ReadFile(addressFile(data)) //nolint:gosec // the operator names the folder
	if err != nil {
		return a, err
	}
	return a, json.Unmarshal(text, &a)
}

func removeAddresses(data string) error {
	if err := os.Remove(addressFile(data)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
