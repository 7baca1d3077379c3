package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"google.golang.org/protobuf/types/known/fieldmaskpb"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/models"
)

// userCmd keeps the people who work with the service.
type userCmd struct {
	Add     userAddCmd     `cmd:"" help:"Make an account. The password is read from the terminal, or from standard input."`
	List    userListCmd    `cmd:"" help:"Show all accounts."`
	Disable userDisableCmd `cmd:"" help:"Keep a user out at once, and end their sessions and keys."`
	Enable  userEnableCmd  `cmd:"" help:"Let a user in again."`
	Passwd  userPasswdCmd  `cmd:"" help:"Set a user's password, to be changed at the next login; their sessions end."`
	Role    userRoleCmd    `cmd:"" help:"Give a user another role, and the areas that go with it."`
	Areas   userAreasCmd   `cmd:"" help:"Give a user other areas."`
	Link    userLinkCmd    `cmd:"" help:"Let an OpenID Connect provider say who a user is."`
	Key     userKeyCmd     `cmd:"" help:"Keys of other systems, which call in the name of a user."`
}

// Help returns what guitu user --help shows.
func (userCmd) Help() string {
	return `Roles: STATION (救助站), POLICE (公安), CASEWORKER (寻亲专员), SUPERVISOR (主管), ADMIN (管理员), AUDITOR (审计员),
PATROL (街面巡查员), HOSPITAL (医院), VILLAGE (村（居）委会).
Areas are prefixes of GB/T 2260 codes: 51 (四川省), 5101 (成都市), 510107 (武侯区). The whole country, *, is for
SUPERVISOR, ADMIN and AUDITOR, and only where it is said.

  guitu user add guan --name 关小云 --role STATION --areas 5101 --station 成都市救助站 --data DIR`
}

// grant holds what a person may do.
type grant struct {
	Role    string   `enum:"${roles}" required:"" help:"${enum}"`
	Areas   []string `placeholder:"CODE,…" help:"GB/T 2260 prefixes, or * for the whole country."`
	Station string   `help:"The station whose records are theirs wherever they were found."`
}

// roleNames lists the roles as --role takes them.
func roleNames() string {
	var names []string
	for _, r := range models.Roles() {
		names = append(names, string(r))
	}
	return strings.Join(names, ",")
}

func (g grant) role() guituv1.User_Role {
	return guituv1.User_Role(guituv1.User_Role_value[g.Role])
}

type userAddCmd struct {
	Login string `arg:"" help:"What the person types to log in."`
	grant
	Name    string `help:"The person's name, as ledgers show it."`
	Issuer  string `help:"The OpenID Connect provider that says who the person is, with --subject."`
	Subject string `help:"The person's identity there. Without a password, only the provider lets the person in."`
	dataFlags
}

// Run makes the account.
func (c *userAddCmd) Run(ctx context.Context, m *Main, log *slog.Logger) error {
	request := &guituv1.CreateUserRequest{User: &guituv1.User{
		Login: c.Login, DisplayName: c.Name, Role: c.role(), Areas: c.Areas, Station: c.Station, Issuer: c.Issuer, Subject: c.Subject,
	}}
	if c.Subject == "" {
		var err error
		if request.Password, err = m.newPassword(c.Login); err != nil {
			return err
		}
	}
	return m.withUsers(ctx, c.dataFlags, log, func(ctx context.Context, users guituv1.UserServiceClient) (*guituv1.User, error) {
		return users.CreateUser(ctx, request)
	})
}

type userListCmd struct{ dataFlags }

// Run prints the accounts.
func (c *userListCmd) Run(ctx context.Context, m *Main, log *slog.Logger) (err error) {
	service, err := connect(ctx, c.dataFlags, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, service.Close()) }()
	t := table{out: m.Stdout}
	for token := ""; ; {
		page, err := service.users.ListUsers(service.as(ctx), &guituv1.ListUsersRequest{PageSize: 1000, PageToken: token})
		if err != nil {
			return err
		}
		for _, u := range page.GetUsers() {
			t.user(u)
		}
		if token = page.GetNextPageToken(); token == "" {
			return t.err
		}
	}
}

func (t *table) user(u *guituv1.User) {
	notes := []string{u.GetDisplayName(), u.GetStation(), u.GetIssuer()}
	if u.GetStatus() == guituv1.User_DISABLED {
		notes = append(notes, "已停用 (disabled)")
	}
	if u.GetMustChangePassword() {
		notes = append(notes, "须改密码 (must change the password)")
	}
	t.line("%s  %-16s %-10s %-16s %s", u.GetName(), u.GetLogin(), strings.TrimSuffix(u.GetRole().String(), "_UNSPECIFIED"),
		strings.Join(u.GetAreas(), ","), strings.Join(strings.Fields(strings.Join(notes, " ")), " "))
}

type userDisableCmd struct {
	Login string `arg:"" help:"Whom."`
	dataFlags
}

// Run keeps a person out.
func (c *userDisableCmd) Run(ctx context.Context, m *Main, log *slog.Logger) error {
	return m.changeUser(ctx, c.dataFlags, log, c.Login, &guituv1.User{Status: guituv1.User_DISABLED}, "status")
}

type userEnableCmd struct {
	Login string `arg:"" help:"Whom."`
	dataFlags
}

// Run lets a person in again.
func (c *userEnableCmd) Run(ctx context.Context, m *Main, log *slog.Logger) error {
	return m.changeUser(ctx, c.dataFlags, log, c.Login, &guituv1.User{Status: guituv1.User_ACTIVE}, "status")
}

type userPasswdCmd struct {
	Login string `arg:"" help:"Whose."`
	dataFlags
}

// Run sets a person's password.
func (c *userPasswdCmd) Run(ctx context.Context, m *Main, log *slog.Logger) error {
	password, err := m.newPassword(c.Login)
	if err != nil {
		return err
	}
	return m.withUsers(ctx, c.dataFlags, log, func(ctx context.Context, users guituv1.UserServiceClient) (*guituv1.User, error) {
		u, err := userOf(ctx, users, c.Login)
		if err != nil {
			return nil, err
		}
		return users.ResetPassword(ctx, &guituv1.ResetPasswordRequest{Name: u.GetName(), Password: password})
	})
}

type userRoleCmd struct {
	Login string `arg:"" help:"Whose."`
	grant
	dataFlags
}

// Run gives a person another role.
func (c *userRoleCmd) Run(ctx context.Context, m *Main, log *slog.Logger) error {
	u, fields := &guituv1.User{Role: c.role(), Areas: c.Areas, Station: c.Station}, []string{"role"}
	if len(c.Areas) > 0 {
		fields = append(fields, "areas")
	}
	if c.Station != "" {
		fields = append(fields, "station")
	}
	return m.changeUser(ctx, c.dataFlags, log, c.Login, u, fields...)
}

type userAreasCmd struct {
	Login string   `arg:"" help:"Whose."`
	Areas []string `arg:"" help:"GB/T 2260 prefixes, or * for the whole country."`
	dataFlags
}

// Run gives a person other areas.
func (c *userAreasCmd) Run(ctx context.Context, m *Main, log *slog.Logger) error {
	return m.changeUser(ctx, c.dataFlags, log, c.Login, &guituv1.User{Areas: c.Areas}, "areas")
}

type userLinkCmd struct {
	Login   string `arg:"" help:"Whom."`
	Issuer  string `arg:"" help:"The provider's issuer URL."`
	Subject string `arg:"" help:"The person's identity there (sub)."`
	dataFlags
}

// Run lets a provider say who a person is.
func (c *userLinkCmd) Run(ctx context.Context, m *Main, log *slog.Logger) error {
	return m.changeUser(ctx, c.dataFlags, log, c.Login, &guituv1.User{Issuer: c.Issuer, Subject: c.Subject}, "issuer", "subject")
}

// changeUser sets the fields of an account.
func (m *Main) changeUser(ctx context.Context, f dataFlags, log *slog.Logger, login string, to *guituv1.User, fields ...string) error {
	return m.withUsers(ctx, f, log, func(ctx context.Context, users guituv1.UserServiceClient) (*guituv1.User, error) {
		u, err := userOf(ctx, users, login)
		if err != nil {
			return nil, err
		}
		to.Name = u.GetName()
		return users.UpdateUser(ctx, &guituv1.UpdateUserRequest{User: to, UpdateMask: &fieldmaskpb.FieldMask{Paths: fields}})
	})
}

// withUsers does something with an account and prints what it is then.
func (m *Main) withUsers(ctx context.Context, f dataFlags, log *slog.Logger, do func(context.Context, guituv1.UserServiceClient) (*guituv1.User, error)) (err error) {
	service, err := connect(ctx, f, log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, service.Close()) }()
	u, err := do(service.as(ctx), service.users)
	if err != nil {
		return err
	}
	t := table{out: m.Stdout}
	t.user(u)
	return t.err
}

// userOf finds an account by its login.
func userOf(ctx context.Context, users guituv1.UserServiceClient, login string) (*guituv1.User, error) {
	page, err := users.ListUsers(ctx, &guituv1.ListUsersRequest{Login: login})
	if err != nil {
		return nil, err
	}
	if len(page.GetUsers()) == 0 {
		return nil, fmt.Errorf("no account has the login %q: %w", login, models.ErrNotFound)
	}
	return page.GetUsers()[0], nil
}
