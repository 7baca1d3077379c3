package feature_test

import (
	"fmt"

	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/models"
)

// A record is weighed against a notice: every feature that both tell says what it weighs,
// and why.
func ExampleProbe_Compare() {
	r, n := &models.Record{}, &models.Notice{}
	r.Name, n.Name = "records/r", "notices/n"
	r.Person = models.Person{Sex: models.Male, BloodType: models.BloodAB}
	n.Person = models.Person{Sex: models.Male, BloodType: models.BloodO}
	probe := feature.NewScorer(feature.DefaultParams()).Probe(feature.ProfileOf(r))
	for _, e := range probe.Compare(feature.ProfileOf(n), nil, 1).Evidence {
		fmt.Println(e.Feature, e.Weight > 0, e.Conflict)
	}
	// Output:
	// bloodType false true
	// sex true false
}
