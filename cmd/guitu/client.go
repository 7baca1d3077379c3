package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/models"
)

// client calls the service of a data folder.
type client struct {
	records guituv1.RecordServiceClient
	notices guituv1.NoticeServiceClient
	matches guituv1.MatchServiceClient
	imports guituv1.ImportServiceClient
	exports guituv1.ExportServiceClient
	photos  guituv1.PhotoServiceClient
	users   guituv1.UserServiceClient
	keys    guituv1.ApiKeyServiceClient
	audit   guituv1.AuditServiceClient
	cases   guituv1.CaseServiceClient

	conn  *grpc.ClientConn
	token string
	own   *Server // started for this command alone
}

// connect calls the service that runs on the data folder or, if none does,
// starts one in this process on ports of its own.
func connect(ctx context.Context, f dataFlags, log *slog.Logger) (*client, error) {
	own, err := start(ctx, serveCmd{dataFlags: f, HTTP: "127.0.0.1:0", GRPC: "127.0.0.1:0"}, quieter(log))
	switch {
	case err == nil:
		c, err := dial(addresses{GRPC: own.GRPC}, own.Token)
		if err != nil {
			return nil, errors.Join(err, own.Close())
		}
		c.own = own
		return c, nil
	case !errors.Is(err, models.ErrBusy):
		return nil, err
	}
	running, addrErr := awaitAddresses(ctx, f.Data)
	if addrErr != nil {
		return nil, errors.Join(err, addrErr)
	}
	token, err := os.ReadFile(tokenFile(f.Data))
	if err != nil {
		return nil, fmt.Errorf("admin token: %w", err)
	}
	return dial(running, strings.TrimSpace(string(token)))
}

// quieter returns a log of what is wrong alone: a command tells by itself how far it is, and what a
// service says of each call and check would stand between. Who asks for all still gets it.
func quieter(log *slog.Logger) *slog.Logger {
	if log.Enabled(context.Background(), slog.LevelDebug) {
		return log
	}
	return slog.New(onlyWrong{log.Handler()})
}

type onlyWrong struct{ slog.Handler }

func (h onlyWrong) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && h.Handler.Enabled(ctx, level)
}
func (h onlyWrong) WithAttrs(attrs []slog.Attr) slog.Handler {
	return onlyWrong{h.Handler.WithAttrs(attrs)}
}
func (h onlyWrong) WithGroup(name string) slog.Handler { return onlyWrong{h.Handler.WithGroup(name)} }

// awaitAddresses waits a while for a service that is just starting.
func awaitAddresses(ctx context.Context, data string) (addresses, error) {
	for try := 0; ; try++ {
		a, err := readAddresses(data)
		if err == nil || try == 20 {
			return a, err
		}
		select {
		case <-ctx.Done():
			return a, ctx.Err()
		case <-time.After(250 * time.Millisecond):
		}
	}
}

func dial(to addresses, token string) (*client, error) {
	secure := insecure.NewCredentials() // loopback
	if to.Cert != "" {
		secure = credentials.NewTLS(clientTLS(to.Cert))
	}
	conn, err := grpc.NewClient(to.GRPC, grpc.WithTransportCredentials(secure))
	if err != nil {
		return nil, fmt.Errorf("connect to %s: %w", to.GRPC, err)
	}
	return &client{
		records: guituv1.NewRecordServiceClient(conn), notices: guituv1.NewNoticeServiceClient(conn),
		matches: guituv1.NewMatchServiceClient(conn), imports: guituv1.NewImportServiceClient(conn), exports: guituv1.NewExportServiceClient(conn),
		photos: guituv1.NewPhotoServiceClient(conn), cases: guituv1.NewCaseServiceClient(conn),
		users: guituv1.NewUserServiceClient(conn), keys: guituv1.NewApiKeyServiceClient(conn), audit: guituv1.NewAuditServiceClient(conn),
		conn: conn, token: token,
	}, nil
}

// as puts the token into the calls made with the context.
func (c *client) as(ctx context.Context) context.Context {
	return metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+c.token)
}

func (c *client) Close() error {
	err := c.conn.Close()
	if c.own != nil {
		err = errors.Join(err, c.own.Close())
	}
	return err
}
