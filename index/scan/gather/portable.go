package gather

import (
	"math"

	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/matcher/names"
)

func portable() loops {
	return loops{add: add, addBy: addBy, addLog: addLog, addBest: addBest, addFaces: addFaces, above: above, reaching: reaching, having: having, look: names.ScalarKernel{}.Look}
}

func add(sums []float32, columns [][]uint32, tables [][]float32) {
	for k, column := range columns {
		column, table := column[:len(sums)], tables[k]
		for i, n := range column {
			sums[i] += table[n]
		}
	}
}

func addBy(sums []float32, first, offsets, second []uint32, table []float32) {
	first, second = first[:len(sums)], second[:len(sums)]
	for i, n := range first {
		sums[i] += table[offsets[n]+second[i]]
	}
}

func addLog(sums []float32, first []uint32, parts, alone []float32, second []uint32, others, logs []float32, share float32) {
	first, second = first[:len(sums)], second[:len(sums)]
	for i, n := range first {
		said := alone[n]
		if part := parts[n]; part >= 0 {
			said = logs[logOf(part+others[second[i]])] * share
		}
		sums[i] += said
	}
}

func addBest(sums []float32, first, second []uint32, table, best []float32, nothing float32) {
	first, second, best = first[:len(sums)], second[:len(sums)], best[:len(sums)]
	for i, n := range first {
		most := max(table[n], table[second[i]])
		if best[i] = most; most != nothing {
			sums[i] += most
		}
	}
}

func addFaces(sums []float32, cells *feature.FaceColumns, who []uint32, near []float32, r *feature.FaceReach) {
	addFacesFrom(0, sums, cells, who, near, r)
}

func addFacesFrom(from int, sums []float32, cells *feature.FaceColumns, who []uint32, near []float32, r *feature.FaceReach) {
	for i := from; i < len(sums); i++ {
		if c := &cells.Cells[i]; c.Known() {
			sums[i] += r.Of(near[who[i]], c)
		}
	}
}

// above and reaching list every row, and the next one over it if it is not meant: which
// are meant no processor can foresee, so no jump decides it.
func above(rows []int32, sums []float32, least float32) (n int) {
	for i, sum := range sums {
		rows[n] = int32(i)
		if sum >= least {
			n++
		}
	}
	return n
}

func reaching(rows []int32, sums []float32, r *Reach, first, second []uint32) (n int) {
	first, second = first[:len(sums)], second[:len(sums)]
	for i, sum := range sums {
		rows[n] = int32(i)
		if sum+r.Most[first[i]&r.Among|r.Flags[second[i]]]+r.Sets[first[i]>>r.SetsAt] >= r.Least {
			n++
		}
	}
	return n
}

func having(rows []int32, column []uint32, bits uint32) (n int) {
	for i, has := range column {
		rows[n] = int32(i)
		if has&bits != 0 {
			n++
		}
	}
	return n
}

// Logarithms are looked up by the exponent and the first bits of the mantissa: logCount of
// them, from 2⁻⁴⁰ to 2⁴⁰. What is beyond is taken for the end.
const (
	logBits   = 8
	logShift  = 23 - logBits
	lowestLog = (127 - 40) << logBits
	logCount  = 80 << logBits
)

// logs are base-2 logarithms by logOf.
func logs() []float32 {
	logs := make([]float32, logCount)
	for i := range logs {
		from := math.Float32frombits(uint32(i+lowestLog) << logShift)
		to := math.Float32frombits(uint32(i+lowestLog+1)<<logShift - 1)
		logs[i] = float32(math.Log2(float64(from))+math.Log2(float64(to))) / 2
	}
	return logs
}

func logOf(x float32) int {
	return min(max(int(math.Float32bits(x)>>logShift)-lowestLog, 0), logCount-1)
}
