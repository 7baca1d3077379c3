package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
)

func TestBeyondThisMachineNeedsTLS(t *testing.T) {
	for _, tc := range []struct {
		wire
		address string
		ok      bool
	}{
		{wire{}, "127.0.0.1:8080", true},
		{wire{}, "localhost:8080", true},
		{wire{}, "[::1]:8080", true},
		{wire{}, "0.0.0.0:8080", false},
		{wire{}, ":8080", false},
		{wire{}, "[::]:8080", false},
		{wire{}, "192.0.2.1:8080", false},
		{wire{}, "guitu.example.cn:8080", false},
		{wire{Insecure: true}, ":8080", true},
		{wire{TLSCert: "c", TLSKey: "k"}, ":8080", true},
		{wire{TLSCert: "c"}, "127.0.0.1:8080", false},
	} {
		if err := tc.check(tc.address); (err == nil) != tc.ok {
			t.Errorf("%+v on %s: %v", tc.wire, tc.address, err)
		}
	}
}

// writeCertificate writes a certificate of this machine of that serial number.
func writeCertificate(t *testing.T, dir string, serial int64) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(serial), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, BasicConstraintsValid: true, IsCA: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "cert.pem.private")
	for file, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key
}

// The service speaks TLS on both ports, the commands of this machine trust its
// certificate, and a new certificate is in use without a restart.
func TestTLS(t *testing.T) {
	dir := t.TempDir()
	cert, key := writeCertificate(t, dir, 1)
	c := serveCmd{dataFlags: dataFlags{Data: filepath.Join(dir, "data"), Models: dir}, HTTP: "127.0.0.1:0", GRPC: "127.0.0.1:0"}
	c.TLSCert, c.TLSKey, c.Metrics = cert, key, "127.0.0.1:0"
	s, err := start(t.Context(), c, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	pool := x509.NewCertPool()
	text, err := os.ReadFile(cert)
	if err != nil || !pool.AppendCertsFromPEM(text) {
		t.Fatal(err)
	}
	// seen returns "protocol status HSTS" of an answer, or the error.
	seen := func(url string, config *tls.Config) string {
		client := http.Client{Transport: &http.Transport{TLSClientConfig: config, ForceAttemptHTTP2: true}}
		defer client.CloseIdleConnections()
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := client.Do(request)
		if err != nil {
			return err.Error()
		}
		defer func() { _ = answer.Body.Close() }()
		return fmt.Sprint(answer.Proto, " ", answer.StatusCode, " ", answer.Header.Get("Strict-Transport-Security"))
	}
	if got := seen("https://"+s.HTTP+"/healthz", &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}); got != "HTTP/2.0 200 max-age=31536000; includeSubDomains" {
		t.Errorf("over TLS: %s", got)
	}
	if got := seen("http://"+s.HTTP+"/healthz", nil); strings.Contains(got, " 200 ") {
		t.Errorf("answers in the clear: %s", got)
	}
	if got := seen("https://"+s.HTTP+"/healthz", &tls.Config{RootCAs: pool, MaxVersion: tls.VersionTLS11}); strings.Contains(got, " 200 ") { //nolint:gosec // the point of the test
		t.Errorf("speaks TLS 1.1: %s", got)
	}
	if got := seen("http://"+s.Metrics+"/metrics", nil); !strings.Contains(got, " 200 ") {
		t.Errorf("metrics: %s", got)
	}

	command, err := connect(t.Context(), c.dataFlags, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := command.notices.ListNotices(command.as(t.Context()), &guituv1.ListNoticesRequest{}); err != nil {
		t.Errorf("a command of this machine: %v", err)
	}
	if err := command.Close(); err != nil {
		t.Error(err)
	}

	held := &certificate{certFile: cert, keyFile: key, log: slog.New(slog.DiscardHandler)}
	before, err := held.get(nil)
	if err != nil {
		t.Fatal(err)
	}
	writeCertificate(t, dir, 2)
	if err := os.Chtimes(cert, time.Time{}, time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if same, _ := held.get(nil); same != before {
		t.Error("the file is looked at for every caller")
	}
	held.checked = time.Time{}
	after, err := held.get(nil)
	if err != nil || after.Leaf.SerialNumber.Int64() != 2 {
		t.Errorf("a new certificate is not in use: %v", err)
	}
	if err := os.WriteFile(cert, []byte("half a file"), 0o600); err != nil {
		t.Fatal(err)
	}
	held.checked = time.Time{}
	if same, err := held.get(nil); err != nil || same != after {
		t.Errorf("a broken file takes the good certificate away: %v", err)
	}
}

// counted is a listener that counts what was read of its connections.
type counted struct {
	net.Listener
	bytes atomic.Int64
}

type countedConn struct {
	net.Conn
	all *atomic.Int64
}

func (l *counted) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	return &countedConn{c, &l.bytes}, err
}

func (c *countedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.all.Add(int64(n))
	return n, err
}

// The messages of strangers are not read: neither their size nor their number fills
// the memory.
func TestStrangersMessagesAreNotRead(t *testing.T) {
	dir := t.TempDir()
	s, err := start(t.Context(), serveCmd{dataFlags: dataFlags{Data: filepath.Join(dir, "data"), Models: dir}, HTTP: "127.0.0.1:0", GRPC: "127.0.0.1:0"}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	var config net.ListenConfig
	l, err := config.Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener := &counted{Listener: l}
	go func() { _ = s.grpc.Serve(listener) }() // ends with the server
	const each, calls = 20 << 20, 10
	conn, err := grpc.NewClient(l.Addr().String(), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	big := &guituv1.CreateNoticeRequest{Notice: &guituv1.Notice{Circumstances: strings.Repeat("x", each)}}
	done := make(chan error, calls)
	for range calls {
		go func() {
			_, err := guituv1.NewNoticeServiceClient(conn).CreateNotice(t.Context(), big)
			done <- err
		}()
	}
	for range calls {
		if err := <-done; status.Code(err) != codes.Unauthenticated {
			t.Errorf("a stranger's call: %v", err)
		}
	}
	if got := listener.bytes.Load(); got > each {
		t.Errorf("%d MiB were read of strangers who sent %d", got>>20, each*calls>>20)
	}
}
