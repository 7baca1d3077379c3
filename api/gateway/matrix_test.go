package gateway_test

import (
	"bytes"
	"context"
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

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/api/server"
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

// TestRightsMatrix tries every method as everybody, on files of their own areas and of
// another, and holds the outcome to a table that people can read.
func TestRightsMatrix(t *testing.T) {
	h := open(t, 0)
	m := &matrix{house: h}
	for _, role := range []string{"STATION", "POLICE", "CASEWORKER", "SUPERVISOR", "ADMIN", "AUDITOR"} {
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
		if own == other && !strings.HasSuffix(short, "ListRecords") && !strings.HasSuffix(short, "RecordsText") && !strings.Contains(short, "SearchMatches") && !strings.Contains(short, "ListNoticeMatches") && !strings.Contains(short, "CreateImport") {
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

type matrix struct {
	*house
	callers []caller
	user    string
	n       int
}

// request makes what a method is tried with, on files at a place.
type request func(place obj) proto.Message

// row is a method's outcome for each caller.
func (m *matrix) row(full string, place obj, make request) string {
	var b strings.Builder
	for _, c := range m.callers {
		fmt.Fprintf(&b, "%-12s", m.outcome(full, c.token, make(place)))
	}
	return strings.TrimRight(b.String(), " ")
}

func (m *matrix) outcome(full, token string, req proto.Message) string {
	ctx := metadata.AppendToOutgoingContext(m.t.Context(), "authorization", "Bearer "+token)
	err := m.invoke(ctx, full, req)
	switch status.Code(err) {
	case codes.OK:
		return "yes"
	case codes.FailedPrecondition, codes.InvalidArgument: // let through, and then there is no face model, or no new password
		if strings.HasSuffix(full, "ReembedPhotos") || strings.HasSuffix(full, "ChangePassword") {
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
	if !method.IsStreamingClient() {
		return m.conn.Invoke(ctx, full, req, out.New().Interface())
	}
	stream, err := m.conn.NewStream(ctx, &grpc.StreamDesc{ClientStreams: true}, full)
	if err != nil {
		return err
	}
	if err := stream.SendMsg(req); err != nil && err != io.EOF {
		return err
	}
	if err := stream.CloseSend(); err != nil {
		return err
	}
	return stream.RecvMsg(out.New().Interface())
}

// requests are what each method is tried with. Each try has a file of its own.
func (m *matrix) requests() map[string]request {
	id := func() string { m.n++; return fmt.Sprint("m", m.n) }
	record := func(p obj) string { name, _ := m.file("records", id(), p); return name }
	notice := func(p obj) string { name, _ := m.file("notices", id(), p); return name }
	photo := func(p obj) string { _, name := m.file("records", id(), p); return name }
	place := func(p obj) *guituv1.Place { return &guituv1.Place{Text: p["text"].(string), Code: p["code"].(string)} }
	fixed := record(ownPlace)
	theirs := notice(otherPlace)
	always := func(r proto.Message) request { return func(obj) proto.Message { return r } }
	return map[string]request{
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
		guituv1.PhotoService_GetPhoto_FullMethodName:      func(p obj) proto.Message { return &guituv1.GetPhotoRequest{Name: photo(p)} },
		guituv1.PhotoService_DeletePhoto_FullMethodName:   func(p obj) proto.Message { return &guituv1.DeletePhotoRequest{Name: photo(p)} },
		guituv1.PhotoService_ReembedPhotos_FullMethodName: always(&guituv1.ReembedPhotosRequest{Model: "none"}),

		guituv1.MatchService_ListRecordMatches_FullMethodName: func(p obj) proto.Message { return &guituv1.ListRecordMatchesRequest{Parent: record(p), PageSize: 1} },
		guituv1.MatchService_ListNoticeMatches_FullMethodName: always(&guituv1.ListNoticeMatchesRequest{Parent: theirs, PageSize: 1}),
		guituv1.MatchService_SearchMatches_FullMethodName:     always(&guituv1.SearchMatchesRequest{Side: guituv1.Side_RECORDS, PageSize: 1}),
		guituv1.MatchService_CompareMatch_FullMethodName:      func(p obj) proto.Message { return &guituv1.CompareMatchRequest{Record: record(p), Notice: theirs} },
		guituv1.PlaceService_LocatePlaces_FullMethodName:      always(&guituv1.LocatePlacesRequest{Heard: []string{"沙溪"}, PageSize: 1}),

		guituv1.ImportService_CreateImport_FullMethodName: always(&guituv1.CreateImportRequest{Kind: guituv1.Side_RECORDS, Format: "JSONL", Chunk: []byte("{}\n")}),
		guituv1.ImportService_GetImport_FullMethodName:    always(&guituv1.GetImportRequest{Name: "imports/none"}),
		guituv1.ImportService_CancelImport_FullMethodName: always(&guituv1.CancelImportRequest{Name: "imports/none"}),

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

		guituv1.SessionService_ListSessions_FullMethodName:  always(&guituv1.ListSessionsRequest{}),
		guituv1.SessionService_DeleteSession_FullMethodName: always(&guituv1.DeleteSessionRequest{Name: "sessions/none"}),

		guituv1.ApiKeyService_CreateApiKey_FullMethodName: always(&guituv1.CreateApiKeyRequest{ApiKey: &guituv1.ApiKey{User: m.user, Title: "x", Scopes: []string{"matches"}}}),
		guituv1.ApiKeyService_ListApiKeys_FullMethodName:  always(&guituv1.ListApiKeysRequest{User: m.user}),
		guituv1.ApiKeyService_RotateApiKey_FullMethodName: always(&guituv1.RotateApiKeyRequest{Name: "apiKeys/none"}),
		guituv1.ApiKeyService_DeleteApiKey_FullMethodName: always(&guituv1.DeleteApiKeyRequest{Name: "apiKeys/none"}),
	}
}
