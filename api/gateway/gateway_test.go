package gateway_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/metadata"
	reflectionpb "google.golang.org/grpc/reflection/grpc_reflection_v1"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
)

func withToken(ctx context.Context) context.Context {
	return metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+token)
}

func TestNobodyWithoutAToken(t *testing.T) {
	h := open(t, 0)
	calls := []struct{ method, path string }{
		{"GET", "/v1/notices"}, {"POST", "/v1/records"}, {"POST", "/v1/imports"}, {"GET", "/v1/photos/x"},
		{"POST", "/v1/records/x/photos"}, {"GET", "/v1/nothing"}, {"POST", "/v1/matches:search"},
	}
	for _, c := range calls {
		for _, header := range [][]string{nil, {"Authorization", "Bearer wrong"}, {"Authorization", "Basic " + token}} {
			a := h.bare(c.method, c.path, nil, header...)
			if a.code != http.StatusUnauthorized || a.json(t)["code"] != 16.0 || a.header.Get("WWW-Authenticate") != "Bearer" {
				t.Errorf("%s %s with %v: %d %s", c.method, c.path, header, a.code, a.text)
			}
		}
	}
	records := guituv1.NewRecordServiceClient(h.conn)
	for what, ctx := range map[string]context.Context{
		"no token": t.Context(), "wrong": metadata.AppendToOutgoingContext(t.Context(), "authorization", "Bearer wrong"),
	} {
		if _, err := records.ListRecords(ctx, &guituv1.ListRecordsRequest{}); status.Code(err) != codes.Unauthenticated {
			t.Errorf("gRPC, %s: %v", what, err)
		}
		stream, err := guituv1.NewImportServiceClient(h.conn).CreateImport(ctx)
		if err == nil {
			_, err = stream.CloseAndRecv()
		}
		if status.Code(err) != codes.Unauthenticated {
			t.Errorf("gRPC stream, %s: %v", what, err)
		}
		reflection, err := reflectionpb.NewServerReflectionClient(h.conn).ServerReflectionInfo(ctx)
		if err == nil {
			_, err = reflection.Recv()
		}
		if status.Code(err) != codes.Unauthenticated {
			t.Errorf("gRPC reflection, %s: %v", what, err)
		}
	}
	if _, err := records.ListRecords(withToken(t.Context()), &guituv1.ListRecordsRequest{}); err != nil {
		t.Errorf("gRPC with the token: %v", err)
	}
}

func TestWhatNeedsNoToken(t *testing.T) {
	h := open(t, 0)
	if a := h.bare("GET", "/healthz", nil); a.code != http.StatusOK || a.json(t)["status"] != "SERVING" {
		t.Errorf("health: %d %s", a.code, a.text)
	}
	h.must("GET", "/v1/notices", nil)
	if a := h.bare("GET", "/metrics", nil); a.code != http.StatusNotFound {
		t.Errorf("metrics beside REST: %d %s", a.code, a.text)
	}
	a := h.bare("GET", "/openapi.json", nil)
	paths, _ := a.json(t)["paths"].(obj)
	for _, path := range []string{"/v1/notices", "/v1/records/{record}", "/v1/imports", "/v1/matches:search"} {
		if paths[path] == nil {
			t.Errorf("the OpenAPI document has no %s", path)
		}
	}
	definitions, _ := a.json(t)["definitions"].(obj)
	for _, ref := range strings.Split(a.text, `"#/definitions/`)[1:] {
		if name, _, _ := strings.Cut(ref, `"`); definitions[name] == nil {
			t.Errorf("the OpenAPI document names %s and does not have it", name)
		}
	}

	health := healthpb.NewHealthClient(h.conn)
	for service, want := range map[string]codes.Code{"": codes.OK, "guitu.v1.RecordService": codes.OK, "other": codes.NotFound} {
		if _, err := health.Check(t.Context(), &healthpb.HealthCheckRequest{Service: service}); status.Code(err) != want {
			t.Errorf("health of %q: %v", service, err)
		}
	}
	h.ready = errors.New("索引正在重建")
	if a := h.bare("GET", "/healthz", nil); a.code != http.StatusOK { // it is alive: nothing to start again
		t.Errorf("health while not ready: %d %s", a.code, a.text)
	}
	if a := h.bare("GET", "/readyz", nil); a.code != http.StatusServiceUnavailable || a.json(t)["status"] != "NOT_READY" || strings.Contains(a.text, "重建") {
		t.Errorf("not ready: %d %s", a.code, a.text)
	}
	if got, err := health.Check(t.Context(), &healthpb.HealthCheckRequest{}); err != nil || got.GetStatus() != healthpb.HealthCheckResponse_NOT_SERVING {
		t.Errorf("health over gRPC while starting: %v, %v", got, err)
	}
}

func TestBothWaysGiveTheSameAnswer(t *testing.T) {
	h := open(t, 0)
	name, _ := h.must("POST", "/v1/notices", notice("n1"))["name"].(string)
	overREST := &guituv1.Notice{}
	if err := protojson.Unmarshal([]byte(h.call("GET", "/v1/"+name, nil).text), overREST); err != nil {
		t.Fatal(err)
	}
	notices := guituv1.NewNoticeServiceClient(h.conn)
	overGRPC, err := notices.GetNotice(withToken(t.Context()), &guituv1.GetNoticeRequest{Name: name})
	if err != nil || !proto.Equal(overREST, overGRPC) {
		t.Errorf("REST %v\ngRPC %v, %v", overREST, overGRPC, err)
	}
	_, err = notices.CreateNotice(withToken(t.Context()), &guituv1.CreateNoticeRequest{Notice: &guituv1.Notice{MissingDate: "x"}})
	want, err := protojson.Marshal(status.Convert(err).Proto())
	if err != nil {
		t.Fatal(err)
	}
	var a, b any
	got := h.call("POST", "/v1/notices", obj{"missingDate": "x"})
	if err := errors.Join(json.Unmarshal(want, &a), json.Unmarshal([]byte(got.text), &b)); err != nil {
		t.Fatal(err)
	}
	wantText, _ := json.Marshal(a)
	gotText, _ := json.Marshal(b)
	if string(wantText) != string(gotText) {
		t.Errorf("REST %s\ngRPC %s", gotText, wantText)
	}
	changed, err := notices.UpdateNotice(withToken(t.Context()), &guituv1.UpdateNoticeRequest{Notice: &guituv1.Notice{Name: name, Circumstances: "走失"}})
	if err != nil || changed.GetCircumstances() != "走失" || changed.GetPerson().GetBirthDate() != "1980-05" {
		t.Errorf("update without a mask: %v, %v", changed, err)
	}
}

func TestTheLogHoldsNobodysData(t *testing.T) {
	h := open(t, 0)
	h.must("POST", "/v1/notices", notice("n1"))
	h.must("GET", "/v1/notices:searchText?query=许花东", nil)
	a := h.call("GET", "/v1/notices", nil, "X-Request-Id", "my-request")
	if a.header.Get("X-Request-Id") != "my-request" {
		t.Errorf("request id %q", a.header.Get("X-Request-Id"))
	}
	if a := h.call("GET", "/v1/notices", nil, "X-Request-Id", "not an id"); a.header.Get("X-Request-Id") == "not an id" || a.header.Get("X-Request-Id") == "" {
		t.Errorf("request id %q", a.header.Get("X-Request-Id"))
	}
	log := h.logged()
	if !strings.Contains(log, "request=my-request") || !strings.Contains(log, "path=/v1/notices:searchText") {
		t.Errorf("the log lacks its lines: %s", log)
	}
	for _, secret := range []string{"许花东", "query=", "%E8", token, "13800000000"} {
		if strings.Contains(log, secret) {
			t.Errorf("the log has %q: %s", secret, log)
		}
	}
}

// A watcher must not hold the service up when it stops.
func TestShutdownEndsWatches(t *testing.T) {
	h := open(t, 0)
	watch, err := healthpb.NewHealthClient(h.conn).Watch(withToken(t.Context()), &healthpb.HealthCheckRequest{})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := watch.Recv(); err != nil || got.GetStatus() != healthpb.HealthCheckResponse_SERVING {
		t.Fatalf("got %v, %v", got, err)
	}
	stopped := make(chan struct{})
	go func() {
		h.server.Shutdown(context.Background()) // waits for ever if a call never ends
		close(stopped)
	}()
	if _, err := watch.Recv(); status.Code(err) != codes.Unavailable {
		t.Errorf("the watch ended with %v", err)
	}
	select {
	case <-stopped:
	case <-time.After(20 * time.Second):
		t.Fatal("the server does not stop")
	}
}

// An embedding goes in and never comes out.
func TestEmbeddingsAreNotAnswered(t *testing.T) {
	h := open(t, 0)
	embedding := make([]float64, 128)
	for i := range embedding {
		embedding[i] = .0884 // unit length
	}
	n := notice("n1")
	n["photos"] = []any{obj{"faces": []any{obj{"embedding": embedding, "quality": .9, "model": "dlib-resnet-v1"}}}}
	made := h.call("POST", "/v1/notices", n)
	if made.code != http.StatusOK || !strings.Contains(made.text, "dlib-resnet-v1") {
		t.Fatalf("%d %s", made.code, made.text)
	}
	got := h.call("GET", "/v1/"+made.json(t)["name"].(string), nil)
	for _, a := range []answer{made, got} {
		if strings.Contains(a.text, "embedding") || strings.Contains(a.text, "0884") {
			t.Errorf("answered: %s", a.text)
		}
	}
}
