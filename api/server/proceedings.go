package server

import (
	"context"
	"fmt"

	"google.golang.org/protobuf/proto"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// What all proceedings have in common: each of their services is these four calls.

// beginning is a message that brings a proceeding and the act that begins it.
type beginning interface {
	proto.Message
	GetFirst() *guituv1.Act
}

func begin[M beginning](ctx context.Context, use *matcher.Service, in M, p models.Proceeding, out M) (M, error) {
	var none M
	if err := convertIn(in, p); err != nil {
		return none, err
	}
	bringPhotos(in, p)
	first, err := actIn(in.GetFirst())
	if err != nil {
		return none, err
	}
	if first.Kind == "" {
		first.Kind = firstActs[p.ProceedingKind()]
	}
	return answer(out)(use.Begin(ctx, p, first))
}

// firstActs are what begins each kind if the caller does not say.
var firstActs = map[models.ProceedingKind]models.ActKind{
	models.Rounds: models.ActStart, models.Leads: models.ActReport, models.Stays: models.ActAdmit, models.Escorts: models.ActPlan,
	models.IdentityRequests: models.ActAsk, models.Inquiries: models.ActAsk, models.Registrations: models.ActSurvey,
}

func read[M proto.Message](ctx context.Context, use *matcher.Service, kind models.ProceedingKind, name string, out M) (M, error) {
	if err := ofKind(kind, name); err != nil {
		var none M
		return none, err
	}
	return answer(out)(use.Proceeding(ctx, name))
}

// actRequest is a request to do an act.
type actRequest interface {
	GetParent() string
	GetAct() *guituv1.Act
	GetEtag() string
}

func act[M proto.Message](ctx context.Context, use *matcher.Service, kind models.ProceedingKind, req actRequest, out M) (M, error) {
	var none M
	if err := ofKind(kind, req.GetParent()); err != nil {
		return none, err
	}
	a, err := actIn(req.GetAct())
	if err != nil {
		return none, err
	}
	return answer(out)(use.Act(ctx, req.GetParent(), req.GetEtag(), a))
}

// ofKind holds a name to the call that it is given to.
func ofKind(kind models.ProceedingKind, name string) error {
	if k, ok := models.ProceedingKindOf(name); !ok || k != kind {
		return fmt.Errorf("%s is none of %s: %w", name, kind, models.ErrNotFound)
	}
	return nil
}

// listRequest is a request for a page of proceedings.
type listRequest interface {
	GetPageSize() int32
	GetPageToken() string
	GetState() string
	GetStation() string
	GetArea() string
	GetRecord() string
	GetOf() string
	GetOpen() bool
}

func list[M proto.Message](ctx context.Context, use *matcher.Service, kind models.ProceedingKind, req listRequest, fresh func() M) ([]M, string, error) {
	limit, err := pageLimit(req.GetPageSize(), usualList, mostList)
	if err != nil {
		return nil, "", err
	}
	page, next, err := use.Proceedings(ctx, store.ProceedingFilter{
		Kind: kind, State: req.GetState(), Station: req.GetStation(), Area: req.GetArea(), Record: req.GetRecord(), Of: req.GetOf(), Open: req.GetOpen(),
	}, limit, req.GetPageToken())
	if err != nil {
		return nil, "", err
	}
	out := make([]M, len(page))
	for i, p := range page {
		if out[i], err = answer(fresh())(matcher.Opened{Proceeding: p}, nil); err != nil {
			return nil, "", err
		}
	}
	if r, ok := req.(interface{ GetSummaries() bool }); ok && r.GetSummaries() {
		err = addShort(ctx, use, out, side[M]{recordOf[M], putSummary[M]})
	}
	return out, next, err
}

// recordOf returns the record that a proceeding's message names.
func recordOf[M proto.Message](m M) string {
	if of, ok := any(m).(interface{ GetRecord() string }); ok {
		return of.GetRecord()
	}
	return ""
}

// putSummary adds the record in short to a proceeding that is about one.
func putSummary[M proto.Message](m M, s *guituv1.Summary) {
	switch m := any(m).(type) {
	case *guituv1.Lead:
		m.RecordSummary = s
	case *guituv1.Stay:
		m.RecordSummary = s
	case *guituv1.Escort:
		m.RecordSummary = s
	case *guituv1.IdentityRequest:
		m.RecordSummary = s
	case *guituv1.Inquiry:
		m.RecordSummary = s
	}
}

// answer fills a message with a proceeding as it stands.
func answer[M proto.Message](out M) func(matcher.Opened, error) (M, error) {
	return func(o matcher.Opened, err error) (M, error) {
		var none M
		if err != nil {
			return none, err
		}
		if err := convertOut(o.Proceeding, out); err != nil {
			return none, err
		}
		decorate(out, o)
		return out, nil
	}
}

// decorate adds what a proceeding is called, and who it may be about.
func decorate(out proto.Message, o matcher.Opened) {
	title := models.StateText(o.Head().State).Zh
	proposals := each(o.Proposals, proposalOut)
	matches := each(o.Matches, matchOut)
	switch m := out.(type) {
	case *guituv1.Round:
		m.StateTitle = title
		nameActs(m.History)
	case *guituv1.Lead:
		m.StateTitle, m.Proposals, m.Matches = title, proposals, matches
		nameActs(m.History)
	case *guituv1.Stay:
		m.StateTitle, m.Proposals, m.Matches, m.Known = title, proposals, matches, each(o.Known, proposalOut)
		nameActs(m.History)
	case *guituv1.Escort:
		m.StateTitle, m.Code = title, o.Code
		nameActs(m.History)
	case *guituv1.IdentityRequest:
		m.StateTitle, m.Matches = title, matches
		nameActs(m.History)
	case *guituv1.Inquiry:
		m.StateTitle = title
		nameActs(m.History)
	case *guituv1.Registration:
		m.StateTitle = title
		nameActs(m.History)
	}
}

func nameActs(history []*guituv1.Act) {
	for _, a := range history {
		t := models.ActKind(a.GetKind()).Text()
		a.Title, a.TitleEn = t.Zh, t.En
	}
}

func proposalOut(p models.Proposal) *guituv1.Proposal {
	out := &guituv1.Proposal{
		Name: p.Name, Probability: p.Probability, Weight: p.Weight, Evidence: each(p.Evidence, evidenceOut), Title: p.Title,
	}
	if c := p.Contact; c != (models.Contact{}) {
		out.Contact = &guituv1.Contact{Name: c.Name, Relation: c.Relation, Phone: c.Phone}
	}
	return out
}
