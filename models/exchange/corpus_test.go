package exchange_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/exchange"
	"github.com/guitu-project/guitu/models/exchange/bundle"
	"github.com/guitu-project/guitu/models/exchange/csv"
	"github.com/guitu-project/guitu/models/exchange/jsonl"
	"github.com/guitu-project/guitu/models/exchange/pfif"
	"github.com/guitu-project/guitu/models/exchange/xlsx"
)

var update = flag.Bool("update", false, "write the corpus and what it reads as anew")

const corpus = "testdata/corpus"

var formats = map[string]exchange.Format{
	".csv": csv.Format(), ".xlsx": xlsx.Format(), ".xml": pfif.Format(), ".jsonl": jsonl.Format(), ".zip": bundle.Format(csv.Format(), xlsx.Format()),
}

// TestCorpus reads every file of the corpus and holds what it says, row by row, to a text
// that people can read. The files are made by the cases; what a case changed must be made
// anew with -update, and looked at.
func TestCorpus(t *testing.T) {
	var said bytes.Buffer
	said.WriteString("# What the files of the corpus are read as: the line of each row with its JSON, or, behind !, why it is\n# not taken; FILE where the whole file is not. Columns that are not simply known, warnings and remarks follow.\n")
	names := map[string]bool{}
	for _, c := range cases() {
		if names[c.name] {
			t.Fatalf("%s is there twice", c.name)
		}
		names[c.name] = true
		content := contentOf(t, c)
		fmt.Fprintf(&said, "\n## %s: %s\n", c.name, c.shows)
		f := formats[filepath.Ext(c.name)]
		var alone, counted bytes.Buffer // an upload is counted before it is read
		describeFile(t, &alone, f, content, c, exchange.Options{Mapping: c.mapping})
		o := exchange.Options{Mapping: c.mapping, Upload: c.name}
		_, _ = f.Count(bytes.NewReader(content), o) // its error is told by reading, too
		describeFile(t, &counted, f, content, c, o)
		if !bytes.Equal(alone.Bytes(), counted.Bytes()) {
			t.Errorf("%s is read, once it was counted, as\n%s\nand else as\n%s", c.name, &counted, &alone)
		}
		said.Write(alone.Bytes())
	}
	if len(names) < 80 {
		t.Errorf("only %d files", len(names))
	}
	const golden = corpus + "/corpus.golden"
	if *update {
		if err := os.WriteFile(golden, said.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(want, said.Bytes()) {
		return
	}
	was, is := strings.Split(string(want), "\n"), strings.Split(said.String(), "\n")
	for i := range is {
		if i >= len(was) || is[i] != was[i] {
			t.Fatalf("line %d of %s says\n%s\nand was\n%s", i+1, golden, is[i], append(was, "", "")[min(i, len(was))])
		}
	}
	t.Fatalf("%s is longer than what is said", golden)
}

// largest is how many bytes a file may have that is kept; larger ones are made each time.
const largest = 64 << 10

// contentOf returns the file of a case: the one that is kept, if there is one, for programs
// change what they write.
func contentOf(t *testing.T, c aCase) []byte {
	t.Helper()
	file := filepath.Join(corpus, c.name)
	if !*update {
		if content, err := os.ReadFile(file); err == nil {
			return content
		}
	}
	content := c.file(t)
	if *update && len(content) <= largest {
		if err := errors.Join(os.MkdirAll(corpus, 0o750), os.WriteFile(file, content, 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	return content
}

// shownRows is how many rows of a file are held to the text.
const shownRows = 40

func describeFile(t *testing.T, out io.Writer, f exchange.Format, content []byte, c aCase, o exchange.Options) {
	t.Helper()
	if c.records {
		describe(t, out, f, f.Records(bytes.NewReader(content), o), content, c.mapping)
	} else {
		describe(t, out, f, f.Notices(bytes.NewReader(content), o), content, c.mapping)
	}
}

// describe writes what the rows of a file say.
func describe[T models.Subject](t *testing.T, out io.Writer, f exchange.Format, rows exchange.RowReader[T], content []byte, mapping map[string]models.Meaning) {
	t.Helper()
	n := int64(0)
	for ; ; n++ {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			wrong(t, out, "FILE", err)
			break
		}
		said, err := row.Decode()
		if n >= shownRows {
			continue
		}
		if err != nil {
			wrong(t, out, fmt.Sprint(row.Line), err)
			continue
		}
		for i := range said.Subject.Common().Photos { // said by its size
			p := &said.Subject.Common().Photos[i]
			p.Width, p.Content = len(p.Content), nil
		}
		text, err := json.Marshal(said.Subject)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(out, "%d %s\n", row.Line, text)
		for _, w := range said.Warnings {
			fmt.Fprintf(out, "  warning: %s: %s\n", w.Field, w.Zh)
		}
	}
	if counted, err := f.Count(bytes.NewReader(content), exchange.Options{Mapping: mapping}); err == nil && counted != n {
		t.Errorf("counted %d rows, read %d", counted, n)
	}
	if m, ok := rows.(exchange.Mapped); ok {
		for _, c := range m.Columns() {
			if c.By != models.MappedByName {
				fmt.Fprintf(out, "  column %s: %s, %s %s %.2g\n", c.Heading, c.Field, c.By, c.Proposal, c.Certainty)
			}
		}
	}
	if m, ok := rows.(exchange.Remarking); ok {
		for _, r := range m.Remarks() {
			fmt.Fprintf(out, "  remark: %s (%s)\n", r.Zh, r.En)
		}
	}
	if c, ok := rows.(io.Closer); ok {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}
}

// wrong writes an error, which must be one for people in both languages.
func wrong(t *testing.T, out io.Writer, where string, err error) {
	t.Helper()
	invalid, ok := errors.AsType[*models.InvalidError](err)
	if !ok {
		t.Errorf("%s: not an error for people: %v", where, err)
		return
	}
	for _, v := range invalid.Violations {
		if v.Zh == "" || v.En == "" {
			t.Errorf("%s: %+v lacks a language", where, v)
		}
		fmt.Fprintf(out, "%s ! %s: %s (%s)\n", where, v.Field, v.Zh, v.En)
	}
}
