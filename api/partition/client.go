package partition

import (
	"context"
	"crypto/tls"
	"fmt"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/status"

	indexv1 "github.com/guitu-project/guitu/api/guitu/index/v1"
	"github.com/guitu-project/guitu/index/partition"
	"github.com/guitu-project/guitu/index/scan"
	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
)

// Client is a process at an address (partition.Process).
type Client struct {
	conn *grpc.ClientConn
	rpc  indexv1.PartitionServiceClient
}

// reconnect is how soon a process that was started again is found.
var reconnect = grpc.ConnectParams{Backoff: backoff.Config{BaseDelay: 200 * time.Millisecond, Multiplier: 1.6, Jitter: .2, MaxDelay: 3 * time.Second}, MinConnectTimeout: 5 * time.Second}

// Dial returns the process at an address, whether or not it runs now.
func Dial(address string, t *tls.Config) (*Client, error) {
	conn, err := grpc.NewClient(address, grpc.WithTransportCredentials(credentials.NewTLS(t)), grpc.WithConnectParams(reconnect),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(mostBytes), grpc.MaxCallSendMsgSize(mostBytes)))
	if err != nil {
		return nil, fmt.Errorf("index process %s: %w", address, err)
	}
	return &Client{conn, indexv1.NewPartitionServiceClient(conn)}, nil
}

// Close ends the connection.
func (c *Client) Close() error { return c.conn.Close() }

// heard makes what gRPC said the errors of partition.Process.
func heard(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case status.Code(err) == codes.FailedPrecondition:
		return fmt.Errorf("%w: %s", models.ErrPrecondition, status.Convert(err).Message())
	}
	return fmt.Errorf("%w: %s", models.ErrUnavailable, status.Convert(err).Message())
}

// State tells what the process holds.
func (c *Client) State(ctx context.Context) (partition.State, error) {
	r, err := c.rpc.GetState(ctx, &indexv1.GetStateRequest{})
	if err != nil {
		return partition.State{}, heard(ctx, err)
	}
	s := partition.State{
		Of: int(r.GetOf()), Partitions: ints(r.GetPartitions()), Position: r.GetPosition(), Notices: int(r.GetNotices()), Records: int(r.GetRecords()),
		Epochs: r.GetEpochs(), Faces: make(map[string]int, len(r.GetFaces())), Numbers: r.GetNumbers(),
	}
	for model, n := range r.GetFaces() {
		s.Faces[model] = int(n)
	}
	return s, nil
}

// Search returns the part of a search that some partitions have.
func (c *Client) Search(ctx context.Context, q *partition.Query) (*partition.Answer, error) {
	r, err := c.rpc.Search(ctx, &indexv1.SearchRequest{
		Epoch: q.Epoch, Position: q.Position, Notices: q.Side == models.Notices, Probe: q.Probe, Limit: int32(q.Ask.Limit), Whole: int64(q.Ask.Whole),
		FaceOnly: q.Ask.FaceOnly, Partitions: int32s(q.Partitions), Among: q.Among != nil, Names: q.Among,
	})
	if err != nil {
		return nil, heard(ctx, err)
	}
	p := r.GetPart()
	if len(p.GetBits()) > 0 && len(p.GetBits()) < len(p.GetWeighed()) {
		return nil, fmt.Errorf("%w: an answer that is no answer", models.ErrUnavailable)
	}
	return &partition.Answer{
		Part: scan.NewPart(scan.Part{
			Rows: int(p.GetRows()), Looks: p.GetLooks(), Tells: p.GetTells(), FaceOnly: p.GetFaceOnly(), Bits: p.GetBits(),
		}, named(p.GetWeighed(), q.Side)),
		Printed: named(r.GetPrinted(), q.Side), Notices: int(r.GetNotices()), Records: int(r.GetRecords()), Partitions: ints(r.GetPartitions()),
	}, nil
}

// named returns candidates that are not understood yet.
func named(list []*indexv1.Candidate, side models.Kind) []feature.Candidate {
	out := make([]feature.Candidate, len(list))
	for i, c := range list {
		out[i] = feature.Candidate{Profile: &feature.Profile{Name: c.GetName(), Kind: side}, Weight: c.GetWeight(), Behind: c.GetBehind()}
	}
	return out
}

// Profiles returns what is understood of some subjects.
func (c *Client) Profiles(ctx context.Context, names []string, faces bool) ([][]byte, error) {
	r, err := c.rpc.GetProfiles(ctx, &indexv1.GetProfilesRequest{Names: names, Faces: faces})
	return r.GetProfiles(), heard(ctx, err)
}

// CatchUp returns when every change up to a position can be found.
func (c *Client) CatchUp(ctx context.Context, position int64) error {
	_, err := c.rpc.CatchUp(ctx, &indexv1.CatchUpRequest{Position: position})
	return heard(ctx, err)
}

// Count returns what is common among the notices held.
func (c *Client) Count(ctx context.Context, position int64) ([]byte, error) {
	r, err := c.rpc.Count(ctx, &indexv1.CountRequest{Position: position})
	return r.GetCounts(), heard(ctx, err)
}

// Epoch returns an epoch that the process has.
func (c *Client) Epoch(ctx context.Context, number int64) ([]byte, error) {
	r, err := c.rpc.GetEpoch(ctx, &indexv1.GetEpochRequest{Epoch: number})
	return r.GetEpoch(), heard(ctx, err)
}

// Prepare returns when searches may name an epoch.
func (c *Client) Prepare(ctx context.Context, epoch []byte) error {
	_, err := c.rpc.PrepareEpoch(ctx, &indexv1.PrepareEpochRequest{Epoch: epoch})
	return heard(ctx, err)
}

// Purge returns when nothing of the named is left.
func (c *Client) Purge(ctx context.Context, names []string, position int64) error {
	_, err := c.rpc.Purge(ctx, &indexv1.PurgeRequest{Names: names, Position: position})
	return heard(ctx, err)
}
