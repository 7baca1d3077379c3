package gateway

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"github.com/prometheus/client_golang/prometheus"
	"google.golang.org/genproto/googleapis/api/httpbody"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"

	"github.com/guitu-project/guitu/api/auth"
	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
)

// maxBody is the largest body in bytes of any call but an import: a 24 MiB picture
// as base64 in JSON.
const maxBody = 32 << 20

// maxLogin is the largest body in bytes that is read of an unknown person.
const maxLogin = 16 << 10

// Config holds what a gateway works with. Conn and Guard are needed.
type Config struct {
	Conn    *grpc.ClientConn                  // to the server that answers, see server.Server.Dial
	Guard   *auth.Guard                       // the server's, so that no body is read for a stranger
	Checks  func(ctx context.Context) []Check // how each part is, for everyone to read; nothing is known if nil
	OIDC    *auth.OIDC                        // lets people in whom a provider vouches for; nil: no one
	Metrics *prometheus.Registry              // counted into; not counted when nil
	Log     *slog.Logger                      // slog.Default if nil

	// TrustedProxies are the networks whose X-Forwarded-For is believed.
	TrustedProxies []netip.Prefix
}

type gateway struct {
	Config
	transcoder *runtime.ServeMux
	imports    guituv1.ImportServiceClient
	exports    guituv1.ExportServiceClient
	photos     guituv1.PhotoServiceClient
	cases      guituv1.CaseServiceClient
	matches    guituv1.MatchServiceClient
	alerts     guituv1.AlertServiceClient
	answers    *prometheus.CounterVec
	openAPI    []byte
	calls      []call // of the contract
	page       *page
}

// New returns the handler of everything that Guitu answers over HTTP.
func New(cfg Config) (http.Handler, error) {
	if cfg.Log == nil {
		cfg.Log = slog.Default()
	}
	if cfg.Metrics == nil {
		cfg.Metrics = prometheus.NewRegistry()
	}
	g := &gateway{
		Config:  cfg,
		imports: guituv1.NewImportServiceClient(cfg.Conn),
		exports: guituv1.NewExportServiceClient(cfg.Conn),
		photos:  guituv1.NewPhotoServiceClient(cfg.Conn),
		cases:   guituv1.NewCaseServiceClient(cfg.Conn),
		matches: guituv1.NewMatchServiceClient(cfg.Conn),
		alerts:  guituv1.NewAlertServiceClient(cfg.Conn),
		answers: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "guitu_http_answers_total", Help: "HTTP requests that were answered, by status code.",
		}, []string{"code"}),
	}
	if err := cfg.Metrics.Register(g.answers); err != nil {
		return nil, fmt.Errorf("gateway metrics: %w", err)
	}
	var err error
	if g.openAPI, g.calls, err = openAPI(); err != nil {
		return nil, err
	}
	if err := g.serveREST(); err != nil {
		return nil, err
	}
	if g.page, err = newPage(g.transcoder); err != nil {
		return nil, err
	}
	return g.proxied(g.around(g.withCookie(g.knownQuery(g.routes())))), nil
}

// serveREST registers every call that the contract maps to REST.
func (g *gateway) serveREST() error {
	g.transcoder = runtime.NewServeMux(
		runtime.WithMarshalerOption(runtime.MIMEWildcard, &runtime.HTTPBodyMarshaler{Marshaler: newJSON()}),
		runtime.WithErrorHandler(g.restError),
		runtime.WithRoutingErrorHandler(g.routingError),
		runtime.WithIncomingHeaderMatcher(func(string) (string, bool) { return "", false }), // Authorization always goes on
		runtime.WithOutgoingHeaderMatcher(func(string) (string, bool) { return "", false }),
		runtime.WithMetadata(requestMetadata),
		runtime.WithForwardResponseOption(cachePicture),
		runtime.WithForwardResponseOption(cookieInstead),
		runtime.WithDisablePathLengthFallback(),
		runtime.WithDisableHTTPMethodOverride(),
		runtime.WithWriteContentLength(),
	)
	ctx := context.Background() // the connection's owner closes it
	err := errors.Join(
		guituv1.RegisterRecordServiceHandler(ctx, g.transcoder, g.Conn),
		guituv1.RegisterNoticeServiceHandler(ctx, g.transcoder, g.Conn),
		guituv1.RegisterPhotoServiceHandler(ctx, g.transcoder, g.Conn),
		guituv1.RegisterFingerprintServiceHandler(ctx, g.transcoder, g.Conn),
		guituv1.RegisterMatchServiceHandler(ctx, g.transcoder, g.Conn),
		guituv1.RegisterPlaceServiceHandler(ctx, g.transcoder, g.Conn),
		guituv1.RegisterTextServiceHandler(ctx, g.transcoder, g.Conn),
		guituv1.RegisterCaseServiceHandler(ctx, g.transcoder, g.Conn),
		guituv1.RegisterDuplicateServiceHandler(ctx, g.transcoder, g.Conn),
		guituv1.RegisterAlertServiceHandler(ctx, g.transcoder, g.Conn),
		guituv1.RegisterImportServiceHandler(ctx, g.transcoder, g.Conn),
		guituv1.RegisterChangeServiceHandler(ctx, g.transcoder, g.Conn),
		guituv1.RegisterExportServiceHandler(ctx, g.transcoder, g.Conn),
		guituv1.RegisterAuditServiceHandler(ctx, g.transcoder, g.Conn),
		guituv1.RegisterUserServiceHandler(ctx, g.transcoder, g.Conn),
		guituv1.RegisterSessionServiceHandler(ctx, g.transcoder, g.Conn),
		guituv1.RegisterApiKeyServiceHandler(ctx, g.transcoder, g.Conn),
		guituv1.RegisterErasureServiceHandler(ctx, g.transcoder, g.Conn),
		guituv1.RegisterTakedownServiceHandler(ctx, g.transcoder, g.Conn),
		guituv1.RegisterDeadlineServiceHandler(ctx, g.transcoder, g.Conn),
		guituv1.RegisterStreetServiceHandler(ctx, g.transcoder, g.Conn),
		guituv1.RegisterStayServiceHandler(ctx, g.transcoder, g.Conn),
		guituv1.RegisterInquiryServiceHandler(ctx, g.transcoder, g.Conn),
		guituv1.RegisterRegistryServiceHandler(ctx, g.transcoder, g.Conn),
		guituv1.RegisterFormServiceHandler(ctx, g.transcoder, g.Conn),
		guituv1.RegisterStatisticsServiceHandler(ctx, g.transcoder, g.Conn),
		guituv1.RegisterSystemServiceHandler(ctx, g.transcoder, g.Conn),
	)
	if err != nil {
		return fmt.Errorf("register REST calls: %w", err)
	}
	return nil
}

// routes sorts the few paths that are not plain REST out of those that are.
func (g *gateway) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", g.serveHealth)
	mux.HandleFunc("GET /readyz", g.serveReadiness)
	mux.HandleFunc("GET /openapi.json", g.serveOpenAPI)
	mux.Handle("/v1/", g.admitted(bounded(g.transcoder, maxBody)))
	mux.Handle("POST /v1/sessions", brief(bounded(http.HandlerFunc(g.createSession), maxLogin), briefWhole)) // the one who logs in has no token yet
	mux.HandleFunc("DELETE /v1/sessions/current", g.endSession)
	begin, finish := g.noOIDC, g.noOIDC
	if g.OIDC != nil {
		begin, finish = g.beginOIDC, g.finishOIDC
	}
	mux.HandleFunc("GET "+oidcPath+"provider", g.serveProvider)
	mux.HandleFunc("GET "+oidcPath+"login", begin)
	mux.HandleFunc("GET "+oidcPath+"callback", finish)
	mux.Handle("POST /v1/imports", g.admitted(steady(http.HandlerFunc(g.createImport))))
	mux.Handle("GET /v1/imports/{id}/errorFile", g.admitted(http.HandlerFunc(g.importErrors)))
	mux.Handle("GET /v1/exports/{id}/file", g.admitted(http.HandlerFunc(g.exportFile)))
	mux.Handle("POST /v1/records/{id}/photos", g.admitted(bounded(http.HandlerFunc(g.createPhoto), maxBody)))
	mux.Handle("POST /v1/notices/{id}/photos", g.admitted(bounded(http.HandlerFunc(g.createPhoto), maxBody)))
	mux.Handle("POST /v1/photos:inspect", g.admitted(bounded(http.HandlerFunc(g.inspectPhoto), maxBody)))
	mux.Handle("POST /v1/matches:search", g.admitted(bounded(http.HandlerFunc(g.searchMatches), maxBody)))
	mux.Handle("GET "+watchPath, g.admitted(http.HandlerFunc(g.watchMatches)))
	mux.Handle("POST /v1/cases/{id}/items", g.admitted(bounded(http.HandlerFunc(g.createItem), maxBody)))
	mux.Handle("/", g.page) // what it does not know, the transcoder says as a Status
	return mux
}

// admitted lets no one through to next without a token: what a stranger sends is
// not worth reading. The server asks the same guard again.
func (g *gateway) admitted(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := g.Guard.Admit(r.Context(), r.Header.Values("Authorization")); err != nil {
			g.fail(w, r, err)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// bounded ends a body that is too large.
func bounded(next http.Handler, most int64) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, most)
		steady(next).ServeHTTP(w, r)
	})
}

// pictureAge is how long, in seconds, a browser may keep a picture that it was
// shown: the bytes behind a photo's name never change, but the right to see them may.
const pictureAge = "300"

// cachePicture lets the caller, and no one on the way, keep a picture for a while.
func cachePicture(_ context.Context, w http.ResponseWriter, answer proto.Message) error {
	if _, ok := answer.(*httpbody.HttpBody); ok {
		w.Header().Set("Cache-Control", "private, max-age="+pictureAge)
		w.Header().Set("Content-Disposition", "inline")
		w.Header().Set("Vary", "Authorization, Cookie") // who logs in next at the same browser asks anew
	}
	return nil
}
