package forms

import (
	"fmt"
	"strings"
	"time"

	"github.com/guitu-project/guitu/models"
)

func fillPatrol(s *sheet, f *Facts) {
	r, ok := f.Proceeding.(*models.Round)
	if !ok {
		return
	}
	var over time.Time
	if a := r.Last(models.ActEnd); a != nil {
		over = a.Time
	}
	s.pairs("出发时间", minuteOf(r.When()), "结束时间", minuteOf(over))
	s.pairs("巡查区域", r.Place.Text, "专项行动", r.Campaign)
	s.pairs("天气预警", r.WeatherAlert, "出动车辆", strings.Join(r.Vehicles, "、"))
	s.field("巡查人员", strings.Join(r.Team, "、"), 1)
	s.field("路　线", route(r), 3)
	s.heading("发现的人员")
	s.line(label(2, "序号"), label(5, "时间"), label(6, "地点"), label(6, "情况"), label(5, "处置及发放物品"))
	n := 0
	for _, p := range f.Parts {
		l, ok := p.(*models.Lead)
		if !ok {
			continue
		}
		n++
		done := l.Last(models.ActOutcome)
		outcome := ""
		if done != nil {
			outcome = joined(models.KeyText(string(done.Outcome)).Zh, things(done.Given), done.Unit)
		}
		who := personOf(&l.Person)
		s.line(label(2, fmt.Sprint(n)), value(5, l.When().In(models.Zone).Format("2006-01-02 15:04")), value(6, l.Place.Text),
			value(6, joined(who.name, who.sex, who.age, l.Circumstances)), value(5, outcome))
	}
	for ; n < 5; n++ {
		s.line(label(2, ""), value(5, ""), value(6, ""), value(6, ""), value(5, ""))
	}
	s.signed("巡查人员\n签　　名", last(r, models.SignStaff), "负责人签名", nil)
}

// route lists what was noted on the way.
func route(r *models.Round) string {
	var parts []string
	points := 0
	for _, a := range r.History {
		if r.Undone(a.Number) {
			continue
		}
		points += len(a.Points)
		for _, p := range a.Points {
			if p.Note != "" {
				parts = append(parts, p.Note)
			}
		}
	}
	if points > 0 {
		parts = append(parts, fmt.Sprintf("共记录 %d 个位置", points))
	}
	return strings.Join(parts, " → ")
}

func fillLead(s *sheet, f *Facts) {
	l, ok := f.Proceeding.(*models.Lead)
	if !ok {
		return
	}
	done := l.Last(models.ActOutcome)
	who := personOf(&l.Person)
	s.pairs("登记时间", minuteOf(l.When()), "线索来源", models.KeyText(string(l.Source)).Zh)
	s.pairs("报告人", l.Reporter.Name, "单位、关系", l.Reporter.Relation, "联系电话", l.Reporter.Phone)
	if l.Source == models.SourceHotline { // whose recordings are kept for three months at least: 民发〔2014〕132号, article 5
		s.field("录音编号", referenceOf(firstAct(l)), 1)
	}
	s.field("地　点", l.Place.Text, 1)
	s.field("紧急情形", boxes([]choice{
		{string(models.UrgentCold), "严寒"}, {string(models.UrgentHeat), "高温"}, {string(models.UrgentIllness), "伤病"}, {string(models.UrgentChild), "未成年人"}, {string(models.UrgentOld), "老年人"}, {string(models.UrgentDanger), "其他危险"},
	}, listOf(l.Urgency)...), 1)
	s.heading("人员情况")
	s.about(who)
	s.field("体貌特征", who.look, 2)
	s.field("发现情况", l.Circumstances, 4)
	s.heading("处　置")
	outcomes := []models.LeadOutcome{models.OutcomePersuaded, models.OutcomeEscorted, models.OutcomeHelped, models.OutcomeHospital, models.OutcomeNotFound, models.OutcomeRefused, models.OutcomeOther}
	s.field("结　果", boxes(keyed(outcomes), string(l.Outcome)), 2)
	var given []models.Given
	var when time.Time
	if done != nil {
		given, when = done.Given, done.Time
	}
	s.field("发放物品", things(given), 1)
	s.field("说　明", joined(unitOf(done), noteOf(done)), 2)
	s.pairs("处置时间", minuteOf(when), "受助登记", l.Record)
	s.signed("受助人员\n签　　名", last(l, models.SignPerson), "工作人员\n签　　名", last(l, models.SignStaff))
}

func referenceOf(a *models.Act) string {
	if a == nil {
		return ""
	}
	return a.Reference
}

func fillRegistration(s *sheet, f *Facts) {
	g, ok := f.Proceeding.(*models.Registration)
	if !ok {
		return
	}
	who := personOf(&g.Person)
	s.about(who)
	s.field("居 住 地", g.Place.Text, 1)
	s.field("体貌特征\n及 健 康", who.look, 2)
	s.field("生活习惯", g.Habits, 2)
	s.field("常去地点", strings.Join(g.UsualPlaces, "、"), 1)
	s.pairs("监护人", g.Guardian.Name, "关　系", g.Guardian.Relation, "电　话", g.Guardian.Phone)
	s.pairs("村（居）\n联系人", g.Village.Name, "职　务", g.Village.Relation, "电　话", g.Village.Phone)
	first := firstAct(g)
	s.rows = append(s.rows, row{keep: true, cells: []cell{value(columns,
		"监护人同意：本人同意将上述信息登记入易流浪走失人员信息库，用于走失时查找亲人；可以随时撤回，撤回后信息予以删除。"+joined("", g.ConsentProof))}})
	s.signed("监护人签名", signedIn(first, models.SignGuardian), "登记人签名", signedIn(first, models.SignStaff))
	s.field("县级审核", boxes([]choice{{models.RegistryKept, "入库"}, {models.RegistryRefused, "不予入库"}}, checked(g))+"　审核人：　　　　　　"+f.day(nil), 1)
	s.heading("走　访")
	s.line(label(5, "日　期"), label(14, "情　况"), label(5, "走访人签名"))
	n := 0
	for i := range g.History {
		a := &g.History[i]
		if a.Kind != models.ActVisit || g.Undone(a.Number) {
			continue
		}
		n++
		s.line(value(5, dayOf(a.Time)), value(14, a.Note), sign(5, a.Signed(models.SignStaff)))
	}
	for ; n < 4; n++ {
		s.line(value(5, ""), value(14, ""), value(5, ""))
	}
}

// checked returns what the county said of an entry; empty for nothing yet.
func checked(g *models.Registration) string {
	switch {
	case g.Last(models.ActRefuse) != nil:
		return models.RegistryRefused
	case g.Last(models.ActKeep) != nil:
		return models.RegistryKept
	}
	return ""
}
