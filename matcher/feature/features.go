package feature

import (
	"encoding/binary"
	"hash/fnv"
	"reflect"

	"github.com/guitu-project/guitu/matcher/compact"
	"github.com/guitu-project/guitu/models"
)

// Feature describes one thing that files tell of a person, as a value: what it reads of a subject, how
// that is written and read again, what tells two apart in a column of a scan, and how a record's
// and a notice's are compared. Each stands in a file of its own with its formula, its parameters
// and its sources; features lists them.
//
// A profile has a field for what a feature reads. The tests of this package find one that a
// feature does not read, write or tell apart.
type Feature struct {
	// Name is how evidence and Params.Scale call the feature. It never changes.
	Name string
	// revision is raised when the feature understands a text otherwise or is written otherwise:
	// what an index saved is then made anew.
	revision int

	// read fills in the profile's field; the subject's event and the features listed before are
	// there already. encode and decode write it and read it again; nil if nothing is read.
	read   func(p *Profile, s models.Subject)
	encode func(p *Profile, to *compact.Writer)
	decode func(p *Profile, from *compact.Reader)

	// column is the column of a scan that has all that compare looks at, or what columnBits does;
	// features may share one. Empty for what a scan has lists of, see item.go, and for faces.
	column string
	role   Role
	// key appends what tells two profiles of one side apart here, nothing for nothing told, and
	// project copies what it is of: with one key, any projection compares as each whole profile
	// does (TestKeysTellApart).
	key     func(p *Profile, key []byte) []byte
	project func(from, to *Profile)
	// columnBits is what the column says where compare looks at more; nil if compare says it.
	// gapBits is it of a ByGap column, by the class of the gap, and lateBits of a Late one, where
	// the same things are told again with the chance again.
	columnBits func(p *Probe, projection *Profile) float64
	gapBits    func(p *Probe, projection *Profile) [Gaps]float64
	lateBits   func(p *Probe, projection *Profile, again float64) float64
	// flat makes room for a column's values in few bytes, where there are so many different ones
	// that a way to score them in bulk is worth its code; nil for none.
	flat func() Values
	// exact is a value that, if both have the same, weighs exactBits in place of the column's;
	// empty for none.
	exact     func(p *Profile) string
	exactBits func(p *Probe) float64
	// joint has the parts of a Joint column.
	joint *joint

	// compare weighs the two profiles in bits, compareProbe does with what the probe has ready.
	// Either reports false if a side tells nothing, and must not allocate. explain puts what
	// they found into words.
	compare      func(b *basis, record, notice *Profile) (comparison, bool)
	compareProbe func(p *Probe, other *Profile) (comparison, bool)
	explain      func(p *Probe, record, notice *Profile, c comparison) words
}

// comparison holds what a feature has to say of a pair, before it is put into words.
type comparison struct {
	bits     float64
	conflict bool
	record   int // which of the record's values, if it has several
	notice   int // and of the notice's
	detail   int // the feature's own
}

// words describes a comparison for people.
type words struct {
	record, notice string
	reason         models.Text
}

// The places of the features that are asked for by their own: for the share that their weights
// count by.
const (
	forName = iota
	forFace
	forMarks
	forSex
	forAge
	forHeight
	forOrigin
	forDates
	forEventPlace
	forRelatives
	forConditions
	forBlood
	forEthnicity
	forBuild
	forAppearance
	forClothing
)

// features are all there is evidence of, in the order in which equal weights are shown. One more
// is a line at the end.
var features = [...]Feature{
	forName:       nameFeature,
	forFace:       faceFeature,
	forMarks:      marksFeature,
	forSex:        sexFeature,
	forAge:        ageFeature,
	forHeight:     heightFeature,
	forOrigin:     originFeature,
	forDates:      datesFeature,
	forEventPlace: eventPlaceFeature,
	forRelatives:  relativesFeature,
	forConditions: conditionsFeature,
	forBlood:      bloodFeature,
	forEthnicity:  ethnicityFeature,
	forBuild:      buildFeature,
	forAppearance: appearanceFeature,
	forClothing:   clothingFeature,
	shoeSizeFeature,
	weightFeature,
	fingerprintFeature,
}

// Format returns a number that changes with the list of features: with what they are called,
// their columns, their revisions, and with every type of which a profile is made. What was
// encoded under one number cannot be decoded under another.
func Format() uint32 {
	h := fnv.New32a()
	add := func(texts ...string) {
		for _, t := range texts {
			_, _ = h.Write(append([]byte(t), 0)) // never fails
		}
	}
	for i := range features {
		f := &features[i]
		add(f.Name, f.column)
		_, _ = h.Write(binary.LittleEndian.AppendUint32(nil, uint32(f.revision)<<8|uint32(f.role)))
	}
	seen := map[reflect.Type]bool{}
	var shape func(t reflect.Type)
	shape = func(t reflect.Type) {
		add(t.String())
		if seen[t] {
			return
		}
		seen[t] = true
		switch t.Kind() {
		case reflect.Struct:
			for i := range t.NumField() {
				add(t.Field(i).Name)
				shape(t.Field(i).Type)
			}
		case reflect.Pointer, reflect.Slice, reflect.Array:
			shape(t.Elem())
		}
	}
	shape(reflect.TypeFor[Profile]())
	return h.Sum32()
}
