package eval

import (
	_ "embed" // the page
	"fmt"
	"html/template"
	"io"
	"math"
	"strings"
)

//go:embed report.html
var page string

//go:embed style.html
var style string

// WriteHTML writes the report as one page that needs nothing else.
func (r *Report) WriteHTML(out io.Writer) error {
	t, err := template.New("report").Funcs(template.FuncMap{
		"f3": func(x float64) string { return fmt.Sprintf("%.3f", x) },
		"f1": func(x float64) string { return fmt.Sprintf("%+.1f", x) },
	}).Parse(style + page)
	if err != nil {
		return fmt.Errorf("page: %w", err)
	}
	var groups []groupRow
	if len(r.Methods) > 0 {
		for _, g := range Groups(r.Methods[0].Outcomes) {
			row := groupRow{Title: g.Title}
			for _, m := range r.Methods {
				one := RecallOf(m.Outcomes, g.Keep)
				row.Pairs, row.Recalls = one.Pairs, append(row.Recalls, one)
			}
			if row.Pairs > 0 {
				groups = append(groups, row)
			}
		}
	}
	var said []reliability
	for i, m := range r.Methods {
		if m.Calibration.Given {
			said = append(said, reliability{m.Title, colour(i), m.Calibration})
		}
	}
	err = t.Execute(out, map[string]any{
		"Report": r, "Groups": groups, "Said": said,
		"Curves": curves(r.Methods), "Dots": dots(said), "Bars": bars(r.Methods), "Ticks": []int{0, 10, 20, 30, 40, 50},
	})
	if err != nil {
		return fmt.Errorf("page: %w", err)
	}
	return nil
}

type groupRow struct {
	Title   string
	Pairs   int
	Recalls []Recall
}

type reliability struct {
	Title, Colour string
	Calibration   Calibration
}

// The plots are 400 by 300 with the origin at 40, 270.
const (
	left, bottom, wide, high = 40.0, 270.0, 340.0, 250.0
	leastBits, mostBits      = -20, 60
	barBits                  = 4
)

var palette = []string{"#1f6f8b", "#c8553d", "#7a7a7a", "#588157", "#9d4edd", "#bc8a5f"}

func colour(i int) string { return palette[i%len(palette)] }

// line describes a curve with its name.
type line struct {
	Title, Colour, Points string
	Y                     float64 // of the name in the legend
}

func curves(methods []Method) []line {
	var list []line
	for i, m := range methods {
		var b strings.Builder
		for k, y := range m.Recall.AtLeast {
			fmt.Fprintf(&b, "%.1f,%.1f ", left+wide*float64(k)/float64(curve-1), bottom-high*y)
		}
		list = append(list, line{m.Title, colour(i), b.String(), 120 + 16*float64(i)})
	}
	return list
}

// dot describes a bin: as large as it is full.
type dot struct {
	X, Y, R float64
	Colour  string
	Title   string
}

func dots(said []reliability) []dot {
	var list []dot
	for _, s := range said {
		for _, b := range s.Calibration.Bins {
			if b.Count > 0 {
				list = append(list, dot{left + wide*b.Said, bottom - high*b.Share(), 2 + math.Log2(float64(b.Count)+1)/2, s.Colour,
					fmt.Sprintf("%s: said %.2f, true %.2f of %d", s.Title, b.Said, b.Share(), b.Count)})
			}
		}
	}
	return list
}

// bar says how many right pairs, or best strangers of a record, have such a weight.
type bar struct {
	X, Y, Width, Height float64
	Right               bool
	Title               string
}

// bars are of the first method.
func bars(methods []Method) []bar {
	if len(methods) == 0 {
		return nil
	}
	const n = (mostBits - leastBits) / barBits
	var counts [2][n]int
	put := func(kind int, weight float64) {
		counts[kind][min(max(int((weight-leastBits)/barBits), 0), n-1)]++
	}
	for i := range methods[0].Outcomes {
		o := &methods[0].Outcomes[i]
		if m := o.right(); m != nil {
			put(0, m.Weight)
		}
		if m := o.bestStranger(); m != nil {
			put(1, m.Weight)
		}
	}
	var list []bar
	for kind := range counts {
		total, most := 0, 0.0
		for _, c := range counts[kind] {
			total += c
		}
		for _, c := range counts[kind] {
			most = math.Max(most, float64(c)/float64(max(total, 1)))
		}
		for i, c := range counts[kind] {
			h := high * float64(c) / float64(max(total, 1)) / math.Max(most, 1e-9)
			list = append(list, bar{left + wide*float64(i)/n + float64(kind)*wide/n/2, bottom - h, wide / n / 2, h, kind == 0,
				fmt.Sprintf("%d … %d bits: %d of %d", leastBits+i*barBits, leastBits+(i+1)*barBits, c, total)})
		}
	}
	return list
}
