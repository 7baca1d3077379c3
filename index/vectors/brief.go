package vectors

import "math"

// Brief codes are half a byte a number, row by row: a pass that adds more than faces gets no
// more than about their distance, for half the bytes.
//
// A line of 64 bytes is 128 numbers: in its lower halves the first 64, in its upper
// halves the next. A row is whole lines. A half is 8 more than the code, of −7 … 7.
const (
	briefFrom    = 256 // numbers; of shorter vectors the codes of a byte are read
	briefLine    = 64  // bytes
	briefNumbers = 2 * briefLine
	briefMost    = 7
	// briefStep is the step of codes in deviations of a vector's numbers: of 15 even steps
	// the one that loses least of normal ones.
	briefStep = .35
)

// brief multiplies rows, one or more, with a query.
type brief func(codes []byte, lines int, query []int8, dots []int32)

func briefPortable(codes []byte, lines int, query []int8, dots []int32) {
	for i := range len(codes) / (lines * briefLine) {
		sum := int32(0)
		for l := range lines {
			line, q := codes[(i*lines+l)*briefLine:][:briefLine], query[l*briefNumbers:][:briefNumbers]
			for k, b := range line {
				sum += int32(b&15)*int32(q[k]) + int32(b>>4)*int32(q[briefLine+k])
			}
		}
		dots[i] = sum
	}
}

// briefLines is how many lines a vector takes, 0 where it is too short to have any.
func briefLines(dim int) int {
	if dim < briefFrom {
		return 0
	}
	return (dim + briefNumbers - 1) / briefNumbers
}

// briefSize is how many bytes the brief codes of a row take, briefCount how many numbers
// it has beside them.
func briefSize(dim int) int { return briefLines(dim) * briefLine }

func briefCount(dim int) int {
	if dim < briefFrom {
		return 0
	}
	return briefTerms
}

// briefTerms are the numbers that a row has beside its brief codes: the length of the
// vector, squared, and what a code counts for.
const briefTerms = 2

// encodeBrief writes a vector's brief codes. Their scale is the one at which the product
// with the vector itself is right.
func encodeBrief(vector []float32, codes []byte) (squares, scale float32) {
	sum := 0.0
	for _, x := range vector {
		sum += float64(x) * float64(x)
	}
	for i := range codes {
		codes[i] = 0x88
	}
	if sum < tiniest*tiniest {
		return 0, 0
	}
	per := math.Sqrt(float64(len(vector))/sum) / briefStep
	along := 0.0
	for i, x := range vector {
		c := int(math.RoundToEven(math.Min(math.Max(float64(x)*per, -briefMost), briefMost)))
		along += float64(x) * float64(c)
		at, shift := i/briefNumbers*briefLine+i%briefLine, i%briefNumbers/briefLine*4
		codes[at] = codes[at]&^(15<<shift) | byte(c+8)<<shift //nolint:gosec // 1 … 15
	}
	if along == 0 {
		return float32(sum), 0
	}
	return float32(sum), float32(sum / along)
}

// briefQuery is a query as brief codes are multiplied with.
type briefQuery struct {
	codes   []int8
	bias    int32 // what the 8s add
	scale   float32
	squares float32
}

func newBriefQuery(c *code, dim int) briefQuery {
	q := briefQuery{codes: make([]int8, briefLines(dim)*briefNumbers), scale: c.scale, squares: float32(c.squares)}
	copy(q.codes, c.codes)
	for _, x := range q.codes {
		q.bias += 8 * int32(x)
	}
	return q
}

// distance is about the squared one of a row.
func (q *briefQuery) distance(squares, scale float32, dot int32) float32 {
	return max(0, squares+q.squares-2*q.scale*scale*float32(dot-q.bias))
}
