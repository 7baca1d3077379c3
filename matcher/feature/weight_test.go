package feature

import (
	"testing"

	"github.com/guitu-project/guitu/models"
)

func TestWeight(t *testing.T) {
	kg := func(low, high float64, born models.Date) models.Person {
		return models.Person{WeightMinKg: low, WeightMaxKg: high, Sex: models.Male, BirthDate: born}
	}
	bits := func(a, b models.Person, found, missing models.Date) float64 {
		return bitsOf(t, "weight", a, b, found, missing)
	}
	man := func(x float64) models.Person { return kg(x, x, "1980") }
	last := 10.
	for _, missing := range []models.Date{"2021-01-02", "2020-08-02", "2018-01-02", "2005-01-02"} { // it fades
		same, apart := bits(man(100), man(100), "2021-01-03", missing), bits(man(100), man(60), "2021-01-03", missing)
		if same < 0 || same > last || apart > same || apart < -3.5 {
			t.Errorf("missing %s: the same weight %.2f bits, 40 kg apart %.2f", missing, same, apart)
		}
		last = same
	}
	if soon, late := bits(man(100), man(60), "2021-01-03", "2021-01-02"), bits(man(100), man(60), "2021-01-03", "2005-01-02"); soon > late-1 {
		t.Errorf("40 kg apart weigh %.2f bits after a day, %.2f after years", soon, late)
	}
	if wide, narrow := bits(kg(60, 110, "1980"), man(100), "2021", "2021"), bits(man(100), man(100), "2021", "2021"); wide >= narrow {
		t.Errorf("a wide guess %.2f bits, a narrow one %.2f", wide, narrow)
	}
	boy := func(x float64) models.Person { return kg(x, x, "2010-06") }
	if grown, stayed := bits(boy(37), boy(20), "2021-06", "2016-06"), bits(boy(20), boy(20), "2021-06", "2016-06"); grown <= 0 || stayed >= grown {
		t.Errorf("a boy of five years later: %.2f bits grown, %.2f of the same weight", grown, stayed)
	}
	if nothing := bits(models.Person{WeightMinKg: 70}, models.Person{WeightMinKg: 20}, "", ""); nothing != 0 {
		t.Errorf("a child's weight of no date: %.2f bits beside a man's", nothing)
	}
}
