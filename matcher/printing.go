package matcher

import (
	"context"
	"fmt"
	"slices"

	"github.com/guitu-project/guitu/matcher/forms"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// Forms returns which forms there are of a proceeding and, of those that cannot be printed
// yet, why. Errors: models.ErrNotFound.
func (s *Service) Forms(ctx context.Context, name string) ([]forms.Offer, error) {
	p, err := proceedingOf(ctx, s.store, name)
	if err != nil {
		return nil, fmt.Errorf("forms of %s: %w", name, err)
	}
	return forms.Of(p), nil
}

// Form prints a form of a proceeding as a PDF: with what the actor may see of the person, and
// what they may not left blank. An empty day of issue is that of the act it is of.
// Errors: models.ErrNotFound, models.ErrInvalid (form, issueDate), models.ErrPrecondition (not yet).
func (s *Service) Form(ctx context.Context, name string, form forms.Form, issued models.Date) ([]byte, error) {
	p, err := proceedingOf(ctx, s.store, name)
	if err != nil {
		return nil, fmt.Errorf("form of %s: %w", name, err)
	}
	s.show(p)
	facts := forms.Facts{Proceeding: p, Issued: issued, Picture: func(sha256 string) []byte { return s.ink(ctx, sha256) }}
	if err := s.seenOf(ctx, &facts); err != nil {
		return nil, fmt.Errorf("form of %s: %w", name, err)
	}
	pdf, err := forms.Print(form, facts)
	if err != nil {
		return nil, fmt.Errorf("form of %s: %w", name, err)
	}
	return pdf, s.audit(ctx, models.ActionRead, "form "+string(form), objectsOf(p)...)
}

// BlankForm prints a form with the actor's station and nothing else, to be filled in by hand.
// Errors: models.ErrInvalid (no such form).
func (s *Service) BlankForm(ctx context.Context, form forms.Form) ([]byte, error) {
	a, err := accessOf(ctx)
	if err != nil {
		return nil, err
	}
	return forms.Blank(form, a.Station)
}

// CaseReport prints what a case rests on and what was done as a PDF: with what the actor may see
// of either side, masked as they see it, and without what a blind reader is not told.
// Errors: models.ErrNotFound.
func (s *Service) CaseReport(ctx context.Context, name string) ([]byte, error) {
	c, err := s.Cases.Get(ctx, name)
	if err != nil {
		return nil, err
	}
	facts := forms.CaseFacts{Case: c.Case, Items: c.Items, Withheld: c.Withheld, Printed: s.clock()}
	for i := range c.History {
		facts.Story = append(facts.Story, c.History[i].Story(c.Called[c.History[i].Actor.ID]).Zh)
	}
	if facts.Record, err = s.Records.Get(ctx, c.Record); ignoreGone(err) != nil {
		return nil, err
	}
	if facts.Notice, err = s.Notices.Get(ctx, c.Notice); ignoreGone(err) != nil {
		return nil, err
	}
	actor, err := models.ActorFrom(ctx)
	if err != nil {
		return nil, err
	}
	if facts.By, err = s.callName(ctx, actor.ID); err != nil {
		return nil, err
	}
	pdf, err := forms.PrintCase(facts)
	if err != nil {
		return nil, fmt.Errorf("report of %s: %w", name, err)
	}
	return pdf, s.audit(ctx, models.ActionRead, "report", c.Name, c.Record, c.Notice)
}

// seenOf adds to a form what the actor may see of the person, and of what the proceeding
// consists.
func (s *Service) seenOf(ctx context.Context, f *forms.Facts) error {
	a, err := accessOf(ctx)
	if err != nil {
		return err
	}
	if round, ok := f.Proceeding.(*models.Round); ok {
		f.Parts, err = s.leadsOf(ctx, a, round.Name)
		return err
	}
	if !a.Role.May(models.ReadPeople) {
		return nil
	}
	if g, ok := f.Proceeding.(*models.Registration); ok && g.Notice != "" {
		n, err := s.Notices.load(ctx, g.Notice)
		if err == nil {
			err = s.Notices.show(ctx, n)
		}
		if err == nil {
			g.Person = n.Person
		}
		return ignoreGone(err)
	}
	if f.Proceeding.Head().Record == "" {
		return nil
	}
	r, err := s.Records.load(ctx, f.Proceeding.Head().Record)
	if err == nil {
		f.Record = r
	}
	return ignoreGone(err)
}

func ignoreGone(err error) error {
	if isGone(err) {
		return nil
	}
	return err
}

// leadsOf reads the leads of a round that the actor may see, in the order in which they came.
func (s *Service) leadsOf(ctx context.Context, a access, round string) (leads []models.Proceeding, err error) {
	filter, token := store.ProceedingFilter{Kind: models.Leads, Of: round, Within: a.proceedings()}, ""
	for {
		page, next, err := s.store.ListProceedings(ctx, filter, 1000, token)
		if err != nil {
			return nil, err
		}
		leads = append(leads, page...)
		if token = next; token == "" {
			slices.Reverse(leads) // pages are the newest first
			return leads, nil
		}
	}
}

// ink reads a signature for print; nil, and a line in the log, if it cannot be read.
func (s *Service) ink(ctx context.Context, sha256 string) []byte {
	file, err := s.blob(ctx, sha256)
	if err == nil {
		file, _, err = s.photos.Clean(ctx, file)
	}
	if err == nil {
		file, err = forms.Ink(file)
	}
	if err != nil {
		s.log.WarnContext(ctx, "a signature cannot be printed", "err", err)
		return nil
	}
	return file
}
