package matcher_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/exchange"
	"github.com/guitu-project/guitu/models/exchange/bundle"
	"github.com/guitu-project/guitu/models/exchange/csv"
	"github.com/guitu-project/guitu/models/exchange/jsonl"
	"github.com/guitu-project/guitu/models/exchange/pfif"
	"github.com/guitu-project/guitu/models/exchange/xlsx"
	"github.com/guitu-project/guitu/models/store"
)

// A file that cannot be read is refused when it is uploaded, and nothing of it is kept.
func TestBrokenFilesLeaveNothing(t *testing.T) {
	const corpus = "../models/exchange/testdata/corpus"
	w := open(t, func(c *matcher.Config) {
		c.Formats = []exchange.Format{jsonl.Format(), csv.Format(), xlsx.Format(), pfif.Format(), bundle.Format(csv.Format(), xlsx.Format())}
	})
	golden := string(must(os.ReadFile(corpus + "/corpus.golden"))(t))
	broken := 0
	for _, section := range strings.Split(golden, "\n## ")[1:] {
		name, _, _ := strings.Cut(section, ":")
		if !strings.Contains(section, "\nFILE !") {
			continue
		}
		content, err := os.ReadFile(filepath.Join(corpus, name))
		if errors.Is(err, os.ErrNotExist) { // not kept
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		broken++
		format := map[string]string{".csv": "CSV", ".xlsx": "XLSX", ".xml": "PFIF", ".zip": "ZIP", ".jsonl": "JSONL"}[filepath.Ext(name)]
		_, err = w.StartImport(w.ctx, matcher.Upload{Kind: models.Notices, Format: format}, bytes.NewReader(content))
		invalid, ok := errors.AsType[*models.InvalidError](err)
		if !ok || invalid.Violations[0].Zh == "" || invalid.Violations[0].En == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if broken < 20 {
		t.Errorf("only %d broken files", broken)
	}
	if list := must(w.store.Imports(w.ctx, store.ImportFilter{}, 10))(t); len(list) != 0 {
		t.Errorf("imports of broken files: %+v", list)
	}
	if page, _, err := w.store.Notices().List(w.ctx, store.Filter{}, 10, ""); err != nil || len(page) != 0 {
		t.Errorf("notices of broken files: %v, %v", page, err)
	}
}
