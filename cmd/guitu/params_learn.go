package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/guitu-project/guitu/matcher/eval"
	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
)

type paramsLearnCmd struct {
	folders
	Decisions *os.File `placeholder:"FILE" help:"Decided pairs, one JSON object a line; - is standard input."`
	Cases     bool     `help:"Learn from the confirmed and the rejected cases of the data folder, too."`
	Out       string   `type:"path" placeholder:"FILE" help:"Where to write. Default: DATA/params-VERSION.json."`
	Firm      float64  `default:"20" help:"How many decisions the scales believed beforehand count for."`
	Quiet     bool     `short:"q" help:"No progress bar."`
}

// Help is shown by guitu params learn --help.
func (paramsLearnCmd) Help() string {
	return `A line says what became of a pair:

  {"record": "records/…", "notice": "notices/…", "decision": "CONFIRMED"}

or REJECTED, and so does every case with --cases. In a file, an externalId may stand for a name. Give all decisions there are, those
learned from before too: learning starts anew from the scales that nothing was learned
into, so that no decision counts twice. Rejections that are left out make evidence
look better than it is.

Nothing changes by learning: guitu params try shows what the new file would move, guitu
params use puts it in force. It works on the data folder itself: stop the service first.`
}

// Run learns and writes the file.
func (c *paramsLearnCmd) Run(ctx context.Context, m *Main, log *slog.Logger) (err error) {
	if c.Decisions == nil && !c.Cases {
		return models.Invalid("decisions", "请给出 --decisions 文件或 --cases", "give a file with --decisions, or --cases")
	}
	if c.Firm <= 0 || math.IsInf(c.Firm, 0) || math.IsNaN(c.Firm) {
		return models.Invalid("firm", "应大于 0", "must be above 0")
	}
	if c.Out == c.paramsFile() {
		return models.Invalid("out", "不能直接写入现用参数；请先另存，再用 params use", "is the file in force: write another and let guitu params use put it there")
	}
	var decisions []decision
	if c.Decisions != nil {
		defer func() { err = errors.Join(err, c.Decisions.Close()) }()
		if decisions, err = readDecisions(c.Decisions); err != nil {
			return fmt.Errorf("decisions: %w", err)
		}
	}
	before, err := c.params()
	if err != nil {
		return err
	}
	e, err := openEngine(ctx, c.folders, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, e.close()) }()
	ctx = models.WithActor(ctx, operator)
	if c.Cases {
		decided, err := e.caseDecisions(ctx)
		if err != nil {
			return fmt.Errorf("cases: %w", err)
		}
		decisions = append(decisions, decided...)
	}
	files, err := e.fileDecisions(ctx, decisions)
	if err != nil {
		return fmt.Errorf("decisions: %w", err)
	}
	features := feature.Features()
	choices, err := c.weigh(ctx, m, e, files, features, &before)
	if err != nil {
		return err
	}
	notices := float64(max(e.index.OpenCount(models.Notices), before.FewestNotices))
	learned, err := eval.Learn(ctx, choices, priorOf(&before, features, notices), c.Firm, feature.LeastScale, feature.MostScale)
	if err != nil {
		return err
	}
	after, err := fileOf(&before, &learned, files, notices, time.Now())
	if err != nil {
		return err
	}
	if c.Out == "" {
		c.Out = c.keptFile(after.Version)
	}
	if err := keep(c.Out, &after); err != nil {
		return err
	}
	return c.report(m.Stdout, &before, &after, learned.Spoke)
}

// alternatives is how many of a record's candidates take part beside those decided
// about: the others' probabilities add up to next to nothing.
const alternatives = 50

// weigh has the numbers in force weigh every record that something was decided about
// against its candidates.
func (c *paramsLearnCmd) weigh(ctx context.Context, m *Main, e *engine, files []decidedRecord, features []string, p *feature.File) ([]eval.Choice, error) {
	bar := m.bar(len(files), "records", "records", c.Quiet)
	choices := make([]eval.Choice, 0, len(files))
	for _, f := range files {
		probe := e.weigher.Probe(feature.ProfileOf(f.record))
		candidates, err := e.index.Candidates(ctx, probe, models.Notices, alternatives)
		if err != nil {
			return nil, fmt.Errorf("weigh %s: %w", f.record.Name, err)
		}
		candidates = slices.Clone(candidates[:min(alternatives, len(candidates))])
		for _, n := range f.notices {
			if !slices.ContainsFunc(candidates, func(p feature.Candidate) bool { return p.Name == n.Name }) {
				candidates = append(candidates, probe.Weigh(feature.ProfileOf(n))...) // closed by now, or far down
			}
		}
		matches := probe.Rank(candidates, e.index.OpenCount(models.Notices), len(candidates))
		choices = append(choices, eval.ChoiceOf(matches, features, p.ScaleOf, f.verdicts))
		objects := []string{f.record.Name}
		for _, n := range f.notices {
			objects = append(objects, n.Name)
		}
		if err := e.store.AppendAudit(ctx, &models.Audit{Action: models.ActionCompare, Objects: objects, Detail: "params learn"}); err != nil {
			return nil, err
		}
		_ = bar.Add(1) // a bar that fails to draw hurts nobody
	}
	return choices, nil
}

// priorOf returns the scales believed before any decision, and the odds of one notice
// against none (feature.Probe.Rank).
func priorOf(p *feature.File, features []string, notices float64) eval.Scales {
	c := p.BelievedCoverage()
	prior := eval.Scales{Features: features, Prior: math.Log(c / (1 - c) / notices)}
	for _, name := range features {
		prior.Scale = append(prior.Scale, p.BelievedScale(name))
	}
	return prior
}

// Bounds of a coverage that is learned.
const leastCoverage, mostCoverage = .01, .99

// fileOf returns the numbers in force with the scales and the coverage learned, under a version that says
// when, and by its hash what they are.
func fileOf(before *feature.File, learned *eval.Learned, files []decidedRecord, notices float64, now time.Time) (feature.File, error) {
	date := now.Format(time.DateOnly)
	after := feature.File{Params: before.Params, Learned: &feature.Learning{Date: date, Under: before.Version, Prior: map[string]float64{}, PriorCoverage: before.BelievedCoverage()}}
	odds := math.Exp(learned.Prior) * notices
	after.Coverage = min(max(rounded(odds/(1+odds)), leastCoverage), mostCoverage)
	after.Scale = map[string]float64{}
	for k, name := range learned.Features {
		after.Scale[name] = rounded(learned.Scale[k])
		after.Learned.Prior[name] = before.BelievedScale(name)
	}
	for _, f := range files {
		for _, v := range f.verdicts {
			if v == eval.Confirmed {
				after.Learned.Confirmed++
			} else {
				after.Learned.Rejected++
			}
		}
	}
	sum, err := after.Sum()
	if err != nil {
		return after, err
	}
	after.Version = "learned-" + date + "-" + sum[:8]
	return after, nil
}

// rounded to thousandths: finer would be pretence.
func rounded(x float64) float64 { return math.Round(1000*x) / 1000 }

// report prints what was learned, what moved most first.
func (c *paramsLearnCmd) report(out io.Writer, before, after *feature.File, spoke []int) error {
	t, l := table{out: out}, after.Learned
	t.line("新参数 (new parameters)  %s", after.Version)
	t.line("依据 %d 对确认、%d 对排除；原有倍数按 %g 次判定计 (from %d confirmed and %d rejected pairs, the scales beforehand counting as %g)",
		l.Confirmed, l.Rejected, c.Firm, l.Confirmed, l.Rejected, c.Firm)
	if b := before.Learned; b != nil && b.Confirmed+b.Rejected > l.Confirmed+l.Rejected {
		t.line("注意：现用参数学自 %d 对，比这次多；请交出全部判定 (the parameters in force were learned from more pairs: give all decisions)", b.Confirmed+b.Rejected)
	}
	t.line("\n  判定  原倍数  新倍数  证据 (decided pairs it spoke on, old scale, new scale, evidence)")
	features, at := feature.Features(), map[string]int{}
	for k, name := range features {
		at[name] = spoke[k]
	}
	moved := func(name string) float64 { return math.Abs(after.ScaleOf(name) - before.ScaleOf(name)) }
	slices.SortStableFunc(features, func(a, b string) int { return cmp.Or(cmp.Compare(moved(b), moved(a)), cmp.Compare(at[b], at[a])) })
	for _, name := range features {
		if at[name] > 0 || moved(name) > 0 {
			bound := ""
			if scale := after.ScaleOf(name); scale == feature.LeastScale || scale == feature.MostScale {
				bound = "  到达界限 (at its bound)"
			}
			t.line("%6d  %6.3f  %6.3f  %s%s", at[name], before.ScaleOf(name), after.ScaleOf(name), name, bound)
		}
	}
	t.line("        %6.3f  %6.3f  收录率：受助人员已有寻亲启事的比例 (coverage: how often there is a notice at all)", before.Coverage, after.Coverage)
	path := filepath.Clean(c.Out)
	t.line("\n已写入 (written to) %s", path)
	t.line("尚未启用 (not in force yet):")
	t.line("  guitu params try %s --data %s", path, c.Data)
	t.line("  guitu params use %s --data %s", path, c.Data)
	return t.err
}
