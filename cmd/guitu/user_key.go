package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/fieldmaskpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
)

// userKeyCmd keeps the keys of other systems.
type userKeyCmd struct {
	Add    apiKeyAddCmd    `cmd:"" help:"Make a key. Its secret is shown once."`
	List   apiKeyListCmd   `cmd:"" help:"Show a user's keys."`
	Quota  apiKeyQuotaCmd  `cmd:"" help:"Say how much a key may do on a day."`
	Rotate apiKeyRotateCmd `cmd:"" help:"Make a key that takes the place of another."`
	End    apiKeyEndCmd    `cmd:"" help:"End a key at once."`
}

type apiKeyAddCmd struct {
	Login  string   `arg:"" help:"In whose name the other system calls."`
	Title  string   `required:"" help:"What the key is for."`
	Scopes []string `required:"" placeholder:"SCOPE,…" help:"records.read, records.write, notices.read, notices.write, matches, imports, audit.read."`
	Days   int      `default:"90" help:"How long it lasts, at most 400."`
	quotaFlags
	dataFlags
}

// quotaFlags says how much a key may do on a day.
type quotaFlags struct {
	Requests int32 `default:"0" help:"Calls a day; 0 is any number."`
	Rows     int32 `default:"0" help:"Records and notices written a day; 0 is any number."`
}

// Run makes a key.
func (c *apiKeyAddCmd) Run(ctx context.Context, m *Main, log *slog.Logger) error {
	return m.withKeys(ctx, c.dataFlags, log, func(ctx context.Context, s *client) ([]*guituv1.ApiKey, error) {
		u, err := userOf(ctx, s.users, c.Login)
		if err != nil {
			return nil, err
		}
		key, err := s.keys.CreateApiKey(ctx, &guituv1.CreateApiKeyRequest{ApiKey: &guituv1.ApiKey{
			User: u.GetName(), Title: c.Title, Scopes: c.Scopes, ExpireTime: timestamppb.New(time.Now().AddDate(0, 0, c.Days)),
			RequestsPerDay: c.Requests, RowsPerDay: c.Rows,
		}})
		return []*guituv1.ApiKey{key}, err
	})
}

type apiKeyListCmd struct {
	Login string `arg:"" help:"Whose."`
	dataFlags
}

// Run shows keys.
func (c *apiKeyListCmd) Run(ctx context.Context, m *Main, log *slog.Logger) error {
	return m.withKeys(ctx, c.dataFlags, log, func(ctx context.Context, s *client) ([]*guituv1.ApiKey, error) {
		u, err := userOf(ctx, s.users, c.Login)
		if err != nil {
			return nil, err
		}
		list, err := s.keys.ListApiKeys(ctx, &guituv1.ListApiKeysRequest{User: u.GetName()})
		return list.GetApiKeys(), err
	})
}

type apiKeyQuotaCmd struct {
	Key string `arg:"" help:"apiKeys/…"`
	quotaFlags
	dataFlags
}

// Run sets a quota.
func (c *apiKeyQuotaCmd) Run(ctx context.Context, m *Main, log *slog.Logger) error {
	return m.withKeys(ctx, c.dataFlags, log, func(ctx context.Context, s *client) ([]*guituv1.ApiKey, error) {
		key, err := s.keys.UpdateApiKey(ctx, &guituv1.UpdateApiKeyRequest{
			ApiKey:     &guituv1.ApiKey{Name: c.Key, RequestsPerDay: c.Requests, RowsPerDay: c.Rows},
			UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"requests_per_day", "rows_per_day"}},
		})
		return []*guituv1.ApiKey{key}, err
	})
}

type apiKeyRotateCmd struct {
	Key     string        `arg:"" help:"apiKeys/…"`
	Overlap time.Duration `default:"24h" help:"How long the old one goes on."`
	dataFlags
}

// Run rotates a key.
func (c *apiKeyRotateCmd) Run(ctx context.Context, m *Main, log *slog.Logger) error {
	return m.withKeys(ctx, c.dataFlags, log, func(ctx context.Context, s *client) ([]*guituv1.ApiKey, error) {
		key, err := s.keys.RotateApiKey(ctx, &guituv1.RotateApiKeyRequest{Name: c.Key, Overlap: durationpb.New(c.Overlap)})
		return []*guituv1.ApiKey{key}, err
	})
}

type apiKeyEndCmd struct {
	Key string `arg:"" help:"apiKeys/…"`
	dataFlags
}

// Run ends a key.
func (c *apiKeyEndCmd) Run(ctx context.Context, m *Main, log *slog.Logger) error {
	return m.withKeys(ctx, c.dataFlags, log, func(ctx context.Context, s *client) ([]*guituv1.ApiKey, error) {
		_, err := s.keys.DeleteApiKey(ctx, &guituv1.DeleteApiKeyRequest{Name: c.Key})
		return nil, err
	})
}

// withKeys does something with keys and prints what came of it.
func (m *Main) withKeys(ctx context.Context, f dataFlags, log *slog.Logger, do func(context.Context, *client) ([]*guituv1.ApiKey, error)) (err error) {
	service, err := connect(ctx, f, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, service.Close()) }()
	keys, err := do(service.as(ctx), service)
	if err != nil {
		return err
	}
	t := table{out: m.Stdout}
	for _, k := range keys {
		until := "至 " + k.GetExpireTime().AsTime().Local().Format(time.DateTime)
		if !k.GetExpireTime().AsTime().After(time.Now()) {
			until = "已失效 (ended)"
		}
		t.line("%s  %s…  %s  %s  %s", k.GetName(), k.GetPrefix(), until, strings.Join(k.GetScopes(), ","), k.GetTitle())
		t.line("    今日 (today) %s 次请求 (calls), %s 条 (rows)", used(k.GetRequestsToday(), k.GetRequestsPerDay()), used(k.GetRowsToday(), k.GetRowsPerDay()))
		if k.GetSecret() != "" {
			t.line("密钥只显示这一次 (the secret, shown this once):\n%s", k.GetSecret())
		}
	}
	return t.err
}

// used says how much was done, and of how much.
func used(n, most int32) string {
	if most == 0 {
		return strconv.Itoa(int(n))
	}
	return fmt.Sprintf("%d/%d", n, most)
}
