package matcher_test

import (
	"errors"
	"testing"

	"github.com/guitu-project/guitu/models"
)

// Every kind of proceeding says whether it may be begun in another station's name, and gone on
// with by another station of the same area: that a person was admitted, left, was brought home
// or was asked after is said by the station that did it.
func TestWhoseNameProceedingsAreIn(t *testing.T) {
	w := open(t, nil)
	const ours, theirs = "成都市救助站", "武侯区救助站"
	place := models.Place{Text: "成都市武侯区", Code: "510107"}
	station := models.WithActor(t.Context(), models.Actor{ID: "users/a", Role: models.RoleStation, Areas: "5101", Station: ours})
	another := models.WithActor(t.Context(), models.Actor{ID: "users/b", Role: models.RoleStation, Areas: "5101", Station: theirs})
	over := models.WithActor(t.Context(), models.Actor{ID: "users/c", Role: models.RoleSupervisor, Areas: "51"})
	record := func() string {
		r := heard("许花东")
		r.Station, r.FoundPlace = theirs, place
		return must2(w.Records.Register(another, r))(t).Name
	}
	signed := []models.Signature{{Kind: models.SignGuardian, Name: "许大"}}
	docket := func(of string) models.Docket { return models.Docket{Station: of, Place: place} }
	withRecord := func(of string) models.Docket { d := docket(of); d.Record = record(); return d }
	stay := func(of string) *models.Stay {
		return &models.Stay{Docket: withRecord(of), Arrival: models.ArrivalSelf, Categories: []models.Category{models.CategoryOld}}
	}
	escort := func(of string) models.Proceeding {
		in := another
		if of == ours {
			in = station
		}
		kept := must(w.Begin(in, stay(of), models.Act{Kind: models.ActAdmit}))(t)
		return &models.Escort{Stay: kept.Head().Name, Destination: models.Place{Text: "重庆市", Code: "500000"}, PlannedDate: "2026-03-02", Escorts: []string{"关"},
			Receiver: models.Receiver{Kind: models.ReceiverStation, Unit: "渝中救助站"}}
	}
	for kind, c := range map[models.ProceedingKind]struct {
		begin  func(of string) models.Proceeding
		first  models.Act
		next   models.Act
		others bool // a station of the same area begins it, and acts in it
	}{
		models.Rounds: {func(of string) models.Proceeding { return &models.Round{Docket: docket(of), Team: []string{"关"}} },
			models.Act{Kind: models.ActStart}, models.Act{Kind: models.ActEnd}, false},
		models.Leads: {func(of string) models.Proceeding {
			return &models.Lead{Docket: docket(of), Source: models.SourceCitizen}
		},
			models.Act{Kind: models.ActReport}, models.Act{Kind: models.ActOutcome, Note: "已核对"}, true},
		models.Stays: {func(of string) models.Proceeding { return stay(of) },
			models.Act{Kind: models.ActAdmit}, models.Act{Kind: models.ActHospital, Unit: "某院"}, false},
		models.Escorts: {escort, models.Act{Kind: models.ActPlan}, models.Act{Kind: models.ActDepart}, false},
		models.IdentityRequests: {func(of string) models.Proceeding {
			return &models.IdentityRequest{Docket: docket(of), Hospital: "某院"}
		},
			models.Act{Kind: models.ActAsk}, models.Act{Kind: models.ActAnswer, Note: "已核对"}, false},
		models.Inquiries: {func(of string) models.Proceeding {
			return &models.Inquiry{Docket: withRecord(of), To: models.ToPolice, ToUnit: "别处局", Question: "核实"}
		}, models.Act{Kind: models.ActAsk}, models.Act{Kind: models.ActClose}, false},
		models.Registrations: {func(of string) models.Proceeding {
			return &models.Registration{Docket: docket(of), Person: models.Person{Names: []models.PersonName{{Text: "许奶奶"}}}, Guardian: models.Contact{Name: "许大", Phone: "000"}}
		}, models.Act{Kind: models.ActSurvey, Signatures: signed}, models.Act{Kind: models.ActKeep}, true},
	} {
		if p, err := w.Begin(station, c.begin(ours), c.first); err != nil || p.Head().Station != ours {
			t.Errorf("%s in one's own name: %v", kind, err)
		}
		made := must(w.Begin(another, c.begin(theirs), c.first))(t)
		_, err := w.Begin(station, c.begin(theirs), c.first)
		if errors.Is(err, models.ErrPermission) == c.others || err != nil && c.others {
			t.Errorf("%s in another station's name: %v", kind, err)
		}
		if _, err := w.Proceeding(station, made.Head().Name); err != nil { // of the area: it is seen
			t.Errorf("%s of the area: %v", kind, err)
		}
		if _, err := w.Act(station, made.Head().Name, "", c.next); errors.Is(err, models.ErrPermission) == c.others {
			t.Errorf("another station goes on with %s: %v", kind, err)
		}
		if _, err := w.Begin(over, c.begin(theirs), c.first); err != nil { // who works for the area and for no station
			t.Errorf("%s by a supervisor of the area: %v", kind, err)
		}
		if got, err := w.Proceeding(another, made.Head().Name); err != nil || !c.others && len(got.Head().History) != 1 {
			t.Errorf("%s: %d acts, %v", kind, len(got.Head().History), err)
		}
	}
	// An inquiry for another area's case is answered as one for a case that never was.
	far := models.WithActor(t.Context(), models.Actor{ID: "users/f", Role: models.RoleCaseworker, Areas: "42", Station: "武汉市救助站"})
	r, n := heard("许花冬"), &models.Notice{MissingPlace: models.Place{Text: "武汉市", Code: "420106"}}
	r.Station, r.FoundPlace = "武汉市救助站", models.Place{Text: "武汉市", Code: "420106"}
	hidden := must(w.Cases.Propose(far, must2(w.Records.Register(far, r))(t).Name, must2(w.Notices.Register(far, n))(t).Name, "像"))(t)
	for _, name := range []string{hidden.Name, "cases/never"} {
		q := &models.Inquiry{Docket: withRecord(ours), Case: name, To: models.ToPolice, ToUnit: "别处局", Question: "核实"}
		if _, err := w.Begin(station, q, models.Act{Kind: models.ActAsk}); !errors.Is(err, models.ErrNotFound) || errors.Is(err, models.ErrInvalid) {
			t.Errorf("an inquiry for %s: %v", name, err)
		}
	}
	// A hospital asks the station that it names, and no other station asks in a hospital's.
	hospital := models.WithActor(t.Context(), models.Actor{ID: "users/h", Role: models.RoleHospital, Station: "某院"})
	if _, err := w.Begin(hospital, &models.IdentityRequest{Docket: docket(theirs)}, models.Act{Kind: models.ActAsk}); err != nil {
		t.Errorf("a hospital asks a station: %v", err)
	}
	// A village enters its own people, in no other village's name.
	village := models.WithActor(t.Context(), models.Actor{ID: "users/v", Role: models.RoleVillage, Areas: "510107", Station: "青石村"})
	for of, refused := range map[string]bool{"青石村": false, "白鹭村": true, theirs: true} {
		g := &models.Registration{Docket: docket(of), Person: models.Person{Names: []models.PersonName{{Text: "许奶奶"}}}, Guardian: models.Contact{Name: "许大", Phone: "000"}}
		if _, err := w.Begin(village, g, models.Act{Kind: models.ActSurvey, Signatures: signed}); errors.Is(err, models.ErrPermission) != refused || err != nil && !refused {
			t.Errorf("a village enters for %s: %v", of, err)
		}
	}
}
