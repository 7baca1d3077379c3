package server

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"strings"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/protoadapt"
	"google.golang.org/protobuf/types/known/durationpb"

	"github.com/guitu-project/guitu/models"
)

// answers says what a caller hears of each sentinel. The first that fits counts.
var answers = []struct {
	is   error
	code codes.Code
	text models.Text
}{
	{context.Canceled, codes.Canceled, models.Text{Zh: "请求已取消", En: "the call was cancelled"}},
	{context.DeadlineExceeded, codes.DeadlineExceeded, models.Text{Zh: "处理超时，请稍后再试", En: "the call took too long: try again later"}},
	{models.ErrUnauthenticated, codes.Unauthenticated, models.Text{Zh: "未登录或令牌无效", En: "no token, or a wrong one: send Authorization: Bearer TOKEN"}},
	{models.ErrPermission, codes.PermissionDenied, models.Text{Zh: "没有权限", En: "not allowed"}},
	{models.ErrTooLarge, codes.InvalidArgument, models.Text{Zh: "内容太大", En: "too large"}},
	{models.ErrUnreadable, codes.InvalidArgument, models.Text{Zh: "照片无法读取", En: "the photo could not be read"}},
	{models.ErrInvalid, codes.InvalidArgument, models.Text{Zh: "输入有误", En: "the input is wrong"}},
	{models.ErrNotFound, codes.NotFound, models.Text{Zh: "没有找到", En: "not found"}},
	{models.ErrExists, codes.AlreadyExists, models.Text{Zh: "已经存在：同一来源的外部编号重复", En: "already exists: the same origin has the same externalId"}},
	{models.ErrStale, codes.Aborted, models.Text{Zh: "已被他人修改，请刷新后重试", En: "changed by another: read it again and retry"}},
	{models.ErrFacesOff, codes.FailedPrecondition, models.Text{Zh: "人脸识别未启用", En: "faces are off in this service"}},
	{models.ErrPrecondition, codes.FailedPrecondition, models.Text{Zh: "当前状态不允许此操作", En: "not in a state for this call"}},
	{models.ErrDiskFull, codes.Unavailable, models.Text{Zh: "服务器磁盘已满：可以查看，暂时不能保存，请通知管理员清理磁盘", En: "the server's disk is full: what is there can be read, nothing can be saved; tell the administrator"}},
	{models.ErrUnavailable, codes.Unavailable, models.Text{Zh: "服务暂不可用，请稍后再试", En: "unavailable for now: try again later"}},
	{models.ErrThrottled, codes.ResourceExhausted, models.Text{Zh: "尝试次数过多，请稍后再试", En: "too many tries: try again later"}},
	{models.ErrBusy, codes.Unavailable, models.Text{Zh: "数据目录被占用，请稍后再试", En: "the data folder is in use: try again later"}},
}

// Status returns what a caller hears of err: nothing of nil, the fields of a
// models.InvalidError as violations, the reason of a models.RefusedError, a sentence for a sentinel, what gRPC itself
// said, and of an accident only an id under which log has the rest.
func Status(ctx context.Context, log *slog.Logger, err error) *status.Status {
	if err == nil {
		return nil
	}
	if invalid, ok := errors.AsType[*models.InvalidError](err); ok {
		return violated(invalid)
	}
	refused, hasReason := errors.AsType[*models.RefusedError](err)
	for _, a := range answers {
		if errors.Is(err, a.is) {
			if hasReason {
				a.text = refused.Text
			}
			if a.code == codes.Unavailable { // a caller is not told why
				log.WarnContext(ctx, "unavailable", "err", err)
			}
			if hasReason && refused.RetryAfter > 0 {
				return said(a.code, a.text, &errdetails.RetryInfo{RetryDelay: durationpb.New(refused.RetryAfter)})
			}
			return said(a.code, a.text)
		}
	}
	if s, ok := status.FromError(err); ok {
		return s
	}
	code, id := codes.Internal, rand.Text()[:10]
	text := models.Text{Zh: "服务器内部错误，请把编号 " + id + " 告诉管理员", En: "internal error " + id}
	if errors.Is(err, models.ErrDataLoss) {
		code, text = codes.DataLoss, models.Text{Zh: "数据已损坏，请把编号 " + id + " 告诉管理员", En: "stored data is damaged, error " + id}
	}
	log.ErrorContext(ctx, "accident", "id", id, "err", err)
	return said(code, text)
}

// said returns a status with a sentence in both languages.
func said(code codes.Code, text models.Text, more ...protoadapt.MessageV1) *status.Status {
	s := status.New(code, both(text))
	details := append([]protoadapt.MessageV1{localized(text)}, more...)
	if detailed, err := s.WithDetails(details...); err == nil {
		return detailed
	}
	return s // without details is better than without an answer
}

// maxNamed is how many wrong fields the message itself names; the details have all.
const maxNamed = 3

func violated(e *models.InvalidError) *status.Status {
	request := &errdetails.BadRequest{}
	var named []string
	for i, v := range e.Violations {
		request.FieldViolations = append(request.FieldViolations, &errdetails.BadRequest_FieldViolation{
			Field: v.Field, Description: both(v.Text), LocalizedMessage: localized(v.Text),
		})
		if i < maxNamed {
			named = append(named, strings.TrimPrefix(v.Field+": "+v.Zh, ": "))
		}
	}
	zh := "输入有误：" + strings.Join(named, "；")
	return said(codes.InvalidArgument, models.Text{Zh: zh, En: "invalid input, see the violations"}, request)
}

// both is Chinese first, then English.
func both(t models.Text) string { return clean(t.Zh + " (" + t.En + ")") }

func localized(t models.Text) *errdetails.LocalizedMessage {
	return &errdetails.LocalizedMessage{Locale: "zh-CN", Message: clean(t.Zh)}
}

// clean keeps a sentence that quotes a caller's broken bytes encodable.
func clean(s string) string { return strings.ToValidUTF8(s, "�") }
