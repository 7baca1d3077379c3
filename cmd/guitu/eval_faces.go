package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"runtime"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/guitu-project/guitu/faces"
	"github.com/guitu-project/guitu/matcher/eval"
	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
)

type evalFacesCmd struct {
	Dir string `arg:"" type:"path" help:"A folder per person with their photos, or a folder per group with such folders."`
	dataFlags
	HTML  string `name:"html" type:"path" placeholder:"FILE" help:"Write a report with plots."`
	JSON  string `name:"json" type:"path" placeholder:"FILE" help:"Write the report as JSON."`
	Fit   string `type:"path" placeholder:"FILE" help:"Fit the curves of faces to these photos and write a parameter file for guitu params try and use."`
	Quiet bool   `short:"q" help:"No progress bar."`
}

// Help returns what guitu eval faces --help shows.
func (evalFacesCmd) Help() string {
	return `Every model there is looks at every photo: the built-in ones and those of
DATA/embedders.json. Photos and what is seen in them stay in memory; the report has no
picture and no embedding, but the paths of files that could not be measured.

DIR/PERSON/*.jpg is one group of people, DIR/GROUP/PERSON/*.jpg several: each is measured
by itself, and all of them mixed under one threshold. The first photo of a person, by the
file's name, is the gallery that the others are looked up in.

When a photo was taken is read from its file's name (1988, 1988-05, 19880517), or from
DIR/photos.csv with the columns person,file,taken,born: person is PERSON or GROUP/PERSON, a
row without a file is of all of the person's. With dates the report tells what years between
photos and growing up cost, and --fit fits that, too.

d² is a model's distance as it is, z is normalised against the nearest strangers in the
gallery, as the service does, and weighed is what the curve makes of it, which takes
something off for poor photos.

--fit begins with the numbers in force in DATA and changes the curves of faces only. Use
people enough (500, for curves of z), as unlike each other as those in the service.`
}

// Run looks at the photos, compares them and reports.
func (c *evalFacesCmd) Run(ctx context.Context, m *Main, log *slog.Logger) (err error) {
	list, left, err := picturesIn(c.Dir)
	if err != nil {
		return err
	}
	unknown, err := date(c.Dir, list, time.Now())
	if err != nil {
		return err
	}
	left = append(left, unknown...)
	numbers, err := c.params()
	if err != nil {
		return err
	}
	analyzer, err := c.openAnalyzer(log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, analyzer.Close()) }()
	if analyzer.Err() != nil {
		return fmt.Errorf("没有可用的人脸模型，请先 guitu face-models fetch (no face model to measure: guitu face-models fetch): %w", analyzer.Err())
	}
	portraits, unseen, several, err := c.look(ctx, m, analyzer, list)
	if err != nil {
		return err
	}
	left = append(left, unseen...)
	study, err := eval.NewFaceStudy(ctx, portraits, numbers.Params)
	if err != nil {
		return c.explain(m.Stderr, left, err)
	}
	report, err := study.Report(ctx)
	if err != nil {
		return err
	}
	report.Left, report.OneOfMany = left, several
	if err := c.write(m.Stdout, report); err != nil {
		return err
	}
	if c.Fit == "" {
		return nil
	}
	return c.fit(ctx, m.Stdout, portraits, study.Refit(), &numbers, time.Now())
}

// explain names the photos that were left out if too few remained.
func (c *evalFacesCmd) explain(out io.Writer, left []eval.LeftPhoto, err error) error {
	for _, l := range left {
		_, _ = fmt.Fprintf(out, "%s: %s (%s)\n", l.Path, l.Reason.Zh, l.Reason.En) // what matters is the error
	}
	return fmt.Errorf("%s: %w", c.Dir, err)
}

func (c *evalFacesCmd) write(out io.Writer, report *eval.FaceReport) error {
	if err := report.WriteText(out); err != nil {
		return err
	}
	if c.HTML != "" {
		if err := writeFile(c.HTML, report.WriteHTML); err != nil {
			return err
		}
	}
	if c.JSON == "" {
		return nil
	}
	return writeFile(c.JSON, func(f io.Writer) error { return json.NewEncoder(f).Encode(report) })
}

// seen holds what came of looking at a picture.
type seen struct {
	portrait *eval.Portrait
	several  bool
	left     *eval.LeftPhoto
}

// look has every model describe the largest face of each picture, in the order of the
// list. A picture that cannot be read is left out; only the end of ctx is an error.
func (c *evalFacesCmd) look(ctx context.Context, m *Main, analyzer *faces.Analyzer, list []pictureFile) (portraits []eval.Portrait, left []eval.LeftPhoto, several int, err error) {
	bar := m.bar(len(list), "photos", "photos", c.Quiet)
	all := make([]seen, len(list))
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(runtime.GOMAXPROCS(0))
	for i := range list {
		work.Go(func() error {
			var err error
			all[i], err = lookAt(ctx, analyzer, &list[i])
			_ = bar.Add(1) // a bar that fails to draw hurts no one
			return err
		})
	}
	if err := work.Wait(); err != nil {
		return nil, nil, 0, err
	}
	for _, s := range all {
		if s.portrait == nil {
			left = append(left, *s.left)
			continue
		}
		portraits = append(portraits, *s.portrait)
		if s.several {
			several++
		}
	}
	return portraits, left, several, nil
}

func lookAt(ctx context.Context, analyzer *faces.Analyzer, file *pictureFile) (seen, error) {
	leave := func(zh, en string) seen {
		return seen{left: &eval.LeftPhoto{Path: file.shown, Reason: models.Text{Zh: zh, En: en}}}
	}
	photo, unread := file.photo(ctx, analyzer)
	if ctx.Err() != nil {
		return seen{}, ctx.Err()
	}
	if unread != nil {
		return leave("无法读取", unread.Error()), nil
	}
	area := func(f models.Face) float64 { return f.Box.Width * f.Box.Height }
	if len(photo.Faces) == 0 {
		return leave("没有看到人脸", "no face was seen"), nil
	}
	largest := slices.MaxFunc(photo.Faces, func(a, b models.Face) int { return cmp.Compare(area(a), area(b)) })
	return seen{
		portrait: &eval.Portrait{
			Group: file.group, Person: file.person, Pixels: largest.Box.Width * float64(photo.Width),
			Taken: file.taken, Born: file.born, Face: largest,
		},
		several: len(photo.Faces) > 1,
	}, nil
}

func (f *pictureFile) photo(ctx context.Context, analyzer *faces.Analyzer) (photo models.Photo, err error) {
	if photo.Content, err = f.read(); err == nil {
		err = analyzer.Analyze(ctx, &photo)
	}
	photo.Content = nil
	return photo, err
}

// fit writes the numbers in force with the curves fitted anew, under a version that says
// when, and by its hash what they are, with how well the models find people by them.
func (c *evalFacesCmd) fit(ctx context.Context, out io.Writer, portraits []eval.Portrait, refit eval.FaceRefit, before *feature.File, now time.Time) error {
	if len(refit.Lines)+len(refit.Blends) == 0 {
		return models.Invalid("fit", "照片太少，至少要有 30 对同一人的照片", "too few photos: a curve takes 30 pairs of one person")
	}
	after := *before
	after.Face = maps.Clone(refit.Curves)
	sum, err := after.Sum()
	if err != nil {
		return err
	}
	after.Version = "faces-" + now.Format(time.DateOnly) + "-" + sum[:8]
	if after.Faces, err = measureFaces(ctx, portraits, &after.Params, now); err != nil {
		return err
	}
	if err := keep(c.Fit, &after); err != nil {
		return err
	}
	_, _ = fmt.Fprintln(out) // what fails here fails below
	if err := refit.WriteText(out); err != nil {
		return err
	}
	t := table{out: out}
	t.faces(after.Faces)
	t.line("\n新参数 (new parameters)  %s", after.Version)
	t.line("尚未启用 (not in force yet):")
	t.line("  guitu params try %s --data %s", c.Fit, c.Data)
	t.line("  guitu params use %s --data %s", c.Fit, c.Data)
	return t.err
}

// measureFaces looks the photos up with other numbers: how often each model alone, and all that
// are weighed together, find the person first.
func measureFaces(ctx context.Context, portraits []eval.Portrait, p *feature.Params, now time.Time) (*feature.FaceMeasure, error) {
	study, err := eval.NewFaceStudy(ctx, portraits, *p)
	if err != nil {
		return nil, err
	}
	alone, together, photos, err := study.First(ctx)
	if err != nil {
		return nil, err
	}
	return &feature.FaceMeasure{Date: now.Format(time.DateOnly), Photos: photos, Alone: alone, Together: together}, nil
}

// faces writes how well the models find people together, with a warning if one of them is better
// alone; nothing if it was not measured.
func (t *table) faces(m *feature.FaceMeasure) {
	if m == nil {
		return
	}
	t.line("人脸首位命中 (faces, found first, of %d photos on %s)  合计 %.1f %% (all together)", m.Photos, m.Date, 100*m.Together)
	for _, model := range slices.Sorted(maps.Keys(m.Alone)) {
		t.line("  %s  %.1f %%", model, 100*m.Alone[model])
	}
	if model, lost := m.Worse(); lost > 0 {
		t.line("警告：各模型合计比 %s 单独差 %.1f 个百分点，不要启用，或去掉差的模型 (warning: all together find %.1f points fewer than %s alone: do not use these, or leave the poor model out)", model, 100*lost, 100*lost, model)
	}
}
