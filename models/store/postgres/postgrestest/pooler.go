package postgrestest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Pooler is a pgbouncer in transaction mode before a server.
type Pooler struct {
	*program
	from string // folder of the server's socket
}

// StartPooler starts one. It fails if pgbouncer is not installed.
func StartPooler(ctx context.Context, s *Server) (*Pooler, error) {
	bin, err := exec.LookPath("pgbouncer")
	if err != nil {
		if bin = "/usr/sbin/pgbouncer"; !isFile(bin) {
			return nil, fmt.Errorf("pgbouncer is not installed: %w", err)
		}
	}
	p := &Pooler{from: s.dir}
	if p.program, err = newProgram("pgbouncer"); err != nil {
		return nil, err
	}
	// Two server connections for all clients: sessions change hands all the time.
	config := fmt.Sprintf("[databases]\n* = host=%s user=guitu\n[pgbouncer]\nunix_socket_dir=%s\nlisten_addr=\nlisten_port=6432\nauth_type=any\npool_mode=transaction\ndefault_pool_size=2\nmax_client_conn=200\n", s.dir, p.dir)
	file := filepath.Join(p.dir, "pgbouncer.ini")
	if err := os.WriteFile(file, []byte(config), 0o644); err != nil { //nolint:gosec // another user reads it
		return nil, errors.Join(err, os.RemoveAll(p.dir))
	}
	return p, p.run(ctx, "TERM", p.URL(s.URL("postgres")), bin, file)
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// URL returns the address, through the pooler, of a database of the server's.
func (p *Pooler) URL(direct string) string {
	return strings.Replace(direct, "host="+p.from, "port=6432&host="+p.dir, 1)
}
