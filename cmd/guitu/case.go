package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
)

type caseCmd struct {
	List caseListCmd `cmd:"" help:"List the cases, oldest first."`
	Show caseShowCmd `cmd:"" help:"Show a case: its evidence, its verifications and its story."`
}

type caseListCmd struct {
	dataFlags
	State    string `help:"Only those in this state: PROPOSED, VERIFYING, CONFIRMED, REUNITED, REJECTED or UNRESOLVED." enum:"PROPOSED,VERIFYING,CONFIRMED,REUNITED,REJECTED,UNRESOLVED," default:""`
	Assignee string `help:"Only those assigned to this actor."`
	Due      bool   `help:"Only unresolved ones that have come back."`
}

// Run prints a line for each case.
func (c *caseListCmd) Run(ctx context.Context, m *Main, log *slog.Logger) (err error) {
	service, err := connect(ctx, c.dataFlags, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, service.Close()) }()
	t, listed := table{out: m.Stdout}, 0
	req := &guituv1.ListCasesRequest{State: guituv1.Case_State(guituv1.Case_State_value[c.State]), Assignee: c.Assignee, Due: c.Due}
	for {
		page, err := service.cases.ListCases(service.as(ctx), req)
		if err != nil {
			return err
		}
		for _, file := range page.GetCases() {
			listed++
			t.line("%s  %-10s %s  %s – %s%s", file.GetName(), file.GetState(), percent(file.GetMatch().GetProbability()), file.GetRecord(), file.GetNotice(), marksOf(file))
		}
		if req.PageToken = page.GetNextPageToken(); req.PageToken == "" {
			break
		}
	}
	if listed == 0 {
		t.line("没有案件 (no cases)")
	}
	return t.err
}

// marksOf returns what catches the eye in a list.
func marksOf(c *guituv1.Case) string {
	var marks []string
	if c.GetAssignee() != "" {
		marks = append(marks, "@"+c.GetAssignee())
	}
	if c.GetDue() {
		marks = append(marks, "到期 (due)")
	}
	if n := len(c.GetConflicts()); n > 0 {
		marks = append(marks, fmt.Sprintf("冲突 (conflicts) %d", n))
	}
	if len(marks) == 0 {
		return ""
	}
	return "  " + strings.Join(marks, "  ")
}

type caseShowCmd struct {
	Case string `arg:"" help:"The case's name, cases/…."`
	dataFlags
	Zh bool `help:"In Chinese only."`
}

// Run prints the case.
func (c *caseShowCmd) Run(ctx context.Context, m *Main, log *slog.Logger) (err error) {
	service, err := connect(ctx, c.dataFlags, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, service.Close()) }()
	file, err := service.cases.GetCase(service.as(ctx), &guituv1.GetCaseRequest{Name: c.Case})
	if err != nil {
		return err
	}
	return showCase(m.Stdout, file, !c.Zh)
}

func showCase(out io.Writer, c *guituv1.Case, english bool) error {
	t := table{out: out, english: english}
	t.line("%s  %s%s", c.GetName(), c.GetState(), marksOf(c))
	t.line("%s – %s   可能性 %s   合计 %+.1f bits", c.GetRecord(), c.GetNotice(), percent(c.GetMatch().GetProbability()), c.GetMatch().GetWeight())
	for _, o := range c.GetConflicts() {
		t.line("  ! %s  %s  %s – %s", o.GetName(), o.GetState(), o.GetRecord(), o.GetNotice())
	}
	if len(c.GetItems()) > 0 {
		t.line("")
	}
	if n := c.GetWithheldItems(); n > 0 {
		t.line("\n  他人已录入 %d 项核实，您录入自己的核实后可见 (enter your own verification to see those of others)", n)
	}
	for _, i := range c.GetItems() {
		state := ""
		if i.GetWithdrawnBy() != 0 {
			state = fmt.Sprintf("  已撤回 (taken back in step %d)", i.GetWithdrawnBy())
		}
		t.line("  [%d] %-13s %-12s %s%s", i.GetNumber(), i.GetKind(), i.GetResult(), i.GetSignature(), state)
	}
	t.line("")
	for _, s := range c.GetHistory() {
		t.line("%3d. %s", s.GetNumber(), s.GetStory())
		if english {
			t.line("     %s", s.GetStoryEn())
		}
	}
	return t.err
}
