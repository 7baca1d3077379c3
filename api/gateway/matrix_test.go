package gateway_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	"github.com/guitu-project/guitu/api/auth"
	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/api/server"
	"github.com/guitu-project/guitu/matcher/prints"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

var update = flag.Bool("update", false, "write testdata/rights.golden anew")

// Every method that the server answers is in the table of rights, and no other.
func TestEveryMethodHasARight(t *testing.T) {
	h := open(t, 0)
	rights := server.Rights()
	for service, info := range h.server.GetServiceInfo() {
		for _, m := range info.Methods {
			full := "/" + service + "/" + m.Name
			right, ok := rights[full]
			if !ok {
				t.Errorf("%s is not in the table: nobody can call it", full)
			}
			if !right.Public && len(right.Roles) == 0 {
				t.Errorf("%s is nobody's", full)
			}
			delete(rights, full)
		}
	}
	for full := range rights {
		t.Errorf("%s has a right and is no method", full)
	}
}

// caller is a column of the matrix.
type caller struct{ title, token string }

// TestRightsMatrix tries every method as everyone, on files of their own areas and of
// another, and holds the outcome to a table that people can read.
func TestRightsMatrix(t *testing.T) {
	h := open(t, 0)
	m := &matrix{house: h}
	for _, role := range []string{"STATION", "POLICE", "CASEWORKER", "SUPERVISOR", "ADMIN", "AUDITOR", "PATROL", "HOSPITAL", "VILLAGE"} {
		m.callers = append(m.callers, caller{role, h.person(strings.ToLower(role), role, ownAreas)})
	}
	for _, role := range []string{"SUPERVISOR", "ADMIN", "AUDITOR"} {
		m.callers = append(m.callers, caller{role + "*", h.person(strings.ToLower(role)+"-all", role, "*")})
	}
	police := h.as(m.callers[1].token, "POST", "/v1/apiKeys", obj{"title": "市局", "scopes": []any{"matches", "notices.read"}})
	m.callers = append(m.callers, caller{"key", police.json(t)["secret"].(string)}, caller{"nobody", "gs_forged"})
	m.user = h.account("somebody", "STATION", ownAreas)
	requests := m.requests()

	var table bytes.Buffer
	table.WriteString("# Who may call what. Limited people work for " + ownAreas + "; * works for the whole country; key is a key of\n" +
		"# POLICE with the scopes matches and notices.read. own, other: the file lies in their areas, or not.\n" +
		"# yes, no (403), 404 (as if it were not there), login (401). Written anew with go test -run Matrix -update.\n")
	header := fmt.Sprintf("%-38s %-6s", "", "")
	for _, c := range m.callers {
		header += fmt.Sprintf("%-12s", c.title)
	}
	table.WriteString(strings.TrimRight(header, " ") + "\n")
	rights := server.Rights()
	for _, full := range slices.Sorted(maps.Keys(rights)) {
		if !strings.HasPrefix(full, "/guitu.v1.") || full == guituv1.SessionService_CreateSession_FullMethodName {
			continue // health and reflection are gRPC's own
		}
		request, ok := requests[full]
		if !ok {
			t.Errorf("the matrix does not try %s", full)
			continue
		}
		own, other := m.row(full, ownPlace, request), m.row(full, otherPlace, request)
		short := strings.TrimPrefix(full, "/guitu.v1.")
		if !rights[full].ByArea {
			if own != other {
				t.Errorf("%s: the area decides, the table of rights says it does not:\n%s\n%s", short, own, other)
			}
			fmt.Fprintf(&table, "%-38s %-6s %s\n", short, "", own)
			continue
		}
		if own == other && !slices.Contains(filtered, full) {
			t.Errorf("%s: the table of rights says that the area decides, and it does not:\n%s", short, own)
		}
		fmt.Fprintf(&table, "%-38s %-6s %s\n%-38s %-6s %s\n", short, "own", own, "", "other", other)
	}
	const golden = "testdata/rights.golden"
	if *update {
		if err := os.WriteFile(golden, table.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, table.Bytes()) {
		t.Errorf("rights changed; look at every line, then -update:\n%s", table.String())
	}
}

// filtered are the methods that answer everyone, with what they may see; other tests
// count what that is.
var filtered = []string{
	guituv1.RecordService_ListRecords_FullMethodName, guituv1.RecordService_SearchRecordsText_FullMethodName,
	guituv1.MatchService_SearchMatches_FullMethodName, guituv1.MatchService_ListNoticeMatches_FullMethodName, guituv1.MatchService_ListMatches_FullMethodName,
	guituv1.ImportService_CreateImport_FullMethodName, guituv1.CaseService_ListCases_FullMethodName, guituv1.AlertService_WatchMatches_FullMethodName,
	guituv1.AlertService_ListAlerts_FullMethodName, guituv1.TakedownService_ListTakedowns_FullMethodName,
	guituv1.CaseService_GetCaseAttachment_FullMethodName, // there is none to find
	guituv1.StreetService_ListRounds_FullMethodName, guituv1.StreetService_ListLeads_FullMethodName, guituv1.StayService_ListStays_FullMethodName,
	guituv1.StayService_ListEscorts_FullMethodName, guituv1.InquiryService_ListIdentityRequests_FullMethodName,
	guituv1.InquiryService_ListInquiries_FullMethodName, guituv1.RegistryService_ListRegistrations_FullMethodName,
	guituv1.StayService_GetProceedingFile_FullMethodName, // there is none to find
	guituv1.ChangeService_ListChanges_FullMethodName,
	guituv1.FormService_ListBlankForms_FullMethodName, guituv1.FormService_GetBlankForm_FullMethodName, // nobody is on them
}

type matrix struct {
	*house
	callers []caller
	user    string
	n       int
}

// request makes what a method is tried with, on files at a place.
type request func(place obj) proto.Message

// row returns a method's outcome for each caller.
func (m *matrix) row(full string, place obj, of request) string {
	var b strings.Builder
	for _, c := range m.callers {
		fmt.Fprintf(&b, "%-12s", m.outcome(full, c.token, of(place)))
	}
	return strings.TrimRight(b.String(), " ")
}

func (m *matrix) outcome(full, token string, req proto.Message) string {
	ctx, cancel := context.WithCancel(m.t.Context()) // ends a stream
	defer cancel()
	ctx = metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+token)
	err := m.invoke(ctx, full, req)
	switch status.Code(err) {
	case codes.OK:
		return "yes"
	case codes.FailedPrecondition, codes.InvalidArgument: // let through, and then the case is not that far, there is no face model …
		if strings.Contains(full, "CaseService") || strings.HasSuffix(full, "ReembedPhotos") || strings.HasSuffix(full, "ChangePassword") ||
			strings.HasSuffix(full, "UndoTakedown") || strings.HasSuffix(full, "Unmerge") {
			return "yes"
		}
	case codes.PermissionDenied:
		return "no"
	case codes.NotFound:
		return "404"
	case codes.Unauthenticated:
		return "login"
	}
	m.t.Errorf("%s as %s: %v", full, token[:3], err)
	return status.Code(err).String()
}

func (m *matrix) invoke(ctx context.Context, full string, req proto.Message) error {
	name := protoreflect.FullName(strings.ReplaceAll(full[1:], "/", "."))
	d, err := protoregistry.GlobalFiles.FindDescriptorByName(name)
	if err != nil {
		return err
	}
	method := d.(protoreflect.MethodDescriptor)
	out, err := protoregistry.GlobalTypes.FindMessageByName(method.Output().FullName())
	if err != nil {
		return err
	}
	if method.IsStreamingServer() {
		stream, err := m.conn.NewStream(ctx, &grpc.StreamDesc{ServerStreams: true}, full)
		if err != nil {
			return err
		}
		if err := errors.Join(stream.SendMsg(req), stream.CloseSend()); err != nil {
			return err
		}
		return stream.RecvMsg(out.New().Interface())
	}
	if !method.IsStreamingClient() {
		return m.conn.Invoke(ctx, full, req, out.New().Interface())
	}
	stream, err := m.conn.NewStream(ctx, &grpc.StreamDesc{ClientStreams: true}, full)
	if err != nil {
		return err
	}
	if err := stream.SendMsg(req); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if err := stream.CloseSend(); err != nil {
		return err
	}
	return stream.RecvMsg(out.New().Interface())
}

// file puts a file at a place straight into the store, with a photo: no one waits for
// its matches.
func (m *matrix) file(kind, id string, p obj) (name, photo string) {
	m.t.Helper()
	ctx := models.WithActor(m.t.Context(), auth.Admin)
	sha, err := m.store.PutBlob(ctx, jpeg)
	if err != nil {
		m.t.Fatal(err)
	}
	place := models.Place{Text: p["text"].(string), Code: p["code"].(string)}
	entry := models.Entry{ExternalID: id, Person: models.Person{Appearance: "青布衫"}, Photos: []models.Photo{{SHA256: sha, ContentType: "image/jpeg"}},
		Fingerprints: []models.Fingerprint{{Name: "fingerprints/held", Format: string(prints.ISO2005), Content: template(m.t)}}}
	var e *models.Entry
	err = m.store.InTx(ctx, func(tx store.Tx) error {
		if kind == "records" {
			r := &models.Record{Entry: entry, Station: "站", FoundPlace: place, Status: models.RecordUnidentified}
			e = r.Common()
			return tx.RecordWriter().Create(ctx, r)
		}
		n := &models.Notice{Entry: entry, Source: "局", MissingPlace: place, Status: models.NoticeOpen}
		e = n.Common()
		return tx.NoticeWriter().Create(ctx, n)
	})
	if err != nil {
		m.t.Fatal(err)
	}
	return e.Name, e.Photos[0].Name
}

// template returns a finger minutiae record of one minutia.
func template(t testing.TB) []byte {
	t.Helper()
	record, err := (&prints.Template{Format: prints.ISO2005, Views: []prints.View{{XRes: 197, YRes: 197, Minutiae: []prints.Minutia{{Angle: 90}}}}}).Append(nil)
	if err != nil {
		t.Fatal(err)
	}
	return record
}

// requests returns what each method is tried with. Each try has a file of its own.
func (m *matrix) requests() map[string]request {
	id := func() string { m.n++; return fmt.Sprint("m", m.n) }
	record := func(p obj) string { name, _ := m.file("records", id(), p); return name }
	notice := func(p obj) string { name, _ := m.file("notices", id(), p); return name }
	photo := func(p obj) string { _, name := m.file("records", id(), p); return name }
	place := func(p obj) *guituv1.Place { return &guituv1.Place{Text: p["text"].(string), Code: p["code"].(string)} }
	fixed := record(ownPlace)
	theirs := notice(otherPlace)
	// of names a file at the place in the request.
	of := func(r proto.Message, field string, file func(obj) string) request {
		return func(p obj) proto.Message {
			next := proto.Clone(r).ProtoReflect()
			next.Set(next.Descriptor().Fields().ByName(protoreflect.Name(field)), protoreflect.ValueOfString(file(p)))
			return next.Interface()
		}
	}
	// A case is of a record and a notice at the place.
	caseOf := func(p obj) string { return m.openCase(record(p), notice(p)) }
	takedown := func(p obj) string { // each entered by another: one person has few that wait
		t := &models.Takedown{
			Notice: notice(p), Requester: models.Contact{Name: "许花东", Relation: "本人"}, Evidence: "身份证", State: models.TakedownRequested, EnteredBy: "users/" + id(),
		}
		ctx := models.WithActor(m.t.Context(), auth.Admin)
		if err := m.store.InTx(ctx, func(tx store.Tx) error { return tx.PutTakedown(ctx, t, "") }); err != nil {
			m.t.Fatal(err)
		}
		return t.Name
	}
	step := func(p obj) string {
		return m.must("POST", "/v1/"+record(p)+"/steps", obj{"step": "DNA_SAMPLED"})["name"].(string)
	}
	why := "已核对"
	always := func(r proto.Message) request { return func(obj) proto.Message { return r } }
	requests := map[string]request{
		guituv1.RecordService_CreateRecord_FullMethodName: func(p obj) proto.Message {
			return &guituv1.CreateRecordRequest{Record: &guituv1.Record{FoundPlace: place(p)}}
		},
		guituv1.RecordService_GetRecord_FullMethodName:   func(p obj) proto.Message { return &guituv1.GetRecordRequest{Name: record(p)} },
		guituv1.RecordService_ListRecords_FullMethodName: always(&guituv1.ListRecordsRequest{PageSize: 1}),
		guituv1.RecordService_UpdateRecord_FullMethodName: func(p obj) proto.Message {
			return &guituv1.UpdateRecordRequest{Record: &guituv1.Record{Name: record(p), Circumstances: "x"}}
		},
		guituv1.RecordService_DeleteRecord_FullMethodName:      func(p obj) proto.Message { return &guituv1.DeleteRecordRequest{Name: record(p)} },
		guituv1.RecordService_SearchRecordsText_FullMethodName: always(&guituv1.SearchRecordsTextRequest{Query: "青布衫", PageSize: 1}),

		guituv1.NoticeService_CreateNotice_FullMethodName: func(p obj) proto.Message {
			return &guituv1.CreateNoticeRequest{Notice: &guituv1.Notice{MissingPlace: place(p)}}
		},
		guituv1.NoticeService_GetNotice_FullMethodName: func(p obj) proto.Message { return &guituv1.GetNoticeRequest{Name: notice(p)} },
		guituv1.NoticeService_RevealNotice_FullMethodName: func(p obj) proto.Message {
			name := notice(p)
			if p["code"] == ownPlace["code"] { // with an open case of a record of theirs
				m.openCase(fixed, name)
			}
			return &guituv1.RevealNoticeRequest{Name: name, Purpose: "核实身份"}
		},
		guituv1.NoticeService_ListNotices_FullMethodName: always(&guituv1.ListNoticesRequest{PageSize: 1}),
		guituv1.NoticeService_UpdateNotice_FullMethodName: func(p obj) proto.Message {
			return &guituv1.UpdateNoticeRequest{Notice: &guituv1.Notice{Name: notice(p), Circumstances: "x"}}
		},
		guituv1.NoticeService_DeleteNotice_FullMethodName:      func(p obj) proto.Message { return &guituv1.DeleteNoticeRequest{Name: notice(p)} },
		guituv1.NoticeService_SearchNoticesText_FullMethodName: always(&guituv1.SearchNoticesTextRequest{Query: "青布衫", PageSize: 1}),

		guituv1.PhotoService_CreatePhoto_FullMethodName: func(p obj) proto.Message {
			return &guituv1.CreatePhotoRequest{Parent: record(p), Photo: &guituv1.Photo{Content: jpeg}}
		},
		guituv1.PhotoService_GetPhoto_FullMethodName:    func(p obj) proto.Message { return &guituv1.GetPhotoRequest{Name: photo(p)} },
		guituv1.PhotoService_DeletePhoto_FullMethodName: func(p obj) proto.Message { return &guituv1.DeletePhotoRequest{Name: photo(p)} },
		guituv1.FingerprintService_CreateFingerprint_FullMethodName: func(p obj) proto.Message {
			return &guituv1.CreateFingerprintRequest{Parent: record(p), Fingerprint: &guituv1.Fingerprint{Content: append(template(m.t), 0)}}
		},
		guituv1.FingerprintService_DeleteFingerprint_FullMethodName: func(p obj) proto.Message {
			return &guituv1.DeleteFingerprintRequest{Name: record(p) + "/fingerprints/held"}
		},
		guituv1.PhotoService_ReembedPhotos_FullMethodName: always(&guituv1.ReembedPhotosRequest{Model: "none"}),

		guituv1.MatchService_ListRecordMatches_FullMethodName: func(p obj) proto.Message { return &guituv1.ListRecordMatchesRequest{Parent: record(p), PageSize: 1} },
		guituv1.MatchService_ListNoticeMatches_FullMethodName: always(&guituv1.ListNoticeMatchesRequest{Parent: theirs, PageSize: 1}),
		guituv1.MatchService_SearchMatches_FullMethodName:     always(&guituv1.SearchMatchesRequest{Side: guituv1.Side_RECORDS, PageSize: 1}),
		guituv1.MatchService_CompareMatch_FullMethodName:      func(p obj) proto.Message { return &guituv1.CompareMatchRequest{Record: record(p), Notice: theirs} },
		guituv1.PhotoService_InspectPhoto_FullMethodName:      always(&guituv1.InspectPhotoRequest{Content: jpeg}),
		guituv1.PlaceService_CompletePlaces_FullMethodName:    always(&guituv1.CompletePlacesRequest{Query: "沙溪"}),
		guituv1.PlaceService_LocatePlaces_FullMethodName:      always(&guituv1.LocatePlacesRequest{Heard: []string{"沙溪"}, PageSize: 1}),
		guituv1.TextService_ParseText_FullMethodName:          always(&guituv1.ParseTextRequest{Text: "张三，男，65岁", Side: guituv1.Side_NOTICES}),

		guituv1.MatchService_ListMatches_FullMethodName:    always(&guituv1.ListMatchesRequest{}),
		guituv1.MatchService_RematchMatches_FullMethodName: always(&guituv1.RematchMatchesRequest{}),

		guituv1.CaseService_CreateCase_FullMethodName: func(p obj) proto.Message {
			return &guituv1.CreateCaseRequest{Record: record(p), Notice: notice(p), Reason: why}
		},
		guituv1.CaseService_GetCase_FullMethodName:       of(&guituv1.GetCaseRequest{}, "name", caseOf),
		guituv1.FormService_GetCaseReport_FullMethodName: of(&guituv1.GetCaseReportRequest{}, "name", caseOf),
		guituv1.CaseService_ListCases_FullMethodName:     always(&guituv1.ListCasesRequest{PageSize: 1}),
		guituv1.CaseService_VerifyCase_FullMethodName:    of(&guituv1.VerifyCaseRequest{Reason: why}, "name", caseOf),
		guituv1.CaseService_ConfirmCase_FullMethodName:   of(&guituv1.ConfirmCaseRequest{Reason: why}, "name", caseOf),
		guituv1.CaseService_RejectCase_FullMethodName:    of(&guituv1.RejectCaseRequest{Reason: why}, "name", caseOf),
		guituv1.CaseService_ReuniteCase_FullMethodName:   of(&guituv1.ReuniteCaseRequest{Reason: why}, "name", caseOf),
		guituv1.CaseService_ReopenCase_FullMethodName:    of(&guituv1.ReopenCaseRequest{Reason: why}, "name", caseOf),
		guituv1.CaseService_UnresolveCase_FullMethodName: of(&guituv1.UnresolveCaseRequest{Reason: why}, "name", caseOf),
		guituv1.CaseService_UndoCase_FullMethodName:      of(&guituv1.UndoCaseRequest{Reason: why}, "name", caseOf),
		guituv1.CaseService_AssignCase_FullMethodName:    of(&guituv1.AssignCaseRequest{Assignee: "users/x", Reason: why}, "name", caseOf),
		guituv1.CaseService_CreateCaseItem_FullMethodName: of(&guituv1.CreateCaseItemRequest{Item: &guituv1.CaseItem{
			Kind: guituv1.CaseItem_PHONE_CALL, Result: guituv1.CaseItem_SUPPORTS, DoneBy: "某", DoneDate: "2026-01-01", Signature: "某"}}, "parent", caseOf),
		guituv1.CaseService_GetCaseAttachment_FullMethodName: of(&guituv1.GetCaseAttachmentRequest{Number: 1}, "parent", caseOf),

		guituv1.DuplicateService_ListDuplicates_FullMethodName: of(&guituv1.ListDuplicatesRequest{PageSize: 1}, "parent", record),
		guituv1.DuplicateService_Merge_FullMethodName:          of(&guituv1.MergeRequest{Of: fixed, Reason: why}, "name", record),
		guituv1.DuplicateService_Distinguish_FullMethodName:    of(&guituv1.DistinguishRequest{Of: fixed, Reason: why}, "name", record),
		guituv1.DuplicateService_Unmerge_FullMethodName:        of(&guituv1.UnmergeRequest{Of: fixed, Reason: why}, "name", record),

		guituv1.AlertService_WatchMatches_FullMethodName:   always(&guituv1.WatchMatchesRequest{}),
		guituv1.AlertService_ListAlerts_FullMethodName:     always(&guituv1.ListAlertsRequest{}),
		guituv1.AlertService_ListDeliveries_FullMethodName: always(&guituv1.ListDeliveriesRequest{}),
		guituv1.AlertService_RetryDelivery_FullMethodName:  always(&guituv1.RetryDeliveryRequest{Alert: 1}),

		guituv1.DeadlineService_ListDeadlines_FullMethodName:    of(&guituv1.ListDeadlinesRequest{}, "record", record),
		guituv1.DeadlineService_ListRecordSteps_FullMethodName:  of(&guituv1.ListRecordStepsRequest{}, "parent", record),
		guituv1.DeadlineService_CreateRecordStep_FullMethodName: of(&guituv1.CreateRecordStepRequest{Step: &guituv1.RecordStep{Step: "DNA_SAMPLED"}}, "parent", record),
		guituv1.DeadlineService_UndoRecordStep_FullMethodName:   of(&guituv1.UndoRecordStepRequest{Reason: why}, "name", step),

		guituv1.ErasureService_Erase_FullMethodName:        of(&guituv1.EraseRequest{Reason: models.ReasonMistake}, "name", record),
		guituv1.ErasureService_GetErasure_FullMethodName:   always(&guituv1.GetErasureRequest{Name: "records/none"}),
		guituv1.ErasureService_ListErasures_FullMethodName: always(&guituv1.ListErasuresRequest{}),

		guituv1.TakedownService_CreateTakedown_FullMethodName: func(p obj) proto.Message {
			return &guituv1.CreateTakedownRequest{Takedown: &guituv1.Takedown{Notice: notice(p), Requester: &guituv1.Contact{Name: "许花东", Relation: "本人"}, Evidence: "身份证"}}
		},
		guituv1.TakedownService_GetTakedown_FullMethodName:    of(&guituv1.GetTakedownRequest{}, "name", takedown),
		guituv1.TakedownService_ListTakedowns_FullMethodName:  always(&guituv1.ListTakedownsRequest{PageSize: 1}),
		guituv1.TakedownService_AcceptTakedown_FullMethodName: of(&guituv1.AcceptTakedownRequest{Reason: why}, "name", takedown),
		guituv1.TakedownService_RefuseTakedown_FullMethodName: of(&guituv1.RefuseTakedownRequest{Reason: why}, "name", takedown),
		guituv1.TakedownService_UndoTakedown_FullMethodName:   of(&guituv1.UndoTakedownRequest{Reason: why}, "name", takedown),

		guituv1.ImportService_CreateImport_FullMethodName:       always(&guituv1.CreateImportRequest{Kind: guituv1.Side_RECORDS, Format: "JSONL", Chunk: []byte("{}\n")}),
		guituv1.ImportService_GetImport_FullMethodName:          always(&guituv1.GetImportRequest{Name: "imports/none"}),
		guituv1.ImportService_ListImports_FullMethodName:        always(&guituv1.ListImportsRequest{}),
		guituv1.SystemService_GetSystem_FullMethodName:          always(&guituv1.GetSystemRequest{}),
		guituv1.SystemService_TryParameters_FullMethodName:      always(&guituv1.TryParametersRequest{Version: "built-in"}),
		guituv1.SystemService_LearnParameters_FullMethodName:    always(&guituv1.LearnParametersRequest{}),
		guituv1.SystemService_ProposeParameters_FullMethodName:  always(&guituv1.ProposeParametersRequest{Version: "built-in", Reason: "试算结果更好"}),
		guituv1.SystemService_UseParameters_FullMethodName:      always(&guituv1.UseParametersRequest{Version: "built-in"}),
		guituv1.SystemService_DismissParameters_FullMethodName:  always(&guituv1.DismissParametersRequest{Version: "built-in"}),
		guituv1.ImportService_CancelImport_FullMethodName:       always(&guituv1.CancelImportRequest{Name: "imports/none"}),
		guituv1.ImportService_GetImportErrorFile_FullMethodName: always(&guituv1.GetImportErrorFileRequest{Name: "imports/none"}),
		guituv1.ImportService_GetImportTemplate_FullMethodName:  always(&guituv1.GetImportTemplateRequest{Kind: guituv1.Side_NOTICES}),
		guituv1.ExportService_CreateExport_FullMethodName:       always(&guituv1.CreateExportRequest{Kind: guituv1.Side_NOTICES, Format: "CSV", Purpose: "核对本站名单"}),
		guituv1.ExportService_GetExport_FullMethodName:          always(&guituv1.GetExportRequest{Name: "exports/none"}),
		guituv1.ExportService_ListExports_FullMethodName:        always(&guituv1.ListExportsRequest{}),
		guituv1.ExportService_DeleteExport_FullMethodName:       always(&guituv1.DeleteExportRequest{Name: "exports/none"}),
		guituv1.ExportService_GetExportFile_FullMethodName:      always(&guituv1.GetExportFileRequest{Name: "exports/none"}),
		guituv1.ImportService_UndoImport_FullMethodName:         always(&guituv1.UndoImportRequest{Name: "imports/none"}),

		guituv1.AuditService_ListAuditRows_FullMethodName:    always(&guituv1.ListAuditRowsRequest{PageSize: 1}),
		guituv1.AuditService_VerifyAudit_FullMethodName:      always(&guituv1.VerifyAuditRequest{}),
		guituv1.AuditService_GetFaceUseLedger_FullMethodName: always(&guituv1.GetFaceUseLedgerRequest{}),

		guituv1.UserService_CreateUser_FullMethodName: func(obj) proto.Message {
			return &guituv1.CreateUserRequest{Password: firstPassword, User: &guituv1.User{Login: id() + "-new", Role: guituv1.User_STATION, Areas: []string{ownAreas}}}
		},
		guituv1.UserService_GetUser_FullMethodName:        always(&guituv1.GetUserRequest{Name: m.user}),
		guituv1.UserService_ListUsers_FullMethodName:      always(&guituv1.ListUsersRequest{PageSize: 1}),
		guituv1.UserService_UpdateUser_FullMethodName:     always(&guituv1.UpdateUserRequest{User: &guituv1.User{Name: m.user, DisplayName: "x"}}),
		guituv1.UserService_ResetPassword_FullMethodName:  always(&guituv1.ResetPasswordRequest{Name: m.user, Password: password}),
		guituv1.UserService_ChangePassword_FullMethodName: always(&guituv1.ChangePasswordRequest{Name: "users/me", OldPassword: password, NewPassword: password}),

		guituv1.SessionService_GetSession_FullMethodName:    always(&guituv1.GetSessionRequest{Name: "sessions/current"}),
		guituv1.SessionService_ListSessions_FullMethodName:  always(&guituv1.ListSessionsRequest{}),
		guituv1.SessionService_DeleteSession_FullMethodName: always(&guituv1.DeleteSessionRequest{Name: "sessions/none"}),

		guituv1.ApiKeyService_CreateApiKey_FullMethodName: always(&guituv1.CreateApiKeyRequest{ApiKey: &guituv1.ApiKey{User: m.user, Title: "x", Scopes: []string{"matches"}}}),
		guituv1.ApiKeyService_ListApiKeys_FullMethodName:  always(&guituv1.ListApiKeysRequest{User: m.user}),
		guituv1.RecordService_BatchRecords_FullMethodName: always(&guituv1.BatchRecordsRequest{Records: []*guituv1.Record{{ExternalId: "m"}}}),
		guituv1.NoticeService_BatchNotices_FullMethodName: always(&guituv1.BatchNoticesRequest{Notices: []*guituv1.Notice{{ExternalId: "m"}}}),
		guituv1.ChangeService_ListChanges_FullMethodName:  always(&guituv1.ListChangesRequest{Kind: guituv1.Side_NOTICES, PageSize: 1}),
		guituv1.ApiKeyService_UpdateApiKey_FullMethodName: always(&guituv1.UpdateApiKeyRequest{ApiKey: &guituv1.ApiKey{Name: "apiKeys/none", RowsPerDay: 1}}),
		guituv1.ApiKeyService_RotateApiKey_FullMethodName: always(&guituv1.RotateApiKeyRequest{Name: "apiKeys/none"}),
		guituv1.ApiKeyService_DeleteApiKey_FullMethodName: always(&guituv1.DeleteApiKeyRequest{Name: "apiKeys/none"}),
	}
	maps.Copy(requests, m.proceedingRequests(record))
	return requests
}
