package server

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"google.golang.org/genproto/googleapis/api/httpbody"
	"google.golang.org/grpc"

	"github.com/guitu-project/guitu/api/auth"
	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/models"
)

// mostImports is how many imports a page may have: each carries its errors.
const mostImports = 200

type imports struct {
	guituv1.UnimplementedImportServiceServer
	use      *matcher.Service
	accounts *auth.Accounts // which count the rows of API keys
	maxBytes int64
}

func (s *imports) CreateImport(stream grpc.ClientStreamingServer[guituv1.CreateImportRequest, guituv1.Import]) error {
	first, err := stream.Recv()
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	kind, err := kindIn("kind", first.GetKind())
	if err != nil {
		return err
	}
	body := &upload{stream: stream, rest: first.GetChunk(), left: s.maxBytes - int64(len(first.GetChunk())), most: s.maxBytes}
	check := strings.EqualFold(first.GetMode(), "CHECK")
	if mode := first.GetMode(); !check && mode != "" && !strings.EqualFold(mode, "RUN") {
		return models.Invalid("mode", "应为 RUN 或 CHECK", "must be RUN or CHECK")
	}
	imp, err := s.use.StartImport(stream.Context(), matcher.Upload{Kind: kind, Format: first.GetFormat(), Check: check, Mapping: first.GetMapping(), Admit: s.accounts.SpendRows}, body)
	if err != nil {
		return err
	}
	return stream.SendAndClose(importOut(imp))
}

func (s *imports) GetImport(ctx context.Context, req *guituv1.GetImportRequest) (*guituv1.Import, error) {
	imp, err := s.use.Import(ctx, req.GetName())
	if err != nil {
		return nil, err
	}
	return importOut(imp), nil
}

func (s *imports) ListImports(ctx context.Context, req *guituv1.ListImportsRequest) (*guituv1.ListImportsResponse, error) {
	limit, err := pageLimit(req.GetPageSize(), usualList, mostImports)
	if err != nil {
		return nil, err
	}
	list, err := s.use.Imports(ctx, wordOf[models.ImportState](req.GetState()), limit+1, req.GetPageToken())
	if err != nil {
		return nil, err
	}
	out := &guituv1.ListImportsResponse{}
	if len(list) > limit {
		list = list[:limit]
		out.NextPageToken = list[limit-1].Name
	}
	out.Imports = each(list, importOut)
	return out, nil
}

func (s *imports) CancelImport(ctx context.Context, req *guituv1.CancelImportRequest) (*guituv1.Import, error) {
	imp, err := s.use.CancelImport(ctx, req.GetName())
	if err != nil {
		return nil, err
	}
	return importOut(imp), nil
}

func (s *imports) UndoImport(ctx context.Context, req *guituv1.UndoImportRequest) (*guituv1.Import, error) {
	imp, err := s.use.UndoImport(ctx, req.GetName())
	if err != nil {
		return nil, err
	}
	return importOut(imp), nil
}

func (s *imports) GetImportErrorFile(req *guituv1.GetImportErrorFileRequest, stream grpc.ServerStreamingServer[httpbody.HttpBody]) error {
	format, write, err := s.use.RejectedRows(stream.Context(), req.GetName())
	if err != nil {
		return err
	}
	return sendFile(stream, format.MediaType, write)
}

func (s *imports) GetImportTemplate(_ context.Context, req *guituv1.GetImportTemplateRequest) (*httpbody.HttpBody, error) {
	kind, err := kindIn("kind", req.GetKind())
	if err != nil {
		return nil, err
	}
	format, write, err := s.use.Template(kind, cmp.Or(req.GetFormat(), "XLSX"))
	if err != nil {
		return nil, err
	}
	var file bytes.Buffer
	if err := write(&file); err != nil {
		return nil, err
	}
	return &httpbody.HttpBody{ContentType: format.MediaType, Data: file.Bytes()}, nil
}

// upload reads the chunks of a stream as one file, no longer than most bytes.
type upload struct {
	stream     grpc.ClientStreamingServer[guituv1.CreateImportRequest, guituv1.Import]
	rest       []byte
	left, most int64
}

func (u *upload) Read(p []byte) (int, error) {
	if u.left < 0 {
		return 0, fmt.Errorf("upload is over %d bytes: %w", u.most, models.ErrTooLarge)
	}
	for len(u.rest) == 0 {
		next, err := u.stream.Recv()
		if err != nil {
			return 0, err // io.EOF at the end of the file
		}
		u.rest = next.GetChunk()
		if u.left -= int64(len(u.rest)); u.left < 0 {
			return u.Read(p)
		}
	}
	n := copy(p, u.rest)
	u.rest = u.rest[n:]
	return n, nil
}
