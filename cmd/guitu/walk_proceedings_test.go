package main

import (
	"slices"
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
)

// The walk's proceedings: from the street to the way home, what a station of area 51 does with
// the hidden person, and no one of area 42 hears of.

// proceedingServices are those that are asked about proceedings.
var proceedingServices = []protoreflect.Name{"StreetService", "StayService", "InquiryService", "RegistryService", "FormService"}

// isProceeding reports whether a name is a proceeding's.
func isProceeding(name string) bool {
	return slices.ContainsFunc([]string{"rounds/", "leads/", "stays/", "escorts/", "identityRequests/", "inquiries/", "registrations/"},
		func(prefix string) bool { return strings.HasPrefix(name, prefix) })
}

// staff is a station's people, and what they write.
type staff struct {
	token, station, record, word string
	place                        *guituv1.Place
}

// plantProceedings makes a proceeding of each kind, with a word in it, and returns their names and
// all that the station was answered.
func (w *walk) plantProceedings(s staff) (names []string, heard string) {
	w.Helper()
	as, conn := w.as(s.token), w.conn.conn
	street, stays := guituv1.NewStreetServiceClient(conn), guituv1.NewStayServiceClient(conn)
	inquiries, registry := guituv1.NewInquiryServiceClient(conn), guituv1.NewRegistryServiceClient(conn)
	made := func(p interface {
		proto.Message
		GetName() string
	}, err error) {
		w.Helper()
		if err != nil {
			w.Fatal(err)
		}
		names, heard = append(names, p.GetName()), heard+shown(p)
	}
	round, err := street.CreateRound(as, &guituv1.CreateRoundRequest{Round: &guituv1.Round{Place: s.place, Team: []string{s.word}}})
	made(round, err)
	lead, err := street.CreateLead(as, &guituv1.CreateLeadRequest{Lead: &guituv1.Lead{
		Place: s.place, Source: "CITIZEN", Circumstances: s.word, Round: round.GetName(),
		Person: &guituv1.Person{Names: []*guituv1.PersonName{{Text: "柳望舒", Kind: guituv1.PersonName_HEARD}}, Sex: guituv1.Person_MALE},
	}})
	made(lead, err)
	stay, err := stays.CreateStay(as, &guituv1.CreateStayRequest{Stay: &guituv1.Stay{
		Record: s.record, Arrival: "SELF", Categories: []string{"OLD"}, First: &guituv1.Act{Note: s.word},
	}})
	made(stay, err)
	escort, err := stays.CreateEscort(as, &guituv1.CreateEscortRequest{Escort: &guituv1.Escort{
		Stay: stay.GetName(), Destination: &guituv1.Place{Text: "昭通", Code: "530602"}, PlannedDate: "2026-01-02", Escorts: []string{s.word},
		Receiver: &guituv1.Receiver{Kind: "STATION", Unit: "bailu"},
	}})
	made(escort, err)
	request, err := inquiries.CreateIdentityRequest(as, &guituv1.CreateIdentityRequestRequest{IdentityRequest: &guituv1.IdentityRequest{
		Place: s.place, Station: s.station, Hospital: "某院", Circumstances: s.word,
	}})
	made(request, err)
	inquiry, err := inquiries.CreateInquiry(as, &guituv1.CreateInquiryRequest{Inquiry: &guituv1.Inquiry{
		Record: s.record, To: "POLICE", ToUnit: "某局", Question: s.word,
	}})
	made(inquiry, err)
	registration, err := registry.CreateRegistration(as, &guituv1.CreateRegistrationRequest{Registration: &guituv1.Registration{
		Place: s.place, First: &guituv1.Act{Signatures: []*guituv1.Signature{{Kind: "GUARDIAN", Name: "某"}}},
		Person: &guituv1.Person{Names: []*guituv1.PersonName{{Text: s.word}}}, Guardian: &guituv1.Contact{Name: "某", Phone: "000"},
	}})
	made(registration, err)
	return names, heard
}

// silent are the methods of which no walker hears an answer: what they are sent here is empty, or
// hidden, or they are for the whole country. A method that neither answers nor stands here is new:
// give the walk something to ask it about.
var silent = []protoreflect.Name{
	// They answer with what the caller wrote, and are sent nothing; a batch and a proceeding are sent.
	"CreateRecord", "UpdateRecord", "CreateNotice", "UpdateNotice", "CreatePhoto", "InspectPhoto", "CreateFingerprint", "CreateTakedown", "CreateRecordStep", "CreateCaseItem",
	"CreateRound", "CreateLead", "CreateStay", "CreateEscort", "CreateIdentityRequest", "CreateInquiry", "CreateRegistration", "CreateReport", "SearchMatches",
	"CreateRoundAct", "CreateLeadAct", "CreateStayAct", "CreateEscortAct", "CreateIdentityRequestAct", "CreateInquiryAct", "CreateRegistrationAct",
	// There is one of area 51 alone, or none.
	"GetCase", "VerifyCase", "ConfirmCase", "RejectCase", "ReuniteCase", "ReopenCase", "UnresolveCase", "UndoCase", "AssignCase", "GetCaseAttachment", "GetCaseReport", "GetProceedingFile",
	"GetTakedown", "AcceptTakedown", "RefuseTakedown", "UndoTakedown", "Merge", "Distinguish", "Unmerge", "UndoRecordStep", "DeletePhoto", "GetPhoto", "DeleteFingerprint",
	"GetImport", "CancelImport", "UndoImport", "GetImportErrorFile", "GetImportTemplate", "CreateExport", "GetExport", "DeleteExport", "GetExportFile", // see exported
	// Accounts, sessions and keys are of one's own; the walkers have none.
	"CreateUser", "GetUser", "UpdateUser", "ResetPassword", "ChangePassword", "GetSession", "DeleteSession",
	"CreateApiKey", "ListApiKeys", "UpdateApiKey", "RotateApiKey", "DeleteApiKey",
	// They are for the whole country.
	"Erase", "GetErasure", "ListErasures", "RematchMatches", "ReembedPhotos", "RetryDelivery", "ListAuditRows", "VerifyAudit", "GetFaceUseLedger",
	"TryParameters", "LearnParameters", "ProposeParameters", "UseParameters", "DismissParameters",
}
