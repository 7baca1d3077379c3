package auth

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"

	"github.com/guitu-project/guitu/models"
)

// Caller describes the bearer of a token.
type Caller struct {
	models.Actor
	Session    string         // sessions/…; empty for other tokens
	Scopes     []models.Scope // of an API key, what it may do at most
	Quota      models.Quota   // of an API key, how much on a day
	MustChange bool           // the password, before anything else
}

// Tokens knows to whom a token belongs. It is safe for concurrent use.
type Tokens interface {
	// Caller is the bearer of the token. Errors: models.ErrUnauthenticated.
	Caller(ctx context.Context, token string) (Caller, error)
}

// Trail takes the rows about calls that were refused.
type Trail interface {
	AppendAudit(ctx context.Context, row *models.Audit) error
}

// Right says who may call a method. The zero value is no one's.
type Right struct {
	Public   bool          // needs no token
	Roles    []models.Role // who may call it
	Scope    models.Scope  // which an API key needs for it; without one it is for people only
	BySide   bool          // an API key needs the scope of the object's side, which the method asks (KeyAllows)
	ByArea   bool          // the object's area decides, too; package matcher does that
	Unproven bool          // also before the first password was changed
}

// Everyone holds the roles of a right that every role has.
var Everyone = models.Roles()

// Rights says who may call what, by full gRPC method (/package.Service/Method).
type Rights map[string]Right

// Guard lets no one in without a known token, and no one do what the rights do not
// name.
type Guard struct {
	tokens Tokens
	rights Rights
	trail  Trail
}

// NewGuard returns a Guard over tokens and rights. What it refuses to a known person goes
// into the trail.
func NewGuard(tokens Tokens, rights Rights, trail Trail) *Guard {
	return &Guard{tokens: tokens, rights: rights, trail: trail}
}

// Admit puts the bearer of the token into the context. authorization is every
// Authorization header of the call; there must be one, "Bearer TOKEN".
// Errors: models.ErrUnauthenticated.
func (g *Guard) Admit(ctx context.Context, authorization []string) (context.Context, error) {
	if len(authorization) != 1 {
		return nil, fmt.Errorf("%d authorization headers: %w", len(authorization), models.ErrUnauthenticated)
	}
	scheme, token, _ := strings.Cut(authorization[0], " ")
	if token = strings.TrimSpace(token); !strings.EqualFold(scheme, "Bearer") || token == "" {
		return nil, fmt.Errorf("no bearer token: %w", models.ErrUnauthenticated)
	}
	if len(metadata.ValueFromIncomingContext(ctx, BackgroundHeader)) > 0 {
		ctx = InBackground(ctx)
	}
	caller, err := g.tokens.Caller(ctx, token)
	if err != nil {
		return nil, fmt.Errorf("bearer token: %w", err)
	}
	return WithCaller(ctx, caller), nil
}

// InProcess is the network of connections inside this process: the gateway's.
const InProcess = "bufconn"

// Public reports whether a method needs no token.
func (g *Guard) Public(method string) bool { return g.rights[method].Public }

type callerKey struct{}

// WithCaller puts the caller, and with it the actor, into the context.
func WithCaller(ctx context.Context, c Caller) context.Context {
	return context.WithValue(models.WithActor(ctx, c.Actor), callerKey{}, c)
}

// CallerFrom returns the caller in the context, or models.ErrUnauthenticated.
func CallerFrom(ctx context.Context) (Caller, error) {
	if c, ok := ctx.Value(callerKey{}).(Caller); ok && c.ID != "" {
		return c, nil
	}
	return Caller{}, models.ErrUnauthenticated
}

// Unary guards unary calls.
func (g *Guard) Unary(ctx context.Context, req any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
	ctx, err := g.admitMethod(ctx, info.FullMethod)
	if err != nil {
		return nil, err
	}
	return next(ctx, req)
}

// Stream guards streams.
func (g *Guard) Stream(srv any, stream grpc.ServerStream, info *grpc.StreamServerInfo, next grpc.StreamHandler) error {
	ctx, err := g.admitMethod(stream.Context(), info.FullMethod)
	if err != nil {
		return err
	}
	return next(srv, &admitted{ServerStream: stream, ctx: ctx, again: func() error { return g.stillAdmitted(ctx, info.FullMethod) }})
}

// stillAdmitted returns why the caller in ctx may no longer call the method: the token
// has ended, or says something else of its bearer than when the stream began.
func (g *Guard) stillAdmitted(ctx context.Context, method string) error {
	right := g.rights[method]
	if right.Public {
		return nil
	}
	before, err := CallerFrom(ctx)
	if err != nil {
		return err
	}
	again, err := g.Admit(ctx, metadata.ValueFromIncomingContext(ctx, "authorization"))
	if err != nil {
		return err
	}
	now, err := CallerFrom(again)
	if err != nil {
		return err
	}
	if now.Actor != before.Actor || !slices.Equal(now.Scopes, before.Scopes) {
		return models.Refused(models.ErrUnauthenticated, "您的权限已变更，请重新连接", "what you may do has changed: connect again")
	}
	return right.admit(now)
}

// PurposeHeader says what a call is for, percent-encoded if it is not ASCII. It
// goes into every audit row of the call.
const PurposeHeader = "x-guitu-purpose"

// maxPurpose is how long a purpose may be, in characters.
const maxPurpose = 200

func (g *Guard) admitMethod(ctx context.Context, method string) (context.Context, error) {
	right := g.rights[method]
	if right.Public {
		return ctx, nil
	}
	caller, err := CallerFrom(ctx)
	if err != nil { // was not admitted with the headers
		if ctx, err = g.Admit(ctx, metadata.ValueFromIncomingContext(ctx, "authorization")); err != nil {
			return nil, err
		}
		caller, err = CallerFrom(ctx)
	}
	if err != nil {
		return nil, err
	}
	ctx, err = withPurpose(ctx)
	if err != nil {
		return nil, err
	}
	if err := right.admit(caller); err != nil {
		return nil, errors.Join(err, g.trail.AppendAudit(ctx, &models.Audit{Action: models.ActionRefuse, Detail: method}))
	}
	return ctx, nil
}

// admit is nil, or why the caller has not this right.
func (r Right) admit(c Caller) error {
	switch {
	case c.MustChange && !r.Unproven:
		return models.Refused(models.ErrPermission, "请先修改初始密码（POST /v1/users/me:changePassword）",
			"change your first password before anything else: POST /v1/users/me:changePassword")
	case !c.Role.OneOf(r.Roles...):
		return models.Refused(models.ErrPermission, fmt.Sprintf("您的角色（%s）没有此项权限", c.Role), fmt.Sprintf("your role (%s) may not do this", c.Role))
	case r.BySide:
		return nil
	}
	return c.allows(r.Scope)
}

// allows returns why an API key lacks a scope, the empty one of which no key has; nil of
// who calls without one.
func (c Caller) allows(scope models.Scope) error {
	switch {
	case c.Scopes == nil || slices.Contains(c.Scopes, scope):
		return nil
	case scope == "":
		return models.Refused(models.ErrPermission, "接口密钥不能做这件事，请用本人账号登录", "no API key may do this: log in as a person")
	}
	return models.Refused(models.ErrPermission, "接口密钥缺少范围 "+string(scope), "the API key lacks the scope "+string(scope))
}

// KeyAllows returns models.ErrPermission when the caller in ctx calls with an API key
// that lacks the scope.
func KeyAllows(ctx context.Context, scope models.Scope) error {
	c, err := CallerFrom(ctx)
	if err != nil {
		return err
	}
	return c.allows(scope)
}

func withPurpose(ctx context.Context) (context.Context, error) {
	header := metadata.ValueFromIncomingContext(ctx, PurposeHeader)
	if len(header) == 0 {
		return ctx, nil
	}
	purpose, err := url.PathUnescape(header[0])
	if err != nil || len([]rune(purpose)) > maxPurpose {
		return nil, models.Invalid("X-Guitu-Purpose", "用途应为百分号编码的文字，最多 200 字", "the purpose is percent-encoded text of at most 200 characters")
	}
	return models.WithPurpose(ctx, strings.ToValidUTF8(purpose, "")), nil
}

// askEvery is how often the sender of a stream is asked for the right to it again.
const askEvery = 2 * time.Second

// admitted is a stream whose context has an actor, and which ends when the actor's
// access does: it is asked for again before everything that is sent, and every now and
// then while something is received.
type admitted struct {
	grpc.ServerStream
	ctx   context.Context //nolint:containedctx // grpc.ServerStream hands its context out this way
	again func() error
	asked time.Time // when something was received last with the right asked for
}

func (a *admitted) Context() context.Context { return a.ctx }

func (a *admitted) SendMsg(m any) error {
	if err := a.again(); err != nil {
		return err
	}
	return a.ServerStream.SendMsg(m)
}

func (a *admitted) RecvMsg(m any) error {
	if err := a.ServerStream.RecvMsg(m); err != nil {
		return err
	}
	if time.Since(a.asked) < askEvery {
		return nil
	}
	a.asked = time.Now()
	return a.again()
}
