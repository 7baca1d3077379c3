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
	"strconv"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// startWait is how long a machine under load may take to start a server.
const startWait = 3 * time.Minute

// program is one that runs in a folder of its own until Stop, or until the process that started it
// ends.
type program struct {
	name  string
	dir   string
	attr  *syscall.SysProcAttr
	stdin io.Closer
	done  chan struct{}
	log   *bytes.Buffer // to be read when done
}

// newProgram makes the folder, which the person that the program runs as owns.
func newProgram(name string) (*program, error) {
	p := &program{name: name, done: make(chan struct{}), log: new(bytes.Buffer)}
	var err error
	if p.dir, err = os.MkdirTemp("", "guitu-"+name+"-"); err != nil {
		return nil, err
	}
	if p.attr, err = unprivileged(p.dir); err != nil {
		return nil, errors.Join(err, os.RemoveAll(p.dir))
	}
	return p, nil
}

// run starts the program and waits until a database answers at the address. signal ends it. What
// fails deletes the folder.
func (p *program) run(ctx context.Context, signal, address string, command ...string) error {
	if err := p.start(signal, command...); err != nil {
		return errors.Join(err, os.RemoveAll(p.dir))
	}
	if err := p.await(ctx, address); err != nil {
		return errors.Join(err, p.Stop())
	}
	return nil
}

// start starts the program, which closes done when it has ended.
func (p *program) start(signal string, command ...string) (err error) {
	cmd, done := untilClosed(signal, command...), p.done
	cmd.SysProcAttr, cmd.Dir, cmd.Stdout, cmd.Stderr = p.attr, p.dir, p.log, p.log
	if p.stdin, err = cmd.StdinPipe(); err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return err
	}
	go func() {
		defer close(done)
		_ = cmd.Wait() // its log says why
	}()
	return nil
}

// untilClosed returns a command in a shell that ends it with a signal when its input does, also when this process is
// killed.
func untilClosed(signal string, command ...string) *exec.Cmd {
	until := `"$0" "$@" </dev/null & server=$!; cat >/dev/null; kill -` + signal + ` $server; wait $server`
	return exec.Command("sh", append([]string{"-c", until}, command...)...) //nolint:gosec,noctx // a test's own; it ends in Stop
}

// unprivileged has a program run as another person where this process is root's, which
// PostgreSQL refuses, and gives the folder to them.
func unprivileged(dir string) (*syscall.SysProcAttr, error) {
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
	return attr, os.Chown(dir, int(uid), int(gid))
}

func (p *program) await(ctx context.Context, address string) error {
	ctx, cancel := context.WithTimeout(ctx, startWait)
	defer cancel()
	for {
		conn, err := pgx.Connect(ctx, address)
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-p.done:
			return fmt.Errorf("%s ended: %s", p.name, p.log)
		case <-ctx.Done():
			return fmt.Errorf("%s does not answer: %w", p.name, err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// Log returns what it said, after Stop.
func (p *program) Log() string { return p.log.String() }

// Stop ends it and deletes its folder. One that ended before is an error.
func (p *program) Stop() error {
	var err error
	select {
	case <-p.done:
		err = fmt.Errorf("%s ended before: %s", p.name, p.log)
	default:
		err = p.stdin.Close()
	}
	<-p.done
	return errors.Join(err, os.RemoveAll(p.dir))
}
