package world

import (
	"fmt"

	"github.com/guitu-project/guitu/models"
)

// Again returns the files of people who are in the world already: each of the first n
// notices reported once more, and each of the first n records seen once more by
// another station. What is said is drawn anew from the same person. Truth is by the
// new file's name the name of the old one.
func (w *World) Again(n int) (notices []*models.Notice, records []*models.Record, truth map[string]string) {
	truth = map[string]string{}
	for i := range min(n, len(w.people)) {
		p := w.people[i]
		notice := words{w.dice("notice words again", i), w.options.Split}.notice(drawReport(w.dice("report again", i), p))
		notice.Name = fmt.Sprintf("notices/again%06d", i)
		notices = append(notices, &notice)
		truth[notice.Name] = w.Notices[i].Name
	}
	for i := range min(n, len(w.found)) {
		p := w.found[i]
		record := words{w.dice("record words again", i), w.options.Split}.record(drawSighting(w.dice("found again", i), w.land, p))
		record.Name = fmt.Sprintf("records/again%06d", i)
		records = append(records, &record)
		truth[record.Name] = w.Records[i].Name
	}
	return notices, records, truth
}
