// Command gen draws the growth figure of the README from what the benchmark prints:
//
//	go test ./index/scan -run XXX -bench Growth -timeout 2h | go run ./index/scan/gen > index/scan/growth.svg
package main

import (
	"bufio"
	"fmt"
	"io"
	"log"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
)

func main() {
	points, err := read(os.Stdin)
	if err == nil && len(points) < 2 {
		err = fmt.Errorf("%d sizes, at least 2 are needed for a line", len(points))
	}
	if err == nil {
		_, err = io.WriteString(os.Stdout, draw(points))
	}
	if err != nil {
		log.Fatal(err)
	}
}

// point holds what was measured with so many notices, by unit.
type point struct {
	notices float64
	values  map[string]float64
}

var result = regexp.MustCompile(`^BenchmarkGrowth/notices=(\d+)\S*\s+\d+\s+(.*)$`)

func read(in io.Reader) (points []point, err error) {
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		m := result.FindStringSubmatch(lines.Text())
		if m == nil {
			continue
		}
		p := point{values: map[string]float64{}}
		if p.notices, err = strconv.ParseFloat(m[1], 64); err != nil {
			return nil, err
		}
		fields := strings.Fields(m[2])
		for i := 0; i+1 < len(fields); i += 2 {
			if p.values[fields[i+1]], err = strconv.ParseFloat(fields[i], 64); err != nil {
				return nil, err
			}
		}
		points = append(points, p)
	}
	return points, lines.Err()
}

// curves are what is drawn: the units of the benchmark and what they are called.
var curves = []struct{ unit, name, colour string }{
	{"ms-p50", "one search, median (ms)", "#1f6feb"},
	{"ms-p99", "one search, 99 % (ms)", "#8250df"},
	{"ms-processor/query", "processor time of a search (ms)", "#1a7f37"},
	{"MiB-resident", "resident memory (MiB)", "#cf222e"},
}

// The figure's size and margins.
const (
	width, height          = 720, 420
	left, right, top, foot = 60, 250, 30, 50
)

// draw draws the curves over the number of notices, both axes by powers of ten.
func draw(points []point) string {
	low, high := math.Inf(1), 0.0
	for _, p := range points {
		for _, c := range curves {
			if v := p.values[c.unit]; v > 0 {
				low, high = min(low, v), max(high, v)
			}
		}
	}
	from, to := math.Floor(math.Log10(low)), math.Ceil(math.Log10(high))
	first, last := math.Log10(points[0].notices), math.Log10(points[len(points)-1].notices)
	x := func(n float64) float64 { return left + (width-left-right)*(math.Log10(n)-first)/(last-first) }
	y := func(v float64) float64 { return height - foot - (height-top-foot)*(math.Log10(v)-from)/(to-from) }

	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13">`+"\n", width, height)
	fmt.Fprintf(&b, `<rect width="%d" height="%d" fill="#fff"/>`+"\n", width, height)
	for e := from; e <= to; e++ {
		at := y(math.Pow(10, e))
		fmt.Fprintf(&b, `<path d="M%d %.1fH%d" stroke="#ddd"/><text x="%d" y="%.1f" text-anchor="end">%g</text>`+"\n", left, at, width-right, left-6, at+4, math.Pow(10, e))
	}
	for _, p := range points {
		fmt.Fprintf(&b, `<text x="%.1f" y="%d" text-anchor="middle">%.0f</text>`+"\n", x(p.notices), height-foot+20, p.notices)
	}
	fmt.Fprintf(&b, `<text x="%d" y="%d" text-anchor="middle">notices, each with a face of 512 numbers</text>`+"\n", (left+width-right)/2, height-10)
	for i, c := range curves {
		path := ""
		for _, p := range points {
			if v := p.values[c.unit]; v > 0 {
				path += fmt.Sprintf("%s%.1f %.1f", map[bool]string{true: "M", false: "L"}[path == ""], x(p.notices), y(v))
				fmt.Fprintf(&b, `<circle cx="%.1f" cy="%.1f" r="3" fill="%s"/>`+"\n", x(p.notices), y(v), c.colour)
			}
		}
		fmt.Fprintf(&b, `<path d="%s" fill="none" stroke="%s" stroke-width="2"/>`+"\n", path, c.colour)
		fmt.Fprintf(&b, `<text x="%d" y="%d" fill="%s">%s</text>`+"\n", width-right+12, top+20*i, c.colour, c.name)
	}
	b.WriteString("</svg>\n")
	return b.String()
}
