package forms

import (
	"fmt"
	"strings"
	"time"

	"github.com/guitu-project/guitu/models"
)

// stayOf returns the stay that a form is of; definitions lets no other reach these.
func stayOf(p models.Proceeding) *models.Stay {
	if s, ok := p.(*models.Stay); ok {
		return s
	}
	return new(models.Stay)
}

func fillRequest(s *sheet, f *Facts) {
	stay, who := stayOf(f.Proceeding), f.person()
	first := firstAct(stay)
	bringer := signedIn(first, models.SignBringer)
	s.line(label(3, "求助时间"), value(9, minuteOf(stay.When())), label(3, "档案编号"), value(9, externalID(f.Record)))
	s.about(who)
	s.pairs("证件种类", "", "证件号码", "")
	s.field("户籍地址", "", 1)
	s.field("体貌特征", who.look, 2)
	s.field("来站方式", boxes(keyed(models.Arrivals()), string(stay.Arrival)), 2)
	b := said(bringer)
	s.pairs("护送单位", b.Unit, "护送人", b.Name, "联系电话", b.Phone)
	s.pairs("发现地点", foundPlace(f.Record), "发现时间", foundDate(f.Record))
	s.field("人员类别", boxes(keyed(models.Categories()), listOf(stay.Categories)...), 2)
	s.field("求助原因\n及 诉 求", stay.Request, 4)
	s.field("本人自述", who.words, 3)
	s.field("身体状况", stay.Health, 2)
	s.field("随身物品\n及 寄 存", things(stay.Belongings), 2)
	s.field("以往受助", "□首次　□曾受助，时间、地点：", 1)
	s.rows = append(s.rows, row{keep: true, cells: []cell{value(columns, "本人声明：以上所述属实，已知晓救助政策和入站须知。")}})
	s.signed("求助人签名\n（捺印）", signedIn(first, models.SignPerson), "接待人员\n签　　名", signedIn(first, models.SignStaff))
	refused := stay.Last(models.ActRefuse) != nil
	verdict := boxes([]choice{{"yes", "予以救助"}, {"no", "不予救助（另发通知书）"}, {"other", "其他："}}, verdictOf(stay, refused))
	s.rows = append(s.rows, row{least: 20, cells: []cell{label(4, "救助管理\n机构意见"), value(20, verdict+"\n\n　　　　　　　　　　　　　　　负责人：　　　　　　　　"+f.day(first))}})
}

// verdictOf returns which box of the station's opinion is ticked; none on a blank form.
func verdictOf(stay *models.Stay, refused bool) string {
	switch {
	case blankYet(stay):
		return ""
	case refused:
		return "no"
	}
	return "yes"
}

func firstAct(p models.Proceeding) *models.Act {
	if h := p.Head().History; len(h) > 0 {
		return &h[0]
	}
	return nil
}

func externalID(r *models.Record) string {
	if r == nil {
		return ""
	}
	return r.ExternalID
}

func foundPlace(r *models.Record) string {
	if r == nil {
		return ""
	}
	return r.FoundPlace.Text
}

func foundDate(r *models.Record) string {
	if r == nil {
		return ""
	}
	return string(r.FoundDate)
}

func wasRefused(p models.Proceeding) error {
	if stayOf(p).Last(models.ActRefuse) == nil {
		return refuse("尚未登记不予救助，不能开具通知书", "the person was not refused: there is nothing to give notice of")
	}
	return nil
}

// fillRefusal gives the reason, as 国务院令第381号, article 6, and 民政部令第24号, article 5, ask (both
// of 2003).
func fillRefusal(s *sheet, f *Facts) {
	stay := stayOf(f.Proceeding)
	act := stay.Last(models.ActRefuse)
	s.address(f.person().reference() + "：")
	s.prose(fmt.Sprintf("你于%s向本站提出求助。经核实，因下列原因，依照《城市生活无着的流浪乞讨人员救助管理办法》第六条及其实施细则第五条，本站决定不予救助：", minuteOf(stay.When())))
	s.prose(or(noteOf(act), 60))
	s.prose("对本决定有异议的，可以向本站的主管民政部门反映，电话：" + blank(10) + "。")
	s.receipt(act, "求助人签收", models.SignPerson)
	s.close(or(stay.Station, 10)+"（盖章）", f.day(act))
	s.small("本通知书一式两份：一份交求助人，一份存档。")
}

// receipt adds who takes a notice, or that it was not taken.
func (s *sheet) receipt(a *models.Act, who string, kind models.SignerKind) {
	s.gap(4)
	s.signed(who, signedIn(a, kind), "经 办 人", signedIn(a, models.SignStaff))
	s.line(label(4, "拒绝签收"), value(20, "□ 本人拒绝签收。见证人：　　　　　　　　　　　时间："))
	s.gap(4)
}

func broughtByPolice(p models.Proceeding) error {
	if a := stayOf(p).Arrival; a != models.ArrivalPolice {
		return refuse(fmt.Sprintf("来站方式为“%s”，不是公安机关护送", models.KeyText(string(a)).Zh), fmt.Sprintf("the person came by %s, not with the police", a))
	}
	return nil
}

func fillPolice(s *sheet, f *Facts) {
	stay, who := stayOf(f.Proceeding), f.person()
	first := firstAct(stay)
	b := said(signedIn(first, models.SignBringer))
	s.pairs("护送单位", b.Unit, "护送时间", minuteOf(stay.When()))
	s.pairs("护送民警", b.Name, "证件及号码", strings.TrimSpace(b.IDKind+" "+b.IDNumber), "联系电话", b.Phone)
	s.heading("被护送人员")
	s.about(who)
	s.field("证件及号码", "", 1)
	s.field("体貌特征", who.look, 2)
	s.pairs("发现地点", foundPlace(f.Record), "发现时间", foundDate(f.Record))
	s.field("发现经过", circumstances(f.Record), 4)
	s.field("人员类别", boxes(keyed(models.Categories()), listOf(stay.Categories)...), 2)
	s.field("身体状况", stay.Health, 2)
	s.field("随身物品", things(stay.Belongings), 2)
	s.field("身份核查", "公安机关核查情况：□已查明　□未查明　□已比对失踪人员信息　□已采集 DNA　□其他：", 3)
	s.field("疑似情形", "□走失　□被遗弃　□被拐卖　□家庭暴力　□无", 1)
	s.signed("护送民警\n签　　名", signedIn(first, models.SignBringer), "接收人员\n签　　名", signedIn(first, models.SignStaff))
	s.rows = append(s.rows, row{least: 22, cells: []cell{
		value(12, "公安机关（盖章）\n\n"+f.day(first)), value(12, or(stay.Station, 8)+"（盖章）\n\n"+f.day(first)),
	}})
	s.small("本表一式两份：公安机关、救助管理机构各存一份。")
}

func circumstances(r *models.Record) string {
	if r == nil {
		return ""
	}
	return r.Circumstances
}

func mayLeaveAlone(p models.Proceeding) error {
	stay := stayOf(p)
	if err := wasTakenIn(p); err != nil {
		return err
	}
	if !stay.Capable() && !stay.Minor() {
		return refuse("无、限制民事行为能力人不能自行离站，不能开具声明书", "only an adult of full capacity leaves on their own, and declares it")
	}
	if stay.State == models.StayLeft && stay.Way != models.LeaveOwn {
		return refuse(fmt.Sprintf("此人已以“%s”离站，不是自行离站", models.KeyText(string(stay.Way)).Zh), "the person left another way")
	}
	return nil
}

func wasTakenIn(p models.Proceeding) error {
	if stay, ok := p.(*models.Stay); ok && stay.Last(models.ActAdmit) == nil && firstAct(stay) != nil && firstAct(stay).Kind != models.ActAdmit {
		return refuse("此人未入站", "the person was not taken in")
	}
	return nil
}

func fillDeclaration(s *sheet, f *Facts) {
	stay, who := stayOf(f.Proceeding), f.person()
	act := stay.Last(models.ActLeave)
	s.prose(fmt.Sprintf("本人%s，于%s进入%s接受救助。", who.reference(), minuteOf(stay.When()), or(stay.Station, 8)))
	if stay.Minor() {
		s.prose("本人已满十六周岁，以自己的劳动收入为主要生活来源（《民法典》第十八条）：" + or(noteOf(act), 24))
	}
	reason := blank(24)
	if !stay.Minor() && act != nil && act.Note != "" {
		reason = act.Note
	}
	s.prose("现因" + reason + "，本人主动要求自行离站。工作人员已向本人说明救助政策，并询问了去向和困难。离站后的行程和安全由本人负责。")
	s.prose("寄存物品：" + or(things(returned(stay)), 20) + "，已当面清点、如数领回。")
	s.prose("去　　向：" + or(destination(act), 20))
	s.prose("乘车凭证：□不需要　□已领取，自" + blank(5) + "至" + blank(5) + "，" + blank(3) + "次")
	s.gap(4)
	s.signed("声明人签名\n（捺印）", signedIn(act, models.SignPerson), "工作人员\n签　　名", signedIn(act, models.SignStaff))
	if stay.Minor() {
		s.signed("负责人签名", signedIn(act, models.SignLeader), "出生日期\n核实方式", nil)
	}
	s.gap(4)
	s.close(f.day(act))
}

func destination(a *models.Act) string {
	if a == nil {
		return ""
	}
	return a.Destination.Text
}

// returned returns the deposited things that are, or will be, given back: a station keeps what
// people bring, and gives it back at the leaving (民政部令第24号, article 6).
func returned(stay *models.Stay) []models.Given {
	if act := stay.Last(models.ActLeave); act != nil {
		return act.Given
	}
	return stay.Kept()
}

func fillLeaving(s *sheet, f *Facts) {
	stay, who := stayOf(f.Proceeding), f.person()
	act := stay.Last(models.ActLeave)
	var left time.Time
	days := ""
	if act != nil {
		left = act.Time
		days = fmt.Sprintf("%d 天", daysBetween(stay.When(), left))
	}
	s.about(who)
	s.line(label(3, "入站时间"), value(7, minuteOf(stay.When())), label(3, "离站时间"), value(7, minuteOf(left)), label(2, "在站"), value(2, days))
	s.field("人员类别", boxes(keyed(models.Categories()), listOf(stay.Categories)...), 2)
	s.heading("在 站 服 务")
	s.line(label(5, "时　间"), label(4, "事　项"), label(15, "情　况"))
	n := 0
	for _, a := range stay.History {
		if a.Kind == models.ActAdmit || a.Kind == models.ActLeave || a.Kind == models.ActUndo || stay.Undone(a.Number) {
			continue
		}
		n++
		s.line(value(5, a.Time.In(models.Zone).Format("2006-01-02 15:04")), value(4, a.Kind.Text().Zh), value(15, joined(a.Unit, things(a.Given), a.Note)))
	}
	for ; n < 3; n++ {
		s.line(value(5, ""), value(4, ""), value(15, ""))
	}
	s.field("寄存物品", things(stay.Belongings), 1)
	s.heading("离　站")
	s.field("离站方式", boxes(keyed(models.LeavingWays()), string(stay.Way)), 3)
	s.field("去向、原因", joined(destination(act), noteOf(act), unitOf(act)), 2)
	c := said(collector(act))
	s.pairs("接领人", c.Name, "单　位", c.Unit, "与本人关系", c.Relation)
	s.pairs("证件种类", c.IDKind, "证件号码", c.IDNumber, "联系电话", c.Phone)
	s.field("关系证明", c.Proof, 1)
	s.field("退还物品", things(returned(stay)), 1)
	s.signed("受助人员\n签　　名", signedIn(act, models.SignPerson), "接领（收）人\n签　　名", collector(act))
	s.signed("经办人签名", signedIn(act, models.SignStaff), "负责人签名", signedIn(act, models.SignLeader))
}

func joined(parts ...string) string {
	var kept []string
	for _, p := range parts {
		if strings.TrimSpace(p) != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, "；")
}

func timeOf(a *models.Act) time.Time {
	if a == nil {
		return time.Time{}
	}
	return a.Time
}

func noteOf(a *models.Act) string {
	if a == nil {
		return ""
	}
	return a.Note
}

func unitOf(a *models.Act) string {
	if a == nil {
		return ""
	}
	return a.Unit
}

func collector(a *models.Act) *models.Signature {
	if s := signedIn(a, models.SignCollector); s != nil {
		return s
	}
	return signedIn(a, models.SignReceiver)
}

// daysBetween counts days as a station does: the first and the last both count.
func daysBetween(from, to time.Time) int {
	day := func(t time.Time) time.Time {
		y, m, d := t.In(models.Zone).Date()
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	}
	return int(day(to).Sub(day(from)).Hours()/24) + 1
}

func wasEnded(p models.Proceeding) error {
	stay := stayOf(p)
	if stay.State != models.StayLeft || stay.Way != models.LeaveEndedCare && stay.Way != models.LeaveAway {
		return refuse("尚未登记终止救助或擅自离站，不能开具通知书", "relief has not been ended, nor did the person leave without a word")
	}
	return nil
}

func fillEnd(s *sheet, f *Facts) {
	stay := stayOf(f.Proceeding)
	act := stay.Last(models.ActLeave)
	s.address(f.person().reference() + "：")
	s.prose(fmt.Sprintf("你于%s进入本站接受救助。因下列情形，依照《城市生活无着的流浪乞讨人员救助管理办法》及其实施细则，本站自%s起终止救助：", minuteOf(stay.When()), minuteOf(timeOf(act))))
	s.prose(boxes([]choice{{string(models.LeaveAway), "擅自离站，视为主动放弃救助"}, {string(models.LeaveEndedCare), "其他情形"}}, string(stay.Way)))
	s.prose(or(noteOf(act), 60))
	if kept := things(stay.Kept()); kept != "" {
		s.prose("你寄存在本站的物品：" + kept + "，可凭身份证明领回。")
	}
	s.prose("对本决定有异议的，可以向本站的主管民政部门反映，电话：" + blank(10) + "。")
	s.receipt(act, "本人签收", models.SignPerson)
	s.close(or(stay.Station, 10)+"（盖章）", f.day(act))
	s.small("本通知书一式两份：一份交本人，一份存档。")
}
