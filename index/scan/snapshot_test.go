package scan

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/guitu-project/guitu/matcher/eval/world"
	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
)

// bestNames are those of the best, in order.
func bestNames(t *testing.T, table *Table, probe *feature.Probe) (list []string) {
	t.Helper()
	best, err := table.Best(t.Context(), probe, 50)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range best[:min(50, len(best))] {
		list = append(list, p.Name)
	}
	return list
}

// unsealed leaves files as they are.
type unsealed struct{}

func (unsealed) Encrypt(plain io.Reader) io.Reader  { return plain }
func (unsealed) Decrypt(sealed io.Reader) io.Reader { return sealed }

// A table that was saved and loaded answers as before, takes changes as before, and is
// refused when a byte of its file is another.
func TestSnapshot(t *testing.T) {
	c := newCrowd(world.Options{Seed: 11, Notices: 3_000, Records: 800, Pairs: 400, Photos: .5})
	notices, records := c.table(t, c.notices), c.table(t, c.records)
	for i := range 300 { // leaves gaps, and rows that were replaced
		notices.Delete(c.notices[3*i].Name)
		if _, err := notices.Put(c.notices[3*i+1]); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "snapshot")
	header := Header{Position: 7, Change: "notices/n7", Numbers: "1", CorpusStats: []byte("corpusStats")}
	if err := NewSnapshot(header, notices, records).Save(path, unsealed{}); err != nil {
		t.Fatal(err)
	}
	load := func(path string) (*Table, *Table, error) {
		n, r := NewTable(c.scorer, t.TempDir()), NewTable(c.scorer, t.TempDir())
		return n, r, Load(path, unsealed{}, func(s *Header) error {
			if s.Position != header.Position || s.Change != header.Change || s.Numbers != header.Numbers || string(s.CorpusStats) != "corpusStats" {
				t.Errorf("header %+v", s)
			}
			return nil
		}, n, r)
	}
	notices2, records2, err := load(path)
	if err != nil || notices2.Len() != notices.Len() || records2.Len() != records.Len() {
		t.Fatalf("%d notices, %d records, %v", notices2.Len(), records2.Len(), err)
	}
	compare := func() {
		t.Helper()
		for i := range 25 {
			if p := c.scorer.Probe(c.records[i]); !slices.Equal(bestNames(t, notices, p), bestNames(t, notices2, p)) {
				t.Errorf("another answer for %s", c.records[i].Name)
			}
			if p := c.scorer.Probe(c.notices[i]); !slices.Equal(bestNames(t, records, p), bestNames(t, records2, p)) {
				t.Errorf("another answer for %s", c.notices[i].Name)
			}
		}
	}
	compare()
	for i := range 400 {
		for _, table := range []*Table{notices, notices2} {
			if _, err := table.Put(c.notices[3*i]); err != nil {
				t.Fatal(err)
			}
			table.Delete(c.notices[4*i+1000].Name)
		}
	}
	compare()
	if err := NewSnapshot(header, notices2, records2).Save(path, unsealed{}); err != nil { // over the file that it lies in
		t.Fatal(err)
	}
	if notices2, records2, err = load(path); err != nil {
		t.Fatal(err)
	}
	compare()

	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	damaged := filepath.Join(t.TempDir(), "damaged")
	for _, at := range []int{0, 9, 20, 40, len(whole) / 3, len(whole) / 2, len(whole) - 1} {
		whole[at] ^= 0x10
		if err := os.WriteFile(damaged, whole, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, err := load(damaged); !errors.Is(err, models.ErrDataLoss) {
			t.Errorf("byte %d of %d is another: %v", at, len(whole), err)
		}
		whole[at] ^= 0x10
	}
	for _, size := range []int{0, 10, headSize, len(whole) - 1} {
		if err := os.WriteFile(damaged, whole[:size], 0o600); err != nil {
			t.Fatal(err)
		}
		if _, _, err := load(damaged); !errors.Is(err, models.ErrDataLoss) {
			t.Errorf("%d bytes of %d: %v", size, len(whole), err)
		}
	}
	if _, _, err := load(filepath.Join(t.TempDir(), "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
}

// A row that has a value which there is not is found before anyone looks it up.
func TestUnknownValues(t *testing.T) {
	c := newCrowd(world.Options{Seed: 12, Notices: 3_000, Records: 10, Pairs: 5})
	table := c.table(t, c.notices)
	v := table.view.Load()
	if !table.known(v) {
		t.Fatal("a table does not know its own values")
	}
	for name, column := range map[string]func(c *chunk) []uint32{
		"column": func(c *chunk) []uint32 { return c.columns[feature.ColumnOf(feature.ByGap)] },
		"name":   func(c *chunk) []uint32 { return c.names[1] },
		"who":    func(c *chunk) []uint32 { return c.who },
	} {
		damaged := *v
		damaged.chunks = slices.Clone(v.chunks)
		damaged.chunks[1] = v.chunks[1].clone(v.size(1))
		column(damaged.chunks[1])[7] = 1 << 30
		if table.known(&damaged) {
			t.Errorf("%s: not found", name)
		}
	}
}
