package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
)

type importCmd struct {
	Kind string   `arg:"" enum:"notices,records" help:"What the file holds: notices or records."`
	File *os.File `arg:"" help:"A table (.csv, .xlsx) as offices keep them, or one JSON object a line, as in the REST contract; - is standard input."`
	folders
	Format string `enum:"auto,jsonl,csv,xlsx" default:"auto" help:"How the file is written; auto goes by its name."`
	Check  bool   `help:"Only check the file: say what would become of each row, and write nothing."`
	Quiet  bool   `short:"q" help:"No progress bar."`
}

// Help is shown by guitu import --help.
func (importCmd) Help() string {
	return `Rows are told apart by source (or station) and externalId: uploading a file again
changes nothing, uploading a changed row updates it. A wrong row is reported by its
line and does not keep the others out.

Of a table, encoding, separator and the row of headings are found; headings are known
by many names, Chinese and English (姓名, 失踪时间, 体貌特征, 联系电话, name, sex …), and
columns of other headings are kept as text. A row without a number of its own gets one
made of its name, birth, sex, date, place and source.

Once the file is handed over, the import goes on by itself, also after a crash:
Ctrl-C here only stops watching while a service runs on the data folder.`
}

// Run uploads the file and watches the import to its end.
func (c *importCmd) Run(ctx context.Context, m *Main, log *slog.Logger) (err error) {
	defer func() { err = errors.Join(err, c.File.Close()) }()
	service, err := connect(ctx, c.folders, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, service.Close()) }()
	side := guituv1.Side_NOTICES
	if c.Kind == "records" {
		side = guituv1.Side_RECORDS
	}
	imp, err := service.upload(ctx, &guituv1.CreateImportRequest{Kind: side, Format: c.format(), Mode: c.mode()}, c.File)
	if err != nil {
		return fmt.Errorf("upload %s: %w", c.File.Name(), err)
	}
	if imp, err = c.watch(ctx, m, service, imp); err != nil {
		return err
	}
	return report(m, imp)
}

// format returns the format by the flag or the file's name; JSONL when neither tells.
func (c *importCmd) format() string {
	if c.Format != "auto" && c.Format != "" {
		return strings.ToUpper(c.Format)
	}
	switch suffix := strings.ToLower(filepath.Ext(c.File.Name())); suffix {
	case ".csv", ".tsv", ".txt":
		return "CSV"
	case ".xlsx", ".xlsm":
		return "XLSX"
	}
	return "JSONL"
}

func (c *importCmd) mode() string {
	if c.Check {
		return "CHECK"
	}
	return "RUN"
}

// chunk is how many bytes of a file one message carries.
const chunk = 256 << 10

// upload hands a file over; first says what it is.
func (c *client) upload(ctx context.Context, first *guituv1.CreateImportRequest, file io.Reader) (*guituv1.Import, error) {
	stream, err := c.imports.CreateImport(c.as(ctx))
	if err != nil {
		return nil, err
	}
	in, buffer := bufio.NewReader(file), make([]byte, chunk)
	for {
		n, err := io.ReadFull(in, buffer)
		if n > 0 {
			first.Chunk = buffer[:n]
			if sent := stream.Send(first); sent != nil {
				break // what went wrong is in the answer
			}
			first = &guituv1.CreateImportRequest{}
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			break
		}
		if err != nil {
			return nil, err
		}
	}
	return stream.CloseAndRecv()
}

// watchEvery is how often the bar is moved.
const watchEvery = 200 * time.Millisecond

func (c *importCmd) watch(ctx context.Context, m *Main, service *client, imp *guituv1.Import) (*guituv1.Import, error) {
	bar := m.bar(int(imp.GetTotal()), c.Kind, "rows", c.Quiet)
	return service.await(ctx, imp, func(imp *guituv1.Import) {
		_ = bar.Set64(int64(imp.GetCreated() + imp.GetUpdated() + imp.GetUnchanged() + imp.GetFailed())) // a bar that fails to draw hurts nobody
	})
}

// await looks after an import until it has ended; each is told how far it is.
func (c *client) await(ctx context.Context, imp *guituv1.Import, each func(*guituv1.Import)) (*guituv1.Import, error) {
	for imp.GetState() == guituv1.Import_RUNNING {
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("%s goes on in the service or at its next start: %w", imp.GetName(), ctx.Err())
		case <-time.After(watchEvery):
		}
		next, err := c.imports.GetImport(c.as(ctx), &guituv1.GetImportRequest{Name: imp.GetName()})
		if err != nil {
			return nil, fmt.Errorf("watch %s: %w", imp.GetName(), err)
		}
		imp = next
		each(imp)
	}
	return imp, nil
}

// shownErrors is how many row errors are printed.
const shownErrors = 20

func report(m *Main, imp *guituv1.Import) error {
	what := ""
	if imp.GetMode() == "CHECK" {
		what = " (checked only, nothing is written)"
	}
	_, err := fmt.Fprintf(m.Stdout, "%s %s%s: %d rows, %d created, %d updated, %d unchanged, %d failed\n", imp.GetName(), imp.GetState(), what,
		imp.GetTotal(), imp.GetCreated(), imp.GetUpdated(), imp.GetUnchanged(), imp.GetFailed())
	for i, e := range imp.GetErrors() {
		if i == shownErrors {
			_, err = fmt.Fprintf(m.Stdout, "  … and %d more\n", int(imp.GetFailed())-i)
			break
		}
		_, err = fmt.Fprintf(m.Stdout, "  line %d %s: %s\n", e.GetLine(), e.GetField(), e.GetReason())
	}
	if imp.GetState() != guituv1.Import_DONE {
		return fmt.Errorf("%s ended %s", imp.GetName(), imp.GetState())
	}
	return err
}
