package eval

import (
	"strings"
	"testing"
)

// The model says what was measured where that was, and grows as costs do.
func TestPlan(t *testing.T) {
	for _, c := range []struct {
		cases, want, within float64 // seconds of processor (index/scan, BenchmarkGrowth)
	}{{10_000, .011, .35}, {100_000, .019, .02}, {1_000_000, .067, .02}} {
		got := ProcessorIn(Demand{Cases: c.cases, Faces: c.cases, Numbers: 512}, 1)
		if got < c.want*(1-c.within) || got > c.want*(1+c.within) {
			t.Errorf("%.0f cases: %.4f s a search, measured %.4f", c.cases, got, c.want)
		}
	}
	m := Machine{Cores: 16, Memory: 64 << 30, Bandwidth: 80e9, Price: 500}
	country := Demand{Cases: 10e6, Faces: 100e6, Numbers: 512, Searches: 20}
	p := PlanFor(country, m, 2)
	if p.Machines < 2 || p.Machines > 8 || p.Memory > m.Memory/2 || p.Most < 20 || p.Usual < p.Alone || p.Price != float64(2*p.Machines+p.Servers)*500 {
		t.Errorf("%+v", p)
	}
	more := country
	more.Searches *= 4
	if q := PlanFor(more, m, 2); q.Machines <= p.Machines || q.Alone >= p.Alone {
		t.Errorf("four times the searches: %+v, was %+v", q, p)
	}
	if q := PlanFor(Demand{Cases: 50_000, Faces: 30_000, Numbers: 512, Searches: 1}, m, 1); q.Machines != 1 {
		t.Errorf("a province: %+v", q)
	}
	var out strings.Builder
	if err := p.WriteText(&out, country, m, "CNY"); err != nil || !strings.Contains(out.String(), "CNY a month") || strings.Contains(out.String(), "%!") {
		t.Errorf("%v\n%s", err, &out)
	}
}
