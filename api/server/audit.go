package server

import (
	"bytes"
	"context"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"google.golang.org/genproto/googleapis/api/httpbody"
	"google.golang.org/protobuf/types/known/timestamppb"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/exchange/xlsx"
	"github.com/guitu-project/guitu/models/store"
)

type audit struct {
	guituv1.UnimplementedAuditServiceServer
	use *matcher.Service
}

func (s *audit) ListAuditRows(ctx context.Context, req *guituv1.ListAuditRowsRequest) (*guituv1.ListAuditRowsResponse, error) {
	limit, err := pageLimit(req.GetPageSize(), usualList, mostList)
	if err != nil {
		return nil, err
	}
	var after int64
	if token := req.GetPageToken(); token != "" {
		if after, err = strconv.ParseInt(token, 36, 64); err != nil || after < 0 {
			return nil, models.Invalid("pageToken", "翻页标记无效，请从第一页重新开始", "unknown token: begin again with the first page")
		}
	}
	filter := store.AuditFilter{
		From: timeIn(req.GetFrom()), To: timeIn(req.GetTo()),
		Actor: req.GetActor(), Object: req.GetObject(), Action: models.Action(req.GetAction()),
	}
	page, next, err := s.use.Trail(ctx, filter, after, limit)
	if err != nil {
		return nil, err
	}
	out := &guituv1.ListAuditRowsResponse{Rows: each(page, auditOut)}
	if next > 0 {
		out.NextPageToken = strconv.FormatInt(next, 36)
	}
	return out, nil
}

func (s *audit) VerifyAudit(ctx context.Context, req *guituv1.VerifyAuditRequest) (*guituv1.VerifyAuditResponse, error) {
	noted := make([]models.AuditHead, len(req.GetNoted()))
	for i, text := range req.GetNoted() {
		head, ok := headIn(text)
		if !ok {
			return nil, models.Invalid("noted", "链头应写作 序号:哈希", "a head is written SEQ:HASH")
		}
		noted[i] = head
	}
	v, err := s.use.VerifyTrail(ctx, noted...)
	if err != nil {
		return nil, err
	}
	return &guituv1.VerifyAuditResponse{
		Whole: new(v.BadSeq == 0), Rows: v.Rows, BadSeq: v.BadSeq, Reason: v.Reason.Zh, ReasonEn: v.Reason.En,
		Head: strconv.FormatInt(v.Head.Seq, 10) + ":" + v.Head.Hash.String(), LossRows: v.Losses,
	}, nil
}

func headIn(text string) (head models.AuditHead, ok bool) {
	number, hash, _ := strings.Cut(text, ":")
	seq, err := strconv.ParseInt(number, 10, 64)
	if err != nil || seq < 0 || hex.DecodedLen(len(hash)) != len(head.Hash) {
		return head, false
	}
	head.Seq = seq
	_, err = hex.Decode(head.Hash[:], []byte(hash))
	return head, err == nil
}

// beijing is the time of every station's ledger.
var beijing = time.FixedZone("UTC+8", 8*60*60)

func (s *audit) GetFaceUseLedger(ctx context.Context, req *guituv1.GetFaceUseLedgerRequest) (*httpbody.HttpBody, error) {
	var file bytes.Buffer
	w, err := xlsx.NewWriter(&file, "人脸识别使用台账", "日期", "情形", "救助编号", "结果", "经办人")
	if err != nil {
		return nil, err
	}
	err = s.use.Ledger(ctx, timeIn(req.GetFrom()), timeIn(req.GetTo()), func(u matcher.FaceUse) error {
		return w.Write(u.Time.In(beijing).Format("2006-01-02 15:04"), u.Situation, u.RescueNo, u.Result, u.Handler)
	})
	if err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return &httpbody.HttpBody{ContentType: xlsx.MediaType, Data: file.Bytes()}, nil
}

func auditOut(a models.Audit) *guituv1.AuditRow {
	return &guituv1.AuditRow{
		Seq: a.Seq, Time: timeOut(a.Time), Actor: a.Actor.ID, Role: string(a.Actor.Role), Action: string(a.Action),
		Purpose: a.Purpose, Objects: a.Objects, Detail: a.Detail, Hash: a.Hash.String(),
	}
}

func timeIn(t *timestamppb.Timestamp) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.AsTime()
}
