package matcher

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// Trail reads a page of up to limit rows of the audit trail after the row of that
// number; next is 0 after the last page. Reading the trail is audited, too.
// Errors: models.ErrPermission.
func (s *Service) Trail(ctx context.Context, filter store.AuditFilter, after int64, limit int) (page []models.Audit, next int64, err error) {
	if err := mustReadTrail(ctx); err != nil {
		return nil, 0, err
	}
	page, err = s.store.FindAudit(ctx, filter, after, limit+1) // one more tells whether there is a next page
	if err != nil {
		return nil, 0, fmt.Errorf("read the trail: %w", err)
	}
	if len(page) > limit {
		page = page[:limit]
		next = page[limit-1].Seq
	}
	return page, next, s.audit(ctx, models.ActionExport, fmt.Sprintf("trail, %d rows after %d", len(page), after))
}

// VerifyTrail follows the chain of the whole trail; see store.AuditProof.
// Errors: models.ErrPermission.
func (s *Service) VerifyTrail(ctx context.Context, noted ...models.AuditHead) (models.AuditVerdict, error) {
	if err := mustReadTrail(ctx); err != nil {
		return models.AuditVerdict{}, err
	}
	known := map[int64]models.ChainHash{}
	for _, head := range noted {
		if hash, ok := known[head.Seq]; ok && hash != head.Hash {
			return models.AuditVerdict{BadSeq: head.Seq, Reason: models.Text{
				Zh: "记下的链头互不相符：记录曾被重写", En: "heads that were noted of it differ: the trail was written anew between them",
			}}, nil
		}
		known[head.Seq] = head.Hash
	}
	return s.store.VerifyAudit(ctx, noted...)
}

// mustReadTrail returns nil if the actor may read the trail. It is of the whole country:
// the one who works for a part of it sees none.
func mustReadTrail(ctx context.Context) error {
	a, err := accessOf(ctx)
	if err == nil && a.Areas != models.Nationwide {
		err = models.Refused(models.ErrPermission, "审计记录不分辖区，需要全国范围的权限", "the trail is of the whole country, and your areas are not")
	}
	return err
}

// FaceUse describes one use of face recognition or of fingerprints, as a station's ledger
// (人脸识别使用台账) has it.
type FaceUse struct {
	Time      time.Time
	Situation string // 情形
	RescueNo  string // 救助编号: the record's externalId, or its name
	Result    string // 结果
	Handler   string // 经办人
}

// The detail of an audit row begins with what was compared, and useResults.
const (
	useFace    = "face"
	usePrints  = "fingerprint"
	useBoth    = useFace + "+" + usePrints
	useResults = " results="
)

// useOf returns the detail of a row about matches of s: that its face or its fingerprints were
// compared, with how many results and how good the best is; empty if it has neither.
func useOf(s models.Subject, matches []models.Match) string {
	what := usedOf(slices.ContainsFunc(s.Common().Photos, hasEmbedding), len(s.Common().Fingerprints) > 0)
	if what == "" {
		return ""
	}
	best := 0.0
	if len(matches) > 0 {
		best = matches[0].Probability
	}
	return fmt.Sprintf("%s%s%d best=%.1f%%", what, useResults, len(matches), 100*best)
}

// useOfPair is useOf for two who were compared: their faces and fingerprints were, if the
// evidence says so.
func useOfPair(m models.Match) string {
	of := func(feature string) bool {
		return slices.ContainsFunc(m.Evidence, func(e models.Evidence) bool { return e.Feature == feature })
	}
	what := usedOf(of("face"), of("fingerprint"))
	if what == "" {
		return ""
	}
	return fmt.Sprintf("%s%s1 best=%.1f%%", what, useResults, 100*m.Probability)
}

func usedOf(face, prints bool) string {
	switch {
	case face && prints:
		return useBoth
	case face:
		return useFace
	case prints:
		return usePrints
	}
	return ""
}

// situations say what something was compared for, and compared what it was.
var (
	situations = map[models.Action]string{
		models.ActionMatch:   "与寻亲库%s比对",
		models.ActionSearch:  "未登记人员%s检索",
		models.ActionCompare: "一对一%s比对",
	}
	compared = map[string]string{useFace: "照片", usePrints: "指纹", useBoth: "照片、指纹"}
)

// Ledger reads the uses of face recognition and of fingerprints of a time, oldest first, calling each for
// every one. Errors: models.ErrPermission, and what each returns.
func (s *Service) Ledger(ctx context.Context, from, to time.Time, each func(FaceUse) error) error {
	if err := mustReadTrail(ctx); err != nil {
		return err
	}
	book := ledger{Service: s, handlers: map[string]string{}}
	err := store.AuditPages(ctx, s.store, store.AuditFilter{From: from, To: to}, 0, func(rows []models.Audit) error {
		for i := range rows {
			use, ok, err := book.use(ctx, &rows[i])
			if err == nil && ok {
				err = each(use)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.audit(ctx, models.ActionExport, "face-use ledger")
}

// ledger looks up what the rows only name.
type ledger struct {
	*Service
	handlers map[string]string
}

func (l *ledger) use(ctx context.Context, row *models.Audit) (use FaceUse, ok bool, err error) {
	what, rest, ok := strings.Cut(row.Detail, useResults)
	situation, words := situations[row.Action], compared[what]
	if !ok || situation == "" || words == "" {
		return FaceUse{}, false, nil
	}
	if row.Action == models.ActionCompare && what == useFace {
		words = ""
	}
	situation = fmt.Sprintf(situation, words)
	results, best, _ := strings.Cut(rest, " best=")
	best, _, _ = strings.Cut(best, " ")
	use = FaceUse{Time: row.Time, Situation: situation, RescueNo: "（未登记）", Result: "无候选"}
	if results != "0" {
		use.Result = fmt.Sprintf("返回 %s 条候选，最高可能性 %s", results, best)
	}
	if row.Action != models.ActionSearch && len(row.Objects) > 0 {
		if use.RescueNo, err = l.number(ctx, row.Objects[0]); err != nil {
			return FaceUse{}, false, err
		}
	}
	if kind, _ := models.KindOf(strings.Join(row.Objects[:min(1, len(row.Objects))], "")); kind == models.Notices && row.Action == models.ActionMatch {
		use.Situation = "寻亲启事" + words + "与受助人员比对"
	}
	use.Handler, err = l.handler(ctx, row.Actor.ID)
	return use, true, err
}

// number returns the writer's own number of a file, or its name if it has none any more.
func (l *ledger) number(ctx context.Context, name string) (string, error) {
	var s models.Subject
	var err error
	if kind, _ := models.KindOf(name); kind == models.Records {
		s, err = l.store.Records().Get(ctx, name)
	} else {
		s, err = l.store.Notices().Get(ctx, name)
	}
	switch {
	case isGone(err):
		return name, nil
	case err != nil:
		return "", err
	case s.Common().ExternalID == "":
		return name, nil
	}
	return s.Common().ExternalID, nil
}

func (l *ledger) handler(ctx context.Context, id string) (string, error) {
	if known, ok := l.handlers[id]; ok {
		return known, nil
	}
	name, err := l.callName(ctx, id)
	if err != nil {
		return "", err
	}
	l.handlers[id] = name
	return name, nil
}

// callName returns how people call an actor: by the name of the account, else its login; by
// the id if there is none, as of the admin token.
func (d *core) callName(ctx context.Context, id string) (string, error) {
	u, err := d.store.User(ctx, id)
	switch {
	case isGone(err):
		return id, nil
	case err != nil:
		return "", err
	}
	return cmp.Or(u.DisplayName, u.Login), nil
}
