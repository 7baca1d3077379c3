package matcher

import (
	"bytes"
	"context"
	_ "embed" // the rules
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// Retention says how long what is kept, after a record or a notice was closed. The
// numbers, and why, are in retention.json; a file of the same form takes its place.
type Retention struct {
	TakedownHours       int             `json:"takedownHours"`       // between accepting a takedown and the erasure: the time to undo it
	RefusedTakedownDays int             `json:"refusedTakedownDays"` // how long the evidence of a refused takedown stays
	ImportErrorDays     int             `json:"importErrorDays"`     // how long it is kept which rows of an upload were wrong, and what the others changed: an import can be mended and undone so long
	LeadDays            int             `json:"leadDays,omitempty"`  // how long leads, rounds and refusals stay after they changed last; 0 keeps them
	Rules               []RetentionRule `json:"rules"`
}

// RetentionRule erases a part of the subjects of one side that have had one of the
// statuses for so many days.
type RetentionRule struct {
	ID       string              `json:"id"`
	Side     models.Kind         `json:"side"`
	Statuses []string            `json:"statuses"`
	Part     models.DataCategory `json:"part"`
	Days     int                 `json:"days"`
	Zh       string              `json:"zh"`
	En       string              `json:"en"`
}

//go:embed retention.json
var defaultRetention []byte

// ReadRetention reads the rules in file, or the default ones if there is none.
// Errors: models.ErrInvalid.
func ReadRetention(file string) (Retention, error) {
	text, err := os.ReadFile(file) //nolint:gosec // the operator names it
	switch {
	case errors.Is(err, fs.ErrNotExist):
		text, file = defaultRetention, "retention.json"
	case err != nil:
		return Retention{}, fmt.Errorf("read retention rules: %w", err)
	}
	r, err := parseRetention(text)
	if err != nil {
		return r, fmt.Errorf("%s: %w", file, err)
	}
	return r, nil
}

func parseRetention(text []byte) (r Retention, err error) {
	in := json.NewDecoder(bytes.NewReader(text))
	in.DisallowUnknownFields()
	if err := in.Decode(&r); err != nil {
		return r, models.Invalid("", "写法不对："+err.Error(), err.Error())
	}
	seen := map[string]bool{}
	for i, rule := range r.Rules {
		field := fmt.Sprintf("rules[%d]", i)
		switch {
		case rule.ID == "" || seen[rule.ID]:
			return r, models.Invalid(field+".id", "编号为空或重复", "is empty, or there twice")
		case !slices.Contains(models.DataCategories, rule.Part):
			return r, models.Invalid(field+".part", fmt.Sprintf("应为 %v 之一", models.DataCategories), fmt.Sprintf("must be one of %v", models.DataCategories))
		case len(rule.Statuses) == 0 || !ended(rule):
			return r, models.Invalid(field+".statuses", "只能是已结束的状态", "must be statuses of what has ended, of that side")
		case rule.Days < 1:
			return r, models.Invalid(field+".days", "天数至少为 1", "must be at least 1")
		}
		seen[rule.ID] = true
	}
	if r.TakedownHours < 0 || r.RefusedTakedownDays < 1 || r.ImportErrorDays < 1 || r.LeadDays < 0 {
		return r, models.Invalid("takedownHours, refusedTakedownDays, importErrorDays", "数值不合理", "must not be negative, and at least a day")
	}
	return r, nil
}

// ended reports whether the rule names only statuses after which no one looks for
// anyone.
func ended(rule RetentionRule) bool {
	of := map[models.Kind][]string{
		models.Records: {string(models.RecordReunited), string(models.RecordClosed)},
		models.Notices: {string(models.NoticeClosed), string(models.NoticeWithdrawn)},
	}[rule.Side]
	return !slices.ContainsFunc(rule.Statuses, func(s string) bool { return !slices.Contains(of, s) })
}

const (
	retainEvery  = time.Hour   // rules count in days
	cleanEvery   = time.Minute // what waits for an import, or was cut off
	retainAtOnce = 100         // subjects found by one query
)

// retentionActor is in whose name the rules erase.
var retentionActor = models.Actor{ID: "guitu/retention", Role: models.RoleAdmin, Areas: models.Nationwide}

// Retain erases what is due, and finishes erasures that an earlier process left, until
// ctx ends.
func (s *Service) Retain(ctx context.Context) error {
	ctx = models.WithActor(ctx, retentionActor)
	if err := s.store.Scrub(ctx); err != nil && ctx.Err() == nil { // of an erasure that was cut off at its very end
		s.log.WarnContext(ctx, "scrub the store", "err", err)
	}
	minute := time.NewTicker(cleanEvery)
	defer minute.Stop()
	for last := (time.Time{}); ; {
		err := s.eraseTakenDown(ctx)
		if now := s.clock(); now.Sub(last) >= retainEvery || now.Before(last) { // the clock may be set back
			last = now
			err = errors.Join(err, s.applyRetention(ctx))
		}
		if err = errors.Join(err, s.clean(ctx)); err != nil && ctx.Err() == nil {
			s.log.ErrorContext(ctx, "erasure is behind", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-minute.C:
		}
	}
}

// applyRetention erases what the rules say is due.
func (s *Service) applyRetention(ctx context.Context) error {
	if days := s.retention.ImportErrorDays; days > 0 {
		before := s.clock().AddDate(0, 0, -days)
		if err := s.store.InTx(ctx, func(tx store.Tx) error { return tx.DropImportRows(ctx, before) }); err != nil {
			return err
		}
	}
	if err := s.dropOldLeads(ctx); err != nil {
		return err
	}
	for _, rule := range s.retention.Rules {
		before := s.clock().AddDate(0, 0, -rule.Days)
		for {
			names, err := s.store.Expired(ctx, rule.Side, rule.Statuses, before, rule.Part, retainAtOnce)
			if err != nil {
				return fmt.Errorf("rule %s: %w", rule.ID, err)
			}
			for _, name := range names {
				if err := s.eraseByRule(ctx, name, rule); err != nil && !isGone(err) {
					return fmt.Errorf("rule %s: %s: %w", rule.ID, name, err)
				}
			}
			if len(names) > 0 {
				s.log.InfoContext(ctx, "retention", "rule", rule.ID, "looked at", len(names))
			}
			if len(names) < retainAtOnce {
				break
			}
		}
	}
	return nil
}

func (s *Service) eraseByRule(ctx context.Context, name string, rule RetentionRule) error {
	reason := models.ReasonRetention + rule.ID
	if rule.Side == models.Records {
		return s.Records.erasePart(ctx, name, rule.Part, reason)
	}
	return s.Notices.erasePart(ctx, name, rule.Part, reason)
}

// erasePart erases a part of a subject, which stays, or all of it.
func (r *Registry[T]) erasePart(ctx context.Context, name string, part models.DataCategory, reason string) error {
	if part == models.DataAll {
		_, err := r.eraseAll(ctx, name, reason)
		return err
	}
	return r.store.InTx(ctx, func(tx store.Tx) error {
		w := r.writer(tx)
		s, err := w.Get(ctx, name)
		if err != nil {
			return err
		}
		job := models.ErasureJob{Erasure: models.Erasure{Name: name, Kind: r.kind, Reason: reason}, Part: part}
		if part == models.DataBiometrics {
			job.Blobs = models.BlobsOf(s)
		}
		files, err := forgetProceedings(ctx, tx, name, part)
		if err != nil {
			return err
		}
		job.Blobs = append(job.Blobs, files...)
		if !models.Strip(s, part) && len(files) == 0 {
			return tx.MarkErased(ctx, name, part)
		}
		if err := w.Update(ctx, s); err != nil {
			return err
		}
		return tx.PutErasure(ctx, &job)
	})
}

// forgetProceedings takes a part out of the proceedings of a subject, and returns the hashes of
// the files that went: with biometrics the files, which are photos, signatures and proofs;
// with the others what is told of people, too.
func forgetProceedings(ctx context.Context, tx store.Tx, subject string, part models.DataCategory) (files []string, err error) {
	w := tx.ProceedingWriter()
	for token := ""; ; {
		page, next, err := w.ListProceedings(ctx, store.ProceedingFilter{Record: subject}, retainAtOnce, token)
		if err != nil {
			return nil, err
		}
		for _, p := range page {
			held := models.FilesOf(p)
			changed := models.ForgetFiles(p)
			if part != models.DataBiometrics {
				changed = p.Forget() || changed
			}
			if !changed {
				continue
			}
			if err := w.PutProceeding(ctx, p); err != nil {
				return nil, err
			}
			files = append(files, held...)
		}
		if token = next; token == "" {
			return files, nil
		}
	}
}

// dropOldLeads deletes the leads, rounds and refusals that have not changed for long: what a lead
// told of a person is in the record by then. What they counted stays.
func (s *Service) dropOldLeads(ctx context.Context) error {
	if s.retention.LeadDays == 0 {
		return nil
	}
	before := s.clock().AddDate(0, 0, -s.retention.LeadDays)
	for _, f := range []store.ProceedingFilter{{Kind: models.Leads}, {Kind: models.Rounds}, {Kind: models.Stays, State: models.StayRefused}} {
		f.Until = before
		for {
			page, _, err := s.store.ListProceedings(ctx, f, retainAtOnce, "")
			if err != nil {
				return fmt.Errorf("old leads: %w", err)
			}
			for _, p := range page {
				if err := s.dropProceeding(ctx, p); err != nil {
					return fmt.Errorf("old leads: %s: %w", p.Head().Name, err)
				}
			}
			if len(page) < retainAtOnce {
				break
			}
		}
	}
	return nil
}

func (s *Service) dropProceeding(ctx context.Context, p models.Proceeding) error {
	return s.store.InTx(ctx, func(tx store.Tx) error {
		files, err := tx.ProceedingWriter().DropProceeding(ctx, p.Head().Name)
		if err != nil {
			return err
		}
		return tx.PutErasure(ctx, &models.ErasureJob{
			Erasure: models.Erasure{Name: p.Head().Name, Kind: models.Kind(p.ProceedingKind()), Reason: models.ReasonRetention + "leads"}, Part: models.DataContacts, Blobs: files,
		})
	})
}
