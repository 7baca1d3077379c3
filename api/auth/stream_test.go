package auth_test

import (
	"context"
	"errors"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"

	"github.com/guitu-project/guitu/api/auth"
	"github.com/guitu-project/guitu/models"
)

// changing is a token whose bearer changes.
type changing struct {
	caller auth.Caller
	err    error
}

func (c *changing) Caller(context.Context, string) (auth.Caller, error) { return c.caller, c.err }

type sink struct {
	grpc.ServerStream
	ctx  context.Context
	sent int
}

func (s *sink) Context() context.Context { return s.ctx }
func (s *sink) SendMsg(any) error        { s.sent++; return nil }
func (s *sink) RecvMsg(any) error        { return nil }

// A stream that is open tells nothing more once its caller may not call any more.
func TestAStreamEndsWithTheAccess(t *testing.T) {
	station := auth.Caller{Actor: models.Actor{ID: "users/a", Role: models.RoleStation, Areas: "51"}}
	for what, change := range map[string]func(*changing){
		"logged out or disabled":   func(c *changing) { c.err = models.ErrUnauthenticated },
		"another role":             func(c *changing) { c.caller.Role = models.RoleAuditor },
		"fewer areas":              func(c *changing) { c.caller.Areas = "5101" },
		"another station":          func(c *changing) { c.caller.Station = "另一站" },
		"a password to be changed": func(c *changing) { c.caller.MustChange = true },
		"a key with fewer scopes":  func(c *changing) { c.caller.Scopes = []models.Scope{models.ScopeReadRecords} },
	} {
		tokens := &changing{caller: station}
		guard := auth.NewGuard(tokens, auth.Rights{"/watch": {Roles: []models.Role{models.RoleStation}, Scope: models.ScopeMatches}}, nil)
		out := &sink{ctx: metadata.NewIncomingContext(t.Context(), metadata.Pairs("authorization", "Bearer x"))}
		err := guard.Stream(nil, out, &grpc.StreamServerInfo{FullMethod: "/watch"}, func(_ any, s grpc.ServerStream) error {
			if err := errors.Join(s.SendMsg(nil), s.RecvMsg(nil)); err != nil {
				t.Fatalf("%s: before: %v", what, err)
			}
			change(tokens)
			return s.SendMsg(nil)
		})
		if err == nil || out.sent != 1 {
			t.Errorf("%s: %d messages were sent, %v", what, out.sent, err)
		}
	}
}
