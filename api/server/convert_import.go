package server

import (
	"encoding/json"
	"math"

	guituv1 "github.com/guitu-project/guitu/api/guitu/v1"
	"github.com/guitu-project/guitu/models"
)

func importOut(imp *models.Import) *guituv1.Import {
	side := guituv1.Side_RECORDS
	if imp.Kind == models.Notices {
		side = guituv1.Side_NOTICES
	}
	mode := "RUN"
	if imp.Check {
		mode = "CHECK"
	}
	remarks, remarksEn := texts(imp.Remarks)
	return &guituv1.Import{
		Remarks:   remarks,
		RemarksEn: remarksEn,
		Name:      imp.Name,
		Mode:      mode,
		Format:    imp.Format,
		Kind:      side,
		State:     valueOf[guituv1.Import_State](imp.State),
		Line:      new(small(imp.Line)),
		Total:     new(small(imp.Total)),
		Created:   new(small(imp.Created)),
		Updated:   new(small(imp.Updated)),
		Unchanged: new(small(imp.Unchanged)),
		Failed:    new(small(imp.Failed)),
		Errors:    each(imp.Errors, rowErrorOut),
		Warnings:  each(imp.Warnings, rowErrorOut),
		Undone:    new(small(imp.Undone)),
		Kept:      new(small(imp.Kept)),
		KeptRows: each(imp.KeptRows, func(k models.KeptRow) *guituv1.KeptRow {
			return &guituv1.KeptRow{Line: small(k.Line), Name: k.Name, Reason: k.Reason}
		}),
		Columns: each(imp.Columns, func(c models.Column) *guituv1.ImportColumn {
			return &guituv1.ImportColumn{Sheet: c.Sheet, Heading: c.Heading, Field: c.Field, By: string(c.By), Proposal: c.Proposal, Certainty: c.Certainty}
		}),
		Preview:          previewOut(imp),
		Likely:           likelyOut(imp),
		LikelyRows:       new(small(imp.LikelyRows)),
		Compared:         new(small(imp.Compared)),
		RowsPerSecond:    imp.Pace.RowsPerSecond,
		RemainingSeconds: small(int64(math.Ceil(imp.Pace.Remaining.Seconds()))),
		CreateTime:       timeOut(imp.CreateTime),
		UpdateTime:       timeOut(imp.UpdateTime),
	}
}

func rowErrorOut(e models.RowError) *guituv1.RowError {
	return &guituv1.RowError{Line: small(e.Line), Field: e.Field, Reason: e.Reason, Column: e.Column}
}

// previewOut leaves out a row that cannot be read back, as after an update of the program.
func previewOut(imp *models.Import) (list []*guituv1.ImportPreview) {
	for _, p := range imp.Preview {
		if n, r, ok := rowOut(imp.Kind, p.Subject); ok {
			list = append(list, &guituv1.ImportPreview{Line: small(p.Line), Outcome: string(p.Outcome), Notice: n, Record: r})
		}
	}
	return list
}

// likelyOut leaves out rows as previewOut does.
func likelyOut(imp *models.Import) (list []*guituv1.LikelyDuplicate) {
	for _, l := range imp.Likely {
		if n, r, ok := rowOut(imp.Kind, l.Subject); ok {
			list = append(list, &guituv1.LikelyDuplicate{
				Line: small(l.Line), Notice: n, Record: r, Other: l.Other, Probability: l.Probability, Weight: l.Weight,
				Features: each(l.Features, func(f models.FeatureWeight) *guituv1.FeatureWeight {
					return &guituv1.FeatureWeight{Feature: f.Feature, Weight: f.Weight}
				}),
			})
		}
	}
	return list
}

// rowOut returns what a row of a file says.
func rowOut(kind models.Kind, text []byte) (n *guituv1.Notice, r *guituv1.Record, ok bool) {
	if kind == models.Records {
		var record models.Record
		if json.Unmarshal(text, &record) != nil {
			return nil, nil, false
		}
		return nil, recordOut(&record), true
	}
	var notice models.Notice
	if json.Unmarshal(text, &notice) != nil {
		return nil, nil, false
	}
	return noticeOut(&notice), nil, true
}
