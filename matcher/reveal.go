package matcher

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// How long a purpose is, in characters, and of how many different ones it is made at
// least.
const (
	minPurpose      = 4
	maxPurpose      = 200
	distinctPurpose = 3
)

// revealsPerHour is how many notices one person opens in an hour: far more than anyone
// calls families of, far less than a list to sell has.
const revealsPerHour = 30

// mostOpened is how many rows of an hour's trail are looked through: the same few notices may be
// opened often.
const mostOpened = 100 * revealsPerHour

// Reveal reads a notice without masks, for a purpose that stays in the audit trail.
// Those whom masks concern are police, caseworkers and supervisors of other areas;
// a station sees clearly as soon as a case is open.
// Errors: models.ErrNotFound, models.ErrInvalid (purpose), models.ErrPermission.
func (s *Service) Reveal(ctx context.Context, name, purpose string) (*models.Notice, error) {
	a, err := accessOf(ctx)
	if err != nil {
		return nil, err
	}
	purpose = strings.TrimSpace(purpose)
	if err := checkPurpose(purpose); err != nil {
		return nil, err
	}
	notice, err := s.Notices.load(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("reveal %s: %w", name, err)
	}
	open, err := s.clear(ctx, a, notice)
	if err != nil {
		return nil, fmt.Errorf("reveal %s: %w", name, err)
	}
	if !open[name] && !a.Role.May(models.RevealContacts) {
		return nil, models.Refused(models.ErrPermission, "请先就这一对建立核实案件，再查看联系方式", "open a case on the pair first: then the contacts are yours to see")
	}
	if err := s.admitReveal(ctx, a.ID, name); err != nil {
		return nil, err
	}
	row := models.Audit{Action: models.ActionReveal, Objects: []string{name}, Purpose: purpose}
	if err := s.store.AppendAudit(ctx, &row); err != nil {
		return nil, err
	}
	return notice, nil
}

// checkPurpose returns what is wrong with a purpose that stays in the trail: it must say
// something.
func checkPurpose(purpose string) error {
	if n := utf8.RuneCountInString(purpose); n < minPurpose || n > maxPurpose || distinct(purpose) < distinctPurpose {
		return models.Invalid("purpose", fmt.Sprintf("请写明用途，%d 到 %d 字，例如“电话核实家属身份”", minPurpose, maxPurpose),
			fmt.Sprintf("say what for in %d to %d characters", minPurpose, maxPurpose))
	}
	return nil
}

// openedBy returns the notices whose contacts the actor opened within the hour, wherever that was.
func (s *Service) openedBy(ctx context.Context, actor string) (map[string]bool, error) {
	notices := map[string]bool{}
	rows, err := s.store.FindAudit(ctx, store.AuditFilter{Actor: actor, Action: models.ActionReveal, From: s.clock().Add(-time.Hour)}, 0, mostOpened)
	for _, row := range rows {
		notices[row.Objects[0]] = true
	}
	return notices, err
}

// admitReveal returns nil while the actor opens no more notices within an hour than anyone needs;
// one that was opened is not counted again. The one who reaches the limit is written into the trail and
// the log, for the supervisor. Errors: models.ErrThrottled.
func (s *Service) admitReveal(ctx context.Context, actor, notice string) error {
	opened, err := s.openedBy(ctx, actor)
	if err != nil || opened[notice] || len(opened) < revealsPerHour {
		return err
	}
	s.log.WarnContext(ctx, "contacts were opened up to the hourly limit", "actor", actor, "limit", revealsPerHour)
	return errors.Join(
		models.Refused(models.ErrThrottled, fmt.Sprintf("一小时内已查看 %d 条启事的联系方式，已达上限并已记录；确有需要请联系主管", revealsPerHour),
			fmt.Sprintf("you opened the contacts of %d notices within an hour, which is the limit and was noted; ask your supervisor if there is need for more", revealsPerHour)),
		s.audit(ctx, models.ActionRefuse, models.RevealLimit))
}

// distinct returns how many different characters a text has.
func distinct(text string) int {
	seen := map[rune]bool{}
	for _, r := range text {
		seen[r] = true
	}
	return len(seen)
}
