// Package postgrestest starts a PostgreSQL server for tests: the machine's own binaries on a
// new folder, reached through a socket in it, with nothing flushed to the disk.
package postgrestest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// Server is a server that runs until Stop, or until the process that started it ends.
type Server struct {
	*program
	command   []string
	databases atomic.Int64
}

// Start makes a server. It fails where PostgreSQL is not installed.
func Start(ctx context.Context) (*Server, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	s := &Server{}
	if s.program, err = newProgram("postgres"); err != nil {
		return nil, err
	}
	data := filepath.Join(s.dir, "data")
	initdb := exec.CommandContext(ctx, filepath.Join(bin, "initdb"), "-D", data, "-U", "guitu", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions") //nolint:gosec // a test's own
	initdb.SysProcAttr, initdb.Dir = s.attr, s.dir
	if said, err := initdb.CombinedOutput(); err != nil {
		return nil, errors.Join(fmt.Errorf("initdb: %w: %s", err, said), os.RemoveAll(s.dir))
	}
	s.command = []string{filepath.Join(bin, "postgres"), "-D", data, "-k", s.dir, "-c", "listen_addresses=",
		"-c", "fsync=off", "-c", "full_page_writes=off", "-c", "shared_buffers=32MB", "-c", "max_connections=60", "-c", "autovacuum=off"}
	return s, s.run(ctx, "QUIT", s.URL("postgres"), s.command...)
}

// Crash kills the server with all its processes (kill -9). What it told the system to write is there
// when it is started again.
func (s *Server) Crash() error {
	text, err := os.ReadFile(filepath.Join(s.dir, "data", "postmaster.pid"))
	if err != nil {
		return err
	}
	first, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(first)
	if err != nil {
		return fmt.Errorf("number of the process: %w", err)
	}
	all := append([]int{pid}, childrenOf(pid)...)
	for _, pid := range all {
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
			return fmt.Errorf("kill PostgreSQL: %w", err)
		}
	}
	for _, pid := range all {
		for runs(pid) { // or its memory is in use still
			time.Sleep(time.Millisecond)
		}
	}
	err = s.stdin.Close()
	<-s.done
	return err
}

// Restart starts the server anew after a Crash.
func (s *Server) Restart(ctx context.Context) error {
	s.done = make(chan struct{})
	if err := s.start("QUIT", s.command...); err != nil {
		return err
	}
	return s.await(ctx, s.URL("postgres"))
}

// statOf returns the state and the parent of a process; ok is false where there is none.
func statOf(pid int) (state string, parent int, ok bool) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return "", 0, false
	}
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:])) // after the name, which may be of any characters
	parent, err = strconv.Atoi(fields[1])
	return fields[0], parent, err == nil
}

func runs(pid int) bool {
	state, _, ok := statOf(pid)
	return ok && state != "Z"
}

func childrenOf(pid int) (children []int) {
	all, _ := filepath.Glob("/proc/[0-9]*") // the pattern is right
	for _, dir := range all {
		child, err := strconv.Atoi(filepath.Base(dir))
		if _, parent, ok := statOf(child); err == nil && ok && parent == pid {
			children = append(children, child)
		}
	}
	return children
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
