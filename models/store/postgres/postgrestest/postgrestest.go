// Package postgrestest starts a PostgreSQL server for tests: the machine's own binaries on a
// new folder, reached through a socket in it, with nothing flushed to the disk.
package postgrestest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// Server is a server that runs until Stop, or until the process that started it ends.
type Server struct {
	dir       string
	stdin     io.Closer
	done      chan struct{}
	log       *bytes.Buffer // to be read when done
	databases atomic.Int64
}

// startWait is how long a machine under load may take to start a server.
const startWait = 3 * time.Minute

// Start makes a server. It fails where PostgreSQL is not installed.
func Start(ctx context.Context) (_ *Server, err error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	s := &Server{done: make(chan struct{}), log: new(bytes.Buffer)}
	if s.dir, err = os.MkdirTemp("", "guitu-pg-"); err != nil {
		return nil, err
	}
	attr, err := s.unprivileged()
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(s.dir))
	}
	data := filepath.Join(s.dir, "data")
	initdb := exec.CommandContext(ctx, filepath.Join(bin, "initdb"), "-D", data, "-U", "guitu", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions") //nolint:gosec // a test's own
	initdb.SysProcAttr, initdb.Dir = attr, s.dir
	if said, err := initdb.CombinedOutput(); err != nil {
		return nil, errors.Join(fmt.Errorf("initdb: %w: %s", err, said), os.RemoveAll(s.dir))
	}
	server := untilClosed("QUIT",
		filepath.Join(bin, "postgres"), "-D", data, "-k", s.dir, "-c", "listen_addresses=",
		"-c", "fsync=off", "-c", "full_page_writes=off", "-c", "shared_buffers=32MB", "-c", "max_connections=60", "-c", "autovacuum=off")
	server.SysProcAttr, server.Dir, server.Stdout, server.Stderr = attr, s.dir, s.log, s.log
	if s.stdin, err = server.StdinPipe(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(s.dir))
	}
	if err := server.Start(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(s.dir))
	}
	go func() {
		defer close(s.done)
		_ = server.Wait() // its log says why
	}()
	if err := s.await(ctx); err != nil {
		return nil, errors.Join(err, s.Stop())
	}
	return s, nil
}

// untilClosed returns a command in a shell that ends it with a signal when its input does, also when this process is
// killed.
func untilClosed(signal string, command ...string) *exec.Cmd {
	until := `"$0" "$@" </dev/null & server=$!; cat >/dev/null; kill -` + signal + ` $server; wait $server`
	return exec.Command("sh", append([]string{"-c", until}, command...)...) //nolint:gosec,noctx // a test's own; it ends in Stop
}

// binaries returns the folder of the newest PostgreSQL: Debian keeps each version apart.
func binaries() (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/postgres") // the pattern is right
	slices.Sort(found)
	if len(found) > 0 {
		return filepath.Dir(found[len(found)-1]), nil
	}
	path, err := exec.LookPath("postgres")
	if err != nil {
		return "", fmt.Errorf("PostgreSQL is not installed (postgresql-15 on Debian 12): %w", err)
	}
	return filepath.Dir(path), nil
}

// unprivileged has the server run as another person where this process is root's, which
// PostgreSQL refuses, and gives the folder to them.
func (s *Server) unprivileged() (*syscall.SysProcAttr, error) {
	attr := &syscall.SysProcAttr{}
	if os.Geteuid() != 0 {
		return attr, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		u, err = user.Lookup("nobody")
	}
	if err != nil {
		return nil, err
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return nil, err
	}
	attr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return attr, os.Chown(s.dir, int(uid), int(gid))
}

// await waits until the server answers.
func (s *Server) await(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startWait)
	defer cancel()
	for {
		conn, err := pgx.Connect(ctx, s.URL("postgres"))
		if err == nil {
			return conn.Close(ctx)
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

// URL returns the address of a database.
func (s *Server) URL(database string) string {
	return "postgres:///" + database + "?host=" + s.dir + "&user=guitu"
}

// Create makes a new database and returns its address.
func (s *Server) Create(ctx context.Context) (address string, err error) {
	name := "d" + strconv.FormatInt(s.databases.Add(1), 10)
	return s.URL(name), s.exec(ctx, s.URL("postgres"), "CREATE DATABASE "+name)
}

// Empty deletes every row of a database that nothing else uses, but for the version of its
// schema.
func (s *Server) Empty(ctx context.Context, address string) error {
	return s.exec(ctx, address, `DO $$ DECLARE name text; BEGIN
		SET LOCAL session_replication_role = replica; -- no foreign keys
		FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename NOT LIKE 'goose%' LOOP
			EXECUTE format('DELETE FROM %I', name);
		END LOOP; END $$`)
}

func (s *Server) exec(ctx context.Context, address, statement string) (err error) {
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close(ctx)) }()
	_, err = conn.Exec(ctx, statement)
	return err
}

// Stop ends the server and deletes its folder.
func (s *Server) Stop() error {
	err := s.stdin.Close()
	<-s.done
	return errors.Join(err, os.RemoveAll(s.dir))
}
