package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
)

// demoPeople work in the demo: two of them, because one person alone confirms nothing.
var demoPeople = []*guituv1.User{
	{Login: "zhou", DisplayName: "周敏（演示）", Role: guituv1.User_SUPERVISOR, Areas: []string{"*"}},
	{Login: "guan", DisplayName: "关小雨（演示）", Role: guituv1.User_STATION, Areas: []string{"50", "51", "52", "53"}, Station: "演示救助站"},
	{Login: "gao", DisplayName: "高远（演示）", Role: guituv1.User_ADMIN, Areas: []string{"*"}},
}

// people makes the accounts of the demo and returns the password that they share. It is
// of this data folder alone, and stays the same at the next start.
func (c *demoCmd) people(ctx context.Context, s *Server) (password string, err error) {
	file := filepath.Join(c.Data, "demo.password")
	text, err := os.ReadFile(file) //nolint:gosec // the operator names the folder
	if err == nil {
		return strings.TrimSpace(string(text)), nil
	}
	if !errors.Is(err, os.ErrNotExist) {
		return "", fmt.Errorf("demo password: %w", err)
	}
	password = randomPassword(12)
	for _, person := range demoPeople {
		if err := demoPerson(ctx, s, person, password); err != nil {
			return "", fmt.Errorf("demo account %s: %w", person.GetLogin(), err)
		}
	}
	if err := os.WriteFile(file, []byte(password+"\n"), 0o600); err != nil {
		return "", fmt.Errorf("demo password: %w", err)
	}
	return password, nil
}

// randomPassword returns n letters and digits without a vowel, so that no login is among them by
// chance, which would be refused.
func randomPassword(n int) string {
	var text string
	for len(text) < n {
		text += strings.Map(func(r rune) rune {
			if strings.ContainsRune("aeiou", r) {
				return -1
			}
			return r
		}, strings.ToLower(rand.Text()))
	}
	return text[:n]
}

// demoPerson makes an account whose first password has been changed, or sets that of an
// account that an earlier start left half made.
func demoPerson(ctx context.Context, s *Server, person *guituv1.User, password string) error {
	users, first := guituv1.NewUserServiceClient(s.conn), randomPassword(20)
	admin := metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+s.Token)
	_, err := users.CreateUser(admin, &guituv1.CreateUserRequest{User: person, Password: first})
	if status.Code(err) == codes.AlreadyExists {
		var found *guituv1.ListUsersResponse
		if found, err = users.ListUsers(admin, &guituv1.ListUsersRequest{Login: person.GetLogin()}); err == nil && len(found.GetUsers()) == 1 {
			_, err = users.ResetPassword(admin, &guituv1.ResetPasswordRequest{Name: found.GetUsers()[0].GetName(), Password: first})
		}
	}
	if err != nil {
		return err
	}
	session, err := guituv1.NewSessionServiceClient(s.conn).CreateSession(ctx, &guituv1.CreateSessionRequest{Login: person.GetLogin(), Password: first})
	if err != nil {
		return err
	}
	own := metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+session.GetToken())
	_, err = users.ChangePassword(own, &guituv1.ChangePasswordRequest{Name: "users/me", OldPassword: first, NewPassword: password})
	if err == nil {
		_, err = guituv1.NewSessionServiceClient(s.conn).DeleteSession(own, &guituv1.DeleteSessionRequest{Name: "sessions/current"})
	}
	return err
}

// demoLogins lists who may log in, for people to read.
func demoLogins() string {
	var logins []string
	for _, person := range demoPeople {
		logins = append(logins, fmt.Sprintf("%s (%s)", person.GetLogin(), person.GetRole()))
	}
	return strings.Join(logins, ", ")
}
