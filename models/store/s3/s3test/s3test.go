// Package s3test starts an S3 server for tests: versitygw, which make setup builds, on a new folder and on loopback.
package s3test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"github.com/guitu-project/guitu/models/store/s3"
)

// The administrator of the server.
const (
	AccessKey = "guitu-test"
	SecretKey = "guitu-test-secret" //nolint:gosec // a test's own
)

// startWait is how long a machine under load may take to start the server.
const startWait = 3 * time.Minute

// Server is a server that runs until Kill or Stop, or until the process that started it ends.
type Server struct {
	Endpoint string // http://127.0.0.1:port

	binary string
	dir    string
	stdin  io.Closer
	done   chan struct{}
	log    *bytes.Buffer // to be read when done
}

// Start makes a server with an empty folder. It fails where the server was not built.
func Start(ctx context.Context) (*Server, error) {
	binary, err := find()
	if err != nil {
		return nil, err
	}
	s := &Server{binary: binary}
	if s.dir, err = os.MkdirTemp("", "guitu-s3-"); err != nil {
		return nil, err
	}
	for _, sub := range []string{"data", "sidecar", "versions"} {
		if err := os.Mkdir(filepath.Join(s.dir, sub), 0o700); err != nil {
			return nil, errors.Join(err, os.RemoveAll(s.dir))
		}
	}
	port, err := freePort(ctx)
	if err == nil {
		s.Endpoint = "http://" + port
		err = s.Restart(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(s.dir))
	}
	return s, nil
}

// find looks for the server in .cache of the repository.
func find() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
	}
	binary := filepath.Join(dir, ".cache", "bin", "versitygw")
	if _, err := os.Stat(binary); err != nil {
		return "", fmt.Errorf("the S3 server for tests is not built (make setup): %w", err)
	}
	return binary, nil
}

func freePort(ctx context.Context) (string, error) {
	var c net.ListenConfig
	l, err := c.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// Restart starts the server again after Kill, where it was and with what it held.
func (s *Server) Restart(ctx context.Context) (err error) {
	const until = `"$0" "$@" </dev/null & server=$!; cat >/dev/null; kill -KILL $server; wait $server` // also when this process is killed
	cmd := exec.Command("sh", "-c", until, s.binary, "--quiet", "--port", s.Endpoint[len("http://"):], //nolint:gosec,noctx // a test's own; it ends in Kill
		"posix", "--sidecar", filepath.Join(s.dir, "sidecar"), "--versioning-dir", filepath.Join(s.dir, "versions"), filepath.Join(s.dir, "data"))
	cmd.Env = append(os.Environ(), "ROOT_ACCESS_KEY="+AccessKey, "ROOT_SECRET_KEY="+SecretKey)
	s.done, s.log = make(chan struct{}), new(bytes.Buffer)
	cmd.Dir, cmd.Stdout, cmd.Stderr = s.dir, s.log, s.log
	if s.stdin, err = cmd.StdinPipe(); err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	go func(done chan struct{}) {
		defer close(done)
		_ = cmd.Wait() // its log says why
	}(s.done)
	return s.await(ctx)
}

// await waits until the server answers.
func (s *Server) await(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startWait)
	defer cancel()
	client, err := s.Client()
	if err != nil {
		return err
	}
	for {
		if _, err = client.ListBuckets(ctx); err == nil {
			return nil
		}
		select {
		case <-s.done:
			return fmt.Errorf("the server ended: %s", s.log)
		case <-ctx.Done():
			return fmt.Errorf("the server does not answer: %w", err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// Kill ends the server at once (kill -9); what it acknowledged stays for Restart.
func (s *Server) Kill() error {
	err := s.stdin.Close()
	<-s.done
	return err
}

// Stop ends the server and deletes its folder.
func (s *Server) Stop() error {
	err := s.Kill()
	if errors.Is(err, os.ErrClosed) { // it was killed before
		err = nil
	}
	return errors.Join(err, os.RemoveAll(s.dir))
}

// Client returns a client of its administrator's.
func (s *Server) Client() (*minio.Client, error) {
	return minio.New(s.Endpoint[len("http://"):], &minio.Options{Creds: credentials.NewStaticV4(AccessKey, SecretKey, ""), Region: "us-east-1", MaxRetries: 1})
}

// Create makes a bucket and returns its URL.
func (s *Server) Create(ctx context.Context, bucket string) (string, error) {
	client, err := s.Client()
	if err == nil {
		err = client.MakeBucket(ctx, bucket, minio.MakeBucketOptions{})
	}
	return s.URL(bucket), err
}

// URL returns the URL of a bucket, or of a prefix in one.
func (s *Server) URL(bucket string) string {
	return s3.Scheme + bucket + "?endpoint=" + s.Endpoint + "&region=us-east-1"
}

// Open opens a bucket by its URL.
func (s *Server) Open(ctx context.Context, url string) (*s3.Bucket, error) {
	address, err := s3.ParseAddress(url)
	if err != nil {
		return nil, err
	}
	return s3.Open(ctx, address, s3.Credentials{AccessKey: AccessKey, SecretKey: SecretKey})
}
