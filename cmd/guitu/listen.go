package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"os"
	"sync"
	"syscall"
	"time"

	"golang.org/x/net/netutil"
)

// maxConnections is how many connections each address takes at a time; more wait.
const maxConnections = 4096

// fewDescriptors is below which number of open files a start warns.
const fewDescriptors = 1024

// wire holds how the service is reached.
type wire struct {
	TLSCert        string         `name:"tls-cert" type:"path" placeholder:"FILE" env:"GUITU_TLS_CERT" help:"Certificate chain (PEM) for REST and gRPC; read again when it changes."`
	TLSKey         string         `name:"tls-key" type:"path" placeholder:"FILE" env:"GUITU_TLS_KEY" help:"Private key (PEM) of --tls-cert."`
	Insecure       bool           `env:"GUITU_INSECURE" help:"Serve in the clear beyond this machine: only behind a proxy that ends TLS, on a network of its own."`
	TrustedProxies []netip.Prefix `placeholder:"CIDR" env:"GUITU_TRUSTED_PROXIES" help:"Networks of reverse proxies whose X-Forwarded-For is believed."`
	Metrics        string         `placeholder:"ADDR" env:"GUITU_METRICS" help:"Address for /metrics, which needs no token; not served when empty."`
}

// scheme returns the scheme of the REST address.
func (w wire) scheme() string {
	if w.TLSCert != "" {
		return "https"
	}
	return "http"
}

// check returns why the service must not listen on the addresses as it is told.
func (w wire) check(addresses ...string) error {
	if (w.TLSCert == "") != (w.TLSKey == "") {
		return errors.New("--tls-cert and --tls-key go together")
	}
	if w.TLSCert != "" || w.Insecure {
		return nil
	}
	for _, address := range addresses {
		host, _, err := net.SplitHostPort(address)
		if err != nil {
			return fmt.Errorf("address %q: %w", address, err)
		}
		if ip, err := netip.ParseAddr(host); host != "localhost" && (err != nil || !ip.IsLoopback()) {
			return fmt.Errorf("%s is beyond this machine, and passwords, tokens and photos would go in the clear: give --tls-cert and --tls-key, or --insecure behind a proxy that ends TLS", address)
		}
	}
	return nil
}

// certificate describes a TLS certificate that is read again when its file changes.
type certificate struct {
	certFile, keyFile string
	log               *slog.Logger

	mu      sync.Mutex
	loaded  *tls.Certificate
	stamp   time.Time // of the file that was loaded
	checked time.Time
}

// certificateAge is how long a loaded certificate is used before the file is looked at.
const certificateAge = 10 * time.Second

// tlsConfig returns the configuration of both listeners; nil without a certificate.
func (w wire) tlsConfig(log *slog.Logger) (*tls.Config, error) {
	if w.TLSCert == "" {
		return nil, nil //nolint:nilnil // nothing was asked for
	}
	c := &certificate{certFile: w.TLSCert, keyFile: w.TLSKey, log: log}
	if _, err := c.get(nil); err != nil {
		return nil, fmt.Errorf("TLS: %w", err)
	}
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: c.get, NextProtos: []string{"h2", "http/1.1"}}, nil
}

// get returns the certificate. One that cannot be read leaves the one before in use.
func (c *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.loaded != nil && time.Since(c.checked) < certificateAge {
		return c.loaded, nil
	}
	c.checked = time.Now()
	info, err := os.Stat(c.certFile)
	if err == nil && c.loaded != nil && info.ModTime().Equal(c.stamp) {
		return c.loaded, nil
	}
	var fresh tls.Certificate
	if err == nil {
		fresh, err = tls.LoadX509KeyPair(c.certFile, c.keyFile)
	}
	switch {
	case err == nil:
		c.loaded, c.stamp = &fresh, info.ModTime()
	case c.loaded == nil:
		return nil, err
	default:
		c.log.Error("the TLS certificate cannot be read again: the one before stays in use", "file", c.certFile, "err", err)
	}
	return c.loaded, nil
}

// clientTLS returns how a command of this machine trusts the service: by the very
// certificate in the file.
func clientTLS(certFile string) *tls.Config {
	return &tls.Config{
		MinVersion:         tls.VersionTLS12,
		InsecureSkipVerify: true, //nolint:gosec // the certificate itself is compared instead of its name and issuer
		VerifyConnection: func(state tls.ConnectionState) error {
			text, err := os.ReadFile(certFile) //nolint:gosec // the service of the data folder names it
			if err != nil {
				return fmt.Errorf("certificate of the service: %w", err)
			}
			chain, err := certificatesOf(text)
			if err != nil {
				return err
			}
			if len(state.PeerCertificates) == 0 || !state.PeerCertificates[0].Equal(chain[0]) {
				return fmt.Errorf("the service answers with another certificate than %s", certFile)
			}
			return nil
		},
	}
}

// certificatesOf returns the certificates of a PEM file, the service's own first.
func certificatesOf(text []byte) ([]*x509.Certificate, error) {
	block, _ := pem.Decode(text)
	if block == nil {
		return nil, errors.New("the certificate file holds no PEM block")
	}
	chain, err := x509.ParseCertificates(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("certificate file: %w", err)
	}
	return chain, nil
}

// open listens on the two addresses. Both end with the listeners.
func (w wire) open(ctx context.Context, httpAddress, grpcAddress string) (rest, rpc net.Listener, err error) {
	var config net.ListenConfig
	if rest, err = config.Listen(ctx, "tcp", httpAddress); err != nil {
		return nil, nil, fmt.Errorf("listen for REST: %w", err)
	}
	if rpc, err = config.Listen(ctx, "tcp", grpcAddress); err != nil {
		return nil, nil, errors.Join(fmt.Errorf("listen for gRPC: %w", err), rest.Close())
	}
	return netutil.LimitListener(rest, maxConnections), netutil.LimitListener(rpc, maxConnections), nil
}

// newHTTP returns the server of handler, with bounds on what idle connections hold.
func newHTTP(handler http.Handler, config *tls.Config) *http.Server {
	return &http.Server{
		Handler: handler, TLSConfig: config,
		ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		HTTP2: &http.HTTP2Config{MaxConcurrentStreams: 100},
	}
}

// warnDescriptors logs a limit of open files that a busy service would reach.
func warnDescriptors(log *slog.Logger) {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err == nil && limit.Cur < fewDescriptors {
		log.Warn("few files may be open at a time: raise the limit (ulimit -n)", "limit", limit.Cur, "wanted", fewDescriptors)
	}
}
