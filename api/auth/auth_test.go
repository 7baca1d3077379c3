package auth_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"

	"github.com/guitu-project/guitu/api/auth"
	"github.com/guitu-project/guitu/models"
)

func TestAdmit(t *testing.T) {
	guard := auth.NewGuard(auth.AdminToken("right"), nil, nil)
	for name, c := range map[string]struct {
		headers []string
		ok      bool
	}{
		"missing":      {nil, false},
		"empty":        {[]string{""}, false},
		"no scheme":    {[]string{"right"}, false},
		"other scheme": {[]string{"Basic right"}, false},
		"no token":     {[]string{"Bearer "}, false},
		"wrong":        {[]string{"Bearer wrong"}, false},
		"prefix":       {[]string{"Bearer righ"}, false},
		"twice":        {[]string{"Bearer right", "Bearer right"}, false},
		"right":        {[]string{"Bearer right"}, true},
		"lower case":   {[]string{"bearer right"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, err := guard.Admit(t.Context(), c.headers)
			if !c.ok {
				if !errors.Is(err, models.ErrUnauthenticated) {
					t.Fatalf("got %v, want ErrUnauthenticated", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			actor, err := models.ActorFrom(ctx)
			if err != nil || actor != auth.Admin || actor.Areas != models.Nationwide {
				t.Fatalf("got %+v, %v", actor, err)
			}
		})
	}
}

func TestOnlyPublicMethodsNeedNoToken(t *testing.T) {
	guard := auth.NewGuard(auth.AdminToken("right"), auth.Rights{"/health/Check": {Public: true}, "/other/Check": {Roles: auth.Everyone}}, nil)
	next := func(ctx context.Context, _ any) (any, error) { return models.ActorFrom(ctx) }
	call := func(method string, md ...string) error {
		ctx := metadata.NewIncomingContext(t.Context(), metadata.Pairs(md...))
		_, err := guard.Unary(ctx, nil, &grpc.UnaryServerInfo{FullMethod: method}, func(ctx context.Context, req any) (any, error) {
			if method == "/health/Check" {
				return nil, nil
			}
			return next(ctx, req)
		})
		return err
	}
	if err := call("/health/Check"); err != nil {
		t.Errorf("a public method: %v", err)
	}
	if err := call("/other/Check"); !errors.Is(err, models.ErrUnauthenticated) {
		t.Errorf("another method without a token: %v", err)
	}
	if err := call("/other/Check", "authorization", "Bearer right"); err != nil {
		t.Errorf("another method with a token: %v", err)
	}
}

func TestEnsureAdminToken(t *testing.T) {
	path := filepath.Join(t.TempDir(), "admin.token")
	first, err := auth.EnsureAdminToken(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(first) < 43 { // 256 bits in base64
		t.Errorf("token %q is too short", first)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	again, err := auth.EnsureAdminToken(path)
	if err != nil || again != first {
		t.Errorf("second start: %q, %v; want %q", again, err, first)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode after the second start %v, %v", info.Mode(), err)
	}
	other, err := auth.EnsureAdminToken(filepath.Join(t.TempDir(), "admin.token"))
	if err != nil || other == first {
		t.Errorf("another folder has the same token: %v", err)
	}
}

func TestEnsureAdminTokenRefusesADamagedFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "admin.token")
	if err := os.WriteFile(path, []byte("abc\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if token, err := auth.EnsureAdminToken(path); !errors.Is(err, models.ErrDataLoss) || token != "" {
		t.Errorf("got %q, %v", token, err)
	}
	if _, err := auth.EnsureAdminToken(filepath.Join(t.TempDir(), "none", "admin.token")); err == nil || strings.Contains(err.Error(), "Bearer") {
		t.Errorf("a folder that is not there: %v", err)
	}
}
