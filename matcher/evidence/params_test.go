package evidence

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/guitu-project/guitu/models"
)

func TestReadParams(t *testing.T) {
	p, err := ReadParams(strings.NewReader(`{"Version": "fit-1", "Scale": {"name": 0.5}, "Coverage": 0.3}`))
	if err != nil || p.Version != "fit-1" || p.Coverage != .3 || p.Sex != DefaultParams().Sex {
		t.Fatalf("%+v, %v", p, err)
	}
	r, n := pair()
	before := match(r, n)
	after := NewWeigher(p).Probe(ProfileOf(r)).Rank([]*Profile{ProfileOf(n)}, 1000, 1)[0]
	a, _ := item(before, "name")
	b, _ := item(after, "name")
	if math.Abs(b.Weight-a.Weight/2) > 1e-9 || after.Parameters != "fit-1" || before.Parameters == "fit-1" {
		t.Errorf("name weighs %f, was %f; parameters %s", b.Weight, a.Weight, after.Parameters)
	}
	for _, text := range []string{
		"", "[]", `{}`, `{"Version": "built-in-1"}`, `{"Version": "x", "Coverage": 1}`, `{"Version": "x", "Discount": 0}`,
		`{"Version": "x", "Scale": {"hair": 1}}`, `{"Version": "x", "Scale": {"name": 9}}`, `{"Version": "x", "Unknown": 1}`,
	} {
		if _, err := ReadParams(strings.NewReader(text)); !errors.Is(err, models.ErrInvalid) {
			t.Errorf("%s: %v", text, err)
		}
	}
}
