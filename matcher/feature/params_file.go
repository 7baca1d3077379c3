package feature

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/guitu-project/guitu/models"
)

// Bounds of a scale: a fit that leaves them was made on too little.
const (
	LeastScale = 0.1
	MostScale  = 3
)

// File holds what a parameter file holds: numbers under a version of their own and,
// where they were learned, what from.
type File struct {
	Params
	Learned *Learning    `json:",omitempty"`
	Faces   *FaceMeasure `json:",omitempty"`
}

// FaceMeasure says how often the curves of faces of a file find a person first, on photos of
// people who are known: by each model alone, and by all that are weighed together.
type FaceMeasure struct {
	Date     string // ISO
	Photos   int    // that were looked up
	Alone    map[string]float64
	Together float64
}

// Worse returns the model that alone is better than all together, and by which share of the
// photos; 0 if none is by more than chance may do.
func (m *FaceMeasure) Worse() (model string, lost float64) {
	for _, name := range slices.Sorted(maps.Keys(m.Alone)) {
		if by := m.Alone[name] - m.Together; by > lost {
			model, lost = name, by
		}
	}
	if lost <= math.Sqrt(m.Together*(1-m.Together)/float64(max(m.Photos, 1))) { // one standard error
		return "", 0
	}
	return model, lost
}

// Learning says what the scales and the coverage of a file were learned from.
type Learning struct {
	Date                string             // ISO
	Under               string             // the version that weighed the pairs
	Confirmed, Rejected int                // pairs
	Prior               map[string]float64 // the scales believed beforehand, 1 if a feature is not listed
	PriorCoverage       float64            // and the coverage
}

// BelievedScale returns what a feature's scale was before anything was learned from
// decisions. Who learns again starts there: otherwise the decisions that made this
// file would count twice.
func (f *File) BelievedScale(feature string) float64 {
	if f.Learned != nil {
		return scaleIn(f.Learned.Prior, feature)
	}
	return f.ScaleOf(feature)
}

// BelievedCoverage returns the same for Coverage.
func (f *File) BelievedCoverage() float64 {
	if f.Learned != nil {
		return f.Learned.PriorCoverage
	}
	return f.Coverage
}

// ScaleOf returns what the weights of a feature are multiplied by.
func (p *Params) ScaleOf(feature string) float64 { return scaleIn(p.Scale, feature) }

// Whole is p with the scale of every feature listed.
func (p *Params) Whole() Params {
	whole := *p
	whole.Scale = make(map[string]float64, len(features))
	for i := range features {
		whole.Scale[features[i].Name] = p.ScaleOf(features[i].Name)
	}
	return whole
}

func scaleIn(scales map[string]float64, feature string) float64 {
	if scale, ok := scales[feature]; ok {
		return scale
	}
	return 1
}

// Features returns all there is evidence of, sorted.
func Features() []string {
	list := make([]string, len(features))
	for i := range features {
		list[i] = features[i].Name
	}
	slices.Sort(list)
	return list
}

// versionName is what a version may be called: it becomes part of a file's name.
var versionName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$`)

// ReadFile reads a JSON object that replaces some of the built-in numbers; Version
// must be among them. Errors: models.ErrInvalid, naming the field.
func ReadFile(r io.Reader) (File, error) {
	f := File{Params: DefaultParams()}
	f.Version = ""
	in := json.NewDecoder(r)
	in.DisallowUnknownFields()
	if err := in.Decode(&f); err != nil {
		return File{}, errors.Join(models.Invalid("params", "参数文件不是正确的 JSON", "not a JSON object of parameters"), err)
	}
	if in.More() {
		return File{}, models.Invalid("params", "参数文件在 JSON 之后还有内容", "something follows the JSON object")
	}
	if strings.HasPrefix(f.Version, builtIn) || !versionName.MatchString(f.Version) {
		return File{}, models.Invalid("Version", "参数文件需要自己的版本名，只含字母、数字和 . _ -", "a parameter file needs a version of its own, of letters, digits and . _ -")
	}
	if err := checkCoverage("Coverage", f.Coverage); err != nil {
		return File{}, err
	}
	if f.Discount <= 0 || f.Discount > 1 {
		return File{}, models.Invalid("Discount", "应大于 0 且不超过 1", "must be above 0 and at most 1")
	}
	if err := checkFaces(f.Face, f.Cohort); err != nil {
		return File{}, err
	}
	if err := checkScales("Scale", f.Scale); err != nil {
		return File{}, err
	}
	if f.Learned != nil {
		if err := errors.Join(checkScales("Learned.Prior", f.Learned.Prior), checkCoverage("Learned.PriorCoverage", f.Learned.PriorCoverage)); err != nil {
			return File{}, err
		}
	}
	if m := f.Faces; m != nil {
		for _, share := range append(slices.Collect(maps.Values(m.Alone)), m.Together) {
			if share < 0 || share > 1 {
				return File{}, models.Invalid("Faces", "应在 0 与 1 之间", "must lie between 0 and 1")
			}
		}
	}
	return f, nil
}

func checkCoverage(field string, share float64) error {
	if share <= 0 || share >= 1 {
		return models.Invalid(field, "应在 0 与 1 之间", "must lie between 0 and 1")
	}
	return nil
}

func checkScales(field string, scales map[string]float64) error {
	for feature, scale := range scales {
		known := slices.ContainsFunc(features[:], func(f Feature) bool { return f.Name == feature })
		if !known || scale < LeastScale || scale > MostScale {
			return models.Invalid(field+"."+feature, "没有这一项证据，或倍数不在 0.1 到 3 之间", "no such evidence, or a scale outside 0.1 and 3")
		}
	}
	return nil
}

// Write writes the file with every number in it, the built-in ones too: a version
// stays what it is when the built-in numbers change.
func (f *File) Write(w io.Writer) error {
	whole := File{Params: f.Whole(), Learned: f.Learned, Faces: f.Faces}
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	if err := out.Encode(whole); err != nil {
		return fmt.Errorf("write parameters: %w", err)
	}
	return nil
}

// Sum returns a SHA-256 over all numbers, whatever their version is called, in lower-case
// hex: equal sums weigh equally.
func (p *Params) Sum() (string, error) {
	numbers := p.Whole()
	numbers.Version = ""
	text, err := json.Marshal(numbers) // maps come out sorted
	if err != nil {
		return "", fmt.Errorf("sum parameters: %w", err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}

// With returns a Scorer with other parameters that knows how common things are as well
// as w does now.
func (w *Scorer) With(p Params) *Scorer {
	other := NewScorer(p)
	other.common.Store(w.common.Load())
	other.estimated.Store(w.estimated.Load())
	return other
}
