package server

import (
	"context"

	"github.com/guitu-project/guitu/api/auth"
	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/models"
)

type users struct {
	guituv1.UnimplementedUserServiceServer
	use *auth.Accounts
}

func (s *users) CreateUser(ctx context.Context, req *guituv1.CreateUserRequest) (*guituv1.User, error) {
	var u models.User
	if err := userInto(&u, req.GetUser()); err != nil {
		return nil, err
	}
	return answerUser(s.use.CreateUser(ctx, u, req.GetPassword()))
}

func (s *users) GetUser(ctx context.Context, req *guituv1.GetUserRequest) (*guituv1.User, error) {
	return answerUser(s.use.User(ctx, req.GetName()))
}

func (s *users) ListUsers(ctx context.Context, req *guituv1.ListUsersRequest) (*guituv1.ListUsersResponse, error) {
	limit, err := pageLimit(req.GetPageSize(), usualList, mostList)
	if err != nil {
		return nil, err
	}
	page, next, err := s.use.Users(ctx, req.GetLogin(), limit, req.GetPageToken())
	if err != nil {
		return nil, err
	}
	opened, err := s.use.Opened(ctx)
	if err != nil {
		return nil, err
	}
	list := each(page, func(u *models.User) *guituv1.User {
		out := userOut(u)
		out.ContactsOpened, out.ContactsRefused = small(opened[u.Name].Notices), small(opened[u.Name].Refused)
		return out
	})
	return &guituv1.ListUsersResponse{Users: list, NextPageToken: next}, nil
}

func (s *users) UpdateUser(ctx context.Context, req *guituv1.UpdateUserRequest) (*guituv1.User, error) {
	in := req.GetUser()
	return answerUser(s.use.ChangeUser(ctx, in.GetName(), in.GetEtag(), func(u *models.User) error {
		now := userOut(u)
		if err := patch(now, in, req.GetUpdateMask()); err != nil {
			return err
		}
		return userInto(u, now)
	}))
}

func (s *users) ResetPassword(ctx context.Context, req *guituv1.ResetPasswordRequest) (*guituv1.User, error) {
	return answerUser(s.use.ResetPassword(ctx, req.GetName(), req.GetPassword()))
}

func (s *users) ChangePassword(ctx context.Context, req *guituv1.ChangePasswordRequest) (*guituv1.User, error) {
	return answerUser(s.use.ChangePassword(ctx, req.GetOldPassword(), req.GetNewPassword()))
}

func answerUser(u *models.User, err error) (*guituv1.User, error) {
	if err != nil {
		return nil, err
	}
	return userOut(u), nil
}

// userOut leaves out the password's hash, which is no one's to read.
func userOut(u *models.User) *guituv1.User {
	return &guituv1.User{
		Name: u.Name, Login: u.Login, DisplayName: u.DisplayName,
		Role: valueOf[guituv1.User_Role](u.Role), Areas: u.Areas.List(), Station: u.Station,
		Status: valueOf[guituv1.User_Status](u.Status), MustChangePassword: u.MustChange,
		Issuer: u.Issuer, Subject: u.Subject, Etag: u.Etag,
		CreateTime: timeOut(u.CreateTime), UpdateTime: timeOut(u.UpdateTime),
	}
}

// userInto writes what a caller may change into u.
func userInto(u *models.User, in *guituv1.User) (err error) {
	u.Login, u.DisplayName, u.Station = in.GetLogin(), in.GetDisplayName(), in.GetStation()
	u.Role, u.Status = wordOf[models.Role](in.GetRole()), wordOf[models.UserStatus](in.GetStatus())
	u.Issuer, u.Subject = in.GetIssuer(), in.GetSubject()
	u.Areas, err = models.ParseAreas(in.GetAreas())
	return err
}
