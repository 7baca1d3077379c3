package feature

import (
	"testing"

	"github.com/guitu-project/guitu/models"
)

// bitsOf compares one field of two people in a feature.
func bitsOf(t *testing.T, feature string, record, notice models.Person, found, missing models.Date) float64 {
	t.Helper()
	r, n := &models.Record{FoundDate: found}, &models.Notice{MissingDate: missing}
	r.Person, n.Person = record, notice
	e, ok := item(match(r, n), feature)
	if ok && (e.Reason.Zh == "" || e.Reason.En == "") {
		t.Errorf("%s gives no reason", feature)
	}
	return e.Weight
}

func TestShoeSize(t *testing.T) {
	shoes := func(size models.ShoeSize, sex models.Sex, born models.Date) models.Person {
		return models.Person{ShoeSize: size, Sex: sex, BirthDate: born}
	}
	bits := func(a, b models.Person, found, missing models.Date) float64 {
		return bitsOf(t, "shoeSize", a, b, found, missing)
	}
	man := func(size models.ShoeSize) models.Person { return shoes(size, models.Male, "1980") }
	same, near, far := bits(man(45), man(45), "2021", "2020"), bits(man(45), man(43), "2021", "2020"), bits(man(45), man(39), "2021", "2020")
	if usual := bits(man(41), man(41), "2021", "2020"); !(same > usual && usual > 0 && same > near && near > far && far < -1 && far > -4) {
		t.Errorf("rare %.2f, usual %.2f, two sizes apart %.2f, six apart %.2f bits", same, usual, near, far)
	}
	if mm := bits(man(265), man(43), "2021", "2020"); mm <= 0 || mm != bits(man(43), man(43), "2021", "2020") {
		t.Errorf("265 mm beside 43: %.2f bits", mm)
	}
	boy := func(size models.ShoeSize) models.Person { return shoes(size, models.Male, "2010-06") }
	grown, stayed := bits(boy(37), boy(29), "2021-06", "2016-06"), bits(boy(29), boy(29), "2021-06", "2016-06")
	if grown <= 0 || stayed >= grown {
		t.Errorf("a boy of five years later: %.2f bits in grown shoes, %.2f in the same", grown, stayed)
	}
	if soon := bits(boy(29), boy(29), "2016-07", "2016-06"); soon <= grown {
		t.Errorf("the same shoes after a month %.2f bits, grown ones after years %.2f", soon, grown)
	}
	if nothing := bits(shoes(43, "", ""), shoes(28, "", ""), "", ""); nothing != 0 {
		t.Errorf("a child's shoes of no date weigh %.2f bits beside a man's", nothing)
	}
}
