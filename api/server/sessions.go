package server

import (
	"context"

	"google.golang.org/grpc/metadata"

	"github.com/guitu-project/guitu/api/auth"
	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/models"
)

type sessions struct {
	guituv1.UnimplementedSessionServiceServer
	use *auth.Accounts
}

// AgentHeader is what the gateway's caller says it is.
const AgentHeader = "x-user-agent"

func (s *sessions) CreateSession(ctx context.Context, req *guituv1.CreateSessionRequest) (*guituv1.Session, error) {
	agent := append(metadata.ValueFromIncomingContext(ctx, AgentHeader), metadata.ValueFromIncomingContext(ctx, "user-agent")...)
	login, err := s.use.Login(ctx, req.GetLogin(), req.GetPassword(), append(agent, "")[0])
	if err != nil {
		return nil, err
	}
	return LoginOut(login), nil
}

// LoginOut is a session that has just begun, with its token.
func LoginOut(l *auth.Login) *guituv1.Session {
	out := sessionOut(&l.Session, l.Name)
	out.Token, out.User = l.Secret, userOut(l.User)
	return out
}

func (s *sessions) ListSessions(ctx context.Context, _ *guituv1.ListSessionsRequest) (*guituv1.ListSessionsResponse, error) {
	list, current, err := s.use.Sessions(ctx)
	if err != nil {
		return nil, err
	}
	return &guituv1.ListSessionsResponse{Sessions: each(list, func(x *models.Session) *guituv1.Session { return sessionOut(x, current) })}, nil
}

func (s *sessions) DeleteSession(ctx context.Context, req *guituv1.DeleteSessionRequest) (*guituv1.DeleteSessionResponse, error) {
	return &guituv1.DeleteSessionResponse{}, s.use.EndSession(ctx, req.GetName())
}

func sessionOut(x *models.Session, current string) *guituv1.Session {
	return &guituv1.Session{
		Name: x.Name, ExpireTime: timeOut(x.ExpireTime), CreateTime: timeOut(x.CreateTime), LastUseTime: timeOut(x.SeenTime),
		Address: x.Address, UserAgent: x.Agent, Current: x.Name == current,
	}
}
