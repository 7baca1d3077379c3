package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
)

// nearer puts distances where less is not known, for groups of 16 whose owners are numbered
// on: so no two of them are one.
func nearer() {
	TEXT("nearerAVX512", NOSPLIT, "func(distances *float32, owners *int32, near *float32, people int, groups int) int")
	Pragma("noescape")
	Doc("nearerAVX512 is for AVX-512. groups must not be 0. It ends at the first group whose owners are not numbered on, or beyond people, and tells how many it did.")
	from, owners, near, groups := Load(Param("distances"), GP64()), Load(Param("owners"), GP64()), Load(Param("near"), GP64()), Load(Param("groups"), GP64())
	numbers := GLOBL("numbers", RODATA|NOPTR)
	for i := range 16 {
		DATA(4*i, U32(uint32(i)))
	}
	lanes, done, last := ZMM(), GP64(), Load(Param("people"), GP64())
	SUBQ(Imm(15), last)
	VMOVDQU32(numbers, lanes)
	XORQ(done, done)
	Label("group")
	owner, others, distance := GP64(), ZMM(), ZMM()
	MOVLQSX(Mem{Base: owners}, owner)
	CMPQ(owner, last)
	JGE(LabelRef("end"))
	VPBROADCASTD(owner.As32(), others)
	VPADDD(lanes, others, others)
	same := K()
	VPCMPEQD(Mem{Base: owners}, others, same)
	KORTESTW(same, same)
	JCC(LabelRef("end")) // not all are numbered on
	VMOVUPS(Mem{Base: from}, distance)
	VMINPS(Mem{Base: near, Index: owner, Scale: 4}, distance, distance)
	VMOVUPS(distance, Mem{Base: near, Index: owner, Scale: 4})
	ADDQ(Imm(64), from)
	ADDQ(Imm(64), owners)
	INCQ(done)
	CMPQ(done, groups)
	JNE(LabelRef("group"))
	Label("end")
	VZEROUPPER()
	Store(done, ReturnIndex(0))
	RET()
}
