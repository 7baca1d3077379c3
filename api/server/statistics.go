package server

import (
	"bytes"
	"context"

	"google.golang.org/genproto/googleapis/api/httpbody"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/exchange/xlsx"
)

type statistics struct {
	guituv1.UnimplementedStatisticsServiceServer
	use *matcher.Service
}

// periodRequest is a request for statistics.
type periodRequest interface {
	GetFrom() string
	GetTo() string
	GetCampaign() string
	GetArea() string
	GetStation() string
	GetLevel() string
}

func periodIn(req periodRequest) matcher.Period {
	return matcher.Period{
		From: models.Date(req.GetFrom()), To: models.Date(req.GetTo()), Campaign: matcher.Campaign(req.GetCampaign()),
		Area: req.GetArea(), Station: req.GetStation(), Level: models.Level(req.GetLevel()),
	}
}

func (s *statistics) GetStatistics(ctx context.Context, req *guituv1.GetStatisticsRequest) (*guituv1.Statistics, error) {
	p := periodIn(req)
	p.AsOf = models.Date(req.GetAsOf())
	counted, err := s.use.Statistics(ctx, p)
	if err != nil {
		return nil, err
	}
	out := new(guituv1.Statistics)
	return out, convertOut(counted, out)
}

func (s *statistics) GetStatisticsTable(ctx context.Context, req *guituv1.GetStatisticsTableRequest) (*httpbody.HttpBody, error) {
	p := periodIn(req)
	p.AsOf = models.Date(req.GetAsOf())
	counted, err := s.use.Statistics(ctx, p)
	if err != nil {
		return nil, err
	}
	var file bytes.Buffer
	if err := xlsx.WriteStatistics(&file, counted); err != nil {
		return nil, err
	}
	return &httpbody.HttpBody{ContentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Data: file.Bytes()}, nil
}

func (s *statistics) ListStatisticEvents(ctx context.Context, req *guituv1.ListStatisticEventsRequest) (*guituv1.ListStatisticEventsResponse, error) {
	p := matcher.Period{
		From: models.Date(req.GetFrom()), To: models.Date(req.GetTo()), Campaign: matcher.Campaign(req.GetCampaign()),
		Area: req.GetArea(), Station: req.GetStation(), AsOf: models.Date(req.GetAsOf()),
	}
	limit, err := pageLimit(req.GetPageSize(), usualList, mostCases)
	if err != nil {
		return nil, err
	}
	events, next, err := s.use.Events(ctx, p, models.Measure(req.GetMeasure()), req.GetKey(), limit, req.GetPageToken())
	if err != nil {
		return nil, err
	}
	return &guituv1.ListStatisticEventsResponse{Events: each(events, eventOut), NextPageToken: next}, nil
}

func eventOut(e matcher.Event) *guituv1.StatisticEvent {
	return &guituv1.StatisticEvent{
		Name: e.Name, Day: string(e.Day), Amount: int32(e.Amount), Area: e.Area, Station: e.Station, State: e.State, Record: e.Record, Place: e.Place, Erased: e.Erased, //nolint:gosec // counts
	}
}

func (s *statistics) CreateReport(ctx context.Context, req *guituv1.CreateReportRequest) (*guituv1.Report, error) {
	report, err := s.use.FreezeStatistics(ctx, periodIn(req.GetReport()))
	if err != nil {
		return nil, err
	}
	out := new(guituv1.Report)
	return out, convertOut(report, out)
}
