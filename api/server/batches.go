package server

import (
	"context"
	"log/slog"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/models"
)

func (s *notices) BatchNotices(ctx context.Context, req *guituv1.BatchNoticesRequest) (*guituv1.BatchResponse, error) {
	return answerBatch(ctx, s.use, s.log, each(req.GetNotices(), func(in *guituv1.Notice) *models.Notice {
		n := noticeIn(in)
		n.Etag = in.GetEtag()
		return n
	}))
}

func (s *records) BatchRecords(ctx context.Context, req *guituv1.BatchRecordsRequest) (*guituv1.BatchResponse, error) {
	return answerBatch(ctx, s.use, s.log, each(req.GetRecords(), func(in *guituv1.Record) *models.Record {
		r := recordIn(in)
		r.Etag = in.GetEtag()
		return r
	}))
}

// answerBatch takes rows in, and says of each what became of it.
func answerBatch[T models.Subject](ctx context.Context, use *matcher.Registry[T], log *slog.Logger, rows []T) (*guituv1.BatchResponse, error) {
	done, pending, err := use.Batch(ctx, rows)
	if err != nil {
		return nil, err
	}
	out := batchOut(ctx, log, done)
	for i, row := range rows {
		out.Results[i].ExternalId = row.Common().ExternalID
	}
	out.IndexPending = pending
	return out, nil
}

// batchOut returns what became of a batch, without what the rows were called: the answer is kept
// under an idempotency key, and outlives those who are erased.
func batchOut(ctx context.Context, log *slog.Logger, b *matcher.Batched) *guituv1.BatchResponse {
	out := &guituv1.BatchResponse{Created: new(int32), Updated: new(int32), Unchanged: new(int32), Failed: new(int32)}
	for _, row := range b.Rows {
		result := &guituv1.BatchResult{Name: row.Name, Etag: row.Etag}
		switch row.Outcome {
		case models.RowCreated:
			result.Outcome = guituv1.BatchResult_CREATED
			*out.Created++
		case models.RowUpdated:
			result.Outcome = guituv1.BatchResult_UPDATED
			*out.Updated++
		case models.RowFailed:
			result.Outcome = guituv1.BatchResult_FAILED
			result.Error = Status(ctx, log, row.Err).Proto()
			*out.Failed++
		default:
			result.Outcome = guituv1.BatchResult_UNCHANGED
			*out.Unchanged++
		}
		out.Results = append(out.Results, result)
	}
	return out
}
