package server

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/proto"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// IdempotencyHeader carries a key under which the answer to a call is kept for a day: the same
// call again is answered the same, and does nothing.
const IdempotencyHeader = "idempotency-key"

// maxKey is how long a key may be, in bytes.
const maxKey = 255

// keyed says how a call whose answer can be kept answers: by what its transaction made.
type keyed struct {
	empty  func() proto.Message
	answer func(ctx context.Context, made any) (answer proto.Message, subject string)
	// complete adds to an answer what is not kept of it.
	complete func(request, answer any)
}

// idempotency keeps the answers of calls that carry a key, in the transaction that does what
// they ask for: whatever happens to the process, a call is done once.
type idempotency struct {
	use   *matcher.Service
	calls map[string]keyed // by the full method
}

func newIdempotency(use *matcher.Service, log *slog.Logger) *idempotency {
	notice := keyed{empty: func() proto.Message { return &guituv1.Notice{} }, answer: func(_ context.Context, made any) (proto.Message, string) {
		n, _ := made.(*models.Notice)
		return noticeOut(n), n.Name
	}}
	record := keyed{empty: func() proto.Message { return &guituv1.Record{} }, answer: func(_ context.Context, made any) (proto.Message, string) {
		r, _ := made.(*models.Record)
		return recordOut(r), r.Name
	}}
	gone := func(empty func() proto.Message) keyed {
		return keyed{empty: empty, answer: func(context.Context, any) (proto.Message, string) { return empty(), "" }}
	}
	batch := keyed{empty: func() proto.Message { return &guituv1.BatchResponse{} }, answer: func(ctx context.Context, made any) (proto.Message, string) {
		b, _ := made.(*matcher.Batched)
		return batchOut(ctx, log, b), ""
	}, complete: nameRows}
	return &idempotency{use: use, calls: map[string]keyed{
		guituv1.NoticeService_CreateNotice_FullMethodName: notice,
		guituv1.NoticeService_UpdateNotice_FullMethodName: notice,
		guituv1.NoticeService_DeleteNotice_FullMethodName: gone(func() proto.Message { return &guituv1.DeleteNoticeResponse{} }),
		guituv1.NoticeService_BatchNotices_FullMethodName: batch,
		guituv1.RecordService_CreateRecord_FullMethodName: record,
		guituv1.RecordService_UpdateRecord_FullMethodName: record,
		guituv1.RecordService_DeleteRecord_FullMethodName: gone(func() proto.Message { return &guituv1.DeleteRecordResponse{} }),
		guituv1.RecordService_BatchRecords_FullMethodName: batch,
	}}
}

// nameRows says which row each result of a batch is of.
func nameRows(request, answer any) {
	out, _ := answer.(*guituv1.BatchResponse)
	switch req := request.(type) {
	case *guituv1.BatchNoticesRequest:
		for i, n := range req.GetNotices() {
			out.GetResults()[i].ExternalId = n.GetExternalId()
		}
	case *guituv1.BatchRecordsRequest:
		for i, r := range req.GetRecords() {
			out.GetResults()[i].ExternalId = r.GetExternalId()
		}
	}
}

// unary answers a call that was done before as it was answered, and keeps the answer of one
// that is done now. Calls whose answer cannot be kept go on as they are.
func (i *idempotency) unary(ctx context.Context, req any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
	keys := metadata.ValueFromIncomingContext(ctx, IdempotencyHeader)
	call, ok := i.calls[info.FullMethod]
	if len(keys) == 0 || !ok {
		return next(ctx, req)
	}
	if len(keys) > 1 || keys[0] == "" || len(keys[0]) > maxKey {
		return nil, models.Invalid("Idempotency-Key", fmt.Sprintf("应为一个 1 到 %d 个字符的键", maxKey), fmt.Sprintf("must be one key of 1 to %d characters", maxKey))
	}
	kept, err := keptFor(ctx, info.FullMethod, keys[0], req)
	if err != nil {
		return nil, err
	}
	if answer, err := i.again(ctx, call, kept, req); answer != nil || err != nil {
		return answer, err
	}
	now, err := next(matcher.WithReceipt(ctx, func(ctx context.Context, tx store.Tx, made any) error {
		answer, subject := call.answer(ctx, made)
		var err error
		if kept.Content, err = proto.Marshal(answer); err != nil {
			return fmt.Errorf("keep the answer: %w", err)
		}
		kept.Subject = subject
		return i.use.KeepAnswer(ctx, tx, kept)
	}), req)
	switch {
	case errors.Is(err, matcher.ErrAnswered): // by the same call at the same time
		return i.mustAnswer(ctx, call, kept, req)
	case err != nil:
		return nil, err
	}
	answer, err := call.read(kept.Content, req)
	if err == nil {
		sayPending(answer, now)
	}
	return answer, err
}

// keptFor returns what is to be kept of a call under a key of the actor's.
func keptFor(ctx context.Context, method, key string, req any) (*models.KeptAnswer, error) {
	actor, err := models.ActorFrom(ctx)
	if err != nil {
		return nil, err
	}
	message, _ := req.(proto.Message)
	text, err := proto.MarshalOptions{Deterministic: true}.Marshal(message)
	if err != nil {
		return nil, fmt.Errorf("digest of the call: %w", err)
	}
	sum := sha256.Sum256([]byte(actor.ID + "\x00" + key))
	rights := fmt.Sprintf("%s\x00%s\x00%s\x00%s\x00", method, actor.Role, actor.Areas, actor.Station)
	return &models.KeptAnswer{Key: hex.EncodeToString(sum[:]), Request: sha256.Sum256(append([]byte(rights), text...))}, nil
}

// again returns what the call was answered before, nil if it was not made.
func (i *idempotency) again(ctx context.Context, call keyed, now *models.KeptAnswer, req any) (proto.Message, error) {
	was, err := i.use.KeptAnswer(ctx, now.Key)
	switch {
	case errors.Is(err, models.ErrNotFound):
		return nil, nil //nolint:nilnil // neither: it is made now
	case err != nil:
		return nil, err
	case len(was.Content) == 0 && was.Subject != "":
		return nil, models.Refused(models.ErrPrecondition, "此请求已执行过，其资料后来已删除", "this call was done, and what it wrote was deleted or erased since")
	case was.Request != now.Request:
		return nil, models.Refused(models.ErrPrecondition, "这个 Idempotency-Key 已用于另一个请求（内容、接口或账号权限不同）：请换一个新的键", "this Idempotency-Key was used for another call, or with other rights: take a new key")
	}
	return call.read(was.Content, req)
}

// mustAnswer is again for a call that is known to have been made.
func (i *idempotency) mustAnswer(ctx context.Context, call keyed, kept *models.KeptAnswer, req any) (proto.Message, error) {
	answer, err := i.again(ctx, call, kept, req)
	if answer == nil && err == nil {
		err = fmt.Errorf("the answer is kept no more: %w", models.ErrUnavailable)
	}
	return answer, err
}

// read returns a kept answer. An empty one is that of a deletion.
func (k keyed) read(content []byte, req any) (proto.Message, error) {
	answer := k.empty()
	if err := proto.Unmarshal(content, answer); err != nil {
		return nil, fmt.Errorf("%w: kept answer: %w", models.ErrDataLoss, err)
	}
	if k.complete != nil {
		k.complete(req, answer)
	}
	return answer, nil
}

// sayPending says whether what was just written can be found yet, which is not kept.
func sayPending(answer proto.Message, now any) {
	if m, ok := now.(proto.Message); ok {
		from := m.ProtoReflect()
		if fd := from.Descriptor().Fields().ByName("index_pending"); fd != nil && from.Has(fd) {
			answer.ProtoReflect().Set(fd, from.Get(fd))
		}
	}
}
