package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"os"
	"path/filepath"

	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
)

type paramsLearnCmd struct {
	dataFlags
	Decisions *os.File `placeholder:"FILE" help:"Decided pairs, one JSON object a line; - is standard input."`
	Cases     bool     `help:"Learn from the confirmed and the rejected cases of the data folder, too."`
	Out       string   `type:"path" placeholder:"FILE" help:"Where to write. Default: DATA/params-VERSION.json."`
	Firm      float64  `default:"20" help:"How many decisions the scales believed beforehand count for."`
	Quiet     bool     `short:"q" help:"No progress bar."`
}

// Help returns what guitu params learn --help shows.
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

// check returns what is wrong with the flags. Errors: models.ErrInvalid.
func (c *paramsLearnCmd) check() error {
	switch {
	case c.Decisions == nil && !c.Cases:
		return models.Invalid("decisions", "请给出 --decisions 文件或 --cases", "give a file with --decisions, or --cases")
	case c.Firm <= 0 || math.IsInf(c.Firm, 0) || math.IsNaN(c.Firm):
		return models.Invalid("firm", "应大于 0", "must be above 0")
	case c.Out == c.paramsFile():
		return models.Invalid("out", "不能直接写入现用参数；请先另存，再用 params use", "is the file in force: write another and let guitu params use put it there")
	}
	return nil
}

// Run learns and writes the file.
func (c *paramsLearnCmd) Run(ctx context.Context, m *Main, log *slog.Logger) (err error) {
	if err := c.check(); err != nil {
		return err
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
	e, err := openEngine(ctx, c.dataFlags, log)
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
	bar := m.bar(len(files), "records", "records", c.Quiet)
	learned, err := e.learn(ctx, files, &before, c.Firm, func() { _ = bar.Add(1) }) // a bar that fails to draw hurts no one
	if err != nil {
		return err
	}
	if c.Out == "" {
		c.Out = c.keptFile(learned.Version)
	}
	if err := keep(c.Out, &learned.File); err != nil {
		return err
	}
	return c.report(m.Stdout, &before, learned)
}

// report prints what was learned, what moved most first.
func (c *paramsLearnCmd) report(out io.Writer, before *feature.File, after *learned) error {
	t, l := table{out: out}, after.Learned
	t.line("新参数 (new parameters)  %s", after.Version)
	t.line("依据 %d 对确认、%d 对排除；原有倍数按 %g 次判定计 (from %d confirmed and %d rejected pairs, the scales beforehand counting as %g)",
		l.Confirmed, l.Rejected, c.Firm, l.Confirmed, l.Rejected, c.Firm)
	if b := before.Learned; b != nil && b.Confirmed+b.Rejected > l.Confirmed+l.Rejected {
		t.line("注意：现用参数学自 %d 对，比这次多；请交出全部判定 (the parameters in force were learned from more pairs: give all decisions)", b.Confirmed+b.Rejected)
	}
	t.line("\n  判定  原倍数  新倍数  证据 (decided pairs it spoke on, old scale, new scale, evidence)")
	for _, s := range after.scales(before) {
		bound := ""
		if s.bounded {
			bound = "  到达界限 (at its bound)"
		}
		t.line("%6d  %6.3f  %6.3f  %s%s", s.pairs, s.before, s.after, s.feature, bound)
	}
	t.line("        %6.3f  %6.3f  收录率：受助人员已有寻亲启事的比例 (coverage: how often there is a notice at all)", before.Coverage, after.Coverage)
	path := filepath.Clean(c.Out)
	t.line("\n已写入 (written to) %s", path)
	t.line("尚未启用 (not in force yet):")
	t.line("  guitu params try %s --data %s", path, c.Data)
	t.line("  guitu params use %s --data %s", path, c.Data)
	return t.err
}
