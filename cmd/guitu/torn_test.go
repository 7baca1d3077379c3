//go:build !race

package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A log of the database that is cut off anywhere after kill -9 loses the last of what was
// acknowledged, never one of the middle and never a half; the next start says so in its log, in
// the trail and in audit verify, and goes on.
func TestTornLog(t *testing.T) {
	root := t.TempDir()
	data := filepath.Join(root, "data")
	p := serve(t, data, t.TempDir())
	var acknowledged []string
	for i := range 20 {
		acknowledged = append(acknowledged, str(p.must(http.MethodPost, "/v1/notices", aNotice(fmt.Sprintf("torn-%d", i), "许花东")), "name"))
	}
	known, err := dataFlags{Data: data}.ledger()
	if err != nil {
		t.Fatal(err)
	}
	rows, _ := at(p.must(http.MethodGet, "/v1/audit:verify", nil), "rows").(string)
	eventually(t, "the head of the trail is kept", func() bool {
		head, err := known.Head()
		var n int64
		_, _ = fmt.Sscan(rows, &n)
		return err == nil && n >= 20 && head.Seq >= n
	})
	p.kill()
	wal := filepath.Join("data", "guitu.db-wal")
	info, err := os.Stat(filepath.Join(root, wal))
	if err != nil || info.Size() == 0 {
		t.Fatalf("no log to tear: %v", err)
	}
	sumLost := 0
	for _, size := range []int64{info.Size() / 3, 1 + rand.Int64N(info.Size()-1), info.Size() - 1, info.Size()} { //nolint:gosec // any place will do
		t.Run(fmt.Sprintf("%d of %d bytes", size, info.Size()), func(t *testing.T) {
			again := t.TempDir()
			if err := os.CopyFS(again, os.DirFS(root)); err != nil {
				t.Fatal(err)
			}
			ownerOnly(t, again)
			if err := os.Truncate(filepath.Join(again, wal), size); err != nil {
				t.Fatal(err)
			}
			log := new(logged)
			s, err := start(t.Context(), serveCmd{
				dataFlags: dataFlags{Data: filepath.Join(again, "data"), Models: t.TempDir()}, HTTP: "127.0.0.1:0", GRPC: "127.0.0.1:0",
			}, slog.New(slog.NewTextHandler(log, nil)))
			if err != nil {
				t.Fatal(err)
			}
			defer func() {
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			}()
			p := &process{TB: t, data: s.data, http: s.HTTP, token: s.Token}
			lost := 0
			for i, name := range acknowledged {
				code, answer := p.call(http.MethodGet, "/v1/"+name, nil)
				switch {
				case code == http.StatusOK && lost > 0:
					t.Errorf("number %d is there, and one before it is not", i)
				case code == http.StatusOK && str(answer, "externalId") != fmt.Sprintf("torn-%d", i):
					t.Errorf("number %d is %v", i, answer)
				case code == http.StatusNotFound:
					lost++
				case code != http.StatusOK:
					t.Errorf("number %d: %d %v", i, code, answer)
				}
			}
			t.Logf("%d of %d are lost", lost, len(acknowledged))
			sumLost += lost
			verdict := p.must(http.MethodGet, "/v1/audit:verify", nil)
			told := strings.Contains(log.String(), "数据比审计密钥旁记下的更旧") && length(verdict, "lossRows") > 0
			if at(verdict, "whole") != true || lost > 0 && !told || size == info.Size() && (told || lost > 0) {
				t.Errorf("%d are lost, said: %v; the trail: %v\n%s", lost, told, verdict, log)
			}
			p.must(http.MethodPost, "/v1/notices", aNotice("torn-after", "柳望舒"))
		})
	}
	if sumLost == 0 {
		t.Error("nothing was lost: the log held nothing")
	}
}

// A data folder that cannot be written, since it is another's or its disk is mounted so, is said
// to be that; nothing in it changes, and once it can be, all is there.
func TestFolderThatCannotBeWritten(t *testing.T) {
	root, err := os.MkdirTemp("", "guitu") // t.TempDir is for its owner alone
	if err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(root, "data")
	change := func(owner int, dirs, files fs.FileMode) {
		t.Helper()
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if os.Geteuid() == 0 {
				err = os.Lchown(path, owner, -1)
			}
			mode := files
			if d.IsDir() {
				mode = dirs
			}
			if err == nil {
				err = os.Chmod(path, mode)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		change(os.Geteuid(), 0o700, 0o600)
		if err := os.RemoveAll(root); err != nil {
			t.Error(err)
		}
	})
	noModels := filepath.Join(root, "none")
	p := serve(t, data, noModels)
	name := str(p.must(http.MethodPost, "/v1/notices", aNotice("there", "许花东")), "name")
	p.stop()

	const nobody = 65534
	change(nobody, 0o500, 0o400)
	before := sumOf(t, root)
	for _, args := range [][]string{{"serve", "--http", "127.0.0.1:0", "--grpc", "127.0.0.1:0"}, {"check"}, {"audit", "verify"}, {"reindex"}} {
		cmd := exec.Command("/proc/self/exe", append(args, "--data", data, "--models", noModels)...)
		cmd.Env = append(os.Environ(), asProgram+"=1")
		if os.Geteuid() == 0 { // for whom everything can be written
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		}
		out, err := cmd.CombinedOutput()
		if err == nil || cmd.ProcessState == nil || cmd.ProcessState.ExitCode() != exitFailed || !strings.Contains(string(out), "数据目录不能写入") {
			t.Errorf("%s ends with %v: %s", args[0], err, out)
		}
	}
	if after := sumOf(t, root); after != before {
		t.Error("what cannot be written has changed")
	}
	change(os.Geteuid(), 0o700, 0o600)
	serve(t, data, noModels).must(http.MethodGet, "/v1/"+name, nil)
}

// sumOf hashes all files of a folder.
func sumOf(t *testing.T, dir string) string {
	t.Helper()
	sum := sha256.New()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		_, err = fmt.Fprintf(sum, "%s %d\n", path, len(readFile(t, path)))
		sum.Write(readFile(t, path))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return hex.EncodeToString(sum.Sum(nil))
}
