package server

import (
	"bufio"
	"context"
	"errors"
	"io"
	"math"

	"google.golang.org/genproto/googleapis/api/httpbody"
	"google.golang.org/grpc"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/models"
)

type exports struct {
	guituv1.UnimplementedExportServiceServer
	use *matcher.Service
}

func (s *exports) CreateExport(ctx context.Context, req *guituv1.CreateExportRequest) (*guituv1.Export, error) {
	kind, err := kindIn("kind", req.GetKind())
	if err != nil {
		return nil, err
	}
	e := &models.Export{
		Kind: kind, Format: req.GetFormat(), Status: req.GetFilter().GetStatus(), Origin: req.GetFilter().GetSource(), OpenOnly: req.GetFilter().GetOpenOnly(),
		Names:  req.GetFilter().GetNames(),
		Fields: req.GetFields(), Photos: req.GetPhotos(), Purpose: req.GetPurpose(),
	}
	if err := s.use.StartExport(ctx, e); err != nil {
		return nil, err
	}
	return exportOut(e), nil
}

func (s *exports) GetExport(ctx context.Context, req *guituv1.GetExportRequest) (*guituv1.Export, error) {
	e, err := s.use.Export(ctx, req.GetName())
	if err != nil {
		return nil, err
	}
	return exportOut(e), nil
}

func (s *exports) ListExports(ctx context.Context, req *guituv1.ListExportsRequest) (*guituv1.ListExportsResponse, error) {
	limit, err := pageLimit(req.GetPageSize(), usualList, mostList)
	if err != nil {
		return nil, err
	}
	list, err := s.use.Exports(ctx, limit+1, req.GetPageToken())
	if err != nil {
		return nil, err
	}
	out := &guituv1.ListExportsResponse{}
	if len(list) > limit {
		list = list[:limit]
		out.NextPageToken = list[limit-1].Name
	}
	out.Exports = each(list, exportOut)
	return out, nil
}

func (s *exports) DeleteExport(ctx context.Context, req *guituv1.DeleteExportRequest) (*guituv1.Export, error) {
	e, err := s.use.EndExport(ctx, req.GetName())
	if err != nil {
		return nil, err
	}
	return exportOut(e), nil
}

func (s *exports) GetExportFile(req *guituv1.GetExportFileRequest, stream grpc.ServerStreamingServer[httpbody.HttpBody]) error {
	_, format, file, err := s.use.ExportFile(stream.Context(), req.GetName())
	if err != nil {
		return err
	}
	err = sendFile(stream, format.MediaType, func(w io.Writer) error {
		_, err := io.Copy(w, file)
		return err
	})
	return errors.Join(err, file.Close())
}

func exportOut(e *models.Export) *guituv1.Export {
	side := guituv1.Side_RECORDS
	if e.Kind == models.Notices {
		side = guituv1.Side_NOTICES
	}
	return &guituv1.Export{
		Name: e.Name, Kind: side, Format: e.Format, Fields: e.Fields, Photos: e.Photos, Purpose: e.Purpose,
		Filter: &guituv1.ExportFilter{Status: e.Status, Source: e.Origin, OpenOnly: e.OpenOnly},
		State:  valueOf[guituv1.Export_State](e.State),
		Total:  new(small(e.Total)), Done: new(small(e.Done)), Size: e.Size,
		Reason: e.Reason.Zh, ReasonEn: e.Reason.En,
		CreateTime: timeOut(e.CreateTime), UpdateTime: timeOut(e.UpdateTime), ExpireTime: timeOut(e.ExpireTime),
		RowsPerSecond: e.Pace.RowsPerSecond, RemainingSeconds: small(int64(math.Ceil(e.Pace.Remaining.Seconds()))),
	}
}

// fileChunk is how many bytes of a file go in one message.
const fileChunk = 64 << 10

// sendFile sends what write writes.
func sendFile(stream grpc.ServerStreamingServer[httpbody.HttpBody], mediaType string, write func(io.Writer) error) error {
	out := bufio.NewWriterSize(bodyWriter{stream, mediaType}, fileChunk)
	if err := write(out); err != nil {
		return err
	}
	return out.Flush()
}

type bodyWriter struct {
	stream    grpc.ServerStreamingServer[httpbody.HttpBody]
	mediaType string
}

// Write sends a message of its own: what is given belongs to the caller again.
func (w bodyWriter) Write(p []byte) (int, error) {
	for sent := 0; sent < len(p); {
		n := min(fileChunk, len(p)-sent)
		body := &httpbody.HttpBody{ContentType: w.mediaType, Data: append([]byte(nil), p[sent:sent+n]...)}
		if err := w.stream.Send(body); err != nil {
			return sent, err
		}
		sent += n
	}
	return len(p), nil
}
