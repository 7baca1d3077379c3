package vectors

// Rows lie in groups of 16; groups are scanned four at a time.
const (
	groupRows = 16
	turnRows  = 4 * groupRows
	stepBytes = 4 * groupRows // four codes of each row of a group
	termCount = 3             // numbers of a row, see row
)

// scan multiplies the codes of rows with those of some queries, and tests each row
// against each query's limits.
//
//   - codes: groups of steps × 16 rows × 4 codes, each code 128 more than it is
//   - terms: groups of 3 × 16 numbers, see row
//   - query: the queries' codes as the kernel wants them, see kernel.pack
//   - bias: by query, what the 128s above add, to be taken away
//   - limits: by query three numbers, see code.limits
//   - dots: groups × queries × 16 products
//   - masks: groups × queries masks of those that passed, lane 0 the lowest bit
//
// Groups are counted by terms and are a multiple of four; lanes from rows on say
// nothing. A writer may be filling those very lanes, so the portable kernel does not
// even look at them.
type scan func(codes []byte, terms []float32, query, bias []int32, limits []float32, steps, rows int, dots []int32, masks []uint16)

// kernel is one way to scan. All give the same products; what passes may differ by
// rows that are as good as at the limit, which the search then measures.
type kernel struct {
	name      string
	pairs     bool // a step's codes of a query come as two words of 2 × 16 bits, not one of 4 × 8
	one, four scan // for one query, and for four
	coarse    coarse
	nearer    nearer
	squares   squares
}

// nearer puts the distance of each row where near, by its owner, has more. Who is beyond near
// has none.
type nearer func(distances []float32, owners []int32, near []float32)

// squares sums the squares of the differences of lines of 16 numbers up in four sums, see
// squaredDistance, and fetches as many from next on; nil where it is not faster.
type squares func(a, b, next *float32, lines int, sums *float64)

// pack lays out the codes of one query or four: by step, then by query.
func (k *kernel) pack(queries [][]int8) []int32 {
	var words []int32
	for s := 0; s < len(queries[0]); s += 4 {
		for _, q := range queries {
			if k.pairs {
				words = append(words, word(q[s], q[s+2]), word(q[s+1], q[s+3]))
			} else {
				words = append(words, word4(q[s:s+4]))
			}
		}
	}
	return words
}

func word(low, high int8) int32 {
	return int32(low)&0xffff | int32(high)<<16
}

func word4(c []int8) int32 {
	return int32(c[0])&0xff | int32(c[1])&0xff<<8 | int32(c[2])&0xff<<16 | int32(c[3])<<24
}

// portable is what runs if nothing faster does.
func portable() kernel {
	return kernel{name: "portable", one: scanPortable(1), four: scanPortable(4), coarse: coarsePortable, nearer: nearerPortable}
}

func scanPortable(queries int) scan {
	return func(codes []byte, terms []float32, query, bias []int32, limits []float32, steps, rows int, dots []int32, masks []uint16) {
		for g := 0; g*groupRows < rows; g++ {
			group := codes[g*steps*stepBytes:][:steps*stepBytes]
			t := terms[g*groupRows*termCount:][:groupRows*termCount]
			for q := range queries {
				dot := dots[(g*queries+q)*groupRows:][:groupRows]
				spread, scale, limit := limits[3*q], limits[3*q+1], limits[3*q+2]
				mask := uint16(0)
				for r := range min(groupRows, rows-g*groupRows) {
					sum := bias[q]
					for s := range steps {
						c, w := group[s*stepBytes+4*r:][:4], query[s*queries+q]
						sum += int32(c[0])*(w<<24>>24) + int32(c[1])*(w<<16>>24) + int32(c[2])*(w<<8>>24) + int32(c[3])*(w>>24)
					}
					dot[r] = sum
					if !(t[r]-spread*t[2*groupRows+r]-scale*(t[groupRows+r]*float32(sum)) > limit) {
						mask |= 1 << r
					}
				}
				masks[g*queries+q] = mask
			}
		}
	}
}

func nearerPortable(distances []float32, owners []int32, near []float32) {
	distances = distances[:len(owners)]
	for i, p := range owners {
		if int(p) < len(near) {
			near[p] = min(near[p], distances[i])
		}
	}
}
