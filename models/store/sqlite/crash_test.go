package sqlite_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
	"github.com/guitu-project/guitu/models/store/sqlite"
)

// crashWriter as the first argument makes the test binary a process that writes
// into the store in the folder of the second until it is killed.
const crashWriter = "crash-writer"

func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == crashWriter {
		fmt.Fprintln(os.Stderr, writeUntilKilled(os.Args[2]))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// writeUntilKilled prints the name and the blob of each record whose transaction
// committed, "- name" for each that it deleted, and never returns nil.
func writeUntilKilled(dir string) error {
	ctx := models.WithActor(context.Background(), models.Actor{ID: "u-guan", Role: models.RoleStation})
	st, err := sqlite.Open(ctx, dir)
	if err != nil {
		return err
	}
	for i := 0; ; i++ {
		sum, err := st.PutBlob(ctx, fmt.Append(nil, "picture ", i))
		if err != nil {
			return err
		}
		batch := make([]*models.Record, 1+i%3)
		err = st.InTx(ctx, func(tx store.Tx) error {
			for k := range batch {
				batch[k] = personWithFaces(fmt.Sprint(os.Getpid(), "-", i, "-", k), 1)
				batch[k].Photos[0].SHA256 = sum
				if err := tx.RecordWriter().Create(ctx, batch[k]); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		for _, r := range batch {
			fmt.Println("+", r.Name, sum)
		}
		if i%5 == 4 {
			if err := st.InTx(ctx, func(tx store.Tx) error { return tx.RecordWriter().Delete(ctx, batch[0].Name, "") }); err != nil {
				return err
			}
			fmt.Println("-", batch[0].Name)
		}
	}
}

// A process that is killed while it writes loses nothing that it acknowledged,
// and leaves no half of anything.
func TestKilledProcessLosesNothing(t *testing.T) {
	dir := t.TempDir()
	wrote := map[string]string{}
	gone := map[string]bool{}
	for round := range 3 { // the later ones begin where a crash ended
		killAfter(t, dir, 40+23*round, wrote, gone)
		st, err := sqlite.Open(t.Context(), dir)
		if err != nil {
			t.Fatalf("open after the crash: %v", err)
		}
		checkAfterCrash(t, st, wrote, gone)
		if err := st.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}
}

// killAfter starts a writer and kills it when it has acknowledged some lines.
func killAfter(t *testing.T, dir string, lines int, wrote map[string]string, gone map[string]bool) {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), exe, crashWriter, dir)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	in := bufio.NewScanner(out)
	for n := 0; in.Scan(); n++ { // and what it said until it died
		switch f := strings.Fields(in.Text()); {
		case len(f) == 3 && f[0] == "+":
			wrote[f[1]] = f[2]
		case len(f) == 2 && f[0] == "-":
			gone[f[1]] = true
		}
		if n == lines {
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) || exit.ExitCode() != -1 {
		t.Fatalf("the writer was not killed: %v %s", err, stderr.String())
	}
}

func checkAfterCrash(t *testing.T, st *sqlite.Store, wrote map[string]string, gone map[string]bool) {
	t.Helper()
	ctx := t.Context()
	stored := map[string]*models.Record{}
	for token := "first"; token != ""; {
		if token == "first" {
			token = ""
		}
		page, next, err := st.Records().List(ctx, store.Filter{}, 100, token)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range page {
			stored[r.Name] = r
		}
		token = next
	}
	for name, sum := range wrote {
		r, ok := stored[name]
		switch {
		case !ok && !gone[name]:
			// Only the last delete may be committed and not acknowledged: the journal says so.
			if !deleted(t, st, name) {
				t.Errorf("%s was acknowledged and is lost", name)
			}
		case ok && gone[name]:
			t.Errorf("%s was acknowledged as deleted and is back", name)
		case ok && (len(r.Photos) != 1 || r.Photos[0].SHA256 != sum || len(r.Photos[0].Faces) != 1):
			t.Errorf("%s came back as %+v", name, r)
		}
	}
	for _, r := range stored { // acknowledged or not
		b, err := st.Blob(ctx, r.Photos[0].SHA256)
		if err != nil {
			t.Errorf("%s names a picture that is not there: %v", r.Name, err)
			continue
		}
		if _, err := io.Copy(io.Discard, b); err != nil {
			t.Errorf("the picture of %s: %v", r.Name, err)
		}
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	}
	changes, err := st.Changes(ctx, 0, 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	trail, err := st.AuditTrail(ctx, 0, 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	if len(changes) != len(trail) || len(changes) < len(wrote)+len(gone) {
		t.Errorf("%d changes, %d audit rows, %d acknowledged", len(changes), len(trail), len(wrote)+len(gone))
	}
	puts := 0
	for i, c := range changes {
		if c.Op == models.OpPut {
			puts++
		} else {
			puts--
		}
		if trail[i].Objects[0] != c.Name {
			t.Errorf("change %d is of %s, its audit row of %v", c.Seq, c.Name, trail[i].Objects)
		}
	}
	if puts != len(stored) {
		t.Errorf("the journal leaves %d records, %d are stored", puts, len(stored))
	}
}

func deleted(t *testing.T, st *sqlite.Store, name string) bool {
	t.Helper()
	changes, err := st.Changes(t.Context(), 0, 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range changes {
		if c.Name == name && c.Op == models.OpDelete {
			return true
		}
	}
	return false
}
