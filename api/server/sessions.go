package server

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"

	"github.com/guitu-project/guitu/api/auth"
	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/models"
)

type sessions struct {
	guituv1.UnimplementedSessionServiceServer
	use   *auth.Accounts
	calls map[models.Role][]string // which each role may make, as Service.Method
}

// AgentHeader is what the gateway's caller says it is.
const AgentHeader = "x-user-agent"

// CookieHeader asks the gateway to keep a new session's token in a cookie.
const CookieHeader = "guitu-cookie"

func (s *sessions) CreateSession(ctx context.Context, req *guituv1.CreateSessionRequest) (*guituv1.Session, error) {
	agent := append(metadata.ValueFromIncomingContext(ctx, AgentHeader), metadata.ValueFromIncomingContext(ctx, "user-agent")...)
	login, err := s.use.Login(ctx, req.GetLogin(), req.GetPassword(), append(agent, "")[0])
	if err != nil {
		return nil, err
	}
	if req.GetCookie() {
		if err := grpc.SetHeader(ctx, metadata.Pairs(CookieHeader, "1")); err != nil {
			return nil, fmt.Errorf("ask for a cookie: %w", err)
		}
	}
	return LoginOut(login), nil
}

// LoginOut returns a session that has just begun, with its token.
func LoginOut(l *auth.Login) *guituv1.Session {
	out := sessionOut(&l.Session, l.Name)
	out.Token, out.User, out.IdleExpireTime = l.Secret, userOut(l.User), timeOut(auth.IdleExpireTime(&l.Session))
	return out
}

func (s *sessions) GetSession(ctx context.Context, req *guituv1.GetSessionRequest) (*guituv1.Session, error) {
	session, current, err := s.use.Session(ctx, req.GetName())
	if err != nil {
		return nil, err
	}
	user, err := s.use.User(ctx, auth.Me)
	if err != nil {
		return nil, err
	}
	out := sessionOut(session, current)
	out.IdleExpireTime = timeOut(auth.IdleExpireTime(session))
	out.User, out.Calls = userOut(user), s.calls[user.Role]
	return out, nil
}

// callsOf lists the calls that each role may make, as Service.Method, sorted.
func callsOf(rights auth.Rights) map[models.Role][]string {
	calls := map[models.Role][]string{}
	for full, right := range rights {
		call, ours := strings.CutPrefix(full, "/guitu.v1.")
		if !ours {
			continue
		}
		for _, role := range right.Roles {
			calls[role] = append(calls[role], strings.ReplaceAll(call, "/", "."))
		}
	}
	for _, list := range calls {
		slices.Sort(list)
	}
	return calls
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
