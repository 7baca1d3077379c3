package feature

import (
	"testing"

	"github.com/guitu-project/guitu/models"
)

func waitedFor(born, missing, found models.Date) float64 {
	r := &models.Record{FoundDate: found}
	n := &models.Notice{Entry: models.Entry{Person: models.Person{BirthDate: born}}, MissingDate: missing}
	e, _ := item(match(r, n), "dates")
	return e.Weight
}

// The old are found within days, or seldom.
func TestTheOldAreFoundSoon(t *testing.T) {
	const old, young = "1945-03-01", "1985-03-01"
	if soon, of := waitedFor(old, "2024-05-01", "2024-05-04"), waitedFor(young, "2024-05-01", "2024-05-04"); soon <= of {
		t.Errorf("after three days %.2f bits of an old person, %.2f of a young one", soon, of)
	}
	if late, of := waitedFor(old, "2021-05-01", "2024-05-04"), waitedFor(young, "2021-05-01", "2024-05-04"); late >= of || late < of-1 {
		t.Errorf("after three years %.2f bits of an old person, %.2f of a young one", late, of)
	}
	if unknown, of := waitedFor("", "2024-05-01", "2024-05-04"), waitedFor(young, "2024-05-01", "2024-05-04"); unknown != of {
		t.Errorf("of unknown age %.2f bits, of a young person %.2f", unknown, of)
	}
}
