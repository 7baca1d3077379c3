package main

import (
	"context"
	"errors"
	"time"

	"github.com/guitu-project/guitu/matcher/eval"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// casePage is how many cases are read at once.
const casePage = 500

// caseDecisions returns the cases that were decided, if both files are still held:
// confirmed, also when the person is home, or rejected. Of several about one pair, what was
// decided last counts.
func (e *engine) caseDecisions(ctx context.Context) ([]decision, error) {
	var list []decision
	at, decided := map[[2]string]int{}, map[[2]string]time.Time{} // by pair: where in list, and when
	for token := ""; ; {
		page, next, err := e.store.ListCases(ctx, store.CaseFilter{}, casePage, token)
		if err != nil {
			return nil, err
		}
		for _, c := range page {
			d := decision{file: c.Name, record: c.Record, notice: c.Notice}
			switch {
			case c.State.Settled():
				d.verdict = eval.Confirmed
			case c.State == models.CaseRejected:
				d.verdict = eval.Rejected
			default:
				continue
			}
			held, err := e.holds(ctx, c)
			if err != nil {
				return nil, err
			}
			pair := [2]string{d.record, d.notice}
			switch i, again := at[pair]; {
			case !held:
			case !again:
				at[pair], decided[pair] = len(list), c.UpdateTime
				list = append(list, d)
			case c.UpdateTime.After(decided[pair]):
				list[i], decided[pair] = d, c.UpdateTime
			}
		}
		if token = next; token == "" {
			return list, nil
		}
	}
}

// holds reports whether both files of a case are still there.
func (e *engine) holds(ctx context.Context, c *models.Case) (bool, error) {
	_, recordErr := e.store.Records().Get(ctx, c.Record)
	_, noticeErr := e.store.Notices().Get(ctx, c.Notice)
	for _, err := range []error{recordErr, noticeErr} {
		if errors.Is(err, models.ErrNotFound) {
			return false, nil
		}
	}
	return true, errors.Join(recordErr, noticeErr)
}
