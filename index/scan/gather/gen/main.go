// Command gen writes the kernels of package gather for amd64: run `go generate` there.
//
// A kernel goes through groups of 16 rows: it loads their numbers from columns, gathers
// what tables say of those, and adds it up in the order in which the portable code does.
package main

import (
	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

const (
	lanes = 16
	line  = 4 * lanes // bytes of a group in a column

	equal, greaterOrEqual = 0, 0x1d // predicates of VCMPPS: _CMP_EQ_OQ, _CMP_GE_OQ
)

func main() {
	ConstraintExpr("amd64")
	ConstraintExpr("!noasm")
	numbers := numbered()
	add()
	addBy()
	addLog()
	addBest()
	above(numbers)
	reaching(numbers)
	Generate()
}

// kernel begins a function; groups is never 0.
func kernel(name, signature, doc string) (groups, at Register) {
	TEXT(name, NOSPLIT, signature)
	Pragma("noescape")
	Doc(name + " " + doc + " groups must not be 0.")
	groups, at = Load(Param("groups"), GP64()), GP64()
	XORQ(at, at)
	return groups, at
}

// end goes to the next group until there is none.
func end(groups, at Register) {
	ADDQ(Imm(line), at)
	DECQ(groups)
	JNZ(LabelRef("group"))
	VZEROUPPER()
	RET()
}

func pointer(name string) Register { return Load(Param(name), GP64()) }

// column loads a group's numbers.
func column(base, at Register) VecVirtual {
	z := ZMM()
	VMOVDQU32(Mem{Base: base, Index: at, Scale: 1}, z)
	return z
}

func floats(base, at Register) VecVirtual {
	z := ZMM()
	VMOVUPS(Mem{Base: base, Index: at, Scale: 1}, z)
	return z
}

// gather looks numbers up in a table.
func gather(table Register, numbers VecVirtual) VecVirtual {
	z, all := ZMM(), K()
	VPXORD(z, z, z)
	KXNORW(all, all, all)
	VGATHERDPS(Mem{Base: table, Index: numbers, Scale: 4}, all, z)
	return z
}

// same fills a register with a parameter of 32 bits.
func same(name string) VecVirtual {
	x, z := Load(Param(name), GP32()), ZMM()
	VPBROADCASTD(x, z)
	return z
}

func sameFloat(name string) VecVirtual {
	x, z := Load(Param(name), XMM()), ZMM()
	VBROADCASTSS(x, z)
	return z
}

func add() {
	groups, at := kernel("addAVX512", "func(sums *float32, groups int, columns **uint32, tables **float32, count int)",
		"adds tables[k][columns[k][i]] to sums[i], for k below count, which must not be 0.")
	sums, columns, tables, count := pointer("sums"), pointer("columns"), pointer("tables"), pointer("count")
	k, numbers, table := GP64(), GP64(), GP64()
	Label("group")
	sum := floats(sums, at)
	XORQ(k, k)
	Label("column")
	MOVQ(Mem{Base: columns, Index: k, Scale: 8}, numbers)
	MOVQ(Mem{Base: tables, Index: k, Scale: 8}, table)
	VADDPS(gather(table, column(numbers, at)), sum, sum)
	INCQ(k)
	CMPQ(k, count)
	JNE(LabelRef("column"))
	VMOVUPS(sum, Mem{Base: sums, Index: at, Scale: 1})
	end(groups, at)
}

func addBy() {
	groups, at := kernel("addByAVX512", "func(sums *float32, groups int, first *uint32, offsets *uint32, second *uint32, table *float32)",
		"adds table[offsets[first[i]]+second[i]] to sums[i].")
	sums, first, offsets, second, table := pointer("sums"), pointer("first"), pointer("offsets"), pointer("second"), pointer("table")
	Label("group")
	numbers := gather(offsets, column(first, at))
	VPADDD(Mem{Base: second, Index: at, Scale: 1}, numbers, numbers)
	sum := gather(table, numbers)
	VADDPS(Mem{Base: sums, Index: at, Scale: 1}, sum, sum)
	VMOVUPS(sum, Mem{Base: sums, Index: at, Scale: 1})
	end(groups, at)
}

func addLog() {
	groups, at := kernel("addLogAVX512", "func(sums *float32, groups int, first *uint32, parts *float32, alone *float32, second *uint32, others *float32, logs *float32, share float32)",
		"is AddLog.")
	sums, first, parts, alone := pointer("sums"), pointer("first"), pointer("parts"), pointer("alone")
	second, others, logs := pointer("second"), pointer("others"), pointer("logs")
	share, none := sameFloat("share"), ZMM()
	VPXORD(none, none, none)
	low, high := constant(lowestLog), constant(logCount-1)
	Label("group")
	numbers := column(first, at)
	part, mask := gather(parts, numbers), K()
	VCMPPS(Imm(greaterOrEqual), none, part, mask)
	said := gather(alone, numbers)
	VADDPS(gather(others, column(second, at)), part, part)
	VPSRLD(Imm(logShift), part, part)
	VPSUBD(low, part, part)
	VPMAXSD(none, part, part)
	VPMINSD(high, part, part)
	VMULPS(share, gather(logs, part), mask, said)
	VADDPS(Mem{Base: sums, Index: at, Scale: 1}, said, said)
	VMOVUPS(said, Mem{Base: sums, Index: at, Scale: 1})
	end(groups, at)
}

// How the logarithms lie, see package gather.
const (
	logShift  = 23 - 8
	lowestLog = (127 - 40) << 8
	logCount  = 80 << 8
)

func constant(n uint32) VecVirtual {
	x, z := GP32(), ZMM()
	MOVL(U32(n), x)
	VPBROADCASTD(x, z)
	return z
}

func addBest() {
	groups, at := kernel("addBestAVX512", "func(sums *float32, groups int, first *uint32, second *uint32, table *float32, best *float32, nothing float32)",
		"is the part of AddBest that all rows have.")
	sums, first, second, table, best := pointer("sums"), pointer("first"), pointer("second"), pointer("table"), pointer("best")
	nothing := sameFloat("nothing")
	Label("group")
	most := gather(table, column(first, at))
	VMAXPS(gather(table, column(second, at)), most, most)
	VMOVUPS(most, Mem{Base: best, Index: at, Scale: 1})
	silent := K()
	VCMPPS(Imm(equal), nothing, most, silent)
	KNOTW(silent, silent)
	sum := floats(sums, at)
	VADDPS(most, sum, silent, sum)
	VMOVUPS(sum, Mem{Base: sums, Index: at, Scale: 1})
	end(groups, at)
}

// list is a list of rows that grows.
type list struct {
	rows, count Register
	row, step   VecVirtual
}

func listed(rows Register, numbers Mem) *list {
	l := &list{rows: rows, count: GP64(), row: ZMM(), step: constant(lanes)}
	XORQ(l.count, l.count)
	VMOVDQU32(numbers, l.row)
	return l
}

// numbered are the numbers of the lanes.
func numbered() Mem {
	numbers := GLOBL("lanes", RODATA|NOPTR)
	for i := range lanes {
		DATA(4*i, U32(uint32(i)))
	}
	return numbers
}

// add lists those of a group that the mask has. It writes a whole line: there is room, as
// no more are listed than were looked at.
func (l *list) add(mask Register) {
	those, n := ZMM(), GP32()
	VPCOMPRESSD_Z(l.row, mask, those)
	VMOVDQU32(those, Mem{Base: l.rows, Index: l.count, Scale: 4})
	KMOVW(mask, n)
	POPCNTL(n, n)
	ADDQ(n.As64(), l.count)
	VPADDD(l.step, l.row, l.row)
}

// end is end, and tells how many are listed.
func (l *list) end(groups, at Register) {
	ADDQ(Imm(line), at)
	DECQ(groups)
	JNZ(LabelRef("group"))
	VZEROUPPER()
	Store(l.count, ReturnIndex(0))
	RET()
}

func above(numbers Mem) {
	groups, at := kernel("aboveAVX512", "func(rows *int32, sums *float32, groups int, least float32) int",
		"lists the rows whose sums are no less.")
	sums, least := pointer("sums"), sameFloat("least")
	l := listed(pointer("rows"), numbers)
	Label("group")
	mask := K()
	VCMPPS(Imm(greaterOrEqual), least, floats(sums, at), mask)
	l.add(mask)
	l.end(groups, at)
}

func reaching(numbers Mem) {
	groups, at := kernel("reachingAVX512", "func(rows *int32, sums *float32, groups int, first *uint32, second *uint32, flags *uint32, most *float32, among uint32, least float32) int",
		"lists the rows whose sums may reach least: Reaching.")
	sums, first, second, flags, most := pointer("sums"), pointer("first"), pointer("second"), pointer("flags"), pointer("most")
	among, least := same("among"), sameFloat("least")
	l := listed(pointer("rows"), numbers)
	Label("group")
	told := gather(flags, column(second, at))
	own := column(first, at)
	VPANDD(among, own, own)
	VPORD(own, told, told)
	sum := gather(most, told)
	VADDPS(Mem{Base: sums, Index: at, Scale: 1}, sum, sum)
	mask := K()
	VCMPPS(Imm(greaterOrEqual), least, sum, mask)
	l.add(mask)
	l.end(groups, at)
}
