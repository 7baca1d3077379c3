package main

import (
	"bytes"
	"context"
	_ "embed" // the demo set
	"errors"
	"fmt"
	"log/slog"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
)

//go:embed demo/notices.jsonl
var demoNotices []byte

//go:embed demo/records.jsonl
var demoRecords []byte

// demoRecord is whose matches the demo shows.
const demoRecord = "demo-r1"

type demoCmd struct {
	serveCmd
	Once bool `help:"Stop after showing the match instead of serving."`
}

// Help returns what guitu demo --help shows.
func (demoCmd) Help() string {
	return `Everybody in the demo set is invented. Loading it again changes nothing.

演示人员没有照片：没有可以放心随程序分发的人脸照片，登记时可选一张自己的试用。
No one in it has a photo: no pictures of faces are at hand that are clearly free to pass
on. Choose one of your own to see what becomes of it.`
}

// Run loads the demo set, prints the matches of one record, and serves.
func (c *demoCmd) Run(ctx context.Context, m *Main, log *slog.Logger) error {
	s, err := start(ctx, c.serveCmd, log)
	if err != nil {
		return err
	}
	var password string
	if err = c.show(ctx, m, s); err == nil {
		password, err = c.people(ctx, s)
	}
	if err == nil && !c.Once {
		_, _ = fmt.Fprintf(m.Stdout, "\n在浏览器打开 (open in a browser)  http://%s\n登录名 (login)  %s\n密码 (password)  %s\n演示人员没有照片，登记时可选一张自己的试用 (no one has a photo here: register with one of your own)\n", s.HTTP, demoLogins(), password)
		_, _ = fmt.Fprintf(m.Stdout, "\nGuitu serves http://%s (REST) and %s (gRPC); token in %s; Ctrl-C ends it\n", s.HTTP, s.GRPC, tokenFile(c.Data))
		err = s.wait(ctx)
	}
	return errors.Join(err, s.Close())
}

func (c *demoCmd) show(ctx context.Context, m *Main, s *Server) (err error) {
	service, err := dial(addresses{GRPC: s.GRPC}, s.Token)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, service.Close()) }()
	for _, set := range []struct {
		side guituv1.Side
		rows []byte
	}{{guituv1.Side_NOTICES, demoNotices}, {guituv1.Side_RECORDS, demoRecords}} {
		imp, err := service.upload(ctx, &guituv1.CreateImportRequest{Kind: set.side, Format: "JSONL"}, bytes.NewReader(set.rows))
		if err == nil {
			imp, err = service.await(ctx, imp, func(*guituv1.Import) {})
		}
		if err == nil {
			err = report(m, imp)
		}
		if err != nil {
			return fmt.Errorf("load demo set: %w", err)
		}
	}
	_, _ = fmt.Fprintln(m.Stdout)
	return (&matchCmd{Subject: demoRecord, Limit: 3}).show(ctx, m.Stdout, service)
}
