package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strings"

	"github.com/guitu-project/guitu/index/scan"
	"github.com/guitu-project/guitu/index/text"
	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/matcher/eval"
	"github.com/guitu-project/guitu/matcher/eval/world"
	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
)

// evalCmds holds what can be measured; guitu eval alone measures the matching.
type evalCmds struct {
	World evalCmd      `cmd:"" default:"withargs" help:"Measure the matching on invented people, whose truth is known (what guitu eval does)."`
	Faces evalFacesCmd `cmd:"" help:"Measure the face models on a folder of photos per person."`

	Scale evalScaleCmd `cmd:"" help:"Say how many machines so many people and searches take, by what was measured."`

	Prints evalPrintsCmd `cmd:"" help:"Measure the comparison of fingerprints on a folder of templates or pictures per finger."`
}

// Help returns what guitu eval --help shows.
func (evalCmds) Help() string {
	return `Without a command it takes the flags of guitu eval world and does the same.`
}

type evalCmd struct {
	Seed    uint64   `default:"1" help:"Which world: the same seed makes the same people."`
	Split   string   `default:"test" enum:"test,train" help:"Which people and which words: test or train."`
	Notices int      `default:"20000" help:"How many notices."`
	Records int      `default:"3000" help:"How many records."`
	Pairs   int      `default:"400" help:"How many of the records have their notice among them."`
	Photos  float64  `default:"0" help:"The share of people with a photo on both sides."`
	Wording string   `default:"plain" enum:"plain,real" help:"How files say it: plain, each value in its field; or real, as stations, police and families write, beside plain, with what each way of writing costs the first method."`
	Methods []string `default:"guitu,oracle,trigram,exact,bleve" help:"What to measure: guitu, oracle, trigram, exact, bleve."`
	HTML    string   `name:"html" placeholder:"FILE" help:"Write a report with plots."`
	Fit     string   `placeholder:"FILE" help:"Fit a scale for each piece of evidence, and the lines of faces, and write them, with the weights that it was fitted on, as JSON."`
	Golden  string   `placeholder:"FILE" help:"Compare the report with this file, and fail where it differs."`
	Update  bool     `help:"Write the golden file anew."`
	Quiet   bool     `short:"q" help:"Say nothing on the way."`
}

// Help returns what guitu eval --help shows.
func (evalCmd) Help() string {
	return `People, notices and records are invented from a seed, so the truth is known. The
oracle knows how they were made and is the ceiling; trigram, exact and bleve are what
other programs do. A full run takes some minutes.`
}

// Run makes a world, measures every method on it and reports.
func (c *evalCmd) Run(ctx context.Context, m *Main) error {
	if c.Fit != "" && c.Methods[0] != "guitu" {
		return fmt.Errorf("a fit is made on guitu's evidence, which must be the first method: %w", models.ErrInvalid)
	}
	plain := world.New(c.options())
	w := plain
	if c.Wording == "real" {
		w = plain.Reworded(world.RealWording)
	}
	methods, err := c.measureAll(ctx, m, w)
	if err != nil {
		return err
	}
	var wordings []eval.Wording
	if c.Wording == "real" {
		beside, list, err := c.wordings(ctx, m, plain, methods[0])
		if err != nil {
			return err
		}
		methods, wordings = append(methods[:1:1], append([]eval.Method{beside}, methods[1:]...)...), list
	}
	report := eval.NewReport(fmt.Sprintf("Seed %d, %s split, %s wording: %d notices, %d records, %d pairs, photos of %.0f %%",
		c.Seed, c.Split, c.Wording, len(w.Notices), len(w.Records), len(w.Truth), 100*c.Photos), methods)
	report.Wording = wordings
	report.Frozen = c.Golden != ""
	var out strings.Builder
	if err := report.WriteText(&out); err != nil {
		return err
	}
	if c.HTML != "" {
		if err := writeFile(c.HTML, report.WriteHTML); err != nil {
			return err
		}
	}
	if c.Fit != "" {
		if err := c.fit(m.Stdout, w, methods[0].Outcomes); err != nil {
			return err
		}
	}
	if c.Golden != "" {
		return c.compare(out.String())
	}
	_, err = io.WriteString(m.Stdout, out.String())
	return err
}

// measureAll has every method rank the records of a world.
func (c *evalCmd) measureAll(ctx context.Context, m *Main, w *world.World) (methods []eval.Method, err error) {
	for _, title := range c.Methods {
		if !c.Quiet {
			_, _ = fmt.Fprintf(m.Stderr, "%s …\n", title) // a progress line
		}
		outcomes, err := c.measure(ctx, w, title)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", title, err)
		}
		methods = append(methods, eval.MethodOf(title, outcomes))
	}
	return methods, nil
}

// wordings measures the first method on the same people in plain words, and in each way of
// writing alone.
func (c *evalCmd) wordings(ctx context.Context, m *Main, plain *world.World, together eval.Method) (eval.Method, []eval.Wording, error) {
	title := c.Methods[0]
	outcomes, err := c.measure(ctx, plain, title)
	if err != nil {
		return eval.Method{}, nil, fmt.Errorf("%s, plain wording: %w", title, err)
	}
	list := []eval.Wording{eval.WordingOf("plain", outcomes)}
	for _, way := range world.Wordings() {
		if !c.Quiet {
			_, _ = fmt.Fprintf(m.Stderr, "%s, %s …\n", title, way.Title) // a progress line
		}
		alone, err := c.measure(ctx, plain.Reworded(way.Wording).Paired(), title)
		if err != nil {
			return eval.Method{}, nil, fmt.Errorf("%s, %s: %w", title, way.Title, err)
		}
		list = append(list, eval.WordingOf(way.Title, alone))
	}
	return eval.MethodOf(title+", plain", outcomes), append(list, eval.WordingOf("all together", together.Outcomes)), nil
}

func (c *evalCmd) options() world.Options {
	o := world.Options{Seed: c.Seed, Split: world.Test, Notices: c.Notices, Records: c.Records, Pairs: c.Pairs, Photos: c.Photos, Gazetteer: world.China()}
	if c.Split == "train" {
		o.Split = world.Train
	}
	return o
}

// measure has one method rank the records.
func (c *evalCmd) measure(ctx context.Context, w *world.World, title string) ([]eval.Outcome, error) {
	switch title {
	case "guitu":
		g, err := newGuituRanker(w.Notices)
		if err != nil {
			return nil, err
		}
		if len(w.Records) > len(w.Truth) { // of those alone that have a notice nothing is to be estimated
			if err := g.estimateCoverage(ctx, w.Records); err != nil {
				return nil, err
			}
		}
		return eval.Run(ctx, w, g, eval.Full)
	case "oracle":
		return eval.Run(ctx, w, world.NewOracle(w), eval.Brief)
	case "trigram":
		return eval.Run(ctx, w, eval.Trigram(w.Notices), eval.Bare)
	case "exact":
		return eval.Run(ctx, w, eval.ExactName(w.Notices), eval.Bare)
	case "bleve":
		return runText(ctx, w)
	}
	return nil, fmt.Errorf("no such method; there are guitu, oracle, trigram, exact and bleve: %w", models.ErrInvalid)
}

// compare holds the report against the golden file.
func (c *evalCmd) compare(got string) error {
	if c.Update {
		return os.WriteFile(c.Golden, []byte(got), 0o600)
	}
	want, err := os.ReadFile(c.Golden)
	if err != nil {
		return fmt.Errorf("golden file (--update writes it): %w", err)
	}
	if diff := eval.Differing(string(want), got); diff != "" {
		return fmt.Errorf("the report differs from %s (--update accepts it):\n%s", c.Golden, diff)
	}
	return nil
}

// writeFile writes a file that is not there unless it is whole.
func writeFile(path string, write func(io.Writer) error) (err error) {
	f, err := os.Create(path) //nolint:gosec // the operator names the file
	if err != nil {
		return err
	}
	defer func() {
		if err = errors.Join(err, f.Close()); err != nil {
			_ = os.Remove(path)
		}
	}()
	return write(f)
}

// guituRanker is the program's own finding and weighing, as the service does it.
type guituRanker struct {
	scorer *feature.Scorer
	table  *scan.Table
}

func newGuituRanker(notices []*models.Notice) (*guituRanker, error) {
	w := feature.NewScorer(feature.DefaultParams())
	var corpusStats feature.CorpusStats
	profiles := make([]*feature.Profile, len(notices))
	for i, n := range notices {
		profiles[i] = feature.ProfileOf(n)
		corpusStats.Add(profiles[i])
	}
	w.Learn(&corpusStats)
	g := &guituRanker{scorer: w, table: scan.NewTable(w, "")}
	for _, p := range profiles {
		if _, err := g.table.Put(p); err != nil {
			return nil, err
		}
	}
	return g, nil
}

// estimateCoverage has the open stock say how often a record has a notice, as the service
// does.
func (g *guituRanker) estimateCoverage(ctx context.Context, records []*models.Record) error {
	n := min(len(records), matcher.CoverageSample)
	odds := make([]float64, 0, n)
	for i := range n {
		probe := g.scorer.Probe(feature.ProfileOf(records[i*len(records)/n]))
		best, err := g.table.Best(ctx, probe, 1)
		if err != nil {
			return err
		}
		odds = append(odds, probe.Odds(best, g.table.Len()))
	}
	if share, ok := feature.CoverageOf(odds); ok {
		g.scorer.SetCoverage(share)
	}
	return nil
}

// Rank implements eval.Ranker.
func (g *guituRanker) Rank(ctx context.Context, record *models.Record, limit int) ([]models.Match, error) {
	probe := g.scorer.Probe(feature.ProfileOf(record))
	best, err := g.table.Best(ctx, probe, limit)
	if err != nil {
		return nil, err
	}
	return probe.Matches(best, g.table.Len(), limit), nil
}

// runText measures the full-text search: what a record says, typed into a search box.
func runText(ctx context.Context, w *world.World) (outcomes []eval.Outcome, err error) {
	dir, err := os.MkdirTemp("", "guitu-eval")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	index, err := text.Open(dir)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, index.Close()) }()
	subjects := make([]models.Subject, len(w.Notices))
	for i, n := range w.Notices {
		subjects[i] = n
	}
	if err := index.Apply(ctx, subjects, nil, 1); err != nil {
		return nil, err
	}
	return eval.Run(ctx, w, eval.RankerFunc(func(ctx context.Context, r *models.Record, limit int) ([]models.Match, error) {
		found, err := index.Search(ctx, models.Notices, eval.Typed(r), limit)
		matches := make([]models.Match, len(found))
		for i, name := range found {
			matches[i] = models.Match{Record: r.Name, Notice: name, Weight: float64(-i)}
		}
		return matches, err
	}), eval.Bare)
}

// strangersEach is how many notices a fit draws at random for each record.
const strangersEach = 20

// fit fits scales to the evidence of the first method, and writes them with what they
// were fitted on.
func (c *evalCmd) fit(out io.Writer, w *world.World, outcomes []eval.Outcome) error {
	g, err := newGuituRanker(w.Notices)
	if err != nil {
		return err
	}
	chance := rand.New(rand.NewPCG(c.Seed, 0)) //nolint:gosec // chance, not secrets
	var strangers []models.Match
	var faces [2][]feature.FaceScore // of strangers, of one person
	for i := range outcomes {
		some := make([]*feature.Profile, 0, strangersEach)
		for range strangersEach {
			if n := w.Notices[chance.IntN(len(w.Notices))]; n.Name != outcomes[i].Truth {
				some = append(some, g.table.Get(n.Name))
			}
		}
		probe := g.scorer.Probe(feature.ProfileOf(outcomes[i].Record))
		for _, n := range some {
			if s, ok := probe.FaceScore(n); ok {
				faces[0] = append(faces[0], s)
			}
		}
		if n := g.table.Get(outcomes[i].Truth); n != nil {
			if s, ok := probe.FaceScore(n); ok {
				faces[1] = append(faces[1], s)
			}
		}
		strangers = append(strangers, probe.Matches(probe.Weigh(some...), g.table.Len(), len(some))...)
	}
	fitted := eval.FitOf(outcomes, strangers, len(w.Notices))
	fitted.Faces = eval.FitFaces(faces[1], faces[0], feature.DefaultParams().Face)
	if err := writeFile(c.Fit, func(f io.Writer) error { return json.NewEncoder(f).Encode(fitted) }); err != nil {
		return err
	}
	return fitted.WriteText(out)
}
