package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// coarse works out about how far groups are from a query by codes of half a byte. Of a line
// of 64 bytes the lower halves are four codes of each of the 16 rows, and the upper halves
// the next four; the query has a word for either.
func coarse(name string, w width, together int) {
	TEXT(name, NOSPLIT, "func(codes *byte, terms *float32, query *int32, groups int, lines int, bias int32, squares float32, scale float32, distances *float32)")
	Pragma("noescape")
	doc := "is for AVX2."
	if w == zmm {
		doc = "is for AVX-512 with VNNI."
	}
	Doc(name + " " + doc + " groups must be a multiple of 4.")
	b := &coarseKernel{w: w, parts: 64 / int(w)}
	codes, terms, query := Load(Param("codes"), GP64()), Load(Param("terms"), GP64()), Load(Param("query"), GP64())
	groups, lines, distances := Load(Param("groups"), GP64()), Load(Param("lines"), GP64()), Load(Param("distances"), GP64())
	bias := Load(Param("bias"), GP32())
	b.halves = w.filled(0x0f0f0f0f)
	if w == ymm {
		b.ones = w.filled(0x00010001)
	}
	squares, scale, none := w.register(), w.register(), w.register()
	VBROADCASTSS(Load(Param("squares"), XMM()), squares)
	VBROADCASTSS(Load(Param("scale"), XMM()), scale)
	w.xor(none)
	stride := GP64()
	MOVQ(lines, stride)
	SHLQ(Imm(6), stride)
	ahead := GP64()
	MOVQ(stride, ahead)
	if together > 1 {
		SHLQ(Imm(2), ahead)
	}
	Label("turn")
	at := []Register{codes}
	for range together - 1 {
		next := GP64()
		LEAQ(Mem{Base: at[len(at)-1], Index: stride, Scale: 1}, next)
		at = append(at, next)
	}
	sums := make([][]VecVirtual, together)
	for g := range sums {
		for range b.parts {
			sum := w.register()
			w.broadcast(bias, sum)
			sums[g] = append(sums[g], sum)
		}
	}
	words, line := GP64(), GP64()
	MOVQ(query, words)
	MOVQ(lines, line)
	Label("line")
	low, high := w.register(), w.register()
	VPBROADCASTD(Mem{Base: words}, low)
	VPBROADCASTD(Mem{Base: words, Disp: 4}, high)
	for g := range at {
		PREFETCHT0(Mem{Base: at[g], Index: ahead, Scale: 1}) // where the next turn's is
		for p, sum := range sums[g] {
			b.add(Mem{Base: at[g], Disp: int(w) * p}, low, high, sum)
		}
		ADDQ(Imm(64), at[g])
	}
	ADDQ(Imm(8), words)
	DECQ(line)
	JNZ(LabelRef("line"))
	for g := range sums {
		for p, sum := range sums[g] {
			own, times, disp := w.register(), w.register(), int(w)*p
			VADDPS(Mem{Base: terms, Disp: 128*g + disp}, squares, own)
			VMULPS(Mem{Base: terms, Disp: 128*g + disp + 64}, scale, times)
			VCVTDQ2PS(sum, sum)
			VMULPS(sum, times, times)
			VSUBPS(times, own, own)
			VMAXPS(none, own, own)
			VMOVUPS(own, Mem{Base: distances, Disp: 64*g + disp})
		}
	}
	if together > 1 {
		MOVQ(at[together-1], codes) // the last group's end is the next one's begin
	}
	ADDQ(U32(128*together), terms)
	ADDQ(U32(64*together), distances)
	SUBQ(Imm(uint64(together)), groups)
	JNZ(LabelRef("turn"))
	VZEROUPPER()
	RET()
}

// coarseKernel holds what one has besides its arguments.
type coarseKernel struct {
	w            width
	parts        int // registers a line
	halves, ones VecVirtual
}

// add adds the products of a part of a line with the query's words.
func (b *coarseKernel) add(at Mem, lowWord, highWord, sum VecVirtual) {
	low, high := b.w.register(), b.w.register()
	b.w.load(at, high)
	b.w.and(b.halves, high, low)
	VPSRLW(Imm(4), high, high)
	b.w.and(b.halves, high, high)
	if b.w == zmm {
		VPDPBUSD(lowWord, low, sum)
		VPDPBUSD(highWord, high, sum)
		return
	}
	VPMADDUBSW(lowWord, low, low)
	VPMADDUBSW(highWord, high, high)
	VPADDW(low, high, high) // four products of 15 times 127 at most
	VPMADDWD(b.ones, high, high)
	VPADDD(high, sum, sum)
}

// filled returns a register of one pattern.
func (w width) filled(pattern uint32) VecVirtual {
	x, out := GP32(), w.register()
	MOVL(U32(pattern), x)
	w.broadcast(x, out)
	return out
}

func (w width) xor(v VecVirtual) {
	if w == ymm {
		VPXOR(v, v, v)
		return
	}
	VPXORD(v, v, v)
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
