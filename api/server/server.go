package server

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"sync"

	"github.com/prometheus/client_golang/prometheus"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/reflection"
	"google.golang.org/grpc/test/bufconn"

	"github.com/guitu-project/guitu/api/auth"
	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/matcher"
)

// MaxMessage is the largest message in bytes that a client may send: a picture and
// what is said about it.
const MaxMessage = 48 << 20

// maxImport is how many bytes an uploaded file may have if Config says nothing.
const maxImport = 8 << 30

// Config holds what a Server works with. Service, Accounts and Guard are needed.
type Config struct {
	Service   *matcher.Service
	Accounts  *auth.Accounts
	Guard     *auth.Guard
	Ready     func() error          // nil or why the service cannot serve yet, for everyone to read; always ready if nil
	Metrics   prometheus.Registerer // not counted if nil
	Log       *slog.Logger          // slog.Default if nil
	System    System                // answers about the service itself; nothing is known of it if nil
	MaxImport int64                 // bytes of an uploaded file; 8 GiB if 0

	Parameters Parameters // keeps the numbers that weigh; there are none to choose from if nil
}

// Server is the gRPC server with every service, health and reflection registered.
type Server struct {
	*grpc.Server
	log  *slog.Logger
	quit chan struct{} // closed when Shutdown begins
	once sync.Once
}

// New returns a Server that does not listen yet.
func New(cfg Config) *Server {
	if cfg.Log == nil {
		cfg.Log = slog.Default()
	}
	if cfg.Ready == nil {
		cfg.Ready = func() error { return nil }
	}
	if cfg.MaxImport == 0 {
		cfg.MaxImport = maxImport
	}
	around, q, once := newObservability(cfg.Log, cfg.Metrics), quota{cfg.Accounts}, newIdempotency(cfg.Service, cfg.Log)
	s := &Server{log: cfg.Log, quit: make(chan struct{})}
	s.Server = grpc.NewServer(
		append(newAdmission(cfg.Guard, cfg.Log).options(),
			grpc.ChainUnaryInterceptor(around.unary()...), grpc.ChainStreamInterceptor(around.stream()...),
			grpc.ChainUnaryInterceptor(cfg.Guard.Unary, q.requests, once.unary, q.rows),
			grpc.ChainStreamInterceptor(cfg.Guard.Stream, q.streams))...)
	guituv1.RegisterRecordServiceServer(s, &records{use: cfg.Service.Records, log: cfg.Log})
	guituv1.RegisterNoticeServiceServer(s, &notices{use: cfg.Service.Notices, all: cfg.Service, log: cfg.Log})
	guituv1.RegisterPhotoServiceServer(s, &photos{use: cfg.Service})
	guituv1.RegisterFingerprintServiceServer(s, &fingerprints{use: cfg.Service})
	guituv1.RegisterMatchServiceServer(s, &matches{use: cfg.Service})
	guituv1.RegisterPlaceServiceServer(s, &placeService{use: cfg.Service})
	guituv1.RegisterTextServiceServer(s, &textService{use: cfg.Service})
	guituv1.RegisterCaseServiceServer(s, &cases{use: cfg.Service.Cases, all: cfg.Service})
	guituv1.RegisterDuplicateServiceServer(s, &duplicates{use: cfg.Service})
	guituv1.RegisterAlertServiceServer(s, &alerts{use: cfg.Service.Alerts, quit: s.quit})
	guituv1.RegisterImportServiceServer(s, &imports{use: cfg.Service, accounts: cfg.Accounts, maxBytes: cfg.MaxImport})
	guituv1.RegisterChangeServiceServer(s, &changes{use: cfg.Service})
	guituv1.RegisterExportServiceServer(s, &exports{use: cfg.Service})
	guituv1.RegisterAuditServiceServer(s, &audit{use: cfg.Service})
	guituv1.RegisterUserServiceServer(s, &users{use: cfg.Accounts})
	guituv1.RegisterSessionServiceServer(s, &sessions{use: cfg.Accounts, calls: callsOf(Rights())})
	guituv1.RegisterApiKeyServiceServer(s, &apiKeys{use: cfg.Accounts})
	guituv1.RegisterErasureServiceServer(s, &erasures{use: cfg.Service})
	guituv1.RegisterTakedownServiceServer(s, &takedowns{use: cfg.Service})
	guituv1.RegisterDeadlineServiceServer(s, &deadlineService{use: cfg.Service})
	guituv1.RegisterStreetServiceServer(s, &streetService{use: cfg.Service})
	guituv1.RegisterStayServiceServer(s, &stayService{use: cfg.Service})
	guituv1.RegisterInquiryServiceServer(s, &inquiryService{use: cfg.Service})
	guituv1.RegisterRegistryServiceServer(s, &registryService{use: cfg.Service})
	guituv1.RegisterFormServiceServer(s, &formService{use: cfg.Service})
	guituv1.RegisterStatisticsServiceServer(s, &statistics{use: cfg.Service})
	guituv1.RegisterSystemServiceServer(s, &systemService{use: cfg.System, numbers: cfg.Parameters})
	healthpb.RegisterHealthServer(s, &health{ready: cfg.Ready, quit: s.quit, server: s.Server})
	reflection.Register(s)
	return s
}

// Dial opens a connection to the server inside this process, without a port. The
// server serves it until it stops; the caller closes the connection.
func (s *Server) Dial() (*grpc.ClientConn, error) {
	pipe := bufconn.Listen(1 << 20)
	go func() { // ends when the server stops
		if err := s.Serve(pipe); err != nil {
			s.log.Error("in-process server ended", "err", err)
		}
	}()
	conn, err := grpc.NewClient("passthrough:///in-process",
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) { return pipe.DialContext(ctx) }),
		grpc.WithTransportCredentials(insecure.NewCredentials()), // nothing leaves the process
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(1<<30), grpc.MaxCallSendMsgSize(1<<30)))
	if err != nil {
		return nil, fmt.Errorf("connect to the server in this process: %w", err)
	}
	return conn, nil
}

// EndWatches ends the calls that have no end of their own.
func (s *Server) EndWatches() { s.once.Do(func() { close(s.quit) }) }

// Shutdown takes no more calls and waits for those under way; when ctx is done it
// cuts them off.
func (s *Server) Shutdown(ctx context.Context) {
	s.EndWatches()
	done := make(chan struct{})
	go func() {
		s.GracefulStop()
		close(done)
	}()
	select {
	case <-done:
	case <-ctx.Done():
		s.Stop()
		<-done
	}
}
