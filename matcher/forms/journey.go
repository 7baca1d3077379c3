package forms

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/guitu-project/guitu/models"
)

// treatment holds what a letter of treatment says.
type treatment struct {
	hospital, reason, contact string
	act                       *models.Act
}

func treatmentOf(p models.Proceeding) treatment {
	switch p := p.(type) {
	case *models.Stay:
		t := treatment{reason: p.Health, act: p.Last(models.ActHospital)}
		if t.act != nil {
			t.hospital, t.reason = t.act.Unit, joined(t.act.Note, p.Health)
		}
		return t
	case *models.IdentityRequest:
		return treatment{hospital: p.Hospital, reason: p.Circumstances, contact: joined(p.Contact.Name, p.Contact.Phone), act: p.Last(models.ActAnswer)}
	}
	return treatment{}
}

func fillTreatment(s *sheet, f *Facts) {
	t, who, station := treatmentOf(f.Proceeding), f.person(), f.Proceeding.Head().Station
	s.address(or(t.hospital, 12) + "：")
	s.prose("兹有受助人员" + who.reference() + "，系本站救助的生活无着的流浪、乞讨人员，现介绍到你院，请予救治。")
	s.prose("病情及说明：" + or(t.reason, 24))
	if who.look != "" {
		s.prose("体貌特征：" + who.look)
	}
	s.prose("救治费用按当地流浪乞讨人员医疗救治的规定结算。病情变化、转院或者出院，请告知本站；患者说出姓名、地址、亲属的，请一并告知，以便查找亲人。")
	s.prose("本站联系人：" + blank(6) + "　电话：" + blank(9) + "（24 小时）")
	if t.contact != "" {
		s.prose("你院联系人：" + t.contact)
	}
	s.close(or(station, 10)+"（盖章）", f.day(t.act))
	s.gap(5)
	s.heading("回　执（由医院填写，交救助管理机构存档）")
	s.line(label(4, "收治科室"), value(8, ""), label(4, "住 院 号"), value(8, ""))
	s.rows = append(s.rows, row{least: 14, cells: []cell{label(4, "初步诊断"), value(20, "")}})
	s.line(label(4, "收治时间"), value(8, blankDay), label(4, "预计住院"), value(8, ""))
	s.signed("医生签名", signedIn(t.act, models.SignReceiver), "护送人员\n签　　名", signedIn(t.act, models.SignStaff))
}

func fillEscort(s *sheet, f *Facts) {
	e, ok := f.Proceeding.(*models.Escort)
	if !ok {
		return
	}
	who := f.person()
	done := e.Last(models.ActHandOver)
	s.heading("一、受助人员")
	s.about(who)
	s.field("体貌特征", who.look, 1)
	s.field("身体状况\n及 用 药", e.Health, 3)
	s.field("随身物品", things(e.Belongings), 2)
	s.heading("二、行　程")
	s.pairs("出 发 地", e.Place.Text, "目 的 地", e.Destination.Text)
	s.pairs("计划日期", string(e.PlannedDate), "交通方式", e.Transport)
	s.field("护送人员", strings.Join(e.Escorts, "、"), 1)
	s.field("特殊困难", boxes([]choice{{"yes", "是（护送人员不少于两人）"}, {"no", "否"}}, needsOf(e)), 1)
	s.field("费　用", costs(e.Costs), 1)
	var left string
	if a := e.Last(models.ActDepart); a != nil {
		left = minuteOf(a.Time)
	}
	s.pairs("启程时间", left, "送出单位", e.Station)
	s.heading("三、交　接")
	s.field("接 收 方", boxes([]choice{
		{string(models.ReceiverFamily), "亲属"}, {string(models.ReceiverStation), "救助管理机构"}, {string(models.ReceiverWelfare), "福利、供养机构"}, {string(models.ReceiverCounty), "乡镇人民政府、民政部门"},
	}, string(e.Receiver.Kind)), 1)
	r := said(signedIn(done, models.SignReceiver))
	s.pairs("接收人", or1(e.Receiver.Name, r.Name), "接收单位", or1(e.Receiver.Unit, r.Unit), "与本人关系", or1(e.Receiver.Relation, r.Relation))
	s.pairs("证件种类", r.IDKind, "证件号码", r.IDNumber, "联系电话", or1(e.Receiver.Phone, r.Phone))
	when := ""
	if done != nil {
		when = minuteOf(done.Time)
	}
	s.pairs("交接时间", when, "交接地点", "")
	s.field("交接情况", joined("□人员　□物品　□药品及病历　□档案材料　均已交接", noteOf(done), code(done)), 2)
	s.signed("护送人员\n签　　名", signedIn(done, models.SignStaff), "接收人签名", signedIn(done, models.SignReceiver))
	s.rows = append(s.rows, row{least: 22, cells: []cell{
		value(12, or(e.Station, 8)+"（盖章）\n\n"+f.day(e.Last(models.ActDepart))), value(12, "接收单位（盖章）\n\n"+f.day(done)),
	}})
	s.small("本单一式两份：送出单位、接收方各存一份。")
}

// needsOf returns which box of the special needs is ticked; none on a blank form.
func needsOf(e *models.Escort) string {
	switch {
	case blankYet(e):
		return ""
	case e.SpecialNeeds:
		return "yes"
	}
	return "no"
}

func or1(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// code says that a hand-over was confirmed by the one-time code, which no one signs.
func code(done *models.Act) string {
	if done == nil || done.Signed(models.SignReceiver) != nil {
		return ""
	}
	return "接收方已用交接码确认"
}

func costs(list []models.Cost) string {
	var parts []string
	sum := 0
	for _, c := range list {
		parts = append(parts, c.What+" "+yuan(c.Fen))
		sum += c.Fen
	}
	if len(parts) > 1 {
		parts = append(parts, "合计 "+yuan(sum))
	}
	return strings.Join(parts, "；")
}

func yuan(fen int) string { return strconv.FormatFloat(float64(fen)/100, 'f', 2, 64) + " 元" }

func fillInquiry(s *sheet, f *Facts) {
	q, ok := f.Proceeding.(*models.Inquiry)
	if !ok {
		return
	}
	who := f.person()
	s.address(or(or1(q.ToUnit, q.Destination.Text), 12) + "：")
	s.prose(fmt.Sprintf("本站正在救助%s，身份待查。请协助核查下列事项，并于%s前函复：", who.reference(), dayOf(q.ReplyTime)))
	s.prose(or(q.Question, 60))
	for _, part := range []struct{ name, text string }{
		{"体貌特征", who.look}, {"口音、籍贯", joined(who.accent, who.native)}, {"本人自述", who.words}, {"发现地点、时间", joined(foundPlace(f.Record), foundDate(f.Record))},
	} {
		if part.text != "" {
			s.prose(part.name + "：" + part.text)
		}
	}
	s.prose("联系人：" + blank(6) + "　电话：" + blank(9))
	s.close(or(q.Station, 10)+"（盖章）", f.day(firstAct(q)))
	s.gap(5)
	answer := q.Last(models.ActAnswer)
	s.heading("回　复")
	results := []choice{{string(models.ResultSupports), "相符"}, {string(models.ResultContradicts), "不符"}, {string(models.ResultInconclusive), "不能确定"}}
	result := ""
	if answer != nil {
		result = string(answer.Result)
	}
	s.field("结　论", boxes(results, result), 1)
	s.field("情　况", noteOf(answer), 4)
	s.signed("核查人签名", signedIn(answer, models.SignReceiver), "单位盖章", nil)
}
