package matcher

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/guitu-project/guitu/models"
)

// How long a purpose is, in characters.
const (
	minPurpose = 4
	maxPurpose = 200
)

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
	if n := utf8.RuneCountInString(purpose); n < minPurpose || n > maxPurpose {
		return nil, models.Invalid("purpose", fmt.Sprintf("请写明用途，%d 到 %d 字，例如“电话核实家属身份”", minPurpose, maxPurpose),
			fmt.Sprintf("say what for in %d to %d characters", minPurpose, maxPurpose))
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
	row := models.Audit{Action: models.ActionReveal, Objects: []string{name}, Purpose: purpose}
	if err := s.store.AppendAudit(ctx, &row); err != nil {
		return nil, err
	}
	return notice, nil
}
