// Command gen writes the kernels of package gather for amd64: run `go generate` there.
//
// A kernel goes through groups of 16 rows: it loads their numbers from columns, gathers
// what tables say of those, and adds it up in the order in which the portable code does.
package main

import (
	"math"

	. "github.com/mmcloughlin/avo/build"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

const (
	lanes = 16
	line  = 4 * lanes // bytes of a group in a column

	equal, notEqual, greaterOrEqual = 0, 4, 0x1d // predicates of VCMPPS: _CMP_EQ_OQ, _CMP_NEQ_UQ, _CMP_GE_OQ
)

func main() {
	ConstraintExpr("amd64")
	ConstraintExpr("!noasm")
	numbers := numbered()
	add()
	addBy()
	addLog()
	addBest()
	addFaces(numbers)
	above(numbers)
	reaching(numbers)
	having(numbers)
	look(numbers)
	Generate()
}

// kernel holds what all have: how many groups are left, where in the columns they are, and a
// mask of all lanes.
type kernel struct{ groups, at, all Register }

// begin begins a kernel; there is at least one group.
func begin(name, signature, doc string) *kernel {
	TEXT(name, NOSPLIT, signature)
	Pragma("noescape")
	Doc(name + " " + doc + " groups must not be 0.")
	k := &kernel{Load(Param("groups"), GP64()), GP64(), K()}
	XORQ(k.at, k.at)
	lanes := GP32()
	MOVL(U32(0xffff), lanes)
	KMOVW(lanes, k.all)
	return k
}

// next goes to the next group until there is none.
func (k *kernel) next() {
	ADDQ(Imm(line), k.at)
	DECQ(k.groups)
	JNZ(LabelRef("group"))
	VZEROUPPER()
}

// end is next if nothing is returned.
func (k *kernel) end() {
	k.next()
	RET()
}

func pointer(name string) Register { return Load(Param(name), GP64()) }

// in returns where the group's numbers are in a column.
func (k *kernel) in(column Register) Mem { return Mem{Base: column, Index: k.at, Scale: 1} }

// load loads the group's numbers.
func (k *kernel) load(column Register) VecVirtual {
	z := ZMM()
	VMOVDQU32(k.in(column), z)
	return z
}

// gather looks numbers up in a table.
func (k *kernel) gather(table Register, numbers VecVirtual) VecVirtual {
	z := ZMM()
	k.gatherInto(z, Mem{Base: table}, numbers)
	return z
}

func (k *kernel) gatherInto(z VecVirtual, table Mem, numbers VecVirtual) {
	all := K()
	VPXORD(z, z, z)
	KMOVW(k.all, all)
	table.Index, table.Scale = numbers, 4
	VGATHERDPS(table, all, z)
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
	k := begin("addAVX512", "func(sums *float32, groups int, columns **uint32, tables **float32, count int)",
		"adds tables[k][columns[k][i]] to sums[i], for k below count, which must not be 0.")
	sums, columns, tables, count := pointer("sums"), pointer("columns"), pointer("tables"), pointer("count")
	i, numbers, table := GP64(), GP64(), GP64()
	Label("group")
	sum := k.load(sums)
	XORQ(i, i)
	Label("column")
	MOVQ(Mem{Base: columns, Index: i, Scale: 8}, numbers)
	MOVQ(Mem{Base: tables, Index: i, Scale: 8}, table)
	VADDPS(k.gather(table, k.load(numbers)), sum, sum)
	INCQ(i)
	CMPQ(i, count)
	JNE(LabelRef("column"))
	VMOVUPS(sum, k.in(sums))
	k.end()
}

func addBy() {
	k := begin("addByAVX512", "func(sums *float32, groups int, first *uint32, offsets *uint32, second *uint32, table *float32)",
		"adds table[offsets[first[i]]+second[i]] to sums[i].")
	sums, first, offsets, second, table := pointer("sums"), pointer("first"), pointer("offsets"), pointer("second"), pointer("table")
	Label("group")
	numbers := k.gather(offsets, k.load(first))
	VPADDD(k.in(second), numbers, numbers)
	sum := k.gather(table, numbers)
	VADDPS(k.in(sums), sum, sum)
	VMOVUPS(sum, k.in(sums))
	k.end()
}

func addLog() {
	k := begin("addLogAVX512", "func(sums *float32, groups int, first *uint32, parts *float32, alone *float32, second *uint32, others *float32, logs *float32, share float32)",
		"is AddLog.")
	sums, first, parts, alone := pointer("sums"), pointer("first"), pointer("parts"), pointer("alone")
	second, others, logs := pointer("second"), pointer("others"), pointer("logs")
	share, none := sameFloat("share"), ZMM()
	VPXORD(none, none, none)
	low, high := constant(lowestLog), constant(logCount-1)
	Label("group")
	numbers := k.load(first)
	part, mask := k.gather(parts, numbers), K()
	VCMPPS(Imm(greaterOrEqual), none, part, mask)
	said := k.gather(alone, numbers)
	VADDPS(k.gather(others, k.load(second)), part, part)
	VPSRLD(Imm(logShift), part, part)
	VPSUBD(low, part, part)
	VPMAXSD(none, part, part)
	VPMINSD(high, part, part)
	VMULPS(share, k.gather(logs, part), mask, said)
	VADDPS(k.in(sums), said, said)
	VMOVUPS(said, k.in(sums))
	k.end()
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
	k := begin("addBestAVX512", "func(sums *float32, groups int, first *uint32, second *uint32, table *float32, best *float32, nothing float32)",
		"is the part of AddBest that all rows have.")
	sums, first, second, table, best := pointer("sums"), pointer("first"), pointer("second"), pointer("table"), pointer("best")
	nothing := sameFloat("nothing")
	Label("group")
	most := k.gather(table, k.load(first))
	VMAXPS(k.gather(table, k.load(second)), most, most)
	VMOVUPS(most, k.in(best))
	silent := K()
	VCMPPS(Imm(equal), nothing, most, silent)
	KNOTW(silent, silent)
	sum := k.load(sums)
	VADDPS(most, sum, silent, sum)
	VMOVUPS(sum, k.in(sums))
	k.end()
}

// How cells of faces are flagged, and their steps of z, see feature.FaceColumns and
// FaceReach.
const (
	cellAmong, cellYoung, cellQuality = 0xff, 0x100, 0xe00
	faceSteps, faceEnd, faceBy        = 256, 8, 16 // feature.FaceSteps, FaceEnd and their steps a unit
	distanceBy                        = 64         // and those of FaceFarthest
)

func addFaces(numbers Mem) {
	k := begin("addFacesAVX512", "func(sums *float32, groups int, means *float32, spreads *float32, flags *uint32, who *uint32, near *float32, people int, bits *float32, children *float32, grow uint32, mean float32, spread float32, most float32)",
		"adds what feature.FaceReach says of cells whose spread is not 0; those with a flag of grow have children.")
	sums, means, ownSpreads, ownFlags := pointer("sums"), pointer("means"), pointer("spreads"), pointer("flags")
	who, near, last16, bits := pointer("who"), pointer("near"), Load(Param("people"), GP64()), pointer("bits")
	SUBQ(Imm(lanes-1), last16)
	mean, spread, most := sameFloat("mean"), sameFloat("spread"), sameFloat("most")
	none, one, half, end1, by := ZMM(), constant(1), constant(floatBits(.5)), constant(floatBits(faceEnd)), constant(floatBits(faceBy))
	VPXORD(none, none, none)
	gone, last := constant(floatBits(math.MaxFloat32)), constant(faceSteps-1)
	among, table, quality := constant(cellAmong), constant(cellYoung|cellQuality), constant(cellQuality)
	children, grow, byDistance := pointer("children"), same("grow"), constant(floatBits(distanceBy))
	row := ZMM()
	VMOVDQU32(numbers, row)
	Label("group")
	distance, people, inOrder := ZMM(), k.load(who), K()
	first, following := GP64(), ZMM()
	MOVL(k.in(who), first.As32())
	VPBROADCASTD(first.As32(), following)
	VPADDD(row, following, following)
	VPCMPEQD(people, following, inOrder)
	KORTESTW(inOrder, inOrder)
	JCC(LabelRef("apart")) // not all are numbered on
	CMPQ(first, last16)
	JGE(LabelRef("apart"))
	VMOVUPS(Mem{Base: near, Index: first, Scale: 4}, distance)
	JMP(LabelRef("measured"))
	Label("apart")
	k.gatherInto(distance, Mem{Base: near}, people)
	Label("measured")
	told := K()
	VCMPPS(Imm(greaterOrEqual), none, distance, told)
	VCMPPS(Imm(notEqual), gone, distance, told, told)
	flags := k.load(ownFlags)
	VPTESTMD(among, flags, told, told)
	count, alone, grown := ZMM(), K(), K()
	VPANDD(among, flags, count)
	VPCMPEQD(one, count, alone)
	spreads := k.load(ownSpreads)
	VCMPPS(Imm(notEqual), none, spreads, alone, alone)
	VADDPS(spread, spreads, spreads)
	VMULPS(distance, spreads, spreads)
	z := ZMM()
	VADDPS(k.in(means), mean, z)
	VSUBPS(spreads, z, z)
	VMULPS(half, z, z)
	VADDPS(end1, z, z)
	VMULPS(by, z, z)
	VCVTTPS2DQ(z, z)
	VPMAXSD(none, z, z)
	VPMINSD(last, z, z)
	own := ZMM()
	VPANDD(table, flags, own)
	VPADDD(own, z, z)
	said := k.gather(bits, z)
	VPTESTMD(grow, flags, alone, grown)
	KORTESTW(grown, grown)
	JEQ(LabelRef("grown"))
	step, child, each := ZMM(), ZMM(), K()
	VMULPS(byDistance, distance, step)
	VCVTTPS2DQ(step, step)
	VPMAXSD(none, step, step)
	VPMINSD(last, step, step)
	VPANDD(quality, flags, own)
	VPSRLD(Imm(1), own, own)
	VPADDD(own, step, step)
	KMOVW(grown, each)
	VPXORD(child, child, child)
	VGATHERDPS(Mem{Base: children, Index: step, Scale: 4}, each, child)
	VMAXPS(child, said, grown, said)
	Label("grown")
	KNOTW(alone, alone)
	VMOVAPS(most, alone, said)
	sum := k.load(sums)
	VADDPS(said, sum, told, sum)
	VMOVUPS(sum, k.in(sums))
	k.end()
}

func floatBits(x float32) uint32 { return math.Float32bits(x) }

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

// numbered returns the numbers of the lanes.
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

// end ends a kernel that tells how many are listed.
func (l *list) end(k *kernel) {
	k.next()
	Store(l.count, ReturnIndex(0))
	RET()
}

func above(numbers Mem) {
	k := begin("aboveAVX512", "func(rows *int32, sums *float32, groups int, least float32) int",
		"lists the rows whose sums are no less.")
	sums, least := pointer("sums"), sameFloat("least")
	l := listed(pointer("rows"), numbers)
	Label("group")
	mask := K()
	VCMPPS(Imm(greaterOrEqual), least, k.load(sums), mask)
	l.add(mask)
	l.end(k)
}

func reaching(numbers Mem) {
	k := begin("reachingAVX512", "func(rows *int32, sums *float32, groups int, first *uint32, second *uint32, flags *uint32, most *float32, sets *float32, among uint32, setsAt uint32, least float32) int",
		"lists the rows whose sums may reach least: Reaching.")
	sums, first, second, flags, most := pointer("sums"), pointer("first"), pointer("second"), pointer("flags"), pointer("most")
	sets, among, least := pointer("sets"), same("among"), sameFloat("least")
	setsAt := XMM()
	VMOVD(Load(Param("setsAt"), GP32()), setsAt)
	l := listed(pointer("rows"), numbers)
	Label("group")
	told := k.gather(flags, k.load(second))
	own, set := k.load(first), ZMM()
	VPSRLD(setsAt, own, set)
	VPANDD(among, own, own)
	VPORD(own, told, told)
	sum := k.gather(most, told)
	VADDPS(k.in(sums), sum, sum)
	VADDPS(k.gather(sets, set), sum, sum)
	mask := K()
	VCMPPS(Imm(greaterOrEqual), least, sum, mask)
	l.add(mask)
	l.end(k)
}

func having(numbers Mem) {
	k := begin("havingAVX512", "func(rows *int32, groups int, column *uint32, bits uint32) int",
		"lists the rows that have any of some bits.")
	column, bits := pointer("column"), same("bits")
	l := listed(pointer("rows"), numbers)
	Label("group")
	mask := K()
	VPTESTMD(bits, k.load(column), mask)
	l.add(mask)
	l.end(k)
}

// How short forms of names and what is said of them are divided, see package names.
const (
	unitBits, restAt        = 18, 54
	lowSteps, lowStepsShift = 128, 7
	promising               = 2
	stepsPerBit             = 4
	unsaid                  = 4
)

func look(numbers Mem) {
	k := begin("lookAVX512", "func(short *uint64, groups int, first *float32, second *float32, third *float32, kinds *uint32, low *float32, one float32, two float32, three float32, elsewhere float32, weights *float32, listed *int32) int",
		"is names.ScalarKernel.Look.")
	forms, kinds, low, weights := pointer("short"), pointer("kinds"), pointer("low"), pointer("weights")
	first, second, third := pointer("first"), pointer("second"), pointer("third")
	one, two, three, elsewhere := sameFloat("one"), sameFloat("two"), sameFloat("three"), sameFloat("elsewhere")
	units, none, last := ZMM(), ZMM(), constant(lowSteps-1)
	VPTERNLOGD(Imm(0xff), units, units, units)
	VPSRLQ(Imm(64-unitBits), units, units)
	VPXORD(none, none, none)
	enough, steps, still := constant(floatBits(promising)), constant(floatBits(stepsPerBit)), constant(unsaid)
	l := listed(pointer("listed"), numbers)
	Label("group")
	halves := []VecVirtual{ZMM(), ZMM()}
	VMOVDQU64(Mem{Base: forms}, halves[0])
	VMOVDQU64(Mem{Base: forms, Disp: 64}, halves[1])
	ADDQ(U32(128), forms)
	nameless, high := K(), K()
	VPTESTNMQ(halves[0], halves[0], nameless)
	VPTESTNMQ(halves[1], halves[1], high)
	KUNPCKBW(nameless, high, nameless)
	part := func(at uint64, bits bool) VecVirtual {
		out, other := ZMM(), YMM()
		for i, half := range halves {
			shifted := ZMM()
			VPSRLQ(Imm(at), half, shifted)
			if bits {
				VPANDQ(units, shifted, shifted)
			}
			if i == 0 {
				VPMOVQD(shifted, out.AsY())
			} else {
				VPMOVQD(shifted, other)
			}
		}
		VINSERTI64X4(Imm(1), other, out, out)
		return out
	}
	a, b, c := k.gather(first, part(0, true)), k.gather(second, part(unitBits, true)), k.gather(third, part(2*unitBits, true))
	all, least, most := ZMM(), ZMM(), ZMM()
	VADDPS(b, a, all)
	VADDPS(c, all, all)
	VMINPS(b, a, least)
	VMINPS(c, least, least)
	VMAXPS(b, a, most)
	VMAXPS(c, most, most)
	VADDPS(one, most, most)
	VSUBPS(least, all, least)
	VADDPS(two, least, least)
	VADDPS(three, all, all)
	VMAXPS(least, all, all)
	VMAXPS(most, all, all)
	mask := K()
	VCMPPS(Imm(greaterOrEqual), enough, all, mask)
	KORW(nameless, mask, mask)
	kind := k.gather(kinds, part(restAt, false))
	VMOVDQA32(still, mask, kind)
	VPSLLD(Imm(lowStepsShift), kind, kind)
	VSUBPS(elsewhere, all, all)
	VSUBPS(all, enough, all)
	VMULPS(steps, all, all)
	VCVTTPS2DQ(all, all)
	VPMAXSD(none, all, all)
	VPMINSD(last, all, all)
	VPADDD(kind, all, all)
	weight := k.gather(low, all)
	VMAXPS(k.in(weights), weight, weight)
	VMOVUPS(weight, k.in(weights))
	l.add(mask)
	l.end(k)
}
