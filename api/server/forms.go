package server

import (
	"context"
	"errors"

	"google.golang.org/genproto/googleapis/api/httpbody"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/matcher/forms"
	"github.com/guitu-project/guitu/models"
)

type formService struct {
	guituv1.UnimplementedFormServiceServer
	use *matcher.Service
}

func (s *formService) ListForms(ctx context.Context, req *guituv1.ListFormsRequest) (*guituv1.ListFormsResponse, error) {
	offers, err := s.use.Forms(ctx, req.GetName())
	if err != nil {
		return nil, err
	}
	return &guituv1.ListFormsResponse{Forms: each(offers, formOut)}, nil
}

func (s *formService) ListBlankForms(context.Context, *guituv1.ListBlankFormsRequest) (*guituv1.ListFormsResponse, error) {
	return &guituv1.ListFormsResponse{Forms: each(forms.All(), formOut)}, nil
}

func (s *formService) GetBlankForm(ctx context.Context, req *guituv1.GetBlankFormRequest) (*httpbody.HttpBody, error) {
	pdf, err := s.use.BlankForm(ctx, forms.Form(req.GetForm()))
	if err != nil {
		return nil, err
	}
	return &httpbody.HttpBody{ContentType: "application/pdf", Data: pdf}, nil
}

func (s *formService) GetCaseReport(ctx context.Context, req *guituv1.GetCaseReportRequest) (*httpbody.HttpBody, error) {
	pdf, err := s.use.CaseReport(ctx, req.GetName())
	if err != nil {
		return nil, err
	}
	return &httpbody.HttpBody{ContentType: "application/pdf", Data: pdf}, nil
}

func formOut(o forms.Offer) *guituv1.Form {
	out := &guituv1.Form{Form: string(o.Form), Title: o.Title.Zh, TitleEn: o.Title.En, Ready: o.Why == nil}
	if why := new(models.RefusedError); errors.As(o.Why, &why) {
		out.Reason, out.ReasonEn = why.Zh, why.En
	}
	return out
}

func (s *formService) GetForm(ctx context.Context, req *guituv1.GetFormRequest) (*httpbody.HttpBody, error) {
	pdf, err := s.use.Form(ctx, req.GetName(), forms.Form(req.GetForm()), models.Date(req.GetIssueDate()))
	if err != nil {
		return nil, err
	}
	return &httpbody.HttpBody{ContentType: "application/pdf", Data: pdf}, nil
}
