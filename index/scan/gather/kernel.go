package gather

import (
	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/matcher/names"
)

// Kernel is one way to go through columns. Kernels has those that this processor can run.
type Kernel struct {
	Name string
	loops
	logs []float32
}

// loops go through rows whose number is that of sums. Those of an assembled kernel do it for
// whole groups of lanes rows, and there is at least one.
type loops struct {
	add      func(sums []float32, columns [][]uint32, tables [][]float32)
	addBy    func(sums []float32, first, offsets, second []uint32, table []float32)
	addLog   func(sums []float32, first []uint32, parts, alone []float32, second []uint32, others, logs []float32, share float32)
	addBest  func(sums []float32, first, second []uint32, table, best []float32, nothing float32)
	addFaces func(sums []float32, cells *feature.FaceColumns, who []uint32, near []float32, r *feature.FaceReach)
	above    func(rows []int32, sums []float32, least float32) int
	reaching func(rows []int32, sums []float32, r *Reach, first, second []uint32) int
	having   func(rows []int32, column []uint32, bits uint32) int
	look     func(short []uint64, s *names.Shorts, weights []float32, listed []int32) int
}

const lanes = 16

// whole returns how many of some rows are in whole groups.
func whole(rows int) int { return rows &^ (lanes - 1) }

// Kernels returns those that this processor can run, the fastest first.
func Kernels() []Kernel {
	all := append(assembled(), Kernel{Name: "portable", loops: portable()})
	table := logs()
	for i := range all {
		all[i].logs = table
	}
	return all
}

// MostColumns is how many columns Add takes; more are a mistake, and end in a panic.
const MostColumns = 32

// Add adds tables[k][columns[k][i]] to sums[i], one k after the other.
func (k *Kernel) Add(sums []float32, columns [][]uint32, tables [][]float32) {
	if len(columns) > 0 {
		k.add(sums, columns, tables)
	}
}

// AddBy adds table[offsets[first[i]]+second[i]] to sums[i].
func (k *Kernel) AddBy(sums []float32, first, offsets, second []uint32, table []float32) {
	k.addBy(sums, first, offsets, second, table)
}

// AddLog adds share·log2(parts[first[i]] + others[second[i]]) to sums[i], the logarithm .003
// too low or too high at most; if that part is below 0 it adds alone[first[i]].
func (k *Kernel) AddLog(sums []float32, first []uint32, parts, alone []float32, second []uint32, others []float32, share float32) {
	k.addLog(sums, first, parts, alone, second, others, k.logs, share)
}

// AddBest adds the greater of table[first[i]] and table[second[i]] to sums[i], and puts it
// into best[i]; if it is nothing, nothing is added.
func (k *Kernel) AddBest(sums []float32, first, second []uint32, table, best []float32, nothing float32) {
	k.addBest(sums, first, second, table, best, nothing)
}

// AddFaces adds the most that faces say to sums: of cells[i] at the squared distance
// near[who[i]].
func (k *Kernel) AddFaces(sums []float32, cells *feature.FaceColumns, who []uint32, near []float32, r *feature.FaceReach) {
	if r.PerSpread == 0 {
		addFaces(sums, cells, who, near, r)
		return
	}
	k.addFaces(sums, cells, who, near, r)
}

// Above lists the rows whose sums are no less than least, and tells how many these are.
// There is room for all rows, of which what is not listed is overwritten.
func (k *Kernel) Above(rows []int32, sums []float32, least float32) int {
	return k.above(rows, sums, least)
}

// Reach holds the most that may be added to a row, by its parts.
type Reach struct {
	Most  []float32 // by its parts
	Among uint32    // the bits of the first column that tell
	Flags []uint32  // and what the second column's numbers tell beside them
	Least float32   // what must be reached

	Sets   []float32 // what else may be added, by the bits of the first column
	SetsAt uint32    // from there on
}

// Reaching lists the rows whose sums may reach what they must, as Above does.
func (k *Kernel) Reaching(rows []int32, sums []float32, r *Reach, first, second []uint32) int {
	return k.reaching(rows, sums, r, first, second)
}

// Having lists the rows whose numbers have any of some bits, as Above does.
func (k *Kernel) Having(rows []int32, column []uint32, bits uint32) int {
	return k.having(rows, column, bits)
}

// Look implements names.Kernel.
func (k *Kernel) Look(short []uint64, s *names.Shorts, weights []float32, listed []int32) int {
	return k.look(short, s, weights, listed)
}
