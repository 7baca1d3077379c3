package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/models/exchange/xlsx"
)

// auditCmd reads the trail of who looked at whom and changed what.
type auditCmd struct {
	Verify auditVerifyCmd `cmd:"" help:"Prove that no row of the trail was changed, removed or moved."`
	Export auditExportCmd `cmd:"" help:"Write the trail, or a part of it, to a file."`
	Ledger auditLedgerCmd `cmd:"" help:"Write the ledger of face recognition (人脸识别使用台账) to an XLSX file."`
}

type auditVerifyCmd struct {
	Head  []string `type:"existingfile" placeholder:"FILE" help:"Files of signed heads that serve sent on (--head-file, or what --head-url got, one a line): the trail must still be the one whose heads they are."`
	Noted []string `placeholder:"SEQ:HASH" help:"Heads that were noted before: their rows must still be the same."`
	dataFlags
}

// Help returns what guitu audit verify --help shows.
func (auditVerifyCmd) Help() string {
	return `Every row carries a hash of itself and the row before it; the last one's is kept apart,
sealed with the key of --audit-key. A row that was changed, removed, put in or moved is
found, and so is a tail that was cut off. It cannot be found that the whole folder was
replaced by an older copy, or that the holder of the key wrote all of it anew: note
the head that is printed here somewhere else, and give it back with --noted. guitu serve
--head-file or --head-url sends it on by itself, signed with that key; --head FILE finds a
trail that was written anew before one of those heads, one that was cut off or put back
behind it, heads that were changed, and those of another installation.`
}

// Run says whether the trail is whole.
func (c *auditVerifyCmd) Run(ctx context.Context, m *Main, log *slog.Logger) (err error) {
	service, err := connect(ctx, c.dataFlags, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, service.Close()) }()
	heads, err := c.heads(m)
	if err != nil {
		return err
	}
	var v *guituv1.VerifyAuditResponse
	for noted := range slices.Chunk(append(c.Noted, heads...), notedAtOnce) {
		if v, err = verifyTrail(ctx, service, noted); err != nil {
			return err
		}
	}
	if v == nil {
		if v, err = verifyTrail(ctx, service, nil); err != nil {
			return err
		}
	}
	if len(heads) > 0 {
		_, _ = fmt.Fprintf(m.Stdout, "送出的 %d 个链头都与现在的记录相符 (all of the %d heads that were sent on are of this trail)\n", len(heads), len(heads))
	}
	for _, seq := range v.GetLossRows() {
		_, _ = fmt.Fprintf(m.Stdout, "注意：第 %d 行记有数据丢失或恢复了较早的备份，此前的部分记录可能不在其中 (row %d says that something committed before it was lost)\n", seq, seq)
	}
	_, err = fmt.Fprintf(m.Stdout, "审计记录完整，共 %d 行 (the trail is whole, %d rows)\n请另行抄存链头 (note the head elsewhere): %s\n", v.GetRows(), v.GetRows(), v.GetHead())
	return err
}

// notedAtOnce is how many heads one call holds against the trail: they fit a message.
const notedAtOnce = 5000

// heads reads the files of --head: each row once.
func (c *auditVerifyCmd) heads(m *Main) (noted []string, err error) {
	if len(c.Head) == 0 {
		return nil, nil
	}
	own, err := c.ledger()
	if err != nil {
		return nil, err
	}
	for _, file := range c.Head {
		heads, torn, err := readHeads(file, own)
		if err != nil {
			return nil, err
		}
		if torn > 0 {
			_, _ = fmt.Fprintf(m.Stdout, "注意：%s 有 %d 行不完整，已略过 (%d lines of the file are torn, and left out)\n", file, torn, torn)
		}
		for _, h := range heads {
			noted = append(noted, fmt.Sprintf("%d:%s", h.Seq, h.Hash))
		}
	}
	slices.Sort(noted)
	return slices.Compact(noted), nil
}

func verifyTrail(ctx context.Context, service *client, noted []string) (*guituv1.VerifyAuditResponse, error) {
	v, err := service.audit.VerifyAudit(service.as(ctx), &guituv1.VerifyAuditRequest{Noted: noted})
	if err != nil {
		return nil, err
	}
	if !v.GetWhole() {
		return nil, fmt.Errorf("审计记录不完整：第 %d 行起有问题：%s (the trail is broken from row %d on: %s; %d rows before are good)",
			v.GetBadSeq(), v.GetReason(), v.GetBadSeq(), v.GetReasonEn(), v.GetRows())
	}
	return v, nil
}

// span describes a part of the trail.
type span struct {
	From string `placeholder:"DAY" help:"From this day on, 2026-01-31."`
	To   string `placeholder:"DAY" help:"Up to and with this day."`
}

// times returns the ends of the span, in the time of this machine.
func (s span) times() (from, to *timestamppb.Timestamp, err error) {
	for _, end := range []struct {
		text string
		days int
		into **timestamppb.Timestamp
	}{{s.From, 0, &from}, {s.To, 1, &to}} {
		if end.text == "" {
			continue
		}
		day, err := time.ParseInLocation(time.DateOnly, end.text, time.Local)
		if err != nil {
			return nil, nil, fmt.Errorf("日期应写作 2026-01-31 (a day is written 2026-01-31): %w", err)
		}
		*end.into = timestamppb.New(day.AddDate(0, 0, end.days))
	}
	return from, to, nil
}

type auditExportCmd struct {
	File string `arg:"" help:"Where to; - is standard output."`
	span
	Format string `enum:"csv,xlsx,jsonl" default:"csv" help:"${enum}"`
	Actor  string `help:"Only what this actor did: users/…, admin."`
	Object string `help:"Only what was done to this resource: records/…"`
	dataFlags
}

// Run writes the file.
func (c *auditExportCmd) Run(ctx context.Context, m *Main, log *slog.Logger) (err error) {
	from, to, err := c.times()
	if err != nil {
		return err
	}
	service, err := connect(ctx, c.dataFlags, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, service.Close()) }()
	n := 0
	err = m.toFile(c.File, func(out io.Writer) error {
		rows, err := newRowWriter(out, c.Format)
		if err != nil {
			return err
		}
		request := &guituv1.ListAuditRowsRequest{PageSize: 1000, From: from, To: to, Actor: c.Actor, Object: c.Object}
		for {
			page, err := service.audit.ListAuditRows(service.as(ctx), request)
			if err != nil {
				return err
			}
			for _, row := range page.GetRows() {
				if err := rows.Write(auditCells(row)...); err != nil {
					return err
				}
				n++
			}
			if request.PageToken = page.GetNextPageToken(); request.PageToken == "" {
				return rows.Close()
			}
		}
	})
	if err == nil && c.File != "-" {
		_, err = fmt.Fprintf(m.Stdout, "%s: %d rows\n", c.File, n)
	}
	return err
}

var auditHeader = []string{"seq", "time", "actor", "role", "action", "purpose", "objects", "detail", "hash"}

func auditCells(r *guituv1.AuditRow) []string {
	return []string{strconv.FormatInt(r.GetSeq(), 10), r.GetTime().AsTime().Format(time.RFC3339Nano), r.GetActor(), r.GetRole(), r.GetAction(),
		r.GetPurpose(), strings.Join(r.GetObjects(), " "), r.GetDetail(), r.GetHash()}
}

// rowWriter writes a table of texts.
type rowWriter interface {
	Write(cells ...string) error
	Close() error
}

func newRowWriter(out io.Writer, format string) (rowWriter, error) {
	switch format {
	case "xlsx":
		return xlsx.NewWriter(out, "审计记录", auditHeader...)
	case "jsonl":
		return jsonRows{json.NewEncoder(out)}, nil
	}
	if _, err := io.WriteString(out, "\uFEFF"); err != nil { // Excel reads Chinese by it
		return nil, err
	}
	w := csvRows{csv.NewWriter(out)}
	return w, w.Write(auditHeader...)
}

type csvRows struct{ *csv.Writer }

// Write adds a row; what a spreadsheet would run as a formula is made text.
func (w csvRows) Write(cells ...string) error {
	for i, cell := range cells {
		if strings.ContainsAny(cell[:min(1, len(cell))], "=+-@\t\r") {
			cells[i] = "'" + cell
		}
	}
	return w.Writer.Write(cells)
}

func (w csvRows) Close() error {
	w.Flush()
	return w.Error()
}

type jsonRows struct{ *json.Encoder }

func (w jsonRows) Write(cells ...string) error {
	row := map[string]any{}
	for i, name := range auditHeader {
		row[name] = cells[i]
	}
	row["objects"] = strings.Fields(cells[6])
	return w.Encode(row)
}

func (jsonRows) Close() error { return nil }

type auditLedgerCmd struct {
	File string `arg:"" help:"Where to, as XLSX; - is standard output."`
	span
	dataFlags
}

// Run writes the ledger.
func (c *auditLedgerCmd) Run(ctx context.Context, m *Main, log *slog.Logger) (err error) {
	from, to, err := c.times()
	if err != nil {
		return err
	}
	service, err := connect(ctx, c.dataFlags, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, service.Close()) }()
	ledger, err := service.audit.GetFaceUseLedger(service.as(ctx), &guituv1.GetFaceUseLedgerRequest{From: from, To: to})
	if err != nil {
		return err
	}
	return m.toFile(c.File, func(out io.Writer) error {
		_, err := out.Write(ledger.GetData())
		return err
	})
}

// toFile lets write fill a new file that only its owner may read, or standard output.
func (m *Main) toFile(name string, write func(io.Writer) error) (err error) {
	if name == "-" {
		return write(m.Stdout)
	}
	file, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600) //nolint:gosec // the operator names the file
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	return write(file)
}
