package eval

import (
	"io"
	"math"
	"text/tabwriter"

	"github.com/guitu-project/guitu/models"
)

// Fitted describes a fit and what it was made on.
type Fitted struct {
	Scales
	Faces      []FaceFit `json:"faces,omitempty"`
	LossBefore float64   `json:"lossBefore"` // log loss of a pair in nats at scales of 1
	LossAfter  float64   `json:"lossAfter"`
	Samples    []Sample  `json:"samples"`
}

// firmness of the belief that evidence is worth what it says: as much as so many
// confirmed pairs.
const firmness = 20

// FitOf fits scales to the matches that were kept, every right pair and of each record
// the strangers of the first page, and to strangers drawn at random, who stand for the
// rest: without them the strangers would be those only whom chance made look alike.
// It is to be run on the training split.
func FitOf(outcomes []Outcome, random []models.Match, notices int) *Fitted {
	features := featuresOf(outcomes)
	f := &Fitted{Samples: SamplesOf(outcomes, features, listed)}
	each := float64(len(outcomes)) * float64(max(notices-listed, 1)) / float64(max(len(random), 1))
	for i := range random {
		x := SampleOf(&random[i], features, false)
		x.Weight = each
		f.Samples = append(f.Samples, x)
	}
	neutral := Neutral(features, notices)
	f.Scales = Fit(f.Samples, neutral, 1e9) // only the prior: not every record has a notice
	f.LossBefore = f.loss()
	f.Scales = Fit(f.Samples, neutral, firmness)
	f.LossAfter = f.loss()
	return f
}

// loss returns the log loss of a pair in nats, by its weight.
func (f *Fitted) loss() float64 {
	weight := 0.0
	for i := range f.Samples {
		weight += f.Samples[i].Weight
	}
	return lossOf(f.Samples, &f.Scales, &f.Scales, 0) / math.Max(weight, 1)
}

// WriteText writes the scales for a terminal.
func (f *Fitted) WriteText(out io.Writer) error {
	p := printer{w: tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)}
	p.line("evidence\tscale\t")
	for i, name := range f.Features {
		p.line("%s\t%.2f\t", name, f.Scale[i])
	}
	p.line("prior\t%.2f bits\t", f.Prior/math.Ln2)
	p.line("log loss\t%.4g → %.4g\t", f.LossBefore, f.LossAfter)
	p.lines(f.Faces)
	return p.end("fit")
}

func (p *printer) lines(list []FaceFit) {
	for i := range list {
		x := &list[i]
		p.line("face %s\t%.2f %+.2f·x → %.2f %+.2f·x\t%d pairs, %d strangers\t", x.title(), x.Before.At0, x.Before.Slope, x.After.At0, x.After.Slope, x.Same, x.Strangers)
	}
}
