package server

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/models"
)

type deadlineService struct {
	guituv1.UnimplementedDeadlineServiceServer
	use *matcher.Service
}

func (s *deadlineService) ListDeadlines(ctx context.Context, req *guituv1.ListDeadlinesRequest) (*guituv1.ListDeadlinesResponse, error) {
	limit, err := pageLimit(req.GetPageSize(), usualList, mostList)
	if err != nil {
		return nil, err
	}
	from, err := pageStart(req.GetPageToken())
	if err != nil {
		return nil, err
	}
	due, err := s.use.Deadlines(ctx, matcher.WorkList{
		From: from, Limit: limit, Record: req.GetRecord(), Station: req.GetStation(), Area: req.GetArea(), Due: each(req.GetDue(), wordOf[models.DueState, guituv1.Deadline_State]),
	})
	if err != nil {
		return nil, err
	}
	out := &guituv1.ListDeadlinesResponse{
		Overdue: small(due.Counts[models.DueOver]), Today: small(due.Counts[models.DueToday]),
		Coming: small(due.Counts[models.DueComing]), Later: small(due.Counts[models.DueLater]),
	}
	if due.More {
		out.NextPageToken = "d" + strconv.Itoa(from+limit)
	}
	out.Deadlines = each(due.Deadlines, deadlineOut)
	if req.GetSummaries() {
		err = addShort(ctx, s.use, out.Deadlines,
			side[*guituv1.Deadline]{(*guituv1.Deadline).GetRecord, func(d *guituv1.Deadline, sum *guituv1.Summary) { d.RecordSummary = sum }})
	}
	return out, err
}

// pageStart returns where a page of a list begins that is made anew for each page.
func pageStart(token string) (int, error) {
	if token == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(strings.TrimPrefix(token, "d"))
	if err != nil || n < 1 || token != "d"+strconv.Itoa(n) {
		return 0, models.Invalid("pageToken", "翻页标记无效，请从第一页重新开始", "unknown token: begin again with the first page")
	}
	return n, nil
}

func deadlineOut(d models.Deadline) *guituv1.Deadline {
	return &guituv1.Deadline{
		Proceeding: d.Proceeding, Record: d.Record, RecordExternalId: d.RecordExternalID, Station: d.Station, Area: d.Area,
		Rule: d.Rule, Title: d.Title.Zh, TitleEn: d.Title.En, Source: d.Source,
		MetBy:     each(d.MetBy, func(s models.StepName) string { return string(s) }),
		BeginTime: timeOut(d.Begin), DueTime: timeOut(d.Due), DueDate: d.Due.Format(time.DateOnly), // its zone is Shanghai's
		State: valueOf[guituv1.Deadline_State](d.State), Note: d.Note.Zh, NoteEn: d.Note.En,
	}
}

func (s *deadlineService) CreateRecordStep(ctx context.Context, req *guituv1.CreateRecordStepRequest) (*guituv1.RecordStep, error) {
	in := req.GetStep()
	step := &models.RecordStep{Record: req.GetParent(), Step: models.StepName(in.GetStep()), Note: in.GetNote()}
	if t := in.GetTime(); t != nil {
		if err := t.CheckValid(); err != nil {
			return nil, models.Invalid("time", "时间写法不对", err.Error())
		}
		step.Time = t.AsTime()
	}
	return stepAnswer(s.use.AddStep(ctx, step))
}

func (s *deadlineService) UndoRecordStep(ctx context.Context, req *guituv1.UndoRecordStepRequest) (*guituv1.RecordStep, error) {
	record, id, _ := strings.Cut(req.GetName(), "/steps/")
	number, err := strconv.ParseInt(id, 10, 64)
	if err != nil || number < 1 {
		return nil, fmt.Errorf("step %q: %w", req.GetName(), models.ErrNotFound)
	}
	return stepAnswer(s.use.UndoStep(ctx, record, number, req.GetReason()))
}

func (s *deadlineService) ListRecordSteps(ctx context.Context, req *guituv1.ListRecordStepsRequest) (*guituv1.ListRecordStepsResponse, error) {
	steps, err := s.use.Steps(ctx, req.GetParent())
	if err != nil {
		return nil, err
	}
	return &guituv1.ListRecordStepsResponse{Steps: each(steps, recordStepOut)}, nil
}

func stepAnswer(s *models.RecordStep, err error) (*guituv1.RecordStep, error) {
	if err != nil {
		return nil, err
	}
	return recordStepOut(*s), nil
}

func recordStepOut(s models.RecordStep) *guituv1.RecordStep {
	out := &guituv1.RecordStep{
		Name: stepName(s.Record, s.ID), Step: string(s.Step), Time: timeOut(s.Time), Note: s.Note, Actor: s.Actor.ID, EnterTime: timeOut(s.EnterTime),
	}
	if s.Undoes != 0 {
		out.Undoes = stepName(s.Record, s.Undoes)
	}
	return out
}

func stepName(record string, id int64) string { return fmt.Sprintf("%s/steps/%d", record, id) }
