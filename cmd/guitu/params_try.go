package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"

	"github.com/guitu-project/guitu/matcher/eval"
	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

type paramsTryCmd struct {
	Params string `arg:"" name:"file" help:"A parameter file, a version kept in the data folder, or built-in."`
	dataFlags
	Sample int  `default:"500" help:"How many open records to compare, drawn at random but the same ones each time."`
	Quiet  bool `short:"q" help:"No progress bar."`
}

// Help returns what guitu params try --help shows.
func (paramsTryCmd) Help() string {
	return `Every record of the sample is ranked twice, with the numbers in force and with those
of the file. Nothing is changed. It works on the data folder itself: stop the service
first.`
}

// Run ranks open records under both sets of numbers and prints what moves.
func (c *paramsTryCmd) Run(ctx context.Context, m *Main, log *slog.Logger) (err error) {
	if c.Sample < 1 {
		return models.Invalid("sample", "至少为 1", "must be at least 1")
	}
	other, err := c.findParams(c.Params)
	if err != nil {
		return err
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
	sample, err := e.sample(ctx, c.Sample)
	if err != nil {
		return err
	}
	bar := m.bar(len(sample), "records", "records", c.Quiet)
	shift, err := e.shift(ctx, sample, &other.Params, func() { _ = bar.Add(1) }) // a bar that fails to draw hurts no one
	if err != nil {
		return err
	}
	t := table{out: m.Stdout}
	if t.faces(other.Faces); t.err != nil {
		return t.err
	}
	return writeShift(m.Stdout, before.Version, other.Version, shift)
}

// shift ranks the records with the numbers in force and with other ones; done is called
// after each. What was looked at goes into the trail.
func (e *engine) shift(ctx context.Context, records []string, other *feature.Params, done func()) (*eval.Shift, error) {
	var shift eval.Shift
	under := e.scorer.With(*other)
	for _, name := range records {
		r, err := e.store.Records().Get(ctx, name)
		if err != nil {
			return nil, fmt.Errorf("try on %s: %w", name, err)
		}
		profile := feature.ProfileOf(r)
		old, err := e.rank(ctx, e.scorer, profile)
		if err != nil {
			return nil, fmt.Errorf("try on %s: %w", name, err)
		}
		now, err := e.rank(ctx, under, profile)
		if err != nil {
			return nil, fmt.Errorf("try on %s: %w", name, err)
		}
		shift.Add(old, now)
		done()
	}
	row := models.Audit{Action: models.ActionMatch, Detail: "params try"}
	for _, move := range shift.Largest() {
		row.Objects = append(row.Objects, move.Record, move.Notice)
	}
	return &shift, e.store.AppendAudit(ctx, &row)
}

// sample names n open records drawn at random, the same ones each time as long as
// nothing else changed (Vitter 1985, algorithm R).
func (e *engine) sample(ctx context.Context, n int) (names []string, err error) {
	chance, seen, token := rand.New(rand.NewPCG(1, 1)), 0, "" //nolint:gosec // chance, not secrets
	for {
		page, next, err := e.store.Records().List(ctx, store.Filter{OpenOnly: true}, 500, token)
		if err != nil {
			return nil, err
		}
		for _, r := range page {
			if seen++; len(names) < n {
				names = append(names, r.Name)
			} else if at := chance.IntN(seen); at < n {
				names[at] = r.Name
			}
		}
		if token = next; token == "" {
			return names, nil
		}
	}
}

// tried is how many candidates of a record take part.
const tried = 300

// rank weighs a record's candidates in full, as the service does.
func (e *engine) rank(ctx context.Context, w *feature.Scorer, record *feature.Profile) ([]models.Match, error) {
	probe := w.Probe(record)
	candidates, err := e.index.Candidates(ctx, probe, models.Notices, tried)
	if err != nil {
		return nil, err
	}
	return probe.Matches(candidates, e.index.OpenCount(models.Notices), len(candidates)), nil
}

// writeShift prints what a change of parameters moves.
func writeShift(out io.Writer, before, after string, s *eval.Shift) error {
	t := table{out: out}
	t.line("参数 (parameters)  %s → %s", before, after)
	t.line("比较了 %d 份未结案记录 (open records compared)", s.Records)
	if s.Records == 0 {
		t.line("没有可比对的对象 (there is no candidate to compare with)")
		return t.err
	}
	signed, absolute := s.Mean()
	t.line("")
	t.line("%6d  首位候选换人，占 %.1f%% (another best candidate)", s.Replaced, 100*float64(s.Replaced)/float64(s.Records))
	t.line("%+6.1f  首位可能性平均变化，百分点；不计方向为 %.1f (mean shift of the best candidate's probability, points; regardless of sign)", 100*signed, 100*absolute)
	t.line("%6d  对升至 50%% 以上 (pairs that rise to 50 %% or more)", s.Half.Risen)
	t.line("%6d  对降至 50%% 以下 (that fall below)", s.Half.Fallen)
	t.line("%6d  对升至 90%% 以上 (pairs that rise to 90 %% or more)", s.Sure.Risen)
	t.line("%6d  对降至 90%% 以下 (that fall below)", s.Sure.Fallen)
	if len(s.Largest()) == 0 {
		t.line("\n可能性的变化都不到 0.1 个百分点 (no probability moves by a tenth of a point)")
		return t.err
	}
	t.line("\n变化最大的记录 (records that move most)")
	for _, m := range s.Largest() {
		t.line("  %6s → %6s  %s  %s", percent(m.Before), percent(m.After), named(m.Record, m.RecordExternalID), named(m.Notice, m.NoticeExternalID))
	}
	return t.err
}

// named returns a resource name and what its owner calls it.
func named(name, externalID string) string {
	if externalID == "" {
		return name
	}
	return name + " (" + externalID + ")"
}
