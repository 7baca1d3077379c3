package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/models"
	tables "github.com/guitu-project/guitu/models/exchange/table"
)

type importCmd struct {
	Kind  string   `arg:"" optional:"" default:"" enum:"notices,records," help:"What the files hold: notices or records."`
	Files []string `arg:"" optional:"" name:"file" help:"Tables (.csv, .xlsx) as offices keep them, archives (.zip) of one with pictures, PFIF (.xml), or one JSON object a line (.jsonl), as in the REST contract; - is standard input."`
	dataFlags
	Format string `enum:"auto,jsonl,csv,xlsx,pfif,zip" default:"auto" help:"How the files are written; auto goes by name and content."`
	Photos string `type:"path" placeholder:"DIR|ZIP" help:"A folder or an archive with the pictures of a table, called by the numbers of the rows, or as a column 照片 says."`
	Check  bool   `help:"Only check the files: say what would become of each row, and write nothing."`
	Map    string `placeholder:"FILE" help:"JSON that says what columns mean: the names of fields by headings, such as {\"证照\":\"idNumber\"}."`
	Errors string `placeholder:"FILE" help:"Write the rows that were not taken here, with the reason, to be mended and sent again."`
	Undo   string `placeholder:"IMPORT" help:"Take back what an import wrote: imports/…, as it was printed."`
	Quiet  bool   `short:"q" help:"No progress bar."`
}

// Help returns what guitu import --help shows.
func (importCmd) Help() string {
	return `Rows are told apart by source (or station) and externalId: uploading a file again
changes nothing, uploading a changed row updates it. A wrong row is reported by its
line and does not keep the others out.

Of a table, encoding, separator and the row of headings are found; headings are known
by many names, Chinese and English (姓名, 失踪时间, 体貌特征, 联系电话, name, sex …), and
columns of other headings are kept as text. A row without a number of its own gets one
made of its name, birth, sex, date, place and source.

Once a file is handed over, the import goes on by itself, also after a crash:
Ctrl-C here only stops watching while a service runs on the data folder.

What columns were taken for is shown with --check; --map FILE says it otherwise, and is
remembered. DATA/headings.json holds headings of your own in the same form, for every
import. Fields are externalId, name, selfReportedName, heardName, formerName, nickname,
otherScriptName, sex, birthDate, age, idNumber, height, weight, shoeSize, build, bloodType,
ethnicity, nativePlace, accent, marks, appearance, clothing, belongings, conditions,
narrative, circumstances, eventDate, eventPlace, source, contactName, contactRelation,
contactPhone, father, mother, spouse, children, relatives, heardPlaces, dnaSampleId,
status; text keeps a column as text, ignore leaves it out.

--undo IMPORT deletes what an import created and puts back what it replaced. What was
changed since, or worked on (a case, a link, a step), stays and is listed.

Exit codes: 0 every row was taken (or, with --check, would be), 1 a file could not be
read or the import broke off, 2 the command line is wrong, 3 some rows were not taken, or
not undone: they are listed, and --errors FILE has them to be mended.`
}

// Validate is kong's: files are needed, but for an undo.
func (c *importCmd) Validate() error {
	switch {
	case c.Undo != "" && (c.Kind != "" || c.Check):
		return errors.New("--undo takes no files")
	case c.Photos != "" && len(c.Files) != 1:
		return errors.New("--photos goes with one table")
	case c.Errors != "" && len(c.Files) != 1:
		return errors.New("--errors goes with one file")
	case c.Undo == "" && (c.Kind == "" || len(c.Files) == 0):
		return errors.New("name what the files hold (notices or records), and the files")
	}
	return nil
}

// Run uploads the files and watches each import to its end.
func (c *importCmd) Run(ctx context.Context, m *Main, log *slog.Logger) (err error) {
	for _, name := range append([]string{c.Map, c.Photos}, c.Files...) { // before a service is started for them
		if name == "" || name == "-" {
			continue
		}
		if _, err := os.Stat(name); err != nil {
			return err
		}
	}
	service, err := connect(ctx, c.dataFlags, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, service.Close()) }()
	if c.Undo != "" {
		return c.undo(ctx, m, service)
	}
	var left error
	var sums summary
	for _, name := range c.Files {
		imp, err := c.upload(ctx, m, service, name)
		if err != nil {
			err = fmt.Errorf("%s: %w", name, err)
		}
		if !errors.Is(err, errRowsLeft) && err != nil {
			return errors.Join(err, sums.print(m.Stdout))
		}
		sums.add(name, imp)
		left = errors.Join(left, err) // the other files are read all the same
	}
	return errors.Join(left, sums.print(m.Stdout))
}

// errRowsLeft says that all was done but for some rows, which are listed.
var errRowsLeft = errors.New("rows were left out")

// upload takes one file to its end.
func (c *importCmd) upload(ctx context.Context, m *Main, service *client, name string) (imp *guituv1.Import, err error) {
	file := io.NopCloser(m.Stdin)
	if name != "-" {
		if file, err = os.Open(name); err != nil { //nolint:gosec // the operator names it
			return nil, err
		}
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	side := guituv1.Side_NOTICES
	if c.Kind == "records" {
		side = guituv1.Side_RECORDS
	}
	mapping, err := readMapping(c.Map)
	if err != nil {
		return nil, err
	}
	in := bufio.NewReader(file)
	first, body := &guituv1.CreateImportRequest{Kind: side, Format: c.format(name, in), Mode: c.mode(), Mapping: mapping}, io.Reader(in)
	if c.Photos != "" {
		together, err := withPhotos(strings.ToLower(first.GetFormat()), in, c.Photos)
		if err != nil {
			return nil, err
		}
		defer func() { _ = together.Close() }() // a pipe's end, which never fails
		first.Format, body = "ZIP", together
	}
	if imp, err = service.upload(ctx, first, body); err != nil {
		return nil, err
	}
	if imp, err = c.watch(ctx, m, service, imp); err != nil {
		return nil, err
	}
	if c.Errors != "" && imp.GetFailed() > 0 {
		if err := service.fetchErrors(ctx, imp.GetName(), c.Errors); err != nil {
			return nil, err
		}
	}
	return imp, report(m, imp)
}

// readMapping returns what a file says that columns mean; nothing if none is named.
// Errors: models.ErrInvalid, and those of reading it.
func readMapping(file string) (map[string]string, error) {
	if file == "" {
		return nil, nil
	}
	text, err := os.ReadFile(file) //nolint:gosec // the operator names it
	if err != nil {
		return nil, err
	}
	var fields map[string]string
	if err := json.Unmarshal(bytes.TrimPrefix(text, []byte("\xEF\xBB\xBF")), &fields); err != nil {
		return nil, models.Invalid(file, "应为 JSON，如 {\"证照\":\"idNumber\"}", "must be JSON, such as {\"证照\":\"idNumber\"}: "+err.Error())
	}
	if err := tables.CheckMapping(fields); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return fields, nil
}

// fetchErrors writes the rows of an import that were not taken.
func (c *client) fetchErrors(ctx context.Context, name, path string) (err error) {
	stream, err := c.imports.GetImportErrorFile(c.as(ctx), &guituv1.GetImportErrorFileRequest{Name: name})
	if err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600) //nolint:gosec // the operator names it
	if err != nil {
		return err
	}
	return errors.Join(receive(stream, file), file.Close())
}

// undo takes an import back and watches that to its end.
func (c *importCmd) undo(ctx context.Context, m *Main, service *client) error {
	imp, err := service.imports.UndoImport(service.as(ctx), &guituv1.UndoImportRequest{Name: c.Undo})
	if err != nil {
		return fmt.Errorf("undo %s: %w", c.Undo, err)
	}
	if imp, err = c.watch(ctx, m, service, imp); err != nil {
		return err
	}
	return report(m, imp)
}

// format returns the format by the flag, the file's name, or what it begins with.
func (c *importCmd) format(name string, file *bufio.Reader) string {
	if c.Format != "auto" && c.Format != "" {
		return strings.ToUpper(c.Format)
	}
	switch suffix := strings.ToLower(filepath.Ext(name)); suffix {
	case ".csv", ".tsv":
		return "CSV"
	case ".xlsx", ".xlsm":
		return "XLSX"
	case ".jsonl", ".ndjson", ".json":
		return "JSONL"
	case ".xml", ".pfif":
		return "PFIF"
	case ".zip":
		return "ZIP"
	}
	head, _ := file.Peek(512) // less at the end of a short file; a broken one says so when it is read
	switch head = bytes.TrimLeft(head, "\xEF\xBB\xBF \t\r\n"); {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")) && (bytes.Contains(head, []byte("[Content_Types]")) || bytes.Contains(head, []byte("xl/")) || bytes.Contains(head, []byte("_rels/"))):
		return "XLSX"
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return "ZIP"
	case bytes.HasPrefix(head, []byte("<")):
		return "PFIF"
	case bytes.HasPrefix(head, []byte("{")):
		return "JSONL"
	}
	return "CSV"
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
	what, total := strings.ToLower(imp.GetKind().String()), imp.GetTotal()
	if undone(imp) {
		what, total = "undo", imp.GetCreated()+imp.GetUpdated()
	}
	bar := m.bar(int(total), what, "rows", c.Quiet)
	return service.await(ctx, imp, func(imp *guituv1.Import) {
		done := imp.GetCreated() + imp.GetUpdated() + imp.GetUnchanged() + imp.GetFailed()
		if undone(imp) {
			done = imp.GetUndone() + imp.GetKept()
		}
		_ = bar.Set64(int64(done)) // a bar that fails to draw hurts no one
	})
}

// undone reports whether an import is taken back, or on the way.
func undone(imp *guituv1.Import) bool {
	return imp.GetState() == guituv1.Import_UNDOING || imp.GetState() == guituv1.Import_UNDONE
}

// await looks after an import until it has ended; each is told how far it is.
func (c *client) await(ctx context.Context, imp *guituv1.Import, each func(*guituv1.Import)) (*guituv1.Import, error) {
	for imp.GetState() == guituv1.Import_RUNNING || imp.GetState() == guituv1.Import_UNDOING {
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
