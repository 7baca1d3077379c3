package evidence

import (
	"encoding/json"
	"errors"
	"io"
	"slices"

	"github.com/guitu-project/guitu/models"
)

// Bounds of a scale: a fit that leaves them was made on too little.
const leastScale, mostScale = 0.1, 3

// ReadParams reads a JSON object that replaces some of the numbers in force; Version
// must be among them. Errors: models.ErrInvalid, naming the field.
func ReadParams(r io.Reader) (Params, error) {
	p := DefaultParams()
	built := p.Version
	in := json.NewDecoder(r)
	in.DisallowUnknownFields()
	if err := in.Decode(&p); err != nil {
		return Params{}, errors.Join(models.Invalid("params", "参数文件不是正确的 JSON", "not a JSON object of parameters"), err)
	}
	if p.Version == "" || p.Version == built {
		return Params{}, models.Invalid("Version", "参数文件需要自己的版本名", "a parameter file needs a version of its own")
	}
	if p.Coverage <= 0 || p.Coverage >= 1 {
		return Params{}, models.Invalid("Coverage", "应在 0 与 1 之间", "must lie between 0 and 1")
	}
	if p.Discount <= 0 || p.Discount > 1 {
		return Params{}, models.Invalid("Discount", "应大于 0 且不超过 1", "must be above 0 and at most 1")
	}
	if err := checkFaces(p.Face, p.Cohort); err != nil {
		return Params{}, err
	}
	for feature, scale := range p.Scale {
		known := slices.ContainsFunc(comparators[:], func(c comparator) bool { return c.feature == feature })
		if !known || scale < leastScale || scale > mostScale {
			return Params{}, models.Invalid("Scale."+feature, "没有这一项证据，或倍数不在 0.1 到 3 之间", "no such evidence, or a scale outside 0.1 and 3")
		}
	}
	return p, nil
}
