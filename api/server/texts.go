package server

import (
	"context"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/matcher/prose"
	"github.com/guitu-project/guitu/models"
)

type textService struct {
	guituv1.UnimplementedTextServiceServer
	use *matcher.Service
}

func (s *textService) ParseText(ctx context.Context, req *guituv1.ParseTextRequest) (*guituv1.ParseTextResponse, error) {
	side, err := kindIn("side", req.GetSide())
	if err != nil {
		return nil, err
	}
	subject, reading, err := s.use.ParseText(ctx, req.GetText(), side)
	if err != nil {
		return nil, err
	}
	out := &guituv1.ParseTextResponse{Spans: each(reading.Spans, spanOut), Unread: each(reading.Unread, unreadOut)}
	switch subject := subject.(type) {
	case *models.Notice:
		out.Notice = noticeOut(subject)
	case *models.Record:
		out.Record = recordOut(subject)
	}
	return out, nil
}

func spanOut(s prose.Span) *guituv1.ParseTextResponse_Span {
	start := small(s.Start)
	return &guituv1.ParseTextResponse_Span{Start: &start, End: small(s.End), Field: s.Field, Value: s.Value}
}

func unreadOut(u prose.Unread) *guituv1.ParseTextResponse_Unread {
	start := small(u.Start)
	return &guituv1.ParseTextResponse_Unread{Start: &start, End: small(u.End), Text: u.Text}
}
