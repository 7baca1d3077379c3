package server

import (
	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/models"
)

func matchOut(m models.Match) *guituv1.Match {
	notes, notesEn := texts(m.Notes)
	return &guituv1.Match{
		Record:           m.Record,
		RecordExternalId: m.RecordExternalID,
		Notice:           m.Notice,
		NoticeExternalId: m.NoticeExternalID,
		Probability:      &m.Probability,
		Weight:           &m.Weight,
		Evidence:         each(m.Evidence, evidenceOut),
		Decision:         m.Decision,
		Parameters:       m.Parameters,
		Case:             m.Case.Name,
		CaseState:        string(m.Case.State),
		Same:             m.Same,
		Notes:            notes,
		NotesEn:          notesEn,
		RecordFace:       metOut(m.RecordFace),
		NoticeFace:       metOut(m.NoticeFace),
		FaceNotCompared:  m.FaceNotCompared,
	}
}

// metOut returns the face that met; nil of none, and of one whose photo was not looked up.
func metOut(f *models.MetFace) *guituv1.MetFace {
	if f == nil {
		return nil
	}
	return &guituv1.MetFace{Photo: f.Photo, Box: boxOut(f.Box), Quality: &f.Quality, TakenDate: string(f.Taken), Age: f.Age}
}

// texts are sentences in Chinese, and the same in English.
func texts(list []models.Text) (zh, en []string) {
	for _, t := range list {
		zh, en = append(zh, t.Zh), append(en, t.En)
	}
	return zh, en
}

func evidenceOut(e models.Evidence) *guituv1.Evidence {
	return &guituv1.Evidence{
		Feature:     e.Feature,
		Weight:      &e.Weight,
		RecordValue: e.RecordValue,
		NoticeValue: e.NoticeValue,
		Reason:      e.Reason.Zh,
		ReasonEn:    e.Reason.En,
		Conflict:    &e.Conflict,
	}
}

// kindIn returns the side of that name. Errors: models.ErrInvalid, naming the field.
func kindIn(field string, side guituv1.Side) (models.Kind, error) {
	switch side {
	case guituv1.Side_RECORDS:
		return models.Records, nil
	case guituv1.Side_NOTICES:
		return models.Notices, nil
	}
	return "", models.Invalid(field, "应为 RECORDS（受助人员）或 NOTICES（寻亲启事）", "must be RECORDS or NOTICES")
}
