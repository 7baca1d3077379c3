package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/guitu-project/guitu/api/auth"
	"github.com/guitu-project/guitu/models"
)

// oidcFile holds what the file of --oidc says; see auth.OIDCConfig.
type oidcFile struct {
	Issuer           string                 `json:"issuer"`
	ClientID         string                 `json:"clientId"`
	ClientSecretFile string                 `json:"clientSecretFile"` // beside this file if it is no full path
	RedirectURL      string                 `json:"redirectUrl"`
	Scopes           []string               `json:"scopes"`
	LoginClaim       string                 `json:"loginClaim"`
	Create           bool                   `json:"create"`
	RoleClaim        string                 `json:"roleClaim"`
	Roles            map[string]models.Role `json:"roles"`
	AreasClaim       string                 `json:"areasClaim"`
}

// readOIDC reads the file of that name. Errors: models.ErrInvalid, naming the field.
func readOIDC(name string) (config auth.OIDCConfig, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("--oidc %s: %w", name, err)
		}
	}()
	text, err := os.ReadFile(name) //nolint:gosec // the operator names the file
	if err != nil {
		return config, err
	}
	var f oidcFile
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		return config, errors.Join(models.ErrInvalid, err)
	}
	for field, value := range map[string]string{"issuer": f.Issuer, "redirectUrl": f.RedirectURL} {
		if u, err := url.Parse(value); err != nil || u.Host == "" || u.Scheme != "https" && u.Hostname() != "localhost" && u.Hostname() != "127.0.0.1" {
			return config, models.Invalid(field, "应为 https:// 地址", "must be an https:// URL (http only on this machine)")
		}
	}
	if f.ClientID == "" {
		return config, models.Invalid("clientId", "请填写", "is needed")
	}
	for word, role := range f.Roles {
		if !role.OneOf(models.Roles()...) {
			return config, models.Invalid("roles."+word, fmt.Sprintf("不认识的角色“%s”", role), fmt.Sprintf("unknown role %q", role))
		}
	}
	config = auth.OIDCConfig{Issuer: f.Issuer, ClientID: f.ClientID, RedirectURL: f.RedirectURL, Scopes: f.Scopes,
		LoginClaim: f.LoginClaim, Create: f.Create, RoleClaim: f.RoleClaim, Roles: f.Roles, AreasClaim: f.AreasClaim}
	if f.ClientSecretFile != "" {
		if !filepath.IsAbs(f.ClientSecretFile) {
			f.ClientSecretFile = filepath.Join(filepath.Dir(name), f.ClientSecretFile)
		}
		secret, err := os.ReadFile(f.ClientSecretFile)
		if err != nil {
			return config, err
		}
		config.Secret = strings.TrimSpace(string(secret))
	}
	return config, nil
}
