package forms

import (
	"fmt"
	"strings"
	"time"

	"github.com/guitu-project/guitu/models"
)

// CaseFacts holds what a case's report is made of, as its reader may see it.
type CaseFacts struct {
	Case     *models.Case
	Record   *models.Record // nil if it is gone
	Notice   *models.Notice // nil if it is gone
	Items    []models.Item
	Withheld int      // items of others that the reader does not see yet
	Story    []string // what was done, a sentence each
	By       string   // who prints it
	Printed  time.Time
}

// PrintCase returns a case's report as a PDF: both sides, what the pair rests on, for and against,
// how it was verified, and what was done.
func PrintCase(f CaseFacts) ([]byte, error) {
	_, id, _ := strings.Cut(f.Case.Name, "/")
	s := &sheet{title: "寻亲核验报告", number: "AJ-" + strings.ToUpper(id)}
	if f.Record != nil {
		s.office = f.Record.Station
	}
	s.pairs("状　态", f.Case.State.Text().Zh, "可能性", fmt.Sprintf("%.0f %%（立案时）", 100*f.Case.Match.Probability))
	s.heading("一、受助人员")
	if r := f.Record; r != nil {
		s.about(personOf(&r.Person))
		s.pairs("档案编号", r.ExternalID, "发现日期", string(r.FoundDate))
		s.field("发现地点", r.FoundPlace.Text, 1)
		s.field("体貌特征", personOf(&r.Person).look, 1)
		s.field("本人自述", personOf(&r.Person).words, 1)
	}
	s.heading("二、寻亲启事")
	if n := f.Notice; n != nil {
		s.about(personOf(&n.Person))
		s.pairs("启事编号", n.ExternalID, "走失日期", string(n.MissingDate))
		s.field("走失地点", n.MissingPlace.Text, 1)
		s.field("体貌特征", personOf(&n.Person).look, 1)
	}
	s.basis(&f.Case.Match, f.Case.FaceAlone)
	s.verification(f)
	s.heading("五、经　过")
	for _, sentence := range f.Story {
		s.line(value(columns, sentence))
	}
	s.signed("核验人签名", nil, "复核人签名", nil)
	s.small("本报告按打印人的权限生成，以“＊”代替的内容未向其开放。打印：" + joined(f.By, minuteOf(f.Printed)))
	return s.print(nil, f.Printed.UTC())
}

// basis adds what the pair rests on, conflicts said as such.
func (s *sheet) basis(m *models.Match, faceAlone bool) {
	s.heading("三、依　据（bits：正数支持，负数反对）")
	for _, e := range m.Evidence {
		reason := e.Reason.Zh
		if e.Conflict {
			reason = "【冲突】" + reason
		}
		s.line(label(4, fmt.Sprintf("%+.1f", e.Weight)), value(columns-4, reason))
	}
	if faceAlone {
		s.line(value(columns, "只凭人脸，不能作为确认依据。"))
	}
}

// verification adds how the pair was verified.
func (s *sheet) verification(f CaseFacts) {
	s.heading("四、核　验")
	s.line(label(2, "序号"), label(4, "方式"), label(3, "结论"), label(10, "情　况"), label(5, "签　名"))
	for i := range f.Items {
		item := &f.Items[i]
		withdrawn := ""
		if item.Withdrawn != 0 {
			withdrawn = "已撤回"
		}
		s.line(label(2, fmt.Sprint(item.Number)), value(4, item.Kind.Text().Zh), value(3, item.Result.Text().Zh),
			value(10, joined(withdrawn, item.DoneBy, string(item.DoneDate), item.Reference, item.Note)), value(5, item.Signature))
	}
	if f.Withheld > 0 {
		s.line(value(columns, fmt.Sprintf("另有 %d 项他人的核验：打印人录入自己的判断之后才能看到。", f.Withheld)))
	}
}
