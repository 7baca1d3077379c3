package text

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/guitu-project/guitu/models"
)

// childFolder tells the test binary to be the process that is killed.
const childFolder = "GUITU_TEST_TEXT_CHILD"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childFolder); dir != "" {
		if err := applyForever(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// window is how many people are in the index at once in TestKill.
const window = 20

// applyForever goes on where the index is: change n adds person n, deletes person
// n-window and rewrites the counter. It prints the changes that Apply says are done.
func applyForever(dir string) error {
	x, err := Open(dir)
	if err != nil {
		return err
	}
	n, err := x.Position()
	if err != nil {
		return err
	}
	for {
		n++
		puts := []models.Subject{numbered("notices/counter", n), numbered(person(n), n)}
		if err := x.Apply(context.Background(), puts, []string{person(n - window)}, n); err != nil {
			return err
		}
		fmt.Println(n)
	}
}

func person(n int64) string { return "notices/" + strconv.FormatInt(n, 10) }

func numbered(name string, n int64) models.Subject {
	return &models.Notice{Entry: models.Entry{Name: name, ExternalID: fmt.Sprintf("change-%d", n)}}
}

// TestKill kills a process in the middle of its writes, time and again: what Apply
// said is done must be there, and what is there must be what the position says.
func TestKill(t *testing.T) {
	dir := t.TempDir()
	reached := int64(0)
	for round := range 8 {
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), childFolder+"="+dir)
		child.Stderr = os.Stderr
		output, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(output)
		for done := 0; done < 10+7*round && lines.Scan(); done++ {
			if reached, err = strconv.ParseInt(lines.Text(), 10, 64); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(time.Duration(round) * 700 * time.Microsecond) // another point of the next write
		if err := child.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for lines.Scan() { // what it said before it died
			if n, err := strconv.ParseInt(lines.Text(), 10, 64); err == nil {
				reached = n
			}
		}
		if err := child.Wait(); err == nil || !strings.Contains(err.Error(), "killed") {
			t.Fatalf("the process was not killed: %v", err)
		}
		x := mustOpen(t, dir)
		agrees(t, x, reached)
		mustClose(t, x)
	}
	if reached < 8*10 {
		t.Errorf("only %d changes in all", reached)
	}
}

func agrees(t *testing.T, x *Index, reached int64) {
	t.Helper()
	position := mustPosition(t, x)
	if position < reached || position > reached+1 {
		t.Fatalf("position %d, though change %d was done", position, reached)
	}
	for n := max(1, position-2*window); n <= position+1; n++ {
		var want []string
		if n > position-window && n <= position {
			want = append(want, strconv.FormatInt(n, 10))
		}
		if n == position {
			want = append(want, "counter")
		}
		got := exactlyFound(t, x, fmt.Sprintf("change-%d", n))
		if !slices.Equal(got, want) {
			t.Errorf("at position %d change %d is in %v, not %v", position, n, got, want)
		}
	}
	if got, want := int64(countOf(t, x)), min(position, window)+1; got != want {
		t.Errorf("at position %d there are %d documents, not %d", position, got, want)
	}
}

// exactlyFound are the ids, sorted, of those who have the external id: it leaves out
// those of whom only a word of it is known.
func exactlyFound(t *testing.T, x *Index, externalID string) []string {
	t.Helper()
	names, err := x.best(context.Background(), only(models.Notices, term{exactField, externalID, 1}.query()), 50)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, name := range names {
		list = append(list, strings.TrimPrefix(name, "notices/"))
	}
	slices.Sort(list)
	return list
}
