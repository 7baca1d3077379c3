package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
)

// squares sums squares of differences up in four sums, in the order in which the portable code
// does, and fetches what is to be read next meanwhile.
func squares() {
	TEXT("squaresAVX2", NOSPLIT, "func(a *float32, b *float32, next *float32, lines int, sums *float64)")
	Pragma("noescape")
	Doc("squaresAVX2 is for AVX2. lines are of 16 numbers and must not be 0.")
	a, b, next := Load(Param("a"), GP64()), Load(Param("b"), GP64()), Load(Param("next"), GP64())
	lines, sums := Load(Param("lines"), GP64()), Load(Param("sums"), GP64())
	sum := YMM()
	VXORPD(sum, sum, sum)
	Label("line")
	PREFETCHT0(Mem{Base: next})
	for i := range 4 {
		x, y := YMM(), YMM()
		VCVTPS2PD(Mem{Base: a, Disp: 16 * i}, x)
		VCVTPS2PD(Mem{Base: b, Disp: 16 * i}, y)
		VSUBPD(y, x, x)
		VMULPD(x, x, x)
		VADDPD(x, sum, sum)
	}
	ADDQ(Imm(64), a)
	ADDQ(Imm(64), b)
	ADDQ(Imm(64), next)
	DECQ(lines)
	JNZ(LabelRef("line"))
	VMOVUPD(sum, Mem{Base: sums})
	VZEROUPPER()
	RET()
}
