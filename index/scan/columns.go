package scan

import "github.com/guitu-project/guitu/matcher/feature"

// The columns that the others are weighed by, or that stand for themselves. What they are of is
// not known here: the list of features gives each its role.
var (
	eventColumn = feature.ColumnOf(feature.Event)
	jointColumn = feature.ColumnOf(feature.Joint)
	lateColumn  = feature.ColumnOf(feature.Late)
	faceColumn  = feature.ColumnOf(feature.Faces)
)

// gapTable holds what a ByGap column says.
type gapTable struct {
	column feature.Column
	bits   []float32 // by gap, and then by value
	after  []uint32  // where the values of its gap begin, by event
}

// exactMatch is an exact value of the probe's that a person has.
type exactMatch struct {
	of     feature.Exact
	number uint32  // of the value, plus one
	bits   float32 // in place of its column's
}
