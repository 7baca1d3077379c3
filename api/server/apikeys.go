package server

import (
	"context"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/guitu-project/guitu/api/auth"
	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/models"
)

type apiKeys struct {
	guituv1.UnimplementedApiKeyServiceServer
	use *auth.Accounts
}

func (s *apiKeys) CreateApiKey(ctx context.Context, req *guituv1.CreateApiKeyRequest) (*guituv1.ApiKey, error) { //nolint:revive // as the contract has it
	in := req.GetApiKey()
	key := models.APIKey{User: in.GetUser(), Title: in.GetTitle(), Quota: models.Quota{Requests: int64(in.GetRequestsPerDay()), Rows: int64(in.GetRowsPerDay())}, Scopes: each(in.GetScopes(), func(s string) models.Scope { return models.Scope(s) })}
	if in.GetExpireTime() != nil {
		key.ExpireTime = in.GetExpireTime().AsTime()
	}
	return answerKey(s.use.CreateKey(ctx, key))
}

func (s *apiKeys) ListApiKeys(ctx context.Context, req *guituv1.ListApiKeysRequest) (*guituv1.ListApiKeysResponse, error) { //nolint:revive // as the contract has it
	list, err := s.use.Keys(ctx, req.GetUser())
	if err != nil {
		return nil, err
	}
	return &guituv1.ListApiKeysResponse{ApiKeys: each(list, keyOut)}, nil
}

func (s *apiKeys) UpdateApiKey(ctx context.Context, req *guituv1.UpdateApiKeyRequest) (*guituv1.ApiKey, error) { //nolint:revive // as the contract has it
	in := req.GetApiKey()
	requests, rows := int64(in.GetRequestsPerDay()), int64(in.GetRowsPerDay())
	fields := map[string]bool{}
	for _, path := range req.GetUpdateMask().GetPaths() {
		if !slices.Contains([]string{"requests_per_day", "requestsPerDay", "rows_per_day", "rowsPerDay", "name"}, path) {
			return nil, models.Invalid("updateMask", "只能修改 requestsPerDay 和 rowsPerDay", "only requestsPerDay and rowsPerDay can be changed")
		}
		fields[strings.ReplaceAll(strings.ToLower(path), "_", "")] = true
	}
	of := func(field string, n int64) *int64 {
		if fields[field] || len(fields) == 0 && n != 0 {
			return &n
		}
		return nil
	}
	key, err := s.use.SetQuota(ctx, in.GetName(), of("requestsperday", requests), of("rowsperday", rows))
	if err != nil {
		return nil, err
	}
	return keyOut(key), nil
}

func (s *apiKeys) RotateApiKey(ctx context.Context, req *guituv1.RotateApiKeyRequest) (*guituv1.ApiKey, error) { //nolint:revive // as the contract has it
	var overlap time.Duration
	if req.GetOverlap() != nil {
		overlap = req.GetOverlap().AsDuration()
	}
	return answerKey(s.use.RotateKey(ctx, req.GetName(), overlap))
}

func (s *apiKeys) DeleteApiKey(ctx context.Context, req *guituv1.DeleteApiKeyRequest) (*guituv1.DeleteApiKeyResponse, error) { //nolint:revive // as the contract has it
	return &guituv1.DeleteApiKeyResponse{}, s.use.EndKey(ctx, req.GetName())
}

// answerKey answers a key that has just been made, with its secret.
func answerKey(k *models.APIKey, secret string, err error) (*guituv1.ApiKey, error) {
	if err != nil {
		return nil, err
	}
	out := keyOut(k)
	out.Secret = secret
	return out, nil
}

func keyOut(k *models.APIKey) *guituv1.ApiKey {
	return &guituv1.ApiKey{
		Name: k.Name, User: k.User, Title: k.Title, Prefix: k.Prefix, Replaces: k.Replaces,
		Scopes:         each(k.Scopes, func(s models.Scope) string { return string(s) }),
		RequestsPerDay: int32(k.Quota.Requests), RowsPerDay: int32(k.Quota.Rows), RequestsToday: clamp(k.Usage.Requests), RowsToday: clamp(k.Usage.Rows),
		ExpireTime: timeOut(k.ExpireTime), CreateTime: timeOut(k.CreateTime), LastUseTime: timeOut(k.SeenTime),
	}
}

// clamp returns n, or the most that a field of the contract can say.
func clamp(n int64) int32 { return int32(min(n, math.MaxInt32)) }
