package vectors

import "math"

// Brief codes are half a byte a number: a pass that adds more than faces gets no more than
// about their distance, for half the bytes. Faces have much in common, which codes would be
// spent on; so they are of what a vector differs by from the segment's centre.
//
// Rows lie in groups of 16, as those of scan do: a line of 64 bytes has eight codes of each
// row, in its lower halves the first four, in its upper halves the next. A half is 8 more
// than the code, of −7 … 7.
const (
	briefCodes = 8 // of a row in a line
	briefTerms = 2 // numbers of a row beside its codes, see encodeBrief; they lie by groups, too
	briefMost  = 7
	// briefStep is the step of codes in deviations of a vector's numbers: of 15 even steps
	// the one that loses least of normal ones.
	briefStep = .35
)

// brief works out about how far groups of rows are from a query, squared: as many groups as
// there are terms for, a multiple of four. Lanes from rows on say nothing, see scan.
type brief func(codes []byte, terms []float32, q *briefQuery, rows int, distances []float32)

func briefPortable(codes []byte, terms []float32, q *briefQuery, rows int, distances []float32) {
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
		t := terms[group*groupRows*briefTerms+lane:]
		distances[i] = max(0, t[0]+q.squares-t[groupRows]*q.scale*float32(sum))
	}
}

// briefLines is how many lines the codes of a group take.
func briefLines(dim int) int { return (dim + briefCodes - 1) / briefCodes }

// briefSize is how many bytes the codes of rows in whole groups take.
func briefSize(rows, dim int) int { return rows / groupRows * briefLines(dim) * stepBytes }

// encodeBrief writes the brief codes of a row of a segment. Their scale is the one at which
// the product of what was coded with its codes is right. Beside them a row has the square of
// that and twice the scale.
func (s *segment) encodeBrief(i int, vector []float32) {
	squares := 0.0
	for k, x := range vector {
		d := float64(x) - float64(s.centre[k])
		squares += d * d
	}
	per, along := 0.0, 0.0
	if squares >= tiniest*tiniest {
		per = math.Sqrt(float64(len(vector))/squares) / briefStep
	}
	at := briefSize(i, s.dim) + 4*(i%groupRows)
	for from := 0; from < len(vector); from += briefCodes {
		var line [4]byte
		for k := range briefCodes {
			code := 0
			if from+k < len(vector) {
				d := float64(vector[from+k]) - float64(s.centre[from+k])
				code = int(math.RoundToEven(math.Min(math.Max(d*per, -briefMost), briefMost)))
				along += d * float64(code)
			}
			line[k%4] |= byte(code+8) << (k / 4 * 4)
		}
		copy(s.brief[at+from/briefCodes*stepBytes:], line[:])
	}
	terms := s.briefTerms[i/groupRows*groupRows*briefTerms+i%groupRows:]
	terms[0], terms[groupRows] = float32(squares), 0
	if along != 0 {
		terms[groupRows] = float32(2 * squares / along)
	}
}

// briefQuery is what of a query brief codes of one segment are multiplied with.
type briefQuery struct {
	words   []int32 // two a line: four codes each
	bias    int32   // what the 8s add, to be taken away
	squares float32
	scale   float32

	differs []float32
	codes   []int8
}

// from codes a query, which is a fit one, as it differs from a centre.
func (q *briefQuery) from(query, centre []float32) {
	if q.words == nil {
		q.differs, q.codes = make([]float32, len(query)), make([]int8, briefLines(len(query))*briefCodes)
		q.words = make([]int32, 2*briefLines(len(query)))
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
