package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"runtime"

	"golang.org/x/sync/errgroup"

	"github.com/guitu-project/guitu/matcher/eval"
	"github.com/guitu-project/guitu/matcher/prints"
	"github.com/guitu-project/guitu/matcher/prints/picture"
	"github.com/guitu-project/guitu/models"
)

type evalPrintsCmd struct {
	Dir   string `arg:"" type:"path" help:"A folder per finger with its impressions, or a folder per group with such folders."`
	JSON  string `name:"json" type:"path" placeholder:"FILE" help:"Write the report as JSON, with the ROC."`
	Quiet bool   `short:"q" help:"No progress bar."`
}

// Help returns what guitu eval prints --help shows.
func (evalPrintsCmd) Help() string {
	return `An impression is a finger minutiae record (ISO/IEC 19794-2, ANSI/INCITS 378) or a grey
picture of one finger (PNG, BMP, TIFF, 500 dpi). Of a record with several views each is an
impression of the folder's finger. Nothing is kept; the report has no template.

Pairs are those of the Fingerprint Verification Competitions: every two impressions of one
finger, and the first impressions, by the file's name, of every two fingers.`
}

// Run reads the impressions, compares them and reports.
func (c *evalPrintsCmd) Run(ctx context.Context, m *Main) error {
	files, left, err := picturesIn(c.Dir)
	if err != nil {
		return err
	}
	list, unread, err := c.read(ctx, m, files)
	if err != nil {
		return err
	}
	report, err := eval.MeasurePrints(ctx, list)
	if err != nil {
		return fmt.Errorf("%s: %w", c.Dir, err)
	}
	report.Left = append(left, unread...)
	if err := report.WriteText(m.Stdout); err != nil {
		return err
	}
	if c.JSON == "" {
		return nil
	}
	return writeFile(c.JSON, func(f io.Writer) error { return json.NewEncoder(f).Encode(report) })
}

// read reads the files, in their order; one that cannot be read is left out.
func (c *evalPrintsCmd) read(ctx context.Context, m *Main, files []pictureFile) (list []eval.Impression, left []eval.LeftPhoto, err error) {
	bar := m.bar(len(files), "impressions", "impressions", c.Quiet)
	views, failures := make([][]prints.View, len(files)), make([]error, len(files))
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(runtime.GOMAXPROCS(0))
	for i := range files {
		work.Go(func() error {
			views[i], failures[i] = viewsOf(&files[i])
			_ = bar.Add(1) // a bar that fails to draw hurts no one
			return ctx.Err()
		})
	}
	if err := work.Wait(); err != nil {
		return nil, nil, err
	}
	for i := range files {
		if failures[i] != nil {
			left = append(left, eval.LeftPhoto{Path: files[i].shown, Reason: models.Text{Zh: "读不出指纹", En: failures[i].Error()}})
			continue
		}
		for k := range views[i] {
			list = append(list, eval.Impression{Finger: filepath.Join(files[i].group, files[i].person), Path: files[i].shown, Print: prints.Prepare(&views[i][k])})
		}
	}
	return list, left, nil
}

// viewsOf reads a template, or the picture of one finger.
func viewsOf(f *pictureFile) ([]prints.View, error) {
	content, err := f.read()
	if err != nil {
		return nil, err
	}
	if picture.Is(content) {
		v, err := picture.View(content)
		if err != nil {
			return nil, err
		}
		return []prints.View{*v}, nil
	}
	t, err := prints.Read(content)
	if err != nil {
		return nil, err
	}
	return t.Views, nil
}
