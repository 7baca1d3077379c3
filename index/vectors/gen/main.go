// Command gen writes the kernels of package vectors for amd64: run `go generate` there.
//
// A kernel multiplies the codes of groups of 16 rows with those of one query or four,
// and says of which rows the lower bound lies within what the query still looks for
// (see the package's doc.go for the formula). A group lies in memory so that no sums
// across a register are needed: 64 bytes hold four codes of each of the 16 rows, the
// next 64 the next four.
package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

const (
	signature = "func(codes *byte, terms *float32, query *int32, bias *int32, limits *float32, groups int, steps int, dots *int32, masks *uint16)"
	unrolled  = 4 // steps are a multiple of it
)

func main() {
	ConstraintExpr("amd64")
	ConstraintExpr("!noasm")
	for _, queries := range []int{1, 4} {
		vnni(map[int]string{1: "scan1VNNI", 4: "scan4VNNI"}[queries], queries, 4)
		pairs(map[int]string{1: "scan1AVX512", 4: "scan4AVX512"}[queries], queries, zmm)
		pairs(map[int]string{1: "scan1AVX2", 4: "scan4AVX2"}[queries], queries, ymm)
	}
	coarse("coarseVNNI", zmm, 4)
	coarse("coarseAVX2", ymm, 1)
	nearer()
	squares()
	Generate()
}

// kernel holds what all kernels have: their arguments, and the bookkeeping of groups.
type kernel struct {
	queries, together                        int // queries and groups per turn
	codes, terms, query, bias, limits        Register
	steps, step, stride, groups, dots, masks Register
}

func begin(name string, doc string, queries, together int) *kernel {
	TEXT(name, NOSPLIT, signature)
	Pragma("noescape")
	Doc(name + " " + doc)
	k := &kernel{queries: queries, together: together}
	k.codes, k.terms = Load(Param("codes"), GP64()), Load(Param("terms"), GP64())
	k.query, k.bias = Load(Param("query"), GP64()), Load(Param("bias"), GP64())
	k.limits, k.groups = Load(Param("limits"), GP64()), Load(Param("groups"), GP64())
	k.steps = Load(Param("steps"), GP64())
	k.dots, k.masks = Load(Param("dots"), GP64()), Load(Param("masks"), GP64())
	return k
}

// vnni multiplies unsigned by signed bytes, four at a time: VPDPBUSD.
func vnni(name string, queries, together int) {
	k := begin(name, "is for AVX-512 with VNNI. groups must be a multiple of 4.", queries, together)
	k.stride = GP64()
	MOVQ(k.steps, k.stride)
	SHLQ(Imm(6), k.stride)
	Label("turn")
	at := make([]Register, together)
	for g := range at {
		at[g] = GP64()
		if g == 0 {
			MOVQ(k.codes, at[g])
		} else {
			LEAQ(Mem{Base: at[g-1], Index: k.stride, Scale: 1}, at[g])
		}
	}
	sums := make([][]VecVirtual, together)
	for g := range sums {
		for q := range queries {
			sum := ZMM()
			VPBROADCASTD(Mem{Base: k.bias, Disp: 4 * q}, sum)
			sums[g] = append(sums[g], sum)
		}
	}
	query, step := GP64(), GP64()
	MOVQ(k.query, query)
	MOVQ(k.steps, step)
	Label("step")
	for u := range unrolled {
		factors := make([]VecVirtual, queries)
		for q := range factors {
			factors[q] = ZMM()
			VPBROADCASTD(Mem{Base: query, Disp: 4 * (u*queries + q)}, factors[q])
		}
		for g := range at {
			line := ZMM()
			VMOVDQU64(Mem{Base: at[g], Disp: 64 * u}, line)
			for q := range factors {
				VPDPBUSD(factors[q], line, sums[g][q])
			}
		}
	}
	for g := range at {
		ADDQ(U32(64*unrolled), at[g])
	}
	ADDQ(U32(4*queries*unrolled), query)
	SUBQ(Imm(unrolled), step)
	JNZ(LabelRef("step"))
	for g := range sums {
		for q := range queries {
			k.judge(g, q, sums[g][q:q+1], zmm)
		}
	}
	MOVQ(at[together-1], k.codes) // the last group's end is the next one's begin
	k.end()
}

// width is of the registers in bytes.
type width int

const (
	ymm width = 32
	zmm width = 64
)

func (w width) register() VecVirtual {
	if w == ymm {
		return YMM()
	}
	return ZMM()
}

// load loads a register of bytes.
func (w width) load(from Mem, to VecVirtual) {
	if w == ymm {
		VMOVDQU(from, to)
		return
	}
	VMOVDQU64(from, to)
}

// and puts what both have into a register.
func (w width) and(a, b, to VecVirtual) {
	if w == ymm {
		VPAND(a, b, to)
		return
	}
	VPANDD(a, b, to)
}

// pairs splits codes into even and odd ones of 16 bits, which VPMADDWD multiplies and
// adds in pairs, so that nothing saturates.
func pairs(name string, queries int, w width) {
	doc := "is for AVX2 with FMA."
	if w == zmm {
		doc = "is for AVX-512 with BW."
	}
	k := begin(name, doc, queries, 1)
	parts := 64 / int(w)
	low := w.register()
	if w == ymm {
		VPCMPEQD(low, low, low)
	} else {
		VPTERNLOGD(Imm(0xff), low, low, low)
	}
	VPSRLW(Imm(8), low, low) // 0x00ff in each of 16 bits
	Label("turn")
	sums := make([][]VecVirtual, queries)
	for q := range sums {
		for range parts {
			sum := w.register()
			VPBROADCASTD(Mem{Base: k.bias, Disp: 4 * q}, sum)
			sums[q] = append(sums[q], sum)
		}
	}
	query, step := GP64(), GP64()
	MOVQ(k.query, query)
	MOVQ(k.steps, step)
	Label("step")
	for p := range parts {
		even, odd := w.register(), w.register()
		w.load(Mem{Base: k.codes, Disp: int(w) * p}, odd)
		w.and(low, odd, even)
		VPSRLW(Imm(8), odd, odd)
		for q := range queries {
			for i, codes := range []VecVirtual{even, odd} {
				product := w.register()
				VPBROADCASTD(Mem{Base: query, Disp: 4 * (2*q + i)}, product)
				VPMADDWD(codes, product, product)
				VPADDD(product, sums[q][p], sums[q][p])
			}
		}
	}
	ADDQ(U32(64), k.codes)
	ADDQ(U32(8*queries), query)
	DECQ(step)
	JNZ(LabelRef("step"))
	for q := range queries {
		k.judge(0, q, sums[q], w)
	}
	k.end()
}

// judge stores the products of a group with a query, and the mask of the rows for
// which not terms₀ − tau·terms₂ − scale·(terms₁·product) > limit.
func (k *kernel) judge(group, query int, sums []VecVirtual, w width) {
	const notGreater = 26 // _CMP_NGT_UQ: what is no number is looked at
	mask := GP32()
	for p, sum := range sums {
		at := group*192 + p*int(w)
		dot := (group*k.queries+query)*64 + p*int(w)
		limits := func(i int) Mem { return Mem{Base: k.limits, Disp: 4 * (3*query + i)} }
		left, factor, times := w.register(), w.register(), w.register()
		VMOVUPS(Mem{Base: k.terms, Disp: at}, left)
		VBROADCASTSS(limits(0), factor)
		VFNMADD231PS(Mem{Base: k.terms, Disp: at + 128}, factor, left)
		if w == ymm {
			VMOVDQU(sum, Mem{Base: k.dots, Disp: dot})
		} else {
			VMOVDQU32(sum, Mem{Base: k.dots, Disp: dot})
		}
		VCVTDQ2PS(sum, times)
		VMULPS(Mem{Base: k.terms, Disp: at + 64}, times, times)
		VBROADCASTSS(limits(1), factor)
		VFNMADD231PS(times, factor, left)
		VBROADCASTSS(limits(2), factor)
		if w == ymm {
			bits := GP32()
			VCMPPS(Imm(notGreater), factor, left, left)
			VMOVMSKPS(left, bits)
			if p == 0 {
				MOVL(bits, mask)
			} else {
				SHLL(Imm(8), bits)
				ORL(bits, mask)
			}
		} else {
			bits := K()
			VCMPPS(Imm(notGreater), factor, left, bits)
			KMOVW(bits, mask)
		}
	}
	MOVW(mask.As16(), Mem{Base: k.masks, Disp: 2 * (group*k.queries + query)})
}

// end goes to the next groups until there are none.
func (k *kernel) end() {
	ADDQ(U32(192*k.together), k.terms)
	ADDQ(U32(64*k.together*k.queries), k.dots)
	ADDQ(U32(2*k.together*k.queries), k.masks)
	SUBQ(Imm(uint64(k.together)), k.groups)
	JNZ(LabelRef("turn"))
	VZEROUPPER()
	RET()
}
