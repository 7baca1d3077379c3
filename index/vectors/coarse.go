package vectors

import "math"

// Coarse codes are half a byte a number: a pass that adds more than faces gets no more than
// about their distance, for half the bytes. Faces have much in common, which codes would be
// spent on; so they are of what a vector differs by from the segment's centre.
//
// Rows lie in groups of 16, as those of scan do: a line of 64 bytes has eight codes of each
// row, in its lower halves the first four, in its upper halves the next. A half is 8 more
// than the code, of −7 … 7.
const (
	coarseCodes = 8 // of a row in a line
	coarseTerms = 2 // numbers of a row beside its codes, see encodeCoarse; they lie by groups, too
	coarseMost  = 7
	// coarseStep is the step of codes in deviations of a vector's numbers: of 15 even steps
	// the one that loses least of normal ones.
	coarseStep = .35
)

// coarse works out about how far groups of rows are from a query, squared: as many groups as
// there are terms for, a multiple of four. Lanes from rows on say nothing, see scan.
type coarse func(codes []byte, terms []float32, q *coarseQuery, rows int, distances []float32)

func coarsePortable(codes []byte, terms []float32, q *coarseQuery, rows int, distances []float32) {
	lines := len(q.words) / 2
	for i := range rows {
		group, lane := i/groupRows, i%groupRows
		sum := q.bias
		for l := range lines {
			line := codes[(group*lines+l)*stepBytes+4*lane:][:4]
			low, high := q.words[2*l], q.words[2*l+1]
			for k, b := range line {
				sum += int32(b&15)*(low<<(24-8*k)>>24) + int32(b>>4)*(high<<(24-8*k)>>24)
			}
		}
		t := terms[group*groupRows*coarseTerms+lane:]
		distances[i] = max(0, t[0]+q.squares-t[groupRows]*q.scale*float32(sum))
	}
}

// coarseLines returns how many lines the codes of a group take.
func coarseLines(dim int) int { return (dim + coarseCodes - 1) / coarseCodes }

// coarseSize returns how many bytes the codes of rows in whole groups take.
func coarseSize(rows, dim int) int { return rows / groupRows * coarseLines(dim) * stepBytes }

// encodeCoarse writes the coarse codes of a row of a segment. Their scale is the one at which
// the product of what was coded with its codes is right. Beside them a row has the square of
// that and twice the scale.
func (s *segment) encodeCoarse(i int, vector []float32) {
	squares := 0.0
	for k, x := range vector {
		d := float64(x) - float64(s.centre[k])
		squares += d * d
	}
	per, along := 0.0, 0.0
	if squares >= tiniest*tiniest {
		per = math.Sqrt(float64(len(vector))/squares) / coarseStep
	}
	at := coarseSize(i, s.dim) + 4*(i%groupRows)
	for from := 0; from < len(vector); from += coarseCodes {
		var line [4]byte
		for k := range coarseCodes {
			code := 0
			if from+k < len(vector) {
				d := float64(vector[from+k]) - float64(s.centre[from+k])
				code = int(math.RoundToEven(math.Min(math.Max(d*per, -coarseMost), coarseMost)))
				along += d * float64(code)
			}
			line[k%4] |= byte(code+8) << (k / 4 * 4)
		}
		copy(s.coarse[at+from/coarseCodes*stepBytes:], line[:])
	}
	terms := s.coarseTerms[i/groupRows*groupRows*coarseTerms+i%groupRows:]
	terms[0], terms[groupRows] = float32(squares), 0
	if along != 0 {
		terms[groupRows] = float32(2 * squares / along)
	}
}

// coarseQuery holds what of a query coarse codes of one segment are multiplied with.
type coarseQuery struct {
	words   []int32 // two a line: four codes each
	bias    int32   // what the 8s add, to be taken away
	squares float32
	scale   float32

	differs []float32
	codes   []int8
}

// from codes a query, which is a fit one, as it differs from a centre.
func (q *coarseQuery) from(query, centre []float32) {
	if q.words == nil {
		q.differs, q.codes = make([]float32, len(query)), make([]int8, coarseLines(len(query))*coarseCodes)
		q.words = make([]int32, 2*coarseLines(len(query)))
	}
	for i, x := range query {
		q.differs[i] = x - centre[i]
	}
	c, _ := encode(q.differs, q.codes) // as long as two vectors at most, which is not too long
	q.squares, q.scale, q.bias = float32(c.squares), c.scale, 0
	for i := range q.words {
		codes := q.codes[4*i : 4*i+4]
		q.words[i] = word4(codes)
		for _, x := range codes {
			q.bias -= 8 * int32(x)
		}
	}
}
