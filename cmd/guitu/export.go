package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"google.golang.org/genproto/googleapis/api/httpbody"
	"google.golang.org/grpc"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
)

type exportCmd struct {
	Kind string `arg:"" enum:"notices,records" help:"What to export: notices or records."`
	File string `arg:"" help:"The file to write, which must not be there yet; its suffix says the format: .jsonl, .csv, .xlsx or .xml (PFIF)."`
	dataFlags
	Purpose string   `required:"" help:"What for, in 4 to 200 characters; it is written into the audit trail."`
	Format  string   `enum:"auto,jsonl,csv,xlsx,pfif" default:"auto" help:"How the file is written; auto goes by its name."`
	Fields  []string `help:"Only these columns of a table, such as name,sex,birthDate."`
	Status  string   `help:"Only those in this status, such as OPEN."`
	Source  string   `help:"Only those of this source, or station."`
	Open    bool     `help:"Only those who are still looked for."`
	Photos  bool     `help:"With the pictures, in JSONL."`
	Quiet   bool     `short:"q" help:"No progress bar."`
}

// Help returns what guitu export --help shows.
func (exportCmd) Help() string {
	return `JSONL holds everything and reads back identical; a table (.csv, .xlsx) can be edited
and imported again: rows that were not edited change nothing. What describes faces is
never exported. The service keeps the file no longer than it takes to fetch it.`
}

// Run asks for the export, watches it to its end and fetches the file.
func (c *exportCmd) Run(ctx context.Context, m *Main, log *slog.Logger) (err error) {
	file, err := os.OpenFile(c.File, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) //nolint:gosec // the operator names it
	if err != nil {
		return err
	}
	defer func() {
		if err = errors.Join(err, file.Close()); err != nil {
			err = errors.Join(err, os.Remove(c.File)) // half a file is none
		}
	}()
	service, err := connect(ctx, c.dataFlags, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, service.Close()) }()
	side := guituv1.Side_NOTICES
	if c.Kind == "records" {
		side = guituv1.Side_RECORDS
	}
	e, err := service.exports.CreateExport(service.as(ctx), &guituv1.CreateExportRequest{
		Kind: side, Format: c.format(), Fields: c.Fields, Photos: c.Photos, Purpose: c.Purpose,
		Filter: &guituv1.ExportFilter{Status: strings.ToUpper(c.Status), Source: c.Source, OpenOnly: c.Open},
	})
	if err == nil {
		e, err = c.watch(ctx, m, service, e)
	}
	if err == nil {
		err = service.fetch(ctx, e.GetName(), file)
	}
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	if _, err := service.exports.DeleteExport(service.as(ctx), &guituv1.DeleteExportRequest{Name: e.GetName()}); err != nil {
		return fmt.Errorf("export: %w", err)
	}
	_, err = fmt.Fprintf(m.Stdout, "%s: %d %s, %d bytes\n", c.File, e.GetDone(), c.Kind, e.GetSize())
	return err
}

func (c *exportCmd) format() string {
	if c.Format != "auto" {
		return strings.ToUpper(c.Format)
	}
	switch strings.ToLower(filepath.Ext(c.File)) {
	case ".csv":
		return "CSV"
	case ".xlsx":
		return "XLSX"
	case ".xml", ".pfif":
		return "PFIF"
	}
	return "JSONL"
}

// watch looks after an export until it is done.
func (c *exportCmd) watch(ctx context.Context, m *Main, service *client, e *guituv1.Export) (*guituv1.Export, error) {
	bar := m.bar(-1, c.Kind, "people", c.Quiet)
	for e.GetState() == guituv1.Export_RUNNING {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(watchEvery):
		}
		var err error
		if e, err = service.exports.GetExport(service.as(ctx), &guituv1.GetExportRequest{Name: e.GetName()}); err != nil {
			return nil, err
		}
		if e.GetTotal() > 0 {
			bar.ChangeMax64(int64(e.GetTotal()))
		}
		_ = bar.Set64(int64(e.GetDone())) // a bar that fails to draw hurts no one
	}
	if e.GetState() != guituv1.Export_DONE {
		return nil, fmt.Errorf("%s ended %s: %s (%s)", e.GetName(), e.GetState(), e.GetReason(), e.GetReasonEn())
	}
	return e, nil
}

// fetch writes the file of an export.
func (c *client) fetch(ctx context.Context, name string, file io.Writer) error {
	stream, err := c.exports.GetExportFile(c.as(ctx), &guituv1.GetExportFileRequest{Name: name})
	if err != nil {
		return err
	}
	return receive(stream, file)
}

// receive writes a file that comes in pieces.
func receive(stream grpc.ServerStreamingClient[httpbody.HttpBody], file io.Writer) error {
	for {
		body, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if _, err := file.Write(body.GetData()); err != nil {
			return err
		}
	}
}
