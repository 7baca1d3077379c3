package feature

import (
	"slices"

	"github.com/guitu-project/guitu/models"
)

// Column says what some features look at, and at nothing else, by its number: a scan of a million
// people keeps each different value once, with a projection of a profile that has it, and asks
// the features once for each of these.
type Column int

// Role says how a scan weighs the values of a column.
type Role uint8

// The roles. There is one column of each but Plain and ByGap.
const (
	Plain Role = iota // ColumnBits
	ByGap             // GapBits, by the class of time between the events
	Event             // Plain; and Gaps tells of it how much time lies between
	Joint             // as JointParts; Plain if that has no parts
	Late              // LateBits, for the few rows that may still be among the best
	Faces             // Plain; and a ProbeFace asks for it
)

// column describes one of columns.
type column struct {
	name     string
	role     Role
	features []int
}

var columns, exacts = columnsOf(), exactsOf()

func columnsOf() (list []column) {
	for i := range features {
		f := &features[i]
		if f.column == "" {
			continue
		}
		at := slices.IndexFunc(list, func(c column) bool { return c.name == f.column })
		if at < 0 {
			at, list = len(list), append(list, column{name: f.column})
		}
		list[at].role, list[at].features = max(list[at].role, f.role), append(list[at].features, i)
	}
	return list
}

// exactsOf returns the features that have an exact value.
func exactsOf() (list []int) {
	for i := range features {
		if features[i].exact != nil {
			list = append(list, i)
		}
	}
	return list
}

// Columns returns how many columns there are: they are numbered from 0.
func Columns() int { return len(columns) }

// Role returns the role of a column.
func (c Column) Role() Role { return columns[c].role }

// ColumnOf returns the first column of a role, which must not be Plain.
func ColumnOf(r Role) Column {
	return Column(slices.IndexFunc(columns, func(c column) bool { return c.role == r }))
}

// AppendKey appends the key of a profile in a column. Profiles of the two sides have keys of
// their own. What is rounded here is weighed again by Score.
func (c Column) AppendKey(key []byte, p *Profile) []byte {
	for _, i := range columns[c].features {
		from := len(key)
		key = features[i].key(p, append(key, 0))
		key[from] = byte(len(key) - from) // so that no two keys that follow each other read as two others
	}
	return key
}

// Project returns a profile of nothing but what a column is of, for all those of its key.
func (c Column) Project(p *Profile) *Profile {
	projection := &Profile{Kind: p.Kind}
	for _, i := range columns[c].features {
		features[i].project(p, projection)
	}
	return projection
}

// Tells reports whether a profile has any value in a column.
func (c Column) Tells(p *Profile) bool {
	return slices.ContainsFunc(columns[c].features, func(i int) bool { return len(features[i].key(p, nil)) > 0 })
}

// ColumnBits returns what a column weighs beside the probe, by the projection of a profile.
func (p *Probe) ColumnBits(c Column, projection *Profile) float32 {
	record, notice := p.sides(projection)
	sum := 0.0
	for _, i := range columns[c].features {
		if bits := features[i].columnBits; bits != nil {
			sum += bits(p, projection) * p.share(i)
		} else if found, ok := p.compare(i, record, notice, projection); ok {
			sum += found.bits
		}
	}
	return float32(sum)
}

// GapBits returns what a ByGap column weighs, by the class of time between the events.
func (p *Probe) GapBits(c Column, projection *Profile) (bits [Gaps]float32) {
	for _, i := range columns[c].features {
		for gap, b := range features[i].gapBits(p, projection) {
			bits[gap] += float32(b * p.share(i))
		}
	}
	return bits
}

// LateBits returns what a Late column weighs if the same things are told with the chance again
// (see Gaps).
func (p *Probe) LateBits(c Column, projection *Profile, again float32) float32 {
	sum := 0.0
	for _, i := range columns[c].features {
		sum += features[i].lateBits(p, projection, float64(again)) * p.share(i)
	}
	return float32(sum)
}

// Values are the values of a column in few bytes, numbered from 0 as they were added.
type Values interface {
	// Append adds what a projection has. One writer appends.
	Append(projection *Profile)
	// View returns the values as they are now, for readers.
	View() Values
	// Len returns how many there are.
	Len() int
	// Table is ready to fill a table with what ColumnBits says of each, about; nil if the
	// probe has no way that is faster than ColumnBits.
	Table(p *Probe, table []float32) (fill func(from, to int))
}

// Values returns room for the values of a column, nil if they have no such form.
func (c Column) Values() Values {
	if f := &features[columns[c].features[0]]; f.flat != nil {
		return f.flat()
	}
	return nil
}

// flat holds values of a type that makes itself of a profile, with its way to score them.
type flat[V any] struct {
	list   []V
	of     func(projection *Profile) V
	scorer func(p *Probe) func(*V) float32 // nil for none
}

func (f *flat[V]) Append(projection *Profile) { f.list = append(f.list, f.of(projection)) }

func (f *flat[V]) View() Values { view := *f; return &view }

func (f *flat[V]) Len() int { return len(f.list) }

func (f *flat[V]) Table(p *Probe, table []float32) (fill func(from, to int)) {
	score := f.scorer(p)
	if score == nil {
		return nil
	}
	return func(from, to int) {
		for i := from; i < to; i++ {
			table[i] = score(&f.list[i])
		}
	}
}

// Exact are the values that weigh by themselves if both sides have the same one.
type Exact int

// Exacts returns how many there are: they are numbered from 0.
func Exacts() int { return len(exacts) }

// Of returns a profile's value, empty for none.
func (e Exact) Of(p *Profile) string { return features[exacts[e]].exact(p) }

// Column returns the column whose bits the value's stand in for.
func (e Exact) Column() Column {
	return Column(slices.IndexFunc(columns, func(c column) bool { return slices.Contains(c.features, exacts[e]) }))
}

// ExactBits returns what the same value weighs, in place of ColumnBits.
func (p *Probe) ExactBits(e Exact) float32 {
	return float32(features[exacts[e]].exactBits(p) * p.share(exacts[e]))
}

// joint holds the two parts of a ratio.
type joint struct {
	tells func(p *Probe) bool
	own   func(p *Probe, projection *Profile) (part float64, ok bool)
	other func(p *Probe, projection *Profile) float64
}

// JointParts has a feature say log2 of the sum of two parts, of which one goes by its own column
// and the other by that of Other.
type JointParts struct {
	Other Column
	Share float32 // what the logarithm counts by
	probe *Probe
	parts *joint
}

// Joint returns the parts of a Joint column, false if ColumnBits says all. It may take some
// milliseconds.
func (p *Probe) Joint(c Column) (j JointParts, ok bool) {
	i := columns[c].features[0]
	parts := features[i].joint
	return JointParts{Other: columnOf(features[forEventPlace].column), Share: float32(p.share(i)), probe: p, parts: parts}, parts.tells(p)
}

func columnOf(name string) Column {
	return Column(slices.IndexFunc(columns, func(c column) bool { return c.name == name }))
}

// Own returns the part of a value of the column itself, false if ColumnBits says it all.
func (j *JointParts) Own(projection *Profile) (part float32, ok bool) {
	bits, ok := j.parts.own(j.probe, projection)
	return float32(bits), ok
}

// OfOther returns the part of a value of Other.
func (j *JointParts) OfOther(projection *Profile) float32 {
	return float32(j.parts.other(j.probe, projection))
}

// compare asks the i-th feature.
func (p *Probe) compare(i int, record, notice, other *Profile) (found comparison, ok bool) {
	f := &features[i]
	if f.compareProbe != nil {
		found, ok = f.compareProbe(p, other)
	} else {
		found, ok = f.compare(p.basis, record, notice)
	}
	found.bits *= p.scorer.shares[i]
	return found, ok
}

// share returns what the weights of the feature at a place of the list count by. Passes ask for it
// row by row.
func (p *Probe) share(place int) float64 { return p.scorer.shares[place] }

// ofRecord reports whether a profile is of a record.
func (p *Profile) ofRecord() bool { return p.Kind == models.Records }
