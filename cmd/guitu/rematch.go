package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/models"
)

type rematchCmd struct {
	dataFlags
	Anew           bool    `help:"Begin a new pass even where one was left unfinished."`
	MinProbability float64 `default:"0.5" help:"Pairs from this probability up are shown at the end."`
	Limit          int32   `short:"n" default:"10" help:"How many pairs to show."`
	Quiet          bool    `short:"q" help:"No progress bar."`
}

// Help returns what guitu rematch --help shows.
func (rematchCmd) Help() string {
	return `Weighs every open record (受助人员) against every open notice (寻亲启事) and keeps the
likely pairs as a list to be worked through, which GET /v1/matches?minProbability=0.5
reads. Works through the service that runs on the data folder, which goes on serving,
or starts one. Broken off with Ctrl-C or by a crash, the same command goes on there.`
}

// Run moves the pass until it has ended, then shows the likeliest pairs.
func (c *rematchCmd) Run(ctx context.Context, m *Main, log *slog.Logger) (err error) {
	service, err := connect(ctx, c.dataFlags, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, service.Close()) }()
	pass, err := c.pass(ctx, m, service)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(m.Stdout, "比对完成 (done): %d 名受助人员 (records), %d 个可能的配对 (likely pairs), 其中新增 (of these new) %d\n",
		pass.GetTotal(), pass.GetStrong(), pass.GetNew())
	if err != nil || c.Limit <= 0 {
		return err
	}
	list, err := service.matches.ListMatches(service.as(ctx), &guituv1.ListMatchesRequest{MinProbability: c.MinProbability, PageSize: c.Limit})
	if err != nil {
		return fmt.Errorf("list the pairs: %w", err)
	}
	for i, match := range list.GetMatches() {
		t := table{out: m.Stdout, english: true}
		t.line("\n%s (%s)", match.GetRecord(), match.GetRecordExternalId())
		t.match(i+1, models.Records, match)
		if t.err != nil {
			return t.err
		}
	}
	return nil
}

// pass asks for step after step.
func (c *rematchCmd) pass(ctx context.Context, m *Main, service *client) (*guituv1.RematchMatchesResponse, error) {
	request := &guituv1.RematchMatchesRequest{Anew: c.Anew}
	pass, err := service.matches.RematchMatches(service.as(ctx), request)
	if err != nil {
		return nil, err
	}
	bar := m.bar(int(pass.GetTotal()), "rematch", "records", c.Quiet)
	for request.Anew = false; pass.GetEndTime() == nil; {
		_ = bar.Set(int(pass.GetDone())) // a bar that fails to draw hurts no one
		next, err := service.matches.RematchMatches(service.as(ctx), request)
		if err != nil {
			return nil, fmt.Errorf("after %d of %d records (start again to go on): %w", pass.GetDone(), pass.GetTotal(), err)
		}
		pass = next
	}
	_ = bar.Finish()
	return pass, nil
}
