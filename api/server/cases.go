package server

import (
	"context"
	"fmt"
	"io"

	"google.golang.org/genproto/googleapis/api/httpbody"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// mostCases is how many cases a page has at most: each comes with its history.
const mostCases = 200

type cases struct {
	guituv1.UnimplementedCaseServiceServer
	use *matcher.Casework
	all *matcher.Service
}

func (s *cases) CreateCase(ctx context.Context, req *guituv1.CreateCaseRequest) (*guituv1.Case, error) {
	return s.answer(s.use.Propose(ctx, req.GetRecord(), req.GetNotice(), req.GetReason()))
}

func (s *cases) GetCase(ctx context.Context, req *guituv1.GetCaseRequest) (*guituv1.Case, error) {
	return s.answer(s.use.Get(ctx, req.GetName()))
}

func (s *cases) ListCases(ctx context.Context, req *guituv1.ListCasesRequest) (*guituv1.ListCasesResponse, error) {
	limit, err := pageLimit(req.GetPageSize(), usualList, mostCases)
	if err != nil {
		return nil, err
	}
	filter := store.CaseFilter{
		Record: req.GetRecord(), Notice: req.GetNotice(), Assignee: req.GetAssignee(), State: wordOf[models.CaseState](req.GetState()),
	}
	if req.GetDue() {
		filter.DueBy = s.use.Today()
	}
	page, next, err := s.use.List(ctx, filter, limit, req.GetPageToken())
	if err != nil {
		return nil, err
	}
	out := &guituv1.ListCasesResponse{Cases: each(page, s.out), NextPageToken: next}
	if req.GetSummaries() {
		err = addSides(ctx, s.all, out.Cases)
	}
	return out, err
}

func (s *cases) VerifyCase(ctx context.Context, req *guituv1.VerifyCaseRequest) (*guituv1.Case, error) {
	return s.step(ctx, models.StepVerify, req)
}

func (s *cases) ConfirmCase(ctx context.Context, req *guituv1.ConfirmCaseRequest) (*guituv1.Case, error) {
	return s.step(ctx, models.StepConfirm, req)
}

func (s *cases) RejectCase(ctx context.Context, req *guituv1.RejectCaseRequest) (*guituv1.Case, error) {
	return s.step(ctx, models.StepReject, req)
}

func (s *cases) ReuniteCase(ctx context.Context, req *guituv1.ReuniteCaseRequest) (*guituv1.Case, error) {
	return s.step(ctx, models.StepReunite, req)
}

func (s *cases) ReopenCase(ctx context.Context, req *guituv1.ReopenCaseRequest) (*guituv1.Case, error) {
	return s.step(ctx, models.StepReopen, req)
}

// stepRequest is what the requests of plain steps have in common.
type stepRequest interface {
	GetName() string
	GetReason() string
	GetEtag() string
}

func (s *cases) step(ctx context.Context, kind models.StepKind, req stepRequest) (*guituv1.Case, error) {
	return s.answer(s.use.Apply(ctx, req.GetName(), req.GetEtag(), models.Step{Kind: kind, Reason: req.GetReason()}))
}

func (s *cases) UnresolveCase(ctx context.Context, req *guituv1.UnresolveCaseRequest) (*guituv1.Case, error) {
	step := models.Step{Kind: models.StepUnresolve, Reason: req.GetReason(), ReviewDate: models.Date(req.GetReviewDate())}
	return s.answer(s.use.Apply(ctx, req.GetName(), req.GetEtag(), step))
}

func (s *cases) AssignCase(ctx context.Context, req *guituv1.AssignCaseRequest) (*guituv1.Case, error) {
	step := models.Step{Kind: models.StepAssign, Reason: req.GetReason(), Assignee: req.GetAssignee()}
	return s.answer(s.use.Apply(ctx, req.GetName(), req.GetEtag(), step))
}

func (s *cases) UndoCase(ctx context.Context, req *guituv1.UndoCaseRequest) (*guituv1.Case, error) {
	return s.answer(s.use.Undo(ctx, req.GetName(), req.GetEtag(), req.GetReason(), int(req.GetItem())))
}

func (s *cases) CreateCaseItem(ctx context.Context, req *guituv1.CreateCaseItemRequest) (*guituv1.Case, error) {
	return s.answer(s.use.AddItem(ctx, req.GetParent(), req.GetEtag(), itemIn(req.GetItem()), req.GetItem().GetAttachment()))
}

func (s *cases) GetCaseAttachment(ctx context.Context, req *guituv1.GetCaseAttachmentRequest) (*httpbody.HttpBody, error) {
	file, content, err := s.use.Attachment(ctx, req.GetParent(), int(req.GetNumber()))
	if err != nil {
		return nil, err
	}
	defer func() { _ = content.Close() }() // a reader
	data, err := io.ReadAll(content)
	if err != nil {
		return nil, fmt.Errorf("read attachment: %w", err)
	}
	return &httpbody.HttpBody{ContentType: file.ContentType, Data: data}, nil
}

func (s *cases) answer(file matcher.CaseFile, err error) (*guituv1.Case, error) {
	if err != nil {
		return nil, err
	}
	return s.out(file), nil
}

func (s *cases) out(file matcher.CaseFile) *guituv1.Case { return caseOut(file, s.use.Today()) }
