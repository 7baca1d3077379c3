//go:build amd64 && !noasm

package gather

import (
	"golang.org/x/sys/cpu"

	"github.com/guitu-project/guitu/matcher/feature"
	"github.com/guitu-project/guitu/matcher/names"
)

//go:generate go run -C gen . -out ../gather_amd64.s -stubs ../gather_amd64.go -pkg gather

func assembled() []Kernel {
	if x := cpu.X86; !x.HasAVX512F || !x.HasAVX512DQ || !x.HasPOPCNT {
		return nil
	}
	return []Kernel{{Name: "avx512", loops: loops{add: fastAdd, addBy: fastAddBy, addLog: fastAddLog, addBest: fastAddBest, addFaces: fastAddFaces, above: fastAbove, reaching: fastReaching, having: fastHaving, look: fastLook}}}
}

func fastAdd(sums []float32, columns [][]uint32, tables [][]float32) {
	n := whole(len(sums))
	if n > 0 {
		var from [MostColumns]*uint32
		var by [MostColumns]*float32
		for k, column := range columns {
			from[k], by[k] = &column[:n][0], &tables[k][0]
		}
		addAVX512(&sums[0], n/lanes, &from[0], &by[0], len(columns))
	}
	for k, column := range columns {
		for i := n; i < len(sums); i++ {
			sums[i] += tables[k][column[i]]
		}
	}
}

func fastAddBy(sums []float32, first, offsets, second []uint32, table []float32) {
	n := whole(len(sums))
	if n > 0 {
		addByAVX512(&sums[0], n/lanes, &first[:n][0], &offsets[0], &second[:n][0], &table[0])
	}
	addBy(sums[n:], first[n:], offsets, second[n:], table)
}

func fastAddLog(sums []float32, first []uint32, parts, alone []float32, second []uint32, others, logs []float32, share float32) {
	n := whole(len(sums))
	if n > 0 {
		addLogAVX512(&sums[0], n/lanes, &first[:n][0], &parts[0], &alone[0], &second[:n][0], &others[0], &logs[:logCount][0], share)
	}
	addLog(sums[n:], first[n:], parts, alone, second[n:], others, logs, share)
}

func fastAddBest(sums []float32, first, second []uint32, table, best []float32, nothing float32) {
	n := whole(len(sums))
	if n > 0 {
		addBestAVX512(&sums[0], n/lanes, &first[:n][0], &second[:n][0], &table[0], &best[:n][0], nothing)
	}
	addBest(sums[n:], first[n:], second[n:], table, best[n:], nothing)
}

func fastAddFaces(sums []float32, cells *feature.FaceColumns, who []uint32, near []float32, r *feature.FaceReach) {
	n := whole(len(sums))
	if n > 0 {
		children, grow := &r.Bits[0], uint32(0)
		if r.Children != nil {
			if children, grow = &r.Children[0], feature.FaceYoung; r.YoungProbe {
				grow = feature.FaceAmong
			}
		}
		addFacesAVX512(&sums[0], n/lanes, &cells.Mean[:n][0], &cells.PerSpread[:n][0], &cells.Flags[:n][0], &who[:n][0], &near[0], len(near), &r.Bits[0], children, grow, r.Mean, r.PerSpread, r.Most)
	}
	addFacesFrom(n, sums, cells, who, near, r)
}

func fastAbove(rows []int32, sums []float32, least float32) (listed int) {
	n := whole(len(sums))
	if n > 0 {
		listed = aboveAVX512(&rows[:n][0], &sums[0], n/lanes, least)
	}
	return behind(rows, listed, n, above(rows[listed:], sums[n:], least))
}

func fastReaching(rows []int32, sums []float32, r *Reach, first, second []uint32) (listed int) {
	n := whole(len(sums))
	if n > 0 {
		listed = reachingAVX512(&rows[:n][0], &sums[0], n/lanes, &first[:n][0], &second[:n][0], &r.Flags[0], &r.Most[0], &r.Sets[0], r.Among, r.SetsAt, r.Least)
	}
	return behind(rows, listed, n, reaching(rows[listed:], sums[n:], r, first[n:], second[n:]))
}

func fastHaving(rows []int32, column []uint32, bits uint32) (listed int) {
	n := whole(len(column))
	if n > 0 {
		listed = havingAVX512(&rows[:n][0], n/lanes, &column[0], bits)
	}
	return behind(rows, listed, n, having(rows[listed:], column[n:], bits))
}

func fastLook(short []uint64, s *names.Shorts, weights []float32, list []int32) (listed int) {
	n := whole(len(short))
	if n > 0 {
		listed = lookAVX512(&short[0], n/lanes, &s.Best[0][0], &s.Best[1][0], &s.Best[2][0], &s.Kinds[0], &s.Low[0], s.Bias[0], s.Bias[1], s.Bias[2], s.Elsewhere, &weights[:n][0], &list[:n][0])
	}
	return behind(list, listed, n, names.ScalarKernel{}.Look(short[n:], s, weights[n:], list[listed:]))
}

// behind counts rows that were listed behind others, and from n on.
func behind(rows []int32, listed, n, more int) int {
	for i := range rows[listed : listed+more] {
		rows[listed+i] += int32(n)
	}
	return listed + more
}
