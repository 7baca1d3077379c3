package server

import (
	"context"
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
	key := models.APIKey{User: in.GetUser(), Title: in.GetTitle(), Scopes: each(in.GetScopes(), func(s string) models.Scope { return models.Scope(s) })}
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
		Scopes:     each(k.Scopes, func(s models.Scope) string { return string(s) }),
		ExpireTime: timeOut(k.ExpireTime), CreateTime: timeOut(k.CreateTime), LastUseTime: timeOut(k.SeenTime),
	}
}
