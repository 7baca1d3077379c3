package eval

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// Method describes a ranker and how it did.
type Method struct {
	Title       string
	Outcomes    []Outcome
	Recall      Recall
	Calibration Calibration
}

// MethodOf measures a ranker's outcomes.
func MethodOf(title string, outcomes []Outcome) Method {
	return Method{title, outcomes, RecallOf(outcomes, nil), CalibrationOf(outcomes)}
}

// Ablated holds what each piece of evidence adds to a method.
type Ablated struct {
	Title string
	List  []Ablation
}

// Report holds all that was measured on one world. The causes are of the first method,
// the one that is worked on.
type Report struct {
	Title   string
	Methods []Method
	Ablated []Ablated // of the methods that give evidence
	Causes  []Cause
	Wording []Wording // how the first method did in each wording, the plain one first; empty if only one was measured
	Frozen  bool      // leave out what changes from run to run, or by every small step: times, examples
}

// NewReport measures the methods; the first one's matches must have evidence.
func NewReport(title string, methods []Method) *Report {
	r := &Report{Title: title, Methods: methods}
	for i, m := range methods {
		if list := AblationOf(m.Outcomes); len(list) > 0 {
			r.Ablated = append(r.Ablated, Ablated{m.Title, list})
		}
		if i == 0 {
			r.Causes = CausesOf(m.Outcomes)
		}
	}
	return r
}

// WriteText writes the tables for a terminal.
func (r *Report) WriteText(out io.Writer) error {
	p := printer{w: tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)}
	p.line("%s\n", r.Title)
	p.summary(r.Methods)
	if !r.Frozen {
		p.times(r.Methods)
	}
	p.wordings(r.Wording)
	p.bins(r.Methods)
	p.groups(r.Methods)
	for _, a := range r.Ablated {
		p.ablation(a)
	}
	p.flush()
	p.causes(r.Causes, !r.Frozen)
	return p.end("report")
}

// printer writes lines until one fails.
type printer struct {
	w   *tabwriter.Writer
	err error
}

func (p *printer) line(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format+"\n", args...)
	}
}

func (p *printer) flush() {
	if p.err == nil {
		p.err = p.w.Flush()
	}
}

// end writes what is left; what names the whole if that fails.
func (p *printer) end(what string) error {
	if p.flush(); p.err != nil {
		return fmt.Errorf("write %s: %w", what, p.err)
	}
	return nil
}

// left lists the files that were not measured.
func (p *printer) left(list []LeftPhoto) {
	if len(list) > 0 {
		p.line("没有参加评测的文件 (files that were not measured): %d", len(list))
	}
	for _, l := range list {
		p.line("  %s: %s (%s)", l.Path, l.Reason.Zh, l.Reason.En)
	}
}

func (p *printer) summary(methods []Method) {
	p.line("method\tpairs\trecall@1\t@5\t@20\tMRR\tBrier\tlog loss\tp ≥ 0.9\tright\tworst bin\t")
	for _, m := range methods {
		r, c := m.Recall, m.Calibration
		said := "–\t–\t–\t–\t–\t"
		if c.Given {
			said = fmt.Sprintf("%.5f\t%.5f\t%d\t%.3f\t%.3f\t", c.Brier, c.LogLoss, c.Sure, c.SureShare(), c.Worst)
		}
		p.line("%s\t%d\t%.3f\t%.3f\t%.3f\t%.3f\t%s", m.Title, r.Pairs, r.At1, r.At5, r.At20, r.MRR, said)
	}
	p.line("")
}

func (p *printer) times(methods []Method) {
	p.line("method\tmedian time of a query\t")
	for _, m := range methods {
		p.line("%s\t%s\t", m.Title, m.Recall.MedianQuery.Round(10_000))
	}
	p.line("")
}

func (p *printer) bins(methods []Method) {
	for _, m := range methods {
		if !m.Calibration.Given {
			continue
		}
		p.line("%s says\tmatches\tmean said\ttrue\t", m.Title)
		for _, b := range m.Calibration.Bins {
			p.line("%.1f – %.1f\t%d\t%.3f\t%.3f\t", b.From, b.To, b.Count, b.Said, b.Share())
		}
		p.line("")
	}
}

func (p *printer) groups(methods []Method) {
	if len(methods) == 0 {
		return
	}
	head := "recall@1 / @20\tpairs\t"
	for _, m := range methods {
		head += m.Title + "\t"
	}
	p.line("%s", head)
	for _, g := range Groups(methods[0].Outcomes) {
		row := ""
		pairs := 0
		for _, m := range methods {
			r := RecallOf(m.Outcomes, g.Keep)
			pairs = r.Pairs
			row += fmt.Sprintf("%.3f / %.3f\t", r.At1, r.At20)
		}
		if pairs > 0 {
			p.line("%s\t%d\t%s", g.Title, pairs, row)
		}
	}
	p.line("")
}

func (p *printer) ablation(of Ablated) {
	p.line("%s\tsaid\tbits, right\tbest stranger\twithout @1\t@20\tMRR\talone @1\t@20\t", of.Title)
	for _, a := range of.List {
		p.line("%s\t%.2f\t%+.1f\t%+.1f\t%.3f\t%.3f\t%.3f\t%.3f\t%.3f\t", a.Feature, a.Said, a.True, a.Strangers,
			a.Without.At1, a.Without.At20, a.Without.MRR, a.Alone.At1, a.Alone.At20)
	}
	p.line("")
}

// causes are too long for columns.
func (p *printer) causes(list []Cause, examples bool) {
	p.line("Right pairs that are not first, by the evidence that puts another before them:")
	for _, c := range list {
		p.line("%d × %s, name %s: %.1f bits", c.Count, c.Feature, c.Name, c.Lost)
		for _, e := range c.Examples {
			if examples {
				p.line("    %s", e)
			}
		}
	}
}
