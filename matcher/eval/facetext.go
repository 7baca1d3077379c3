package eval

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// WriteText writes the tables for a terminal; shares are in percent.
func (r *FaceReport) WriteText(out io.Writer) error {
	p := printer{w: tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)}
	p.line("%s", r.Title)
	for _, note := range r.Notes() {
		p.line("%s", note)
	}
	for _, g := range r.Groups {
		p.line("")
		p.flush()
		p.faceGroup(g, len(r.Groups) > 1)
	}
	if len(r.Widths) > 0 {
		p.line("")
		p.flush()
		p.line("%s, by the narrower face, at the thresholds of all\tpairs\tTAR at FAR 1e-2\tat 1e-3\t", r.WidthsOf)
		for _, w := range r.Widths {
			p.line("%s\t%d\t%s\t%s\t", w.Title(), w.Same, w.At2, w.At3)
		}
	}
	if len(r.Cuts) > 0 {
		p.line("")
		p.flush()
		p.line("%s, at the thresholds of all\tpairs\tTAR at FAR 1e-2\tat 1e-3\t", r.WidthsOf)
		for _, c := range r.Cuts {
			p.line("%s\t%d\t%s\t%s\t", c.Title(), c.Same, c.At2, c.At3)
		}
	}
	if len(r.Reliability) > 0 {
		p.line("")
		p.flush()
		p.line("the service says, of a photo and one of the gallery\tmean said\ttrue\tpairs\t")
		for _, b := range r.Reliability {
			p.line("%.3f – %.3f\t%.4f\t%.4f\t%d\t", b.From, b.To, b.Said, b.True, b.Pairs)
		}
	}
	p.flush()
	if len(r.Left) > 0 {
		p.line("")
	}
	p.left(r.Left)
	return p.end("report")
}

// Notes say what was compared and how, and what is to be kept in mind.
func (r *FaceReport) Notes() []string {
	var notes []string
	for _, m := range r.Models {
		note := fmt.Sprintf("%s describes %d of the photos, and %d people in the gallery", m.Model, m.Photos, m.Gallery)
		if m.Gallery < r.Fewest {
			note += fmt.Sprintf("; below %d the service weighs distances as they are, and z, told all the same, is only a hint", r.Fewest)
		}
		notes = append(notes, note)
	}
	if r.OneOfMany > 0 {
		notes = append(notes, fmt.Sprintf("%d photos show several faces: the largest was taken", r.OneOfMany))
	}
	if !r.Complete {
		notes = append(notes, "not all pairs were compared, but a sample drawn at random")
	}
	return append(notes, "The first photo of each person is the gallery, the others are looked up in it. In brackets 95 % intervals,",
		"by drawing people anew. EER: equal error rate; TAR: true pairs accepted; FAR: strangers accepted.")
}

func (p *printer) faceGroup(g FaceGroup, several bool) {
	head := ""
	if several && g.Title != everybody {
		head = "TAR, FAR at the threshold of all\t"
	}
	p.line("%s: %d people, %d photos\tpairs\tstrangers\tEER\tTAR at FAR 1e-2\tat 1e-3\t%sprobes\tfirst\tamong ten\t", g.Title, g.People, g.Photos, head)
	for i := range g.Results {
		x := &g.Results[i]
		common := ""
		if head != "" {
			common = "–\t"
			if x.Common != nil {
				common = fmt.Sprintf("%.1f, %.2f\t", 100*x.Common.TAR, 100*x.Common.FAR)
			}
		}
		p.line("%s\t%d\t%d\t%s\t%s\t%s\t%s%d\t%s\t%s\t", x.Title, x.Same, x.Strangers, x.EER, x.At2, x.At3, common, x.Probes, x.First, x.FirstTen)
	}
}

// String returns the share in percent with its interval, a dash for none.
func (i *Interval) String() string {
	if i == nil {
		return "–"
	}
	return fmt.Sprintf("%.1f (%.1f–%.1f)", 100*i.Value, 100*i.Low, 100*i.High)
}

// Title returns the range in pixels.
func (w *FaceWidth) Title() string {
	switch {
	case w.From == 0:
		return fmt.Sprintf("under %.0f px", w.To)
	case w.To == 0:
		return fmt.Sprintf("%.0f px and more", w.From)
	}
	return fmt.Sprintf("%.0f – %.0f px", w.From, w.To)
}

// Title says what the pairs have in common.
func (c *FaceCut) Title() string {
	span := fmt.Sprintf("%g – %g", c.From, c.To)
	if c.To == 0 {
		span = fmt.Sprintf("%g and more", c.From)
	}
	switch c.By {
	case "years":
		return span + " years between, adults"
	case "child":
		return "child of " + span + " and adult"
	case "weakness":
		return "one face " + string(c.Weakness)
	}
	return span + " of quality"
}

// WriteText says what was fitted anew.
func (r *FaceRefit) WriteText(out io.Writer) error {
	p := printer{w: tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)}
	p.lines(r.Lines)
	for _, b := range r.Blends {
		p.line("face %s and %s\t%.2f, %.2f → %.2f, %.2f\t%d pairs\t", b.Model, b.Other, b.Before.Own, b.Before.Other, b.After.Own, b.After.Other, b.Same)
	}
	return p.end("refit")
}
