package postgrestest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// Pooler is a pgbouncer in transaction mode before a server.
type Pooler struct {
	dir   string
	stdin io.Closer
	log   *bytes.Buffer // to be read when done
	done  chan struct{}
	from  string // folder of the server's socket
}

// StartPooler starts one. It fails where pgbouncer is not installed.
func StartPooler(ctx context.Context, s *Server) (_ *Pooler, err error) {
	bin, err := exec.LookPath("pgbouncer")
	if err != nil {
		if bin = "/usr/sbin/pgbouncer"; !isFile(bin) {
			return nil, fmt.Errorf("pgbouncer is not installed: %w", err)
		}
	}
	p := &Pooler{done: make(chan struct{}), log: new(bytes.Buffer), from: s.dir}
	if p.dir, err = os.MkdirTemp("", "guitu-pgb-"); err != nil {
		return nil, err
	}
	keeper := &Server{dir: p.dir}
	attr, err := keeper.unprivileged()
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(p.dir))
	}
	// Two server connections for all clients: sessions change hands all the time.
	config := fmt.Sprintf("[databases]\n* = host=%s user=guitu\n[pgbouncer]\nunix_socket_dir=%s\nlisten_addr=\nlisten_port=6432\nauth_type=any\npool_mode=transaction\ndefault_pool_size=2\nmax_client_conn=200\n", s.dir, p.dir)
	file := filepath.Join(p.dir, "pgbouncer.ini")
	if err := os.WriteFile(file, []byte(config), 0o644); err != nil { //nolint:gosec // another user reads it
		return nil, errors.Join(err, os.RemoveAll(p.dir))
	}
	cmd := untilClosed("TERM", bin, file)
	cmd.SysProcAttr, cmd.Dir, cmd.Stdout, cmd.Stderr = attr, p.dir, p.log, p.log
	if p.stdin, err = cmd.StdinPipe(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(p.dir))
	}
	if err := cmd.Start(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(p.dir))
	}
	go func() {
		defer close(p.done)
		_ = cmd.Wait() // its log says why
	}()
	if err := p.await(ctx); err != nil {
		return nil, errors.Join(err, p.Stop())
	}
	return p, nil
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

func (p *Pooler) await(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startWait)
	defer cancel()
	for {
		conn, err := pgx.Connect(ctx, "postgres:///postgres?user=guitu&port=6432&host="+p.dir)
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-p.done:
			return fmt.Errorf("pgbouncer ended: %s", p.log)
		case <-ctx.Done():
			return fmt.Errorf("pgbouncer does not answer: %w", err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// URL returns the address, through the pooler, of a database of the server's.
func (p *Pooler) URL(direct string) string {
	return strings.Replace(direct, "host="+p.from, "port=6432&host="+p.dir, 1)
}

// Log returns what it said, after Stop.
func (p *Pooler) Log() string { return p.log.String() }

// Stop ends it and deletes its folder.
func (p *Pooler) Stop() error {
	var err error
	select {
	case <-p.done:
		err = fmt.Errorf("pgbouncer ended before: %s", p.log)
	default:
		err = p.stdin.Close()
	}
	<-p.done
	return errors.Join(err, os.RemoveAll(p.dir))
}
