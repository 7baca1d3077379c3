package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
)

type formCmd struct {
	Name string `arg:"" help:"The proceeding: stays/…, escorts/…, leads/…, rounds/…, identityRequests/…, inquiries/… or registrations/…"`
	Form string `arg:"" optional:"" help:"Which form; without it, those there are are listed."`
	File string `arg:"" optional:"" help:"The PDF to write, which must not be there yet."`
	dataFlags
	Issued string `help:"The day of issue, as 2026-11-30; else that of the act that the form is of."`
}

// Help returns what guitu form --help shows.
func (formCmd) Help() string {
	return `打印求助登记表、不予救助通知书、自行离站声明书、在站服务及离站登记表、终止救助通知书、救治介绍信、
公安机关护送流浪乞讨人员交接表、接送返乡单等。

Prints a form of a proceeding as a PDF (A4, with its own fonts). What is not known is left
blank, to be filled in by hand.`
}

// Run lists the forms of a proceeding, or writes one.
func (c *formCmd) Run(ctx context.Context, m *Main, log *slog.Logger) (err error) {
	service, err := connect(ctx, c.dataFlags, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, service.Close()) }()
	client := guituv1.NewFormServiceClient(service.conn)
	if c.File == "" {
		list, err := client.ListForms(service.as(ctx), &guituv1.ListFormsRequest{Name: c.Name})
		if err != nil {
			return fmt.Errorf("form: %w", err)
		}
		for _, f := range list.GetForms() {
			_, _ = fmt.Fprintf(m.Stdout, "%-20s %s (%s) %s\n", f.GetForm(), f.GetTitle(), f.GetTitleEn(), f.GetReason())
		}
		return nil
	}
	pdf, err := client.GetForm(service.as(ctx), &guituv1.GetFormRequest{Name: c.Name, Form: c.Form, IssueDate: c.Issued})
	if err != nil {
		return fmt.Errorf("form: %w", err)
	}
	file, err := os.OpenFile(c.File, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) //nolint:gosec // the operator names it
	if err != nil {
		return err
	}
	if _, err = file.Write(pdf.GetData()); err != nil {
		return errors.Join(err, file.Close(), os.Remove(c.File)) // half a file is none
	}
	return file.Close()
}
