package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// brief multiplies the half bytes of rows with the codes of a query. Of a line of 64 bytes
// the lower halves are 64 codes, and the upper halves the next 64.
func brief(name string, w width) {
	TEXT(name, NOSPLIT, "func(brief *byte, count int, lines int, query *int8, dots *int32)")
	Pragma("noescape")
	doc := "is for AVX2."
	if w == zmm {
		doc = "is for AVX-512 with VNNI."
	}
	Doc(name + " " + doc + " count must not be 0.")
	at, count := Load(Param("brief"), GP64()), Load(Param("count"), GP64())
	lines, query, dots := Load(Param("lines"), GP64()), Load(Param("query"), GP64()), Load(Param("dots"), GP64())
	mask, ones := w.register(), w.register()
	pattern := GP32()
	MOVL(U32(0x0f0f0f0f), pattern)
	w.broadcast(pattern, mask)
	if w == ymm {
		MOVL(U32(0x00010001), pattern)
		w.broadcast(pattern, ones)
	}
	Label("row")
	line, factor := GP64(), GP64()
	MOVQ(query, factor)
	MOVQ(lines, line)
	sums := []VecVirtual{w.register(), w.register()}
	for _, s := range sums {
		if w == ymm {
			VPXOR(s, s, s)
		} else {
			VPXORD(s, s, s)
		}
	}
	Label("line")
	for p := range 64 / int(w) {
		low, high := w.register(), w.register()
		if w == ymm {
			VMOVDQU(Mem{Base: at, Disp: int(w) * p}, high)
			VPAND(mask, high, low)
			VPSRLW(Imm(4), high, high)
			VPAND(mask, high, high)
			VPMADDUBSW(Mem{Base: factor, Disp: int(w) * p}, low, low)
			VPMADDUBSW(Mem{Base: factor, Disp: 64 + int(w)*p}, high, high)
			VPMADDWD(ones, low, low)
			VPMADDWD(ones, high, high)
			VPADDD(low, sums[0], sums[0])
			VPADDD(high, sums[1], sums[1])
		} else {
			VMOVDQU64(Mem{Base: at}, high)
			VPANDD(mask, high, low)
			VPSRLW(Imm(4), high, high)
			VPANDD(mask, high, high)
			VPDPBUSD(Mem{Base: factor}, low, sums[0])
			VPDPBUSD(Mem{Base: factor, Disp: 64}, high, sums[1])
		}
	}
	ADDQ(Imm(64), at)
	ADDQ(U32(128), factor)
	DECQ(line)
	JNZ(LabelRef("line"))
	VPADDD(sums[0], sums[1], sums[0])
	half, sum := YMM(), sums[0].AsY()
	if w == zmm {
		VEXTRACTI64X4(Imm(1), sums[0].AsZ(), half)
		VPADDD(half, sum, sum)
	}
	rest, low := XMM(), sums[0].AsX()
	VEXTRACTI128(Imm(1), sum, rest)
	VPADDD(rest, low, rest)
	other := XMM()
	for _, order := range []uint64{0x4e, 0xb1} {
		VPSHUFD(Imm(order), rest, other)
		VPADDD(other, rest, rest)
	}
	VMOVD(rest, Mem{Base: dots})
	ADDQ(Imm(4), dots)
	DECQ(count)
	JNZ(LabelRef("row"))
	VZEROUPPER()
	RET()
}

// broadcast fills a register with a pattern of 32 bits.
func (w width) broadcast(pattern Register, to VecVirtual) {
	if w == zmm {
		VPBROADCASTD(pattern, to)
		return
	}
	x := XMM()
	VMOVD(pattern, x)
	VPBROADCASTD(x, to)
}
