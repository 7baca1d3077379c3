package table_test

import (
	"io"
	"testing"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/exchange"
	"github.com/guitu-project/guitu/models/exchange/table"
)

// cells is a source of the same row again and again, below its headings.
type cells struct {
	rows, left int
	headings   []string
	cells      []string
}

func (c *cells) Next() (int64, []string, error) {
	c.left--
	switch {
	case c.left < 0:
		return 0, nil, io.EOF
	case c.left == c.rows:
		return 1, c.headings, nil
	}
	return int64(c.rows - c.left + 1), c.cells, nil
}

func (c *cells) Epoch() time.Time        { return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC) }
func (c *cells) Style() models.RowSource { return models.RowSource{} }

// A row as exports write it, every column filled, cut off and understood.
func BenchmarkRow(b *testing.B) {
	layout := must(table.NewLayout(models.Notices, nil))(b)
	const rows = 1000
	source := &cells{rows: rows, headings: layout.Headings(), cells: layout.Cells(aNotice())}
	for b.Loop() {
		source.left = rows + 1
		r := table.NewNoticeReader(source, exchange.Options{})
		for {
			row, err := r.Next()
			if err != nil {
				break
			}
			if _, err := row.Decode(); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*rows), "µs/row")
}
