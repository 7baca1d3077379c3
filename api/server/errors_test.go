package server

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/guitu-project/guitu/models"
)

func TestStatus(t *testing.T) {
	wrap := func(err error) error { return fmt.Errorf("driver: no such table secrets: %w", err) }
	for _, c := range []struct {
		err    error
		code   codes.Code
		logged bool
	}{
		{nil, codes.OK, false},
		{models.Invalid("person.sex", "不对", "wrong"), codes.InvalidArgument, false},
		{errors.Join(models.Invalid("photo", "坏了", "broken"), models.ErrUnreadable), codes.InvalidArgument, false},
		{wrap(models.ErrInvalid), codes.InvalidArgument, false},
		{wrap(models.ErrUnreadable), codes.InvalidArgument, false},
		{wrap(models.ErrTooLarge), codes.InvalidArgument, false},
		{wrap(models.ErrNotFound), codes.NotFound, false},
		{wrap(models.ErrExists), codes.AlreadyExists, false},
		{wrap(models.ErrStale), codes.Aborted, false},
		{wrap(models.ErrUnauthenticated), codes.Unauthenticated, false},
		{wrap(models.ErrPermission), codes.PermissionDenied, false},
		{wrap(models.ErrFacesOff), codes.FailedPrecondition, false},
		{wrap(models.ErrPrecondition), codes.FailedPrecondition, false},
		{wrap(models.ErrUnavailable), codes.Unavailable, true},
		{wrap(models.ErrBusy), codes.Unavailable, true},
		{wrap(models.ErrDiskFull), codes.Unavailable, true},
		{wrap(models.ErrDataLoss), codes.DataLoss, true},
		{wrap(context.Canceled), codes.Canceled, false},
		{wrap(context.DeadlineExceeded), codes.DeadlineExceeded, false},
		{status.Error(codes.ResourceExhausted, "message too large"), codes.ResourceExhausted, false},
		{wrap(errors.New("disk on fire")), codes.Internal, true},
	} {
		t.Run(fmt.Sprint(c.err), func(t *testing.T) {
			log := &bytes.Buffer{}
			s := Status(t.Context(), slog.New(slog.NewTextHandler(log, nil)), c.err)
			if s.Code() != c.code {
				t.Errorf("code %s, want %s", s.Code(), c.code)
			}
			if strings.Contains(s.String(), "secrets") || strings.Contains(s.String(), "on fire") {
				t.Errorf("tells too much: %s", s)
			}
			if (log.Len() > 0) != c.logged {
				t.Errorf("logged %q", log)
			}
			if errors.Is(c.err, models.ErrDiskFull) != strings.Contains(s.Message(), "磁盘已满") {
				t.Errorf("of the disk it says %s", s.Message())
			}
			if c.logged && c.code != codes.Unavailable {
				id := s.Message()[strings.LastIndexByte(s.Message(), ' ')+1 : len(s.Message())-1]
				if len(id) < 8 || !strings.Contains(log.String(), id) {
					t.Errorf("the id %q is not in the log %q", id, log)
				}
			}
		})
	}
}

func TestViolationsNameFieldsInBothLanguages(t *testing.T) {
	err := &models.InvalidError{Violations: []models.Violation{
		{Field: "person.birthDate", Text: models.Text{Zh: "日期不对", En: "not a date"}},
		{Field: "station", Text: models.Text{Zh: "坏\xff字", En: "bad"}}, // must not break the encoding
	}}
	var request *errdetails.BadRequest
	for _, d := range Status(t.Context(), slog.Default(), fmt.Errorf("register: %w", err)).Details() {
		if r, ok := d.(*errdetails.BadRequest); ok {
			request = r
		}
	}
	if len(request.GetFieldViolations()) != 2 {
		t.Fatalf("got %v", request)
	}
	v := request.GetFieldViolations()[0]
	if v.GetField() != "person.birthDate" || v.GetDescription() != "日期不对 (not a date)" ||
		v.GetLocalizedMessage().GetLocale() != "zh-CN" || v.GetLocalizedMessage().GetMessage() != "日期不对" {
		t.Errorf("got %v", v)
	}
}

func TestPageLimit(t *testing.T) {
	for asked, want := range map[int32]int{0: 20, 1: 1, 20: 20, 200: 200, 201: 200, 1 << 30: 200} {
		if got, err := pageLimit(asked, 20, 200); err != nil || got != want {
			t.Errorf("pageLimit(%d) = %d, %v; want %d", asked, got, err, want)
		}
	}
	if _, err := pageLimit(-1, 20, 200); !errors.Is(err, models.ErrInvalid) {
		t.Errorf("a negative size: %v", err)
	}
}
