package gateway_test

import (
	"time"

	"google.golang.org/protobuf/proto"

	"github.com/guitu-project/guitu/api/auth"
	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// ownUnit is the hospital and the village committee of the matrix's people.
const ownUnit = "本单位"

// proceeding puts a proceeding of a person at a place straight into the store.
func (m *matrix) proceeding(kind models.ProceedingKind, p obj) string {
	m.t.Helper()
	place := models.Place{Text: p["text"].(string), Code: p["code"].(string)}
	station := "他单位"
	if p["code"] == ownPlace["code"] {
		station = ownUnit
	}
	name, _ := m.file("records", "", p)
	d := models.Docket{Station: station, Place: place, Record: name}
	var made models.Proceeding
	first := models.Act{Kind: models.ActStart, Signatures: []models.Signature{{Kind: models.SignGuardian, Name: "某"}}}
	switch kind {
	case models.Rounds:
		d.Record = ""
		made = &models.Round{Docket: d, Team: []string{"某"}}
	case models.Leads:
		d.Record = ""
		made, first.Kind = &models.Lead{Docket: d, Source: models.SourceCitizen}, models.ActReport
	case models.Stays:
		made, first.Kind = &models.Stay{Docket: d, Arrival: models.ArrivalSelf, Categories: []models.Category{models.CategoryOld}}, models.ActAdmit
	case models.Escorts:
		stay := m.proceeding(models.Stays, p)
		made, first.Kind = &models.Escort{
			Docket: d, Stay: stay, Destination: models.Place{Text: "别处", Code: "650000"}, PlannedDate: "2026-01-02", Escorts: []string{"某"},
			Receiver: models.Receiver{Kind: models.ReceiverStation, Unit: "别处站"},
		}, models.ActPlan
	case models.IdentityRequests:
		made, first.Kind = &models.IdentityRequest{Docket: d, Hospital: station}, models.ActAsk
		d.Station = "站"
		made.Head().Station = "站"
	case models.Inquiries:
		made, first.Kind = &models.Inquiry{Docket: d, To: models.ToPolice, ToUnit: "别处局", Question: "核实"}, models.ActAsk
	case models.Registrations:
		d.Record = ""
		made, first.Kind = &models.Registration{
			Docket: d, Person: models.Person{Names: []models.PersonName{{Text: "许奶奶"}}}, Guardian: models.Contact{Name: "许大", Phone: "000"},
		}, models.ActSurvey
	}
	ctx := models.WithActor(m.t.Context(), auth.Admin)
	if err := models.Begin(made, auth.Admin, first, time.Now()); err != nil {
		m.t.Fatal(err)
	}
	if err := m.store.InTx(ctx, func(tx store.Tx) error { return tx.ProceedingWriter().PutProceeding(ctx, made) }); err != nil {
		m.t.Fatal(err)
	}
	return made.Head().Name
}

// proceedingRequests returns what each call about proceedings and statistics is tried with.
func (m *matrix) proceedingRequests(record func(obj) string) map[string]request {
	place := func(p obj) *guituv1.Place { return &guituv1.Place{Text: p["text"].(string), Code: p["code"].(string)} }
	always := func(r proto.Message) request { return func(obj) proto.Message { return r } }
	note := func(kind string) *guituv1.Act { return &guituv1.Act{Kind: kind, Note: "已核对"} }
	guardian := &guituv1.Act{Signatures: []*guituv1.Signature{{Kind: "GUARDIAN", Name: "某"}}}
	unit := func(p obj) string {
		if p["code"] == ownPlace["code"] {
			return ownUnit
		}
		return "他单位"
	}
	period := func(p obj) string { return p["code"].(string)[:2] }
	return map[string]request{
		guituv1.StreetService_CreateRound_FullMethodName: func(p obj) proto.Message {
			return &guituv1.CreateRoundRequest{Round: &guituv1.Round{Place: place(p), Station: unit(p), Team: []string{"某"}}}
		},
		guituv1.StreetService_GetRound_FullMethodName:   func(p obj) proto.Message { return &guituv1.GetRoundRequest{Name: m.proceeding(models.Rounds, p)} },
		guituv1.StreetService_ListRounds_FullMethodName: always(&guituv1.ListRoundsRequest{}),
		guituv1.StreetService_CreateRoundAct_FullMethodName: func(p obj) proto.Message {
			return &guituv1.CreateRoundActRequest{Parent: m.proceeding(models.Rounds, p), Act: note("END")}
		},
		guituv1.StreetService_CreateLead_FullMethodName: func(p obj) proto.Message {
			return &guituv1.CreateLeadRequest{Lead: &guituv1.Lead{Place: place(p), Station: unit(p), Source: "CITIZEN"}}
		},
		guituv1.StreetService_GetLead_FullMethodName:   func(p obj) proto.Message { return &guituv1.GetLeadRequest{Name: m.proceeding(models.Leads, p)} },
		guituv1.StreetService_ListLeads_FullMethodName: always(&guituv1.ListLeadsRequest{}),
		guituv1.StreetService_CreateLeadAct_FullMethodName: func(p obj) proto.Message {
			return &guituv1.CreateLeadActRequest{Parent: m.proceeding(models.Leads, p), Act: note("REGISTER")}
		},
		guituv1.StayService_CreateStay_FullMethodName: func(p obj) proto.Message {
			return &guituv1.CreateStayRequest{Stay: &guituv1.Stay{Record: record(p), Arrival: "SELF", Categories: []string{"OLD"}}}
		},
		guituv1.StayService_GetStay_FullMethodName:   func(p obj) proto.Message { return &guituv1.GetStayRequest{Name: m.proceeding(models.Stays, p)} },
		guituv1.StayService_ListStays_FullMethodName: always(&guituv1.ListStaysRequest{}),
		guituv1.StayService_CreateStayAct_FullMethodName: func(p obj) proto.Message {
			return &guituv1.CreateStayActRequest{Parent: m.proceeding(models.Stays, p), Act: &guituv1.Act{Kind: "HOSPITAL", Unit: "某院"}}
		},
		guituv1.StayService_CreateEscort_FullMethodName: func(p obj) proto.Message {
			return &guituv1.CreateEscortRequest{Escort: &guituv1.Escort{
				Stay: m.proceeding(models.Stays, p), Destination: &guituv1.Place{Text: "某地"}, PlannedDate: "2026-01-02", Escorts: []string{"某"},
				Receiver: &guituv1.Receiver{Kind: "STATION", Unit: "某站"},
			}}
		},
		guituv1.StayService_GetEscort_FullMethodName:   func(p obj) proto.Message { return &guituv1.GetEscortRequest{Name: m.proceeding(models.Escorts, p)} },
		guituv1.StayService_ListEscorts_FullMethodName: always(&guituv1.ListEscortsRequest{}),
		guituv1.StayService_CreateEscortAct_FullMethodName: func(p obj) proto.Message {
			return &guituv1.CreateEscortActRequest{Parent: m.proceeding(models.Escorts, p), Act: note("DEPART")}
		},
		guituv1.StayService_GetProceedingFile_FullMethodName: func(p obj) proto.Message {
			return &guituv1.GetProceedingFileRequest{Parent: m.proceeding(models.Stays, p), Sha256: "none"}
		},
		guituv1.InquiryService_CreateIdentityRequest_FullMethodName: func(p obj) proto.Message {
			return &guituv1.CreateIdentityRequestRequest{IdentityRequest: &guituv1.IdentityRequest{Place: place(p), Station: unit(p), Hospital: "某院"}}
		},
		guituv1.InquiryService_GetIdentityRequest_FullMethodName: func(p obj) proto.Message {
			return &guituv1.GetIdentityRequestRequest{Name: m.proceeding(models.IdentityRequests, p)}
		},
		guituv1.InquiryService_ListIdentityRequests_FullMethodName: always(&guituv1.ListIdentityRequestsRequest{}),
		guituv1.InquiryService_CreateIdentityRequestAct_FullMethodName: func(p obj) proto.Message {
			return &guituv1.CreateIdentityRequestActRequest{Parent: m.proceeding(models.IdentityRequests, p), Act: note("ANSWER")}
		},
		guituv1.InquiryService_CreateInquiry_FullMethodName: func(p obj) proto.Message {
			return &guituv1.CreateInquiryRequest{Inquiry: &guituv1.Inquiry{Record: record(p), To: "POLICE", ToUnit: "某局", Question: "核实"}}
		},
		guituv1.InquiryService_GetInquiry_FullMethodName:    func(p obj) proto.Message { return &guituv1.GetInquiryRequest{Name: m.proceeding(models.Inquiries, p)} },
		guituv1.InquiryService_ListInquiries_FullMethodName: always(&guituv1.ListInquiriesRequest{}),
		guituv1.InquiryService_CreateInquiryAct_FullMethodName: func(p obj) proto.Message {
			return &guituv1.CreateInquiryActRequest{Parent: m.proceeding(models.Inquiries, p), Act: note("CLOSE")}
		},
		guituv1.RegistryService_CreateRegistration_FullMethodName: func(p obj) proto.Message {
			return &guituv1.CreateRegistrationRequest{Registration: &guituv1.Registration{
				Place: place(p), Station: unit(p), First: guardian, Person: &guituv1.Person{Names: []*guituv1.PersonName{{Text: "许奶奶"}}},
				Guardian: &guituv1.Contact{Name: "许大", Phone: "000"},
			}}
		},
		guituv1.RegistryService_GetRegistration_FullMethodName: func(p obj) proto.Message {
			return &guituv1.GetRegistrationRequest{Name: m.proceeding(models.Registrations, p)}
		},
		guituv1.RegistryService_ListRegistrations_FullMethodName: always(&guituv1.ListRegistrationsRequest{}),
		guituv1.RegistryService_CreateRegistrationAct_FullMethodName: func(p obj) proto.Message {
			return &guituv1.CreateRegistrationActRequest{Parent: m.proceeding(models.Registrations, p), Act: note("REFUSE")}
		},
		guituv1.FormService_ListForms_FullMethodName: func(p obj) proto.Message {
			return &guituv1.ListFormsRequest{Name: m.proceeding(models.Stays, p)}
		},
		guituv1.FormService_GetForm_FullMethodName: func(p obj) proto.Message {
			return &guituv1.GetFormRequest{Name: m.proceeding(models.Stays, p), Form: "ASSISTANCE_REQUEST"}
		},
		guituv1.FormService_ListBlankForms_FullMethodName: always(&guituv1.ListBlankFormsRequest{}),
		guituv1.FormService_GetBlankForm_FullMethodName:   always(&guituv1.GetBlankFormRequest{Form: "ASSISTANCE_REQUEST"}),
		guituv1.StatisticsService_GetStatistics_FullMethodName: func(p obj) proto.Message {
			return &guituv1.GetStatisticsRequest{From: "2026-01-02", Area: period(p)}
		},
		guituv1.StatisticsService_GetStatisticsTable_FullMethodName: func(p obj) proto.Message {
			return &guituv1.GetStatisticsTableRequest{From: "2026-01-02", Area: period(p)}
		},
		guituv1.StatisticsService_ListStatisticEvents_FullMethodName: func(p obj) proto.Message {
			return &guituv1.ListStatisticEventsRequest{From: "2026-01-02", Area: period(p), Measure: "LEADS"}
		},
		guituv1.StatisticsService_CreateReport_FullMethodName: func(p obj) proto.Message {
			m.n++
			from := time.Date(2010, 1, m.n, 0, 0, 0, 0, time.UTC).Format(time.DateOnly) // each reports another day
			return &guituv1.CreateReportRequest{Report: &guituv1.Report{From: from, Area: period(p)}}
		},
	}
}
