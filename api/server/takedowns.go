package server

import (
	"context"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/models"
)

type takedowns struct {
	guituv1.UnimplementedTakedownServiceServer
	use *matcher.Service
}

func (s *takedowns) CreateTakedown(ctx context.Context, req *guituv1.CreateTakedownRequest) (*guituv1.Takedown, error) {
	return takedownAnswer(s.use.RequestTakedown(ctx, takedownIn(req.GetTakedown())))
}

func (s *takedowns) GetTakedown(ctx context.Context, req *guituv1.GetTakedownRequest) (*guituv1.Takedown, error) {
	return takedownAnswer(s.use.Takedown(ctx, req.GetName()))
}

func (s *takedowns) ListTakedowns(ctx context.Context, req *guituv1.ListTakedownsRequest) (*guituv1.ListTakedownsResponse, error) {
	limit, err := pageLimit(req.GetPageSize(), usualList, mostList)
	if err != nil {
		return nil, err
	}
	page, next, err := s.use.Takedowns(ctx, wordOf[models.TakedownState](req.GetState()), limit, req.GetPageToken())
	if err != nil {
		return nil, err
	}
	out := &guituv1.ListTakedownsResponse{Takedowns: each(page, takedownOut), NextPageToken: next}
	if req.GetSummaries() {
		err = addShort(ctx, s.use, out.Takedowns,
			side[*guituv1.Takedown]{(*guituv1.Takedown).GetNotice, func(t *guituv1.Takedown, sum *guituv1.Summary) { t.NoticeSummary = sum }})
	}
	return out, err
}

func (s *takedowns) AcceptTakedown(ctx context.Context, req *guituv1.AcceptTakedownRequest) (*guituv1.Takedown, error) {
	return takedownAnswer(s.use.AcceptTakedown(ctx, req.GetName(), req.GetReason()))
}

func (s *takedowns) RefuseTakedown(ctx context.Context, req *guituv1.RefuseTakedownRequest) (*guituv1.Takedown, error) {
	return takedownAnswer(s.use.RefuseTakedown(ctx, req.GetName(), req.GetReason()))
}

func (s *takedowns) UndoTakedown(ctx context.Context, req *guituv1.UndoTakedownRequest) (*guituv1.Takedown, error) {
	return takedownAnswer(s.use.UndoTakedown(ctx, req.GetName(), req.GetReason()))
}

func takedownAnswer(t *models.Takedown, err error) (*guituv1.Takedown, error) {
	if err != nil {
		return nil, err
	}
	return takedownOut(t), nil
}

func takedownIn(t *guituv1.Takedown) *models.Takedown {
	who := t.GetRequester()
	return &models.Takedown{
		Notice:    t.GetNotice(),
		Requester: models.Contact{Name: who.GetName(), Relation: who.GetRelation(), Phone: who.GetPhone()},
		Evidence:  t.GetEvidence(),
		Attachments: each(t.GetAttachments(), func(a *guituv1.Takedown_Attachment) models.Proof {
			return models.Proof{Attachment: models.Attachment{ContentType: a.GetContentType()}, Content: a.GetContent()}
		}),
	}
}

func takedownOut(t *models.Takedown) *guituv1.Takedown {
	out := &guituv1.Takedown{
		Name: t.Name, Notice: t.Notice, Evidence: t.Evidence,
		Attachments: each(t.Attachments, func(a models.Proof) *guituv1.Takedown_Attachment {
			return &guituv1.Takedown_Attachment{ContentType: a.ContentType, Sha256: a.SHA256, Size: a.Size}
		}),
		State:     valueOf[guituv1.Takedown_State](t.State),
		EnteredBy: t.EnteredBy, DecidedBy: t.DecidedBy, Decision: t.Decision,
		EraseTime: timeOut(t.EraseTime), CreateTime: timeOut(t.CreateTime), UpdateTime: timeOut(t.UpdateTime),
	}
	if r := t.Requester; r != (models.Contact{}) {
		out.Requester = &guituv1.Contact{Name: r.Name, Relation: r.Relation, Phone: r.Phone}
	}
	return out
}
