package matcher

import (
	"context"
	"fmt"
	"slices"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// proceedingAccess says which permission lets a person see the proceedings of a kind: those
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

// inOthersName says which proceedings may be begun in the name of another station, in their
// nature and by whom; all else is begun, and gone on with, in the name of one's own station
// (core.mustSpeakFor): it says where a person is and what a station did with them, and counts
// as that station's work.
//
//	rounds            own  who walked, and what they found, is that station's work
//	leads             any  a citizen, a village, a patrol reports to the station in charge of
//	                       the place; its record is made in that station's name alone
//	stays             own  admission, care and leaving: only who keeps a person says so
//	escorts           own  of the stay's station; the one who receives hands over as its partner
//	identityRequests  any  a hospital asks a station; a station writes down only what it is asked
//	inquiries         own  the asking station; who is asked answers as its partner
//	registrations     any  a village's, entered by it or by those who check registrations
var inOthersName = map[models.ProceedingKind]models.Permission{
	models.Leads: models.Patrol, models.IdentityRequests: models.AskIdentity, models.Registrations: models.KeepRegistry,
}

// othersAct are the kinds in which those whose areas they lie in also act for another
// station: a lead is whose it is nearest to, a registration is checked by the county.
var othersAct = []models.ProceedingKind{models.Leads, models.Registrations}

// mustBegin returns nil if the actor in ctx may begin p. Errors: models.ErrPermission.
func (s *Service) mustBegin(ctx context.Context, p models.Proceeding) error {
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
	case !a.owns(p) && (kind != models.IdentityRequests || !a.partners(p)):
		return models.Refused(models.ErrPermission, "地点不在您的辖区，也不是本单位的业务", "the place does not lie in your areas, and the work is not of your station")
	case inOthersName[kind] != 0 && a.Role.May(inOthersName[kind]):
		return nil
	}
	return s.mustSpeakFor(ctx, p.Head().Station)
}

// partnerActs are what the other side of a proceeding does in it.
var partnerActs = map[models.ProceedingKind]models.ActKind{
	models.Escorts: models.ActHandOver, models.Inquiries: models.ActAnswer, models.IdentityRequests: models.ActClose,
}

// mustAct returns nil if the actor may do that act in a proceeding that they see: as its other
// side, or in the name of the station whose it is. Errors: models.ErrPermission.
func (s *Service) mustAct(ctx context.Context, a access, p models.Proceeding, act *models.Act) error {
	if a.partners(p) && act.Kind == partnerActs[p.ProceedingKind()] {
		return nil
	}
	if err := a.mayAct(p, act); err != nil || slices.Contains(othersAct, p.ProceedingKind()) {
		return err
	}
	return s.mustSpeakFor(ctx, p.Head().Station)
}

// mayAct returns nil if the actor may do that act as one of those whose work it is.
// Errors: models.ErrPermission.
func (a access) mayAct(p models.Proceeding, act *models.Act) error {
	owns := a.owns(p)
	allowed := owns
	switch p.ProceedingKind() {
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
