package partition

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/status"

	indexv1 "github.com/guitu-project/guitu/api/guitu/index/v1"
	"github.com/guitu-project/guitu/index/partition"
	"github.com/guitu-project/guitu/index/scan"
	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
)

// mostBytes bounds a message: the sample of faces of one process, and an epoch, are tens of megabytes.
const mostBytes = 1 << 30

// service offers a process.
type service struct {
	indexv1.UnimplementedPartitionServiceServer
	process partition.Process
	log     *slog.Logger
}

// NewServer returns a server that offers a process to those whose certificate t accepts.
func NewServer(p partition.Process, t *tls.Config, log *slog.Logger) *grpc.Server {
	s := grpc.NewServer(grpc.Creds(credentials.NewTLS(t)), grpc.MaxRecvMsgSize(mostBytes), grpc.MaxSendMsgSize(mostBytes))
	indexv1.RegisterPartitionServiceServer(s, &service{process: p, log: log})
	return s
}

// failed makes an error what the caller may know of it. It has to know whether to ask again.
func (s *service) failed(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return status.FromContextError(ctx.Err()).Err()
	case errors.Is(err, models.ErrPrecondition), errors.Is(err, models.ErrExists):
		return status.Error(codes.FailedPrecondition, "the process has other epochs")
	}
	s.log.WarnContext(ctx, "a partition does not answer", "err", err)
	return status.Error(codes.Unavailable, "the partition does not answer, see its log")
}

// GetState tells what the process holds.
func (s *service) GetState(ctx context.Context, _ *indexv1.GetStateRequest) (*indexv1.GetStateResponse, error) {
	state, err := s.process.State(ctx)
	if err != nil {
		return nil, s.failed(ctx, err)
	}
	out := &indexv1.GetStateResponse{
		Of: int32(state.Of), Partitions: int32s(state.Partitions), Position: state.Position, Notices: int64(state.Notices), Records: int64(state.Records),
		Epochs: state.Epochs, Faces: make(map[string]int64, len(state.Faces)), Numbers: state.Numbers,
	}
	for model, n := range state.Faces {
		out.Faces[model] = int64(n)
	}
	return out, nil
}

// Search returns the part of a search that some partitions have.
func (s *service) Search(ctx context.Context, r *indexv1.SearchRequest) (*indexv1.SearchResponse, error) {
	q := &partition.Query{
		Epoch: r.GetEpoch(), Position: r.GetPosition(), Side: models.Records, Probe: r.GetProbe(), Partitions: ints(r.GetPartitions()),
		Ask: scan.Ask{Limit: int(r.GetLimit()), Whole: int(r.GetWhole()), FaceOnly: r.FaceOnly}, //nolint:protogetter // absent is not false
	}
	if r.GetNotices() {
		q.Side = models.Notices
	}
	if r.GetAmong() {
		q.Among = append([]string{}, r.GetNames()...)
	}
	answer, err := s.process.Search(ctx, q)
	if err != nil {
		return nil, s.failed(ctx, err)
	}
	p := &answer.Part
	return &indexv1.SearchResponse{
		Part:    &indexv1.Part{Rows: int64(p.Rows), Looks: p.Looks, Tells: p.Tells, FaceOnly: p.FaceOnly, Bits: p.Bits, Weighed: candidates(p.Weighed())},
		Printed: candidates(answer.Printed), Notices: int64(answer.Notices), Records: int64(answer.Records), Partitions: int32s(answer.Partitions),
	}, nil
}

func candidates(list []feature.Candidate) []*indexv1.Candidate {
	out := make([]*indexv1.Candidate, len(list))
	for i, c := range list {
		out[i] = &indexv1.Candidate{Name: c.Name, Weight: c.Weight, Behind: c.Behind}
	}
	return out
}

// GetProfiles returns what is understood of some subjects.
func (s *service) GetProfiles(ctx context.Context, r *indexv1.GetProfilesRequest) (*indexv1.GetProfilesResponse, error) {
	list, err := s.process.Profiles(ctx, r.GetNames(), r.GetFaces())
	return &indexv1.GetProfilesResponse{Profiles: list}, s.failed(ctx, err)
}

// CatchUp returns when every change up to one can be found.
func (s *service) CatchUp(ctx context.Context, r *indexv1.CatchUpRequest) (*indexv1.CatchUpResponse, error) {
	return &indexv1.CatchUpResponse{}, s.failed(ctx, s.process.CatchUp(ctx, r.GetPosition()))
}

// Count returns what is common among the notices held.
func (s *service) Count(ctx context.Context, r *indexv1.CountRequest) (*indexv1.CountResponse, error) {
	counts, err := s.process.Count(ctx, r.GetPosition())
	return &indexv1.CountResponse{Counts: counts}, s.failed(ctx, err)
}

// GetEpoch returns an epoch that the process has.
func (s *service) GetEpoch(ctx context.Context, r *indexv1.GetEpochRequest) (*indexv1.GetEpochResponse, error) {
	epoch, err := s.process.Epoch(ctx, r.GetEpoch())
	return &indexv1.GetEpochResponse{Epoch: epoch}, s.failed(ctx, err)
}

// PrepareEpoch returns when searches may name an epoch.
func (s *service) PrepareEpoch(ctx context.Context, r *indexv1.PrepareEpochRequest) (*indexv1.PrepareEpochResponse, error) {
	return &indexv1.PrepareEpochResponse{}, s.failed(ctx, s.process.Prepare(ctx, r.GetEpoch()))
}

// Purge returns when nothing of some subjects is left.
func (s *service) Purge(ctx context.Context, r *indexv1.PurgeRequest) (*indexv1.PurgeResponse, error) {
	return &indexv1.PurgeResponse{}, s.failed(ctx, s.process.Purge(ctx, r.GetNames(), r.GetPosition()))
}

func int32s(list []int) []int32 {
	out := make([]int32, len(list))
	for i, n := range list {
		out[i] = int32(n)
	}
	return out
}

func ints(list []int32) []int {
	out := make([]int, len(list))
	for i, n := range list {
		out[i] = int(n)
	}
	return out
}
