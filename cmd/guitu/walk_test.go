package main

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/guitu-project/guitu/api/auth"
	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/models"
)

var _ = annotations.E_Http // the contract's files need it

// walkers are callers by the token "role areas", or "role areas@station".
type walkers struct{}

func (walkers) Caller(_ context.Context, token string) (auth.Caller, error) {
	role, area, ok := strings.Cut(token, " ")
	if !ok {
		return auth.Caller{}, models.ErrUnauthenticated
	}
	area, station, _ := strings.Cut(area, "@")
	return auth.Caller{Actor: models.Actor{ID: "walker-" + role + "-" + area, Role: models.Role(role), Areas: models.Areas(area), Station: station}}, nil
}

// planted are secrets, as a person might write them into any field, by what must not come
// back of them.
var planted = map[string]string{
	"电话13912345678":             "13912345678",
	"一三九8765 4321接电话":           "4321接",
	"身份证510107198005171234":     "198005171234",
	"住幸福路88号3栋2单元501室":          "单元501",
	"邮箱geheim.li@example.cn":    "geheim",
	"微信wx_secretperson":         "secretperson",
	"车牌川A9K8J7":                 "9K8J7",
	"联系亲属欧阳秘密山":                 "秘密山",
	"父亲诸葛藏深":                    "藏深",
	"位于北纬30.641234东经104.098765": "641234",
}

// secretText is all of them in one text.
func secretText() string {
	var parts []string
	for text := range planted {
		parts = append(parts, text)
	}
	slices.Sort(parts)
	return "走失时穿蓝衣，" + strings.Join(parts, "，")
}

// hiddenWord is in all that is of the other area alone: its record, its case, its takedown.
const hiddenWord = "绝密标记七七"

// walk calls every method of the contract.
type walk struct {
	*testing.T
	conn *client
}

func (w *walk) as(token string) context.Context {
	return metadata.AppendToOutgoingContext(w.Context(), "authorization", "Bearer "+token)
}

// invoke calls a method and returns all that the caller hears.
func (w *walk) invoke(token string, m protoreflect.MethodDescriptor, request proto.Message) (heard string, code codes.Code) {
	ctx, stop := context.WithTimeout(w.as(token), 5*time.Second)
	defer stop()
	path := fmt.Sprintf("/%s/%s", m.Parent().FullName(), m.Name())
	if m.IsStreamingServer() {
		return w.stream(ctx, path, m, request)
	}
	answer := dynamicpb.NewMessage(m.Output())
	err := w.conn.conn.Invoke(ctx, path, request, answer)
	if err != nil {
		s := status.Convert(err)
		return s.Message() + fmt.Sprint(s.Details()...), s.Code()
	}
	text, err := protojson.Marshal(answer)
	if err != nil {
		w.Fatal(err)
	}
	return string(text), codes.OK
}

// opening are the methods that open what is masked, on purpose, and the login: they are limited,
// ask for a purpose, a likely pair or a password, and are held by tests of their own.
var opening = []protoreflect.Name{"RevealNotice", "CreateCase", "CreateSession"}

// methods are those of the contract that take one request, but those that open what is
// masked, and the watch, which has no end (see watched).
func (w *walk) methods() (list []protoreflect.MethodDescriptor) {
	protoregistry.GlobalFiles.RangeFilesByPackage("guitu.v1", func(f protoreflect.FileDescriptor) bool {
		for i := range f.Services().Len() {
			methods := f.Services().Get(i).Methods()
			for k := range methods.Len() {
				if m := methods.Get(k); !m.IsStreamingClient() && m.Name() != "WatchMatches" && !slices.Contains(opening, m.Name()) {
					list = append(list, m)
				}
			}
		}
		return true
	})
	if len(list) < 60 {
		w.Fatalf("the contract has only %d methods: it was not found", len(list))
	}
	return list
}

// requestFor fills a request: names of resources wherever one may stand, and words where
// words are needed.
func requestFor(m protoreflect.MethodDescriptor, name, record, notice string) proto.Message {
	request := dynamicpb.NewMessage(m.Input())
	fields := request.Descriptor().Fields()
	for i := range fields.Len() {
		f := fields.Get(i)
		if f.IsList() || f.IsMap() {
			if f.IsList() && slices.Contains([]protoreflect.FullName{"guitu.v1.Notice", "guitu.v1.Record"}, fullName(f)) { // another's number, which must tell nothing
				row := request.Mutable(f).List().AppendMutable().Message()
				row.Set(row.Descriptor().Fields().ByName("external_id"), protoreflect.ValueOfString("twin"))
			}
			if f.IsList() && f.Kind() == protoreflect.StringKind {
				request.Mutable(f).List().Append(protoreflect.ValueOfString("柳望舒"))
			}
			continue
		}
		switch {
		case f.Kind() == protoreflect.EnumKind:
			request.Set(f, protoreflect.ValueOfEnum(f.Enum().Values().Get(f.Enum().Values().Len()-1).Number()))
		case f.Kind() != protoreflect.StringKind:
		case f.Name() == "record":
			request.Set(f, protoreflect.ValueOfString(record))
		case f.Name() == "notice":
			request.Set(f, protoreflect.ValueOfString(notice))
		case slices.Contains([]protoreflect.Name{"etag", "page_token", "filter", "order_by", "since", "to", "as_of", "campaign", "level", "station", "issue_date"}, f.Name()):
		case f.Name() == "from": // of statistics, of another area
			request.Set(f, protoreflect.ValueOfString(time.Now().Format("2006-01")))
		case f.Name() == "area" && m.Name() == "ListStatisticEvents": // which opens one's own alone
			request.Set(f, protoreflect.ValueOfString("42"))
		case f.Name() == "area":
			request.Set(f, protoreflect.ValueOfString("51"))
		case f.Name() == "measure":
			request.Set(f, protoreflect.ValueOfString(string(models.MeasureAdmissions)))
		case f.Name() == "key":
			request.Set(f, protoreflect.ValueOfString(string(models.ArrivalSelf)))
		case f.Name() == "form":
			request.Set(f, protoreflect.ValueOfString("ASSISTANCE_REQUEST"))
		case slices.Contains([]protoreflect.Name{"reason", "query", "purpose", "text", "evidence", "note"}, f.Name()):
			request.Set(f, protoreflect.ValueOfString("核对家属身份"))
		default:
			request.Set(f, protoreflect.ValueOfString(name))
		}
	}
	return request
}

// fullName returns what a field's messages are, nothing of other fields.
func fullName(f protoreflect.FieldDescriptor) protoreflect.FullName {
	if f.Message() == nil {
		return ""
	}
	return f.Message().FullName()
}

// plant fills every string of a message with the secrets, and coordinates.
func plant(m protoreflect.Message) {
	fields := m.Descriptor().Fields()
	for i := range fields.Len() {
		f := fields.Get(i)
		switch {
		case f.IsMap(), f.Name() == "name" && m.Descriptor().Name() != "Contact" && m.Descriptor().Name() != "Relative", f.Name() == "etag", strings.HasSuffix(string(f.Name()), "_date"),
			f.Name() == "photos", f.Name() == "code", f.Name() == "fingerprints":
		case f.Kind() == protoreflect.StringKind && f.IsList():
			m.Mutable(f).List().Append(protoreflect.ValueOfString(secretText()))
		case f.Kind() == protoreflect.StringKind:
			m.Set(f, protoreflect.ValueOfString(secretText()))
		case f.Kind() == protoreflect.MessageKind && f.Message().FullName().Parent() == "guitu.v1" && f.IsList():
			item := m.Mutable(f).List().AppendMutable()
			plant(item.Message())
		case f.Kind() == protoreflect.MessageKind && f.Message().FullName().Parent() == "guitu.v1":
			plant(m.Mutable(f).Message())
		}
	}
}

// The walk: secrets are planted in every field of a notice and of what belongs to it, and
// every method is called as every role of another area, about everything that there is.
// Nothing planted comes back, and what is another area's answers as if it had never been.
func TestNothingPlantedComesBack(t *testing.T) {
	s, err := start(t.Context(), serveCmd{
		dataFlags: dataFlags{Data: t.TempDir(), Models: t.TempDir()}, HTTP: "127.0.0.1:0", GRPC: "127.0.0.1:0", tokens: walkers{},
	}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	conn, err := dial(addresses{GRPC: s.GRPC}, "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := conn.Close(); err != nil {
			t.Error(err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	w := &walk{t, conn}
	known := w.furnish()
	ghosts := map[string]string{}
	for _, name := range known.hidden {
		kind, _, _ := strings.Cut(name, "/")
		ghosts[name] = kind + "/" + strings.Repeat("a", len(name)-len(kind)-1)
	}
	heardOf, told := map[string]bool{}, map[string]int{}
	clean := func(role models.Role, call, name, heard string) {
		for text, secret := range planted {
			if told[call+text] == 0 && strings.Contains(heard, secret) { // once is enough
				told[call+text]++
				t.Errorf("%s hears %q of %s(%s): …%s…", role, text, call, name, around(heard, secret))
			}
		}
		if strings.Contains(heard, hiddenWord) || strings.Contains(heard, known.record) && name != known.record {
			t.Errorf("%s hears of the hidden record in %s(%s): %s", role, call, name, heard)
		}
	}
	for _, role := range models.Roles() {
		token := string(role) + " 42@wuhan"
		for _, m := range w.methods() {
			for _, name := range slices.Concat([]string{known.notice, known.ownRecord, known.ownNotice}, known.ownWork, known.hidden) {
				if !asked(m, name) {
					continue
				}
				record, notice := known.ownRecord, known.notice
				if strings.HasPrefix(name, "records/") {
					record = name
				}
				heard, code := w.invoke(token, m, requestFor(m, name, record, notice))
				if code == codes.OK {
					heardOf[string(m.Name())] = true
				}
				clean(role, string(m.FullName()), name, heard)
				if ghost, ok := ghosts[name]; ok {
					if strings.HasPrefix(ghost, "records/") {
						record = ghost
					}
					never, ghostCode := w.invoke(token, m, requestFor(m, ghost, record, notice))
					if ghostCode != code || code != codes.OK && strings.ReplaceAll(never, ghost, name) != heard {
						t.Errorf("%s: %s(%s) answers %v %q, and of what never was %v %q", role, m.FullName(), name, code, heard, ghostCode, never)
					}
				}
			}
		}
	}
	for _, role := range []models.Role{models.RoleStation, models.RolePolice, models.RoleCaseworker, models.RoleSupervisor, models.RoleAdmin} {
		token := string(role) + " 42@wuhan"
		clean(role, "WatchMatches", "", w.watched(token))
		for call, heard := range w.exported(token) {
			clean(role, call, "", heard)
		}
		for path, heard := range w.fetched("http://"+s.HTTP, token, known) {
			clean(role, "GET "+path, "", heard)
		}
	}
	clean(models.RoleStation, "proceedings", "", known.heard)
	for _, m := range w.methods() {
		if heard := heardOf[string(m.Name())]; heard == slices.Contains(silent, m.Name()) { // if none is, the walk finds nothing
			t.Errorf("%s answered: %v, and is among the silent: %v", m.Name(), heard, heard)
		}
	}
}

func around(text, word string) string {
	i := strings.Index(text, word)
	return text[max(0, i-60):min(len(text), i+len(word)+60)]
}

// furniture is what there is to hear of.
type furniture struct {
	notice               string   // of area 51, full of secrets
	record               string   // of area 51, hidden from others
	hidden               []string // what is of area 51 alone
	photo                string   // of notice, with secrets beside the picture
	ownRecord, ownNotice string   // of area 42
	ownWork              []string // proceedings of area 42
	heard                string   // what its station was answered when it began them
}

// furnish has people of area 51 write, and one of area 42.
func (w *walk) furnish() (f furniture) {
	w.Helper()
	must := func(err error) {
		w.Helper()
		if err != nil {
			w.Fatal(err)
		}
	}
	police, station, supervisor := w.as("POLICE 51"), w.as("STATION 51"), w.as("SUPERVISOR 51")
	secret := func() *guituv1.Notice {
		n := &guituv1.Notice{}
		plant(n.ProtoReflect())
		n.Person.Names = []*guituv1.PersonName{{Text: "柳望舒", Kind: guituv1.PersonName_LEGAL}}
		n.Person.Relatives = []*guituv1.Relative{{Name: "诸葛藏深", Relation: "父亲"}}
		n.Person.Sex, n.Person.BirthDate, n.MissingDate = guituv1.Person_MALE, "1980-05", "2019-03"
		n.Contacts = []*guituv1.Contact{{Name: "欧阳秘密山", Relation: "舅舅", Phone: "13912345678"}}
		n.MissingPlace = &guituv1.Place{Text: "四川省成都市武侯区幸福路88号3栋2单元501室", Code: "510107", Latitude: 30.641234, Longitude: 104.098765}
		n.Person.NativePlace = &guituv1.Place{Text: "四川省成都市武侯区幸福路88号3栋2单元501室"}
		n.Dna, n.Status = nil, 0
		return n
	}
	first := secret()
	first.ExternalId = "510107198005171234"
	notice, err := w.conn.notices.CreateNotice(police, &guituv1.CreateNoticeRequest{Notice: first})
	must(err)
	twin := secret()
	twin.ExternalId = "twin"
	_, err = w.conn.notices.CreateNotice(police, &guituv1.CreateNoticeRequest{Notice: twin}) // a duplicate to be quoted
	must(err)
	hidden := &guituv1.Record{
		FoundDate: "2024-01-05", FoundPlace: &guituv1.Place{Text: "四川省成都市武侯区", Code: "510107"}, Circumstances: hiddenWord,
		Person: &guituv1.Person{Names: []*guituv1.PersonName{{Text: "柳望舒", Kind: guituv1.PersonName_HEARD}}, Sex: guituv1.Person_MALE, Appearance: hiddenWord},
	}
	record, err := w.conn.records.CreateRecord(station, &guituv1.CreateRecordRequest{Record: hidden})
	must(err)
	other := proto.Clone(hidden).(*guituv1.Record) //nolint:errcheck // of the same type
	other.Circumstances, other.Person.Appearance = "", ""
	other.FoundPlace = &guituv1.Place{Text: "湖北省武汉市武昌区", Code: "420106"}
	own, err := w.conn.records.CreateRecord(w.as("STATION 42"), &guituv1.CreateRecordRequest{Record: other})
	must(err)
	ownNotice, err := w.conn.notices.CreateNotice(w.as("POLICE 42"), &guituv1.CreateNoticeRequest{Notice: &guituv1.Notice{
		MissingPlace: other.FoundPlace, Person: &guituv1.Person{Names: other.Person.Names}}})
	must(err)
	_, err = guituv1.NewDuplicateServiceClient(w.conn.conn).Merge(w.as("SUPERVISOR 42 51"), &guituv1.MergeRequest{Name: own.GetName(), Of: record.GetName(), Reason: hiddenWord})
	must(err)
	w.raiseAlert(secret())
	c, err := w.conn.cases.CreateCase(station, &guituv1.CreateCaseRequest{Record: record.GetName(), Notice: notice.GetName(), Reason: hiddenWord})
	must(err)
	_, err = w.conn.cases.VerifyCase(supervisor, &guituv1.VerifyCaseRequest{Name: c.GetName(), Reason: hiddenWord})
	must(err)
	td, err := guituv1.NewTakedownServiceClient(w.conn.conn).CreateTakedown(police, &guituv1.CreateTakedownRequest{Takedown: &guituv1.Takedown{
		Notice: notice.GetName(), Requester: &guituv1.Contact{Name: hiddenWord, Phone: "13912345678"}, Evidence: hiddenWord}})
	must(err)
	f = furniture{notice: notice.GetName(), record: record.GetName(), ownRecord: own.GetName(), ownNotice: ownNotice.GetName()}
	f.photo = w.plantPhoto(police, f.notice)
	hiddenWork, _ := w.plantProceedings(staff{"STATION 51@qingshi", "qingshi", f.record, hiddenWord, hidden.GetFoundPlace()})
	f.hidden = append([]string{f.record, c.GetName(), td.GetName(), w.plantImport(police), w.plantExport(police)}, hiddenWork...)
	f.ownWork, f.heard = w.plantProceedings(staff{"STATION 42@wuhan", "wuhan", own.GetName(), "本站", other.GetFoundPlace()})
	return f
}
