package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
)

type facesCmd struct {
	Reembed reembedCmd `cmd:"" help:"Let a face model describe the photos held that it has not described yet."`
}

type reembedCmd struct {
	Model string `arg:"" help:"The model: fr-feature-v1, mobilefacenet-v1, dlib-resnet-v1, or one of DATA/embedders.json."`
	dataFlags
	Quiet bool `short:"q" help:"No progress."`
}

// Help returns what guitu faces reembed --help shows.
func (reembedCmd) Help() string {
	return `Works through the service that runs on the data folder, which goes on serving, or
starts one. What is done is done: broken off and started again, it skips the photos
that the model has described. Photos that came as embeddings only stay as they are.`
}

// Run asks for page after page.
func (c *reembedCmd) Run(ctx context.Context, m *Main, log *slog.Logger) (err error) {
	service, err := connect(ctx, c.dataFlags, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, service.Close()) }()
	bar := m.bar(-1, c.Model, "records and notices", c.Quiet)
	sum := &guituv1.ReembedPhotosResponse{}
	for token, more := "", true; more; more = token != "" {
		page, err := service.photos.ReembedPhotos(service.as(ctx), &guituv1.ReembedPhotosRequest{Model: c.Model, PageToken: token})
		if err != nil {
			return fmt.Errorf("after %d records and notices (start again to go on): %w", sum.GetSubjects(), err)
		}
		token = page.GetNextPageToken()
		sum.Subjects += page.GetSubjects()
		sum.Embedded += page.GetEmbedded()
		sum.Unchanged += page.GetUnchanged()
		sum.NoFace += page.GetNoFace()
		sum.Failed += page.GetFailed()
		_ = bar.Set(int(sum.GetSubjects())) // a bar that fails to draw hurts no one
	}
	if !c.Quiet {
		_, _ = fmt.Fprintln(m.Stderr) // a bar without an end does not end its line
	}
	_, err = fmt.Fprintf(m.Stdout, "%s: %d records and notices, %d photos described now, %d before, %d without a face, %d unreadable\n",
		c.Model, sum.GetSubjects(), sum.GetEmbedded(), sum.GetUnchanged(), sum.GetNoFace(), sum.GetFailed())
	return err
}
