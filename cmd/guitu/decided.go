package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/guitu-project/guitu/matcher/eval"
	"github.com/guitu-project/guitu/models"
	"github.com/guitu-project/guitu/models/store"
)

// decidedRecord describes a record with the notices that something was decided about.
type decidedRecord struct {
	record   *models.Record
	notices  []*models.Notice
	verdicts map[string]eval.Verdict // by the notice's name
}

// fileDecisions looks up who the decisions are about and puts them together by
// record. The same decision twice counts once. Errors, each with its line or case and its field:
// models.ErrInvalid if two contradict each other or all are of one kind,
// models.ErrNotFound.
func (e *engine) fileDecisions(ctx context.Context, decisions []decision) ([]decidedRecord, error) {
	var files []decidedRecord
	at := map[string]int{}              // where a record is in files
	said := map[[2]string]models.Text{} // where a pair was decided
	kinds := map[eval.Verdict]int{}     // how many of each
	var wrong []error
	for _, d := range decisions {
		record, err := lookUp(ctx, e.store.Records(), models.Records, "record", d.record)
		if err != nil {
			wrong = append(wrong, d.wrong(err))
		}
		notice, err := lookUp(ctx, e.store.Notices(), models.Notices, "notice", d.notice)
		if err != nil {
			wrong = append(wrong, d.wrong(err))
		}
		if len(wrong) >= toldErrors {
			break
		}
		if len(wrong) > 0 {
			continue
		}
		i, known := at[record.Name]
		if !known {
			i = len(files)
			at[record.Name] = i
			files = append(files, decidedRecord{record: record, verdicts: map[string]eval.Verdict{}})
		}
		pair := [2]string{record.Name, notice.Name}
		if from, again := said[pair]; again {
			if files[i].verdicts[notice.Name] != d.verdict {
				wrong = append(wrong, d.wrong(models.Invalid("decision", "与"+from.Zh+"矛盾", "contradicts "+from.En)))
			}
			continue
		}
		said[pair] = d.from()
		files[i].notices = append(files[i].notices, notice)
		files[i].verdicts[notice.Name] = d.verdict
		kinds[d.verdict]++
	}
	for _, word := range []string{"CONFIRMED", "REJECTED"} {
		if len(wrong) == 0 && kinds[verdicts[word]] == 0 {
			wrong = append(wrong, models.Invalid("decision", "没有任何 "+word+"；确认与排除两种判定都需要", "none is "+word+": decisions of both kinds are needed"))
		}
	}
	return files, errors.Join(wrong...)
}

// lookUp finds the subject of a name, else of an externalId.
func lookUp[T models.Subject](ctx context.Context, files store.Files[T], kind models.Kind, field, named string) (T, error) {
	var none T
	if k, isName := models.KindOf(named); isName {
		if k != kind {
			return none, models.Invalid(field, "应为 "+string(kind)+"/… 形式的名称", "must be a name "+string(kind)+"/…")
		}
		s, err := files.Get(ctx, named)
		if err != nil {
			return none, fmt.Errorf("%s: %w", field, err)
		}
		return s, nil
	}
	found, _, err := files.List(ctx, store.Filter{ExternalID: named}, 2, "")
	switch {
	case err != nil:
		return none, fmt.Errorf("%s: %w", field, err)
	case len(found) == 0:
		return none, fmt.Errorf("%s: no subject has the externalId %q: %w", field, named, models.ErrNotFound)
	case len(found) > 1:
		return none, models.Invalid(field, "有多份使用这个 externalId，请写名称 "+string(kind)+"/…", "several have this externalId: give the name "+string(kind)+"/…")
	}
	return found[0], nil
}
