package server

import (
	"context"

	"google.golang.org/grpc"

	"github.com/guitu-project/guitu/api/auth"
	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
)

// quota counts what API keys do, and refuses what goes over their quotas.
type quota struct{ accounts *auth.Accounts }

// requests counts a unary call.
func (q quota) requests(ctx context.Context, req any, _ *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
	if err := q.accounts.SpendRequest(ctx); err != nil {
		return nil, err
	}
	return next(ctx, req)
}

// streams counts a stream as a call.
func (q quota) streams(srv any, stream grpc.ServerStream, _ *grpc.StreamServerInfo, next grpc.StreamHandler) error {
	if err := q.accounts.SpendRequest(stream.Context()); err != nil {
		return err
	}
	return next(srv, stream)
}

// rows counts the records and notices that a call is about to write; those of imports are
// counted once the file is.
func (q quota) rows(ctx context.Context, req any, _ *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
	if err := q.accounts.SpendRows(ctx, int64(rowsOf(req))); err != nil {
		return nil, err
	}
	return next(ctx, req)
}

func rowsOf(req any) int {
	switch r := req.(type) {
	case *guituv1.CreateRecordRequest, *guituv1.CreateNoticeRequest, *guituv1.UpdateRecordRequest, *guituv1.UpdateNoticeRequest:
		return 1
	case *guituv1.BatchRecordsRequest:
		return len(r.GetRecords())
	case *guituv1.BatchNoticesRequest:
		return len(r.GetNotices())
	}
	return 0
}
