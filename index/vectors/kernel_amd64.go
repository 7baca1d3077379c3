//go:build amd64 && !noasm

package vectors

import "golang.org/x/sys/cpu"

//go:generate go run -C gen . -out ../scan_amd64.s -stubs ../scan_amd64.go -pkg vectors

// kernels returns those that this processor can run, the fastest first.
func kernels() []kernel {
	x, can := cpu.X86, []kernel(nil)
	if x.HasAVX512F && x.HasAVX512BW && x.HasAVX512VNNI {
		can = append(can, kernel{name: "avx512vnni", one: assembled(scan1VNNI), four: assembled(scan4VNNI), coarse: coarseAssembled(coarseVNNI), nearer: nearerAssembled, squares: squaresAVX2})
	}
	if x.HasAVX512F && x.HasAVX512BW && x.HasAVX2 {
		can = append(can, kernel{name: "avx512", pairs: true, one: assembled(scan1AVX512), four: assembled(scan4AVX512), coarse: coarseAssembled(coarseAVX2), nearer: nearerAssembled, squares: squaresAVX2})
	}
	if x.HasAVX2 && x.HasFMA {
		can = append(can, kernel{name: "avx2", pairs: true, one: assembled(scan1AVX2), four: assembled(scan4AVX2), coarse: coarseAssembled(coarseAVX2), nearer: nearerPortable, squares: squaresAVX2})
	}
	return append(can, portable())
}

func assembled(f func(codes *byte, terms *float32, query, bias *int32, limits *float32, groups, steps int, dots *int32, masks *uint16)) scan {
	return func(codes []byte, terms []float32, query, bias []int32, limits []float32, steps, _ int, dots []int32, masks []uint16) {
		f(&codes[0], &terms[0], &query[0], &bias[0], &limits[0], len(terms)/(groupRows*termCount), steps, &dots[0], &masks[0])
	}
}

func coarseAssembled(f func(codes *byte, terms *float32, query *int32, groups, lines int, bias int32, squares, scale float32, distances *float32)) coarse {
	return func(codes []byte, terms []float32, q *coarseQuery, _ int, distances []float32) {
		f(&codes[0], &terms[0], &q.words[0], len(terms)/(groupRows*coarseTerms), len(q.words)/2, q.bias, q.squares, q.scale, &distances[0])
	}
}

// nearerAssembled leaves groups whose owners are not numbered on to the portable code: a
// person with several faces is twice in them.
func nearerAssembled(distances []float32, owners []int32, near []float32) {
	for len(owners) > 0 {
		done, groups := 0, len(owners)/groupRows
		if groups > 0 && len(near) > 0 {
			done = groupRows * nearerAVX512(&distances[:groups*groupRows][0], &owners[0], &near[0], len(near), groups)
		}
		next := min(done+groupRows, len(owners))
		nearerPortable(distances[done:], owners[done:next], near)
		distances, owners = distances[next:], owners[next:]
	}
}
