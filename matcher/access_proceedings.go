package matcher

import (
	"context"
	"fmt"
	"slices"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// proceedingAccess says which permission lets somebody see the proceedings of a kind: those
// in their areas or of their station; of their station only; or those of which they are the
// partner.
var proceedingAccess = []struct {
	may                           models.Permission
	kinds, own, partners, ownPart []models.ProceedingKind
}{
	{may: models.Patrol, kinds: []models.ProceedingKind{models.Rounds, models.Leads}},
	{may: models.Shelter, kinds: []models.ProceedingKind{models.Stays, models.Escorts, models.IdentityRequests, models.Inquiries}},
	{may: models.AnswerInquiries, partners: []models.ProceedingKind{models.Escorts, models.Inquiries}},
	{may: models.AskIdentity, ownPart: []models.ProceedingKind{models.IdentityRequests}},
	{may: models.Survey, own: []models.ProceedingKind{models.Registrations}},
	{may: models.KeepRegistry, kinds: []models.ProceedingKind{models.Registrations}},
}

// proceedings returns what the actor sees.
func (a access) proceedings() *store.ProceedingScope {
	s := &store.ProceedingScope{AreaScope: store.AreaScope{Areas: a.Areas, Station: a.Station}}
	for _, row := range proceedingAccess {
		if a.Role.May(row.may) {
			s.Kinds, s.OwnKinds = append(s.Kinds, row.kinds...), append(s.OwnKinds, row.own...)
			s.PartnerKinds, s.OwnPartner = append(s.PartnerKinds, row.partners...), append(s.OwnPartner, row.ownPart...)
		}
	}
	return s
}

// owns reports whether the proceeding is of the actor's station or areas, for those kinds
// that they see so.
func (a access) owns(p models.Proceeding) bool {
	s, d := a.proceedings(), p.Head()
	own := a.Station != "" && a.Station == d.Station
	kind := p.ProceedingKind()
	return slices.Contains(s.Kinds, kind) && (own || a.Areas.Cover(d.Place.Code)) || slices.Contains(s.OwnKinds, kind) && own
}

// partners reports whether the actor is the other side of the proceeding.
func (a access) partners(p models.Proceeding) bool {
	s, kind := a.proceedings(), p.ProceedingKind()
	station, place := p.Partner()
	own := a.Station != "" && a.Station == station
	return slices.Contains(s.PartnerKinds, kind) && (own || a.Areas.Cover(place.Code)) || slices.Contains(s.OwnPartner, kind) && own
}

// proceedingOf reads a proceeding that the actor in ctx may see. Errors: models.ErrNotFound.
func proceedingOf(ctx context.Context, from store.Proceedings, name string) (models.Proceeding, error) {
	a, err := accessOf(ctx)
	if err != nil {
		return nil, err
	}
	p, err := from.Proceeding(ctx, name)
	if err == nil && !a.owns(p) && !a.partners(p) {
		err = fmt.Errorf("of another area: %w", models.ErrNotFound)
	}
	return p, err
}

// beginPermission is what it takes to begin a proceeding of each kind.
var beginPermission = map[models.ProceedingKind]models.Permission{
	models.Rounds: models.Patrol, models.Leads: models.Patrol, models.Stays: models.Shelter, models.Escorts: models.Shelter,
	models.Inquiries: models.Shelter, models.Registrations: models.Survey,
}

// mustBegin returns nil if the actor in ctx may begin p. Errors: models.ErrPermission.
func mustBegin(ctx context.Context, p models.Proceeding) error {
	a, err := accessOf(ctx)
	if err != nil {
		return err
	}
	kind := p.ProceedingKind()
	allowed := a.Role.May(beginPermission[kind])
	if kind == models.IdentityRequests {
		allowed = a.Role.May(models.AskIdentity) || a.Role.May(models.Shelter)
	}
	switch {
	case !allowed:
		return models.Refused(models.ErrPermission, fmt.Sprintf("您的角色（%s）不能办理此项", a.Role), fmt.Sprintf("your role (%s) may not begin this", a.Role))
	case a.owns(p), kind == models.IdentityRequests && a.partners(p):
		return nil
	}
	return models.Refused(models.ErrPermission, "地点不在您的辖区，也不是本单位的业务", "the place does not lie in your areas, and the work is not of your station")
}

// mayAct returns nil if the actor may do that act in a proceeding that they see.
// Errors: models.ErrPermission.
func (a access) mayAct(p models.Proceeding, act *models.Act) error {
	owns, partners := a.owns(p), a.partners(p)
	allowed := owns
	switch p.ProceedingKind() {
	case models.Escorts:
		allowed = owns || partners && act.Kind == models.ActHandOver
	case models.Inquiries:
		allowed = owns || partners && act.Kind == models.ActAnswer
	case models.IdentityRequests:
		allowed = owns || partners && act.Kind == models.ActClose
	case models.Leads:
		allowed = owns && (act.Kind != models.ActRegister || a.Role.May(models.WriteRecords))
	case models.Registrations:
		if slices.Contains([]models.ActKind{models.ActKeep, models.ActRefuse}, act.Kind) {
			allowed = owns && a.Role.May(models.KeepRegistry)
		}
	}
	if !allowed {
		return models.Refused(models.ErrPermission, fmt.Sprintf("您不能在此%s：须由负责的单位办理", act.Kind.Text().Zh),
			fmt.Sprintf("you may not %s here: that is for those whose work it is", act.Kind.Text().En))
	}
	return nil
}
