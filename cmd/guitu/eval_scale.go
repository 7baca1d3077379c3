package main

import (
	"fmt"

	"github.com/guitu-project/guitu/matcher/eval"
	"github.com/guitu-project/guitu/models"
)

type evalScaleCmd struct {
	Cases    float64 `default:"1e6" help:"Open records and notices."`
	Faces    float64 `default:"1e6" help:"Faces on their photos."`
	Numbers  int     `default:"512" enum:"128,512" help:"Numbers of a face: 512 or 128."`
	Searches float64 `default:"5" help:"Searches a second, each with a face."`
	Copies   int     `default:"2" help:"How many processes hold each partition."`

	Cores     float64 `default:"16" help:"Cores of a machine."`
	Memory    float64 `default:"64" help:"Its memory, GiB."`
	Bandwidth float64 `default:"80" help:"What it reads of that, GB a second."`
	Price     float64 `help:"What it costs a month."`
	Currency  string  `default:"CNY" help:"In which currency."`
}

// Help returns what guitu eval scale --help shows.
func (evalScaleCmd) Help() string {
	return `A model of measured costs: how many machines with guitu index and guitu serve hold so many
people and do so many searches a second, with what they take of processor, memory, bandwidth and
disk, how long a search takes, and what it costs. Nothing is measured; the costs and the benchmarks
that they are from stand in matcher/eval/scale.go.

  guitu eval scale --cases 10e6 --faces 100e6 --searches 20 --price 2500`
}

// Run prints a plan.
func (c *evalScaleCmd) Run(m *Main) error {
	const most = 1e12
	for _, n := range []struct {
		flag         string
		value, least float64
	}{{"cases", c.Cases, 1}, {"faces", c.Faces, 0}, {"searches", c.Searches, 0}, {"copies", float64(c.Copies), 1}, {"cores", c.Cores, 1}, {"memory", c.Memory, 1}, {"bandwidth", c.Bandwidth, 1}, {"price", c.Price, 0}} {
		if !(n.value >= n.least && n.value <= most) {
			return fmt.Errorf("--%s: %v must be from %v to %v: %w", n.flag, n.value, n.least, most, models.ErrInvalid)
		}
	}
	d := eval.Demand{Cases: c.Cases, Faces: c.Faces, Numbers: float64(c.Numbers), Searches: c.Searches}
	machine := eval.Machine{Cores: c.Cores, Memory: c.Memory * (1 << 30), Bandwidth: c.Bandwidth * 1e9, Price: c.Price}
	return eval.PlanFor(d, machine, c.Copies).WriteText(m.Stdout, d, machine, c.Currency)
}
