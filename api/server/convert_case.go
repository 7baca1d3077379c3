package server

import (
	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/matcher"
	"github.com/guitu-project/guitu/models"
)

func caseOut(f matcher.CaseFile, today models.Date) *guituv1.Case {
	return &guituv1.Case{
		Name:       f.Name,
		Record:     f.Record,
		Notice:     f.Notice,
		State:      valueOf[guituv1.Case_State](f.State),
		Match:      matchOut(f.Match),
		FaceAlone:  f.FaceAlone,
		Items:      each(f.Items, itemOut),
		History:    each(f.History, func(s models.Step) *guituv1.CaseStep { return stepOut(s, f.Called[s.Actor.ID]) }),
		Assignee:   f.Assignee,
		ReviewDate: string(f.ReviewDate),
		Due:        f.Due(today),
		Conflicts: each(f.Conflicts, func(c *models.Case) *guituv1.CaseConflict {
			return &guituv1.CaseConflict{Name: c.Name, Record: c.Record, Notice: c.Notice, State: valueOf[guituv1.Case_State](c.State)}
		}),
		WithheldItems: small(f.Withheld),
		Etag:          f.Etag,
		CreateTime:    timeOut(f.CreateTime),
		UpdateTime:    timeOut(f.UpdateTime),
	}
}

// stepOut returns a step by a person who is called so.
func stepOut(s models.Step, called string) *guituv1.CaseStep {
	story := s.Story(called)
	out := &guituv1.CaseStep{
		Number:  small(s.Number),
		Kind:    valueOf[guituv1.CaseStep_Kind](s.Kind),
		From:    valueOf[guituv1.Case_State](s.From),
		To:      valueOf[guituv1.Case_State](s.To),
		Actor:   s.Actor.ID,
		Time:    timeOut(s.Time),
		Reason:  s.Reason,
		Undoes:  small(s.Undoes),
		Story:   story.Zh,
		StoryEn: story.En,
	}
	if s.Item != nil {
		out.Item = small(s.Item.Number)
	}
	return out
}

func itemOut(i models.Item) *guituv1.CaseItem {
	out := &guituv1.CaseItem{
		Number:      small(i.Number),
		Kind:        valueOf[guituv1.CaseItem_Kind](i.Kind),
		Result:      valueOf[guituv1.CaseItem_Result](i.Result),
		DoneBy:      i.DoneBy,
		DoneDate:    string(i.DoneDate),
		Reference:   i.Reference,
		Note:        i.Note,
		Signature:   i.Signature,
		Actor:       i.Actor.ID,
		Time:        timeOut(i.Time),
		WithdrawnBy: small(i.Withdrawn),
	}
	if i.Attachment != nil {
		out.AttachmentType, out.AttachmentSize = i.Attachment.ContentType, i.Attachment.Size
	}
	return out
}

// itemIn takes what a caller may say of an item; what its attachment is, is seen.
func itemIn(i *guituv1.CaseItem) models.Item {
	return models.Item{
		Kind:      wordOf[models.ItemKind](i.GetKind()),
		Result:    wordOf[models.ItemResult](i.GetResult()),
		DoneBy:    i.GetDoneBy(),
		DoneDate:  models.Date(i.GetDoneDate()),
		Reference: i.GetReference(),
		Note:      i.GetNote(),
		Signature: i.GetSignature(),
	}
}

func duplicateOut(d models.Duplicate) *guituv1.Duplicate {
	out := &guituv1.Duplicate{
		File:            d.File,
		Other:           d.Other,
		OtherExternalId: d.OtherExternalID,
		Probability:     &d.Probability,
		Weight:          &d.Weight,
		Evidence:        each(d.Evidence, evidenceOut),
		Parameters:      d.Parameters,
	}
	if d.Link != nil {
		out.Tie = tieOut(*d.Link)
	}
	return out
}

func tieOut(t models.Link) *guituv1.Tie {
	return &guituv1.Tie{
		Kind: valueOf[guituv1.Tie_Kind](t.Kind), File: t.File, Of: t.Of, Actor: t.Actor.ID, Time: timeOut(t.Time), Reason: t.Reason,
	}
}
