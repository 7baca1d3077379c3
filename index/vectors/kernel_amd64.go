//go:build amd64 && !noasm

package vectors

import "golang.org/x/sys/cpu"

//go:generate go run -C gen . -out ../scan_amd64.s -stubs ../scan_amd64.go -pkg vectors

// kernels are those that this processor can run, the fastest first.
func kernels() []kernel {
	x, can := cpu.X86, []kernel(nil)
	if x.HasAVX512F && x.HasAVX512BW && x.HasAVX512VNNI {
		can = append(can, kernel{name: "avx512vnni", one: assembled(scan1VNNI), four: assembled(scan4VNNI), brief: briefAssembled(briefVNNI)})
	}
	if x.HasAVX512F && x.HasAVX512BW && x.HasAVX2 {
		can = append(can, kernel{name: "avx512", pairs: true, one: assembled(scan1AVX512), four: assembled(scan4AVX512), brief: briefAssembled(briefAVX2)})
	}
	if x.HasAVX2 && x.HasFMA {
		can = append(can, kernel{name: "avx2", pairs: true, one: assembled(scan1AVX2), four: assembled(scan4AVX2), brief: briefAssembled(briefAVX2)})
	}
	return append(can, portable())
}

func assembled(f func(codes *byte, terms *float32, query, bias *int32, limits *float32, groups, steps int, dots *int32, masks *uint16)) scan {
	return func(codes []byte, terms []float32, query, bias []int32, limits []float32, steps, _ int, dots []int32, masks []uint16) {
		f(&codes[0], &terms[0], &query[0], &bias[0], &limits[0], len(terms)/(groupRows*termCount), steps, &dots[0], &masks[0])
	}
}

func briefAssembled(f func(brief *byte, rows *int32, count, lines int, query *int8, dots *int32)) brief {
	return func(codes []byte, rows []int32, lines int, query []int8, dots []int32) {
		f(&codes[0], &rows[0], len(rows), lines, &query[0], &dots[0])
	}
}
