package matcher_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/exchange"
	"github.com/guitu-project/guitu/models/store"
)

// tabbed reads notices of an id and a name with a tab between, under a line of headings.
type tabbed struct {
	lines *bufio.Scanner
	line  int64
	after int64
}

func (r *tabbed) Next() (row exchange.Row[*models.Notice], err error) {
	for r.lines.Scan() {
		r.line++
		text := r.lines.Text()
		if r.line == 1 && text != "id\tname" {
			return row, models.Invalid("", "表头应为 id、name", "the headings must be id and name")
		}
		if r.line == 1 || r.line <= r.after {
			continue
		}
		return exchange.Row[*models.Notice]{Line: r.line, Size: len(text), Decode: func() (said exchange.Decoded[*models.Notice], err error) {
			id, name, ok := strings.Cut(text, "\t")
			if !ok {
				return said, models.Invalid("person.names", "“name”列是空的", "the column name is empty")
			}
			n := named(name, id)
			raw, err := json.Marshal(n)
			return exchange.Decoded[*models.Notice]{Subject: n, Hash: string(raw)}, err
		}, Source: func() *models.RowSource { return &models.RowSource{Cells: strings.Split(text, "\t"), Delimiter: "\t"} }}, nil
	}
	return row, errors.Join(r.lines.Err(), io.EOF)
}

func withTabs(c *matcher.Config) {
	c.Formats = []exchange.Format{{
		Name: "TABS",
		Notices: func(r io.Reader, o exchange.Options) exchange.RowReader[*models.Notice] {
			return &tabbed{lines: bufio.NewScanner(r), after: o.After}
		},
		Count: func(r io.Reader, _ exchange.Options) (int64, error) {
			text, err := io.ReadAll(r)
			return int64(strings.Count(string(text), "\n")), err
		},
	}}
}

// Another format is imported row by row, by the same rules; a file that is none fails
// with what is wrong with it.
func TestFormats(t *testing.T) {
	w := open(t, withTabs)
	upload := func(text string) *models.Import {
		imp := must(w.StartImport(w.ctx, matcher.Upload{Kind: models.Notices, Format: "tabs"}, strings.NewReader(text)))(t)
		for imp.State == models.ImportRunning {
			time.Sleep(5 * time.Millisecond)
			imp = must(w.Import(w.ctx, imp.Name))(t)
		}
		return imp
	}
	imp := upload("id\tname\nt1\t许花东\nt2\nt3\t王小明\n")
	if imp.State != models.ImportDone || imp.Created != 2 || imp.Failed != 1 || imp.Format != "TABS" || imp.Errors[0].Line != 3 || imp.Errors[0].Field != "person.names" {
		t.Errorf("%+v", imp)
	}
	if imp = upload("id\tname\nt1\t许花东\n"); imp.Unchanged != 1 {
		t.Errorf("again: %+v", imp)
	}
	if imp = upload("nothing\nof this\n"); imp.State != models.ImportFailed || len(imp.Errors) != 1 || !strings.Contains(imp.Errors[0].Reason, "表头") {
		t.Errorf("other headings: %+v", imp)
	}
	if _, err := w.StartImport(w.ctx, matcher.Upload{Kind: models.Notices, Format: "JSONL"}, strings.NewReader("{}")); !errors.Is(err, models.ErrInvalid) || !strings.Contains(err.Error(), "format") {
		t.Errorf("a format that is not among them: %v", err)
	}
}

// A checked file is counted as an import would count it, and nothing of it is kept.
func TestCheckWritesNothing(t *testing.T) {
	w := open(t, nil)
	if _, _, err := w.Notices.Register(w.ctx, named("许花东", "n1")); err != nil {
		t.Fatal(err)
	}
	file := `{"externalId":"n1","source":"测试","person":{"names":[{"text":"许花冬"}]}}
{"externalId":"n2","source":"测试","person":{"names":[{"text":"王小明"}]}}
{"externalId":"n3","source":"测试","person":{"sex":"X"}}
`
	imp := must(w.StartImport(w.ctx, matcher.Upload{Kind: models.Notices, Format: "JSONL", Check: true}, strings.NewReader(file)))(t)
	for imp.State == models.ImportRunning {
		time.Sleep(10 * time.Millisecond)
		imp = must(w.Import(w.ctx, imp.Name))(t)
	}
	if imp.State != models.ImportDone || !imp.Check || imp.Created != 1 || imp.Updated != 1 || imp.Failed != 1 || len(imp.Errors) != 1 {
		t.Errorf("%+v", imp)
	}
	page, _, err := w.store.Notices().List(w.ctx, store.Filter{}, 10, "")
	if err != nil || len(page) != 1 || page[0].Person.Names[0].Text != "许花东" {
		t.Errorf("%d notices, %v", len(page), err)
	}
}
