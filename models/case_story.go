package models

import (
	"fmt"
	"strings"
	"time"
)

// text returns the state in words.
func (s CaseState) text() Text {
	switch s {
	case CaseProposed:
		return Text{"待核实", "proposed"}
	case CaseVerifying:
		return Text{"核实中", "being verified"}
	case CaseConfirmed:
		return Text{"已确认", "confirmed"}
	case CaseReunited:
		return Text{"已团聚", "reunited"}
	case CaseRejected:
		return Text{"已排除", "rejected"}
	case CaseUnresolved:
		return Text{"暂无结论", "unresolved"}
	}
	return Text{"新建", "new"}
}

// text returns the step as what was done: 不能确认, cannot be confirmed.
func (k StepKind) text() Text {
	switch k {
	case StepPropose:
		return Text{"提出", "proposed"}
	case StepVerify:
		return Text{"开始核实", "verified"}
	case StepConfirm:
		return Text{"确认", "confirmed"}
	case StepReject:
		return Text{"排除", "rejected"}
	case StepUnresolve:
		return Text{"搁置", "set aside"}
	case StepReunite:
		return Text{"登记团聚", "reunited"}
	case StepReopen, StepReturn:
		return Text{"重新打开", "reopened"}
	case StepAssign:
		return Text{"分派", "assigned"}
	case StepUndo:
		return Text{"撤销", "undone"}
	}
	return Text{string(k), string(k)}
}

// text returns the kind of verification in words.
func (k ItemKind) text() Text {
	switch k {
	case ItemFaceReview:
		return Text{"人脸复核", "face review"}
	case ItemPhoneCall:
		return Text{"电话核实", "phone call"}
	case ItemFamilyPhoto:
		return Text{"家属照片", "family photo"}
	case ItemFamilyVisit:
		return Text{"家属认亲", "family visit"}
	case ItemDNA:
		return Text{"DNA 比对", "DNA"}
	case ItemFingerprint:
		return Text{"指纹比对", "fingerprint"}
	case ItemPoliceRecord:
		return Text{"公安记录", "police record"}
	case ItemDocuments:
		return Text{"证件材料", "documents"}
	}
	return Text{string(k), string(k)}
}

func (r ItemResult) text() Text {
	switch r {
	case ResultSupports:
		return Text{"支持", "supports"}
	case ResultContradicts:
		return Text{"相反", "contradicts"}
	}
	return Text{"无法判断", "is inconclusive"}
}

// Text returns how the pair was verified, in words.
func (k ItemKind) Text() Text { return k.text() }

// Text returns what a verification says, in words.
func (r ItemResult) Text() Text { return r.text() }

// Text returns the state in words.
func (s CaseState) Text() Text { return s.text() }

// Zone is in which dates and times are read: China has one, and no summer time.
var Zone = time.FixedZone("UTC+8", 8*60*60)

// Story returns the step in one sentence: who did what, when and why. called is how people
// call the actor.
func (s *Step) Story(called string) Text {
	zh, en := s.deed()
	day := s.Time.In(Zone)
	why := Text{Zh: tail("：", s.Reason), En: tail(": ", s.Reason)}
	if s.Actor.Role == RoleSystem {
		if p, weight, ok := s.proposal(); ok {
			why = Text{Zh: fmt.Sprintf("：可能性 %s，依据共 %+.1f 比特", p, weight), En: fmt.Sprintf(": probability %s, evidence of %+.1f bits", p, weight)}
		}
		return Text{
			Zh: fmt.Sprintf("%s，系统%s%s。", day.Format("2006年1月2日 15:04"), zh, why.Zh),
			En: fmt.Sprintf("On %s Guitu %s%s.", day.Format("2 January 2006, 15:04,"), en, why.En),
		}
	}
	return Text{
		Zh: fmt.Sprintf("%s，%s %s%s。", day.Format("2006年1月2日 15:04"), called, zh, why.Zh),
		En: fmt.Sprintf("On %s %s %s%s.", day.Format("2 January 2006, 15:04,"), called, en, why.En),
	}
}

// ProposalReason returns the reason of a case that the system proposes.
func ProposalReason(probability, weight float64) string {
	return fmt.Sprintf("p = %.3f, %+.1f bits", probability, weight)
}

// proposal reads what ProposalReason wrote, the probability as people read it.
func (s *Step) proposal() (probability string, weight float64, ok bool) {
	var p float64
	if n, _ := fmt.Sscanf(s.Reason, "p = %f, %f bits", &p, &weight); n != 2 {
		return "", 0, false
	}
	if p > mostSaid {
		return "> 99 %", weight, true
	}
	return fmt.Sprintf("%.0f %%", 100*p), weight, true
}

// mostSaid is the probability above which a figure would say more than is known.
const mostSaid = .99

// tail returns a separator and a text without its own full stop, or nothing.
func tail(separator, text string) string {
	if text = strings.TrimRight(strings.TrimSpace(text), "。."); text == "" {
		return ""
	}
	return separator + text
}

func (s *Step) deed() (zh, en string) {
	switch s.Kind {
	case StepPropose:
		return "提出这两份资料可能是同一人", "proposed that the two are the same person"
	case StepVerify:
		return "开始核实", "began to verify"
	case StepItem:
		return s.Item.story()
	case StepConfirm:
		return "确认是同一人", "confirmed that they are the same person"
	case StepReject:
		return "排除：不是同一人", "rejected it: they are not the same person"
	case StepUnresolve:
		return fmt.Sprintf("暂无结论，%s 再议", s.ReviewDate), fmt.Sprintf("left it unresolved until %s", s.ReviewDate)
	case StepReunite:
		return "登记团聚，双方资料结案", "recorded the reunion and closed both files"
	case StepReopen:
		return "重新打开案件", "reopened the case"
	case StepReturn:
		return "因资料有变重新提出", "proposed the pair again, because a file has changed"
	case StepAssign:
		if s.Assignee == "" {
			return "取消分派", "took the case off its caseworker"
		}
		return "将案件分派给 " + s.Assignee, "assigned the case to " + s.Assignee
	case StepUndo:
		if s.From == s.To {
			return fmt.Sprintf("撤回第 %d 步的核实", s.Undoes), fmt.Sprintf("took back the verification of step %d", s.Undoes)
		}
		return fmt.Sprintf("撤销第 %d 步，案件回到“%s”", s.Undoes, s.To.text().Zh), fmt.Sprintf("undid step %d, so that the case is %s again", s.Undoes, s.To.text().En)
	}
	return string(s.Kind), string(s.Kind)
}

func (i *Item) story() (zh, en string) {
	if i.Kind == "" { // withheld from who has yet to judge
		return "录入一项核实（您录入自己的核实后可见）", "entered a verification, which you see after entering your own"
	}
	kind, result := i.Kind.text(), i.Result.text()
	zh = fmt.Sprintf("录入核实（%s），结果%s", kind.Zh, result.Zh)
	en = fmt.Sprintf("entered a verification (%s) that %s", kind.En, result.En)
	if i.DoneBy != "" {
		zh, en = zh+"，由 "+i.DoneBy+" 办理", en+", done by "+i.DoneBy
	}
	if i.Reference != "" {
		zh, en = zh+"，编号 "+i.Reference, en+", no. "+i.Reference
	}
	return zh + tail("，", i.Note), en + tail(", ", i.Note)
}
