package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/models"
)

type matchCmd struct {
	Subject string `arg:"" name:"record" help:"A record or notice: its name (records/…, notices/…), or a record's externalId."`
	dataFlags
	Limit int32 `short:"n" default:"5" help:"How many matches to show."`
	Zh    bool  `help:"Reasons in Chinese only."`
}

// Run prints the matches.
func (c *matchCmd) Run(ctx context.Context, m *Main, log *slog.Logger) (err error) {
	service, err := connect(ctx, c.dataFlags, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, service.Close()) }()
	return c.show(ctx, m.Stdout, service)
}

func (c *matchCmd) show(ctx context.Context, out io.Writer, service *client) error {
	ctx = service.as(ctx)
	name := c.Subject
	kind, known := models.KindOf(name)
	if !known {
		record, err := service.recordOf(ctx, name)
		if err != nil {
			return err
		}
		kind, name = models.Records, record
	}
	person, matches, err := service.matchesOf(ctx, kind, name, c.Limit)
	if err != nil {
		return err
	}
	t := table{out: out, english: !c.Zh}
	t.line("%s  %s", name, describe(person))
	for i, match := range matches {
		t.match(i+1, kind, match)
	}
	if len(matches) == 0 {
		t.line("没有可比对的对象 (there is no candidate to compare with)")
	}
	return t.err
}

// recordOf returns the name of the one record with an externalId.
func (c *client) recordOf(ctx context.Context, externalID string) (string, error) {
	list, err := c.records.ListRecords(ctx, &guituv1.ListRecordsRequest{ExternalId: externalID, PageSize: 2})
	if err != nil {
		return "", fmt.Errorf("look up %s: %w", externalID, err)
	}
	switch found := list.GetRecords(); len(found) {
	case 0:
		return "", fmt.Errorf("no record has the externalId %q: %w", externalID, models.ErrNotFound)
	case 1:
		return found[0].GetName(), nil
	}
	return "", fmt.Errorf("several stations have a record %q: give its name records/…: %w", externalID, models.ErrInvalid)
}

// matchesOf returns a stored subject's person and matches.
func (c *client) matchesOf(ctx context.Context, kind models.Kind, name string, limit int32) (*guituv1.Person, []*guituv1.Match, error) {
	if kind == models.Records {
		record, err := c.records.GetRecord(ctx, &guituv1.GetRecordRequest{Name: name})
		if err != nil {
			return nil, nil, err
		}
		list, err := c.matches.ListRecordMatches(ctx, &guituv1.ListRecordMatchesRequest{Parent: name, PageSize: limit})
		return record.GetPerson(), list.GetMatches(), err
	}
	notice, err := c.notices.GetNotice(ctx, &guituv1.GetNoticeRequest{Name: name})
	if err != nil {
		return nil, nil, err
	}
	list, err := c.matches.ListNoticeMatches(ctx, &guituv1.ListNoticeMatchesRequest{Parent: name, PageSize: limit})
	return notice.GetPerson(), list.GetMatches(), err
}

// describe returns a person in a few words.
func describe(p *guituv1.Person) string {
	var parts []string
	for _, n := range p.GetNames() {
		parts = append(parts, n.GetText())
	}
	if len(parts) == 0 {
		parts = append(parts, "姓名不详")
	}
	switch p.GetSex() {
	case guituv1.Person_MALE:
		parts = append(parts, "男")
	case guituv1.Person_FEMALE:
		parts = append(parts, "女")
	}
	return strings.Join(parts, " ")
}

// table prints matches for people to read.
type table struct {
	out     io.Writer
	english bool
	err     error
}

func (t *table) line(format string, args ...any) {
	if t.err == nil {
		_, t.err = fmt.Fprintf(t.out, format+"\n", args...)
	}
}

func (t *table) match(rank int, of models.Kind, m *guituv1.Match) {
	other, id := m.GetNotice(), m.GetNoticeExternalId()
	if of == models.Notices {
		other, id = m.GetRecord(), m.GetRecordExternalId()
	}
	if id != "" {
		id = " (" + id + ")"
	}
	t.line("")
	t.line("%2d. 可能性 %s   合计 %+.1f bits   %s%s", rank, percent(m.GetProbability()), m.GetWeight(), other, id)
	if m.GetDecision() != "" || m.GetCase() != "" {
		t.line("    * %s  %s %s", m.GetDecision(), m.GetCase(), m.GetCaseState())
	}
	if len(m.GetSame()) > 0 {
		t.line("    = 同一人的其他资料 (other files of the same person): %s", strings.Join(m.GetSame(), " "))
	}
	for i, note := range m.GetNotes() {
		t.line("    * %s", note)
		if t.english && i < len(m.GetNotesEn()) {
			t.line("      %s", m.GetNotesEn()[i])
		}
	}
	for _, e := range m.GetEvidence() {
		flag := " "
		if e.GetConflict() {
			flag = "!"
		}
		t.line("    %s %+6.1f  %s", flag, e.GetWeight(), e.GetReason())
		if t.english {
			t.line("              %-11s %s", e.GetFeature(), e.GetReasonEn())
		}
	}
}

// percent keeps the small probabilities apart: what is not impossible is not 0 %.
func percent(p float64) string {
	switch {
	case p >= .9995:
		return ">99.9%"
	case p >= .001:
		return fmt.Sprintf("%.1f%%", 100*p)
	}
	return "<0.1%"
}
