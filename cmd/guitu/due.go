package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
)

type dueCmd struct {
	dataFlags
	Station string `help:"Only of this station."`
	Area    string `help:"Only of people found where the GB/T 2260 code begins with these digits."`
	All     bool   `help:"Also what is due later."`
}

// Help returns what guitu due --help shows.
func (dueCmd) Help() string {
	return `列出逾期、今天到期和即将到期的事项：24 小时内发布寻亲公告、7 个工作日内报请采集 DNA、每月更新、3 个月提出安置申请等，附依据。

Lists what must be done for whom until when, the most pressing first. Rules and days
off are data: DATA/deadlines.json and DATA/calendar.json change them from the next
start on. Work through POST /v1/records/ID/steps takes an entry off the list.`
}

// dueHeads are the headings of the list, in its order.
var dueHeads = []struct {
	state guituv1.Deadline_State
	text  string
}{
	{guituv1.Deadline_OVERDUE, "逾期 overdue"},
	{guituv1.Deadline_TODAY, "今天到期 due today"},
	{guituv1.Deadline_COMING, "即将到期 coming"},
	{guituv1.Deadline_LATER, "以后 later"},
}

// Run prints the work list.
func (c *dueCmd) Run(ctx context.Context, m *Main, log *slog.Logger) (err error) {
	service, err := connect(ctx, c.dataFlags, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, service.Close()) }()
	req := &guituv1.ListDeadlinesRequest{Station: c.Station, Area: c.Area, PageSize: 1000}
	if c.All {
		for _, h := range dueHeads {
			req.Due = append(req.Due, h.state)
		}
	}
	due := map[guituv1.Deadline_State][]*guituv1.Deadline{}
	var last *guituv1.ListDeadlinesResponse
	for more := true; more; more = req.GetPageToken() != "" {
		last, err = guituv1.NewDeadlineServiceClient(service.conn).ListDeadlines(service.as(ctx), req)
		if err != nil {
			return err
		}
		for _, d := range last.GetDeadlines() {
			due[d.GetState()] = append(due[d.GetState()], d)
		}
		req.PageToken = last.GetNextPageToken()
	}
	m.printDue(due)
	_, err = fmt.Fprintf(m.Stdout, "逾期 %d，今天 %d，即将 %d，以后 %d（overdue, today, coming, later）\n",
		last.GetOverdue(), last.GetToday(), last.GetComing(), last.GetLater())
	return err
}

func (m *Main) printDue(due map[guituv1.Deadline_State][]*guituv1.Deadline) {
	for _, h := range dueHeads {
		if len(due[h.state]) == 0 {
			continue
		}
		_, _ = fmt.Fprintln(m.Stdout, h.text)
		for _, d := range due[h.state] {
			id := d.GetRecordExternalId()
			if id == "" {
				id = "—"
			}
			_, _ = fmt.Fprintf(m.Stdout, "  %s  %s  %s  %s (%s)\n", d.GetDueDate(), d.GetTitle(), d.GetStation(), id, cmp.Or(d.GetProceeding(), d.GetRecord()))
			_, _ = fmt.Fprintf(m.Stdout, "              %s; %s\n", d.GetTitleEn(), strings.Join(d.GetMetBy(), " / "))
			if d.GetNote() != "" {
				_, _ = fmt.Fprintf(m.Stdout, "              注意 %s\n", d.GetNote())
			}
		}
		_, _ = fmt.Fprintln(m.Stdout)
	}
}
