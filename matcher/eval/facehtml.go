package eval

import (
	_ "embed" // the page
	"fmt"
	"html/template"
	"io"
	"math"
	"strings"
)

//go:embed faces.html
var facesPage string

// WriteHTML writes the report as one page that needs nothing else.
func (r *FaceReport) WriteHTML(out io.Writer) error {
	t, err := template.New("faces").Funcs(template.FuncMap{
		"percent": func(x float64) string { return fmt.Sprintf("%.1f", 100*x) },
	}).Parse(style + facesPage)
	if err != nil {
		return fmt.Errorf("page: %w", err)
	}
	plots := make([]facePlots, len(r.Groups))
	for i := range r.Groups {
		plots[i] = plotsOf(&r.Groups[i])
	}
	if err := t.Execute(out, map[string]any{"Report": r, "Groups": plots}); err != nil {
		return fmt.Errorf("page: %w", err)
	}
	return nil
}

// facePlots describes a group's plots, 400 by 300 each with the origin at 40, 270.
type facePlots struct {
	Group      *FaceGroup
	Common     bool
	Grid       []tick
	Curves     []rocLine
	Histograms []histogram
}

type tick struct {
	X     float64
	Title string
}

// rocLine describes a curve; those by distance are dashed.
type rocLine struct {
	line
	Dashed bool
}

type histogram struct {
	Title     string
	Low, High string
	Bars      []bar
}

// farX returns where a share of false accepts lies, on a logarithmic scale.
func farX(far float64) float64 { return left + wide*(math.Log10(far)+decades)/decades }

func plotsOf(g *FaceGroup) facePlots {
	p := facePlots{Group: g}
	for k := range decades + 1 {
		p.Grid = append(p.Grid, tick{farX(math.Pow(10, float64(k-decades))), [...]string{"1e-4", "1e-3", "1e-2", "0.1", "1"}[k]})
	}
	for i := range g.Results {
		x := &g.Results[i]
		p.Common = p.Common || x.Common != nil
		if len(x.Curve) > 0 {
			var points strings.Builder
			for _, at := range x.Curve {
				fmt.Fprintf(&points, "%.1f,%.1f ", farX(at[0]), bottom-high*at[1])
			}
			p.Curves = append(p.Curves, rocLine{line{x.Title, colour(i), points.String(), bottom - 16*float64(len(g.Results)-i)}, strings.HasSuffix(x.Title, "d²")})
		}
		if len(x.Bins) > 0 {
			p.Histograms = append(p.Histograms, histogramOf(x))
		}
	}
	return p
}

func histogramOf(x *FaceResult) histogram {
	h := histogram{Title: x.Title, Low: fmt.Sprintf("%.2f", x.Bins[0].From), High: fmt.Sprintf("%.2f", x.Bins[len(x.Bins)-1].To)}
	most := [2]float64{}
	for _, b := range x.Bins {
		most[0], most[1] = math.Max(most[0], b.Strangers), math.Max(most[1], b.Same)
	}
	width := wide / float64(len(x.Bins)) / 2
	for i, b := range x.Bins {
		for k, share := range [2]float64{b.Strangers, b.Same} {
			tall := high * share / math.Max(most[k], 1e-9)
			h.Bars = append(h.Bars, bar{left + wide*float64(i)/float64(len(x.Bins)) + float64(1-k)*width, bottom - tall, width, tall, k == 1,
				fmt.Sprintf("%.2f … %.2f: %.1f %%", b.From, b.To, 100*share)})
		}
	}
	return h
}
